//! Learners' stories: keys in, screens and the saved log out, through the real loop. Each story has a plain twin that ends with equal progress.

use crate::story::{body, essence, go, killed, library, log, plain, rest, start};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::quiz::answer::{Answer, Verdict};
use ally_up::shell::testing::{Memory, Script};

#[test]
fn the_first_start_leads_to_the_first_lesson() {
    let mut story = start(Memory::default());
    insta::assert_snapshot!(story.screen(), @"
     A small course                            0 of 2 lessons (0 %)

    > Start here  Reading                                    1 min

      Module 1  First steps             ──────────  0 of 2 lessons

      Two short lessons.

         ○ Reading                                           1 min
         ○ Kinds                                             4 min

      Finish                               ──────────  0 of 1 part
         ○ Final assessment                            2 questions

      ────────────────────────

      [ Practice ]   [ Notebook ]   [ What you have done ]
      [ Search ]   [ Glossary ]   [ Settings ]   [ Keys ]

     enter open   ? keys   q quit
    ");
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
    First steps                              0 of 1 answered   0 %

     Reading
     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

     A question in a meeting goes to the wrong person, and a
     partner notices.


     Two roles

     The partner sets the direction and judges what an act did.
     Somebody with more room in that meeting can hand the
     question on.

     ▏ Jo: Seun built that part. Seun, would you take it?

     ┃ Note
     ▾ more
    space page on   a next question   esc back   ? keys   h home
    ");
}

#[test]
fn space_reads_on_below_a_verdict_and_enter_goes_on_from_it() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::Lesson("kinds".into()));
    story.keys("<home>1<enter><enter>");
    assert!(
        story.screen().contains("> [ Next question ]"),
        "{}",
        story.screen()
    );
    let top = story.app.window().top();
    story.keys("<space>");
    let screen = story.screen();
    assert!(
        story.app.window().top() > top && !screen.contains("> [ ] Telling others"),
        "{screen}"
    );
}

#[test]
fn a_wrong_answer_is_explained_and_stays() {
    let mut story = start(Memory::default());
    story.keys("<enter><end>1");
    insta::assert_snapshot!(story.screen(), @"
     First steps › Reading                   0 of 1 answered   79 %

      Check


      Question 1 of 1 · Pick one.

      Who decides whether help was helpful?

    > 1 (•) The helper, who knows what was meant.
      2 ( ) The person it was meant for.

      How sure?   [ Guess ]   [ I think so ]   [ Sure ]


      What comes next

      How the questions went                       0 of 1 answered
      ▾ more
     1-9 pick   enter pick, then answer   esc back   ? keys
    ");
    story.keys("<enter><right><enter>");
    insta::assert_snapshot!(story.screen(), @"
    First steps › Reading                   1 of 1 answered   79 %

     Question 1 of 1 · Pick one.

     Who decides whether help was helpful?

     Not yet.  You said: sure.

     1 (•) The helper, who knows what was meant.  (your answer)
           ✗ Not yet. What was meant is known to the helper, what
             it did is not.

     Saved. > [ Results ]   [ Passage ]   [ Try again ]

     2 ( ) The person it was meant for.  (fits best)
           ✓ Yes. They live with the result, so their
             word counts.

     ▾ more
    enter results   esc back   ? keys   q quit
    ");
    insta::assert_snapshot!(log(&story), @"
    at reading top
    at reading check
    at reading check
    at reading who-decides
    answered who-decides NotYet Sure hints 0 earlier 0
    ");
}

#[test]
fn after_kill_9_the_same_question_with_the_same_picks() {
    let mut story = start(Memory::default());
    story.keys("<enter>na");
    story.keys("1");
    let before = story.screen();
    let again = killed(&story);
    assert!(before.contains("(•)") || before.contains("[x]"), "{before}");
    let picks = |screen: &str| {
        screen
            .lines()
            .filter(|line| line.contains("[x]") || line.contains("(•)"))
            .map(|line| line.trim_start_matches([' ', '>']).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(picks(&before), picks(&again.screen()));
    insta::assert_snapshot!(again.screen(), @"
     First steps › Kinds                      0 of 4 answered   0 %
      ┄┄┄ you were here ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄
      Question 1 of 4 · Tick all that fit.

      Which belong to a real question?

    > 1 [x] A deadline of today
      2 [ ] Room for a no
      3 [ ] A clear topic

      [ Hint 1 of 2 ]

      How sure?   [ Guess ]   [ I think so ]   [ Sure ]





      ▾ more
     1-9 pick   enter pick, then answer   esc back   ? keys
    ");
}

#[test]
fn every_kind_can_be_answered_by_keys() {
    let mut story = start(Memory::default());
    story.keys("<enter>n");
    // many: two ticks and the answer
    story.keys("<tab><space><down><space><enter>");
    insta::assert_snapshot!(story.screen(), @"
    First steps › Kinds                      0 of 4 answered   0 %

     Every kind of question once.


     Question 1 of 4 · Tick all that fit.

     Which belong to a real question?

     1 [x] A deadline of today
     2 [x] Room for a no
     3 [ ] A clear topic

     [ Hint 1 of 2 ]

     How sure?   [ Guess ] > [ I think so ]   [ Sure ]


     ▾ more
    enter answer   esc back   ? keys   q quit
    ");
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
    First steps › Kinds                     1 of 4 answered   17 %

     Question 1 of 4 · Tick all that fit.

     Which belong to a real question?

     Partly: 1 of 3 right.  You said: I think so.

     Saved. > [ Next question ]   [ Try again ]

     1 [x] A deadline of today  (ticked: it does not fit)
           ✗ Not this one. Haste pushes.

     3 [ ] A clear topic  (left out: it fits)
           ✗ Yes. It says what it is about.

     2 [x] Room for a no  (ticked: it fits)
           ✓ Yes. Without it the yes is worth little.
     ▾ more
    enter next question   esc back   ? keys   q quit
    ");
}

#[test]
fn typed_words_survive_a_kill_and_are_compared() {
    let mut story = start(Memory::default());
    story.keys("<enter>n");
    story.send(Msg::Act(Action::Go(
        Screen::Lesson("kinds".into()),
        Some("gap".into()),
    )));
    story.keys("<enter>agian");
    rest(&mut story);
    let mut again = killed(&story);
    assert!(again.screen().contains("agian"), "{}", again.screen());
    again.keys("<enter><enter><enter>");
    let answered = Progress::of(&again.store.events);
    assert_eq!(
        answered.latest("gap").map(|attempt| attempt.verdict),
        Some(Verdict::Right),
        "one slip of the finger is forgiven"
    );
    assert_eq!(
        answered.latest("gap").map(|attempt| attempt.sure),
        Some(Sureness::Think)
    );
    assert_eq!(answered.words("gap").as_deref(), Some("agian"));
}

#[test]
fn a_place_survives_kill_and_resize() {
    let mut story = start(Memory::default());
    story.keys("<enter><pgdn>");
    rest(&mut story);
    let place = story.app.window().page.place(story.app.window().top());
    let again = Script::start(library(), story.store.clone(), (40, 20), story.now);
    assert_eq!(
        again.app.window().page.place(again.app.window().top()).heading,
        place.heading
    );
    assert_eq!(
        again.app.window().page.place(again.app.window().top()).block,
        place.block
    );
    assert!(again.screen().contains("you were here"), "{}", again.screen());
}

#[test]
fn a_link_leads_to_its_term_and_back_to_the_same_line() {
    let mut story = start(Memory::default());
    story.keys("<enter><tab>");
    let top = story.app.window().top();
    story.keys("<enter>");
    insta::assert_snapshot!(story.screen(), @"
     Glossary

      partner

      The person who sets the direction and judges what an
      act did.

    > [ Back ]   [ All terms ]











     enter open   esc back   ? keys   q quit
    ");
    story.keys("<back>");
    assert_eq!(story.app.window().top(), top);
}

#[test]
fn the_passage_of_a_question_and_back_to_the_same_question() {
    let mut story = start(Memory::default());
    story.keys("<enter><end>1");
    let before = body(&story);
    story.keys("g");
    assert!(story.screen().contains("Two roles"), "{}", story.screen());
    story.keys("<back>");
    assert_eq!(body(&story), before);
}

#[test]
fn what_cannot_be_saved_is_said_and_not_lost() {
    let mut story = start(Memory {
        failing: Some("the disk is full; free some space".into()),
        ..Memory::default()
    });
    story.keys("<enter><end>1<enter><enter>");
    assert!(story.screen().contains("NOT SAVED"), "{}", story.screen());
    assert!(story.app.model().saving.unsaved() > 0);
    assert_eq!(
        story.app.model().progress.count("who-decides"),
        1,
        "it goes on from memory"
    );
}

#[test]
fn both_faces_end_with_equal_progress() {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    crate::story::read_on(&mut story, 2);
    story.keys("1<enter><right><enter>q");
    let (said, kept) = plain("1\n\n\n1\nsure\nquit\n", Memory::default());
    assert_eq!(essence(&kept), essence(&story.store), "{said}");
    insta::assert_snapshot!(said, @"
    A small course in plain mode, because a test asks for it.
    Type help for what can be typed.

    A small course, 0 of 2 lessons (0 percent).
    1. Start here: Reading, 1 minute
    6. Practice
    7. Notebook
    Each row keeps its number; some are missing today.
    Type lessons, or all for more.
    Type 1, 6, 7 or a command: 

    First steps, Reading, part 1 of 4, 0 of 1 answered.
    Heading 1: Reading
    A question in a meeting goes to the wrong person, and a partner notices.
    Links, to be followed by typing their words: partner (Glossary:
    partner).
    Enter, or a command: 

    First steps, Reading, part 2 of 4, 0 of 1 answered.
    Heading 2: Two roles
    The partner sets the direction and judges what an act did.
    Somebody with more room in that meeting can hand the question on.
    Quote: Jo: Seun built that part. Seun, would you take it?
    Note: In three experiments, people expected more awkwardness than there
    was.
    act: handing on; what it does: returns the question
    act: answering; what it does: keeps it
    Enter, or a command: 

    First steps, Reading, part 3 of 4, 0 of 1 answered.
    Heading 2: Check
    Heading 3: Question 1 of 1. Pick one.
    Who decides whether help was helpful?
    1. The helper, who knows what was meant.
    2. The person it was meant for.
    Type 1, 2, Enter or a command: 
    1. picked: The helper, who knows what was meant.
    How sure?
    3. Guess
    4. I think so
    5. Sure
    Type 1 to 5, Enter or a command: 
    Not yet. You said: sure.
    You picked option 1: The helper, who knows what was meant.
    Right is option 2: The person it was meant for.
    Type more for why.
    Saved.
    1. Results
    2. Passage
    3. Try again
    Type 1 to 3, Enter or a command: 
    Goodbye. Everything is saved.
    ");
}

#[test]
fn a_journal_entry_in_both_faces() {
    let mut story = start(Memory::default());
    story.keys("<enter>n");
    story.app.update(
        Msg::Act(Action::Go(
            Screen::Lesson("kinds".into()),
            Some("journal-kinds".into()),
        )),
        story.now,
    );
    story.keys("<enter>one<enter>two<esc><enter>");
    let journal = story
        .store
        .events
        .iter()
        .any(|event| matches!(&event.kind, EventKind::Wrote { text, .. } if text == "one\ntwo"));
    assert!(journal, "{}", log(&story));
    let (said, kept) = plain(
        "kinds\nend\nprevious\n1\none\ntwo\n.\nkeep this\nquit\n",
        Memory::default(),
    );
    let journal = kept
        .events
        .iter()
        .any(|event| matches!(&event.kind, EventKind::Wrote { text, .. } if text == "one\ntwo"));
    assert!(journal, "{said}");
}

#[test]
fn a_draft_that_was_answered_elsewhere_is_not_asked_again() {
    let mut story = start(Memory::default());
    story.keys("<enter><end>1");
    let draft = story.store.drafts.values().next().cloned().unwrap();
    assert!(matches!(&draft.answer, Answer::Picks(picks) if picks.len() == 1));
    story.keys("<enter><enter>");
    let mut store = story.store.clone();
    store.drafts.insert(draft.question.clone(), draft);
    let again = Script::start(library(), store, (64, 20), story.now);
    assert!(again.app.model().drafts.is_empty());
}
