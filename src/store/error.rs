//! Owns the errors of the store: which file or folder, what the system said, and what to do, in one line that
//! is safe to show. Must not know how a file is read or written.

use crate::clean::Clean;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// Why something could not be saved or read. Its text is one line, safe to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The system names no home folder.
    #[error("no home folder to save in; name a folder with --data, or set HOME to a folder of yours")]
    NoHome,
    /// Events are not saved.
    #[error("cannot save to {0}, or name another folder with --data")]
    Save(FileError),
    /// A draft is not saved.
    #[error("cannot keep the unfinished answer in {0}")]
    Keep(FileError),
    /// A file still holds events that were erased.
    #[error("cannot take what is forgotten out of {0}, and start again")]
    Forget(FileError),
    /// A file or folder could not be read; its events are missing.
    #[error("cannot read {0}")]
    Read(FileError),
    /// The data folder asks for a newer reader than this version.
    #[error("{0} says that a newer version saved here, and some of it may not show; get a newer ally-up")]
    Newer(Clean),
    /// The event's line has this many bytes, more than `MAX_LINE`.
    #[error("cannot save an entry of {0} bytes, the limit is 65536; make it shorter and save it again")]
    TooLong(usize),
}

/// An I/O error with its path and an advice.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}; {advice}")]
pub struct FileError {
    /// The file or folder.
    pub path: Clean,
    /// The system's words.
    pub reason: Clean,
    /// What to do.
    pub advice: &'static str,
}

impl FileError {
    /// Wraps `error`, which an operation on `path` returned.
    pub fn new(path: &Path, error: &Error) -> FileError {
        let advice = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on that disk",
            ErrorKind::PermissionDenied => "change its permissions",
            ErrorKind::ReadOnlyFilesystem => "allow writing to that disk",
            ErrorKind::NotADirectory => "move the file that stands where a folder should be",
            ErrorKind::NotFound => "put back what was moved away",
            // It may be a log of the learner's, so nobody is told to move it away.
            ErrorKind::FileTooLarge => {
                "split it at the end of a line into files of less than 256 MB, all of which are read"
            }
            ErrorKind::InvalidInput => "put back what it leads to",
            ErrorKind::InvalidData => "put a file in its place",
            _ => "check that disk",
        };
        FileError {
            path: Clean::line(&path.to_string_lossy()),
            reason: Clean::line(&error.to_string()),
            advice,
        }
    }
}

/// Adds an error about reading `path` to `problems`. A file or folder that does not exist is no problem.
pub fn note_unreadable(path: &Path, error: &Error, problems: &mut Vec<StoreError>) {
    if error.kind() != ErrorKind::NotFound {
        problems.push(StoreError::Read(FileError::new(path, error)));
    }
}
