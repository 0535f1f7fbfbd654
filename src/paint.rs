//! Owns the full-screen face: an `App` → cells, and where the cursor belongs. The frame (head, foot, the outline beside the text) is here.
//! Must not know how anything came about, and must not change it. Pure: it writes into a buffer and nowhere else.

use crate::action::Screen;
use crate::app::App;
use crate::app::keys::KeyFocus;
use crate::app::window::GUTTER;
use crate::clean::Clean;
use crate::cluster::{clusters, head as fitting, width};
use crate::doc::text::{Role, Text, TextStyle};
use crate::doc::{Lines, Node};
use crate::keymap::Command;
use crate::layout::{Stop, StopKind};
use crate::pages::link_target;
use crate::paint::cursor::Cursor;
use crate::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;

pub mod click;
pub mod cursor;
pub mod frame_state;
mod margin;
mod outline;

/// From this width on, the outline of the page stands beside the text.
const WIDE: usize = 110;
/// Below this width the head says only how far one is.
const ROOMY: usize = 60;
/// Columns of the outline at the least, and at the most.
const ASIDE: (usize, usize) = (30, 48);

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
    foot: Option<u16>,
    outline: Option<Rect>,
}

/// Paints the page on show.
pub fn paint(app: &App, theme: &Theme, buffer: &mut Buffer) -> Painted {
    let area = buffer.area;
    buffer.set_style(area, theme.ground());
    if area.width == 0 || area.height == 0 || app.window().is_blank {
        return Painted::default();
    }
    let frame = frame(app, area);
    body(app, theme, buffer, frame.body);
    if let Some(outline) = frame.outline {
        outline::paint(app, theme, buffer, outline);
    }
    let strip = |row| Rect {
        y: row,
        height: 1,
        ..area
    };
    if let Some(row) = frame.head {
        head(app, theme, buffer, strip(row));
    }
    if app.bottom() < app.window().page.height && frame.body.bottom() < frame.foot.unwrap_or(area.bottom()) {
        let more = app.model().view.glyphs.pick("▾ more", "v more");
        let text = Text::role(more, Role::Muted);
        words(
            buffer,
            theme,
            &text,
            (frame.body.x, frame.body.bottom()),
            area.right(),
        );
    }
    if let Some(row) = frame.foot {
        foot(app, theme, buffer, strip(row));
    }
    if app.model().preferences.settings.has_reader() {
        // Some screen readers part what they say where the look changes: a row in one look is said as one.
        for cell in &mut buffer.content {
            cell.set_style(Style::reset().patch(theme.ground()));
        }
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
    let outline = (columns >= WIDE
        && !has_reader
        && app.window().page.headings.len() > 2
        && columns >= text as usize + ASIDE.0 + 3 * GUTTER)
        .then(|| {
            let wide = (columns - text as usize - 3 * GUTTER).min(ASIDE.1) as u16;
            Rect {
                x: area.x + GUTTER as u16,
                y: area.y + 2,
                width: wide,
                height: area.height.saturating_sub(4),
            }
        });
    let taken = outline.map_or(0, |outline| outline.width + GUTTER as u16);
    let free = area.width - taken;
    let sign = (GUTTER as u16).min(free.saturating_sub(text));
    // A braille display shows forty cells: the page begins in the first, behind the sign of the focus.
    let left = match has_reader {
        true => sign,
        false => taken + (free.saturating_sub(text) / 2).max(sign),
    };
    let (y, head, foot) = match rows {
        rows if rows >= 8 => (2, Some(area.y), Some(area.bottom() - 1)),
        rows if rows >= 4 => (1, Some(area.y), Some(area.bottom() - 1)),
        _ => (0, None, None),
    };
    let height = (app.window().body() as u16).min(area.height.saturating_sub(y));
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

fn body(app: &App, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    for row in 0..area.height {
        let number = app.window().top() + row as usize;
        if let Some(line) = app.window().page.line(number) {
            words(buffer, theme, &line.text, (area.x, area.y + row), area.right());
        }
    }
    margin::marks(app, theme, buffer, area);
    margin::here(app, theme, buffer, area);
    if let Some(stop) = app.window().focus() {
        focus(app, theme, buffer, area, stop);
    }
}

fn focus(app: &App, theme: &Theme, buffer: &mut Buffer, area: Rect, stop: &Stop) {
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
                StopKind::Row => widest.unwrap_or(columns.end),
                StopKind::Link | StopKind::Field { .. } => columns.end,
            };
            let end = (area.x + end as u16).min(area.right());
            buffer.set_style(
                Rect {
                    x,
                    y,
                    width: end.saturating_sub(x),
                    height: 1,
                },
                theme.focus(),
            );
        }
        if at == 0 {
            // A sign as well as a highlight: before the row, or at the edge of a line that holds a link.
            let before = match stop.kind {
                StopKind::Row => columns.start as i32 - 2,
                StopKind::Link | StopKind::Field { .. } => -2,
            };
            let x = area.x as i32 + before;
            if let Ok(x) = u16::try_from(x.max(0)) {
                put(
                    buffer,
                    Position::new(x, y),
                    (">", 1),
                    theme.style(TextStyle {
                        strong: true,
                        ..TextStyle::default()
                    }),
                );
            }
        }
    }
}

fn head(app: &App, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let more = app.model().view.glyphs.pick("…", "~");
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
    words(
        buffer,
        theme,
        &Text::strong(&left),
        (margin, area.y),
        area.right(),
    );
    let x = area
        .right()
        .saturating_sub(width(&right) as u16 + GUTTER as u16 - 1);
    words(
        buffer,
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
        Some(module) => module.trim_end_matches([' ', '›', '>']),
        None => title,
    }
}

/// How far one is: the page's own word, and how much of a lesson lies behind.
fn position(app: &App) -> String {
    let has_reader = app.model().preferences.settings.has_reader();
    let percent = app.percent_behind().filter(|_| !has_reader);
    let percent = percent.map(|percent| format!("{percent} %")).unwrap_or_default();
    let aside = if app.window().size().0 < ROOMY {
        ""
    } else {
        app.window().doc.aside.as_str()
    };
    [aside, &percent]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("   ")
}

fn foot(app: &App, theme: &Theme, buffer: &mut Buffer, area: Rect) {
    let room = (area.width as usize).saturating_sub(GUTTER);
    let more = app.model().view.glyphs.pick("…", "~");
    let at_risk = match (&app.model().saving.trouble, &app.model().saving.unkept) {
        (Some(trouble), _) => Some(("NOT SAVED", trouble)),
        (None, Some(unkept)) => Some(("This answer is NOT KEPT", unkept)),
        (None, None) => None,
    };
    let text = match (at_risk, &app.window().notice, app.model().saving.is_slow) {
        (Some((what, _)), Some(notice), _) => Text::strong(&fit(&format!("{what}. {notice}"), room, more)),
        (Some((what, why)), None, _) => Text::strong(&not_saved(&format!("{what}: "), why, room, more)),
        (None, Some(notice), _) => Text::plain(&fit(notice, room, more)),
        (None, None, true) => Text::plain("saving …"),
        (None, None, false) => Text::role(&hints(app, room), Role::Muted),
    };
    words(
        buffer,
        theme,
        &text,
        (
            area.x + (GUTTER as u16 - 1).min(area.width.saturating_sub(1)),
            area.y,
        ),
        area.right(),
    );
}

/// What cannot be saved, and what to do: of a message that is too long, the end that says what to do.
fn not_saved(what: &str, trouble: &str, room: usize, more: &str) -> String {
    let whole = format!("{what}{trouble}");
    match (width(&whole) <= room, trouble.rsplit_once("; ")) {
        (true, _) | (false, None) => fit(&whole, room, more),
        (false, Some((_, advice))) => fit(&format!("{what}{advice}"), room, more),
    }
}

/// The few keys that matter here, as many as there is room for; help comes first where there is little.
fn hints(app: &App, room: usize) -> String {
    let has_digit = |stop: &Stop| stop.digit.is_some();
    let on_question = match app.window().focus() {
        Some(stop) => has_digit(stop),
        // After a choice nothing is in focus, and the next one is to be made once it can be seen.
        None => {
            let seen = app.window().top()..app.bottom();
            matches!(app.screen(), Screen::Rehearsal(_))
                && app
                    .window()
                    .page
                    .stops
                    .iter()
                    .any(|stop| has_digit(stop) && seen.contains(&stop.line()))
        }
    };
    let enter = app
        .window()
        .focus()
        .map(|stop| format!("enter {}", stop.action.hint()))
        .unwrap_or_default();
    let enter = match link_target(app) {
        Some(target) => fit(
            &format!("{enter} {target}"),
            room.saturating_sub(width("esc back") + 3),
            app.model().view.glyphs.pick("…", "~"),
        ),
        None => enter,
    };
    let back = if matches!(app.screen(), Screen::Home) {
        ""
    } else {
        "esc back"
    };
    let reading = matches!(app.screen(), Screen::Lesson(_));
    let keymap = &app.model().preferences.keymap;
    let help = &keymap.hint(Command::Help, "keys");
    let quit = &keymap.hint(Command::Quit, "quit");
    let undo = &keymap.hint(Command::Undo, "undo");
    let outline = &keymap.hint(Command::Outline, "outline");
    let home = &keymap.hint(Command::Home, "home");
    let page_on = &keymap.hint(Command::Tick, "page on");
    let next_hit = &keymap.hint(Command::NextHit, "next hit");
    let previous_hit = &keymap.hint(Command::PreviousHit, "hit before");
    let pick = if keymap.has_digits() { "1-9 pick" } else { "" };
    let next_question = &keymap.hint(Command::NextQuestion, "next question");
    let (leave, leave_lines) = ("esc leave the field", "tab or esc leave the field");
    let mark = &keymap.hint(Command::Mark, "mark");
    let take_away = &keymap.hint(Command::Mark, "take the mark away");
    let copy = &keymap.hint(Command::Copy, "copy");
    let node = app.window().point.and_then(|nth| app.window().doc.nodes.get(nth));
    let is_marked = matches!(node.map(|node| &**node), Some(Node::Marked { .. }));
    // The way out comes first: where there is little room, the rest gives way.
    let (out, keys): (&str, Vec<&str>) = match app.window().key_focus() {
        KeyFocus::Text(_) if *app.screen() == Screen::Search => (
            "esc back",
            vec!["enter best hit", "esc back", "down choose", "type to search"],
        ),
        KeyFocus::Field if *app.screen() == Screen::Search => (
            "esc back",
            vec![&enter, "esc back", "up down choose", "type to search on"],
        ),
        KeyFocus::Hit => {
            let keys = vec![next_hit, previous_hit, "esc hits", help, &enter, home, quit];
            ("esc hits", keys)
        }
        KeyFocus::Page if is_marked => {
            let keys = vec!["marked", "enter note", take_away, "up down another", copy, back];
            (back, keys)
        }
        KeyFocus::Page if node.is_some() => (back, vec![mark, "enter note", "up down another", copy, back]),
        KeyFocus::Text(Lines::One) => (leave, vec!["type your answer", "enter done", leave]),
        KeyFocus::Text(Lines::Many) => (leave_lines, vec!["write", leave_lines, "kept as you type"]),
        KeyFocus::Field => (back, vec!["type to write here", "up down pass by", back]),
        KeyFocus::Page if on_question => (back, vec![pick, &enter, back, help, undo, quit]),
        KeyFocus::Page if app.window().focus().is_some() => (back, vec![&enter, back, help, quit]),
        KeyFocus::Page if reading => {
            let keys = vec![page_on, next_question, back, help, outline, home, quit, mark];
            (back, keys)
        }
        KeyFocus::Page => (back, vec![page_on, "tab next row", back, help, home, quit]),
    };
    let mut left = room.saturating_sub(width(out));
    let fits = |key: &&str| {
        let more = width(key) + 3;
        let has_room = *key == out || more <= left;
        left -= if has_room && *key != out { more } else { 0 };
        has_room && !key.is_empty()
    };
    keys.into_iter().filter(fits).collect::<Vec<_>>().join("   ")
}

/// Where the link in focus leads.
fn link_target(app: &App) -> Option<Clean> {
    let link = app.window().focus().filter(|stop| stop.kind == StopKind::Link)?;
    link_target::words(app.model(), app.screen(), &link.action)
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
fn words(buffer: &mut Buffer, theme: &Theme, text: &Text, at: (u16, u16), end: u16) {
    let (mut x, y) = at;
    for run in &text.0 {
        let style = theme.style(run.look);
        let clean: &Clean = &run.text;
        // A letter of ASCII is a cluster, and a cell: nothing is looked at twice.
        if clean.is_ascii() && !clean.contains('\n') {
            let count = clean.len().min(usize::from(end.saturating_sub(x)));
            letters(buffer, &clean[..count], (x, y), style);
            x += count as u16;
            if count < clean.len() {
                return;
            }
            continue;
        }
        for cluster in clusters(clean) {
            let wide = cluster.columns as u16;
            match x.checked_add(wide).filter(|after| *after <= end) {
                Some(after) => {
                    put(buffer, Position::new(x, y), (cluster.text, wide), style);
                    x = after;
                }
                None => return,
            }
        }
    }
}

/// Puts letters of ASCII on their cells.
fn letters(buffer: &mut Buffer, letters: &str, (x, y): (u16, u16), style: Style) {
    let area = buffer.area;
    if !(area.top()..area.bottom()).contains(&y) || x < area.left() {
        return;
    }
    let first = usize::from(y - area.y) * usize::from(area.width) + usize::from(x - area.x);
    let room = usize::from(area.right().saturating_sub(x));
    let cells = buffer.content.iter_mut().skip(first).take(room);
    for (cell, at) in cells.zip(0..letters.len()) {
        cell.set_symbol(&letters[at..=at]).set_style(style);
    }
}

/// Puts a cluster on its cells. The first holds it all.
fn put(buffer: &mut Buffer, at: Position, (cluster, columns): (&str, u16), style: Style) {
    let Some(cell) = buffer.cell_mut(at).filter(|_| columns > 0) else {
        return;
    };
    cell.set_symbol(cluster).set_style(style);
    for x in 1..columns {
        if let Some(hidden) = buffer.cell_mut(Position::new(at.x.saturating_add(x), at.y)) {
            hidden.reset();
        }
    }
}
