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
use crate::wrap::wrap_words;
use ratatui::layout::Rect;

/// Columns that stay free at its end: the sign of the focus stands behind them.
const FREE: usize = 3;

/// Paints as many headings as there is room for, with that at hand among them.
pub(super) fn paint(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    let now = at_hand(app);
    for (y, (at, said)) in (area.y..).zip(rows(app, area)) {
        let text = match Some(at) == now {
            true => Text::strong(&said),
            false => Text::role(&said, Role::Muted),
        };
        words(cells, theme, &text, (area.x, y), area.right());
    }
}

/// What stands on each row, and of which heading it is. A heading takes as many rows as leave every other one its own; what is longer is
/// cut.
fn rows(app: &App, area: Rect) -> Vec<(usize, String)> {
    let headings = &app.window().page.headings;
    let (room, now) = (usize::from(area.height), at_hand(app));
    let columns = usize::from(area.width).saturating_sub(FREE).max(1);
    let first = now.unwrap_or(0).saturating_sub(room / 2);
    let first = first.min(headings.len().saturating_sub(room));
    let shown = headings.iter().enumerate().skip(first).take(room);
    let shown: Vec<(usize, String, Vec<String>)> = shown
        .map(|(at, title)| {
            let lead = lead(app, title, Some(at) == now);
            let lines = wrap_words(&title.words, columns.saturating_sub(width(&lead)));
            (at, lead, lines)
        })
        .collect();
    let taken = |most: usize| -> usize { shown.iter().map(|(.., lines)| lines.len().min(most)).sum() };
    let longest = shown.iter().map(|(.., lines)| lines.len()).max().unwrap_or(1);
    let most = (1..=longest).rev().find(|most| taken(*most) <= room).unwrap_or(1);
    let more = app.model().view.glyphs.pick("…", "...");
    let mut rows = Vec::new();
    for (at, lead, mut lines) in shown {
        let set_in = width(&lead);
        if lines.len() > most {
            let rest = lines.split_off(most - 1).join(" ");
            lines.push(fit(&rest, columns.saturating_sub(set_in), more));
        }
        let before = std::iter::once(lead).chain(std::iter::repeat(" ".repeat(set_in)));
        rows.extend(
            before
                .zip(lines)
                .map(|(before, line)| (at, format!("{before}{line}"))),
        );
    }
    rows
}

/// What stands before the words of a heading: whether one is there, its rank, and how its question stands.
fn lead(app: &App, title: &Title, is_now: bool) -> String {
    let glyphs = app.model().view.glyphs;
    let sign = if is_now { glyphs.pick("▸ ", "@ ") } else { "  " };
    let set_in = " ".repeat(2 * usize::from(title.level.saturating_sub(2).min(2)));
    let state = state(app, title).map_or_else(String::new, |mark| format!("{} ", mark.glyph(glyphs)));
    format!("{sign}{set_in}{state}")
}

/// Columns that the whole outline would take, the free ones at its end included.
pub(super) fn columns(app: &App) -> usize {
    let headings = app.window().page.headings.iter();
    let widest = headings.map(|title| width(&lead(app, title, false)) + width(&title.words));
    widest.max().unwrap_or(0) + FREE
}

/// The heading under which one is: where the focus is; who only reads is in the upper part of the window.
fn at_hand(app: &App) -> Option<usize> {
    let window = app.window();
    let here = window
        .focus()
        .map_or(window.top() + window.body() / 3, |stop| stop.line());
    window.page.headings.iter().rposition(|title| title.line <= here)
}

/// The line of the page whose heading stands on a row of the window.
pub(super) fn heading_at(app: &App, area: Rect, row: u16) -> Option<usize> {
    let rows = rows(app, area);
    let (at, _) = rows.get(usize::from(row.checked_sub(area.y)?))?;
    app.window().page.headings.get(*at).map(|title| title.line)
}

/// How a question of the course stands; none for a heading that asks nothing.
fn state(app: &App, title: &Title) -> Option<Marker> {
    let id = title.id.as_ref()?;
    app.model().library.course.item_of_question(id)?;
    let latest = app.model().progress.latest(id);
    Some(results::mark(latest.map(|attempt| attempt.verdict)))
}
