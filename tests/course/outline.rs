//! The outline beside the text, in a window that has room for it.

use crate::story::{NOW, library};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::shell::testing::{Memory, Script};

/// The lines of the outline, up to the text.
fn outline(story: &Script) -> Vec<String> {
    let lines = story.screen();
    let aside = lines.lines().skip(2).map(|line| {
        let cut: String = line.chars().take(44).collect();
        cut.trim_end().to_owned()
    });
    aside.filter(|line| !line.is_empty()).collect()
}

#[test]
fn it_marks_where_the_focus_is_and_how_the_questions_stand() {
    let library = library();
    let lesson = library.lesson("reading");
    let question = lesson.questions().next().expect("a question").clone();
    let mut story = Script::start(library, Memory::default(), (140, 30), NOW);
    let go = Action::Go(Screen::Lesson("reading".into()), Some(question.id.clone()));
    story.send(Msg::Act(go));
    let before = outline(&story);
    let here = before
        .iter()
        .find(|line| line.contains('▸'))
        .expect("where one is");
    assert!(here.contains("○ "), "not answered yet: {here}");
    let wrong = question.parts.options().last().expect("an option").print;
    story.send(Msg::Act(Action::Pick(question.id.clone(), wrong)));
    story.send(Msg::Act(Action::Submit(question.id.clone(), Sureness::Think)));
    let after = outline(&story);
    let here = after
        .iter()
        .find(|line| line.contains('▸'))
        .expect("where one is");
    assert!(
        here.contains("✗ ") || here.contains("✓ ") || here.contains("◐ "),
        "answered: {here}"
    );
    // The focus decides: further down the page stands still, and another heading is at hand.
    story.keys("<tab><tab><tab><tab><tab>");
    assert_ne!(
        outline(&story).iter().position(|line| line.contains('▸')),
        after.iter().position(|line| line.contains('▸'))
    );
}
