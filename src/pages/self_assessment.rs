//! Owns the pages of a self-assessment before its result: what it is and how far one got, and its lines one at a time.
//! Must not know how a result is made; that is in `progress`. The characteristic a line counts for is never shown beside it.

use crate::action::{Action, LearnerRole, Screen};
use crate::clean::Fingerprint;
use crate::course::self_assessment::Assessment;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::{Face, Model};
use crate::progress::assessment::{AGAIN, Assessed, MOST, Suggestion, mean, suggest};
use crate::quiz::answer::{Answer, Draft};
use crate::quiz::{self, RateLine};
use crate::source::Id;
use crate::time;

/// The points of a line, the fewest first.
const POINTS: [&str; MOST as usize] = ["almost never", "rarely", "sometimes", "often", "almost always"];

/// What it is, how far one got, and the results so far.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let assessment = model.library.assessment(id);
    let mut doc = Doc::new(assessment.title.words());
    doc.heading(1, assessment.title.clone());
    doc.nodes.extend(assessment.intro.iter().cloned());
    let of = assessment.lines().len();
    let results = model.progress.assessed(id);
    let done = model
        .drafts
        .get(id)
        .map(|draft| ratings(&assessment, draft).len());
    let begin = |words: &str| Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button(words, Action::RateLines(id.clone()))],
    };
    match (of, done, results.last().and_then(|last| wait(model, &assessment, last))) {
        (0, _, _) => doc.say("There are no lines here that can be rated. `ally-up check` says why."),
        (of, Some(done), _) => {
            doc.say(&format!("You are in the middle of it: {done} of {of} lines. What you said is kept."));
            doc.push(begin("Continue"));
        }
        (_, None, Some(day)) => doc.say(&format!(
            "Another time makes sense from {day} on: what people do does not change in days, and two results that are close together say more about the day than about you. Until then your result is here."
        )),
        (_, None, None) if results.is_empty() => doc.push(begin("Begin")),
        (_, None, None) => doc.push(begin("Again: then and now, side by side")),
    }
    if !results.is_empty() {
        doc.heading(2, Text::plain("Your results"));
    }
    results_so_far(model, &assessment, id, &mut doc);
    doc.push(Node::Row(Row::home()));
    doc
}

/// A row for each result, the latest first, with what was chosen to start with.
pub fn results_so_far(model: &Model, assessment: &Assessment, id: &Id, doc: &mut Doc) {
    for (nth, result) in model.progress.assessed(id).iter().enumerate().rev() {
        let started = result
            .focus
            .as_ref()
            .and_then(|focus| assessment.scales.iter().find(|scale| scale.id == *focus));
        let aside = started.map_or("nothing chosen yet".to_owned(), |scale| {
            format!("starting with {}", scale.name)
        });
        let row = Row::new(
            Marker::Link,
            Text::plain(&model.day(result.at)),
            Action::Go(Screen::SelfAssessmentResult(id.clone(), nth), None),
        );
        doc.push(Node::Row(row.aside(Text::role(&aside, Role::Muted))));
    }
}

/// The day from which another attempt makes sense, if that is still to come. One that suggested nothing need not be waited for.
fn wait(model: &Model, assessment: &Assessment, last: &Assessed) -> Option<String> {
    let means: Vec<_> = assessment
        .scales
        .iter()
        .map(|scale| mean(scale, &last.ratings))
        .collect();
    let from = last.at.saturating_add(AGAIN);
    (!time::has_passed(AGAIN, last.at, model.now) && suggest(&means, last.lens) != Suggestion::Free)
        .then(|| model.day(from))
}

/// What was said so far, of the lines that are still there.
pub fn ratings(assessment: &Assessment, draft: &Draft) -> Vec<(Id, u8)> {
    let Answer::Ratings(ratings) = &draft.answer else {
        return Vec::new();
    };
    ratings
        .iter()
        .filter(|(id, _)| assessment.lines().iter().any(|line| line.id == *id))
        .cloned()
        .collect()
}

/// The line that is asked next. The order follows from the number of earlier attempts, so it is the same after any interruption.
pub fn next<'a>(assessment: &'a Assessment, draft: &Draft) -> Option<&'a RateLine> {
    let question = assessment.question.as_ref()?;
    let done = ratings(assessment, draft);
    let mixed = quiz::shuffled(
        question,
        draft.earlier,
        assessment.lines().iter().collect(),
        |line| Fingerprint::of(&line.id),
    );
    mixed
        .into_iter()
        .find(|line| done.iter().all(|(id, _)| *id != line.id))
}

/// One line and its scale; after the last one the question for the role.
pub fn rating(model: &Model, id: &Id) -> Doc {
    let assessment = model.library.assessment(id);
    let draft = model.rating_draft(id);
    let mut doc = Doc::new(assessment.title.words());
    let of = assessment.lines().len();
    let done = ratings(&assessment, &draft).len();
    match next(&assessment, &draft) {
        Some(line) => {
            doc.aside = format!("line {} of {of}", done + 1).into();
            let text = Text::role(&format!("Line {} of {of}\n", done + 1), Role::Muted)
                .and(line.text.clone().stressed());
            doc.push(Node::Heading {
                level: 3,
                id: Some(line.id.clone()),
                text,
            });
            if let Some(question) = &assessment.question {
                doc.push(Node::Para(question.prompt.clone()));
                doc.nodes.extend(question.body.iter().cloned());
            }
            for (points, words) in (1..=MOST).zip(POINTS) {
                let row = Row::new(Marker::Link, Text::plain(words), Action::Rate(id.clone(), points));
                doc.push(Node::Row(row.digit(points.into())));
            }
            let skip = Row::new(
                Marker::Link,
                Text::plain("skip this line"),
                Action::Rate(id.clone(), 0),
            );
            doc.push(Node::Row(skip.digit(usize::from(MOST) + 1)));
        }
        None if of == 0 => doc.say("There are no lines here that can be rated. `ally-up check` says why."),
        None => {
            doc.aside = "the last question".into();
            doc.heading(3, Text::plain("Which role do you mostly take these weeks?"));
            doc.say("You need not say. It changes no bar; it only decides which suggestion stands first.");
            for (nth, lens) in LearnerRole::ALL.into_iter().enumerate() {
                doc.push(Node::Row(
                    Row::new(
                        Marker::Link,
                        Text::plain(lens.words()),
                        Action::FinishAssessment(id.clone(), lens),
                    )
                    .digit(nth + 1),
                ));
            }
        }
    }
    let words = match (done, model.view.face) {
        (0, Face::Screen) => "Esc leaves; you can begin any time.",
        (0, Face::Plain) => "Type back to leave; you can begin any time.",
        (_, Face::Screen) => "u takes the last one back; Esc keeps the rest for later.",
        (_, Face::Plain) => "Type undo to take the last one back, or back to keep the rest for later.",
    };
    doc.push(Node::Para(Text::role(words, Role::Muted)));
    doc
}
