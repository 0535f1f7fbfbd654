//! The real binary where things are bad: a disk that fills up, a folder that may not be written or goes away,
//! eight windows at once.

use crate::home::{Home, Session, finish, wait};
use ally_up::progress::event::EventKind;
use ally_up::store::open;
use ally_up::store::paths::Paths;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Answers to the question of the course, in order of time: the questions' ids.
fn answers(data: &Path) -> Vec<String> {
    let paths = Paths {
        data: data.to_owned(),
        drafts: data.join("none"),
        state: data.join("none"),
        ..Paths::default()
    };
    let answered = |kind: EventKind| match kind {
        EventKind::Answered { question, .. } => Some(question.to_string()),
        _ => None,
    };
    open(paths, 1)
        .2
        .events
        .into_iter()
        .filter_map(|event| answered(event.kind))
        .collect()
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0)
}

/// A small file system that is gone when this is.
struct Tmpfs<'a>(&'a Path);

impl Drop for Tmpfs<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_disk_that_fills_up_in_the_middle_of_a_lesson() {
    let home = Home::new();
    let share = home.path("share");
    fs::create_dir(&share).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "none"])
        .arg(&share)
        .output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        println!("not tested: a small file system cannot be mounted (it needs root)");
        return;
    }
    let _tmpfs = Tmpfs(&share);
    let mut session = Session::start(&home);
    session.line("1", "Steep it");
    session.line("", "1. Boiling");
    session.line("1", "picked: Boiling");
    session.line("Sure", "Saved.");
    let mut filler = fs::File::create(share.join("filler")).unwrap();
    while filler.write_all(&[7; 512]).is_ok() {}
    session.line("Try again", "1. Boiling");
    session.line("2", "picked: Eighty");
    // The segment has room to the end of its page; a few answers fill it.
    let mut given = 1;
    loop {
        session.line("Sure", "You said: ");
        given += 1;
        if session.heard.contains("NOT SAVED") {
            break;
        }
        assert!(given < 60, "a full disk takes everything:\n{}", session.heard);
        session.line("Try again", "1. Boiling");
        session.line("2", "picked: Eighty");
    }
    assert!(
        session.heard.contains("make room on that disk"),
        "{}",
        session.heard
    );
    drop(filler);
    fs::remove_file(share.join("filler")).unwrap();
    session.line("Try again", "1. Boiling");
    session.line("2", "picked: Eighty");
    session.line("Guess", "Saved.");
    session.line("quit", "Everything is saved");
    assert_eq!(wait(&mut session.child), Some(0));
    assert_eq!(answers(&share.join("ally-up/tea")).len(), given + 1);
}

#[test]
fn a_read_only_folder_and_a_user_who_may_not_write() {
    if !is_root() {
        println!("not tested: only root can become another user");
        return;
    }
    let home = Home::new();
    // A copy of the program where that user may read it.
    fs::copy(env!("CARGO_BIN_EXE_ally-up"), home.path("ally-up")).unwrap();
    fs::set_permissions(home.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(home.path("shut")).unwrap();
    fs::set_permissions(home.path("shut"), fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = home.command(&["tea", "--data", "shut"]);
    let mut other = Command::new(home.path("ally-up"));
    other
        .args(command.get_args())
        .current_dir(home.path(""))
        .env_clear();
    other
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .uid(65_534)
        .gid(65_534);
    command = other;
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let ran = finish(command, "1\n\n1\nSure\nmore\nquit\n");
    assert_eq!(ran.code, Some(3), "{}", ran.complaint);
    ran.says(&[
        "NOT SAVED",
        "Permission denied",
        "Not yet",
        "scalded",
        "another folder",
    ]);
    ran.tells(&["NOT SAVED", "change its permissions", "--data"]);
    assert_eq!(fs::read_dir(home.path("shut")).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_deleted_while_the_program_runs() {
    let home = Home::new();
    let mut session = Session::start(&home);
    session.line("1", "Steep it");
    session.line("", "1. Boiling");
    session.line("1", "picked: Boiling");
    session.line("Sure", "Saved.");
    fs::remove_dir_all(home.path("share")).unwrap();
    session.line("Try again", "1. Boiling");
    session.line("2", "picked: Eighty");
    session.line("Sure", "Saved.");
    session.line("quit", "Everything is saved");
    assert_eq!(
        (
            wait(&mut session.child),
            answers(&home.path("share/ally-up/tea")).len()
        ),
        (Some(0), 2)
    );
}

#[test]
fn eight_windows_at_once() {
    let home = Home::new();
    let question = |number| {
        format!("\n### What of cup {number}? {{#q{number} .one}}\n\n- [x] Warm it\n\n- [ ] Freeze it\n")
    };
    home.write(
        "tea/green.md",
        format!(
            "# Green tea\n\nSteep it.\n{}",
            (1..=8).map(question).collect::<String>()
        ),
    );
    let mut windows: Vec<Session> = (0..8).map(|_| Session::start(&home)).collect();
    windows.iter_mut().for_each(|window| window.line("1", "Steep it"));
    // Each has a question of its own, and all answer at the same time.
    for (number, window) in (1..).zip(&mut windows) {
        (1..=number).for_each(|number| window.line("", &format!("What of cup {number}?")));
    }
    for (line, until) in [
        ("1", "picked: "),
        ("Sure", "Saved."),
        ("quit", "Everything is saved"),
    ] {
        windows.iter_mut().for_each(|window| window.line(line, until));
    }
    windows
        .iter_mut()
        .for_each(|window| assert_eq!(wait(&mut window.child), Some(0), "{}", window.heard));
    let mut answers = answers(&home.path("share/ally-up/tea"));
    answers.sort();
    assert_eq!(
        answers,
        (1..=8).map(|number| format!("q{number}")).collect::<Vec<_>>()
    );
}

#[test]
fn what_could_not_be_saved_goes_to_another_folder() {
    let home = Home::new();
    home.write("mine", "not yours");
    // The first folder offered is no better than the one at hand.
    let lines = ["1", "", "2", "Sure", "quit", "mine/below", "rescue", "next line"];
    let ran = home.typed(&["tea", "--data", "mine"], &lines);
    assert_eq!(
        (ran.code, ran.complaint.as_str()),
        (Some(0), ""),
        "{}",
        ran.output
    );
    let offered = "Another folder, or nothing to leave: ";
    ran.says(&[
        "NOT SAVED",
        "Correct.",
        offered,
        "below/by-course/tea/events",
        offered,
        "Saved in rescue",
        "--data rescue",
        "Everything is saved",
    ]);
    assert_eq!(answers(&home.path("rescue/by-course/tea")), ["how-hot"]);
    assert_eq!(fs::read_to_string(home.path("mine")).unwrap(), "not yours");
    home.typed(&["tea", "--data", "rescue"], &["quit"])
        .says(&["You were here:", "Correct."]);
}

#[test]
fn what_is_no_folder_is_left_as_it_is() {
    let home = Home::new();
    std::os::unix::fs::symlink(home.path("nowhere/at/all"), home.path("dangling")).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(home.path("pipe"))
            .status()
            .unwrap()
            .success()
    );
    for data in ["dangling", "pipe"] {
        let ran = home.typed(
            &["tea", "--data", data],
            &["1", "", "1", "Sure", "more", "", "home", "quit"],
        );
        assert_eq!(ran.code, Some(3), "{data}: {}", ran.complaint);
        // And again with every page.
        let line = "NOT SAVED: cannot save to";
        ran.says(&[
            line,
            data,
            "Not yet",
            "scalded",
            line,
            "Question 2 of 2",
            line,
            "0 of 2 lessons",
        ]);
        ran.tells(&["NOT SAVED", data, "--data"]);
        home.run(&["status", "--course", "tea", "--data", data])
            .says(&["0 of 2 lessons read"]);
    }
    assert!(
        fs::symlink_metadata(home.path("dangling")).unwrap().is_symlink() && !home.path("nowhere").exists()
    );
}

#[test]
fn a_window_whose_logs_are_deleted_writes_them_again() {
    let home = Home::new();
    let mut one = Session::start(&home);
    one.line("1", "Steep it");
    one.line("", "1. Boiling");
    one.line("2", "How sure");
    one.line("Sure", "Saved.");
    // All but the open window has it, as after a checkout of an older state.
    fs::remove_dir_all(home.path("share/ally-up/tea/events")).unwrap();
    one.line("quit", "Everything is saved");
    assert_eq!(wait(&mut one.child), Some(0));
    assert_eq!(answers(&home.path("share/ally-up/tea")), ["how-hot"]);
}
