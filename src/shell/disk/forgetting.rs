//! Owns taking what is forgotten out of the files, the one exception to "never rewrite": kept lines go to a new file and are there to
//! stay before the old file goes. A crash between any two steps leaves every kept line, and the next sweep finishes.
//! Must not decide what is forgotten: the events say so.

use crate::progress::event::{Event, EventKind};
use crate::progress::log::{self, Record};
use crate::shell::disk::drafts::Kind;
use crate::shell::disk::drive::Drive;
use crate::shell::disk::ledger::{self, Branch};
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::{Disk, files, segment};
use std::collections::HashSet;
use std::fs::TryLockError;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// What becomes of lines that cannot be read, in files that hold nothing else that is forgotten. They may be what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rubble {
    /// It stays.
    Stays,
    /// It goes from the journal.
    OfJournal,
    /// It goes.
    OfAll,
}

impl Rubble {
    fn goes(self, branch: Branch) -> bool {
        match self {
            Rubble::Stays => false,
            Rubble::OfJournal => branch == Branch::Journal,
            Rubble::OfAll => true,
        }
    }
}

/// What came of a sweep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Lines that are gone.
    pub lines: usize,
    /// Files left alone, since a window is open that writes them.
    pub open: usize,
}

impl Disk {
    /// Events that were forgotten, and that still lay in the files at the start: `sweep` takes them out.
    pub fn leftovers(&self) -> usize {
        self.leftovers
    }

    /// Takes what is forgotten out of the files, this session's own included.
    ///
    /// # Errors
    /// Nothing that is kept is lost; a later one goes on from there.
    pub fn sweep(&mut self, rubble: Rubble) -> Result<Swept, Problem> {
        // What says that it is forgotten must be there to stay before it goes.
        self.append(&[])?;
        self.events.close();
        self.journal.close();
        sweep(&self.drive, &self.paths.data, rubble)
    }

    /// How many files of drafts `goes` says.
    pub fn count_drafts(&self, goes: impl Fn(Kind<'_>) -> bool) -> usize {
        self.drafts.count(goes)
    }

    /// Removes the drafts that `goes` says, those of other sessions too. How many files they were.
    pub fn forget_drafts(&mut self, goes: impl Fn(Kind<'_>) -> bool) -> Result<usize, Problem> {
        self.drafts.forget(goes)
    }
}

/// Whether an event stays where these ids are forgotten. What says so itself stays in any case.
pub fn stays(event: &Event, forgotten: &HashSet<String>) -> bool {
    matches!(event.kind, EventKind::Forgotten { .. }) || !forgotten.contains(&event.id)
}

/// Takes all lines that any event of this data folder forgets out of its files, but for those that a window is writing.
pub fn sweep(drive: &Arc<dyn Drive>, data: &Path, rubble: Rubble) -> Result<Swept, Problem> {
    let mut problems = Vec::new();
    let leaves = ledger::leaves(&**drive, data, &mut problems);
    let forgotten = ledger::forgotten(&leaves);
    let mut swept = Swept::default();
    for leaf in leaves {
        if sift(&leaf.bytes, leaf.branch, &forgotten, rubble).gone > 0 {
            let left = rewrite(drive, &leaf.path, leaf.branch, &forgotten, rubble, &mut swept);
            problems.extend(
                left.err()
                    .map(|error| Problem::Forget(Trouble::new(&leaf.path, &error))),
            );
        }
    }
    // What could not be read may hold what is forgotten.
    problems.into_iter().next().map_or(Ok(swept), Err)
}

fn rewrite(
    drive: &Arc<dyn Drive>,
    path: &Path,
    branch: Branch,
    forgotten: &HashSet<String>,
    rubble: Rubble,
    swept: &mut Swept,
) -> io::Result<()> {
    let _claim = match drive.claim(path) {
        Ok(claim) => Some(claim),
        Err(TryLockError::WouldBlock) => {
            swept.open += 1;
            return Ok(());
        }
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::NotFound => return Ok(()),
        // A file system without locks; that nothing was written meanwhile is looked at below.
        Err(TryLockError::Error(_)) => None,
    };
    // Its writer may have added to it before it let go, and another sweep may have been faster.
    let bytes = match files::read(&**drive, path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        read => read?,
    };
    let sifted = sift(&bytes, branch, forgotten, rubble);
    if sifted.gone == 0 {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    if !sifted.kept.is_empty() {
        let device = folder.file_name().unwrap_or_default().to_string_lossy();
        segment::write_whole(drive, folder, &device, &sifted.kept)?;
    }
    if files::length(&**drive, path)? != bytes.len() as u64 {
        return Err(io::Error::new(ErrorKind::WouldBlock, "somebody is writing it"));
    }
    files::remove(&**drive, path)?;
    files::sync_folder(&**drive, folder)?;
    swept.lines += sifted.gone;
    Ok(())
}

/// A file's bytes, told apart.
struct Sifted {
    /// Lines that stay, headers left out.
    kept: Vec<u8>,
    /// Lines that go; an unfinished tail is one, if it has to go.
    gone: usize,
}

fn sift(bytes: &[u8], branch: Branch, forgotten: &HashSet<String>, rubble: Rubble) -> Sifted {
    let goes = |record: &Record| match record {
        Record::Event(event) => !stays(event, forgotten),
        Record::Unknown(_) => record.id().is_some_and(|id| forgotten.contains(id)),
        Record::Header(_) | Record::Damaged(_) => false,
    };
    let mut sifted = Sifted {
        kept: Vec::new(),
        gone: log::lines(bytes).filter(|line| goes(&line.record)).count(),
    };
    // In a file of the journal that is rewritten, what cannot be read may be a part of what is forgotten.
    let all = rubble.goes(branch) || (sifted.gone > 0 && branch == Branch::Journal);
    let mut lines = log::lines(bytes).peekable();
    while let Some(line) = lines.next() {
        let stays = match &line.record {
            Record::Header(_) => false,
            Record::Damaged(_) => {
                // A record at its end comes next; alone, or with the damage before it, but once.
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
            sifted.kept.extend_from_slice(line.bytes);
            sifted.kept.push(b'\n');
        }
    }
    sifted.gone += usize::from(all && log::whole(bytes) < bytes.len());
    sifted
}
