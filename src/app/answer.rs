//! Owns answering: picking, writing, submitting, asking anew, help, and the way from one question to the next.
//! Must not know how a kind is graded: that is asked of its `Rules`.

use crate::action::{Action, Screen, Sureness};
use crate::app::moving::Way;
use crate::app::{App, Effect, Face, fields, rehearsal};
use crate::clean::Fingerprint;
use crate::doc::Lines;
use crate::edit::Writing;
use crate::page::{Stop, StopKind};
use crate::progress::event::EventKind;
use crate::quiz::answer::{Answer, Draft};
use crate::quiz::{self, Given, Kind, Question, blank_draft};
use crate::source::Id;
use std::sync::Arc;

/// The setting that asks how sure one is, and the value that switches it off.
pub const SURENESS: (&str, &str) = ("sureness", "off");

impl App {
    /// The question with this id, wherever in the course it stands.
    pub fn question(&self, id: &str) -> Option<Arc<Question>> {
        let item = self.library.course.item_of_entry(id);
        if let Some(own) = item
            .filter(|item| item.own_line().is_some_and(|own| *own == *id))
            .and_then(rehearsal::own_line)
        {
            return Some(Arc::new(own));
        }
        let item = item.map(|item| item.id.clone()).or(self.lesson_id().cloned())?;
        self.library.lesson(&item).question(id).cloned()
    }

    /// How a question was last answered, if it is not being asked anew.
    pub fn given(&self, question: &Question) -> Option<Given> {
        if self.drafts.contains_key(&question.id) {
            return None;
        }
        // In a session earlier answers stay hidden.
        if let Screen::Session(session) = self.screen() {
            self.progress
                .answer_in(self.progress.session(session)?, &question.id)?;
        }
        let attempt = self.progress.latest(&question.id)?;
        let words = self.progress.words(&question.id);
        // What was written is forgotten, or stayed on another machine: it can be written anew.
        if words.is_none() && matches!(question.kind, Kind::Write | Kind::Reflect) {
            return None;
        }
        let words = words.unwrap_or_default();
        let answer = question.kind.rules().restore(question, &attempt.shown, &words);
        Some(Given {
            answer,
            earlier: attempt.earlier,
        })
    }

    /// The draft of a question as it stands, or a blank one.
    pub fn draft_of(&self, question: &Question) -> Draft {
        let blank = || blank_draft(question, self.progress.count(&question.id), self.now);
        self.drafts
            .get(&question.id)
            .cloned()
            .map(|draft| quiz::fitting(question, draft))
            .unwrap_or_else(blank)
    }

    /// The draft of a question of this lesson, begun if there is none.
    pub(super) fn draft(&mut self, id: &Id) -> Option<&mut Draft> {
        let draft = match fields::is_kept_on_leaving(id) {
            true => self.field_draft(id),
            false => {
                let question = self.question(id)?;
                self.draft_of(&question)
            }
        };
        self.drafts.insert(id.clone(), draft);
        self.drafts.get_mut(id)
    }

    /// Whether the learner is asked how sure they are.
    pub fn asks_sureness(&self) -> bool {
        self.progress.setting(SURENESS.0) != Some(SURENESS.1)
    }

    /// The question one is at: that of the focus, else the last one whose heading is at or above the middle of the window.
    pub(super) fn current_question(&self) -> Option<Id> {
        if let Some(id) = self.focus().and_then(|stop| stop.action.question()) {
            return Some(id.clone());
        }
        if let Screen::Session(_) = self.screen() {
            return self.layer().asking.clone();
        }
        let seen = self.top()..self.bottom();
        let shown = |line: usize| seen.contains(&line);
        let headings = self.page.headings.iter();
        let Some(lesson) = self.lesson_id().cloned() else {
            // On a form the parts are what questions are in a lesson.
            let asks = |id: &Id| {
                self.page
                    .stops
                    .iter()
                    .any(|stop| stop.action.question() == Some(id))
            };
            return headings
                .filter(|title| shown(title.line))
                .filter_map(|title| title.id.as_ref())
                .find(|id| asks(id))
                .cloned();
        };
        let lesson = self.library.lesson(&lesson);
        let found = headings
            .filter(|title| shown(title.line))
            .find_map(|title| title.id.as_deref().and_then(|id| lesson.question(id)));
        let above = || {
            let heading = self.page.place(self.top()).heading?;
            lesson.question(&heading)
        };
        found.or_else(above).map(|question| question.id.clone())
    }

    /// Goes to a question's first row, if this is one.
    pub(super) fn focus_question(&mut self, id: Option<&str>) {
        let Some(id) = id else { return };
        let stops = || {
            self.page
                .stops
                .iter()
                .enumerate()
                .filter(|(_, stop)| stop.action.question().is_some_and(|of| &**of == id))
        };
        // Whoever comes back to a half-done answer is at what was picked, not at the first row.
        let answer = self.drafts.get(id).map(|draft| &draft.answer);
        let picked = stops()
            .find(|(_, stop)| matches!((&stop.action, answer), (Action::Pick(_, print), Some(answer)) if quiz::is_picked(answer, *print)));
        let found = picked.or_else(|| stops().next()).map(|(at, _)| at);
        if let Some(at) = found {
            self.show_question(id);
            self.look_at(Some(at));
            self.focus_first_field();
        }
    }

    /// Scrolls so that a question can be seen from its heading on.
    pub(super) fn show_question(&mut self, id: &str) {
        let Some(line) = self.page.line_of_heading(id) else {
            return;
        };
        let end = self
            .page
            .headings
            .iter()
            .map(|title| title.line)
            .find(|other| *other > line)
            .unwrap_or(self.page.height);
        let seen = self.top()..self.bottom();
        if !(seen.contains(&line) && end <= seen.end + 1) {
            self.layer_mut().top = line;
            self.settle();
        }
    }

    /// Enter on a row: what the row says; on an option that is picked already, on to how sure one is.
    pub(super) fn choose_row(&mut self, action: &Action, effects: &mut Vec<Effect>) {
        let ready = match action {
            Action::Pick(id, print) => match self.question(id) {
                Some(question) => {
                    let draft = self.draft_of(&question);
                    quiz::is_picked(&draft.answer, *print)
                        && question.kind.rules().ready(&question, &draft.answer)
                }
                None => false,
            },
            // In a form Enter goes on to the next field.
            Action::Write(id) if self.writing.is_some() && fields::is_kept_on_leaving(id) => {
                return self.hop(Way::Forward);
            }
            Action::Write(id) if self.writing.is_some() => match self.question(id) {
                Some(question) => question
                    .kind
                    .rules()
                    .ready(&question, &self.draft_of(&question).answer),
                None => false,
            },
            _ => false,
        };
        match (ready, action.question().cloned()) {
            (true, Some(id)) => self.focus_submit(&id),
            (_, _) => self.act(action, effects),
        }
    }

    fn focus_submit(&mut self, id: &Id) {
        self.writing = None;
        let submits = |stop: &Stop| matches!(&stop.action, Action::Submit(of, sure) if of == id && !matches!(sure, Sureness::Guess | Sureness::Sure));
        if let Some(at) = self.page.stops.iter().position(submits) {
            self.layer_mut().focus = Some(at);
            self.reveal(at);
        }
    }

    /// A digit: the row of the question at hand that carries it.
    pub(super) fn digit(&mut self, digit: u8, effects: &mut Vec<Effect>) {
        // On a row of a match the digit is its partner, whichever row was open.
        if let Some(action @ Action::Partners(..)) = self.focus().map(|stop| stop.action.clone()) {
            self.act(&action, effects);
        }
        let question = self.current_question();
        let here = |stop: &Stop| {
            stop.digit == Some(digit) && (question.is_none() || stop.action.question() == question.as_ref())
        };
        match self.page.stops.iter().position(here) {
            Some(at) => {
                let action = self.page.stops[at].action.clone();
                self.focus_on(Some(at));
                self.act(&action, effects);
            }
            None => self.say(&format!("There is no {digit} to choose here.")),
        }
    }

    /// Does what a row says.
    pub(super) fn act(&mut self, action: &Action, effects: &mut Vec<Effect>) {
        match action {
            // Home is where the stack begins, not one more page on it.
            Action::Go(Screen::Home, _) => self.verb(crate::keymap::Verb::Home, effects),
            Action::Go(screen, heading) => self.go(screen.clone(), heading.clone(), effects),
            Action::Jump(heading) => self.jump(heading, effects),
            Action::Back => self.verb(crate::keymap::Verb::Leave, effects),
            Action::Quit => self.quit(effects),
            Action::Pick(id, _) | Action::Partners(id, _) | Action::Pair(id, _, _) | Action::Place(id, _) => {
                let id = id.clone();
                self.change(&id, action, effects);
            }
            Action::Write(id) => {
                let at = self.nearest(&Action::Write(id.clone()));
                self.focus_on(at);
            }
            Action::Submit(id, sure) => self.submit(&id.clone(), *sure, effects),
            Action::Again(id) => self.again(&id.clone(), effects),
            Action::Next(id) => self.next_question(&id.clone(), effects),
            Action::Passage(id) => self.passage(&id.clone(), effects),
            Action::Retake(lesson, which) => self.retake(&lesson.clone(), *which, effects),
            Action::Review => self.review(effects),
            Action::Form(item) => self.form(&item.clone(), effects),
            Action::Abandon(session) => self.abandon(&session.clone(), effects),
            Action::Set(name, value) => effects.push(Effect::Record(EventKind::Set {
                name: (*name).to_owned(),
                value: (*value).to_owned(),
            })),
            Action::Hint(id) => self.hint(&id.clone(), effects),
            Action::Put(entry, words) => self.put(&entry.clone(), words, effects),
            Action::Plan(company) => self.begin_plan(*company, effects),
            Action::Forget(entry) => self.forget_as_typed(&entry.clone(), effects),
            Action::Export(what) => effects.push(Effect::Export(*what)),
            Action::Say(rehearsal, scene, choice) => self.say_line(rehearsal, scene, *choice, effects),
            Action::Turn(rehearsal, scene) => self.turn_back(rehearsal, scene.as_ref(), effects),
            Action::Assess(id) => self.go(Screen::Rating(id.clone()), None, effects),
            Action::Rate(id, points) => self.rate(&id.clone(), *points, effects),
            Action::Look(id, lens) => self.look(&id.clone(), *lens, effects),
            Action::Focus(assessment, scale) => {
                effects.push(Effect::Record(EventKind::Focused {
                    assessment: assessment.clone(),
                    scale: scale.clone(),
                }));
            }
        }
    }

    /// A pick, a partner or a place.
    fn change(&mut self, id: &Id, action: &Action, effects: &mut Vec<Effect>) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_some() {
            return self.say("This is answered. Try again asks it anew.");
        }
        let now = self.now;
        let Some(draft) = self.draft(id) else { return };
        question.kind.rules().act(&question, draft, action);
        draft.touch(now);
        let (open, ready) = (draft.open, question.kind.rules().ready(&question, &draft.answer));
        effects.push(Effect::Draft(draft.clone()));
        self.rebuild();
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
                let at = self.page.stops.iter().position(next);
                self.focus_on(at);
            }
            (Kind::Match | Kind::Order, _) if ready => self.focus_submit(id),
            (Kind::Order, _) => {
                let free = self.page.stops.iter().position(|stop| match &stop.action {
                    Action::Place(of, print) => {
                        of == id
                            && !self
                                .drafts
                                .get(id)
                                .is_some_and(|draft| quiz::is_picked(&draft.answer, *print))
                    }
                    _ => false,
                });
                self.focus_on(free);
            }
            (_, _) => {
                let at = self.nearest(action).or(self.layer().focus);
                self.focus_on(at);
            }
        }
    }

    fn submit(&mut self, id: &Id, sure: Sureness, effects: &mut Vec<Effect>) {
        let Some(question) = self.question(id) else { return };
        let rules = question.kind.rules();
        let draft = self.draft_of(&question);
        if self.given(&question).is_some() {
            return self.say("This is answered, perhaps in another window. Try again asks it anew.");
        }
        if !rules.ready(&question, &draft.answer) {
            return self.say("There is nothing to answer with yet.");
        }
        if let Answer::Words(words) = &draft.answer {
            self.write_down(id, words, effects);
        }
        effects.push(Effect::Record(EventKind::Answered {
            question: id.clone(),
            verdict: rules.grade(&question, &draft.answer),
            sure,
            hints: draft.hints,
            earlier: draft.earlier,
            shown: rules.shown(&question, &draft.answer),
        }));
        effects.push(Effect::DropDraft(id.clone()));
        self.writing = None;
        self.drafts_due.remove(id);
        self.drafts.remove(id);
        self.answered = Some(id.clone());
    }

    /// After an answer is part of the progress: its explanations are shown, and the way on is in focus.
    pub(super) fn show_answer(&mut self, id: &Id) {
        self.show_question(id);
        // The verdict is read before the way on: it stays in sight, and the way on is in focus where both fit.
        let next = self
            .page
            .stops
            .iter()
            .position(|stop| matches!(&stop.action, Action::Next(of) if of == id));
        self.layer_mut().focus = next.filter(|at| self.page.stops[*at].line() < self.bottom());
        self.explained = Some(id.clone()).filter(|_| self.layer().focus.is_none());
    }

    fn again(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_none() {
            return;
        }
        let mut draft = blank_draft(&question, self.progress.count(id), self.now);
        // One's own words are gone on with, not begun anew.
        if let (Kind::Write | Kind::Reflect, Some(words)) = (question.kind, self.progress.words(id)) {
            draft.caret = words.len();
            draft.answer = Answer::Words(words);
        }
        effects.push(Effect::Draft(draft.clone()));
        self.drafts.insert(id.clone(), draft);
        self.rebuild();
        self.focus_question(Some(id));
        // Whoever asked to write on is in the field.
        self.enter_field();
    }

    /// The passage that teaches a question, also from a session, where it stands on another page.
    fn passage(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        let Some((passage, _)) = self.question(id).and_then(|question| question.passage.clone()) else {
            return self.say("No passage is named for this question.");
        };
        let lesson = self
            .library
            .course
            .item_of_question(id)
            .map(|item| item.id.clone());
        match (passage, lesson) {
            (Action::Jump(heading), Some(lesson)) if self.lesson_id() != Some(&lesson) => {
                self.go(Screen::Lesson(lesson), Some(heading), effects)
            }
            (passage, _) => self.act(&passage, effects),
        }
    }

    fn next_question(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        if let Screen::Session(session) = self.screen().clone() {
            return self.next_in_session(&session, effects);
        }
        let Some(lesson) = self.lesson_id().cloned() else {
            return;
        };
        let questions: Vec<Id> = self
            .library
            .lesson(&lesson)
            .questions()
            .map(|question| question.id.clone())
            .collect();
        let next = questions.iter().skip_while(|question| *question != id).nth(1);
        match next {
            Some(next) => {
                if let Some(line) = self.page.line_of_heading(next) {
                    self.show_line(line);
                }
                self.focus_question(Some(next));
            }
            None => self.go(Screen::Results(lesson), None, effects),
        }
    }

    fn hint(&mut self, id: &Id, effects: &mut Vec<Effect>) {
        let Some(question) = self.question(id) else { return };
        if self.given(&question).is_some() {
            return self.say("This is answered; its explanations are here.");
        }
        let steps = question.hints.len();
        let now = self.now;
        let Some(draft) = self.draft(id) else { return };
        if usize::from(draft.hints) >= steps {
            return self.say(if steps == 0 {
                "This question has no hint."
            } else {
                "That was the last hint."
            });
        }
        draft.hints += 1;
        draft.touch(now);
        effects.push(Effect::Draft(draft.clone()));
        self.rebuild();
        self.show_question(id);
    }

    pub(super) fn undo(&mut self, effects: &mut Vec<Effect>) {
        if self.field().is_some() {
            return self.edit(crate::edit::Edit::Undo);
        }
        let taken = if let Screen::Rehearsal(id) = self.screen().clone() {
            self.rewind(&id, effects)
        } else if let Screen::Rating(id) = self.screen().clone() {
            self.unrate(&id, effects)
        } else {
            self.take_back(effects)
        };
        if taken.is_none() {
            self.say("There is nothing to take back here.");
        }
    }

    fn take_back(&mut self, effects: &mut Vec<Effect>) -> Option<()> {
        let id = self.current_question()?;
        let question = self.question(&id)?;
        let now = self.now;
        let draft = self.drafts.get_mut(&id)?;
        question.kind.rules().take_back(draft)?;
        draft.touch(now);
        let open = draft.open;
        effects.push(Effect::Draft(draft.clone()));
        self.rebuild();
        self.focus_next_part(&question, &Action::Write(id), open, false);
        Some(())
    }

    /// Backspace takes the last place of an order back.
    pub(super) fn take_back_place(&mut self, effects: &mut Vec<Effect>) -> Option<()> {
        let id = self.current_question()?;
        let question = self.question(&id)?;
        let at_work = self
            .focus()
            .is_some_and(|stop| matches!(stop.action, Action::Place(..) | Action::Submit(..)));
        match question.kind {
            Kind::Order if at_work => {
                if self.take_back(effects).is_none() {
                    self.say("Nothing is left to take back. Esc goes back.");
                }
                Some(())
            }
            _ => None,
        }
    }

    /// Goes into the field in focus, if it is one.
    pub(super) fn enter_field(&mut self) {
        let Some(Stop {
            kind: StopKind::Field { .. },
            action: Action::Write(id),
            ..
        }) = self.focus()
        else {
            self.writing = None;
            return;
        };
        let id = id.clone();
        if self.writing.as_ref().is_some_and(|(writing, _)| *writing == id) {
            return;
        }
        let (draft, lines) = match (fields::is_kept_on_leaving(&id), self.question(&id)) {
            (true, _) => (self.field_draft(&id), fields::lines(&id)),
            (false, Some(question)) => (
                self.draft_of(&question),
                if question.kind == Kind::Fill {
                    Lines::One
                } else {
                    Lines::Many
                },
            ),
            (false, None) => return,
        };
        if let Answer::Words(words) = draft.answer {
            self.writing = Some((id, Writing::new(words, draft.caret, lines)));
        }
    }

    /// Leaves the field and keeps its text; the focus stays on it.
    pub(super) fn leave_field(&mut self, effects: &mut Vec<Effect>) {
        self.keep_draft(effects);
        let written = self
            .writing
            .as_ref()
            .is_some_and(|(_, writing)| !writing.text.trim().is_empty());
        let form = self
            .writing
            .as_ref()
            .is_some_and(|(id, _)| fields::is_kept_on_leaving(id));
        if self.view.face == Face::Plain && written {
            self.say(if form {
                "Written down."
            } else {
                "Not handed in yet; what you wrote is kept as a draft."
            });
        }
        let at = self.layer().focus;
        if form && self.view.face == Face::Screen {
            self.writing = None;
            let next = at
                .filter(|at| at + 1 < self.page.stops.len())
                .map(|at| at + 1)
                .or(at);
            return self.look_at(next);
        }
        self.writing = None;
        self.layer_mut().focus = None;
        // What was written can be handed in from the next row.
        let next = at
            .and_then(|at| self.page.stops.get(at + 1))
            .filter(|stop| !stop.action.is_part() && stop.action.question().is_some());
        if next.is_some() {
            self.layer_mut().focus = at.map(|at| at + 1);
        }
    }
}
