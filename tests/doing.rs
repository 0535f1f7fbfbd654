//! Stories of doing: rehearsals that are played, turned back and mapped, and a self-assessment that is taken, followed and taken again.
//! Each has its plain twin.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "journeys/story.rs"]
#[allow(dead_code)]
mod story;

use ally_up::action::{Action, FieldTarget, LearnerRole, Screen};
use ally_up::app::Msg;
use ally_up::course::embedded;
use ally_up::course::rehearsal::Rehearsal;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::assessment::AGAIN;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::rehearsal::{Move, Step, Walk};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::{Files, Id};
use ally_up::time::DAY;
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};
use story::{NOW, essence, log, plain_in};

fn files() -> Files {
    [
        ("course.ron", include_str!("doing/course.ron")),
        ("talk.md", include_str!("doing/talk.md")),
        ("ask.md", include_str!("doing/ask.md")),
        ("start.md", include_str!("doing/start.md")),
        ("after.md", include_str!("doing/after.md")),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())))
    .collect()
}

fn library() -> Library {
    Library::of(files(), &Default::default())
}

fn at(screen: Screen) -> Script {
    let mut story = Script::start(library(), Memory::default(), (64, 20), NOW);
    go(&mut story, screen);
    story
}

fn go(story: &mut Script, screen: Screen) {
    story.send(Msg::Act(Action::Go(screen, None)));
}

fn killed(story: &Script) -> Script {
    Script::start(
        library(),
        story.store.clone(),
        story.app.window().size(),
        story.now,
    )
}

/// Says lines of the talk on show, each by its place in the file, whichever digit it has on the page; other keys are keys.
fn play(story: &mut Script, keys: &str) {
    for key in keys.chars() {
        let Some(nth) = key.to_digit(10) else {
            story.keys(&key.to_string());
            continue;
        };
        let Screen::Rehearsal(id) = story.app.screen().clone() else {
            panic!("no rehearsal is on show")
        };
        let model = story.app.model();
        let rehearsal = model.library.rehearsal(&id);
        let walk = model.progress.walk(&id);
        let line = walk.on(&rehearsal).unwrap().scene.choices[nth as usize - 1].print();
        let stops = &story.app.window().page.stops;
        let says = |action: &Action| matches!(action, Action::Say(_, _, print) if *print == line);
        let digit = stops.iter().find(|stop| says(&stop.action)).unwrap().digit;
        story.keys(&digit.unwrap().to_string());
    }
}

fn talk() -> Screen {
    Screen::Rehearsal("talk".into())
}

fn start() -> Screen {
    Screen::SelfAssessment("start".into())
}

fn plain(lines: &str, store: Memory) -> (String, Memory) {
    plain_in(library(), lines, store, NOW)
}

#[test]
fn a_talk_is_played_scene_by_scene_to_its_end() {
    let mut story = at(talk());
    insta::assert_snapshot!(story.screen(), @r#"
     Hear Mira out                                          scene 1

      Hear Mira out

      Mira asks for ten minutes after the review.


      The message

      ▏ Mira: Do you have ten minutes today? No is fine too.

    > 1 "Just type it here."
      2 "Yes. At three, and you choose the room."






     1-9 pick   enter choose   u undo   ? keys   esc back   q quit
    "#);
    play(&mut story, "2");
    insta::assert_snapshot!(story.screen(), @r#"
    Hear Mira out                                          scene 2

     You chose: "Just type it here."

     Hard things rarely fit in a chat line.


     She tries once more

     ▏ Mira: I would rather talk. Or leave it.

     1 "Fine, whatever."
     2 "That was too quick of me. When would suit you?"

     [ Take the last choice back ]   [ Map and your path ]




    1-9 pick   u undo   ? keys   esc back   q quit
    "#);
    play(&mut story, "1");
    play(&mut story, "11");
    insta::assert_snapshot!(story.screen(), @r#"
    Hear Mira out                                   1 of 3 endings

     You chose: "Thank you for telling me. I took your questions.
     Did I get that right?"

     Thanks, her words, and a check.


     Heard

     She nods, and you agree on Thursday.


     Looking back

     The way you went

     • The message: "Just type it here."  This backfires.

    space page on   tab next row   ? keys   esc back   h home
    "#);
    story.keys("<pgdn>");
    insta::assert_snapshot!(story.screen(), @r#"
    Hear Mira out                                   1 of 3 endings


     • The message: "Just type it here."  This backfires.
     • She tries once more: "That was too quick of me. When would
       suit you?"  This helps.
     • Her point: "It was one, at most."
     • She waits: "Thank you for telling me. I took your …"  This
       helps.

     Where you asked for consent

     • "That was too quick of me. When would suit you?"

     What your thanks were for

     • "Thank you for telling me. I took your questions. Did I
       get that right?"

    space page on   tab next row   ? keys   esc back   h home
    "#);
    story.keys("<pgdn>");
    insta::assert_snapshot!(story.screen(), @r#"
    Hear Mira out                                   1 of 3 endings

     • "Thank you for telling me. I took your questions. Did I
       get that right?"

     What came up in you first

     • The truth trigger: "It was one, at most."


     One thing to carry into a real talk

     Here the talk took a turn. It is the place to try another
     line:

     ▏ "Just type it here."
     ▏
     ▏ Hard things rarely fit in a chat line.

    space page on   tab next row   ? keys   esc back   h home
    "#);
    insta::assert_snapshot!(log(&story), @"
    chose in t1, to t1r
    chose in t1r, to t2
    chose in t2, to t3
    chose in t3, to e-heard
    ");
}

#[test]
fn three_endings_and_the_map_of_what_is_left() {
    let mut story = at(talk());
    play(&mut story, "111");
    assert!(story.screen().contains("1 of 3 endings"), "{}", story.screen());
    play(&mut story, "u2");
    assert!(story.screen().contains("A loose thread"), "{}", story.screen());
    story.send(Msg::Act(Action::TurnBack("talk".into(), None)));
    assert!(story.screen().contains("(tried)"), "{}", story.screen());
    play(&mut story, "22");
    assert!(story.screen().contains("3 of 3 endings"), "{}", story.screen());
    go(&mut story, Screen::RehearsalMap("talk".into()));
    insta::assert_snapshot!(story.screen(), @r#"
     Map: Hear Mira out

      Hear Mira out

      Endings reached                           ━━━━━━━━━━  3 of 3

      ✓ Heard
      ✓ A loose thread
      ✓ Stalled


      Your path

      A row turns back to where that was chosen.

    > The message  "Just type it here."
      She tries once more  "Fine, whatever."
      Stalled                                         you are here

     enter go back there   esc back   ? keys   q quit
    "#);
    story.keys("<pgdn>");
    insta::assert_snapshot!(story.screen(), @r#"
    Map: Hear Mira out

     She tries once more  "Fine, whatever."
     Stalled                                         you are here


     What you have tried

     ✓ The message                                   2 of 2 tried

     ✓ "Yes. At three, and you choose the room."  (tried)
     ✓ "Just type it here."  (tried)

     ◐ She tries once more                           1 of 2 tried

     ○ "That was too quick of me. When would suit
       you?"  (not tried)
     ✓ "Fine, whatever."  (tried)

    space page on   tab next row   ? keys   esc back   h home
    "#);
    go(&mut story, Screen::Home);
    assert!(story.screen().contains("3 of 3 endings"), "{}", story.screen());
}

#[test]
fn a_map_tells_nothing_of_a_scene_that_was_never_reached() {
    let mut story = at(talk());
    play(&mut story, "1");
    go(&mut story, Screen::RehearsalMap("talk".into()));
    let said: String = story
        .app
        .window()
        .page
        .stops
        .iter()
        .map(|stop| stop.words.to_string())
        .collect();
    let all = format!(
        "{said}{}",
        (0..story.app.window().page.height)
            .filter_map(|at| story.app.window().page.line(at))
            .map(|line| line.text.words())
            .collect::<String>()
    );
    for hidden in ["She tries once more", "Fine, whatever", "She waits", "Stalled"] {
        assert!(!all.contains(hidden), "{hidden} in {all}");
    }
    assert!(all.contains("2 more scenes are waiting"), "{all}");
}

#[test]
fn after_kill_9_the_same_scene() {
    let mut story = at(talk());
    play(&mut story, "21");
    let before = story.screen();
    let again = killed(&story);
    assert_eq!(*again.app.screen(), talk());
    assert!(again.screen().contains("Her point"), "{}", again.screen());
    assert!(again.screen().contains("A fast repair costs little"), "{before}");
    play(&mut story, "11");
    assert_eq!(
        *killed(&story).app.screen(),
        Screen::Home,
        "a talk that has ended leads home"
    );
}

#[test]
fn turning_back_to_any_choice_keeps_what_was_tried() {
    let mut story = at(talk());
    play(&mut story, "211");
    go(&mut story, Screen::RehearsalMap("talk".into()));
    let row = story
        .app
        .window()
        .page
        .stops
        .iter()
        .find(|stop| stop.action == Action::TurnBack("talk".into(), Some("t1r".into())))
        .unwrap();
    let action = row.action.clone();
    story.send(Msg::Act(action));
    insta::assert_snapshot!(story.screen(), @r#"
    Hear Mira out                                          scene 2

     You chose: "Just type it here."

     Hard things rarely fit in a chat line.


     She tries once more

     ▏ Mira: I would rather talk. Or leave it.

     1 "That was too quick of me. When would suit you?"  (tried)
     2 "Fine, whatever."

     [ Take the last choice back ]   [ Map and your path ]




    1-9 pick   u undo   ? keys   esc back   q quit
    "#);
    let walk = story.app.model().progress.walk("talk");
    assert_eq!((walk.steps.len(), walk.walked.len()), (1, 3));
    // Back goes past the map, to where the talk was opened from.
    story.keys("<esc>");
    assert_eq!(*story.app.screen(), Screen::Home);
    assert!(
        story.screen().contains("in the middle, scene “She tries once"),
        "{}",
        story.screen()
    );
}

#[test]
fn with_nothing_to_take_back_it_is_said() {
    let mut story = at(talk());
    story.keys("u");
    assert!(
        story.screen().contains("nothing to take back"),
        "{}",
        story.screen()
    );
    story.keys("9");
    assert!(story.screen().contains("There is no 9"), "{}", story.screen());
}

#[test]
fn an_opening_line_of_ones_own_survives_every_keystroke() {
    let mut story = at(talk());
    play(&mut story, "111");
    let own: Id = "rehearsal-talk".into();
    story.send(Msg::Act(Action::Write(FieldTarget::Entry(own.clone()))));
    story.keys("Mira, I took");
    story::rest(&mut story);
    let mut again = killed(&story);
    assert_eq!(
        *again.app.screen(),
        talk(),
        "a line that is being written is gone on with"
    );
    again.send(Msg::Act(Action::Write(FieldTarget::Entry(own.clone()))));
    again.keys("<enter>your question.<esc>");
    insta::assert_snapshot!(again.screen(), @"
     Hear Mira out                                   1 of 3 endings

      Write your own opening line

      For you alone; never scored.

      The first sentence you would really say, to a person you
      have in mind. Initials will do; it stays on this machine.

      │ Mira, I took
      │ your question.
      │

    > [ Keep this ]


      Play again from …


     enter answer   esc back   ? keys   q quit
    ");
    again.keys("<enter>");
    assert_eq!(
        again.app.model().progress.words(&own).as_deref(),
        Some("Mira, I took\nyour question.")
    );
    assert!(again.screen().contains("Saved."), "{}", again.screen());
    assert!(again.store.drafts.is_empty());
    go(&mut again, Screen::Home);
    assert!(
        !again.screen().contains("no longer in the course"),
        "{}",
        again.screen()
    );
    assert!(killed(&again).screen().contains("1 of 3 endings"));
}

#[test]
fn whoever_asks_for_support_is_never_called_wrong() {
    let mut story = at(Screen::Rehearsal("ask".into()));
    play(&mut story, "11");
    insta::assert_snapshot!(story.screen(), @r#"
    Ask for the rota                                1 of 2 endings

     You chose: "Only planning. Please keep my name out."

     You set the edges before the content.


     On your terms

     The notes rotate from Monday.


     Looking back

     The way you went

     • Whom to ask: Seun, who kept his word once
     • The edges: "Only planning. Please keep my name out."

    space page on   tab next row   ? keys   esc back   h home
    "#);
    let (said, _) = plain("ask for the rota\n\nnobody\n\n\n\n\nquit\n", Memory::default());
    for word in ["not this time", "backfires", "This helps", "Not yet", "wrong"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_talk_that_was_edited_goes_on_from_the_last_scene_that_is_there() {
    let mut story = at(talk());
    play(&mut story, "111");
    story.keys("u");
    let mut edited = files();
    let text = include_str!("doing/talk.md");
    let cut = text
        .replace("{#t3}", "{#t3-new}")
        .replace("(#t3 ", "(#t3-new ")
        .replace("retry=t3", "retry=t3-new");
    edited.insert("talk.md".into(), Cow::Owned(cut.into_bytes()));
    let mut again = Script::start(
        Library::of(edited, &Default::default()),
        story.store.clone(),
        (64, 20),
        story.now,
    );
    insta::assert_snapshot!(again.screen(), @r#"
     Hear Mira out                                          scene 2

      This rehearsal was edited since you were here. You go on
      from the last scene that is still there, and all you tried
      is kept.

      You chose: "Yes. At three, and you choose the room."

      She chooses the setting, and she knows when.


      Her point

      ▏ Mira: You answered two questions that were mine.

      Inside, the first thought that comes:

    > 1 "I am not like that."

     1-9 pick   enter choose   u undo   ? keys   esc back   q quit
    "#);
    assert_eq!(
        again.app.model().progress.walk("talk").walked.len(),
        3,
        "nothing is lost"
    );
    play(&mut again, "2");
    assert!(!again.screen().contains("was edited"), "{}", again.screen());
    assert!(again.screen().contains("She waits"), "{}", again.screen());
    again.keys("u");
    assert!(again.screen().contains("Her point"), "{}", again.screen());
}

#[test]
fn both_faces_play_the_same_talk() {
    let mut story = at(talk());
    play(&mut story, "2u112");
    let (said, kept) = plain(
        "hear mira out\n\n\"just type\nundo\n\n\"yes. at\n\"it was\n\"i was only\nquit\n",
        Memory::default(),
    );
    assert_eq!(essence(&kept), essence(&story.store), "{said}");
    insta::assert_snapshot!(after_home(&said), @r#"
    Hear Mira out, part 1 of 2, scene 1.
    Heading 1: Hear Mira out
    Mira asks for ten minutes after the review.
    Enter for the next part, or a command: 

    Hear Mira out, part 2 of 2, scene 1.
    Heading 2: The message
    Quote: Mira: Do you have ten minutes today? No is fine too.
    1. "Just type it here."
    2. "Yes. At three, and you choose the room."
    Type a number from 1 to 2, or a command: 

    Hear Mira out, scene 2.
    You chose: "Just type it here."
    Hard things rarely fit in a chat line.
    Heading 2: She tries once more
    Quote: Mira: I would rather talk. Or leave it.
    1. "Fine, whatever."
    2. "That was too quick of me. When would suit you?"
    3. Take the last choice back
    4. Map and your path
    Type a number from 1 to 4, or a command: 

    Hear Mira out, part 1 of 2, scene 1.
    Heading 1: Hear Mira out
    Mira asks for ten minutes after the review.
    Enter for the next part, or a command: 

    Hear Mira out, part 2 of 2, scene 1.
    Heading 2: The message
    Quote: Mira: Do you have ten minutes today? No is fine too.
    1. "Yes. At three, and you choose the room."
    2. "Just type it here."  (tried)
    3. Map and your path
    Type a number from 1 to 3, or a command: 

    Hear Mira out, scene 2.
    You chose: "Yes. At three, and you choose the room."
    She chooses the setting, and she knows when.
    Heading 2: Her point
    Quote: Mira: You answered two questions that were mine.
    Inside, the first thought that comes:
    1. "I am not like that."
    2. "It was one, at most."
    3. Take the last choice back
    4. Map and your path
    Type a number from 1 to 4, or a command: 
    You chose: "It was one, at most."
    That is the truth trigger: the details feel wrong.
    Heading 2: She waits
    What do you say?
    1. "Thank you for telling me. I took your questions. Did I get that
    right?"
    2. "I was only trying to help."
    3. Take the last choice back
    Type a number from 1 to 4, or a command: 

    Hear Mira out, part 1 of 6, 1 of 3 endings.
    You chose: "I was only trying to help."
    The reason may be true. It arrives early.
    Heading 2: A loose thread
    She says that it is all right. Nothing is agreed.
    Enter for the next part, or a command: 
    Goodbye. Everything is saved.
    "#);
}

/// What was said once home was left: what stands there is another story's.
fn after_home(said: &str) -> &str {
    said.split_once("command: \n\n").map_or(said, |(_, rest)| rest)
}

/// What was said, with the days taken out: the plain face asks the clock.
fn undated(said: &str) -> String {
    let is_day = |word: &str| {
        word.len() == 10 && word.bytes().filter(|byte| *byte == b'-').count() == 2 && word.starts_with("20")
    };
    let lines = said.split('\n').map(|line| {
        let words = line.split(' ').map(|word| {
            if is_day(word.trim_end_matches(['.', ','])) {
                "DAY"
            } else {
                word
            }
        });
        words.collect::<Vec<_>>().join(" ")
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
    insta::assert_snapshot!(story.screen(), @"
     Where do I start?

      Where do I start?

      Twelve lines, and no total is good or bad.

    > [ Begin ]

      Home










     enter begin   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
     Where do I start?                                 line 1 of 12

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




     1-9 pick   enter choose   u undo   ? keys   esc back   q quit
    ");
    rate(&mut story, &POINTS, 4);
    story.keys("5u");
    let before = story.screen();
    let mut again = killed(&story);
    assert_eq!(again.screen(), before, "the same line, with all that was said");
    rate(&mut again, &POINTS, 8);
    insta::assert_snapshot!(again.screen(), @"
     Where do I start?                            the last question

      Which role do you mostly take these weeks?

      You need not say. It changes no bar; it only decides which
      suggestion stands first.

    > 1 Mostly ally
      2 Mostly partner
      3 Both, this month
      4 Skip this question

      u takes the last one back; Esc keeps the rest for later.






     1-9 pick   enter choose   u undo   ? keys   esc back   q quit
    ");
    again.keys("2");
    insta::assert_snapshot!(again.screen(), @"
     Where do I start?                                   2026-09-21

      Your result of 2026-09-21

      Curious   ━━━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄ 75
      Humble    ━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 31  ← start here?
      Trusting  ━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄ 67


      Where to start

      A place to start could be: Humble. You may as well choose
      another one.

    > 1 ( ) Humble                                       suggested
      2 ( ) Curious
      3 ( ) Trusting


     1-9 pick   enter choose   u undo   ? keys   esc back   q quit
    ");
    again.keys("1");
    insta::assert_snapshot!(again.screen(), @"
    Where do I start?                                   2026-09-21

     Starting with: Humble

     You become somebody who is safe to correct.


     Which correction was useful?

     For you alone; never scored.

     Initials will do.

     │ Type here.
     │
     │



    space page on   tab next row   ? keys   esc back   h home
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
    insta::assert_snapshot!(story.screen(), @"
     Where do I start?

      Where do I start?

      Twelve lines, and no total is good or bad.

      Another time makes sense from 2026-10-05 on: what people do
      does not change in days, and two results that are close
      together say more about the day than about you. Until then
      your result is here.


      Your results

    > 2026-09-21                              starting with Humble
      Home



     enter open   esc back   ? keys   q quit
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
    insta::assert_snapshot!(story.screen(), @"
    Where do I start?                                   2026-10-08

     Your result of 2026-10-08

     Curious   ━━━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄ 75
     Humble    ━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄ 63  ← start here?
     Trusting  ━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄ 67  ← or here


     Then and now

                2026-09-21   2026-10-08   now
     ────────   ──────────   ──────────   ──────────────
     Curious            75           75   about the same
     Humble             31           63   higher
     Trusting           67           67   about the same



    space page on   tab next row   ? keys   esc back   h home
    ");
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
fn a_rehearsal_starts_again_after_a_reset() {
    let mut story = at(talk());
    play(&mut story, "111");
    let mut progress = story.app.model().progress.clone();
    let kind = EventKind::Reset {
        lessons: vec!["talk".into()],
        questions: Vec::new(),
    };
    progress.apply(&Event {
        id: "r".into(),
        device: "z".into(),
        seq: 0,
        clock: Clock(story.now + 1, 0),
        at: story.now,
        kind,
    });
    assert!(progress.walk("talk").is_fresh());
    assert!(progress.latest_walk().is_none());
}

#[test]
fn both_faces_take_the_same_self_assessment() {
    let mut story = at(start());
    story.keys("<enter>3u466635142355");
    story.keys("32");
    let (said, kept) = plain(
        "where do i start?\n1\n3\nundo\n4\n6\n6\n6\n3\n5\n1\n4\n2\n3\n5\n5\n3\nnext\n2\nquit\n",
        Memory::default(),
    );
    assert_eq!(essence(&kept), essence(&story.store), "{said}");
    insta::assert_snapshot!(undated(after_home(&said)), @"
    Where do I start?
    Heading 1: Where do I start?
    Twelve lines, and no total is good or bad.
    1. Begin
    2. Home
    Type a number from 1 to 2, or a command: 

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
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 2 of 12
    I decide step by step what to share.
    Type undo to take the last one back, or back to keep the rest for later.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 1 of 12
    I say so when a mistake was mine.
    Type back to leave; you can begin any time.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 2 of 12
    I decide step by step what to share.
    Type undo to take the last one back, or back to keep the rest for later.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 3 of 12
    I check what I understood.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 4 of 12
    I keep every difficulty to myself.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 5 of 12
    I am at ease when the credit goes elsewhere.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 6 of 12
    I change something after feedback.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 7 of 12
    I decide quickly whether it sounds right.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 8 of 12
    I bring the topic back to myself.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 9 of 12
    I ask before I advise.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 10 of 12
    I let people who kept their word see more.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 11 of 12
    I leave room to admit a mistake.
    Type a number from 1 to 6, or a command: 
    Heading 3: Line 12 of 12
    I look for what could show me wrong.
    Type a number from 1 to 6, or a command: 
    Heading 3: Which role do you mostly take these weeks?
    You need not say. It changes no bar; it only decides which suggestion
    stands first.
    1. Mostly ally
    2. Mostly partner
    3. Both, this month
    4. Skip this question
    Type a number from 1 to 4, or a command: 

    Where do I start?, part 1 of 4, DAY
    Heading 1: Your result of DAY
    Figure: Curious: 75 of 100
    Humble: 63 of 100
    Not enough answers for a bar: Trusting.
    Enter for the next part, or a command: 

    Where do I start?, part 2 of 4, DAY
    Heading 2: Where to start
    Too few lines were answered to suggest anything. Choose the one you
    would like to begin with.
    1. Curious
    2. Humble
    3. Trusting
    Type a number from 1 to 3, Enter for the next part, or a command: 

    Where do I start?, part 3 of 6, DAY
    Heading 2: Starting with: Humble
    You become somebody who is safe to correct.
    Enter for the next part, or a command: 
    Goodbye. Everything is saved.
    ");
}

/// Every rehearsal there is: those of these stories and those of the course.
fn rehearsals() -> Vec<(Id, Rehearsal)> {
    let mut found = Vec::new();
    for library in [library(), Library::of(embedded::files(), &embedded::outlines())] {
        let items = library.course.items().filter(|item| item.own_line().is_some());
        let ids: Vec<Id> = items.map(|item| item.id.clone()).collect();
        found.extend(
            ids.into_iter()
                .map(|id| (id.clone(), (*library.rehearsal(&id)).clone())),
        );
    }
    found
}

#[test]
fn every_scene_and_every_ending_is_reached_by_playing() {
    for (id, rehearsal) in rehearsals() {
        let mut open: VecDeque<Walk> = VecDeque::from([Walk::default()]);
        let mut found: BTreeSet<Id> = BTreeSet::new();
        while let Some(walk) = open.pop_front() {
            let scene = walk.on(&rehearsal).unwrap().scene;
            if !found.insert(scene.id.clone()) {
                continue;
            }
            for choice in &scene.choices {
                let mut further = walk.clone();
                further.take(&Move::Chose(Step {
                    scene: scene.id.clone(),
                    choice: choice.print(),
                    to: choice.to.clone(),
                }));
                assert_eq!(further.on(&rehearsal).unwrap().said.len(), walk.steps.len() + 1);
                open.push_back(further);
            }
        }
        let all: BTreeSet<Id> = rehearsal.scenes.iter().map(|scene| scene.id.clone()).collect();
        assert_eq!(found, all, "{id}");
    }
}

#[test]
fn every_line_of_every_scene_can_be_said_and_taken_back_in_both_faces() {
    for (id, rehearsal) in rehearsals() {
        let events = rehearsal
            .scenes
            .iter()
            .flat_map(|scene| scene.choices.iter().map(move |choice| (scene, choice)));
        let mut progress = Progress::default();
        for (nth, (scene, choice)) in events.clone().enumerate() {
            let kind = EventKind::Chose {
                rehearsal: id.clone(),
                scene: scene.id.clone(),
                choice: choice.print(),
                to: choice.to.clone(),
            };
            progress.apply(&Event {
                id: nth.to_string(),
                device: "d".into(),
                seq: nth as u64,
                clock: Clock(nth as i64, 0),
                at: 0,
                kind,
            });
            assert_eq!(progress.walk(&id).at(), Some(&choice.to));
        }
        let walk = progress.walk(&id);
        assert_eq!(
            walk.walked.len(),
            events
                .map(|(scene, choice)| (&scene.id, choice.print()))
                .collect::<BTreeSet<_>>()
                .len()
        );
        assert_eq!(walk.endings(&rehearsal).0, walk.endings(&rehearsal).1, "{id}");
    }
}
