//! From heading to heading: the next one, the next question, and the outline, from wherever one is.

use crate::story::{go, plain, start};
use ally_up::action::{Action, Screen, Which};
use ally_up::app::Msg;
use ally_up::keymap::{Command, Key, Keymap, SingleKeys};
use ally_up::settings::Preferences;
use ally_up::shell::testing::{Memory, Script};

fn focused(story: &Script) -> Option<String> {
    let stop = story.app.window().focus()?;
    stop.action.question().map(|id| id.to_string())
}

fn top(story: &Script) -> String {
    let screen = story.screen();
    screen.lines().nth(2).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_key_leads_from_question_to_question_and_another_from_heading_to_heading() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    let asked: Vec<_> = std::iter::from_fn(|| {
        story.keys("a");
        let at = focused(&story)?;
        // From the middle of a question as well.
        story.keys("<down>");
        Some(at)
    })
    .take(3)
    .collect();
    assert_eq!(asked.len(), 3, "{asked:?}");
    let lesson = story.app.model().library.lesson("kinds");
    let of: Vec<String> = lesson.asked().map(|question| question.id.to_string()).collect();
    assert_eq!(asked, of[..3]);

    let mut story = start(Memory::default());
    story.keys("<enter>t");
    assert_eq!(top(&story), "Two roles");
    story.keys("t");
    assert!(story.screen().contains("Check"), "{}", story.screen());
    story.keys("ttt");
    assert!(
        story.screen().contains("There is no heading below."),
        "{}",
        story.screen()
    );
    story.keys("<home>aa");
    assert!(
        story.screen().contains("There is no question below."),
        "{}",
        story.screen()
    );
    let (said, _) = plain("1\nnext question\n", Memory::default());
    assert!(said.contains("Question 1 of 1"), "{said}");
    let (said, _) = plain("1\nnext heading\n", Memory::default());
    assert!(said.contains("Heading 2: Two roles"), "{said}");
}

#[test]
fn both_are_in_help_and_can_be_given_other_keys() {
    let mut story = Script::start(
        crate::story::library(),
        Memory::default(),
        (80, 60),
        crate::story::NOW,
    );
    story.keys("?");
    let screen = story.screen();
    assert!(
        screen.contains("the next question") && screen.contains("the next heading"),
        "{screen}"
    );
    let changes = [(Command::NextQuestion, vec![Key::Char('Q')])];
    let preferences = Preferences {
        keymap: Keymap::new(SingleKeys::On, &changes),
        ..Preferences::default()
    };
    let library = crate::story::library();
    let mut story = Script::start_with(
        library,
        Memory::default(),
        preferences,
        (64, 20),
        crate::story::NOW,
    );
    story.keys("<enter>a");
    assert_eq!(focused(&story), None);
    story.keys("Q");
    assert_eq!(focused(&story).as_deref(), Some("who-decides"));
}

#[test]
fn the_outline_opens_from_every_place_of_a_lesson_and_elsewhere_says_why_not() {
    let outline = |story: &Script, of: &str| *story.app.screen() == Screen::Outline(of.into());
    let mut story = start(Memory::default());
    story.keys("o");
    assert!(outline(&story, "reading"), "the lesson in focus on home");
    let mut story = start(Memory::default());
    for (keys, place) in [
        ("<enter>", "top"),
        ("<end>1", "question"),
        ("<enter><right><enter>", "answer"),
    ] {
        story.keys(keys);
        story.keys("o");
        assert!(outline(&story, "reading"), "{place}: {}", story.screen());
        let focus = story.app.window().focus().unwrap().words.to_string();
        assert_eq!(
            focus.starts_with("Who decides"),
            place != "top",
            "{place}: {focus}"
        );
        story.keys("<esc>");
    }
    story.send(Msg::Act(Action::Retake("reading".into(), Which::All)));
    story.keys("o");
    assert!(outline(&story, "reading"), "{}", story.screen());
    for screen in [Screen::Settings, Screen::Glossary, Screen::Practice] {
        go(&mut story, screen.clone());
        story.keys("o");
        assert_eq!(*story.app.screen(), screen);
        assert!(
            story.screen().contains("An outline belongs to a lesson."),
            "{}",
            story.screen()
        );
    }
}
