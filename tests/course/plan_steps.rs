//! The form of the plan in steps, its days in words, and what is taken away: with the journal there is all of it, and more.

use crate::story::{go, pick, plain, row, start, write};
use ally_up::action::{Action, Company, FileFormat, Screen, Takeaway};
use ally_up::app::Msg;
use ally_up::app::keys::KeyFocus;
use ally_up::export::file;
use ally_up::progress::plan::Part;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;

fn begun() -> Script {
    let mut story = start(Memory::default());
    story.send(Msg::Resize(80, 200));
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    story
}

#[test]
fn the_form_opens_in_its_first_open_field_and_says_what_is_open_by_name() {
    let mut story = begun();
    story.keys("A colleague is cut off in planning<esc>");
    pick(&mut story, "From a conversation");
    pick(&mut story, "I am practicing");
    story.keys("<home>");
    assert!(
        row(&story, "✓ The pattern").ends_with("done"),
        "{}",
        story.screen()
    );
    assert!(row(&story, "○ One action").ends_with("open: the action, whether it hangs low"));
    // The days that the program put there are no words of the learner's, and what may stay empty is not begun.
    assert!(row(&story, "○ The moment").ends_with("open: if, then, when and where"));
    assert!(
        row(&story, "○ Two dates").ends_with("open: what would be noticed"),
        "{}",
        story.screen()
    );
    assert!(
        story.screen().contains("Step 1 of 6  The pattern"),
        "{}",
        story.screen()
    );
    // Reached by any way, it opens at what is open, and what is typed goes in.
    for reach in ["home", "plan"] {
        match reach {
            "home" => story.keys("h<enter>"),
            _ => {
                go(&mut story, Screen::Plan);
                pick(&mut story, "Write on");
            }
        }
        assert_eq!(*story.app.screen(), Screen::PlanForm, "{reach}");
        assert_eq!(story.app.window().key_focus(), KeyFocus::Field, "{reach}");
        let stop = story.app.window().focus().unwrap();
        assert!(
            stop.action.question().unwrap().ends_with("-fruit"),
            "{reach}: {stop:?}"
        );
    }
    story.keys("Hand the floor back<esc>");
    // A step leads to its first open part, and Esc back.
    story.keys("<home>");
    assert!(row(&story, "◐ One action").ends_with("open: whether it hangs low"));
    pick(&mut story, "The moment");
    let stop = story.app.window().focus().unwrap();
    assert!(stop.action.question().unwrap().ends_with("-cue"), "{stop:?}");
    let said = plain("practice\nMake a plan\n1\n:previous\n", Memory::default()).0;
    assert!(
        said.contains("The pattern, open: the pattern, how I know, my role"),
        "{said}"
    );
}

#[test]
fn days_are_said_in_words_and_long_words_are_cut_on_home() {
    let mut story = begun();
    let long = "the client turns to me about her file although she is the one who wrote every page of it";
    write(&mut story, Part::Cue, long);
    write(&mut story, Part::Act, "hand it back");
    story.keys("<esc>");
    assert!(
        story.screen().contains("That is Monday 28 September."),
        "{}",
        story.screen()
    );
    go(&mut story, Screen::Plan);
    let page = story.screen();
    assert!(
        page.contains("every page of it") && page.contains("Monday 28 September 2026"),
        "{page}"
    );
    go(&mut story, Screen::Practice);
    let practice = story.screen();
    assert!(
        practice.contains("…") && !practice.contains("every page of it"),
        "{practice}"
    );
    let (_, words) = file(story.app.model(), Takeaway::Plan).unwrap();
    assert!(words.contains("Monday 28 September 2026"), "{words}");
}

#[test]
fn a_line_that_is_added_is_a_line() {
    let mut story = start(Memory::default());
    let entry = "journal-kinds";
    go(&mut story, Screen::Lesson("kinds".into()));
    let write = Action::Write(ally_up::action::FieldTarget::Entry(entry.into()));
    story.send(Msg::Act(write));
    story.keys("I will ask first.<esc><enter>");
    let words = |story: &Script| story.app.model().progress.words(entry).unwrap();
    assert_eq!(words(&story), "I will ask first.");
    go(&mut story, Screen::Entry(entry.into()));
    pick(&mut story, "Add a line");
    story.keys("And wait.<esc><enter>");
    assert_eq!(words(&story), "I will ask first.\nAnd wait.");
    // One that was not written after all is none.
    pick(&mut story, "Add a line");
    story.keys("<esc><enter>");
    assert_eq!(words(&story), "I will ask first.\nAnd wait.");
    let (_, kept) = plain(
        "notebook\nOne line for yourself\nAdd a line\n1\nAnd listen.\n.\nKeep this\n",
        story.store,
    );
    let story = start(kept);
    assert_eq!(words(&story), "I will ask first.\nAnd wait.\nAnd listen.");
}

#[test]
fn with_the_journal_an_export_holds_every_line_it_holds_without() {
    let mut story = begun();
    story.keys("A colleague is cut off in planning<esc>");
    let lines = |story: &Script, what| {
        let (_, words) = file(story.app.model(), what).unwrap();
        words.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let [notebook, journal] = [Takeaway::Notebook, Takeaway::Journal].map(|what| what(FileFormat::Markdown));
    let contained = |story: &Script| {
        let (plain, whole) = (lines(story, notebook), lines(story, journal));
        for line in &plain {
            assert!(whole.contains(line), "{line}\n\n{}", whole.join("\n"));
        }
        (plain.len(), whole.len())
    };
    contained(&story);
    assert!(
        lines(&story, journal)
            .iter()
            .any(|line| line.contains("The pattern we want"))
    );
    go(&mut story, Screen::Lesson("kinds".into()));
    let write = Action::Write(ally_up::action::FieldTarget::Entry("journal-kinds".into()));
    story.send(Msg::Act(write));
    story.keys("I will ask first.<esc><enter>");
    let (plain, whole) = contained(&story);
    assert!(whole > plain, "{whole} lines with the journal, {plain} without");
    story.now += DAY;
    contained(&start(story.store));
    // Words of a journal that stays here are not denied.
    let mut only = start(Memory::default());
    go(&mut only, Screen::Lesson("kinds".into()));
    let write = Action::Write(ally_up::action::FieldTarget::Entry("journal-kinds".into()));
    only.send(Msg::Act(write));
    only.keys("I will ask first.<esc><enter>");
    contained(&only);
}

#[test]
fn a_plan_that_begins_shows_its_first_step_by_name() {
    let mut story = start(Memory::default());
    story.send(Msg::Resize(80, 24));
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    let screen = story.screen();
    assert!(screen.contains("Step 1 of 6  The pattern"), "{screen}");
    assert!(screen.contains("Type here."), "{screen}");
    assert_eq!(story.app.window().key_focus(), KeyFocus::Field, "{screen}");
}
