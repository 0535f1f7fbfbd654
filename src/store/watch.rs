//! Owns noticing what other windows and machines have written since the last read, cheaply enough to be asked
//! before every key. Must not wake up by itself, write, or know what an event means.
//!
//! Creating or removing a file changes its folder's modification time, and a file that is being written was
//! modified recently. So a quick poll asks for the times of a few folders and the lengths of a few files.
//! Some file systems tell neither, so a full poll reads every folder: when the window gets the focus, and at
//! least every `FULL_EVERY`.

use crate::progress::event::Event;
use crate::progress::log;
use crate::store::durable;
use crate::store::fs::{FileSystem, FileType};
use crate::store::log_files::{self, Stream};
use crate::store::reader::{self, Found};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// A quick poll becomes a full one if the last full one is older than this.
const FULL_EVERY: Duration = Duration::from_secs(60);
/// A file that was modified within this time is checked in every quick poll.
const LATELY: Duration = Duration::from_secs(24 * 60 * 60);
/// Some file systems store modification times in whole seconds, so a second change within this time may leave
/// the time unchanged. A newer time is therefore not trusted.
const COARSE: Duration = Duration::from_secs(3);

/// How thoroughly to look for news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollDepth {
    /// Before a key: what is likely to have changed.
    Quick,
    /// When the window gets the focus, or a line was typed: every folder.
    Full,
}

/// How far each log file of a data folder was read.
pub struct Watch {
    fs: Arc<dyn FileSystem>,
    roots: [PathBuf; 2],
    logs: BTreeMap<PathBuf, Seen>,
    /// Files that are no logs, with the length at which that was found out.
    foreign: BTreeMap<PathBuf, u64>,
    folders: Vec<(PathBuf, FolderTime)>,
    looked: Option<Instant>,
}

/// A log file, as it was seen last.
#[derive(Clone, Copy)]
struct Seen {
    /// Bytes that were read, always whole lines.
    read: u64,
    length: u64,
    age: Age,
}

/// Whether a file was modified within `LATELY`, so that somebody may be writing it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    Young,
    Old,
}

/// When a folder's list of names was modified.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FolderTime {
    At(SystemTime),
    /// The folder does not exist.
    Missing,
    /// Not known, or within `COARSE` and not to be trusted.
    Unknown,
}

impl Watch {
    /// Watches a data folder whose files were read up to these lengths, in bytes.
    pub fn new(fs: Arc<dyn FileSystem>, data: &Path, read: Vec<(PathBuf, u64)>) -> Watch {
        let seen = |(path, read)| {
            (
                path,
                Seen {
                    read,
                    length: read,
                    age: Age::Young,
                },
            )
        };
        let roots = Stream::ALL.map(|branch| data.join(branch.name()));
        Watch {
            fs,
            roots,
            logs: read.into_iter().map(seen).collect(),
            foreign: BTreeMap::new(),
            folders: Vec::new(),
            looked: None,
        }
    }

    /// The events that were written since the last call, this session's own among them.
    pub fn poll(&mut self, depth: PollDepth) -> Vec<Event> {
        let recent = self.looked.is_some_and(|looked| looked.elapsed() < FULL_EVERY);
        let paths: Vec<PathBuf> = match depth {
            PollDepth::Quick if recent && self.is_unchanged() => self
                .logs
                .iter()
                .filter(|(_, seen)| seen.age == Age::Young)
                .map(|(path, _)| path.clone())
                .collect(),
            PollDepth::Quick | PollDepth::Full => self.list(),
        };
        paths.iter().flat_map(|path| self.news(path)).collect()
    }

    /// Reads everything anew: all events in order, without those that were erased.
    pub fn read_all(&mut self) -> Vec<Event> {
        let mut found = Found::default();
        let read = reader::read_events(&*self.fs, &self.roots, &mut found, &mut Vec::new());
        self.logs = read
            .into_iter()
            .map(|(path, read)| {
                (
                    path,
                    Seen {
                        read,
                        length: read,
                        age: Age::Young,
                    },
                )
            })
            .collect();
        reader::sort_events(&mut found.events);
        found.events
    }

    fn stamp(&self, folder: &Path) -> FolderTime {
        match self.fs.modified(folder) {
            Ok(changed) => FolderTime::At(changed),
            Err(error) if error.kind() == ErrorKind::NotFound => FolderTime::Missing,
            Err(_) => FolderTime::Unknown,
        }
    }

    /// Whether no file was created or removed since the last full poll.
    fn is_unchanged(&self) -> bool {
        self.folders
            .iter()
            .all(|(folder, stamp)| *stamp != FolderTime::Unknown && self.stamp(folder) == *stamp)
    }

    /// The paths of all log files.
    fn list(&mut self) -> Vec<PathBuf> {
        self.looked = Some(Instant::now());
        self.folders.clear();
        let (mut logs, mut folders) = (Vec::new(), self.roots.to_vec());
        while let Some(folder) = folders.pop() {
            // Asked before the folder is listed, so that what comes meanwhile is seen the next time.
            let stamp = match self.stamp(&folder) {
                FolderTime::At(changed) if is_near(changed, COARSE) => FolderTime::Unknown,
                stamp => stamp,
            };
            for (path, sort) in self.fs.list(&folder).unwrap_or_default() {
                match sort {
                    _ if log_files::is_hidden(&path, &folder) => {}
                    FileType::Folder => folders.push(path),
                    FileType::File | FileType::Link if self.is_log(&path, sort) => logs.push(path),
                    FileType::File | FileType::Link | FileType::Other => {}
                }
            }
            self.folders.push((folder, stamp));
        }
        logs.sort_unstable();
        self.logs.retain(|path, _| logs.binary_search(path).is_ok());
        logs
    }

    /// Whether a file is a log. The beginning of a foreign one is read once for each length it has.
    fn is_log(&mut self, path: &Path, sort: FileType) -> bool {
        if log_files::has_name_of_log(path) || self.logs.contains_key(path) {
            return true;
        }
        let length = durable::length(&*self.fs, path).unwrap_or_default();
        if self.foreign.get(path) == Some(&length) {
            return false;
        }
        let is_log = log_files::is_log(&*self.fs, path, sort);
        if !is_log {
            self.foreign.insert(path.to_owned(), length);
        }
        is_log
    }

    fn news(&mut self, path: &Path) -> Vec<Event> {
        let Ok(length) = durable::length(&*self.fs, path) else {
            self.logs.remove(path);
            return Vec::new();
        };
        let before = self.logs.get(path).copied();
        let mut seen = before.unwrap_or(Seen {
            read: 0,
            length: 0,
            age: Age::Young,
        });
        if seen.age == Age::Young {
            let old = self
                .fs
                .modified(path)
                .is_ok_and(|changed| !is_near(changed, LATELY));
            seen.age = if old { Age::Old } else { Age::Young };
        }
        let mut events = Vec::new();
        // A file that ends in a whole line has the length that was read. An unfinished tail may be a whole
        // line by now.
        if before.is_none() || seen.length != length || seen.read > length {
            seen.length = length;
            seen.age = Age::Young;
            if seen.read > length {
                seen.read = 0;
            }
            let read = self.read(path, seen.read).or_else(|replaced| match replaced {
                Replaced::ByAnother if seen.read > 0 => {
                    seen.read = 0;
                    self.read(path, 0)
                }
                other => Err(other),
            });
            match read {
                Ok((found, whole)) => {
                    events = found;
                    seen.read += whole;
                }
                // Makes the next poll read it again.
                Err(Replaced::ByAnother | Replaced::ByNothing) => seen.length = u64::MAX,
            }
        }
        self.logs.insert(path.to_owned(), seen);
        events
    }

    /// The events of a file from byte `from` on, and how many bytes after it are whole lines.
    fn read(&self, path: &Path, from: u64) -> Result<(Vec<Event>, u64), Replaced> {
        let bytes = durable::read_from(&*self.fs, path, from).map_err(|_| Replaced::ByNothing)?;
        let reading = log::read(&bytes);
        match from > 0 && !reading.set_aside.is_empty() {
            true => Err(Replaced::ByAnother),
            false => Ok((reading.events, log::whole(&bytes) as u64)),
        }
    }
}

/// Why a file cannot be read from the last offset on.
enum Replaced {
    /// No line starts there: it is another file under the same name.
    ByAnother,
    /// It cannot be read.
    ByNothing,
}

/// Whether a time is less than `span` away from now, on either side: a synchronizer brings the times of a machine whose clock is ahead.
fn is_near(changed: SystemTime, span: Duration) -> bool {
    let away = SystemTime::now()
        .duration_since(changed)
        .unwrap_or_else(|ahead| ahead.duration());
    away < span
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::samples::read as event;
    use crate::progress::log::{write_header, write_line};
    use crate::store::fs::OsFileSystem;
    use std::fs::{self, File};
    use std::io::Write;
    use tempfile::TempDir;

    fn lines(lessons: &[&str]) -> String {
        lessons.iter().map(|lesson| write_line(&event(lesson))).collect()
    }

    struct Folder(TempDir);

    impl Folder {
        fn new() -> Folder {
            Folder(TempDir::new().unwrap())
        }

        fn add(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            File::options()
                .append(true)
                .create(true)
                .open(path)
                .unwrap()
                .write_all(text.as_bytes())
                .unwrap();
        }

        fn watch(&self) -> Watch {
            let mut watch = Watch::new(Arc::new(OsFileSystem), self.0.path(), Vec::new());
            watch.read_all();
            watch
        }
    }

    fn seen(watch: &mut Watch, depth: PollDepth) -> Vec<String> {
        watch.poll(depth).into_iter().map(|event| event.id).collect()
    }

    #[test]
    fn what_others_write_is_seen_once_whole_lines_only() {
        for depth in [PollDepth::Quick, PollDepth::Full] {
            let folder = Folder::new();
            folder.add("events/a/1.log", &(write_header("a", "1") + &lines(&["before"])));
            let mut watch = folder.watch();
            assert_eq!(seen(&mut watch, depth), [""; 0]);
            folder.add("events/a/1.log", &lines(&["one"]));
            assert_eq!(seen(&mut watch, depth), ["one"]);
            assert_eq!(seen(&mut watch, depth), [""; 0]);
            let two = lines(&["two"]);
            folder.add("events/a/1.log", &(lines(&["three"]) + &two[..20]));
            assert_eq!(seen(&mut watch, depth), ["three"]);
            folder.add("events/a/1.log", &two[20..]);
            folder.add("journal/b/2.log", &lines(&["four"]));
            folder.add(
                "events/a/1.sync-conflict-20260101-120000-ABCDEFG.log",
                &lines(&["before", "five"]),
            );
            folder.add("events/a/notes.txt", "no log\n");
            assert_eq!(
                seen(&mut watch, depth),
                ["two", "before", "five", "four"],
                "{depth:?}"
            );
            assert_eq!(seen(&mut watch, depth), [""; 0]);
            assert_eq!(watch.read_all().len(), 6);
        }
    }

    #[test]
    fn a_log_that_was_replaced_is_read_anew() {
        let folder = Folder::new();
        folder.add("events/a/1.log", &lines(&["one", "two"]));
        let mut watch = folder.watch();
        let path = folder.0.path().join("events/a/1.log");
        fs::write(&path, lines(&["other-and-longer", "another-one-that-is-long"])).unwrap();
        assert_eq!(
            seen(&mut watch, PollDepth::Full),
            ["other-and-longer", "another-one-that-is-long"]
        );
        fs::write(&path, lines(&["short"])).unwrap();
        assert_eq!(seen(&mut watch, PollDepth::Full), ["short"]);
        fs::remove_file(&path).unwrap();
        assert_eq!(seen(&mut watch, PollDepth::Full), [""; 0]);
        fs::write(&path, lines(&["short"])).unwrap();
        assert_eq!(seen(&mut watch, PollDepth::Full), ["short"], "it came back");
    }

    #[test]
    fn a_glance_asks_little_where_nothing_came_or_went() {
        let folder = Folder::new();
        folder.add("events/a/1.log", &lines(&["one"]));
        folder.add("journal/a/1.log", "");
        let mut watch = folder.watch();
        let long_ago = SystemTime::now() - 2 * LATELY;
        for path in ["events", "journal", "events/a", "journal/a", "events/a/1.log"] {
            File::open(folder.0.path().join(path))
                .unwrap()
                .set_modified(long_ago)
                .unwrap();
        }
        assert_eq!(seen(&mut watch, PollDepth::Quick), [""; 0]);
        assert!(watch.is_unchanged());
        assert!(watch.logs.values().any(|seen| seen.age == Age::Old));
        // A name that came is noticed, and so is an old log that is written again, when all is looked
        // through.
        folder.add("events/a/2.log", &lines(&["two"]));
        assert_eq!(seen(&mut watch, PollDepth::Quick), ["two"]);
        folder.add("events/a/1.log", &lines(&["three"]));
        assert_eq!(seen(&mut watch, PollDepth::Full), ["three"]);
        folder.add("events/a/1.log", &lines(&["four"]));
        assert_eq!(seen(&mut watch, PollDepth::Quick), ["four"]);
    }

    #[test]
    fn a_time_ahead_of_the_clock_is_near_only_while_it_is() {
        let now = SystemTime::now();
        let year = Duration::from_secs(365 * 86_400);
        assert!(is_near(now, COARSE) && is_near(now + COARSE / 2, COARSE));
        assert!(!is_near(now + year, LATELY) && !is_near(now - year, LATELY));
        let last = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(i64::MAX as u64));
        assert!(last.is_none_or(|last| !is_near(last, LATELY)));
    }

    #[test]
    fn no_folder_is_nothing_new() {
        let folder = Folder::new();
        let mut watch = folder.watch();
        assert_eq!(seen(&mut watch, PollDepth::Quick), [""; 0]);
        folder.add("events/a/1.log", &lines(&["one"]));
        assert_eq!(seen(&mut watch, PollDepth::Quick), ["one"]);
    }
}
