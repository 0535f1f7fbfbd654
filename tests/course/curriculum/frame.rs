//! Owns the rules on the frame of a lesson and on how it reads: its parts and their order, its questions, its length and its sentences.
//! Must not know what the lesson is about.

use super::coverage::plan;
use super::evidence::has_source;
use super::reading::{LessonRead, Part, Read, notes};
use super::words::{grade, sentences, words};
use ally_up::course::Block;
use ally_up::doc::{Node, NoteKind};
use ally_up::quiz::{Kind, Question};
use std::sync::Arc;

/// The first lesson that looks back.
const FIRST_LOOK_BACK: &str = "two-roles-one-relationship";
/// The lesson with a second entry for the journal, and after how many days that is asked.
const CLOSING: (&str, u32) = ("closing-next-step", 30);
/// Words that are a verdict, which is the player's to give.
const OPENERS: [&str; 5] = ["Correct", "Yes", "Not yet", "Partly", "Not this one"];
/// Words that explain an option.
const EXPLAINED: std::ops::RangeInclusive<usize> = 8..=45;

/// The frame of every lesson: what stands in it besides its prose, in which order, and how many questions of how many kinds.
pub fn frame(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in &read.lessons {
        found.extend(parts(lesson));
        found.extend(journal(lesson));
        found.extend(quiz(lesson));
        found.extend(cards(lesson));
    }
    found.extend(look_backs(read));
    found.extend(orders(read));
    found
}

/// The questions of a lesson with the id of the section they stand in.
fn placed(lesson: &LessonRead) -> Vec<(String, Arc<Question>)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for block in lesson.built.lesson.blocks() {
        match block {
            Block::Says(node) => {
                if let Node::Heading { id, .. } = &**node {
                    section = id.as_ref().map(ToString::to_string).unwrap_or_default();
                }
            }
            Block::Asks(question) if question.kind != Kind::Predict => {
                found.push((section.clone(), question.clone()));
            }
            Block::Asks(_) => {}
        }
    }
    found
}

fn parts(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    if !notes(lesson, NoteKind::Research)
        .iter()
        .any(|note| has_source(note))
    {
        found.push(lesson.complaint("", "no [!NOTE] with a citation"));
    }
    let tips = [NoteKind::Today, NoteKind::Tip]
        .map(|kind| notes(lesson, kind))
        .concat();
    match tips.as_slice() {
        [tip] if tip.starts_with("If ") && tip.contains(" then ") => {}
        [tip] => found.push(lesson.complaint("", format!("do today is no if–then line: {tip:?}"))),
        _ => found.push(lesson.complaint(
            "",
            format!("{} [!TIP] outside the questions; one is wanted", tips.len()),
        )),
    }
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

/// One entry for the journal, and in the closing lesson a second, for later.
fn journal(lesson: &LessonRead) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut complain = |wrong: String| complaints.push(lesson.complaint("check-yourself", wrong));
    let (now, later): (Vec<_>, Vec<_>) = lesson
        .questions()
        .filter(|question| question.kind == Kind::Reflect)
        .partition(|question| question.after.is_none());
    if now.len() != 1 {
        complain(format!("{} journal prompts; one is wanted", now.len()));
    }
    let days: Vec<u32> = later.iter().filter_map(|question| question.after).collect();
    let wanted: &[u32] = if *lesson.item.id == *CLOSING.0 {
        &[CLOSING.1]
    } else {
        &[]
    };
    if days != wanted {
        complain(format!(
            "journal prompts for later, in days: {days:?}; wanted are {wanted:?}"
        ));
    }
    if lesson
        .questions()
        .any(|question| question.kind == Kind::Reflect && question.card)
    {
        complain("the journal prompt is no card".into());
    }
    complaints
}

fn quiz(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    let is_item = |question: &Question| {
        (question.kind.is_scored() || question.kind == Kind::Write) && question.variant.is_none()
    };
    let asked = placed(lesson)
        .iter()
        .filter(|(section, question)| section == "check-yourself" && is_item(question))
        .count();
    let mut complain = |wrong: String| found.push(lesson.complaint("check-yourself", wrong));
    if !(4..=6).contains(&asked) {
        complain(format!("{asked} questions; 4 to 6 are wanted"));
    }
    let mut kinds: Vec<Kind> = Vec::new();
    for question in lesson.questions().filter(|question| is_item(question)) {
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
    found
}

/// Two cards, where the plan has them, and right after each its other stem.
fn cards(lesson: &LessonRead) -> Vec<String> {
    let mut found = Vec::new();
    let mut complain = |place: &str, wrong: String| found.push(lesson.complaint(place, wrong));
    let items: Vec<_> = lesson
        .questions()
        .filter(|question| question.kind.is_scored() || question.kind == Kind::Write)
        .collect();
    let cards: Vec<usize> = (1..)
        .zip(&items)
        .filter(|(_, question)| question.card)
        .map(|(number, _)| number)
        .collect();
    match plan().iter().find(|planned| planned.id == *lesson.item.id) {
        Some(planned) if cards == [planned.cards.0, planned.cards.1] => {}
        Some(planned) => complain(
            "check-yourself",
            format!(
                "the cards are questions {cards:?}; the plan says {:?}",
                planned.cards
            ),
        ),
        None => {}
    }
    for (at, card) in items.iter().enumerate().filter(|(_, question)| question.card) {
        let stems = items
            .iter()
            .filter(|question| question.variant.as_ref() == Some(&card.id));
        let count = stems.count();
        if count != 1 {
            complain(
                &card.id,
                format!("the card has {count} other stems; one is wanted"),
            );
        } else if items
            .get(at + 1)
            .is_none_or(|next| next.variant.as_ref() != Some(&card.id))
        {
            complain(
                &card.id,
                "the other stem of the card does not stand right after it".into(),
            );
        }
    }
    found
}

/// From the third lesson of the roles on, each lesson has one question on an earlier one, in a section of its own.
fn look_backs(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let wanted = read.lessons.iter().enumerate();
    for (at, lesson) in wanted.skip_while(|(_, lesson)| *lesson.item.id != *FIRST_LOOK_BACK) {
        let placed = placed(lesson);
        let back: Vec<_> = placed
            .iter()
            .filter(|(section, _)| section == "look-back")
            .collect();
        let [(_, question)] = back.as_slice() else {
            found.push(lesson.complaint("look-back", format!("{} questions; one is wanted", back.len())));
            continue;
        };
        let mut complain = |wrong: &str| found.push(lesson.complaint(&question.id, wrong));
        let see = question.passage.as_ref().map_or("", |(_, see)| see);
        let earlier = see.split_once('#').and_then(|(id, _)| {
            let mut before = read.lessons[..at].iter();
            before.find(|lesson| *lesson.item.id == *id)
        });
        match earlier {
            None => complain("its passage stands in no earlier lesson"),
            Some(earlier) => {
                let objective = question.objective.as_deref().unwrap_or_default();
                if !earlier.item.objectives.contains_key(objective) {
                    complain("its objective is none of the lesson it looks back to");
                }
            }
        }
        if !question.kind.is_scored() {
            complain("it is not scored");
        }
    }
    found
}

/// What stands in a lesson besides prose, in its order.
fn landmarks(lesson: &LessonRead) -> Vec<&'static str> {
    let of = |node: &Node| match node {
        Node::Figure { .. } => Some("figure"),
        Node::Note {
            kind: NoteKind::Research,
            ..
        } => Some("note"),
        Node::Note {
            kind: NoteKind::Today,
            ..
        } => Some("tip"),
        Node::Heading { id: Some(id), .. } => ["look-back", "in-short", "check-yourself"]
            .into_iter()
            .find(|wanted| **wanted == **id),
        _ => None,
    };
    lesson.says().filter_map(|node| of(node)).collect()
}

/// No two lessons running have the same order.
fn orders(read: &Read) -> Vec<String> {
    let pairs = read.lessons.iter().zip(read.lessons.iter().skip(1));
    pairs
        .filter(|(one, next)| landmarks(one) == landmarks(next))
        .map(|(one, next)| {
            let order = landmarks(next).join(", ");
            next.complaint("", format!("the same order as in {}: {order}", one.item.file))
        })
        .collect()
}

/// Every scored question but a verdict has hints in two steps; explanations are neither a nod nor a speech, and leave the verdict to the
/// player.
pub fn help(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in read.answered() {
        for question in lesson.questions().filter(|question| question.kind.is_scored()) {
            let steps = question.hints.len();
            if question.kind != Kind::Truth && steps != 2 {
                found.push(lesson.complaint(&question.id, format!("{steps} steps of hints; two are wanted")));
            }
        }
        for passage in lesson.passages.iter().filter(|passage| passage.part.explains()) {
            let count = words(&passage.text).len();
            if passage.part == Part::Why && !EXPLAINED.contains(&count) {
                found.push(lesson.complaint(
                    &passage.place,
                    format!(
                        "{count} words explain an option; 8 to 45 are wanted: {:?}",
                        passage.text
                    ),
                ));
            }
            let opener = OPENERS.iter().find(|opener| {
                let rest = passage.text.strip_prefix(**opener);
                rest.is_some_and(|rest| rest.starts_with(['.', ',', ':', ';', '!']))
            });
            if let Some(opener) = opener {
                found
                    .push(lesson.complaint(&passage.place, format!("an explanation begins with {opener:?}")));
            }
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
