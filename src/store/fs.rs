//! Owns the file-system port: the operations that the store needs, each as small as the system's own, and
//! their real implementation. Must not combine operations: the order of writes and syncs is in `durable`. The
//! tests' simulated disk implements this port.

use crate::source::FileStamp;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The most room that is made before a file is read, in bytes.
const AT_ONCE: u64 = 1 << 20;

/// The type of a directory entry; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileType {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, wherever it leads.
    Link,
    /// A pipe or a device, or an entry that was removed while the folder was listed.
    Other,
}

/// The operations of a file system. Only those named `sync` wait until data is durable.
///
/// # Errors
/// Every operation returns the system's own error.
#[allow(clippy::missing_errors_doc, reason = "said once for all of them, above")]
pub trait FileSystem: Send + Sync {
    /// The entries of a folder, by name.
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>>;
    /// The type of an entry and its length in bytes; links are not followed.
    fn metadata(&self, path: &Path) -> io::Result<(FileType, u64)>;
    /// When a file's content, or a folder's list of names, was last modified. `Unsupported` where that is not
    /// known.
    fn modified(&self, _path: &Path) -> io::Result<SystemTime> {
        Err(ErrorKind::Unsupported.into())
    }
    /// What the regular file that a path leads to is recognized by; links are followed. `Unsupported` where that is not known.
    fn stamp(&self, _path: &Path) -> io::Result<FileStamp> {
        Err(ErrorKind::Unsupported.into())
    }
    /// The type and length of what a path leads to; links are followed.
    fn followed(&self, path: &Path) -> io::Result<(FileType, u64)> {
        self.metadata(path)
    }
    /// The path without any link in it, as far as that is known.
    fn resolved(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }
    /// Whether a folder is there; links are followed.
    fn is_folder(&self, path: &Path) -> bool {
        matches!(self.followed(path), Ok((FileType::Folder, _)))
    }
    /// Whether a regular file is there; links are followed.
    fn is_file(&self, path: &Path) -> bool {
        matches!(self.followed(path), Ok((FileType::File, _)))
    }
    /// The permission bits of an entry, links not followed; `None` where the system has none.
    fn mode(&self, _path: &Path) -> Option<u32> {
        None
    }
    /// Takes the permissions of all other users off an entry.
    fn close_to_others(&self, _path: &Path) -> io::Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
    /// The bytes of a file in `span`, fewer where the file ends before it.
    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>>;
    /// Makes one folder, for this user only.
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// Creates a file that was not there, for this user only.
    fn create(&self, path: &Path) -> io::Result<Box<dyn AppendFile>>;
    /// Locks an existing file until the returned guard is dropped. `WouldBlock` while another process, its
    /// writer, holds the lock.
    fn lock(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError>;
    /// Waits until the content of a file that somebody else wrote is durable.
    fn sync_file(&self, path: &Path) -> io::Result<()>;
    /// Waits until the list of names in a folder is durable.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Renames a file, replacing what had the new name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// A file that this session created. Every write appends; a write may be short or interrupted.
#[allow(
    clippy::missing_errors_doc,
    reason = "each operation returns the system\'s own error"
)]
pub trait AppendFile: Write + Send {
    /// Locks the file for as long as it is open.
    fn try_lock(&self) -> Result<(), TryLockError>;
    /// Waits until the content is durable. After an error the file must not be used again: the system may
    /// have dropped the pages that it failed to write, so a second sync could return `Ok` without them.
    fn sync_data(&mut self) -> io::Result<()>;
    /// Waits until the content and the metadata of a new file are durable.
    fn sync_all(&mut self) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Clone, Copy, Debug)]
pub struct OsFileSystem;

impl FileSystem for OsFileSystem {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            // An entry that was removed meanwhile must not hide the others.
            entries.push((entry.path(), entry.file_type().map_or(FileType::Other, file_type)));
        }
        // All are in one folder: their bytes are in the order of their names, and quicker to compare than paths.
        entries.sort_unstable_by(|(a, _), (b, _)| {
            a.as_os_str()
                .as_encoded_bytes()
                .cmp(b.as_os_str().as_encoded_bytes())
        });
        Ok(entries)
    }

    fn metadata(&self, path: &Path) -> io::Result<(FileType, u64)> {
        let metadata = fs::symlink_metadata(path)?;
        Ok((file_type(metadata.file_type()), metadata.len()))
    }

    fn modified(&self, path: &Path) -> io::Result<SystemTime> {
        fs::symlink_metadata(path)?.modified()
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        let metadata = fs::metadata(path)?;
        match metadata.is_file() {
            true => stamp(&metadata),
            false => Err(ErrorKind::InvalidData.into()),
        }
    }

    fn followed(&self, path: &Path) -> io::Result<(FileType, u64)> {
        let metadata = fs::metadata(path)?;
        Ok((file_type(metadata.file_type()), metadata.len()))
    }

    fn resolved(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }

    #[cfg(unix)]
    fn mode(&self, path: &Path) -> Option<u32> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777)
    }

    #[cfg(unix)]
    fn close_to_others(&self, path: &Path) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)?.permissions().mode() & 0o700;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    }

    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        if span.start > 0 {
            file.seek(SeekFrom::Start(span.start))?;
        }
        let length = span.end.saturating_sub(span.start);
        // Whoever knows how much there is gets it in one read.
        let mut bytes = Vec::with_capacity(length.min(AT_ONCE) as usize);
        file.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        retry(|| builder.create(folder))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn AppendFile>> {
        let mut options = OpenOptions::new();
        options.append(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError> {
        let file = File::open(path).map_err(TryLockError::Error)?;
        file.try_lock()?;
        Ok(Box::new(file))
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a file that is only read cannot be synced.
        match cfg!(unix) {
            true => File::open(path)?.sync_all(),
            false => Ok(()),
        }
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
        retry(|| fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        retry(|| fs::remove_file(path))
    }
}

impl AppendFile for File {
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

/// What a file is recognized by, as far as the system tells it.
///
/// # Errors
/// The system has no such time.
#[cfg(unix)]
pub fn stamp(metadata: &fs::Metadata) -> io::Result<FileStamp> {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
    Ok(FileStamp {
        length: metadata.len(),
        modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        number: metadata.ino(),
    })
}

/// The same.
///
/// # Errors
/// The system has no such time.
#[cfg(not(unix))]
pub fn stamp(metadata: &fs::Metadata) -> io::Result<FileStamp> {
    Ok(FileStamp {
        length: metadata.len(),
        modified: since_1970(metadata.modified()?),
        changed: 0,
        number: 0,
    })
}

fn file_type(kind: fs::FileType) -> FileType {
    if kind.is_dir() {
        FileType::Folder
    } else if kind.is_file() {
        FileType::File
    } else if kind.is_symlink() {
        FileType::Link
    } else {
        FileType::Other
    }
}

/// A time of the system's clock, in nanoseconds since 1970.
pub fn since_1970(time: SystemTime) -> i128 {
    let nanoseconds = |time: Duration| time.as_nanos() as i128;
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => nanoseconds(after),
        Err(before) => -nanoseconds(before.duration()),
    }
}

/// Repeats an operation that a signal interrupted. The standard library does this itself where it opens,
/// reads and syncs.
fn retry<T>(mut operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match operation() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}
