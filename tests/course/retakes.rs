//! Stories of asking again: retakes, settings that change how is asked, and courses that change in between.

use crate::story::{answer, body, essence, files, go, head, killed, log, plain, played, row, start};
use ally_up::action::{Action, Screen, Sureness, Which};
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::quiz::answer::Verdict;
use ally_up::shell::testing::{Memory, Script};
use ally_up::time::DAY;
use std::borrow::Cow;

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
     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

     Correct                                   ━━━━━━━━━━  1 of 1

     Where you were sure: 1 of 1 right.

     Ask again: > [ all (1) ]

     Right

     ✓ Who decides whether help was helpful?              correct

     ────────────────────────

     ○ Passed by quickly, not read yet: Reading; Two roles
     ▾ more
    enter begin   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    assert_eq!(head(&story), "Retake: Reading  question 1 of 1");
    insta::assert_snapshot!(body(&story), @"
      Question 1 of 1 · Pick one.

      Who decides whether help was helpful?

    > 1 ( ) The person it was meant for.
      2 ( ) The helper, who knows what was meant.

      ────────────────────────

      Esc keeps it for later.   [ Leave this session ]
    ");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    assert_eq!(head(&story), "Retake: Reading  question 1 of 1");
    insta::assert_snapshot!(body(&story), @"
    Question 1 of 1 · Pick one.

    Who decides whether help was helpful?

    Not yet.  You said: sure.

    2 (•) The helper, who knows what was meant.  (your answer)
          ✗ Not yet. What was meant is known to the helper, what
            it did is not.

    Saved. > [ Results ]   [ Passage ]   [ Try again ]

    1 ( ) The person it was meant for.  (fits best)
          ✓ Yes. They live with the result, so their
            word counts.

    ▾ more
    ");
    story.keys("<enter>");
    assert_eq!(head(&story), "A small course");
    insta::assert_snapshot!(body(&story), @"
      Retake: Reading
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Correct                                   ──────────  0 of 1

      Each row leads to the passage that teaches it. Asking again
      never lowers your best.

    > ✗ Who decides whether help was helpful?              not yet

      Ask again:   [ all (1) ]   [ only missed (1) ]
      [ missed or unsure (1) ]

      Results of the lesson
      Home
    ");
    go(&mut story, Screen::Results("reading".into()));
    assert_eq!(head(&story), "Results");
    insta::assert_snapshot!(body(&story), @"
    Reading
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

    Correct                                   ──────────  0 of 1

    Where you were sure: 0 of 1 right.

    First 1 of 1 (21 September 2026), latest 0 of 1
    (28 September 2026), best 1 of 1.

    Ask again: > [ all (1) ]   [ only missed (1) ]
    [ missed or unsure (1) ]

    Sure, and not right yet

    ✗ Who decides whether help             not yet, once correct
    ▾ more
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
    answered who-decides Right Sure hints 0 earlier 0
    at reading who-decides
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
    let before = row(&story, "(•)");
    let mut again = killed(&story);
    again.keys("h");
    assert!(
        again.screen().contains("> Continue  Retake: Reading"),
        "{}",
        again.screen()
    );
    again.keys("<enter>");
    let mark = |row: &str| row.trim_start_matches([' ', '>']).to_owned();
    assert_eq!(mark(&row(&again, "(•)")), mark(&before));
}

#[test]
fn sureness_can_be_switched_off() {
    let mut story = start(Memory::default());
    story.keys("s");
    insta::assert_snapshot!(story.screen(), @"
     A small course

      Settings
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

    > [x] Ask how sure I am when I answer
      [x] Offer a short warm-up of what I answered before
      [x] Keep a journal in the notebook, for my eyes alone


      This machine

      What is changed here counts until you quit: no home folder
      is known.




      ▾ more
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
        let text = String::from_utf8(files.get("1-reading.md").unwrap().to_vec())
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
    assert_eq!(progress.state("reading"), ally_up::progress::ItemState::Fresh);
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
fn hints_ticks_partners_places_and_undo_in_plain_words() {
    let lines = [
        "kinds",
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
        "Pair 1 of ",
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
        "kinds\nend\nprevious\nprevious\nprevious\n1\nagain\ntext\n",
        Memory::default(),
    );
    let (said, kept) = plain(":quit\n", kept);
    assert!(
        said.contains("You were here") && said.contains("now it is: again"),
        "{said}"
    );
    let (said, kept) = plain("sure\nquit\n", kept);
    assert_eq!(
        Progress::of(&kept.events)
            .latest("gap")
            .map(|attempt| attempt.verdict),
        Some(Verdict::Right),
        "{said}"
    );
}

#[test]
fn an_answer_says_how_long_its_question_was_in_sight() {
    let took = |story: &Script| {
        let events = story.store.events.iter();
        events
            .filter_map(|event| match &event.kind {
                EventKind::Answered { took, .. } => Some(*took),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
    let again = |story: &mut Script| story.send(Msg::Act(Action::Retry("who-decides".into())));
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("reading".into()));
    story.now += 30_000;
    story.keys("a");
    story.now += 12_345;
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    assert_eq!(took(&story), [Some(12_345)], "{}", log(&story));
    // Looking elsewhere begins the time anew.
    again(&mut story);
    story.now += 7_000;
    go(&mut story, Screen::Glossary);
    story.now += 60_000;
    story.keys("<esc>");
    story.now += 2_500;
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    assert_eq!(took(&story), [Some(12_345), Some(2_500)], "{}", log(&story));
    // A clock that was set back tells no time.
    again(&mut story);
    story.now -= 3_600_000;
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    assert_eq!(took(&story).last(), Some(&None), "{}", log(&story));
}
