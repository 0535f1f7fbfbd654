//! Owns writing a new course's folder: one that is empty or not there yet, and nothing that is there is written over.
//! Must not know what is in the files.

use crate::clean::Clean;
use crate::cli::{Exit, complain};
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use std::collections::BTreeMap;
use std::path::Path;

/// Whether a folder can take a new course. If not, that is told.
///
/// # Errors
/// It is not empty, no folder, or cannot be read.
pub fn is_free(folder: &Path) -> Result<(), Exit> {
    let shown = Clean::line(&folder.display().to_string());
    let told = match std::fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => return Ok(()),
            Some(_) => format!("{shown} is not empty and was not touched; name a new folder"),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => format!(
            "{shown} cannot be used ({}); name a new folder",
            Clean::line(&error.to_string())
        ),
    };
    Err(complain(&told, Exit::Usage))
}

/// Writes files into a folder that is free.
///
/// # Errors
/// The folder is not free, or something cannot be written; it is told.
pub fn write(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Exit> {
    is_free(folder)?;
    for (path, words) in files {
        let done = std::path::absolute(folder.join(path)).and_then(|path| {
            path.parent()
                .map_or(Ok(()), |parent| durable::make_folders(&OsFileSystem, parent))?;
            durable::write_new(&OsFileSystem, &path, words.as_bytes())
        });
        if let Err(error) = done {
            let words = format!(
                "cannot write {} ({}); check the folder and the disk",
                Clean::line(&folder.join(path).display().to_string()),
                Clean::line(&error.to_string())
            );
            return Err(complain(&words, Exit::Unsaved));
        }
    }
    Ok(())
}
