//! Owns taking erased events out of the files, the one exception to "never rewrite": the kept lines of a file
//! are written to a new one and made durable before the old file is removed. A crash between any two steps
//! files every kept line, and the next compaction finishes. Must not decide what is erased: the `Forgotten`
//! events say so.

use crate::progress::log::{self, LogLine, Record};
use crate::store::error::{FileError, StoreError};
use crate::store::fs::FileSystem;
use crate::store::log_files::{self, LogFile, Stream};
use crate::store::{durable, writer};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::TryLockError;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to do with unreadable lines in a file that contains no erased event. They could be damaged copies of
/// what the learner wants erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadableLines {
    /// Keep them.
    Keep,
    /// Drop them from the journal.
    DropFromJournal,
    /// Drop them from both streams.
    Drop,
}

impl UnreadableLines {
    fn are_dropped_from(self, stream: Stream) -> bool {
        match self {
            UnreadableLines::Keep => false,
            UnreadableLines::DropFromJournal => stream == Stream::Journal,
            UnreadableLines::Drop => true,
        }
    }
}

/// The result of a compaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Lines that were removed.
    pub lines: usize,
    /// Files that were left alone, since an open window writes them.
    pub locked: usize,
    /// Links, and texts of others with lines of a log in them: these were left alone.
    pub foreign: usize,
}

/// Removes the lines of all erased events from the files of a data folder, except from files that a window is
/// writing. Nothing is thought to be durable in the files of `failed`.
///
/// # Errors
/// The first file that could not be read or rewritten. No kept line is lost, and calling this again goes on
/// from there.
pub fn compact(
    fs: &Arc<dyn FileSystem>,
    data: &Path,
    unreadable: UnreadableLines,
    failed: &HashSet<PathBuf>,
) -> Result<Compacted, StoreError> {
    let mut problems = Vec::new();
    let files = log_files::read_all(&**fs, data, &mut problems);
    let forgotten = log_files::forgotten(&files);
    let goes = |file: &LogFile| sift(&file.bytes, file.stream, &forgotten, unreadable).gone > 0;
    let (swept, clean): (Vec<LogFile>, Vec<LogFile>) = files.into_iter().partition(goes);
    let mut sweep = Sweep {
        fs,
        forgotten,
        unreadable,
        clean: CleanFiles::default(),
        compacted: Compacted::default(),
    };
    if !swept.is_empty() {
        let trusted = |file: &&LogFile| !failed.contains(&file.path) && file.is_ours(&**fs);
        let trusted = clean.iter().filter(trusted);
        trusted.for_each(|file| sweep.clean.add(&file.path, &file.bytes));
    }
    for file in swept {
        if !file.is_ours(&**fs) {
            sweep.compacted.foreign += 1;
            continue;
        }
        let left = sweep.rewrite(&file.path, file.stream);
        problems.extend(
            left.err()
                .map(|error| StoreError::Forget(FileError::new(&file.path, &error))),
        );
    }
    // A file that could not be read may contain erased events, so this is an error too.
    problems.into_iter().next().map_or(Ok(sweep.compacted), Err)
}

struct Sweep<'a> {
    fs: &'a Arc<dyn FileSystem>,
    forgotten: HashSet<String>,
    unreadable: UnreadableLines,
    clean: CleanFiles,
    compacted: Compacted,
}

impl Sweep<'_> {
    fn rewrite(&mut self, path: &Path, stream: Stream) -> io::Result<()> {
        let fs = self.fs;
        let _lock = match fs.lock(path) {
            Ok(lock) => Some(lock),
            Err(TryLockError::WouldBlock) => {
                self.compacted.locked += 1;
                return Ok(());
            }
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::NotFound => return Ok(()),
            // A file system without locks. Whether something was written meanwhile is checked below.
            Err(TryLockError::Error(_)) => None,
        };
        // Its writer may have added to it before it released the lock, and another compaction may have been
        // faster.
        let bytes = match durable::read(&**fs, path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            read => read?,
        };
        let sifted = sift(&bytes, stream, &self.forgotten, self.unreadable);
        if sifted.gone == 0 {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(path);
        let held = self.held_elsewhere(&sifted.kept);
        let kept = sifted.kept.iter().filter(|line| !held.keys.contains(key(line)));
        let kept: Vec<u8> = kept.flat_map(|line| [line.bytes, b"\n"].concat()).collect();
        if !kept.is_empty() {
            let device = folder.file_name().unwrap_or_default().to_string_lossy();
            let path = writer::write_whole(fs, folder, &device, &kept)?;
            // Two machines that swept the same file have each written its kept lines. Where both new files come
            // together, the next sweep must not do so again for each of them.
            self.clean.add(&path, &kept);
        }
        if durable::length(&**fs, path)? != bytes.len() as u64 {
            return Err(io::Error::new(ErrorKind::WouldBlock, "somebody is writing it"));
        }
        durable::remove(&**fs, path)?;
        durable::sync_folder(&**fs, folder)?;
        self.compacted.lines += sifted.gone;
        Ok(())
    }

    /// Which of these lines clean files hold as well, so that they need not be written again: a synchronizer that
    /// brings back what a sweep removed must not make a folder grow. Each of those files is durable, and locked until
    /// this is dropped; without a lock two sweeps could each rely on what the other removes.
    fn held_elsewhere(&self, lines: &[LogLine<'_>]) -> HeldLines {
        let mut held = HeldLines::default();
        for path in self.clean.holders(lines) {
            let Ok(lock) = self.fs.lock(path) else {
                continue;
            };
            let Ok(bytes) = durable::read(&**self.fs, path) else {
                continue;
            };
            if durable::sync_whole(&**self.fs, path).is_ok() {
                held.keys
                    .extend(log::lines(&bytes).map(|line| key(&line).to_vec()));
                held.locks.push(lock);
            }
        }
        held
    }
}

/// Files that hold nothing that goes, so that no sweep has a reason to touch them.
#[derive(Default)]
struct CleanFiles {
    paths: Vec<PathBuf>,
    /// The places in `paths` of the files that hold a line, by its key.
    by_key: HashMap<Vec<u8>, Vec<usize>>,
}

impl CleanFiles {
    fn add(&mut self, path: &Path, bytes: &[u8]) {
        let at = self.paths.len();
        self.paths.push(path.to_owned());
        for line in log::lines(bytes) {
            self.by_key.entry(key(&line).to_vec()).or_default().push(at);
        }
    }

    /// The files that hold some of these lines.
    fn holders(&self, lines: &[LogLine<'_>]) -> impl Iterator<Item = &Path> {
        let at: BTreeSet<usize> = lines
            .iter()
            .filter_map(|line| self.by_key.get(key(line)))
            .flatten()
            .copied()
            .collect();
        at.into_iter().map(|at| self.paths[at].as_path())
    }
}

/// Lines that other files hold, and the locks on those files.
#[derive(Default)]
struct HeldLines {
    keys: HashSet<Vec<u8>>,
    locks: Vec<Box<dyn Send>>,
}

/// What a line is recognized by: the id of its event, or else its bytes.
fn key<'a>(line: &'a LogLine<'_>) -> &'a [u8] {
    line.record.id().map_or(line.bytes, str::as_bytes)
}

/// What stays of a file, and how much does not.
struct Sifted<'a> {
    /// Lines that stay, without headers.
    kept: Vec<LogLine<'a>>,
    /// The number of lines that go. An unfinished tail counts as one, if it has to go.
    gone: usize,
}

fn sift<'a>(
    bytes: &'a [u8],
    stream: Stream,
    forgotten: &HashSet<String>,
    unreadable: UnreadableLines,
) -> Sifted<'a> {
    let goes = |record: &Record| match record {
        Record::Event(event) => !log::survives(event, forgotten),
        Record::Unknown(_) => record.id().is_some_and(|id| forgotten.contains(id)),
        Record::Header(_) | Record::Damaged(_) => false,
    };
    let mut sifted = Sifted {
        kept: Vec::new(),
        gone: log::lines(bytes).filter(|line| goes(&line.record)).count(),
    };
    // In a journal file that is rewritten, an unreadable line may be part of what was erased.
    let all = unreadable.are_dropped_from(stream) || (sifted.gone > 0 && stream == Stream::Journal);
    let mut lines = log::lines(bytes).peekable();
    while let Some(line) = lines.next() {
        let stays = match &line.record {
            Record::Header(_) => false,
            Record::Damaged(_) => {
                // A whole record at the end of a damaged line comes next, under the same line number. If both
                // stay, the line is copied once.
                let behind = lines
                    .peek()
                    .filter(|next| next.number == line.number)
                    .map(|next| goes(&next.record));
                let stays = !all && behind != Some(true);
                sifted.gone += usize::from(all);
                if stays && behind.is_some() {
                    lines.next();
                }
                stays
            }
            record @ (Record::Event(_) | Record::Unknown(_)) => !goes(record),
        };
        if stays {
            sifted.kept.push(line);
        }
    }
    sifted.gone += usize::from(all && log::whole(bytes) < bytes.len());
    sifted
}
