//! Owns what stands beside and between the lines of a page: the sign of a mark, of a hit, what is pointed at, "you were here".
//! Must not know when any of it comes or goes.

use crate::app::App;
use crate::app::window::GUTTER;
use crate::cluster::width;
use crate::doc::text::{Role, Text};
use crate::paint::cells::Cells;
use crate::paint::words;
use crate::theme::Theme;
use ratatui::layout::Rect;

/// The line in the margin beside what the learner marked, and the sign of what is pointed at.
pub(super) fn marks(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    let (window, glyphs) = (app.window(), app.model().view.glyphs);
    let has_reader = app.model().preferences.settings.has_reader();
    let x = area.x.saturating_sub(GUTTER as u16);
    let pointed = window.point.map(|nth| window.page.lines_of_node(nth));
    let pointed = pointed.filter(|lines| !lines.is_empty());
    for (y, number) in (area.y..area.bottom()).zip(window.top()..app.bottom()) {
        let first = pointed.as_ref().map(|lines| lines.start.max(window.top()));
        let (sign, role) = match window.page.is_marked(number) {
            _ if first == Some(number) => (">", Role::Body),
            // For a reader a word says it.
            _ if has_reader => continue,
            _ if is_found(app, number) => (glyphs.pick("»", "="), Role::Body),
            true => (glyphs.pick("▌", "|"), Role::Accent),
            false => continue,
        };
        let sign = match role {
            Role::Body => Text::strong(sign),
            role => Text::role(sign, role),
        };
        words(cells, theme, &sign, (x, y), area.x);
    }
}

/// Whether a line has words that were looked for, on a page that was opened at them.
fn is_found(app: &App, number: usize) -> bool {
    let window = app.window();
    let line = window.page.line(number).filter(|_| window.entry().hit.is_some());
    line.is_some_and(|line| line.text.0.iter().any(|run| run.look.role == Role::Match))
}

/// The thin line of whoever comes back.
pub(super) fn here(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    // The sign stands on a free line above the place, or above the text; it never covers a word.
    if let Some(above) = app.window().here.and_then(|line| line.checked_sub(1))
        && app
            .window()
            .page
            .line(above)
            .is_none_or(|line| line.text.is_empty())
        && above >= app.window().top()
    {
        draw_here(app, theme, cells, area, above);
    } else if app.window().here == Some(app.window().top()) && area.y > 1 {
        draw_here(
            app,
            theme,
            cells,
            Rect {
                y: area.y - 1,
                ..area
            },
            app.window().top(),
        );
    }
}

fn draw_here(app: &App, theme: &Theme, cells: &mut Cells, area: Rect, line: usize) {
    let y = area.y + (line - app.window().top()) as u16;
    if y >= area.bottom() {
        return;
    }
    let said = " you were here ";
    let dash = app.model().view.glyphs.pick("┄", "-");
    let right = (area.width as usize).saturating_sub(width(said) + 3);
    let text = Text::role(
        &format!("{}{said}{}", dash.repeat(3), dash.repeat(right)),
        Role::Muted,
    );
    words(cells, theme, &text, (area.x, y), area.right());
}
