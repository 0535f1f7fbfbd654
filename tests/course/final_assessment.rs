//! Stories of the final assessment: forms are drawn, explained when they are whole, and pass or not yet.

use crate::story::{answer, body, go, head, start};
use ally_up::action::{Action, Screen, Sureness};
use ally_up::app::Msg;
use ally_up::shell::testing::Memory;

#[test]
fn a_form_hides_explanations_until_it_is_whole() {
    let mut story = start(Memory::default());
    go(&mut story, Screen::FinalAssessment("final".into()));
    assert_eq!(head(&story), "A small course");
    insta::assert_snapshot!(body(&story), @r#"
      Final assessment
      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      A form asks 2 questions from all you have read, in mixed
      order. There is no time limit, and the journal may be open.
      The explanations come after the whole form; 2 right answers
      pass, and anything less is a "not yet" with the way back to
      what to read.

    > [ Begin a form ]

      Home
    "#);
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
    insta::assert_snapshot!(story.screen(), @r#"
    Final assessment

     Passed
     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

     Correct                                   ━━━━━━━━━━  2 of 2

     2 right answers pass. Only an answer that is right as a
     whole counts; what was partly right is shown below.

     No title comes with this. What the course records of you
     reads "completed the course and set a plan", and the plan is
     the part that counts.

     First steps                               ━━━━━━━━━━  2 of 2



     ▾ more
    space page on   tab next row   esc back   ? keys   h home
    "#);
    go(&mut story, Screen::FinalAssessment("final".into()));
    assert!(story.screen().contains("passed, 2 of 2"), "{}", story.screen());
    story.send(Msg::Act(Action::BeginForm("final".into())));
    let second = story.app.model().progress.open_session().unwrap().clone();
    assert!(
        second.questions.iter().all(|id| !first.questions.contains(id)),
        "the first two forms share nothing"
    );
}
