//! Owns what can happen to a learner's progress, one variant each. Nothing is stored but events; all else is
//! a fold over them. Must not know files, checksums or pages. A variant that a released version wrote is
//! never changed, only joined by new ones.

use crate::action::{Came, LearnerRole, Sureness};
use crate::clean::Fingerprint;
use crate::doc::Place;
use crate::progress::event_ids;
use crate::quiz::answer::{ShownOption, Verdict};
use crate::shared_id::shared_id;
use crate::source::Id;
use crate::time::{DAY, Millis};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Something that happened: what `update` emitted, and what the store stamped on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// A version-7 UUID, hyphenated. Two events with one id are one event.
    pub id: String,
    /// The machine that wrote it.
    pub device: Id,
    /// How many events this session wrote before, from 0.
    pub seq: u64,
    /// Hybrid logical clock: orders events, also when the wall clock was set back.
    pub clock: Clock,
    /// Wall time as read, for dates and for what is due.
    pub at: Millis,
    /// What happened.
    pub kind: EventKind,
}

impl Event {
    /// What events are ordered by, as a key.
    pub fn position(&self) -> Position {
        Position {
            clock: self.clock,
            device: Id::clone(&self.device),
            seq: self.seq,
            tie: event_ids::number(&self.id),
        }
    }

    /// With its category said, also where it was written before there was one: by the id that it was written with.
    pub fn sorted(mut self) -> Event {
        let of = Category::of(&self.kind);
        if let EventKind::Wrote { category, .. } = &mut self.kind {
            *category = Some(of);
        }
        self
    }

    /// The same without a copy, to compare.
    pub fn order(&self) -> (Clock, &str, u64) {
        (self.clock, &self.device, self.seq)
    }
}

/// Where an event stands among all others: the same on every machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Its clock, which decides unless two machines wrote at once.
    pub clock: Clock,
    /// The machine that wrote it.
    pub device: Id,
    /// How many events its session wrote before.
    pub seq: u64,
    /// From the event's id: two windows of a machine may write at once.
    pub tie: u128,
}

/// A hybrid logical clock: at least the wall clock, always later than whatever was seen. One that no clock can have come to is not
/// trusted: it stands before all others, so that it neither stays the latest for ever nor leaves no room for what comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Clock(pub Millis, pub u32);

impl Clock {
    /// The start of the year 9000, in milliseconds since 1970. Calendars end in 9999.
    pub const LATEST: Millis = 221_845_392_000_000;

    /// The next reading after `self`, at wall time `now`. A reading of the last day of all is not gone on from: there would be no room
    /// for what comes next, and the order of events would stand still.
    pub fn tick(self, now: Millis) -> Clock {
        let now = now.min(Clock::LATEST - DAY);
        let Clock(wall, counter) = match self.leaves_room() {
            true => self,
            false => Clock(Millis::MIN, 0),
        };
        match counter.checked_add(1) {
            _ if now > wall => Clock(now, 0),
            Some(counter) => Clock(wall, counter),
            None => Clock(wall + 1, 0),
        }
    }

    /// Whether later readings can follow for as long as anybody plays.
    pub fn leaves_room(self) -> bool {
        self.0 <= Clock::LATEST - DAY
    }

    fn is_trusted(self) -> bool {
        self.0 <= Clock::LATEST
    }
}

impl Ord for Clock {
    fn cmp(&self, other: &Clock) -> Ordering {
        let key = |clock: &Clock| (clock.is_trusted(), clock.0, clock.1);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Clock {
    fn partial_cmp(&self, other: &Clock) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum EventKind {
    /// Somebody was reading here, or at this entry of the plan; `reached` is the furthest part of the lesson seen, in percent. Coalesced:
    /// at most one in five seconds.
    Placed {
        #[serde(deserialize_with = "shared_id")]
        lesson: Id,
        place: Place,
        reached: u8,
    },
    /// A lesson was read to its end.
    Read { lesson: Id },
    /// These blocks of a lesson were read, or passed where nothing is to be read; each by its words.
    Passed { lesson: Id, blocks: Vec<Fingerprint> },
    /// A question was answered.
    Answered {
        #[serde(deserialize_with = "shared_id")]
        question: Id,
        verdict: Verdict,
        sure: Sureness,
        /// Steps of help that were shown.
        hints: u8,
        /// Attempts made before this one; the order of the options follows from it.
        earlier: u32,
        /// Every option that was shown.
        shown: Vec<ShownOption>,
        /// Milliseconds that the question had been in sight. Absent in events of version 0.1.0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        took: Option<u32>,
    },
    /// Words were written, for the question or page `entry`; long text comes in several parts, `part` counted
    /// from 0.
    Wrote {
        entry: Id,
        part: u32,
        of: u32,
        text: String,
        /// What the words belong to. Absent in events of version 0.1.0: `Category::of` knows what they meant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        category: Option<Category>,
    },
    /// A setting of the learner's.
    Set { name: String, value: String },
    /// A session was begun; its questions in the order they are asked.
    Began {
        session: Id,
        purpose: Purpose,
        questions: Vec<Id>,
    },
    /// This is not offered any more as half done, until it is worked on again: an item, a session, or a plan by its first entry.
    Dropped { what: Id },
    /// A session was left for good, or its last question was answered.
    Ended { session: Id },
    /// These lessons and questions start again. What was before stays in the log, and comes back if this is
    /// undone.
    Reset { lessons: Vec<Id>, questions: Vec<Id> },
    /// The event with this id no longer counts. Only a reset can be taken back.
    Undone { event: String },
    /// An entry of the journal was brought back to its writer.
    Recalled { entry: Id },
    /// The events with these ids are gone for good, and must not come back with a merge. They held the
    /// learner's own words.
    Forgotten { events: Vec<String> },
    /// A line was chosen in a scene of a rehearsal, and led to another scene.
    Chose {
        rehearsal: Id,
        scene: Id,
        choice: Fingerprint,
        to: Id,
    },
    /// A rehearsal was turned back to a scene; without one, to its start.
    Turned { rehearsal: Id, scene: Option<Id> },
    /// A self-assessment was finished: each line with its points from 1 to 5, or 0 where it was skipped.
    Assessed {
        assessment: Id,
        lens: LearnerRole,
        ratings: Vec<(Id, u8)>,
    },
    /// A scale of a self-assessment was chosen to start with.
    Focused { assessment: Id, scale: Id },
    /// The learner said whether the moment of a lesson's line for today came.
    Told { lesson: Id, came: Came },
    /// A paragraph of the course was marked, or its mark was taken away. A note on it is written for the entry `mark`.
    Marked {
        mark: Id,
        /// The lesson, or the file of a page beside the lessons.
        page: Id,
        /// Where the paragraph stood: a hint.
        place: Place,
        /// Of all its words.
        print: Fingerprint,
        /// How it began.
        words: String,
        is_on: bool,
    },
}

/// What a session is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Purpose {
    /// Asking a lesson's questions again.
    Retake(Id),
    /// Cards that are due.
    Review,
    /// A form of the final assessment with this id.
    Final(Id),
    /// The form before and after with this id, the one or the other time.
    BeforeAfter(Id),
}

impl EventKind {
    /// Whether it holds what the learner wrote or said of themselves, which live in a tree of their own that
    /// no exporter opens by itself.
    pub fn is_private(&self) -> bool {
        match self {
            EventKind::Wrote { .. } => true,
            EventKind::Placed { .. }
            | EventKind::Read { .. }
            | EventKind::Passed { .. }
            | EventKind::Answered { .. }
            | EventKind::Set { .. } => false,
            EventKind::Began { .. }
            | EventKind::Ended { .. }
            | EventKind::Dropped { .. }
            | EventKind::Reset { .. }
            | EventKind::Undone { .. } => false,
            EventKind::Forgotten { .. } | EventKind::Recalled { .. } => false,
            EventKind::Chose { .. } | EventKind::Turned { .. } | EventKind::Told { .. } => false,
            EventKind::Assessed { .. } | EventKind::Focused { .. } => true,
            EventKind::Marked { .. } => true,
        }
    }
}

/// What something that is kept belongs to. The names are written to the log and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Answers, places and settings: what happened in the course.
    Course,
    /// What the learner wrote: reflections, gaps, rehearsals.
    Journal,
    /// The if–then plan and its check-ins.
    Plan,
    /// How the learner rated themselves, and where they chose to start.
    SelfAssessment,
    /// What the learner marked, and their notes on it.
    Notes,
}

/// Events that tests beside the code are written with.
#[cfg(test)]
pub mod samples {
    use super::*;

    /// A lesson read on one machine; the event has the lesson's id.
    pub fn read(lesson: &str) -> Event {
        let kind = EventKind::Read {
            lesson: lesson.into(),
        };
        Event {
            id: lesson.to_owned(),
            device: "laptop".into(),
            seq: 0,
            clock: Clock(1, 0),
            at: 1,
            kind,
        }
    }

    /// An answer without hints, at a time.
    pub fn answered(question: &str, at: Millis, verdict: Verdict, sure: Sureness) -> Event {
        let kind = EventKind::Answered {
            question: question.into(),
            verdict,
            sure,
            hints: 0,
            earlier: 0,
            shown: Vec::new(),
            took: None,
        };
        Event {
            id: format!("{question}{at}"),
            device: "d".into(),
            seq: at as u64,
            clock: Clock(at, 0),
            at,
            kind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_in_the_log_never_change() {
        let all = [
            Category::Course,
            Category::Journal,
            Category::Plan,
            Category::SelfAssessment,
            Category::Notes,
        ];
        assert_eq!(
            serde_json::to_string(&all).unwrap(),
            r#"["course","journal","plan","self-assessment","notes"]"#
        );
    }

    #[test]
    fn a_clock_that_nobody_can_have_read_stands_first_and_stops_nothing() {
        let far = [Clock(Millis::MAX, u32::MAX), Clock(Clock::LATEST + 1, 0)];
        let today = Clock(1_790_000_000_000, 7);
        for clock in far {
            assert!(clock < Clock::default() && clock < today && today.max(clock) == today);
            assert_eq!(clock.tick(today.0), Clock(today.0, 0));
        }
        // A year that calendars know is gone on from.
        for clock in [
            today,
            Clock(Clock::LATEST - DAY, 0),
            Clock(Clock::LATEST - DAY, u32::MAX),
            Clock(Millis::MIN, u32::MAX),
        ] {
            for now in [Millis::MIN, 0, today.0, Millis::MAX] {
                assert!(clock.tick(now) > clock, "{clock:?} at {now}");
            }
        }
        // The last readings of all leave room: what comes after them, comes one after the other.
        for last in [Clock(Clock::LATEST, 0), Clock(Clock::LATEST, u32::MAX)] {
            for now in [0, today.0, Millis::MAX] {
                let next = last.tick(now);
                assert!(next < last && next.tick(now) > next, "{last:?} at {now}");
            }
        }
    }
}
