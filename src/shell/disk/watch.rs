//! Owns noticing what other windows and machines have written since it was read, cheaply enough to be asked before every key.
//! Must not wake up by itself, write, or know what an event means.
//!
//! A name that comes or goes changes its folder's time, and a file that somebody writes was written to lately. So a glance asks for
//! the times of a few folders and the lengths of a few files; and because some file systems tell neither, all is looked through
//! when the window gets the focus, and now and then.

use crate::progress::event::Event;
use crate::progress::log;
use crate::shell::disk::drive::{Drive, Sort};
use crate::shell::disk::ledger::Branch;
use crate::shell::disk::{Disk, Found, files, reading};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// All is looked through at least this often, while keys are pressed.
const WHOLE_EVERY: Duration = Duration::from_secs(60);
/// A file that was written to within this time is looked at in every glance.
const LATELY: Duration = Duration::from_secs(24 * 60 * 60);
/// A time this young may be that of a later change too: some file systems count in seconds.
const COARSE: Duration = Duration::from_secs(3);

/// How thoroughly to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Before a key.
    Glance,
    /// When somebody comes back from another window, or has typed a line.
    Whole,
}

/// What was read of a data folder.
pub struct Watch {
    drive: Arc<dyn Drive>,
    trees: [PathBuf; 2],
    logs: BTreeMap<PathBuf, Seen>,
    folders: Vec<(PathBuf, Stamp)>,
    looked: Option<Instant>,
}

/// A log, as it was seen last.
#[derive(Clone, Copy)]
struct Seen {
    /// Bytes that were read: whole lines.
    read: u64,
    length: u64,
    age: Age,
}

/// Whether somebody may be writing it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    Young,
    Old,
}

/// When a name in a folder came or went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stamp {
    At(SystemTime),
    /// There is no such folder.
    Missing,
    /// It is not known, or too young to be trusted.
    Unknown,
}

impl Disk {
    /// What notices others' writing since the start.
    pub fn watch(&mut self) -> &mut Watch {
        &mut self.watch
    }

    /// The same, to be asked on another thread than this one's.
    pub fn take_watch(&mut self) -> Watch {
        let nothing = Watch::new(Arc::clone(&self.drive), &self.paths.data, Vec::new());
        std::mem::replace(&mut self.watch, nothing)
    }
}

impl Watch {
    /// Watches a data folder whose logs were read so far.
    pub fn new(drive: Arc<dyn Drive>, data: &Path, read: Vec<(PathBuf, u64)>) -> Watch {
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
        let trees = Branch::ALL.map(|branch| data.join(branch.name()));
        Watch {
            drive,
            trees,
            logs: read.into_iter().map(seen).collect(),
            folders: Vec::new(),
            looked: None,
        }
    }

    /// The events in what was written since, this session's own among them.
    pub fn look(&mut self, look: Look) -> Vec<Event> {
        let recent = self.looked.is_some_and(|looked| looked.elapsed() < WHOLE_EVERY);
        let paths: Vec<PathBuf> = match look {
            Look::Glance if recent && self.is_still() => self
                .logs
                .iter()
                .filter(|(_, seen)| seen.age == Age::Young)
                .map(|(path, _)| path.clone())
                .collect(),
            Look::Glance | Look::Whole => self.list(),
        };
        paths.iter().flat_map(|path| self.news(path)).collect()
    }

    /// All events there are now, in order, without those that are forgotten.
    pub fn again(&mut self) -> Vec<Event> {
        let mut found = Found::default();
        let read = reading::read_trees(&*self.drive, &self.trees, &mut found, &mut Vec::new());
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
        reading::in_order(&mut found.events);
        found.events
    }

    fn stamp(&self, folder: &Path) -> Stamp {
        match self.drive.changed(folder) {
            Ok(changed) => Stamp::At(changed),
            Err(error) if error.kind() == ErrorKind::NotFound => Stamp::Missing,
            Err(_) => Stamp::Unknown,
        }
    }

    /// Whether no name came or went since all was listed.
    fn is_still(&self) -> bool {
        self.folders
            .iter()
            .all(|(folder, stamp)| *stamp != Stamp::Unknown && self.stamp(folder) == *stamp)
    }

    /// Every log there is.
    fn list(&mut self) -> Vec<PathBuf> {
        self.looked = Some(Instant::now());
        self.folders.clear();
        let (mut logs, mut folders) = (Vec::new(), self.trees.to_vec());
        while let Some(folder) = folders.pop() {
            // Asked before it is listed: what comes meanwhile is seen the next time.
            let stamp = match self.stamp(&folder) {
                Stamp::At(changed) if changed + COARSE > SystemTime::now() => Stamp::Unknown,
                stamp => stamp,
            };
            for (path, sort) in self.drive.list(&folder).unwrap_or_default() {
                match sort {
                    Sort::Folder => folders.push(path),
                    Sort::File if path.extension().is_some_and(|ending| ending == "log") => logs.push(path),
                    Sort::File | Sort::Link | Sort::Other => {}
                }
            }
            self.folders.push((folder, stamp));
        }
        logs.sort_unstable();
        self.logs.retain(|path, _| logs.binary_search(path).is_ok());
        logs
    }

    fn news(&mut self, path: &Path) -> Vec<Event> {
        let Ok(length) = files::length(&*self.drive, path) else {
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
                .drive
                .changed(path)
                .is_ok_and(|changed| changed + LATELY < SystemTime::now());
            seen.age = if old { Age::Old } else { Age::Young };
        }
        let mut events = Vec::new();
        // A whole log has the length that was read of it. A tail that was there already may be a whole line by now.
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
                // It is asked for again the next time.
                Err(Replaced::ByAnother | Replaced::ByNothing) => seen.length = u64::MAX,
            }
        }
        self.logs.insert(path.to_owned(), seen);
        events
    }

    /// What stands in a log from a byte on, and how many bytes of it are whole lines.
    fn read(&self, path: &Path, from: u64) -> Result<(Vec<Event>, u64), Replaced> {
        let bytes = files::read_from(&*self.drive, path, from).map_err(|_| Replaced::ByNothing)?;
        let reading = log::read(&bytes);
        match from > 0 && !reading.set_aside.is_empty() {
            true => Err(Replaced::ByAnother),
            false => Ok((reading.events, log::whole(&bytes) as u64)),
        }
    }
}

/// Why a log cannot be read on from where one was.
enum Replaced {
    /// What follows does not start with a line: it may be another file under the same name.
    ByAnother,
    /// It cannot be read.
    ByNothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::{Clock, EventKind};
    use crate::progress::log::{write_header, write_line};
    use crate::shell::disk::drive::System;
    use std::fs::{self, File};
    use std::io::Write;
    use tempfile::TempDir;

    fn event(lesson: &str) -> Event {
        let (id, kind) = (
            lesson.to_owned(),
            EventKind::Read {
                lesson: lesson.into(),
            },
        );
        Event {
            id,
            device: "laptop".into(),
            seq: 0,
            clock: Clock(1, 0),
            at: 1,
            kind,
        }
    }

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
            let mut watch = Watch::new(Arc::new(System), self.0.path(), Vec::new());
            watch.again();
            watch
        }
    }

    fn seen(watch: &mut Watch, look: Look) -> Vec<String> {
        watch.look(look).into_iter().map(|event| event.id).collect()
    }

    #[test]
    fn what_others_write_is_seen_once_whole_lines_only() {
        for look in [Look::Glance, Look::Whole] {
            let folder = Folder::new();
            folder.add("events/a/1.log", &(write_header("a", "1") + &lines(&["before"])));
            let mut watch = folder.watch();
            assert_eq!(seen(&mut watch, look), [""; 0]);
            folder.add("events/a/1.log", &lines(&["one"]));
            assert_eq!(seen(&mut watch, look), ["one"]);
            assert_eq!(seen(&mut watch, look), [""; 0]);
            let two = lines(&["two"]);
            folder.add("events/a/1.log", &(lines(&["three"]) + &two[..20]));
            assert_eq!(seen(&mut watch, look), ["three"]);
            folder.add("events/a/1.log", &two[20..]);
            folder.add("journal/b/2.log", &lines(&["four"]));
            folder.add(
                "events/a/1.sync-conflict-20260101-120000-ABCDEFG.log",
                &lines(&["before", "five"]),
            );
            folder.add("events/a/notes.txt", &lines(&["no log"]));
            assert_eq!(
                seen(&mut watch, look),
                ["two", "before", "five", "four"],
                "{look:?}"
            );
            assert_eq!(seen(&mut watch, look), [""; 0]);
            assert_eq!(watch.again().len(), 6);
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
            seen(&mut watch, Look::Whole),
            ["other-and-longer", "another-one-that-is-long"]
        );
        fs::write(&path, lines(&["short"])).unwrap();
        assert_eq!(seen(&mut watch, Look::Whole), ["short"]);
        fs::remove_file(&path).unwrap();
        assert_eq!(seen(&mut watch, Look::Whole), [""; 0]);
        fs::write(&path, lines(&["short"])).unwrap();
        assert_eq!(seen(&mut watch, Look::Whole), ["short"], "it came back");
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
        assert_eq!(seen(&mut watch, Look::Glance), [""; 0]);
        assert!(watch.is_still());
        assert!(watch.logs.values().any(|seen| seen.age == Age::Old));
        // A name that came is noticed, and so is an old log that is written again, when all is looked through.
        folder.add("events/a/2.log", &lines(&["two"]));
        assert_eq!(seen(&mut watch, Look::Glance), ["two"]);
        folder.add("events/a/1.log", &lines(&["three"]));
        assert_eq!(seen(&mut watch, Look::Whole), ["three"]);
        folder.add("events/a/1.log", &lines(&["four"]));
        assert_eq!(seen(&mut watch, Look::Glance), ["four"]);
    }

    #[test]
    fn no_folder_is_nothing_new() {
        let folder = Folder::new();
        let mut watch = folder.watch();
        assert_eq!(seen(&mut watch, Look::Glance), [""; 0]);
        folder.add("events/a/1.log", &lines(&["one"]));
        assert_eq!(seen(&mut watch, Look::Glance), ["one"]);
    }
}
