//! Owns the session page, one question at a time, and what begins one: a retake, a review, a form of the final assessment or before and after.
//! Must not know how a question is asked, nor how cards and forms are chosen: `progress` does that.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::{Face, Model};
use crate::pages::question::{self, Setting};
use crate::pages::{before_after, final_assessment, parts, results};
use crate::progress::event::Purpose;
use crate::progress::sessions::Session;
use crate::source::Id;
use crate::status::half_done::session_title;
use std::sync::Arc;

/// The page of a session: the question on show, or how it went.
pub fn doc(model: &Model, id: &Id, asking: Option<&Id>) -> Doc {
    let Some(session) = model.progress.session(id).cloned() else {
        let mut doc = Doc::new("Session");
        doc.say("This session is not known on this machine.");
        return doc;
    };
    match asking.filter(|question| session.questions.contains(question)) {
        Some(question) => one(model, &session, question),
        None => over(model, &session),
    }
}

fn one(model: &Model, session: &Session, id: &Id) -> Doc {
    let mut doc = Doc::new(session_title(model, session));
    let nth = session
        .questions
        .iter()
        .position(|question| question == id)
        .map_or(0, |at| at + 1);
    let of = session.questions.len();
    doc.aside = format!("question {nth} of {of}").into();
    let setting = Setting {
        nth,
        of,
        is_last: nth == of,
        session: Some(session),
    };
    let hidden = match session.purpose {
        Purpose::Final(_) => Some("Answered. The explanations come after the whole form."),
        Purpose::BeforeAfter(_) => Some("Kept. Nothing is said about it."),
        Purpose::Retake(_) | Purpose::Review => None,
    };
    match model.question(id) {
        Some(question) if hidden.is_some() && model.given(&question, Some(session)).is_some() => {
            doc.nodes
                .extend(question::asked(model, &question, &setting).into_iter().take(1));
            doc.say(hidden.unwrap_or_default());
            let words = match (model.progress.is_over(session), &session.purpose) {
                (true, Purpose::BeforeAfter(_)) => "Continue",
                (true, _) => "See how it went",
                (false, _) => "Next question",
            };
            let rows = vec![Row::button(words, Action::NextQuestion(id.clone()))];
            doc.push(Node::Buttons {
                label: parts::saved(model, id),
                rows,
            });
        }
        Some(question) => doc.nodes.extend(question::asked(model, &question, &setting)),
        None => {
            doc.push(Node::Heading {
                level: 3,
                id: Some(id.clone()),
                text: Text::plain("This question is no longer part of the course."),
            });
            doc.push(Node::Buttons {
                label: Text::default(),
                rows: vec![Row::button("Next question", Action::NextQuestion(id.clone()))],
            });
        }
    }
    doc.push(Node::Rule);
    let rows = vec![Row::button(
        "Leave this session",
        Action::Abandon(session.id.clone()),
    )];
    doc.push(Node::Buttons {
        label: match model.view.face {
            Face::Screen => Text::role("Esc keeps it for later.", Role::Muted),
            Face::Plain => Text::default(),
        },
        rows,
    });
    doc
}

/// How a session went.
fn over(model: &Model, session: &Session) -> Doc {
    if let Purpose::Final(item) = &session.purpose {
        return final_assessment::result(model, session, item);
    }
    if let Purpose::BeforeAfter(item) = &session.purpose {
        return before_after::doc(model, item);
    }
    let mut doc = Doc::new(session_title(model, session));
    let (answered, right) = model.progress.tally(session);
    doc.heading(1, Text::plain(&doc.title.clone()));
    doc.push(Node::Gauge {
        label: Text::plain("Correct"),
        done: right,
        total: answered,
        unit: "",
    });
    if answered < session.questions.len() {
        doc.say(&format!(
            "{answered} of {} answered; the rest was left, and nothing is lost by that.",
            session.questions.len()
        ));
    }
    doc.push(Node::Para(Text::role(
        "Each row leads to the passage that teaches it. Asking again never lowers your best.",
        Role::Muted,
    )));
    let questions: Vec<Arc<_>> = session
        .questions
        .iter()
        .filter_map(|id| model.question(id))
        .collect();
    for question in &questions {
        let Some(attempt) = model.progress.answer_in(session, &question.id) else {
            continue;
        };
        let action = Action::Passage(question.id.clone());
        let mark = results::mark(Some(attempt.verdict));
        doc.push(Node::Row(
            Row::new(mark, question.prompt.clone(), action)
                .aside(Text::role(results::words(attempt.verdict), Role::Muted)),
        ));
    }
    match &session.purpose {
        Purpose::Retake(lesson) => {
            results::retakes(model, lesson, &mut doc);
            doc.push(Node::Row(Row::new(
                Marker::Link,
                Text::plain("Results of the lesson"),
                Action::Go(Screen::Results(lesson.clone()), None),
            )));
        }
        Purpose::Review | Purpose::Final(_) | Purpose::BeforeAfter(_) => {
            let left = model.due().len();
            let words = if left == 0 {
                "Nothing more is due today.".to_owned()
            } else {
                format!("{left} more are due, whenever you like.")
            };
            doc.push(Node::Para(Text::role(&words, Role::Muted)));
        }
    }
    doc.push(Node::Row(Row::home()));
    doc
}
