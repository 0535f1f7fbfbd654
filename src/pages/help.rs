//! Owns the help page, made from the keys in force.
//! Must not know any key by itself.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{Align, Doc, Node, Row, Table};
use crate::keymap::{BINDINGS, Command, Keymap};
use crate::model::{Face, Model};

/// Keys that belong together, under their name.
struct KeyGroup {
    name: &'static str,
    commands: &'static [Command],
}

/// The keys as help groups them. Digits have no command; they come first in theirs.
const GROUPS: [KeyGroup; 5] = [
    KeyGroup {
        name: "Moving",
        commands: &[
            Command::Choose,
            Command::Up,
            Command::Left,
            Command::Next,
            Command::Previous,
            Command::Leave,
            Command::Back,
        ],
    },
    KeyGroup {
        name: "Reading",
        commands: &[
            Command::Tick,
            Command::PageDown,
            Command::Top,
            Command::NextQuestion,
            Command::NextHeading,
            Command::NextLesson,
            Command::NextHit,
            Command::PreviousHit,
            Command::Outline,
            Command::Search,
            Command::Figures,
        ],
    },
    KeyGroup {
        name: ANSWERING,
        commands: &[Command::Hint, Command::Passage, Command::Undo, Command::Results],
    },
    KeyGroup {
        name: "Writing",
        commands: &[Command::Mark, Command::Copy, Command::Marks],
    },
    KeyGroup {
        name: "More",
        commands: &[
            Command::Home,
            Command::Drop,
            Command::Glossary,
            Command::Settings,
            Command::Blank,
            Command::Help,
            Command::Quit,
        ],
    },
];

/// The group of the digits.
const ANSWERING: &str = "Answering";

/// Commands that stand in one line, and what the two do: those that go opposite ways, and pages that lie close to each other. So every
/// key there is stands on one page.
const PAIRS: [(Command, Command, &str); 7] = [
    (Command::Up, Command::Down, "row or line up, down"),
    (Command::Left, Command::Right, "button left, right"),
    (Command::PageDown, Command::PageUp, "a page on, back"),
    (Command::Top, Command::Bottom, "top, end of the page"),
    (Command::NextLesson, Command::PreviousLesson, "a lesson on, back"),
    (Command::Results, Command::Retake, "results; ask anew"),
    (Command::Marks, Command::Notebook, "your marks, notebook"),
];

/// The lines of a group: its name, and each key that is in force.
fn keys(keymap: &Keymap, group: &KeyGroup) -> Vec<Vec<Text>> {
    let line = |keys: &str, says: &str| vec![Text::plain(keys), Text::plain(says)];
    let says = |command: Command| {
        let binding = BINDINGS.iter().find(|binding| binding.verb == command);
        binding.map_or("", |binding| binding.says)
    };
    let of_command = |command: Command| {
        let other = PAIRS.iter().find(|(one, ..)| *one == command);
        let keys = keymap.shown(command);
        match other.map(|(_, other, both)| (*other, keymap.shown(*other), both)) {
            Some((_, back, both)) if !keys.is_empty() && !back.is_empty() => {
                vec![line(&format!("{keys} {back}"), both)]
            }
            Some((other, back, _)) => vec![line(&keys, says(command)), line(&back, says(other))],
            None => vec![line(&keys, says(command))],
        }
    };
    let digits = (group.name == ANSWERING && keymap.has_digits()).then(|| line("1 to 9", "pick that option"));
    // Two commands may have the same keys by turns, as the next lesson and the next hit do: they stand once.
    let lent = |command: &Command| match command {
        Command::NextHit => keymap.shown(Command::NextHit) == keymap.shown(Command::NextLesson),
        Command::PreviousHit => keymap.shown(Command::PreviousHit) == keymap.shown(Command::PreviousLesson),
        _ => false,
    };
    let commands = group.commands.iter().filter(|command| !lent(command));
    let lines = digits
        .into_iter()
        .chain(commands.flat_map(|command| of_command(*command)));
    let lines: Vec<Vec<Text>> = lines.filter(|line| !line[0].is_empty()).collect();
    match lines.is_empty() {
        true => lines,
        false => [vec![vec![Text::strong(group.name), Text::default()]], lines].concat(),
    }
}

/// The commands of the plain face.
fn commands() -> Vec<Vec<Text>> {
    let named = BINDINGS.iter().filter(|binding| !binding.word.is_empty());
    let row = |word: &str, says: &str| vec![Text::plain(word), Text::plain(says)];
    named.map(|binding| row(binding.word, binding.says)).collect()
}

/// Every key that does something and what; in the plain face, every command.
pub fn doc(model: &Model) -> Doc {
    let (face, keymap) = (model.view.face, &model.preferences.keymap);
    let mut doc = Doc::new(match face {
        Face::Screen => "Keys",
        Face::Plain => "Commands",
    });
    doc.say(match face {
        Face::Screen => "Arrows, Tab, Enter and Esc do it all. In a field letters are text.",
        Face::Plain => {
            "Type a number to choose it, several numbers to tick several options, or the words of a row or of a link. Enter alone continues. Letters that are keys elsewhere do the same here: q quits, h is home. While you write, a command begins with a colon, as in :back."
        }
    });
    let groups = GROUPS.iter().map(|group| keys(keymap, group));
    let lists: Vec<Vec<Vec<Text>>> = match face {
        // What is heard line by line has no two groups on one line.
        Face::Screen if model.preferences.settings.has_reader() => groups.collect(),
        Face::Screen => vec![groups.flatten().collect()],
        Face::Plain => vec![commands()],
    };
    for rows in lists.into_iter().filter(|rows| !rows.is_empty()) {
        doc.push(Node::Table(Table {
            align: vec![Align::Left, Align::Left],
            head: vec![Text::default(), Text::default()],
            rows,
        }));
    }
    if face == Face::Screen {
        let off = BINDINGS
            .iter()
            .filter(|binding| !binding.name.is_empty() && keymap.shown(binding.verb).is_empty());
        let off: Vec<&str> = off.map(|binding| binding.name).collect();
        if !off.is_empty() {
            doc.say(&format!("Without a key: {}.", off.join(", ")));
        }
        if !keymap.has_digits() {
            doc.say("Single letters, digits and signs are switched off as short cuts; Settings, at the end of home, switches them on.");
            let words = Text::plain("Change keys and other settings");
            doc.push(Node::Row(Row::new(
                Marker::Link,
                words,
                Action::Go(Screen::Settings, None),
            )));
        }
    }
    doc
}
