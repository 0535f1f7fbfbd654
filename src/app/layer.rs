//! Owns the stack of pages, scrolling and focus: written once, for all screens.
//! Must not know what a page is about.

use crate::app::{App, Blank, Effect, Face};
use crate::course::ItemKind;
use crate::doc::{Action, Screen};
use crate::keymap::Verb;
use crate::page::StopKind;
use crate::progress::event::EventKind;
use crate::source::Id;

/// Lines that stay on show when a page is turned.
const OVERLAP: usize = 2;

/// A page on the stack, where one was on it.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Which page.
    pub screen: Screen,
    /// The first line on show.
    pub top: usize,
    /// What is in focus, as a number into the page's stops.
    pub focus: Option<usize>,
    /// Whether the page on show was made for this layer.
    pub shown: bool,
    /// The place that was saved last.
    pub noted: Option<EventKind>,
    /// Whether the end was seen and told.
    pub read: bool,
}

impl Layer {
    /// A page at its top.
    pub fn new(screen: Screen) -> Layer {
        Layer { screen, top: 0, focus: None, shown: false, noted: None, read: false }
    }
}

impl App {
    /// The line after the last one on show.
    pub fn bottom(&self) -> usize {
        match self.view.face {
            Face::Screen => self.layer().top + self.body(),
            Face::Plain => self.part_end(),
        }
    }

    /// Whether the end of the page can be seen; of a lesson, all above the ways on.
    pub fn is_at_end(&self) -> bool {
        let end = match (self.screen(), self.page.parts.last()) {
            (Screen::Lesson(_), Some(last)) if *last > 0 => *last,
            _ => self.page.height,
        };
        self.bottom() >= end
    }

    fn part_end(&self) -> usize {
        self.page.parts.iter().copied().find(|line| *line > self.layer().top).unwrap_or(self.page.height)
    }

    /// Which part of how many is on show, from 1.
    pub fn part(&self) -> (usize, usize) {
        let parts = &self.page.parts;
        (parts.iter().filter(|line| **line <= self.layer().top).count(), parts.len())
    }

    /// Keeps the window on the page, and in the plain face on the start of a part.
    pub(super) fn settle(&mut self) {
        let last = self.page.height.saturating_sub(self.body());
        let top = self.layer().top;
        self.layer_mut().top = match self.view.face {
            Face::Screen => top.min(last),
            Face::Plain => self.page.parts.iter().copied().rfind(|line| *line <= top).unwrap_or(0),
        };
    }

    /// The stop that does this, the one nearest to where the focus was if there are several.
    pub(super) fn nearest(&self, action: &Action) -> Option<usize> {
        let was = self.layer().focus.unwrap_or(0);
        let doing = self.page.stops.iter().enumerate().filter(|(_, stop)| stop.action == *action);
        doing.min_by_key(|(at, _)| at.abs_diff(was)).map(|(at, _)| at)
    }

    /// Scrolls until a stop can be seen whole, or as much of it as there is room for.
    pub(super) fn reveal(&mut self, at: usize) {
        let Some(stop) = self.page.stops.get(at) else { return };
        let (mut first, mut last) = (stop.line(), stop.spots.last().map_or(stop.line(), |(line, _)| *line));
        if let StopKind::Field { caret, .. } = &stop.kind
            && last - first >= self.body()
        {
            (first, last) = (caret.0, caret.0);
        }
        let body = self.body().max(1);
        let top = self.layer().top;
        if first < top || last - first >= body {
            self.layer_mut().top = first;
        } else if last >= top + body {
            self.layer_mut().top = last + 1 - body;
        }
        self.settle();
    }

    pub(super) fn focus_on(&mut self, at: Option<usize>) {
        self.layer_mut().focus = at;
        if let Some(at) = at {
            self.reveal(at);
        }
        self.enter_field();
    }

    /// Scrolls by lines; a focus that leaves the window is given up.
    pub(super) fn scroll(&mut self, by: isize) {
        self.layer_mut().top = self.layer().top.saturating_add_signed(by);
        self.settle();
        let seen = self.layer().top..self.bottom();
        if self.focus().is_some_and(|stop| !seen.contains(&stop.line())) {
            self.layer_mut().focus = None;
            self.writing = None;
        }
    }

    fn turn(&mut self, way: Way) {
        match self.view.face {
            Face::Screen => {
                let page = self.body().saturating_sub(OVERLAP).max(1) as isize;
                self.scroll(match way {
                    Way::Forward => page,
                    Way::Backward => -page,
                });
            }
            Face::Plain => {
                let top = self.layer().top;
                let mut parts = self.page.parts.iter().copied();
                let to = match way {
                    Way::Forward => parts.find(|line| *line > top),
                    Way::Backward => parts.rfind(|line| *line < top),
                };
                match (to, way) {
                    (Some(line), _) => self.show_line(line),
                    (None, Way::Forward) => self.say("This is the last part."),
                    (None, Way::Backward) => self.say("This is the first part."),
                }
            }
        }
    }

    /// On a page that is a list of ways on, the first one is in focus.
    pub(super) fn focus_first_row(&mut self) {
        if self.layer().focus.is_none() && self.view.face == Face::Screen {
            let seen = self.layer().top..self.bottom();
            let row = self.page.stops.iter().position(|stop| stop.kind == StopKind::Row && seen.contains(&stop.line()));
            self.layer_mut().focus = row;
        }
    }

    /// In the plain face a field takes what is typed as soon as its part is on show.
    pub(super) fn focus_first_field(&mut self) {
        if self.view.face == Face::Screen {
            return;
        }
        let seen = self.layer().top..self.bottom();
        let field = self.page.stops.iter().position(|stop| matches!(stop.kind, StopKind::Field { .. }) && seen.contains(&stop.line()));
        if field.is_some() {
            self.layer_mut().focus = field;
            self.enter_field();
        }
    }

    /// Scrolls to a line, with nothing in focus but a field that is there for the plain face.
    pub(super) fn show_line(&mut self, line: usize) {
        self.layer_mut().top = line;
        self.layer_mut().focus = None;
        self.writing = None;
        self.settle();
        self.focus_first_field();
    }

    /// To the row before or after, if it can be seen; else a line.
    fn step(&mut self, way: Way) {
        let seen = self.layer().top..self.bottom();
        let can = |at: usize| {
            let stop = &self.page.stops[at];
            stop.kind != StopKind::Link && seen.contains(&stop.line())
        };
        let count = self.page.stops.len();
        let to = match (self.layer().focus, way) {
            (Some(at), Way::Forward) => (at + 1..count).find(|at| can(*at)),
            (Some(at), Way::Backward) => (0..at).rev().find(|at| can(*at)),
            (None, Way::Forward) => (0..count).find(|at| can(*at)),
            (None, Way::Backward) => (0..count).rev().find(|at| can(*at)),
        };
        // Scrolling up through prose passes rows by; they are entered from above.
        let to = to.filter(|_| way == Way::Forward || self.layer().focus.is_some() || self.layer().top == 0);
        match (to, way) {
            (Some(at), _) => self.focus_on(Some(at)),
            (None, Way::Forward) => self.scroll(1),
            (None, Way::Backward) => self.scroll(-1),
        }
    }

    /// To the next thing that can be focused, wherever it is.
    fn hop(&mut self, way: Way) {
        let top = self.layer().top;
        let stops = &self.page.stops;
        let to = match (self.layer().focus, way) {
            (Some(at), Way::Forward) => Some(at + 1).filter(|at| *at < stops.len()),
            (Some(at), Way::Backward) => at.checked_sub(1),
            (None, Way::Forward) => stops.iter().position(|stop| stop.line() >= top),
            (None, Way::Backward) => stops.iter().rposition(|stop| stop.line() < self.bottom()),
        };
        if to.is_some() {
            self.focus_on(to);
        }
    }

    pub(super) fn verb(&mut self, verb: Verb, effects: &mut Vec<Effect>) {
        match verb {
            Verb::Up => self.step(Way::Backward),
            Verb::Down => self.step(Way::Forward),
            Verb::Left => self.hop(Way::Backward),
            Verb::Right => self.hop(Way::Forward),
            Verb::PageUp => self.turn(Way::Backward),
            Verb::PageDown => self.turn(Way::Forward),
            Verb::Top => self.show_line(0),
            Verb::Bottom => self.show_line(self.page.height),
            Verb::Next => self.hop(Way::Forward),
            Verb::Previous => self.hop(Way::Backward),
            Verb::Choose => self.choose(effects),
            Verb::Tick => match self.focus().map(|stop| stop.action.clone()) {
                Some(action @ (Action::Pick(..) | Action::Pair(..) | Action::Place(..) | Action::Partners(..))) => {
                    self.act(&action, effects)
                }
                _ => self.turn(Way::Forward),
            },
            Verb::Leave => match self.field() {
                Some(_) => self.leave_field(effects),
                None => self.back(effects),
            },
            Verb::Back => match self.take_back_place(effects) {
                Some(()) => {}
                None => self.back(effects),
            },
            Verb::NextLesson => self.neighbour(Way::Forward, effects),
            Verb::PreviousLesson => self.neighbour(Way::Backward, effects),
            Verb::Outline => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Outline(lesson), None, effects),
                None => self.say("The outline belongs to a lesson; open one first."),
            },
            Verb::Results => match self.lesson_id().cloned() {
                Some(lesson) => self.go(Screen::Results(lesson), None, effects),
                None => self.say("Results belong to a lesson; open one first."),
            },
            Verb::Passage => match self.current_question() {
                Some(question) => self.act(&Action::Passage(question), effects),
                None => self.say("There is no question here."),
            },
            Verb::Hint => match self.current_question() {
                Some(question) => self.act(&Action::Hint(question), effects),
                None => self.say("There is no question here."),
            },
            Verb::Undo => self.undo(effects),
            Verb::Retake => self.retake_in_focus(effects),
            Verb::Settings => self.go(Screen::Settings, None, effects),
            Verb::Glossary => self.go(Screen::Glossary, None, effects),
            Verb::Home => {
                self.leave_lesson(effects);
                self.go_home();
            }
            Verb::Blank => self.blank = Blank::On,
            Verb::Help => self.go(Screen::Help, None, effects),
            Verb::Again => self.rebuild(),
            Verb::Quit => self.quit(effects),
        }
    }

    fn choose(&mut self, effects: &mut Vec<Effect>) {
        match self.focus().map(|stop| (stop.action.clone(), stop.kind.clone())) {
            Some((action, _)) => self.choose_row(&action, effects),
            None if self.view.face == Face::Plain => self.turn(Way::Forward),
            None => {
                let seen = self.layer().top..self.bottom();
                let row = self.page.stops.iter().position(|stop| stop.kind != StopKind::Link && seen.contains(&stop.line()));
                match row {
                    Some(at) => self.focus_on(Some(at)),
                    None => self.turn(Way::Forward),
                }
            }
        }
    }

    /// Opens a page. One that lies just below on the stack is gone back to, so that an outline leads into its lesson and not onto a copy.
    pub(super) fn go(&mut self, screen: Screen, heading: Option<Id>, effects: &mut Vec<Effect>) {
        self.leave_lesson(effects);
        let below = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        let leaf = matches!(self.screen(), Screen::Outline(_) | Screen::Results(_) | Screen::Session(_) | Screen::Help);
        if leaf && below.is_some_and(|layer| layer.screen == screen) {
            self.stack.pop();
            self.rebuild();
        } else if *self.screen() != screen || heading.is_some() {
            let place = match &screen {
                Screen::Lesson(id) if heading.is_none() => self.progress.place(id).cloned(),
                _ => None,
            };
            let finished = matches!(&screen, Screen::Lesson(id) if self.progress.read_at(id).is_some());
            if let Screen::Session(session) = &screen {
                self.enter_session(session);
            }
            let asked = matches!(screen, Screen::Session(_));
            self.stack.push(Layer::new(screen));
            self.rebuild();
            if let Some(question) = self.asking.clone().filter(|_| asked) {
                self.focus_question(Some(&question));
            }
            // A lesson that was begun goes on; one that was finished begins at its top.
            if let Some(place) = place.filter(|_| !finished) {
                self.layer_mut().top = self.page.line_of(&place);
                self.settle();
                let here = self.layer().top;
                self.here = (here > 0).then_some(here);
                self.focus_question(place.heading.as_deref());
            }
        }
        if let Some(line) = heading.and_then(|id| self.page.line_of_heading(&id)) {
            self.show_line(line);
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
        let mut layer = self.layer().clone();
        layer.top = line;
        layer.focus = None;
        self.stack.push(layer);
        self.writing = None;
        self.settle();
    }

    fn back(&mut self, effects: &mut Vec<Effect>) {
        if self.stack.len() == 1 {
            return self.say("This is home. q quits; everything is saved.");
        }
        self.leave_lesson(effects);
        self.stack.pop();
        if let Screen::Session(session) = self.screen().clone()
            && self.asking.is_none()
        {
            self.enter_session(&session);
        }
        // The page below was made before; it is made anew, and stays where it was.
        let (top, focus) = (self.layer().top, self.layer().focus);
        self.layer_mut().shown = false;
        self.rebuild();
        self.layer_mut().top = top;
        self.layer_mut().focus = focus.filter(|at| *at < self.page.stops.len());
        self.settle();
        self.enter_field();
    }

    pub(super) fn leave_lesson(&mut self, effects: &mut Vec<Effect>) {
        self.keep_all(effects);
        self.writing = None;
    }

    fn neighbour(&mut self, way: Way, effects: &mut Vec<Effect>) {
        let Some(lesson) = self.lesson_id().cloned() else {
            return self.say("Open a lesson first; then n and p go to the next and the previous one.");
        };
        let course = &self.library.course;
        let to = match way {
            Way::Forward => course.after(&lesson),
            Way::Backward => course.before(&lesson),
        };
        match to.map(|item| item.id.clone()) {
            Some(id) => {
                self.leave_lesson(effects);
                self.stack.truncate(1);
                self.go(Screen::Lesson(id), None, effects);
            }
            None => self.say(match way {
                Way::Forward => "This is the last lesson.",
                Way::Backward => "This is the first lesson.",
            }),
        }
    }

    /// Whether an item of the course can be answered here, rather than on a page of its own.
    pub fn is_lesson(&self, id: &str) -> bool {
        self.library.course.item(id).is_some_and(|item| item.kind == ItemKind::Lesson)
    }
}

/// Forward or backward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Forward,
    Backward,
}
