//! Owns the events that hold what a learner wrote or said of themselves: all that can be erased. They are
//! kept whole, so that everything that follows from them can be computed anew without those that were erased.
//! Must not know what a text is about, nor where it is saved.

use crate::progress::event::{Category, Event, Position};
use crate::progress::late_words::LateWords;
use crate::progress::private_words::PrivateWords;
use crate::source::Id;
use crate::time::Millis;
use std::collections::BTreeSet;

/// The events of the learner's own words, without those that were erased.
#[derive(Clone, Debug, Default)]
pub struct PrivateEvents {
    near: PrivateWords,
    /// Entries of the journal that are not in memory, or not all of them.
    late: LateWords,
    forgotten: BTreeSet<String>,
}

impl PrivateEvents {
    /// What was erased, and entries whose words are read when they are asked for.
    pub fn later(late: LateWords, forgotten: BTreeSet<String>) -> PrivateEvents {
        PrivateEvents {
            near: PrivateWords::default(),
            late,
            forgotten,
        }
    }

    /// Adds an event, unless it was erased.
    pub fn keep(&mut self, position: Position, event: Event) {
        if !self.forgotten.contains(&event.id) {
            self.late.note(&position, &event);
            self.near.keep(position, event);
        }
    }

    /// Removes these events, and any that come later with these ids.
    pub fn forget(&mut self, events: &[String]) {
        let late = self.late.take(&self.forgotten);
        self.forgotten.extend(events.iter().cloned());
        let kept = std::mem::take(&mut self.near).into_events();
        kept.chain(late)
            .for_each(|(position, event)| self.keep(position, event));
    }

    /// Whether an event was erased, of whatever kind it was.
    pub fn is_forgotten(&self, event: &str) -> bool {
        self.forgotten.contains(event)
    }

    /// The ids of all events that were erased.
    pub fn forgotten(&self) -> &BTreeSet<String> {
        &self.forgotten
    }

    /// What there is of an entry.
    fn of(&self, entry: &str) -> &PrivateWords {
        let late = self.late.whole(entry, &self.near, &self.forgotten);
        late.unwrap_or(&self.near)
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.near.is_empty() && self.late.is_empty()
    }

    /// Every event that is kept, in order; of the journal's entries only some.
    pub fn other_events(&self) -> impl Iterator<Item = &Event> {
        self.near.events()
    }

    /// Every event that something was written for an entry with, in order.
    pub fn written_for<'a>(&'a self, entry: &'a str) -> impl Iterator<Item = &'a Event> {
        self.of(entry).written_for(entry)
    }

    /// Every whole text written for an entry and when, the earliest first.
    pub fn texts(&self, entry: &str) -> impl DoubleEndedIterator<Item = (Millis, String)> {
        self.of(entry).texts(entry)
    }

    /// When a whole text was last written for an entry. No word is read for it.
    pub fn latest_at(&self, entry: &str) -> Option<Millis> {
        self.near.latest_at(entry).max(self.late.latest_at(entry))
    }

    /// Every entry that something was written for.
    pub fn entries(&self) -> impl Iterator<Item = &Id> {
        let all: BTreeSet<&Id> = self.near.entries().chain(self.late.names()).collect();
        all.into_iter()
    }

    /// Every entry that something of a category was written for.
    pub fn entries_of(&self, category: Category) -> impl Iterator<Item = &Id> {
        let late = self.late.names().filter(|_| category == Category::Journal);
        let all: BTreeSet<&Id> = self.near.entries_of(category).chain(late).collect();
        all.into_iter()
    }

    /// All of it in memory.
    fn whole(&self) -> PrivateWords {
        let mut whole = self.near.clone();
        let late = self.late.clone().take(&self.forgotten);
        late.into_iter()
            .for_each(|(position, event)| whole.keep(position, event));
        whole
    }
}

/// What is read when it is asked for is as good as what is in memory.
impl PartialEq for PrivateEvents {
    fn eq(&self, other: &PrivateEvents) -> bool {
        self.forgotten == other.forgotten && self.whole() == other.whole()
    }
}
