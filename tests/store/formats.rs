//! Logs of other versions beside this one's, in one folder and in one file: what an older version wrote is
//! read, what a newer one wrote is counted and kept byte by byte, whatever is appended, erased or merged.

use crate::crashes::paths;
use crate::sim::Sim;
use ally_up::progress::event::{Category, Clock, Event, EventKind};
use ally_up::progress::log::chunks::{split_ids, split_text};
use ally_up::progress::log::{write_header, write_line};
use ally_up::progress::{Progress, log};
use ally_up::store::compaction::UnreadableLines;
use ally_up::store::fs::FileSystem;
use ally_up::store::reader::Found;
use ally_up::store::{durable, log_files, merge, open_on};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// An event of a kind, and fields, that only a newer version knows.
const PLANNED: &str = r#"{"id":"n","device":"new","seq":0,"clock":[9,0],"at":9,"kind":{"Planned":{"steps":[1,{"a":null}]}},"by":"x"}"#;

fn event(id: &str, kind: EventKind) -> Event {
    Event {
        id: id.to_owned(),
        device: "old".into(),
        seq: 0,
        clock: Clock(id.len() as i64, 0),
        at: 1_700_000_000_000,
        kind,
    }
}

fn wrote(id: &str, text: &str) -> Event {
    event(id, split_text(&"notes".into(), Category::Journal, text).remove(0))
}

fn read(id: &str) -> Event {
    let lesson = id.into();
    event(id, EventKind::Read { lesson })
}

/// A line as version 1 wrote it.
fn first(event: &Event) -> String {
    let ron = ron::to_string(event).unwrap();
    format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()))
}

/// A line of a version as this one and all later ones write it.
fn sealed(version: u32, body: &str) -> String {
    format!(
        "{version} {:08x} {body}\n",
        crc32c::crc32c(format!("{version} {body}").as_bytes())
    )
}

fn newer() -> [String; 4] {
    [
        sealed(2, PLANNED),
        sealed(3, &PLANNED.replace("\"n\"", "\"nn\"")),
        sealed(71, &PLANNED.replace("\"n\"", "\"nnn\"")),
        sealed(3, "[\"no event that this version knows\"]"),
    ]
}

fn put(sim: &Sim, name: &str, text: &str) {
    let path = paths().data.join(name);
    durable::make_folders(sim, path.parent().unwrap()).unwrap();
    durable::write_new(sim, &path, text.as_bytes()).unwrap();
}

/// A folder with a file of each version, and one in which all are mixed.
fn folder() -> Sim {
    let sim = Sim::new(Path::new("/home/ada"), 1);
    let old = "1 172bfdae (log:1,device:\"01a21518-231c-7b8d-89a4-43c63799a13e\",segment:\"01a21518-234c-7571-989a-47a5b16f803b\")\n";
    put(
        &sim,
        "events/old/1.log",
        &(old.to_owned() + &first(&read("a")) + &first(&read("bb"))),
    );
    put(
        &sim,
        "events/old/2.log",
        &(write_header("old", "2") + &write_line(&read("ccc"))),
    );
    let [planned, next, far, other] = newer();
    let mixed = [
        old.to_owned(),
        first(&wrote("dddd", "one of version 1")),
        planned,
        write_line(&wrote("eeeee", "one of version 2")),
        next,
        first(&wrote("ffffff", "erased, of version 1")),
        far,
        write_line(&wrote("ggggggg", "erased, of version 2")),
        other,
    ];
    put(&sim, "journal/old/3.log", &mixed.concat());
    sim
}

fn found(sim: &Sim) -> Found {
    open_on(Arc::new(sim.clone()), paths(), 9_000).2
}

fn ids(found: &Found) -> Vec<&str> {
    found.events.iter().map(|event| event.id.as_str()).collect()
}

/// The logs below the data folder with their bytes.
fn logs(sim: &Sim) -> BTreeMap<PathBuf, String> {
    let all = durable::walk(sim, &paths().data, |_, _| ());
    let logs = all
        .into_iter()
        .filter(|(path, sort)| log_files::is_log(sim, path, *sort));
    logs.map(|(path, _)| {
        let bytes = sim.read(&path, 0..u64::MAX).unwrap();
        (path, String::from_utf8(bytes).unwrap())
    })
    .collect()
}

/// How often a line stands in the logs.
fn count(sim: &Sim, line: &str) -> usize {
    logs(sim)
        .values()
        .flat_map(|text| text.lines())
        .filter(|found| *found == line.trim_end())
        .count()
}

#[test]
fn all_versions_are_read_from_one_folder_and_none_is_rewritten() {
    let sim = folder();
    let before = logs(&sim);
    let read_back = found(&sim);
    assert_eq!(
        ids(&read_back),
        ["a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg"]
    );
    assert_eq!(
        (read_back.unknown, read_back.set_aside, read_back.problem),
        (4, vec![], None)
    );
    let (mut store, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 9_000);
    store.append(&[stamper.stamp(read("x").kind, 9_000)]).unwrap();
    let after = logs(&sim);
    assert!(before.iter().all(|(path, text)| after[path] == *text));
    let new: Vec<&String> = after
        .iter()
        .filter(|(path, _)| !before.contains_key(*path))
        .map(|(_, text)| text)
        .collect();
    assert!(
        new.len() == 1 && new[0].lines().all(|line| line.starts_with("2 ")),
        "{new:?}"
    );
}

#[test]
fn erasing_keeps_every_other_line_byte_by_byte_whatever_its_version() {
    let sim = folder();
    let (mut store, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 9_000);
    // Among what is erased is an event that only a newer version understands: its id is enough.
    let erased = ["ffffff", "ggggggg", "nn"].map(str::to_owned);
    let said = split_ids(&erased)
        .into_iter()
        .map(|kind| stamper.stamp(kind, 9_000));
    store.append(&said.collect::<Vec<_>>()).unwrap();
    assert_eq!(store.compact(UnreadableLines::Keep).unwrap().lines, 3);
    let [planned, next, far, other] = newer();
    for line in [
        planned,
        far,
        other,
        first(&wrote("dddd", "one of version 1")),
        write_line(&wrote("eeeee", "one of version 2")),
    ] {
        assert_eq!(count(&sim, &line), 1, "{line}");
    }
    assert_eq!(count(&sim, &next), 0);
    assert!(!logs(&sim).values().any(|text| text.contains("erased, of")));
    let read_back = found(&sim);
    assert_eq!((read_back.unknown, read_back.set_aside.len()), (3, 0));
    assert_eq!(ids(&read_back)[..5], ["a", "bb", "ccc", "dddd", "eeeee"]);
}

#[test]
fn a_merge_brings_lines_of_every_version_as_they_are() {
    let (ours, theirs) = (Sim::new(Path::new("/home/ada"), 2), folder());
    let files = |sim: &Sim| log_files::read_all(sim, &paths().data, &mut Vec::new());
    for times in 0..2 {
        let plan = merge::plan(&files(&ours), &files(&theirs));
        assert_eq!(plan.new.len(), if times == 0 { 10 } else { 0 });
        let (mut store, _, _) = open_on(Arc::new(ours.clone()), paths(), 9_000);
        store.merge(&plan).unwrap();
    }
    let [planned, next, far, other] = newer();
    for line in [
        planned,
        next,
        far,
        first(&read("a")),
        first(&wrote("dddd", "one of version 1")),
    ] {
        assert_eq!(count(&ours, &line), 1, "{line}");
    }
    // Without an id it cannot be told from a copy of itself; it stays where it is.
    assert_eq!((count(&ours, &other), count(&theirs, &other)), (0, 1));
    assert_eq!(ids(&found(&ours)), ids(&found(&theirs)));
}

#[test]
fn a_long_text_comes_back_whole_and_what_is_too_long_for_a_line_is_set_aside() {
    let sim = folder();
    let text = "a \"quoted\" line\nwith \u{202e}bidi\u{2028}, \u{1b}[2J, \u{85}, \u{e0001} and 👩🏽\u{200d}🚀 "
        .repeat(12_000);
    let (mut store, mut stamper, _) = open_on(Arc::new(sim.clone()), paths(), 9_000);
    let parts = split_text(&"long".into(), Category::Journal, &text);
    assert!(parts.len() > 15, "{}", parts.len());
    let events: Vec<Event> = parts.into_iter().map(|kind| stamper.stamp(kind, 9_000)).collect();
    store.append(&events).unwrap();
    let whole = EventKind::Wrote {
        entry: "long".into(),
        part: 0,
        of: 1,
        text: "x".repeat(10_000_000),
        category: None,
    };
    let long = write_line(&event("h", whole));
    put(
        &sim,
        "journal/old/4.log",
        &(long + &write_line(&wrote("iiiiiiii", "after it"))),
    );
    let read_back = found(&sim);
    assert_eq!(
        Progress::of(&read_back.events).words("long").as_deref(),
        Some(text.as_str())
    );
    assert_eq!(read_back.set_aside.len(), 1);
    assert_eq!(read_back.set_aside[0].1.reason, log::line::Reason::TooLong);
    assert!(ids(&read_back).contains(&"iiiiiiii"));
    for text in logs(&sim).values() {
        let raw = |c: char| c != '\n' && ally_up::clean::is_unsafe(c);
        assert!(!text.contains(raw), "a line could steer a terminal");
    }
}
