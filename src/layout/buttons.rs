//! Owns buttons side by side, in as many lines as they need.
//! Must not know what they do.

use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::Row;
use crate::doc::text::Text;
use crate::layout::blocks::{append, blank, para, row};
use crate::layout::{Laid, PageStyle, Stop, StopKind};
use crate::wrap::text_width;

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
        let mut words = Text::plain(&face);
        if width(&face) > columns {
            words = row.text.clone();
        }
        let fits = start + text_width(&words) <= columns;
        line = line.and(words);
        let end = text_width(&line).min(columns);
        let spot = if fits {
            (laid.lines.len(), start..end)
        } else {
            (laid.lines.len(), 0..columns)
        };
        let words = Clean::line(&row.text.words());
        laid.stops.push(Stop {
            spots: vec![spot],
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
