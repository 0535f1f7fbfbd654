//! A question with several gaps: a field for each, in both faces, kept on the way and told one by one.

use crate::forms::{at, choose, lesson};
use crate::story::{NOW, killed, log, plain_in};
use ally_up::action::{Action, FieldTarget, Screen};
use ally_up::app::Msg;
use ally_up::course::lint::check;
use ally_up::library::Library;
use ally_up::shell::testing::Memory;
use ally_up::source::Files;
use std::borrow::Cow;

fn two() -> Library {
    lesson(
        "# One\n\n### Ask ____ you act, and thank ____ they answer. {#order .fill}\n\n1. - [x] before\n   - [ ] after\n\n     \
         Then it is done.\n\n2. - [x] after\n   - [x] when\n\n> Both take a moment.\n\n### Tea is ____. {#tea .fill}\n\n- [x] hot\n",
    )
}

fn gap(nth: usize) -> Msg {
    Msg::Act(Action::Write(FieldTarget::Gap("order".into(), nth)))
}

#[test]
fn enter_leads_from_gap_to_gap_and_then_to_the_answer() {
    let mut story = at(&two(), Memory::default(), Screen::Lesson("one".into()), NOW);
    let screen = story.screen();
    assert!(screen.contains("Gap 1") && screen.contains("Gap 2"), "{screen}");
    assert!(!screen.contains("Gap 3"), "{screen}");
    story.send(gap(1));
    story.keys("after");
    assert!(!story.screen().contains("How sure?"), "{}", story.screen());
    // The first is empty still, and comes next; then nothing is left but the answer.
    story.keys("<enter>Befroe<enter>");
    assert!(story.screen().contains("How sure?"), "{}", story.screen());
    let mut story = killed(&story);
    story.send(Msg::Act(Action::Go(Screen::Lesson("one".into()), None)));
    story.send(gap(1));
    story.keys("<back><back>ected");
    choose(&mut story, "Sure");
    let screen = story.screen();
    for told in [
        "1 of 2",
        "Gap 1, you wrote: Befroe  (right; we write: before)",
        "Gap 2, you wrote: aftected. What fits: after  (also: when)",
    ] {
        assert!(screen.contains(told), "{told}:\n{screen}");
    }
    assert!(
        log(&story).contains("answered order Partly(1, 2) Sure"),
        "{}",
        log(&story)
    );
    // It says the same after a start.
    let again = at(
        &two(),
        story.store.clone(),
        Screen::Lesson("one".into()),
        NOW + 10_000,
    );
    assert!(
        again.screen().contains("Gap 2, you wrote: aftected."),
        "{}",
        again.screen()
    );
}

#[test]
fn by_lines_one_gap_is_asked_for_after_the_other() {
    let (said, store) = plain_in(two(), "1\n1\nbefore\nbefore\nsure\n", Memory::default(), NOW);
    assert!(said.contains("Gap 1: ") && said.contains("Gap 2: "), "{said}");
    assert!(
        said.contains("Not yet: Gap 2, you wrote: before. What fits: after"),
        "{said}"
    );
    let words = ally_up::progress::Progress::of(&store.events).words("order");
    assert_eq!(words.as_deref(), Some("before\nbefore"));
}

#[test]
fn what_check_says_of_gaps() {
    let said = |prompt: &str, answers: &str| {
        let text = format!("# One\n\n### {prompt} {{#q .fill}}\n\n{answers}\n");
        let manifest = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#;
        let file = |path: &str, text: &str| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
        let found = check(&Files::from([file("course.ron", manifest), file("l.md", &text)]));
        let found = found.iter().filter(|told| told.span.file.ends_with(".md"));
        found
            .map(|told| told.code)
            .filter(|code| !["lesson-length", "no-scene"].contains(code))
            .collect::<Vec<_>>()
    };
    let two = "1. - [x] a\n2. - [x] b\n";
    assert_eq!(said("____ and ____", two), [""; 0]);
    assert_eq!(said("____ and ____ and ____", two), ["many-gaps"]);
    assert_eq!(said("____", two), ["many-gaps"]);
    assert_eq!(said("____ and ____", "- [x] a\n"), ["many-gaps"]);
    assert_eq!(
        said("____ and ____", "1. - [x] a\n2. b\n"),
        ["no-right-answer", "loose-feedback"]
    );
    assert_eq!(
        said("____ and ____", "1. - [x] a\n   - [x] a\n2. - [ ] b\n"),
        ["twins", "no-right-answer", "no-explanation"]
    );
    // The same word may go into both.
    assert_eq!(said("____ and ____", "1. - [x] a\n2. - [x] a\n"), [""; 0]);
}
