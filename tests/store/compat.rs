//! Logs that earlier versions wrote read the same forever. `tests/compat/<version>` is what that version
//! left, written by its own binary: `data`, a data folder; `state`, the state folder of each machine;
//! `course`, what was played; and what its `status` and `export` said. `expected.txt` is how the data reads,
//! and is never changed. For a new release: play with its binary and `--data`, and keep the folders.

use ally_up::progress::event::EventKind;
use ally_up::store::open;
use ally_up::store::paths::Paths;
use ally_up::store::reader::Found;
use ally_up::time::day_in_words;
use ally_up::wrap::FIXED_BLANK;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn versions() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat");
    let all = entries(&root);
    assert!(all.len() >= 2, "{all:?}");
    all
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).into_iter().flatten();
    let mut all: Vec<_> = all.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn found(data: PathBuf, drafts: PathBuf) -> Found {
    let state = data.join("none");
    open(
        Paths {
            data,
            drafts,
            state,
            ..Paths::default()
        },
        1,
    )
    .2
}

/// All that a fold can see of a data folder, and the unfinished answers of each machine.
fn reading(version: &Path) -> String {
    let data = version.join("data");
    let found_here = found(data.clone(), data.join("none"));
    let mut text = String::new();
    for event in &found_here.events {
        // Fields that came later are absent in what an older version wrote.
        let kind = format!("{:?}", event.kind)
            .replace(", category: None", "")
            .replace(", words: None", "")
            .replace(", took: None", "");
        writeln!(
            text,
            "{} {} {} {:?} {} {kind}",
            event.id, event.device, event.seq, event.clock, event.at
        )
        .unwrap();
    }
    let set_aside: Vec<_> = found_here.set_aside.iter().map(|(_, aside)| aside).collect();
    writeln!(
        text,
        "unknown {}, set aside {set_aside:?}, problem {:?}",
        found_here.unknown, found_here.problem
    )
    .unwrap();
    for machine in entries(&version.join("state")) {
        for drafts in entries(&machine.join("drafts")) {
            let name = machine.file_name().unwrap().to_string_lossy();
            for draft in found(data.clone(), drafts).drafts {
                let draft = format!("{draft:?}").replace(", shown: []", "");
                writeln!(text, "machine {name}: {draft}").unwrap();
            }
        }
    }
    text
}

#[test]
fn logs_of_every_version_read_the_same() {
    for version in versions() {
        let read = reading(&version);
        let text = fs::read_to_string(version.join("expected.txt")).unwrap_or_default();
        assert!(
            read == text,
            "{} reads otherwise now; it read:\n{text}\nand reads:\n{read}",
            version.display()
        );
    }
}

/// What this binary says of a copy of the data folder.
fn said(version: &Path, arguments: &[&str]) -> String {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    copy(&version.join("data"), &data);
    let output = Command::new(env!("CARGO_BIN_EXE_ally-up"))
        .env("HOME", root.path())
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_STATE_HOME")
        .env("TZ", "UTC")
        .args(["--course".as_ref(), version.join("course").as_os_str()])
        .args(["--data".as_ref(), data.as_os_str()])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in entries(from) {
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

/// What one JSON value says and the other does not. More may be said by now.
fn missing(then: &Value, now: &Value, place: &str, faults: &mut Vec<String>) {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => {
            for (key, value) in then {
                let now = now.get(key).unwrap_or(&Value::Null);
                missing(value, now, &format!("{place}.{key}"), faults);
            }
        }
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
            for (nth, (then, now)) in then.iter().zip(now).enumerate() {
                missing(then, now, &format!("{place}[{nth}]"), faults);
            }
        }
        // What is due depends on the day of today.
        _ if place.ends_with(".due") || then == now => {}
        _ => faults.push(format!("{place} was {then} and is {now}")),
    }
}

#[test]
fn status_and_exports_still_say_what_they_said() {
    for version in versions()
        .iter()
        .filter(|version| version.join("course").is_dir())
    {
        let then: Value =
            serde_json::from_str(&fs::read_to_string(version.join("status.json")).unwrap()).unwrap();
        let now: Value = serde_json::from_str(&said(version, &["status", "--json"])).unwrap();
        let mut faults = Vec::new();
        missing(&then, &now, "status", &mut faults);

        // Labels may be worded anew. The learner's own lines are what must not be missing.
        let data = version.join("data");
        let events = found(data.clone(), data.join("none")).events;
        let texts = events.iter().filter_map(|event| match &event.kind {
            EventKind::Wrote { text, .. } => Some(text),
            _ => None,
        });
        let own: BTreeSet<&str> = texts.flat_map(|text| text.lines()).collect();
        let mut lines = 0;
        for (file, arguments) in [
            ("notebook.md", &["export", "notebook", "--with-journal"][..]),
            ("plan.md", &["export", "plan"][..]),
        ] {
            // What Markdown would take for a sign stands behind a backslash.
            let now = said(version, arguments).replace('\\', "");
            for line in fs::read_to_string(version.join(file)).unwrap().lines() {
                let words = line.trim_start_matches("> ").trim_end_matches('\\');
                if own.contains(words) {
                    lines += 1;
                    // A day is said in words.
                    let day = words.parse().map(day_in_words).unwrap_or_default();
                    let day = day.replace(FIXED_BLANK, " ");
                    if !now.contains(words) && (day.is_empty() || !now.contains(&day)) {
                        faults.push(format!("{file} no longer says: {words}"));
                    }
                }
            }
        }
        assert!(
            faults.is_empty() && lines > 9,
            "{faults:#?}, {lines} lines compared"
        );
    }
}
