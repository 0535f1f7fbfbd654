//! Owns what a learner has done, as a fold over events, and what follows from it: states, attempts, the place to go on from.
//! Must not know files or pages. The same events in any order of arrival give the same progress.

pub mod assessment;
pub mod event;
pub mod log;
pub mod mastery;
pub mod moments;
pub mod plan;
pub mod privacy;
pub mod private;
pub mod rehearsal;
pub mod review;
pub mod sessions;
pub mod stamper;
pub mod test_form;

use crate::action::{Came, Sureness};
use crate::course::{Course, Item, ItemKind};
use crate::doc::Place;
use crate::progress::event::{Clock, Event, EventKind, Position, Purpose};
use crate::progress::privacy::Category;
use crate::progress::private::PrivateEvents;
use crate::progress::rehearsal::{Move, Step};
use crate::progress::sessions::Session;
use crate::quiz::answer::{ShownOption, Verdict};
use crate::source::Id;
use crate::time::Millis;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// Everything that follows from the events seen so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    attempts: BTreeMap<Id, BTreeMap<Position, Attempt>>,
    places: BTreeMap<Id, BTreeMap<Position, (Place, u8)>>,
    read: BTreeMap<Id, BTreeMap<Position, Millis>>,
    /// What the learner wrote, as far as it is not forgotten.
    pub own: PrivateEvents,
    settings: BTreeMap<String, (Position, String)>,
    sessions: BTreeMap<Id, Session>,
    walks: BTreeMap<Id, BTreeMap<Position, Move>>,
    ended: BTreeSet<Id>,
    resets: BTreeMap<Position, (String, BTreeSet<Id>)>,
    undone: BTreeSet<String>,
    recalled: BTreeSet<Id>,
    told: BTreeMap<Id, BTreeMap<Position, (Millis, Came)>>,
    /// When a session of the program wrote its first event.
    starts: BTreeSet<Millis>,
    /// Where each reset lesson or question starts again; follows from `resets` and `undone`.
    cuts: BTreeMap<Id, Position>,
    renamed: BTreeMap<Id, Id>,
    seen: BTreeSet<String>,
    clock: Clock,
    latest: Millis,
}

/// One answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When.
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
    pub shown: Vec<ShownOption>,
}

/// Where a learner stands with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
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
        let renamed = renamed
            .iter()
            .map(|(old, new)| (Id::from(old.as_str()), Id::from(new.as_str())))
            .collect();
        let mut progress = Progress {
            renamed,
            ..Progress::default()
        };
        events.into_iter().for_each(|event| progress.apply(event));
        progress
    }

    /// What a saved id is called now.
    pub fn name(&self, id: &Id) -> Id {
        self.renamed.get(id).unwrap_or(id).clone()
    }

    /// Takes one event in. One that was seen before changes nothing.
    pub fn apply(&mut self, event: &Event) {
        if !self.seen.insert(event.id.clone()) {
            return;
        }
        self.clock = self.clock.max(event.clock);
        self.latest = self.latest.max(event.at);
        if event.seq == 0 {
            self.starts.insert(event.at);
        }
        let position = event.position();
        match &event.kind {
            EventKind::Placed {
                lesson,
                place,
                reached,
            } => {
                self.places
                    .entry(self.name(lesson))
                    .or_default()
                    .insert(position, (place.clone(), (*reached).min(100)));
            }
            EventKind::Read { lesson } => {
                self.read
                    .entry(self.name(lesson))
                    .or_default()
                    .insert(position, event.at);
            }
            EventKind::Answered {
                question,
                verdict,
                sure,
                hints,
                earlier,
                shown,
            } => {
                let attempt = Attempt {
                    at: event.at,
                    verdict: *verdict,
                    sure: *sure,
                    hints: *hints,
                    earlier: *earlier,
                    shown: shown.clone(),
                };
                self.attempts
                    .entry(self.name(question))
                    .or_default()
                    .insert(position, attempt);
            }
            EventKind::Began {
                session,
                purpose,
                questions,
            } => {
                let questions = questions.iter().map(|question| self.name(question)).collect();
                let purpose = match purpose {
                    Purpose::Retake(id) => Purpose::Retake(self.name(id)),
                    Purpose::Review => Purpose::Review,
                    Purpose::Final(id) => Purpose::Final(self.name(id)),
                    Purpose::BeforeAfter(id) => Purpose::BeforeAfter(self.name(id)),
                };
                let begun = Session {
                    id: session.clone(),
                    began: position,
                    at: event.at,
                    purpose,
                    questions,
                };
                self.sessions.insert(session.clone(), begun);
            }
            EventKind::Ended { session } => drop(self.ended.insert(session.clone())),
            EventKind::Reset { lessons, questions } => {
                let names = lessons.iter().chain(questions).map(|id| self.name(id)).collect();
                self.resets.insert(position, (event.id.clone(), names));
                self.cut();
            }
            EventKind::Undone { event } => {
                self.undone.insert(event.clone());
                self.cut();
            }
            EventKind::Wrote {
                entry,
                part,
                of,
                text,
                ..
            } => {
                let kind = EventKind::Wrote {
                    entry: self.name(entry),
                    part: *part,
                    of: *of,
                    text: text.clone(),
                    // Before the entry is renamed: an old event goes by the id it was written with.
                    category: Some(Category::of(&event.kind)),
                };
                self.own.keep(
                    position,
                    Event {
                        kind,
                        ..event.clone()
                    },
                );
            }
            EventKind::Told { lesson, came } => {
                let told = self.told.entry(self.name(lesson)).or_default();
                told.insert(position, (event.at, *came));
            }
            EventKind::Recalled { entry } => drop(self.recalled.insert(self.name(entry))),
            EventKind::Forgotten { events } => self.own.forget(events),
            EventKind::Set { name, value } => {
                let latest = self
                    .settings
                    .entry(name.clone())
                    .or_insert_with(|| (position.clone(), value.clone()));
                if latest.0 < position {
                    *latest = (position, value.clone());
                }
            }
            EventKind::Chose {
                rehearsal,
                scene,
                choice,
                to,
            } => {
                let step = Step {
                    scene: scene.clone(),
                    choice: *choice,
                    to: to.clone(),
                };
                self.walks
                    .entry(self.name(rehearsal))
                    .or_default()
                    .insert(position, Move::Chose(step));
            }
            EventKind::Turned { rehearsal, scene } => {
                self.walks
                    .entry(self.name(rehearsal))
                    .or_default()
                    .insert(position, Move::Turned(scene.clone()));
            }
            EventKind::Assessed {
                assessment,
                lens,
                ratings,
            } => {
                let ratings = ratings
                    .iter()
                    .map(|(line, points)| (self.name(line), *points))
                    .collect();
                let kind = EventKind::Assessed {
                    assessment: self.name(assessment),
                    lens: *lens,
                    ratings,
                };
                self.own.keep(
                    position,
                    Event {
                        kind,
                        ..event.clone()
                    },
                );
            }
            EventKind::Focused { assessment, scale } => {
                let kind = EventKind::Focused {
                    assessment: self.name(assessment),
                    scale: scale.clone(),
                };
                self.own.keep(
                    position,
                    Event {
                        kind,
                        ..event.clone()
                    },
                );
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

    /// Answered questions that are not among `known`: the course has lost them, the log has not.
    pub fn orphans(&self, known: &BTreeSet<&str>) -> usize {
        self.attempts.keys().filter(|id| !known.contains(&***id)).count()
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
        all: Option<&'a BTreeMap<Position, T>>,
    ) -> impl DoubleEndedIterator<Item = (&'a Position, &'a T)> + use<'a, T> {
        let from = self.cuts.get(id).map_or(Bound::Unbounded, Bound::Excluded);
        all.into_iter()
            .flat_map(move |all| all.range((from, Bound::Unbounded)))
    }

    /// All attempts at a question that count, the earliest first.
    pub fn attempts(&self, question: &str) -> impl DoubleEndedIterator<Item = &Attempt> + use<'_> {
        self.counting(question, self.attempts.get(question))
            .map(|(_, attempt)| attempt)
    }

    /// The attempts at a question after a moment.
    fn attempts_since(&self, question: &str, position: &Position) -> impl Iterator<Item = &Attempt> {
        let all = self.attempts.get(question).into_iter();
        let since = (Bound::Excluded(position.clone()), Bound::Unbounded);
        all.flat_map(move |all| all.range(since.clone()))
            .map(|(_, attempt)| attempt)
    }

    /// How many attempts a question has had, those before a reset too: the next one never looks like an earlier one.
    pub fn count(&self, question: &str) -> u32 {
        self.attempts.get(question).map_or(0, BTreeMap::len) as u32
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
            .map(|(_, (place, _))| place)
    }

    /// The lesson that was read last.
    pub fn last_lesson(&self) -> Option<&Id> {
        let latest = self
            .places
            .iter()
            .filter_map(|(lesson, all)| Some((self.counting(lesson, Some(all)).next_back()?.0, lesson)));
        latest.max().map(|(_, lesson)| lesson)
    }

    /// The furthest part of a lesson that was seen, in percent.
    pub fn reached(&self, lesson: &str) -> u8 {
        self.counting(lesson, self.places.get(lesson))
            .map(|(_, (_, reached))| *reached)
            .max()
            .unwrap_or(0)
    }

    /// When a lesson was first read to its end.
    pub fn read_at(&self, lesson: &str) -> Option<Millis> {
        self.counting(lesson, self.read.get(lesson))
            .map(|(_, at)| *at)
            .min()
    }

    /// Where the learner stands with a lesson.
    pub fn state(&self, lesson: &str) -> State {
        match (self.read_at(lesson), self.place(lesson)) {
            (Some(_), _) => State::Read,
            (None, Some(_)) => State::Begun(self.reached(lesson)),
            (None, None) => State::Fresh,
        }
    }

    /// How the scored questions of an item stand.
    pub fn score(&self, item: &Item) -> Score {
        let mut score = Score::default();
        for question in item.scored() {
            score.of += 1;
            score.answered += usize::from(self.latest(question).is_some());
            score.right += usize::from(self.ever_right(question));
        }
        score
    }

    /// How many lessons of the course were read, and how many there are.
    pub fn lessons_read(&self, course: &Course) -> (usize, usize) {
        let lessons = || course.items().filter(|item| item.kind == ItemKind::Lesson);
        let read = lessons()
            .filter(|item| self.state(&item.id) == State::Read)
            .count();
        (read, lessons().count())
    }

    /// The latest whole text written for an entry.
    pub fn words(&self, entry: &str) -> Option<String> {
        self.own.texts(entry).next_back().map(|(_, text)| text)
    }

    /// The ids of all events that hold something written for `entry`.
    pub fn written(&self, entry: &str) -> Vec<String> {
        let is_of =
            |event: &&Event| matches!(&event.kind, EventKind::Wrote { entry: of, .. } if **of == *entry);
        self.own
            .events()
            .filter(is_of)
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
mod tests {
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
        };
        event(at, kind)
    }

    #[test]
    fn the_latest_place_counts_and_the_furthest_is_kept() {
        let place = |chars| Place {
            heading: None,
            block: 0,
            chars,
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
        assert_eq!(progress.state("l"), State::Begun(90));
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
                    _ => event(at, EventKind::Placed { lesson: "l".into(), place: Place { heading: None, block: at as usize, chars: 0 }, reached: at as u8 }),
                }
            }).collect();
            let mut other = events.clone();
            let count = other.len();
            swaps.iter().for_each(|(a, b)| other.swap(a % count, b % count));
            other.extend(events.iter().take(3).cloned());
            prop_assert_eq!(Progress::of(&events), Progress::of(&other));
        }
    }
}
