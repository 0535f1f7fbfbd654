//! A first thought: asked before reading with the options of a later question, kept without a word, and told once that is answered.

use crate::forms::{at, choose, lesson};
use crate::story::{NOW, log, plain_in};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::shell::testing::Memory;

const KEPT: &str = "Kept. The question comes again after the lesson.";
const WAS: &str = "Your first thought was: Say nothing";

pub fn predicted() -> Library {
    lesson(TEXT)
}

const TEXT: &str = "# One\n\nShe says, \"I was.\"\n\n### Your first thought? {#guess .predict of=i-was}\n\n## The floor {#floor}\n\nWhoever has it \
         speaks.\n\n### What next? {#i-was .one .scene see=floor}\n\n- [ ] Say nothing <!-- fair -->\n\n  It passes in silence.\n\n\
         - [x] Say sorry\n\n  It is short, and she goes on.\n";

#[test]
fn a_first_thought_is_kept_and_told_after_its_question() {
    let mut story = at(&predicted(), Memory::default(), Screen::Lesson("one".into()), NOW);
    let screen = story.screen();
    assert!(
        screen.contains("Before you read on, pick one.") && screen.contains("Question 1 of 1"),
        "{screen}"
    );
    assert!(screen.contains("0 of 1 answered"), "{screen}");
    choose(&mut story, "Say nothing");
    choose(&mut story, "Keep this");
    let screen = story.screen();
    assert!(
        screen.contains(KEPT) && screen.contains("0 of 1 answered"),
        "{screen}"
    );
    for told in ["silence", "Partly", "Not yet", "Correct", WAS] {
        assert!(!screen.contains(told), "{told}: {screen}");
    }
    assert!(
        log(&story).contains("answered guess Noted Unsaid"),
        "{}",
        log(&story)
    );
    choose(&mut story, "Read on");
    choose(&mut story, "Say sorry");
    choose(&mut story, "Sure");
    let screen = story.screen();
    assert!(
        screen.contains("Correct.") && screen.contains("1 of 1 answered"),
        "{screen}"
    );
    assert!(screen.find("she goes on") < screen.find(WAS), "{screen}");
    assert!(screen.contains(WAS) && !screen.contains("Change it"), "{screen}");
    story.keys("r");
    assert!(
        !story.screen().contains("Written for yourself"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_first_thought_whose_words_were_mended_is_still_the_one_that_was_picked() {
    let mut story = at(&predicted(), Memory::default(), Screen::Lesson("one".into()), NOW);
    choose(&mut story, "Say nothing");
    let mended = lesson(&TEXT.replace("Say nothing", "Keep quiet"));
    let mut story = at(
        &mended,
        story.store.clone(),
        Screen::Lesson("one".into()),
        NOW + 60_000,
    );
    // It is picked still, and kept as it reads now.
    choose(&mut story, "Keep this");
    let screen = story.screen();
    assert!(screen.contains("Your first thought: Keep quiet"), "{screen}");
    let again = lesson(&TEXT.replace("Say nothing", "Wait"));
    let mut story = at(
        &again,
        story.store.clone(),
        Screen::Lesson("one".into()),
        NOW + 120_000,
    );
    let screen = story.screen();
    assert!(screen.contains("Your first thought: Wait"), "{screen}");
    assert!(!screen.contains("has changed"), "{screen}");
    choose(&mut story, "Say sorry");
    choose(&mut story, "Sure");
    let screen = story.screen();
    assert!(screen.contains("Your first thought was: Wait"), "{screen}");
}

#[test]
fn a_first_thought_may_be_passed_by() {
    let mut story = at(&predicted(), Memory::default(), Screen::Lesson("one".into()), NOW);
    let stops = &story.app.window().page.stops;
    let second = stops
        .iter()
        .filter(|stop| stop.words.as_str() == "Say sorry")
        .nth(1)
        .unwrap();
    let action = second.action.clone();
    story.send(ally_up::app::Msg::Act(action));
    choose(&mut story, "Sure");
    let screen = story.screen();
    assert!(
        screen.contains("1 of 1 answered") && !screen.contains("Your first thought was"),
        "{screen}"
    );
    let finished = at(&predicted(), story.store, Screen::Home, NOW);
    assert!(finished.app.model().is_finished("one"));
}

#[test]
fn the_plain_face_keeps_and_tells_a_first_thought() {
    let (said, store) = plain_in(
        predicted(),
        "1\n\nsay nothing\nkeep this\n\n\nsay sorry\nsure\n",
        Memory::default(),
        NOW,
    );
    assert!(said.contains(KEPT), "{said}");
    assert!(said.contains(WAS), "{said}");
    assert_eq!(
        store
            .events
            .iter()
            .filter(|event| matches!(event.kind, ally_up::progress::event::EventKind::Answered { .. }))
            .count(),
        2
    );
}
