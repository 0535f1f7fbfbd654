//! Stories of coming back: reviews of due cards, sessions that fit some minutes, a year of daily use.

use crate::dice::Dice;
use crate::story::{NOW, answer, body, go, head, library, plain, played, start};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::quiz::answer::Verdict;
use ally_up::shell::testing::Memory;
use ally_up::time::DAY;

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
fn minutes_give_a_session_that_fits() {
    let mut story = played();
    go(&mut story, Screen::TimeBox(5));
    assert_eq!(head(&story), "A small course");
    insta::assert_snapshot!(body(&story), @"
      5 minutes
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      This fits. Take it in this order, or any other; leaving in
      the middle costs nothing.

    > Continue  Kinds                                        4 min
      Continue  Reading                                      1 min
      Home
    ");
    let _ = library();
}

#[test]
fn a_year_of_daily_use_stays_light_and_loses_nothing() {
    let mut story = played();
    let mut dice = Dice(11);
    let mut reviews = 0;
    for _ in 0..365 {
        story.now += DAY;
        // Some days are skipped; nothing piles up.
        if dice.roll().is_multiple_of(3) {
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
        let option = if dice.roll().is_multiple_of(4) {
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
    let (said, kept) = plain("warm-up\n1\nanswer\n\nhome\nall\nquit\n", kept);
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
        let at = NOW - 3 * DAY + (nth as i64 / 4) * DAY + nth as i64;
        let kind = EventKind::Answered {
            question: question.into(),
            verdict: Verdict::NotYet,
            sure: Sureness::Think,
            hints: 0,
            earlier: 0,
            shown: Vec::new(),
            took: None,
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
        screen.screen().contains("Read again: \"Two roles\" in Reading"),
        "{}",
        screen.screen()
    );
    let (said, _) = plain("all\nquit\n", store);
    assert!(
        said.contains("worth another look") && said.contains("Read again: \"Two roles\" in Reading"),
        "{said}"
    );
}
