//! Owns the learner's saved progress on a disk: what is read at the start, and the promise that what `append` answered `Ok` to
//! survives a power cut.
//! Must not know what an event means. Every file operation goes through a `drive`, so that a simulated disk can take its place.

use crate::progress::event::Event;
use crate::progress::log::{self, MAX_LINE, SetAside};
use crate::progress::stamper::Stamper;
use crate::quiz::answer::Draft;
use crate::shell::disk::drafts::Drafts;
use crate::shell::disk::drive::{Drive, System};
use crate::shell::disk::ledger::Branch;
use crate::shell::disk::paths::Paths;
use crate::shell::disk::problem::Problem;
use crate::shell::disk::segment::Tree;
use crate::shell::disk::watch::Watch;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

pub mod drafts;
pub mod drive;
pub mod files;
pub mod forgetting;
pub mod ledger;
pub mod merging;
pub mod paths;
pub mod problem;
pub mod reading;
pub mod segment;
pub mod stamp;
pub mod survey;
pub mod watch;

pub use stamp::{day, fresh_id, now, zone};

/// The file that says how a data folder is written.
const FORMAT_FILE: &str = "FORMAT.ron";
/// The format this version writes, and the newest it reads.
const FORMAT: Format = Format {
    format: 1,
    min_reader: 1,
};

/// What was found at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// All events, in order, each once.
    pub events: Vec<Event>,
    /// Lines that a newer version wrote.
    pub unknown: usize,
    /// Damaged lines and their files.
    pub set_aside: Vec<(PathBuf, SetAside)>,
    /// The latest draft of each question.
    pub drafts: Vec<Draft>,
    /// What could not be read, in one line.
    pub problem: Option<String>,
}

/// The data folder of one course, for one session.
pub struct Disk {
    drive: Arc<dyn Drive>,
    paths: Paths,
    device: String,
    session: String,
    drafts: Drafts,
    /// The data folder names its format and the state folder this machine.
    marked: bool,
    events: Tree,
    journal: Tree,
    /// The lengths of events that fit no line.
    too_long: Vec<usize>,
    watch: Watch,
    leftovers: usize,
    /// The id of the event given last.
    last: String,
}

/// What a data folder says of its format.
#[derive(Serialize, Deserialize)]
pub struct Format {
    /// The version it was written in.
    pub format: u32,
    /// The oldest version that can read it.
    pub min_reader: u32,
}

#[derive(Serialize, Deserialize)]
struct Machine {
    device: String,
}

/// Reads what is saved. Never fails and never writes: no folder is an empty history, and what cannot be read is told in `Found`.
pub fn open(paths: Paths, now: Millis) -> (Disk, Stamper, Found) {
    open_on(Arc::new(System), paths, now)
}

/// The same on any drive.
pub fn open_on(drive: Arc<dyn Drive>, paths: Paths, now: Millis) -> (Disk, Stamper, Found) {
    let mut found = Found::default();
    let mut problems = Vec::new();
    reading::check_format(&*drive, &paths.data, &mut problems);
    let trees = Branch::ALL.map(|branch| paths.data.join(branch.name()));
    let read = reading::read_trees(&*drive, &trees, &mut found, &mut problems);
    let leftovers = reading::in_order(&mut found.events);
    found.drafts = drafts::read(&*drive, &paths.drafts, &mut problems);
    found.problem = problems.first().map(|first| match problems.len() - 1 {
        0 => first.to_string(),
        more => format!("{first} (and {more} more like it)"),
    });
    let device = known_device(&*drive, &paths.state).unwrap_or_else(|| fresh_id(now));
    let clock = found
        .events
        .iter()
        .map(|event| event.clock)
        .max()
        .unwrap_or_default();
    let [events, journal] = trees.map(|tree| Tree::new(Arc::clone(&drive), tree, &device));
    let watch = Watch::new(Arc::clone(&drive), &paths.data, read);
    let session = fresh_id(now);
    let drafts = Drafts::new(Arc::clone(&drive), paths.drafts.clone(), &session);
    let (stamper, marked, last) = (Stamper::new(&device, clock, fresh_id), false, String::new());
    (
        Disk {
            drive,
            paths,
            device,
            session,
            drafts,
            marked,
            events,
            journal,
            too_long: Vec::new(),
            watch,
            leftovers,
            last,
        },
        stamper,
        found,
    )
}

impl Disk {
    /// Saves events, and those that failed before. `Ok` only once all are on the disk to stay.
    pub fn append(&mut self, events: &[Event]) -> Result<(), Problem> {
        if let Some(last) = events.last() {
            self.last.clone_from(&last.id);
        }
        for event in events {
            let line = log::write_line(event);
            match (line.len() > MAX_LINE, event.kind.is_private()) {
                (true, _) => self.too_long.push(line.len()),
                (false, true) => self.journal.waiting.push(line),
                (false, false) => self.events.waiting.push(line),
            }
        }
        // An answer matters more than these marks: if they cannot be written now, they are written with a later one.
        if self.unsaved() > 0 {
            self.marked = self.marked || self.mark().is_ok();
        }
        let saved = [self.events.save(), self.journal.save()];
        saved.into_iter().collect::<Result<(), Problem>>()?;
        self.too_long
            .last()
            .map_or(Ok(()), |length| Err(Problem::TooLong(*length)))
    }

    /// The id of the event that was given to `append` last; empty before the first.
    pub fn last(&self) -> &str {
        &self.last
    }

    /// Saves to another data folder from now on, beginning with what is only in memory.
    pub fn move_to(&mut self, data: PathBuf) -> Result<(), Problem> {
        [&mut self.events, &mut self.journal]
            .into_iter()
            .zip(Branch::ALL)
            .for_each(|(tree, of)| tree.move_to(&data.join(of.name()), &self.device));
        self.paths.data = data;
        self.marked = false;
        self.append(&[])
    }

    /// Events that were given to `append` and are only in memory.
    pub fn unsaved(&self) -> usize {
        self.events.waiting.len() + self.journal.waiting.len() + self.too_long.len()
    }

    /// Where this session's things are.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// What this session writes to.
    pub fn drive(&self) -> &Arc<dyn Drive> {
        &self.drive
    }

    /// Keeps an unfinished answer in place of the one that this session kept before.
    pub fn keep_draft(&mut self, draft: &Draft) -> Result<(), Problem> {
        self.drafts.keep(draft)
    }

    /// Removes the drafts that any session kept of `question`.
    pub fn drop_draft(&mut self, question: &str) -> Result<(), Problem> {
        self.drafts.remove(question)
    }

    /// Names the format in the data folder and this machine in the state folder, where that is not done.
    fn mark(&self) -> io::Result<()> {
        let drive = &*self.drive;
        files::make_folders(drive, &self.paths.data)?;
        let format = self.paths.data.join(FORMAT_FILE);
        files::write_once(drive, &format, ron(&FORMAT).as_bytes())?;
        files::make_folders(drive, &self.paths.state)?;
        let machine = self.paths.state.join("device.ron");
        match files::length(drive, &machine) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => files::replace(
                drive,
                &machine,
                &self.session,
                ron(&Machine {
                    device: self.device.clone(),
                })
                .as_bytes(),
            ),
            // One that does not parse may be a newer version's: it stays, and each session goes by an id of its own.
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

fn ron(record: &impl Serialize) -> String {
    ron::to_string(record).expect("a record is made of numbers and text, and RON can write both")
}

fn known_device(drive: &dyn Drive, state: &Path) -> Option<String> {
    let machine: Machine = ron::de::from_bytes(&files::read(drive, &state.join("device.ron")).ok()?).ok()?;
    Uuid::parse_str(&machine.device).ok().map(|id| id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::EventKind;
    use crate::quiz::answer::{Answer, Verdict};
    use crate::shell::disk::drive::Sort;
    use std::collections::BTreeMap;
    use std::fs;
    use std::sync::mpsc;
    use std::time::Duration;
    use tempfile::TempDir;

    fn paths(root: &TempDir) -> Paths {
        let state = root.path().join("state");
        Paths {
            data: root.path().join("share/ally-up/course"),
            drafts: state.join("drafts/course"),
            state,
        }
    }

    fn start(root: &TempDir) -> (Disk, Stamper, Found) {
        open(paths(root), 1_000)
    }

    fn found(root: &TempDir) -> Found {
        start(root).2
    }

    fn read(lesson: &str) -> EventKind {
        EventKind::Read {
            lesson: lesson.into(),
        }
    }

    fn wrote(text: &str) -> EventKind {
        EventKind::Wrote {
            entry: "notes".into(),
            part: 0,
            of: 1,
            text: text.into(),
        }
    }

    fn draft(question: &str, words: &str, at: Millis) -> Draft {
        Draft {
            question: question.into(),
            earlier: 0,
            answer: Answer::Words(words.into()),
            hints: 0,
            open: None,
            caret: 1,
            at,
        }
    }

    /// Every file below `folder` with its bytes; folders have none.
    fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut all = BTreeMap::new();
        for (path, sort) in System.list(folder).unwrap_or_default() {
            match sort {
                Sort::Folder => {
                    all.append(&mut everything(&path));
                    all.insert(path, None);
                }
                Sort::File => {
                    let bytes = fs::read(&path).unwrap();
                    all.insert(path, Some(bytes));
                }
                Sort::Link | Sort::Other => {}
            }
        }
        all
    }

    fn logs(folder: &Path) -> Vec<PathBuf> {
        everything(folder)
            .into_keys()
            .filter(|path| path.extension().is_some_and(|ending| ending == "log"))
            .collect()
    }

    /// Fails instead of hanging when something reads a pipe.
    fn within_seconds<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
        let (sender, receiver) = mpsc::channel();
        std::thread::Builder::new()
            .spawn(move || sender.send(job()))
            .unwrap();
        receiver.recv_timeout(Duration::from_secs(20)).expect("it hangs")
    }

    #[test]
    fn what_is_appended_is_found_and_words_lie_apart() {
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, nothing) = start(&root);
        assert_eq!(nothing, Found::default());
        assert_eq!(
            everything(root.path()),
            BTreeMap::new(),
            "reading wrote something"
        );
        let events = [read("one"), wrote("secret"), read("two")].map(|kind| stamper.stamp(kind, 5_000));
        disk.append(&events[..2]).unwrap();
        disk.append(&events[2..]).unwrap();
        assert_eq!(disk.unsaved(), 0);
        let before = everything(root.path());
        assert_eq!(
            found(&root),
            Found {
                events: events.to_vec(),
                ..Found::default()
            }
        );
        assert_eq!(everything(root.path()), before, "reading wrote something");
        let (events, journal) = (
            logs(&paths(&root).data.join("events")),
            logs(&paths(&root).data.join("journal")),
        );
        assert_eq!((events.len(), journal.len()), (1, 1));
        assert!(!fs::read_to_string(&events[0]).unwrap().contains("secret"));
        assert_eq!(
            fs::read_to_string(paths(&root).data.join("FORMAT.ron")).unwrap(),
            "(format:1,min_reader:1)"
        );
    }

    #[test]
    fn the_machine_keeps_its_id_and_each_session_its_files() {
        let root = TempDir::new().unwrap();
        let (mut one, mut first, _) = start(&root);
        one.append(&[first.stamp(read("one"), 1)]).unwrap();
        let (mut two, mut second, _) = start(&root);
        assert_eq!(first.device(), second.device());
        two.append(&[second.stamp(read("two"), 2)]).unwrap();
        one.append(&[first.stamp(read("three"), 3)]).unwrap();
        assert_eq!(found(&root).events.len(), 3);
        assert_eq!(logs(root.path()).len(), 2);
        let again = everything(root.path());
        fs::write(paths(&root).state.join("device.ron"), "not ours").unwrap();
        let (mut three, mut third, _) = start(&root);
        assert_ne!(third.device(), first.device());
        three.append(&[third.stamp(read("four"), 4)]).unwrap();
        assert_eq!(
            fs::read_to_string(paths(&root).state.join("device.ron")).unwrap(),
            "not ours"
        );
        assert!(again.keys().all(|path| path.exists()));
    }

    #[test]
    fn eight_at_once_lose_nothing() {
        let root = TempDir::new().unwrap();
        std::thread::scope(|scope| {
            for number in 0..8 {
                let (root, name) = (&root, format!("lesson-{number}"));
                scope.spawn(move || {
                    let (mut disk, mut stamper, _) = start(root);
                    for _ in 0..20 {
                        disk.append(&[
                            stamper.stamp(read(&name), now()),
                            stamper.stamp(wrote(&name), now()),
                        ])
                        .unwrap();
                    }
                });
            }
        });
        let found = found(&root);
        assert_eq!(
            (found.events.len(), found.problem, found.set_aside),
            (8 * 40, None, vec![])
        );
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_links_are_told_not_read() {
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, _) = start(&root);
        disk.append(&[stamper.stamp(read("one"), 1)]).unwrap();
        disk.keep_draft(&draft("q", "words", 1)).unwrap();
        let folder = logs(root.path()).remove(0).parent().unwrap().to_owned();
        let pipe = |path: PathBuf| {
            assert!(
                std::process::Command::new("mkfifo")
                    .arg(path)
                    .status()
                    .unwrap()
                    .success()
            )
        };
        pipe(folder.join("x.log"));
        pipe(paths(&root).drafts.join("q.pipe"));
        fs::remove_file(paths(&root).data.join("FORMAT.ron")).unwrap();
        pipe(paths(&root).data.join("FORMAT.ron"));
        let elsewhere = TempDir::new().unwrap();
        fs::write(
            elsewhere.path().join("y.log"),
            log::write_line(&stamper.stamp(read("two"), 1)),
        )
        .unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.join("out")).unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("y.log"), folder.join("y.log")).unwrap();
        let paths = paths(&root);
        let found = within_seconds(move || open(paths, 1).2);
        assert_eq!((found.events.len(), found.drafts.len()), (1, 1));
        let problem = found.problem.unwrap();
        assert!(
            problem.contains("x.log: it is not a regular file") && problem.ends_with("(and 1 more like it)"),
            "{problem}"
        );
    }

    #[test]
    fn a_file_in_place_of_the_data_folder() {
        let root = TempDir::new().unwrap();
        let mut paths = paths(&root);
        paths.data = root.path().join("a\u{1b}[2J\nfile");
        fs::write(&paths.data, "mine").unwrap();
        let (mut disk, mut stamper, found) = open(paths.clone(), 1);
        let told = found.problem.unwrap();
        let error = disk
            .append(&[stamper.stamp(read("one"), 1)])
            .unwrap_err()
            .to_string();
        for line in [told, error] {
            assert!(
                line.contains("file that stands where a folder should be"),
                "{line}"
            );
            assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
        }
        assert_eq!(
            (disk.unsaved(), fs::read_to_string(&paths.data).unwrap()),
            (1, "mine".to_owned())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_cannot_be_written_or_read() {
        use std::os::unix::fs::PermissionsExt;
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, _) = start(&root);
        disk.append(&[stamper.stamp(read("one"), 1)]).unwrap();
        let allow = |mode| {
            fs::set_permissions(paths(&root).data.join("events"), fs::Permissions::from_mode(mode)).unwrap()
        };
        allow(0o500);
        if fs::write(paths(&root).data.join("events/try"), "").is_ok() {
            println!("not tested: this user may write everywhere");
            return;
        }
        fs::remove_file(paths(&root).state.join("device.ron")).unwrap();
        let (mut other, mut others, _) = start(&root);
        let error = other
            .append(&[others.stamp(read("two"), 1), others.stamp(wrote("kept"), 1)])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("change its permissions, or name another folder with --data"),
            "{error}"
        );
        assert_eq!(other.unsaved(), 1, "the journal can be written");
        allow(0o000);
        let found = start(&root).2;
        assert_eq!(found.events.len(), 1);
        assert!(found.problem.is_some_and(|problem| problem.contains("events")));
        allow(0o700);
        other.append(&[]).unwrap();
        assert_eq!((other.unsaved(), start(&root).2.events.len()), (0, 3));
    }

    #[cfg(unix)]
    #[test]
    fn all_is_for_this_user_only() {
        use std::os::unix::fs::PermissionsExt;
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, _) = start(&root);
        disk.append(&[stamper.stamp(read("one"), 1), stamper.stamp(wrote("one"), 1)])
            .unwrap();
        disk.keep_draft(&draft("q", "words", 1)).unwrap();
        let all = everything(root.path());
        assert!(all.len() > 12, "{:?}", all.keys());
        for (path, bytes) in all {
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(
                mode,
                if bytes.is_some() { 0o600 } else { 0o700 },
                "{}",
                path.display()
            );
        }
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays somebody who moves folders about"
    )]
    fn a_folder_that_goes_away_is_noticed() {
        let root = TempDir::new().unwrap();
        let data = paths(&root).data;
        let (mut disk, mut stamper, _) = start(&root);
        let events = ["one", "two", "three"].map(|lesson| stamper.stamp(read(lesson), 1));
        disk.append(&events[..1]).unwrap();
        fs::rename(&data, root.path().join("away")).unwrap();
        disk.append(&events[1..2]).unwrap();
        assert_eq!(
            found(&root).events,
            events[1..2],
            "it was written to a file that is no longer there"
        );
        // And nothing can be written at all, for two events long.
        fs::rename(&data, root.path().join("gone")).unwrap();
        fs::write(&data, "").unwrap();
        assert!(disk.append(&events[2..]).is_err());
        let last = stamper.stamp(wrote("four"), 1);
        assert!(disk.append(std::slice::from_ref(&last)).is_err());
        assert_eq!(disk.unsaved(), 2);
        fs::remove_file(&data).unwrap();
        fs::rename(root.path().join("gone"), &data).unwrap();
        disk.append(&[]).unwrap();
        assert_eq!(
            (disk.unsaved(), found(&root).events),
            (0, [&events[1..], &[last]].concat())
        );
    }

    #[test]
    fn an_entry_that_fits_no_line_is_refused_and_the_rest_is_saved() {
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, _) = start(&root);
        let events = [wrote(&"x".repeat(MAX_LINE)), read("one")].map(|kind| stamper.stamp(kind, 1));
        assert!(matches!(disk.append(&events), Err(Problem::TooLong(_))));
        assert_eq!((disk.unsaved(), found(&root).events), (1, events[1..].to_vec()));
        assert!(
            disk.append(&[stamper.stamp(read("two"), 1)]).is_err(),
            "all is saved, it says, and one thing is not"
        );
    }

    #[test]
    fn a_newer_format_is_told() {
        let root = TempDir::new().unwrap();
        fs::create_dir_all(paths(&root).data).unwrap();
        fs::write(
            paths(&root).data.join("FORMAT.ron"),
            "(format: 3, min_reader: 2, colour: \"red\")",
        )
        .unwrap();
        let (mut disk, mut stamper, found) = start(&root);
        assert!(found.problem.is_some_and(|problem| problem.contains("newer")));
        disk.append(&[stamper.stamp(read("one"), 1)]).unwrap();
        assert!(
            fs::read_to_string(paths(&root).data.join("FORMAT.ron"))
                .unwrap()
                .contains("red")
        );
    }

    #[test]
    fn a_clock_set_back_keeps_the_order() {
        let root = TempDir::new().unwrap();
        let (mut disk, mut stamper, _) = open(paths(&root), 9_000_000);
        disk.append(&["one", "two"].map(|lesson| stamper.stamp(read(lesson), 9_000_000)))
            .unwrap();
        let (mut disk, mut stamper, _) = open(paths(&root), 5);
        let late = ["three", "four"].map(|lesson| stamper.stamp(read(lesson), 5));
        disk.append(&late).unwrap();
        let events = found(&root).events;
        let lessons: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        assert_eq!(lessons, ["one", "two", "three", "four"].map(read));
        assert_eq!(
            events[2..]
                .iter()
                .map(|event| (event.at, event.seq))
                .collect::<Vec<_>>(),
            [(5, 0), (5, 1)]
        );
    }

    #[test]
    fn a_draft_that_cannot_be_kept_says_so() {
        let root = TempDir::new().unwrap();
        fs::write(root.path().join("state"), "").unwrap();
        let (mut disk, mut stamper, _) = start(&root);
        let error = disk.keep_draft(&draft("q", "words", 1)).unwrap_err().to_string();
        assert!(
            error.starts_with("cannot keep the unfinished answer in "),
            "{error}"
        );
        let verdict = EventKind::Answered {
            question: "q".into(),
            verdict: Verdict::Right,
            sure: crate::action::Sureness::Sure,
            hints: 0,
            earlier: 0,
            shown: vec![],
        };
        disk.append(&[stamper.stamp(verdict, 1)])
            .expect("answers are saved without a state folder");
    }
}
