//! Which folder `--data` means, who may look into it, and what is said of what keeps copies of it.

use crate::copies::{RIGHT, everything, tea};
use crate::home::{Home, finish};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

/// Answers the first question right, with progress in this folder.
fn play(home: &Home, data: &str) -> crate::home::Ran {
    home.typed(&["tea", "--data", data], &RIGHT)
}

/// The questions that were right, with progress in this folder.
fn best(home: &Home, data: &str) -> serde_json::Value {
    home.status_in(&["--data", data])["lessons"][0]["best"].clone()
}

fn chmod(path: &std::path::Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nothing_lies_loose_in_the_working_folder_and_every_name_finds_it() {
    let home = Home::new();
    let before: Vec<_> = fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    play(&home, ".").is_done();
    let mut after: Vec<_> = fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    after.retain(|name| !before.contains(name) && name != "state");
    assert_eq!(after, ["ally-up"]);
    let whole = home.path("");
    for data in [".", "./", "ally-up", whole.to_str().unwrap()] {
        assert_eq!(best(&home, data), 1, "{data}");
    }
    tea(&home, &["doctor", "--data", "."], &[]).says(&["progress: ", "/ally-up\n"]);
}

#[test]
fn a_data_folder_needs_no_home_folder() {
    let home = Home::new();
    fs::create_dir(home.path("data")).unwrap();
    for folder in ["", "tea", "data"] {
        chmod(&home.path(folder), 0o777);
    }
    let program = home.path("program");
    if fs::copy(env!("CARGO_BIN_EXE_ally-up"), &program).is_err() {
        println!("not tested: the program cannot be copied");
        return;
    }
    // A user that no list of users knows.
    let nobody = |arguments: &[&str], typed: &[&str]| {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", "54321", "--regid", "54321", "--clear-groups"])
            .arg(&program)
            .args(arguments);
        command
            .env_remove("HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_STATE_HOME")
            .current_dir(home.path(""));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        finish(
            command,
            &typed.iter().map(|line| format!("{line}\n")).collect::<String>(),
        )
    };
    let may = Command::new("setpriv")
        .args(["--reuid", "54321", "true"])
        .output();
    if !may.is_ok_and(|may| may.status.success()) {
        println!("not tested: it needs root and setpriv");
        return;
    }
    nobody(&["tea"], &RIGHT).complains(3, &["no home folder", "--data"]);
    let ran = nobody(&["tea", "--data", "data"], &["1", "", "1"]);
    ran.is_done();
    let ran = nobody(&["tea", "--data", "data"], &["picked"]);
    ran.is_done();
    ran.says(&["picked: Boiling"]);
    let ran = nobody(&["doctor", "--course", "tea", "--data", "data"], &[]);
    ran.is_done();
    ran.says(&["/data/.state", "1 unfinished answer."]);
    assert!(!ran.output.contains("is not of this program"), "{}", ran.output);
}

#[test]
fn folders_that_others_may_read_are_closed_with_the_first_save_and_it_is_said() {
    let home = Home::new();
    let stream = |name: &str| home.path("data/by-course/tea").join(name);
    for name in ["events", "journal"] {
        fs::create_dir_all(stream(name)).unwrap();
        chmod(&stream(name), 0o755);
    }
    home.typed(&["status", "--course", "tea", "--data", "data"], &[])
        .is_done();
    assert_eq!(mode(&stream("journal")), 0o755, "reading changed something");
    let ran = play(&home, "data");
    ran.is_done();
    ran.says(&["was open to other users", "is closed now"]);
    assert_eq!(
        [mode(&stream("events")), mode(&stream("journal"))],
        [0o700, 0o700]
    );
    assert!(!play(&home, "data").output.contains("open to other users"));
}

#[test]
fn what_keeps_older_copies_is_said_in_one_sentence() {
    let home = Home::new();
    let data = home.path("repository/data");
    let data = data.to_str().unwrap();
    play(&home, data).is_done();
    let ran = tea(&home, &["forget", "all", "--data", data], &["no"]);
    assert!(!ran.output.contains("What is forgotten stays"), "{}", ran.output);
    fs::create_dir_all(home.path("repository/.git")).unwrap();
    fs::create_dir_all(home.path("repository/data/.stversions")).unwrap();
    let sentence = [
        "What is forgotten stays in Syncthing's old versions (",
        ".stversions) and git's history (",
        ".git), until you take it out there.",
    ];
    tea(&home, &["doctor", "--data", data], &[]).says(&sentence);
    let ran = tea(&home, &["forget", "all", "--data", data], &["forget"]);
    ran.is_done();
    ran.says(&sentence);
    ran.says(&["gone from the files of ally-up"]);
}

#[test]
fn a_merge_that_forgets_more_than_it_brings_asks_for_that() {
    let (here, there) = (Home::new(), Home::new());
    for words in ["one", "two", "three"] {
        crate::copies::reflect(&here, words);
    }
    let all = here.path("share");
    there.write("empty", "");
    tea(
        &there,
        &["merge", here.path("share/ally-up/tea").to_str().unwrap(), "--yes"],
        &[],
    )
    .is_done();
    tea(&there, &["forget", "all"], &["forget"]).is_done();
    let copy = there.path("share/ally-up/tea");
    let copy = copy.to_str().unwrap();
    let before = everything(&all);
    for typed in ["", "merge", "yes"] {
        let ran = tea(&here, &["merge", copy, "--yes"], &[typed]);
        assert_eq!(ran.code, Some(2), "{}", ran.output);
        ran.says(&["goes here too, for good", "Type forget"]);
        ran.tells(&["nothing was merged, since that forgets more than it brings"]);
        assert_eq!(everything(&all), before);
    }
    tea(&here, &["merge", copy], &["forget"]).is_done();
    assert!(
        !everything(&all)
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("three"))
    );
}

#[test]
fn status_says_when_it_was_read_and_whether_copies_were() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    assert_eq!(home.status()["copies"], 0);
    let log = crate::home::files(&home.path("share/ally-up/tea/events")).remove(0);
    fs::copy(&log, log.with_extension("log.conflict1")).unwrap();
    let status = home.status();
    assert_eq!(
        (&status["copies"], &status["lessons"][0]["best"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn an_unknown_time_zone_is_said() {
    let home = Home::new();
    let run = |zone: &str, arguments: &[&str], typed: &str| {
        let mut command = home.command(arguments);
        command.env("TZ", zone);
        finish(command, typed)
    };
    let words = "The time zone Nowhere/Land is not known here";
    run("Nowhere/Land", &["tea"], "quit\n").says(&[words]);
    run("Nowhere/Land", &["doctor", "--course", "tea"], "").says(&[words]);
    assert!(!run("UTC0", &["tea"], "quit\n").output.contains("time zone"));
}
