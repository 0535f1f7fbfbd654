//! Owns what a key says to the app: on a page what the keys in force say, in a field an edit.
//! Must not know terminals: the shell tells keys apart.

use crate::app::Msg;
use crate::app::bursts::Unmeant;
use crate::doc::Lines;
use crate::keymap::{Command, Key, Keymap};
use crate::text_edit::{Edit, Motion, Reach};

/// What is in focus, as far as keys care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFocus {
    /// Rows, links or nothing.
    Page,
    /// A field that was come upon: arrows pass it by, and whatever is typed goes into it.
    Field,
    /// A field that is written in.
    Text(Lines),
    /// A hit of a search, before it is opened: what is typed goes on in the field.
    Hits,
    /// A page that was opened at a hit, with no field in focus.
    Hit,
}

impl KeyFocus {
    /// Whether what is typed or pasted goes into a field.
    pub fn is_text(self) -> bool {
        matches!(self, KeyFocus::Field | KeyFocus::Hits | KeyFocus::Text(_))
    }
}

/// What a key asks for.
pub fn message(keymap: &Keymap, key: Key, focus: KeyFocus) -> Msg {
    let typed = match (focus, key) {
        (KeyFocus::Text(lines), _) => typing(key, lines),
        (KeyFocus::Field, Key::Char(_) | Key::Backspace | Key::BackspaceWord | Key::Delete) => {
            typing(key, Lines::Many)
        }
        (KeyFocus::Hits, Key::Char(_)) => typing(key, Lines::One),
        (KeyFocus::Field | KeyFocus::Hits | KeyFocus::Page | KeyFocus::Hit, _) => None,
    };
    let digit = match key {
        Key::Char(c @ '1'..='9') if keymap.has_digits() => {
            c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
        }
        _ => None,
    };
    match (typed, digit, keymap.command(key)) {
        (Some(typed), _, _) => typed,
        (None, Some(digit), _) => Msg::Digit(digit),
        (None, None, Some(command)) if focus == KeyFocus::Hit => Msg::Do(keymap.at_a_hit(command)),
        (None, None, Some(command)) => Msg::Do(command),
        (None, None, None) => Msg::Unmeant(Unmeant::Key(key)),
    }
}

/// Whether a key only moves what is on show or in focus, whatever others have done meanwhile.
pub fn only_moves(keymap: &Keymap, key: Key, focus: KeyFocus) -> bool {
    let moves = |command| {
        matches!(
            command,
            Command::Up
                | Command::Down
                | Command::Left
                | Command::Right
                | Command::PageUp
                | Command::PageDown
                | Command::Top
                | Command::Bottom
                | Command::Next
                | Command::Previous
        )
    };
    focus == KeyFocus::Page && matches!(message(keymap, key, focus), Msg::Do(command) if moves(command))
}

/// The character that a key types into a field of these lines, if it types one.
pub fn typed(key: Key, lines: Lines) -> Option<char> {
    match key {
        Key::Char(c) => Some(c),
        Key::Enter if lines == Lines::Many => Some('\n'),
        _ => None,
    }
}

/// What a key does inside a field. The rest are the page's: Tab and Esc leave it, Control-C quits.
fn typing(key: Key, lines: Lines) -> Option<Msg> {
    let edit = match key {
        Key::Char(c) => Edit::Insert(c.to_string()),
        Key::Enter => match lines {
            Lines::Many => Edit::Break,
            Lines::One => return None,
        },
        Key::Backspace => Edit::Erase(Reach::Grapheme),
        Key::BackspaceWord | Key::Control('w') => Edit::Erase(Reach::Word),
        Key::Control('u') => Edit::Erase(Reach::Line),
        Key::Delete => Edit::Delete(Reach::Grapheme),
        Key::Control('k') => Edit::Delete(Reach::Line),
        Key::Control('_' | 'z') => Edit::Undo,
        Key::Left => Edit::Move(Motion::Left),
        Key::Right => Edit::Move(Motion::Right),
        Key::WordLeft => Edit::Move(Motion::WordLeft),
        Key::WordRight => Edit::Move(Motion::WordRight),
        Key::Home | Key::Control('a') => Edit::Move(Motion::Start),
        Key::End | Key::Control('e') => Edit::Move(Motion::End),
        Key::Up => Edit::Move(Motion::Up),
        Key::Down => Edit::Move(Motion::Down),
        Key::Control(_) | Key::Tab | Key::BackTab | Key::Esc | Key::PageUp | Key::PageDown => return None,
    };
    Some(Msg::Edit(edit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::SingleKeys;

    #[test]
    fn a_key_only_moves_where_nothing_else_comes_of_it() {
        let moves = |key, focus| only_moves(&Keymap::default(), key, focus);
        for key in [Key::Char('j'), Key::Char('k'), Key::PageDown, Key::Tab] {
            assert!(moves(key, KeyFocus::Page), "{key}");
            assert!(!moves(key, KeyFocus::Text(Lines::Many)), "{key}");
        }
        for key in [
            Key::Enter,
            Key::Char(' '),
            Key::Char('1'),
            Key::Char('q'),
            Key::Esc,
        ] {
            assert!(!moves(key, KeyFocus::Page), "{key}");
        }
    }

    #[test]
    fn in_a_field_letters_are_text() {
        assert!(matches!(
            message(&Keymap::default(), Key::Char('q'), KeyFocus::Text(Lines::One)),
            Msg::Edit(_)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Char('q'), KeyFocus::Page),
            Msg::Do(Command::Quit)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Enter, KeyFocus::Text(Lines::One)),
            Msg::Do(Command::Choose)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Enter, KeyFocus::Text(Lines::Many)),
            Msg::Edit(Edit::Break)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Esc, KeyFocus::Text(Lines::Many)),
            Msg::Do(Command::Leave)
        ));
        // A field that was only come upon takes what is typed; arrows pass it by.
        assert!(matches!(
            message(&Keymap::default(), Key::Char('q'), KeyFocus::Field),
            Msg::Edit(_)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Down, KeyFocus::Field),
            Msg::Do(Command::Down)
        ));
        assert!(matches!(
            message(&Keymap::default(), Key::Enter, KeyFocus::Field),
            Msg::Do(Command::Choose)
        ));
    }

    #[test]
    fn without_single_keys_a_page_takes_none_and_a_field_all() {
        let keymap = Keymap::new(SingleKeys::Off, &[]);
        for c in ('!'..='~').chain(['é']) {
            let on_page = message(&keymap, Key::Char(c), KeyFocus::Page);
            assert!(matches!(on_page, Msg::Unmeant(_)), "{c}");
            let typed = message(&keymap, Key::Char(c), KeyFocus::Field);
            assert!(matches!(typed, Msg::Edit(_)), "{c}");
        }
        assert!(matches!(
            message(&keymap, Key::Control('c'), KeyFocus::Page),
            Msg::Do(Command::Quit)
        ));
    }
}
