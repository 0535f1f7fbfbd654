//! Courses that nobody should have written, under a limit of memory: what is too long is known by its size, what is too much is said.
//! And what is typed or set around the program never reaches a terminal as it is.

use crate::home::{Home, finish, wait};
use crate::window;
use std::fs::File;
use std::io::Read;
use std::process::Command;

/// Kilobytes of address space a run may take: what it holds in memory, and the program itself.
const MEMORY: usize = 256 * 1024;

/// The same command in so much memory and no more. Where that cannot be asked for, it runs as it is.
fn in_little_memory(home: &Home, arguments: &[&str]) -> Command {
    let mut command = home.command(arguments);
    if cfg!(target_os = "linux") {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("ulimit -v {MEMORY} && exec \"$@\""), "sh"])
            .arg(command.get_program())
            .args(command.get_args())
            .envs(
                command
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .current_dir(home.path(""))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped());
        command = shell;
    }
    command
}

/// A file of zeros that takes no room on the disk.
fn zeros(home: &Home, below: &str, length: u64) {
    home.write(below, "");
    File::options()
        .write(true)
        .open(home.path(below))
        .unwrap()
        .set_len(length)
        .unwrap();
}

#[test]
fn files_are_known_by_their_size_without_being_read() {
    let home = Home::new();
    zeros(&home, "tea/black.md", 3 << 40);
    for nth in 0..5 {
        zeros(&home, &format!("tea/z{nth}.md"), 16 << 20);
    }
    let ran = finish(in_little_memory(&home, &["check", "tea"]), "");
    assert_eq!(ran.code, Some(1), "{}", ran.complaint);
    ran.says(&["the file is 3298534883328 bytes long", "split the lesson"]);
    for command in [["list", "--course", "tea"], ["status", "--course", "tea"]] {
        finish(in_little_memory(&home, &command), "").is_done();
    }
    let ran = finish(
        in_little_memory(&home, &["read", "--course", "tea", "black-tea"]),
        "",
    );
    ran.is_done();
    ran.says(&["This page cannot be shown: the file is 3298534883328 bytes long"]);
    // The files that are read until there is no more room are those that stand first.
    home.write("tea/course.ron", r#"Course(id: "tea", title: "T", modules: [Module(id: "m", title: "M", items: [Lesson(id: "z", file: "z4.md")])])"#);
    let ran = finish(in_little_memory(&home, &["check", "tea"]), "");
    ran.says(&[
        "the file was not read: all files of the folder together are too long",
        "z4.md",
    ]);
}

#[test]
fn more_files_than_are_looked_at_are_said() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("tea/a")).unwrap();
    for nth in 0..10_001 {
        std::fs::write(home.path("tea/a").join(format!("{nth}.ron")), "").unwrap();
    }
    let ran = home.run(&["check", "tea"]);
    assert_eq!(ran.code, Some(1));
    ran.says(&["the folder has 4 more files, which were not looked at"]);
}

#[test]
fn a_page_that_costs_too_much_is_shown_plainly_and_said_so() {
    let home = Home::new();
    let long = format!("# Long\n\n{}", "*a* b\n".repeat(76_000));
    home.write("tea/green.md", &long);
    home.write(
        "tea/black.md",
        format!("# Deep\n\n{}a\n{}", "> ".repeat(5000), "b\n".repeat(5000)),
    );
    let ran = finish(in_little_memory(&home, &["check", "tea"]), "");
    assert_eq!(ran.code, Some(1), "{}", ran.complaint);
    ran.says(&[
        "the marks of the page are nested or left open too often, so it is shown as plain text",
        "more than 300000 pieces",
    ]);
    // A long lesson is read part by part, so it is shown all the same.
    for (lesson, words) in [
        ("green-tea", ["Heading 1: Long", "a b a b"]),
        ("black-tea", ["asks nothing.", "> > >"]),
    ] {
        let ran = finish(in_little_memory(&home, &["read", "--course", "tea", lesson]), "");
        ran.is_done();
        ran.says(&words);
    }
    let ran = finish(in_little_memory(&home, &["tea"]), "1\nquit\n");
    ran.says(&["a b a b", "Goodbye. Everything is saved."]);
}

#[test]
fn a_list_has_room_for_any_name() {
    let home = Home::new();
    let id = "i".repeat(70_000);
    home.write("tea/course.ron", format!(r#"Course(id: "tea", title: "T", modules: [Module(id: "m", title: "M", items: [Lesson(id: "{id}", file: "green.md"), Lesson(id: "b", file: "black.md")])])"#));
    let ran = home.run(&["list", "--course", "tea"]);
    ran.is_done();
    ran.says(&[
        &format!("  {id}  "),
        &format!("  b{}   1 min  Black tea", " ".repeat(39)),
    ]);
}

#[test]
fn what_is_typed_is_said_back_clean() {
    let home = Home::new();
    for arguments in [
        ["--\u{1b}[31m\u{202e}x\u{9b}", "list"],
        ["read", "\u{1b}[2J\u{202e}"],
        ["reset", "\u{1b}[2J\u{9b}1m"],
        ["export", "\u{1b}[2J"],
        ["--width", "\u{1b}[2J\u{2066}"],
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        let is_bad = |c: char| c != '\n' && ally_up::clean::is_unsafe(c);
        assert!(!ran.complaint.contains(is_bad), "{:?}", ran.complaint);
    }
}

#[test]
fn json_holds_nothing_that_steers_a_terminal() {
    let home = Home::new();
    home.write("tea/course.ron", "Course(id: \"tea\u{202e}\u{9b}\u{2028}\u{e0041}\u{7f}\", title: \"T\", modules: [Module(id: \"m\", title: \"M\", items: [Lesson(id: \"g\u{85}\", file: \"green.md\")])])");
    for arguments in [
        ["status", "--json", "--course", "tea"],
        ["doctor", "--json", "--course", "tea"],
    ] {
        let ran = home.run(&arguments);
        assert!(
            ran.output.starts_with('{') && ran.output.contains("\\u202e"),
            "{}",
            ran.output
        );
        assert!(
            !ran.output
                .trim_end()
                .contains(|c: char| c.is_control() || ally_up::clean::is_unsafe(c)),
            "{}",
            ran.output
        );
    }
}

#[test]
fn colors_are_as_the_table_has_them() {
    let home = Home::new();
    home.write("tea/black.md", "Nothing");
    let colored = |set: &[(&str, &str)], arguments: &[&str]| {
        let mut child = home.command(arguments).envs(set.iter().copied()).spawn().unwrap();
        drop(child.stdin.take());
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        wait(&mut child);
        said.contains('\u{1b}')
    };
    for arguments in [
        &["check", "tea"][..],
        &["read", "--course", "tea", "green-tea"],
        &["--help"],
    ] {
        assert!(!colored(&[], arguments), "{arguments:?}");
        assert!(colored(&[("FORCE_COLOR", "1")], arguments), "{arguments:?}");
        assert!(colored(&[("CLICOLOR_FORCE", "1")], arguments), "{arguments:?}");
        assert!(
            !colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], arguments),
            "{arguments:?}"
        );
        let always = [&["--color", "always"], arguments].concat();
        assert!(colored(&[("NO_COLOR", "1")], &always), "{arguments:?}");
        let never = [&["--color=never"], arguments].concat();
        assert!(!colored(&[("FORCE_COLOR", "1")], &never), "{arguments:?}");
    }
}

#[test]
fn lines_of_another_program_are_cleaned_for_a_terminal() {
    let lesson = "# Green tea\n\nSteep it.\n";
    let home = window::Home::with(
        r#"Course(id: "tea", title: "T", modules: [Module(id: "m", title: "M", items: [Lesson(id: "g", file: "green.md")])])"#,
        lesson,
    );
    let events = home.0.path().join("data/by-course/tea/events/d");
    std::fs::create_dir_all(&events).unwrap();
    let body = "{\"of\":\"a later version\u{9b}2J\u{1b}[31m\"}";
    let sum = crc32c::crc32c(format!("9 {body}").as_bytes());
    std::fs::write(events.join("x.log"), format!("9 {sum:08x} {body}\n")).unwrap();
    let Some(mut window) = home.open(
        (80, 24),
        &["export", "progress", "--data", "data", "--course", "."],
    ) else {
        return;
    };
    window.sees("a later version2J[31m");
    assert!(window.end().success());
}

#[test]
fn the_licenses_are_told() {
    let ran = Home::new().run(&["licenses"]);
    ran.is_done();
    ran.says(&[
        "MIT or Apache-2.0",
        "Mozilla Public License 2.0",
        "ratatui",
        "Permission is hereby granted",
    ]);
}
