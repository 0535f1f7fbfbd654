//! Owns writing a new course's folder: one that is empty or not there yet, and nothing that is there is written over. It is written
//! whole or not at all: whatever stops that, what was written so far is taken away again.
//! Must not know what is in the files.

use crate::clean::Clean;
use crate::cli::progress_line::ProgressLine;
use crate::cli::{Exit, complain};
use crate::shell::system::HeldSignals;
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

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
/// The folder is not free, something cannot be written, or a signal came; it is told, and nothing is left of what was written.
pub fn write(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Exit> {
    is_free(folder)?;
    let signals = HeldSignals::hold();
    let written = write_while(folder, files, || signals.came().is_none());
    let shown = Clean::line(&folder.display().to_string());
    match written {
        Ok(()) => Ok(()),
        Err(Unwritten::Stopped) => {
            let words = format!("stopped; nothing is left of it in {shown}");
            Err(complain(
                &words,
                signals.came().map_or(Exit::Unsaved, Exit::Signal),
            ))
        }
        Err(Unwritten::Failed(path, error)) => {
            let words = format!(
                "cannot write {} ({}), and nothing is left of the rest; check the folder and the disk",
                Clean::line(&path.display().to_string()),
                Clean::line(&error.to_string())
            );
            Err(complain(&words, Exit::Unsaved))
        }
    }
}

/// Why a folder was not written.
#[derive(Debug)]
enum Unwritten {
    /// It was to be written no more.
    Stopped,
    /// This file could not be.
    Failed(PathBuf, io::Error),
}

/// Writes the files as long as they are wanted.
fn write_while(
    folder: &Path,
    files: &BTreeMap<String, String>,
    is_wanted: impl Fn() -> bool,
) -> Result<(), Unwritten> {
    let line = ProgressLine::new("Writing");
    let was_there = folder.exists();
    for (nth, (path, words)) in files.iter().enumerate() {
        line.at(nth, files.len());
        let file = folder.join(path);
        let done = match is_wanted() {
            true => write_file(&file, words).map_err(|error| Unwritten::Failed(file, error)),
            false => Err(Unwritten::Stopped),
        };
        if let Err(unwritten) = done {
            take_away(folder, files.keys().take(nth), was_there);
            return Err(unwritten);
        }
    }
    Ok(())
}

fn write_file(path: &Path, words: &str) -> io::Result<()> {
    let path = std::path::absolute(path)?;
    path.parent()
        .map_or(Ok(()), |parent| durable::make_folders(&OsFileSystem, parent))?;
    durable::write_new(&OsFileSystem, &path, words.as_bytes())
}

/// Takes files away again, and the folders that were made for them. What cannot be taken away stays, and so does what others put there.
fn take_away<'a>(folder: &Path, files: impl Iterator<Item = &'a String>, was_there: bool) {
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for path in files {
        let file = folder.join(path);
        let _ = std::fs::remove_file(&file);
        let above = file.ancestors().skip(1).take_while(|above| *above != folder);
        folders.extend(above.map(Path::to_owned));
    }
    // A folder comes before what is in it.
    for made in folders.iter().rev().filter(|made| !was_there || *made != folder) {
        let _ = std::fs::remove_dir(made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::fs;
    use tempfile::TempDir;

    #[test]
    fn what_is_stopped_leaves_nothing_and_takes_nothing_that_others_put_there() {
        let root = TempDir::new().unwrap();
        let names = ["a.md", "part/b.md", "part/deep/c.md", "z.md"];
        let files = names
            .map(|path| (path.to_owned(), "# A page\n".to_owned()))
            .into();
        let stopped = |folder: &Path, after: usize| {
            let written = Cell::new(0);
            write_while(folder, &files, || written.replace(written.get() + 1) < after)
        };
        let new = root.path().join("new");
        assert!(matches!(stopped(&new, 3), Err(Unwritten::Stopped)));
        assert!(!new.exists());

        fs::create_dir(&new).unwrap();
        assert!(matches!(stopped(&new, 3), Err(Unwritten::Stopped)));
        assert_eq!(
            fs::read_dir(&new).unwrap().count(),
            0,
            "it was there, and is empty again"
        );

        // Somebody else writes there meanwhile.
        fs::create_dir_all(new.join("part")).unwrap();
        fs::write(new.join("part/mine.txt"), "mine").unwrap();
        fs::write(new.join("z.md"), "mine").unwrap();
        assert!(matches!(stopped(&new, 9), Err(Unwritten::Failed(file, _)) if file.ends_with("z.md")));
        let left = |path: &str| fs::read_to_string(new.join(path)).unwrap();
        assert_eq!([left("z.md"), left("part/mine.txt")], ["mine", "mine"]);
        assert!(!new.join("a.md").exists() && !new.join("part/deep").exists());

        fs::remove_dir_all(&new).unwrap();
        assert!(stopped(&new, 4).is_ok());
        assert!(names.iter().all(|path| new.join(path).is_file()));
    }
}
