//! The real binary, through pipes: every command, what it prints, what it complains about, its exit codes, and that nothing is lost.
//! The stories play in a course of their own, so that none hangs on the words of the embedded one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]
#![cfg(unix)] // Elsewhere the folders of the one who runs the tests cannot be kept out of it.

#[path = "cli/categories.rs"]
mod categories;
#[path = "cli/copies.rs"]
mod copies;
#[path = "cli/forgetting.rs"]
mod forgetting;
#[path = "cli/home.rs"]
mod home;
#[path = "cli/takeaway.rs"]
mod takeaway;

use home::{GREEN, Home, Session, files, finish, wait};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::pipe;
use std::process::Command;

/// The names in the help's list of commands.
fn listed(help: &str) -> BTreeSet<String> {
    let list = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty());
    list.filter(|line| !line.starts_with("   "))
        .filter_map(|line| Some(line.split_whitespace().next()?.to_owned()))
        .collect()
}

#[test]
fn help_names_every_command_and_flag() {
    let home = Home::new();
    let help = home.run(&["--help"]);
    help.is_done();
    assert_eq!(help.output, home.run(&["-h"]).output);
    assert_eq!(help.output, home.run(&["help"]).output);
    let names = listed(&help.output);
    for name in [
        "read",
        "list",
        "status",
        "merge",
        "export",
        "doctor",
        "forget",
        "check",
        "completions",
        "man",
        "help",
    ] {
        assert!(names.contains(name), "{name}");
    }
    for flag in [
        "--course",
        "--data",
        "--plain",
        "--ascii",
        "--theme",
        "--width",
        "--mouse",
        "--help",
        "--version",
    ] {
        assert!(help.output.contains(flag), "{flag}");
    }
    for name in names.iter().filter(|name| *name != "help") {
        let own = home.run(&[name, "--help"]);
        own.is_done();
        let about = own.output.lines().next().unwrap();
        assert!(
            !about.is_empty()
                && help
                    .output
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .contains(about),
            "{name}: {about}"
        );
        own.says(&[&format!("Usage: ally-up {name}"), "--course", "--data"]);
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let ran = Home::new().run(&["--version"]);
    ran.is_done();
    assert_eq!(ran.output, concat!("ally-up ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn list_names_every_lesson_and_read_prints_each() {
    let home = Home::new();
    let ran = home.run(&["list", "--course", "tea"]);
    ran.is_done();
    assert_eq!(
        ran.output,
        "Leaves\n  green-tea   2 min  Green tea\n  black-tea   1 min  Black tea\n"
    );
    let ran = home.run(&["list"]);
    ran.is_done();
    let lessons = ran.output.lines().filter(|line| line.starts_with("  "));
    let lessons: Vec<(&str, &str)> = lessons
        .map(|line| {
            (
                line.split_whitespace().next().unwrap(),
                line.split_once(" min  ").unwrap().1,
            )
        })
        .collect();
    assert!(lessons.len() > 9);
    for (id, title) in lessons {
        let ran = home.run(&["read", id]);
        ran.is_done();
        let said = ran.output.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.starts_with(&format!("Heading 1: {title} ")), "{id}: {said}");
        let asks = said.contains("Question 1 of ") || title.starts_with("Rehearsal: ");
        assert!(said.split(' ').count() > 500 && asks, "{id}: {said}");
    }
    assert!(
        !home.path("share").exists() && !home.path("state").exists(),
        "reading wrote something"
    );
}

#[test]
fn read_in_a_pipe_is_plain_words_at_the_width_asked_for() {
    let home = Home::new();
    let ran = home.run(&["read", "green-tea", "--course", "tea"]);
    ran.is_done();
    ran.says(&[
        "Heading 1: Green tea",
        "Steep it at eighty degrees, and not for long.",
        "How hot is the water?",
        "1. Boiling",
        "2. Eighty",
    ]);
    ran.says(&[
        "2. Eighty degrees",
        "____",
        "Whom would you make a cup for?",
        "Warm, not hot.",
    ]);
    assert!(
        !ran.output.contains("scalded"),
        "an explanation before the answer"
    );
    for width in ["20", "40", "200"] {
        let ran = home.run(&["read", "green-tea", "--course", "tea", "--width", width]);
        ran.is_done();
        let longest = ran.output.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(
            longest <= width.parse().unwrap(),
            "{longest} columns at --width {width}"
        );
    }
}

#[test]
fn a_flag_stands_before_or_after_the_command() {
    let home = Home::new();
    for command in [&["list"] as &[&str], &["status"], &["read", "green-tea"]] {
        let flag = ["--course", "tea"];
        let (before, after) = (
            home.run(&[&flag, command].concat()),
            home.run(&[command, &flag].concat()),
        );
        after.is_done();
        assert_eq!(
            (before.code, before.complaint, before.output),
            (after.code, after.complaint, after.output),
            "{command:?}"
        );
    }
    home.run(&["--plain", "--width", "40", "list"]).is_done();
}

#[test]
fn an_unknown_lesson_is_answered_with_the_nearest() {
    let home = Home::new();
    home.run(&["read", "grean-tea", "--course", "tea"]).complains(
        2,
        &["no lesson grean-tea", "nearest is green-tea", "ally-up list"],
    );
    home.run(&["read", "blak-tea", "--course", "tea"])
        .complains(2, &["nearest is black-tea"]);
    // A name may hold anything; it is told cleaned.
    home.run(&["read", "x\u{1b}[2J\ny\u{202e}", "--course", "tea"])
        .complains(2, &["no lesson"]);
}

#[test]
fn what_is_no_course_is_told_in_one_line() {
    let home = Home::new();
    home.write("empty/readme.md", "# Nothing\n");
    for (folder, words) in [
        ("nowhere", ["no folder nowhere", "course.ron"]),
        ("empty", ["empty has no course.ron", "a folder with one"]),
        (
            "tea/green.md",
            ["tea/green.md is not a folder", "name the folder"],
        ),
    ] {
        home.run(&[folder]).complains(2, &words);
        home.run(&["--course", folder]).complains(2, &words);
        home.run(&["list", "--course", folder]).complains(2, &words);
        home.run(&["status", "--course", folder]).complains(2, &words);
        home.run(&["read", "x", "--course", folder]).complains(2, &words);
        home.run(&["check", folder]).complains(2, &words);
    }
    assert!(!home.path("share").exists());
}

#[test]
fn a_manifest_that_does_not_parse_is_told_with_its_place() {
    let home = Home::new();
    home.write(
        "torn/course.ron",
        "Course(\n    id: \"torn\", title: 7,\n    modules: [],\n)\n",
    );
    for arguments in [
        &["torn"] as &[&str],
        &["list", "--course", "torn"],
        &["read", "x", "--course", "torn"],
        &["check", "torn"],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}");
        let told = format!("{}{}", ran.output, ran.complaint);
        let place = told
            .split_once("course.ron:")
            .expect("the file is named, with a place")
            .1;
        let place: String = place
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == ':')
            .collect();
        let place: Vec<usize> = place
            .trim_end_matches(':')
            .split(':')
            .map(|number| number.parse().unwrap())
            .collect();
        // The 7 stands in line 2, columns 24 to 25.
        assert!(matches!(place[..], [2, 24 | 25]), "{place:?} in {told}");
        assert!(told.to_lowercase().contains("expected"), "{told}");
    }
}

#[test]
fn a_lesson_that_is_not_utf8_still_plays() {
    let home = Home::new();
    home.write("tea/black.md", b"# Black tea\n\nA caf\xe9 cup.\n");
    let ran = home.run(&["read", "black-tea", "--course", "tea"]);
    ran.is_done();
    ran.says(&["not UTF-8", "byte 18"]);
    let ran = home.play(&["1", "next lesson", "quit"]);
    ran.is_done();
    ran.says(&["Steep it", "not UTF-8", "Everything is saved"]);
    home.run(&["list", "--course", "tea"]).is_done();
}

#[test]
fn where_nothing_can_be_saved_the_course_still_plays_and_says_so() {
    let home = Home::new();
    home.write("mine", "not yours");
    let mut folders = vec!["mine", "mine/below"];
    if cfg!(target_os = "linux") {
        folders.push("/proc/ally-up");
    }
    for data in folders {
        let ran = home.typed(&["tea", "--data", data], &["1", "", "1", "Sure", "quit"]);
        assert_eq!(ran.code, Some(3), "{data}: {}", ran.complaint);
        ran.says(&[
            "NOT SAVED",
            data,
            "Steep it at eighty",
            "How hot is the water?",
            "Not yet",
            "scalded",
        ]);
        assert!(!ran.output.contains("Everything is saved"), "{}", ran.output);
        let after = ran.output.split_once("Not yet").unwrap().1;
        assert!(
            after.contains("NOT SAVED"),
            "after the answer nothing says so: {after}"
        );
        ran.tells(&["NOT SAVED", data, "--data"]);
        assert_eq!(ran.complaint.lines().count(), 1, "{}", ran.complaint);
    }
    let ran = home.run(&["status", "--course", "tea", "--data", "mine"]);
    assert_eq!(ran.code, Some(3));
    ran.says(&["Tea for Two: 0 of 2 lessons read"]);
    ran.tells(&["mine", "move the file that stands where a folder should be"]);
    assert_eq!(fs::read_to_string(home.path("mine")).unwrap(), "not yours");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let home = Home::new();
    let commands: &[&[&str]] = &[
        &["read", "green-tea", "--course", "tea"],
        &["list"],
        &["status"],
        &["status", "--json"],
        &["doctor"],
        &["export", "progress"],
        &["check", "tea"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["tea"],
    ];
    for arguments in commands {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let mut command = home.command(arguments);
        command.stdout(writer);
        let ran = finish(command, "1\n\n\n");
        assert_eq!((ran.code, ran.complaint.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told() {
    let home = Home::new();
    for arguments in [
        &["list"] as &[&str],
        &["man"],
        &["read", "green-tea", "--course", "tea"],
        &["doctor"],
        &["export", "progress"],
    ] {
        let mut command = home.command(arguments);
        command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        let ran = finish(command, "");
        ran.complains(3, &["cannot be written", "No space left", "check the disk"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_full_is_told_in_the_plain_face_too() {
    let home = Home::new();
    let mut command = home.command(&["tea"]);
    command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
    finish(command, "1\nquit\n").complains(3, &["cannot be written", "No space left", "check the disk"]);
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let home = Home::new();
    let names = listed(&home.run(&["help"]).output);
    let mut pages = vec![("the manual", home.run(&["man"]))];
    pages.extend(["bash", "zsh", "fish"].map(|shell| (shell, home.run(&["completions", shell]))));
    for (page, ran) in &pages {
        ran.is_done();
        for name in &names {
            // The manual writes a hyphen as `\-`.
            assert!(
                ran.output.replace('\\', "").contains(name.as_str()),
                "{page} does not name {name}"
            );
        }
        for flag in ["course", "data", "plain", "width"] {
            assert!(ran.output.contains(flag), "{page} does not name --{flag}");
        }
    }
    assert!(pages[0].1.output.contains(".TH ally-up 1"));
    home.write("completions.bash", &pages[1].1.output);
    match Command::new("bash")
        .arg("-n")
        .arg(home.path("completions.bash"))
        .status()
    {
        Ok(status) => assert!(status.success(), "bash cannot read its completions"),
        Err(error) => println!("not tested: bash cannot be started ({error})"),
    }
    let ran = home.run(&["completions", "teapot"]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["teapot", "bash", "zsh", "fish"]);
}

#[test]
fn wrong_use_is_told_with_what_would_be_right() {
    let home = Home::new();
    for width in ["19", "201", "0", "-1", "wide", "99999999999999999999"] {
        let ran = home.run(&["list", &format!("--width={width}")]);
        assert_eq!((ran.code, ran.output.as_str()), (Some(2), ""), "{width}");
        ran.tells(&[width, "--width", "20 to 200"]);
    }
    let ran = home.run(&["list", "--theme", "neon"]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["neon", "--theme", "terminal", "paper", "night", "contrast"]);
    let ran = home.run(&["list", "--colour"]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["--colour", "--help"]);
    let ran = home.run(&["read"]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["LESSON", "--help"]);
}

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
    let help = ". Type help for what can be typed.";
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
        "again",
        "quit",
    ]);
    ran.is_done();
    ran.says(&[
        "Tea for Two, 0 of 2 lessons (0 %).",
        "1. Start here",
        "Green tea",
        "Type a number from 1 to ",
    ]);
    // The keys, home again, the lesson part by part.
    ran.says(&[
        "quit",
        "Tea for Two",
        "Green tea, part 1 of ",
        "Heading 1: Green tea",
        "Enter for the next part",
    ]);
    ran.says(&[
        "part 2 of ",
        "Heading 3: Question 1 of 3",
        "How hot is the water?",
        "1. Boiling",
        "2. Eighty degrees",
    ]);
    // What cannot be understood is told, with what can be typed.
    ran.says(&[
        "There is no 7 here; the numbers go from 1 to 2.",
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
        "scalded",
        "Saved.",
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
        "scalded",
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
            "only warmed",
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
        "% read, quiz best 1 of 2",
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
    home.play(&["", "lea", ":quit"])
        .says(&["picked: Boiling", "so far: lea"]);
    home.play(&["", "my aunt", "and hers"]).is_done();
    assert!(home.keeps("my aunt"));
    let ran = home.play(&["", "previous", ":previous", "quit"]);
    ran.says(&[
        "You were here:",
        "so far: my aunt / and hers",
        "Question 2 of 3",
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
    home.play(&["Black tea", "", "my uncle", ":quit"])
        .says(&["Whom would you make it for?"]);
    assert!(home.keeps("my uncle"));
    home.play(&["", "quit"]).says(&[
        "You were here:",
        "Whom would you make it for?",
        "so far: my uncle",
    ]);
}

#[test]
fn who_comes_back_to_a_field_hears_what_stands_in_it() {
    let home = Home::new();
    home.play(&["1", "", "", "lea", ":quit"]).is_done();
    home.play(&[":quit"]).says(&[
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
    session.line("", "Type your answer");
    session.line("", "Write; an empty line ends it");
    session.line("My aunt", "Write; an empty line ends it");
    session.child.kill().unwrap();
    assert_eq!(wait(&mut session.child), None);
    home.play(&["", "quit"])
        .says(&["You were here:", "so far: My aunt"]);
}

#[test]
fn what_was_answered_and_picked_survives_a_kill() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.line("1", "Steep it");
    session.line("", "2. Eighty degrees");
    session.line("2", "picked: Eighty degrees");
    session.line("Guess", "Saved.");
    session.line("", "Type your answer");
    session.line("lea", "so far: lea");
    // Not a signal that can be caught.
    session.child.kill().unwrap();
    assert_eq!(wait(&mut session.child), None);
    let ran = home.play(&[":previous", "quit"]);
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
