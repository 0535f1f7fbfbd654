//! The real binary, through pipes: every command, what it prints, what it complains about, its exit codes, and that nothing is lost.
//! The stories play in a course of their own, so that none hangs on the words of the embedded one.

use crate::home::{Home, finish};
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
        "licenses",
        "guide",
        "report",
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
        "--color",
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
        let asks = ["Question 1 of ", "For you alone"]
            .iter()
            .any(|asks| said.contains(asks))
            || title.starts_with("Rehearsal: ");
        // The form before and after has no page to read: it says what it is.
        let is_form = id == "before-and-after" && said.contains("10 questions from all of the course");
        assert!(said.split(' ').count() > 500 && asks || is_form, "{id}: {said}");
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
fn code_that_is_read_keeps_its_lines() {
    let home = Home::new();
    home.write(
        "tea/green.md",
        "# Green tea\n\n```\none\n\ntwo\n```\n\n- In a list\n  ```\n  three\n  ```\n",
    );
    let ran = home.run(&["read", "green-tea", "--course", "tea"]);
    ran.is_done();
    ran.says(&["\nCode:\none\n\ntwo\n\n", "- In a list\nCode:\nthree\n"]);
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
        let ran = home.typed(&["tea", "--data", data], &["1", "", "1", "Sure", "more", "quit"]);
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
