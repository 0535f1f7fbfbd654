//! Owns entries of the journal whose words are read when they are first asked for: after a year there are hundreds, and home shows none
//! of them. Must not know files: what reads them comes in as a function, as the time zone does.

use crate::progress::event::{Event, EventKind, Position};
use crate::progress::log;
use crate::progress::private_words::{PrivateWords, is_for};
use crate::progress::renamed::Renamed;
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// Reads the logs of these numbers: all events in them, in any order.
pub type FetchLogs = Arc<dyn Fn(&[usize]) -> Vec<Event> + Send + Sync>;

/// Entries of the journal in logs that were not read yet.
#[derive(Clone, Default)]
pub struct LateWords {
    entries: BTreeMap<Id, LateEntry>,
    fetch: Option<FetchLogs>,
    names: Renamed,
}

/// What is known of an entry while its words are not read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UnreadEntry {
    /// Its name now.
    pub name: Id,
    /// The numbers of the logs that hold something of it.
    pub logs: Vec<usize>,
    /// When a whole text in them was last written.
    pub latest: Option<Millis>,
}

#[derive(Clone, Debug)]
struct LateEntry {
    logs: Vec<usize>,
    latest: Option<Millis>,
    /// All of it, also what is in memory without it.
    words: OnceLock<PrivateWords>,
}

impl fmt::Debug for LateWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.entries.iter().map(|(id, entry)| (id, &entry.logs)))
            .finish()
    }
}

impl LateWords {
    /// Entries whose words `fetch` reads.
    pub fn new(
        entries: impl IntoIterator<Item = UnreadEntry>,
        fetch: FetchLogs,
        names: Renamed,
    ) -> LateWords {
        let entry = |UnreadEntry { name, logs, latest }| {
            let words = OnceLock::new();
            (name, LateEntry { logs, latest, words })
        };
        LateWords {
            entries: entries.into_iter().map(entry).collect(),
            fetch: Some(fetch),
            names,
        }
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &Id> {
        self.entries.keys()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// When something in the logs of an entry was last written, if it is one of these. No word is read for it.
    pub fn latest_at(&self, entry: &str) -> Option<Millis> {
        self.entries.get(entry)?.latest
    }

    /// All of an entry, if it is one of these: what is in its logs, and what is in memory already.
    pub fn whole(
        &self,
        entry: &str,
        near: &PrivateWords,
        forgotten: &BTreeSet<String>,
    ) -> Option<&PrivateWords> {
        let late = self.entries.get(entry)?;
        Some(late.words.get_or_init(|| {
            let mut words = near.of_entry(entry);
            for (position, event) in self.read(&late.logs, forgotten) {
                if is_for(&event, entry) {
                    words.keep(position, event);
                }
            }
            words
        }))
    }

    /// One more event of an entry was kept: what was read of that entry has it too.
    pub fn note(&mut self, position: &Position, event: &Event) {
        if let EventKind::Wrote { entry, .. } = &event.kind
            && let Some(words) = self.entries.get_mut(entry).and_then(|late| late.words.get_mut())
        {
            words.keep(position.clone(), event.clone());
        }
    }

    /// All that these logs hold of the learner's words; after that there are no late ones.
    pub fn take(&mut self, forgotten: &BTreeSet<String>) -> Vec<(Position, Event)> {
        let mut logs: Vec<usize> = self
            .entries
            .values()
            .flat_map(|late| &late.logs)
            .copied()
            .collect();
        logs.sort_unstable();
        logs.dedup();
        let all = self.read(&logs, forgotten);
        self.entries.clear();
        all
    }

    fn read(&self, logs: &[usize], forgotten: &BTreeSet<String>) -> Vec<(Position, Event)> {
        let mut events = self.fetch.as_ref().map_or_else(Vec::new, |fetch| fetch(logs));
        events
            .retain(|event| matches!(event.kind, EventKind::Wrote { .. }) && !forgotten.contains(&event.id));
        log::order(&mut events);
        let named = events.into_iter().map(|event| {
            let mut event = event.sorted();
            self.names.to_now(&mut event.kind);
            (event.position(), event)
        });
        named.collect()
    }
}
