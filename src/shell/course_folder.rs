//! Owns reading a course from a folder. The folder is a jail: regular files only, no symbolic link leads out, nothing hangs.
//! Must not know what the files mean.

use crate::clean::Clean;
use crate::course::load::reading::LONGEST;
use crate::course::manifest::MANIFEST;
use crate::parallel::in_parallel;
use crate::source::{Files, Unread};
use crate::store::log_files::{DEVICE_FILE, FORMAT_FILE};
use std::borrow::Cow;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Folders inside folders that are looked into.
pub(super) const DEPTH: usize = 8;
/// What the names of a course's files end in.
pub(super) const ENDINGS: [&str; 2] = ["md", "ron"];
/// Files that are read at the most.
const MOST: usize = 10_000;
/// Bytes that all files together may have. Real courses have two megabytes.
const ROOM: u64 = 64 * 1024 * 1024;

/// Reads every Markdown and RON file below `root`, the manifest first. What is too long or too much is known, and not read: the loader
/// says so in words.
///
/// # Errors
/// One line: which folder, what is wrong, what to do.
pub fn read(root: &Path) -> Result<Files, String> {
    let shown = Clean::line(&root.display().to_string());
    if !root.exists() {
        return Err(format!(
            "there is no folder {shown}; name one that holds a course.ron"
        ));
    }
    if !root.is_dir() {
        return Err(format!(
            "{shown} is not a folder; name the folder that holds course.ron"
        ));
    }
    if !root.join(MANIFEST).is_file() {
        return Err(format!(
            "{shown} has no course.ron; a course is a folder with one"
        ));
    }
    let mut gathered = Gathered::of(&ENDINGS);
    gathered
        .file(root.join(MANIFEST), MANIFEST.to_owned())
        .and_then(|()| gathered.folder(root, "", 0))
        .and_then(|()| gathered.read())
        .map_err(|error| unreadable(&shown, &error))?;
    Ok(gathered.files)
}

/// Reads every file below `root` whose name ends so, or `root` itself where it is a file.
///
/// # Errors
/// As `read`.
pub fn read_any(root: &Path, endings: &[&str]) -> Result<Files, String> {
    let shown = Clean::line(&root.display().to_string());
    let kind = fs::metadata(root).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("there is no {shown}; name a file or a folder"),
        _ => unreadable(&shown, &error),
    })?;
    let mut gathered = Gathered::of(endings);
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    match (kind.is_dir(), kind.is_file()) {
        (true, _) => gathered.folder(root, "", 0),
        (_, true) => gathered.file(root.to_owned(), name.unwrap_or_default()),
        (false, false) => {
            return Err(format!(
                "{shown} is neither a file nor a folder; name one that is"
            ));
        }
    }
    .and_then(|()| gathered.read())
    .map_err(|error| unreadable(&shown, &error))?;
    Ok(gathered.files)
}

/// Whether the program keeps progress there, or what belongs to this machine: a course may lie around it, and what is saved is no edit
/// of the course.
pub fn is_data_folder(folder: &Path) -> bool {
    [FORMAT_FILE, DEVICE_FILE]
        .iter()
        .any(|file| folder.join(file).exists())
}

/// Whether the name of a file ends in one of these.
pub(super) fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.contains(&ending))
}

fn unreadable(shown: &str, error: &std::io::Error) -> String {
    let why = Clean::line(&error.to_string());
    format!("{shown} cannot be read ({why}); check its permissions")
}

/// What was found so far.
struct Gathered<'a> {
    /// What names of files end in that are read.
    endings: &'a [&'a str],
    files: Files,
    /// What is to be read: path in the course, where it lies, and its bytes.
    found: Vec<(String, PathBuf, u64)>,
    bytes: u64,
}

impl Gathered<'_> {
    /// Nothing yet.
    fn of<'a>(endings: &'a [&'a str]) -> Gathered<'a> {
        Gathered {
            endings,
            files: Files::new(),
            found: Vec::new(),
            bytes: 0,
        }
    }

    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> std::io::Result<()> {
        if is_data_folder(folder) {
            return Ok(());
        }
        let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            // Not followed: a link may lead out of the folder, and a FIFO would hang.
            let kind = entry.file_type()?;
            let path = format!("{prefix}{name}");
            if kind.is_dir() && depth < DEPTH {
                self.folder(&entry.path(), &format!("{path}/"), depth + 1)?;
            } else if kind.is_file() && has_ending(&name, self.endings) && path != MANIFEST {
                self.file(entry.path(), path)?;
            } else if kind.is_file() && self.files.beside.len() < MOST {
                self.files.beside.insert(path);
            }
        }
        Ok(())
    }

    fn file(&mut self, at: PathBuf, path: String) -> std::io::Result<()> {
        if self.found.len() + self.files.unread.len() >= MOST {
            self.files.uncounted += 1;
            return Ok(());
        }
        let length = fs::metadata(&at)?.len();
        let unread = match length {
            length if length > LONGEST as u64 => Some(Unread::TooLong(length)),
            length if self.bytes + length > ROOM => Some(Unread::NoRoom),
            _ => None,
        };
        if let Some(unread) = unread {
            self.files.unread.insert(path, unread);
            return Ok(());
        }
        self.bytes += length;
        self.found.push((path, at, length));
        Ok(())
    }

    fn read(&mut self) -> std::io::Result<()> {
        let read = in_parallel(&self.found, |(_, at, length)| {
            // It may have grown since: no more is taken than was looked at.
            let mut bytes = Vec::with_capacity(usize::try_from(*length).unwrap_or_default());
            fs::File::open(at)?.take(*length).read_to_end(&mut bytes)?;
            Ok::<_, std::io::Error>(bytes)
        });
        for ((path, ..), bytes) in self.found.drain(..).zip(read) {
            self.files.insert(path, Cow::Owned(bytes?));
        }
        Ok(())
    }
}
