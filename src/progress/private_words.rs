//! Owns some of the learner's words as they were written: each event, and the text that its parts come to.
//! Must not know which words there are besides, nor which were erased.

use crate::progress::event::{Category, Clock, Event, EventKind, Position};
use crate::source::Id;
use crate::time::Millis;
use std::collections::BTreeMap;

/// Private events, and the texts in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrivateWords {
    events: BTreeMap<Position, Event>,
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
    /// Whether every part is there.
    fn is_whole(&self) -> bool {
        (0..self.of).all(|part| self.parts.contains_key(&part))
    }

    /// All of it, once every part is there.
    fn whole(&self) -> Option<String> {
        self.is_whole()
            .then(|| self.parts.values().map(String::as_str).collect())
    }
}

impl PrivateWords {
    /// Adds an event.
    pub fn keep(&mut self, position: Position, event: Event) {
        self.fold(&position, &event);
        self.events.insert(position, event);
    }

    /// Every event, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// Every event with its place.
    pub fn into_events(self) -> impl Iterator<Item = (Position, Event)> {
        self.events.into_iter()
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Every event that something was written for an entry with, in order.
    pub fn written_for<'a>(&'a self, entry: &'a str) -> impl Iterator<Item = &'a Event> {
        self.events().filter(move |event| is_for(event, entry))
    }

    /// All that was written for one entry.
    pub fn of_entry(&self, entry: &str) -> PrivateWords {
        let mut words = PrivateWords::default();
        if self.texts.contains_key(entry) {
            let events = self.events.iter().filter(|(_, event)| is_for(event, entry));
            events.for_each(|(position, event)| words.keep(position.clone(), event.clone()));
        }
        words
    }

    /// Every whole text written for an entry and when, the earliest first.
    pub fn texts(&self, entry: &str) -> impl DoubleEndedIterator<Item = (Millis, String)> + use<'_> {
        self.texts
            .get(entry)
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|text| Some((text.at, text.whole()?)))
    }

    /// When a whole text was last written for an entry.
    pub fn latest_at(&self, entry: &str) -> Option<Millis> {
        let texts = self.texts.get(entry)?.values();
        texts.filter(|text| text.is_whole()).map(|text| text.at).max()
    }

    /// Every entry that something was written for.
    pub fn entries(&self) -> impl Iterator<Item = &Id> {
        self.texts.keys()
    }

    /// Every entry that something of a category was written for.
    pub fn entries_of(&self, category: Category) -> impl Iterator<Item = &Id> {
        let is_of =
            move |texts: &BTreeMap<Position, Text>| texts.values().any(|text| text.category == category);
        let entries = self.texts.iter().filter(move |(_, texts)| is_of(texts));
        entries.map(|(entry, _)| entry)
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
}

/// Whether something was written for an entry with this event.
pub fn is_for(event: &Event, entry: &str) -> bool {
    matches!(&event.kind, EventKind::Wrote { entry: of, .. } if **of == *entry)
}
