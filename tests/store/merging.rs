//! Merging is the union of what there is, whichever copy is brought into which, in what order, and how often.

use crate::crashes::paths;
use crate::dice::{Dice, number, seed};
use crate::sim::Sim;
use ally_up::progress::Progress;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log::chunks::split_ids;
use ally_up::progress::log::{self, write_header, write_line};
use ally_up::store::compaction::UnreadableLines;
use ally_up::store::log_files::read_all;
use ally_up::store::merge::plan;
use ally_up::store::{durable, open_on};
use std::path::Path;
use std::sync::Arc;

/// Worlds in the suite; `ALLY_UP_MERGES` asks for more.
const WORLDS: u64 = 100;

/// What some sessions on some machines wrote: a log for each.
struct World {
    logs: Vec<(&'static str, String, Vec<Event>)>,
}

impl World {
    fn new(dice: &mut Dice) -> World {
        let mut known: Vec<String> = Vec::new();
        let mut logs = Vec::new();
        for session in 0..2 + dice.below(4) {
            let device = ["desk", "laptop", "phone"][dice.below(3)];
            let (mut events, mut journal) = (Vec::new(), Vec::new());
            for seq in 0..1 + dice.below(5) as u64 {
                let id = format!("{session}-{seq}");
                let at = 1_000 + dice.below(6) as i64;
                let kind = match dice.below(6) {
                    0 => EventKind::Wrote {
                        entry: "notes".into(),
                        part: 0,
                        of: 1,
                        text: format!("words {id}"),
                        category: None,
                    },
                    1 if !known.is_empty() => split_ids(&[known[dice.below(known.len())].clone()]).remove(0),
                    2 => EventKind::Set {
                        name: "sureness".into(),
                        value: format!("{at}"),
                    },
                    _ => EventKind::Read {
                        lesson: format!("lesson-{}", dice.below(3)).as_str().into(),
                    },
                };
                let event = Event {
                    id: id.clone(),
                    device: device.into(),
                    seq,
                    clock: Clock(at, 0),
                    at,
                    kind,
                };
                if event.kind.is_private() {
                    &mut journal
                } else {
                    &mut events
                }
                .push(event);
                known.push(id);
            }
            logs.push(("events", format!("{device}/{session}"), events));
            logs.push(("journal", format!("{device}/{session}"), journal));
        }
        World { logs }
    }

    /// A machine that has some of it: whole, cut off, as a conflict copy, twice.
    fn copy(&self, dice: &mut Dice) -> Sim {
        let sim = Sim::new(Path::new("/home/ada"), 1);
        for (tree, name, events) in &self.logs {
            let whole = write_header("x", name) + &events.iter().map(write_line).collect::<String>();
            let cut = &whole[..dice.below(whole.len() + 1)];
            let (log, conflict) = (
                format!("{name}.log"),
                format!("{name}.sync-conflict-20260101-120000-ABCDEFG.log"),
            );
            let (dropbox, both) = (
                format!("{name} (conflicted copy 2026-01-01).log"),
                [whole.as_str(), cut],
            );
            match dice.below(6) {
                0 => {}
                1 => put(&sim, tree, &log, cut),
                2 => both
                    .iter()
                    .zip([&log, &conflict])
                    .for_each(|(text, name)| put(&sim, tree, name, text)),
                3 => both
                    .iter()
                    .zip([&dropbox, &log])
                    .for_each(|(text, name)| put(&sim, tree, name, text)),
                4 => put(&sim, tree, &log, &whole.replace('\n', "\r\n")),
                _ => put(&sim, tree, &log, &whole),
            }
        }
        sim
    }
}

fn put(sim: &Sim, tree: &str, name: &str, text: &str) {
    let path = paths().data.join(tree).join(name);
    durable::make_folders(sim, path.parent().unwrap()).unwrap();
    durable::write_new(sim, &path, text.as_bytes()).unwrap();
}

/// What a start finds.
fn read(sim: &Sim) -> Vec<Event> {
    let (_, _, found) = open_on(Arc::new(sim.clone()), paths(), 9_000);
    assert_eq!((found.set_aside, found.problem), (Vec::new(), None));
    found.events
}

fn fork(sim: &Sim) -> Sim {
    Sim::of(sim.image(), 2)
}

/// This copy with another brought in, as `ally-up merge` does, and how many events were new to it.
fn merged(ours: &Sim, theirs: &Sim) -> (Sim, usize) {
    let ours = fork(ours);
    let files = |sim: &Sim| read_all(sim, &paths().data, &mut Vec::new());
    let (mut disk, _, _) = open_on(Arc::new(ours.clone()), paths(), 9_000);
    let plan = plan(&files(&ours), &files(theirs));
    disk.merge(&plan).unwrap();
    disk.compact(UnreadableLines::Keep).unwrap();
    drop(disk);
    (ours, plan.new.len())
}

/// The union of what these copies hold, by the definition.
fn union(copies: &[&Sim]) -> Vec<Event> {
    let mut all: Vec<Event> = copies
        .iter()
        .flat_map(|sim| read_all(*sim, &paths().data, &mut Vec::new()))
        .flat_map(|leaf| log::read(&leaf.bytes).events)
        .collect();
    log::order(&mut all);
    let forgotten = log::forgotten(&all);
    all.retain(|event| log::survives(event, &forgotten));
    all
}

#[test]
fn merging_is_the_union_in_any_order_and_any_number_of_times() {
    let mut dice = Dice(seed());
    for _ in 0..number("ALLY_UP_MERGES", WORLDS) {
        let world = World::new(&mut dice);
        let [a, b, c] = [(); 3].map(|()| world.copy(&mut dice));
        let (ab, ba) = (merged(&a, &b).0, merged(&b, &a).0);
        assert_eq!(read(&ab), union(&[&a, &b]));
        assert_eq!(read(&ab), read(&ba), "commutative");
        let (left, right) = (merged(&ab, &c).0, merged(&a, &merged(&b, &c).0).0);
        assert_eq!(read(&left), read(&right), "associative");
        assert_eq!(read(&left), union(&[&a, &b, &c]));
        assert_eq!(Progress::of(&read(&left)), Progress::of(&read(&right)));
        for again in [&a, &b, &c, &left] {
            let (same, new) = merged(&left, again);
            assert_eq!((new, read(&same)), (0, read(&left)), "idempotent");
        }
        // What was forgotten is in no file either.
        let forgotten = log::forgotten(&read(&left));
        let lines = read_all(&left, &paths().data, &mut Vec::new());
        assert!(
            lines
                .iter()
                .flat_map(|leaf| log::read(&leaf.bytes).events)
                .all(|event| log::survives(&event, &forgotten))
        );
    }
}
