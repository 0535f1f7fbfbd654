//! Stories of the map of a rehearsal: what was tried, what is left, and turning back.

use crate::story::{at, body, go, head, play};
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;

fn talk() -> Screen {
    Screen::Rehearsal("talk".into())
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
     Map

      Hear Mira out
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      Endings reached                           ━━━━━━━━━━  3 of 3

      ✓ Heard
      ✓ A loose thread
      ✓ Stalled


      Your path

      A row turns back to where that was chosen.

    > The message  "Just type it here."
      She tries once more  "Fine, whatever."
      ▾ more
     enter go back there   esc back   ? keys   q quit
    "#);
    story.keys("<pgdn>");
    assert_eq!(
        head(&story),
        "Map: Hear Mira out",
        "no colon is left while nothing follows it"
    );
    insta::assert_snapshot!(body(&story), @r#"
    > The message  "Just type it here."
      She tries once more  "Fine, whatever."
      Stalled                                         you are here


      What you have tried

      ✓ The message                                   2 of 2 tried

      ✓ "Yes. At three, and you choose the room."  (tried)
      ✓ "Just type it here."  (tried)

      ◐ She tries once more                           1 of 2 tried

      ○ "That was too quick of me. When would suit you?"
        (not tried)
      ▾ more
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
    assert_eq!(head(&story), "Hear Mira out  scene 2");
    insta::assert_snapshot!(body(&story), @r#"
     You chose: "Just type it here."

     Hard things rarely fit in a chat line.


     She tries once more

     ▏ Mira: I would rather talk. Or leave it.

     1 "That was too quick of me. When would suit you?"  (tried)
     2 "Fine, whatever."

     [ Take the last choice back ]   [ Map and your path ]
    "#);
    let walk = story.app.model().progress.walk("talk");
    assert_eq!((walk.steps.len(), walk.walked.len()), (1, 3));
    // Back goes past the map, to where the talk was opened from.
    story.keys("<esc>");
    assert_eq!(*story.app.screen(), Screen::Home);
    assert!(
        story.screen().contains("in the middle, scene \"She tries once"),
        "{}",
        story.screen()
    );
}
