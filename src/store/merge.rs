//! Owns merging another copy of the progress into a data folder: which lines are new, and writing them byte
//! by byte as they are. Must not serialize an event anew: a line of a newer version would lose what this
//! version does not know.

use crate::progress::log::{self, Record};
use crate::store::error::{FileError, StoreError};
use crate::store::fs::FileSystem;
use crate::store::log_files::{self, LogFile, Stream};
use crate::store::writer;
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// What a merge would do. Made by `plan` before anything is written.
#[derive(Debug, Default)]
pub struct MergePlan {
    /// The new events, each once.
    pub new: Vec<Record>,
    /// Ids of events of this copy that were erased in the other one. They are erased here too.
    pub forgets: HashSet<String>,
    /// The number of lines that are new to this copy but erased in one of the two. They are not brought back.
    pub stay_forgotten: usize,
    /// The number of lines of the other copy that cannot be read.
    pub damaged: usize,
    events: Vec<u8>,
    journal: Vec<u8>,
}

/// Compares two copies: what merging `theirs` into `ours` would do.
pub fn plan(ours: &[LogFile], theirs: &[LogFile]) -> MergePlan {
    let mut known = HashSet::new();
    for line in ours.iter().flat_map(LogFile::lines) {
        known.extend(line.record.id().map(str::to_owned));
    }
    let here = log_files::forgotten(ours);
    let there = log_files::forgotten(theirs);
    let mut plan = MergePlan {
        forgets: there
            .difference(&here)
            .filter(|id| known.contains(*id))
            .cloned()
            .collect(),
        ..MergePlan::default()
    };
    for (file, line) in theirs
        .iter()
        .flat_map(|file| file.lines().map(move |line| (file, line)))
    {
        let Some(id) = line.record.id().map(str::to_owned) else {
            // A line without an id cannot be recognized in another copy. Every event that this version knows
            // has one.
            plan.damaged += usize::from(matches!(line.record, Record::Damaged(_)));
            continue;
        };
        let stays = match &line.record {
            Record::Event(event) => log::survives(event, &here) && log::survives(event, &there),
            Record::Unknown(_) | Record::Header(_) | Record::Damaged(_) => {
                !here.contains(&id) && !there.contains(&id)
            }
        };
        if !known.insert(id) {
            continue;
        }
        if !stays {
            plan.stay_forgotten += 1;
            continue;
        }
        let bytes = match file.stream_of(&line.record) {
            Stream::Events => &mut plan.events,
            Stream::Journal => &mut plan.journal,
        };
        bytes.extend_from_slice(line.bytes);
        bytes.push(b'\n');
        plan.new.push(line.record);
    }
    plan
}

/// Writes the new lines to files of their own below `data`, as the machine `device`. The events come first,
/// so that what was erased is known before any words arrive.
///
/// # Errors
/// `StoreError::Save`. A file that could not be written whole is removed; the other one may be there, and the
/// next merge brings the rest.
pub fn write(
    fs: &Arc<dyn FileSystem>,
    data: &Path,
    device: &str,
    plan: &MergePlan,
) -> Result<(), StoreError> {
    for (stream, lines) in [(Stream::Events, &plan.events), (Stream::Journal, &plan.journal)] {
        let folder = data.join(stream.name()).join(device);
        if !lines.is_empty() {
            let written = writer::write_whole(fs, &folder, device, lines);
            written.map_err(|error| StoreError::Save(FileError::new(&folder, &error)))?;
        }
    }
    Ok(())
}
