//! Owns the list of what a store asks of a disk, each operation as small as the system's own, and the system's real disk.
//! Must not combine them: what must be written and synced in which order is in `files`. A simulated disk is written against this list.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What stands under a name, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, wherever it leads.
    Link,
    /// A pipe, a device, or what vanished while one looked.
    Other,
}

/// A disk. None of these waits until something is there to stay, but for those that sync.
pub trait Drive: Send + Sync {
    /// The entries of a folder, by name.
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Sort)>>;
    /// What stands there and its length in bytes, links not followed.
    fn look(&self, path: &Path) -> io::Result<(Sort, u64)>;
    /// When a file was written to, or a name in a folder came or went. A disk may not know.
    fn changed(&self, _path: &Path) -> io::Result<SystemTime> {
        Err(ErrorKind::Unsupported.into())
    }
    /// Whether a folder is there, links followed.
    fn is_folder(&self, path: &Path) -> bool;
    /// The bytes of a file from the first of `span` on, up to its last or the end of the file.
    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>>;
    /// Makes one folder, for this user only.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Creates a file that was not there, for this user only.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Pen>>;
    /// Locks a file that is there, for as long as what comes back lives. It is refused while the file's writer lives.
    fn claim(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError>;
    /// Waits until the names in a folder are there to stay.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Gives a file another name, in place of what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// A file that this session created. All it writes goes to the end, and a write may be short or interrupted.
pub trait Pen: Write + Send {
    /// Locks the file for as long as it is open.
    fn try_lock(&self) -> Result<(), TryLockError>;
    /// Waits until what was written is there to stay. After an error the file is worth nothing: the system may have let go of what
    /// it could not write, and a second sync may say `Ok` and lie.
    fn sync_data(&mut self) -> io::Result<()>;
    /// The same, with all that the system notes about a new file.
    fn sync_all(&mut self) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl Drive for System {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Sort)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // One that vanishes now is for its reader to miss: it must not hide the others.
            entries.push((entry.path(), entry.file_type().map_or(Sort::Other, sort)));
        }
        entries.sort_unstable();
        Ok(entries)
    }

    fn look(&self, path: &Path) -> io::Result<(Sort, u64)> {
        let metadata = fs::symlink_metadata(path)?;
        Ok((sort(metadata.file_type()), metadata.len()))
    }

    fn changed(&self, path: &Path) -> io::Result<SystemTime> {
        fs::symlink_metadata(path)?.modified()
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        if span.start > 0 {
            file.seek(SeekFrom::Start(span.start))?;
        }
        let mut bytes = Vec::new();
        file.take(span.end.saturating_sub(span.start))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        again(|| builder.create(folder))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Pen>> {
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn claim(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError> {
        let file = File::open(path).map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(Box::new(file))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened, and the file system's own journal keeps the order.
        match cfg!(unix) {
            true => File::open(folder)?.sync_all(),
            false => Ok(()),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        #[expect(
            clippy::disallowed_methods,
            reason = "a draft and the machine's id are replaced whole, an event file never is"
        )]
        again(|| fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        again(|| fs::remove_file(path))
    }
}

impl Pen for File {
    fn try_lock(&self) -> Result<(), TryLockError> {
        File::try_lock(self)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        File::sync_data(self)
    }

    fn sync_all(&mut self) -> io::Result<()> {
        File::sync_all(self)
    }
}

fn sort(kind: fs::FileType) -> Sort {
    if kind.is_dir() {
        Sort::Folder
    } else if kind.is_file() {
        Sort::File
    } else if kind.is_symlink() {
        Sort::Link
    } else {
        Sort::Other
    }
}

/// Begins again what a signal interrupted. The standard library does so itself where it opens, reads and syncs.
fn again<T>(mut operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match operation() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
