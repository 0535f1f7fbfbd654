//! Owns the plain face: a part of a page → numbered lines. For screen readers, pipes and dumb terminals. What was said and asked for is in
//! `talk`, what a typed line means in `listen`.
//! Must not know how anything came about, and must not change it. Not one escape byte, no drawing; each thing is said once.

pub mod brief;
pub mod home;
pub mod listen;
pub mod speaker;
pub mod spelling;
pub mod talk;
pub mod writing;

use crate::action::{Action, Screen};
use crate::app::App;
use crate::cluster::width;
use crate::doc::Node;
use crate::doc::marker::Marker;
use crate::doc::words::sentences;
use crate::layout::StopKind;
use crate::pages::link_target;
use crate::quiz::answer::Answer;
use crate::source::Id;
use crate::speak::speaker::speak_on;
use crate::speak::spelling::spoken;
use crate::wrap::{FIXED_BLANK, wrap_words};
use std::sync::Arc;

/// A hyphen at which no line is broken.
const NO_BREAK: &str = "\u{2011}";

/// A sign that stands for a column of an address: one for private use.
const HELD: char = '\u{e000}';

/// A line that is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub words: String,
    /// What it does, if it can be chosen, and by which number.
    pub choice: Option<(usize, Action)>,
    pub kind: SaidKind,
}

/// What kind of line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaidKind {
    /// Words of the page.
    Words,
    /// What leads the rows behind it, as a question that they answer.
    Lead,
    /// An entry of a list, or a row of a table: what comes before and after belongs to it.
    Entry,
    /// A line of code, which is one whatever the width.
    Code,
    /// A row that can be chosen, with its mark.
    Row(Marker),
    /// A row that is opened by its words.
    ByWord,
    /// A place to write.
    Field,
    /// What the learner has written there so far.
    Own,
}

impl Said {
    /// Words that do nothing.
    pub fn words(words: &str) -> Said {
        Said {
            words: words.to_owned(),
            choice: None,
            kind: SaidKind::Words,
        }
    }
}

/// How much of a part is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeechLevel {
    /// Of home what one would do now, of an answer the verdict, what was picked and what is right.
    #[default]
    Brief,
    /// Of home every lesson.
    Lessons,
    /// Everything.
    All,
}

/// The part of the page that is on show, line by line.
pub fn part(app: &App, level: SpeechLevel) -> Vec<Said> {
    let nodes = nodes(app);
    let seen = app.window().top()..app.bottom();
    let said = match (app.screen(), level) {
        (Screen::Home, level) => home::speak(app, &nodes, level),
        (page, SpeechLevel::Brief | SpeechLevel::Lessons) => brief::speak(&nodes, page),
        (page, SpeechLevel::All) => speak_on(&nodes, Some(page)),
    };
    let (by_word, mut said): (Vec<Said>, Vec<Said>) =
        said.into_iter().partition(|said| said.kind == SaidKind::ByWord);
    if !by_word.is_empty() {
        let rows: Vec<String> = by_word.into_iter().map(|said| said.words).collect();
        said.push(Said::words(&format!("By word: {}.", rows.join("; "))));
    }
    let links: Vec<String> = app
        .window()
        .page
        .stops
        .iter()
        .filter(|stop| stop.kind == StopKind::Link && seen.contains(&stop.line()))
        .map(
            |stop| match link_target::words(app.model(), app.screen(), &stop.action) {
                Some(target) => format!("{} ({target})", stop.words),
                None => stop.words.to_string(),
            },
        )
        .collect();
    if !links.is_empty() {
        said.push(Said::words(&format!(
            "Links, to be followed by typing their words: {}.",
            links.join("; ")
        )));
    }
    for said in said.iter_mut().filter(|said| said.kind != SaidKind::Own) {
        said.words = spoken(&said.words);
    }
    said
}

/// The nodes of the part on show.
fn nodes(app: &App) -> Vec<&Arc<Node>> {
    let seen = app.window().top()..app.bottom();
    let line = |nth: usize| app.window().page.line_of_node(nth);
    let nodes = app.window().doc.nodes.iter().enumerate();
    let shown = nodes.filter(|(nth, _)| line(*nth).is_some_and(|line| seen.contains(&line)));
    shown.map(|(_, node)| node).collect()
}

/// The question of this part, without what can be chosen and what came of it; empty where there is none.
pub fn question(app: &App) -> Vec<Said> {
    let course = &app.model().library.course;
    let nodes = nodes(app);
    let is_question = |node: &&Arc<Node>| match node.bare() {
        Node::Heading { id: Some(id), .. } => course.item_of_question(id).is_some(),
        _ => false,
    };
    let Some(from) = nodes.iter().position(is_question) else {
        return Vec::new();
    };
    let mut said = speak_on(brief::question(&nodes[from..]), Some(app.screen()));
    for said in &mut said {
        said.words = spoken(&said.words);
    }
    said
}

/// The question of this part that is answered by half and not handed in, and what is said of it to whoever goes on.
pub fn half_answered(app: &App) -> Option<(Id, String)> {
    let course = &app.model().library.course;
    nodes(app).into_iter().find_map(|node| {
        let Node::Heading {
            id: Some(id), text, ..
        } = node.bare()
        else {
            return None;
        };
        course.item_of_question(id)?;
        let answer = &app.model().drafts.get(id)?.answer;
        let (is_empty, what) = match answer {
            Answer::Picks(picks) => (picks.is_empty(), "picked"),
            Answer::Pairs(pairs) => (pairs.is_empty(), "picked"),
            Answer::Ratings(ratings) => (ratings.is_empty(), "picked"),
            Answer::Words(words) => (words.trim().is_empty(), "wrote"),
        };
        let heading = text.words();
        // What is scored begins with its number: "Question 2 of 6".
        let name = heading
            .split(" of ")
            .next()
            .filter(|name| name.starts_with("Question "));
        let name = name.unwrap_or("The question before");
        let words = format!("{name} is not answered yet; what you {what} is kept.");
        (!is_empty).then(|| (id.clone(), words))
    })
}

/// Speaks nodes, with a number for all that can be chosen.
pub fn speak(nodes: &[&Arc<Node>]) -> Vec<Said> {
    speak_on(nodes, None)
}

/// A line wrapped for the window.
pub fn wrapped(said: &Said, columns: usize) -> Vec<String> {
    match said.kind {
        SaidKind::Code => vec![said.words.clone()],
        _ => wrapped_words(&said.words, columns),
    }
}

/// Words wrapped for the window: a sentence that does not fit on the line begins the next one, so that it is heard in one breath.
pub fn wrapped_words(words: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for sentence in sentences(words) {
        let fits = |line: &String| width(line) + 1 + width(sentence) <= columns;
        match lines.last_mut().filter(|line| fits(line)) {
            Some(line) => {
                line.push(' ');
                line.push_str(sentence);
            }
            None => lines.extend(whole_words(sentence, columns)),
        }
    }
    lines
        .into_iter()
        .map(|line| line.replace(FIXED_BLANK, " "))
        .collect()
}

/// Words wrapped, none of them parted at a hyphen: each line is heard on its own. An address is whole, however long it is.
fn whole_words(words: &str, columns: usize) -> Vec<String> {
    // While lines are broken, a sign at which none is stands for each column of an address.
    let may_hold = !words.contains(HELD);
    let is_address = |word: &&str| may_hold && word.contains("://");
    let held = |word: &str| HELD.to_string().repeat(width(word).clamp(1, columns.max(1)));
    let addresses: Vec<&str> = words.split(' ').filter(is_address).collect();
    let told: Vec<String> = words
        .split(' ')
        .map(|word| {
            if is_address(&word) {
                held(word)
            } else {
                word.replace('-', NO_BREAK)
            }
        })
        .collect();
    let mut addresses = addresses.into_iter();
    let lines = wrap_words(&told.join(" "), columns);
    lines
        .into_iter()
        .map(|line| {
            let words = line.split(' ').map(|word| match word.starts_with(HELD) {
                true => addresses.next().unwrap_or(word).to_owned(),
                false => word.replace(NO_BREAK, "-"),
            });
            words.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Where one is: title and part.
pub fn whereabouts(app: &App) -> String {
    let (part, of) = app.window().part();
    let aside = if app.window().doc.aside.is_empty() {
        String::new()
    } else {
        format!(", {}", app.window().doc.aside)
    };
    let parts = if of == 1 {
        String::new()
    } else {
        format!(", part {part} of {of}")
    };
    let said = spoken(&format!("{}{parts}{aside}", app.window().doc.title));
    // A title may end in a sign of its own.
    if said.ends_with(['.', '?', '!']) {
        said
    } else {
        said + "."
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_does_not_fit_begins_a_line() {
        let words = "1. He said \"No.\" She asked e.g. why. A long third sentence follows here.";
        assert_eq!(
            wrapped_words(words, 40),
            [
                "1. He said \"No.\" She asked e.g. why.",
                "A long third sentence follows here."
            ]
        );
        assert_eq!(
            wrapped_words("he was at hand-over", 16),
            ["he was at", "hand-over"]
        );
        assert_eq!(
            wrapped_words("is due on 30\u{a0}November", 14),
            ["is due on", "30 November"]
        );
        assert_eq!(
            wrapped_words("one two three four", 9),
            ["one two", "three", "four"]
        );
    }
}
