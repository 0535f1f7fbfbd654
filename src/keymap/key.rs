//! Owns keys and their names. Must not know what a key does.

use std::fmt;

/// A key, as far as this program tells keys apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A letter with Control.
    Control(char),
    Enter,
    Tab,
    /// Shift-Tab.
    BackTab,
    Esc,
    Backspace,
    /// Backspace with Control or Alt: the word before.
    BackspaceWord,
    Delete,
    Up,
    Down,
    Left,
    Right,
    /// Arrow with Control or Alt.
    WordLeft,
    /// Arrow with Control or Alt.
    WordRight,
    PageUp,
    PageDown,
    Home,
    End,
}

/// Keys by the names they have in the settings and in help.
const NAMES: [(&str, Key); 15] = [
    ("Enter", Key::Enter),
    ("Tab", Key::Tab),
    ("Shift-Tab", Key::BackTab),
    ("Esc", Key::Esc),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Home", Key::Home),
    ("End", Key::End),
    ("space", Key::Char(' ')),
];

impl Key {
    /// The key of that name: a character stands for itself, `ctrl-x` for a letter with Control; others have names, in any case.
    pub fn named(name: &str) -> Option<Key> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control() && !c.is_whitespace()).then_some(Key::Char(c));
        }
        let lower = name.to_lowercase();
        if let Some(letter) = lower.strip_prefix("ctrl-") {
            let mut letters = letter.chars();
            // Terminals send the same byte for h, i, j, m with Control as for Backspace, Tab and Enter.
            return match (letters.next(), letters.next()) {
                (Some(c @ 'a'..='z'), None) if !"hijm".contains(c) => Some(Key::Control(c)),
                _ => None,
            };
        }
        NAMES
            .iter()
            .find(|(known, _)| known.to_lowercase() == lower)
            .map(|(_, key)| *key)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| key == self) {
            return out.write_str(name);
        }
        match self {
            Key::Char(c) => write!(out, "{c}"),
            Key::Control(c) => write!(out, "Ctrl-{c}"),
            _ => Ok(()),
        }
    }
}
