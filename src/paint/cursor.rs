//! Owns where the cursor belongs, which screen readers and braille displays follow.
//! Must not know what was on show before: what is new is seen when the frame is written.

use crate::app::App;
use crate::cluster::width;
use crate::layout::StopKind;
use ratatui::layout::{Position, Rect};

/// Where the cursor belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    /// Nothing is on show.
    #[default]
    Hidden,
    /// On the caret, the row in focus, or what was just told.
    At(Position),
    /// Nothing is in focus: it belongs on what is new, and that is known to whoever knows the frame before.
    Free,
}

/// Where the cursor belongs in a window whose page is in `area`.
pub(super) fn cursor(app: &App, area: Rect) -> Cursor {
    place(app, area).map_or(Cursor::Free, Cursor::At)
}

fn place(app: &App, area: Rect) -> Option<Position> {
    let window = app.window();
    let is_seen = |line: &usize| (window.top()..window.top() + usize::from(area.height)).contains(line);
    let told = window
        .told
        .filter(|line| is_seen(line) && window.field().is_none());
    // What is pointed at to be marked; else what was just told; else what is in focus.
    let pointed = window.point.map(|nth| window.page.lines_of_node(nth));
    if let Some(lines) = pointed.filter(|lines| !lines.is_empty()) {
        let first = lines.start.max(window.top());
        let row = is_seen(&first).then(|| first - window.top())?;
        return Some(Position::new(area.x, area.y + row as u16));
    }
    let (line, column) = match (told, window.focus()) {
        (Some(line), _) => {
            let words = window.page.line(line)?.text.words();
            (line, width(&words[..words.len() - words.trim_start().len()]))
        }
        (None, Some(stop)) => match &stop.kind {
            StopKind::Field { caret, .. } if window.field().is_some() => *caret,
            StopKind::Field { .. } | StopKind::Row | StopKind::Link => {
                stop.spots.first().map(|(line, columns)| (*line, columns.start))?
            }
        },
        (None, None) => return None,
    };
    let row = is_seen(&line).then(|| line - window.top())?;
    let x = (area.x + column as u16).min(area.right().saturating_sub(1).max(area.x));
    Some(Position::new(x, area.y + row as u16))
}
