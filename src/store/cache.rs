//! Owns files that are there for speed alone: what another program wrote, or nobody wrote whole, is as good as nothing. Must not know
//! what is in them.
//!
//! They lie in the state folder of this machine, which nobody shares: they cannot get into a repository or a synchronizer, nor come from
//! another machine. Each is written whole under another name and renamed, and never synced: what a power cut makes of it, the checksum
//! tells. Whether it can be written at all is nobody's trouble.

use crate::store::durable;
use crate::store::fs::FileSystem;
use crate::store::paths::Paths;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The folder of all of them, in the state folder.
const FOLDER: &str = "snapshots";
/// How each begins, whatever wrote it.
const MAGIC: &[u8] = b"ally-up snapshot\n";
/// Another one for any other source of this program.
const PROGRAM: &str = env!("ALLY_UP_PROGRAM");
/// Bytes of the checksum.
const SUM: usize = 4;

/// Where the one with this ending lies for a data folder, if it can have any.
pub fn path(paths: &Paths, ending: &str) -> Option<PathBuf> {
    // Without a home folder the state lies in the data folder, which may be shared.
    let is_shared = paths.state.starts_with(&paths.data);
    let mut name = paths.drafts.file_name().filter(|_| !is_shared)?.to_owned();
    name.push(ending);
    Some(in_state(&paths.state, &name))
}

/// Where the one of this name lies in a state folder.
pub fn in_state(state: &Path, name: &OsStr) -> PathBuf {
    state.join(FOLDER).join(name)
}

/// The file of a value.
pub fn sealed(value: &impl Serialize) -> Option<Vec<u8>> {
    let head = [MAGIC, &[0; SUM]].concat();
    let start = head.len();
    let mut bytes = postcard::to_extend(&(PROGRAM, value), head).ok()?;
    let sum = crc32c::crc32c(&bytes[start..]).to_le_bytes();
    bytes[start - SUM..start].copy_from_slice(&sum);
    Some(bytes)
}

/// The value of a file, if this program wrote it and all of it is there.
pub fn unsealed<'a, T: Deserialize<'a>>(file: &'a [u8]) -> Option<T> {
    let (sum, body) = file.strip_prefix(MAGIC)?.split_at_checked(SUM)?;
    if sum != crc32c::crc32c(body).to_le_bytes() {
        return None;
    }
    // Nothing else can be understood of what another program wrote.
    let (program, value) = postcard::take_from_bytes::<&str>(body).ok()?;
    (program == PROGRAM).then(|| postcard::from_bytes(value).ok())?
}

/// Writes one, in place of what was there. Should another window do the same at the same time, it may get parts of both; the checksum is
/// wrong then.
///
/// # Errors
/// The system's. What was there before is there still.
pub fn replace(fs: &dyn FileSystem, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        durable::make_folders(fs, folder)?;
    }
    let new = unfinished(path);
    durable::remove(fs, &new)?;
    let mut file = fs.create(&new)?;
    let written = file.write_all(bytes);
    drop(file);
    let renamed = written.and_then(|()| fs.rename(&new, path));
    renamed.or_else(|error| durable::remove(fs, &new).and(Err(error)))
}

/// Removes one, and what is left of one that could not be finished.
pub fn remove(fs: &dyn FileSystem, path: &Path) {
    for path in [path, &unfinished(path)] {
        // What cannot be removed is not believed either, once what it speaks of has changed.
        let _ = durable::remove(fs, path);
    }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}
