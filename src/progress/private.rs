//! Owns the events that hold what a learner wrote or said of themselves: all that can be erased. They are
//! kept whole, so that everything that follows from them can be computed anew without those that were erased.
//! Must not know what a text is about, nor where it is saved.

use crate::progress::event::{Category, Clock, Event, EventKind, Position};
use crate::source::Id;
use crate::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// The events of the learner's own words, without those that were erased.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrivateEvents {
    events: BTreeMap<Position, Event>,
    forgotten: BTreeSet<String>,
    texts: BTreeMap<Id, BTreeMap<Position, Text>>,
}

/// A text that arrives in parts.
#[derive(Clone, Debug, PartialEq)]
struct Text {
    at: Millis,
    category: Category,
    of: u32,
    parts: BTreeMap<u32, String>,
}

impl Text {
    /// All of it, once every part is there.
    fn whole(&self) -> Option<String> {
        (0..self.of)
            .all(|part| self.parts.contains_key(&part))
            .then(|| self.parts.values().map(String::as_str).collect())
    }
}

impl PrivateEvents {
    /// Adds an event, unless it was erased.
    pub fn keep(&mut self, position: Position, event: Event) {
        if !self.forgotten.contains(&event.id) {
            self.fold(&position, &event);
            self.events.insert(position, event);
        }
    }

    /// Removes these events, and any that come later with these ids.
    pub fn forget(&mut self, events: &[String]) {
        self.forgotten.extend(events.iter().cloned());
        let kept = std::mem::take(&mut self.events);
        *self = PrivateEvents {
            forgotten: std::mem::take(&mut self.forgotten),
            ..PrivateEvents::default()
        };
        kept.into_iter()
            .for_each(|(position, event)| self.keep(position, event));
    }

    /// Whether an event was erased, of whatever kind it was.
    pub fn is_forgotten(&self, event: &str) -> bool {
        self.forgotten.contains(event)
    }

    fn fold(&mut self, position: &Position, event: &Event) {
        if let EventKind::Wrote {
            entry,
            part,
            of,
            text,
            ..
        } = &event.kind
        {
            // The parts of one text are stamped in one go, so clock and number of the first follow from those
            // of any other part. The number alone is not enough: each session counts from 0.
            let Clock(wall, counter) = position.clock;
            let first = Position {
                clock: Clock(wall, counter.saturating_sub(*part)),
                device: Id::clone(&position.device),
                seq: position.seq.saturating_sub(u64::from(*part)),
                tie: if *of > 1 { 0 } else { position.tie },
            };
            let texts = self.texts.entry(entry.clone()).or_default();
            let written = texts.entry(first).or_insert_with(|| Text {
                at: event.at,
                category: Category::of(&event.kind),
                of: *of,
                parts: BTreeMap::new(),
            });
            written.at = written.at.min(event.at);
            written.parts.insert(*part, text.clone());
        }
    }

    /// Every event that is kept, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// Every whole text written for an entry and when, the earliest first.
    pub fn texts(&self, entry: &str) -> impl DoubleEndedIterator<Item = (Millis, String)> {
        self.texts
            .get(entry)
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|text| Some((text.at, text.whole()?)))
    }

    /// Every entry that something was written for.
    pub fn entries(&self) -> impl Iterator<Item = &Id> {
        self.texts.keys()
    }

    /// Every entry that something of a category was written for.
    pub fn entries_of(&self, category: Category) -> impl Iterator<Item = &Id> {
        let is_of =
            move |texts: &BTreeMap<Position, Text>| texts.values().any(|text| text.category == category);
        self.texts
            .iter()
            .filter(move |(_, texts)| is_of(texts))
            .map(|(entry, _)| entry)
    }
}
