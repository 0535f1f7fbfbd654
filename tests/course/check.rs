//! A course for every complaint: each folder of `tests/check` is named for a code and holds a small course that earns it, and the report
//! that is expected. `BLESS=1 cargo test --test course check::` writes the reports anew; read them before you keep them.

use ally_up::clean::is_unsafe;
use ally_up::course::lint::{LINTS, check, check_for};
use ally_up::course::load::{load, page};
use ally_up::course::rehearsal::rehearsal;
use ally_up::course::report::{Style, report};
use ally_up::source::{Diagnostic, Files, Severity};
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The file with the report, beside the course.
const EXPECTED: &str = "expected.txt";
/// Complaints about courses that are too large to lie here: `tests/binary/bounds.rs` and the modules that make them test those.
const OF_SIZE: [&str; 4] = ["too-large", "too-many-files", "shown-plainly", "not-checked"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn folders() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("tests/check")).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn read(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), files);
        } else if name != EXPECTED {
            files.insert(name, Cow::Owned(fs::read(entry.path()).unwrap()));
        }
    }
}

fn course(folder: &Path) -> Files {
    let mut files = Files::new();
    read(folder, "", &mut files);
    files
}

/// The complaints of a folder. Such small lessons are too short and have no scene: of advice only that of the folder counts.
fn complaints(code: &str, files: &Files) -> Vec<Diagnostic> {
    check(files)
        .into_iter()
        .filter(|found| found.severity != Severity::Advice || found.code == code)
        .collect()
}

#[test]
fn whoever_asks_for_the_grave_ones_gets_all_of_them_and_no_other() {
    for code in folders() {
        let files = course(&root().join("tests/check").join(&code));
        let all = check(&files);
        for least in [Severity::Error, Severity::Warning] {
            let grave: Vec<&Diagnostic> = all.iter().filter(|found| found.severity <= least).collect();
            let found = check_for(&files, least, |_, _| ());
            assert_eq!(found.iter().collect::<Vec<_>>(), grave, "{code}");
        }
    }
}

/// Every code that the sources of `src/course` make a complaint with.
fn codes() -> BTreeSet<String> {
    let mut sources = Files::new();
    read(&root().join("src/course"), "", &mut sources);
    let mut found = BTreeSet::new();
    for (path, bytes) in sources {
        let source = String::from_utf8(bytes.into_owned()).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap();
        for weight in ["error", "warning", "advice"] {
            for call in code.split(&format!("Diagnostic::{weight}(")).skip(1) {
                let literal = call
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split_once('"'));
                let (name, _) = literal.unwrap_or_else(|| {
                    panic!("{path}: a code has to be written out where the complaint is made")
                });
                found.insert(name.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_code_has_a_course_and_every_course_earns_its_code() {
    let mut codes = codes();
    assert!(
        codes.len() > 40,
        "the codes were not found in the sources: {codes:?}"
    );
    for lint in LINTS {
        assert!(codes.contains(lint.code), "no complaint of {} is made", lint.code);
    }
    for code in OF_SIZE {
        assert!(codes.remove(code), "no complaint of {code} is made");
    }
    assert_eq!(
        codes,
        folders(),
        "codes on the left, folders of tests/check on the right"
    );
    for code in folders() {
        let files = course(&root().join("tests/check").join(&code));
        assert!(
            complaints(&code, &files).iter().any(|found| found.code == code),
            "the course of {code} does not earn it"
        );
    }
}

/// The README promises that codes keep their meaning: it names each, and no other.
#[test]
fn the_readme_lists_every_code() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, section) = readme.split_once("### What `check` says").unwrap();
    let (table, _) = section.split_once("`--format").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| "));
    let named = rows
        .flat_map(|row| row.split('`').skip(1).step_by(2))
        .map(str::to_owned);
    assert_eq!(
        codes(),
        named.collect(),
        "codes on the left, the README on the right"
    );
}

#[test]
fn every_report_is_the_expected_one() {
    let mut different = Vec::new();
    for code in folders() {
        let folder = root().join("tests/check").join(&code);
        let files = course(&folder);
        let found = complaints(&code, &files);
        let told = report(&found, &files, Style::Plain);
        assert!(!told.contains(is_unsafe), "{code}: {told:?}");
        let stray: Vec<&str> = found
            .iter()
            .map(|found| found.code)
            .filter(|found| *found != code)
            .collect();
        assert_eq!(
            stray, [""; 0],
            "the course of {code} earns something else too\n{told}"
        );
        if std::env::var_os("BLESS").is_some() {
            fs::write(folder.join(EXPECTED), &told).unwrap();
        } else if fs::read_to_string(folder.join(EXPECTED)).ok().as_deref() != Some(&told) {
            different.push(format!("--- {code}\n{told}"));
        }
    }
    assert!(
        different.is_empty(),
        "{}\nBLESS=1 writes them anew",
        different.join("\n")
    );
}

const SAMPLE: &str = "4-conversations/2-consent-and-gratitude.md";

/// A course of one lesson and one rehearsal with the same text.
fn with(text: &str) -> Files {
    let manifest = "Course(id: \"c\", title: \"C\", modules: [Module(id: \"m\", title: \"M\", items: [
        Lesson(id: \"l\", file: \"l.md\"), Rehearsal(id: \"r\", file: \"r.md\")])])";
    let owned = |bytes: &str| Cow::Owned(bytes.as_bytes().to_vec());
    Files::from([
        ("course.ron".into(), owned(manifest)),
        ("l.md".into(), owned(text)),
        ("r.md".into(), owned(text)),
    ])
}

fn sample() -> String {
    fs::read_to_string(root().join("lessons").join(SAMPLE)).unwrap()
}

#[test]
fn beginnings_of_a_lesson_are_read() {
    let sample = sample();
    let (course, _) = load(&with(""), &Default::default());
    // Every twenty-third place to stop: every one takes minutes and found nothing more.
    for (count, (end, _)) in sample.char_indices().step_by(23).enumerate() {
        let files = with(&sample[..end]);
        let (built, _) = page(&course, &files, "l.md");
        assert!(!built.lesson.title.is_empty() || end < 80);
        if count % 13 == 0 {
            rehearsal(&course, &files, "r.md");
            check(&files);
        }
    }
}

/// Pieces of Markdown that mean something, to be thrown into a lesson.
const PIECES: [&str; 24] = [
    "{#",
    "}",
    "{#x .one",
    " .scene",
    "\n- [ ] ",
    "\n- [x] ",
    "\n\n",
    "\n> ",
    "> [!TIP]\n",
    "|",
    "\n|---|---|\n",
    "](#",
    "[",
    "![](a.ron)",
    "<!-- ",
    "-->",
    "\n  ",
    "\n1. ",
    "`",
    "\u{202e}",
    "&#27;",
    "\n## a {#b .end}\n",
    "\t",
    "[^1]: ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_torn_lesson_is_read_and_reported(changes in prop::collection::vec((any::<prop::sample::Index>(), 0..60usize, 0..PIECES.len()), 1..12)) {
        let mut text: Vec<char> = sample().chars().collect();
        for (at, cut, piece) in changes {
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, PIECES[piece].chars());
        }
        let files = with(&text.into_iter().collect::<String>());
        let told = report(&check(&files), &files, Style::Plain);
        prop_assert!(!told.contains(is_unsafe));
    }

    #[test]
    fn any_bytes_are_read_and_reported(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in ["course.ron", "l.md"] {
            let mut files = with("");
            files.insert(name.into(), Cow::Owned(bytes.clone()));
            let told = report(&check(&files), &files, Style::Plain);
            prop_assert!(!told.contains(is_unsafe));
        }
    }
}
