//! Owns reading a course from a folder. The folder is a jail: regular files only, no symbolic link leads out, nothing hangs.
//! Must not know what the files mean.

use crate::clean::Clean;
use crate::course::load::reading::LONGEST;
use crate::course::manifest::MANIFEST;
use crate::parallel::in_parallel;
use crate::source::{FileSource, FileStamp, Files, Unread};
use crate::store::fs::{since_1970, stamp};
use crate::store::log_files::{DEVICE_FILE, FORMAT_FILE};
use std::borrow::Cow;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Folders inside folders that are looked into.
pub(super) const DEPTH: usize = 8;
/// What the names of a course's files end in.
pub(super) const ENDINGS: [&str; 2] = ["md", "ron"];
/// Files that are read at the most.
const MOST: usize = 10_000;
/// Bytes that all files together may have. Real courses have two megabytes.
const ROOM: u64 = 64 * 1024 * 1024;

/// The coarsest clock of a file system: two writes within it may leave the same time.
const GRAIN: Duration = Duration::from_secs(2);

/// Reads every Markdown and RON file below `root`, the manifest first. What is too long or too much is known, and not read: the loader
/// says so in words.
///
/// # Errors
/// One line: which folder, what is wrong, what to do.
pub fn read(root: &Path) -> Result<Files, String> {
    found(root, |gathered| gathered.read())
}

/// Finds the same files, and leaves each to be read when it is first asked for. One that was written this very moment, at `now`, is read
/// at once: it may be written again within the grain of the file system's clock.
///
/// # Errors
/// As `read`.
pub fn open(root: &Path, now: SystemTime) -> Result<Files, String> {
    found(root, |gathered| gathered.open(root, now))
}

fn found(root: &Path, read: impl FnOnce(&mut Gathered<'_>) -> io::Result<()>) -> Result<Files, String> {
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
    gathered.count(MANIFEST.to_owned(), Entry::At(root.join(MANIFEST)));
    gathered
        .folder(root, "", 0)
        .and_then(|()| gathered.measure())
        .and_then(|()| read(&mut gathered))
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
        (_, true) => {
            gathered.count(name.unwrap_or_default(), Entry::At(root.to_owned()));
            Ok(())
        }
        (false, false) => {
            return Err(format!(
                "{shown} is neither a file nor a folder; name one that is"
            ));
        }
    }
    .and_then(|()| gathered.measure())
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

fn unreadable(shown: &str, error: &io::Error) -> String {
    let why = Clean::line(&error.to_string());
    format!("{shown} cannot be read ({why}); check its permissions")
}

/// The files of a folder, read when they are asked for.
#[derive(Debug)]
struct CourseFolder {
    root: PathBuf,
}

impl FileSource for CourseFolder {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let at = self.root.join(path);
        // It may be something else by now. Only the manifest may be a link.
        let is = match path {
            MANIFEST => fs::metadata(&at),
            _ => fs::symlink_metadata(&at),
        };
        let length = is.ok().filter(fs::Metadata::is_file)?.len();
        (length <= LONGEST as u64).then(|| read_at(&at, length).ok())?
    }
}

/// Reads a file. It may have grown since: no more is taken than was looked at.
fn read_at(at: &Path, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    fs::File::open(at)?.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that was found.
enum Entry {
    /// In a folder that is listed.
    Listed(fs::DirEntry),
    At(PathBuf),
}

impl Entry {
    fn metadata(&self) -> io::Result<fs::Metadata> {
        match self {
            Entry::Listed(entry) => entry.metadata(),
            Entry::At(path) => fs::metadata(path),
        }
    }

    fn path(&self) -> PathBuf {
        match self {
            Entry::Listed(entry) => entry.path(),
            Entry::At(path) => path.clone(),
        }
    }
}

/// What was found so far.
struct Gathered<'a> {
    /// What names of files end in that are read.
    endings: &'a [&'a str],
    files: Files,
    /// What may be read: path in the course, and where it lies.
    counted: Vec<(String, Entry)>,
    /// What is to be read of that.
    found: Vec<(String, Entry, fs::Metadata)>,
}

impl Gathered<'_> {
    /// Nothing yet.
    fn of<'a>(endings: &'a [&'a str]) -> Gathered<'a> {
        Gathered {
            endings,
            files: Files::new(),
            counted: Vec::new(),
            found: Vec::new(),
        }
    }

    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        if is_data_folder(folder) {
            return Ok(());
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if let Ok(name) = entry.file_name().into_string() {
                entries.push((name, entry));
            }
        }
        entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        for (name, entry) in entries {
            if name.starts_with('.') {
                continue;
            }
            // Not followed: a link may lead out of the folder, and a FIFO would hang.
            let kind = entry.file_type()?;
            let path = match prefix {
                "" => name,
                prefix => format!("{prefix}{name}"),
            };
            if kind.is_dir() && depth < DEPTH {
                self.folder(&entry.path(), &format!("{path}/"), depth + 1)?;
            } else if kind.is_file() && has_ending(&path, self.endings) && path != MANIFEST {
                self.count(path, Entry::Listed(entry));
            } else if kind.is_file() && self.files.beside.len() < MOST {
                self.files.beside.insert(path);
            }
        }
        Ok(())
    }

    fn count(&mut self, path: String, entry: Entry) {
        match self.counted.len() < MOST {
            true => self.counted.push((path, entry)),
            false => self.files.uncounted += 1,
        }
    }

    /// Looks at the lengths of what was found: what is too long, or too much, is not read.
    fn measure(&mut self) -> io::Result<()> {
        let measured = in_parallel(&self.counted, |(_, entry)| entry.metadata());
        let mut bytes = 0;
        for ((path, entry), metadata) in self.counted.drain(..).zip(measured) {
            let metadata = metadata?;
            let length = metadata.len();
            let unread = match length {
                length if length > LONGEST as u64 => Some(Unread::TooLong(length)),
                length if bytes + length > ROOM => Some(Unread::NoRoom),
                _ => None,
            };
            match unread {
                Some(unread) => {
                    self.files.unread.insert(path, unread);
                }
                None => {
                    bytes += length;
                    self.found.push((path, entry, metadata));
                }
            }
        }
        Ok(())
    }

    fn read(&mut self) -> io::Result<()> {
        let read = in_parallel(&self.found, |(_, entry, metadata)| {
            read_at(&entry.path(), metadata.len())
        });
        for ((path, ..), bytes) in self.found.drain(..).zip(read) {
            self.files.insert(path, Cow::Owned(bytes?));
        }
        Ok(())
    }

    fn open(&mut self, root: &Path, now: SystemTime) -> io::Result<()> {
        let now = since_1970(now);
        let is_settled = |stamp: &FileStamp| {
            [stamp.modified, stamp.changed]
                .iter()
                .all(|time| (now - time).unsigned_abs() > GRAIN.as_nanos())
        };
        let (mut later, mut now) = (Vec::with_capacity(self.found.len()), Vec::new());
        for (path, entry, metadata) in self.found.drain(..) {
            match stamp(&metadata).ok().filter(is_settled) {
                Some(stamp) => later.push((path, stamp)),
                None => now.push((path, entry, metadata)),
            }
        }
        self.found = now;
        self.files.read_later(
            Arc::new(CourseFolder {
                root: root.to_owned(),
            }),
            later,
        );
        self.read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_a_moment_ago_is_read_at_once_and_the_rest_when_it_is_asked_for() {
        let root = tempfile::TempDir::new().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("in")).unwrap();
        for name in [MANIFEST, "a.md", "b.md", "in/c.md", "d.md", "picture.png"] {
            fs::write(at(name), name).unwrap();
        }
        let written = fs::metadata(at("a.md")).unwrap().modified().unwrap();
        let [at_once, later] =
            [0, 60].map(|after| open(root.path(), written + Duration::from_secs(after)).unwrap());
        assert!(at_once.keys().eq(later.keys()) && later.len() == 5 && later.beside.contains("picture.png"));
        assert!(later.are_as(&at_once) && at_once.are_as(&read(root.path()).unwrap()));
        assert!(
            later
                .keys()
                .all(|path| at_once.stamp(path).is_none() && later.stamp(path).is_some())
        );
        // What became something else is not there any more; what grew is as it is now.
        fs::remove_file(at("a.md")).unwrap();
        fs::remove_file(at("b.md")).unwrap();
        fs::create_dir(at("b.md")).unwrap();
        fs::write(at("d.md"), "more than before").unwrap();
        let words = |files: &Files, path: &str| {
            files
                .get(path)
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        };
        let all = |files: &Files| ["a.md", "b.md", "in/c.md", "d.md"].map(|path| words(files, path));
        let some = |word: &str| Some(word.to_owned());
        assert_eq!(all(&at_once), ["a.md", "b.md", "in/c.md", "d.md"].map(some));
        assert_eq!(
            all(&later),
            [None, None, some("in/c.md"), some("more than before")]
        );
    }
}
