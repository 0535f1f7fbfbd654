//! Owns the stack of pages: opening one, jumping inside one, going back to exactly where one was.
//! Must not know what a page says. It knows of some that they open at a place of their own: lessons, sessions, outlines.

use crate::action::{Action, FieldTarget, Screen};
use crate::app::App;
use crate::app::focus::Direction;
use crate::app::keys::KeyFocus;
use crate::app::window::HistoryEntry;
use crate::course::Item;
use crate::doc::Place;
use crate::keymap::Command;
use crate::model::Face;
use crate::pages::plan_form;
use crate::progress::event::Clock;
use crate::progress::plan::{self, Part};
use crate::source::Id;
use crate::status::half_done::{is_rehearsing, offered_plan};
use crate::status::path;
use crate::time::Millis;

impl App {
    /// Opens a page. One that lies just below on the stack is gone back to, so that an outline leads into its lesson and not onto a copy.
    pub(super) fn go(&mut self, screen: Screen, heading: Option<Id>) {
        self.leave_lesson();
        let form = (screen == Screen::PlanForm && *self.screen() != screen).then_some(());
        let heading = heading.or_else(|| form.and_then(|()| plan_form::first_open(&self.model)));
        let below = self
            .window
            .history
            .len()
            .checked_sub(2)
            .and_then(|at| self.window.history.get(at));
        let leaf = matches!(
            self.screen(),
            Screen::Outline(_)
                | Screen::Results(_)
                | Screen::Session(_)
                | Screen::Help
                | Screen::RehearsalMap(_)
                | Screen::Mark(_)
                | Screen::Marks
        );
        if leaf && below.is_some_and(|layer| layer.screen == screen) {
            self.back();
        } else if *self.screen() != screen || heading.is_some() {
            let place = match &screen {
                Screen::Lesson(id) if heading.is_none() => self.model.progress.place(id).cloned(),
                _ => None,
            };
            let finished = matches!(&screen, Screen::Lesson(id) if self.model.is_finished(id));
            let line = self.window.focus().map_or(self.window.top(), |stop| stop.line());
            let here = self.window.page.place(line).heading;
            self.window.entry_mut().held = self.window.focus().map(|stop| stop.action.clone());
            let outline = matches!(screen, Screen::Outline(_));
            self.window.history.push(HistoryEntry::new(screen.clone()));
            if let Screen::Session(session) = &screen {
                self.enter_session(session);
            }
            self.rebuild();
            if let Some(question) = self.window.entry().asking.clone() {
                self.focus_question(Some(&question));
            }
            if outline {
                let at = |action: &Action| matches!(action, Action::Go(_, heading) if heading.is_some() && *heading == here);
                let at = self.window.page.stops.iter().position(|stop| at(&stop.action));
                self.focus_on(at);
            }
            // A lesson that was begun goes on; one that was finished begins at its top.
            if let Some(place) = place.filter(|_| !finished) {
                self.return_to(&place);
            }
        }
        let is_top = heading.is_some() && self.lesson_id() == heading.as_ref();
        if let Some(id) = heading
            && let Some(line) = self.line_of_heading(&id).or_else(|| is_top.then_some(0))
        {
            // A step of the plan is entered with its name above its first part.
            let line = match screen {
                Screen::PlanForm => self.with_heading_above(line),
                _ => line,
            };
            self.show_line(line);
            self.window.entry_mut().from = Some(line);
            self.focus_question(Some(&id));
        }
        if !matches!(self.screen(), Screen::Lesson(_)) {
            self.focus_first_row();
        }
        if let Screen::Mark(mark) = self.screen() {
            // Whoever opens a note can write at once, however long the line above is.
            let field = Action::Write(FieldTarget::Entry(mark.clone()));
            self.look_at(self.nearest(&field));
        }
    }

    /// The line of the heading that stands right above this one, with nothing but air between; else this one.
    fn with_heading_above(&self, line: usize) -> usize {
        let page = &self.window.page;
        let above = page.headings.iter().rfind(|heading| heading.line < line);
        let is_air = |heading: usize| {
            (heading + 1..line).all(|at| {
                page.line(at)
                    .is_none_or(|line| line.text.words().trim().is_empty())
            })
        };
        above
            .map(|heading| heading.line)
            .filter(|heading| is_air(*heading))
            .unwrap_or(line)
    }

    /// Moves to a heading of this page, on a layer of its own: Backspace returns.
    pub(super) fn jump(&mut self, heading: &str) {
        let Some(line) = self.window.page.line_of_heading(heading) else {
            return self.say("That place is not on this page.");
        };
        self.jump_to(line);
    }

    /// Moves to a line of this page, on a layer of its own.
    pub(super) fn jump_to(&mut self, line: usize) {
        self.leave_lesson();
        self.window.entry_mut().held = self.window.focus().map(|stop| stop.action.clone());
        let mut layer = self.window.entry().clone();
        layer.top = line;
        layer.focus = None;
        layer.from = Some(line);
        layer.hit = None;
        // What is not read yet is read for the new layer; the one below stays as it is.
        let page = &self.window.page;
        let ahead = page.ahead_at(line).map(|_| {
            let title = page
                .headings
                .iter()
                .find(|title| title.line == line && title.id.is_some());
            title.map_or_else(
                || page.place(line),
                |title| Place {
                    heading: title.id.clone(),
                    ..Place::default()
                },
            )
        });
        self.window.history.push(layer);
        self.window.typing = None;
        if let Some(place) = ahead {
            let line = self.line_of_place(&place);
            self.window.entry_mut().top = line;
            self.window.entry_mut().from = Some(line);
        }
        // Even where little of the page has moved, this is what is new.
        self.window.told = self.window.entry().from;
        self.settle();
    }

    /// Goes back a page, to exactly where one was on it.
    pub(super) fn back(&mut self) {
        if self.window.history.len() == 1 {
            let quit = match self.model.view.face {
                Face::Screen => self.model.preferences.keymap.hint(Command::Quit, "quits; "),
                Face::Plain => "quit ends; ".to_owned(),
            };
            return self.say(&format!("This is home. {quit}everything is saved."));
        }
        let found = self.page_of_hit().map(|screen| Action::Go(screen, None));
        self.leave_lesson();
        self.window.history.pop();
        // The page below was made before; it is made anew, and stays where it was.
        let (top, focus, held) = (
            self.window.entry().top,
            self.window.entry().focus,
            self.window.entry_mut().held.take(),
        );
        self.window.entry_mut().is_shown = false;
        // Where one is now has to be noted again, though it was noted before the way there.
        self.window.entry_mut().noted = None;
        self.rebuild();
        self.window.entry_mut().top = top;
        // Rows may have come or gone meanwhile: what was in focus is found again by what it does.
        self.window.entry_mut().focus = focus;
        let again = held.and_then(|action| self.nearest(&action));
        // A search leads home to the lesson it found.
        let is_home = *self.screen() == Screen::Home;
        let found = found.filter(|_| is_home).and_then(|action| self.nearest(&action));
        self.window.entry_mut().focus = found.or(again);
        self.settle();
        if !matches!(self.screen(), Screen::Lesson(_)) {
            // Rows that came meanwhile may have pushed it out of sight.
            if let Some(at) = self.window.entry().focus {
                self.reveal(at);
            }
            self.focus_first_row();
        }
        self.enter_field_by_the_way();
    }

    /// Opens what was done last, where one left it: lines half rated, a talk in its middle, a session, a lesson. What was finished leads home.
    pub(super) fn resume(&mut self) {
        if let Some(assessment) = self.latest_rating() {
            self.rebuild();
            self.go(Screen::SelfAssessment(assessment.clone()), None);
            return self.go(Screen::Rating(assessment), None);
        }
        if let Some(rehearsal) = self.model.progress.latest_walk().cloned()
            && let Some(item) = self.model.library.course.item(&rehearsal)
            && is_rehearsing(&self.model, item)
            && !self.is_dropped(&rehearsal, self.model.progress.walk_at(&rehearsal))
        {
            self.rebuild();
            self.go(Screen::Rehearsal(rehearsal), None);
            return self.resume_field();
        }
        if let Some(session) = self
            .model
            .progress
            .latest_session()
            .filter(|session| !self.is_dropped(&session.id, Some(self.model.progress.session_at(session))))
            .map(|session| session.id.clone())
        {
            self.rebuild();
            // What opening it would keep is kept with the first key.
            self.open_session(&session);
            return self.resume_field();
        }
        let Some(last) = self.model.progress.last_place().cloned() else {
            return self.go_home();
        };
        if let Some((began, part)) = plan::part_of(&last) {
            return self.resume_plan(began, part);
        }
        let lesson = last;
        if self.model.library.course.item(&lesson).is_none()
            || self.model.is_finished(&lesson)
            || self.is_dropped(&lesson, self.model.progress.lesson_at(&lesson))
        {
            return self.go_home();
        }
        let place = self.model.progress.place(&lesson).cloned().unwrap_or_default();
        self.window
            .history
            .push(HistoryEntry::new(Screen::Lesson(lesson)));
        self.rebuild();
        self.return_to(&place);
        self.resume_field();
        // That is the place that was saved: whoever leaves it untouched has nothing to keep.
        let here = self.placed();
        self.window.entry_mut().noted = here;
    }

    /// Whether what was worked on last at this time was dropped since.
    fn is_dropped(&self, what: &Id, at: Option<Clock>) -> bool {
        at.is_some_and(|at| self.model.progress.is_dropped(what, at))
    }

    /// Opens the form of the plan at the part one was at, while that plan is being written.
    fn resume_plan(&mut self, began: Millis, part: Part) {
        let is_it = self.model.progress.plan().is_some_and(|plan| plan.began == began);
        if !is_it || offered_plan(&self.model).is_none() {
            return self.go_home();
        }
        self.rebuild();
        self.go(Screen::PlanForm, Some(plan_form::heading(began, part)));
        self.resume_field();
    }

    /// Whoever comes back to a field is in it, and is told so: the first letter that is typed there is a letter.
    fn resume_field(&mut self) {
        let is_field = self.window.key_focus() == KeyFocus::Field;
        if self.model.view.face == Face::Screen && is_field {
            self.enter_field();
            self.say("You are writing here, where you left off. Esc leaves the field.");
        }
    }

    /// On the page of a search, the page that the hit in focus leads to.
    fn page_of_hit(&self) -> Option<Screen> {
        match self.window.focus().map(|stop| &stop.action) {
            Some(Action::OpenHit(place)) => Some(place.screen.clone()),
            _ => None,
        }
    }

    /// Home, with what now in focus.
    pub(super) fn go_home(&mut self) {
        self.leave_lesson();
        self.window.history = vec![HistoryEntry::new(Screen::Home)];
        self.rebuild();
        self.focus_first_row();
    }

    /// Keeps what is unfinished on the page that is left.
    pub(super) fn leave_lesson(&mut self) {
        self.keep_all();
        self.window.typing = None;
    }

    pub(super) fn neighbour(&mut self, way: Direction) {
        let Some(lesson) = self.screen().item().cloned() else {
            return self.say(match self.model.view.face {
                Face::Screen => "Open a lesson first; then n and p go to the next and the previous one.",
                Face::Plain => "Open a lesson first; then there is a next and a previous one.",
            });
        };
        let to = match way {
            Direction::Forward => path::after(&self.model, &lesson),
            Direction::Backward => self.model.library.course.before(&lesson),
        };
        match to.map(Item::screen) {
            Some(screen) => {
                self.go(screen, None);
            }
            None => self.say(match way {
                Direction::Forward => "This is the last lesson.",
                Direction::Backward => "This is the first lesson.",
            }),
        }
    }

    /// Whether the lesson on show has a question with this id. Of no other one anything is looked at for this.
    fn asks_here(&self, id: &str) -> bool {
        let lesson = self.lesson_id();
        let item = lesson.and_then(|lesson| self.model.library.course.item(lesson));
        item.is_some_and(|item| item.outline.questions.iter().any(|glimpse| *glimpse.id == *id))
    }

    /// Goes to a saved place, under the sign that says so.
    pub(super) fn return_to(&mut self, place: &Place) {
        let line = self.line_of_place(place);
        let lesson = self.lesson_id().cloned();
        let moved = lesson.and_then(|lesson| self.place_now(&lesson, place));
        let (place, line) = match &moved {
            Some(moved) => (moved, self.line_of_place(moved)),
            None => (place, line),
        };
        self.show_line(line);
        self.open_in_sight();
        self.focus_question(place.heading.as_deref());
        // Whoever was at a question is at its heading, wherever that stands in the window.
        let question = place.heading.as_deref().filter(|id| self.asks_here(id));
        let line = question
            .and_then(|id| self.window.page.line_of_heading(id))
            .unwrap_or(self.window.entry().top);
        self.window.here = (line > 0).then_some(line);
    }
}
