//! The same questions before the course and after it: kept without a word, and in the end both side by side.

use crate::forms::{at, choose, course};
use crate::story::{NOW, log, plain_in};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::shell::testing::{Memory, Script};
use ally_up::status::before_after::{FormStand, stand};
use ally_up::time::DAY;

pub fn both() -> Library {
    let manifest = "Course(id: \"forms\", title: \"Forms\", modules: [
        Module(id: \"m\", title: \"M\", items: [
            BeforeAfter(id: \"both\", title: \"Before and after\", of: \"final\", questions: [\"fa-1\", \"fa-2\", \"fa-3\"]),
            Lesson(id: \"one\", file: \"one.md\", objectives: { \"O1\": \"ask\" }),
            Final(id: \"final\", file: \"final.md\", draw: 1, pass: 1, quotas: { \"m\": 1 })])])";
    let options = "- [x] In private\n\n  A no is easy there.\n\n- [ ] In the corridor <!-- fair -->\n\n  Others can hear it.\n";
    let bank = format!(
        "# The end\n\n### Where do you ask? {{#fa-1 .one objective=O1}}\n\n{options}\n### In which order? {{#fa-2 .order objective=O1}}\n\n\
         1. Name it\n2. Own it\n\n### Where does he thank? {{#fa-3 .one objective=O1}}\n\n{options}\n\
         ### Where does she ask? {{#fa-4 .one objective=O1}}\n\n{options}"
    );
    course(&[
        ("course.ron", manifest),
        ("one.md", "# One\n\nA line.\n"),
        ("final.md", &bank),
    ])
}

/// Answers the three questions of the form that is on show.
fn answer(story: &mut Script, picks: [&[&str]; 3]) {
    for pick in picks {
        let screen = story.screen();
        assert!(
            screen.contains("of 3") && !screen.contains("How sure?"),
            "{screen}"
        );
        pick.iter().for_each(|words| choose(story, words));
        choose(story, "Keep this");
        let screen = story.screen();
        assert!(screen.contains("Kept."), "{screen}");
        for told in ["Correct", "Partly", "Not yet", "Others can hear", "A no is easy"] {
            assert!(!screen.contains(told), "{told}: {screen}");
        }
        story.keys("<enter>");
    }
}

#[test]
fn what_is_picked_before_and_after_stands_side_by_side_in_words() {
    let library = both();
    let id = "both".into();
    let mut story = at(&library, Memory::default(), Screen::Home, NOW);
    assert!(!story.screen().contains("as at the start"));
    choose(&mut story, "Before and after");
    choose(&mut story, "Begin");
    answer(
        &mut story,
        [&["In the corridor"], &["Own it", "Name it"], &["In private"]],
    );
    let screen = story.screen();
    assert!(
        screen.contains("Kept on 21 September 2026.") && !screen.contains("Correct"),
        "{screen}"
    );
    assert!(
        log(&story).contains("began BeforeAfter(\"both\")"),
        "{}",
        log(&story)
    );
    assert_eq!(log(&story).matches("Noted Unsaid").count(), 3, "{}", log(&story));
    assert!(matches!(stand(story.app.model(), &id), FormStand::Kept(_)));
    // The final assessment draws what was not asked here, and takes no answer from it.
    let mut story = at(
        &library,
        story.store,
        Screen::FinalAssessment("final".into()),
        NOW + DAY,
    );
    choose(&mut story, "Begin a form");
    assert!(
        story.screen().contains("Where does she ask?"),
        "{}",
        story.screen()
    );
    choose(&mut story, "In private");
    choose(&mut story, "Sure");
    choose(&mut story, "See how it went");
    let screen = story.screen();
    assert!(
        screen.contains("Passed") && screen.contains("the same questions as at the start"),
        "{screen}"
    );
    choose(&mut story, "Before and after");
    choose(&mut story, "Begin");
    answer(
        &mut story,
        [&["In private"], &["Name it", "Own it"], &["In private"]],
    );
    let screen = story.screen();
    for told in [
        "2 answers moved, 1",
        "In the corridor",
        "Then",
        "Now",
        "Own it; Name it",
        "Then and now",
        "This is no grade",
    ] {
        assert!(screen.contains(told), "{told}: {screen}");
    }
    let (said, _) = plain_in(library, "before and after\n\n\n\n", story.store, NOW + 2 * DAY);
    for told in [
        "2 answers moved",
        "Then: In the corridor",
        "Now: In private",
        "Then and now: In private",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn a_course_that_is_read_offers_the_form_again_and_one_that_was_left_is_no_before() {
    let library = both();
    let (_, store) = plain_in(
        library.clone(),
        "before and after\nbegin\nin private\nkeep this\n\nname it\nown it\nkeep this\n\nin private\nkeep this\n\n",
        Memory::default(),
        NOW,
    );
    let mut story = at(&library, store, Screen::Home, NOW + DAY);
    let id = "both".into();
    assert!(
        matches!(stand(story.app.model(), &id), FormStand::Kept(_)),
        "{}",
        log(&story)
    );
    choose(&mut story, "Next  One");
    let story = at(&library, story.store, Screen::Home, NOW + DAY);
    assert!(
        story.screen().contains("the same questions as at the start"),
        "{}",
        story.screen()
    );
    assert!(matches!(stand(story.app.model(), &id), FormStand::Again(_)));
    let mut late = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW);
    late.keys("h");
    assert!(matches!(stand(late.app.model(), &id), FormStand::TooLate));
}
