//! Owns what becomes of an answer when its question was edited since: the part of a draft that still fits, and whether the question means
//! something else now. Must not know what else an edit changes.

use crate::clean::Fingerprint;
use crate::quiz::answer::{Answer, Draft, ShownOption};
use crate::quiz::{Kind, Question, blank_draft};
use crate::source::Id;
use serde::{Deserialize, Serialize};

/// The draft, as far as it fits the question as it is now: a lesson may have been edited since.
pub fn fitting(question: &Question, mut draft: Draft) -> Draft {
    let blank = question.kind.rules().blank();
    let now = question.kind.rules().shown(question, &blank, &|_| false);
    match (&mut draft.answer, &blank) {
        (Answer::Picks(picks), Answer::Picks(_)) => {
            let (_, were) = mended_now(question.kind, &now, &draft.shown);
            for pick in &mut *picks {
                let mended = were.iter().find(|(_, then)| then == pick);
                *pick = mended.map_or(*pick, |(now, _)| *now);
            }
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

/// Notes in a draft the options as they are now. Those that were mended since one was picked keep their place, so what they were stays.
pub fn note_options(question: &Question, draft: &mut Draft) {
    if has_options(question.kind) && mended(question, &draft.shown).1.is_empty() {
        let rules = question.kind.rules();
        draft.shown = rules.shown(question, &rules.blank(), &|_| false);
    }
}

/// Whether something was picked that is no option any more.
pub fn has_lost_picks(question: &Question, draft: &Draft) -> bool {
    let count = |answer: &Answer| match answer {
        Answer::Picks(picks) => picks.len(),
        Answer::Pairs(_) | Answer::Words(_) | Answer::Ratings(_) => 0,
    };
    count(&draft.answer) > count(&fitting(question, draft.clone()).answer)
}

/// What was shown of options, each by the words that it has now. Options whose words are gone are those that came instead, in the order
/// of the file, where there are as many of them and each is as right as the one before. It comes with the words that each had then.
pub fn mended(
    question: &Question,
    then: &[ShownOption],
) -> (Vec<ShownOption>, Vec<(Fingerprint, Fingerprint)>) {
    let rules = question.kind.rules();
    mended_now(
        question.kind,
        &rules.shown(question, &rules.blank(), &|_| false),
        then,
    )
}

fn mended_now(
    kind: Kind,
    now: &[ShownOption],
    then: &[ShownOption],
) -> (Vec<ShownOption>, Vec<(Fingerprint, Fingerprint)>) {
    let mut mended = then.to_vec();
    let is_in = |all: &[ShownOption], option| all.iter().any(|other| other.option == option);
    let gone: Vec<usize> = (0..then.len())
        .filter(|at| !is_in(now, then[*at].option))
        .collect();
    let new: Vec<&ShownOption> = now.iter().filter(|new| !is_in(then, new.option)).collect();
    let is_same = gone.len() == new.len()
        && gone
            .iter()
            .zip(&new)
            .all(|(old, new)| then[*old].right == new.right);
    let mut were = Vec::new();
    if has_options(kind) && is_same {
        for (at, new) in gone.into_iter().zip(new) {
            were.push((new.option, then[at].option));
            mended[at].option = new.option;
        }
    }
    (mended, were)
}

/// Whether what is chosen of it are options that stand on the page.
fn has_options(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::One | Kind::Truth | Kind::Scene | Kind::Many | Kind::Predict
    )
}

/// Whether the question means something else than when it was answered: an option that is there then and now has moved between
/// right and wrong, two lines have changed places, a row has another partner, an option that was picked is gone. A rewording or a new
/// option is no change.
pub fn changed(question: &Question, then: &[ShownOption]) -> bool {
    QuestionKey::of(question).changed(then)
}

/// What is right of a question: enough to tell whether it means something else than it did, without the question.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
    let (then, _) = mended_now(kind, now, then);
    let is_gone = |old: &ShownOption| old.chosen == 1 && still(old).is_none();
    if has_options(kind) && then.iter().any(is_gone) {
        return true;
    }
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
