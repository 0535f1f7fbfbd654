//! Owns finding and reading the log files of a data folder whole, with every line. Commands that must see each line use it; a start reads
//! only the events, in `reader`. Must not write.

use crate::progress::event::EventKind;
use crate::progress::event_ids::is_uuid;
use crate::progress::log::line::MAX_LINE;
use crate::progress::log::{self, LogLine, Record};
use crate::store::durable;
use crate::store::error::{StoreError, note_unreadable};
use crate::store::fs::{FileSystem, FileType};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// Bytes in which a log under another name shows that it is one: its header and the longest line.
const BEGINNING: u64 = MAX_LINE as u64 + 4096;

/// The length of the id that a log is called by.
const ID_LENGTH: usize = 36;

/// The file that says how a data folder is written.
pub const FORMAT_FILE: &str = "FORMAT.ron";
/// The file beside a state folder's drafts that says which machine this is.
pub const DEVICE_FILE: &str = "device.ron";
/// The folder that is made for progress in one that holds other things.
pub const OWN_FOLDER: &str = "ally-up";

/// The two streams of events of a data folder, each a folder of log files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// What happened.
    Events,
    /// The learner's own words, kept apart from the events.
    Journal,
}

impl Stream {
    /// Both. The events come first, since they say what was erased.
    pub const ALL: [Stream; 2] = [Stream::Events, Stream::Journal];

    /// The name of its folder, and of its section in an exported file.
    pub fn name(self) -> &'static str {
        match self {
            Stream::Events => "events",
            Stream::Journal => "journal",
        }
    }

    /// The stream that events of this kind are written to.
    pub fn of(kind: &EventKind) -> Stream {
        if kind.is_private() {
            Stream::Journal
        } else {
            Stream::Events
        }
    }
}

/// One log file.
#[derive(Clone, Debug, PartialEq)]
pub struct LogFile {
    /// Where it is.
    pub path: PathBuf,
    /// The stream it belongs to.
    pub stream: Stream,
    /// Its whole content.
    pub bytes: Vec<u8>,
}

impl LogFile {
    pub fn lines(&self) -> impl Iterator<Item = LogLine<'_>> {
        log::lines(&self.bytes)
    }

    /// Whether it is a copy of a log: it has another name than it was written with.
    pub fn is_copy(&self) -> bool {
        let segment = self.lines().find_map(|line| match line.record {
            Record::Header(header) => Some(header.segment),
            Record::Event(_) | Record::Unknown(_) | Record::Damaged(_) => None,
        });
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        segment.is_some_and(|segment| name != format!("{segment}.log"))
    }

    /// Whether forgetting may rewrite or remove it. A link's target lies elsewhere, and a text that does not begin with a line of a
    /// log, such as a note with one pasted in, is somebody else's. A log of our own name is ours, however damaged.
    pub fn is_ours(&self, fs: &dyn FileSystem) -> bool {
        let is_link = matches!(fs.metadata(&self.path), Ok((FileType::Link, _)));
        let begins = || self.lines().next().is_some_and(|line| is_written(&line.record));
        !is_link && (has_own_name(&self.path) || begins())
    }

    /// The stream that a line of it belongs to. What cannot be parsed belongs where it was found.
    pub fn stream_of(&self, record: &Record) -> Stream {
        match record {
            Record::Event(event) => Stream::of(&event.kind),
            Record::Unknown(_) | Record::Header(_) | Record::Damaged(_) => self.stream,
        }
    }
}

/// The paths of all log files below a folder, links to regular files included. `on_error` is called with each
/// folder that cannot be listed.
pub fn list(fs: &dyn FileSystem, folder: &Path, on_error: impl FnMut(&Path, io::Error)) -> Vec<PathBuf> {
    list_noting(fs, folder, |_| (), on_error)
}

/// The same; `note` is called with each folder before its names are read.
pub fn list_noting(
    fs: &dyn FileSystem,
    folder: &Path,
    note: impl FnMut(&Path),
    on_error: impl FnMut(&Path, io::Error),
) -> Vec<PathBuf> {
    durable::walk_noting(fs, folder, note, on_error)
        .into_iter()
        .filter(|(path, sort)| !is_hidden(path, folder) && is_log(fs, path, *sort))
        .map(|(path, _)| path)
        .collect()
}

/// Whether an entry below a folder, or a folder on the way to it, is hidden: it belongs to a tool, as `.git`,
/// old versions, and files that are still on their way.
pub fn is_hidden(path: &Path, folder: &Path) -> bool {
    let (path, folder) = (
        path.as_os_str().as_encoded_bytes(),
        folder.as_os_str().as_encoded_bytes(),
    );
    let below = path.strip_prefix(folder).unwrap_or(path);
    let mut parts = below.split(|byte| std::path::is_separator(char::from(*byte)));
    parts.any(|part| part.starts_with(b"."))
}

/// Whether a file is a log: by its name, or else by a line of a log in its beginning. Synchronizers, editors and
/// backups give copies of a log all sorts of names.
pub fn is_log(fs: &dyn FileSystem, path: &Path, sort: FileType) -> bool {
    if has_name_of_log(path) {
        return sort != FileType::Folder;
    }
    let is_file = sort == FileType::File || sort == FileType::Link && fs.is_file(path);
    is_file && begins_as_log(fs, path)
}

/// Whether a file is called as this program, and many another, calls its logs.
pub fn has_name_of_log(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "log")
}

/// Whether a file is called as no other program would call its log: `<uuid>.log`, or as tools call a copy of one.
fn has_own_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let parts = name.split_at_checked(ID_LENGTH);
    parts.is_some_and(|(id, rest)| is_uuid(id) && rest.contains(".log"))
}

/// Whether a line that some version of this program wrote stands in the beginning of a file.
fn begins_as_log(fs: &dyn FileSystem, path: &Path) -> bool {
    fs.read(path, 0..BEGINNING).is_ok_and(|bytes| has_lines(&bytes))
}

/// Whether there is a line that some version of this program wrote.
pub fn has_lines(bytes: &[u8]) -> bool {
    log::lines(bytes).any(|line| is_written(&line.record))
}

/// Whether some version of this program wrote it.
fn is_written(record: &Record) -> bool {
    matches!(
        record,
        Record::Event(_) | Record::Header(_) | Record::Unknown(Some(_))
    )
}

/// Reads every log file of a data folder. What cannot be read is added to `problems`.
pub fn read_all(fs: &dyn FileSystem, data: &Path, problems: &mut Vec<StoreError>) -> Vec<LogFile> {
    let mut files = Vec::new();
    for stream in Stream::ALL {
        let folder = data.join(stream.name());
        for path in list(fs, &folder, |folder, error| {
            note_unreadable(folder, &error, problems)
        }) {
            match durable::read(fs, &path) {
                Ok(bytes) => files.push(LogFile { path, stream, bytes }),
                Err(error) => note_unreadable(&path, &error, problems),
            }
        }
    }
    files
}

/// The ids that any of these files says are forgotten.
pub fn forgotten(files: &[LogFile]) -> HashSet<String> {
    let mut ids = HashSet::new();
    for line in files.iter().flat_map(LogFile::lines) {
        if let Record::Event(event) = &line.record {
            ids.extend(log::forgotten([event]));
        }
    }
    ids
}

/// Whether a folder holds progress.
pub fn is_data_folder(fs: &dyn FileSystem, folder: &Path) -> bool {
    fs.metadata(&folder.join(FORMAT_FILE)).is_ok() || has_logs(fs, folder)
}

/// Whether there are logs in the streams of a folder. Others have folders called `events` too, with files called `.log`.
pub fn has_logs(fs: &dyn FileSystem, folder: &Path) -> bool {
    let has_log = |stream: &Stream| {
        let logs = list(fs, &folder.join(stream.name()), |_, _| ());
        logs.iter().any(|log| has_own_name(log) || begins_as_log(fs, log))
    };
    Stream::ALL.iter().any(has_log)
}
