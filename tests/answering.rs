//! Stories of asking again: retakes, review, the final assessment, and courses that change in between.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "journeys/story.rs"]
#[allow(dead_code)]
mod story;

use ally_up::action::{Action, Screen, Sureness, Which};
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::quiz::answer::Verdict;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;
use std::borrow::Cow;
use story::{essence, files, killed, library, log, plain, start};

/// Answers every scored question of both lessons: the first wrong and sure, the others as they come.
fn played() -> Script {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    story.keys("n");
    answer(&mut story, "real", "A clear topic", Sureness::Think);
    act(&mut story, |action| matches!(action, Action::Place(..)), 2);
    story
}

/// Picks the option that begins with these words, and answers.
fn answer(story: &mut Script, question: &str, option: &str, sure: Sureness) {
    let pick = story.app.window().page.stops.iter().find(|stop| {
        let of = stop.action.question().is_some_and(|id| &**id == question);
        of && matches!(stop.action, Action::Pick(..)) && stop.words.starts_with(option)
    });
    let pick = pick
        .unwrap_or_else(|| panic!("no {option} in\n{}", story.screen()))
        .action
        .clone();
    story.send(Msg::Act(pick));
    story.send(Msg::Act(Action::Submit(question.into(), sure)));
}

/// Does the first so many rows that fit.
fn act(story: &mut Script, fits: fn(&Action) -> bool, times: usize) {
    for _ in 0..times {
        let unplaced = story
            .app
            .window()
            .page
            .stops
            .iter()
            .map(|stop| stop.action.clone())
            .filter(fits)
            .collect::<Vec<_>>();
        let Some(action) = unplaced.into_iter().next() else {
            return;
        };
        story.send(Msg::Act(action));
    }
}

fn go(story: &mut Script, screen: Screen) {
    story.send(Msg::Act(Action::Go(screen, None)));
}

#[test]
fn a_retake_asks_what_was_missed_and_never_lowers_the_best() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The person", Sureness::Sure);
    story.now += 7 * DAY;
    story.keys("r");
    insta::assert_snapshot!(story.screen(), @"
    Results

     Reading

     Correct                                   ━━━━━━━━━━  1 of 1

     Where you were sure: 1 of 1 right.

     Ask again: > [ all (1) ]

     Right

     ✓ Who decides whether help was helpful?              correct

     ────────────────────────

     Back to the lesson
     Next: Kinds                                            4 min

    enter begin   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
     Retake: Reading                                question 1 of 1

      Question 1 of 1 · Pick one.
      Who decides whether help was helpful?

    > 1 ( ) The person it was meant for.
      2 ( ) The helper, who knows what was meant.

      ────────────────────────

      Esc keeps it for later.   [ Leave this session ]








     1-9 pick   enter pick, then answer   u undo   ? keys   q quit
    ");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    insta::assert_snapshot!(story.screen(), @"
    Retake: Reading                                question 1 of 1

     Question 1 of 1 · Pick one.
     Who decides whether help was helpful?

     Not yet.  You said: sure.

     2 (•) The helper, who knows what was meant.  (your answer)
           ✗ Not yet. What was meant is known to the helper, what
             it did is not.

     1 ( ) The person it was meant for.  (fits best)
           Yes. They live with the result, so their word counts.

     Saved. > [ Results ]   [ Passage ]   [ Try again ]

     ────────────────────────


    enter open   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
     Retake: Reading

      Retake: Reading

      Correct                                   ──────────  0 of 1

      Each row leads to the passage that teaches it. Asking again
      never lowers your best.

    > ✗ Who decides whether help was helpful?              not yet

      Ask again:   [ all (1) ]   [ only missed (1) ]
      [ missed or unsure (1) ]

      Results of the lesson
      Home



     enter open   esc back   ? keys   q quit
    ");
    go(&mut story, Screen::Results("reading".into()));
    insta::assert_snapshot!(story.screen(), @"
    Results

     Reading

     Correct                                   ──────────  0 of 1

     Where you were sure: 0 of 1 right.

     First 1 of 1 (2026-09-21), latest 0 of 1 (2026-09-28), best
     1 of 1.

     Ask again: > [ all (1) ]   [ only missed (1) ]
     [ missed or unsure (1) ]

     Sure, and not right yet

     ✗ Who decides whether help was         not yet, once correct
       helpful?

    enter begin   esc back   ? keys   q quit
    ");
    assert!(story.app.model().progress.ever_right("who-decides"));
    assert_eq!(
        story
            .app
            .model()
            .progress
            .latest("who-decides")
            .map(|attempt| attempt.verdict),
        Some(Verdict::NotYet)
    );
    insta::assert_snapshot!(log(&story), @r#"
    at reading top
    at reading who-decides
    read reading
    answered who-decides Right Sure hints 0 earlier 0
    began Retake("reading") ["who-decides"]
    answered who-decides NotYet Sure hints 0 earlier 1
    "#);
}

#[test]
fn a_retake_is_left_in_the_middle_and_gone_on_with() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The helper", Sureness::Think);
    story.send(Msg::Act(Action::Retake("reading".into(), Which::Missed)));
    story.keys("1");
    let before = story.screen();
    let mut again = killed(&story);
    again.keys("h");
    assert!(again.screen().contains("Go on"), "{}", again.screen());
    again.keys("<enter>");
    let picked = |screen: &str| {
        screen
            .lines()
            .find(|line| line.contains("(•)"))
            .map(|line| line.trim_start_matches([' ', '>']).to_owned())
    };
    assert_eq!(picked(&before), picked(&again.screen()));
    assert!(picked(&before).is_some());
}

#[test]
fn a_review_comes_when_cards_are_due_and_skipping_costs_nothing() {
    let mut story = played();
    assert_eq!(
        story.app.model().due(),
        Vec::<ally_up::source::Id>::new(),
        "nothing is due on the same day"
    );
    story.now += 2 * DAY;
    story.keys("h");
    assert!(story.screen().contains("Warm-up"), "{}", story.screen());
    story.now += 300 * DAY;
    story.keys("h");
    assert!(
        story.screen().contains("one question"),
        "no pile after a break:\n{}",
        story.screen()
    );
    story.send(Msg::Act(Action::Review));
    assert!(story.screen().contains("question 1 of 1"), "{}", story.screen());
    answer(&mut story, "who-decides", "The person", Sureness::Sure);
    story.keys("h");
    assert!(!story.screen().contains("Warm-up"), "{}", story.screen());
    story.send(Msg::Act(Action::Set("review", "off")));
    story.now += 30 * DAY;
    story.keys("h");
    assert!(!story.screen().contains("Warm-up"), "switched off");
}

#[test]
fn sureness_can_be_switched_off() {
    let mut story = start(Memory::default());
    story.keys("s");
    insta::assert_snapshot!(story.screen(), @"
     Settings

      Settings

    > [x] Ask how sure I am when I answer
      [x] Offer a short review of what I answered before
      [x] Keep a journal: a question for me alone in each lesson

      Colors, ASCII drawing, the width of the text and the mouse
      are flags of the command line: ally-up --help tells them.









     enter change   esc back   ? keys   q quit
    ");
    story.keys("<enter><esc><enter><end>1<enter>");
    assert!(
        story.screen().contains("[ Answer ]") && !story.screen().contains("Guess"),
        "{}",
        story.screen()
    );
    story.keys("<enter>");
    assert_eq!(
        story
            .app
            .model()
            .progress
            .latest("who-decides")
            .map(|attempt| attempt.sure),
        Some(Sureness::Unsaid)
    );
}

#[test]
fn an_edit_of_the_course_does_not_erase() {
    let story = played();
    let store = story.store.clone();
    let edited = |from: &str, to: &str| {
        let mut files = files();
        let text = String::from_utf8(files["1-reading.md"].to_vec())
            .unwrap()
            .replace(from, to);
        files.insert("1-reading.md".into(), Cow::Owned(text.into_bytes()));
        let mut again = Script::start(
            Library::of(files, &Default::default()),
            store.clone(),
            (64, 20),
            story.now,
        );
        go(&mut again, Screen::Results("reading".into()));
        again
    };
    let reworded = edited(
        "The helper, who knows what was meant.",
        "The helper, since they know what was meant.",
    );
    assert!(
        reworded.screen().contains("not yet") && !reworded.screen().contains("changed"),
        "{}",
        reworded.screen()
    );
    let rekeyed = edited("- [ ] The helper, who knows", "- [x] The helper, who knows");
    assert!(rekeyed.screen().contains("changed since"), "{}", rekeyed.screen());
    assert_eq!(
        rekeyed.app.model().progress.count("who-decides"),
        1,
        "the answer is still there"
    );
    let removed = edited(
        "{#who-decides .one .card see=two-roles}",
        "{#who-else .one see=two-roles}",
    );
    assert!(removed.screen().contains("not answered"), "{}", removed.screen());
    assert_eq!(
        removed.app.model().progress.count("who-decides"),
        1,
        "history stays"
    );
}

#[test]
fn a_renamed_question_keeps_its_answers() {
    let story = played();
    let progress = Progress::renamed(&[("who-decides".into(), "who-else".into())], &story.store.events);
    assert_eq!(
        (progress.count("who-decides"), progress.count("who-else")),
        (0, 1)
    );
}

#[test]
fn a_form_hides_explanations_until_it_is_whole() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::FinalAssessment("final".into()));
    insta::assert_snapshot!(story.screen(), @"
     Final assessment

      Final assessment

      A form asks 2 questions from all you have read, in mixed
      order. There is no time limit, and the journal may be open.
      The explanations come after the whole form; 2 right answers
      pass, and anything less is a “not yet” with the way back to
      what to read.

    > [ Begin a form ]








     enter begin   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    let first = story.app.model().progress.open_session().unwrap().clone();
    assert_eq!(first.questions.len(), 2);
    assert!(
        first.questions.iter().any(|id| ["fa-1", "fa-2"].contains(&&**id)),
        "T is hit"
    );
    for question in &first.questions {
        let right = if matches!(&**question, "fa-1" | "fa-2") {
            "The partner"
        } else if &**question == "fa-3" {
            "Whoever has"
        } else {
            "Whom"
        };
        answer(&mut story, question, right, Sureness::Sure);
        assert!(!story.screen().contains("Yes."), "{}", story.screen());
        story.keys("<enter>");
    }
    insta::assert_snapshot!(story.screen(), @"
    Final assessment

     Passed

     Correct                                   ━━━━━━━━━━  2 of 2

     2 right answers pass. Only an answer that is right as a
     whole counts; what was partly right is shown below.

     No title comes with this. What the course records of you
     reads “completed the course and set a plan”, and the plan is
     the part that counts.

     First steps                               ━━━━━━━━━━  2 of 2


     Question 1 of 2
     Who sets the direction?

    space page on   tab next row   ? keys   esc back   h home
    ");
    go(&mut story, Screen::FinalAssessment("final".into()));
    assert!(story.screen().contains("passed, 2 of 2"), "{}", story.screen());
    story.send(Msg::Act(Action::BeginForm("final".into())));
    let second = story.app.model().progress.open_session().unwrap().clone();
    assert!(
        second.questions.iter().all(|id| !first.questions.contains(id)),
        "the first two forms share nothing"
    );
}

#[test]
fn retake_and_form_in_plain_words_end_alike() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    story.keys("<end>r<enter>");
    answer(&mut story, "who-decides", "The person", Sureness::Guess);
    let (said, kept) = plain(
        "1\n\n\n1\nsure\nretake\nall (1)\n1\nguess\nnext question\nquit\n",
        Memory::default(),
    );
    let count = |store: &Memory| {
        essence(store)
            .iter()
            .filter(|line| line.starts_with("who-decides"))
            .count()
    };
    assert_eq!(count(&kept), 2, "{said}");
    assert_eq!(count(&story.store), 2);
    assert!(said.contains("question 1 of 1"), "{said}");
}

#[test]
fn what_was_reset_starts_again_and_comes_back() {
    let story = played();
    let mut events = story.store.events.clone();
    let mut last = events.last().unwrap().clone();
    let mut more = |id: &str, kind: EventKind| {
        last.clock = ally_up::progress::event::Clock(last.clock.0 + 1, 0);
        last.id = id.to_owned();
        last.kind = kind;
        last.clone()
    };
    let reset = more(
        "reset",
        EventKind::Reset {
            lessons: vec!["reading".into()],
            questions: vec!["who-decides".into()],
        },
    );
    let undone = more(
        "undo",
        EventKind::Undone {
            event: "reset".into(),
        },
    );
    events.push(reset);
    let progress = Progress::of(&events);
    assert_eq!(progress.latest("who-decides"), None);
    assert_eq!(progress.state("reading"), ally_up::progress::State::Fresh);
    assert!(progress.latest("real").is_some(), "the other lesson is untouched");
    assert_eq!(
        progress.count("who-decides"),
        1,
        "the next attempt looks different"
    );
    events.push(undone);
    assert_eq!(Progress::of(&events), {
        events.reverse();
        Progress::of(&events)
    });
    assert!(Progress::of(&events).latest("who-decides").is_some());
}

#[test]
fn minutes_give_a_session_that_fits() {
    let mut story = played();
    go(&mut story, Screen::TimeBox(5));
    insta::assert_snapshot!(story.screen(), @"
     5 minutes

      5 minutes

      This fits. Take it in this order, or any other; leaving in
      the middle costs nothing.

    > Continue  Kinds                                        2 min
      Home










     enter open   esc back   ? keys   q quit
    ");
    let _ = library();
}

/// SplitMix64 (Steele, Lea and Flood, 2014): a year that a seed repeats.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn a_year_of_daily_use_stays_light_and_loses_nothing() {
    let mut story = played();
    let mut seed = 11;
    let mut reviews = 0;
    for _ in 0..365 {
        story.now += DAY;
        // Some days are skipped; nothing piles up.
        if splitmix(&mut seed).is_multiple_of(3) {
            continue;
        }
        story.keys("h");
        let due = story.app.model().due();
        assert!(due.len() <= 8, "a review is short");
        if due.is_empty() {
            continue;
        }
        reviews += 1;
        story.send(Msg::Act(Action::Review));
        let option = if splitmix(&mut seed).is_multiple_of(4) {
            "The helper"
        } else {
            "The person"
        };
        answer(&mut story, "who-decides", option, Sureness::Think);
    }
    assert!((5..200).contains(&reviews), "{reviews} reviews in a year");
    let attempts = story.app.model().progress.attempts("who-decides").count();
    assert_eq!(attempts, reviews + 1);
    assert_eq!(
        Progress::of(&story.store.events),
        story.app.model().progress,
        "what was kept is what was done"
    );
}

#[test]
fn hints_ticks_partners_places_and_undo_in_plain_words() {
    let lines = [
        "3",
        "", // the lesson of all kinds, its first question
        "hint",
        "1 2",
        "1",
        "i think so",
        "next question", // a tick taken back
        "1",
        "undo",
        "1",
        "2",
        "guess",
        "next question", // partners
        "3",
        "1",
        "undo",
        "1",
        "2",
        "sure",
        "quit",
    ];
    let (said, kept) = plain(&(lines.join("\n") + "\n"), Memory::default());
    let progress = Progress::of(&kept.events);
    let latest = |id: &str| {
        progress
            .latest(id)
            .unwrap_or_else(|| panic!("{id} was not answered:\n{said}"))
            .clone()
    };
    assert_eq!(
        (latest("real").hints, latest("real").sure),
        (1, Sureness::Think),
        "{said}"
    );
    assert_eq!(latest("sort").sure, Sureness::Guess);
    assert_eq!(latest("steps").sure, Sureness::Sure);
    assert_eq!(
        latest("steps")
            .shown
            .iter()
            .filter(|shown| shown.chosen > 0)
            .count(),
        3,
        "every line has a place"
    );
    for words in [
        "Hint 1 of 2",
        "For “",
        "place 1:",
        "Partly",
        "You said: I think so. With a hint.",
    ] {
        assert!(said.contains(words), "{words} is not said:\n{said}");
    }
}

#[test]
fn left_in_question_four_and_gone_on_with_in_plain_words() {
    let (_, kept) = plain(
        "3\nend\nprevious\n:previous\n:previous\nagain\n",
        Memory::default(),
    );
    let (said, kept) = plain(":quit\n", kept);
    assert!(
        said.contains("You were here") && said.contains("Written so far: again"),
        "{said}"
    );
    let (said, kept) = plain("again\nsure\nquit\n", kept);
    assert_eq!(
        Progress::of(&kept.events)
            .latest("gap")
            .map(|attempt| attempt.verdict),
        Some(Verdict::Right),
        "{said}"
    );
}

#[test]
fn settings_review_minutes_and_standing_in_plain_words() {
    let (said, kept) = plain(
        "settings\n1\nback\n1\n\n\n1\nanswer\nhome\n5 minutes\nquit\n",
        Memory::default(),
    );
    assert!(said.contains("Answer") && !said.contains("Guess"), "{said}");
    assert!(said.contains("This fits."), "{said}");
    // The plain face reads the real clock; the first answer is moved two days back, so that its card is due.
    let mut kept = kept;
    kept.events.iter_mut().for_each(|event| event.at -= 2 * DAY);
    let (said, kept) = plain("warm-up\n1\nanswer\n\nhome\nquit\n", kept);
    assert!(said.contains("question 1 of 1"), "{said}");
    assert_eq!(
        Progress::of(&kept.events).attempts("who-decides").count(),
        2,
        "{said}"
    );
    assert!(
        said.contains("First steps")
            && ["worth another look", "mostly there", "holds well"]
                .iter()
                .all(|word| !said.contains(word)),
        "two of five answered say nothing:\n{said}"
    );
}

#[test]
fn a_module_that_does_not_hold_names_the_section_to_read_again_in_both_faces() {
    let mut store = Memory::default();
    for (nth, question) in ["real", "sort", "steps", "who-decides"]
        .into_iter()
        .cycle()
        .take(8)
        .enumerate()
    {
        let at = story::NOW - 3 * DAY + (nth as i64 / 4) * DAY + nth as i64;
        let kind = EventKind::Answered {
            question: question.into(),
            verdict: Verdict::NotYet,
            sure: Sureness::Think,
            hints: 0,
            earlier: 0,
            shown: Vec::new(),
        };
        let clock = ally_up::progress::event::Clock(at, 0);
        let event = ally_up::progress::event::Event {
            id: format!("{nth}"),
            device: "d".into(),
            seq: nth as u64,
            clock,
            at,
            kind,
        };
        store.events.push(event);
    }
    // Of the missed ones the one with a passage is asked about: it is sure and wrong.
    if let Some(EventKind::Answered { sure, .. }) = store.events.last_mut().map(|event| &mut event.kind) {
        *sure = Sureness::Sure;
    }
    let mut screen = start(store.clone());
    screen.keys("h");
    assert!(screen.screen().contains("worth another"), "{}", screen.screen());
    assert!(
        screen.screen().contains("Read again: “Two roles” in Reading"),
        "{}",
        screen.screen()
    );
    let (said, _) = plain("quit\n", store);
    assert!(
        said.contains("worth another look") && said.contains("Read again: “Two roles” in Reading"),
        "{said}"
    );
}
