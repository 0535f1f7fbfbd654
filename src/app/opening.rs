//! Owns which parts of a long lesson are read: those in sight and a window above and below, and what one goes to. When a part is read,
//! its lines turn out to be others than were expected; what is in sight stays where it is.
//! Must not know how a part is read, nor what it says.

use crate::app::App;
use crate::app::focus::Direction;
use crate::app::window::Anchor;
use crate::doc::Place;
use crate::layout::Stop;
use std::ops::Range;

/// Opening what is in sight may bring more into sight, since lines were estimated; not more often than this.
const TRIES: usize = 8;

impl App {
    /// Opens what of a long lesson is in sight, and a window above and below. What is far away is closed.
    pub(super) fn open_in_sight(&mut self) {
        for _ in 0..TRIES {
            let body = self.window.body();
            let seen = self.window.top().saturating_sub(body)..self.bottom() + body;
            let Some(parts) = self.window.page.ahead_in(&seen) else {
                return;
            };
            self.open_parts(parts.start.saturating_sub(1)..parts.end + 1);
        }
    }

    /// Opens these parts and closes all others. The same text stays at the top of the window, and what is in focus stays so.
    pub(super) fn open_parts(&mut self, parts: Range<usize>) {
        if self.window.entry().open == parts {
            return;
        }
        let page = &self.window.page;
        let lines = [self.window.here, self.window.told, self.window.entry().from];
        let places: [Option<Place>; 3] = lines.map(|line| line.map(|line| page.place(line)));
        let focus = self.window.focus().cloned();
        let anchor = self.window.entry_mut().anchor.take();
        let anchor = anchor.filter(|anchor| anchor.now == self.window.top());
        let row = focus
            .as_ref()
            .map(|stop| stop.line() as isize - self.window.top() as isize);
        self.window.entry_mut().open = parts;
        self.rebuild();
        let lines = places.map(|place| place.map(|place| self.window.page.line_of(&place)));
        (self.window.here, self.window.told) = (lines[0], lines[1]);
        let now = self.window.top();
        self.window.entry_mut().anchor = anchor.map(|anchor| Anchor { now, ..anchor });
        self.window.entry_mut().from = lines[2];
        // The same words may lead to the same place more than once: the one that stands where it stood is meant.
        if let (Some(focus), Some(row)) = (focus, row) {
            let line = self.window.top().saturating_add_signed(row);
            let stops = self.window.page.stops.iter().enumerate();
            let same = stops.filter(|(_, stop)| stop.action == focus.action);
            let nearest = same.min_by_key(|(_, stop)| stop.line().abs_diff(line));
            self.window.entry_mut().focus = nearest.map(|(at, _)| at);
        }
    }

    /// Opens the part that stands at a line, if it is not read; whether it was not.
    fn open_at(&mut self, line: usize) -> bool {
        match self.window.page.ahead_at(line) {
            Some(part) => {
                self.open_parts(part.saturating_sub(1)..part + 2);
                true
            }
            None => false,
        }
    }

    /// The line that this finds on the page, once all that could tell it better is read.
    pub(super) fn line_by(&mut self, find: impl Fn(&App) -> Option<usize>) -> Option<usize> {
        for _ in 0..TRIES {
            let line = find(self)?;
            if !self.open_at(line) {
                return Some(line);
            }
        }
        find(self)
    }

    /// The line of a heading, whose part is read now if it was not.
    pub(super) fn line_of_heading(&mut self, id: &str) -> Option<usize> {
        self.line_by(|app| app.window.page.line_of_heading(id))
    }

    /// The line of a place, whose part is read now if it was not.
    pub(super) fn line_of_place(&mut self, place: &Place) -> usize {
        let line = self.line_by(|app| Some(app.window.page.line_of(place)));
        line.unwrap_or(0)
    }

    /// Goes to the end of the page.
    pub(super) fn show_end(&mut self) {
        while self.open_at(self.window.page.height.saturating_sub(self.window.body())) {
            self.show_line(self.window.page.height);
        }
        self.show_line(self.window.page.height);
    }

    /// What this finds to focus on, with every part read that stands before it on the way and may hold something to focus on as well.
    pub(super) fn stop_by(&mut self, way: Direction, find: impl Fn(&App) -> Option<usize>) -> Option<usize> {
        loop {
            let found = find(self);
            let line = found
                .and_then(|at| self.window.page.stops.get(at))
                .map(Stop::line);
            let Some(next) = self.next_ahead(way, line) else {
                return found;
            };
            let open = self.window.entry().open.clone();
            self.open_parts(match way {
                Direction::Forward => open.start..next + 1,
                Direction::Backward => next..open.end,
            });
        }
    }

    /// The next part that is not read, may hold something to focus on and stands before this line, or anywhere.
    fn next_ahead(&self, way: Direction, line: Option<usize>) -> Option<usize> {
        let lesson = self.model.library.lesson(self.lesson_id()?);
        let (open, page) = (&self.window.entry().open, &self.window.page);
        let may_hold = |nth: &usize| lesson.ahead(*nth).is_some_and(|(_, part)| part.may_have_stops());
        let next = match way {
            Direction::Forward => (open.end..lesson.parts()).find(may_hold),
            Direction::Backward => (0..open.start).rev().find(may_hold),
        }?;
        let place = Place {
            heading: lesson.ahead(next).map(|(_, part)| part.name.clone()),
            ..Place::default()
        };
        let stands = page.line_of(&place);
        let is_on_the_way = line.is_none_or(|line| match way {
            Direction::Forward => stands < line,
            Direction::Backward => stands > line,
        });
        is_on_the_way.then_some(next)
    }

    /// Reads all of a long lesson, for whoever takes it in from its first line to its last.
    pub fn open_whole(&mut self) {
        if let Some(lesson) = self.lesson_id().cloned() {
            let parts = self.model.library.lesson(&lesson).parts();
            self.open_parts(0..parts.max(1));
        }
    }
}
