//! Owns reading a data folder at a start: every log file below it, those of other machines and copies that a
//! sync tool made included. Must not write, fail or follow a link to a folder: what cannot be read is reported, and the
//! rest is read.

use crate::clean::Clean;
use crate::parallel::in_parallel;
use crate::progress::event::Event;
use crate::progress::log::{self, Reading, SetAside};
use crate::quiz::answer::Draft;
use crate::source::FileStamp;
use crate::store::durable;
use crate::store::error::{StoreError, note_unreadable};
use crate::store::folder::Folder;
use crate::store::fs::FileSystem;
use crate::store::log_files::{self, FORMAT_FILE};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The format this version writes, and the newest it reads. Format 2 has lines of version 2 beside those of
/// version 1.
pub const FORMAT: Format = Format {
    format: 2,
    min_reader: 2,
    course: String::new(),
};
/// How often all is read again because a file vanished meanwhile.
const RETRIES: usize = 3;

/// What was found at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// All events, in order, each once.
    pub events: Vec<Event>,
    /// The number of lines that a newer version wrote.
    pub unknown: usize,
    /// Damaged lines and their files.
    pub set_aside: Vec<(PathBuf, SetAside)>,
    /// The latest draft of each question.
    pub drafts: Vec<Draft>,
    /// What could not be read, in one line.
    pub problem: Option<String>,
}

/// The content of `FORMAT.ron`. Unknown fields are ignored.
#[derive(Serialize, Deserialize)]
pub struct Format {
    /// The format the folder is written in.
    pub format: u32,
    /// The oldest format that a reader must know.
    pub min_reader: u32,
    /// The course whose progress it is. Empty in what earlier versions wrote, and in a data folder that holds those of others only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub course: String,
}

/// Adds a problem if a data folder asks for a newer reader. A missing or unreadable `FORMAT.ron` is none:
/// each line names its version.
pub fn check_format(fs: &dyn FileSystem, data: &Path, problems: &mut Vec<StoreError>) {
    if format(fs, data).is_some_and(|format| format.min_reader > FORMAT.format) {
        let path = data.join(FORMAT_FILE);
        problems.push(StoreError::Newer(Clean::line(&path.to_string_lossy())));
    }
}

/// The format that a data folder names.
pub fn format(fs: &dyn FileSystem, data: &Path) -> Option<Format> {
    let bytes = durable::read(fs, &data.join(FORMAT_FILE)).ok()?;
    ron::de::from_bytes(&bytes).ok()
}

/// What was read of the log files, for whoever looks for more of them later.
#[derive(Debug, Default)]
pub struct Extent {
    /// The files, and how many bytes of each are whole lines.
    pub logs: Vec<(PathBuf, u64)>,
    /// The folders that they are in, as they were before their names were read.
    pub folders: Vec<Folder>,
}

/// A log that was read.
pub struct ReadLog {
    pub path: PathBuf,
    /// What it was recognized by before it was read, where that was asked for and is known.
    pub stamp: Option<FileStamp>,
    pub reading: Reading,
    /// How many bytes of it are whole lines.
    pub whole: u64,
}

/// Whether it is asked what logs are recognized by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamps {
    Taken,
    Left,
}

/// Adds the events of every log file below `folders` to `found`, in no order yet.
pub fn read_events(
    fs: &dyn FileSystem,
    folders: &[PathBuf],
    found: &mut Found,
    problems: &mut Vec<StoreError>,
) -> Extent {
    let mut extent = Extent::default();
    let logs = read_logs(fs, folders, Stamps::Left, &mut extent, problems);
    found.events = take(logs, found, &mut extent);
    extent
}

/// Notes what was read, and gives its events back, in no order yet.
pub fn take(logs: Vec<ReadLog>, found: &mut Found, extent: &mut Extent) -> Vec<Event> {
    let mut events = Vec::with_capacity(logs.len());
    extent.logs.reserve(logs.len());
    for log in logs {
        events.push(log.reading.events);
        found.unknown += log.reading.unknown;
        let aside = log.reading.set_aside.into_iter();
        found
            .set_aside
            .extend(aside.map(|aside| (log.path.clone(), aside)));
        extent.logs.push((log.path, log.whole));
    }
    // Not sorted yet, but cheaper to sort.
    events.sort_by_key(|events| events.first().map(|event| event.clock));
    let mut all = Vec::with_capacity(events.iter().map(Vec::len).sum());
    all.extend(events.into_iter().flatten());
    all
}

/// Every log file below `folders`; the folders that were listed are noted in `extent`.
pub fn read_logs(
    fs: &dyn FileSystem,
    folders: &[PathBuf],
    stamps: Stamps,
    extent: &mut Extent,
    problems: &mut Vec<StoreError>,
) -> Vec<ReadLog> {
    let mut files = read_files(fs, folders, stamps, &mut extent.folders);
    for _ in 0..RETRIES {
        // A file that vanished while we read was compacted: its events are in a new file by now.
        let vanished = |read: &io::Result<_>| {
            read.as_ref()
                .is_err_and(|error| error.kind() == ErrorKind::NotFound)
        };
        if !files.iter().any(|(_, read)| vanished(read)) {
            break;
        }
        files = read_files(fs, folders, stamps, &mut extent.folders);
    }
    let mut logs = Vec::with_capacity(files.len());
    for (path, read) in files {
        match read {
            Ok(log) => logs.push(log),
            Err(error) => note_unreadable(&path, &error, problems),
        }
    }
    logs
}

/// Every log file with what it holds, and every folder that cannot be listed with the error.
fn read_files(
    fs: &dyn FileSystem,
    folders: &[PathBuf],
    stamps: Stamps,
    listed: &mut Vec<Folder>,
) -> Vec<(PathBuf, io::Result<ReadLog>)> {
    let mut files = Vec::new();
    listed.clear();
    let on_error = |folder: &Path, error: io::Error| {
        if error.kind() != ErrorKind::NotFound {
            files.push((folder.to_owned(), Err(error)));
        }
    };
    let paths = list(fs, folders, listed, on_error);
    let read = in_parallel(&paths, |path| read_log(fs, path, stamps));
    files.extend(paths.into_iter().zip(read));
    files
}

/// The paths of every log file below these folders, and the folders that were listed for it.
pub fn list(
    fs: &dyn FileSystem,
    folders: &[PathBuf],
    listed: &mut Vec<Folder>,
    mut on_error: impl FnMut(&Path, io::Error),
) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for folder in folders {
        let note = |folder: &Path| listed.push(Folder::about_to_be_listed(fs, folder));
        paths.extend(log_files::list_noting(fs, folder, note, &mut on_error));
    }
    paths
}

/// Reads a log.
///
/// # Errors
/// As `durable::read`.
pub fn read_log(fs: &dyn FileSystem, path: &Path, stamps: Stamps) -> io::Result<ReadLog> {
    let stamp = match stamps {
        Stamps::Taken => fs.stamp(path).ok(),
        Stamps::Left => None,
    };
    let bytes = durable::read(fs, path)?;
    Ok(ReadLog {
        path: path.to_owned(),
        stamp,
        reading: log::read(&bytes),
        whole: log::whole(&bytes) as u64,
    })
}

/// Sorts events, keeps each once, and drops those that were erased: a merge brought them back, or a window
/// that was open kept them. The number of events that were dropped as erased.
pub fn sort_events(events: &mut Vec<Event>) -> usize {
    log::order(events);
    let (all, forgotten) = (events.len(), log::forgotten(&*events));
    events.retain(|event| log::survives(event, &forgotten));
    all - events.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::samples::read as event;
    use crate::progress::log::SetAside;
    use crate::progress::log::line::Reason;
    use crate::store::fs::OsFileSystem;
    use std::fs;
    use tempfile::TempDir;

    #[test]
    fn torn_tails_foreign_files_and_copies() {
        let root = TempDir::new().unwrap();
        let folder = root.path().join("laptop");
        fs::create_dir_all(folder.join("deep/er")).unwrap();
        let (one, two) = (event("one"), event("two"));
        let bytes = log::write_header("laptop", "x") + &log::write_line(&one) + &log::write_line(&two);
        fs::write(folder.join("x.log"), &bytes[..bytes.len() - 9]).unwrap();
        fs::write(folder.join("x.sync-conflict-20260101-120000-ABCDEFG.log"), &bytes).unwrap();
        fs::write(
            folder.join("x (conflicted copy 2026-01-01).log"),
            &bytes[..bytes.len() - 1],
        )
        .unwrap();
        fs::write(folder.join("notes.txt"), "no log").unwrap();
        fs::write(folder.join(".syncthing.x.log.tmp"), &bytes[..40]).unwrap();
        let foreign = folder.join("deep/er/nginx.log");
        fs::write(&foreign, "GET / 200\n").unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_events(
            &OsFileSystem,
            &[root.path().to_owned()],
            &mut found,
            &mut problems,
        );
        assert_eq!(found.events.len(), 4);
        log::order(&mut found.events);
        assert_eq!(found.events, [one, two]);
        assert_eq!(
            found.set_aside,
            [(
                foreign,
                SetAside {
                    line: 1,
                    reason: Reason::NotALine
                }
            )]
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn many_files_are_read_by_several_threads_and_none_is_missed() {
        let root = TempDir::new().unwrap();
        let events: Vec<Event> = (0..96).map(|nth| event(&format!("lesson-{nth:03}"))).collect();
        for event in &events {
            fs::write(
                root.path().join(format!("{}.log", event.id)),
                log::write_line(event),
            )
            .unwrap();
        }
        let (mut found, mut problems) = (Found::default(), Vec::new());
        let read = read_events(
            &OsFileSystem,
            &[root.path().to_owned()],
            &mut found,
            &mut problems,
        );
        assert_eq!(found.events, events);
        assert!(
            read.logs
                .iter()
                .all(|(path, whole)| fs::metadata(path).unwrap().len() == *whole)
                && read.logs.len() == events.len()
        );
    }

    #[test]
    fn a_file_of_absurd_length_is_told_and_not_read() {
        let root = TempDir::new().unwrap();
        fs::File::create(root.path().join("x.log"))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_events(
            &OsFileSystem,
            &[root.path().to_owned()],
            &mut found,
            &mut problems,
        );
        assert!(
            problems[0]
                .to_string()
                .ends_with("x.log: it is far too long; split it at the end of a line into files of less than 256 MB, all of which are read"),
            "{problems:?}"
        );
    }
}
