//! Owns what is said when a file cannot be read or written: what, where, and what to do, in one line that is safe to show.
//! Must not know how a file is read or written.

use crate::clean::Clean;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// What went wrong with a file, and what to do: one line, safe to show.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The system names no home folder.
    #[error("no home folder to save in; set HOME to a folder of yours")]
    NoHome,
    /// Events are not saved.
    #[error("cannot save to {0}, or name another folder with --data")]
    Save(Trouble),
    /// A draft is not saved.
    #[error("cannot keep the unfinished answer in {0}")]
    Keep(Trouble),
    /// What is forgotten is still in a file.
    #[error("cannot take what is forgotten out of {0}, and start again")]
    Forget(Trouble),
    /// Something saved was left out.
    #[error("cannot read {0}")]
    Read(Trouble),
    /// A version that this one cannot follow wrote in the data folder.
    #[error("{0} says that a newer version saved here, and some of it may not show; get a newer ally-up")]
    Newer(Clean),
    /// An event of so many bytes, which fits no line.
    #[error("cannot save an entry of {0} bytes, the limit is 65536; make it shorter and save it again")]
    TooLong(usize),
}

/// Where it went wrong, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}; {advice}")]
pub struct Trouble {
    /// The file or folder.
    pub path: Clean,
    /// The system's words.
    pub reason: Clean,
    /// What to do.
    pub advice: &'static str,
}

impl Trouble {
    /// What `error` says about `path`.
    pub fn new(path: &Path, error: &Error) -> Trouble {
        let advice = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on that disk",
            ErrorKind::PermissionDenied => "change its permissions",
            ErrorKind::ReadOnlyFilesystem => "allow writing to that disk",
            ErrorKind::NotADirectory => "move the file that stands where a folder should be",
            ErrorKind::NotFound => "put back what was moved away",
            ErrorKind::InvalidData => "move it out of the folder",
            _ => "check that disk",
        };
        Trouble {
            path: Clean::line(&path.to_string_lossy()),
            reason: Clean::line(&error.to_string()),
            advice,
        }
    }
}
