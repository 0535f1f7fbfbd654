//! Tests of the fold: places, texts in parts, what was erased, and that the order of arrival does not matter.

use super::*;
use proptest::prelude::*;

fn event(at: i64, kind: EventKind) -> Event {
    Event {
        id: format!("{at}"),
        device: format!("d{}", at % 3).into(),
        seq: at as u64,
        clock: Clock(at, 0),
        at,
        kind,
    }
}

fn answered(at: i64, verdict: Verdict) -> Event {
    let kind = EventKind::Answered {
        question: "q".into(),
        verdict,
        sure: Sureness::Think,
        hints: 0,
        earlier: 0,
        shown: Vec::new(),
        took: None,
    };
    event(at, kind)
}

#[test]
fn the_latest_place_counts_and_the_furthest_is_kept() {
    let place = |chars| Place {
        heading: None,
        block: 0,
        chars,
        words: None,
    };
    let placed = |at, chars, reached| {
        event(
            at,
            EventKind::Placed {
                lesson: "l".into(),
                place: place(chars),
                reached,
            },
        )
    };
    let progress = Progress::of(&[placed(2, 20, 50), placed(1, 10, 90)]);
    assert_eq!(progress.place("l"), Some(&place(20)));
    assert_eq!(progress.state("l"), ItemState::Begun(90));
}

#[test]
fn a_text_in_parts_is_whole_or_not_there() {
    let part = |at: i64, part| {
        let text = format!("<{part}>");
        Event {
            device: "d".into(),
            clock: Clock(10, part),
            ..event(
                at,
                EventKind::Wrote {
                    entry: "j".into(),
                    part,
                    of: 2,
                    text,
                    category: None,
                },
            )
        }
    };
    assert_eq!(Progress::of(&[part(11, 1)]).words("j"), None);
    assert_eq!(
        Progress::of(&[part(11, 1), part(10, 0)]).words("j").as_deref(),
        Some("<0><1>")
    );
    assert_eq!(
        Progress::of(&[part(10, 0), part(11, 1)]),
        Progress::of(&[part(11, 1), part(10, 0)])
    );
}

#[test]
fn what_was_forgotten_is_gone_whichever_came_first() {
    let wrote = |at, text: &str| {
        event(
            at,
            EventKind::Wrote {
                entry: "j".into(),
                part: 0,
                of: 1,
                text: text.into(),
                category: None,
            },
        )
    };
    let (one, two) = (wrote(1, "one"), wrote(2, "two"));
    let forgotten = event(
        3,
        EventKind::Forgotten {
            events: vec![two.id.clone()],
        },
    );
    let before = Progress::of([&one, &two, &forgotten]);
    assert_eq!(before.words("j").as_deref(), Some("one"));
    assert_eq!(before, Progress::of([&forgotten, &two, &one]));
    assert_eq!(before, Progress::of([&two, &forgotten, &one, &two]));
}

proptest! {
    #[test]
    fn a_best_never_falls(rights in prop::collection::vec(any::<bool>(), 1..20)) {
        let mut progress = Progress::default();
        let mut best = false;
        for (at, right) in rights.into_iter().enumerate() {
            progress.apply(&answered(at as i64, if right { Verdict::Right } else { Verdict::NotYet }));
            best |= right;
            prop_assert_eq!(progress.ever_right("q"), best);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(kinds in prop::collection::vec(0u8..5, 1..24), swaps in prop::collection::vec((0usize..24, 0usize..24), 0..40)) {
        let events: Vec<Event> = kinds.iter().enumerate().map(|(at, kind)| {
            let at = at as i64;
            match kind {
                0 => answered(at, Verdict::Right),
                1 => answered(at, Verdict::NotYet),
                2 => event(at, EventKind::Read { lesson: "l".into() }),
                3 => event(at, EventKind::Set { name: "s".into(), value: format!("{at}") }),
                _ => event(at, EventKind::Placed { lesson: "l".into(), place: Place { heading: None, block: at as usize, chars: 0, words: None }, reached: at as u8 }),
            }
        }).collect();
        let mut other = events.clone();
        let count = other.len();
        swaps.iter().for_each(|(a, b)| other.swap(a % count, b % count));
        other.extend(events.iter().take(3).cloned());
        prop_assert_eq!(Progress::of(&events), Progress::of(&other));
    }
}
