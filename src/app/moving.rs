//! Owns scrolling and focus, written once for all screens.
//! Must not know what a page is about.

use crate::action::{Action, Screen};
use crate::app::{App, Effect, Face, Peek};
use crate::page::{Stop, StopKind};

/// Lines that stay on show when a page is turned.
const OVERLAP: usize = 2;

/// Forward or backward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Down, or to the right.
    Forward,
    /// Up, or to the left.
    Backward,
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
        self.page
            .parts
            .iter()
            .copied()
            .find(|line| *line > self.layer().top)
            .unwrap_or(self.page.height)
    }

    /// Which part of how many is on show, from 1.
    pub fn part(&self) -> (usize, usize) {
        let parts = &self.page.parts;
        (
            parts.iter().filter(|line| **line <= self.layer().top).count(),
            parts.len(),
        )
    }

    /// Keeps the window on the page, and in the plain face on the start of a part.
    pub(super) fn settle(&mut self) {
        let last = self.page.height.saturating_sub(self.body());
        let top = self.layer().top;
        self.layer_mut().top = match self.view.face {
            Face::Screen => top.min(last),
            Face::Plain => self
                .page
                .parts
                .iter()
                .copied()
                .rfind(|line| *line <= top)
                .unwrap_or(0),
        };
    }

    /// The stop that does this, the one nearest to where the focus was if there are several.
    pub(super) fn nearest(&self, action: &Action) -> Option<usize> {
        let was = self.layer().focus.unwrap_or(0);
        // A setting's row changes what it does by being chosen, and is the same row still.
        let same = |other: &Action| match (other, action) {
            (Action::Set(name, _), Action::Set(of, _)) => name == of,
            (Action::Put(entry, _), Action::Put(of, _)) if other != action => {
                entry == of && !self.does(action)
            }
            (other, action) => other == action,
        };
        let doing = self
            .page
            .stops
            .iter()
            .enumerate()
            .filter(|(_, stop)| same(&stop.action));
        doing.min_by_key(|(at, _)| at.abs_diff(was)).map(|(at, _)| at)
    }

    /// Whether something on the page does this.
    fn does(&self, action: &Action) -> bool {
        self.page.stops.iter().any(|stop| stop.action == *action)
    }

    /// Scrolls until a stop can be seen whole, or as much of it as there is room for.
    pub(super) fn reveal(&mut self, at: usize) {
        let Some(stop) = self.page.stops.get(at) else {
            return;
        };
        let (mut first, mut last) = (
            stop.line(),
            stop.spots.last().map_or(stop.line(), |(line, _)| *line),
        );
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

    /// Puts the focus on a stop, and goes into it if it is a field. A question that is entered is shown from its heading on.
    pub(super) fn focus_on(&mut self, at: Option<usize>) {
        self.look_at(at);
        self.enter_field();
    }

    /// Puts the focus on a stop without going into a field.
    pub(super) fn look_at(&mut self, at: Option<usize>) {
        let question = |at: Option<usize>| {
            at.and_then(|at| self.page.stops.get(at))
                .and_then(|stop| stop.action.question())
                .cloned()
        };
        let (was, is) = (question(self.layer().focus), question(at));
        self.layer_mut().focus = at;
        self.layer_mut().from = None;
        self.peek = Peek::No;
        if let Some(id) = is.filter(|id| self.view.face == Face::Screen && was.as_ref() != Some(id)) {
            self.show_question(&id);
        }
        if let Some(at) = at {
            self.reveal(at);
        }
    }

    /// Scrolls by lines; a focus that leaves the window is given up.
    pub(super) fn scroll(&mut self, by: isize) {
        self.layer_mut().top = self.layer().top.saturating_add_signed(by);
        self.layer_mut().from = None;
        self.peek = Peek::No;
        self.settle();
        let seen = self.layer().top..self.bottom();
        if self.focus().is_some_and(|stop| !seen.contains(&stop.line())) {
            self.layer_mut().focus = None;
            self.writing = None;
        }
        let way_on =
            |stop: &Stop| matches!(&stop.action, Action::Next(of) if Some(of) == self.explained.as_ref());
        let at = self
            .page
            .stops
            .iter()
            .position(|stop| way_on(stop) && seen.contains(&stop.line()));
        if at.is_some() {
            self.explained = None;
            self.layer_mut().focus = at;
        }
    }

    pub(super) fn turn(&mut self, way: Way, effects: &mut Vec<Effect>) {
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
                    (None, Way::Forward) => match self.answered_in_session() {
                        Some(session) => self.next_in_session(&session, effects),
                        None => self.say("This is the last part. Type a number, back or home."),
                    },
                    (None, Way::Backward) => self.say("This is the first part. Enter goes on."),
                }
            }
        }
    }

    /// On a page that is a list of ways on, or a form, the first one is in focus.
    pub(super) fn focus_first_row(&mut self) {
        if self.layer().focus.is_none() && self.view.face == Face::Screen {
            let seen = self.layer().top..self.bottom();
            // A field is stopped at and not gone into, so that letters stay keys until it is entered.
            let row = self
                .page
                .stops
                .iter()
                .position(|stop| stop.kind != StopKind::Link && seen.contains(&stop.line()));
            self.layer_mut().focus = row;
        }
    }

    /// In the plain face a field takes what is typed as soon as its part is on show.
    pub(super) fn focus_first_field(&mut self) {
        if self.view.face == Face::Screen {
            return;
        }
        let seen = self.layer().top..self.bottom();
        let field = self
            .page
            .stops
            .iter()
            .position(|stop| matches!(stop.kind, StopKind::Field { .. }) && seen.contains(&stop.line()));
        if field.is_some() {
            self.layer_mut().focus = field;
            self.enter_field();
        }
    }

    /// Scrolls to a line, with nothing in focus but a field that is there for the plain face.
    pub(super) fn show_line(&mut self, line: usize) {
        self.layer_mut().top = line;
        self.layer_mut().focus = None;
        self.layer_mut().from = None;
        self.peek = Peek::No;
        self.writing = None;
        self.settle();
        self.focus_first_field();
    }

    /// To the row before or after, if it can be seen; else a line. A field is stopped at, not gone into: Enter or Tab does that.
    pub(super) fn step(&mut self, way: Way) {
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
        self.writing = None;
        match (to, way) {
            (Some(at), _) => {
                self.layer_mut().focus = Some(at);
                self.layer_mut().from = None;
                self.peek = Peek::No;
                self.reveal(at);
            }
            (None, Way::Forward) => self.scroll(1),
            (None, Way::Backward) => self.scroll(-1),
        }
    }

    /// To the next thing that can be focused, wherever it is.
    pub(super) fn hop(&mut self, way: Way) {
        let seen = self.layer().top..self.bottom();
        let from = self
            .layer()
            .from
            .filter(|line| seen.contains(line))
            .unwrap_or(seen.start);
        let stops = &self.page.stops;
        let to = match (self.layer().focus, way) {
            (Some(at), Way::Forward) => Some(at + 1).filter(|at| *at < stops.len()),
            (Some(at), Way::Backward) => at.checked_sub(1),
            (None, Way::Forward) => stops.iter().position(|stop| stop.line() >= from),
            (None, Way::Backward) => stops.iter().rposition(|stop| stop.line() < seen.end),
        };
        if to.is_some() {
            self.focus_on(to);
        }
    }

    /// To the button beside the one in focus.
    pub(super) fn sideways(&mut self, way: Way) {
        let Some(at) = self.layer().focus else { return };
        let beside = match way {
            Way::Forward => at.checked_add(1),
            Way::Backward => at.checked_sub(1),
        };
        let line = |at: usize| self.page.stops.get(at).map(|stop| stop.line());
        if let Some(beside) = beside.filter(|beside| line(*beside).is_some() && line(*beside) == line(at)) {
            self.focus_on(Some(beside));
        }
    }
}
