//! Two windows, two machines: what others did is seen, brought in, taken along, and merged by git.

use crate::home::{Home, Ran, Session, files, wait};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TEA: [&str; 2] = ["--course", "tea"];

/// Where the first question is answered right.
pub const RIGHT: [&str; 5] = ["1", "", "Eighty degrees", "Sure", "quit"];

/// Runs a command over the course of the stories.
pub fn tea(home: &Home, arguments: &[&str], typed: &[&str]) -> Ran {
    home.typed(&[arguments, &TEA].concat(), typed)
}

/// What is typed to answer the last question of the lesson with these words.
pub fn reflecting(words: &str) -> [&str; 9] {
    [
        ":home",
        "Green tea",
        ":outline",
        "Whom would",
        "1",
        words,
        ".",
        "Keep this",
        "quit",
    ]
}

/// Answers the last question of the lesson with these words.
pub fn reflect(home: &Home, words: &str) {
    let ran = home.play(&reflecting(words));
    ran.is_done();
    ran.says(&["Saved.", "Everything is saved"]);
}

/// Every file below a folder, with its bytes.
pub fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

/// Copies every file below a folder to below another one.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in everything(from) {
        let path = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// Whether one of these words lies in any byte below the folders of this home, or in the name of a file.
pub fn holds(home: &Home, words: &[&str]) -> bool {
    let folders = ["share", "state", ".cache", "cache"].map(|name| home.path(name));
    let there = folders.iter().filter(|folder| folder.exists());
    there.flat_map(|folder| everything(folder)).any(|(path, bytes)| {
        let text = String::from_utf8_lossy(&bytes).into_owned() + &path.to_string_lossy();
        words.iter().any(|words| text.contains(words))
    })
}

fn data(home: &Home) -> PathBuf {
    home.path("share/ally-up/tea")
}

fn best(home: &Home) -> Value {
    home.status()["lessons"][0]["best"].clone()
}

#[test]
fn what_another_window_answered_is_seen_with_the_next_line() {
    let home = Home::new();
    let mut one = Session::start(&home);
    one.line("1", "Steep it");
    one.line("", "1. Boiling");
    one.line("1", "picked: Boiling");
    home.play(&["2", "Sure", "quit"])
        .says(&["picked: Eighty degrees", "Correct."]);
    // Its own pick is not taken for the other window's, nor thrown away.
    one.line("again", "Another window answered this meanwhile");
    one.line("Sure", "both answers are kept");
    one.line("home", "1. Continue");
    one.line("all", "1 of 2");
    one.line("quit", "Everything is saved");
    assert_eq!(wait(&mut one.child), Some(0));
    assert_eq!(best(&home), 1);
    let lessons = &home.status()["lessons"][0];
    assert_eq!((&lessons["first"], &lessons["latest"]), (&1.into(), &0.into()));
}

#[test]
fn words_that_another_window_did_not_hand_in_stay() {
    let home = Home::new();
    let mut one = Session::start(&home);
    for (line, words) in [
        ("1", "Steep it"),
        ("", "1. Boiling"),
        ("", "1. Write here"),
        ("", "1. Write here"),
        ("1", "Line 1: "),
    ] {
        one.line(line, words);
    }
    one.line("half a thought", "Line 2: ");
    reflect(&home, "A whole thought.");
    one.line("and on", "Line 3: ");
    one.line(":quit", "Goodbye");
    assert_eq!(wait(&mut one.child), Some(0));
    assert!(
        home.keeps("half a thought"),
        "what was typed in the one window went with what was handed in in the other"
    );
}

#[test]
fn a_copy_is_brought_in_once_and_says_first_what_it_is() {
    let (here, there) = (Home::new(), Home::new());
    there.play(&RIGHT).is_done();
    reflect(&there, "My aunt, and her \"secret\" aunt.");
    reflect(&here, "My uncle.");
    let copy = data(&there);
    let copy = copy.to_str().unwrap();
    let before = everything(&here.path("share"));

    let ran = tea(&here, &["merge", copy], &["no"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&[
        copy,
        "events that are not here",
        "answers",
        "1 text of your own",
        "from machine ",
        "20",
        "Type merge",
    ]);
    ran.tells(&["nothing was merged"]);
    assert!(!ran.output.contains("aunt"), "words are not printed");
    assert_eq!(everything(&here.path("share")), before, "asking wrote something");

    let ran = tea(&here, &["merge", copy], &["merge"]);
    ran.is_done();
    ran.says(&["Merged"]);
    assert_eq!(best(&here), 1);
    let after = everything(&here.path("share"));
    assert!(
        before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)),
        "a file that was there was changed"
    );
    let ran = tea(&here, &["merge", copy, "--yes"], &[]);
    ran.is_done();
    ran.says(&["nothing that is not here already"]);
    assert_eq!(everything(&here.path("share")), after);
    // The folder above is found too, and a single log.
    let log = files(&data(&there).join("events")).remove(0);
    for path in [there.path("share/ally-up").as_path(), &log] {
        tea(&here, &["merge", path.to_str().unwrap(), "--yes"], &[])
            .says(&["nothing that is not here already"]);
    }
    assert_eq!(everything(&here.path("share")), after);
}

#[test]
fn an_exported_file_is_brought_in_with_or_without_the_journal() {
    let (here, there) = (Home::new(), Home::new());
    there.play(&RIGHT).is_done();
    reflect(&there, "My aunt, and the lighthouse.");
    let public = tea(&there, &["export", "progress"], &[]);
    public.is_done();
    assert!(public.output.contains("how-hot") && !public.output.contains("lighthouse"));
    let ran = tea(
        &there,
        &["export", "progress", "--with-journal", "--out", "all.log"],
        &[],
    );
    ran.is_done();
    let all = fs::read_to_string(there.path("all.log")).unwrap();
    assert!(all.contains("lighthouse") && all.lines().count() > public.output.lines().count());
    let again = tea(&there, &["export", "progress", "--out", "all.log"], &[]);
    again.complains(2, &["all.log is there already", "name another file"]);
    assert_eq!(fs::read_to_string(there.path("all.log")).unwrap(), all);
    tea(&there, &["export", "progress", "--out", "no/where.log"], &[])
        .complains(3, &["cannot write no/where.log"]);

    here.write("public.log", &public.output);
    tea(&here, &["merge", "public.log", "--yes"], &[]).says(&["Merged"]);
    assert_eq!(best(&here), 1);
    assert!(
        files(&data(&here))
            .iter()
            .all(|path| !path.starts_with(data(&here).join("journal")))
    );
    let path = there.path("all.log");
    let ran = tea(&here, &["merge", path.to_str().unwrap(), "--yes"], &[]);
    ran.says(&["1 event that is not here", "1 text of your own", "Merged"]);
    let words = files(&data(&here).join("journal")).remove(0);
    assert!(
        fs::read_to_string(words).unwrap().contains("lighthouse"),
        "words lie apart from the rest"
    );
    // Exported again from here, it is the same set of lines, byte by byte.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text
            .lines()
            .filter(|line| !line.contains("{\"log\":2"))
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    assert_eq!(
        sorted(&tea(&here, &["export", "progress", "--with-journal"], &[]).output),
        sorted(&all)
    );
}

#[test]
fn what_is_damaged_in_a_copy_is_counted_and_the_rest_brought_in() {
    let (here, there) = (Home::new(), Home::new());
    there.play(&RIGHT).is_done();
    let all = tea(&there, &["export", "progress"], &[]).output;
    let answer = all.lines().find(|line| line.contains("Answered")).unwrap();
    here.write(
        "copy.log",
        all.replace(answer, &answer.replace("how-hot", "how-cold")) + "1 0000",
    );
    let ran = tea(&here, &["merge", "copy.log", "--yes"], &[]);
    ran.is_done();
    ran.says(&["1 line there cannot be read and is left out", "Merged"]);
    assert_eq!(best(&here), 0);
}

#[test]
fn what_is_no_copy_is_told_kindly() {
    let home = Home::new();
    home.write("nothing/notes.txt", "my notes");
    home.write("noise.log", "GET / 200\n");
    assert!(
        Command::new("mkfifo")
            .arg(home.path("pipe.log"))
            .status()
            .unwrap()
            .success()
    );
    tea(&home, &["merge", "nowhere", "--yes"], &[]).complains(2, &["there is no nowhere", "export progress"]);
    for path in ["nothing", "noise.log", "pipe.log", "tea"] {
        tea(&home, &["merge", path, "--yes"], &[])
            .complains(2, &[path, "is no copy of your progress", "ally-up doctor"]);
    }
    let other = Home::new();
    other.write(
        "tea/course.ron",
        "Course(id: \"coffee\", title: \"Coffee\", modules: [])",
    );
    home.write("coffee.log", tea(&other, &["export", "progress"], &[]).output);
    tea(&home, &["merge", "coffee.log", "--yes"], &[]).complains(2, &["another course, coffee", "--course"]);
    assert!(!home.path("share").exists());
    home.write("mine", "not yours");
    home.play(&RIGHT).is_done();
    let copy = data(&home);
    tea(
        &home,
        &["merge", copy.to_str().unwrap(), "--yes", "--data", "mine"],
        &[],
    )
    .complains(3, &["mine"]);
}

/// Git in a folder, as somebody; `None` where there is none.
#[allow(clippy::print_stdout, reason = "a test that is skipped says why")]
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "user.name=Ada",
            "-c",
            "user.email=ada@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments);
    command
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("HOME", folder);
    match command.output() {
        Ok(ran) => {
            assert!(
                ran.status.success(),
                "git {arguments:?}: {}",
                String::from_utf8_lossy(&ran.stderr)
            );
            Some(String::from_utf8_lossy(&ran.stdout).into_owned())
        }
        Err(error) => {
            println!("not tested: git cannot be started ({error})");
            None
        }
    }
}

#[test]
fn two_clones_of_a_git_repository_merge_without_a_conflict() {
    let home = Home::new();
    fs::create_dir_all(home.path("hub")).unwrap();
    if git(&home.path("hub"), &["init", "--bare", "."]).is_none() {
        return;
    }
    let machines = ["desk", "laptop"];
    for machine in machines {
        git(&home.path("."), &["clone", "hub", machine]).unwrap();
    }
    let play = |machine: &str, lines: &[&str]| {
        let mut command = home.command(&["tea", "--data", machine]);
        // Each is another machine.
        command.env("XDG_STATE_HOME", home.path(&format!("state-{machine}")));
        crate::home::finish(
            command,
            &lines.iter().map(|line| format!("{line}\n")).collect::<String>(),
        )
        .is_done();
        git(&home.path(machine), &["add", "-A"]).unwrap();
        git(&home.path(machine), &["commit", "-q", "-m", "An evening"]).unwrap();
    };
    play("desk", &RIGHT);
    git(&home.path("desk"), &["push", "-q", "origin", "HEAD:main"]).unwrap();
    git(&home.path("laptop"), &["pull", "-q", "origin", "main"]).unwrap();
    play("desk", &[":home", "Black tea", "", "quit"]);
    play(
        "laptop",
        &[
            ":home",
            "Green tea",
            ":outline",
            "How hot",
            "Try again",
            "Boiling",
            "Sure",
            "quit",
        ],
    );
    // Both went on alone; each merges what the other has.
    git(&home.path("desk"), &["push", "-q", "origin", "HEAD:main"]).unwrap();
    git(
        &home.path("laptop"),
        &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"],
    )
    .unwrap();
    git(&home.path("laptop"), &["push", "-q", "origin", "HEAD:main"]).unwrap();
    git(&home.path("desk"), &["pull", "-q", "origin", "main"]).unwrap();
    let [status, laptop] = machines.map(|machine| home.status_in(&["--data", machine]));
    assert_eq!(status, laptop);
    let lesson = &status["lessons"][0];
    assert_eq!(
        [
            &lesson["first"],
            &lesson["latest"],
            &lesson["best"],
            &status["set_aside"]
        ],
        [1, 0, 1, 0].map(Value::from).each_ref()
    );
    assert_eq!(status["lessons"][1]["state"], "read");
    let doctor = home.run(&["doctor", "--json", "--course", "tea", "--data", "laptop"]);
    let doctor: Value = serde_json::from_str(&doctor.output).unwrap();
    assert_eq!(
        (doctor["devices"].as_array().unwrap().len(), &doctor["foreign"]),
        (2, &Value::from(Vec::<Value>::new()))
    );
}

#[test]
fn the_doctor_says_where_things_are_and_what_is_wrong_and_no_words() {
    let home = Home::new();
    let ran = tea(&home, &["doctor"], &[]);
    ran.is_done();
    ran.says(&[
        "progress: ",
        "share/ally-up/tea",
        "is not there yet, and can be made",
        "0 events saved.",
        "All is well.",
    ]);
    assert!(
        !home.path("share").exists() && !home.path("state").exists(),
        "the doctor made something"
    );
    home.play(&RIGHT).is_done();
    reflect(&home, "The lighthouse.");
    home.play(&[":home", "Green tea", ":outline", "What goes", "1", "lea", ":quit"])
        .is_done();
    let ran = tea(&home, &["doctor"], &[]);
    ran.is_done();
    ran.says(&[
        "can be written",
        "Format 2",
        "events saved: ",
        "this machine: ",
        "1 unfinished answer",
        "All is well.",
    ]);

    let logs = files(&data(&home).join("events"))
        .into_iter()
        .map(|path| fs::read_to_string(path).unwrap());
    let is_answer = |line: &str| line.contains("Answered") && line.contains("how-hot");
    let text = logs.into_iter().find(|text| text.lines().any(is_answer)).unwrap();
    let answer = text.lines().find(|line| is_answer(line)).unwrap();
    home.write(
        "share/ally-up/tea/events/a/b.sync-conflict-1.log",
        text.replace(answer, &answer.replace("how-hot", "lighthouse")) + "1 00",
    );
    home.write("share/ally-up/tea/todo.txt", "lighthouse");
    let before = everything(&home.path("share"));
    let ran = tea(&home, &["doctor"], &[]);
    ran.is_done();
    ran.says(&[
        "b.sync-conflict-1.log, line ",
        "the checksum does not fit",
        "never finished",
        "a copy that a tool made",
        "todo.txt",
        "left alone",
    ]);
    ran.says(&[
        "b.sync-conflict-1.log has the permissions 6",
        "say what another line says",
    ]);
    assert!(
        !ran.output.contains("lighthouse") && !ran.output.contains("lea\""),
        "{}",
        ran.output
    );
    let json: Value = serde_json::from_str(&tea(&home, &["doctor", "--json"], &[]).output).unwrap();
    let count = |key: &str| json[key].as_array().unwrap().len();
    let counts = [
        "set_aside",
        "unfinished",
        "copies",
        "foreign",
        "unreadable",
        "devices",
    ]
    .map(count);
    assert_eq!(
        (counts, &json["drafts"], &json["course"]),
        ([1, 1, 1, 1, 0, 1], &1.into(), &"tea".into())
    );
    assert!(!json.to_string().contains("lighthouse"));
    assert_eq!(
        everything(&home.path("share")),
        before,
        "the doctor changed something"
    );

    home.write("mine", "not yours");
    let ran = tea(&home, &["doctor", "--data", "mine"], &[]);
    assert_eq!(ran.code, Some(3));
    ran.says(&["progress: ", "mine", "CANNOT BE WRITTEN"]);
    home.write("share/ally-up/tea/FORMAT.ron", "(format: 4, min_reader: 3)");
    let ran = tea(&home, &["doctor"], &[]);
    assert_eq!(ran.code, Some(3));
    ran.says(&["Format 4", "newer version"]);
    tea(&home, &["merge", "share/ally-up/tea", "--yes"], &[])
        .complains(3, &["newer version", "Nothing was merged"]);
    tea(&home, &["forget", "all"], &["forget"]).complains(3, &["newer version", "Nothing was forgotten"]);
}
