//! Forgetting on a simulated disk: at every moment a power cut may come, what is kept is there; and after the
//! next start what is forgotten is nowhere.

use crate::crashes::paths;
use crate::dice::{Dice, seed};
use crate::sim::{Kind, Sim};
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::log::chunks::split_ids;
use ally_up::progress::log::write_line;
use ally_up::store::compaction::UnreadableLines;
use ally_up::store::fs::FileSystem;
use ally_up::store::{durable, open_on};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Words that are forgotten, and words that are kept.
const SECRET: &str = "seashell";
const KEPT: &str = "lighthouse";

/// Two sessions of a machine, with words in each, and what is to be forgotten of them.
fn written(sim: &Sim) -> (Vec<Event>, Vec<String>) {
    let mut all = Vec::new();
    for session in 0..2 {
        let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 1_000 + session);
        for nth in 0..4 {
            let words = if nth % 2 == 0 { SECRET } else { KEPT };
            let wrote = EventKind::Wrote {
                entry: "notes".into(),
                part: 0,
                of: 1,
                text: format!("{words} {session} {nth}"),
                category: None,
            };
            let read = EventKind::Read {
                lesson: format!("lesson-{session}-{nth}").as_str().into(),
            };
            let events = [wrote, read].map(|kind| stamper.stamp(kind, 5_000 + session * 100 + nth));
            disk.append(&events).unwrap();
            all.extend(events);
        }
    }
    let is_secret =
        |event: &&Event| matches!(&event.kind, EventKind::Wrote { text, .. } if text.starts_with(SECRET));
    let forgotten = all
        .iter()
        .filter(is_secret)
        .map(|event| event.id.clone())
        .collect();
    all.retain(|event| !is_secret(&event));
    (all, forgotten)
}

/// The ids that a start finds, and every byte that lies in the data folder.
fn found(sim: &Sim) -> (BTreeSet<String>, String) {
    let (_, _, found) = open_on(Arc::new(sim.clone()), paths(), 2_000);
    assert_eq!(found.problem, None);
    let ids = found.events.into_iter().map(|event| event.id).collect();
    let all = durable::walk(sim, Path::new("/home"), |_, _| ());
    let bytes = all
        .iter()
        .map(|(path, _)| String::from_utf8_lossy(&sim.read(path, 0..u64::MAX).unwrap()).into_owned());
    (ids, bytes.collect())
}

/// Whether all that is kept is there.
fn keeps(sim: &Sim, kept: &[Event]) -> bool {
    let ids = found(sim).0;
    kept.iter().all(|event| ids.contains(&event.id))
}

/// The next start, which takes out what is left.
fn start(sim: &Sim) {
    let (mut disk, _, _) = open_on(Arc::new(sim.clone()), paths(), 3_000);
    if disk.leftovers() > 0 {
        disk.compact(UnreadableLines::Keep).unwrap();
    }
}

/// Forgets, as a command or a window does; whether it came to its end.
fn forget(sim: &Sim, ids: &[String]) -> bool {
    let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 2_000);
    let said: Vec<Event> = split_ids(ids)
        .into_iter()
        .map(|kind| stamper.stamp(kind, 6_000))
        .collect();
    disk.append(&said)
        .and_then(|()| disk.compact(UnreadableLines::DropFromJournal))
        .is_ok()
}

#[test]
fn a_power_cut_while_forgetting_loses_nothing_that_is_kept_and_the_next_start_finishes() {
    let mut dice = Dice(seed());
    let sim = Sim::new(Path::new("/home/ada"), seed());
    let (kept, ids) = written(&sim);
    assert!(found(&sim).1.contains(SECRET));
    sim.trace();
    assert!(forget(&sim, &ids));
    let (mut states, mut said) = (0, 0);
    for image in sim.trace() {
        for image in image.cuts(24, &mut dice) {
            let cut = Sim::of(image, seed());
            assert!(keeps(&cut, &kept), "a kept line is lost");
            let begun = open_on(Arc::new(cut.clone()), paths(), 2_000).0.leftovers() > 0
                || !found(&cut).1.contains(SECRET);
            start(&cut);
            assert!(keeps(&cut, &kept), "a kept line is lost at the next start");
            // Before the forgetting is on the disk, it has not happened; from then on it comes to its end.
            assert_eq!(found(&cut).1.contains(SECRET), !begun);
            states += 1;
            said += usize::from(begun);
        }
    }
    assert!(
        states > 100 && said > 50,
        "{states} states, {said} of them after it was said"
    );
    let (ids_after, bytes) = found(&sim);
    assert!(!bytes.contains(SECRET) && bytes.contains(KEPT));
    assert!(ids.iter().all(|id| !ids_after.contains(id)));
}

#[test]
fn whatever_operation_fails_nothing_that_is_kept_is_lost_and_the_next_try_finishes() {
    for kind in [
        Kind::Full,
        Kind::Broken,
        Kind::ReadOnly,
        Kind::Denied,
        Kind::TooManyFiles,
    ] {
        for after in 0.. {
            let sim = Sim::new(Path::new("/home/ada"), seed());
            let (kept, ids) = written(&sim);
            let from = sim.steps();
            sim.fail(after, 3, kind);
            forget(&sim, &ids);
            let met = sim.steps() - from > after;
            sim.heal();
            assert!(keeps(&sim, &kept), "{kind:?} after {after} operations");
            assert!(forget(&sim, &ids));
            assert!(keeps(&sim, &kept), "{kind:?} after {after} operations");
            assert!(
                !found(&sim).1.contains(SECRET),
                "{kind:?} after {after} operations"
            );
            if !met {
                break;
            }
        }
    }
}

#[test]
fn a_segment_that_a_window_writes_is_left_to_it() {
    let sim = Sim::new(Path::new("/home/ada"), seed());
    let (mut window, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 1_000);
    let secret = stamper.stamp(
        EventKind::Wrote {
            entry: "notes".into(),
            part: 0,
            of: 1,
            text: SECRET.into(),
            category: None,
        },
        5_000,
    );
    window.append(std::slice::from_ref(&secret)).unwrap();
    assert!(forget(&sim, std::slice::from_ref(&secret.id)));
    assert!(
        found(&sim).1.contains(SECRET),
        "its writer would write on to a file without a name"
    );
    assert!(
        !found(&sim).0.contains(&secret.id),
        "what is forgotten no longer counts"
    );
    assert_eq!(window.compact(UnreadableLines::Keep).unwrap().locked, 0);
    assert!(!found(&sim).1.contains(SECRET));
    let next = stamper.stamp(
        EventKind::Read {
            lesson: "next".into(),
        },
        7_000,
    );
    window.append(std::slice::from_ref(&next)).unwrap();
    assert!(found(&sim).0.contains(&next.id));
}

#[test]
fn what_cannot_be_read_goes_with_what_it_may_be_part_of() {
    let sim = Sim::new(Path::new("/home/ada"), seed());
    let (kept, ids) = written(&sim);
    let line = |event: &Event| write_line(event);
    let torn = line(&kept[0]).replace("lesson", "mosses");
    let folder = paths().data.join("journal/other");
    durable::make_folders(&sim, &folder).unwrap();
    durable::write_new(
        &sim,
        &folder.join("0190a000-0000-7000-8000-000000000000.log"),
        format!("{torn}{SECRET} torn").as_bytes(),
    )
    .unwrap();
    let events = paths().data.join("events/other");
    durable::make_folders(&sim, &events).unwrap();
    durable::write_new(&sim, &events.join("b.log"), torn.as_bytes()).unwrap();
    assert!(forget(&sim, &ids));
    let (_, _, found) = open_on(Arc::new(sim.clone()), paths(), 2_000);
    assert_eq!(
        found.set_aside.len(),
        1,
        "damage that holds no words is left as it is"
    );
    assert!(sim.list(&folder).unwrap().is_empty());
    assert!(keeps_quietly(&sim, &kept));
}

/// The same as `keeps`, with damage lying about.
fn keeps_quietly(sim: &Sim, kept: &[Event]) -> bool {
    let (_, _, found) = open_on(Arc::new(sim.clone()), paths(), 2_000);
    kept.iter().all(|event| found.events.contains(event))
}
