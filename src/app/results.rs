//! Owns the results of a lesson's questions: what was right, what to look at again, and the way to each.
//! Must not know how a question is asked.

use crate::app::App;
use crate::doc::{Action, Doc, Mark, Node, Role, Row, Screen, Sureness, Text};
use crate::progress::Attempt;
use crate::progress::event::Verdict;
use crate::quiz::Question;
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
pub fn doc(app: &mut App, id: &Id) -> Doc {
    let lesson = app.library.lesson(id);
    let mut doc = Doc::new("Results");
    doc.push(Node::Heading { level: 1, id: None, text: lesson.title.clone() });
    let questions: Vec<&Arc<Question>> = lesson.questions().filter(|question| question.kind.is_scored()).collect();
    if questions.is_empty() {
        doc.say("This lesson asks nothing that is scored.");
    } else {
        summary(app, &questions, &mut doc);
    }
    let mut sorted: Vec<(usize, &Arc<Question>)> =
        questions.iter().map(|question| (rank(app.progress.latest(&question.id)), *question)).collect();
    sorted.sort_by_key(|(rank, _)| *rank);
    let mut group = usize::MAX;
    for (rank, question) in sorted {
        if rank != group {
            group = rank;
            doc.push(Node::Para(Text::strong(GROUPS[rank])));
        }
        doc.push(Node::Row(row(app, id, question)));
    }
    let noted = lesson.questions().filter(|question| !question.kind.is_scored() && app.progress.count(&question.id) > 0).count();
    if noted > 0 {
        doc.push(Node::Para(Text::role(&format!("Written for yourself: {noted}. Never scored."), Role::Muted)));
    }
    doc.push(Node::Rule);
    doc.push(Node::Row(Row::new(Mark::Link, Text::plain("Back to the lesson"), Action::Go(Screen::Lesson(id.clone()), None))));
    if let Some(next) = app.library.course.after(id) {
        let words = Text::plain("Next: ").and(Text::strong(&next.title));
        let aside = Text::role(&format!("{} min", next.minutes()), Role::Muted);
        doc.push(Node::Row(Row::new(Mark::Link, words, Action::Go(Screen::Lesson(next.id.clone()), None)).aside(aside)));
    }
    doc.push(Node::Row(Row::new(Mark::Link, Text::plain("Home"), Action::Go(Screen::Home, None))));
    doc
}

/// Groups of results, in the order they are shown.
const GROUPS: [&str; 5] = ["Sure, and not right yet", "Not right yet", "Partly right", "Not answered yet", "Right"];

fn rank(attempt: Option<&Attempt>) -> usize {
    match attempt.map(|attempt| (attempt.verdict, attempt.sure)) {
        Some((Verdict::NotYet, Sureness::Sure)) => 0,
        Some((Verdict::NotYet, _)) => 1,
        Some((Verdict::Partly(_, _), _)) => 2,
        None => 3,
        Some((Verdict::Right | Verdict::Noted, _)) => 4,
    }
}

fn summary(app: &App, questions: &[&Arc<Question>], doc: &mut Doc) {
    let latest: Vec<&Attempt> = questions.iter().filter_map(|question| app.progress.latest(&question.id)).collect();
    let right = latest.iter().filter(|attempt| attempt.verdict == Verdict::Right).count();
    doc.push(Node::Gauge { label: Text::plain("Correct"), done: right, total: questions.len() });
    let sure: Vec<&&Attempt> = latest.iter().filter(|attempt| attempt.sure == Sureness::Sure).collect();
    if !sure.is_empty() {
        let held = sure.iter().filter(|attempt| attempt.verdict == Verdict::Right).count();
        doc.push(Node::Para(Text::role(&format!("Where you were sure: {held} of {} right.", sure.len()), Role::Muted)));
    }
    if latest.len() < questions.len() {
        doc.push(Node::Para(Text::role(&format!("{} of {} answered so far.", latest.len(), questions.len()), Role::Muted)));
    }
}

fn row(app: &App, lesson: &Id, question: &Question) -> Row {
    let latest = app.progress.latest(&question.id);
    let mark = match latest.map(|attempt| attempt.verdict) {
        Some(Verdict::Right) => Mark::Right,
        Some(Verdict::Partly(_, _)) => Mark::Partly,
        Some(Verdict::NotYet) => Mark::Wrong,
        Some(Verdict::Noted) => Mark::Done,
        None => Mark::Fresh,
    };
    let state = latest.map_or("not answered", |attempt| words(attempt.verdict));
    let action = Action::Go(Screen::Lesson(lesson.clone()), Some(question.id.clone()));
    Row::new(mark, question.prompt.clone(), action).aside(Text::role(state, Role::Muted))
}
