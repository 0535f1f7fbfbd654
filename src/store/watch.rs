//! Owns noticing what other windows and machines have written since the last read, cheaply enough to be asked
//! with every key. Must not wake up by itself, write, or know what an event means.
//!
//! Creating or removing a file, or replacing one by another, changes its folder's modification time. A window that is open appends to one
//! of the latest logs of its machine. So a quick poll asks for the times of a few folders and the lengths of a few files, however
//! many there are: the latest of each folder, those that changed while this program runs, and of all others some in turn.
//! Some file systems tell neither, so a full poll asks for all: when the window gets the focus.

use crate::progress::event::Event;
use crate::progress::log;
use crate::store::durable;
use crate::store::folder::{Changed, Folder};
use crate::store::fs::{FileSystem, FileType};
use crate::store::log_files::{self, Stream};
use crate::store::reader::{self, Extent, Found};
use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// In a quick poll all folders are listed if the last time is longer ago than this.
const LIST_EVERY: Duration = Duration::from_secs(60);
/// Logs of a folder that are taken for those that open windows write: the last ones by their names, which begin with a time.
const LATEST: usize = 3;
/// Logs that changed while this program ran, and are checked in every quick poll.
const LIVELY: usize = 8;
/// Other logs that a quick poll checks, in turn.
const IN_TURN: usize = 4;

/// How thoroughly to look for news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollDepth {
    /// With a key: what is likely to have changed.
    Quick,
    /// When the window gets the focus, or a line was typed: every folder and every file.
    Full,
}

/// How far each log file of a data folder was read.
pub struct Watch {
    fs: Arc<dyn FileSystem>,
    roots: [PathBuf; 2],
    /// By the bytes of their paths.
    logs: Vec<Log>,
    /// Files that are no logs, with the length at which that was found out.
    foreign: BTreeMap<PathBuf, u64>,
    folders: Vec<Folder>,
    /// When all folders were listed.
    listed: Instant,
    /// Logs that changed lately, the last one first.
    lively: VecDeque<PathBuf>,
    /// The next log whose turn it is.
    turn: usize,
}

/// A log file, as it was seen last.
struct Log {
    path: PathBuf,
    /// Bytes that were read, always whole lines.
    read: u64,
    /// How long it was then; not known where it was not read yet, or could not be.
    length: Option<u64>,
    /// Whether it is one of the last of its folder.
    is_latest: bool,
}

impl Watch {
    /// Watches a data folder of which so much was read.
    pub fn new(fs: Arc<dyn FileSystem>, data: &Path, read: Extent) -> Watch {
        let mut watch = Watch {
            fs,
            roots: Stream::ALL.map(|branch| data.join(branch.name())),
            logs: Vec::new(),
            foreign: BTreeMap::new(),
            folders: Vec::new(),
            listed: Instant::now(),
            lively: VecDeque::new(),
            turn: 0,
        };
        watch.begin(read);
        watch
    }

    fn begin(&mut self, read: Extent) {
        let log = |(path, read)| Log {
            path,
            read,
            length: Some(read),
            is_latest: false,
        };
        self.logs = read.logs.into_iter().map(log).collect();
        self.folders = read.folders;
        self.listed = Instant::now();
        self.arrange();
    }

    /// The events that were written since the last call, this session's own among them.
    pub fn poll(&mut self, depth: PollDepth) -> Vec<Event> {
        let is_long_ago = self.listed.elapsed() > LIST_EVERY || self.folders.is_empty();
        let mut due = match depth {
            PollDepth::Quick if !is_long_ago => self.list_changed(),
            PollDepth::Quick | PollDepth::Full => self.list_all(),
        };
        match depth {
            PollDepth::Quick => due.extend(self.likely()),
            PollDepth::Full => due = self.logs.iter().map(|log| log.path.clone()).collect(),
        }
        due.sort_unstable_by(|a, b| bytes(a).cmp(bytes(b)));
        due.dedup();
        due.iter().flat_map(|path| self.news(path)).collect()
    }

    /// Reads everything anew: all events in order, without those that were erased.
    pub fn read_all(&mut self) -> Vec<Event> {
        let mut found = Found::default();
        let read = reader::read_events(&*self.fs, &self.roots, &mut found, &mut Vec::new());
        self.begin(read);
        reader::sort_events(&mut found.events);
        found.events
    }

    /// The logs that a quick poll checks although their folders did not change.
    fn likely(&mut self) -> Vec<PathBuf> {
        let latest = self.logs.iter().filter(|log| log.is_latest);
        let count = self.logs.len();
        let turn = (0..IN_TURN.min(count)).map(|nth| &self.logs[(self.turn + nth) % count]);
        let likely = latest.chain(turn).map(|log| &log.path).chain(&self.lively);
        let likely = likely.cloned().collect();
        self.turn = (self.turn + IN_TURN) % count.max(1);
        likely
    }

    /// Lists all folders. The logs that came.
    fn list_all(&mut self) -> Vec<PathBuf> {
        self.listed = Instant::now();
        self.folders.clear();
        let roots = self.roots.to_vec();
        self.list(roots).0
    }

    /// Lists the folders that may have changed. The logs that came, and those that may have been replaced.
    fn list_changed(&mut self) -> Vec<PathBuf> {
        let fs = Arc::clone(&self.fs);
        let (mut changed, mut replaced) = (Vec::new(), Vec::new());
        self.folders.retain(|folder| {
            let how = folder.changed(&*fs);
            if how != Changed::No {
                changed.push(folder.path.clone());
            }
            if how == Changed::Yes {
                replaced.push(folder.path.clone());
            }
            how == Changed::No
        });
        if changed.is_empty() {
            return Vec::new();
        }
        let (mut due, there) = self.list(changed);
        let is_replaced = |path: &PathBuf| replaced.iter().any(|folder| bytes(folder) == folder_of(path));
        due.extend(there.into_iter().filter(is_replaced));
        due
    }

    /// Lists these folders and new ones below them. The logs that are new, and all that are there.
    fn list(&mut self, mut folders: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let (mut there, mut listed) = (Vec::new(), Vec::new());
        while let Some(folder) = folders.pop() {
            self.folders.push(Folder::about_to_be_listed(&*self.fs, &folder));
            for (path, sort) in self.fs.list(&folder).unwrap_or_default() {
                match sort {
                    _ if log_files::is_hidden(&path, &folder) => {}
                    FileType::Folder => {
                        let is_known = self.folders.iter().any(|known| known.path == path);
                        if !is_known && !folders.contains(&path) {
                            folders.push(path);
                        }
                    }
                    FileType::File | FileType::Link if self.is_log(&path, sort) => there.push(path),
                    FileType::File | FileType::Link | FileType::Other => {}
                }
            }
            listed.push(folder);
        }
        there.sort_unstable_by(|a, b| bytes(a).cmp(bytes(b)));
        let is_there = |log: &Log| {
            let found = there.binary_search_by(|path| bytes(path).cmp(bytes(&log.path)));
            found.is_ok() || !listed.iter().any(|folder| bytes(folder) == folder_of(&log.path))
        };
        self.logs.retain(is_there);
        let new: Vec<PathBuf> = there
            .iter()
            .filter(|path| self.at(path).is_err())
            .cloned()
            .collect();
        self.logs.extend(new.iter().map(|path| Log {
            path: path.clone(),
            read: 0,
            length: None,
            is_latest: false,
        }));
        self.arrange();
        (new, there)
    }

    /// Puts the logs in order, and finds the latest of each folder.
    fn arrange(&mut self) {
        self.logs
            .sort_unstable_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
        let (mut later, mut count) = (Vec::new(), 0);
        for log in self.logs.iter_mut().rev() {
            let folder = folder_of(&log.path);
            if later != folder {
                (later, count) = (folder.to_vec(), 0);
            }
            log.is_latest = count < LATEST;
            count += 1;
        }
    }

    /// The place of a log, or where it would be.
    fn at(&self, path: &Path) -> Result<usize, usize> {
        self.logs
            .binary_search_by(|log| bytes(&log.path).cmp(bytes(path)))
    }

    /// Whether a file is a log. The beginning of a foreign one is read once for each length it has.
    fn is_log(&mut self, path: &Path, sort: FileType) -> bool {
        if log_files::has_name_of_log(path) || self.at(path).is_ok() {
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
        let Ok(at) = self.at(path) else {
            return Vec::new();
        };
        let Ok(length) = durable::length(&*self.fs, path) else {
            self.logs.remove(at);
            return Vec::new();
        };
        let Log {
            mut read,
            length: before,
            ..
        } = self.logs[at];
        // A file that ends in a whole line has the length that was read. An unfinished tail may be a whole
        // line by now.
        if before == Some(length) && read <= length {
            return Vec::new();
        }
        if read > length {
            read = 0;
        }
        let found = self.read(path, read).or_else(|replaced| match replaced {
            Replaced::ByAnother if read > 0 => {
                read = 0;
                self.read(path, 0)
            }
            other => Err(other),
        });
        let (events, whole) = match found {
            Ok((events, whole)) => (events, Some(whole)),
            Err(Replaced::ByAnother | Replaced::ByNothing) => (Vec::new(), None),
        };
        let log = &mut self.logs[at];
        log.read = read + whole.unwrap_or_default();
        // What could not be read is read again by the next poll.
        log.length = whole.map(|_| length);
        self.lively.retain(|lively| lively != path);
        self.lively.push_front(path.to_owned());
        self.lively.truncate(LIVELY);
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

/// Paths are compared by their bytes: part by part takes many times as long, and any order will do.
fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// The bytes of the path of the folder that a file is in.
fn folder_of(path: &Path) -> &[u8] {
    let bytes = bytes(path);
    let end = bytes
        .iter()
        .rposition(|byte| std::path::is_separator(char::from(*byte)));
    &bytes[..end.unwrap_or(0)]
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
            let mut watch = Watch::new(Arc::new(OsFileSystem), self.0.path(), Extent::default());
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
    fn an_old_log_that_is_written_again_is_seen_in_its_turn_or_with_the_focus() {
        let folder = Folder::new();
        let names: Vec<String> = (0..20).map(|nth| format!("events/a/{nth:02}.log")).collect();
        names.iter().for_each(|name| folder.add(name, &lines(&[name])));
        let mut watch = folder.watch();
        while !watch.list_changed().is_empty() {}
        folder.add(&names[2], &lines(&["by the focus"]));
        assert_eq!(seen(&mut watch, PollDepth::Full), ["by the focus"]);
        folder.add(&names[2], &lines(&["lively"]));
        assert_eq!(seen(&mut watch, PollDepth::Quick), ["lively"]);
        folder.add(&names[9], &lines(&["in turn"]));
        let polls = (0..names.len() / IN_TURN + 1).flat_map(|_| seen(&mut watch, PollDepth::Quick));
        assert_eq!(polls.collect::<Vec<_>>(), ["in turn"]);
        folder.add(&names[19], &lines(&["latest"]));
        assert_eq!(seen(&mut watch, PollDepth::Quick), ["latest"]);
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
