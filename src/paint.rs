//! Owns the full-screen face: an `App` → cells, and where the cursor belongs. The frame (head, foot, the outline beside the text) is here.
//! Must not know how anything came about, and must not change it. Pure: it writes into cells and nowhere else.

use crate::app::App;
use crate::app::window::GUTTER;
use crate::cluster::{clusters, head as fitting, width};
use crate::doc::text::{Role, Text};
use crate::layout::{Stop, StopKind};
use crate::paint::cells::{Cell, Cells};
use crate::paint::cursor::Cursor;
use crate::theme::Theme;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;

pub mod cells;
pub mod click;
pub mod cursor;
mod foot;
pub mod frame_state;
mod margin;
mod outline;

/// From this width on, the outline of the page stands beside the text.
const WIDE: usize = 110;
/// Below this width the head says only how far one is.
const ROOMY: usize = 60;
/// Columns that an outline has room in at the least.
const ASIDE: usize = 32;

/// What was painted, beside its cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Painted {
    /// The rows on which the page is; above them is the head, below them the foot.
    pub body: Range<u16>,
    /// The column from which on the page is; before it is the outline, if this is not 0.
    pub text: u16,
    pub cursor: Cursor,
}

/// Where the parts of a window are.
struct Frame {
    head: Option<u16>,
    body: Rect,
    /// What is said there takes as many rows as it needs.
    foot: Option<(Rect, Vec<Text>)>,
    outline: Option<Rect>,
}

/// Paints the page on show. What stood there before goes.
pub fn paint(app: &App, theme: &Theme, cells: &mut Cells) -> Painted {
    let area = cells.area;
    cells.clear(theme.ground());
    if area.width == 0 || area.height == 0 || app.window().is_blank {
        return Painted::default();
    }
    let frame = frame(app, area);
    body(app, theme, cells, frame.body);
    if let Some(outline) = frame.outline {
        outline::paint(app, theme, cells, outline);
    }
    if let Some(row) = frame.head {
        let strip = Rect {
            y: row,
            height: 1,
            ..area
        };
        head(app, theme, cells, strip);
    }
    if app.bottom() < app.window().page.height
        && frame.body.bottom() < frame.foot.as_ref().map_or(area.bottom(), |(rows, _)| rows.y)
    {
        let more = app.model().view.glyphs.pick("▾ more", "more below");
        let text = Text::role(more, Role::Muted);
        words(
            cells,
            theme,
            &text,
            (frame.body.x, frame.body.bottom()),
            area.right(),
        );
    }
    if let Some((rows, lines)) = &frame.foot {
        foot::paint(theme, cells, *rows, lines);
    }
    if app.model().preferences.settings.has_reader() {
        // Some screen readers part what they say where the look changes: a row in one look is said as one.
        let look = Style::reset().patch(theme.ground());
        cells.set_all(look);
    }
    Painted {
        body: frame.body.top()..frame.body.bottom(),
        text: frame.outline.map_or(0, |_| frame.body.x),
        cursor: cursor::cursor(app, frame.body),
    }
}

fn frame(app: &App, area: Rect) -> Frame {
    let (rows, columns) = (area.height as usize, area.width as usize);
    let text = app.window().text_columns(&app.model().view) as u16;
    let has_reader = app.model().preferences.settings.has_reader();
    let free = area.width.saturating_sub(text);
    let sign = (GUTTER as u16).min(free);
    // The text stands in the middle, and further right where an outline needs the room: on every page in the same columns.
    let aside = (ASIDE + 2 * GUTTER) as u16;
    let has_room = !has_reader && columns >= WIDE && free >= aside + GUTTER as u16;
    // A braille display shows forty cells: the page begins in the first, behind the sign of the focus.
    let left = match (has_reader, has_room) {
        (true, _) => sign,
        (false, true) => (free / 2).max(aside),
        (false, false) => (free / 2).max(sign),
    };
    let outline = (has_room && app.window().page.headings.len() > 2).then(|| {
        // It stands close to the text, however wide the window is.
        let wide = outline::columns(app).min(usize::from(left) - 2 * GUTTER) as u16;
        Rect {
            x: area.x + left - GUTTER as u16 - wide,
            y: area.y + 2,
            width: wide,
            height: area.height.saturating_sub(4),
        }
    });
    let (y, head) = match rows {
        rows if rows >= 8 => (2, Some(area.y)),
        rows if rows >= 4 => (1, Some(area.y)),
        _ => (0, None),
    };
    let foot = head.map(|_| {
        let lines = foot::lines(app, area);
        let height = lines.len().max(1) as u16;
        let rows = Rect {
            y: area.bottom() - height,
            height,
            ..area
        };
        (rows, lines)
    });
    let end = foot.as_ref().map_or(area.bottom(), |(rows, _)| rows.y);
    let height = (app.window().body() as u16).min(end.saturating_sub(area.y + y));
    Frame {
        head,
        foot,
        outline,
        body: Rect {
            x: area.x + left,
            y: area.y + y,
            width: text.min(area.width.saturating_sub(left)),
            height,
        },
    }
}

fn body(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    for (row, number) in (0..area.height).zip(app.window().top()..app.bottom()) {
        if let Some(line) = app.window().page.line(number) {
            words(cells, theme, &line.text, (area.x, area.y + row), area.right());
        }
    }
    margin::marks(app, theme, cells, area);
    margin::here(app, theme, cells, area);
    if let Some(stop) = app.window().focus() {
        focus(app, theme, cells, area, stop);
    }
}

fn focus(app: &App, theme: &Theme, cells: &mut Cells, area: Rect, stop: &Stop) {
    // A row of several lines is one bar, as wide as its widest line; a link is marked where its words are.
    let widest = stop.spots.iter().map(|(_, columns)| columns.end).max();
    for (at, (line, columns)) in stop.spots.iter().enumerate() {
        let Some(row) = line
            .checked_sub(app.window().top())
            .filter(|row| *row < area.height as usize)
        else {
            continue;
        };
        let y = area.y + row as u16;
        // Where a bar moves, two rows are heard; where the sign moves, one.
        let has_bar = !app.model().preferences.settings.has_reader();
        if has_bar && !matches!(stop.kind, StopKind::Field { .. }) {
            let x = (area.x + columns.start as u16).min(area.right());
            let end = match stop.kind {
                StopKind::Row => bar_end(app, *line, columns.end..widest.unwrap_or(columns.end)),
                StopKind::Link | StopKind::Field { .. } => columns.end,
            };
            let end = (area.x + end as u16).min(area.right());
            cells.set_style((x, y), end.saturating_sub(x), theme.focus());
        }
        if at == 0 {
            // A sign as well as a highlight: before the row, right before a link, or at the edge where its line has no room for it.
            let is_free = |x: usize| {
                let cell = cells.cell(Position::new(area.x + x as u16, y));
                cell.is_some_and(Cell::is_blank)
            };
            let before = match stop.kind {
                StopKind::Row => columns.start as i32 - 2,
                StopKind::Link if columns.start.checked_sub(1).is_some_and(is_free) => {
                    columns.start as i32 - 1
                }
                StopKind::Link | StopKind::Field { .. } => -2,
            };
            let x = area.x as i32 + before;
            if let Ok(x) = u16::try_from(x.max(0)) {
                let end = cells.area.right();
                words(cells, theme, &Text::plain(">"), (x, y), end);
            }
        }
    }
}

/// The column where the bar of a row ends: that of its widest line, or before what stands at the right edge of this one.
fn bar_end(app: &App, line: usize, free: Range<usize>) -> usize {
    let Some(line) = app.window().page.line(line) else {
        return free.end;
    };
    let words = line.text.words();
    let mut column = 0;
    let beside = clusters(&words).find_map(|cluster| {
        let at = column;
        column += cluster.columns;
        (free.contains(&at) && !cluster.text.trim().is_empty()).then_some(at)
    });
    beside.map_or(free.end, |at| at.saturating_sub(1).max(free.start))
}

fn head(app: &App, theme: &Theme, cells: &mut Cells, area: Rect) {
    let more = app.model().view.glyphs.pick("…", "...");
    let (right, title) = (position(app), head_title(app));
    let room = (area.width as usize).saturating_sub(width(&right) + 2 * GUTTER + 2);
    let (left, right) = match room < 8 {
        true => (
            fit(title, (area.width as usize).saturating_sub(2), more),
            String::new(),
        ),
        false => (fit(title, room, more), right),
    };
    let margin = area.x + (GUTTER as u16 - 1).min(area.width.saturating_sub(1));
    words(cells, theme, &Text::strong(&left), (margin, area.y), area.right());
    let x = area
        .right()
        .saturating_sub(width(&right) as u16 + GUTTER as u16 - 1);
    words(
        cells,
        theme,
        &Text::role(&right, Role::Muted),
        (x, area.y),
        area.right(),
    );
}

/// The title of the page; while its own heading says that already, what the page belongs to. Whoever hears the head
/// would hear each change of it.
fn head_title(app: &App) -> &str {
    let window = app.window();
    let title = window.doc.title.as_str();
    if app.model().preferences.settings.has_reader() {
        return title;
    }
    let heading = window.page.headings.first();
    let said = heading.filter(|heading| heading.level == 1 && heading.line >= window.top());
    match said.and_then(|heading| title.strip_suffix(heading.words.as_str())) {
        Some("") => &app.model().library.course.title,
        Some(module) => module.trim_end_matches([' ', '›', '/', ':']),
        None => title,
    }
}

/// How far one is: the page's own word, and how much of a lesson lies behind. Where there is little room that comes first.
fn position(app: &App) -> String {
    let has_reader = app.model().preferences.settings.has_reader();
    let percent = app.percent_behind().filter(|_| !has_reader);
    let percent = percent.map(|percent| format!("{percent} %")).unwrap_or_default();
    let aside = app.window().doc.aside.as_str();
    let columns = app.window().size().0;
    let fits = percent.is_empty() && width(head_title(app)) + width(aside) + 2 * GUTTER + 2 <= columns;
    [aside, &percent]
        .into_iter()
        .filter(|part| !part.is_empty() && (*part != aside || columns >= ROOMY || fits))
        .collect::<Vec<_>>()
        .join("   ")
}

/// As much of `text` as fits, with a sign where it was cut.
fn fit(text: &str, columns: usize, more: &str) -> String {
    if fitting(text, columns).len() == text.len() {
        return text.to_owned();
    }
    match columns.checked_sub(width(more)) {
        Some(left) => format!("{}{more}", fitting(text, left)),
        None => String::new(),
    }
}

/// Writes a text from `at` on, not past column `end`.
fn words(cells: &mut Cells, theme: &Theme, text: &Text, (mut x, y): (u16, u16), end: u16) {
    for run in &text.0 {
        match cells.put(&run.text, (x, y), end, theme.style(run.look)) {
            Some(behind) => x = behind,
            None => return,
        }
    }
}
