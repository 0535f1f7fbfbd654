//! Work that takes long: it shows on a terminal that it goes on, Control with C stops it, and then nothing is half done. Where nobody
//! sees it, not a byte is written of that.

use crate::home::finish;
use crate::window::{ALTERNATE, Home};
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log::write_line;
use portable_pty::ExitStatus;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const CONTROL_C: &str = "\x03";
const UNCHANGED: &str = "Ctrl-C stops it, and nothing is changed.";
const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;

fn home() -> Home {
    Home::with(MANIFEST, "# Green tea\n\nSteep it.\n")
}

/// A history that takes longer than a moment to read: one event, and many copies of it.
fn with_history(home: &Home) {
    let kind = EventKind::Read {
        lesson: "green-tea".into(),
    };
    let event = Event {
        id: "01a20670-d303-7322-a9c8-000000000001".into(),
        device: "there".into(),
        seq: 0,
        clock: Clock(1, 0),
        at: 1,
        kind,
    };
    let folder = home.0.path().join("share/ally-up/tea/events/there");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("one.log"), write_line(&event).repeat(HISTORY)).unwrap();
}

/// Events, and pages to be checked or imported, that take a second where the tests run.
const HISTORY: usize = 100_000;
const CHECKED: usize = 1_500;
const IMPORTED: usize = 600;

/// So many pages without a question.
fn pages(folder: &Path, count: usize) {
    fs::create_dir(folder).unwrap();
    let page =
        "# A page\n\nSteep it at eighty degrees, *and* not for [long](other.md).\n\n- one\n- two\n".repeat(8);
    (0..count).for_each(|nth| fs::write(folder.join(format!("page-{nth}.md")), &page).unwrap());
}

fn is_interrupted(status: &ExitStatus) -> bool {
    status
        .signal()
        .is_some_and(|signal| signal.starts_with("Interrupt"))
}

#[test]
fn a_start_over_a_long_history_says_so_before_it_takes_the_screen() {
    let home = home();
    with_history(&home);
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("1 of 1 lessons");
    let [said, taken] = ["Reading: ", &format!("\x1b[?{ALTERNATE}h")].map(|what| window.written(what));
    assert!(
        said.last() < taken.first() && !said.is_empty(),
        "{said:?} {taken:?}"
    );
    window.press("q");
    assert!(window.end().success());
    window.is_restored();

    let Some(mut window) = home.open((80, 24), &["--plain", "."]) else {
        return;
    };
    window.sees(UNCHANGED);
    window.sees("in plain mode");
    assert!(!window.text().contains("Reading"), "{}", window.text());
}

#[test]
fn control_c_ends_a_start_and_a_check_that_take_long() {
    let home = home();
    with_history(&home);
    pages(&home.0.path().join("long"), CHECKED);
    let items = (0..CHECKED).map(|nth| format!(r#"Lesson(id: "p-{nth}", file: "page-{nth}.md"),"#));
    let manifest = format!(
        r#"Course(id: "long", title: "Long", modules: [Module(id: "m", title: "M", items: [{}])])"#,
        items.collect::<String>()
    );
    fs::write(home.0.path().join("long/course.ron"), manifest).unwrap();
    for (arguments, what) in [(&["."][..], "Reading: "), (&["check", "long"], "Checking: ")] {
        let Some(mut window) = home.open((80, 24), arguments) else {
            return;
        };
        window.sees(what);
        window.sees(UNCHANGED);
        window.press(CONTROL_C);
        let status = window.end();
        assert!(is_interrupted(&status), "{arguments:?}: {status:?}");
        assert_eq!(window.is_on(ALTERNATE), None);
    }
}

#[test]
fn an_import_that_is_stopped_leaves_no_folder() {
    let home = home();
    pages(&home.0.path().join("book"), IMPORTED);
    let Some(mut window) = home.open((80, 24), &["import", "book", "--to", "brought"]) else {
        return;
    };
    let brought = home.0.path().join("brought");
    // Some of it is written.
    while fs::read_dir(&brought).map_or(0, Iterator::count) < 10 {
        assert!(window.child.try_wait().unwrap().is_none(), "{}", window.text());
        std::thread::yield_now();
    }
    window.press(CONTROL_C);
    let status = window.end();
    assert!(is_interrupted(&status), "{status:?}\n{}", window.text());
    assert!(
        window
            .text()
            .contains("stopped; nothing is left of it in brought"),
        "{}",
        window.text()
    );
    assert!(!brought.exists());
}

#[test]
fn where_nobody_sees_it_nothing_is_said_of_long_work() {
    let home = home();
    with_history(&home);
    let mut command = Command::new(env!("CARGO_BIN_EXE_ally-up"));
    command
        .args(["status", "--course", "."])
        .current_dir(home.0.path())
        .env_clear()
        .env("HOME", home.0.path())
        .env("XDG_DATA_HOME", home.0.path().join("share"))
        .env("XDG_STATE_HOME", home.0.path().join("state"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    finish(command, "").is_done();
}
