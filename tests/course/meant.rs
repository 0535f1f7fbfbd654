//! A program that does what one meant: words that run beside a field, keys that do nothing, days that are none, what is taken back, and
//! what is said about all of it.

use crate::story::{
    NOW, at, body, files, go, killed, library, log, picked_in_plan, play, said, start, write,
};
use ally_up::action::{Action, Company, Screen};
use ally_up::app::Msg;
use ally_up::app::bursts::Unmeant;
use ally_up::app::keys::KeyFocus;
use ally_up::course::embedded;
use ally_up::doc::Lines;
use ally_up::keymap::Command;
use ally_up::library::Library;
use ally_up::progress::plan::Part;
use ally_up::quiz::answer::Answer;
use ally_up::shell::Flow;
use ally_up::shell::testing::{Memory, Script};
use ally_up::text_edit::Edit;

#[test]
fn words_that_run_beside_a_field_do_nothing_and_it_is_said() {
    let mut story = start(Memory::default());
    for words in ["I would quit this", "shy quip", "one<enter>two<tab>three", "xqh1"] {
        go(&mut story, Screen::Settings);
        let before = (body(&story), log(&story));
        story.burst(words);
        assert_eq!((body(&story), log(&story)), before, "{words}");
        assert!(
            said(&story).starts_with("Nothing is written here:"),
            "{words}: {}",
            said(&story)
        );
    }
    // What is pressed by hand is pressed, also where the machine was slow to take it: a few keys, and one that is held.
    for keys in ["jj", "jjjjjjjj", "jjkk", "<down><down><up><enter>"] {
        story.burst(keys);
        assert!(!said(&story).starts_with("Nothing"), "{keys}: {}", said(&story));
    }
    // In a field, and behind the key of the search, words are words.
    go(&mut story, Screen::Lesson("kinds".into()));
    story.burst("/meeting");
    assert_eq!(story.app.window().entry().typed.text, "meeting");
}

#[test]
fn words_that_are_typed_by_a_machine_are_stopped_after_a_few() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    // Each comes by itself, but faster than from any hand. The fourth is known not to be a key.
    story.now -= 1_000;
    for c in "kjkwqhs".chars() {
        story.burst(&c.to_string());
        story.now -= 998;
    }
    assert_eq!(
        *story.app.screen(),
        Screen::Lesson("kinds".into()),
        "{}",
        story.screen()
    );
    assert!(
        said(&story).starts_with("Nothing is written here:"),
        "{}",
        said(&story)
    );
}

#[test]
fn a_key_that_does_nothing_and_a_paste_beside_a_field_say_so() {
    let mut story = start(Memory::default());
    let before = body(&story);
    for (key, words) in [
        ("z", "z does nothing here; ? shows what the keys do."),
        ("é", "é does nothing here"),
    ] {
        story.keys(key);
        assert!(said(&story).starts_with(words), "{}", said(&story));
    }
    story.send(Msg::Unmeant(Unmeant::Paste));
    assert_eq!(said(&story), "Nothing is written here: the paste did nothing.");
    assert_eq!(body(&story), before);
    go(&mut story, Screen::Lesson("kinds".into()));
    story.send(Msg::Unmeant(Unmeant::Paste));
    assert!(
        said(&story).ends_with("To write, go into a field first."),
        "{}",
        said(&story)
    );
    // A blank screen is brought back by any key.
    story.keys("xz");
    assert!(!story.app.window().is_blank);
}

#[test]
fn what_is_said_is_never_cut_in_a_small_window() {
    for (columns, rows) in [(40, 12), (80, 24), (40, 6)] {
        let mut story = Script::start(library(), Memory::default(), (columns, rows), NOW);
        story.app.found(Some(
            "settings.ron, line 3, column 5: there is no setting \"colour\"; the nearest is \"theme\". \
             Change it there, or on the page of settings.",
        ));
        let shown = story.screen();
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = rows < 12 || words.ends_with("Change it there, or on the page of settings.");
        assert!(
            told && words.contains("line 3, column 5"),
            "{columns} by {rows}:\n{shown}"
        );
        // It is read, and the page is there again.
        story.keys("z");
        story.send(Msg::NoticeRead);
        assert!(!story.screen().contains("colour"));
    }
    // What stands there for as long as nothing can be saved covers no row of the page.
    let trouble = "cannot save to /home/somebody/.local/share/ally-up: the disk is full; free some space";
    let failing = Memory {
        failing: Some(trouble.into()),
        ..Memory::default()
    };
    let mut story = Script::start(library(), failing, (64, 20), NOW);
    story.keys("<enter>");
    let shown = story.screen();
    assert_eq!(shown.lines().count(), 20);
    assert!(shown.ends_with("free some space"), "{shown}");
    assert!(shown.contains("NOT SAVED: cannot save to /home"), "{shown}");
}

#[test]
fn a_day_that_is_none_is_told_at_enter_and_one_that_is_pasted_takes_its_place() {
    let mut story = Script::start(library(), Memory::default(), (80, 24), NOW);
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    let field = |story: &Script| story.app.window().focus().map(|stop| stop.action.clone());
    write(&mut story, Part::CheckDay(1), " or so");
    let first = field(&story);
    assert!(
        story.screen().contains("A day as in 2026-11-25, or a number"),
        "{}",
        story.screen()
    );
    story.keys("<enter>");
    assert_eq!(field(&story), first, "one stays in the field");
    assert!(said(&story).starts_with("This is no day."), "{}", said(&story));
    story.send(Msg::Edit(Edit::Insert("2026-12-24\n".into())));
    story.keys("<enter>");
    assert_ne!(field(&story), first);
    assert!(log(&story).ends_with("\"2026-12-24\""), "{}", log(&story));
    // Letters are typed where the caret is, as in every field.
    write(&mut story, Part::CheckDay(1), "<back>5<tab>");
    assert!(log(&story).ends_with("\"2026-12-25\""), "{}", log(&story));
    // A day that is left as none is told beside its field.
    write(&mut story, Part::CheckDay(1), "?<tab>");
    story.send(Msg::Resize(80, 200));
    assert!(story.screen().contains("Look again"), "{}", story.screen());
}

#[test]
fn whoever_quits_in_the_plan_is_in_the_plan_again_and_in_its_field() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("reading".into()));
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    write(&mut story, Part::Cue, "she is cut off");
    story.send(Msg::Flush);
    let mut again = crate::story::killed(&story);
    assert_eq!(*again.app.screen(), Screen::PlanForm);
    assert_eq!(
        again.app.window().key_focus(),
        KeyFocus::Text(Lines::One),
        "{}",
        again.screen()
    );
    assert!(
        said(&again).starts_with("You are writing here"),
        "{}",
        said(&again)
    );
    again.keys("q");
    assert!(again.screen().contains("she is cut offq"), "{}", again.screen());
    again.keys("<esc>");
    assert_eq!(again.app.window().key_focus(), KeyFocus::Page);
    // Whoever reads on in a lesson is in that lesson.
    go(&mut again, Screen::Lesson("reading".into()));
    again.send(Msg::Flush);
    assert_eq!(
        *crate::story::killed(&again).app.screen(),
        Screen::Lesson("reading".into())
    );
}

#[test]
fn backspace_goes_back_from_a_hit_and_on_from_the_search() {
    let mut story = start(Memory::default());
    story.keys("/");
    story.keys("meeting<enter><back>");
    assert_eq!(*story.app.screen(), Screen::Search);
    assert_eq!(story.app.window().key_focus(), KeyFocus::Hits);
    // Letters go on in the field; the key that came back goes on back.
    story.keys("s");
    assert_eq!(story.app.window().entry().typed.text, "meetings");
    story.keys("<back>");
    assert_eq!(story.app.window().entry().typed.text, "meeting");
    story.keys("<enter><back><back>");
    assert_eq!(*story.app.screen(), Screen::Home);
    assert_eq!(story.app.window().key_focus(), KeyFocus::Page);
}

#[test]
fn home_is_found_again_at_the_lesson_that_a_search_led_to() {
    let mut story = start(Memory::default());
    story.keys("/");
    story.keys("every kind<enter><esc><esc>");
    assert_eq!(*story.app.screen(), Screen::Home);
    let focus = story.app.window().focus().map(|stop| stop.action.clone());
    assert_eq!(
        focus,
        Some(Action::Go(Screen::Lesson("kinds".into()), None)),
        "{}",
        story.screen()
    );
}

#[test]
fn a_choice_that_is_taken_back_is_where_it_was_made() {
    let mut story = at(Screen::Rehearsal("talk".into()));
    story.keys("<pgdn>");
    let options = |story: &Script| {
        let rows = story.app.window().page.stops.iter();
        rows.filter(|stop| matches!(stop.action, Action::Say(..)))
            .map(|stop| stop.words.replace("  (tried)", ""))
            .collect::<Vec<_>>()
    };
    let before = options(&story);
    play(&mut story, "2u");
    assert_eq!(options(&story), before);
    let focus = story.app.window().focus().unwrap();
    assert!(focus.words.contains("(tried)"), "{}", focus.words);
    // Further down it is the same: the scene, not what led to it.
    play(&mut story, "11u");
    let focus = story.app.window().focus().unwrap();
    assert!(focus.words.contains("(tried)"), "{}", focus.words);
    assert!(story.screen().contains("Her point"), "{}", story.screen());
}

#[test]
fn a_hasty_enter_gives_one_partner_and_one_place() {
    let mut story = Script::start(
        Library::of(files(), &Default::default()),
        Memory::default(),
        (64, 24),
        NOW,
    );
    go(&mut story, Screen::Lesson("kinds".into()));
    story.keys("aa");
    assert!(
        story.screen().contains("Sort what comes next"),
        "{}",
        story.screen()
    );
    assert!(
        story.screen().lines().last().unwrap().starts_with(" 1-9 pick"),
        "{}",
        story.screen()
    );
    let hasty = |story: &mut Script, times: usize| {
        story.now += 2_000;
        for _ in 0..times {
            story.now += 150;
            story.send(Msg::Do(Command::Choose));
        }
    };
    hasty(&mut story, 8);
    let ticked = |story: &Script| story.screen().matches("[x]").count();
    assert_eq!(
        ticked(&story),
        0,
        "the partners were only opened: {}",
        story.screen()
    );
    // One that is meant gives one.
    story.keys("<enter>");
    assert_eq!(ticked(&story), 1, "{}", story.screen());
    let mut order = start(Memory::default());
    go(&mut order, Screen::Lesson("kinds".into()));
    order.keys("aaa");
    assert!(
        order.screen().contains("Put the steps in order"),
        "{}",
        order.screen()
    );
    hasty(&mut order, 8);
    let draft = order
        .app
        .model()
        .drafts
        .get("steps")
        .map(|draft| format!("{:?}", draft.answer));
    assert_eq!(
        draft.map(|draft| draft.matches("Fingerprint").count()),
        Some(1),
        "{}",
        order.screen()
    );
}

#[test]
fn a_digit_picks_at_the_first_question_that_shows_such_a_row() {
    let mut story = Script::start(library(), Memory::default(), (64, 30), NOW);
    go(&mut story, Screen::Lesson("kinds".into()));
    // The head of the first question has gone, the one of the next is there.
    let head = story.app.window().page.line_of_heading("real").unwrap();
    story.send(Msg::Wheel(head as isize + 3));
    let shown = story.screen();
    assert!(
        !shown.contains("Which belong") && shown.contains("Sort what comes next"),
        "{shown}"
    );
    story.keys("2");
    assert!(
        story.screen().contains("2 [x] Room for a no"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_digit_gives_a_row_no_partner_that_was_not_on_show() {
    let mut story = Script::start(library(), Memory::default(), (64, 12), NOW);
    go(&mut story, Screen::Lesson("kinds".into()));
    let rows = |story: &Script| {
        let stops = story.app.window().page.stops.iter().enumerate();
        let rows = stops.filter(|(_, stop)| matches!(&stop.action, Action::Partners(..)));
        rows.map(|(at, stop)| (at, stop.line())).collect::<Vec<_>>()
    };
    // The last row is in focus, the open one with its partners is above the window.
    while story.app.window().focus().map(|stop| stop.line()) != rows(&story).last().map(|(_, line)| *line) {
        story.keys("<tab>");
    }
    let last = rows(&story).last().unwrap().1;
    story.send(Msg::Resize(64, 5));
    story.send(Msg::Wheel(
        (last as isize - story.app.window().top() as isize).max(0),
    ));
    let is_paired = |story: &Script| {
        let mut drafts = story.app.model().drafts.values();
        drafts.any(|draft| matches!(&draft.answer, Answer::Pairs(pairs) if !pairs.is_empty()))
    };
    story.keys("2");
    assert_eq!(said(&story), "This is 2; press it again to pick it.");
    assert!(!is_paired(&story), "{}", story.screen());
    story.keys("2");
    assert!(is_paired(&story), "{}", story.screen());
}

#[test]
fn words_that_a_hand_types_beside_a_field_do_not_lead_away() {
    let lesson = Screen::Lesson("reading".into());
    for words in ["I think we should ask quietly", "A question, he said"] {
        let mut story = start(Memory::default());
        go(&mut story, lesson.clone());
        story.typed(words, 180);
        assert_eq!(*story.app.screen(), lesson, "{words}: {}", story.screen());
        assert_eq!(story.flow, Flow::On, "{words}");
        // A key by itself does what it says.
        story.typed("h", 900);
        assert_eq!(*story.app.screen(), Screen::Home);
    }
    let mut story = start(Memory::default());
    go(&mut story, lesson.clone());
    story.typed("jjjkkh", 90);
    assert_eq!(*story.app.screen(), Screen::Home, "no words");
}

#[test]
fn words_that_a_hand_types_at_a_question_tick_and_order_nothing() {
    for words in [
        "I think we should ask her 1 question at 2",
        "Like this 1 question and 2 or 3",
    ] {
        let mut story = start(Memory::default());
        go(&mut story, Screen::Lesson("kinds".into()));
        story.keys("<home><tab>");
        let before = body(&story);
        assert!(before.contains("> 1 "), "{before}");
        story.typed(words, 150);
        assert!(
            story.app.model().drafts.is_empty() && body(&story).contains("> 1 "),
            "{words}: {}",
            story.screen()
        );
    }
}

#[test]
fn a_question_longer_than_the_window_is_shown_from_its_beginning() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let mut story = Script::start(library, Memory::default(), (40, 12), NOW);
    go(&mut story, Screen::Lesson("curious-humble-courageous".into()));
    for nth in [1, 2] {
        story.keys("a");
        let asked = format!("Question {nth} of 6");
        assert!(story.screen().contains(&asked), "{}", story.screen());
        assert_eq!(story.app.window().focus(), None, "{}", story.screen());
        // Going on leads to its first line.
        story.keys("<tab>");
        let focused = story.app.window().focus().map(|stop| stop.action.clone());
        assert!(
            matches!(focused, Some(Action::Partners(..))),
            "{}",
            story.screen()
        );
    }
}

#[test]
fn space_begins_nothing_that_takes_its_time() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::FinalAssessment("final".into()));
    let begin = |story: &Script| {
        let focus = story.app.window().focus();
        focus.is_some_and(|stop| matches!(stop.action, Action::BeginForm(_)))
    };
    for _ in 0..9 {
        if !begin(&story) {
            story.keys("<tab>");
        }
    }
    assert!(begin(&story), "{}", story.screen());
    story.keys("<space><space><space>");
    assert!(!log(&story).contains("began"), "{}", log(&story));
    assert_eq!(said(&story), "The page ends here. Enter does what is in focus.");
    story.keys("<enter>");
    assert!(log(&story).contains("began"), "{}", log(&story));
}

#[test]
fn on_a_list_up_and_down_go_from_row_to_row() {
    let mut story = Script::start(library(), Memory::default(), (40, 10), NOW);
    for screen in [Screen::Home, Screen::Practice] {
        go(&mut story, screen.clone());
        story.keys("<end>");
        let count = story.app.window().page.stops.len();
        for _ in 0..count {
            let window = story.app.window();
            let (before, top) = (window.focus().map(|stop| stop.line()), window.top());
            story.keys("<up>");
            let window = story.app.window();
            let after = window.focus().map(|stop| stop.line());
            // What has no room on one page with the row above is read on the way.
            let has_moved = after != before || window.top() < top || window.top() == 0;
            assert!(
                after.is_some() && has_moved,
                "{screen:?}: {before:?} to {after:?}\n{}",
                story.screen()
            );
        }
    }
}

#[test]
fn a_plan_that_was_dropped_is_not_gone_on_with() {
    let mut story = picked_in_plan();
    story.keys("h");
    let again = killed(&story);
    assert_eq!(*again.app.screen(), Screen::PlanForm);
    story.keys("d");
    assert!(said(&story).starts_with("Dropped: Your plan"), "{}", said(&story));
    let again = killed(&story);
    assert_eq!(*again.app.screen(), Screen::Home, "{}", again.screen());
}
