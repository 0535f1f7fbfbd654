//! What is written, planned and done can be taken away as files, and one entry can be forgotten from its own page.

use crate::copies::{RIGHT, everything, reflect, tea};
use crate::home::Home;
use std::fs;

const WORDS: &str = "The *lighthouse* is mine.";

/// Every line of `less` is one of `more`, and `more` has others.
fn holds_all(more: &str, less: &str) {
    for line in less.lines() {
        assert!(more.lines().any(|other| other == line), "{line}\n\n{more}");
    }
    assert!(more.lines().count() > less.lines().count(), "{more}");
}

#[test]
fn the_notebook_the_plan_and_the_record_are_taken_away() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    reflect(&home, WORDS);
    let with = tea(&home, &["export", "notebook", "--with-journal"], &[]);
    with.is_done();
    with.says(&[
        "# Notebook",
        "Whom would you make a cup for?",
        "The \\*lighthouse\\* is mine.",
    ]);
    let without = tea(&home, &["export", "notebook"], &[]);
    without.is_done();
    assert!(!without.output.contains("lighthouse"), "{}", without.output);
    holds_all(&with.output, &without.output);
    let of_all = |flags: &[&str]| tea(&home, &[&["export", "progress"], flags].concat(), &[]).output;
    holds_all(&of_all(&["--with-journal"]), &of_all(&[]));

    tea(&home, &["export", "plan"], &[]).complains(2, &["there is no plan yet"]);
    tea(&home, &["export", "plan", "--ics", "--out", "none.ics"], &[])
        .complains(2, &["no check-in has a day"]);
    assert!(!home.path("none.ics").exists());
    home.play(&[
        ":home",
        "practice",
        "Make a plan",
        "2",
        "1",
        "I finish other people's sentences",
        ":home",
        ":quit",
    ])
    .is_done();
    let notebook = |flags: &[&str]| tea(&home, &[&["export", "notebook"], flags].concat(), &[]).output;
    assert!(notebook(&[]).contains("sentences"));
    holds_all(&notebook(&["--with-journal"]), &notebook(&[]));
    let plan = tea(&home, &["export", "plan"], &[]);
    plan.is_done();
    plan.says(&["# Your plan", "Draft; begun", "I finish other people's sentences"]);
    tea(&home, &["export", "plan", "--ics", "--out", "days.ics"], &[]).is_done();
    let days = fs::read_to_string(home.path("days.ics")).unwrap();
    assert!(
        days.starts_with("BEGIN:VCALENDAR") && days.matches("BEGIN:VEVENT").count() == 2,
        "{days}"
    );
    assert!(!days.contains("sentences"), "{days}");
    tea(&home, &["export", "plan", "--out", "days.ics"], &[])
        .complains(2, &["days.ics is there already and was not touched"]);
    assert_eq!(fs::read_to_string(home.path("days.ics")).unwrap(), days);
    let ran = tea(&home, &["export", "plan", "--with-plan"], &[]);
    assert_eq!(ran.code, Some(2));
    ran.tells(&["--ics"]);

    for what in ["notebook", "record"] {
        let to = |flags: &[&str]| {
            tea(
                &home,
                &[&["export", what, "--html", "--out", "page.html"], flags].concat(),
                &[],
            )
        };
        to(&[]).is_done();
        let page = fs::read_to_string(home.path("page.html")).unwrap();
        assert!(
            page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"),
            "{page}"
        );
        assert!(!page.contains("lighthouse"), "{page}");
        to(&[]).complains(2, &["page.html is there already"]);
        assert_eq!(fs::read_to_string(home.path("page.html")).unwrap(), page);
        fs::remove_file(home.path("page.html")).unwrap();
    }
    let journal = tea(&home, &["export", "notebook", "--html", "--with-journal"], &[]);
    journal.says(&["The *lighthouse* is mine."]);
    tea(&home, &["export", "for-two"], &[]).says(&["<title>Questions for two</title>"]);
    tea(&home, &["export", "anki", "--lesson", "nowhere"], &[]).complains(2, &["there is no lesson nowhere"]);

    let record = tea(&home, &["export", "record"], &[]);
    record.is_done();
    record.says(&["completion record", "On the way.", "self-attested"]);
}

#[test]
fn one_entry_is_forgotten_from_its_page_by_the_typed_word() {
    let home = Home::new();
    home.play(&RIGHT).is_done();
    reflect(&home, WORDS);
    let lies = || {
        let folders = ["share", "state", ".cache", "cache"].map(|name| home.path(name));
        let all = folders
            .iter()
            .filter(|folder| folder.exists())
            .flat_map(|folder| everything(folder));
        all.into_iter()
            .any(|(_, bytes)| String::from_utf8_lossy(&bytes).contains("lighthouse"))
    };
    let page = [":notebook", "Whom would", "Forget it for good"];
    let kept = home.play(&[&page[..], &["1", "forgot", "Forget it for good", ":quit"]].concat());
    kept.says(&["Forget this?", "Nothing was forgotten"]);
    assert!(lies());
    let gone = home.play(&[&page[..], &["1", "forget", "Forget it for good", ":quit"]].concat());
    gone.says(&["It is gone from this machine"]);
    assert!(!lies(), "{}", gone.output);
    let after = home.play(&[":notebook", ":quit"]);
    assert!(!after.output.contains("lighthouse"), "{}", after.output);
}
