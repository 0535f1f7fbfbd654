//! Owns the pages of a self-assessment before its result: what it is and how far one got, and its lines one at a time.
//! Must not know how a result is made; that is in `progress`. The characteristic a line counts for is never shown beside it.

use crate::action::{Action, LearnerRole, Screen};
use crate::app::{App, Effect, Face};
use crate::clean::Fingerprint;
use crate::course::Item;
use crate::course::scales::Assessment;
use crate::doc::mark::Mark;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::progress::assessment::{AGAIN, Assessed, MOST, Suggestion, mean, suggest};
use crate::progress::event::EventKind;
use crate::quiz::answer::{Answer, Draft};
use crate::quiz::{self, RateLine};
use crate::source::Id;

/// The points of a line, the fewest first.
const POINTS: [&str; MOST as usize] = ["almost never", "rarely", "sometimes", "often", "almost always"];

/// What it is, how far one got, and the results so far.
pub fn doc(app: &App, id: &Id) -> Doc {
    let assessment = app.library.assessment(id);
    let mut doc = Doc::new(assessment.title.words());
    doc.push(Node::Heading {
        level: 1,
        id: None,
        text: assessment.title.clone(),
    });
    doc.nodes.extend(assessment.intro.iter().cloned());
    let of = assessment.lines().len();
    let results = app.progress.assessed(id);
    let done = app.drafts.get(id).map(|draft| ratings(&assessment, draft).len());
    let begin = |words: &str| Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button(words, Action::Assess(id.clone()))],
    };
    match (of, done, results.last().and_then(|last| wait(app, &assessment, last))) {
        (0, _, _) => doc.say("There are no lines here that can be rated. `ally-up check` says why."),
        (of, Some(done), _) => {
            doc.say(&format!("You are in the middle of it: {done} of {of} lines. What you said is kept."));
            doc.push(begin("Go on"));
        }
        (_, None, Some(day)) => doc.say(&format!(
            "Another time makes sense from {day} on: what people do does not change in days, and two results that are close together say more about the day than about you. Until then your result is here."
        )),
        (_, None, None) if results.is_empty() => doc.push(begin("Begin")),
        (_, None, None) => doc.push(begin("Again: then and now, side by side")),
    }
    if !results.is_empty() {
        doc.push(Node::Heading {
            level: 2,
            id: None,
            text: Text::plain("Your results"),
        });
    }
    results_so_far(app, &assessment, id, &mut doc);
    doc.push(Node::Row(Row::home()));
    doc
}

/// A row for each result, the latest first, with what was chosen to start with.
pub fn results_so_far(app: &App, assessment: &Assessment, id: &Id, doc: &mut Doc) {
    for (nth, result) in app.progress.assessed(id).iter().enumerate().rev() {
        let started = result
            .focus
            .as_ref()
            .and_then(|focus| assessment.scales.iter().find(|scale| scale.id == *focus));
        let aside = started.map_or("nothing chosen yet".to_owned(), |scale| {
            format!("starting with {}", scale.name)
        });
        let row = Row::new(
            Mark::Link,
            Text::plain(&app.day(result.at)),
            Action::Go(Screen::Profile(id.clone(), nth), None),
        );
        doc.push(Node::Row(row.aside(Text::role(&aside, Role::Muted))));
    }
}

/// The day from which another attempt makes sense, if that is still to come. One that suggested nothing need not be waited for.
fn wait(app: &App, assessment: &Assessment, last: &Assessed) -> Option<String> {
    let means: Vec<_> = assessment
        .scales
        .iter()
        .map(|scale| mean(scale, &last.ratings))
        .collect();
    let from = last.at.saturating_add(AGAIN);
    (app.now < from && suggest(&means, last.lens) != Suggestion::Free).then(|| app.day(from))
}

/// What was said so far, of the lines that are still there.
fn ratings(assessment: &Assessment, draft: &Draft) -> Vec<(Id, u8)> {
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
fn next<'a>(assessment: &'a Assessment, draft: &Draft) -> Option<&'a RateLine> {
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
pub fn rating(app: &App, id: &Id) -> Doc {
    let assessment = app.library.assessment(id);
    let draft = app.rating_draft(id);
    let mut doc = Doc::new(assessment.title.words());
    let of = assessment.lines().len();
    let done = ratings(&assessment, &draft).len();
    match next(&assessment, &draft) {
        Some(line) => {
            doc.aside = format!("line {} of {of}", done + 1).into();
            let text =
                Text::role(&format!("Line {} of {of}\n", done + 1), Role::Muted).and(line.text.clone());
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
                let row = Row::new(Mark::Link, Text::plain(words), Action::Rate(id.clone(), points));
                doc.push(Node::Row(row.digit(points.into())));
            }
            let skip = Row::new(
                Mark::Link,
                Text::plain("skip this line"),
                Action::Rate(id.clone(), 0),
            );
            doc.push(Node::Row(skip.digit(usize::from(MOST) + 1)));
        }
        None if of == 0 => doc.say("There are no lines here that can be rated. `ally-up check` says why."),
        None => {
            doc.aside = "the last question".into();
            doc.push(Node::Heading {
                level: 3,
                id: None,
                text: Text::plain("Which role do you mostly take these weeks?"),
            });
            doc.say("You need not say. It changes no bar; it only decides which suggestion stands first.");
            for (nth, lens) in LearnerRole::ALL.into_iter().enumerate() {
                doc.push(Node::Row(
                    Row::new(
                        Mark::Link,
                        Text::plain(lens.words()),
                        Action::Look(id.clone(), lens),
                    )
                    .digit(nth + 1),
                ));
            }
        }
    }
    let words = match (done, app.view.face) {
        (0, Face::Screen) => "Esc leaves; you can begin any time.",
        (0, Face::Plain) => "Type back to leave; you can begin any time.",
        (_, Face::Screen) => "u takes the last one back; Esc keeps the rest for later.",
        (_, Face::Plain) => "Type undo to take the last one back, or back to keep the rest for later.",
    };
    doc.push(Node::Para(Text::role(words, Role::Muted)));
    doc
}

/// The state of a self-assessment in words, for the pages that list what there is.
pub fn state_words(app: &App, item: &Item) -> String {
    let done = app.drafts.get(&item.id).map(|draft| match &draft.answer {
        Answer::Ratings(ratings) => ratings.len(),
        Answer::Picks(_) | Answer::Pairs(_) | Answer::Words(_) => 0,
    });
    match (done, app.progress.assessed(&item.id).last()) {
        (Some(done), _) => format!("in the middle, {done} lines rated"),
        (None, Some(last)) => format!("taken {}", app.day(last.at)),
        (None, None) => format!("not started, {} min", item.minutes()),
    }
}

impl App {
    /// What was said so far, or nothing yet.
    fn rating_draft(&self, id: &Id) -> Draft {
        let earlier = self.progress.assessments(id);
        let blank = || Draft {
            question: id.clone(),
            earlier,
            answer: Answer::Ratings(Vec::new()),
            hints: 0,
            open: None,
            caret: 0,
            at: self.now,
        };
        self.drafts.get(id).cloned().unwrap_or_else(blank)
    }

    /// The self-assessment whose lines were worked on after everything else, if it is not finished.
    pub(super) fn latest_rating(&self) -> Option<Id> {
        let is_later = |draft: &&Draft| {
            matches!(draft.answer, Answer::Ratings(_)) && draft.at >= self.progress.latest_at()
        };
        self.drafts
            .values()
            .filter(is_later)
            .max_by_key(|draft| draft.at)
            .map(|draft| draft.question.clone())
    }

    /// Rates the line on show and goes on to the next one.
    pub(super) fn rate(&mut self, id: &Id, points: u8, effects: &mut Vec<Effect>) {
        let assessment = self.library.assessment(id);
        let mut draft = self.rating_draft(id);
        let Some(line) = next(&assessment, &draft).map(|line| line.id.clone()) else {
            return self.say("Every line is rated. One last question, and you are done.");
        };
        let mut ratings = ratings(&assessment, &draft);
        ratings.push((line, points.min(MOST)));
        draft.answer = Answer::Ratings(ratings);
        self.keep_rating(draft, effects);
    }

    /// Takes the last rating back, if there is one.
    pub(super) fn unrate(&mut self, id: &Id, effects: &mut Vec<Effect>) -> Option<()> {
        let assessment = self.library.assessment(id);
        let mut draft = self.drafts.get(id).cloned()?;
        let mut ratings = ratings(&assessment, &draft);
        ratings.pop()?;
        draft.answer = Answer::Ratings(ratings);
        self.keep_rating(draft, effects);
        Some(())
    }

    fn keep_rating(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let draft = Draft {
            at: self.now,
            ..draft
        };
        effects.push(Effect::Draft(draft.clone()));
        self.drafts.insert(draft.question.clone(), draft);
        self.begin_page();
        self.focus_first_row();
    }

    /// Ends a self-assessment with the role that was said.
    pub(super) fn look(&mut self, id: &Id, lens: LearnerRole, effects: &mut Vec<Effect>) {
        let assessment = self.library.assessment(id);
        let draft = self.rating_draft(id);
        if next(&assessment, &draft).is_some() || assessment.lines().is_empty() {
            return self.say("There are lines left; each can be skipped.");
        }
        let ratings = ratings(&assessment, &draft);
        self.drafts.remove(id);
        effects.push(Effect::Record(EventKind::Assessed {
            assessment: id.clone(),
            lens,
            ratings,
        }));
        effects.push(Effect::DropDraft(id.clone()));
    }

    /// Shows the result that was just made, in place of the lines.
    pub(super) fn show_profile(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        if matches!(self.screen(), Screen::Rating(_)) {
            self.stack.pop();
        }
        let last = self.progress.assessed(id).len().saturating_sub(1);
        self.go(Screen::Profile(id.clone(), last), None, effects);
    }
}
