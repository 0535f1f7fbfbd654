//! Owns what nothing comes of, and what is said of it: a key that does nothing, and words that ran beside a field. Those come faster than
//! any hand types, and none of them is a command. Must not know terminals, nor what a command does.

use crate::app::App;
use crate::keymap::{Command, Key, Keymap};
use crate::layout::StopKind;
use crate::time::Millis;

/// So many characters at once are words, if so many of them differ: a key that is held says one character again and again.
const WORDS: usize = 4;
const DIFFERENT: usize = 3;
/// Milliseconds between two characters of one hand at the least.
const HAND: Millis = 12;

/// Something that nothing comes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeant {
    /// A key that does nothing here.
    Key(Key),
    /// So many keys at once, beside a field.
    Keys(usize),
    /// A paste beside a field.
    Paste,
}

/// What came from the keyboard just now, to tell a hand from what is none.
#[derive(Clone, Debug, Default)]
pub struct Hand {
    /// Characters that came one right after the other, as far as they tell something.
    run: Vec<char>,
    last: Millis,
}

impl Hand {
    /// How many of a key and those `waiting` behind it are words that were not meant as keys; 0 where it is a key.
    pub fn stray(
        &mut self,
        keymap: &Keymap,
        key: Key,
        waiting: impl Iterator<Item = Key>,
        now: Millis,
    ) -> usize {
        if now - self.last > HAND {
            self.run.clear();
        }
        self.last = now;
        let Key::Char(first) = key else {
            self.run.clear();
            return 0;
        };
        // What follows the key of the search is looked for.
        if self.run.is_empty() && keymap.command(key) == Some(Command::Search) {
            return 0;
        }
        // Lines and columns of what was pasted come as Enter and Tab.
        let is_word = |key: &Key| matches!(key, Key::Char(_) | Key::Enter | Key::Tab);
        let keys: Vec<Key> = std::iter::once(key).chain(waiting.take_while(is_word)).collect();
        let chars = keys.iter().filter_map(|key| match key {
            Key::Char(c) => Some(*c),
            _ => None,
        });
        let run: Vec<char> = self.run.iter().copied().chain(chars).collect();
        let mut different = run.clone();
        different.sort_unstable();
        different.dedup();
        if run.len() >= WORDS && different.len() >= DIFFERENT {
            // However long it goes on, it stays one.
            self.run = run[run.len() - WORDS..]
                .iter()
                .chain(&different[..DIFFERENT])
                .copied()
                .collect();
            return keys.len();
        }
        self.run.push(first);
        0
    }
}

impl App {
    /// Says that nothing came of something. On a blank screen it brings the page back, as all does.
    pub(super) fn say_unmeant(&mut self, what: Unmeant) {
        if std::mem::take(&mut self.window.is_blank) {
            return;
        }
        let keymap = &self.model.preferences.keymap;
        let help = keymap.hint(Command::Help, "shows what the keys do");
        let mut stops = self.window.page.stops.iter();
        let field = match stops.any(|stop| matches!(stop.kind, StopKind::Field { .. })) {
            true => " To write, go into a field first.",
            false => "",
        };
        let words = match what {
            Unmeant::Key(key) if help.is_empty() => format!("{key} does nothing here."),
            Unmeant::Key(key) => format!("{key} does nothing here; {help}."),
            Unmeant::Keys(keys) => {
                format!("Nothing is written here: {keys} keys at once did nothing.{field}")
            }
            Unmeant::Paste => format!("Nothing is written here: the paste did nothing.{field}"),
        };
        self.say(&words);
    }
}
