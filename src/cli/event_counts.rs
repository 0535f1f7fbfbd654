//! Owns counting events for people: how many of which kind, from which machine, of which days. No words of the learner's are in it.
//! Must not know where events come from.

use crate::clean::Clean;
use crate::progress::event::{Category, EventKind};
use crate::progress::log::Record;
use crate::store::clock::day;
use crate::time::Millis;
use std::collections::BTreeMap;

/// Letters of a machine's id that are shown; the rest is random.
const SHOWN: usize = 18;

/// One event and more, in words.
type Noun = (&'static str, &'static str);

/// What is counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many of each kind, in words.
    pub kinds: BTreeMap<Noun, usize>,
    /// Of each machine.
    pub devices: BTreeMap<String, DeviceEvents>,
}

/// The events of one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceEvents {
    /// How many.
    pub events: usize,
    /// The first and the last, by wall time.
    pub days: (Millis, Millis),
}

/// What an event is called.
pub fn noun(kind: &EventKind) -> Noun {
    match kind {
        EventKind::Placed { .. } => ("reading place", "reading places"),
        EventKind::Read { .. } => ("lesson read", "lessons read"),
        EventKind::Passed { .. } => ("stretch of reading", "stretches of reading"),
        EventKind::Answered { .. } => ("answer", "answers"),
        EventKind::Wrote { .. } => match Category::of(kind) {
            Category::Plan => ("line of a plan", "lines of a plan"),
            Category::SelfAssessment => ("line of a self-assessment", "lines of a self-assessment"),
            Category::Notes => ("note", "notes"),
            Category::Course | Category::Journal => ("text of your own", "texts of your own"),
        },
        EventKind::Set { .. } => ("setting", "settings"),
        EventKind::Began { .. } => ("session begun", "sessions begun"),
        EventKind::Ended { .. } => ("session ended", "sessions ended"),
        EventKind::Dropped { .. } => ("thing dropped", "things dropped"),
        EventKind::Reset { .. } => ("reset", "resets"),
        EventKind::Undone { .. } => ("reset taken back", "resets taken back"),
        EventKind::Chose { .. } => ("line of a rehearsal", "lines of rehearsals"),
        EventKind::Turned { .. } => ("turn of a rehearsal", "turns of rehearsals"),
        EventKind::Assessed { .. } => ("self-assessment", "self-assessments"),
        EventKind::Focused { .. } => ("choice of where to start", "choices of where to start"),
        EventKind::Told { .. } => ("word on a moment", "words on moments"),
        EventKind::Marked { is_on: true, .. } => ("mark", "marks"),
        EventKind::Marked { is_on: false, .. } => ("mark taken away", "marks taken away"),
        EventKind::Recalled { .. } => ("entry brought back", "entries brought back"),
        EventKind::Forgotten { .. } => ("note of what is forgotten", "notes of what is forgotten"),
    }
}

impl Tally {
    /// Counts records; damage and headers are no events.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Tally {
        let mut tally = Tally::default();
        for record in records {
            let (noun, device, at) = match record {
                Record::Event(event) => (noun(&event.kind), &*event.device, event.at),
                Record::Unknown(Some(stub)) => (
                    ("event of a newer version", "events of a newer version"),
                    stub.device.as_str(),
                    stub.at,
                ),
                Record::Unknown(None) | Record::Header(_) | Record::Damaged(_) => continue,
            };
            *tally.kinds.entry(noun).or_default() += 1;
            let span = tally.devices.entry(device.to_owned()).or_insert(DeviceEvents {
                events: 0,
                days: (at, at),
            });
            span.events += 1;
            span.days = (span.days.0.min(at), span.days.1.max(at));
        }
        tally
    }

    /// The kinds, the most frequent first: "8 answers, 1 lesson read".
    pub fn kinds_in_words(&self) -> String {
        let mut kinds: Vec<(&Noun, usize)> = self.kinds.iter().map(|(noun, count)| (noun, *count)).collect();
        kinds.sort_by_key(|(noun, count)| (std::cmp::Reverse(*count), **noun));
        kinds
            .into_iter()
            .map(|(noun, count)| counted(count, *noun))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// "1 answer", "2 answers".
pub fn counted(count: usize, (one, many): Noun) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

impl DeviceEvents {
    /// The days, one where it is one.
    pub fn in_words(&self) -> String {
        let (first, last) = (day(self.days.0), day(self.days.1));
        if first == last {
            first
        } else {
            format!("{first} to {last}")
        }
    }
}

/// What a machine is called.
pub fn machine(device: &str, this: &str) -> String {
    let short: String = device.chars().take(SHOWN).collect();
    if device == this {
        "this machine".to_owned()
    } else {
        format!("machine {}", Clean::line(&short))
    }
}
