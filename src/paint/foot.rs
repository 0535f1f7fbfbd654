//! Owns the foot of the window: what is to be said now, on as many rows as it takes, else the few keys that matter here.
//! Must not know what is on the page.

use crate::action::{Action, FieldTarget, Screen};
use crate::app::App;
use crate::app::keys::KeyFocus;
use crate::app::window::GUTTER;
use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::text::{Role, Text};
use crate::doc::{Lines, Node};
use crate::keymap::Command;
use crate::layout::{Stop, StopKind};
use crate::pages::link_target;
use crate::paint::cells::Cells;
use crate::paint::{fit, words};
use crate::theme::Theme;
use crate::wrap::wrap_words;
use ratatui::layout::Rect;

/// Rows that are free below the page: what is said there for long takes no more.
const FREE: usize = 2;

/// Writes these lines into its rows.
pub(super) fn paint(theme: &Theme, cells: &mut Cells, area: Rect, lines: &[Text]) {
    let x = area.x + (GUTTER as u16 - 1).min(area.width.saturating_sub(1));
    for (y, line) in (area.y..).zip(lines) {
        words(cells, theme, line, (x, y), area.right());
    }
}

/// What stands there in a window of this size, row by row. What was just said may cover the last rows of the page until the next key.
pub(super) fn lines(app: &App, window: Rect) -> Vec<Text> {
    let room = (window.width as usize).saturating_sub(GUTTER).max(1);
    let free = match window.height {
        8.. => FREE,
        _ => 1,
    };
    let most = free.max(usize::from(window.height) / 2);
    let more = app.model().view.glyphs.pick("…", "...");
    let at_risk = match (&app.model().saving.trouble, &app.model().saving.unkept) {
        (Some(trouble), _) => Some(("NOT SAVED", trouble)),
        (None, Some(unkept)) => Some(("This answer is NOT KEPT", unkept)),
        (None, None) => None,
    };
    let (said, style): (Vec<String>, fn(&str) -> Text) = match (at_risk, &app.window().notice) {
        (Some((what, _)), Some(notice)) => (
            within(&format!("{what}. {notice}"), room, most, more),
            Text::strong,
        ),
        // The first words of home say why.
        (Some((what, _)), None) if *app.screen() == Screen::Home && app.window().top() == 0 => {
            let keys = hints(app, room.saturating_sub(width(what) + 3));
            return vec![Text::strong(what).and(Text::role(&format!("   {keys}"), Role::Muted))];
        }
        (Some((what, why)), None) => (
            not_saved(&format!("{what}: "), why, (room, free), more),
            Text::strong,
        ),
        (None, Some(notice)) => (within(notice, room, most, more), Text::plain),
        (None, None) if app.model().saving.is_slow => return vec![Text::plain("saving …")],
        (None, None) => return vec![Text::role(&hints(app, room), Role::Muted)],
    };
    said.iter().map(|line| style(line)).collect()
}

/// Words on so many rows at the most, with a sign where they were cut.
fn within(words: &str, room: usize, most: usize, more: &str) -> Vec<String> {
    let mut rows = wrap_words(words, room);
    if rows.len() > most {
        let rest = rows.split_off(most - 1).join(" ");
        rows.push(fit(&rest, room, more));
    }
    rows
}

/// What cannot be saved, and what to do: of a message that is too long, the end that says what to do.
fn not_saved(what: &str, trouble: &str, (room, free): (usize, usize), more: &str) -> Vec<String> {
    let whole = format!("{what}{trouble}");
    match (wrap_words(&whole, room).len() <= free, trouble.rsplit_once("; ")) {
        (true, _) | (false, None) => within(&whole, room, free, more),
        (false, Some((_, advice))) => within(&format!("{what}{advice}"), room, free, more),
    }
}

/// The few keys that matter here, as many as there is room for; help comes first where there is little.
fn hints(app: &App, room: usize) -> String {
    // On a row of a match the digit is its partner.
    let has_digit = |stop: &Stop| stop.digit.is_some() || matches!(stop.action, Action::Partners(..));
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
        .map(|stop| format!("enter {}", does(stop)))
        .unwrap_or_default();
    let enter = match link_target(app) {
        Some(target) => fit(
            &format!("{enter} {target}"),
            room.saturating_sub(width("esc back") + 3),
            app.model().view.glyphs.pick("…", "..."),
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
    let has_more = app.bottom() < app.window().page.height;
    let page_on = &match has_more {
        true => keymap.hint(Command::Tick, "page on"),
        false => String::new(),
    };
    let next_row = match app.window().page.stops.is_empty() {
        true => "",
        false => "tab next row",
    };
    let next_hit = &keymap.hint(Command::NextHit, "next hit");
    let previous_hit = &keymap.hint(Command::PreviousHit, "hit before");
    let pick = if keymap.has_digits() { "1-9 pick" } else { "" };
    let next_question = &keymap.hint(Command::NextQuestion, "next question");
    let (leave, leave_lines) = ("esc leave the field", "tab or esc leave the field");
    // What is handed in is kept; what is only typed is not lost either.
    let saved = match app.window().typing.as_ref().map(|(target, _)| target) {
        Some(FieldTarget::Word | FieldTarget::Search) | None => "",
        Some(FieldTarget::Entry(_)) if app.is_in_form() => "saved as you type",
        Some(FieldTarget::Entry(_) | FieldTarget::Gap(..)) => "draft saved as you type",
    };
    let mark = &keymap.hint(Command::Mark, "mark");
    let take_away = &keymap.hint(Command::Mark, "take the mark away");
    let copy = &keymap.hint(Command::Copy, "copy");
    let drop = &keymap.hint(Command::Drop, "drop");
    let node = app.window().point.and_then(|nth| app.window().doc.nodes.get(nth));
    let is_marked = matches!(node.map(|node| &**node), Some(Node::Marked { .. }));
    // The way out comes first: where there is little room, the rest gives way.
    let (out, keys): (&str, Vec<&str>) = match app.window().key_focus() {
        KeyFocus::Text(_) if *app.screen() == Screen::Search => (
            "esc back",
            vec!["enter best hit", "esc back", "down choose", "type to search"],
        ),
        KeyFocus::Hits => (
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
        KeyFocus::Text(Lines::One) if app.is_in_form() => {
            (leave, vec!["type here", "enter next", leave, saved])
        }
        KeyFocus::Text(Lines::One) => (leave, vec!["type your answer", "enter done", leave]),
        KeyFocus::Text(Lines::Many) => (leave_lines, vec!["write", leave_lines, saved]),
        KeyFocus::Field => (back, vec!["type to write here", "up down pass by", back]),
        KeyFocus::Page if app.can_drop() => (back, vec![&enter, drop, help, quit]),
        KeyFocus::Page if on_question => (back, vec![pick, &enter, back, help, undo, quit]),
        KeyFocus::Page if app.window().focus().is_some() => (back, vec![&enter, back, help, quit]),
        KeyFocus::Page if reading => {
            let keys = vec![page_on, next_question, back, help, outline, home, quit, mark];
            (back, keys)
        }
        KeyFocus::Page => (back, vec![page_on, next_row, back, help, home, quit]),
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

/// What Enter does with the row in focus; where its action has no word for that, the row has.
fn does(stop: &Stop) -> String {
    match stop.action.hint() {
        "" => stop.words.to_lowercase(),
        hint => hint.to_owned(),
    }
}

/// Where the link in focus leads.
fn link_target(app: &App) -> Option<Clean> {
    let link = app.window().focus().filter(|stop| stop.kind == StopKind::Link)?;
    link_target::words(app.model(), app.screen(), &link.action)
}
