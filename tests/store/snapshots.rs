//! A start from the snapshot and the logs behind it knows exactly what a start from all logs does, whatever became of the logs since; and
//! a snapshot holds no word of the learner's.

use crate::crashes::paths;
use crate::dice::{number, seed};
use crate::sim::{Kind, Sim};
use crate::world::{HAPPENINGS, MANY, NOW, TYPED, World, age, modified};
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::event::{Category, Event, EventKind};
use ally_up::progress::log::chunks::split_ids;
use ally_up::progress::log::{self, write_header, write_line};
use ally_up::source::{Files, Id};
use ally_up::store::compaction::UnreadableLines;
use ally_up::store::folded::open_folded;
use ally_up::store::fs::OsFileSystem;
use ally_up::store::paths::Paths;
use ally_up::store::{durable, known_keys, open_on};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Worlds in the suite; `ALLY_UP_SNAPSHOTS` asks for more.
const WORLDS: u64 = 3;

fn names() -> Vec<(String, String)> {
    [("l-0", "l-9"), ("q-1", "q-0"), ("journal-2", "journal-3")]
        .map(|(old, new)| (old.to_owned(), new.to_owned()))
        .to_vec()
}

#[test]
fn a_start_from_a_snapshot_knows_what_a_start_from_all_logs_does() {
    let (mut starts, mut quick) = (0, 0);
    for nth in 0..number("ALLY_UP_SNAPSHOTS", WORLDS) {
        let seed = seed() + nth;
        let mut world = World::used(seed);
        let mut told = Vec::new();
        for _ in 0..8 {
            let renamed = if world.below(8) == 0 { names() } else { Vec::new() };
            let (mut disk, mut found, mut progress, read) = world.start(&renamed);
            let (mut whole, mut expected) = world.truth(&renamed);
            starts += 1;
            quick += usize::from(read < world.paths_of_logs().len());
            whole.events.clear();
            whole
                .set_aside
                .sort_by_key(|(path, aside)| (path.clone(), aside.line));
            found
                .set_aside
                .sort_by_key(|(path, aside)| (path.clone(), aside.line));
            assert_eq!(found, whole, "seed {seed}: {told:?}");
            let latest = |progress: &Progress| {
                let entries = progress.own.entries();
                let at = |entry: &Id| (entry.clone(), progress.own.latest_at(entry));
                entries.map(at).collect::<Vec<_>>()
            };
            assert_eq!(latest(&progress), latest(&expected), "seed {seed}: {told:?}");
            // First what a page asks for, then all of it.
            for entry in ["journal-3", "journal-2", "plan-1000-if"] {
                assert_eq!(
                    progress.words(entry),
                    expected.words(entry),
                    "seed {seed}: {told:?}"
                );
                assert_eq!(
                    progress.written(entry),
                    expected.written(entry),
                    "seed {seed}: {told:?}"
                );
            }
            assert!(progress == expected, "seed {seed}: {told:?}");
            assert_eq!(progress.clock(), expected.clock());
            // The session goes on.
            for _ in 0..world.below(4) {
                let event = world.event();
                progress.apply(&event);
                expected.apply(&event);
                world.write_log(std::slice::from_ref(&event));
            }
            assert_eq!(latest(&progress), latest(&expected), "seed {seed}: {told:?}");
            assert!(progress == expected, "seed {seed}: {told:?}");
            if world.below(3) > 0 {
                disk.change_snapshot();
            }
            if world.below(2) > 0 {
                let what = world.below(HAPPENINGS);
                told.push(world.happen(what));
            }
        }
    }
    assert!(quick * 4 > starts, "{quick} of {starts} starts were quick");
    println!("{quick} of {starts} starts came from a snapshot");
}

#[test]
fn whatever_happens_to_a_log_of_a_snapshot_is_noticed() {
    for what in 0..HAPPENINGS {
        let mut world = World::used(30 + what as u64);
        world.start(&[]).0.change_snapshot();
        assert!(world.snapshot().exists());
        let told = world.happen(what);
        let (disk, _, progress, read) = world.start(&[]);
        assert!(progress == world.truth(&[]).1, "{told}");
        let is_quick = read < world.paths_of_logs().len();
        assert_eq!(is_quick, what < 5, "{told}");
        assert_eq!(disk.has_snapshot_change(), !is_quick, "{told}");
    }
}

#[test]
fn a_snapshot_holds_no_word_of_the_learners() {
    let mut world = World::used(3);
    let texts: Vec<Event> = (0..400).map(|_| world.event()).collect();
    world.write_log(&texts);
    let categories: BTreeSet<Category> = world
        .events
        .iter()
        .map(|event| Category::of(&event.kind))
        .collect();
    assert_eq!(categories.len(), 5, "something of each category was typed");
    world.start(&[]).0.change_snapshot();
    for again in 0..2 {
        let snapshot = fs::read(world.snapshot()).unwrap();
        let has = |words: &str| snapshot.windows(words.len()).any(|some| some == words.as_bytes());
        assert!(
            has("journal-1"),
            "the names of entries are no words of the learner's"
        );
        assert!(!has(TYPED) && !has("plan-1000") && !has("mark-1"), "{again}");
        // And one that goes on from the first.
        let more: Vec<Event> = (0..MANY).map(|_| world.event()).collect();
        world.write_log(&more);
        let (mut disk, _, progress, _) = world.start(&[]);
        assert!(progress.words("journal-1").is_some());
        disk.change_snapshot();
        assert!(fs::read(world.snapshot()).unwrap() != snapshot);
        let (disk, _, progress, read) = world.start(&[]);
        assert!(read < world.paths_of_logs().len() && !disk.has_snapshot_change());
        assert!(progress == world.truth(&[]).1);
    }
}

#[test]
fn only_what_a_page_asks_for_is_read_of_the_journal() {
    let mut world = World::new(1);
    for nth in 0..MANY {
        let kind = EventKind::Wrote {
            entry: format!("journal-{}", nth / 2).as_str().into(),
            part: 0,
            of: 1,
            text: format!("words {nth}"),
            category: None,
        };
        let event = Event {
            kind,
            ..world.event()
        };
        world.write_log(&[event]);
    }
    world.start(&[]).0.change_snapshot();
    let (_, _, progress, read) = world.start(&[]);
    assert_eq!(read, 0);
    assert_eq!(progress.own.entries().count(), MANY / 2);
    assert_eq!((progress.words("nothing"), world.logs_read()), (None, 0));
    assert!(progress.own.latest_at("journal-7").is_some());
    assert_eq!(world.logs_read(), 0, "when it was is known without its words");
    assert!(progress.words("journal-7").is_some());
    assert_eq!(world.logs_read(), 2);
    assert_eq!(
        (progress.own.texts("journal-7").count(), world.logs_read()),
        (2, 0)
    );
    // A log that is not where it was: then it may be anywhere.
    let log = world.paths().data.join("journal/desk/100.log");
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays somebody who moves files about"
    )]
    fs::rename(&log, log.with_file_name("other.log")).unwrap();
    assert_eq!(progress.own.texts("journal-49").count(), 2);
}

/// A simulated disk with the history of a world.
fn simulated(world: &World) -> Sim {
    let sim = Sim::new(Path::new("/home/ada"), 1);
    for private in [false, true] {
        let events = world
            .events
            .iter()
            .filter(|event| event.kind.is_private() == private);
        let text = write_header("desk", "x") + &events.map(write_line).collect::<String>();
        let path = paths()
            .data
            .join(["events", "journal"][usize::from(private)])
            .join("desk/1.log");
        durable::make_folders(&sim, path.parent().unwrap()).unwrap();
        durable::write_new(&sim, &path, text.as_bytes()).unwrap();
    }
    sim
}

#[test]
fn a_disk_that_fails_anywhere_makes_no_start_wrong() {
    let world = World::used(11);
    let truth = Progress::of(&sorted(&world.events));
    let start = |sim: &Sim| {
        let (disk, _, found, progress) = open_folded(Arc::new(sim.clone()), paths(), &[], NOW);
        assert!(found.problem.is_some() || progress == truth);
        disk
    };
    let kinds = [Kind::Full, Kind::Broken, Kind::Denied, Kind::Short, Kind::Dead];
    let all = number("ALLY_UP_FAILURES", 0) == 1;
    // While it is written, and while it is read.
    for is_there in [false, true] {
        let case = |fault: Option<(u64, u64, Kind)>| {
            let sim = simulated(&world);
            let mut disk = start(&sim);
            if is_there {
                disk.change_snapshot();
            }
            let before = sim.steps();
            if let Some((step, count, kind)) = fault {
                sim.fail(step, count, kind);
            }
            match is_there {
                true => drop(start(&sim)),
                false => disk.change_snapshot(),
            }
            let steps = sim.steps() - before;
            sim.heal();
            start(&sim).change_snapshot();
            start(&sim);
            steps
        };
        let steps = case(None);
        assert!(steps > 6, "{steps}");
        for step in 0..steps {
            for (nth, kind) in (0..).zip(kinds) {
                if all || (nth + step) % 5 == 0 {
                    // Once, or for good.
                    case(Some((step, [1, u64::MAX][step as usize % 2], kind)));
                }
            }
        }
    }
}

fn sorted(events: &[Event]) -> Vec<Event> {
    let mut events = events.to_vec();
    log::order(&mut events);
    events
}

#[test]
fn what_was_written_a_moment_ago_is_in_no_snapshot() {
    let mut world = World::used(5);
    world.add_log(9);
    let logs = world.paths_of_logs();
    let young = logs
        .iter()
        .find(|log| log.ends_with(format!("events/desk/{:03}.log", world.logs)));
    let young = young.unwrap();
    age(young, 2);
    world.start(&[]).0.change_snapshot();
    // The clock of a file system may be so coarse that this shows nowhere.
    let before = modified(young);
    let (_, _, _, read) = world.start(&[]);
    assert!(read < logs.len() / 2, "{read}");
    fs::write(young, fs::read(young).unwrap()).unwrap();
    fs::File::open(young).unwrap().set_modified(before).unwrap();
    let (_, _, progress, again) = world.start(&[]);
    assert_eq!(again, read, "it is in the snapshot");
    assert!(progress == world.truth(&[]).1);
}

#[test]
fn forgetting_removes_the_snapshot_also_where_another_window_starts_meanwhile() {
    let world = World::used(7);
    world.start(&[]).0.change_snapshot();
    assert!(world.snapshot().exists());
    // Another window is about to write the same one.
    fs::remove_file(world.snapshot()).unwrap();
    let (mut late, ..) = world.start(&[]);
    assert!(late.has_snapshot_change());
    let (mut disk, mut stamper, found) = open_on(Arc::new(OsFileSystem), world.paths(), NOW);
    let private = found.events.iter().filter(|event| event.kind.is_private());
    let ids: Vec<String> = private.map(|event| event.id.clone()).collect();
    let forgets: Vec<Event> = split_ids(&ids)
        .into_iter()
        .map(|kind| stamper.stamp(kind, NOW))
        .collect();
    disk.append(&forgets).unwrap();
    disk.compact(UnreadableLines::Keep).unwrap();
    late.change_snapshot();
    assert!(!world.snapshot().exists(), "it came back");
    assert!(world.truth(&[]).1 == world.start(&[]).2);
    // One that speaks of what is not there any more is not kept either.
    let mut world = World::used(8);
    world.start(&[]).0.change_snapshot();
    let logs = world.paths_of_logs();
    logs[1..].iter().for_each(|log| fs::remove_file(log).unwrap());
    let (mut disk, ..) = world.start(&[]);
    disk.change_snapshot();
    assert!(!world.snapshot().exists());
    // A sweep begins with it.
    let more: Vec<Event> = (0..MANY).map(|_| world.event()).collect();
    world.write_log(&more);
    world.start(&[]).0.change_snapshot();
    assert!(world.snapshot().exists());
    world.start(&[]).0.compact(UnreadableLines::Keep).unwrap();
    assert!(!world.snapshot().exists());
}

#[test]
fn a_snapshot_is_of_one_folder_and_one_list_of_names() {
    let mut world = World::used(9);
    world.start(&[]).0.change_snapshot();
    let all = world.paths_of_logs().len();
    let read = |world: &World, renamed: &[(String, String)]| world.start(renamed).3;
    assert!(read(&world, &[]) < all / 2);
    assert_eq!(read(&world, &names()), all, "the names have changed");
    // A copy of the whole folder, its state with it.
    let bytes = fs::read(world.snapshot()).unwrap();
    let other = World::used(9);
    fs::create_dir_all(other.snapshot().parent().unwrap()).unwrap();
    fs::write(other.snapshot(), &bytes).unwrap();
    assert!(
        read(&other, &[]) >= other.paths_of_logs().len(),
        "it is of another folder"
    );
    // Without a home folder, the state lies where it may be shared.
    let inside = Paths {
        state: world.paths().data.join(".state"),
        ..world.paths()
    };
    assert_eq!(ally_up::store::snapshot::path(&inside), None);
    world.add_log(1);
    assert!(read(&world, &[]) < all / 2, "a session more changes nothing");
}

#[test]
fn what_is_written_after_a_start_stands_beside_what_is_read_later() {
    let mut world = World::used(13);
    world.start(&[]).0.change_snapshot();
    let (_, _, mut progress, _) = world.start(&[]);
    let (_, mut expected) = world.truth(&[]);
    for is_asked_before in [false, true] {
        if is_asked_before {
            assert!(progress.words("journal-1").is_some());
        }
        let kind = EventKind::Wrote {
            entry: "journal-1".into(),
            part: 0,
            of: 1,
            text: format!("And then {is_asked_before}"),
            category: None,
        };
        let event = Event {
            kind,
            ..world.event()
        };
        progress.apply(&event);
        expected.apply(&event);
        let texts = |progress: &Progress| progress.own.texts("journal-1").collect::<Vec<_>>();
        assert_eq!(texts(&progress), texts(&expected));
        assert_eq!(progress.written("journal-1"), expected.written("journal-1"));
    }
}

#[test]
fn two_texts_under_one_id_are_the_one_that_all_logs_give() {
    let mut world = World::used(15);
    let first = world.event();
    for entry in ["journal-1", "journal-2"] {
        let kind = EventKind::Wrote {
            entry: entry.into(),
            part: 0,
            of: 1,
            text: format!("for {entry}"),
            category: None,
        };
        world.write_log(&[Event {
            kind,
            ..first.clone()
        }]);
    }
    world.start(&[]).0.change_snapshot();
    let (_, _, progress, read) = world.start(&[]);
    assert!(read < world.paths_of_logs().len());
    assert!(progress == world.truth(&[]).1);
}

#[test]
fn what_a_young_log_takes_back_is_in_no_snapshot() {
    let mut world = World::used(17);
    let answered = |event: &&Event| matches!(event.kind, EventKind::Answered { .. });
    let ids: Vec<String> = world
        .events
        .iter()
        .filter(answered)
        .map(|event| event.id.clone())
        .collect();
    let forgets = split_ids(&ids).remove(0);
    let forgets = Event {
        kind: forgets,
        ..world.event()
    };
    world.write_log(&[forgets]);
    let young = format!("events/desk/{:03}.log", world.logs);
    age(&world.paths().data.join(young), 2);
    let (mut disk, _, progress, _) = world.start(&[]);
    assert!(progress == world.truth(&[]).1);
    disk.change_snapshot();
    assert!(!world.snapshot().exists());
}

/// A course of six lessons; the last one says this.
fn six(last: &str) -> Library {
    let items = (0..6).map(|nth| format!(r#"Lesson(id: "l-{nth}", file: "{nth}.md"),"#));
    let items: String = items.collect();
    let manifest = format!(
        r#"Course(id: "six", title: "Six", modules: [Module(id: "m", title: "M", items: [{items}])])"#
    );
    let lesson = |nth: usize| {
        let right = if nth == 5 { last } else { "Eighty" };
        format!(
            "# Tea\n\n### How hot? {{#hot-{nth} .one}}\n\n- [x] {right}\n\n  Yes.\n\n- [ ] Boiling\n\n  No.\n"
        )
    };
    let lessons = (0..6).map(|nth| (format!("{nth}.md"), lesson(nth)));
    let files = lessons.chain([("course.ron".to_owned(), manifest)]);
    let files: Files = files
        .map(|(path, text)| (path, Cow::Owned(text.into_bytes())))
        .collect();
    Library::of(files, &Default::default())
}

#[test]
fn what_was_known_of_questions_is_known_again_where_the_lesson_is_the_same() {
    let world = World::used(19);
    let (before, again, edited) = (six("Eighty"), six("Eighty"), six("Ninety"));
    let known = |library: &Library| -> Vec<bool> {
        (0..6)
            .map(|nth| library.known_keys(&format!("{nth}.md")).is_some())
            .collect()
    };
    known_keys::keep(&OsFileSystem, &world.paths(), &before);
    assert!(
        !world.root().join("state/snapshots").exists(),
        "nothing is known yet"
    );
    for nth in 0..6 {
        assert_eq!(before.keys(&format!("{nth}.md")).len(), 1);
    }
    known_keys::keep(&OsFileSystem, &world.paths(), &before);
    known_keys::give(&OsFileSystem, &world.paths(), &again);
    known_keys::give(&OsFileSystem, &world.paths(), &edited);
    assert_eq!(known(&again), [true; 6]);
    assert_eq!(known(&edited), [true, true, true, true, true, false]);
    let shown = |library: &Library| {
        let question = library.lesson("l-3").question("hot-3").cloned().unwrap();
        let rules = question.kind.rules();
        rules.shown(&question, &rules.blank(), &|_| false)
    };
    let keys = again.keys("3.md");
    assert_eq!(
        (keys.len(), &*keys[0].id, keys[0].changed(&shown(&before))),
        (1, "hot-3", false)
    );
}
