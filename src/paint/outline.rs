//! Owns the outline beside the text: the headings of the page, where one is among them, and how its questions stand.
//! Frame, never in focus: a click leads to the heading. The page `o` opens is another one.

use crate::app::App;
use crate::cluster::width;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::layout::Title;
use crate::pages::results;
use crate::paint::cells::Cells;
use crate::paint::{fit, words};
use crate::theme::Theme;
use ratatui::layout::Rect;

/// Paints as many headings as there is room for, with that at hand among them.
pub(super) fn paint(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    let headings = &app.window().page.headings;
    let (now, rows) = (at_hand(app), usize::from(area.height));
    let first = first(app, area);
    let glyphs = app.model().view.glyphs;
    for (y, (at, title)) in (area.y..).zip(headings.iter().enumerate().skip(first).take(rows)) {
        let is_now = Some(at) == now;
        let said = fit(
            &said(app, title, is_now),
            // Its last column stays free: the margin of the text begins there.
            usize::from(area.width).saturating_sub(1),
            glyphs.pick("…", "~"),
        );
        let text = match is_now {
            true => Text::strong(&said),
            false => Text::role(&said, Role::Muted),
        };
        words(cells, theme, &text, (area.x, y), area.right());
    }
}

/// A heading as the outline has it.
fn said(app: &App, title: &Title, is_now: bool) -> String {
    let glyphs = app.model().view.glyphs;
    let sign = if is_now { glyphs.pick("▸ ", "> ") } else { "  " };
    let set_in = " ".repeat(2 * usize::from(title.level.saturating_sub(2).min(2)));
    let state = state(app, title).map_or_else(String::new, |mark| format!("{} ", mark.glyph(glyphs)));
    format!("{sign}{set_in}{state}{}", title.words)
}

/// Columns that the whole outline would take, the free one at its end included.
pub(super) fn columns(app: &App) -> usize {
    let headings = app.window().page.headings.iter();
    let widest = headings.map(|title| width(&said(app, title, false))).max();
    widest.unwrap_or(0) + 1
}

/// The heading under which one is: where the focus is; who only reads is in the upper part of the window.
fn at_hand(app: &App) -> Option<usize> {
    let window = app.window();
    let here = window
        .focus()
        .map_or(window.top() + window.body() / 3, |stop| stop.line());
    window.page.headings.iter().rposition(|title| title.line <= here)
}

/// The first heading that is shown.
fn first(app: &App, area: Rect) -> usize {
    let rows = usize::from(area.height);
    let first = at_hand(app).unwrap_or(0).saturating_sub(rows / 2);
    first.min(app.window().page.headings.len().saturating_sub(rows))
}

/// The line of the page whose heading stands on a row of the window.
pub(super) fn heading_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let nth = first(app, area) + usize::from(row.checked_sub(area.y)?);
    app.window().page.headings.get(nth).map(|title| title.line)
}

/// How a question of the course stands; none for a heading that asks nothing.
fn state(app: &App, title: &Title) -> Option<Marker> {
    let id = title.id.as_ref()?;
    app.model().library.course.item_of_question(id)?;
    let latest = app.model().progress.latest(id);
    Some(results::mark(latest.map(|attempt| attempt.verdict)))
}
