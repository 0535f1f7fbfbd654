//! A path: some items in an order of their own, which what comes next follows until it is done.

use crate::forms::{at, choose, course};
use crate::story::{NOW, log, plain_in};
use ally_up::action::Screen;
use ally_up::library::Library;
use ally_up::shell::testing::{Memory, Script};

pub fn support() -> Library {
    let manifest = "Course(id: \"forms\", title: \"Forms\", modules: [Module(id: \"m\", title: \"M\", items: [
        Lesson(id: \"one\", file: \"one.md\"), Lesson(id: \"two\", file: \"two.md\"), Lesson(id: \"three\", file: \"three.md\"),
        Rehearsal(id: \"talk\", file: \"talk.md\"), SelfAssessment(id: \"start\", file: \"start.md\")])],
        paths: [Path(id: \"support\", title: \"I came to find support\", items: [\"three\", \"talk\"])])";
    let talk = "# The talk\n\n## Now {#t1}\n\n- [Ask](#e)\n\n  It is asked.\n\n## Over {#e .end}\n\nDone.\n";
    course(&[
        ("course.ron", manifest),
        ("one.md", "# First\n\nA line.\n"),
        ("two.md", "# Second\n\nA line.\n"),
        ("three.md", "# Third\n\nA line.\n"),
        ("talk.md", talk),
        ("start.md", WHERE),
    ])
}

/// A self-assessment of one line, which is on no path.
const WHERE: &str = "# Where do I start?\n\n### How often? {#lines .rate}\n\n| id | line | scale | sign |\n|---|---|---|---|\n| a-1 | I say it. | Open | + |\n";

/// Home, as it stands for what was kept.
fn home(store: &Memory) -> Script {
    at(&support(), store.clone(), Screen::Home, NOW)
}

#[test]
fn what_comes_next_follows_the_path_until_it_is_done() {
    let mut story = home(&Memory::default());
    let screen = story.screen();
    assert!(
        screen.contains("Start here  First") && screen.contains("Or begin with  I came to find support"),
        "{screen}"
    );
    choose(&mut story, "Or begin with");
    assert_eq!(*story.app.screen(), Screen::Lesson("three".into()));
    assert!(log(&story).starts_with("set path support"), "{}", log(&story));
    assert!(story.screen().contains("Next: The talk"), "{}", story.screen());
    let screen = home(&story.store).screen();
    assert!(
        screen.contains("Next  The talk") && !screen.contains("Or begin with"),
        "{screen}"
    );
    story.keys("n");
    assert_eq!(*story.app.screen(), Screen::Rehearsal("talk".into()));
    choose(&mut story, "Ask");
    assert!(
        home(&story.store).screen().contains("Next  First"),
        "{}",
        home(&story.store).screen()
    );
    let practice = at(&support(), story.store, Screen::Practice, NOW).screen();
    assert!(
        practice.contains("I came to find support") && practice.contains("done"),
        "{practice}"
    );
}

#[test]
fn the_result_of_a_self_assessment_keeps_to_the_path() {
    let mut story = home(&Memory::default());
    choose(&mut story, "Or begin with");
    let mut story = at(
        &support(),
        story.store,
        Screen::SelfAssessment("start".into()),
        NOW,
    );
    story.keys("<enter>44");
    assert_eq!(
        *story.app.screen(),
        Screen::SelfAssessmentResult("start".into(), 0)
    );
    story.keys("<end>");
    assert!(story.screen().contains("Next: The talk"), "{}", story.screen());
}

#[test]
fn a_path_is_taken_and_left_on_the_practice_page() {
    let mut story = at(&support(), Memory::default(), Screen::Practice, NOW);
    assert!(story.screen().contains("2 parts"), "{}", story.screen());
    choose(&mut story, "I came to find support");
    let mut story = at(&support(), story.store, Screen::Practice, NOW);
    choose(&mut story, "Leave the path");
    let screen = home(&story.store).screen();
    assert!(screen.contains("Next  First"), "{screen}");
}

#[test]
fn the_plain_face_offers_and_follows_a_path() {
    let (said, store) = plain_in(support(), "or begin with\n\n", Memory::default(), NOW);
    assert!(said.contains("Or begin with: I came to find support"), "{said}");
    assert!(
        said.contains("Third") && said.contains("Next: The talk"),
        "{said}"
    );
    assert!(home(&store).screen().contains("Next  The talk"));
}
