//! Keys that were not meant: one that is held answers nothing unseen, a stray letter changes nothing, Enter replaces no pick of a form, and
//! there is always a way back.

use crate::story::{NOW, at, files, go, head, library, log, pick, picked_in_plan, said, start, talks};
use ally_up::action::{Action, Company, Screen};
use ally_up::app::Msg;
use ally_up::app::keys::message;
use ally_up::course::embedded;
use ally_up::keymap::{Command, Key};
use ally_up::library::Library;
use ally_up::progress::event::EventKind;
use ally_up::quiz::answer::Answer;
use ally_up::shell::testing::{Memory, Script};

/// Holds a key for some seconds: a terminal repeats it after half of one, and then some thirty times in each.
fn hold(story: &mut Script, key: Key, seconds: i64) {
    for repeat in 0..seconds * 30 {
        story.now += if repeat == 1 { 500 } else { 33 };
        let keymap = &story.app.model().preferences.keymap;
        let msg = message(keymap, key, story.app.window().key_focus());
        story.send(msg);
    }
}

fn answers(story: &Script) -> usize {
    let events = story.store.events.iter();
    events
        .filter(|event| matches!(event.kind, EventKind::Answered { .. }))
        .count()
}

#[test]
fn a_held_enter_answers_what_was_shown_and_nothing_more() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    story.keys("<home>1");
    hold(&mut story, Key::Enter, 5);
    assert_eq!(answers(&story), 1, "{}", log(&story));
    assert!(
        story.screen().contains("> [ Next question ]"),
        "{}",
        story.screen()
    );
    // Once it is let go, the way on is open.
    story.keys("<enter>");
    assert!(
        story.screen().contains("Sort what comes next"),
        "{}",
        story.screen()
    );
    hold(&mut story, Key::Enter, 5);
    assert_eq!(answers(&story), 1, "{}", log(&story));
    assert!(
        story.app.model().drafts.is_empty(),
        "what just came into sight is not picked"
    );
}

#[test]
fn a_held_enter_goes_one_step_and_ticks_nothing_of_a_form() {
    let mut story = start(Memory::default());
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    for _ in 0..12 {
        let written = |story: &Script| log(story).matches("wrote ").count();
        let before = written(&story);
        hold(&mut story, Key::Enter, 3);
        assert!(written(&story) <= before + 1, "{}", log(&story));
        story.keys("<down>");
    }
    // From home it opens what is in focus; its first repeat may be a hand that reads on, the others lead nowhere.
    let mut story = start(Memory::default());
    story.now += 1_000;
    hold(&mut story, Key::Enter, 3);
    let held = (story.app.screen().clone(), story.app.window().top());
    let mut story = start(Memory::default());
    story.keys("<enter><enter>");
    assert_eq!((story.app.screen().clone(), story.app.window().top()), held);
}

#[test]
fn enter_reads_on_past_the_offer_to_skip_a_lesson() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    for with_time in [true, false] {
        let mut story = Script::start(library.clone(), Memory::default(), (80, 24), NOW);
        let lesson = Screen::Lesson("curious-humble-courageous".into());
        go(&mut story, lesson.clone());
        assert!(
            story.screen().contains("Go to the next lesson instead"),
            "{}",
            story.screen()
        );
        match with_time {
            true => story.keys("<enter><enter>"),
            false => hold(&mut story, Key::Enter, 3),
        }
        assert_eq!(*story.app.screen(), lesson, "{}", story.screen());
    }
}

#[test]
fn a_held_digit_says_one_line_and_rates_one() {
    let mut talk = at(Screen::Rehearsal("talk".into()));
    talk.now += 1_000;
    hold(&mut talk, Key::Char('1'), 3);
    let said = log(&talk).matches("chose in").count();
    assert_eq!(said, 1, "{}", log(&talk));
    let mut lines = at(Screen::Rating("start".into()));
    lines.now += 1_000;
    hold(&mut lines, Key::Char('3'), 3);
    assert!(head(&lines).ends_with("line 2 of 12"), "{}", lines.screen());
}

#[test]
fn a_held_enter_switches_a_setting_once() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Settings);
    story.now += 1_000;
    hold(&mut story, Key::Enter, 2);
    assert_eq!(log(&story).matches("set sureness").count(), 1, "{}", log(&story));
    story.keys("<down><enter>");
    assert!(log(&story).ends_with("set review off"), "{}", log(&story));
}

#[test]
fn two_quick_keys_on_a_question_one_has_read_both_count() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("reading".into()));
    story.keys("<end>1");
    for _ in 0..2 {
        story.now += 90;
        story.send(Msg::Do(Command::Choose));
    }
    assert_eq!(answers(&story), 1, "{}", log(&story));
}

/// What was put into the second part of the plan, in turn.
fn put(story: &Script) -> Vec<String> {
    let words = |kind: &EventKind| match kind {
        EventKind::Wrote { entry, text, .. } if entry.ends_with("-insight") => Some(text.clone()),
        _ => None,
    };
    let events = story.store.events.iter();
    events.filter_map(|event| words(&event.kind)).collect()
}

#[test]
fn a_held_enter_changes_no_pick_of_a_form_and_what_was_picked_is_taken_back() {
    let mut story = picked_in_plan();
    let before = put(&story);
    assert_eq!(before.len(), 1, "{}", log(&story));
    // From the field above Enter goes on to what was picked; held, it stays so.
    story.keys("<up><up><up><up>");
    for _ in 0..20 {
        story.now += 33;
        story.send(Msg::Do(Command::Choose));
    }
    assert_eq!(put(&story), before, "{}", story.screen());
    // Enter again and it goes on from there.
    story.keys("<enter>");
    pick(&mut story, "From a conversation");
    assert_eq!(put(&story).len(), 2, "{}", story.screen());
    story.keys("u");
    assert_eq!(put(&story).last(), before.last(), "{}", log(&story));
    story.keys("u");
    assert_eq!(said(&story), "There is nothing to take back here.");
}

#[test]
fn enter_on_what_is_picked_in_a_form_goes_on_to_the_next_part() {
    let mut story = picked_in_plan();
    let before = log(&story);
    story.keys("2<enter>");
    let focused = story.app.window().focus().map(|stop| stop.words.to_string());
    assert!(
        focused.is_some_and(|words| words.contains("I am practicing")),
        "{}",
        story.screen()
    );
    assert_eq!(put(&story).len(), 1, "{before}\nthen\n{}", log(&story));
}

/// Every key that types one character.
fn letters() -> impl Iterator<Item = char> {
    (' '..='~').filter(|c| *c != ' ')
}

#[test]
fn a_stray_letter_changes_no_setting_and_ticks_nothing_out_of_sight() {
    for letter in letters() {
        let mut story = start(Memory::default());
        go(&mut story, Screen::Settings);
        story.keys(&letter.to_string().replace('<', "<<"));
        let set = |event: &ally_up::progress::event::Event| matches!(event.kind, EventKind::Set { .. });
        assert!(!story.store.events.iter().any(set), "{letter}");
        assert!(story.store.settings.is_empty(), "{letter}");
        // At the top of a lesson whose questions stand below the window.
        let mut story = Script::start(library(), Memory::default(), (64, 12), NOW);
        go(&mut story, Screen::Lesson("reading".into()));
        let letter = letter.to_string().replace('<', "<<");
        story.keys(&letter);
        let picked = |answer: &Answer| matches!(answer, Answer::Picks(picks) if !picks.is_empty());
        assert!(
            !story
                .app
                .model()
                .drafts
                .values()
                .any(|draft| picked(&draft.answer)),
            "{letter}"
        );
    }
}

#[test]
fn whatever_letter_is_hit_the_foot_shows_a_way_back_to_what_is_half_done() {
    let half = |library: Library, screen: Screen, keys: &str| {
        let mut story = Script::start(library, Memory::default(), (40, 12), NOW);
        go(&mut story, screen);
        story.keys(keys);
        story
    };
    let of = || Library::of(files(), &Default::default());
    for letter in letters().filter(|c| *c != 'q' && *c != 'x') {
        let letter = letter.to_string().replace('<', "<<");
        for (library, screen, keys) in [
            (of(), Screen::Lesson("reading".into()), "<tab><tab><tab>1"),
            (talks(), Screen::Rehearsal("talk".into()), "11"),
            (talks(), Screen::Rating("start".into()), "44"),
        ] {
            let mut story = half(library, screen.clone(), keys);
            story.keys(&letter);
            if *story.app.screen() == Screen::Home {
                // What was left in the middle is in focus.
                story.keys("<enter>");
                assert_eq!(*story.app.screen(), screen, "{letter}");
                continue;
            }
            let shown = story.screen();
            let foot = shown.lines().last().unwrap();
            let said = story.app.window().notice.is_some();
            assert!(said || foot.contains("esc "), "{letter}: {shown}");
            for _ in 0..3 {
                if *story.app.screen() != screen {
                    story.keys("<esc>");
                }
            }
            assert_eq!(*story.app.screen(), screen, "{letter}: {}", story.screen());
        }
    }
}
