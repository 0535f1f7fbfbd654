//! Random histories of the real store on a simulated disk, and after every operation the states that a power
//! cut may leave: what was acknowledged is in all of them, what was never written is in none.

use crate::dice::{Dice, number, seed};
use crate::image::Image;
use crate::protocol::{Bent, MUTANTS, Protocol};
use crate::sim::{Kind, Sim};
use ally_up::action::Sureness;
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::stamper::Stamper;
use ally_up::quiz::answer::{Answer, Draft, Verdict};
use ally_up::store::paths::Paths;
use ally_up::store::{EventStore, open_on};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// States in the suite. `ALLY_UP_CRASHES` asks for more, `ALLY_UP_SEED` for other histories.
const STATES: u64 = 10_000;
/// States in which each mutant must have lost something.
const ENOUGH: u64 = 400_000;
/// States tried after one operation; and where a mutant is to be caught, which more histories do sooner than
/// more states of one.
const MOST: usize = 24;
const FEW: usize = 6;
/// Things that happen in one history.
const ACTIONS: usize = 24;
const HOME: &str = "/home/ada";
const QUESTIONS: [&str; 3] = ["who-decides", "first-step", "a/b"];
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

pub fn paths() -> Paths {
    let home = Path::new(HOME);
    let state = home.join(".local/state/ally-up");
    Paths {
        data: home.join(".local/share/ally-up/course"),
        drafts: state.join("drafts/course"),
        state,
        ..Paths::default()
    }
}

/// What a run tried.
#[derive(Debug, Default)]
struct Figures {
    histories: u64,
    states: u64,
    acknowledged: u64,
}

/// What the learner may rely on.
#[derive(Default)]
struct Claim {
    given: BTreeMap<String, Event>,
    acknowledged: BTreeSet<String>,
    /// What a question's draft may be: the last one that was acknowledged, and all that were begun since;
    /// `None` is none.
    drafts: BTreeMap<String, Vec<Option<Draft>>>,
    /// Where every operation succeeds and nobody is killed: the ids that this machine went by.
    machines: BTreeSet<String>,
    killed: bool,
}

impl Claim {
    /// What is wrong with this state.
    fn check(&self, image: &Image) -> Result<(), String> {
        let (_, mut stamper, found) = open_on(Arc::new(Sim::of(image.clone(), 0)), paths(), 1);
        let present: BTreeMap<&str, &Event> = found.events.iter().map(|event| (&*event.id, event)).collect();
        if let Some(lost) = self
            .acknowledged
            .iter()
            .find(|id| !present.contains_key(id.as_str()))
        {
            return Err(format!("lost: {:?}", self.given[lost]));
        }
        if let Some(strange) = found
            .events
            .iter()
            .find(|event| self.given.get(&event.id) != Some(event))
        {
            return Err(format!("never written: {strange:?}"));
        }
        if let Some(problem) = found.problem {
            return Err(format!("not read: {problem}"));
        }
        for (question, may_be) in &self.drafts {
            let draft = found.drafts.iter().find(|draft| *draft.question == **question);
            if !may_be.iter().any(|allowed| allowed.as_ref() == draft) {
                return Err(format!(
                    "the draft of {question} is {draft:?}, and may be {may_be:?}"
                ));
            }
        }
        let machine = stamper
            .stamp(EventKind::Read { lesson: "x".into() }, 1)
            .device
            .to_string();
        if !self.machines.is_empty() && !self.killed && !self.machines.contains(&machine) {
            return Err(format!(
                "this machine goes by {machine} now, and went by {:?}",
                self.machines
            ));
        }
        Ok(())
    }
}

/// A window.
struct Session {
    disk: EventStore,
    stamper: Stamper,
    /// Given to the disk, and not acknowledged.
    waiting: Vec<String>,
}

/// One history.
struct World<'a> {
    protocol: Protocol,
    sim: Sim,
    dice: &'a mut Dice,
    claim: Claim,
    sessions: Vec<Session>,
    /// Whether operations go wrong in this history.
    rough: bool,
    /// States tried after one operation.
    most: usize,
    clock: i64,
    /// When a draft was kept last.
    drafted: i64,
    figures: &'a mut Figures,
}

impl World<'_> {
    fn open(&mut self) {
        let bent = Bent::new(&self.sim, self.protocol);
        bent.recover(Path::new(HOME))();
        let (disk, stamper, _) = open_on(Arc::new(bent), paths(), self.clock);
        self.sessions.push(Session {
            disk,
            stamper,
            waiting: Vec::new(),
        });
    }

    /// A window, by chance; opened if there is none.
    fn session(&mut self) -> usize {
        if self.sessions.is_empty() {
            self.open();
        }
        self.dice.below(self.sessions.len())
    }

    fn kind(&mut self) -> EventKind {
        match self.dice.below(4) {
            0 => EventKind::Read {
                lesson: "welcome".into(),
            },
            1 => EventKind::Wrote {
                entry: "notes".into(),
                part: 0,
                of: 1,
                text: "word ".repeat(self.dice.below(400)),
                category: None,
            },
            2 => EventKind::Set {
                name: "width".into(),
                value: "two\nlines".into(),
            },
            _ => EventKind::Answered {
                question: QUESTIONS[self.dice.below(3)].into(),
                verdict: Verdict::Right,
                sure: Sureness::Sure,
                hints: 0,
                earlier: 3,
                shown: vec![],
                took: None,
            },
        }
    }

    fn append(&mut self) -> Result<(), String> {
        let at = self.session();
        let mut events = Vec::new();
        for _ in 0..=self.dice.below(3) {
            let kind = self.kind();
            self.clock += self.dice.below(3) as i64 - 1;
            let event = self.sessions[at].stamper.stamp(kind, self.clock);
            self.claim.given.insert(event.id.clone(), event.clone());
            events.push(event);
        }
        let Session { disk, waiting, .. } = &mut self.sessions[at];
        waiting.extend(events.iter().map(|event| event.id.clone()));
        let saved = disk.append(&events);
        // What the disk went through, seen by one who knows of nothing that was acknowledged since.
        self.look_back()?;
        let Session { disk, waiting, .. } = &mut self.sessions[at];
        match saved {
            Ok(()) if disk.unsaved() > 0 => return Err("it says saved, and something is not".into()),
            Ok(()) => {
                self.figures.acknowledged += waiting.len() as u64;
                self.claim.acknowledged.extend(waiting.drain(..));
                if !self.rough {
                    self.claim.machines.insert(events[0].device.to_string());
                }
            }
            Err(_) => {}
        }
        self.look()
    }

    fn draft(&mut self) -> Result<(), String> {
        let (at, question) = (self.session(), QUESTIONS[self.dice.below(3)]);
        self.drafted += 1;
        let answer = Answer::Words("word ".repeat(self.dice.below(200)));
        let draft = Draft {
            question: question.into(),
            earlier: 0,
            answer,
            hints: 0,
            open: None,
            caret: 0,
            at: self.drafted,
            shown: Vec::new(),
        };
        let may_be = self
            .claim
            .drafts
            .entry(question.into())
            .or_insert_with(|| vec![None]);
        may_be.push(Some(draft.clone()));
        let kept = self.sessions[at].disk.keep_draft(&draft);
        self.look_back()?;
        if kept.is_ok() {
            self.claim.drafts.insert(question.into(), vec![Some(draft)]);
        }
        self.look()
    }

    fn drop_draft(&mut self) -> Result<(), String> {
        let (at, question) = (self.session(), QUESTIONS[self.dice.below(3)]);
        let may_be = self
            .claim
            .drafts
            .entry(question.into())
            .or_insert_with(|| vec![None]);
        // Other windows' drafts go one by one: an older one may show for a moment.
        may_be.push(None);
        let older = may_be.clone();
        let dropped = self.sessions[at].disk.drop_draft(question);
        match dropped {
            Ok(()) => drop(self.claim.drafts.insert(question.into(), vec![None])),
            Err(_) => drop(self.claim.drafts.insert(question.into(), older)),
        }
        // In the middle of it there are states that no later step can tell from an older one.
        self.sim.trace();
        self.look()
    }

    /// Every state since one looked last.
    fn look_back(&mut self) -> Result<(), String> {
        for image in self.sim.trace() {
            self.try_cuts(&image)?;
        }
        Ok(())
    }

    /// The state as it is.
    fn look(&mut self) -> Result<(), String> {
        let image = self.sim.image();
        self.claim
            .check(&image)
            .map_err(|wrong| format!("without a power cut: {wrong}"))?;
        self.try_cuts(&image)
    }

    fn try_cuts(&mut self, image: &Image) -> Result<(), String> {
        for cut in image.cuts(self.most, self.dice) {
            self.figures.states += 1;
            self.claim.check(&cut)?;
        }
        Ok(())
    }

    /// The power goes, and comes back.
    fn power_cut(&mut self) -> Result<(), String> {
        self.sessions.clear();
        let states = self.sim.image().cuts(MOST, self.dice);
        let image = states[self.dice.below(states.len())].clone();
        self.sim = Sim::of(image.clone(), self.dice.roll());
        if self.rough {
            self.sim.be_choppy();
        }
        let found = open_on(Arc::new(Sim::of(image, 0)), paths(), 1).2;
        for (question, may_be) in &mut self.claim.drafts {
            *may_be = vec![
                found
                    .drafts
                    .iter()
                    .find(|draft| *draft.question == **question)
                    .cloned(),
            ];
        }
        self.look()
    }

    fn act(&mut self) -> Result<(), String> {
        match self.dice.below(if self.rough { 16 } else { 12 }) {
            0 if self.sessions.len() < 3 => {
                self.open();
                Ok(())
            }
            0 | 1 => {
                self.sessions.pop();
                Ok(())
            }
            2 => self.power_cut(),
            3 => {
                // Killed in the middle of something. What it had written so far is in memory, for the next
                // window to see.
                let at = self.session();
                self.claim.killed = true;
                self.sim.fail(self.dice.below(30) as u64, u64::MAX, Kind::Dead);
                let last = self.sessions.len() - 1;
                self.sessions.swap(at, last);
                let mut others: Vec<Session> = self.sessions.drain(..last).collect();
                self.append()?;
                self.sessions.clear();
                self.sessions.append(&mut others);
                self.sim.heal();
                self.look()
            }
            4 => self.drop_draft(),
            5 | 6 => self.draft(),
            12 => {
                let (after, count) = (self.dice.below(40) as u64, 1 + self.dice.below(3) as u64);
                self.sim.fail(after, count, KINDS[self.dice.below(KINDS.len())]);
                Ok(())
            }
            13 => {
                // Another window starts, and goes on in the middle of whatever comes next.
                let bent = Bent::new(&self.sim, self.protocol);
                let recover = bent.recover(Path::new(HOME));
                let other = move || {
                    recover();
                    open_on(Arc::new(bent), paths(), 1);
                };
                self.sim.meanwhile(self.dice.below(12) as u64, Box::new(other));
                Ok(())
            }
            _ => self.append(),
        }
    }
}

/// Plays histories until so many states were tried. What is wrong, with the history's number, ends it.
fn run(protocol: Protocol, seed: u64, states: u64) -> (Figures, Result<(), String>) {
    let mut figures = Figures::default();
    while figures.states < states {
        let number = figures.histories;
        figures.histories += 1;
        let mut dice = Dice(seed.wrapping_mul(1_000_003).wrapping_add(number));
        let sim = Sim::new(Path::new(HOME), dice.roll());
        let rough = number % 2 == 1;
        if rough {
            sim.be_choppy();
        }
        let most = if protocol == Protocol::Ours { MOST } else { FEW };
        let (clock, claim, sessions) = (1_790_000_000_000, Claim::default(), Vec::new());
        let mut world = World {
            protocol,
            sim,
            dice: &mut dice,
            claim,
            sessions,
            rough,
            most,
            clock,
            drafted: clock,
            figures: &mut figures,
        };
        for _ in 0..ACTIONS {
            if let Err(wrong) = world.act() {
                return (figures, Err(format!("history {number} of seed {seed}: {wrong}")));
            }
        }
    }
    (figures, Ok(()))
}

#[test]
fn what_was_acknowledged_survives_every_power_cut() {
    let states = number("ALLY_UP_CRASHES", STATES);
    let seed = seed();
    // Two threads, so that a long run takes half as long; each has histories of its own.
    let halves: Mutex<Vec<_>> = Mutex::default();
    std::thread::scope(|scope| {
        for half in 0..2 {
            let halves = &halves;
            scope.spawn(move || {
                halves
                    .lock()
                    .unwrap()
                    .push(run(Protocol::Ours, seed + half * 500_000, states / 2))
            });
        }
    });
    let mut all = Figures::default();
    for (figures, outcome) in halves.into_inner().unwrap() {
        outcome.unwrap();
        all.histories += figures.histories;
        all.states += figures.states;
        all.acknowledged += figures.acknowledged;
    }
    println!(
        "{} states after power cuts, in {} histories with {} acknowledged events: lost 0",
        all.states, all.histories, all.acknowledged
    );
}

#[test]
fn every_broken_way_to_save_is_caught() {
    // With this one they are caught soonest.
    let seed = number("ALLY_UP_SEED", 5);
    for mutant in MUTANTS {
        let (figures, outcome) = run(mutant, seed, ENOUGH);
        let Err(wrong) = outcome else {
            panic!("{mutant:?} survives {} states", figures.states)
        };
        println!(
            "{mutant:?} is caught after {} states: {}",
            figures.states,
            wrong.chars().take(160).collect::<String>()
        );
    }
}

#[test]
fn whoever_is_killed_in_a_first_save_leaves_the_next_window_safe() {
    let draft = |question: &str| {
        let answer = Answer::Words("words".into());
        Draft {
            question: question.into(),
            earlier: 0,
            answer,
            hints: 0,
            open: None,
            caret: 0,
            at: 1,
            shown: Vec::new(),
        }
    };
    let read = || EventKind::Read {
        lesson: "welcome".into(),
    };
    for step in 0.. {
        let sim = Sim::new(Path::new(HOME), 1);
        let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 1);
        sim.fail(step, u64::MAX, Kind::Dead);
        let was_killed =
            disk.append(&[stamper.stamp(read(), 1)]).is_err() || disk.keep_draft(&draft("first")).is_err();
        drop(disk);
        sim.heal();
        // What the killed one made is there in memory, and was perhaps never synced.
        let (mut disk, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 1);
        let event = stamper.stamp(read(), 1);
        disk.append(std::slice::from_ref(&event)).unwrap();
        disk.keep_draft(&draft("second")).unwrap();
        for cut in sim.image().cuts(64, &mut Dice(step)) {
            let found = open_on(Arc::new(Sim::of(cut, 0)), paths(), 1).2;
            assert!(
                found.events.contains(&event),
                "killed at step {step}: the next window's answer is lost"
            );
            assert!(
                found.drafts.contains(&draft("second")),
                "killed at step {step}: the next window's draft is lost"
            );
        }
        if !was_killed {
            assert!(step > 40, "{step} steps are no first save");
            break;
        }
    }
}
