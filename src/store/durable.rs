//! Owns durable file operations over any `FileSystem`: the order of writes and syncs after which a power cut
//! loses nothing. Must not know what is in the files.

use crate::store::fs::{AppendFile, FileSystem, FileType};
use std::fs::TryLockError;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The longest file that is read, in bytes. The log of a whole course is less than a hundredth of it.
pub const MAX_FILE: u64 = 256 << 20;
/// How many folders above the given one are synced as well. Another window may have made them a moment ago
/// and been killed before it could sync them; seven reach up to an empty home folder.
const SHARED_FOLDERS: usize = 7;
/// How many of them, from below, only this program makes. Syncing these must succeed.
const OWN_FOLDERS: usize = 2;

/// The length of a regular file or of the one that a link leads to, in bytes.
///
/// # Errors
/// `InvalidInput` for a link that leads to nothing, `InvalidData` for anything else: reading a pipe would
/// never end. Otherwise the system's.
pub fn length(fs: &dyn FileSystem, path: &Path) -> io::Result<u64> {
    let found = match fs.metadata(path)? {
        (FileType::Link, _) => fs
            .followed(path)
            .map_err(|_| io::Error::new(ErrorKind::InvalidInput, "it is a link that leads to no file"))?,
        found => found,
    };
    match found {
        (FileType::File, length) => Ok(length),
        (FileType::Folder | FileType::Link | FileType::Other, _) => {
            Err(io::Error::new(ErrorKind::InvalidData, "it is not a regular file"))
        }
    }
}

/// The bytes of a regular file.
///
/// # Errors
/// `FileTooLarge` if it is longer than `MAX_FILE`; otherwise as `length`.
pub fn read(fs: &dyn FileSystem, path: &Path) -> io::Result<Vec<u8>> {
    read_from(fs, path, 0)
}

/// The bytes of a regular file from byte `from` on. What is written to it meanwhile is left for the next time.
///
/// # Errors
/// As `read`.
pub fn read_from(fs: &dyn FileSystem, path: &Path, from: u64) -> io::Result<Vec<u8>> {
    match length(fs, path)? {
        length if length > MAX_FILE => Err(io::Error::new(ErrorKind::FileTooLarge, "it is far too long")),
        length => fs.read(path, from..length),
    }
}

/// Every entry below a folder that is not itself a folder, at any depth; links are not followed. `on_error`
/// is called with each folder that cannot be listed, and the walk goes on.
pub fn walk(
    fs: &dyn FileSystem,
    folder: &Path,
    on_error: impl FnMut(&Path, io::Error),
) -> Vec<(PathBuf, FileType)> {
    walk_noting(fs, folder, |_| (), on_error)
}

/// The same; `note` is called with each folder before its names are read.
pub fn walk_noting(
    fs: &dyn FileSystem,
    folder: &Path,
    mut note: impl FnMut(&Path),
    mut on_error: impl FnMut(&Path, io::Error),
) -> Vec<(PathBuf, FileType)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        note(&folder);
        let entries = fs.list(&folder).unwrap_or_else(|error| {
            on_error(&folder, error);
            Vec::new()
        });
        for (path, sort) in entries {
            match sort {
                FileType::Folder => folders.push(path),
                FileType::File | FileType::Link | FileType::Other => found.push((path, sort)),
            }
        }
    }
    found
}

/// Makes a folder and its missing ancestors, and syncs the ancestors whoever made them: another window may
/// have made one and been killed before it could sync.
///
/// # Errors
/// After an error the folder may exist, and may not survive a power cut; calling this again is safe.
pub fn root_folders(fs: &dyn FileSystem, folder: &Path) -> io::Result<()> {
    make_folders(fs, folder)?;
    for (up, parent) in folder.ancestors().skip(1).take(SHARED_FOLDERS).enumerate() {
        match sync_folder(fs, parent) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied && up >= OWN_FOLDERS => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// Makes a folder and its missing ancestors, for this user only, and syncs the parent of each.
///
/// # Errors
/// `NotADirectory` if a file is in the way; otherwise the system's. After an error some of the folders may
/// exist.
pub fn make_folders(fs: &dyn FileSystem, folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !fs.is_folder(folder))
        .collect();
    for folder in missing.into_iter().rev() {
        match fs.make_folder(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && fs.is_folder(folder) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(ErrorKind::NotADirectory.into());
            }
            made => made?,
        }
        sync_parent(fs, folder)?;
    }
    Ok(())
}

/// Locks a file that this session created. A file system without locks is no reason not to save, so only a
/// held lock is an error.
///
/// # Errors
/// `WouldBlock` if somebody else holds the lock.
pub fn lock(file: &dyn AppendFile) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
    }
}

/// Waits until a file that somebody else wrote is durable, with its name.
///
/// # Errors
/// The system's.
pub fn sync_whole(fs: &dyn FileSystem, path: &Path) -> io::Result<()> {
    fs.sync_file(path)?;
    sync_parent(fs, path)
}

/// Waits until the list of names in a folder is durable.
///
/// # Errors
/// The system's. A file system that has no such operation is no error.
pub fn sync_folder(fs: &dyn FileSystem, folder: &Path) -> io::Result<()> {
    match fs.sync_folder(folder) {
        // Some network file systems answer so: they have no such operation.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Writes a whole small file unless there is one.
///
/// # Errors
/// As `write_new`; a file that is there is no error.
pub fn write_once(fs: &dyn FileSystem, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match write_new(fs, path, bytes) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

/// Writes a whole file that was not there; after `Ok` it is durable.
///
/// # Errors
/// `AlreadyExists`, or the system's. After an error the file is removed again, if that is possible.
pub fn write_new(fs: &dyn FileSystem, path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_whole(fs, path, bytes)?;
    sync_parent(fs, path)
}

/// Replaces a whole file, or creates it. After a power cut there is the old content or the new, never a part.
/// `writer` becomes part of the name of the temporary file, so that two writers never share one.
///
/// # Errors
/// The system's. After an error the old file is there, or the new one if only the last sync failed.
pub fn replace(fs: &dyn FileSystem, path: &Path, writer: &str, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{writer}.new"));
    let temporary = path.with_file_name(name);
    remove(fs, &temporary)?;
    create_whole(fs, &temporary, bytes)?;
    fs.rename(&temporary, path)
        .or_else(|error| give_up(fs, &temporary, error))?;
    sync_parent(fs, path)
}

/// Removes a file if it is there. The removal is durable once the folder is synced.
///
/// # Errors
/// The system's; a missing file is no error.
pub fn remove(fs: &dyn FileSystem, path: &Path) -> io::Result<()> {
    match fs.remove(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn create_whole(fs: &dyn FileSystem, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs.create(path)?;
    // `write_all` goes on after a short or interrupted write.
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .or_else(|error| give_up(fs, path, error))
}

/// Removes a file that could not be finished, and returns the error that stopped it.
fn give_up(fs: &dyn FileSystem, path: &Path, error: io::Error) -> io::Result<()> {
    let _ = remove(fs, path);
    Err(error)
}

fn sync_parent(fs: &dyn FileSystem, path: &Path) -> io::Result<()> {
    // The parent of a bare file name is the working directory.
    let here = |parent: &Path| {
        if parent.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            parent.to_owned()
        }
    };
    path.parent()
        .map_or(Ok(()), |parent| sync_folder(fs, &here(parent)))
}
