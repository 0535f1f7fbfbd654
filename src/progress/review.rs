//! Owns spaced review: which cards are due, in which order, and how far a card has come. Pure; the time comes in.
//! Must not know what a card asks.
//!
//! Boxes of 1, 3, 7, 14 and 30 days: spaced retrieval beats cramming, and which widening schedule is used matters little (Cepeda et
//! al. 2008; Latimier, Peyre and Ramus 2021), so a simple one. Skipping costs nothing: due cards wait, and never more than
//! `MOST` are asked at once.

use crate::action::Sureness;
use crate::progress::event::{Position, Purpose};
use crate::progress::sessions::Session;
use crate::progress::{Attempt, Progress};
use crate::quiz::answer::Verdict;
use crate::source::Id;
use crate::time::{DAY, Millis};

/// Days until a card of each box is due.
pub const DAYS: [i64; 5] = [1, 3, 7, 14, 30];
/// Cards of one review at the most.
pub const MOST: usize = 8;
/// Cards in a row from one module at the most.
const IN_A_ROW: usize = 2;
/// Seconds that local time is ahead of UTC at a moment.
pub type Zone = fn(Millis) -> i32;

/// When so many days after the day of `at` begin where the learner is: what was answered late in the evening is due the next morning.
fn days_after(at: Millis, days: i64, zone: Zone) -> Millis {
    let ahead = |at: Millis| Millis::from(zone(at)) * 1000;
    let local = at.saturating_add(ahead(at));
    let begins = local
        .saturating_sub(local.rem_euclid(DAY))
        .saturating_add(days * DAY);
    begins.saturating_sub(ahead(begins))
}

/// How far a card has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Not answered yet, so not in the review.
    New,
    /// In a box, 0 to 4; due at this time.
    Boxed { number: usize, due: Millis },
    /// Right in the last box: it has been learned.
    Retired,
}

/// A card that may be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its questions: the card itself, then its other stems. How far it has come is one thing, whichever was asked.
    pub stems: Vec<Id>,
    /// Its module.
    pub module: Id,
}

/// How far the card with these stems has come at time `now`. A right answer before the card was due leaves it where it is: cramming moves nothing. A card
/// whose answer is dated after now, since a clock was wrong, is due at once.
pub fn standing(progress: &Progress, stems: &[Id], now: Millis, zone: Zone) -> CardState {
    // Asking the zone takes long, so when a card is due is worked out only where that decides.
    let due =
        |number: usize, since: Option<Millis>| since.map_or(now, |at| days_after(at, DAYS[number], zone));
    let mut way = Way::New;
    for attempt in attempts(progress, stems) {
        let at = attempt.at;
        way = match (attempt.verdict, way) {
            _ if at > now => Way::Boxed(0, None),
            (Verdict::Right, Way::Boxed(number, since)) if at >= due(number, since) => match number + 1 {
                next if next < DAYS.len() => Way::Boxed(next, Some(at)),
                _ => Way::Retired,
            },
            (Verdict::Right, Way::Boxed(..) | Way::Retired) => way,
            (Verdict::Right | Verdict::Partly(_, _) | Verdict::NotYet | Verdict::Noted, _) => {
                Way::Boxed(0, Some(at))
            }
        };
    }
    match way {
        Way::New => CardState::New,
        Way::Boxed(number, since) => CardState::Boxed {
            number,
            due: due(number, since),
        },
        Way::Retired => CardState::Retired,
    }
}

/// How far a card has come by the answers that were looked at: with the time of the one that brought it into its box, if its clock was
/// right.
#[derive(Clone, Copy)]
enum Way {
    New,
    Boxed(usize, Option<Millis>),
    Retired,
}

/// Every answer to a card that counts, the earliest first.
fn attempts<'a>(progress: &'a Progress, stems: &[Id]) -> Vec<&'a Attempt> {
    let of = |stem: &Id| progress.counting(stem, progress.attempts.get(stem));
    // Most cards have one stem, and its answers are in order.
    if let [stem] = stems {
        return progress.attempts(stem).collect();
    }
    let mut all: Vec<(&Position, &Attempt)> = stems.iter().flat_map(of).collect();
    all.sort_by_key(|(position, _)| *position);
    all.into_iter().map(|(_, attempt)| attempt).collect()
}

/// The stem that a review asks now: they take turns, and the first review asks another one than the lesson did.
fn stem<'a>(progress: &Progress, stems: &'a [Id]) -> Option<&'a Id> {
    let reviewed = |session: &&Session| {
        let asked =
            |stem: &Id| session.questions.contains(stem) && progress.answer_in(session, stem).is_some();
        session.purpose == Purpose::Review && stems.iter().any(asked)
    };
    let reviews = progress.sessions.values().filter(reviewed).count();
    stems.get((reviews + 1).checked_rem(stems.len())?)
}

/// The cards that are due, each as the stem to ask: missed and sure-but-wrong ones first, then the oldest; at most `MOST`, never more than two in a row from
/// one module while there is another choice.
pub fn due(progress: &Progress, cards: &[Card], now: Millis, zone: Zone) -> Vec<Id> {
    let mut due: Vec<(u8, Millis, &Card)> = cards
        .iter()
        .filter_map(|card| match standing(progress, &card.stems, now, zone) {
            CardState::Boxed { due, .. } if due <= now => Some((urgency(progress, &card.stems), due, card)),
            CardState::Boxed { .. } | CardState::New | CardState::Retired => None,
        })
        .collect();
    due.sort_by(|a, b| (a.0, a.1, &a.2.stems).cmp(&(b.0, b.1, &b.2.stems)));
    let mut chosen: Vec<&Card> = Vec::new();
    while chosen.len() < MOST && !due.is_empty() {
        let tail = &chosen[chosen.len().saturating_sub(IN_A_ROW)..];
        let full =
            |card: &Card| tail.len() == IN_A_ROW && tail.iter().all(|before| before.module == card.module);
        let at = due.iter().position(|(_, _, card)| !full(card)).unwrap_or(0);
        chosen.push(due.remove(at).2);
    }
    // Where only one module is left at the end, there is no other choice.
    let stems = chosen.into_iter().filter_map(|card| stem(progress, &card.stems));
    stems.cloned().collect()
}

/// What comes first: sure but wrong, then wrong, then the rest.
fn urgency(progress: &Progress, stems: &[Id]) -> u8 {
    match attempts(progress, stems)
        .last()
        .map(|attempt| (attempt.verdict, attempt.sure))
    {
        Some((Verdict::NotYet | Verdict::Partly(_, _), Sureness::Sure)) => 0,
        Some((Verdict::NotYet | Verdict::Partly(_, _), _)) => 1,
        Some((Verdict::Right | Verdict::Noted, _)) | None => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::Event;
    use crate::progress::event::samples::answered;
    use proptest::prelude::*;

    const UTC: Zone = |_| 0;

    #[test]
    fn what_was_answered_late_in_the_evening_is_due_the_next_morning() {
        const HOUR: Millis = 60 * 60 * 1000;
        for (zone, ahead) in [
            (UTC, 0),
            ((|_| 7200) as Zone, 2 * HOUR),
            (|_| -8 * 3600, -8 * HOUR),
        ] {
            let local = |day: i64, hour: Millis| day * DAY + hour * HOUR - ahead;
            let progress = Progress::of(&[answered("q", local(9, 23), Verdict::Right, Sureness::Sure)]);
            let is_due = |at| !due(&progress, &[card("q", "m")], at, zone).is_empty();
            assert!(
                is_due(local(10, 6)) && is_due(local(10, 0)) && !is_due(local(10, 0) - 1),
                "{ahead}"
            );
        }
    }

    fn card(question: &str, module: &str) -> Card {
        Card {
            stems: vec![question.into()],
            module: module.into(),
        }
    }

    #[test]
    fn a_card_goes_from_box_to_box_and_back() {
        let mut at = 0;
        let mut events = vec![answered("q", at, Verdict::NotYet, Sureness::Think)];
        for (number, days) in DAYS.into_iter().enumerate() {
            let progress = Progress::of(&events);
            assert_eq!(
                standing(&progress, &["q".into()], at, UTC),
                CardState::Boxed {
                    number,
                    due: at + days * DAY
                }
            );
            at += days * DAY;
            events.push(answered("q", at, Verdict::Right, Sureness::Sure));
        }
        assert_eq!(
            standing(&Progress::of(&events), &["q".into()], at, UTC),
            CardState::Retired
        );
        events.push(answered("q", at + 1, Verdict::NotYet, Sureness::Sure));
        assert!(matches!(
            standing(&Progress::of(&events), &["q".into()], at + 1, UTC),
            CardState::Boxed { number: 0, .. }
        ));
    }

    #[test]
    fn cramming_moves_nothing() {
        let events = [0, 1, 2, 3].map(|at| answered("q", at, Verdict::Right, Sureness::Sure));
        assert!(matches!(
            standing(&Progress::of(&events), &["q".into()], 3, UTC),
            CardState::Boxed { number: 0, .. }
        ));
    }

    #[test]
    fn an_answer_from_the_future_is_due_at_once() {
        let events = [answered("q", 400 * DAY, Verdict::NotYet, Sureness::Think)];
        let progress = Progress::of(&events);
        assert_eq!(
            standing(&progress, &["q".into()], 10 * DAY, UTC),
            CardState::Boxed {
                number: 0,
                due: 10 * DAY
            }
        );
        assert_eq!(due(&progress, &[card("q", "m")], 10 * DAY, UTC).len(), 1);
    }

    #[test]
    fn sure_but_wrong_comes_first_then_missed_then_the_oldest() {
        let events = [
            answered("old", 0, Verdict::Right, Sureness::Sure),
            answered("older", -DAY, Verdict::Right, Sureness::Guess),
            answered("missed", 1, Verdict::NotYet, Sureness::Guess),
            answered("sure", 2, Verdict::NotYet, Sureness::Sure),
        ];
        let cards = [
            card("old", "a"),
            card("older", "b"),
            card("missed", "a"),
            card("sure", "b"),
        ];
        let due = due(&Progress::of(&events), &cards, 3 * DAY, UTC);
        assert_eq!(
            due.iter().map(|id| &**id).collect::<Vec<_>>(),
            ["sure", "missed", "older", "old"]
        );
    }

    proptest! {
        #[test]
        fn a_review_is_short_and_mixed(modules in prop::collection::vec(0u8..4, 0..40)) {
            let cards: Vec<Card> = modules.iter().enumerate().map(|(at, module)| card(&format!("q{at}"), &format!("m{module}"))).collect();
            let events: Vec<Event> = cards.iter().enumerate().map(|(at, card)| answered(&card.stems[0], at as i64, Verdict::NotYet, Sureness::Think)).collect();
            let due = due(&Progress::of(&events), &cards, 9 * DAY, UTC);
            prop_assert_eq!(due.len(), cards.len().min(MOST));
            let module = |id: &Id| cards.iter().find(|card| card.stems[0] == *id).map(|card| card.module.clone());
            for at in 2..due.len() {
                let run: Vec<_> = due[at - 2..=at].iter().map(module).collect();
                if run[0] == run[1] && run[1] == run[2] {
                    // Only when nothing else is left.
                    let left: Vec<_> = cards.iter().filter(|card| !due[..at].contains(&card.stems[0])).collect();
                    prop_assert!(left.iter().all(|card| Some(card.module.clone()) == run[2]));
                }
            }
            let mut once = due.clone();
            once.sort();
            once.dedup();
            prop_assert_eq!(once.len(), due.len());
        }
    }
}
