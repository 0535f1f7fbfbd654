//! Owns buttons side by side, in as many lines as they need.
//! Must not know what they do.

use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::Row;
use crate::doc::text::Text;
use crate::layout::blocks::{HANG, ROOM, append, blank, hung, para};
use crate::layout::row::row;
use crate::layout::{Laid, PageStyle, Stop, StopKind};
use crate::wrap::{FIXED_BLANK, text_width};

/// Buttons side by side, two columns free before each for the mark of the focus. For a reader they stand under one another, without
/// the brackets that some say: a braille display shows the one in focus from its first word.
pub fn lay(label: &Text, rows: &[Row], columns: usize, style: PageStyle) -> Laid {
    let mut laid = Laid::default();
    if style.has_reader {
        append_last(&mut laid, label.clone(), columns);
        rows.iter()
            .for_each(|button| append(&mut laid, row(button, columns, style), 0));
        return laid;
    }
    let mut line = label.clone();
    for row in rows {
        let face = format!("[ {} ]", row.text.words());
        let before = if text_width(&line) == 0 { 0 } else { 3 };
        if text_width(&line) + before + width(&face) > columns && text_width(&line) > 0 {
            append(&mut laid, para(&std::mem::take(&mut line), columns), 0);
        }
        if text_width(&line) > 0 {
            line = line.and(blank(3));
        }
        let start = text_width(&line);
        // One that is wider than the page has lines of its own, and its brackets all the same.
        let spots = match start + width(&face) <= columns {
            true => {
                line = line.and(Text::plain(&face));
                vec![(laid.lines.len(), start..start + width(&face))]
            }
            false => {
                let first = laid.lines.len();
                let lines = match columns.saturating_sub(HANG) {
                    room if room < ROOM => para(&Text::plain(&face), columns),
                    room => {
                        let words = Text::plain(&format!("{}{FIXED_BLANK}]", row.text.words()));
                        hung(Text::plain("[ "), para(&words, room), columns)
                    }
                };
                append(&mut laid, lines, 0);
                let lines = laid.lines.iter().enumerate().skip(first);
                lines.map(|(at, line)| (at, 0..text_width(&line.text))).collect()
            }
        };
        let words = Clean::line(&row.text.words());
        laid.stops.push(Stop {
            spots,
            kind: StopKind::Row,
            action: row.action.clone(),
            digit: row.digit,
            words,
        });
    }
    append_last(&mut laid, line, columns);
    laid
}

/// Appends the last line of buttons without moving the stops, which are placed already.
fn append_last(laid: &mut Laid, line: Text, columns: usize) {
    if text_width(&line) > 0 {
        laid.lines.extend(para(&line, columns).lines);
    }
}
