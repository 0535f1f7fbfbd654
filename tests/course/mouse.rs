//! A mouse, where it is wanted: what is clicked is done, stays under the hand, and a second click of the same hand hits nothing else.

use crate::story::{NOW, library, start};
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::app::mouse::Clicked;
use ally_up::paint::click::under;
use ally_up::shell::testing::{Memory, Script};

/// The cell where these words begin on the screen.
fn cell(story: &Script, words: &str) -> (u16, u16) {
    let screen = story.screen();
    let found = screen.lines().enumerate().find_map(|(row, line)| {
        let at = line.find(words)?;
        Some((line[..at].chars().count() as u16, row as u16))
    });
    found.unwrap_or_else(|| panic!("no {words:?} in\n{screen}"))
}

fn click(story: &mut Script, cell: (u16, u16)) {
    if let Some(on) = under(&story.app, cell) {
        story.send(Msg::Click(cell, on));
    }
}

/// Clicks these words, a while after the last click; the row they are in.
fn click_on(story: &mut Script, words: &str) -> u16 {
    story.now += 2_000;
    let at = cell(story, words);
    click(story, at);
    at.1
}

fn at_question(lesson: &str, id: &str) -> Script {
    let mut story = start(Memory::default());
    story.send(Msg::Act(Action::Go(
        Screen::Lesson(lesson.into()),
        Some(id.into()),
    )));
    story
}

#[test]
fn a_row_that_is_clicked_stays_under_the_hand() {
    let mut story = at_question("kinds", "real");
    // Its heading is above the window, and another question is in focus.
    story.keys("<tab>");
    story.send(Msg::Wheel(3));
    let before = story.screen();
    assert!(!before.contains("Which belong"), "{before}");
    let row = click_on(&mut story, "A clear topic");
    assert_eq!(
        cell(&story, "A clear topic").1,
        row,
        "{before}\n{}",
        story.screen()
    );
    assert!(story.screen().contains("[x] A clear topic"), "{}", story.screen());
    assert!(
        story
            .app
            .window()
            .focus()
            .is_some_and(|stop| &*stop.words == "A clear topic")
    );
    // A row of a match opens its partners below itself.
    let mut story = at_question("kinds", "sort");
    story.send(Msg::Wheel(2));
    let row = click_on(&mut story, "Telling others");
    assert_eq!(cell(&story, "Telling others").1, row, "{}", story.screen());
    assert!(story.screen().contains("Ask again"));
}

#[test]
fn a_second_click_of_the_same_hand_belongs_to_the_first() {
    let mut story = at_question("kinds", "real");
    let at = cell(&story, "A clear topic");
    let is_ticked = |story: &Script| story.screen().contains("[x] A clear topic");
    for (pause, ticked) in [(0, true), (399, true), (2_000, false), (401, true)] {
        story.now += pause;
        click(&mut story, at);
        assert_eq!(is_ticked(&story), ticked, "after {pause}");
    }
    // Beside it, it is another click.
    click(&mut story, (at.0 + 1, at.1));
    assert!(!is_ticked(&story));
    // On a page of ways on, the second click does not follow what came where the first one was.
    story.keys("h");
    let kinds = cell(&story, "Kinds");
    click(&mut story, kinds);
    let page = story.app.screen().clone();
    assert_eq!(page, Screen::Lesson("kinds".into()));
    story.now += 300;
    click(&mut story, kinds);
    assert_eq!(*story.app.screen(), page);
}

#[test]
fn a_row_counts_to_the_end_of_its_line_and_buttons_do_not() {
    let mut story = start(Memory::default());
    story.send(Msg::Act(Action::Go(Screen::Settings, None)));
    let (column, row) = cell(&story, "Ask how sure I am");
    let on = under(&story.app, (column, row));
    assert!(matches!(on, Some(Clicked::Stop(_))));
    assert_eq!(under(&story.app, (59, row)), on);
    story = at_question("reading", "who-decides");
    click_on(&mut story, "The person it was meant for.");
    let (column, row) = cell(&story, "[ Guess ]");
    let on = |column| under(&story.app, (column, row));
    assert_ne!(on(column), on(cell(&story, "[ Sure ]").0));
    assert!(!matches!(on(column - 2), Some(Clicked::Stop(_))));
}

#[test]
fn the_outline_leads_to_its_headings_and_prose_is_pointed_at() {
    let mut story = Script::start(library(), Memory::default(), (140, 20), NOW);
    story.send(Msg::Act(Action::Go(Screen::Lesson("kinds".into()), None)));
    let top = story.app.window().top();
    click_on(&mut story, "○ Write how you would ask");
    let window = story.app.window();
    let heading = window.page.line_of_heading("ask").unwrap();
    assert!(
        window.top() > top && (window.top()..window.top() + 5).contains(&heading),
        "{}",
        story.screen()
    );
    // From there Tab goes on, and Esc goes back.
    story.keys("<tab>");
    let focus = story.app.window().focus().unwrap().action.question().cloned();
    assert_eq!(focus.as_deref(), Some("ask"));
    story.keys("<esc><esc>");
    assert_eq!(story.app.window().top(), top, "{}", story.screen());
    click_on(&mut story, "Every kind of question once.");
    story.keys("m");
    assert_eq!(story.app.model().progress.marks().len(), 1, "{}", story.screen());
    assert_eq!(
        story.app.model().progress.marks()[0].words,
        "Every kind of question once."
    );
    // The frame is nothing to click.
    for cell in [(0, 0), (139, 0), (70, 19), (139, 19), (500, 500)] {
        assert_eq!(under(&story.app, cell), None, "{cell:?}");
    }
}

#[test]
fn a_link_that_is_clicked_says_first_where_it_leads() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    let at = cell(&story, "partner notices");
    click(&mut story, at);
    assert_eq!(*story.app.screen(), Screen::Lesson("reading".into()));
    let foot = story.screen();
    assert!(foot.contains("enter open Glossary: partner"), "{foot}");
    assert_eq!(cell(&story, "partner notices"), at);
    click(&mut story, at);
    assert_eq!(*story.app.screen(), Screen::Term("partner".into()));
}
