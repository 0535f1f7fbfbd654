//! Owns what a row does: the one list of actions, and how a row is chosen, by Enter or by its digit.
//! Must not know which key or command chose it.

use crate::action::{Action, FieldTarget, Screen};
use crate::app::focus::Direction;
use crate::app::{App, Effect};
use crate::clean::Fingerprint;
use crate::layout::Stop;
use crate::model::Face;
use crate::progress::event::EventKind;
use crate::quiz::{self, Question};
use crate::source::Id;
use std::sync::Arc;

impl App {
    /// Does what a row says.
    pub(super) fn act(&mut self, action: &Action) {
        // Whoever answers has come to read or to talk: from then on n is the next lesson again.
        if action.is_part() || matches!(action, Action::Say(..) | Action::TurnBack(..)) {
            self.window.entry_mut().hit = None;
        }
        match action {
            // Home is where the history begins, not one more page on it.
            Action::Go(Screen::Home, _) => self.go_home(),
            Action::Go(screen, heading) => self.go(screen.clone(), heading.clone()),
            Action::OpenHit(place) => self.open_hit(place),
            Action::Jump(heading) => self.jump(heading),
            Action::Back => self.back(),
            Action::Quit => self.quit(),
            Action::Pick(id, _) | Action::Partners(id, _) | Action::Pair(id, _, _) | Action::Place(id, _) => {
                self.change(id, action);
            }
            Action::Write(_) => {
                self.look_at(self.nearest(action));
                self.enter_field();
            }
            Action::Submit(id, sure) => self.submit(id, *sure),
            Action::PassBy(id) => self.pass_by(id),
            Action::Retry(id) => self.retry(id),
            Action::NextQuestion(id) => self.next_question(id),
            Action::Passage(id) => self.open_passage(id),
            Action::Hint(id) => self.hint(id),
            Action::Retake(lesson, which) => self.retake(lesson, *which),
            Action::Review => self.review(),
            Action::BeginForm(item) => self.begin_form(item),
            Action::Abandon(session) => self.abandon(session),
            Action::Set(name, value) => self.set(name, value),
            Action::Adjust(name, value) => self.adjust(name, value),
            Action::Put(entry, words) => self.put(entry, words),
            Action::BeginPlan(company) => self.begin_plan(*company),
            Action::Export(what) => self.outbox.push(Effect::Export(*what)),
            Action::Erase(entry) => self.erase_as_typed(entry),
            Action::Say(rehearsal, scene, choice) => self.say_line(rehearsal, scene, *choice),
            Action::TurnBack(rehearsal, scene) => self.turn_back(rehearsal, scene.as_ref()),
            Action::RateLines(id) => self.go(Screen::Rating(id.clone()), None),
            Action::Rate(id, points) => self.rate(id, *points),
            Action::FinishAssessment(id, lens) => self.finish_assessment(id, *lens),
            Action::ChooseScale(assessment, scale) => self.choose_scale(assessment, scale),
            Action::Tell(lesson, came) => self.tell(lesson, *came),
            Action::Mark(mark, is_on) => self.change_mark(mark, *is_on),
            Action::FindMark(mark) => self.find_mark(mark),
            Action::FollowPath(path) => self.follow_path(path),
        }
    }

    /// Keeps a setting of the learner's. Where its row goes with it, as the one does that leaves a path, the next one has the focus.
    fn set(&mut self, name: &str, value: &str) {
        let at = self.window.entry().focus;
        self.record(EventKind::Set {
            name: name.to_owned(),
            value: value.to_owned(),
        });
        self.rebuild();
        if let (Some(at), None) = (at, self.window.focus()) {
            let last = self.window.page.stops.len().checked_sub(1);
            self.look_at(last.map(|last| at.min(last)));
        }
    }

    /// Enter on a row: what the row says; on an option that is picked already, on to how sure one is.
    pub(super) fn choose_row(&mut self, action: &Action) {
        let id = action.question();
        if let (Action::Write(_), Some(words)) = (action, self.misses_day()) {
            return self.say(words);
        }
        match action {
            Action::Write(FieldTarget::Search) => return self.open_best_hit(),
            // In a form Enter goes on to the next field.
            Action::Write(_) if self.is_in_form() => {
                self.hop(Direction::Forward);
                return self.focus_what_was_put();
            }
            // So it does from what is picked there already.
            Action::Put(entry, words)
                if !words.is_empty() && self.model.progress.words(entry).as_deref() == Some(*words) =>
            {
                return self.pass_picks(entry);
            }
            Action::Pick(_, option) if !self.is_picked(id, *option) => {}
            Action::Write(_) if self.window.typing.is_none() => {}
            Action::Pick(..) | Action::Write(_) => {
                if let Some(id) = id.filter(|id| self.is_ready(id)) {
                    return self.focus_submit(id);
                }
                if self.go_to_empty_gap() {
                    return;
                }
            }
            _ => {}
        }
        self.act(action);
    }

    /// Goes on to what stands after the rows of a part of a form.
    fn pass_picks(&mut self, part: &Id) {
        let from = self.window.entry().focus.unwrap_or_default();
        let is_other = |stop: &Stop| !matches!(&stop.action, Action::Put(of, _) if of == part);
        let mut after = self.window.page.stops.iter().enumerate().skip(from + 1);
        let next = after.find(|(_, stop)| is_other(stop)).map(|(at, _)| at);
        if next.is_some() {
            self.look_at(next);
            self.focus_what_was_put();
        }
    }

    /// Whether an option is picked in the draft of a question.
    fn is_picked(&self, id: Option<&Id>, option: Fingerprint) -> bool {
        let question = id.and_then(|id| self.question(id));
        question.is_some_and(|question| quiz::is_picked(&self.model.draft_of(&question).answer, option))
    }

    /// Whether the draft of a question can be handed in.
    fn is_ready(&self, id: &Id) -> bool {
        let ready = |question: Arc<Question>| {
            question
                .kind
                .rules()
                .ready(&question, &self.model.draft_of(&question).answer)
        };
        self.question(id).is_some_and(ready)
    }

    /// A digit: the row that carries it of the question in focus, else of the first one that shows such a row.
    pub(super) fn digit(&mut self, digit: u8) {
        let seen = self.window.top()..self.bottom();
        let on_show = |stop: &&Stop| stop.digit == Some(digit) && seen.contains(&stop.line());
        let focused = self.window.focus().and_then(|stop| stop.action.question());
        let shown = || {
            let is_screen = self.model.view.face == Face::Screen;
            let first = self.window.page.stops.iter().find(on_show).filter(|_| is_screen);
            first.and_then(|stop| stop.action.question())
        };
        let question = focused
            .or_else(shown)
            .cloned()
            .or_else(|| self.current_question());
        let is_its = |stop: &Stop| question.is_none() || stop.action.question() == question.as_ref();
        // Nothing is picked that was not on show, also not what comes into sight by this key.
        let was_seen =
            self.model.view.face == Face::Plain || self.window.page.stops.iter().filter(on_show).any(is_its);
        // On a row of a match the digit is its partner, whichever row was open.
        if let Some(action @ Action::Partners(..)) = self.window.focus().map(|stop| stop.action.clone()) {
            self.act(&action);
        }
        let mut stops = self.window.page.stops.iter();
        match stops.position(|stop| stop.digit == Some(digit) && is_its(stop)) {
            Some(at) => {
                let action = self.window.page.stops[at].action.clone();
                self.focus_on(Some(at));
                match was_seen {
                    true => self.press(&action),
                    false => self.say(&format!("This is {digit}; press it again to pick it.")),
                }
            }
            None => self.say(&format!("There is no {digit} to choose here.")),
        }
    }

    /// The passage that teaches a question, also from a session, where it stands on another page.
    fn open_passage(&mut self, id: &Id) {
        let Some((passage, _)) = self.question(id).and_then(|question| question.passage.clone()) else {
            return self.say("No passage is named for this question.");
        };
        let lesson = self
            .model
            .library
            .course
            .item_of_question(id)
            .map(|item| item.id.clone());
        match (passage, lesson) {
            (Action::Jump(heading), Some(lesson)) if self.lesson_id() != Some(&lesson) => {
                self.go(Screen::Lesson(lesson), Some(heading))
            }
            (passage, _) => self.act(&passage),
        }
    }
}
