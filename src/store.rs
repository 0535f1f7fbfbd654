//! Owns the learner's saved progress on a disk, for one session: what is read at the start, and the promise
//! that what `append` answered `Ok` to survives a power cut. Must not know what an event means. Every file
//! operation goes through the port `fs`, so that the tests can simulate a disk.

use crate::progress::event::{Clock, Event};
use crate::progress::log::line::MAX_LINE;
use crate::progress::stamper::Stamper;
use crate::quiz::answer::Draft;
use crate::store::clock::fresh_id;
use crate::store::compaction::{Compacted, UnreadableLines};
use crate::store::drafts::{DraftFile, Drafts};
use crate::store::error::{FileError, StoreError};
use crate::store::fs::{FileSystem, FileType, OsFileSystem};
use crate::store::log_files::{DEVICE_FILE, FORMAT_FILE, Stream};
use crate::store::merge::MergePlan;
use crate::store::own_log::{OwnLine, OwnLog};
use crate::store::paths::Paths;
use crate::store::reader::{Extent, FORMAT, Format, Found};
use crate::store::snapshot::SnapshotChange;
use crate::store::start::Proof;
use crate::store::watch::Watch;
use crate::store::writer::StreamWriter;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

pub mod account;
pub mod cache;
pub mod clock;
pub mod compaction;
pub mod copy;
pub mod courses;
pub mod drafts;
pub mod durable;
pub mod error;
pub mod file_name;
pub mod folded;
pub mod folder;
pub mod fs;
pub mod inspect;
pub mod known_course;
pub mod known_keys;
pub mod log_files;
pub mod merge;
pub mod older_copies;
pub mod own_log;
pub mod paths;
pub mod reader;
pub mod snapshot;
pub mod start;
pub mod watch;
pub mod writer;

/// How often what vanishes while it is written is written again, before it is called not saved.
const ATTEMPTS: usize = 3;

/// The data folder of one course, opened for one session.
pub struct EventStore {
    fs: Arc<dyn FileSystem>,
    paths: Paths,
    device: String,
    session: String,
    drafts: Drafts,
    /// `FORMAT.ron` and `device.ron` are written.
    marked: bool,
    events: StreamWriter,
    journal: StreamWriter,
    own: OwnLog,
    /// The lengths in bytes of events that fit no line.
    too_long: Vec<usize>,
    watch: Watch,
    leftovers: usize,
    /// What is to be done about the snapshot once there is time.
    snapshot: Option<SnapshotChange>,
    /// Whether the snapshot it began from was right, until that was asked.
    proof: Option<Proof>,
    /// What is to be told.
    notes: Vec<String>,
    /// The id of the event that was given to `append` last.
    last: String,
}

/// The content of `device.ron`.
#[derive(Serialize, Deserialize)]
struct Machine {
    device: String,
}

/// Reads what is saved. Never fails and never writes: a missing folder is an empty history, and what cannot
/// be read is reported in `Found`.
pub fn open(paths: Paths, now: Millis) -> (EventStore, Stamper, Found) {
    open_on(Arc::new(OsFileSystem), paths, now)
}

/// As `open`, on any file system.
pub fn open_on(fs: Arc<dyn FileSystem>, paths: Paths, now: Millis) -> (EventStore, Stamper, Found) {
    let mut found = Found::default();
    let mut problems = Vec::new();
    reader::check_format(&*fs, &paths.data, &mut problems);
    let folders = Stream::ALL.map(|stream| paths.data.join(stream.name()));
    let read = reader::read_events(&*fs, &folders, &mut found, &mut problems);
    let leftovers = reader::sort_events(&mut found.events);
    let clock = found.events.iter().map(|event| event.clock).max();
    let known = Known {
        clock: clock.unwrap_or_default(),
        read,
        leftovers,
    };
    let (store, stamper) = opened(fs, paths, now, known, &mut found, problems);
    (store, stamper, found)
}

/// What is known of the logs of a data folder.
struct Known {
    /// The latest of their clocks.
    clock: Clock,
    read: Extent,
    /// The number of erased events in them.
    leftovers: usize,
}

/// A store that goes on from there. What else is found is noted in `found`.
fn opened(
    fs: Arc<dyn FileSystem>,
    paths: Paths,
    now: Millis,
    known: Known,
    found: &mut Found,
    mut problems: Vec<StoreError>,
) -> (EventStore, Stamper) {
    let is_link = |(path, _): &(PathBuf, u64)| matches!(fs.metadata(path), Ok((FileType::Link, _)));
    let leftovers = match known.leftovers {
        0 => 0,
        // What stands behind a link is never taken out of there.
        _ if known.read.logs.iter().any(is_link) => inspect::inspect(&*fs, &paths, now).forgotten,
        all => all,
    };
    found.drafts = drafts::read(&*fs, &paths.drafts, &mut problems);
    found.problem = problems.first().map(|first| match problems.len() - 1 {
        0 => first.to_string(),
        more => format!("{first} (and {more} more like it)"),
    });
    let device = known_device(&*fs, &paths.state).unwrap_or_else(|| fresh_id(now));
    let folders = Stream::ALL.map(|stream| paths.data.join(stream.name()));
    let [events, journal] = folders.map(|folder| StreamWriter::new(Arc::clone(&fs), folder, &device));
    let session = fresh_id(now);
    let store = EventStore {
        watch: Watch::new(Arc::clone(&fs), &paths.data, known.read),
        drafts: Drafts::new(Arc::clone(&fs), paths.drafts.clone(), &session),
        fs,
        paths,
        session,
        marked: false,
        events,
        journal,
        own: OwnLog::default(),
        too_long: Vec::new(),
        leftovers,
        snapshot: None,
        proof: None,
        notes: Vec::new(),
        last: String::new(),
        device,
    };
    let stamper = Stamper::new(&store.device, known.clock, clock::fresh_id);
    (store, stamper)
}

impl EventStore {
    /// Saves events, and those that failed before. After `Ok` all of them are durable.
    ///
    /// # Errors
    /// `StoreError::Save`: some are only in memory; they are written again with the next call, under the same
    /// ids. `StoreError::TooLong`: one fits no line and can never be saved; all others are durable.
    pub fn append(&mut self, events: &[Event]) -> Result<(), StoreError> {
        if let Some(last) = events.last() {
            self.last.clone_from(&last.id);
        }
        for event in events {
            self.own.see(event);
            let line = OwnLine::of(event);
            match line.text.len() {
                length if length > MAX_LINE => self.too_long.push(length),
                _ => self.writer(line.stream).waiting.push(line),
            }
        }
        self.settle()?;
        self.too_long
            .last()
            .map_or(Ok(()), |length| Err(StoreError::TooLong(*length)))
    }

    /// Writes what is waiting, and looks whether all that this session saved is still there. What is not is
    /// written again.
    fn settle(&mut self) -> Result<(), StoreError> {
        for _ in 0..ATTEMPTS {
            if self.events.waiting.len() + self.journal.waiting.len() > 0 {
                self.mark();
            }
            let saved = [self.events.save(&mut self.own), self.journal.save(&mut self.own)];
            let saved = saved.into_iter().collect::<Result<(), StoreError>>();
            let is_whole = self.own.is_whole(&*self.fs);
            if !is_whole {
                self.take_up_lost();
            }
            if is_whole || saved.is_err() {
                return saved;
            }
        }
        match self.events.waiting.len() + self.journal.waiting.len() {
            0 => Ok(()),
            _ => {
                let vanished = io::Error::other("what is written there vanishes");
                Err(StoreError::Save(FileError::new(&self.paths.data, &vanished)))
            }
        }
    }

    /// What this session saved and is nowhere any more waits to be written again, before all else.
    fn take_up_lost(&mut self) {
        let lost = self.own.take_lost(&*self.fs, &self.paths.data);
        // The file may be gone while it is still open.
        self.events.close();
        self.journal.close();
        for line in lost.into_iter().rev() {
            self.writer(line.stream).waiting.insert(0, line);
        }
    }

    fn writer(&mut self, stream: Stream) -> &mut StreamWriter {
        match stream {
            Stream::Events => &mut self.events,
            Stream::Journal => &mut self.journal,
        }
    }

    /// The ids of events that were saved once, are gone, and could not be written again.
    pub fn lost(&self) -> Vec<String> {
        let waiting = self.events.waiting.iter().chain(&self.journal.waiting);
        waiting
            .filter(|line| line.is_lost)
            .map(|line| line.id.clone())
            .collect()
    }

    /// The id of the event that was given to `append` last; empty before the first.
    pub fn last(&self) -> &str {
        &self.last
    }

    /// Saves to another data folder from now on, beginning with what is only in memory. What is saved already
    /// is not copied.
    ///
    /// # Errors
    /// As `append`.
    pub fn move_to(&mut self, data: &Path) -> Result<(), StoreError> {
        let data = courses::folder_of(&*self.fs, data, &self.paths.course);
        for (writer, stream) in [&mut self.events, &mut self.journal].into_iter().zip(Stream::ALL) {
            writer.move_to(&data.join(stream.name()), &self.device);
        }
        self.paths.data = data;
        self.marked = false;
        self.append(&[])
    }

    /// The number of events that were given to `append` and are only in memory.
    pub fn unsaved(&self) -> usize {
        self.events.waiting.len() + self.journal.waiting.len() + self.too_long.len()
    }

    /// The folders of this session.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// The file system that this session writes to.
    pub fn fs(&self) -> &Arc<dyn FileSystem> {
        &self.fs
    }

    /// Saves an unfinished answer in place of the one that this session saved before.
    ///
    /// # Errors
    /// `StoreError::Keep`. The earlier draft is still there.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        self.drafts.keep(draft)
    }

    /// Removes the drafts of `question`, of every session.
    ///
    /// # Errors
    /// `StoreError::Keep`. Some of them may be left.
    pub fn drop_draft(&mut self, question: &str) -> Result<(), StoreError> {
        self.drafts.remove(question)
    }

    /// The number of draft files that `goes` selects.
    pub fn count_drafts(&self, goes: impl Fn(DraftFile<'_>) -> bool) -> usize {
        self.drafts.count(goes)
    }

    /// Removes the draft files that `goes` selects, of every session, and returns their number.
    ///
    /// # Errors
    /// `StoreError::Keep`. Some of them may be left.
    pub fn forget_drafts(&mut self, goes: impl Fn(DraftFile<'_>) -> bool) -> Result<usize, StoreError> {
        self.drafts.forget(goes)
    }

    /// The number of erased events that were still in the files at the start. `compact` removes them.
    pub fn leftovers(&self) -> usize {
        self.leftovers
    }

    /// Removes erased events from the files, this session's own included.
    ///
    /// # Errors
    /// As `append`, and `StoreError::Forget`. No kept line is lost, and calling this again goes on from
    /// there.
    pub fn compact(&mut self, unreadable: UnreadableLines) -> Result<Compacted, StoreError> {
        // The events that say what is erased must be durable before anything is removed.
        self.append(&[])?;
        // Another window that is starting may bring the snapshot back meanwhile.
        self.drop_snapshot();
        let compacted = self.compact_logs(unreadable);
        self.drop_snapshot();
        compacted
    }

    fn compact_logs(&mut self, unreadable: UnreadableLines) -> Result<Compacted, StoreError> {
        self.events.close();
        self.journal.close();
        let compacted = compaction::compact(&self.fs, &self.paths.data, unreadable, self.own.failed());
        // Its own lines are in other files now, and those that are forgotten are kept nowhere.
        self.take_up_lost();
        self.settle()?;
        compacted
    }

    fn drop_snapshot(&mut self) {
        self.snapshot = None;
        if let Some(path) = snapshot::path(&self.paths) {
            cache::remove(&*self.fs, &path);
        }
    }

    /// Whether what it began with is what the logs say. Where it is not, a start from the logs says it.
    pub fn is_proven(&mut self) -> bool {
        self.proof.take().is_none_or(Proof::holds)
    }

    /// Whether there is something to do about the snapshot.
    pub fn has_snapshot_change(&self) -> bool {
        self.snapshot.is_some()
    }

    /// Does what is to be done about the snapshot, if it can be done.
    pub fn change_snapshot(&mut self) {
        if let (Some(change), Some(path)) = (self.snapshot.take(), snapshot::path(&self.paths)) {
            snapshot::change(&*self.fs, &path, change);
        }
    }

    /// Writes the new lines of a merge to files of their own.
    ///
    /// # Errors
    /// `StoreError::Save`. What is there is durable, and the next merge brings the rest.
    pub fn merge(&mut self, plan: &MergePlan) -> Result<(), StoreError> {
        self.mark();
        merge::write(&self.fs, &self.paths.data, &self.device, plan)
    }

    /// What notices the writing of other windows and machines since the start.
    pub fn watch(&mut self) -> &mut Watch {
        &mut self.watch
    }

    /// Takes that out, to be used on another thread.
    pub fn take_watch(&mut self) -> Watch {
        let empty = Watch::new(Arc::clone(&self.fs), &self.paths.data, Extent::default());
        std::mem::replace(&mut self.watch, empty)
    }

    /// Writes `FORMAT.ron` and `device.ron`, unless that is done. An answer matters more than these: after an
    /// error they are tried again with a later one.
    fn mark(&mut self) {
        if !self.marked && self.write_marks().is_ok() {
            self.marked = true;
            self.close_folders();
        }
    }

    /// A folder of ours that somebody else made, as a checkout or a synchronizer, may be open to other users.
    fn close_folders(&mut self) {
        let fs = &*self.fs;
        let is_open = |folder: &Path| fs.mode(folder).is_some_and(|mode| mode & 0o077 != 0);
        let streams = Stream::ALL.map(|stream| self.paths.data.join(stream.name()));
        let folders = streams.iter().chain([&self.paths.state, &self.paths.drafts]);
        // The permissions of a link say nothing, and what it leads to is not ours to change.
        let is_link = |folder: &Path| matches!(fs.metadata(folder), Ok((FileType::Link, _)));
        for folder in folders.filter(|folder| fs.is_folder(folder) && !is_link(folder) && is_open(folder)) {
            let shown = folder.to_string_lossy();
            let closed = fs.close_to_others(folder);
            self.notes.push(match closed.is_ok() && !is_open(folder) {
                true => format!("{shown} was open to other users, and is closed now."),
                false => format!("{shown} is open to other users of this machine, and cannot be closed."),
            });
        }
    }

    /// What is to be told since this was asked last.
    pub fn take_notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    /// A folder of an older format is of this one as soon as this version writes to it: an older program then
    /// says so, instead of calling the new lines damaged. One that did not say of which course it is says so from then on. A newer or
    /// unreadable `FORMAT.ron` stays.
    fn write_format(&self) -> io::Result<()> {
        let (fs, data) = (&*self.fs, &self.paths.data);
        if let Some(shared) = courses::shared(data) {
            // It is known for a data folder also where no course keeps anything in it itself.
            durable::write_once(fs, &shared.join(FORMAT_FILE), ron(&FORMAT).as_bytes())?;
        }
        let course = self.paths.course.id.clone();
        let is_old = |found: &Format| {
            let is_unsaid = found.course.is_empty() && !course.is_empty();
            found.format < FORMAT.format || found.format == FORMAT.format && is_unsaid
        };
        let (path, ours) = (
            data.join(FORMAT_FILE),
            ron(&Format {
                course: course.clone(),
                ..FORMAT
            }),
        );
        match reader::format(fs, data) {
            Some(found) if is_old(&found) => durable::replace(fs, &path, &self.session, ours.as_bytes()),
            Some(_) | None => durable::write_once(fs, &path, ours.as_bytes()),
        }
    }

    fn write_marks(&self) -> io::Result<()> {
        let fs = &*self.fs;
        durable::make_folders(fs, &self.paths.data)?;
        self.write_format()?;
        durable::make_folders(fs, &self.paths.state)?;
        let path = self.paths.state.join(DEVICE_FILE);
        match durable::length(fs, &path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let device = self.device.clone();
                durable::replace(fs, &path, &self.session, ron(&Machine { device }).as_bytes())
            }
            // One that does not parse may be a newer version's: it stays, and each session uses an id of its
            // own.
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

fn ron(record: &impl Serialize) -> String {
    ron::to_string(record).expect("a record is made of numbers and text, and RON can write both")
}

fn known_device(fs: &dyn FileSystem, state: &Path) -> Option<String> {
    let machine: Machine = ron::de::from_bytes(&durable::read(fs, &state.join(DEVICE_FILE)).ok()?).ok()?;
    Uuid::parse_str(&machine.device).ok().map(|id| id.to_string())
}

#[cfg(test)]
mod tests;
