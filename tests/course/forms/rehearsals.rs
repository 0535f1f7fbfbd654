//! Rehearsals: lines in any order, one's own line first, and no judgment before the end.

use crate::forms::{at, choose, course};
use crate::story::{NOW, log, plain_in};
use ally_up::action::{Action, FieldTarget, Screen};
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::progress::event::Category;
use ally_up::progress::rehearsal::{Move, Walk};
use ally_up::shell::testing::{Memory, Script};

const GRADES: [&str; 3] = ["This helps.", "This can work.", "This backfires."];

pub fn talk() -> Library {
    let manifest =
        "Course(id: \"forms\", title: \"Forms\", modules: [Module(id: \"m\", title: \"M\", items: [
        Rehearsal(id: \"talk\", file: \"talk.md\")])])";
    let talk = "# Hear Mira out\n\nShe asks for ten minutes.\n\n## The message {#t1 .write-first}\n\n> **Mira:** Today?\n\n\
        - [Yes, at three.](#t2 \"strong\")\n\n  She knows when.\n\n- [Type it here.](#t2 \"backfires\")\n\n  It fits no chat line.\n\n\
        - [Perhaps.](#t2 \"fair\")\n\n  She waits.\n\n## Her point {#t2}\n\n> **Mira:** Two questions were mine.\n\n\
        - [They were.](#e \"strong\")\n\n  She nods.\n\n- [Were they?](#e \"fair\")\n\n  She counts.\n\n\
        - [Never.](#e \"backfires\")\n\n  She stops.\n\n## Thursday {#e .end}\n\nIt is over for today.\n";
    course(&[("course.ron", manifest), ("talk.md", talk)])
}

fn rehearse(store: Memory) -> Script {
    at(&talk(), store, Screen::Rehearsal("talk".into()), NOW)
}

/// The lines that can be said, as they stand on the page.
fn lines(story: &Script) -> Vec<String> {
    let stops = &story.app.window().page.stops;
    let says = stops.iter().filter(|stop| matches!(stop.action, Action::Say(..)));
    says.map(|stop| stop.words.to_string()).collect()
}

#[test]
fn a_scene_asks_for_ones_own_line_first_and_keeps_it_as_the_learners_words() {
    let mut story = rehearse(Memory::default());
    assert!(lines(&story).is_empty(), "{}", story.screen());
    let entry = story
        .app
        .model()
        .library
        .course
        .item("talk")
        .unwrap()
        .first_line("t1")
        .unwrap();
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(entry.clone()))));
    story.keys("Sure, but tomorrow");
    // What is being written is gone on with after a kill.
    crate::story::rest(&mut story);
    let mut story = rehearse(story.store);
    choose(&mut story, "Keep this");
    let screen = story.screen();
    assert!(
        screen.contains("Your own line:") && screen.contains("Sure, but tomorrow"),
        "{screen}"
    );
    assert_eq!(lines(&story).len(), 3, "{screen}");
    let own = &story.app.model().progress.own;
    assert_eq!(own.entries_of(Category::Journal).collect::<Vec<_>>(), [&entry]);
    choose(&mut story, "Perhaps.");
    choose(&mut story, "They were.");
    let screen = story.screen();
    assert!(screen.contains("Your own line: Sure, but tomorrow"), "{screen}");
    story.send(Msg::Act(Action::Go(Screen::Notebook, None)));
    let screen = story.screen();
    assert!(
        screen.contains("Your own line: The message") && screen.contains("Sure, but tomorrow"),
        "{screen}"
    );
    assert!(!screen.contains("changed since"), "{screen}");
}

#[test]
fn no_line_is_judged_before_the_end_and_every_line_is_at_the_end() {
    let mut story = rehearse(Memory::default());
    choose(&mut story, "Continue without a line");
    for (line, why) in [
        ("Type it here.", "It fits no chat line."),
        ("Were they?", "She counts."),
    ] {
        let screen = story.screen();
        assert!(GRADES.iter().all(|grade| !screen.contains(grade)), "{screen}");
        choose(&mut story, line);
        assert!(
            story.screen().contains(why),
            "the explanation stays: {}",
            story.screen()
        );
        if line == "Type it here." {
            story.send(Msg::Act(Action::Go(Screen::RehearsalMap("talk".into()), None)));
            assert!(
                GRADES.iter().all(|grade| !story.screen().contains(grade)),
                "{}",
                story.screen()
            );
            story.send(Msg::Act(Action::Go(Screen::Rehearsal("talk".into()), None)));
        }
    }
    let screen = story.screen();
    assert!(
        screen.contains("The message: Type it here.\n    This backfires."),
        "{screen}"
    );
    assert!(
        screen.contains("Her point: Were they?\n    This can work."),
        "{screen}"
    );
    // It is not asked again on the next try, nor counted as lost.
    choose(&mut story, "The start");
    assert_eq!(lines(&story).len(), 3, "{}", story.screen());
    story.send(Msg::Act(Action::Go(Screen::Home, None)));
    assert!(
        !story.screen().contains("no longer in the course"),
        "{}",
        story.screen()
    );
}

#[test]
fn lines_stay_where_they_are_and_move_on_the_next_try() {
    let mut story = rehearse(Memory::default());
    choose(&mut story, "Continue without a line");
    let first = lines(&story);
    assert_eq!(
        lines(&rehearse(story.store.clone())),
        first,
        "a page that is made again looks the same"
    );
    choose(&mut story, "Perhaps.");
    let second = lines(&story);
    // What was just said and is taken back is where it was.
    story.keys("u");
    let bare = |story: &Script| {
        lines(story)
            .iter()
            .map(|line| line.replace("  (tried)", ""))
            .collect::<Vec<_>>()
    };
    assert_eq!(bare(&story), first);
    choose(&mut story, "Perhaps.");
    assert_eq!(bare(&story), second);
    // Whoever types 1 all the way does not always say the same.
    let rehearsal = talk().rehearsal("talk").as_ref().clone();
    let scene = rehearsal.scene("t1").unwrap();
    let mut walk = Walk::default();
    let mut firsts = Vec::new();
    for _ in 0..3 {
        firsts.push(walk.arranged(scene, 0)[0].text.words());
        walk.take(&Move::Turned(None));
    }
    firsts.sort();
    firsts.dedup();
    assert_eq!(firsts.len(), 3);
}

#[test]
fn the_plain_face_asks_for_a_line_and_can_go_on_without_one() {
    let (said, store) = plain_in(
        talk(),
        "hear mira out\n\n1\nTomorrow at nine\n.\nkeep this\nperhaps\nnever\n\n",
        Memory::default(),
        NOW,
    );
    let story = Script::start(talk(), store, (72, 200), NOW);
    assert!(
        log(&story).contains("wrote rehearsal-talk--t1 \"Tomorrow at nine\""),
        "{said}"
    );
    let (before, after) = said
        .split_once("Heading 2: Looking back")
        .unwrap_or_else(|| panic!("{said}"));
    assert!(
        before.contains("Your own line:") && GRADES.iter().all(|grade| !before.contains(grade)),
        "{before}"
    );
    assert!(
        after.contains("This backfires.") && after.contains("Your own line: Tomorrow at nine"),
        "{after}"
    );
    let (said, _) = plain_in(
        talk(),
        "hear mira out\n\ncontinue without\nperhaps\n",
        Memory::default(),
        NOW,
    );
    assert!(said.contains("Heading 2: Her point"), "{said}");
}
