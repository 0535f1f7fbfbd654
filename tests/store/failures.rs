//! Every operation of a whole session on the disk fails once, in every way, and then for good: the program
//! goes on and says what is not saved; when the trouble is over all of it is saved, under the same ids, each
//! once.

use crate::crashes::paths;
use crate::dice::{Dice, number};
use crate::player::{NOW, Player, library};
use crate::sim::{Kind, Sim};
use ally_up::app::Msg;
use ally_up::app::jobs::{Ack, Job};
use ally_up::library::Library;
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::log;
use ally_up::quiz::answer::{Answer, Draft};
use ally_up::shell::Store;
use ally_up::store::open_on;
use std::path::Path;
use std::sync::Arc;

/// Ways to fail.
const KINDS: [Kind; 8] = [
    Kind::Full,
    Kind::Quota,
    Kind::Broken,
    Kind::ReadOnly,
    Kind::Denied,
    Kind::TooManyFiles,
    Kind::Interrupted,
    Kind::Short,
];

/// What the learner does: answers, types, writes, leaves; and what is left to do when the trouble is over.
const KEYS: &str = "<enter><tab>1<enter><enter><tab><tab>leaves<enter><enter>";
const MORE: &str = "9hh<enter><end><up><up>";
const LAST: &str = "<esc>hjj<enter>";

/// A disk on which another window saved something before.
fn used(past: &mut Vec<Event>) -> Sim {
    let sim = Sim::new(Path::new("/home/ada"), 1);
    let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), NOW - 9);
    let events = ["one", "two"].map(|name| {
        stamper.stamp(
            EventKind::Set {
                name: name.into(),
                value: "x".into(),
            },
            NOW - 9,
        )
    });
    disk.append(&events).unwrap();
    past.extend(events);
    sim
}

fn answers(events: &[Event]) -> usize {
    events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Answered { .. }))
        .count()
}

/// A whole session with this trouble, and the end of the trouble in the middle of it.
fn session(library: &Library, trouble: Option<(u64, u64, Kind)>, empty: bool) -> u64 {
    let mut given = Vec::new();
    let sim = if empty {
        Sim::new(Path::new("/home/ada"), 1)
    } else {
        used(&mut given)
    };
    let before = sim.steps();
    if let Some((after, count, kind)) = trouble {
        sim.fail(after, count, kind);
    }
    let mut player = Player::start(library, &sim, NOW);
    player.keys(KEYS);
    player.keys(MORE);
    let steps = sim.steps() - before;
    if let Some((_, _, Kind::Interrupted | Kind::Short)) = trouble {
        assert!(!player.told, "{trouble:?} shows");
    }
    sim.heal();
    player.keys(LAST);
    player.send(Msg::Flush);
    for ack in player.store.finish() {
        player.app.update(Msg::Store(ack), player.now);
    }
    assert_eq!(
        (
            player.app.model().saving.unsaved(),
            &player.app.model().saving.trouble
        ),
        (0, &None),
        "{trouble:?}"
    );
    given.append(&mut player.store.given);
    log::order(&mut given);
    let found = open_on(Arc::new(sim), paths(), NOW).2;
    assert_eq!(found.events, given, "{trouble:?}");
    assert_eq!(found.problem, None, "{trouble:?}");
    assert!(
        answers(&given) >= 2 && given.iter().any(|event| event.kind.is_private()),
        "the learner did nothing"
    );
    steps
}

#[test]
fn every_operation_fails_in_every_way() {
    let library = library();
    // In the suite every operation fails in one of the ways, in turn; `ALLY_UP_FAILURES=1` tries all of them.
    let all = number("ALLY_UP_FAILURES", 0) == 1;
    let mut cases = 0;
    for empty in [true, false] {
        let steps = session(&library, None, empty);
        assert!(steps > 60, "{steps}");
        for after in 0..steps {
            for (turn, kind) in (0u64..).zip(KINDS) {
                // A signal that interrupts every write there will ever be is no signal: a hundred in a row
                // are.
                let for_good = if kind == Kind::Interrupted { 100 } else { u64::MAX };
                for (last, count) in [(0, 1), (4, for_good)] {
                    if all || (after + 2 * last) % 32 == turn {
                        session(&library, Some((after, count, kind)), empty);
                        cases += 1;
                    }
                }
            }
        }
    }
    println!("{cases} sessions, each with one operation that fails once or from then on: lost 0");
}

#[test]
fn what_is_acknowledged_after_a_failure_survives_a_power_cut() {
    for kind in [Kind::Broken, Kind::Denied] {
        for step in 0.. {
            // The folders above the course's are there to stay: whoever made them may have made them
            // unreadable.
            let sim = Sim::new(paths().data.parent().unwrap(), 1);
            let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), NOW);
            let start = sim.steps();
            sim.fail(step, 1, kind);
            let event = stamper.stamp(EventKind::Read { lesson: "l".into() }, NOW);
            disk.append(std::slice::from_ref(&event)).unwrap();
            for cut in sim.image().cuts(64, &mut Dice(step)) {
                let found = open_on(Arc::new(Sim::of(cut, 0)), paths(), NOW).2;
                assert!(
                    found.events.contains(&event),
                    "{kind:?} at step {step}, and what was acknowledged is lost"
                );
            }
            if sim.steps() - start <= step {
                break;
            }
        }
    }
}

#[test]
fn an_unfinished_answer_is_kept_once_the_trouble_is_over() {
    let draft = Draft {
        question: "q".into(),
        earlier: 0,
        answer: Answer::Picks(vec![]),
        hints: 0,
        open: None,
        caret: 0,
        at: 1,
    };
    for step in 0..60 {
        for count in [1, u64::MAX] {
            let sim = Sim::new(Path::new("/home/ada"), 1);
            let (mut disk, _, _) = open_on(Arc::new(sim.clone()), paths(), NOW);
            sim.fail(step, count, Kind::Full);
            let told = disk.keep_draft(&draft).and_then(|()| disk.keep_draft(&draft));
            assert!(
                count == u64::MAX || told.is_ok(),
                "one failure at step {step} is one too many"
            );
            sim.heal();
            disk.keep_draft(&draft).unwrap();
            assert_eq!(
                open_on(Arc::new(sim), paths(), NOW).2.drafts,
                std::slice::from_ref(&draft)
            );
        }
    }
}

#[test]
fn a_disk_without_locks_is_no_reason_not_to_save() {
    let sim = Sim::new(Path::new("/home/ada"), 1);
    sim.be_lockless();
    let (mut disk, mut stamper, _) = open_on(Arc::new(sim), paths(), NOW);
    disk.append(&[stamper.stamp(EventKind::Read { lesson: "l".into() }, NOW)])
        .unwrap();
}

#[test]
fn the_end_tries_once_more() {
    let sim = Sim::new(Path::new("/home/ada"), 1);
    let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), NOW);
    sim.fail(0, u64::MAX, Kind::Full);
    let event = stamper.stamp(EventKind::Read { lesson: "l".into() }, NOW);
    let told = disk.put(Job::Append(event.clone()));
    assert!(
        matches!(&told[..], [Ack::Lost(_), Ack::Failed(why)] if why.contains("make room")),
        "{told:?}"
    );
    assert!(matches!(&disk.finish()[..], [Ack::Lost(_), Ack::Failed(_)]));
    sim.heal();
    assert!(matches!(&disk.finish()[..], [Ack::Saved(id)] if *id == event.id));
    assert!(disk.finish().is_empty());
}

#[test]
fn a_draft_is_later_than_it_was_whatever_the_clock_says() {
    let mut draft = Draft {
        question: "q".into(),
        earlier: 0,
        answer: Answer::Picks(vec![]),
        hints: 0,
        open: None,
        caret: 0,
        at: 5,
    };
    for (now, at) in [(3, 6), (6, 7), (90, 90), (0, 91)] {
        draft.touch(now);
        assert_eq!(draft.at, at);
    }
}
