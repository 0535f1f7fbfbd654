//! Tests of logs that are not where or what this program left: links, copies under other names, files that were swept and come back.

use super::*;
use crate::store::watch::PollDepth;

#[cfg(unix)]
#[test]
fn a_link_to_a_log_is_read_and_never_written_or_swept_through() {
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let (secret, kept) = (
        stamper.stamp(wrote("seashell"), 1),
        stamper.stamp(wrote("kept"), 1),
    );
    disk.append(&[secret.clone(), kept.clone()]).unwrap();
    drop(disk);
    let log = logs(&root.path().join("share")).remove(0);
    let elsewhere = TempDir::new().unwrap();
    let moved = elsewhere.path().join("moved.log");
    fs::copy(&log, &moved).unwrap();
    fs::remove_file(&log).unwrap();
    std::os::unix::fs::symlink(&moved, &log).unwrap();
    let before = fs::read(&moved).unwrap();
    let (mut disk, mut stamper, start) = start(&root);
    assert_eq!(
        (start.events, start.problem),
        (vec![secret.clone(), kept.clone()], None)
    );
    let forgets = EventKind::Forgotten {
        events: vec![secret.id],
    };
    disk.append(&[stamper.stamp(forgets, 2)]).unwrap();
    assert_eq!(disk.compact(UnreadableLines::Keep).unwrap().foreign, 1);
    assert_eq!(fs::read(&moved).unwrap(), before);
    assert!(fs::symlink_metadata(&log).unwrap().is_symlink());
    let left = found(&root).events;
    assert!(left.contains(&kept) && left.len() == 2, "{left:?}");
}

#[test]
fn a_sweep_writes_no_line_again_that_another_file_holds() {
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let secret = stamper.stamp(wrote("seashell"), 1);
    let forgets = EventKind::Forgotten {
        events: vec![secret.id.clone()],
    };
    disk.append(&[secret, stamper.stamp(wrote("kept"), 1)]).unwrap();
    drop(disk);
    let old = logs(&paths(&root).data.join("journal")).remove(0);
    let mut bytes = fs::read(&old).unwrap();
    bytes.extend_from_slice(b"a damaged line that stays\n");
    let (mut disk, mut stamper, _) = start(&root);
    disk.append(&[stamper.stamp(forgets, 2)]).unwrap();
    disk.compact(UnreadableLines::Keep).unwrap();
    drop(disk);
    let swept = everything(root.path());
    for _ in 0..5 {
        // A hub that keeps what was deleted brings the old file back each time.
        fs::write(&old, &bytes).unwrap();
        let (mut disk, _, found) = start(&root);
        assert_eq!((found.events.len(), disk.leftovers()), (2, 1));
        disk.compact(UnreadableLines::Keep).unwrap();
        assert_eq!(
            everything(root.path()),
            swept,
            "the folder grows, or a line is lost"
        );
    }
}

#[test]
fn a_log_is_known_by_its_content_whatever_it_is_called() {
    let names = [
        "x.log.conflict1",
        "x.log.path2",
        "x..path1.log",
        "x.log~",
        "x.log.orig",
        "x.log.bak",
        "x (conflict on 2026-01-01).log",
        "x (conflicted copy 2026-01-01 101010).log",
        "x (Ada's conflicted copy 2026-01-01).log",
        "x.sync-conflict-20260101-101010-ABCDEFG.log",
        "x",
        "#x.log#",
    ];
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let folder = paths(&root).data.join("events/laptop");
    fs::create_dir_all(&folder).unwrap();
    disk.watch().poll(PollDepth::Full);
    for (nth, name) in names.iter().enumerate() {
        let event = stamper.stamp(read(&nth.to_string()), 1);
        fs::write(
            folder.join(name),
            log::write_header("laptop", "x") + &log::write_line(&event),
        )
        .unwrap();
    }
    fs::write(folder.join("holiday.jpg"), [0xff; 3000]).unwrap();
    assert_eq!(found(&root).events.len(), names.len());
    assert_eq!(found(&root).set_aside, []);
    let mut news = || disk.watch().poll(PollDepth::Full).len();
    assert_eq!((news(), news()), (names.len(), 0));
    let inspected = inspect::inspect(&OsFileSystem, &paths(&root), 1_000);
    assert_eq!(
        (inspected.copies.len(), inspected.foreign.len()),
        (names.len(), 1)
    );
}

#[test]
fn forgetting_touches_nothing_that_is_not_ours() {
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let secret = stamper.stamp(wrote("seashell"), 1);
    disk.append(std::slice::from_ref(&secret)).unwrap();
    let journal = paths(&root).data.join("journal");
    let damaged = journal.join("0190a000-0000-7000-8000-000000000000.log");
    let notes = journal.join("notes.md");
    fs::write(journal.join("server.log"), "GET / 200\nGET /x 404\n").unwrap();
    fs::write(
        &notes,
        format!("What I found:\n{}and so on\n", log::write_line(&secret)),
    )
    .unwrap();
    fs::write(&damaged, "2 00000000 {\"words\": \"seashell\"}\n").unwrap();
    let foreign = || [journal.join("server.log"), notes.clone()].map(|path| fs::read(path).unwrap());
    let before = foreign();
    let forgets = EventKind::Forgotten {
        events: vec![secret.id],
    };
    disk.append(&[stamper.stamp(forgets, 2)]).unwrap();
    assert_eq!(disk.compact(UnreadableLines::DropFromJournal).unwrap().foreign, 2);
    assert_eq!(foreign(), before);
    assert!(!damaged.exists(), "a damaged log of our own goes");
    let inspected = inspect::inspect(&OsFileSystem, &paths(&root), 1_000);
    assert_eq!(inspected.texts, [notes, journal.join("server.log")]);
    assert_eq!(inspected.forgotten, 0);
}

#[test]
fn machines_that_sweep_the_same_log_do_not_make_each_others_lines_more() {
    let root = TempDir::new().unwrap();
    let (mut disk, mut stamper, _) = start(&root);
    let kept = stamper.stamp(wrote("kept"), 1);
    disk.append(std::slice::from_ref(&kept)).unwrap();
    drop(disk);
    let journal = paths(&root).data.join("journal");
    for round in 0..7 {
        let (mut disk, mut stamper, _) = start(&root);
        let secret = stamper.stamp(wrote("seashell"), 1);
        disk.append(std::slice::from_ref(&secret)).unwrap();
        drop(disk);
        // All logs hold what goes, as after a merge of both machines' files.
        let before: Vec<(PathBuf, Vec<u8>)> = logs(&journal)
            .into_iter()
            .map(|path| {
                (
                    path.clone(),
                    [fs::read(&path).unwrap(), log::write_line(&secret).into()].concat(),
                )
            })
            .collect();
        before
            .iter()
            .for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        let forgets = EventKind::Forgotten {
            events: vec![secret.id],
        };
        let (mut disk, mut stamper, _) = start(&root);
        disk.append(&[stamper.stamp(forgets, 2)]).unwrap();
        disk.compact(UnreadableLines::Keep).unwrap();
        let mine: Vec<(PathBuf, Vec<u8>)> = logs(&journal)
            .into_iter()
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect();
        // The other machine sweeps the same files.
        mine.iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
        before
            .iter()
            .for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        disk.compact(UnreadableLines::Keep).unwrap();
        mine.iter()
            .for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        drop(disk);
        assert!(logs(&journal).len() <= 2, "round {round}: {:?}", logs(&journal));
        assert_eq!(
            found(&root)
                .events
                .iter()
                .filter(|event| event.id == kept.id)
                .count(),
            1
        );
    }
}
