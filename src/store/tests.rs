//! Tests of the store on a real file system: what is appended is found, by whom, and what is said where it
//! cannot be.

use super::*;
use crate::progress::event::EventKind;
use crate::progress::log;
use crate::quiz::answer::{Answer, Verdict};
use crate::store::clock::now;
use crate::store::fs::FileType;
use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

mod copies;

fn paths(root: &TempDir) -> Paths {
    let state = root.path().join("state");
    Paths {
        data: root.path().join("share/ally-up/course"),
        drafts: state.join("drafts/course"),
        state,
        ..Paths::default()
    }
}

fn start(root: &TempDir) -> (EventStore, Stamper, Found) {
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
        category: None,
    }
}

fn draft(question: &str, words: &str, at: Millis) -> Draft {
    Draft {
        caret: 1,
        ..Draft::of(&question.into(), Answer::Words(words.into()), at)
    }
}

/// Every file below `folder` with its bytes; folders have none.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut all = BTreeMap::new();
    for (path, sort) in OsFileSystem.list(folder).unwrap_or_default() {
        match sort {
            FileType::Folder => {
                all.append(&mut everything(&path));
                all.insert(path, None);
            }
            FileType::File => {
                let bytes = fs::read(&path).unwrap();
                all.insert(path, Some(bytes));
            }
            FileType::Link | FileType::Other => {}
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
        "(format:2,min_reader:2)"
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
    std::os::unix::fs::symlink(elsewhere.path().join("none"), folder.join("y.log")).unwrap();
    let paths = paths(&root);
    let found = within_seconds(move || open(paths, 1).2);
    assert_eq!((found.events.len(), found.drafts.len()), (1, 1));
    let problem = found.problem.unwrap();
    assert!(
        problem.contains("x.log: it is not a regular file; put a file in its place")
            && problem.ends_with("(and 1 more like it)"),
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
        events[..2],
        "it was written to a file that is no longer there, or the first one stayed away"
    );
    // And nothing can be written at all, for two events long.
    fs::rename(&data, root.path().join("gone")).unwrap();
    fs::write(&data, "").unwrap();
    assert!(disk.append(&events[2..]).is_err());
    let last = stamper.stamp(wrote("four"), 1);
    assert!(disk.append(std::slice::from_ref(&last)).is_err());
    assert_eq!(disk.unsaved(), 4, "what was saved is gone as well");
    fs::remove_file(&data).unwrap();
    fs::rename(root.path().join("gone"), &data).unwrap();
    disk.append(&[]).unwrap();
    assert_eq!(
        (disk.unsaved(), found(&root).events),
        (0, [&events[..], &[last]].concat())
    );
}

#[test]
fn an_entry_that_fits_no_line_is_refused_and_the_rest_is_saved() {
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let events = [wrote(&"x".repeat(MAX_LINE)), read("one")].map(|kind| stamper.stamp(kind, 1));
    assert!(matches!(disk.append(&events), Err(StoreError::TooLong(_))));
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
        "(format: 4, min_reader: 3, colour: \"red\")",
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
fn a_folder_of_an_older_format_is_raised_when_it_is_written_to() {
    let root = TempDir::new().unwrap();
    let path = paths(&root).data.join("FORMAT.ron");
    fs::create_dir_all(&paths(&root).data).unwrap();
    fs::write(&path, "(format:1,min_reader:1)").unwrap();
    let (mut disk, mut stamper, found) = start(&root);
    assert_eq!(found.problem, None);
    assert_eq!(fs::read_to_string(&path).unwrap(), "(format:1,min_reader:1)");
    disk.append(&[stamper.stamp(read("one"), 1)]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "(format:2,min_reader:2)");
    fs::write(&path, "not RON").unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    disk.append(&[stamper.stamp(read("two"), 2)]).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "not RON");
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
        took: None,
    };
    disk.append(&[stamper.stamp(verdict, 1)])
        .expect("answers are saved without a state folder");
}
