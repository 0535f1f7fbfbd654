//! Files of an open session vanish, shrink, or go back to an older copy between any two operations, as synchronizers, a checkout or a
//! restored backup make them do. After a calm moment all that a session has written is there and durable, or it says what is not.

use crate::crashes::paths;
use crate::dice::{Dice, number, seed};
use crate::image::Edit;
use crate::player::{NOW, Player, library};
use crate::protocol::{Bent, Protocol};
use crate::sim::{Kind, Sim};
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::stamper::Stamper;
use ally_up::shell::look;
use ally_up::store::compaction::UnreadableLines;
use ally_up::store::durable::walk;
use ally_up::store::fs::FileSystem;
use ally_up::store::watch::PollDepth;
use ally_up::store::{EventStore, open_on};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const HOME: &str = "/home/ada";
/// Histories in the suite.
const HISTORIES: u64 = 150;
const ACTIONS: usize = 24;
/// States of a power cut that are tried at the end of a history.
const CUTS: usize = 12;

/// What a synchronizer remembers of each file.
type Copies = Arc<Mutex<BTreeMap<PathBuf, Vec<Vec<u8>>>>>;

/// Does something to one of the files, by chance. What is forgotten is not brought back: that is another test.
fn meddle(sim: &Sim, copies: &Copies, dice: &mut Dice) {
    let logs: Vec<PathBuf> = walk(sim, &paths().data, |_, _| ())
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    if logs.is_empty() {
        return;
    }
    let path = logs[dice.below(logs.len())].clone();
    let bytes = sim.read(&path, 0..u64::MAX).unwrap_or_default();
    let now = &bytes[..];
    let mut copies = copies.lock().unwrap();
    let older = copies.entry(path.clone()).or_default();
    let put = |bytes: &[u8]| {
        // The same bytes nobody could tell from one's own, and the system writes them out within the minute.
        if bytes == now {
            return Ok(());
        }
        // Under a new node, as a renaming synchronizer does; the old one stays open somewhere.
        let _ = sim.remove(&path);
        sim.create(&path)?.write_all(bytes)
    };
    let done = match dice.below(7) {
        0 => sim.remove(&path),
        1 => logs
            .iter()
            .filter(|log| log.parent() == path.parent())
            .try_for_each(|log| sim.remove(log)),
        2 => sim.edit(&path, Edit::Cut(dice.below(bytes.len() + 1))),
        3 if !older.is_empty() => {
            let put = put(&older[dice.below(older.len())]);
            // Should it be as the session left it, nobody can tell that it was away; by then it is durable.
            sim.write_out();
            put
        }
        4 => put(&bytes[..dice.below(bytes.len() + 1)]),
        5 => put(&vec![0; bytes.len()]),
        _ => {
            older.push(bytes.clone());
            Ok(())
        }
    };
    // It may meet a fault of the disk, like anybody else.
    drop(done);
}

/// A window, with what it was given.
struct Session {
    disk: EventStore,
    stamper: Stamper,
    given: Vec<Event>,
}

struct World {
    sim: Sim,
    dice: Dice,
    protocol: Protocol,
    copies: Copies,
    sessions: Vec<Session>,
    forgotten: BTreeSet<String>,
}

impl World {
    fn open(&mut self) {
        let (disk, stamper, _) = open_on(Arc::new(Bent::new(&self.sim, self.protocol)), paths(), 1_000);
        self.sessions.push(Session {
            disk,
            stamper,
            given: Vec::new(),
        });
    }

    fn act(&mut self, nth: usize) {
        if self.sessions.is_empty() || self.sessions.len() < 3 && self.dice.below(8) == 0 {
            self.open();
        }
        let (sim, copies, mut dice) = (self.sim.clone(), Arc::clone(&self.copies), Dice(self.dice.roll()));
        let meanwhile = move || meddle(&sim, &copies, &mut dice);
        self.sim
            .meanwhile(self.dice.below(60) as u64, Box::new(meanwhile));
        let at = self.dice.below(self.sessions.len());
        let Session { disk, stamper, given } = &mut self.sessions[at];
        let forgets = self.dice.below(9) == 0;
        let kind = match self.dice.below(2) {
            _ if forgets => {
                let words = given.iter().filter(|event| event.kind.is_private()).take(2);
                let ids: Vec<String> = words.map(|event| event.id.clone()).collect();
                self.forgotten.extend(ids.iter().cloned());
                EventKind::Forgotten { events: ids }
            }
            0 => EventKind::Wrote {
                entry: "notes".into(),
                part: 0,
                of: 1,
                text: "word ".repeat(self.dice.below(200)),
                category: None,
            },
            _ => EventKind::Read {
                lesson: format!("lesson-{nth}").as_str().into(),
            },
        };
        let event = stamper.stamp(kind, 2_000 + nth as i64);
        given.push(event.clone());
        let saved = disk.append(&[event]);
        assert_eq!(saved.is_ok(), disk.unsaved() == 0);
        if forgets {
            // What could not be swept is swept later.
            let _ = disk.compact(UnreadableLines::Keep);
        }
    }

    /// Nobody meddles any more: what each session says and what there is.
    fn calm_down(&mut self) -> Result<usize, String> {
        self.sim.meanwhile(0, Box::new(|| ()));
        let _ = self.sim.is_folder(Path::new("/"));
        let mut unsaved = 0;
        for Session { disk, .. } in &mut self.sessions {
            let saved = disk.append(&[]);
            unsaved += disk.unsaved();
            if saved.is_ok() != (disk.unsaved() == 0) {
                return Err("it says saved, and something is not".into());
            }
        }
        let given = self.sessions.iter().flat_map(|session| &session.given);
        let kept: Vec<&Event> = given
            .filter(|event| !self.forgotten.contains(&event.id))
            .collect();
        let image = self.sim.image();
        let cuts = image.cuts(CUTS, &mut self.dice);
        let states =
            std::iter::once(("", image)).chain(cuts.into_iter().map(|cut| (" after a power cut", cut)));
        for (when, cut) in states {
            let found = open_on(Arc::new(Sim::of(cut, 0)), paths(), 1).2;
            let missing = kept.iter().filter(|event| !found.events.contains(event)).count();
            if missing > unsaved {
                return Err(format!(
                    "{missing} events are gone{when}, and {unsaved} are called not saved"
                ));
            }
            if unsaved == 0
                && found
                    .events
                    .iter()
                    .any(|event| self.forgotten.contains(&event.id))
            {
                return Err("what was forgotten is back".into());
            }
        }
        Ok(kept.len())
    }
}

/// Plays histories; how many events they held, or what went wrong first.
fn run(protocol: Protocol, histories: u64) -> Result<usize, String> {
    let (mut events, seed) = (0, seed());
    for number in 0..histories {
        let mut dice = Dice(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let sim = Sim::new(Path::new(HOME), dice.roll());
        let mut world = World {
            sim,
            dice,
            protocol,
            copies: Copies::default(),
            sessions: Vec::new(),
            forgotten: BTreeSet::new(),
        };
        for nth in 0..ACTIONS {
            // In every other history the disk fills up for a while, or for good.
            if number % 2 == 1 && world.dice.below(6) == 0 {
                let (after, count) = (world.dice.below(40) as u64, 1 + world.dice.below(200) as u64);
                world.sim.fail(after, count, Kind::Full);
            }
            world.act(nth);
        }
        if number % 4 == 1 {
            world.sim.fail(0, u64::MAX, Kind::Full);
        } else {
            world.sim.heal();
        }
        events += world
            .calm_down()
            .map_err(|wrong| format!("history {number} of seed {seed}: {wrong}"))?;
    }
    Ok(events)
}

#[test]
fn what_vanishes_is_written_again_or_called_not_saved() {
    let histories = number("ALLY_UP_VANISHING", HISTORIES);
    let events = run(Protocol::Ours, histories).unwrap();
    println!("{events} events in {histories} histories of files that vanish, shrink and go back: lost 0");
}

#[test]
fn a_session_that_never_looks_at_its_own_logs_is_caught() {
    println!("{}", run(Protocol::NeverLooks, HISTORIES).unwrap_err());
}

#[test]
fn an_answer_that_vanishes_from_a_full_disk_is_not_called_saved_any_more() {
    let sim = Sim::new(Path::new(HOME), 1);
    let mut player = Player::start(&library(), &sim, NOW);
    player.keys("<enter><tab>2<enter><enter>");
    assert!(player.screen().contains("Saved."), "{}", player.screen());
    let answers = player.store.given.len();
    let logs = || walk(&sim, &paths().data.join("events"), |_, _| ());
    for (log, _) in logs() {
        sim.remove(&log).unwrap();
    }
    sim.fail(0, u64::MAX, Kind::Full);
    look(&mut player.app, PollDepth::Full, &mut player.store, player.now);
    let screen = player.screen();
    assert!(
        screen.contains("NOT SAVED") && !screen.contains("Saved."),
        "{screen}"
    );
    assert_eq!(player.app.model().saving.unsaved(), answers);
    sim.heal();
    look(&mut player.app, PollDepth::Full, &mut player.store, player.now);
    let screen = player.screen();
    assert!(
        screen.contains("Saved.") && !screen.contains("NOT SAVED"),
        "{screen}"
    );
    let found = open_on(Arc::new(sim.clone()), paths(), NOW).2;
    assert_eq!((found.events, logs().len()), (player.store.given.clone(), 1));
}
