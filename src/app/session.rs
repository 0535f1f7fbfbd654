//! Owns the session page, one question at a time, and what begins one: a retake, a review, a form of the final assessment.
//! Must not know how a question is asked, nor how cards and forms are chosen: `progress` does that.

use crate::action::{Action, Screen, Sureness, Which};
use crate::app::{App, Effect, exam, reading, results};
use crate::course::{Item, ItemKind};
use crate::doc::mark::Mark;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::progress::event::{EventKind, Purpose};
use crate::progress::review::{self, Card};
use crate::progress::sessions::Session;
use crate::quiz::answer::Verdict;
use crate::source::Id;
use std::sync::Arc;

/// The setting that offers the review, and the value that switches it off.
pub const REVIEW: (&str, &str) = ("review", "off");

/// The page of a session: the question on show, or how it went.
pub fn doc(app: &App, id: &Id) -> Doc {
    let Some(session) = app.progress.session(id).cloned() else {
        let mut doc = Doc::new("Session");
        doc.say("This session is not known on this machine.");
        return doc;
    };
    match app
        .layer()
        .asking
        .clone()
        .filter(|question| session.questions.contains(question))
    {
        Some(question) => one(app, &session, &question),
        None => over(app, &session),
    }
}

/// What a session is called.
pub fn title(app: &App, session: &Session) -> String {
    let name = |id: &Id| {
        app.library
            .course
            .item(id)
            .map_or_else(|| id.to_string(), |item| item.title.to_string())
    };
    match &session.purpose {
        Purpose::Retake(lesson) => format!("Retake: {}", name(lesson)),
        Purpose::Review => "Review".to_owned(),
        Purpose::Final(item) => name(item),
    }
}

fn one(app: &App, session: &Session, id: &Id) -> Doc {
    let mut doc = Doc::new(title(app, session));
    let nth = session
        .questions
        .iter()
        .position(|question| question == id)
        .map_or(0, |at| at + 1);
    let of = session.questions.len();
    doc.aside = format!("question {nth} of {of}").into();
    let hidden = matches!(session.purpose, Purpose::Final(_));
    match app.question(id) {
        Some(question) if hidden && app.given(&question).is_some() => {
            doc.nodes
                .extend(reading::asked(app, &question, (nth, of)).into_iter().take(1));
            doc.say("Answered. The explanations come after the whole form.");
            let rows = vec![Row::button(
                if app.progress.is_over(session) {
                    "See how it went"
                } else {
                    "Next question"
                },
                Action::Next(id.clone()),
            )];
            doc.push(Node::Buttons {
                label: reading::saved(app, id),
                rows,
            });
        }
        Some(question) => doc.nodes.extend(reading::asked(app, &question, (nth, of))),
        None => {
            doc.push(Node::Heading {
                level: 3,
                id: Some(id.clone()),
                text: Text::plain("This question is no longer part of the course."),
            });
            doc.push(Node::Buttons {
                label: Text::default(),
                rows: vec![Row::button("Next question", Action::Next(id.clone()))],
            });
        }
    }
    doc.push(Node::Rule);
    let rows = vec![Row::button(
        "Leave this session",
        Action::Abandon(session.id.clone()),
    )];
    doc.push(Node::Buttons {
        label: Text::role("Esc keeps it for later.", Role::Muted),
        rows,
    });
    doc
}

/// How a session went.
fn over(app: &App, session: &Session) -> Doc {
    if let Purpose::Final(item) = &session.purpose {
        return exam::result(app, session, item);
    }
    let mut doc = Doc::new(title(app, session));
    let (answered, right) = app.progress.tally(session);
    doc.push(Node::Heading {
        level: 1,
        id: None,
        text: Text::plain(&doc.title.clone()),
    });
    doc.push(Node::Gauge {
        label: Text::plain("Correct"),
        done: right,
        total: answered,
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
        .filter_map(|id| app.question(id))
        .collect();
    for question in &questions {
        let Some(attempt) = app.progress.answer_in(session, &question.id) else {
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
            results::retakes(app, lesson, &mut doc);
            doc.push(Node::Row(Row::new(
                Mark::Link,
                Text::plain("Results of the lesson"),
                Action::Go(Screen::Results(lesson.clone()), None),
            )));
        }
        Purpose::Review | Purpose::Final(_) => {
            let left = app.due().len();
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

impl App {
    /// Cards that are due now, in the order they would be asked. None where the review is switched off.
    pub fn due(&self) -> Vec<Id> {
        if self.progress.setting(REVIEW.0) == Some(REVIEW.1) {
            return Vec::new();
        }
        let course = &self.library.course;
        let lessons = course
            .modules
            .iter()
            .flat_map(|module| module.items.iter().map(move |item| (module, item)));
        let cards = lessons
            .filter(|(_, item)| item.kind == ItemKind::Lesson)
            .flat_map(|(module, item)| {
                let cards = item.outline.questions.iter().filter(|glimpse| glimpse.card);
                cards.map(|glimpse| Card {
                    question: glimpse.id.as_str().into(),
                    module: module.id.clone(),
                })
            });
        review::due(&self.progress, &cards.collect::<Vec<_>>(), self.now)
    }

    /// The questions a retake would ask.
    pub fn to_retake(&self, item: &Item, which: Which) -> Vec<Id> {
        let wanted = |id: &&str| match (which, self.progress.latest(id)) {
            (Which::All, _) => true,
            (_, None) => true,
            (Which::Missed, Some(attempt)) => attempt.verdict != Verdict::Right,
            (Which::Unsure, Some(attempt)) => {
                attempt.verdict != Verdict::Right || matches!(attempt.sure, Sureness::Guess | Sureness::Think)
            }
        };
        item.scored().filter(wanted).map(Id::from).collect()
    }

    pub(super) fn retake(&mut self, lesson: &Id, which: Which, effects: &mut Vec<Effect>) {
        let questions = self
            .library
            .course
            .item(lesson)
            .map(|item| self.to_retake(item, which))
            .unwrap_or_default();
        self.begin(Purpose::Retake(lesson.clone()), questions, effects);
    }

    pub(super) fn review(&mut self, effects: &mut Vec<Effect>) {
        self.begin(Purpose::Review, self.due(), effects);
    }

    /// Begins a session. Its page opens when the beginning is recorded.
    pub(super) fn begin(&mut self, purpose: Purpose, questions: Vec<Id>, effects: &mut Vec<Effect>) {
        if questions.is_empty() {
            return self.say("There is nothing to ask here now.");
        }
        self.leave_lesson(effects);
        let session: Id = format!("{}-{}", self.now, self.progress.events()).as_str().into();
        self.beginning = Some(session.clone());
        effects.push(Effect::Record(EventKind::Began {
            session,
            purpose,
            questions,
        }));
    }

    /// Opens the page of a session at its first question without an answer.
    pub(super) fn open_session(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        self.go(Screen::Session(id.clone()), None, effects);
    }

    /// The question a session goes on with. One that the course no longer has cannot be answered: the session ends without it.
    pub(super) fn enter_session(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        let Some(session) = self.progress.session(id) else {
            return;
        };
        if self.progress.is_over(session) {
            self.layer_mut().asking = None;
            return;
        }
        let is_open = |question: &&Id| {
            self.progress.answer_in(session, question).is_none()
                && self.library.course.item_of_question(question).is_some()
        };
        let open = session.questions.iter().find(is_open).cloned();
        if open.is_none() {
            effects.push(Effect::Record(EventKind::Ended { session: id.clone() }));
        }
        self.layer_mut().asking = open;
    }

    /// The session on show, if its question is answered and one can go on.
    pub(super) fn answered_in_session(&self) -> Option<Id> {
        let Screen::Session(id) = self.screen() else {
            return None;
        };
        let answered = self
            .progress
            .answer_in(self.progress.session(id)?, self.layer().asking.as_ref()?)
            .is_some();
        answered.then(|| id.clone())
    }

    pub(super) fn next_in_session(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        self.enter_session(id, effects);
        self.begin_page();
        match self.layer().asking.clone() {
            Some(question) => self.focus_question(Some(&question)),
            None => self.focus_first_row(),
        }
        self.focus_first_field();
    }

    pub(super) fn abandon(&mut self, session: &Id, effects: &mut Vec<Effect>) {
        effects.push(Effect::Record(EventKind::Ended {
            session: session.clone(),
        }));
        self.layer_mut().asking = None;
        self.say("Left. What you answered is kept.");
    }

    /// The ways to ask the quiz in focus again: on home that of the row in focus, in a lesson its own.
    pub(super) fn retake_in_focus(&mut self, effects: &mut Vec<Effect>) {
        let focused = match self.focus().map(|stop| &stop.action) {
            Some(Action::Go(Screen::Lesson(lesson), _)) => Some(lesson.clone()),
            _ => None,
        };
        let Some(lesson) = self.lesson_id().cloned().or(focused) else {
            return self.say("Put the focus on a lesson first; r asks its quiz again.");
        };
        self.go(Screen::Results(lesson.clone()), None, effects);
        let first = self
            .page
            .stops
            .iter()
            .position(|stop| matches!(&stop.action, Action::Retake(of, _) if *of == lesson));
        match first {
            Some(at) => self.focus_on(Some(at)),
            None => self.say("This quiz is not finished yet; answer its questions in the lesson first."),
        }
    }
}
