//! Owns the snapshot: a file that holds what the logs of a data folder fold to, so that a start after a year reads little more than one
//! on the first day. Must not fold, nor hold a word of the learner's.
//!
//! The logs are the truth. A snapshot of another list of names, or one that speaks of a log which is not exactly as it was, is
//! as good as none; what else it shares with other files that are there for speed alone is said in `cache`.

use crate::progress::Progress;
use crate::progress::event_ids::EventIds;
use crate::progress::late_words::UnreadEntry;
use crate::progress::log::SetAside;
use crate::source::FileStamp;
use crate::store::cache;
use crate::store::fs::{FileSystem, since_1970};
use crate::store::paths::Paths;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// A log that was modified within this time is not taken into a snapshot. An open window may go on writing it; and right after it was
/// written, a file system with a coarse clock may not tell a second write from the first.
const SETTLED: Duration = Duration::from_secs(10 * 60);

/// What a snapshot holds.
#[derive(Serialize, Deserialize)]
pub struct Snapshot<'a> {
    /// The names of the course that have changed.
    renamed: Cow<'a, [(String, String)]>,
    /// The logs whose events are in it.
    #[serde(borrow)]
    pub logs: Vec<TakenLog<'a>>,
    /// Entries of the journal, each with the places in `logs` of those that hold something of it.
    pub entries: Vec<UnreadEntry>,
    /// The number of lines that a newer version wrote.
    pub unknown: usize,
    /// Damaged lines, each with the place of its log.
    pub set_aside: Vec<(usize, SetAside)>,
    /// The ids of all events that were erased.
    pub forgotten: Cow<'a, BTreeSet<String>>,
    /// The ids of all events in these logs, but for those that are read again.
    pub ids: EventIds,
    /// What their events fold to.
    pub progress: Cow<'a, Progress>,
}

/// A log whose events are in a snapshot.
#[derive(Clone, Serialize, Deserialize)]
pub struct TakenLog<'a> {
    /// Where it is in the data folder.
    #[serde(borrow)]
    pub path: Cow<'a, str>,
    pub stamp: FileStamp,
    /// Bytes of it that are whole lines.
    pub whole: u64,
    pub words: WordsIn,
}

/// What of the learner's own is in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordsIn {
    Nothing,
    /// Entries of the journal: they are read when they are asked for.
    Journal,
    /// Marks, the plan, how somebody rated themselves: home may show something of it, so all of it is read at every start.
    More,
}

/// What is to be done about the snapshot once the first frame is drawn.
pub enum SnapshotChange {
    /// Replace it.
    Write {
        bytes: Vec<u8>,
        /// The logs that are in it.
        logs: Vec<(PathBuf, FileStamp)>,
    },
    /// It is of no use any more.
    Remove,
}

/// Where the snapshot of a data folder lies, if it can have one.
pub fn path(paths: &Paths) -> Option<PathBuf> {
    cache::path(paths, "")
}

impl<'a> Snapshot<'a> {
    /// One of a fold, with nothing said of the logs yet.
    pub fn new(renamed: &'a [(String, String)], progress: &'a Progress) -> Snapshot<'a> {
        Snapshot {
            renamed: Cow::Borrowed(renamed),
            logs: Vec::new(),
            entries: Vec::new(),
            unknown: 0,
            set_aside: Vec::new(),
            forgotten: Cow::Borrowed(progress.own.forgotten()),
            ids: EventIds::default(),
            progress: Cow::Borrowed(progress),
        }
    }

    /// The one in a file, if it is of these names.
    pub fn of(file: &'a [u8], renamed: &[(String, String)]) -> Option<Snapshot<'a>> {
        let snapshot: Snapshot = cache::unsealed(file)?;
        (*snapshot.renamed == *renamed).then_some(snapshot)
    }
}

/// Whether a log has not been modified for so long that it will stay as it is.
pub fn is_settled(stamp: &FileStamp, now: SystemTime) -> bool {
    (since_1970(now) - stamp.modified).unsigned_abs() > SETTLED.as_nanos()
}

/// Does what is to be done about a snapshot, if it can be done.
pub fn change(fs: &dyn FileSystem, path: &Path, change: SnapshotChange) {
    match change {
        SnapshotChange::Write { bytes, logs } => {
            if cache::replace(fs, path, &bytes).is_err() {
                return;
            }
            // What was erased meanwhile must not come back with it.
            let is_same = |(log, stamp): &(PathBuf, FileStamp)| fs.stamp(log).is_ok_and(|now| now == *stamp);
            if !logs.iter().all(is_same) {
                cache::remove(fs, path);
            }
        }
        SnapshotChange::Remove => cache::remove(fs, path),
    }
}
