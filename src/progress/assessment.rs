//! Owns what follows from a self-assessment: the mean and the bar of each scale, where to start, and what changed since the last time.
//! Must not know pages, nor the names of scales. A mean is kept as sum and count, so that no limit is missed by rounding.

use crate::action::LearnerRole;
use crate::course::self_assessment::Scale;
use crate::progress::Progress;
use crate::progress::event::{Event, EventKind};
use crate::quiz::Sign;
use crate::source::Id;
use crate::time::{DAY, Millis};

/// The most points of a line.
pub const MOST: u8 = 5;
/// Time after which another attempt makes sense: what people do does not change in days.
pub const AGAIN: Millis = 14 * DAY;
/// Scales with a mean that a suggestion needs.
const ENOUGH: usize = 3;

/// A finished self-assessment, and the scale that was chosen after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    pub at: Millis,
    /// Which role the learner mostly takes.
    pub lens: LearnerRole,
    /// Lines with their points; 0 for one that was skipped.
    pub ratings: Vec<(Id, u8)>,
    /// The scale to start with.
    pub focus: Option<Id>,
}

/// The mean of a scale: what its lines are worth together, and how many were answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    sum: i64,
    count: i64,
}

impl Mean {
    /// The length of its bar, 0 to 100; halves are rounded up.
    pub fn bar(self) -> u32 {
        let full = i64::from(MOST) - 1;
        let doubled = (self.sum - self.count) * 200 + full * self.count;
        u32::try_from(doubled / (2 * full * self.count)).unwrap_or(0)
    }

    /// How much more than `other`, as a fraction: numerator and denominator, the denominator above 0.
    fn above(self, other: Mean) -> (i64, i64) {
        (
            self.sum * other.count - other.sum * self.count,
            self.count * other.count,
        )
    }

    fn is_below(self, other: Mean) -> bool {
        self.above(other).0 < 0
    }
}

/// Where to start. Numbers are places among the scales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// Too little was answered: the learner chooses freely.
    Free,
    /// All is about the same: the learner chooses what would help most.
    Even,
    /// One of these, the first one first.
    Start(Vec<usize>),
}

/// How a scale differs from the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// By less than half a point, which may be chance.
    Same,
    /// It is higher now.
    Higher,
    /// It is lower now.
    Lower,
}

/// The mean of a scale, if at least three of four of its lines were answered.
pub fn mean(scale: &Scale, ratings: &[(Id, u8)]) -> Option<Mean> {
    let values: Vec<i64> = scale
        .lines
        .iter()
        .filter_map(|line| {
            let points = ratings
                .iter()
                .find(|(id, _)| *id == line.id)
                .map(|(_, points)| *points)?;
            (1..=MOST).contains(&points).then_some(match line.sign {
                Sign::Plus => i64::from(points),
                Sign::Minus => i64::from(MOST + 1 - points),
            })
        })
        .collect();
    let enough = !values.is_empty() && values.len() * 4 >= scale.lines.len() * 3;
    enough.then(|| Mean {
        sum: values.iter().sum(),
        count: values.len() as i64,
    })
}

/// Where to start, by the means of all scales in their order. The lens only orders what is suggested.
pub fn suggest(means: &[Option<Mean>], lens: LearnerRole) -> Suggestion {
    let known = || {
        means
            .iter()
            .enumerate()
            .filter_map(|(at, mean)| Some((at, (*mean)?)))
    };
    let low = known()
        .map(|(_, mean)| mean)
        .reduce(|low, mean| if mean.is_below(low) { mean } else { low });
    let high = known()
        .map(|(_, mean)| mean)
        .reduce(|high, mean| if high.is_below(mean) { mean } else { high });
    let (Some(low), Some(high)) = (low, high) else {
        return Suggestion::Free;
    };
    if known().count() < ENOUGH {
        return Suggestion::Free;
    }
    let (spread, of) = high.above(low);
    if spread * 2 < of {
        return Suggestion::Even;
    }
    let near = |mean: Mean| {
        let (above, of) = mean.above(low);
        above * 4 <= of
    };
    let mut found: Vec<usize> = known()
        .filter(|(_, mean)| near(*mean))
        .map(|(at, _)| at)
        .collect();
    // The first half of the scales is the ally's side, the second the partner's: authors write them in that order.
    let partner = |at: usize| at >= means.len() / 2;
    match lens {
        LearnerRole::Partner => found.sort_by_key(|at| !partner(*at)),
        LearnerRole::Ally => found.sort_by_key(|at| partner(*at)),
        LearnerRole::Both | LearnerRole::Unsaid => {}
    }
    Suggestion::Start(found)
}

/// How a scale differs from the last time.
pub fn change(then: Mean, now: Mean) -> Change {
    match now.above(then) {
        (more, of) if more * 2 >= of => Change::Higher,
        (more, of) if -more * 2 >= of => Change::Lower,
        (_, _) => Change::Same,
    }
}

impl Progress {
    /// Every finished attempt at a self-assessment since it was started again, the earliest first.
    pub fn assessed(&self, assessment: &str) -> Vec<Assessed> {
        let from = self.cuts.get(assessment);
        let counts = |event: &&Event| from.is_none_or(|from| event.position() > *from);
        let mut found: Vec<Assessed> = Vec::new();
        for event in self.own.other_events().filter(counts) {
            if let EventKind::Assessed {
                assessment: of,
                lens,
                ratings,
            } = &event.kind
                && **of == *assessment
            {
                found.push(Assessed {
                    at: event.at,
                    lens: *lens,
                    ratings: ratings.clone(),
                    focus: None,
                });
            }
            if let EventKind::Focused {
                assessment: of,
                scale,
            } = &event.kind
                && let Some(last) = found.last_mut().filter(|_| **of == *assessment)
            {
                last.focus = Some(scale.clone());
            }
        }
        found
    }

    /// Attempts at a self-assessment, those before a reset too: the order of the next one follows from it.
    pub fn assessments(&self, assessment: &str) -> u32 {
        let of = |event: &&Event| matches!(&event.kind, EventKind::Assessed { assessment: of, .. } if **of == *assessment);
        self.own.other_events().filter(of).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Clean;
    use crate::doc::text::Text;
    use crate::quiz::RateLine;

    /// Scales of four lines, the nth of each counting the other way round.
    fn scales(reversed: &[(&str, usize)]) -> Vec<Scale> {
        let line = |scale: &str, nth: usize, minus: usize| RateLine {
            id: format!("{scale}-{nth}").as_str().into(),
            text: Text::plain("words"),
            scale: Clean::new(scale),
            sign: if nth == minus { Sign::Minus } else { Sign::Plus },
        };
        let scale = |(name, minus): &(&str, usize)| Scale {
            id: (*name).into(),
            name: Clean::new(name),
            lines: (1..=4).map(|nth| line(name, nth, *minus)).collect(),
            about: Vec::new(),
        };
        reversed.iter().map(scale).collect()
    }

    fn six() -> Vec<Scale> {
        scales(&[("cu", 4), ("hu", 3), ("co", 3), ("sa", 4), ("tr", 3), ("ba", 3)])
    }

    fn rated(scales: &[Scale], points: &[[u8; 4]]) -> Vec<Option<Mean>> {
        let lines = scales.iter().flat_map(|scale| &scale.lines);
        let ratings: Vec<(Id, u8)> = lines
            .zip(points.iter().flatten())
            .map(|(line, points)| (line.id.clone(), *points))
            .collect();
        scales.iter().map(|scale| mean(scale, &ratings)).collect()
    }

    const WORKED: [[u8; 4]; 6] = [
        [4, 3, 4, 2],
        [3, 3, 4, 2],
        [4, 5, 2, 4],
        [2, 3, 3, 4],
        [4, 4, 2, 0],
        [4, 4, 2, 4],
    ];

    #[test]
    fn the_worked_example() {
        let means = rated(&six(), &WORKED);
        assert_eq!(
            means
                .iter()
                .flatten()
                .map(|mean| (mean.sum, mean.count))
                .collect::<Vec<_>>(),
            [(15, 4), (10, 4), (17, 4), (10, 4), (12, 3), (16, 4)]
        );
        assert_eq!(
            means.iter().flatten().map(|mean| mean.bar()).collect::<Vec<_>>(),
            [69, 38, 81, 38, 75, 75]
        );
        assert_eq!(
            suggest(&means, LearnerRole::Unsaid),
            Suggestion::Start(vec![1, 3])
        );
        assert_eq!(suggest(&means, LearnerRole::Ally), Suggestion::Start(vec![1, 3]));
        assert_eq!(
            suggest(&means, LearnerRole::Partner),
            Suggestion::Start(vec![3, 1]),
            "the lens orders and changes nothing else"
        );
    }

    #[test]
    fn two_answers_of_four_are_not_enough_and_three_scales_are() {
        let few = |points: [u8; 4]| rated(&scales(&[("cu", 4)]), &[points])[0];
        assert_eq!(few([5, 5, 0, 0]), None);
        assert_eq!(few([0, 0, 0, 0]), None);
        assert!(few([5, 5, 5, 0]).is_some());
        assert_eq!(
            few([9, 5, 5, 5]),
            few([0, 5, 5, 5]),
            "points that cannot be are none"
        );
        let most = [
            [1, 1, 1, 5],
            [5, 5, 1, 5],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
            [0, 0, 0, 0],
        ];
        assert_eq!(
            suggest(&rated(&six(), &most), LearnerRole::Both),
            Suggestion::Free
        );
        assert_eq!(suggest(&[], LearnerRole::Both), Suggestion::Free);
        let three = [most[0], most[1], [4, 4, 2, 4], most[3], most[4], most[5]];
        assert_eq!(
            suggest(&rated(&six(), &three), LearnerRole::Both),
            Suggestion::Start(vec![0])
        );
    }

    #[test]
    fn limits_are_met_exactly() {
        let plain = scales(&[("a", 0), ("b", 0), ("c", 0)]);
        // 2.50, 2.75 and 3.00: a spread of half a point is no even profile, and a quarter above the lowest is near.
        let means = rated(&plain, &[[2, 3, 2, 3], [3, 3, 3, 2], [3, 3, 3, 3]]);
        assert_eq!(
            suggest(&means, LearnerRole::Unsaid),
            Suggestion::Start(vec![0, 1])
        );
        let even = rated(&plain, &[[2, 3, 2, 3], [3, 3, 3, 2], [3, 3, 3, 2]]);
        assert_eq!(suggest(&even, LearnerRole::Unsaid), Suggestion::Even);
        // Means of three answers do not round: 8/3 lies within a quarter of 2.5, 9/3 does not.
        let thirds = rated(&plain, &[[2, 3, 2, 3], [3, 3, 2, 0], [3, 3, 3, 0]]);
        assert_eq!(
            suggest(&thirds, LearnerRole::Unsaid),
            Suggestion::Start(vec![0, 1])
        );
        let [low, near, far] = [means[0], means[1], means[2]].map(Option::unwrap);
        assert_eq!(
            (change(low, near), change(low, far), change(far, low)),
            (Change::Same, Change::Higher, Change::Lower)
        );
    }

    #[test]
    fn bars_go_from_nothing_to_full() {
        let ends = rated(&scales(&[("a", 0), ("b", 0)]), &[[1, 1, 1, 1], [5, 5, 5, 5]]);
        assert_eq!(
            ends.iter().flatten().map(|mean| mean.bar()).collect::<Vec<_>>(),
            [0, 100]
        );
    }
}
