//! Stories of a self-assessment that is taken, followed and taken again. Each has its plain twin.

use crate::story::{after_home, at, body, essence, go, head, killed, log, plain_talks};
use ally_up::action::{Action, FieldTarget, LearnerRole, Screen};
use ally_up::app::Msg;
use ally_up::progress::assessment::AGAIN;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::shell::testing::Script;
use ally_up::time::DAY;

fn start() -> Screen {
    Screen::SelfAssessment("start".into())
}

/// What was said, with the days taken out: the plain face asks the clock.
fn undated(said: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let lines = said.split('\n').map(|line| {
        let mut words: Vec<&str> = line.split(' ').collect();
        while let Some(at) = words.iter().position(|word| MONTHS.contains(word)) {
            words.splice(at - 1..at + 2, ["DAY"]);
        }
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Rates the line on show by what the test wants of each.
fn rate(story: &mut Script, points: &[(&str, char)], count: usize) {
    for _ in 0..count {
        let line = story.app.window().page.headings[0].id.clone().unwrap();
        let key = points
            .iter()
            .find(|(id, _)| *id == &*line)
            .map_or('6', |(_, key)| *key);
        story.keys(&key.to_string());
    }
}

const POINTS: [(&str, char); 11] = [
    ("cu-1", '4'),
    ("cu-2", '4'),
    ("cu-3", '2'),
    ("cu-4", '4'),
    ("hu-1", '2'),
    ("hu-2", '3'),
    ("hu-3", '4'),
    ("hu-4", '2'),
    ("tr-1", '4'),
    ("tr-2", '3'),
    ("tr-4", '4'),
];

#[test]
fn a_self_assessment_goes_on_after_a_kill_and_its_suggestion_is_followed() {
    let mut story = at(start());
    assert_eq!(head(&story), "Doing");
    insta::assert_snapshot!(body(&story), @"
      Where do I start?
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Twelve lines, and no total is good or bad.

    > [ Begin ]

      Home
    ");
    story.keys("<enter>");
    assert_eq!(head(&story), "Where do I start?  line 1 of 12");
    insta::assert_snapshot!(body(&story), @"
      Line 1 of 12

      I say so when a mistake was mine.

      How often was each line true of you?

    > 1 almost never
      2 rarely
      3 sometimes
      4 often
      5 almost always
      6 skip this line

      Esc leaves; you can begin any time.
    ");
    rate(&mut story, &POINTS, 4);
    story.keys("5u");
    let before = story.screen();
    let mut again = killed(&story);
    assert_eq!(again.screen(), before, "the same line, with all that was said");
    rate(&mut again, &POINTS, 8);
    assert_eq!(head(&again), "Where do I start?  the last question");
    insta::assert_snapshot!(body(&again), @"
      Which role do you mostly take these weeks?

      You need not say. It changes no bar; it only decides which
      suggestion stands first.

    > 1 Mostly ally
      2 Mostly partner
      3 Both, this month
      4 Skip this question

      u takes the last one back; Esc keeps the rest for later.
    ");
    again.keys("2");
    assert_eq!(head(&again), "Where do I start?  21 September 2026");
    insta::assert_snapshot!(body(&again), @"
      Your result of 21 September 2026
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Curious   ━━━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄ 75
      Humble    ━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 31  ← start here?
      Trusting  ━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄ 67
                0                            100


      Where to start

      A place to start could be: Humble. You may as well choose
      another one.

    > 1 ( ) Humble                                       suggested
      2 ( ) Curious
      ▾ more
    ");
    again.keys("1");
    assert_eq!(head(&again), "Where do I start?  21 September 2026");
    insta::assert_snapshot!(body(&again), @"
    Starting with: Humble

    You become somebody who is safe to correct.


    Which correction was useful?

    For you alone; never scored.

    Initials will do.

    │ Type here.
    │
    │


    ▾ more
    ");
    insta::assert_snapshot!(log(&again), @"
    assessed as Partner: hu-1 2, tr-4 4, cu-2 4, tr-3 0, hu-4 2, hu-2 3, cu-3 2, hu-3 4, cu-1 4, tr-1 4, tr-2 3, cu-4 4
    starts with humble
    ");
    assert!(again.store.drafts.is_empty());
    assert!(
        again.store.events.iter().all(|event| event.kind.is_private()),
        "what one says of oneself is private"
    );
    let results = again.app.model().progress.assessed("start");
    assert_eq!(
        (results.len(), results[0].lens, results[0].focus.as_deref()),
        (1, LearnerRole::Partner, Some("humble"))
    );
    assert_eq!(*killed(&again).app.screen(), Screen::Home);
}

#[test]
fn the_journal_of_the_chosen_scale_is_a_real_field() {
    let mut story = at(start());
    story.keys("<enter>");
    rate(&mut story, &POINTS, 12);
    story.keys("41");
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(
        "journal-start-humble".into(),
    ))));
    story.keys("K. told me.<esc><enter>");
    assert_eq!(
        story
            .app
            .model()
            .progress
            .words("journal-start-humble")
            .as_deref(),
        Some("K. told me.")
    );
    assert!(story.screen().contains("K. told me."), "{}", story.screen());
}

#[test]
fn then_and_now_after_fourteen_days_and_not_before() {
    let mut story = at(start());
    story.keys("<enter>");
    rate(&mut story, &POINTS, 12);
    story.keys("41");
    story.now += 3 * DAY;
    go(&mut story, start());
    assert_eq!(head(&story), "Doing");
    insta::assert_snapshot!(body(&story), @"
      Where do I start?
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Twelve lines, and no total is good or bad.

      Another time makes sense from 5 October 2026 on: what people
      do does not change in days, and two results that are close
      together say more about the day than about you. Until then
      your result is here.


      Your results

    > 21 September 2026                       starting with Humble
      Home
    ");
    story.now += AGAIN;
    go(&mut story, Screen::Home);
    go(&mut story, start());
    assert!(story.screen().contains("Again"), "{}", story.screen());
    story.keys("<enter>");
    let better: Vec<(&str, char)> = POINTS
        .iter()
        .map(|(id, key)| (*id, if *id == "hu-1" || *id == "hu-2" { '5' } else { *key }))
        .collect();
    rate(&mut story, &better, 12);
    story.keys("4");
    assert_eq!(head(&story), "Where do I start?  8 October 2026");
    insta::assert_snapshot!(body(&story), @"
    Your result of 8 October 2026
    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

    Curious   ━━━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄ 75
    Humble    ━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄ 63  ← start here?
    Trusting  ━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄ 67  ← or here
              0                            100









    ▾ more
    ");
    story.keys("<pgdn>");
    let screen = story.screen();
    assert!(
        screen.contains("8 October 2026") && screen.contains("higher"),
        "{screen}"
    );
}

#[test]
fn too_few_answers_suggest_nothing_and_can_be_given_again_at_once() {
    let mut story = at(start());
    story.keys("<enter>666666666666");
    story.keys("4");
    assert!(story.screen().contains("Too few lines"), "{}", story.screen());
    story.keys("3");
    assert_eq!(
        story.app.model().progress.assessed("start")[0].focus.as_deref(),
        Some("trusting")
    );
    go(&mut story, start());
    assert!(story.screen().contains("Again"), "{}", story.screen());
}

#[test]
fn what_was_said_of_oneself_can_be_forgotten_and_started_again() {
    let mut story = at(start());
    story.keys("<enter>");
    rate(&mut story, &POINTS, 12);
    story.keys("41");
    let stamp = |kind| Event {
        id: "f".into(),
        device: "z".into(),
        seq: 0,
        clock: Clock(story.now + 1, 0),
        at: story.now,
        kind,
    };
    let ids = story.store.events.iter().map(|event| event.id.clone()).collect();
    let mut forgotten = story.app.model().progress.clone();
    forgotten.apply(&stamp(EventKind::Forgotten { events: ids }));
    assert!(forgotten.assessed("start").is_empty());
    let mut reset = story.app.model().progress.clone();
    reset.apply(&stamp(EventKind::Reset {
        lessons: vec!["start".into(), "talk".into()],
        questions: Vec::new(),
    }));
    assert!(reset.assessed("start").is_empty());
    assert_eq!(reset.assessments("start"), 1, "the next order is another one");
}

#[test]
fn both_faces_take_the_same_self_assessment() {
    let mut story = at(start());
    story.keys("<enter>3u466635142355");
    story.keys("3<pgdn>2");
    let (said, kept) =
        plain_talks("where do i start?\n1\n3\nundo\n4\n6\n6\n6\n3\n5\n1\n4\n2\n3\n5\n5\n3\nnext\n2\nquit\n");
    assert_eq!(essence(&kept), essence(&story.store), "{said}");
    insta::assert_snapshot!(undated(after_home(&said)), @"
    Where do I start?
    Heading 1: Where do I start?
    Twelve lines, and no total is good or bad.
    1. Begin
    By word: Home.
    Type 1 or a command: 

    Where do I start?, line 1 of 12.
    Heading 3: Line 1 of 12
    I say so when a mistake was mine.
    How often was each line true of you?
    1. almost never
    2. rarely
    3. sometimes
    4. often
    5. almost always
    6. skip this line
    Type back to leave; you can begin any time.
    Type 1 to 6 or a command: 
    Heading 3: Line 2 of 12
    I decide step by step what to share.
    Type undo to take the last one back, or back to keep the rest for later.
    Type 1 to 6 or a command: 
    Heading 3: Line 1 of 12
    I say so when a mistake was mine.
    Type back to leave; you can begin any time.
    Type 1 to 6 or a command: 
    Heading 3: Line 2 of 12
    I decide step by step what to share.
    Type undo to take the last one back, or back to keep the rest for later.
    Type 1 to 6 or a command: 
    Heading 3: Line 3 of 12
    I check what I understood.
    Type 1 to 6 or a command: 
    Heading 3: Line 4 of 12
    I keep every difficulty to myself.
    Type 1 to 6 or a command: 
    Heading 3: Line 5 of 12
    I am at ease when the credit goes elsewhere.
    Type 1 to 6 or a command: 
    Heading 3: Line 6 of 12
    I change something after feedback.
    Type 1 to 6 or a command: 
    Heading 3: Line 7 of 12
    I decide quickly whether it sounds right.
    Type 1 to 6 or a command: 
    Heading 3: Line 8 of 12
    I bring the topic back to myself.
    Type 1 to 6 or a command: 
    Heading 3: Line 9 of 12
    I ask before I advise.
    Type 1 to 6 or a command: 
    Heading 3: Line 10 of 12
    I let people who kept their word see more.
    Type 1 to 6 or a command: 
    Heading 3: Line 11 of 12
    I leave room to admit a mistake.
    Type 1 to 6 or a command: 
    Heading 3: Line 12 of 12
    I look for what could show me wrong.
    Type 1 to 6 or a command: 
    Heading 3: Which role do you mostly take these weeks?
    You need not say.
    It changes no bar; it only decides which suggestion stands first.
    1. Mostly ally
    2. Mostly partner
    3. Both, this month
    4. Skip this question
    Type 1 to 4 or a command: 

    Where do I start?, part 1 of 4, DAY
    Heading 1: Your result of DAY
    Figure: Curious: 75 of 100
    Humble: 63 of 100
    Not enough answers for a bar: Trusting.
    Enter, or a command: 

    Where do I start?, part 2 of 4, DAY
    Heading 2: Where to start
    Too few lines were answered to suggest anything.
    Choose the one you would like to begin with.
    1. Curious
    2. Humble
    3. Trusting
    Type 1 to 3, Enter or a command: 

    Where do I start?, part 3 of 6, DAY
    Heading 2: Starting with: Humble
    You become somebody who is safe to correct.
    Enter, or a command: 
    Goodbye. Everything is saved.
    ");
}
