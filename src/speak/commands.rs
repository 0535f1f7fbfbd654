//! Owns what a typed command asks for. Must not know the page.

use crate::app::Msg;
use crate::clean::fold;
use crate::keymap::{BINDINGS, Command};

/// What a command asks for; that to look for words may have them behind it.
pub fn asked_for(line: &str) -> Option<Vec<Msg>> {
    let behind = |name: &str| {
        let head = line.get(..name.len()).filter(|head| fold(head) == name)?;
        let words = line[head.len()..].trim();
        (!words.is_empty() && (name == "/" || line[head.len()..].starts_with(char::is_whitespace)))
            .then(|| vec![Msg::Do(Command::Search), Msg::Write(words.to_owned())])
    };
    let verb = command(line).or_else(|| (line == "/").then_some(Command::Search));
    verb.map(|verb| vec![Msg::Do(verb)])
        .or_else(|| behind("search"))
        .or_else(|| behind("/"))
}

fn command(word: &str) -> Option<Command> {
    let word = fold(word);
    BINDINGS
        .iter()
        .find(|binding| !binding.word.is_empty() && binding.word == word)
        .map(|binding| binding.verb)
}
