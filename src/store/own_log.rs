//! Owns what one session has saved so far: its lines, and the files that hold them as they were when last
//! looked at. So a log that is gone, replaced or shorter is noticed, and what it held can be written again.
//! Must not write.

use crate::progress::event::{Event, EventKind};
use crate::progress::log;
use crate::store::durable;
use crate::store::fs::FileSystem;
use crate::store::log_files::{self, Stream};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A line of this session's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnLine {
    /// The id of its event.
    pub id: String,
    /// The stream it belongs to.
    pub stream: Stream,
    /// Its bytes, newline included.
    pub text: String,
    /// Whether it was saved once, and is lost.
    pub is_lost: bool,
}

impl OwnLine {
    /// The line of an event that was not saved yet.
    pub fn of(event: &Event) -> OwnLine {
        OwnLine {
            id: event.id.clone(),
            stream: Stream::of(&event.kind),
            text: log::write_line(event),
            is_lost: false,
        }
    }
}

/// The length and checksum of a file's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// In bytes.
    pub length: u64,
    sum: u32,
}

impl Seal {
    /// Of these bytes behind what it is of already.
    pub fn extended(self, bytes: &[u8]) -> Seal {
        Seal {
            length: self.length + bytes.len() as u64,
            sum: crc32c::crc32c_append(self.sum, bytes),
        }
    }

    /// Whether a file has this content.
    pub fn fits(self, fs: &dyn FileSystem, path: &Path) -> bool {
        durable::read(fs, path).is_ok_and(|bytes| Seal::default().extended(&bytes) == self)
    }
}

/// What one session has saved.
#[derive(Default)]
pub struct OwnLog {
    lines: Vec<OwnLine>,
    homes: BTreeMap<PathBuf, Seal>,
    /// Files of this session that could not be synced once. A later sync that succeeds proves nothing of them.
    failed: HashSet<PathBuf>,
    /// Ids that this session's own events say are forgotten.
    forgotten: HashSet<String>,
}

impl OwnLog {
    /// Notes what an event of this session's says is forgotten.
    pub fn see(&mut self, event: &Event) {
        if let EventKind::Forgotten { events } = &event.kind {
            self.forgotten.extend(events.iter().cloned());
        }
    }

    /// These lines were saved to a file, which now looks like this.
    pub fn saved(&mut self, path: &Path, seal: Seal, lines: impl Iterator<Item = OwnLine>) {
        self.lines.extend(lines.map(|line| OwnLine {
            is_lost: false,
            ..line
        }));
        match self.homes.get_mut(path) {
            Some(home) => *home = seal,
            None => drop(self.homes.insert(path.to_owned(), seal)),
        }
    }

    /// A file of this session's could not be written or synced.
    pub fn distrust(&mut self, path: PathBuf) {
        self.failed.insert(path);
    }

    /// The files that could not be written or synced.
    pub fn failed(&self) -> &HashSet<PathBuf> {
        &self.failed
    }

    /// Whether every file that holds lines of this session's is as it was.
    pub fn is_whole(&self, fs: &dyn FileSystem) -> bool {
        self.homes.iter().all(|(path, seal)| seal.fits(fs, path))
    }

    /// Reads all log files of a data folder, and takes out the lines that none of them holds and that are not
    /// forgotten. What others hold is made durable, and is looked after from now on.
    pub fn take_lost(&mut self, fs: &dyn FileSystem, data: &Path) -> Vec<OwnLine> {
        // What cannot be read is taken for lost: one line too many counts once.
        let files = log_files::read_all(fs, data, &mut Vec::new());
        self.forgotten.extend(log_files::forgotten(&files));
        let mut left: HashMap<String, OwnLine> = HashMap::new();
        let order: Vec<String> = self.lines.iter().map(|line| line.id.clone()).collect();
        for line in self.lines.drain(..) {
            if !self.forgotten.contains(&line.id) {
                left.insert(line.id.clone(), line);
            }
        }
        self.homes.clear();
        let mut held = Vec::new();
        for file in files.iter().filter(|file| !self.failed.contains(&file.path)) {
            let ids = file
                .lines()
                .filter_map(|line| line.record.id().map(str::to_owned));
            let here: Vec<String> = ids.filter(|id| left.contains_key(id)).collect();
            if !here.is_empty() && durable::sync_whole(fs, &file.path).is_ok() {
                self.homes
                    .insert(file.path.clone(), Seal::default().extended(&file.bytes));
                held.extend(here.iter().filter_map(|id| left.remove(id)));
            }
        }
        self.lines = held;
        let lost = order.iter().filter_map(|id| left.remove(id));
        lost.map(|line| OwnLine {
            is_lost: true,
            ..line
        })
        .collect()
    }
}
