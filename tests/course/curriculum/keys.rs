//! Owns the rules on right answers: that they are those of the plan, and that nobody can guess them from their looks.
//! Must not know what a question is about.

use super::coverage::plan;
use super::reading::Read;
use ally_up::quiz::{Choice, Kind, Parts, Question, Worth};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The verdicts of the plan: question → whether its claim is true.
pub fn verdicts() -> BTreeMap<String, bool> {
    ron::from_str(include_str!("verdicts.ron")).expect("the verdicts parse")
}

/// What an option of a `.truth` says of the claim, by its first word.
fn verdict(option: &Choice) -> Option<bool> {
    match option.text.words().split(':').next() {
        Some("True" | "Yes") => Some(true),
        Some("False" | "No") => Some(false),
        _ => None,
    }
}

fn questions(read: &Read, wanted: impl Fn(Kind) -> bool) -> Vec<(String, Arc<Question>, Vec<Choice>)> {
    let mut found = Vec::new();
    for lesson in &read.lessons {
        for question in lesson.questions().filter(|question| wanted(question.kind)) {
            if let Parts::Options(options) = &question.parts {
                found.push((
                    lesson.complaint(&question.id, ""),
                    question.clone(),
                    options.clone(),
                ));
            }
        }
    }
    found
}

/// Every `.truth` has the verdict of the plan; once all lessons are there, 40 to 60 of 100 are true.
pub fn truths(read: &Read) -> Vec<String> {
    let meant = verdicts();
    let mut found = Vec::new();
    let mut keys = Vec::new();
    for (place, question, options) in questions(read, |kind| kind == Kind::Truth) {
        for option in options.iter().filter(|option| verdict(option).is_none()) {
            found.push(format!(
                "{place}no verdict before a colon in {:?}",
                option.text.words()
            ));
        }
        let key = options
            .iter()
            .find(|option| option.worth == Worth::Right)
            .and_then(verdict);
        keys.extend(key);
        match (meant.get(&*question.id), key) {
            (None, _) => found.push(format!("{place}the plan has no verdict for this question")),
            (Some(meant), Some(key)) if *meant != key => {
                found.push(format!("{place}the key says {key}, the plan {meant}"))
            }
            (Some(_), _) => {}
        }
    }
    let here = |id: &str| {
        read.lessons
            .iter()
            .any(|lesson| lesson.built.lesson.question(id).is_some())
    };
    found.extend(
        meant
            .keys()
            .filter(|id| !here(id))
            .map(|id| format!("#{id}: the plan has a verdict for a question that is not there")),
    );
    if read.lessons.len() >= plan().len() {
        found.extend(lean(&keys));
    }
    found
}

/// The complaint about verdicts that lean to one side.
pub fn lean(keys: &[bool]) -> Option<String> {
    let count = keys.iter().filter(|key| **key).count();
    (count * 10 < keys.len() * 4 || count * 10 > keys.len() * 6)
        .then(|| format!("{count} of {} verdicts are true", keys.len()))
}

/// The key stands out neither by its length nor by its verdict.
pub fn balance(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for kinds in [&[Kind::One][..], &[Kind::One, Kind::Truth, Kind::Scene]] {
        let all = questions(read, |kind| kinds.contains(&kind));
        let longest: Vec<&str> = all
            .iter()
            .filter(|(_, _, options)| is_key_longest(options))
            .map(|(_, question, _)| &*question.id)
            .collect();
        if longest.len() * 2 > all.len() {
            found.push(format!(
                "the key is the longest option in {} of {} {kinds:?}: #{}",
                longest.len(),
                all.len(),
                longest.join(" #")
            ));
        }
    }
    let shared: Vec<bool> = questions(read, |kind| kind == Kind::Truth)
        .iter()
        .filter_map(|(_, _, options)| {
            let key = options.iter().find(|option| option.worth == Worth::Right)?;
            Some(
                options
                    .iter()
                    .filter(|option| verdict(option) == verdict(key))
                    .count()
                    > 1,
            )
        })
        .collect();
    if shared.iter().all(|shared| *shared) || !shared.iter().any(|shared| *shared) {
        found.push(format!(
            "the verdict of every .truth key is the {} one",
            if shared.contains(&true) {
                "shared"
            } else {
                "lonely"
            }
        ));
    }
    found
}

fn is_key_longest(options: &[Choice]) -> bool {
    let long = |option: &Choice| option.text.words().chars().count();
    let others = options
        .iter()
        .filter(|option| option.worth != Worth::Right)
        .map(long)
        .max()
        .unwrap_or(0);
    options
        .iter()
        .filter(|option| option.worth == Worth::Right)
        .map(long)
        .max()
        .is_some_and(|key| key > others)
}

#[test]
fn verdicts_may_lean_a_little() {
    let keys = |count: usize| (0..30).map(|nth| nth < count).collect::<Vec<_>>();
    assert!(lean(&keys(12)).is_none() && lean(&keys(18)).is_none());
    assert!(lean(&keys(11)).is_some() && lean(&keys(19)).is_some());
}
