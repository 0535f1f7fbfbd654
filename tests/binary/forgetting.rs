//! What is forgotten is in no byte of the folders: with another window open, after a restart, and after a merge from an older copy.

use crate::copies::{RIGHT, copy, everything, holds, reflect, tea};
use crate::home::{Home, Session, files, wait};
use std::fs;

/// Words that need escapes in RON, so that they are looked for in their parts.
const WORDS: &str = "My aunt's \"lighthouse\" in Ærøskøbing.";
const PARTS: [&str; 2] = ["lighthouse", "Ærøskøbing"];

/// Whether a part of the words lies in any byte below the folders of this home.
fn lies(home: &Home) -> bool {
    holds(home, &PARTS)
}

#[test]
fn a_forgotten_journal_is_in_no_byte_whoever_has_a_window_open_and_whatever_is_merged() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    reflect(&home, WORDS);
    copy(&home.path("share/ally-up/tea"), &home.path("older"));
    let mut window = Session::start(&home);
    window.line(":outline", "Whom would");
    window.line("Whom would", "Change it");
    window.line("Change it", "1. Write on; so far:");
    window.line("1", "Line 2: ");
    window.line("Even more of the lighthouse.", "Line 3: ");
    window.line(".", "kept as a draft");
    window.line("Keep this", "Saved.");
    home.play(&[
        ":outline",
        "Whom would",
        "Change it",
        "1",
        "The lighthouse at night.",
        ":quit",
    ])
    .says(&["Goodbye"]);
    assert!(lies(&home));

    let ran = tea(&home, &["forget", "journal"], &["no"]);
    assert_eq!(ran.code, Some(2));
    ran.says(&[
        "forgets your journal for good: 2 texts in 1 entry, 1 unfinished answer",
        "Type forget",
    ]);
    ran.tells(&["nothing was forgotten"]);
    assert!(lies(&home) && !ran.output.contains("lighthouse"));

    let ran = tea(&home, &["forget", "journal"], &["forget"]);
    ran.is_done();
    ran.says(&["It is forgotten", "Another window is open"]);
    window.line("home", "Tea for Two");
    assert!(!lies(&home), "the window has seen that it is forgotten");
    let from = window.heard.len();
    window.line("Green tea", "Green tea");
    window.line(":outline", "Whom would");
    window.line("Whom would", "Whom would you make a cup for?");
    assert!(!window.heard[from..].contains("lighthouse"));
    window.line(":quit", "Everything is saved");
    assert_eq!(wait(&mut window.child), Some(0));
    assert!(!lies(&home));

    // A restart, and an older copy: by a merge, and put into the folder by a tool.
    home.play(&[":home", "quit"]).is_done();
    let ran = tea(&home, &["merge", "older", "--yes"], &[]);
    ran.is_done();
    ran.says(&["nothing that is not here", "stay forgotten"]);
    assert!(!lies(&home));
    copy(
        &home.path("older/journal"),
        &home.path("share/ally-up/tea/journal"),
    );
    assert!(lies(&home));
    let ran = home.play(&[":home", "Green tea", ":outline", "Whom would", ":quit"]);
    assert!(!ran.output.contains("lighthouse"));
    assert!(!lies(&home), "the next start takes it out");
    assert_eq!(home.status()["lessons"][0]["best"], 1, "answers stay");
    tea(&home, &["forget", "journal"], &[]).says(&["There is nothing to forget"]);
    tea(&home, &["doctor"], &[]).says(&["All is well"]);

    // The other machine forgets when it merges.
    let other = Home::new();
    copy(&home.path("older"), &other.path("share/ally-up/tea"));
    assert!(lies(&other));
    let ran = tea(
        &other,
        &["merge", home.path("share/ally-up/tea").to_str().unwrap(), "--yes"],
        &[],
    );
    ran.is_done();
    ran.says(&["1 event of yours was forgotten there", "Merged"]);
    assert!(!lies(&other));
}

#[test]
fn one_entry_can_be_forgotten_and_a_plan_apart_from_the_journal() {
    let home = Home::new();
    reflect(&home, WORDS);
    home.play(&[
        ":home",
        "Green tea",
        ":outline",
        "What goes",
        "1",
        "leaves",
        "Sure",
        "quit",
    ])
    .is_done();
    tea(&home, &["forget", "plan"], &[]).says(&["There is nothing to forget: of your plan"]);
    tea(&home, &["forget", "self-assessment"], &[]).says(&["There is nothing to forget"]);
    tea(&home, &["forget", "entry", "nobody"], &[])
        .says(&["There is nothing to forget: of the entry nobody"]);
    assert!(lies(&home));
    let ran = tea(&home, &["forget", "entry", "whom"], &["forget"]);
    ran.is_done();
    ran.says(&[
        "the entry whom for good: 1 text in 1 entry.",
        "It is gone from this machine.",
    ]);
    assert!(!lies(&home));
    let words = files(&home.path("share/ally-up/tea/journal"));
    assert!(
        words
            .iter()
            .any(|path| fs::read_to_string(path).unwrap().contains("leaves")),
        "another entry stays"
    );
}

#[test]
fn all_is_gone_and_does_not_come_back() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    reflect(&home, WORDS);
    home.play(&[
        ":home",
        "Green tea",
        ":outline",
        "What goes",
        "1",
        "lighthouse",
        ":quit",
    ])
    .is_done();
    copy(&home.path("share/ally-up/tea"), &home.path("older"));
    let ran = tea(&home, &["forget", "all"], &["forget"]);
    ran.is_done();
    ran.says(&[
        "everything you did in this course for good: ",
        "1 unfinished answer",
        "It is gone from this machine.",
    ]);
    assert!(!lies(&home));
    let left = everything(&home.path("share"));
    assert!(
        left.values()
            .all(|bytes| !String::from_utf8_lossy(bytes).contains("how-hot"))
    );
    let fresh = home.status();
    assert_eq!(
        (&fresh["lessons"][0]["state"], &fresh["lessons"][0]["best"]),
        (&"not started".into(), &0.into())
    );
    tea(&home, &["merge", "older", "--yes"], &[]).says(&["nothing that is not here", "stay forgotten"]);
    assert_eq!(home.status(), fresh);
    home.play(&RIGHT).is_done();
    assert_eq!(home.status()["lessons"][0]["best"], 1, "and it can be begun anew");
}
