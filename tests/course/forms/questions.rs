//! Forms of a question: what is fair, in which order options stand, what is said of what was chosen and of what was not; and hints.

use crate::forms::{at, choose, lesson};
use crate::story::{NOW, plain_in};
use ally_up::action::Screen;
use ally_up::quiz::Worth;
use ally_up::shell::testing::Memory;

/// A question of each kind of `.one`, with a fair option that carries its code.
fn fair(class: &str) -> String {
    format!(
        "# One\n\n### Which? {{#which .one {class}}}\n\n- [ ] Near <!-- fair M33 -->\n\n  It asks where a deed was free.\n\n\
         - [x] Best\n\n  It does what was agreed.\n\n- [ ] Far <!-- M05 -->\n\n  It leaves her alone.\n"
    )
}

#[test]
fn a_fair_pick_of_any_one_is_partly_in_both_faces() {
    const PARTLY: &str = "Partly: defensible, and there is a better way.";
    for class in ["", ".truth", ".scene"] {
        let library = lesson(&fair(class));
        let question = library.lesson("one").question("which").unwrap().clone();
        let near = &question.parts.options()[0];
        assert_eq!(
            (near.worth, near.misconception.as_deref()),
            (Worth::Fair, Some("M33"))
        );
        let mut story = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW);
        choose(&mut story, "Near");
        choose(&mut story, "Sure");
        assert!(story.screen().contains(PARTLY), "{class}: {}", story.screen());
        let (said, _) = plain_in(library.clone(), "1\nnear\nsure\n", Memory::default(), NOW);
        assert!(said.contains(PARTLY), "{class}: {said}");
    }
}

/// The order of the options of a question, as they stand on its page.
fn order(class: &str, id: &str) -> Vec<String> {
    let options = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"].map(|word| {
        format!(
            "- [{}] {word}\n\n  Why.\n",
            if word == "Beta" { "x" } else { " " }
        )
    });
    let text = format!(
        "# One\n\n### Which? {{#{id} .one {class}}}\n\n{}",
        options.join("\n")
    );
    let story = at(
        &lesson(&text),
        Memory::default(),
        Screen::Lesson("one".into()),
        NOW,
    );
    let stops = &story.app.window().page.stops;
    let options = stops.iter().filter(|stop| stop.digit.is_some());
    options.map(|stop| stop.words.to_string()).collect()
}

#[test]
fn scenes_are_shuffled_unless_their_options_are_in_order() {
    let file = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"];
    assert_ne!(order(".scene", "which"), file);
    assert_eq!(order(".scene .in-order", "which"), file);
    assert_eq!(order(".in-order", "which"), file);
}

#[test]
fn what_was_chosen_is_judged_and_the_best_is_found_at_a_glance() {
    let library = lesson(&fair(""));
    let mut story = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW);
    choose(&mut story, "Far");
    choose(&mut story, "Sure");
    let screen = story.screen();
    let signs: Vec<&str> = screen.matches(['✓', '✗', '◐']).collect();
    assert_eq!(signs, ["✗", "✓"], "{screen}");
    assert!(
        screen.contains("Best  (fits best)") && screen.contains("Near  (defensible)"),
        "{screen}"
    );
    let (said, _) = plain_in(library, "1\nfar\nsure\nmore\n", Memory::default(), NOW);
    let (_, after) = said.split_once("Not yet.").unwrap();
    assert_eq!(after.matches("Not yet").count(), 0, "{after}");
    for line in [
        "It leaves her alone.",
        "It asks where a deed was free.",
        "It does what was agreed.",
    ] {
        assert!(after.lines().any(|told| told.trim() == line), "{line}: {after}");
    }
    let many = "# One\n\n### Which? {#which .many}\n\n- [x] Alpha\n\n  It holds.\n\n- [x] Beta\n\n  It lasts.\n\n- [ ] Gamma\n\n  It fades.\n";
    let (said, _) = plain_in(lesson(many), "1\nalpha\nsure\nmore\n", Memory::default(), NOW);
    for told in [
        "Alpha (ticked: it fits)",
        "Beta (left out: it fits)",
        "Gamma (left out: it does not fit)",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    for line in ["It lasts.", "It fades."] {
        assert!(said.lines().any(|told| told.trim() == line), "{line}: {said}");
    }
}

/// A question of each kind that can be answered, with these hints.
fn kinds(hints: &str) -> [(&'static str, String); 7] {
    [
        ("one", "- [x] Alpha\n\n  Why.\n\n- [ ] Beta\n\n  Why.\n"),
        ("one .scene", "- [x] Alpha\n\n  Why.\n\n- [ ] Beta\n\n  Why.\n"),
        ("many", "- [x] Alpha\n\n  Why.\n\n- [ ] Beta\n\n  Why.\n"),
        ("match", "| a | b | c |\n|---|---|---|\n| x | y | z |\n"),
        ("order", "1. Alpha\n2. Beta\n"),
        ("fill", "It is ____.\n\n- [x] here\n"),
        ("write", "> A model.\n\n- [ ] A way out\n"),
    ]
    .map(|(class, answer)| {
        (
            class,
            format!("# One\n\n### Which? {{#which .{class}}}\n\n{hints}\n\n{answer}"),
        )
    })
}

#[test]
fn every_kind_shows_its_hints_one_at_a_time_and_none_where_there_are_none() {
    let hints = "> [!TIP]\n> Compare the two.\n\n> [!TIP]\n> Look at the place.";
    for (class, text) in kinds(hints) {
        let library = lesson(&text);
        let mut story = at(&library, Memory::default(), Screen::Lesson("one".into()), NOW);
        assert!(
            story.screen().contains("[ Hint 1 of 2 ]"),
            "{class}: {}",
            story.screen()
        );
        story.keys("i");
        let screen = story.screen();
        assert!(
            screen.contains("Compare the two.") && !screen.contains("Look at the place."),
            "{class}: {screen}"
        );
        story.keys("i");
        let screen = story.screen();
        assert!(
            screen.contains("Look at the place.") && !screen.contains("[ Hint"),
            "{class}: {screen}"
        );
        // While words are written, a command begins with a colon.
        let (said, _) = plain_in(library, "1\n\n:hint\n:hint\n", Memory::default(), NOW);
        assert!(said.contains("Look at the place."), "{class}: {said}");
    }
    for (class, text) in kinds("") {
        let mut story = at(
            &lesson(&text),
            Memory::default(),
            Screen::Lesson("one".into()),
            NOW,
        );
        assert!(!story.screen().contains("Hint"), "{class}: {}", story.screen());
        story.keys("i");
        assert!(
            story.screen().contains("This question has no hint."),
            "{class}: {}",
            story.screen()
        );
    }
}
