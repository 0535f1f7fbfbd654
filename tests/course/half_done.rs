//! Home loses no thread: whatever is half done is offered, what lies behind is what was on show, and questions are counted in one way.

use crate::story::{NOW, files, go, head, killed, log, plain, plain_in, read_on, rest, row, start, talks};
use ally_up::action::{Action, Company, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::keymap::Command;
use ally_up::library::Library;
use ally_up::progress::ItemState;
use ally_up::shell::testing::{Memory, Script};

fn percent(story: &Script) -> u8 {
    let head = head(story);
    let number = head.rsplit("  ").next().unwrap().trim_end_matches(" %");
    number.parse().unwrap_or_else(|_| panic!("{head}"))
}

fn state(story: &Script, lesson: &str) -> ItemState {
    story.app.model().progress.state(lesson)
}

/// The rows of home that go on with something.
fn threads(screen: &str) -> Vec<String> {
    let rows = screen.lines().map(|row| row.trim_start_matches([' ', '>']));
    let rows = rows.filter(|row| row.starts_with("Continue"));
    rows.map(|row| row.split("  ").nth(1).unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn all_that_is_half_done_is_offered_and_the_last_comes_first() {
    let mut story = Script::start(talks(), Memory::default(), (64, 40), NOW);
    // A rehearsal, a self-assessment and a plan are begun and left in their middle.
    go(&mut story, Screen::Rehearsal("talk".into()));
    story.keys("1h");
    go(&mut story, Screen::SelfAssessment("start".into()));
    story.keys("<enter>4h");
    story.now += 1_000;
    story.send(Msg::Act(Action::BeginPlan(Company::Solo)));
    story.keys("<esc>h");
    let screen = story.screen();
    let offered = threads(&screen);
    assert_eq!(
        offered,
        ["Your plan", "Where do I start?", "Hear Mira out"],
        "{screen}"
    );
    assert!(row(&story, "Continue  Your plan").starts_with('>'), "{screen}");
    assert!(row(&story, "Where do I start?").contains("1 of 12 lines rated"));
    // What is gone on with is the first next time, exactly where it was left.
    go(&mut story, Screen::Rating("start".into()));
    story.keys("4h<enter>");
    assert_eq!(*story.app.screen(), Screen::Rating("start".into()));
    let said = plain_in(talks(), "home\nall\n", story.store, story.now).0;
    let home = said.rsplit_once("Continue: Where do I start?").unwrap().1;
    assert!(home.contains("Continue: Your plan"), "{said}");
}

#[test]
fn read_is_what_was_on_show_for_a_moment_and_not_merely_opened() {
    // The window shows all of the lesson: a look in passing is none.
    let all = |pause: i64| {
        let mut story = Script::start(crate::story::library(), Memory::default(), (64, 80), NOW);
        story.keys("<enter>");
        story.now += pause;
        story.send(Msg::Act(Action::Go(Screen::Home, None)));
        story
    };
    assert_eq!(state(&all(100), "reading"), ItemState::Begun(0));
    assert!(row(&all(100), "◐ Reading").ends_with("begun"));
    let mut story = start(Memory::default());
    // The end was looked at, and what stands before it was not.
    story.keys("<enter><end>");
    rest(&mut story);
    assert!(
        matches!(state(&story, "reading"), ItemState::Begun(_)),
        "{}",
        log(&story)
    );
    story.keys("<home>");
    read_on(&mut story, 2);
    assert_eq!(state(&story, "reading"), ItemState::Read, "{}", log(&story));
    story.keys("h");
    assert!(
        row(&story, "✓ Reading").ends_with("read, 1 question open"),
        "{}",
        story.screen()
    );
    // A page that is turned before anybody can have read it was not read.
    let mut fast = start(Memory::default());
    fast.keys("<enter>");
    for _ in 0..5 {
        fast.now += 700;
        fast.send(Msg::Do(Command::PageDown));
    }
    rest(&mut fast);
    assert!(
        matches!(state(&fast, "reading"), ItemState::Begun(_)),
        "{}",
        log(&fast)
    );
    let (_, kept) = plain("1\n\n\nquit\n", Memory::default());
    let (said, _) = plain("home\nall\n", kept);
    assert!(said.contains("Reading, read, 1 question open"), "{said}");
}

#[test]
fn percent_is_what_lies_behind_and_never_falls() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    assert_eq!(percent(&story), 0, "nothing lies behind a page that was opened");
    rest(&mut story);
    assert_eq!(percent(&story), 0, "nor behind one that is being read");
    let mut last = 0;
    for keys in [
        "<space>", "<space>", "1", "<enter>", "<enter>", "<pgup>", "<home>", "<end>", "g", "<back>",
    ] {
        story.keys(keys);
        rest(&mut story);
        let now = percent(&story);
        assert!(now >= last, "{keys}: {now} after {last}\n{}", story.screen());
        last = now;
    }
    assert_eq!(last, 100);
    // What was read stays so in a window of another size, and at the next start.
    story.send(Msg::Resize(40, 12));
    assert_eq!(percent(&story), 100);
}

#[test]
fn the_head_the_questions_and_home_count_the_same() {
    let mut story = Script::start(crate::story::library(), Memory::default(), (64, 200), NOW);
    go(&mut story, Screen::Lesson("kinds".into()));
    let screen = story.screen();
    assert!(head(&story).contains("0 of 4 answered"), "{screen}");
    assert_eq!(screen.matches(" of 4 ·").count(), 4, "{screen}");
    assert!(screen.contains("For you alone; never scored."), "{screen}");
    assert!(!screen.contains("of 6"), "{screen}");
}

#[test]
fn minutes_offer_only_what_fits() {
    let mut story = start(Memory::default());
    // One lesson that is begun takes a minute, the other one four.
    story.keys("<enter><end>1");
    go(&mut story, Screen::Lesson("kinds".into()));
    story.keys("<home>1h");
    for (minutes, fits) in [(5, &["Kinds", "Reading"][..]), (4, &["Kinds"]), (3, &["Reading"])] {
        go(&mut story, Screen::TimeBox(minutes));
        let rows = threads(&story.screen());
        assert_eq!(rows, fits, "{minutes} minutes: {}", story.screen());
    }
    let said = plain_in(talks(), "1\nhome\n1 minutes\n", Memory::default(), NOW).0;
    assert!(!said.contains("your place is kept"), "{said}");
}

#[test]
fn down_goes_through_lessons_and_buttons_are_one_row() {
    let mut story = start(Memory::default());
    story.keys("<enter>h");
    let focused = |story: &Script| {
        let stop = story.app.window().focus().unwrap();
        stop.words.to_string()
    };
    let mut seen = vec![focused(&story)];
    for _ in 0..5 {
        story.keys("<down>");
        seen.push(focused(&story));
    }
    assert_eq!(
        seen,
        [
            "Continue  Reading",
            "5 minutes",
            "Practice",
            "Reading",
            "Kinds",
            "Final assessment"
        ]
    );
    story.keys("<up><up><up><right>");
    assert_eq!(focused(&story), "Notebook");
    story.keys("<up>");
    assert_eq!(focused(&story), "5 minutes");
    story.keys("<tab>");
    assert_eq!(focused(&story), "15 minutes");
    let (said, _) = plain("1\nhome\nall\n", Memory::default());
    assert!(said.contains("\n5 minutes\n15 minutes\n30 minutes\n"), "{said}");
}

#[test]
fn a_lesson_that_is_opened_where_it_was_left_and_left_untouched_keeps_nothing() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("reading".into()));
    story.keys("jjjq");
    let kept = story.store.events.len();
    let again = |keys: &str| {
        let mut again = start(story.store.clone());
        assert_eq!(*again.app.screen(), Screen::Lesson("reading".into()));
        again.keys(keys);
        again
    };
    let left = again("q");
    assert_eq!(left.store.events.len(), kept, "{}", log(&left));
    let moved = again("j");
    assert_eq!(moved.store.events.len(), kept + 1, "{}", log(&moved));
}

#[test]
fn a_look_in_passing_is_nothing_to_go_on_with() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    go(&mut story, Screen::Lesson("kinds".into()));
    // Pages that are leafed through were not read either.
    for page in [
        Command::PageDown,
        Command::PageDown,
        Command::PageUp,
        Command::Home,
    ] {
        story.now += 100;
        story.send(Msg::Do(page));
    }
    assert_eq!(threads(&story.screen()), [""; 0], "{}", story.screen());
    assert!(
        row(&story, "Next").starts_with("> Next  Reading"),
        "{}",
        story.screen()
    );
    story.keys("<enter>");
    read_on(&mut story, 1);
    story.keys("h");
    assert_eq!(threads(&story.screen()), ["Reading"], "{}", story.screen());
}

#[test]
fn what_is_half_done_can_be_dropped_and_comes_back_with_work_on_it() {
    let mut story = Script::start(talks(), Memory::default(), (64, 40), NOW);
    go(&mut story, Screen::Rehearsal("talk".into()));
    story.keys("1h");
    go(&mut story, Screen::SelfAssessment("start".into()));
    story.keys("<enter>4h");
    assert_eq!(threads(&story.screen()), ["Where do I start?", "Hear Mira out"]);
    assert!(
        story.screen().lines().last().unwrap().contains("d drop"),
        "{}",
        story.screen()
    );
    story.keys("d");
    assert!(
        story.screen().contains("Dropped: Where do I start?"),
        "{}",
        story.screen()
    );
    assert_eq!(threads(&story.screen()), ["Hear Mira out"]);
    // Nothing of it is lost, and the next start does not lead into it.
    assert!(row(&story, "Where do I start?").contains("1 line rated"));
    story.keys("d");
    let mut story = killed(&story);
    assert_eq!(*story.app.screen(), Screen::Home);
    assert_eq!(threads(&story.screen()), [""; 0], "{}", story.screen());
    story.keys("d");
    assert!(
        story.screen().contains("There is nothing to drop here."),
        "{}",
        story.screen()
    );
    go(&mut story, Screen::Rating("start".into()));
    story.keys("4h");
    assert_eq!(threads(&story.screen()), ["Where do I start?"]);
    // By lines, what is offered first is dropped.
    let (said, kept) = plain_in(talks(), "home\ndrop\nquit\n", story.store, story.now + 1_000);
    assert!(said.contains("Dropped: Where do I start?"), "{said}");
    assert!(
        kept.events
            .iter()
            .any(|event| format!("{:?}", event.kind).contains("Dropped"))
    );
}

/// A lesson with a question, a section and another question.
fn between() -> Script {
    with_between(&"What stands between two questions is there to be read as well. ".repeat(30))
}

/// The same with this prose between its questions.
fn with_between(prose: &str) -> Script {
    let mut files = files();
    let options = "- [x] Yes\n\n  Right.\n\n- [ ] No\n\n  Not yet.\n";
    let lesson = format!(
        "# Between\n\nA line.\n\n### One? {{#one .one}}\n\n{options}\n## The middle {{#middle}}\n\n{prose}\n\n\
         ### Two? {{#two .one}}\n\n{options}\n## The end {{#end}}\n\nA last line.\n"
    );
    files.insert("1-reading.md".to_owned(), lesson.into_bytes().into());
    Script::start(
        Library::of(files, &Default::default()),
        Memory::default(),
        (64, 20),
        NOW,
    )
}

#[test]
fn what_the_way_from_question_to_question_passed_by_is_named_and_led_back_to() {
    let mut story = between();
    story.keys("<enter>");
    rest(&mut story);
    for (question, says) in [("one", true), ("two", false)] {
        crate::story::answer(&mut story, question, "Yes", Sureness::Sure);
        story.send(Msg::Act(Action::NextQuestion(question.into())));
        let said = story.screen().contains("What stands between is not read yet");
        assert_eq!(said, says, "{}", story.screen());
    }
    // The results, to which the last question leads, say it; so do home and the end of the lesson.
    story.keys("<pgdn>");
    assert!(
        row(&story, "not read yet").contains("The middle"),
        "{}",
        story.screen()
    );
    story.keys("h");
    assert!(row(&story, "◐ Between").contains("unread"), "{}", story.screen());
    let told = row(&story, "Continue");
    // Home tells the time that is left, the list how far one is, and both what was passed by.
    assert!(told.ends_with("min left, 2 sections unread"), "{told}");
    assert!(
        row(&story, "◐ Between").ends_with("% read, 2 sections unread, 2 of 2 right"),
        "{}",
        story.screen()
    );
    let mut story = killed(&story);
    story.keys("h<enter>");
    assert_eq!(
        story
            .app
            .window()
            .page
            .place(story.app.window().top())
            .heading
            .as_deref(),
        Some("middle")
    );
    read_on(&mut story, 4);
    assert_eq!(state(&story, "reading"), ItemState::Read, "{}", story.screen());
    assert!(!story.screen().contains("not read yet"), "{}", story.screen());
}

#[test]
fn what_was_read_is_known_at_the_next_start_block_by_block() {
    let mut story = between();
    story.keys("<enter>");
    read_on(&mut story, 1);
    let before = percent(&story);
    assert!(before > 0);
    // What is still ahead was not passed by.
    let mut home = killed(&story);
    home.keys("h");
    let told = row(&home, "Continue");
    assert!(told.contains("min left") && !told.contains("unread"), "{told}");
    let mut again = killed(&story);
    assert_eq!(percent(&again), before);
    assert_eq!(*again.app.screen(), Screen::Lesson("reading".into()));
    read_on(&mut again, 6);
    assert_eq!(state(&again, "reading"), ItemState::Read, "{}", again.screen());
}

#[test]
fn where_nothing_but_a_heading_stands_between_two_questions_nothing_was_passed_by() {
    let mut story = with_between("");
    story.keys("<enter>");
    crate::story::answer(&mut story, "one", "Yes", Sureness::Sure);
    story.send(Msg::Act(Action::NextQuestion("one".into())));
    assert!(!story.screen().contains("not read yet"), "{}", story.screen());
}

#[test]
fn a_paragraph_of_which_only_the_end_was_on_show_was_not_read() {
    let mut story = between();
    go(&mut story, Screen::Lesson("reading".into()));
    story.send(Msg::Act(Action::Jump("end".into())));
    rest(&mut story);
    let before = percent(&story);
    story.keys("<pgup>");
    assert!(
        story.screen().contains("to be read as well"),
        "{}",
        story.screen()
    );
    assert!(!story.screen().contains("The middle"), "{}", story.screen());
    story.now += 60_000;
    story.send(Msg::Do(Command::PageDown));
    rest(&mut story);
    // The question that stood below it may lie behind; the paragraph is more than half of the lesson.
    assert!(
        percent(&story) < before + 40,
        "{} after {before}",
        percent(&story)
    );
}

#[test]
fn whoever_stays_at_the_end_has_read_it_without_another_key() {
    let mut story = Script::start(crate::story::library(), Memory::default(), (64, 80), NOW);
    story.keys("<enter>");
    assert_eq!(state(&story, "reading"), ItemState::Begun(0));
    // Nothing but time passes: the program wakes up when it said it would.
    for _ in 0..20 {
        let Some(due) = story.app.deadline() else { break };
        story.now = due.max(story.now);
        story.send(Msg::Tick);
    }
    assert_eq!(state(&story, "reading"), ItemState::Read, "{}", log(&story));
}
