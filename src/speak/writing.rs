//! Owns writing by lines in the plain face: which lines are text, which are asked about, and how lines are changed.
//! Must not decide what any other line means.

use crate::action::FieldTarget;
use crate::app::{App, Msg};
use crate::clean::Clean;
use crate::doc::Lines;
use crate::keymap::{Command, SpeechCommand};
use crate::speak::listen::{Meaning, command, meaning, numbers, unknown};
use crate::speak::talk::{Asked, Heard, Talk};
use crate::text_edit::Edit;

/// What can be done while one writes, without leaving it.
const HELP: [&str; 7] = [
    "A full stop alone ends it. Commands begin with a colon.",
    ":show says what is written, line by line.",
    ":delete 2 takes line 2 out. :replace 2 writes it anew.",
    ":undo takes the last change back.",
    ":edit opens the words in the editor that VISUAL or EDITOR names.",
    "A line that begins with two colons is text that begins with one.",
    "Any other command, such as :home, leaves; what is written is kept.",
];

impl Talk {
    /// A line while one writes: text, unless it begins with a colon or looks like something that could be meant.
    pub(super) fn hear_text(&mut self, app: &App, lines: Lines, line: &str) -> Heard {
        let typed = line.trim();
        if typed == "." || typed.is_empty() && lines == Lines::One {
            if writing(app).is_some_and(|(_, text)| text.trim().is_empty()) {
                self.reply("Nothing is written.");
            }
            self.is_owed = true;
            return Heard::Msgs(vec![Msg::Do(Command::Leave)]);
        }
        if let Some(text) = typed.strip_prefix("::") {
            return Heard::Msgs(write(lines, &format!(":{text}")));
        }
        let word = typed.strip_prefix(':');
        if let Some(search @ Meaning::Search(_)) = word.and_then(command) {
            return self.follow(app, search);
        }
        let meant = self.meant(app, word.unwrap_or(typed));
        match (word, meant) {
            (Some(_), Some(meaning)) => self.follow(app, meaning),
            (Some(word), None) => {
                self.reply(unknown(word));
                self.reply("Nothing was written. A line that begins with two colons is text.");
                Heard::Msgs(Vec::new())
            }
            (None, Some(meaning)) => {
                self.reply(format!("Write {} as text, or do it?", quoted(typed)));
                self.asked = Some(Asked::TextOrDo(line.to_owned(), meaning));
                Heard::Msgs(Vec::new())
            }
            (None, None) => Heard::Msgs(write(lines, line)),
        }
    }

    /// What else than text a line could be: a command, or numbers that can be chosen.
    pub(super) fn meant(&self, app: &App, word: &str) -> Option<Meaning> {
        match numbers(word) {
            Some(_) => meaning(app, &self.said, word).ok(),
            // To look for something needs more than a word that a sentence may begin with.
            None => command(word).filter(|meaning| !matches!(meaning, Meaning::Search(_))),
        }
    }

    /// Does what a line in a field asks for instead of being text.
    pub(super) fn follow(&mut self, app: &App, meaning: Meaning) -> Heard {
        self.is_owed = true;
        match meaning {
            Meaning::Act(actions) => {
                let acts = actions.into_iter().map(Msg::Act);
                Heard::Msgs(std::iter::once(Msg::Do(Command::Leave)).chain(acts).collect())
            }
            Meaning::Do(Command::Help) => {
                HELP.iter().for_each(|words| self.reply(*words));
                Heard::Msgs(Vec::new())
            }
            Meaning::Do(command) => Heard::Msgs(vec![Msg::Do(command)]),
            Meaning::Search(words) => Heard::Msgs(search(words)),
            Meaning::Speak(command, words) => self.speak(app, command, &words),
        }
    }

    /// What is done with the lines that are written.
    pub(super) fn change(&mut self, text: &str, command: SpeechCommand, words: &str) -> Heard {
        let lines: Vec<&str> = text.lines().collect();
        let (number, rest) = words.split_once(' ').unwrap_or((words, ""));
        let nth = number.parse().ok().filter(|nth| (1..=lines.len()).contains(nth));
        match (command, nth) {
            (SpeechCommand::Editor, _) => return Heard::Editor(text.to_owned()),
            (SpeechCommand::Show, _) if lines.is_empty() => self.reply("Nothing is written yet."),
            (SpeechCommand::Show, _) => {
                for (nth, line) in (1..).zip(lines) {
                    let line = if line.trim().is_empty() { "empty" } else { line };
                    self.reply(format!("Line {nth}: {line}"));
                }
            }
            (_, None) if lines.is_empty() => self.reply("Nothing is written yet."),
            (_, None) => {
                let last = lines.len();
                self.reply(format!("Which line? Type a number from 1 to {last} behind it."));
            }
            (SpeechCommand::Delete, Some(nth)) => {
                self.reply(format!("Taken out: {}", lines[nth - 1]));
                return Heard::Msgs(with_line(text, nth, None));
            }
            (_, Some(nth)) if rest.trim().is_empty() => {
                self.reply(format!("Now it is: {}", lines[nth - 1]));
                self.asked = Some(Asked::NewLine(nth));
            }
            (_, Some(nth)) => {
                self.reply(format!("Line {nth} is written anew."));
                return Heard::Msgs(with_line(text, nth, Some(rest)));
            }
        }
        Heard::Msgs(Vec::new())
    }
}

/// The messages that look for words.
pub(super) fn search(words: String) -> Vec<Msg> {
    vec![Msg::Do(Command::Search), Msg::Write(words)]
}

/// The field being written in, and its words.
pub(super) fn writing(app: &App) -> Option<(Lines, &str)> {
    let lines = app.window().field()?;
    let (_, writing) = app.window().typing.as_ref()?;
    Some((lines, &writing.text))
}

/// The gap being written in, where its question has several.
pub(super) fn gap(app: &App) -> Option<usize> {
    let Some((FieldTarget::Gap(id, nth), _)) = &app.window().typing else {
        return None;
    };
    let other = FieldTarget::Gap(id.clone(), usize::from(*nth == 0));
    let stops = &app.window().page.stops;
    let has_other = stops.iter().any(|stop| stop.field() == Some(&other));
    has_other.then_some(*nth)
}

/// What is said when writing begins.
pub(super) fn begins(lines: Lines, text: &str) -> Vec<String> {
    let (how, there) = match lines {
        Lines::One => (
            "Write one line. A full stop alone leaves it as it is.",
            "What you write takes its place.",
        ),
        Lines::Many => (
            "Write. A full stop alone ends it. To change lines, type a colon and help.",
            "What you write is added.",
        ),
    };
    let there = (!text.trim().is_empty()).then(|| there.to_owned());
    std::iter::once(how.to_owned()).chain(there).collect()
}

/// What is written by now, after a change.
pub(super) fn so_far(text: &str) -> String {
    match (text.lines().count(), text.lines().last()) {
        (0, _) | (_, None) => "Nothing is written now.".into(),
        (1, Some(line)) => format!("Now one line: {line}"),
        (count, Some(last)) => format!("Now {count} lines, the last one: {last}"),
    }
}

pub(super) fn quoted(line: &str) -> String {
    let bare = line.trim().replace('"', "");
    format!("\"{}\"", Clean::line(&bare))
}

/// The messages that write a line.
pub(super) fn write(lines: Lines, line: &str) -> Vec<Msg> {
    match lines {
        Lines::One => vec![Msg::Write(line.trim().to_owned()), Msg::Do(Command::Leave)],
        Lines::Many => vec![Msg::Write(line.trim_end().to_owned())],
    }
}

/// The words with the line of this number, from 1, written anew or taken out.
pub(super) fn with_line(text: &str, nth: usize, line: Option<&str>) -> Vec<Msg> {
    let lines = text
        .lines()
        .enumerate()
        .filter_map(|(at, old)| match at + 1 == nth {
            true => line.map(str::trim_end),
            false => Some(old),
        });
    let text = lines.collect::<Vec<_>>().join("\n");
    vec![Msg::Edit(Edit::Rewrite(text))]
}
