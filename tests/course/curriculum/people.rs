//! Owns the rules on people: who may be named, and who stands for what where.
//! Must not know how a lesson is built.

use super::evidence::authors;
use super::reading::{Part, Passage, Read};
use super::words::{excerpt, sentences};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Who may be named.
#[derive(Deserialize)]
struct Cast {
    /// First and last names of the people of the stories.
    cast: Vec<String>,
    /// People who have only a first name.
    minor: Vec<String>,
    /// Other words with a capital letter.
    words: Vec<String>,
}

/// Who and what appears where.
#[derive(Deserialize)]
struct Represented {
    /// Dimension of difference, the lesson in which it is context, and the words that show it.
    contexts: Vec<(String, String, String)>,
    /// A person and the lessons in which they act as an ally or an expert.
    acts: Vec<(String, Vec<String>)>,
    /// A person and the lessons in which they cause a harm, small or large, or mend one.
    mends: Vec<(String, Vec<String>)>,
}

/// Words with a capital letter that stand neither at the beginning of a sentence nor of a quotation.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let mut begins = true;
        for token in sentence.split_whitespace() {
            let opens = token.starts_with(['"', '“', '\'', '‘', '(', '*']);
            for part in token.split(['/', '–', '—']) {
                let word = part.trim_matches(|c: char| !c.is_alphanumeric());
                let word = ["'s", "’s"]
                    .into_iter()
                    .find_map(|ending| word.strip_suffix(ending))
                    .unwrap_or(word);
                let is_name = word.chars().next().is_some_and(char::is_uppercase)
                    && word != "I"
                    && !word.starts_with("I'");
                if is_name && word.chars().count() > 1 && !begins && !opens {
                    found.push(word);
                }
            }
            begins = token.trim_end_matches(['"', '”']).ends_with([':', '…']);
        }
    }
    found
}

/// The one word before the colon of something said in a dialogue.
fn speaker(passage: &Passage) -> Option<&str> {
    let (speaker, _) = passage
        .text
        .split_once(':')
        .filter(|_| passage.part == Part::Spoken)?;
    (!speaker.contains(' ')).then_some(speaker)
}

/// Whoever is named in a lesson is of the cast or the minor names; authors of registered studies may be named too.
pub fn cast(read: &Read) -> Vec<String> {
    let Cast { cast, minor, words } = ron::from_str(include_str!("cast.ron")).expect("the table parses");
    let known: BTreeSet<String> = cast
        .into_iter()
        .chain(minor)
        .chain(words)
        .chain(authors())
        .collect();
    let mut found = Vec::new();
    for lesson in read.pages() {
        for passage in &lesson.passages {
            let is_known = |name: &str| {
                known.contains(name) || name.strip_suffix('s').is_some_and(|name| known.contains(name))
            };
            let unknown = names(&passage.text)
                .into_iter()
                .chain(speaker(passage))
                .filter(|name| !is_known(name));
            let complaint =
                |name: &str| format!("{name:?} is not in the cast: {}", excerpt(&passage.text, name));
            found.extend(unknown.map(|name| lesson.complaint(&passage.place, complaint(name))));
        }
    }
    found
}

/// The people and the differences of the table appear in the lessons and rehearsals it names.
pub fn representation(read: &Read) -> Vec<String> {
    let Represented {
        contexts,
        acts,
        mends,
    } = ron::from_str(include_str!("representation.ron")).expect("the table parses");
    let people = acts.into_iter().chain(mends).flat_map(|(name, lessons)| {
        lessons
            .into_iter()
            .map(move |lesson| (name.clone(), lesson, name.clone()))
            .collect::<Vec<_>>()
    });
    let mut found = Vec::new();
    for (who, id, words) in contexts.into_iter().chain(people) {
        match read.page(&id) {
            Some(lesson) if lesson.all_words().contains(&words) => {}
            Some(lesson) => {
                found.push(lesson.complaint("", format!("{who} should appear here: no {words:?}")))
            }
            None => found.push(format!(
                "{id}: {who} should appear there, and there is no such lesson"
            )),
        }
    }
    found
}

#[test]
fn names_are_told_from_beginnings() {
    assert_eq!(
        names("Then Olga asks, \"May I?\" In Nairobi, Mei-Ling's bus left. False: nobody saw Li."),
        ["Olga", "Nairobi", "Mei-Ling", "Li"]
    );
}
