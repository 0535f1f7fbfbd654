//! Stories of the journal: words that come back, a notebook, and what is taken away of it as a file.

use crate::story::{go, killed, pick, start, write};
use ally_up::action::{Action, Company, FieldTarget, FileFormat, Screen, Takeaway};
use ally_up::app::Msg;
use ally_up::export::file;
use ally_up::pages::notebook::Journal;
use ally_up::progress::plan::Part;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;

/// Answers the journal's question of the second lesson.
fn reflected(words: &str) -> Script {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    reflect(&mut story, words);
    story
}

fn reflect(story: &mut Script, words: &str) {
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(
        "journal-kinds".into(),
    ))));
    story.keys(words);
    story.keys("<esc>");
    story.send(Msg::Act(Action::Submit(
        "journal-kinds".into(),
        ally_up::action::Sureness::Unsaid,
    )));
}

#[test]
fn ones_own_words_come_back_once_on_day_three() {
    let mut story = reflected("I will ask first.");
    story.now += 2 * DAY;
    let mut story = killed(&story);
    story.keys("h");
    assert!(!story.screen().contains("Your own words"), "{}", story.screen());
    story.now += DAY;
    story.keys("?h");
    println!("{}", story.screen());
    pick(&mut story, "Your own words");
    assert_eq!(*story.app.screen(), Screen::Entry("journal-kinds".into()));
    pick(&mut story, "Add a line");
    story.keys("It worked on Tuesday.<esc>");
    story.send(Msg::Act(Action::Submit(
        "journal-kinds".into(),
        ally_up::action::Sureness::Unsaid,
    )));
    println!("{}", story.screen());
    assert!(
        story.screen().contains("Then, on") && story.screen().contains("Now, on"),
        "{}",
        story.screen()
    );
    assert_eq!(
        story.app.model().progress.words("journal-kinds").unwrap(),
        "I will ask first.\nIt worked on Tuesday."
    );
    story.now += 9 * DAY;
    let mut story = killed(&story);
    story.keys("h");
    assert!(
        !story.screen().contains("Your own words"),
        "once is enough\n{}",
        story.screen()
    );
}

#[test]
fn the_journal_can_be_switched_off() {
    let mut story = reflected("I will ask first.");
    story.send(Msg::Act(Action::Set("journal", "off")));
    let said = |story: &Script| format!("{:?}", story.app.window().doc.nodes);
    assert!(
        said(&story).contains("The journal is switched off") && !said(&story).contains("I will ask first")
    );
    story.now += 5 * DAY;
    story.keys("h");
    assert!(!story.screen().contains("Your own words"));
    go(&mut story, Screen::Notebook);
    assert!(
        story.screen().contains("I will ask first."),
        "what was written stays readable\n{}",
        story.screen()
    );
}

#[test]
fn the_notebook_is_taken_away_and_the_journal_only_when_named() {
    let mut story = reflected("I will ask *first*.");
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    write(&mut story, Part::Fruit, "Wait for the end");
    story.keys("<esc>");
    go(&mut story, Screen::Notebook);
    println!("{}", story.screen());
    let (_, without) = file(story.app.model(), Takeaway::Notebook(FileFormat::Markdown)).unwrap();
    let (name, with) = file(story.app.model(), Takeaway::Journal(FileFormat::Markdown)).unwrap();
    assert!(
        !without.contains("ask") && without.contains("Wait for the end"),
        "{without}"
    );
    assert!(
        with.contains("I will ask \\*first\\*.") && with.contains("One line for yourself"),
        "{with}"
    );
    println!("{with}\n=====\n{without}");
    pick(&mut story, "With the journal");
    assert_eq!(story.store.exports, [(name.to_owned(), with)]);
    assert!(
        story
            .app
            .window()
            .notice
            .as_ref()
            .is_some_and(|words| words.starts_with("Written to")),
        "{:?}",
        story.app.window().notice
    );
    let doc = ally_up::pages::notebook::pages(story.app.model(), Journal::Left);
    assert!(!format!("{doc:?}").contains("first"));
}
