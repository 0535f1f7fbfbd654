//! The plain face of the real binary: which mode and why, whole sessions, and what survives leaving or a kill.

use crate::home::{GREEN, Home, Session, files, finish, wait};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_plain_face_says_first_which_mode_and_why() {
    let home = Home::new();
    let first = |arguments: &[&str], variable: (&str, &str)| {
        let mut command = home.command(arguments);
        command.env(variable.0, variable.1);
        let ran = finish(command, "");
        ran.is_done();
        ran.output.lines().next().unwrap().to_owned()
    };
    let mode = "Tea for Two in plain mode, because ";
    let help = ".";
    assert_eq!(
        first(&["tea"], ("TERM", "xterm")),
        format!("{mode}the input is not a terminal{help}")
    );
    assert_eq!(
        first(&["tea", "--plain"], ("TERM", "xterm")),
        format!("{mode}--plain was given{help}")
    );
    assert_eq!(
        first(&["tea"], ("ALLY_UP_PLAIN", "1")),
        format!("{mode}ALLY_UP_PLAIN is set{help}")
    );
    assert_eq!(
        first(&["tea"], ("ACCESSIBLE", "1")),
        format!("{mode}ACCESSIBLE is set{help}")
    );
    assert!(first(&["tea"], ("TERM", "dumb")).starts_with(mode));
    for off in ["", "0"] {
        assert!(first(&["tea"], ("ALLY_UP_PLAIN", off)).contains("the input is not a terminal"));
    }
}

#[test]
fn a_plain_session_from_home_to_an_answer_and_back() {
    let home = Home::new();
    let ran = home.play(&[
        "help",
        "back",
        "1",
        "",
        "7",
        "tepid\u{1b}[2J",
        "pass",
        "1",
        "Sure",
        "more",
        "again",
        "quit",
    ]);
    ran.is_done();
    ran.says(&[
        "Tea for Two, 0 of 2 lessons (0 percent).",
        "1. Start here: Green tea",
        "6. Practice",
        "Type 1, 6, 7 or a command: ",
    ]);
    // The keys, home again, the lesson part by part.
    ran.says(&[
        "quit",
        "Tea for Two",
        "Green tea, part 1 of ",
        "Heading 1: Green tea",
        "Enter, or a command: ",
    ]);
    ran.says(&[
        "part 2 of ",
        "Heading 3: Question 1 of 2",
        "How hot is the water?",
        "1. Boiling",
        "2. Eighty degrees",
    ]);
    // What cannot be understood is told, with what can be typed.
    ran.says(&[
        "There is no 7 here; the numbers are 1, 2.",
        "tepid",
        "is no command, number or row here",
        "Type help",
    ]);
    // The pick, the verdict and why, and all of it again when asked.
    ran.says(&[
        "picked: Boiling",
        "Guess",
        "Sure",
        "Not yet.",
        "You said: ",
        "sure.",
        "You picked option 1: Boiling",
        "Right is option 2: Eighty degrees",
        "Type more for why.",
        "Saved.",
        "scalded",
    ]);
    ran.says(&[
        "scalded",
        "part 2 of ",
        "1 of 2 answered",
        "Not yet.",
        "scalded",
        "Goodbye. Everything is saved.",
    ]);
    assert_eq!(
        ran.output.matches("Bitter: the leaves are scalded.").count(),
        2,
        "each thing is said once:\n{}",
        ran.output
    );
}

#[test]
fn an_answer_is_there_the_next_time_and_in_the_status() {
    let home = Home::new();
    home.play(&["1", "", "Boiling", "Sure", "quit"]).is_done();
    let ran = home.play(&["quit"]);
    ran.is_done();
    ran.says(&[
        "You were here:",
        "Green tea, part 2 of ",
        "1 of 2 answered",
        "Not yet.",
        "You said: ",
        "sure.",
        "You picked option 1: Boiling",
    ]);

    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let documented = |names: &str| names.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let counts = |status: &Value| {
        ["questions", "first", "latest", "best", "changed"]
            .map(|key| status["lessons"][0][key].as_u64().unwrap())
    };
    let status = home.status();
    assert!(
        keys(&status).is_superset(&documented(
            "format course lessons next due plan unsaved set_aside"
        )),
        "{status}"
    );
    for lesson in status["lessons"].as_array().unwrap() {
        assert!(
            keys(lesson).is_superset(&documented(
                "id title state read questions first latest best changed"
            )),
            "{lesson}"
        );
    }
    assert_eq!(
        (&status["format"], &status["course"]),
        (&Value::from(1), &Value::from("tea"))
    );
    assert_eq!(
        (&status["next"], &status["unsaved"], &status["set_aside"]),
        (&"green-tea".into(), &0.into(), &0.into())
    );
    assert_eq!(
        (&status["lessons"][0]["title"], &status["lessons"][0]["state"]),
        (&"Green tea".into(), &"begun".into())
    );
    assert_eq!(
        (&status["lessons"][1]["id"], &status["lessons"][1]["state"]),
        (&"black-tea".into(), &"not started".into())
    );
    let read = status["lessons"][0]["read"].as_u64().unwrap();
    assert!((1..100).contains(&read), "{read}");
    assert_eq!(counts(&status), [2, 0, 0, 0, 0]);

    // Right the second time, wrong the third: first, latest and best are told apart.
    home.play(&["Try again", "Eighty degrees", "Guess", "quit"])
        .says(&[
            "picked: Eighty",
            "Correct.",
            "You said: ",
            "guess.",
            "You picked option 2: Eighty",
        ]);
    assert_eq!(counts(&home.status()), [2, 0, 1, 1, 0]);
    home.play(&["Try again", "Boiling", "I think so", "quit"])
        .is_done();
    assert_eq!(counts(&home.status()), [2, 0, 0, 1, 0]);
    let words = home.run(&["status", "--course", "tea"]);
    words.is_done();
    words.says(&[
        "Tea for Two: 0 of 2 lessons read (0 %)",
        "Green tea: ",
        "% read, 1 of 2 answered",
        "Black tea: not started",
        "Continue: Green tea",
    ]);

    // What was right is wrong now, and the status says so; and the course's own clean copy is untouched.
    home.write(
        "tea/green.md",
        GREEN
            .replace("- [ ] Boiling", "- [x] Boiling")
            .replace("- [x] Eighty", "- [ ] Eighty"),
    );
    assert_eq!(counts(&home.status())[4], 1);
}

#[test]
fn half_done_answers_survive_a_quit_and_the_end_of_the_input() {
    let home = Home::new();
    home.play(&["1", "", "Boiling"]).is_done();
    home.play(&["", "1", "lea", "quit"]).says(&[
        "picked: Boiling",
        "1. Write here",
        "Write one line.",
        "kept as a draft",
        "2. Guess",
    ]);
    home.play(&["", "1", "my aunt", "and hers"]).is_done();
    assert!(home.keeps("my aunt"));
    let ran = home.play(&["previous", "previous", "quit"]);
    ran.says(&[
        "You were here:",
        "so far:\nmy aunt\nand hers\n",
        "Question 2 of 2",
        "picked: Boiling",
        "Sure",
        "Goodbye",
    ]);
    assert!(home.keeps("\"lea\""));
    assert_eq!(home.status()["lessons"][0]["answered"], Value::from(0));
}

#[test]
fn a_half_done_answer_at_the_end_of_a_lesson_is_come_back_to() {
    let home = Home::new();
    home.write(
        "tea/black.md",
        "# Black tea\n\nFour minutes.\n\n### Whom would you make it for? {#for-whom .reflect}\n",
    );
    home.play(&["Black tea", "", "1", "my uncle", ":quit"])
        .says(&["Whom would you make it for?"]);
    assert!(home.keeps("my uncle"));
    home.play(&["quit"]).says(&[
        "You were here:",
        "Whom would you make it for?",
        "so far:\nmy uncle\n",
        "Type 1, 2, Enter or a command: ",
    ]);
}

#[test]
fn who_comes_back_to_a_field_hears_what_stands_in_it() {
    let home = Home::new();
    home.play(&["1", "", "", "1", "lea", ":quit"]).is_done();
    home.play(&["quit"]).says(&[
        "You were here:",
        "What goes into the pot first?",
        "lea",
        "Goodbye",
    ]);
}

#[test]
fn a_line_written_in_a_long_field_survives_a_kill() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.line("1", "Steep it");
    session.line("", "1. Boiling");
    session.line("", "1. Write here");
    session.line("", "1. Write here");
    session.line("1", "Line 1: ");
    session.line("My aunt", "Line 2: ");
    session.child.kill().unwrap();
    assert_eq!(wait(&mut session.child), None);
    home.play(&["quit"])
        .says(&["You were here:", "so far:\nMy aunt\n"]);
}

#[test]
fn what_was_answered_and_picked_survives_a_kill() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.line("1", "Steep it");
    session.line("", "2. Eighty degrees");
    session.line("2", "picked: Eighty degrees");
    session.line("Guess", "Saved.");
    session.line("", "1. Write here");
    session.line("1", "Your line: ");
    session.line("lea", "2. Guess");
    // Not a signal that can be caught.
    session.child.kill().unwrap();
    assert_eq!(wait(&mut session.child), None);
    let ran = home.play(&["previous", "quit"]);
    ran.says(&["You were here:", "part 3 of ", "Correct.", "You said: ", "guess."]);
    assert!(home.keeps("\"lea\""));
    assert_eq!(home.status()["lessons"][0]["best"], Value::from(1));
}

#[test]
fn two_windows_at_once_lose_nothing() {
    let home = Home::new();
    let mut one = Session::start(&home);
    one.line("1", "Steep it");
    home.play(&["1", "", "2", "Sure", "quit"]).says(&["Correct."]);
    // The first sees what the second did, and tries again.
    one.line("", "Correct.");
    one.line("Try again", "Boiling");
    one.line("Boiling", "picked: Boiling");
    one.line("Sure", "Not yet.");
    one.line("quit", "Everything is saved");
    assert_eq!(wait(&mut one.child), Some(0));
    let status = home.status();
    assert_eq!(
        [&status["lessons"][0]["first"], &status["lessons"][0]["latest"]],
        [&Value::from(1), &Value::from(0)]
    );
    let logs = files(&home.path("share"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "log"));
    assert_eq!(logs.count(), 2, "each window has its own file");
}
