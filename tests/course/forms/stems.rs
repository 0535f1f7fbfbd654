//! Other stems of a card: no part of the lesson, asked in turn by the review, one state for all of them.

use crate::forms::{at, choose, course};
use crate::story::{NOW, log, plain_in};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::review::CardState;
use ally_up::shell::testing::Memory;
use ally_up::source::Id;
use ally_up::time::DAY;

/// A lesson with a card, its other stem and one more question.
pub fn cards() -> Library {
    let manifest =
        "Course(id: \"forms\", title: \"Forms\", modules: [Module(id: \"m\", title: \"M\", items: [
        Lesson(id: \"one\", file: \"one.md\", objectives: { \"O1\": \"tell who decides\" })])])";
    let options = "- [x] The person helped\n\n  They live with it.\n\n- [ ] The helper\n\n  Meaning well is something else.\n";
    let text = format!(
        "# One\n\n### Who decides? {{#who .one .card objective=O1}}\n\n{options}\n\
         ### In the bakery, who says that it was help? {{#who-2 .one variant=who objective=O1}}\n\n{options}\n\
         ### Who begins? {{#begin .one objective=O1}}\n\n{options}"
    );
    course(&[("course.ron", manifest), ("one.md", &text)])
}

/// A lesson whose two questions were answered.
fn answered() -> (Library, Memory) {
    let library = cards();
    let mut story = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW);
    for _ in 0..2 {
        choose(&mut story, "The person helped");
        choose(&mut story, "Sure");
    }
    (library, story.store)
}

#[test]
fn another_stem_is_no_part_of_its_lesson() {
    let (library, store) = answered();
    let item = library.course.item("one").unwrap();
    assert_eq!(item.scored().collect::<Vec<_>>(), ["who", "begin"]);
    let fresh = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW).screen();
    assert!(
        fresh.contains("Question 2 of 2") && !fresh.contains("bakery"),
        "{fresh}"
    );
    let mut story = at(&library, store, Screen::Results("one".into()), NOW);
    let results = story.screen();
    assert!(
        results.contains("all (2)") && !results.contains("bakery"),
        "{results}"
    );
    choose(&mut story, "all (2)");
    assert!(
        log(&story).contains("began Retake(\"one\") [\"who\", \"begin\"]"),
        "{}",
        log(&story)
    );
    let (said, _) = plain_in(cards(), "1\n\n\n\n", Memory::default(), NOW);
    assert!(
        said.contains("Question 2 of 2") && !said.contains("bakery"),
        "{said}"
    );
}

#[test]
fn the_review_asks_the_stems_in_turn_and_keeps_one_state() {
    let (library, mut store) = answered();
    let stems: [Id; 2] = ["who".into(), "who-2".into()];
    let mut now = NOW;
    // The lesson asked the card; so the first review asks the other stem, and the next one the card again.
    for (days, stem, box_then) in [(1, "who-2", 1), (3, "who", 2), (7, "who-2", 3)] {
        now += days * DAY;
        let before = Progress::of(&store.events);
        let due = |at| {
            let mut story = at;
            choose(&mut story, "Warm-up");
            story
        };
        let mut story = due(at(&library, store.clone(), Screen::Home, now));
        assert!(
            log(&story).ends_with(&format!("began Review [\"{stem}\"]")),
            "{}",
            log(&story)
        );
        choose(&mut story, "The person helped");
        choose(&mut story, "Sure");
        choose(&mut story, "Results");
        assert!(story.app.model().due().is_empty());
        now = story.now;
        store = story.store;
        let after = Progress::of(&store.events);
        let standing =
            |progress: &Progress| ally_up::progress::review::standing(progress, &stems, now, |_| 0);
        assert!(
            matches!(standing(&before), CardState::Boxed { number, .. } if number + 1 == box_then)
                && matches!(standing(&after), CardState::Boxed { number, .. } if number == box_then)
        );
    }
    let (said, _) = plain_in(cards(), "warm-up\n", store, now + 14 * DAY);
    assert!(
        said.contains("Who decides?") && !said.contains("bakery"),
        "{said}"
    );
}
