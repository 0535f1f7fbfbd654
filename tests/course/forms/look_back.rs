//! A question that looks back says in words where it comes from.

use crate::forms::{at, choose, course};
use crate::story::{NOW, go, plain_in, read_on};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::shell::testing::Memory;

/// Two lessons; the second asks one question of its own and one that looks back to the first.
pub fn two() -> Library {
    let manifest =
        "Course(id: \"forms\", title: \"Forms\", modules: [Module(id: \"m\", title: \"M\", items: [
        Lesson(id: \"one\", file: \"one.md\", objectives: { \"O1\": \"ask in private\" }),
        Lesson(id: \"two\", file: \"two.md\", objectives: { \"O2\": \"thank after\" })])])";
    let options =
        "- [x] In private\n\n  A no is easy there.\n\n- [ ] In the corridor\n\n  Others can hear it.\n";
    let one = "# Asking first\n\n## Where {#where}\n\nIn private.\n";
    let two = format!(
        "# Thanks\n\n## When {{#when}}\n\nAfter it.\n\n### Where do you thank? {{#own .one objective=O2 see=when}}\n\n{options}\n\
         ### Where did she ask? {{#back .one objective=O1 see=one#where}}\n\n{options}"
    );
    course(&[("course.ron", manifest), ("one.md", one), ("two.md", &two)])
}

#[test]
fn a_question_that_looks_back_says_so_in_both_faces() {
    const WORDS: &str = "From a lesson you have not read yet: Asking first. It can wait; read on past it.";
    let mut story = at(&two(), Memory::default(), Screen::Lesson("two".into()), NOW);
    let unwrapped = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let screen = unwrapped(&story.screen());
    assert_eq!(screen.matches(WORDS).count(), 1, "{screen}");
    assert!(
        screen.find("Where do you thank?") < screen.find(WORDS),
        "{screen}"
    );
    choose(&mut story, "In private");
    choose(&mut story, "Sure");
    choose(&mut story, "In private");
    choose(&mut story, "Sure");
    let screen = unwrapped(&story.screen());
    assert!(
        screen.contains(WORDS) && screen.contains("2 of 2 answered"),
        "{screen}"
    );
    let (said, _) = plain_in(two(), "lessons\n2\n\n\n\n", Memory::default(), NOW);
    assert!(unwrapped(&said).contains(WORDS), "{said}");
    // Whoever has read it is told only where it comes from.
    go(&mut story, Screen::Lesson("one".into()));
    read_on(&mut story, 2);
    go(&mut story, Screen::Lesson("two".into()));
    let screen = story.screen();
    assert!(
        screen.contains("From an earlier lesson: Asking first") && !screen.contains(WORDS),
        "{screen}"
    );
}
