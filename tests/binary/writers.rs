//! A course is edited while it is played, by the programs that people edit with: the page stays at its paragraph, and what is wrong is
//! said on it. A program that is missing is skipped, and it is said.

use crate::window::{Home, Window, is_installed};
use std::fs;
use std::path::Path;
use std::process::Command;

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "green", file: "green.md")])])"#;

/// A line that is complained about.
const BROKEN: &str = "See [the pot](pot.md).";

fn lesson() -> String {
    let paragraphs: String = (1..=40).map(|nth| format!("\nLeaf {nth} opens.\n")).collect();
    format!("# Green tea\n{paragraphs}")
}

/// One way to put a line and an empty one before the second line of `green.md`.
struct Writer {
    program: &'static str,
    /// What is run by `sh` in the folder; the line is `$LINE`, the whole text with it is in `.new/green.md`.
    script: &'static str,
}

const fn writer(program: &'static str, script: &'static str) -> Writer {
    Writer { program, script }
}

const WRITERS: [Writer; 11] = [
    writer("sh", r#"cat .new/green.md >green.md"#),
    writer(
        "mv",
        r#"cp .new/green.md .new/other.md && mv .new/other.md green.md"#,
    ),
    writer(
        "sed",
        r#"sed -i "2i\\
\\
$LINE" green.md"#,
    ),
    writer(
        "vim",
        r#"vim -u NONE -N -es -c 'set backupcopy=no' -c 'call append(1, ["", $LINE])' -c 'wq!' green.md"#,
    ),
    writer(
        "vim",
        r#"vim -u NONE -N -es -c 'set backupcopy=yes backup' -c 'call append(1, ["", $LINE])' -c 'wq!' green.md"#,
    ),
    writer(
        "nvim",
        r#"nvim --headless -u NONE -c 'call append(1, ["", $LINE])' -c 'wq!' green.md"#,
    ),
    writer(
        "emacs",
        r#"emacs -Q --batch --eval '(progn (find-file "green.md") (forward-line 1) (insert "\n" (getenv "LINE") "\n") (save-buffer))'"#,
    ),
    writer("rsync", r#"rsync -a .new/green.md green.md"#),
    writer("rsync", r#"rsync -a --inplace .new/green.md green.md"#),
    writer(
        "git",
        r#"git init -q . && git add green.md && git commit -qm old && git checkout -q -b other && cp .new/green.md green.md && git commit -qam new &&
git checkout -q - && git checkout -q other"#,
    ),
    // It wants a terminal, and is typed into.
    writer("nano", ""),
];

/// Writes the line with nano, which wants a terminal.
fn type_into_nano(home: &Home, line: &str) {
    let mut command = portable_pty::CommandBuilder::new("nano");
    command.env("TERM", "xterm");
    command.env("HOME", home.0.path());
    command.cwd(home.0.path());
    command.args(["--ignorercfiles", "+2", "green.md"]);
    let Some(mut nano) = home.start((80, 24), command) else {
        return;
    };
    nano.sees("Leaf 1 opens");
    nano.press(&format!("\r{line}\r\x0f\r"));
    nano.sees("Wrote");
    nano.press("\x18");
    assert!(nano.end().success());
}

fn write(home: &Home, writer: &Writer, line: &str) {
    let path = home.0.path();
    let old = fs::read_to_string(path.join("green.md")).unwrap();
    let new = old.replacen('\n', &format!("\n\n{line}\n"), 1);
    fs::create_dir_all(path.join(".new")).unwrap();
    fs::write(path.join(".new/green.md"), &new).unwrap();
    match writer.script {
        "" => type_into_nano(home, line),
        script => run(path, script, line),
    }
    assert_eq!(
        fs::read_to_string(path.join("green.md")).unwrap(),
        new,
        "{}",
        writer.script
    );
}

fn run(folder: &Path, script: &str, line: &str) {
    let mut command = Command::new("sh");
    command
        .args(["-ec", script])
        .current_dir(folder)
        .env("LINE", line)
        .env("HOME", folder);
    for (name, value) in [("AUTHOR", "a"), ("COMMITTER", "c")] {
        command
            .env(format!("GIT_{name}_NAME"), value)
            .env(format!("GIT_{name}_EMAIL"), "");
    }
    let ran = command.output().unwrap();
    assert!(
        ran.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The paragraph that stands first in the window.
fn first(window: &Window) -> Option<String> {
    let text = window.text();
    let mut rows = text.lines();
    rows.find(|row| row.contains("Leaf "))
        .map(|row| row.trim().to_owned())
}

#[test]
fn whoever_writes_the_page_stays_at_its_paragraph_and_says_what_is_wrong() {
    // Most of each is waiting for the other.
    std::thread::scope(|all| {
        for writer in &WRITERS {
            match is_installed(writer.program) {
                true => drop(all.spawn(|| edited_by(writer))),
                false => println!("not tested: {} is not installed", writer.program),
            }
        }
    });
}

fn edited_by(writer: &Writer) {
    let home = Home::with(MANIFEST, &lesson());
    let Some(mut window) = home.open((64, 14), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Leaf 1 opens.");
    window.seeks(" ", "Leaf 20 opens.");
    let before = first(&window);
    write(&home, writer, "A new leaf.");
    window.sees("The course was edited");
    assert_eq!(first(&window), before, "{}", writer.script);
    if writer.program == "git" {
        return;
    }
    write(&home, writer, BROKEN);
    window.sees("Edited. One complaint, at green.md, line 3.");
    assert_eq!(first(&window), before, "{}", writer.script);
}
