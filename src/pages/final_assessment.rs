//! Owns the final assessment: what it is, the forms so far, and how a form went.
//! Must not know how a form is drawn or a question graded.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::{before_after, question, results};
use crate::progress::sessions::Session;
use crate::progress::test_form::BankEntry;
use crate::quiz::Question;
use crate::quiz::answer::Verdict;
use crate::source::Id;
use crate::status::{forms, pass_mark};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The pool of questions that belong to no numbered module.
const CROSS: &str = "cross";

/// What the final assessment is, and the forms so far.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let lesson = model.library.lesson(id);
    let mut doc = Doc::new(lesson.title.words());
    doc.heading(1, lesson.title.clone());
    let blueprint = model.library.course.blueprint(id).cloned().unwrap_or_default();
    doc.say(&format!(
        "A form asks {} questions from all you have read, in mixed order. There is no time limit, and the journal may be open. The explanations come after the whole form; {} right answers pass, and anything less is a \"not yet\" with the way back to what to read.",
        blueprint.draw, blueprint.pass
    ));
    let forms: Vec<Session> = forms(model, id).into_iter().cloned().collect();
    for (nth, form) in forms.iter().enumerate() {
        let (answered, right) = model.progress.tally(form);
        let state = match (model.progress.is_over(form), answered == form.questions.len()) {
            (true, true) if right >= pass_mark(&blueprint, form) => format!("passed, {right} of {answered}"),
            (true, true) => format!("not yet, {right} of {answered}"),
            (true, false) => format!("left after {answered} of {}", form.questions.len()),
            (false, _) => format!("{answered} of {} answered", form.questions.len()),
        };
        let text = Text::plain(&format!("Form {} of {}", nth + 1, model.day(form.at)));
        doc.push(Node::Row(
            Row::new(
                Marker::Link,
                text,
                Action::Go(Screen::Session(form.id.clone()), None),
            )
            .aside(Text::role(&state, Role::Muted)),
        ));
    }
    match forms.last().filter(|form| !model.progress.is_over(form)) {
        Some(form) => doc.push(Node::Buttons {
            label: Text::default(),
            rows: vec![
                Row::button(
                    "Continue this form",
                    Action::Go(Screen::Session(form.id.clone()), None),
                ),
                Row::button("Leave it", Action::Abandon(form.id.clone())),
            ],
        }),
        None => {
            let words = if forms.is_empty() {
                "Begin a form"
            } else {
                "Begin a fresh form"
            };
            doc.push(Node::Buttons {
                label: Text::default(),
                rows: vec![Row::button(words, Action::BeginForm(id.clone()))],
            });
        }
    }
    doc.push(Node::Row(Row::home()));
    doc
}

/// How a form went: passed or not yet, by module, and every question with its explanations.
pub fn result(model: &Model, session: &Session, id: &Id) -> Doc {
    let mut doc = Doc::new(model.library.lesson(id).title.words());
    let (answered, right) = model.progress.tally(session);
    let blueprint = model.library.course.blueprint(id).cloned().unwrap_or_default();
    let bank = bank(model, id);
    let pass = pass_mark(&blueprint, session);
    let whole = answered == session.questions.len();
    let head = match (whole, right >= pass) {
        (true, true) => "Passed",
        (true, false) => "Not yet",
        (false, _) => "Left before its end",
    };
    doc.heading(1, Text::plain(head));
    doc.push(Node::Gauge {
        label: Text::plain("Correct"),
        done: right,
        total: session.questions.len(),
        unit: "",
    });
    doc.push(Node::Para(Text::role(
        &format!("{pass} right answers pass. Only an answer that is right as a whole counts; what was partly right is shown below."),
        Role::Muted,
    )));
    if whole && right >= pass {
        doc.say("No title comes with this. What the course records of you reads \"completed the course and set a plan\", and the plan is the part that counts.");
    }
    by_module(model, session, &bank, &mut doc);
    let missed: Vec<&BankEntry> = bank
        .iter()
        .filter(|entry| {
            entry.must.is_some()
                && model
                    .progress
                    .answer_in(session, &entry.question)
                    .is_some_and(|attempt| attempt.verdict != Verdict::Right)
        })
        .collect();
    if missed.len() >= 2 {
        doc.say("Some of what you missed is at the heart of this course: who gives the name, help that leaves control with the partner, what sits in a system and not in a person. Read those passages again, whatever the total says.");
    }
    if whole {
        let questions: Vec<Arc<Question>> = session
            .questions
            .iter()
            .filter_map(|id| model.question(id))
            .collect();
        let of = questions.len();
        for (at, question) in questions.iter().enumerate() {
            doc.nodes
                .extend(explained(model, session, question, (at + 1, of)));
        }
    }
    doc.heading(2, Text::plain("What comes next"));
    if whole && right >= pass {
        doc.nodes
            .extend(before_after::again_row(model).map(|row| Arc::new(Node::Row(row))));
    }
    let again = if right >= pass {
        "Another form, with other questions"
    } else {
        "A fresh form, whenever you like"
    };
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain(again),
        Action::BeginForm(id.clone()),
    )));
    doc.push(Node::Row(Row::home()));
    doc
}

fn by_module(model: &Model, session: &Session, bank: &[BankEntry], doc: &mut Doc) {
    let mut pools: BTreeMap<usize, (&str, usize, usize)> = BTreeMap::new();
    for question in &session.questions {
        let Some(entry) = bank.iter().find(|entry| entry.question == *question) else {
            continue;
        };
        let place = model
            .library
            .course
            .modules
            .iter()
            .position(|module| *module.id == *entry.pool);
        let title = place.map_or("Across the course", |at| &model.library.course.modules[at].title);
        let pool = pools.entry(place.unwrap_or(usize::MAX)).or_insert((title, 0, 0));
        pool.1 += usize::from(
            model
                .progress
                .answer_in(session, question)
                .is_some_and(|attempt| attempt.verdict == Verdict::Right),
        );
        pool.2 += 1;
    }
    for (title, right, of) in pools.into_values() {
        doc.push(Node::Gauge {
            label: Text::plain(title),
            done: right,
            total: of,
            unit: "",
        });
    }
}

/// A question of a finished form: the answer given in it, with every explanation and the way to the passage.
fn explained(
    model: &Model,
    session: &Session,
    question: &Question,
    (nth, of): (usize, usize),
) -> Vec<Arc<Node>> {
    let Some(attempt) = model.progress.answer_in(session, &question.id) else {
        return Vec::new();
    };
    let text =
        Text::role(&format!("Question {nth} of {of}\n"), Role::Muted).and(question::stem(&question.prompt));
    let mut nodes = vec![Arc::new(Node::Heading {
        level: 3,
        id: Some(question.id.clone()),
        text,
    })];
    nodes.extend(question.body.iter().cloned());
    let words = match model.progress.latest(&question.id) == Some(attempt) {
        true => model.progress.words(&question.id).unwrap_or_default(),
        false => String::new(),
    };
    let (shown, were) = crate::quiz::edited::mended(question, &attempt.shown);
    let answer = question.kind.rules().restore(question, &shown, &words);
    let given = crate::quiz::Given {
        answer,
        earlier: attempt.earlier,
        shown,
        were,
    };
    let mut more = results::verdict(question, attempt);
    let feedback = question.kind.rules().answered(question, &given);
    more.extend(feedback.own.into_iter().chain(feedback.others));
    more.extend((!question.why.is_empty()).then(|| Node::Quote(question.why.clone())));
    if question.passage.is_some() {
        more.push(Node::Buttons {
            label: Text::default(),
            rows: vec![Row::button("Passage", Action::Passage(question.id.clone()))],
        });
    }
    nodes.extend(more.into_iter().map(Arc::new));
    nodes
}

/// The bank: each question with its pool and its code.
pub fn bank(model: &Model, id: &Id) -> Vec<BankEntry> {
    let course = &model.library.course;
    let pool = |objective: &str| {
        let module = course.modules.iter().find(|module| {
            module
                .items
                .iter()
                .any(|item| item.objectives.contains_key(objective))
        });
        module
            .filter(|module| module.number.is_some())
            .map_or(CROSS.to_owned(), |module| module.id.to_string())
    };
    let of = |question: &Arc<Question>| BankEntry {
        question: question.id.clone(),
        pool: question.objective.as_deref().map_or(CROSS.to_owned(), pool),
        must: question.must.clone(),
    };
    model.library.lesson(id).asked().map(of).collect()
}
