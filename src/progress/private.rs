//! Owns what a learner wrote and said of themselves: all that can be forgotten. Its events are kept whole, so that forgetting takes
//! them out and everything that follows from them is made anew. Must not know what a text is about, nor where it is saved.

use crate::progress::Order;
use crate::progress::event::{Clock, Event, EventKind};
use crate::source::Id;
use crate::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// The learner's own words, as far as they are not forgotten.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrivateEvents {
    events: BTreeMap<Order, Event>,
    forgotten: BTreeSet<String>,
    texts: BTreeMap<Id, BTreeMap<Order, Text>>,
}

/// A text that arrives in parts.
#[derive(Clone, Debug, PartialEq)]
struct Text {
    at: Millis,
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
    /// Takes in an event that holds something of the learner's own, unless it was forgotten.
    pub fn keep(&mut self, order: Order, event: Event) {
        if !self.forgotten.contains(&event.id) {
            self.fold(&order, &event);
            self.events.insert(order, event);
        }
    }

    /// Takes these events out, and any that come later with these ids.
    pub fn forget(&mut self, events: &[String]) {
        self.forgotten.extend(events.iter().cloned());
        let kept = std::mem::take(&mut self.events);
        *self = PrivateEvents {
            forgotten: std::mem::take(&mut self.forgotten),
            ..PrivateEvents::default()
        };
        kept.into_iter()
            .for_each(|(order, event)| self.keep(order, event));
    }

    /// Whether an event was forgotten, of whatever kind it was.
    pub fn is_forgotten(&self, event: &str) -> bool {
        self.forgotten.contains(event)
    }

    fn fold(&mut self, order: &Order, event: &Event) {
        if let EventKind::Wrote {
            entry,
            part,
            of,
            text,
        } = &event.kind
        {
            // The parts of one text are stamped in one go, so clock and number of the first follow from those of any other. The number
            // alone would not do: each session counts from 0.
            let clock = Clock(order.0.0, order.0.1.saturating_sub(*part));
            let first = (clock, order.1.clone(), order.2.saturating_sub(u64::from(*part)));
            let texts = self.texts.entry(entry.clone()).or_default();
            let written = texts.entry(first).or_insert_with(|| Text {
                at: event.at,
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
}
