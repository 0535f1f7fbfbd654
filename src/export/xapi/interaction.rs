//! Owns a question's parts as an xAPI interaction, and an answer as a response to it, both by the ids of options.
//! Must not know the question: what an event says of its options is enough, and does not change when the course is edited.

use crate::clean::Fingerprint;
use crate::quiz::answer::ShownOption;
use serde::Serialize;
use std::collections::BTreeSet;

/// What xAPI puts between parts of a response, and between the two halves of a pair.
pub const BETWEEN: &str = "[,]";
pub const PAIRED: &str = "[.]";

/// What can be answered. What is typed into a gap is written as a choice among what its author knows: the words themselves stay in the
/// journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "interactionType", rename_all = "lowercase")]
pub enum Interaction {
    #[serde(rename_all = "camelCase")]
    Choice {
        correct_responses_pattern: [String; 1],
        choices: Vec<Component>,
    },
    #[serde(rename_all = "camelCase")]
    Sequencing {
        correct_responses_pattern: [String; 1],
        choices: Vec<Component>,
    },
    #[serde(rename_all = "camelCase")]
    Matching {
        correct_responses_pattern: [String; 1],
        source: Vec<Component>,
        target: Vec<Component>,
    },
    /// Nothing is known of its options.
    Other {},
}

/// A part of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    id: String,
}

impl Interaction {
    /// What was shown. The kinds of questions tell themselves apart by what stands for right in them.
    pub fn of(shown: &[ShownOption]) -> Interaction {
        let choices = || components(shown.iter().map(|part| part.option));
        let places: BTreeSet<u32> = shown.iter().map(|part| part.right).collect();
        let is_order = shown.len() > 1 && places.iter().copied().eq(1..=shown.len() as u32);
        if shown.is_empty() {
            Interaction::Other {}
        } else if shown.iter().all(|part| part.right <= 1) {
            let right = shown.iter().filter(|part| part.right == 1);
            Interaction::Choice {
                correct_responses_pattern: [listed(right.map(|part| part.option))],
                choices: choices(),
            }
        } else if is_order {
            Interaction::Sequencing {
                correct_responses_pattern: [in_order(shown, |part| part.right)],
                choices: choices(),
            }
        } else {
            let partners = shown.iter().flat_map(|part| [part.right, part.chosen]);
            Interaction::Matching {
                correct_responses_pattern: [paired(shown, |part| part.right)],
                source: choices(),
                target: components(partners.filter(|partner| *partner != 0).map(Fingerprint)),
            }
        }
    }

    /// What was answered; none where it was nothing that the author knows.
    pub fn response(&self, shown: &[ShownOption]) -> Option<String> {
        let response = match self {
            Interaction::Choice { .. } => {
                let chosen = shown.iter().filter(|part| part.chosen == 1);
                listed(chosen.map(|part| part.option))
            }
            Interaction::Sequencing { .. } => in_order(shown, |part| part.chosen),
            Interaction::Matching { .. } => paired(shown, |part| part.chosen),
            Interaction::Other {} => String::new(),
        };
        (!response.is_empty()).then_some(response)
    }
}

/// The id of an option: what it is known by, in hexadecimal.
pub fn id(option: Fingerprint) -> String {
    format!("{:08x}", option.0)
}

/// Each part once, also where two are worded alike.
fn components(options: impl Iterator<Item = Fingerprint>) -> Vec<Component> {
    let mut seen = BTreeSet::new();
    options
        .filter(|option| seen.insert(option.0))
        .map(|option| Component { id: id(option) })
        .collect()
}

fn listed(options: impl Iterator<Item = Fingerprint>) -> String {
    let all: Vec<String> = components(options).into_iter().map(|part| part.id).collect();
    all.join(BETWEEN)
}

/// The options by the place that each has; one without a place is left out.
fn in_order(shown: &[ShownOption], place: impl Fn(&ShownOption) -> u32) -> String {
    let mut placed: Vec<&ShownOption> = shown.iter().filter(|part| place(part) > 0).collect();
    placed.sort_by_key(|part| place(part));
    listed(placed.into_iter().map(|part| part.option))
}

/// The rows with their partners; a row without one is left out.
fn paired(shown: &[ShownOption], partner: impl Fn(&ShownOption) -> u32) -> String {
    let mut seen = BTreeSet::new();
    let rows = shown
        .iter()
        .filter(|part| partner(part) != 0 && seen.insert(part.option.0));
    let pairs: Vec<String> = rows
        .map(|part| format!("{}{PAIRED}{}", id(part.option), id(Fingerprint(partner(part)))))
        .collect();
    pairs.join(BETWEEN)
}
