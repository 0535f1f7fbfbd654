//! Owns the tables of questions: the rows of a `.match` and of a `.rate`, and every complaint about how they are written.
//! Must not know how a row is asked.

use crate::clean::{Clean, Fingerprint};
use crate::course::markdown::stand_in::cells;
use crate::course::question::{Asked, check_twin};
use crate::doc::text::Text;
use crate::quiz::{PairRow, Parts, RateLine, Sign};
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;
use std::ops::Range;

/// Complains about the width of a table; the caret stands under its head.
pub(super) fn columns(asked: &Asked<'_>, table: &Range<usize>, found: usize, wanted: &str) -> Diagnostic {
    Diagnostic::error(
        "table-columns",
        Span::new(asked.file, table.clone()),
        format!("the table has the wrong number of columns: {found}"),
    )
    .help(format!("write {wanted}"))
}

/// Complains about rows with more cells than the table has columns: Markdown drops the rest without a word.
pub(super) fn check_cells(
    asked: &Asked<'_>,
    columns: usize,
    rows: &[(Vec<Text>, Range<usize>)],
    out: &mut Vec<Diagnostic>,
) {
    for (_, range) in rows {
        let row = asked.markdown.get(range.clone()).unwrap_or_default().trim();
        let (own, in_code) = cells(row);
        let cells = if own == columns { own } else { own + in_code.len() };
        if cells > columns {
            let message =
                format!("the row has {cells} cells, the table {columns} columns; the rest is not shown");
            out.push(
                Diagnostic::error("row-cells", Span::new(asked.file, range.clone()), message)
                    .help("take the extra cell away; a | inside a cell is written \\|"),
            );
        }
    }
}

/// Complains about rows of a `.rate` that cannot be rated: without a name, a line or a sign.
pub(super) fn check_rates(asked: &Asked<'_>, rows: &[(Vec<Text>, Range<usize>)], out: &mut Vec<Diagnostic>) {
    for (cells, range) in rows {
        let [id, line, _, sign] = cells.as_slice() else {
            continue;
        };
        if id.is_empty() || line.is_empty() || !matches!(sign.words().as_str(), "+" | "-") {
            out.push(
                Diagnostic::error(
                    "rate-row",
                    Span::new(asked.file, range.clone()),
                    "the row needs an id, a line, a scale, and + or -",
                )
                .help("write | cu-1 | I ask before I advise. | Curious | + |"),
            );
        }
    }
}

/// The line that a row of a `.rate` holds, if it can be rated.
pub(super) fn rate_line(cells: &[Text]) -> Option<RateLine> {
    let [id, text, scale, sign] = cells else {
        return None;
    };
    let sign = match sign.words().as_str() {
        "+" => Sign::Plus,
        "-" => Sign::Minus,
        _ => return None,
    };
    let named = !id.is_empty() && !text.is_empty();
    named.then(|| RateLine {
        id: id.words().as_str().into(),
        text: text.clone(),
        scale: Clean::line(&scale.words()),
        sign,
    })
}

/// A table: its bytes, its head, its rows with theirs.
type Rows<'a> = (&'a Range<usize>, &'a [Text], &'a [(Vec<Text>, Range<usize>)]);

pub(super) fn pairs(asked: &Asked<'_>, (table, head, rows): Rows<'_>, out: &mut Vec<Diagnostic>) -> Parts {
    let [first, second, _] = head else {
        out.push(columns(
            asked,
            table,
            head.len(),
            "three columns: what, its partner, why",
        ));
        return Parts::Pairs {
            heads: (Text::default(), Text::default()),
            rows: Vec::new(),
        };
    };
    check_cells(asked, head.len(), rows, out);
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for (cells, range) in rows {
        let [text, partner, why] = cells.as_slice() else {
            continue;
        };
        if text.is_empty() || partner.is_empty() {
            out.push(
                Diagnostic::error(
                    "empty-cell",
                    Span::new(asked.file, range.clone()),
                    "a row needs its text and its partner",
                )
                .help("fill the first two columns; the third says why"),
            );
            continue;
        }
        let print = Fingerprint::of(&text.words());
        check_twin(&mut seen, print, Span::new(asked.file, range.clone()), out);
        if why.is_empty() {
            out.push(
                Diagnostic::error(
                    "no-explanation",
                    Span::new(asked.file, range.clone()),
                    "the row has no explanation",
                )
                .help("say why in the third column"),
            );
        }
        found.push(PairRow {
            print,
            text: text.clone(),
            partner: partner.clone(),
            partner_print: Fingerprint::of(&partner.words()),
            why: why.clone(),
        });
    }
    Parts::Pairs {
        heads: (first.clone(), second.clone()),
        rows: found,
    }
}
