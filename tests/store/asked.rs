//! What the store asks of a disk: of each log once at a start, and before a key as little after a year as on the first day.

use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log::{write_header, write_line};
use ally_up::source::FileStamp;
use ally_up::store::fs::{AppendFile, FileSystem, FileType, OsFileSystem};
use ally_up::store::open_on;
use ally_up::store::paths::Paths;
use ally_up::store::watch::PollDepth;
use std::fs::{self, TryLockError};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

const NOW: i64 = 1_790_000_000_000;
/// What may be asked before a key, however many logs there are.
const FEW: usize = 24;

/// The machine's disk, which remembers what it was asked.
#[derive(Default)]
pub struct Asked {
    all: Mutex<Vec<(&'static str, PathBuf)>>,
}

impl Asked {
    fn note(&self, what: &'static str, path: &Path) {
        self.all.lock().unwrap().push((what, path.to_owned()));
    }

    /// What it was asked since this was called last.
    pub fn take(&self) -> Vec<(&'static str, PathBuf)> {
        std::mem::take(&mut self.all.lock().unwrap())
    }
}

impl FileSystem for Asked {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
        self.note("list", folder);
        OsFileSystem.list(folder)
    }

    fn metadata(&self, path: &Path) -> io::Result<(FileType, u64)> {
        self.note("metadata", path);
        OsFileSystem.metadata(path)
    }

    fn modified(&self, path: &Path) -> io::Result<SystemTime> {
        self.note("modified", path);
        OsFileSystem.modified(path)
    }

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        self.note("stamp", path);
        OsFileSystem.stamp(path)
    }

    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>> {
        self.note("read", path);
        OsFileSystem.read(path, span)
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        OsFileSystem.make_folder(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn AppendFile>> {
        OsFileSystem.create(path)
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError> {
        OsFileSystem.lock(path)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        OsFileSystem.sync_file(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        OsFileSystem.sync_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        OsFileSystem.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        OsFileSystem.remove(path)
    }
}

fn event(nth: usize) -> Event {
    Event {
        id: format!("0197f2a0-0000-7000-8000-{nth:012}"),
        device: "laptop".into(),
        seq: 0,
        clock: Clock(nth as i64, 0),
        at: nth as i64,
        kind: EventKind::Read { lesson: "one".into() },
    }
}

/// A folder with so many logs, all of them copied here a moment ago.
fn copied(logs: usize) -> (TempDir, Paths) {
    let root = TempDir::new().unwrap();
    let [data, state, drafts] = ["data", "state", "drafts"].map(|name| root.path().join(name));
    let folder = data.join("events/laptop");
    fs::create_dir_all(&folder).unwrap();
    for nth in 0..logs {
        let id = format!("0197f2a0-0000-7000-9000-{nth:012}");
        let text = write_header("laptop", &id) + &write_line(&event(nth));
        fs::write(folder.join(format!("{id}.log")), text).unwrap();
    }
    let before = SystemTime::now() - Duration::from_secs(60);
    for folder in [&data.join("events"), &folder] {
        fs::File::open(folder).unwrap().set_modified(before).unwrap();
    }
    (
        root,
        Paths {
            data,
            state,
            drafts,
            ..Paths::default()
        },
    )
}

#[test]
fn a_start_reads_each_log_once() {
    let (_root, paths) = copied(70);
    let asked = Arc::new(Asked::default());
    let (_, _, found) = open_on(asked.clone(), paths, NOW);
    assert_eq!(found.events.len(), 70);
    let of_logs = |what: &str| {
        let asked = asked.all.lock().unwrap();
        let is_log = |path: &Path| path.extension().is_some_and(|end| end == "log");
        asked
            .iter()
            .filter(|(how, path)| *how == what && is_log(path))
            .count()
    };
    assert_eq!(
        [of_logs("read"), of_logs("metadata"), of_logs("modified")],
        [70, 70, 0]
    );
}

#[test]
fn a_look_before_a_key_asks_as_little_after_a_year() {
    let looks = |logs: usize| {
        let (_root, paths) = copied(logs);
        let asked = Arc::new(Asked::default());
        let (mut disk, _, _) = open_on(asked.clone(), paths, NOW);
        let look = |disk: &mut ally_up::store::EventStore| {
            asked.take();
            let news = disk.watch().poll(PollDepth::Quick);
            (news.len(), asked.take())
        };
        let first = look(&mut disk);
        // Saving makes a folder young; all names of it are read once for that.
        disk.append(&[event(logs)]).unwrap();
        std::thread::sleep(Duration::from_millis(60));
        let saved = look(&mut disk);
        assert_eq!(saved.0, 1, "what was saved");
        let later = look(&mut disk);
        [first, later].map(|(news, asked)| {
            assert_eq!(news, 0);
            assert!(asked.len() <= FEW, "{} logs: {asked:?}", logs);
            assert!(
                asked.iter().all(|(what, _)| !matches!(*what, "list" | "read")),
                "{asked:?}"
            );
            asked.len()
        })
    };
    assert_eq!(looks(40), looks(400));
}
