//! Forms of a question: what is fair, in which order options stand.

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
