//! Owns what becomes of an answer when its question was edited since: the part of a draft that still fits, and whether the question means
//! something else now. Must not know what else an edit changes.

use crate::quiz::answer::{Answer, Draft, ShownOption};
use crate::quiz::{Kind, Question, blank_draft};
use crate::source::Id;

/// The draft, as far as it fits the question as it is now: a lesson may have been edited since.
pub fn fitting(question: &Question, mut draft: Draft) -> Draft {
    let blank = question.kind.rules().blank();
    let now = question.kind.rules().shown(question, &blank, &|_| false);
    match (&mut draft.answer, &blank) {
        (Answer::Picks(picks), Answer::Picks(_)) => {
            picks.retain(|pick| now.iter().any(|shown| shown.option == *pick))
        }
        (Answer::Pairs(pairs), Answer::Pairs(_)) => {
            pairs.retain(|(row, partner)| {
                now.iter().any(|shown| shown.option == *row)
                    && now.iter().any(|shown| shown.right == partner.0)
            });
        }
        (Answer::Words(_), Answer::Words(_)) => {}
        (Answer::Picks(_) | Answer::Pairs(_) | Answer::Words(_) | Answer::Ratings(_), _) => {
            return blank_draft(question, draft.earlier, draft.at);
        }
    }
    draft
}

/// Whether the question means something else than when it was answered: an option that is there then and now has moved between
/// right and wrong, two lines have changed places, a row has another partner. A rewording or a new option is no change.
pub fn changed(question: &Question, then: &[ShownOption]) -> bool {
    QuestionKey::of(question).changed(then)
}

/// What is right of a question: enough to tell whether it means something else than it did, without the question.
#[derive(Clone, Debug)]
pub struct QuestionKey {
    pub id: Id,
    kind: Kind,
    now: Vec<ShownOption>,
}

impl QuestionKey {
    /// That of a question.
    pub fn of(question: &Question) -> QuestionKey {
        let rules = question.kind.rules();
        QuestionKey {
            id: question.id.clone(),
            kind: question.kind,
            now: rules.shown(question, &rules.blank(), &|_| false),
        }
    }

    /// Whether it means something else than when it was answered.
    pub fn changed(&self, then: &[ShownOption]) -> bool {
        changed_since(self.kind, &self.now, then)
    }
}

fn changed_since(kind: Kind, now: &[ShownOption], then: &[ShownOption]) -> bool {
    let still = |old: &ShownOption| {
        now.iter()
            .find(|new| new.option == old.option)
            .map(|new| (*old, *new))
    };
    let both: Vec<(ShownOption, ShownOption)> = then.iter().filter_map(still).collect();
    match kind {
        Kind::Order => both.windows(2).any(|neighbors| {
            let [(old_first, first), (old_second, second)] = neighbors else {
                return false;
            };
            (old_first.right < old_second.right) != (first.right < second.right)
        }),
        Kind::Match => {
            let known = |partner: u32| now.iter().any(|new| new.right == partner);
            both.iter()
                .any(|(old, new)| old.right != new.right && known(old.right))
        }
        Kind::One | Kind::Truth | Kind::Scene | Kind::Many | Kind::Fill => {
            both.iter().any(|(old, new)| old.right != new.right)
        }
        Kind::Write | Kind::Reflect | Kind::Rate | Kind::Plan | Kind::Predict => false,
    }
}
