//! Owns rules about the shape of lessons and questions: how many, how long, and what gives a key away.
//! Must not know what is said.

use crate::clean::fold;
use crate::course::lint::Whole;
use crate::course::load::callouts::is_for_today;
use crate::course::markdown::What;
use crate::course::question::kind;
use crate::doc::NoteKind;
use crate::quiz::{Choice, Kind, Parts, Question, Worth};
use crate::source::Diagnostic;
use std::ops::RangeInclusive;

/// Questions a lesson with objectives has at the least; what is written for oneself does not count.
const QUESTIONS: usize = 3;
/// Words of a lesson's prose.
const WORDS: RangeInclusive<usize> = 700..=1200;
/// Plain questions a course has at the least before the place and length of their keys say anything.
const PLAIN: usize = 4;

/// Lessons that promise something and hardly test it.
pub fn few_questions(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (item, page) in whole.lessons() {
        let asked = page
            .built
            .lesson
            .asked()
            .filter(|question| !matches!(question.kind, Kind::Reflect | Kind::Predict))
            .count();
        if !item.objectives.is_empty() && asked < QUESTIONS {
            out.push(
                Diagnostic::advice(
                    "few-questions",
                    page.head(),
                    format!("the lesson has objectives, but asks too little: {asked}"),
                )
                .help(format!(
                    "ask at least {QUESTIONS} questions; a .reflect does not count, since it tests nothing"
                )),
            );
        }
    }
}

/// Lessons in which nothing has to be decided in a told moment.
pub fn no_scene(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (item, page) in whole.lessons() {
        let mut asked = page.built.lesson.asked();
        // What asks nothing and promises nothing is there to be read.
        if item.objectives.is_empty() && asked.next().is_none() {
            continue;
        }
        if page
            .built
            .lesson
            .asked()
            .all(|question| question.kind != Kind::Scene)
        {
            out.push(
                Diagnostic::advice("no-scene", page.head(), "the lesson has no scene")
                    .help("tell a moment and ask what to do: ### … {#id .one .scene}"),
            );
        }
    }
}

/// Lessons that are too short to teach or too long for one sitting.
pub fn length(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (item, page) in whole.lessons() {
        let words = item.outline.words;
        if !WORDS.contains(&words) {
            let help = format!(
                "{} to {} words, questions and words of figures not counted, fit one sitting",
                WORDS.start(),
                WORDS.end()
            );
            out.push(
                Diagnostic::advice(
                    "lesson-length",
                    page.head(),
                    format!("the lesson has {words} words"),
                )
                .help(help),
            );
        }
    }
}

/// Lessons with more than one line for today, or one that names no moment: the next start asks whether it came.
pub fn do_today(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (item, page) in whole.lessons() {
        // A tip of a page that asks nothing is a tip.
        if item.objectives.is_empty() && page.built.lesson.asked().next().is_none() {
            continue;
        }
        let mut asked = false;
        let mut seen = false;
        for piece in &page.built.parsed.pieces {
            match &piece.what {
                What::Heading(heading) => asked = kind(heading).is_some(),
                What::Quote {
                    kind: Some(NoteKind::Tip),
                    pieces,
                } if !asked => {
                    let message = match (std::mem::replace(&mut seen, true), is_for_today(pieces)) {
                        (true, _) => "a second line for today; only the first is asked about",
                        (false, false) => "this line for today does not say in which moment one does what",
                        (false, true) => continue,
                    };
                    out.push(
                        Diagnostic::advice("do-today", page.span(piece.range.clone()), message)
                            .help("write one: If …, then I …"),
                    );
                }
                _ => {}
            }
        }
    }
}

fn options(question: &Question) -> &[Choice] {
    match &question.parts {
        Parts::Options(choices) => choices,
        Parts::Pairs { .. }
        | Parts::Lines(_)
        | Parts::Gaps(_)
        | Parts::Model { .. }
        | Parts::Example(_)
        | Parts::Rates { .. }
        | Parts::Empty => &[],
    }
}

/// Options that speak of other options. The order is shuffled, so that they would not even be above.
pub fn above(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for question in whole.pages.iter().flat_map(|page| page.built.lesson.questions()) {
        for choice in options(question)
            .iter()
            .filter(|choice| speaks_of_others(&fold(&choice.text.words())))
        {
            out.push(
                Diagnostic::warning(
                    "above-option",
                    choice.span.clone(),
                    "the option speaks of other options, and their order changes",
                )
                .help("say what it means; where several fit, make the question .many"),
            );
        }
    }
}

fn speaks_of_others(option: &str) -> bool {
    let words: Vec<&str> = option
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let letter = |word: &str| word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    words
        .windows(4)
        .any(|four| matches!(four, ["all" | "none" | "any", "of", "the", "above" | "below"]))
        || words
            .windows(4)
            .any(|four| matches!(four, ["both", a, "and", b] if letter(a) && letter(b)))
}

/// Every plain question of the course: a `.one` that is neither a verdict nor a scene, with exactly one key.
fn plain<'a>(whole: &'a Whole<'_>) -> Vec<(&'a Question, &'a Choice)> {
    let questions = whole
        .pages
        .iter()
        .flat_map(|page| page.built.lesson.questions())
        .filter(|question| question.kind == Kind::One);
    let keyed = questions.filter_map(|question| {
        Some((
            &**question,
            options(question)
                .iter()
                .find(|choice| choice.worth == Worth::Right)?,
        ))
    });
    keyed
        .filter(|(question, _)| options(question).len() > 1)
        .collect()
}

/// Courses in which the longest option is a good guess.
pub fn key_longest(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let plain = plain(whole);
    let length = |choice: &Choice| choice.text.words().chars().count();
    let longest = |question: &Question, key: &Choice| {
        options(question)
            .iter()
            .all(|choice| choice.print == key.print || length(choice) < length(key))
    };
    let found: Vec<&(&Question, &Choice)> = plain
        .iter()
        .filter(|(question, key)| longest(question, key))
        .collect();
    if let (Some((_, key)), true) = (
        found.first(),
        plain.len() >= PLAIN && 2 * found.len() > plain.len(),
    ) {
        let ids: Vec<&str> = found.iter().take(8).map(|(question, _)| &*question.id).collect();
        let more = if found.len() > ids.len() { " …" } else { "" };
        let message = format!(
            "in {} of {} plain questions the right option is the longest",
            found.len(),
            plain.len()
        );
        out.push(
            Diagnostic::advice("key-longest", key.span.clone(), message).help(format!(
                "shorten the right option or say more in another, in {}{more}",
                ids.join(", ")
            )),
        );
    }
}

/// Courses in which the first option is always right. The order is shuffled, but the file is read on a code host too.
pub fn key_first(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let plain = plain(whole);
    let first = |question: &Question, key: &Choice| {
        options(question)
            .first()
            .is_some_and(|choice| choice.print == key.print)
    };
    if let (Some((_, key)), true) = (
        plain.first(),
        plain.len() >= PLAIN && plain.iter().all(|(question, key)| first(question, key)),
    ) {
        let message = format!(
            "in each of the {} plain questions the right option stands first",
            plain.len()
        );
        out.push(Diagnostic::advice("key-first", key.span.clone(), message).help(
            "move it in some: the order is shuffled for the learner, but not for whoever reads the file",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_that_speak_of_others() {
        for option in [
            "All of the above",
            "none of the above.",
            "Both A and B",
            "Both (a) and (c)",
        ] {
            assert!(speaks_of_others(&fold(option)), "{option}");
        }
        for option in ["Both Ann and Bea", "All of the people above", "The sky above"] {
            assert!(!speaks_of_others(&fold(option)), "{option}");
        }
    }
}
