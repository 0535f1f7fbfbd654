//! Owns the talk with a learner who types lines: what was said so far, how much is said at a time, what was asked back, and the words being
//! written line by line. Only what was said can be chosen by number.
//! Must not do I/O or change the app: lines come in, messages and words go out.

use crate::action::Screen;
use crate::app::{App, Msg};
use crate::clean::{Clean, fold};
use crate::doc::Lines;
use crate::doc::marker::Marker;
use crate::keymap::{Command, SpeechCommand};
use crate::quiz::fill;
use crate::source::Id;
use crate::speak::listen::{Meaning, meaning, numbers_of};
use crate::speak::spelling::spoken;
use crate::speak::writing::{begins, gap, quoted, search, so_far, with_line, write, writing};
use crate::speak::{Said, SaidKind, SpeechLevel, brief, part, question, whereabouts, wrapped, wrapped_words};

/// Rows of the window that are left free: the prompt, and what is typed there.
const FREE_ROWS: usize = 2;
/// Columns of the longest prompt.
pub const PROMPT: usize = 40;
/// What is said to a command for writing where nothing is written.
const NOT_WRITING: &str = "Nothing is being written. Type the number of a place to write first.";

/// How much is said at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PartSize {
    /// As much as the window shows; everything where there is none.
    #[default]
    Window,
    /// So many paragraphs; what can be chosen below one belongs to it.
    Paragraphs(usize),
    /// Everything.
    All,
}

/// What came of a line.
#[derive(Debug)]
pub enum Heard {
    /// These messages; perhaps none.
    Msgs(Vec<Msg>),
    /// The learner wants to change these words in an editor.
    Editor(String),
}

/// What was asked back.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    /// Whether this line is text or is to be done.
    TextOrDo(String, Meaning),
    /// The new words of the line with this number, from 1.
    NewLine(usize),
}

/// The part of a page that is talked about: its screen, its number of how many.
type Place = (Screen, (usize, usize), Option<Id>);

/// The talk so far.
#[derive(Default)]
pub struct Talk {
    /// Columns and rows of the window, where there is one.
    pub window: Option<(usize, usize)>,
    /// Columns that lines are wrapped at.
    pub columns: usize,
    size: PartSize,
    level: SpeechLevel,
    /// The level of the next part.
    next_level: SpeechLevel,
    place: Option<Place>,
    /// The lines of this part, as they were when something was said last.
    now: Vec<Said>,
    /// Those of them that were said.
    pub(super) said: Vec<Said>,
    /// Words that answer the last line.
    answer: Vec<String>,
    pub(super) asked: Option<Asked>,
    held: Option<String>,
    /// What could not be saved, as it was said last.
    trouble: Option<Clean>,
    is_writing: bool,
    /// Whether the last line was Enter where something was left to say.
    goes_on: bool,
    /// Whether the last line was a command, and something has to be said to it.
    pub(super) is_owed: bool,
}

impl Talk {
    /// A talk that begins, in lines of so many columns.
    pub fn new(columns: usize) -> Talk {
        Talk {
            columns,
            ..Talk::default()
        }
    }

    /// What was said of the part on show, and can be chosen.
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// Whether all of the part on show was said.
    pub fn has_said_all(&self) -> bool {
        !self.has_more()
    }

    /// Has these words said before anything else.
    pub fn reply(&mut self, words: impl Into<String>) {
        self.answer.push(words.into());
    }

    /// What is to be said now: after a move the part from its title, after a change of the same part what changed.
    pub fn tell(&mut self, app: &App) -> Vec<String> {
        let mut out = std::mem::take(&mut self.answer);
        out.extend(app.window().notice.as_ref().map(|notice| spoken(notice)));
        let place = (
            app.screen().clone(),
            app.window().part(),
            app.window().entry().asking.clone(),
        );
        let is_new = self.place.as_ref() != Some(&place);
        let trouble = app.model().saving.problem().cloned();
        // Once when it happens, and again with every page.
        if let Some(trouble) = trouble
            .as_ref()
            .filter(|trouble| is_new || Some(*trouble) != self.trouble.as_ref())
        {
            out.push(format!("NOT SAVED: {trouble}"));
        }
        self.trouble = trouble;
        let (owed, goes_on) = (
            std::mem::take(&mut self.is_owed),
            std::mem::take(&mut self.goes_on),
        );
        if let Some((lines, text)) = writing(app) {
            if !std::mem::replace(&mut self.is_writing, true) {
                match app.screen() {
                    Screen::Search => out.push("Write what to look for; Enter alone goes back.".to_owned()),
                    _ => out.extend(begins(lines, text)),
                }
            } else if owed && out.is_empty() {
                out.push(so_far(text));
            }
            return out;
        }
        let was_writing = std::mem::take(&mut self.is_writing);
        if is_new {
            self.level = std::mem::take(&mut self.next_level);
            (self.now, self.said) = (Vec::new(), Vec::new());
            out.extend([String::new(), whereabouts(app)]);
        }
        let now = part(app, self.level);
        let fresh = match now == self.now && !goes_on {
            true => Vec::new(),
            false => self.fresh(&now, was_writing && !is_new),
        };
        self.said.retain(|said| now.contains(said));
        let used = out
            .iter()
            .map(|words| wrapped_words(words, self.columns).len())
            .sum();
        let first = self.fitting(&fresh, used);
        for (said, words) in fresh.into_iter().take(first) {
            out.extend(words);
            self.said.push(said);
        }
        (self.now, self.place) = (now, Some(place));
        if owed && out.is_empty() {
            out.push(whereabouts(app));
        }
        out
    }

    /// The lines that were not said yet, with what is said of each: nothing of what the learner knows without it.
    fn fresh(&self, now: &[Said], was_writing: bool) -> Vec<(Said, Option<String>)> {
        let mut is_known = known_in(&self.said);
        let before = |said: &Said| self.said.iter().find(|old| old.choice == said.choice);
        let number = |said: &Said| said.choice.as_ref().map(|(number, _)| *number);
        // Where a number does something else now, all that can be chosen is said again.
        let moved = now.iter().any(|said| {
            let mut old = self.said.iter();
            let other = |old: &Said| old.choice != said.choice && number(old) == number(said);
            said.choice.is_some() && old.any(other)
        });
        let marked = |said: &Said| matches!(said.kind, SaidKind::Row(mark) if !mark.words().is_empty());
        let picks = now
            .iter()
            .any(|said| marked(said) && before(said).is_some_and(|old| !marked(old)));
        let mut fresh = Vec::new();
        for said in now {
            if is_known(said) && !(moved && said.choice.is_some()) {
                continue;
            }
            let old = before(said).filter(|_| said.choice.is_some());
            let words = match (said.kind, old) {
                // What was typed a moment ago need not be heard again.
                (SaidKind::Own, _) if was_writing => None,
                (SaidKind::Field, Some(_)) if was_writing => None,
                (SaidKind::Row(_), Some(old)) if marked(old) && !marked(said) => {
                    (!picks).then(|| taken_back(said, old))
                }
                _ => Some(said.words.clone()),
            };
            fresh.push((said.clone(), words));
        }
        fresh
    }

    /// How many of these are said at once, where so many lines of the window are used already.
    fn fitting(&self, fresh: &[(Said, Option<String>)], used: usize) -> usize {
        let is_heading = |said: &Said| said.words.starts_with("Heading ");
        match (self.size, self.window) {
            (PartSize::Window, Some((_, rows))) => {
                let mut left = rows.saturating_sub(FREE_ROWS + used);
                let fits = fresh.iter().position(|(said, words)| {
                    let taken = words.as_ref().map_or(0, |_| wrapped(said, self.columns).len());
                    let fits = taken <= left;
                    left = left.saturating_sub(taken);
                    !fits
                });
                // A line that is longer than the window is said nevertheless.
                fits.map_or(fresh.len(), |at| at.max(1))
            }
            (PartSize::Paragraphs(most), _) => {
                let mut paragraphs = 0;
                let ends = fresh.iter().enumerate().position(|(at, (said, _))| {
                    let after_heading = at > 0 && is_heading(&fresh[at - 1].0);
                    if said.choice.is_none() && !after_heading {
                        paragraphs += 1;
                    }
                    paragraphs > most
                });
                ends.unwrap_or(fresh.len())
            }
            (PartSize::Window, None) | (PartSize::All, _) => fresh.len(),
        }
    }

    /// Whether lines of this part were not said yet.
    fn has_more(&self) -> bool {
        let mut is_known = known_in(&self.said);
        self.now.iter().any(|said| !is_known(said))
    }

    /// What may be typed now.
    pub fn prompt(&self, app: &App) -> String {
        if let Some((lines, text)) = writing(app) {
            return match (&self.asked, lines) {
                (Some(Asked::TextOrDo(..)), _) => "Type text or do: ".into(),
                (Some(Asked::NewLine(nth)), _) => format!("Line {nth} anew: "),
                (None, _) if *app.screen() == Screen::Search => "Look for: ".into(),
                (None, Lines::One) => match gap(app) {
                    Some(nth) => format!("{}: ", fill::name(nth)),
                    None => "Your line: ".into(),
                },
                (None, Lines::Many) => format!("Line {}: ", text.lines().count() + 1),
            };
        }
        let (part, of) = app.window().part();
        let numbers = numbers_of(&self.said);
        let with = |numbers: &str| match (numbers, self.has_more(), part < of) {
            ("", true, _) => "Enter for more, or a command: ".to_owned(),
            ("", false, true) => "Enter, or a command: ".to_owned(),
            ("", false, false) => "Type back or another command: ".to_owned(),
            (numbers, false, false) => format!("Type {numbers} or a command: "),
            (numbers, _, _) => format!("Type {numbers}, Enter or a command: "),
        };
        let prompt = with(&numbers);
        match prompt.len() > PROMPT {
            true => with("a number"),
            false => prompt,
        }
    }

    /// A line that was taken in, and is to be taken in again after what came of it was done.
    pub fn take_held(&mut self) -> Option<String> {
        self.held.take()
    }

    /// Takes a line in.
    pub fn hear(&mut self, app: &App, line: &str) -> Heard {
        let typed = line.trim();
        let Some((lines, text)) = writing(app) else {
            self.asked = None;
            return Heard::Msgs(self.hear_on_page(app, typed));
        };
        // What is looked for is nothing that is kept: any line is looked for, but a command.
        if *app.screen() == Screen::Search && !typed.starts_with(':') {
            self.is_owed = true;
            return Heard::Msgs(match typed.is_empty() || typed == "." {
                true => vec![Msg::Do(Command::Back)],
                false => vec![Msg::Write(typed.to_owned())],
            });
        }
        match self.asked.take() {
            Some(Asked::TextOrDo(of, meaning)) => match fold(typed).as_str() {
                "text" => Heard::Msgs(write(lines, &of)),
                "do" => self.follow(app, meaning),
                // Who goes on writing meant text. A field of one line would be over with it.
                _ if lines == Lines::Many => {
                    self.reply(format!("{} is written as text.", quoted(&of)));
                    self.held = Some(line.to_owned());
                    Heard::Msgs(write(lines, &of))
                }
                _ => {
                    self.reply(format!("{} is not written.", quoted(&of)));
                    self.hear(app, line)
                }
            },
            Some(Asked::NewLine(nth)) if typed != "." => {
                self.reply(format!("Line {nth} is written anew."));
                Heard::Msgs(with_line(text, nth, Some(line)))
            }
            Some(Asked::NewLine(_)) => {
                self.reply("The line stays as it was.");
                Heard::Msgs(Vec::new())
            }
            None => self.hear_text(app, lines, line),
        }
    }

    fn hear_on_page(&mut self, app: &App, typed: &str) -> Vec<Msg> {
        if typed.is_empty() {
            if self.has_more() {
                self.goes_on = true;
                return Vec::new();
            }
            self.is_owed = true;
            return vec![Msg::Do(Command::PageDown)];
        }
        match meaning(app, &self.said, typed) {
            Ok(Meaning::Act(actions)) => {
                self.is_owed = true;
                actions.into_iter().map(Msg::Act).collect()
            }
            Ok(Meaning::Do(command)) => {
                self.is_owed = true;
                // Home is said in short, whatever was said of it before.
                if command == Command::Home {
                    self.begin(SpeechLevel::Brief);
                }
                vec![Msg::Do(command)]
            }
            Ok(Meaning::Speak(command, words)) => match self.speak(app, command, &words) {
                Heard::Msgs(msgs) => msgs,
                Heard::Editor(_) => Vec::new(),
            },
            Ok(Meaning::Search(words)) => {
                self.is_owed = true;
                search(words)
            }
            Err(why) => {
                self.reply(why);
                Vec::new()
            }
        }
    }

    /// What only the plain face does.
    pub(super) fn speak(&mut self, app: &App, command: SpeechCommand, words: &str) -> Heard {
        self.is_owed = true;
        let is_writing = writing(app).is_some();
        match command {
            SpeechCommand::Again if is_writing => {
                self.answer.extend(self.now.iter().map(|said| said.words.clone()));
            }
            SpeechCommand::Again => self.begin(self.level),
            SpeechCommand::More if is_writing => self.reply(NOT_WHILE_WRITING),
            SpeechCommand::More => match part(app, SpeechLevel::All) == self.now && !self.has_more() {
                true => self.reply("There is no more here."),
                // The numbers of home are others then.
                false if *app.screen() == Screen::Home => self.begin(SpeechLevel::All),
                false => {
                    // What was said in short is said again, in its place.
                    let asked = question(app);
                    let verdict = self.said.iter().rposition(|said| asked.contains(said));
                    let known = verdict.map_or(0, |last| last + 2);
                    // What stands behind the short form, as that all is saved, was said whole.
                    let short = self.said.iter().rposition(|said| said.words == brief::MORE);
                    let mut at = 0..;
                    self.said.retain(|said| {
                        let is_known = |at| at < known || short.is_some_and(|short| at > short);
                        at.next().is_some_and(is_known) || said.choice.is_some()
                    });
                    (self.level, self.goes_on) = (SpeechLevel::All, true);
                }
            },
            SpeechCommand::Question => match question(app) {
                said if said.is_empty() => self.reply("There is no question here."),
                said => self.answer.extend(said.into_iter().map(|said| said.words)),
            },
            SpeechCommand::Options => {
                let choices = self.now.iter().filter(|said| said.choice.is_some());
                let choices: Vec<Said> = choices.cloned().collect();
                if choices.is_empty() {
                    self.reply("There is nothing to choose by number here.");
                }
                self.answer.extend(choices.iter().map(|said| said.words.clone()));
                let new = choices.into_iter().filter(|said| !self.said.contains(said));
                let new: Vec<Said> = new.collect();
                self.said.extend(new);
            }
            SpeechCommand::Where => self.reply(whereabouts(app)),
            SpeechCommand::Lessons => {
                self.begin(SpeechLevel::Lessons);
                if *app.screen() != Screen::Home {
                    return Heard::Msgs(vec![Msg::Do(Command::Home)]);
                }
            }
            SpeechCommand::PartSize => self.part_size(words),
            SpeechCommand::Show | SpeechCommand::Delete | SpeechCommand::Replace | SpeechCommand::Editor => {
                match writing(app) {
                    Some((_, text)) => return self.change(text, command, words),
                    None => self.reply(NOT_WRITING),
                }
            }
        }
        Heard::Msgs(Vec::new())
    }

    /// The part is said from its title, as if it were new.
    fn begin(&mut self, level: SpeechLevel) {
        (self.place, self.next_level) = (None, level);
    }

    fn part_size(&mut self, words: &str) {
        let (size, said) = match fold(words).as_str() {
            "1" => (PartSize::Paragraphs(1), "One paragraph at a time."),
            "3" => (PartSize::Paragraphs(3), "Three paragraphs at a time."),
            "all" => (PartSize::All, "A whole part at a time."),
            "window" => (PartSize::Window, "As much as the window shows at a time."),
            _ => {
                return self.reply("Type part size and 1, 3, all or window.");
            }
        };
        self.size = size;
        self.reply(said);
    }
}

/// Tells of one line after the other whether it was said; of lines that say the same, each counts.
fn known_in(said: &[Said]) -> impl FnMut(&Said) -> bool {
    let mut known: Vec<&Said> = said.iter().collect();
    move |line| {
        let at = known.iter().position(|old| *old == line);
        at.map(|at| known.remove(at)).is_some()
    }
}

/// What is said to a command that would change what is heard while one writes.
const NOT_WHILE_WRITING: &str = "There is no more while you write.";

/// What is said of a row that is picked no longer.
fn taken_back(said: &Said, old: &Said) -> String {
    let what = match old.kind {
        SaidKind::Row(Marker::Nth(_)) => "no place any more",
        SaidKind::Row(Marker::Check(_)) => "no longer ticked",
        _ => "no longer picked",
    };
    match said.words.split_once(". ") {
        Some((number, words)) => format!("{number}. {what}: {words}"),
        None => said.words.clone(),
    }
}
