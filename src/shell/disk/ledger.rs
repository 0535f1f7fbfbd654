//! Owns the files of a copy of the progress, with their bytes: those of a data folder, or of a file that `export` or a session wrote.
//! For who must know each line; a start reads faster, in `reading`. Must not write.

use crate::progress::event::EventKind;
use crate::progress::log::{self, Line, Record};
use crate::shell::disk::drive::{Drive, Sort};
use crate::shell::disk::files;
use crate::shell::disk::problem::Problem;
use crate::shell::disk::reading::{self, tell};
use std::collections::HashSet;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The trees of a data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// What happened.
    Events,
    /// Apart from it, the learner's own words.
    Journal,
}

impl Branch {
    /// Both. The events come first: what was forgotten is among them.
    pub const ALL: [Branch; 2] = [Branch::Events, Branch::Journal];

    /// The name of its folder, and of its part of an exported file.
    pub fn name(self) -> &'static str {
        match self {
            Branch::Events => "events",
            Branch::Journal => "journal",
        }
    }

    /// Where events of this kind lie.
    pub fn of(kind: &EventKind) -> Branch {
        if kind.is_private() {
            Branch::Journal
        } else {
            Branch::Events
        }
    }
}

/// One log.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The file.
    pub path: PathBuf,
    /// The tree it lies in, or was taken from.
    pub branch: Branch,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Leaf {
    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        log::lines(&self.bytes)
    }

    /// Where a line of it belongs.
    pub fn branch_of(&self, record: &Record) -> Branch {
        match record {
            Record::Event(event) => Branch::of(&event.kind),
            Record::Unknown(_) | Record::Header(_) | Record::Damaged(_) => self.branch,
        }
    }
}

/// Every log of a data folder. What cannot be read is told.
pub fn leaves(drive: &dyn Drive, data: &Path, problems: &mut Vec<Problem>) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for branch in Branch::ALL {
        for path in reading::logs(drive, &data.join(branch.name()), problems) {
            match files::read(drive, &path) {
                Ok(bytes) => leaves.push(Leaf { path, branch, bytes }),
                Err(error) => tell(&path, &error, problems),
            }
        }
    }
    leaves
}

/// The ids that any of these files says are forgotten.
pub fn forgotten(leaves: &[Leaf]) -> HashSet<String> {
    let mut ids = HashSet::new();
    for line in leaves.iter().flat_map(Leaf::lines) {
        if let Record::Event(event) = &line.record {
            ids.extend(log::forgotten([event]));
        }
    }
    ids
}

/// Why something is no copy of the progress.
#[derive(Debug)]
pub enum Refused {
    /// It cannot be read.
    Unreadable(io::Error),
    /// It holds nothing that this program wrote.
    Foreign,
}

/// Another copy of the progress: a data folder, one that holds the data folder of `course`, or a file.
///
/// # Errors
/// Why it is none.
pub fn copy(
    drive: &dyn Drive,
    path: &Path,
    course: &str,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Leaf>, Refused> {
    let is_copy = |folder: &Path| {
        Branch::ALL
            .iter()
            .any(|branch| drive.is_folder(&folder.join(branch.name())))
            || drive.look(&folder.join("FORMAT.ron")).is_ok()
    };
    if drive.is_folder(path) {
        drive.list(path).map_err(Refused::Unreadable)?;
        let folder = [path.to_owned(), path.join(course)]
            .into_iter()
            .find(|folder| is_copy(folder))
            .ok_or(Refused::Foreign)?;
        return Ok(leaves(drive, &folder, problems));
    }
    match drive.look(path).map_err(Refused::Unreadable)? {
        (Sort::File, _) => {}
        // Whoever names a link means what it leads to; a pipe would never end.
        (Sort::Link, _) if std::fs::metadata(path).is_ok_and(|led| led.is_file()) => {}
        (Sort::Folder | Sort::Link | Sort::Other, _) => return Err(Refused::Foreign),
    }
    let bytes = drive
        .read(path, 0..files::MAX_FILE)
        .map_err(Refused::Unreadable)?;
    let known = |line: Line| {
        matches!(
            line.record,
            Record::Event(_) | Record::Header(_) | Record::Unknown(Some(_))
        )
    };
    if !log::lines(&bytes).any(known) {
        return Err(Refused::Foreign);
    }
    Ok(parts(&bytes)
        .into_iter()
        .map(|(branch, span)| Leaf {
            path: path.to_owned(),
            branch,
            bytes: bytes[span].to_vec(),
        })
        .collect())
}

/// The parts of an exported file, each below the header that names its tree. What only a newer version understands may be words.
fn parts(bytes: &[u8]) -> Vec<(Branch, Range<usize>)> {
    let mut parts = vec![(Branch::Journal, 0..bytes.len())];
    for line in log::lines(bytes) {
        let Record::Header(header) = &line.record else {
            continue;
        };
        let Some(branch) = Branch::ALL
            .into_iter()
            .find(|branch| branch.name() == header.segment)
        else {
            continue;
        };
        let at = line.bytes.as_ptr().addr() - bytes.as_ptr().addr();
        let last = parts.last_mut().expect("there is one from the start");
        let end = std::mem::replace(&mut last.1.end, at);
        parts.push((branch, at..end));
    }
    parts
}
