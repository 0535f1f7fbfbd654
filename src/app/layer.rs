//! Owns the stack of pages: opening one, jumping inside one, going back to exactly where one was.
//! Must not know what a page is about.

use crate::action::{Action, Screen};
use crate::app::moving::Way;
use crate::app::{App, Effect};
use crate::course::{Item, ItemKind};
use crate::doc::Place;
use crate::progress::event::EventKind;
use crate::source::Id;

/// A page on the stack, where one was on it.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Which page.
    pub screen: Screen,
    /// The first line on show.
    pub top: usize,
    /// What is in focus, as a number into the page's stops.
    pub focus: Option<usize>,
    /// The line that was jumped to, where the next Tab begins, until something scrolls.
    pub from: Option<usize>,
    /// Of a session, the question on show; none once its results show.
    pub asking: Option<Id>,
    /// Where the window was when its size began to change.
    pub anchor: Option<Anchor>,
    /// What was in focus when another page was opened over this one.
    pub held: Option<Action>,
    /// Whether the page on show was made for this layer.
    pub shown: bool,
    /// The place that was saved last.
    pub noted: Option<EventKind>,
    /// Whether the end was seen and told.
    pub read: bool,
}

/// Where a window was before its size changed, perhaps several times.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// The first line on show after the last change; once it is another, something has moved.
    pub now: usize,
    /// The first line on show at first.
    pub top: usize,
    /// Columns of the page at first.
    pub columns: usize,
    /// The place of that line.
    pub place: Place,
}

impl Layer {
    /// A page at its top.
    pub fn new(screen: Screen) -> Layer {
        Layer {
            screen,
            top: 0,
            focus: None,
            from: None,
            asking: None,
            anchor: None,
            held: None,
            shown: false,
            noted: None,
            read: false,
        }
    }
}

impl App {
    /// Opens a page. One that lies just below on the stack is gone back to, so that an outline leads into its lesson and not onto a copy.
    pub(super) fn go(&mut self, screen: Screen, heading: Option<Id>, effects: &mut Vec<Effect>) {
        self.leave_lesson(effects);
        let below = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        let leaf = matches!(
            self.screen(),
            Screen::Outline(_) | Screen::Results(_) | Screen::Session(_) | Screen::Help | Screen::Map(_)
        );
        if leaf && below.is_some_and(|layer| layer.screen == screen) {
            self.stack.pop();
            self.rebuild();
        } else if *self.screen() != screen || heading.is_some() {
            let place = match &screen {
                Screen::Lesson(id) if heading.is_none() => self.progress.place(id).cloned(),
                _ => None,
            };
            let finished = matches!(&screen, Screen::Lesson(id) if self.is_finished(id));
            let here = self.page.place(self.top()).heading;
            self.layer_mut().held = self.focus().map(|stop| stop.action.clone());
            let outline = matches!(screen, Screen::Outline(_));
            self.stack.push(Layer::new(screen.clone()));
            if let Screen::Session(session) = &screen {
                self.enter_session(session, effects);
            }
            self.rebuild();
            if let Some(question) = self.layer().asking.clone() {
                self.focus_question(Some(&question));
            }
            if outline {
                let at = |action: &Action| matches!(action, Action::Go(_, heading) if heading.is_some() && *heading == here);
                let at = self.page.stops.iter().position(|stop| at(&stop.action));
                self.focus_on(at);
            }
            // A lesson that was begun goes on; one that was finished begins at its top.
            if let Some(place) = place.filter(|_| !finished) {
                self.return_to(&place);
            }
        }
        if let Some(id) = heading
            && let Some(line) = self.page.line_of_heading(&id)
        {
            self.show_line(line);
            self.layer_mut().from = Some(line);
            self.focus_question(Some(&id));
        }
        if !matches!(self.screen(), Screen::Lesson(_)) {
            self.focus_first_row();
        }
        self.focus_first_field();
    }

    /// Moves to a heading of this page, on a layer of its own: Backspace returns.
    pub(super) fn jump(&mut self, heading: &str, effects: &mut Vec<Effect>) {
        let Some(line) = self.page.line_of_heading(heading) else {
            return self.say("That place is not on this page.");
        };
        self.leave_lesson(effects);
        self.layer_mut().held = self.focus().map(|stop| stop.action.clone());
        let mut layer = self.layer().clone();
        layer.top = line;
        layer.focus = None;
        layer.from = Some(line);
        self.stack.push(layer);
        self.writing = None;
        self.settle();
    }

    /// Goes back a page, to exactly where one was on it.
    pub(super) fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.stack.len() == 1 {
            return self.say("This is home. q quits; everything is saved.");
        }
        self.leave_lesson(effects);
        self.stack.pop();
        // The page below was made before; it is made anew, and stays where it was.
        let (top, focus, held) = (self.layer().top, self.layer().focus, self.layer_mut().held.take());
        self.layer_mut().shown = false;
        // Where one is now has to be noted again, though it was noted before the way there.
        self.layer_mut().noted = None;
        self.rebuild();
        self.layer_mut().top = top;
        // Rows may have come or gone meanwhile: what was in focus is found again by what it does.
        self.layer_mut().focus = focus;
        let again = held.and_then(|action| self.nearest(&action));
        self.layer_mut().focus = again;
        self.settle();
        if !matches!(self.screen(), Screen::Lesson(_)) {
            self.focus_first_row();
        }
        self.enter_field();
    }

    /// Opens what was done last, where one left it: lines half rated, a talk in its middle, a session, a lesson. What was finished leads home.
    pub(super) fn resume(&mut self) {
        if let Some(assessment) = self.latest_rating() {
            self.rebuild();
            self.go(Screen::Assessment(assessment.clone()), None, &mut Vec::new());
            return self.go(Screen::Rating(assessment), None, &mut Vec::new());
        }
        if let Some(rehearsal) = self.progress.latest_walk().cloned()
            && self.is_rehearsing(&rehearsal)
        {
            self.rebuild();
            return self.go(Screen::Rehearsal(rehearsal), None, &mut Vec::new());
        }
        if let Some(session) = self.progress.latest_session().map(|session| session.id.clone()) {
            self.rebuild();
            // What opening it would keep is kept with the first key.
            self.open_session(&session, &mut Vec::new());
            return;
        }
        let known = |lesson: &&Id| self.library.course.item(lesson).is_some();
        let Some(lesson) = self.progress.last_lesson().filter(known).cloned() else {
            return self.go_home();
        };
        if self.is_finished(&lesson) {
            return self.go_home();
        }
        let place = self.progress.place(&lesson).cloned().unwrap_or_default();
        self.stack.push(Layer::new(Screen::Lesson(lesson)));
        self.rebuild();
        self.return_to(&place);
        self.focus_first_field();
    }

    pub(super) fn leave_lesson(&mut self, effects: &mut Vec<Effect>) {
        self.keep_all(effects);
        self.writing = None;
    }

    pub(super) fn neighbour(&mut self, way: Way, effects: &mut Vec<Effect>) {
        let Some(lesson) = self.item_id().cloned() else {
            return self.say("Open a lesson first; then n and p go to the next and the previous one.");
        };
        let course = &self.library.course;
        let to = match way {
            Way::Forward => course.after(&lesson),
            Way::Backward => course.before(&lesson),
        };
        match to.map(Item::screen) {
            Some(screen) => {
                self.leave_lesson(effects);
                self.stack.truncate(1);
                self.go(screen, None, effects);
            }
            None => self.say(match way {
                Way::Forward => "This is the last lesson.",
                Way::Backward => "This is the first lesson.",
            }),
        }
    }

    /// The item of the course on show: a lesson, or what is practiced between lessons.
    fn item_id(&self) -> Option<&Id> {
        if let Screen::Rehearsal(id)
        | Screen::Map(id)
        | Screen::Assessment(id)
        | Screen::Rating(id)
        | Screen::Profile(id, _) = self.screen()
        {
            return Some(id);
        }
        self.lesson_id()
    }

    /// Goes to a saved place, under the sign that says so.
    pub(super) fn return_to(&mut self, place: &Place) {
        self.layer_mut().top = self.page.line_of(place);
        self.settle();
        self.focus_question(place.heading.as_deref());
        // Whoever was at a question is at its heading, wherever that stands in the window.
        let question = place
            .heading
            .as_deref()
            .filter(|id| self.library.course.item_of_question(id).is_some());
        let line = question
            .and_then(|id| self.page.line_of_heading(id))
            .unwrap_or(self.layer().top);
        self.here = (line > 0).then_some(line);
    }

    /// Whether nothing is left to do in a lesson: read to its end, all that is scored answered, nothing half done.
    pub(super) fn is_finished(&self, lesson: &str) -> bool {
        let Some(item) = self.library.course.item(lesson) else {
            return false;
        };
        let score = self.progress.score(item);
        let begun = item
            .outline
            .questions
            .iter()
            .any(|glimpse| self.drafts.contains_key(glimpse.id.as_str()));
        self.progress.read_at(lesson).is_some() && score.answered == score.of && !begun
    }

    /// Whether an item of the course can be answered here, rather than on a page of its own.
    pub fn is_lesson(&self, id: &str) -> bool {
        self.library
            .course
            .item(id)
            .is_some_and(|item| item.kind == ItemKind::Lesson)
    }
}
