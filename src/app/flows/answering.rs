//! Owns answering: picking, writing, submitting, asking anew, help, and the way from one question to the next.
//! Must not know how a kind is graded: that is asked of its `Rules`.

use crate::action::{Action, FieldTarget, Screen, Sureness};
use crate::app::{App, Job};
use crate::clean::Fingerprint;
use crate::doc::text::Role;
use crate::doc::{Node, Row};
use crate::layout::Stop;
use crate::model::Face;
use crate::progress::event::{EventKind, Purpose};
use crate::quiz::answer::{Answer, Draft, Verdict};
use crate::quiz::{self, Given, Kind, Question, blank_draft};
use crate::source::Id;
use std::sync::Arc;

impl App {
    /// The question with this id; one that the course does not name at a glance is looked for in the lesson on show.
    pub(in crate::app) fn question(&self, id: &str) -> Option<Arc<Question>> {
        self.model
            .question(id)
            .or_else(|| self.model.library.lesson(self.lesson_id()?).question(id).cloned())
    }

    /// How a question was last answered, as far as the page on show tells it.
    pub(in crate::app) fn given(&self, question: &Question) -> Option<Given> {
        let session = match self.screen() {
            Screen::Session(id) => Some(self.model.progress.session(id)?),
            _ => None,
        };
        self.model.given(question, session)
    }

    /// Keeps a changed draft and makes the page anew.
    fn change_draft(&mut self, draft: Draft) {
        self.model.drafts.insert(draft.question.clone(), draft.clone());
        self.store(Job::KeepDraft(draft));
        self.rebuild();
    }

    pub(in crate::app) fn focus_submit(&mut self, id: &Id) {
        self.window.typing = None;
        let submits = |stop: &Stop| matches!(&stop.action, Action::Submit(of, sure) if of == id && !matches!(sure, Sureness::Guess | Sureness::Sure));
        if let Some(at) = self.window.page.stops.iter().position(submits) {
            self.window.entry_mut().focus = Some(at);
            self.reveal(at);
        }
    }

    /// A pick, a partner or a place.
    pub(in crate::app) fn change(&mut self, id: &Id, action: &Action) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_some() {
            return self.say("This is answered, perhaps in another window. Try again asks it anew.");
        }
        let mut draft = self.model.draft_of(&question);
        question.kind.rules().act(&question, &mut draft, action);
        quiz::edited::note_options(&question, &mut draft);
        draft.touch(self.model.now);
        let (open, ready) = (draft.open, question.kind.rules().ready(&question, &draft.answer));
        self.change_draft(draft);
        self.focus_next_part(&question, action, open, ready);
    }

    /// Where an answer goes on: a match at its next open row, an order at its next free line, and what is whole at the answer.
    fn focus_next_part(
        &mut self,
        question: &Question,
        action: &Action,
        open: Option<Fingerprint>,
        ready: bool,
    ) {
        let id = &question.id;
        match (question.kind, open) {
            (Kind::Match, Some(row)) => {
                let next = |stop: &Stop| matches!(&stop.action, Action::Pair(of, of_row, _) if of == id && *of_row == row);
                let at = self.window.page.stops.iter().position(next);
                self.focus_on(at);
            }
            (Kind::Match | Kind::Order, _) if ready => self.focus_submit(id),
            (Kind::Order, _) => {
                let free = self.window.page.stops.iter().position(|stop| match &stop.action {
                    Action::Place(of, print) => {
                        of == id
                            && !self
                                .model
                                .drafts
                                .get(id)
                                .is_some_and(|draft| quiz::is_picked(&draft.answer, *print))
                    }
                    _ => false,
                });
                self.focus_on(free);
            }
            (_, _) => {
                let at = self.nearest(action).or(self.window.entry().focus);
                self.focus_on(at);
            }
        }
    }

    /// Answers a question with what is picked or written.
    pub(in crate::app) fn submit(&mut self, id: &Id, sure: Sureness) {
        let Some(question) = self.question(id) else { return };
        let rules = question.kind.rules();
        let mut draft = self.model.draft_of(&question);
        // A line that was to be added and was not is none.
        if let (Kind::Write | Kind::Reflect, Answer::Words(words)) = (question.kind, &mut draft.answer) {
            words.truncate(words.trim_end().len());
        }
        if self.given(&question).is_some() {
            return self.say("This is answered, perhaps in another window. Try again asks it anew.");
        }
        if !rules.ready(&question, &draft.answer) {
            return self.say("There is nothing to answer with yet.");
        }
        self.window.typing = None;
        let is_second = self.model.was_answered_meanwhile(&draft);
        if let Answer::Words(words) = &draft.answer {
            self.write_down(id, words);
        }
        let known = |word: &str| self.model.library.knows(word);
        let verdict = match self.only_keeps() {
            true => Verdict::Noted,
            false => rules.grade(&question, &draft.answer, &known),
        };
        let shown = rules.shown(&question, &draft.answer, &known);
        let took = self.asked_for(id);
        self.record(EventKind::Answered {
            question: id.clone(),
            verdict,
            sure,
            hints: draft.hints,
            earlier: draft.earlier,
            shown,
            took,
        });
        self.drop_draft(id);
        self.rebuild();
        self.show_answer(id);
        if is_second {
            self.say("Another window answered this too, and both answers are kept. This is yours.");
        }
    }

    /// Whether answers on show are kept and not judged: before the course and after it.
    fn only_keeps(&self) -> bool {
        let Screen::Session(id) = self.screen() else {
            return false;
        };
        let session = self.model.progress.session(id);
        session.is_some_and(|session| matches!(session.purpose, Purpose::BeforeAfter(_)))
    }

    /// The lines on which the verdict of an answer and the way on stand.
    fn lines_of_answer(&self, id: &Id) -> Option<(usize, usize)> {
        let nodes = &self.window.doc.nodes;
        let goes_on = |row: &Row| matches!(&row.action, Action::NextQuestion(of) if of == id);
        let way_on = nodes.iter().position(|node| match &**node {
            Node::Buttons { rows, .. } => rows.iter().any(goes_on),
            _ => false,
        })?;
        let is_verdict = |node: &Node| match node {
            Node::Para(text) => matches!(
                text.0.first().map(|run| run.look.role),
                Some(Role::Right | Role::Partly | Role::Wrong)
            ),
            _ => false,
        };
        let verdict = nodes[..way_on].iter().rposition(|node| is_verdict(node));
        let line = |nth: usize| self.window.page.line_of_node(nth);
        let way_on = line(way_on)?;
        Some((verdict.and_then(line).unwrap_or(way_on), way_on))
    }

    /// The verdict of an answer is shown, and the way on is in focus.
    pub(in crate::app) fn show_answer(&mut self, id: &Id) {
        self.show_question(id);
        // The verdict is read before the way on: it stays in sight, and the way on is in focus where both fit.
        if let Some((verdict, way_on)) = self.lines_of_answer(id)
            && way_on >= self.bottom()
        {
            let top = (way_on + 2).saturating_sub(self.window.body());
            self.window.entry_mut().top = self.window.page.begin_from(top).min(verdict);
            self.settle();
        }
        let next = self
            .window
            .page
            .stops
            .iter()
            .position(|stop| matches!(&stop.action, Action::NextQuestion(of) if of == id));
        self.window.entry_mut().focus = next.filter(|at| self.window.page.stops[*at].line() < self.bottom());
        self.window.explained = Some(id.clone()).filter(|_| self.window.entry().focus.is_none());
        self.window.told = self.lines_of_answer(id).map(|(verdict, _)| verdict);
    }

    pub(in crate::app) fn retry(&mut self, id: &Id) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_none() {
            return;
        }
        let mut draft = blank_draft(&question, self.model.progress.count(id), self.model.now);
        // One's own words are gone on with, not begun anew.
        if let (Kind::Write | Kind::Reflect, Some(words)) = (question.kind, self.model.progress.words(id)) {
            // On the page of the entry one adds a line; elsewhere one changes what stands there.
            let words = match self.screen() {
                Screen::Entry(_) if !words.is_empty() => format!("{}\n", words.trim_end()),
                _ => words,
            };
            draft.caret = words.len();
            draft.answer = Answer::Words(words);
        }
        self.change_draft(draft);
        self.focus_question(Some(id));
        // Whoever asked to write on is in the field.
        self.enter_field_by_the_way();
    }

    pub(in crate::app) fn next_question(&mut self, id: &Id) {
        if let Screen::Session(session) = self.screen().clone() {
            return self.next_in_session(&session);
        }
        let Some(lesson) = self.lesson_id().cloned() else {
            return;
        };
        if self
            .question(id)
            .is_some_and(|question| question.kind == Kind::Predict)
        {
            return self.read_on(id);
        }
        let questions: Vec<Id> = self.model.asked_in(&lesson);
        let next = questions.iter().skip_while(|question| *question != id).nth(1);
        match next {
            Some(next) => {
                let passed = self.passed_on_the_way(id, next);
                if let Some(line) = self.line_of_heading(next) {
                    self.show_line(line);
                }
                self.focus_question(Some(next));
                if passed {
                    self.say("What stands between is not read yet; the end of the lesson leads back to it.");
                }
            }
            None => self.go(Screen::Results(lesson), None),
        }
    }

    /// From a first thought the reading goes on: to the heading after it.
    fn read_on(&mut self, id: &Id) {
        let from = self.window.page.line_of_heading(id).unwrap_or_default();
        let mut lines = self.window.page.headings.iter().map(|title| title.line);
        let next = lines.find(|line| *line > from).unwrap_or(self.window.page.height);
        self.show_line(next);
    }

    pub(in crate::app) fn hint(&mut self, id: &Id) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_some() {
            return self.say("This is answered; its explanations are here.");
        }
        let steps = question.hints.len();
        let mut draft = self.model.draft_of(&question);
        if usize::from(draft.hints) >= steps {
            return self.say(if steps == 0 {
                "This question has no hint."
            } else {
                "That was the last hint."
            });
        }
        draft.hints += 1;
        draft.touch(self.model.now);
        self.change_draft(draft);
        self.show_question(id);
    }

    pub(in crate::app) fn undo(&mut self) {
        if self.window.field().is_some() {
            return self.edit(crate::text_edit::Edit::Undo);
        }
        let taken = if let Screen::Rehearsal(id) = self.screen().clone() {
            self.rewind(&id)
        } else if let Screen::Rating(id) = self.screen().clone() {
            self.unrate(&id)
        } else if let Some((entry, words)) = self.window.entry_mut().replaced.take() {
            self.write_down(&entry, &words);
            Some(())
        } else {
            self.take_back()
        };
        if taken.is_none() {
            self.say("There is nothing to take back here.");
        }
    }

    fn take_back(&mut self) -> Option<()> {
        let id = self.current_question()?;
        let question = self.question(&id)?;
        let mut draft = self.model.drafts.get(&id).cloned()?;
        question.kind.rules().take_back(&mut draft)?;
        draft.touch(self.model.now);
        let open = draft.open;
        self.change_draft(draft);
        self.focus_next_part(&question, &Action::Write(FieldTarget::Entry(id)), open, false);
        Some(())
    }

    /// Backspace takes the last place of an order back.
    pub(in crate::app) fn take_back_place(&mut self) -> Option<()> {
        let id = self.current_question()?;
        let question = self.question(&id)?;
        let at_work = self
            .window
            .focus()
            .is_some_and(|stop| matches!(stop.action, Action::Place(..) | Action::Submit(..)));
        match question.kind {
            Kind::Order if at_work => {
                if self.take_back().is_none() {
                    self.say(match self.model.view.face {
                        Face::Screen => "Nothing is left to take back. Esc goes back.",
                        Face::Plain => "Nothing is left to take back.",
                    });
                }
                Some(())
            }
            _ => None,
        }
    }
}
