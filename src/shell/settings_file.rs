//! Owns where the settings file lies, and reading and changing it. Progress lies elsewhere, and `--data` does not move this file.
//! Must not know what a setting means. A file that cannot be understood is never written to.

use crate::settings::file::{LONGEST, edited};
use crate::store::clock::{fresh_id, now};
use crate::store::durable;
use crate::store::fs::{FileSystem, FileType, OsFileSystem};
use directories::ProjectDirs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use thiserror::Error;

/// The variable that names the folder of the file.
const VARIABLE: &str = "ALLY_UP_CONFIG";
/// The name of the file.
const NAME: &str = "settings.ron";

/// Why a setting is not kept. The page says where the file lies; this has to fit at its foot.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// There is no home folder, and no other was named.
    #[error("this counts until you quit: no home folder is known; ALLY_UP_CONFIG may name one")]
    NoPlace,
    /// The file has a fault that leaves no place for a change.
    #[error("this counts until you quit: settings.ron cannot be read and is left alone")]
    NotUnderstood,
    /// The system does not let the file be read or written.
    #[error("this counts until you quit: settings.ron cannot be written ({0})")]
    System(#[from] io::Error),
}

/// Where the file lies: in the folder that `ALLY_UP_CONFIG` names, else in the configuration folder of the platform. Nowhere where no
/// home folder is known.
pub fn path() -> Option<PathBuf> {
    let named = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty());
    let folder = match named {
        Some(folder) => std::path::absolute(folder).ok()?,
        None => ProjectDirs::from("", "", "ally-up")?.config_dir().to_owned(),
    };
    Some(folder.join(NAME))
}

/// The bytes of the file; none where there is no file. Of one that is too long so many come back that it shows.
///
/// # Errors
/// The system's; what is no regular file, as a folder or a pipe.
pub fn read() -> io::Result<Vec<u8>> {
    let Some(path) = path() else {
        return Ok(Vec::new());
    };
    match OsFileSystem.followed(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
        Ok((FileType::File, _)) => {}
        Ok(_) => return Err(io::Error::other("it is not a regular file")),
    }
    OsFileSystem.read(&path, 0..LONGEST as u64 + 1)
}

/// Changes one setting in the file, and makes the file where there is none. Where it is a link, the file that it leads to is changed.
///
/// # Errors
/// Why it is not kept. The file is as it was.
pub fn change(name: &str, value: &str) -> Result<(), SettingsError> {
    let path = path().ok_or(SettingsError::NoPlace)?;
    // Another window may have changed it since the start.
    let before = read()?;
    let after = std::str::from_utf8(&before)
        .ok()
        .filter(|source| source.len() <= LONGEST)
        .and_then(|source| edited(source, name, value))
        .ok_or(SettingsError::NotUnderstood)?;
    let real = OsFileSystem.resolved(&path);
    // A rename would replace even a file that its owner has closed.
    if std::fs::metadata(&real).is_ok_and(|file| file.permissions().readonly()) {
        return Err(io::Error::from(ErrorKind::PermissionDenied).into());
    }
    let folder = real.parent().unwrap_or(&real);
    durable::make_folders(&OsFileSystem, folder)?;
    durable::replace(&OsFileSystem, &real, &fresh_id(now()), after.as_bytes())?;
    Ok(())
}
