//! Owns sessions of one question at a time: beginning one, going on in it, leaving it.
//! Must not know how cards and forms are chosen: `progress` does that.

use crate::action::{Action, Screen, Which};
use crate::app::App;
use crate::model::Face;
use crate::progress::event::{EventKind, Purpose};
use crate::source::Id;

impl App {
    pub(in crate::app) fn retake(&mut self, lesson: &Id, which: Which) {
        let questions = self
            .model
            .library
            .course
            .item(lesson)
            .map(|item| self.model.to_retake(item, which))
            .unwrap_or_default();
        self.begin(Purpose::Retake(lesson.clone()), questions);
    }

    pub(in crate::app) fn review(&mut self) {
        self.begin(Purpose::Review, self.model.due());
    }

    /// Begins a session and opens its page.
    pub(in crate::app) fn begin(&mut self, purpose: Purpose, questions: Vec<Id>) {
        if questions.is_empty() {
            return self.say("There is nothing to ask here now.");
        }
        self.leave_lesson();
        let session: Id = format!("{}-{}", self.model.now, self.model.progress.events())
            .as_str()
            .into();
        self.record(EventKind::Began {
            session: session.clone(),
            purpose,
            questions,
        });
        self.open_session(&session);
    }

    /// Opens the page of a session at its first question without an answer.
    pub(in crate::app) fn open_session(&mut self, id: &Id) {
        self.go(Screen::Session(id.clone()), None);
    }

    /// The question a session goes on with. One that the course no longer has cannot be answered: the session ends without it.
    pub(in crate::app) fn enter_session(&mut self, id: &Id) {
        let Some(session) = self.model.progress.session(id) else {
            return;
        };
        if self.model.progress.is_over(session) {
            self.window.entry_mut().asking = None;
            return;
        }
        let is_open = |question: &&Id| {
            self.model.progress.answer_in(session, question).is_none()
                && self.model.library.course.item_of_question(question).is_some()
        };
        let open = session.questions.iter().find(is_open).cloned();
        if open.is_none() {
            self.record(EventKind::Ended { session: id.clone() });
        }
        self.window.entry_mut().asking = open;
    }

    /// The session on show, if its question is answered and one can go on.
    pub(in crate::app) fn answered_in_session(&self) -> Option<Id> {
        let Screen::Session(id) = self.screen() else {
            return None;
        };
        let answered = self
            .model
            .progress
            .answer_in(
                self.model.progress.session(id)?,
                self.window.entry().asking.as_ref()?,
            )
            .is_some();
        answered.then(|| id.clone())
    }

    pub(in crate::app) fn next_in_session(&mut self, id: &Id) {
        self.enter_session(id);
        self.begin_page();
        match self.window.entry().asking.clone() {
            Some(question) => self.focus_question(Some(&question)),
            None => self.focus_first_row(),
        }
    }

    pub(in crate::app) fn abandon(&mut self, session: &Id) {
        self.record(EventKind::Ended {
            session: session.clone(),
        });
        self.window.entry_mut().asking = None;
        self.say("Left. What you answered is kept.");
    }

    /// The ways to ask the quiz in focus again: on home that of the row in focus, in a lesson its own.
    pub(in crate::app) fn retake_in_focus(&mut self) {
        let Some(lesson) = self.lesson_at_hand() else {
            return self.say(match self.model.view.face {
                Face::Screen => "Put the focus on a lesson first; r asks its questions again.",
                Face::Plain => "Open a lesson first; then retake asks its questions again.",
            });
        };
        self.go(Screen::Results(lesson.clone()), None);
        let first = self
            .window
            .page
            .stops
            .iter()
            .position(|stop| matches!(&stop.action, Action::Retake(of, _) if *of == lesson));
        match first {
            Some(at) => self.focus_on(Some(at)),
            None => self.say("Not all of these questions are answered yet; answer them in the lesson first."),
        }
    }
}
