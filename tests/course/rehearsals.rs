//! Stories of rehearsals that are played, left, edited and played again. Each has its plain twin.

use crate::story::{
    after_home, at, body, essence, go, head, killed, log, plain_talks, play, rest, talk_files, talks,
};
use ally_up::action::{Action, FieldTarget, Screen};
use ally_up::app::Msg;
use ally_up::course::embedded;
use ally_up::course::rehearsal::Rehearsal;
use ally_up::library::Library;
use ally_up::progress::Progress;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::rehearsal::{Move, RehearsalStep, Walk};
use ally_up::shell::testing::Script;
use ally_up::source::Id;
use std::borrow::Cow;
use std::collections::{BTreeSet, VecDeque};

fn talk() -> Screen {
    Screen::Rehearsal("talk".into())
}

#[test]
fn a_talk_is_played_scene_by_scene_to_its_end() {
    let mut story = at(talk());
    insta::assert_snapshot!(story.screen(), @r#"
     Doing                                                  scene 1

      Hear Mira out
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Mira asks for ten minutes after the review.


      The message

      ▏ Mira: Do you have ten minutes today? No is fine too.

    > 1 "Just type it here."
      2 "Yes. At three, and you choose the room."





     1-9 pick   enter choose   esc back   ? keys   u undo   q quit
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




    1-9 pick   esc back   ? keys   u undo   q quit
    "#);
    play(&mut story, "1");
    play(&mut story, "11");
    assert_eq!(head(&story), "Hear Mira out  1 of 3 endings");
    insta::assert_snapshot!(body(&story), @r#"
    You chose: "Thank you for telling me. I took your questions.
    Did I get that right?"

    Thanks, her words, and a check.


    Heard

    She nods, and you agree on Thursday.







    ▾ more
    "#);
    story.keys("<pgdn>");
    assert_eq!(head(&story), "Hear Mira out  1 of 3 endings");
    insta::assert_snapshot!(body(&story), @r#"
    Looking back

    The way you went

    • The message: "Just type it here."
      This backfires.
    • She tries once more: "That was too quick of me. When would
      suit you?"
      This helps.
    • Her point: "It was one, at most."
    • She waits: "Thank you for telling me. I took your …"
      This helps.

    Where you asked for consent

    • "That was too quick of me. When would suit you?"
    ▾ more
    "#);
    story.keys("<pgdn>");
    assert_eq!(head(&story), "Hear Mira out  1 of 3 endings");
    insta::assert_snapshot!(body(&story), @r#"
    • "That was too quick of me. When would suit you?"

    What your thanks were for

    • "Thank you for telling me. I took your questions. Did I
      get that right?"

    What came up in you first

    • The truth trigger: "It was one, at most."





    ▾ more
    "#);
    insta::assert_snapshot!(log(&story), @"
    chose in t1, to t1r
    chose in t1r, to t2
    chose in t2, to t3
    chose in t3, to e-heard
    ");
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
    rest(&mut story);
    let mut again = killed(&story);
    assert_eq!(
        *again.app.screen(),
        talk(),
        "a line that is being written is gone on with"
    );
    again.send(Msg::Act(Action::Write(FieldTarget::Entry(own.clone()))));
    again.keys("<enter>your question.<esc>");
    assert_eq!(head(&again), "Hear Mira out  1 of 3 endings");
    insta::assert_snapshot!(body(&again), @"
      Write your own opening line

      For you alone; never scored.

      The first sentence you would really say, to a person you
      have in mind. Initials will do; it stays on this machine.

      │ Mira, I took
      │ your question.
      │

    > [ Keep this ]




      ▾ more
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
    assert_eq!(head(&story), "Ask for the rota  1 of 2 endings");
    insta::assert_snapshot!(body(&story), @r#"
    You chose: "Only planning. Please keep my name out."

    You set the edges before the content.


    On your terms

    The notes rotate from Monday.


    Looking back

    The way you went

    • Whom to ask: Seun, who kept his word once
    • The edges: "Only planning. Please keep my name out."
    ▾ more
    "#);
    let (said, _) = plain_talks("ask for the rota\n\nnobody\n\n\n\n\nquit\n");
    for word in ["not this time", "backfires", "This helps", "Not yet", "wrong"] {
        assert!(!said.contains(word), "{word} in {said}");
    }
}

#[test]
fn a_talk_that_was_edited_goes_on_from_the_last_scene_that_is_there() {
    let mut story = at(talk());
    play(&mut story, "111");
    story.keys("u");
    let mut edited = talk_files();
    let text = include_str!("rehearsals/talk.md");
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
    assert_eq!(head(&again), "Hear Mira out  scene 2");
    insta::assert_snapshot!(body(&again), @r#"
      This rehearsal was edited since you were here. You continue
      from the last scene that is still there, and all you tried
      is kept.

      You chose: "Yes. At three, and you choose the room."

      She chooses the setting, and she knows when.


      Her point

      ▏ Mira: You answered two questions that were mine.

      Inside, the first thought that comes:

    > 1 "It was one, at most."  (tried)
      ▾ more
    "#);
    assert_eq!(
        again.app.model().progress.walk("talk").walked.len(),
        3,
        "nothing is lost"
    );
    play(&mut again, "22");
    assert!(!again.screen().contains("was edited"), "{}", again.screen());
    assert!(again.screen().contains("She waits"), "{}", again.screen());
    again.keys("u");
    assert!(again.screen().contains("Her point"), "{}", again.screen());
}

#[test]
fn both_faces_play_the_same_talk() {
    let mut story = at(talk());
    play(&mut story, "2u112");
    let (said, kept) =
        plain_talks("hear mira out\n\n\"just type\nundo\n\"yes. at\n\"it was\n\"i was only\nquit\n");
    assert_eq!(essence(&kept), essence(&story.store), "{said}");
    insta::assert_snapshot!(after_home(&said), @r#"
    Hear Mira out, part 1 of 2, scene 1.
    Heading 1: Hear Mira out
    Mira asks for ten minutes after the review.
    Enter, or a command: 

    Hear Mira out, part 2 of 2, scene 1.
    Heading 2: The message
    Quote: Mira: Do you have ten minutes today? No is fine too.
    1. "Just type it here."
    2. "Yes. At three, and you choose the room."
    Type 1, 2 or a command: 

    Hear Mira out, scene 2.
    You chose: "Just type it here."
    Hard things rarely fit in a chat line.
    Heading 2: She tries once more
    Quote: Mira: I would rather talk. Or leave it.
    1. "Fine, whatever."
    2. "That was too quick of me. When would suit you?"
    3. Take the last choice back
    4. Map and your path
    Type 1 to 4 or a command: 

    Hear Mira out, part 2 of 2, scene 1.
    Heading 2: The message
    Quote: Mira: Do you have ten minutes today? No is fine too.
    1. "Just type it here." (tried)
    2. "Yes. At three, and you choose the room."
    3. Map and your path
    Type 1 to 3 or a command: 

    Hear Mira out, scene 2.
    You chose: "Yes. At three, and you choose the room."
    She chooses the setting, and she knows when.
    Heading 2: Her point
    Quote: Mira: You answered two questions that were mine.
    Inside, the first thought that comes:
    1. "It was one, at most."
    2. "I am not like that."
    3. Take the last choice back
    4. Map and your path
    Type 1 to 4 or a command: 
    You chose: "It was one, at most."
    That is the truth trigger: the details feel wrong.
    Heading 2: She waits
    What do you say?
    1. "I was only trying to help."
    2. "Thank you for telling me. I took your questions.
    Did I get that right?"
    3. Take the last choice back
    4. Map and your path
    Type 1 to 4 or a command: 

    Hear Mira out, part 1 of 6, 1 of 3 endings.
    You chose: "I was only trying to help."
    The reason may be true. It arrives early.
    Heading 2: A loose thread
    She says that it is all right. Nothing is agreed.
    Enter, or a command: 
    Goodbye. Everything is saved.
    "#);
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

/// Every rehearsal there is: those of these stories and those of the course.
fn rehearsals() -> Vec<(Id, Rehearsal)> {
    let mut found = Vec::new();
    for library in [talks(), Library::of(embedded::files(), &embedded::outlines())] {
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
                further.take(&Move::Chose(RehearsalStep {
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
