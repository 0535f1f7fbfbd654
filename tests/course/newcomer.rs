//! What a newcomer stumbled on: words that say where one is, what is kept and how one gets back.

use crate::story::{NOW, act, go, library, pick, plain, plain_in, row, start, talks};
use ally_up::action::{Action, Company, FieldTarget, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::doc::marker::{Glyphs, Marker};
use ally_up::doc::text::{Role, Text};
use ally_up::doc::{Doc, Node, Row};
use ally_up::layout::{Cache, lay_out};
use ally_up::shell::testing::{Memory, Script};

const LEFT: &str = "Question 1 is not answered yet; what you picked is kept.";

#[test]
fn whoever_goes_on_from_ticks_is_told_that_they_are_no_answer_yet() {
    let ticked = "1\nnext lesson\n\n1 2\n";
    let (said, _) = plain(&format!("{ticked}\n"), Memory::default());
    let (_, after) = said.split_once(LEFT).unwrap_or_else(|| panic!("{said}"));
    assert!(
        after.contains("part 3 of"),
        "it is said before the next part: {said}"
    );
    // By any way, and each time it is left; not where it is only said again, nor once it is answered.
    for (lines, times) in [
        ("home\n", 1),
        ("again\nwhere\n", 0),
        ("\nprevious\n\n", 2),
        ("guess\n\n", 0),
    ] {
        let (said, _) = plain(&format!("{ticked}{lines}"), Memory::default());
        assert_eq!(said.matches(LEFT).count(), times, "{lines:?}: {said}");
    }
    // Nor where nothing was picked. What was written is told as such.
    let (said, _) = plain("1\nnext lesson\n\n\n\n\n\n", Memory::default());
    assert!(!said.contains("not answered yet"), "{said}");
    let (said, _) = plain("1\nnext lesson\n\n\n\n\n1\nonce\n\n", Memory::default());
    assert!(
        said.contains("Question 4 is not answered yet; what you wrote is kept."),
        "{said}"
    );
}

#[test]
fn back_from_the_middle_of_a_lesson_tells_once_what_goes_to_the_part_before() {
    let told = "In a lesson, previous goes one part back.";
    let (said, _) = plain("1\n\nback\n1\n\nback\n", Memory::default());
    assert_eq!(said.matches(told).count(), 1, "{said}");
    let (said, _) = plain("1\nback\n", Memory::default());
    assert!(
        !said.contains(told),
        "from the first part there is none before: {said}"
    );
}

#[test]
fn a_sentence_beside_a_field_is_told_how_it_is_written() {
    let form = "practice\nmake a plan\n1\n";
    let (said, _) = plain(
        &format!("{form}Somebody with less standing is cut off in planning, and nobody says a word\n"),
        Memory::default(),
    );
    let told = "\"Somebody with less standing is cut off …\" is no command, number or row here.";
    let told = said.replace('\n', " ").contains(told);
    assert!(
        told && said.contains("To write, type 1, then your words."),
        "{said}"
    );
    // One word may be a slip; where nothing can be written, help is what helps.
    let (said, _) = plain(&format!("{form}hepl\n"), Memory::default());
    assert!(said.contains("Did you mean help?"), "{said}");
    let (said, _) = plain("what is this about\n", Memory::default());
    assert!(said.contains("Type help for what there is."), "{said}");
}

#[test]
fn home_tells_why_numbers_are_left_out() {
    let told = "Each row keeps its number; some are missing today.";
    let (said, _) = plain("home\n", Memory::default());
    assert!(said.contains("\n6. Practice"), "{said}");
    assert_eq!(said.matches(told).count(), 2, "{said}");
}

#[test]
fn what_is_asked_of_a_match_is_said_again_with_its_numbers() {
    let (said, _) = plain("1\nnext lesson\n\n\n1\n2\n1\n", Memory::default());
    let (_, open) = said
        .rsplit_once("Pair 1 of 2")
        .unwrap_or_else(|| panic!("{said}"));
    let (before, _) = open.split_once(". Guess").unwrap_or_else(|| panic!("{said}"));
    assert!(before.contains("How sure?"), "{said}");
}

#[test]
fn minutes_speak_of_what_they_look_at() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::TimeBox(0));
    let screen = story.screen().replace('\n', " ");
    assert!(
        screen.contains("Nothing that is due, half done or next"),
        "{screen}"
    );
}

#[test]
fn the_foot_offers_a_page_only_where_there_is_more_below() {
    let mut story = Script::start(library(), Memory::default(), (64, 12), NOW);
    go(&mut story, Screen::Lesson("reading".into()));
    assert!(row(&story, "esc back").contains("page on"), "{}", story.screen());
    story.send(Msg::Resize(64, 80));
    assert!(!row(&story, "esc back").contains("page on"), "{}", story.screen());
}

#[test]
fn a_button_says_where_it_leads_and_what_it_adds() {
    let mut story = Script::start(library(), Memory::default(), (64, 120), NOW);
    go(&mut story, Screen::Lesson("kinds".into()));
    pick(&mut story, "A clear topic");
    act(
        &mut story,
        |action| matches!(action, Action::Submit(id, Sureness::Sure) if &**id == "real"),
        1,
    );
    assert!(story.screen().contains("[ Next question ]"), "{}", story.screen());
    story.send(Msg::Act(Action::Write(FieldTarget::Gap("gap".into(), 0))));
    story.keys("again<esc>");
    act(
        &mut story,
        |action| matches!(action, Action::Submit(id, Sureness::Sure) if &**id == "gap"),
        1,
    );
    assert!(
        story.screen().contains("[ Next: your own words ]"),
        "{}",
        story.screen()
    );
    let journal = FieldTarget::Entry("journal-kinds".into());
    story.send(Msg::Act(Action::Write(journal)));
    story.keys("I will ask first.<esc>");
    let keeps = "[ Keep this in the notebook ]";
    assert!(story.screen().contains(keeps), "{}", story.screen());
    let foot = story.screen().lines().last().unwrap().to_owned();
    assert!(
        foot.contains("enter keep this in the notebook"),
        "{}",
        story.screen()
    );
    story.keys("<enter>");
    assert!(story.screen().contains("[ Results ]"), "{}", story.screen());
}

#[test]
fn a_blank_screen_says_how_it_comes_back_and_so_does_what_is_dropped() {
    let mut story = start(Memory::default());
    story.keys("x");
    assert_eq!(story.screen().trim(), "any key");
    story.keys("x");
    assert!(story.screen().contains("Reading"), "{}", story.screen());
    story.keys("?");
    story.send(Msg::Resize(64, 60));
    assert!(story.screen().contains("blank till a key"), "{}", story.screen());
    let mut story = Script::start(talks(), Memory::default(), (64, 40), NOW);
    go(&mut story, Screen::Rehearsal("talk".into()));
    story.keys("1hd");
    let screen = story.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("open it in the list of lessons"), "{screen}");
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    story.keys("<esc>hd");
    let screen = story.screen().split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(screen.contains("Practice leads there"), "{screen}");
}

#[test]
fn after_a_resize_the_question_of_what_is_in_focus_is_in_sight() {
    let mut story = Script::start(library(), Memory::default(), (40, 12), NOW);
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    let ticks = |action: &Action| matches!(action, Action::Put(entry, _) if entry.ends_with("-noticed"));
    let at = story
        .app
        .window()
        .page
        .stops
        .iter()
        .position(|stop| ticks(&stop.action));
    let at = at.unwrap();
    while story.app.window().entry().focus.is_none_or(|focus| focus <= at) {
        story.keys("<tab>");
    }
    // From below: the last of the ticks is the first line in sight.
    story.keys("<backtab>");
    let before = story.screen();
    assert!(!before.contains("Does it hang low enough?"), "{before}");
    story.send(Msg::Resize(120, 40));
    let screen = story.screen();
    assert!(screen.contains("Does it hang low enough?"), "{screen}");
    assert!(screen.contains("> [ ] Somebody can notice it"), "{screen}");
    story.send(Msg::Resize(40, 12));
    assert_eq!(story.screen(), before);
}

#[test]
fn a_button_wider_than_the_page_has_both_brackets() {
    let mut story = Script::start(library(), Memory::default(), (40, 24), NOW);
    go(&mut story, Screen::Plan);
    let screen = story.screen();
    assert_eq!(
        screen.matches("[ ").count(),
        screen.matches(" ]").count(),
        "{screen}"
    );
    assert!(screen.contains("[ Write questions for two to a"), "{screen}");
    let (said, _) = plain_in(library(), "practice\nmake a plan\n", Memory::default(), NOW);
    assert!(said.contains("Write questions for two to a file"), "{said}");
}

/// The lines of a row at a width.
fn lines(row: Row, columns: usize) -> Vec<String> {
    let mut doc = Doc::default();
    doc.push(Node::Row(row));
    let page = lay_out(&doc, columns, Glyphs::Unicode, &mut Cache::default());
    let line = |at: usize| page.line(at).unwrap().text.words().trim_end().to_owned();
    (0..page.height).map(line).collect()
}

#[test]
fn minutes_stand_behind_the_last_line_of_a_narrow_row() {
    let row = |title: &str| {
        let row = Row::new(Marker::Done, Text::plain(title), Action::Back);
        lines(row.aside(Text::plain("9 min")), 36)
    };
    for (title, rows) in [
        ("A short one", 1),
        // The same two lines would leave room beside the first, and do not.
        ("From good to good-ish, or how one stays", 2),
        ("A title of two lines, and the second one is full of words too", 3),
    ] {
        let rows_of = row(title);
        assert_eq!(rows_of.len(), rows, "{rows_of:#?}");
        let at = rows_of.iter().position(|line| line.ends_with("9 min"));
        assert_eq!(at, Some(rows - 1), "{rows_of:#?}");
    }
}

#[test]
fn no_line_of_a_row_looks_like_a_row_of_its_own() {
    let long = "Her first sentence, and what you make of it  ";
    let text = Text::role(long, Role::Muted).and(Text::plain("I hear that the evenings are hard for you."));
    for text in [text, Text::plain(&"some words ".repeat(9))] {
        let rows = lines(Row::new(Marker::Link, text, Action::Back), 50);
        assert!(rows.len() > 1 && !rows[0].starts_with(' '), "{rows:#?}");
        assert!(rows[1..].iter().all(|line| line.starts_with("  ")), "{rows:#?}");
    }
}
