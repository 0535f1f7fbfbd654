//! Owns what a learner has done, as a fold over events, and what follows from it: states, attempts, the place
//! to go on from. Must not know files or pages. The same events in any order of arrival give the same
//! progress.

pub mod assessment;
pub mod attempts;
pub mod been;
pub mod event;
pub mod event_ids;
pub mod history;
pub mod late_words;
pub mod latest;
pub mod log;
pub mod marks;
pub mod mastery;
pub mod moments;
pub mod plan;
pub mod privacy;
pub mod private;
pub mod private_words;
pub mod rehearsal;
pub mod renamed;
pub mod review;
pub mod sessions;
pub mod stamper;
pub mod test_form;

use crate::action::{Came, Sureness};
use crate::clean::Fingerprint;
use crate::course::{Course, Item, ItemKind};
use crate::doc::Place;
use crate::progress::been::Been;
use crate::progress::event::{Clock, Event, EventKind, Position};
use crate::progress::event_ids::EventIds;
use crate::progress::history::History;
use crate::progress::private::PrivateEvents;
use crate::progress::rehearsal::{Move, RehearsalStep};
use crate::progress::renamed::Renamed;
use crate::progress::sessions::Session;
use crate::quiz::answer::{ShownOptions, Verdict};
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that follows from the events seen so far. Written down, it is without the learner's words, what they were called, and
/// what follows from the rest: `Progress::brought_back` adds those.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    #[serde(with = "attempts")]
    attempts: BTreeMap<Id, History<Attempt>>,
    /// Of each lesson where it was left, and how much of it was seen after any moment.
    places: BTreeMap<Id, History<Been>>,
    read: BTreeMap<Id, History<Millis>>,
    passed: BTreeMap<Id, History<Vec<Fingerprint>>>,
    /// What the learner wrote, as far as it is not forgotten.
    #[serde(skip)]
    pub own: PrivateEvents,
    settings: BTreeMap<String, (Position, String)>,
    sessions: BTreeMap<Id, Session>,
    walks: BTreeMap<Id, History<Move>>,
    ended: BTreeSet<Id>,
    dropped: BTreeMap<Id, Clock>,
    resets: BTreeMap<Position, (String, BTreeSet<Id>)>,
    undone: BTreeSet<String>,
    recalled: BTreeSet<Id>,
    told: BTreeMap<Id, History<(Millis, Came)>>,
    /// When a session of the program wrote its first event.
    starts: BTreeSet<Millis>,
    /// Where each reset lesson or question starts again; follows from `resets` and `undone`.
    #[serde(skip)]
    cuts: BTreeMap<Id, Position>,
    #[serde(skip)]
    names: Renamed,
    #[serde(skip)]
    seen: EventIds,
    clock: Clock,
    latest: Millis,
}

/// One answer to a question. It is written down without the options: those of all answers are written as one, in `attempts`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Millis,
    /// How it was judged.
    pub verdict: Verdict,
    /// How sure the learner was.
    pub sure: Sureness,
    /// Steps of help shown.
    pub hints: u8,
    /// Attempts made before, as the learner saw it.
    pub earlier: u32,
    /// The options as they were.
    #[serde(skip)]
    pub shown: ShownOptions,
}

/// Where a learner stands with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Not opened.
    Fresh,
    /// Opened; this many percent seen.
    Begun(u8),
    /// Read to its end.
    Read,
}

/// How the scored questions of an item stand: each counts by its best attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Questions that were right at least once.
    pub right: usize,
    /// Questions that were answered.
    pub answered: usize,
    /// Questions in all.
    pub of: usize,
}

impl Progress {
    /// The fold over `events`, in any order.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Progress {
        Progress::renamed(&[], events)
    }

    /// The fold over `events` of a course in which ids have changed: (old, new).
    pub fn renamed<'a>(
        renamed: &[(String, String)],
        events: impl IntoIterator<Item = &'a Event>,
    ) -> Progress {
        let mut progress = Progress::fresh(renamed);
        events.into_iter().for_each(|event| progress.apply(event));
        progress
    }

    /// Nothing was done yet in a course in which ids have changed: (old, new).
    pub fn fresh(renamed: &[(String, String)]) -> Progress {
        Progress {
            names: Renamed::of(renamed),
            ..Progress::default()
        }
    }

    /// Goes on from what was written down of a fold: with the names that ids have in the course, the ids of the events in it, and what is
    /// known of the learner's words.
    pub fn brought_back(self, names: Renamed, seen: EventIds, own: PrivateEvents) -> Progress {
        let mut progress = Progress {
            names,
            seen,
            own,
            ..self
        };
        progress.cut();
        progress
    }

    /// The ids of all events in it.
    pub fn ids(&self) -> &EventIds {
        &self.seen
    }

    /// What a saved id is called now.
    pub fn name(&self, id: &Id) -> Id {
        self.names.name(id)
    }

    /// What happened, with the names that it is saved with.
    pub fn to_save(&self, mut kind: EventKind) -> EventKind {
        self.names.to_saved(&mut kind);
        kind
    }

    /// The name that something is saved under which is called this now.
    pub fn saved(&self, id: &Id) -> Id {
        self.names.saved(id)
    }

    /// Every other name that something may have been saved under which is called this now.
    pub fn saved_before(&self, id: &Id) -> impl Iterator<Item = &Id> {
        self.names.saved_before(id)
    }

    /// Takes one event in. One that was seen before changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if !self.seen.contains(&event.id) {
            self.take_in(event.clone());
        }
    }

    /// The same with an event that nobody else needs.
    pub fn take_in(&mut self, event: Event) {
        if !self.seen.insert(&event.id) {
            return;
        }
        self.clock = self.clock.max(event.clock);
        self.latest = self.latest.max(event.at);
        if event.seq == 0 {
            self.starts.insert(event.at);
        }
        let position = event.position();
        let at = event.at;
        let mut event = event.sorted();
        self.names.to_now(&mut event.kind);
        match event.kind {
            EventKind::Placed {
                lesson,
                place,
                reached,
            } => {
                let of = self.places.entry(lesson).or_default();
                let reached = reached.min(100);
                of.insert_peak(position, Been { place, reached }, |been| been.reached);
            }
            EventKind::Read { lesson } => {
                let of = self.read.entry(lesson).or_default();
                of.insert(position, at);
            }
            EventKind::Passed { lesson, blocks } => {
                let of = self.passed.entry(lesson).or_default();
                of.insert(position, blocks);
            }
            EventKind::Answered {
                question,
                verdict,
                sure,
                hints,
                earlier,
                shown,
                took: _,
            } => {
                let attempt = Attempt {
                    at,
                    verdict,
                    sure,
                    hints,
                    earlier,
                    shown: shown.into(),
                };
                let of = self.attempts.entry(question).or_default();
                of.insert(position, attempt);
            }
            EventKind::Began {
                session,
                purpose,
                questions,
            } => {
                let begun = Session {
                    id: session.clone(),
                    began: position,
                    at,
                    purpose,
                    questions,
                };
                match self.sessions.get_mut(&session) {
                    Some(other) if other.began > begun.began => {}
                    Some(other) => *other = begun,
                    None => drop(self.sessions.insert(session, begun)),
                }
            }
            EventKind::Ended { session } => drop(self.ended.insert(session)),
            EventKind::Dropped { what } => {
                let dropped = self.dropped.entry(what).or_default();
                *dropped = event.clock.max(*dropped);
            }
            EventKind::Reset { lessons, questions } => {
                let all = lessons.into_iter().chain(questions);
                let names = all.collect();
                self.resets.insert(position, (event.id, names));
                self.cut();
            }
            EventKind::Undone { event } => {
                self.undone.insert(event);
                self.cut();
            }
            EventKind::Wrote { .. }
            | EventKind::Marked { .. }
            | EventKind::Assessed { .. }
            | EventKind::Focused { .. } => {
                self.own.keep(position, event);
            }
            EventKind::Told { lesson, came } => {
                let told = self.told.entry(lesson).or_default();
                told.insert(position, (at, came));
            }
            EventKind::Recalled { entry } => drop(self.recalled.insert(entry)),
            EventKind::Forgotten { events } => self.own.forget(&events),
            EventKind::Set { name, value } => {
                let latest = self
                    .settings
                    .entry(name)
                    .or_insert_with(|| (position.clone(), value.clone()));
                if latest.0 < position {
                    *latest = (position, value);
                }
            }
            EventKind::Chose {
                rehearsal,
                scene,
                choice,
                to,
            } => {
                let step = RehearsalStep { scene, choice, to };
                let of = self.walks.entry(rehearsal).or_default();
                of.insert(position, Move::Chose(step));
            }
            EventKind::Turned { rehearsal, scene } => {
                let of = self.walks.entry(rehearsal).or_default();
                of.insert(position, Move::Turned(scene));
            }
        }
    }

    /// The latest clock seen.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The latest wall time that any event claims.
    pub fn latest_at(&self) -> Millis {
        self.latest
    }

    /// Answered questions that are not known: the course has lost them, the log has not.
    pub fn orphans(&self, is_known: impl Fn(&str) -> bool) -> usize {
        self.attempts.keys().filter(|id| !is_known(id)).count()
    }

    /// Whether an event was taken in, or must not be.
    pub fn knows(&self, event: &str) -> bool {
        self.seen.contains(event) || self.own.is_forgotten(event)
    }

    /// Events taken in.
    pub fn events(&self) -> usize {
        self.seen.len()
    }

    /// Works out anew where what was reset starts again.
    fn cut(&mut self) {
        self.cuts.clear();
        for (position, (event, names)) in &self.resets {
            if !self.undone.contains(event) {
                self.cuts
                    .extend(names.iter().map(|name| (name.clone(), position.clone())));
            }
        }
    }

    /// The part of a history that counts: all after the latest reset.
    fn counting<'a, T>(
        &'a self,
        id: &str,
        all: Option<&'a History<T>>,
    ) -> impl DoubleEndedIterator<Item = (&'a Position, &'a T)> + ExactSizeIterator + use<'a, T> {
        let (positions, values) = all.map_or_else(Default::default, |all| all.after(self.cuts.get(id)));
        positions.iter().zip(values)
    }

    /// All attempts at a question that count, the earliest first.
    pub fn attempts(
        &self,
        question: &str,
    ) -> impl DoubleEndedIterator<Item = &Attempt> + ExactSizeIterator + use<'_> {
        self.counting(question, self.attempts.get(question))
            .map(|(_, attempt)| attempt)
    }

    /// The attempts at a question after a moment.
    fn attempts_since<'a>(
        &'a self,
        question: &str,
        position: &Position,
    ) -> impl Iterator<Item = &'a Attempt> + use<'a> {
        let since = self.attempts.get(question).map(|all| all.after(Some(position)).1);
        since.into_iter().flatten()
    }

    /// How many attempts a question has had, those before a reset too: the next one never looks like an
    /// earlier one.
    pub fn count(&self, question: &str) -> u32 {
        self.attempts.get(question).map_or(0, History::len) as u32
    }

    /// The latest attempt at a question.
    pub fn latest(&self, question: &str) -> Option<&Attempt> {
        self.attempts(question).next_back()
    }

    /// Whether a question was right at least once.
    pub fn ever_right(&self, question: &str) -> bool {
        self.attempts(question)
            .any(|attempt| attempt.verdict == Verdict::Right)
    }

    /// Where the learner was in a lesson.
    pub fn place(&self, lesson: &str) -> Option<&Place> {
        self.counting(lesson, self.places.get(lesson))
            .next_back()
            .map(|(_, been)| &been.place)
    }

    /// Where the learner was last: a lesson, or an entry of the plan.
    pub fn last_place(&self) -> Option<&Id> {
        let latest = self
            .places
            .iter()
            .filter_map(|(lesson, all)| Some((self.counting(lesson, Some(all)).next_back()?.0, lesson)));
        latest.max().map(|(_, lesson)| lesson)
    }

    /// The furthest part of a lesson that was seen, in percent.
    pub fn reached(&self, lesson: &str) -> u8 {
        self.counting(lesson, self.places.get(lesson))
            .map(|(_, been)| been.reached)
            .max()
            .unwrap_or(0)
    }

    /// When a lesson was first read to its end.
    pub fn read_at(&self, lesson: &str) -> Option<Millis> {
        self.counting(lesson, self.read.get(lesson))
            .map(|(_, at)| *at)
            .min()
    }

    /// The blocks of a lesson that lie behind, each by its words. What was read before the log knew of blocks is not among them.
    pub fn passed(&self, lesson: &str) -> BTreeSet<Fingerprint> {
        self.counting(lesson, self.passed.get(lesson))
            .flat_map(|(_, blocks)| blocks.iter().copied())
            .collect()
    }

    /// Where the learner stands with a lesson.
    pub fn state(&self, lesson: &str) -> ItemState {
        match (self.read_at(lesson), self.place(lesson)) {
            (Some(_), _) => ItemState::Read,
            (None, Some(_)) => ItemState::Begun(self.reached(lesson)),
            (None, None) => ItemState::Fresh,
        }
    }

    /// How the scored questions of an item stand.
    pub fn score(&self, item: &Item) -> Score {
        let mut score = Score::default();
        for question in item.scored() {
            let mut attempts = self.attempts(question);
            score.of += 1;
            score.answered += usize::from(attempts.len() > 0);
            score.right += usize::from(attempts.any(|attempt| attempt.verdict == Verdict::Right));
        }
        score
    }

    /// How many lessons of the course were read, and how many there are.
    pub fn lessons_read(&self, course: &Course) -> (usize, usize) {
        let lessons = || course.items().filter(|item| item.kind == ItemKind::Lesson);
        let read = lessons()
            .filter(|item| self.state(&item.id) == ItemState::Read)
            .count();
        (read, lessons().count())
    }

    /// The latest whole text written for an entry.
    pub fn words(&self, entry: &str) -> Option<String> {
        self.own.texts(entry).next_back().map(|(_, text)| text)
    }

    /// The ids of all events that hold something written for `entry`, or that set or took away this mark.
    pub fn written(&self, entry: &str) -> Vec<String> {
        let is_of =
            |event: &&Event| matches!(&event.kind, EventKind::Marked { mark: of, .. } if **of == *entry);
        let marked = self.own.other_events().filter(is_of);
        marked
            .chain(self.own.written_for(entry))
            .map(|event| event.id.clone())
            .collect()
    }

    /// Whether an entry of the journal was brought back once.
    pub fn was_recalled(&self, entry: &str) -> bool {
        self.recalled.contains(entry)
    }

    /// The latest reset that still counts, by the id of its event.
    pub fn last_reset(&self) -> Option<&str> {
        self.resets
            .values()
            .rev()
            .map(|(event, _)| event.as_str())
            .find(|event| !self.undone.contains(*event))
    }

    /// A setting of the learner's.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.get(name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests;
