//! Owns every file operation of the store, and what each must sync. A simulated disk is written against this list.
//! Must not know what is in the files.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The longest file that is read, in bytes. A whole course makes less than a hundredth of it.
const MAX_FILE: u64 = 256 << 20;

/// What a folder's entry is, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A folder.
    Folder,
    /// A regular file.
    File,
    /// A link, a pipe, a device.
    Other,
}

/// The entries of a folder, by name.
pub fn list(folder: &Path) -> io::Result<Vec<(PathBuf, Sort)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // One that vanishes now is for its reader to miss: it must not hide the others.
        let sort = match entry.file_type() {
            Ok(kind) if kind.is_dir() => Sort::Folder,
            Ok(kind) if kind.is_file() => Sort::File,
            Ok(_) | Err(_) => Sort::Other,
        };
        entries.push((entry.path(), sort));
    }
    entries.sort_unstable();
    Ok(entries)
}

/// The length of a regular file, in bytes. Anything else, a link too, is an error: a pipe would never end.
pub fn length(path: &Path) -> io::Result<u64> {
    let metadata = fs::symlink_metadata(path)?;
    match metadata.is_file() {
        true => Ok(metadata.len()),
        false => Err(io::Error::new(ErrorKind::InvalidData, "it is not a regular file")),
    }
}

/// The bytes of a regular file of reasonable length.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    if length(path)? > MAX_FILE {
        return Err(io::Error::new(ErrorKind::InvalidData, "it is far too long"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_FILE).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a link stands at `path`.
pub fn is_link(path: &Path) -> io::Result<bool> {
    Ok(fs::symlink_metadata(path)?.is_symlink())
}

/// Makes a folder and those missing above it, for this user only, and syncs the parent of each.
pub fn make_folders(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.is_dir()).collect();
    for folder in missing.into_iter().rev() {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(ErrorKind::NotADirectory.into()),
            made => made?,
        }
        if let Some(parent) = folder.parent() {
            sync_folder(parent)?;
        }
    }
    Ok(())
}

/// Creates a file that was not there, for this user only; all writes go to its end.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Locks a file for as long as it is open. A file system without locks is no reason not to save.
pub fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(ErrorKind::WouldBlock.into()),
    }
}

/// Writes at the end, however many writes the system makes of it or interrupts.
pub fn write(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)
}

/// Waits until what was written is on the disk. After an error the descriptor is worth nothing: a second sync may say `Ok` and lie.
pub fn sync_data(file: &File) -> io::Result<()> {
    file.sync_data()
}

/// The same, with the length and times of a new file.
pub fn sync_all(file: &File) -> io::Result<()> {
    file.sync_all()
}

/// Waits until the names in a folder are on the disk.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened, and the file system's own journal keeps the order.
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder)?.sync_all() {
        // What some network file systems say: they have no such operation.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Writes a whole small file unless there is one.
pub fn write_once(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = match create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        created => created?,
    };
    finish(&mut file, path, bytes)?;
    sync_parent(path)
}

/// Puts a whole file in the place of another: after a power cut there is the old one or the new one. `writer` is part of the
/// name of the temporary file, so that two writers never share one.
pub fn replace(path: &Path, writer: &str, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{writer}.new"));
    let temporary = path.with_file_name(name);
    remove(&temporary)?;
    let mut file = create(&temporary)?;
    finish(&mut file, &temporary, bytes)?;
    #[expect(clippy::disallowed_methods, reason = "a draft and the machine's id are replaced whole, an event file never is")]
    let renamed = fs::rename(&temporary, path);
    renamed.or_else(|error| give_up(&temporary, error))?;
    sync_parent(path)
}

/// Removes a file if it is there.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn finish(file: &mut File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write(file, bytes).and_then(|()| sync_all(file)).or_else(|error| give_up(path, error))
}

/// Removes what was begun. If that fails too, the first error is the one to tell.
fn give_up(path: &Path, error: io::Error) -> io::Result<()> {
    let _ = remove(path);
    Err(error)
}

fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), sync_folder)
}
