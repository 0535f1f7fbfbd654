//! Owns what nothing comes of, and what is said of it: a key that does nothing, and words that ran beside a field. Those come
//! faster than any hand types, and none of them is a command. Where a hand types them, all they do is go a little way on the page.
//! Must not know terminals, nor what a command does.

use crate::app::App;
use crate::keymap::{Command, Key, Keymap};
use crate::layout::StopKind;
use crate::time::Millis;

/// So many characters at once are words, if so many of them differ: a key that is held says one character again and again.
const WORDS: usize = 4;
const DIFFERENT: usize = 3;
/// Milliseconds between two characters of one hand at the least.
const HAND: Millis = 12;
/// And between two of a hand that types words, at the most.
const TYPIST: Millis = 400;
/// So many of them tell words from keys: a sentence or two.
const SENTENCE: usize = 256;

/// Something that nothing comes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeant {
    /// A key that does nothing here.
    Key(Key),
    /// So many keys at once, beside a field.
    Keys(usize),
    /// A key that does more than go a little way on the page, in the midst of words that are typed beside a field.
    Typed(Key),
    /// A paste beside a field.
    Paste,
}

/// What came from the keyboard just now, to tell a hand from what is none.
#[derive(Clone, Debug, Default)]
pub struct Hand {
    /// Characters that came one right after the other, as far as they tell something.
    run: Vec<char>,
    /// The last few that followed each other as a hand types words.
    typed: Vec<char>,
    last: Millis,
}

impl Unmeant {
    /// How many keys it is.
    pub fn keys(self) -> usize {
        match self {
            Unmeant::Keys(keys) => keys,
            Unmeant::Key(_) | Unmeant::Typed(_) => 1,
            Unmeant::Paste => 0,
        }
    }
}

/// The characters of a run, each once.
fn different(run: &[char]) -> Vec<char> {
    let mut different = run.to_vec();
    different.sort_unstable();
    different.dedup();
    different
}

/// Whether a command goes a little way on the page, and nothing else.
fn steps(command: Command) -> bool {
    matches!(
        command,
        Command::Up
            | Command::Down
            | Command::Left
            | Command::Right
            | Command::PageUp
            | Command::PageDown
            | Command::NextHit
            | Command::PreviousHit
    )
}

/// Whether it goes far on the page, or ticks what is in focus there: a key that may well follow a blank.
fn leaps(command: Command) -> bool {
    matches!(
        command,
        Command::Top
            | Command::Bottom
            | Command::Next
            | Command::Previous
            | Command::Choose
            | Command::Tick
            | Command::NextQuestion
            | Command::NextHeading
    )
}

impl Hand {
    /// Whether a key and some of those `waiting` behind it are words that were not meant as keys.
    pub fn stray(
        &mut self,
        keymap: &Keymap,
        key: Key,
        waiting: impl Iterator<Item = Key>,
        now: Millis,
    ) -> Option<Unmeant> {
        let since = now - self.last;
        if since > HAND {
            self.run.clear();
        }
        if since > TYPIST {
            self.typed.clear();
        }
        self.last = now;
        let Key::Char(first) = key else {
            self.run.clear();
            self.typed.clear();
            return None;
        };
        self.typed.drain(..self.typed.len().saturating_sub(SENTENCE - 1));
        self.typed.push(first);
        // What follows the key of the search is looked for.
        if self.run.is_empty() && keymap.command(key) == Some(Command::Search) {
            return None;
        }
        // Lines and columns of what was pasted come as Enter and Tab.
        let is_word = |key: &Key| matches!(key, Key::Char(_) | Key::Enter | Key::Tab);
        let keys: Vec<Key> = std::iter::once(key).chain(waiting.take_while(is_word)).collect();
        let chars = keys.iter().filter_map(|key| match key {
            Key::Char(c) => Some(*c),
            _ => None,
        });
        let run: Vec<char> = self.run.iter().copied().chain(chars).collect();
        let different_ones = different(&run);
        if run.len() >= WORDS && different_ones.len() >= DIFFERENT {
            // However long it goes on, it stays one.
            self.run = run[run.len() - WORDS..]
                .iter()
                .chain(&different_ones[..DIFFERENT])
                .copied()
                .collect();
            return Some(Unmeant::Keys(keys.len()));
        }
        self.run.push(first);
        // Keys that do something may follow each other as fast; between words are blanks, and letters that are no keys.
        let is_letter = |c: &char| !c.is_ascii_digit() && keymap.command(Key::Char(*c)).is_none();
        let has_letters = self.typed.iter().any(is_letter);
        let have_blanks = || different(&self.typed).len() >= DIFFERENT && self.typed.contains(&' ');
        let is_unmeant = match keymap.command(key) {
            Some(command) if steps(command) => false,
            Some(command) if leaps(command) => has_letters,
            Some(_) => has_letters || have_blanks(),
            // One that does nothing says so by itself.
            None => first.is_ascii_digit() && keymap.has_digits() && has_letters,
        };
        is_unmeant.then_some(Unmeant::Typed(key))
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
            Unmeant::Typed(key) => {
                format!("Nothing is written here: {key} in the midst of words does nothing.{field}")
            }
            Unmeant::Paste => format!("Nothing is written here: the paste did nothing.{field}"),
        };
        self.say(&words);
    }
}
