//! Owns the rules on the frame of a lesson and on how it reads: its parts, its questions, its length and its sentences.
//! Must not know what the lesson is about.

use super::coverage::plan;
use super::evidence::has_source;
use super::reading::{LessonRead, Part, Read, notes};
use super::words::{grade, sentences, words};
use ally_up::doc::{Node, NoteKind};
use ally_up::quiz::Kind;

/// The frame of every lesson: what stands in it besides its prose, and how many questions of how many kinds.
pub fn frame(read: &Read) -> Vec<String> {
    read.lessons
        .iter()
        .flat_map(|lesson| {
            opening(lesson)
                .into_iter()
                .chain(ending(lesson))
                .chain(quiz(lesson))
        })
        .collect()
}

fn opening(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    let before = lesson
        .says()
        .take_while(|node| !matches!(&***node, Node::Heading { .. }));
    let (mut told, mut asked) = (0, 0);
    for node in before {
        let Node::Para(text) = &**node else { continue };
        let strong = text.0.first().is_some_and(|run| run.look.strong);
        match strong && text.words().trim_end().ends_with('?') {
            true => asked += 1,
            false => told += words(&text.words()).len(),
        }
    }
    if !(40..=150).contains(&told) {
        found.push(lesson.complaint(
            "opening",
            format!("the moment has {told} words; 40 to 150 are wanted"),
        ));
    }
    if asked != 1 {
        found.push(lesson.complaint(
            "opening",
            format!("{asked} questions in bold to the reader; one is wanted"),
        ));
    }
    if !notes(lesson, NoteKind::Note).iter().any(|note| has_source(note)) {
        found.push(lesson.complaint("", "no [!NOTE] with a citation"));
    }
    let tips = notes(lesson, NoteKind::Tip).len();
    if tips != 1 {
        found.push(lesson.complaint("", format!("{tips} [!TIP] outside the questions; one is wanted")));
    }
    found
}

fn ending(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    let nodes: Vec<_> = lesson.says().collect();
    let after = |wanted: &str| {
        nodes
            .iter()
            .position(|node| matches!(&***node, Node::Heading { id: Some(id), .. } if **id == *wanted))
            .map(|at| nodes.get(at + 1))
    };
    match after("in-short") {
        Some(Some(node)) => match &***node {
            Node::List(items) if items.len() == 3 => {}
            _ => found.push(lesson.complaint("in-short", "no list of exactly three lines")),
        },
        _ => found.push(lesson.complaint("in-short", "the section is missing")),
    }
    if after("check-yourself").is_none() {
        found.push(lesson.complaint("check-yourself", "the section is missing"));
    }
    found
}

fn quiz(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    let mut complain = |wrong: String| found.push(lesson.complaint("check-yourself", wrong));
    let journal: Vec<_> = lesson
        .questions()
        .filter(|question| question.kind == Kind::Reflect)
        .collect();
    let items: Vec<_> = lesson
        .questions()
        .filter(|question| question.kind.is_scored() || question.kind == Kind::Write)
        .collect();
    if journal.len() != 1 {
        complain(format!("{} journal prompts; one is wanted", journal.len()));
    }
    if !(4..=6).contains(&items.len()) {
        complain(format!("{} questions; 4 to 6 are wanted", items.len()));
    }
    let mut kinds: Vec<Kind> = Vec::new();
    for question in &items {
        if !kinds.contains(&question.kind) {
            kinds.push(question.kind);
        }
    }
    if kinds.len() < 3 {
        complain(format!(
            "{} types of question; at least three are wanted",
            kinds.len()
        ));
    }
    if !kinds.contains(&Kind::Scene) {
        complain("no scene".into());
    }
    let cards: Vec<usize> = (1..)
        .zip(&items)
        .filter(|(_, question)| question.card)
        .map(|(number, _)| number)
        .collect();
    match plan().iter().find(|planned| planned.id == *lesson.item.id) {
        Some(planned) if cards == [planned.cards.0, planned.cards.1] => {}
        Some(planned) => complain(format!(
            "the cards are questions {cards:?}; the plan says {:?}",
            planned.cards
        )),
        None => {}
    }
    if journal.iter().any(|question| question.card) {
        complain("the journal prompt is no card".into());
    }
    for passage in lesson.passages.iter().filter(|passage| passage.part == Part::Why) {
        let count = words(&passage.text).len();
        if !(8..=45).contains(&count) {
            found.push(lesson.complaint(
                &passage.place,
                format!(
                    "{count} words explain an option; 8 to 45 are wanted: {:?}",
                    passage.text
                ),
            ));
        }
    }
    found
}

/// The reading level: 700 to 1,200 words, Flesch–Kincaid from 5 to 9, and here as in what is practiced no sentence of more than 30. The
/// words of a figure are one long sentence by nature and are left out.
pub fn readability(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in &read.lessons {
        let prose: Vec<&str> = lesson
            .passages
            .iter()
            .filter(|passage| passage.part.is_prose())
            .map(|passage| passage.text.as_str())
            .collect();
        let counted = lesson.passages.iter().filter(|passage| passage.part.counts());
        let count: usize = counted.map(|passage| words(&passage.text).len()).sum();
        if !(700..=1200).contains(&count) {
            found.push(lesson.complaint("", format!("{count} words; 700 to 1,200 are wanted")));
        }
        let grade = grade(&prose);
        if !(5.0..=9.0).contains(&grade) {
            found.push(lesson.complaint(
                "",
                format!("the Flesch–Kincaid grade is {grade:.2}; 5 to 9 are wanted"),
            ));
        }
    }
    for lesson in read.pages() {
        for passage in &lesson.passages {
            if passage.part == Part::Figure {
                continue;
            }
            for sentence in sentences(&passage.text) {
                let count = words(sentence).len();
                if count > 30 {
                    found.push(lesson.complaint(
                        &passage.place,
                        format!("a sentence of {count} words: {sentence:?}"),
                    ));
                }
            }
        }
    }
    found
}
