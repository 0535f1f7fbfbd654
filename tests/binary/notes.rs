//! Marks and notes in the real program: forgotten, they are in no byte of the folders; a paragraph that is copied reaches the terminal.

use crate::copies::{copy, holds, tea};
use crate::home::{Home, Session, wait};
use crate::window::{Home as Desk, PAINTED};
use ally_up::clean::Fingerprint;

/// Words that need escapes in the log, so that they are looked for in their parts.
const NOTE: &str = "My aunt's \"lighthouse\" in Ærøskøbing.";
const MARKED: &str = "Steep it at eighty degrees, and not for long. A bell [2J rings.";

/// Whether any byte below the folders of this home tells what was marked or noted.
fn lies(home: &Home) -> bool {
    // The mark's name tells which paragraph it is to whoever has the course.
    let print = format!("{:08x}", Fingerprint::of(MARKED).0);
    // The words of the course alone do not: the reading place has them, marked or not.
    let secrets = ["lighthouse", "Ærøskøbing", "mark--", &print];
    holds(home, &secrets)
}

#[test]
fn forgotten_notes_are_in_no_byte_whoever_has_a_window_open_and_whatever_is_merged() {
    let home = Home::new();
    home.play(&[":home", "Green tea", "note", NOTE, ".", "quit"])
        .says(&["Written down.", "Goodbye"]);
    assert!(lies(&home));
    tea(&home, &["doctor"], &[]).says(&["1 mark", "1 note"]);
    copy(&home.path("share/ally-up/tea"), &home.path("older"));

    // One window has written on, another has begun to and was left in the middle.
    let mut window = Session::start(&home);
    window.line(":home", "Tea for Two");
    window.line("Green tea", "Your note:");
    window.line("note", "What you write is added.");
    window.line("And a second lighthouse.", "Line 3: ");
    window.line(".", "Written down.");
    home.play(&[":home", "Green tea", "note", "A third lighthouse."])
        .says(&["What you write is added."]);

    for other in ["journal", "plan", "self-assessment"] {
        tea(&home, &["forget", other], &["forget"]).says(&["There is nothing to forget"]);
    }
    let plainly = tea(&home, &["export", "progress"], &[]);
    // The place says where one reads, in the words of the course; what is marked it does not say.
    assert!(!plainly.output.contains("lighthouse") && !plainly.output.contains("mark--"));
    let all = tea(&home, &["export", "progress", "--with-journal"], &[]);
    assert!(all.output.contains("lighthouse") && all.output.contains("mark--"));
    let ran = tea(&home, &["forget", "notes"], &["no"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&["forgets your marks and notes for good: ", "in 1 entry"]);
    assert!(lies(&home));

    let ran = tea(&home, &["forget", "notes"], &["forget"]);
    ran.is_done();
    ran.says(&["Another window is open"]);
    window.line("home", "Tea for Two");
    assert!(!lies(&home), "the window has seen that it is forgotten");
    let from = window.heard.len();
    window.line("Green tea", "Steep it");
    window.line("marks", "Nothing is marked yet");
    assert!(!window.heard[from..].contains("lighthouse") && !window.heard[from..].contains("Marked: "));
    window.line(":quit", "Everything is saved");
    assert_eq!(wait(&mut window.child), Some(0));
    assert!(!lies(&home));

    let ran = tea(&home, &["merge", "older", "--yes"], &[]);
    ran.says(&["nothing that is not here", "stay forgotten"]);
    assert!(!lies(&home));
    tea(&home, &["forget", "notes"], &[]).says(&["There is nothing to forget"]);
    tea(&home, &["doctor"], &[]).says(&["All is well"]);
}

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "green", file: "green.md")])])"#;
const LESSON: &str =
    "# Green tea\n\nSteep it.\n\nPour it.\n\n## Why {#why}\n\nBecause.\n\n## How {#how}\n\nSo.\n";

#[test]
fn a_paragraph_is_copied_by_the_terminals_own_sequence_and_a_click_points_at_another() {
    let desk = Desk::with(MANIFEST, LESSON);
    let Some(mut window) = desk.open((80, 24), &["--mouse", "."]) else {
        return;
    };
    window.sees("Start here");
    window.press("\r");
    window.sees("Pour it.");
    window.press("y");
    window.sees("Sent to the terminal.");
    assert_eq!(window.written("\x1b]52;c;U3RlZXAgaXQu\x07").len(), 1, "Steep it.");
    window.settles(PAINTED);
    let row = window
        .text()
        .lines()
        .position(|row| row.contains("Pour it."))
        .unwrap();
    window.press(&format!("\x1b[<0;8;{}M\x1b[<0;8;{}m", row + 1, row + 1));
    window.sees("> Pour it.");
    window.press("y");
    window.sees("Sent to the terminal.");
    assert_eq!(window.written("\x1b]52;c;UG91ciBpdC4=\x07").len(), 1, "Pour it.");
    window.press("m");
    window.sees("marked   enter note");
    window.press("q");
    assert!(window.end().success());
    window.is_restored();
}
