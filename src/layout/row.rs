//! Owns how a row is laid out: its mark, its words, and a word at the right edge. Must not know what it does.

use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::Row;
use crate::doc::text::{Role, Run, Text};
use crate::layout::blocks::{HANG, ROOM, blank, hung, inner, mark_role, para, prefixed};
use crate::layout::columns::{GAP, across, beginning, hanging};
use crate::layout::{Laid, Line, PageStyle, Stop, StopKind};
use crate::wrap::{is_one_line, text_width};

/// Columns a set-in row stands further right.
const STEP: usize = 3;

/// Lays a row out at `columns` (at least 1).
pub(super) fn row(row: &Row, columns: usize, style: PageStyle) -> Laid {
    let glyph = style.mark(row.mark);
    let digit = row.digit.map(|digit| format!("{digit} ")).unwrap_or_default();
    let set_in = if !style.has_reader && columns > ROOM + STEP * (row.indent + 2) {
        STEP * row.indent
    } else {
        0
    };
    let mark = match glyph.is_empty() {
        true => Text::role(&digit, Role::Muted),
        false => Text::role(&digit, Role::Muted).and(Text::role(&format!("{glyph} "), mark_role(row.mark))),
    };
    let room = columns.saturating_sub(text_width(&mark) + set_in);
    on_one_line(row, &mark, set_in, room, style)
        .unwrap_or_else(|| in_lines(row, mark, set_in, columns, style))
}

/// A row of any length behind its mark, which is set in.
fn in_lines(row: &Row, mark: Text, set_in: usize, columns: usize, style: PageStyle) -> Laid {
    let taken = text_width(&mark) + set_in;
    let room = inner(columns, taken);
    // What hangs from no mark is set in below its first line: no line of it looks like a row of its own.
    let step = if taken > set_in || style.has_reader {
        0
    } else {
        HANG
    };
    let set = |text: &Text| match row.aside.is_empty() {
        true => hanging(text, room, step),
        false if style.has_reader => para(&text.in_one(&row.aside), room),
        false => across(text, &row.aside, room, step),
    };
    let content = match row.most_lines {
        Some(most) => beginning(&row.text, most, style.glyphs.pick("…", "..."), set),
        None => set(&row.text),
    };
    let mut laid = hung(mark, content, columns - set_in);
    laid.stops.clear();
    // What stands at the right edge is no part of the bar: half of a row that loses it need not be written again.
    let aside = row.aside.words();
    let bar = |(at, line): (usize, &Line)| {
        let words = line.text.words();
        let title = words.strip_suffix(aside.as_str()).map(str::trim_end);
        let title = title.filter(|title| !aside.is_empty() && !title.is_empty());
        (at, 0..width(title.unwrap_or(&words)).max(1))
    };
    let spots = laid.lines.iter().enumerate().map(bar).collect();
    // What stands below the first line explains it; the row is called by that.
    let words = Clean::line(row.text.words().split('\n').next().unwrap_or_default());
    laid.stops.push(Stop {
        spots,
        kind: StopKind::Row,
        action: row.action.clone(),
        digit: row.digit,
        words,
    });
    prefixed(laid, &blank(set_in), &blank(set_in), columns)
}

/// The same for a row that has room for all it says on one line, as nearly all rows have: home may list thousands. `room` is what its
/// set-in mark leaves.
fn on_one_line(row: &Row, mark: &Text, set_in: usize, room: usize, style: PageStyle) -> Option<Laid> {
    let [words, aside] = [&row.text, &row.aside].map(text_width);
    let at_edge = if row.aside.is_empty() { 0 } else { GAP + aside };
    let is_plain = row.most_lines.is_none() && !style.has_reader && row.text.0.iter().all(is_one_line);
    let last = row
        .text
        .0
        .last()
        .filter(|_| is_plain && room >= ROOM && words + at_edge <= room)?;
    if last.text.is_empty() || last.text.ends_with(char::is_whitespace) {
        return None;
    }
    let before = if set_in > 0 {
        blank(set_in)
    } else {
        Text::default()
    };
    let mut runs: Vec<Run> = Vec::with_capacity(row.text.0.len() + row.aside.0.len() + 4);
    runs.extend(before.0);
    runs.extend(mark.0.iter().cloned());
    runs.extend(row.text.0.iter().filter(|run| !run.text.is_empty()).cloned());
    let said: String = runs[usize::from(set_in > 0)..]
        .iter()
        .map(|run| run.text.as_str())
        .collect();
    if !row.aside.is_empty() {
        runs.extend(blank(room - words - aside).0);
        runs.extend(row.aside.0.iter().cloned());
    }
    let words = match row.text.0.as_slice() {
        [run] => run.text.clone(),
        _ => Clean::line(&row.text.words()),
    };
    let chars = words.chars().count();
    Some(Laid {
        stops: vec![Stop {
            spots: vec![(0, set_in..set_in + width(&said).max(1))],
            kind: StopKind::Row,
            action: row.action.clone(),
            digit: row.digit,
            words,
        }],
        lines: vec![Line {
            text: Text(runs),
            chars,
        }],
        ..Laid::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::doc::marker::{Glyphs, Marker};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_has_room_on_one_line_is_laid_out_as_by_lines(
            texts in prop::collection::vec("[a-c é日\u{301}\n]{0,9}", 0..4),
            aside in "[1-3 m]{0,6}",
            indent in 0usize..3,
            room in 0usize..60,
            nth in 0usize..4,
        ) {
            let texts = texts.iter().map(|words| Text::role(words, Role::Muted));
            let mark = [Marker::Fresh, Marker::Link, Marker::Radio(true), Marker::Nth(Some(3))][nth];
            let row = Row {
                indent,
                digit: (nth == 2).then_some(7),
                aside: Text::plain(&aside),
                ..Row::new(mark, texts.fold(Text::default(), Text::and), Action::Back)
            };
            let mark = Text::role(&mark.glyph(Glyphs::Unicode), Role::Body);
            let set_in = STEP * indent;
            // `row` sets nothing in where there is less room.
            let columns = room + ROOM + STEP * (indent + 2) + 1;
            let left = columns - set_in - text_width(&mark);
            let style = PageStyle::from(Glyphs::Unicode);
            if let Some(laid) = on_one_line(&row, &mark, set_in, left, style) {
                prop_assert_eq!(format!("{laid:?}"), format!("{:?}", in_lines(&row, mark, set_in, columns, style)));
            } else {
                // Most rows that fit are found.
                let ends = row.text.words().ends_with(['a', 'b', 'c']) && !row.text.words().contains('\n');
                prop_assert!(!ends || text_width(&row.text) + GAP + text_width(&row.aside) > left);
            }
        }
    }
}
