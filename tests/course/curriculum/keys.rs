//! Owns the rules on right answers: that verdicts are those of the plan, and neither verdict is the safe one.
//! Must not know what a question is about.

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
    for lesson in read.answered() {
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

/// Every `.truth` has the verdict of the plan, and 40 to 60 of 100 are true.
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
        read.answered()
            .any(|lesson| lesson.built.lesson.question(id).is_some())
    };
    found.extend(
        meant
            .keys()
            .filter(|id| !here(id))
            .map(|id| format!("#{id}: the plan has a verdict for a question that is not there")),
    );
    found.extend(lean(&keys));
    found
}

/// The complaint about verdicts that lean to one side.
pub fn lean(keys: &[bool]) -> Option<String> {
    let count = keys.iter().filter(|key| **key).count();
    (count * 10 < keys.len() * 4 || count * 10 > keys.len() * 6)
        .then(|| format!("{count} of {} verdicts are true", keys.len()))
}

/// Where three options give a verdict with a reason, the verdict of the key is now the one that two share, now the one that stands alone.
pub fn shared_verdicts(read: &Read) -> Vec<String> {
    let mut shared = Vec::new();
    for (_, _, options) in questions(read, |kind| kind == Kind::Truth) {
        let Some(key) = options.iter().find(|option| option.worth == Worth::Right) else {
            continue;
        };
        let alike = options.iter().filter(|option| verdict(option) == verdict(key));
        shared.push(alike.count() > 1);
    }
    let count = shared.iter().filter(|shared| **shared).count();
    let all = shared.len();
    let one_sided = count * 10 < all * 3 || count * 10 > all * 7;
    one_sided
        .then(|| {
            format!("the verdict of the key is shared in {count} of {all} .truth; 30 to 70 of 100 are wanted")
        })
        .into_iter()
        .collect()
}

#[test]
fn verdicts_may_lean_a_little() {
    let keys = |count: usize| (0..30).map(|nth| nth < count).collect::<Vec<_>>();
    assert!(lean(&keys(12)).is_none() && lean(&keys(18)).is_none());
    assert!(lean(&keys(11)).is_some() && lean(&keys(19)).is_some());
}
