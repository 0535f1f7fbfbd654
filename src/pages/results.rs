//! Owns the results of a lesson's questions: what was right, what to look at again, and the way to each.
//! Must not know how a question is asked.

use crate::action::{Action, Screen, Sureness, Which};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::{Face, Model};
use crate::pages::parts;
use crate::progress::Attempt;
use crate::quiz::answer::Verdict;
use crate::quiz::{self, Kind, Question};
use crate::source::Id;
use std::sync::Arc;

/// A verdict in a word or two.
pub fn words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "correct",
        Verdict::Partly(_, _) => "partly",
        Verdict::NotYet => "not yet",
        Verdict::Noted => "written",
    }
}

/// The results of a lesson's questions, each by its latest attempt: sure but wrong first.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let lesson = model.library.lesson(id);
    let mut doc = Doc::new("Results");
    doc.heading(1, lesson.title.clone());
    let questions: Vec<&Arc<Question>> = lesson
        .asked()
        .filter(|question| question.kind.is_scored())
        .collect();
    if questions.is_empty() {
        doc.say("This lesson asks nothing that is scored.");
    } else {
        summary(model, &questions, &mut doc);
        retakes(model, id, &mut doc);
    }
    let mut sorted: Vec<(usize, &Arc<Question>)> = questions
        .iter()
        .map(|question| (rank(model.progress.latest(&question.id)), *question))
        .collect();
    sorted.sort_by_key(|(rank, _)| *rank);
    let mut group = usize::MAX;
    for (rank, question) in sorted {
        if rank != group {
            group = rank;
            doc.push(Node::Para(Text::strong(GROUPS[rank])));
        }
        doc.push(Node::Row(row(model, id, question)));
    }
    let noted = lesson
        .asked()
        .filter(|question| {
            matches!(question.kind, Kind::Write | Kind::Reflect) && model.progress.count(&question.id) > 0
        })
        .count();
    if noted > 0 {
        doc.push(Node::Para(Text::role(
            &format!("Written for yourself: {noted}. Never scored."),
            Role::Muted,
        )));
    }
    doc.push(Node::Rule);
    if let Some(item) = model.library.course.item(id) {
        doc.rows(parts::unread(model, item));
    }
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("Back to the lesson"),
        Action::Go(Screen::Lesson(id.clone()), None),
    )));
    doc.rows(parts::ways_on(model, id));
    doc
}

/// What is enough of a prompt to know it again: lines where it is drawn, and characters where it is said.
const LINES: usize = 2;
const SAID: usize = 90;

/// Groups of results, in the order they are shown.
const GROUPS: [&str; 5] = [
    "Sure, and not right yet",
    "Not right yet",
    "Partly right",
    "Not answered yet",
    "Right",
];

fn rank(attempt: Option<&Attempt>) -> usize {
    match attempt.map(|attempt| (attempt.verdict, attempt.sure)) {
        Some((Verdict::NotYet, Sureness::Sure)) => 0,
        Some((Verdict::NotYet, _)) => 1,
        Some((Verdict::Partly(_, _), _)) => 2,
        None => 3,
        Some((Verdict::Right | Verdict::Noted, _)) => 4,
    }
}

fn summary(model: &Model, questions: &[&Arc<Question>], doc: &mut Doc) {
    let latest: Vec<&Attempt> = questions
        .iter()
        .filter_map(|question| model.progress.latest(&question.id))
        .collect();
    let right = latest
        .iter()
        .filter(|attempt| attempt.verdict == Verdict::Right)
        .count();
    doc.push(Node::Gauge {
        label: Text::plain("Correct"),
        done: right,
        total: questions.len(),
        unit: "",
    });
    let sure: Vec<&&Attempt> = latest
        .iter()
        .filter(|attempt| attempt.sure == Sureness::Sure)
        .collect();
    if !sure.is_empty() {
        let held = sure
            .iter()
            .filter(|attempt| attempt.verdict == Verdict::Right)
            .count();
        doc.push(Node::Para(Text::role(
            &format!("Where you were sure: {held} of {} right.", sure.len()),
            Role::Muted,
        )));
    }
    if let Some(history) = history(model, questions) {
        doc.push(Node::Para(Text::role(&history, Role::Muted)));
    }
    // Where nothing is answered, the list below says so.
    if !latest.is_empty() && latest.len() < questions.len() {
        doc.push(Node::Para(Text::role(
            &format!("{} of {} answered so far.", latest.len(), questions.len()),
            Role::Muted,
        )));
    }
}

fn row(model: &Model, lesson: &Id, question: &Question) -> Row {
    let latest = model.progress.latest(&question.id);
    let state = match latest {
        None => "not answered".to_owned(),
        Some(attempt) if quiz::edited::changed(question, &attempt.shown) => {
            "changed since you answered".to_owned()
        }
        Some(attempt) if attempt.verdict != Verdict::Right && model.progress.ever_right(&question.id) => {
            format!("{}, once correct", words(attempt.verdict))
        }
        Some(attempt) => words(attempt.verdict).to_owned(),
    };
    let action = Action::Go(Screen::Lesson(lesson.clone()), Some(question.id.clone()));
    let prompt = match model.view.face {
        Face::Screen => question.prompt.clone(),
        Face::Plain => parts::shortened(model.view.glyphs, &question.prompt, SAID),
    };
    let row = Row::new(mark(latest.map(|attempt| attempt.verdict)), prompt, action);
    Row {
        most_lines: Some(LINES),
        ..row.aside(Text::role(&state, Role::Muted))
    }
}

/// The mark of a verdict, or of none.
pub fn mark(verdict: Option<Verdict>) -> Marker {
    match verdict {
        Some(Verdict::Right) => Marker::Right,
        Some(Verdict::Partly(_, _)) => Marker::Partly,
        Some(Verdict::NotYet) => Marker::Wrong,
        Some(Verdict::Noted) => Marker::Done,
        None => Marker::Fresh,
    }
}

/// The verdict of an attempt in words, before anything else.
pub fn verdict(question: &Question, attempt: &Attempt) -> Vec<Node> {
    let (words, role) = match attempt.verdict {
        Verdict::Right => ("Correct.".to_owned(), Role::Right),
        Verdict::Partly(_, _) if question.kind.picks_one() => (
            "Partly: defensible, and there is a better way.".to_owned(),
            Role::Partly,
        ),
        Verdict::Partly(right, of) => (format!("Partly: {right} of {of} right."), Role::Partly),
        Verdict::NotYet => ("Not yet.".to_owned(), Role::Wrong),
        Verdict::Noted => return Vec::new(),
    };
    let text = Text::role(&words, role).stressed();
    let mut more = match attempt.sure {
        Sureness::Unsaid => String::new(),
        Sureness::Guess => "  You said: a guess.".to_owned(),
        Sureness::Think => "  You said: I think so.".to_owned(),
        Sureness::Sure => "  You said: sure.".to_owned(),
    };
    match attempt.hints {
        0 => {}
        1 => more.push_str(" With a hint."),
        hints => more.push_str(&format!(" With {hints} hints.")),
    }
    vec![Node::Para(text.and(Text::role(&more, Role::Muted)))]
}

/// The ways to ask a finished quiz again.
pub fn retakes(model: &Model, lesson: &Id, doc: &mut Doc) {
    let Some(item) = model.library.course.item(lesson) else {
        return;
    };
    let score = model.progress.score(item);
    if score.of == 0 || score.answered < score.of {
        return;
    }
    let mut rows = Vec::new();
    for (which, words) in [
        (Which::All, "all"),
        (Which::Missed, "only missed"),
        (Which::Unsure, "missed or unsure"),
    ] {
        let count = model.to_retake(item, which).len();
        if count > 0 {
            rows.push(Row::button(
                &format!("{words} ({count})"),
                Action::Retake(lesson.clone(), which),
            ));
        }
    }
    doc.push(Node::Buttons {
        label: Text::role("Ask again:", Role::Muted),
        rows,
    });
}

/// First, latest and best, with their dates: a retake never lowers the best.
fn history(model: &Model, questions: &[&Arc<Question>]) -> Option<String> {
    let of = questions.len();
    let firsts: Vec<&Attempt> = questions
        .iter()
        .filter_map(|question| model.progress.attempts(&question.id).next())
        .collect();
    let latest: Vec<&Attempt> = questions
        .iter()
        .filter_map(|question| model.progress.latest(&question.id))
        .collect();
    let right = |attempts: &[&Attempt]| {
        attempts
            .iter()
            .filter(|attempt| attempt.verdict == Verdict::Right)
            .count()
    };
    let best = questions
        .iter()
        .filter(|question| model.progress.ever_right(&question.id))
        .count();
    let (began, ended) = (
        firsts.iter().map(|attempt| attempt.at).min()?,
        latest.iter().map(|attempt| attempt.at).max()?,
    );
    let again = questions
        .iter()
        .any(|question| model.progress.attempts(&question.id).nth(1).is_some());
    again.then(|| {
        let (first, last) = (right(&firsts), right(&latest));
        format!(
            "First {first} of {of} ({}), latest {last} of {of} ({}), best {best} of {of}.",
            model.day(began),
            model.day(ended)
        )
    })
}
