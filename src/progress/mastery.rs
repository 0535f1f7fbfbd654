//! Owns where a learner stands with a module: from answers on at least two days, by the latest attempt of
//! each question. It falls as well as rises, and reading alone never counts. Must not know pages.

use crate::action::Sureness;
use crate::progress::{Attempt, Progress};
use crate::quiz::answer::Verdict;
use crate::time::{DAY, Millis};

/// Answers this far apart, in milliseconds, are of two days: a night lies between them, whatever the time
/// zone.
const APART: Millis = DAY / 2;

/// How well a module holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mastery {
    /// Too few answers, or all of one day.
    Early,
    /// Fewer than six of ten right.
    Weak,
    /// Six of ten right, or more.
    Fair,
    /// Eight of ten right, or more.
    Firm,
}

impl Mastery {
    /// The word for it.
    pub fn words(self) -> &'static str {
        match self {
            Mastery::Early => "",
            Mastery::Weak => "worth another look",
            Mastery::Fair => "mostly there",
            Mastery::Firm => "holds well",
        }
    }
}

/// Where a learner stands, and the question to look at again.
#[derive(Clone, Debug, PartialEq)]
pub struct ModuleMastery<'a> {
    /// How well it holds.
    pub hold: Mastery,
    /// The question that is worth most to read up on: sure but wrong first, then the one missed longest ago.
    pub weakest: Option<&'a str>,
}

/// Where a learner stands with these questions.
pub fn standing<'a>(progress: &Progress, questions: &[&'a str]) -> ModuleMastery<'a> {
    let mut latest: Vec<(&str, &Attempt)> = Vec::with_capacity(questions.len());
    let (mut first, mut last) = (Millis::MAX, Millis::MIN);
    for id in questions {
        let mut of_one = None;
        for attempt in progress.attempts(id) {
            (first, last) = (first.min(attempt.at), last.max(attempt.at));
            of_one = Some((*id, attempt));
        }
        latest.extend(of_one);
    }
    let span = last.saturating_sub(first);
    let right = latest
        .iter()
        .filter(|(_, attempt)| attempt.verdict == Verdict::Right)
        .count();
    let hold = match latest.len() {
        answered if answered * 2 < questions.len() || answered == 0 || span < APART => Mastery::Early,
        answered if right * 10 >= answered * 8 => Mastery::Firm,
        answered if right * 10 >= answered * 6 => Mastery::Fair,
        _ => Mastery::Weak,
    };
    let missed = latest
        .iter()
        .filter(|(_, attempt)| attempt.verdict != Verdict::Right);
    let weakest = missed
        .min_by_key(|(_, attempt)| (attempt.sure != Sureness::Sure, attempt.at))
        .map(|(id, _)| *id);
    ModuleMastery { hold, weakest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::samples::answered;

    #[test]
    fn one_day_says_nothing_two_days_do_and_it_falls_again() {
        let mut events = vec![
            answered("a", 0, Verdict::Right, Sureness::Sure),
            answered("b", 1, Verdict::Right, Sureness::Think),
        ];
        assert_eq!(standing(&Progress::of(&events), &["a", "b"]).hold, Mastery::Early);
        events.push(answered("a", DAY, Verdict::Right, Sureness::Sure));
        assert_eq!(standing(&Progress::of(&events), &["a", "b"]).hold, Mastery::Firm);
        assert_eq!(
            standing(&Progress::of(&events), &["a", "b", "c", "d", "e"]).hold,
            Mastery::Early,
            "two of five answered"
        );
        events.push(answered("a", 2 * DAY, Verdict::NotYet, Sureness::Think));
        events.push(answered("b", 2 * DAY, Verdict::NotYet, Sureness::Sure));
        let fallen = standing(&Progress::of(&events), &["a", "b"]);
        assert_eq!(
            (fallen.hold, fallen.weakest),
            (Mastery::Weak, Some("b")),
            "sure but wrong first"
        );
    }
}
