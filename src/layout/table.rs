//! Owns tables: a grid with light rules where it fits, rows of `Header: value` where it does not.
//! Must not know what a table is about.

use crate::cluster::width;
use crate::doc::marker::Glyphs;
use crate::doc::text::{Role, Text};
use crate::doc::{Align, Table};
use crate::layout::blocks::para;
use crate::layout::{Laid, Line};
use crate::wrap::text_width;

/// Columns between two cells.
const GAP: usize = 3;
/// The narrowest a cell may be set; below that the table is stacked.
const NARROW: usize = 10;

/// Rows of a list that is long: it would not be seen at once.
const LONG: usize = 16;

/// Lays a table out at `columns`.
pub fn lay(table: &Table, columns: usize, glyphs: Glyphs) -> Laid {
    match widths(table, columns) {
        Some(widths) if folds(table, &widths, columns) => folded(table, &widths, columns, glyphs),
        Some(widths) => grid(&parted(table), &widths, glyphs),
        None => stacked(table, columns),
    }
}

/// A long list of two columns without a head stands in two halves, where each has room for its rows as they are.
fn folds(table: &Table, widths: &[usize], columns: usize) -> bool {
    let half = columns.saturating_sub(GAP) / 2;
    let is_list = widths.len() == 2 && table.head.iter().all(Text::is_empty) && table.rows.len() >= LONG;
    is_list && widths.iter().sum::<usize>() + GAP <= half
}

/// The table with room above each name, where its rows stand under one another.
fn parted(table: &Table) -> Table {
    let empty = || vec![Text::default(); table.head.len()];
    let is_list = table.head.len() == 2 && table.head.iter().all(Text::is_empty);
    let rows = table.rows.iter().enumerate().flat_map(|(at, row)| {
        let above = (is_list && at > 0 && is_name(row)).then(empty);
        above.into_iter().chain([row.clone()])
    });
    Table {
        rows: rows.collect(),
        ..table.clone()
    }
}

/// Whether a row is the name of those below it.
fn is_name(row: &[Text]) -> bool {
    row.get(1).is_some_and(Text::is_empty)
}

/// The row with which the second half begins: in the middle, and where rows have names at the one nearest to it.
fn second_half(rows: &[Vec<Text>]) -> usize {
    let middle = rows.len().div_ceil(2);
    let names = rows
        .iter()
        .enumerate()
        .filter(|(at, row)| *at > 0 && is_name(row));
    let at = names.map(|(at, _)| at).min_by_key(|at| at.abs_diff(middle));
    at.unwrap_or(middle)
}

fn folded(table: &Table, widths: &[usize], columns: usize, glyphs: Glyphs) -> Laid {
    let (first, second) = table.rows.split_at(second_half(&table.rows));
    let side = |rows: &[Vec<Text>]| {
        let part = Table {
            rows: rows.to_vec(),
            ..table.clone()
        };
        grid(&part, widths, glyphs).lines
    };
    let from = columns.saturating_sub(GAP) / 2 + GAP;
    let (mut left, mut right) = (side(first).into_iter(), side(second).into_iter());
    let mut laid = Laid::default();
    loop {
        let (line, beside) = match (left.next(), right.next()) {
            (None, None) => return laid,
            (line, beside) => (line.unwrap_or_default(), beside),
        };
        let free = from.saturating_sub(text_width(&line.text));
        laid.lines.push(match beside {
            Some(beside) => Line {
                text: line.text.and(Text::plain(&" ".repeat(free))).and(beside.text),
                chars: line.chars + beside.chars,
            },
            None => line,
        });
    }
}

/// The width of each cell, if the grid fits: natural widths, else the widest shrink first, never below what a word needs.
fn widths(table: &Table, columns: usize) -> Option<Vec<usize>> {
    let count = table.head.len();
    if count == 0 {
        return None;
    }
    let cells = |column: usize| {
        std::iter::once(&table.head)
            .chain(&table.rows)
            .filter_map(move |row| row.get(column))
    };
    let room = columns.checked_sub(GAP * (count - 1))?;
    let natural: Vec<usize> = (0..count)
        .map(|column| cells(column).map(text_width).max().unwrap_or(0))
        .collect();
    let least: Vec<usize> = (0..count)
        .map(|column| {
            let word = cells(column)
                .flat_map(|cell| cell.words().split_whitespace().map(width).collect::<Vec<_>>())
                .max()
                .unwrap_or(0);
            word.max(NARROW.min(natural[column]))
        })
        .collect();
    // Wider than the page is not told apart, so that shrinking ends soon.
    let fits = |(natural, least): (&usize, &usize)| (*natural).min(room.max(*least));
    let mut wide: Vec<usize> = natural.iter().zip(&least).map(fits).collect();
    while wide.iter().sum::<usize>() > room {
        let widest = (0..count)
            .filter(|column| wide[*column] > least[*column])
            .max_by_key(|column| wide[*column])?;
        wide[widest] -= 1;
    }
    Some(wide)
}

fn grid(table: &Table, widths: &[usize], glyphs: Glyphs) -> Laid {
    let mut laid = Laid::default();
    let head: Vec<Text> = table.head.iter().cloned().map(Text::stressed).collect();
    let rule = |glyph: &str| {
        let parts: Vec<String> = widths.iter().map(|width| glyph.repeat(*width)).collect();
        Line {
            text: Text::role(&parts.join(&" ".repeat(GAP)), Role::Bar),
            chars: 0,
        }
    };
    if head.iter().any(|cell| !cell.is_empty()) {
        row(&mut laid, &head, widths, &table.align);
        laid.lines.push(rule(glyphs.pick("─", "-")));
    }
    let tall = table.rows.iter().any(|cells| {
        cells
            .iter()
            .zip(widths)
            .any(|(cell, width)| text_width(cell) > *width)
    });
    for (at, cells) in table.rows.iter().enumerate() {
        if tall && at > 0 {
            laid.lines.push(Line::default());
        }
        row(&mut laid, cells, widths, &table.align);
    }
    laid
}

fn row(laid: &mut Laid, cells: &[Text], widths: &[usize], align: &[Align]) {
    let wrapped: Vec<Laid> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| para(cell, (*width).max(1)))
        .collect();
    let height = wrapped.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    let first = laid.lines.len();
    for at in 0..height {
        let mut text = Text::default();
        let mut chars = 0;
        let mut column = 0;
        for (nth, cell) in wrapped.iter().enumerate() {
            let (line, wide) = (cell.lines.get(at), widths[nth]);
            let used = line.map_or(0, |line| text_width(&line.text));
            let free = wide.saturating_sub(used);
            let before = match align.get(nth).copied().unwrap_or(Align::Left) {
                Align::Left => 0,
                Align::Center => free / 2,
                Align::Right => free,
            };
            text = text.and(Text::plain(&" ".repeat(before)));
            for stop in cell.stops.iter().filter(|stop| stop.line() == at) {
                let mut stop = stop.clone();
                for (line, columns) in &mut stop.spots {
                    *line += first;
                    *columns = columns.start + column + before..columns.end + column + before;
                }
                laid.stops.push(stop);
            }
            if let Some(line) = line {
                chars += line.chars;
                text = text.and(line.text.clone());
            }
            let last = nth + 1 == wrapped.len();
            if !last {
                text = text.and(Text::plain(&" ".repeat(free - before + GAP)));
            }
            column += wide + GAP;
        }
        laid.lines.push(Line { text, chars });
    }
}

fn stacked(table: &Table, columns: usize) -> Laid {
    let mut laid = Laid::default();
    for (at, cells) in table.rows.iter().enumerate() {
        if at > 0 {
            laid.lines.push(Line::default());
        }
        for (head, cell) in table.head.iter().zip(cells) {
            if cell.is_empty() {
                continue;
            }
            let text = match head.is_empty() {
                true => cell.clone(),
                false => head.clone().stressed().and(Text::plain(": ")).and(cell.clone()),
            };
            let more = para(&text, columns);
            let by = laid.lines.len();
            laid.lines.extend(more.lines);
            laid.stops
                .extend(more.stops.into_iter().map(|stop| stop.lowered(by)));
        }
    }
    if table.rows.is_empty() {
        let heads: Vec<String> = table.head.iter().map(Text::words).collect();
        laid = para(&Text::strong(&heads.join(", ")), columns);
    }
    laid
}
