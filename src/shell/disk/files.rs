//! Owns what the store does with files, over any `Drive`: in which order it must write and sync so that a power cut takes nothing.
//! Must not know what is in the files.

use crate::shell::disk::drive::{Drive, Pen, Sort};
use std::fs::TryLockError;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The longest file that is read, in bytes. A whole course makes less than a hundredth of it.
pub const MAX_FILE: u64 = 256 << 20;
/// Folders above one's own that another window may have made a moment ago and not have synced yet: as far up as to a home folder
/// that had nothing in it.
const SHARED_FOLDERS: usize = 7;
/// How many of them, from below, are made by this program alone and must be readable.
const OWN_FOLDERS: usize = 2;

/// The length of a regular file, in bytes. Anything else, a link too, is an error: a pipe would never end.
pub fn length(drive: &dyn Drive, path: &Path) -> io::Result<u64> {
    match drive.look(path)? {
        (Sort::File, length) => Ok(length),
        (Sort::Folder | Sort::Link | Sort::Other, _) => {
            Err(io::Error::new(ErrorKind::InvalidData, "it is not a regular file"))
        }
    }
}

/// The bytes of a regular file of reasonable length.
pub fn read(drive: &dyn Drive, path: &Path) -> io::Result<Vec<u8>> {
    read_from(drive, path, 0)
}

/// The same without its first `from` bytes, which were read before.
pub fn read_from(drive: &dyn Drive, path: &Path, from: u64) -> io::Result<Vec<u8>> {
    if length(drive, path)? > MAX_FILE {
        return Err(io::Error::new(ErrorKind::InvalidData, "it is far too long"));
    }
    drive.read(path, from..MAX_FILE)
}

/// Everything below a folder that is no folder, at any depth; links are not followed. A folder that cannot be listed is told to
/// `untold`, and the others are listed.
pub fn walk(
    drive: &dyn Drive,
    folder: &Path,
    mut untold: impl FnMut(&Path, io::Error),
) -> Vec<(PathBuf, Sort)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = drive.list(&folder).unwrap_or_else(|error| {
            untold(&folder, error);
            Vec::new()
        });
        for (path, sort) in entries {
            match sort {
                Sort::Folder => folders.push(path),
                Sort::File | Sort::Link | Sort::Other => found.push((path, sort)),
            }
        }
    }
    found
}

/// Makes a folder and those missing above it, and sees to it that they are there to stay, whoever made them: one that was killed
/// before it could sync them leaves no trace of that.
pub fn root_folders(drive: &dyn Drive, folder: &Path) -> io::Result<()> {
    make_folders(drive, folder)?;
    for (up, parent) in folder.ancestors().skip(1).take(SHARED_FOLDERS).enumerate() {
        match sync_folder(drive, parent) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied && up >= OWN_FOLDERS => {}
            synced => synced?,
        }
    }
    Ok(())
}

/// Makes a folder and those missing above it, for this user only, and syncs the parent of each.
pub fn make_folders(drive: &dyn Drive, folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|folder| !drive.is_folder(folder))
        .collect();
    for folder in missing.into_iter().rev() {
        match drive.make_folder(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && drive.is_folder(folder) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(ErrorKind::NotADirectory.into());
            }
            made => made?,
        }
        sync_parent(drive, folder)?;
    }
    Ok(())
}

/// Locks a file that this session created. A file system without locks is no reason not to save.
pub fn lock(pen: &dyn Pen) -> io::Result<()> {
    match pen.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
    }
}

/// Waits until the names in a folder are on the disk.
pub fn sync_folder(drive: &dyn Drive, folder: &Path) -> io::Result<()> {
    match drive.sync_folder(folder) {
        // What some network file systems say: they have no such operation.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Writes a whole small file unless there is one.
pub fn write_once(drive: &dyn Drive, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match write_new(drive, path, bytes) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        written => written,
    }
}

/// Writes a whole file that was not there. After an error there is none, if the disk allows.
pub fn write_new(drive: &dyn Drive, path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_whole(drive, path, bytes)?;
    sync_parent(drive, path)
}

/// Puts a whole file in the place of another: after a power cut there is the old one or the new one. `writer` is part of the
/// name of the temporary file, so that two writers never share one.
pub fn replace(drive: &dyn Drive, path: &Path, writer: &str, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{writer}.new"));
    let temporary = path.with_file_name(name);
    remove(drive, &temporary)?;
    create_whole(drive, &temporary, bytes)?;
    drive
        .rename(&temporary, path)
        .or_else(|error| give_up(drive, &temporary, error))?;
    sync_parent(drive, path)
}

/// Removes a file if it is there.
pub fn remove(drive: &dyn Drive, path: &Path) -> io::Result<()> {
    match drive.remove(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn create_whole(drive: &dyn Drive, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut pen = drive.create(path)?;
    // However many writes the system makes of it, or interrupts.
    pen.write_all(bytes)
        .and_then(|()| pen.sync_all())
        .or_else(|error| give_up(drive, path, error))
}

/// Removes what was begun. If that fails too, the first error is the one to tell.
fn give_up(drive: &dyn Drive, path: &Path, error: io::Error) -> io::Result<()> {
    let _ = remove(drive, path);
    Err(error)
}

fn sync_parent(drive: &dyn Drive, path: &Path) -> io::Result<()> {
    // A name alone lies in the folder the program was started from.
    let here = |parent: &Path| {
        if parent.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            parent.to_owned()
        }
    };
    path.parent()
        .map_or(Ok(()), |parent| sync_folder(drive, &here(parent)))
}
