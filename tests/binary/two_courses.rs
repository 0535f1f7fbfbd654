//! Two courses with one data folder: they never meet, in either face, in any command, and what an earlier version left goes to its own.

use crate::copies::{RIGHT, copy, everything, reflecting};
use crate::home::{Home, Ran, Session, files};
use crate::window;
use serde_json::Value;
use std::fs;
use std::path::Path;

const SHARED: [&str; 2] = ["--data", "shared"];

/// A home with two courses, whose lessons and questions have the same names.
fn home() -> Home {
    let home = Home::new();
    let manifest = fs::read_to_string(home.path("tea/course.ron")).unwrap();
    home.write(
        "coffee/course.ron",
        manifest.replace("id: \"tea\", title: \"Tea", "id: \"coffee\", title: \"Coffee"),
    );
    for name in ["green.md", "black.md"] {
        let lesson = fs::read_to_string(home.path("tea").join(name)).unwrap();
        home.write(&format!("coffee/{name}"), lesson);
    }
    home
}

/// Runs a command over one of the courses, with the folder that both share.
fn run(home: &Home, course: &[&str], arguments: &[&str], typed: &[&str]) -> Ran {
    home.typed(&[arguments, course, &SHARED].concat(), typed)
}

const TEA: [&str; 2] = ["--course", "tea"];
const COFFEE: [&str; 2] = ["--course", "coffee"];
/// The course inside the program.
const OURS: [&str; 0] = [];

fn status(home: &Home, course: &[&str]) -> Value {
    let ran = run(home, course, &["status", "--json"], &[]);
    ran.is_done();
    serde_json::from_str(&ran.output).unwrap()
}

/// The questions that were right in the first lesson, and the lessons that are begun.
fn stands(home: &Home, course: &[&str]) -> (u64, usize) {
    let status = status(home, course);
    let lessons = status["lessons"].as_array().unwrap();
    let begun = lessons.iter().filter(|lesson| lesson["state"] != "not started");
    (lessons[0]["best"].as_u64().unwrap(), begun.count())
}

fn reflect(home: &Home, course: &[&str], words: &str) {
    run(home, course, &[], &reflecting(words)).says(&["Saved.", "Everything is saved"]);
}

#[test]
fn two_courses_share_a_folder_without_meeting() {
    let home = home();
    run(&home, &TEA, &[], &RIGHT).is_done();
    assert_eq!([stands(&home, &TEA), stands(&home, &COFFEE)], [(1, 1), (0, 0)]);
    let ran = run(&home, &COFFEE, &[], &["1", "quit"]);
    assert!(!ran.output.contains("You were here"), "{}", ran.output);
    run(&home, &OURS, &[], &["1", "quit"]).is_done();
    let before = everything(&home.path("shared"));

    // In words, and whose is whose.
    run(&home, &TEA, &["status"], &[]).says(&[
        "Tea for Two",
        "also keeps progress in the courses ally-up and coffee.",
    ]);
    run(&home, &OURS, &["doctor"], &[]).says(&["also keeps progress in the courses coffee and tea."]);
    let doctor: Value =
        serde_json::from_str(&run(&home, &COFFEE, &["doctor", "--json"], &[]).output).unwrap();
    assert_eq!(doctor["courses"], serde_json::json!(["ally-up", "coffee", "tea"]));
    assert_eq!(doctor["foreign"], serde_json::json!([]));
    assert_eq!(status(&home, &TEA)["courses"], doctor["courses"]);

    // What leaves, comes or is forgotten is of one of them.
    reflect(&home, &TEA, "the kettle");
    reflect(&home, &COFFEE, "the roaster");
    let notebook = run(&home, &COFFEE, &["export", "notebook", "--with-journal"], &[]).output;
    assert!(
        notebook.contains("the roaster") && !notebook.contains("the kettle"),
        "{notebook}"
    );
    let shared = home.path("shared");
    let shared = shared.to_str().unwrap();
    home.typed(
        &["merge", shared, "--yes", "--course", "coffee", "--data", "mine"],
        &[],
    )
    .says(&["Merged."]);
    let merged = files(&home.path("mine/by-course"));
    let of_coffee = home.path("mine/by-course/coffee");
    assert!(
        !merged.is_empty() && merged.iter().all(|path| path.starts_with(&of_coffee)),
        "{merged:?}"
    );
    run(&home, &COFFEE, &["export", "progress", "--out", "taken"], &[]).is_done();
    run(&home, &TEA, &["merge", "taken"], &[]).complains(2, &["another course, coffee"]);
    let tea = home.path("shared/by-course/tea");
    run(&home, &COFFEE, &["merge", tea.to_str().unwrap()], &[]).complains(2, &["another course, tea"]);
    run(&home, &COFFEE, &["reset", "all", "--yes"], &[]).is_done();
    run(&home, &COFFEE, &["forget", "all"], &["forget"]).says(&["It is gone from this machine."]);
    assert_eq!([stands(&home, &TEA), stands(&home, &COFFEE)], [(1, 1), (0, 0)]);
    let after = everything(&home.path("shared"));
    let of_coffee = home.path("shared/by-course/coffee");
    assert!(
        before
            .iter()
            .filter(|(path, _)| !path.starts_with(&of_coffee))
            .all(|(path, bytes)| after[path] == *bytes)
    );
    run(&home, &TEA, &["export", "notebook", "--with-journal"], &[]).says(&["the kettle"]);
}

#[test]
fn windows_of_two_courses_are_open_at_once_on_one_folder() {
    let home = home();
    let mut tea = Session::open(home.command(&["tea", "--data", "shared"]));
    let mut coffee = Session::open(home.command(&["coffee", "--data", "shared"]));
    for course in [&mut tea, &mut coffee] {
        course.line("1", "Steep it");
        course.line("", "1. Boiling");
    }
    tea.line("Eighty degrees", "Sure");
    tea.line("Sure", "Correct.");
    // A window of the same course hears of it, one of the other course does not.
    coffee.line("Boiling", "picked: Boiling");
    assert!(!coffee.heard.contains("Correct."), "{}", coffee.heard);
    run(&home, &TEA, &[], &["quit"]).says(&["You were here:", "Correct."]);
    coffee.line("Sure", "Not yet");
    drop((tea, coffee));
    assert_eq!([stands(&home, &TEA), stands(&home, &COFFEE)], [(1, 1), (0, 1)]);
}

#[test]
fn on_the_whole_screen_neither_course_opens_at_the_place_of_the_other() {
    let home = window::Home::with(
        "Course(id: \"tea\", title: \"Tea for Two\", modules: [Module(id: \"leaves\", title: \"Leaves\", items: [Lesson(id: \"green-tea\", file: \"green.md\")])])",
        &format!("# Green tea\n\n{}", "Steep it at eighty degrees.\n\n".repeat(40)),
    );
    let Some(mut window) = home.open((80, 24), &[".", "--data", "shared"]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Steep it");
    window.press("  q");
    assert!(window.end().success());
    let Some(mut window) = home.open((80, 24), &["--data", "shared"]) else {
        return;
    };
    window.sees("Start here");
    window.press("q");
    assert!(window.end().success());
    let Some(mut window) = home.open((80, 24), &[".", "--data", "shared"]) else {
        return;
    };
    window.sees("Steep it at eighty degrees.");
    window.press("q");
    assert!(window.end().success());
}

/// Puts the events and words of a folder where an earlier version kept those of every course.
fn as_before(from: &Path, to: &Path) {
    for stream in ["events", "journal"] {
        if from.join(stream).is_dir() {
            copy(&from.join(stream), &to.join(stream));
        }
    }
    fs::write(to.join("FORMAT.ron"), "(format:2,min_reader:2)").unwrap();
}

#[test]
fn a_folder_that_does_not_say_whose_it_is_goes_to_the_course_it_speaks_of() {
    let home = home();
    home.play(&RIGHT).is_done();
    let old = home.path("shared");
    as_before(&home.path("share/ally-up/tea"), &old);
    let before = everything(&old);
    // Another course finds nothing of its own there, and leaves all as it is.
    assert_eq!(stands(&home, &OURS), (0, 0));
    run(&home, &OURS, &[], &["1", "quit"]).is_done();
    assert!(
        before
            .iter()
            .all(|(path, bytes)| everything(&old)[path] == *bytes)
    );
    assert!(old.join("by-course/ally-up/events").is_dir());
    // Its own goes on where it was, and says so from then on.
    assert_eq!(stands(&home, &TEA), (1, 1));
    assert_eq!(
        everything(&old)[&old.join("FORMAT.ron")],
        before[&old.join("FORMAT.ron")],
        "reading wrote"
    );
    run(&home, &TEA, &[], &["1", "milk", "quit"]).says(&["Saved."]);
    assert!(!old.join("by-course/tea").exists());
    let said = fs::read_to_string(old.join("FORMAT.ron")).unwrap();
    assert!(said.contains("course:\"tea\""), "{said}");
    // With the logs of both in it, it is that of the course inside the program, whoever comes first.
    let mixed = home.path("mixed");
    as_before(&old, &mixed);
    as_before(&old.join("by-course/ally-up"), &mixed);
    let ran = home.run(&["status", "--course", "tea", "--data", "mixed"]);
    ran.says(&[
        "0 of 2",
        "Green tea: not started",
        "also keeps progress in the course ally-up",
    ]);
    let ran = home.run(&["status", "--json", "--data", "mixed"]);
    let status: Value = serde_json::from_str(&ran.output).unwrap();
    assert_eq!(
        (&status["lessons"][0]["state"], &status["courses"][0]),
        (&"begun".into(), &"ally-up".into())
    );
}
