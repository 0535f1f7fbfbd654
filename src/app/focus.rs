//! Owns scrolling and focus, written once for all screens.
//! Must not know what a page says. It knows that of a lesson the ways on at its end are no reading.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::layout::page_turns::OVERLAP;
use crate::layout::{Stop, StopKind};
use crate::model::Face;
use crate::quiz;
use crate::source::Id;

/// Forward or backward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Down, or to the right.
    Forward,
    /// Up, or to the left.
    Backward,
}

impl App {
    /// The line after the last one on show.
    pub fn bottom(&self) -> usize {
        match self.model.view.face {
            Face::Screen => self.window.end(),
            Face::Plain => self.window.part_end(),
        }
    }

    /// Whether the end of the page can be seen; of a lesson, all above the ways on.
    pub fn is_at_end(&self) -> bool {
        let end = match (self.screen(), self.window.page.parts.last()) {
            (Screen::Lesson(_), Some(last)) if *last > 0 => *last,
            _ => self.window.page.height,
        };
        self.bottom() >= end
    }

    /// Keeps the window on the page, and in the plain face on the start of a part.
    pub(super) fn settle(&mut self) {
        let last = self.window.page.height.saturating_sub(self.window.body());
        let top = self.window.entry().top;
        self.window.entry_mut().top = match self.model.view.face {
            Face::Screen => top.min(last),
            Face::Plain => self
                .window
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
        let was = self.window.entry().focus.unwrap_or(0);
        // A setting's row changes what it does by being chosen, and is the same row still.
        let same = |other: &Action| match (other, action) {
            (Action::Set(name, _), Action::Set(of, _)) | (Action::Adjust(name, _), Action::Adjust(of, _)) => {
                name == of
            }
            (Action::Put(entry, _), Action::Put(of, _)) if other != action => {
                entry == of && !self.does(action)
            }
            (other, action) => other == action,
        };
        let doing = self
            .window
            .page
            .stops
            .iter()
            .enumerate()
            .filter(|(_, stop)| same(&stop.action));
        doing.min_by_key(|(at, _)| at.abs_diff(was)).map(|(at, _)| at)
    }

    /// Whoever comes to the rows of a part of a form is at the one that was picked, if one was.
    pub(super) fn focus_what_was_put(&mut self) {
        let Some(Action::Put(entry, _)) = self.window.focus().map(|stop| stop.action.clone()) else {
            return;
        };
        let words = self.model.progress.words(&entry).unwrap_or_default();
        let is_it =
            |stop: &Stop| matches!(&stop.action, Action::Put(of, put) if *of == entry && *put == words);
        if let Some(at) = self.window.page.stops.iter().position(is_it) {
            self.focus_on(Some(at));
        }
    }

    /// Whether something on the page does this.
    fn does(&self, action: &Action) -> bool {
        self.window.page.stops.iter().any(|stop| stop.action == *action)
    }

    /// Scrolls until a stop can be seen whole, or as much of it as there is room for.
    pub(super) fn reveal(&mut self, at: usize) {
        let Some(stop) = self.window.page.stops.get(at) else {
            return;
        };
        let (mut first, mut last) = (
            stop.line(),
            stop.spots.last().map_or(stop.line(), |(line, _)| *line),
        );
        if let StopKind::Field { caret, .. } = &stop.kind
            && last - first >= self.window.body()
        {
            (first, last) = (caret.0, caret.0);
        }
        let body = self.window.body().max(1);
        if let Action::Pair(_, row, _) = &stop.action {
            // Whoever gives a row its partner sees all there are.
            let same = |other: &&Stop| matches!(&other.action, Action::Pair(_, of, _) if of == row);
            let end = self.window.page.stops.iter().rfind(same).map_or(last, Stop::line);
            last = if end - first < body { end } else { last };
        }
        let top = self.window.entry().top;
        if first < top || last - first >= body {
            self.window.entry_mut().top = first;
        } else if last >= top + body {
            self.window.entry_mut().top = self.window.page.begin_from(last + 1 - body).min(first);
        }
        self.settle();
    }

    /// Puts the focus on a stop, and goes into it if it is a field. A question that is entered is shown from its heading on.
    pub(super) fn focus_on(&mut self, at: Option<usize>) {
        self.look_at(at);
        self.enter_field_by_the_way();
    }

    /// Puts the focus on a stop without going into a field.
    pub(super) fn look_at(&mut self, at: Option<usize>) {
        let question = |at: Option<usize>| {
            at.and_then(|at| self.window.page.stops.get(at))
                .and_then(|stop| stop.action.question())
                .cloned()
        };
        let (was, is) = (question(self.window.entry().focus), question(at));
        self.window.entry_mut().focus = at;
        self.window.entry_mut().from = None;
        if let Some(id) = is.filter(|id| self.model.view.face == Face::Screen && was.as_ref() != Some(id)) {
            self.show_question(&id);
        }
        if let Some(at) = at {
            self.reveal(at);
        }
    }

    /// Scrolls by lines; a focus that leaves the window is given up.
    pub(super) fn scroll(&mut self, by: isize) {
        self.window.entry_mut().top = self.window.entry().top.saturating_add_signed(by);
        self.window.entry_mut().from = None;
        self.settle();
        let seen = self.window.entry().top..self.bottom();
        if self
            .window
            .focus()
            .is_some_and(|stop| !seen.contains(&stop.line()))
        {
            self.window.entry_mut().focus = None;
            self.window.typing = None;
        }
        let way_on = |stop: &Stop| matches!(&stop.action, Action::NextQuestion(of) if Some(of) == self.window.explained.as_ref());
        let at = self
            .window
            .page
            .stops
            .iter()
            .position(|stop| way_on(stop) && seen.contains(&stop.line()));
        if at.is_some() {
            self.window.explained = None;
            self.window.entry_mut().focus = at;
        }
    }

    /// The first line of the page after or before this one. It keeps two lines of this one, free ones aside, and shows whole what this one has cut
    /// off, where that takes no more than half a page.
    fn page_of(&self, way: Direction) -> usize {
        let (top, body, bottom) = (self.window.top(), self.window.body(), self.window.end());
        let cut = |edge: usize| {
            let mut whole = self.window.page.whole.iter();
            whole.find(|lines| lines.start < edge && edge < lines.end && lines.len() <= body)
        };
        // Nor does it begin in the second line of something, where its first one is so near.
        let begin = |next: usize, near: usize| {
            let node = self.window.page.node_of_line(next).unwrap_or(0);
            let lines = self.window.page.lines_of_node(node);
            let is_second = lines.contains(&next) && next - lines.start <= near;
            if is_second { lines.start } else { next }
        };
        match way {
            Direction::Forward => {
                let mut next = bottom.saturating_sub(OVERLAP).max(top + 1);
                // A page that ended early goes on with what it left to this one.
                let is_free = |line: usize| {
                    self.window
                        .page
                        .line(line)
                        .is_none_or(|line| line.text.is_empty())
                };
                while bottom < top + body && next < bottom && is_free(next) {
                    next += 1;
                }
                next = begin(next, OVERLAP).max(top + 1);
                let cut = cut(bottom).filter(|lines| lines.start > top + body / 4);
                cut.map_or(next, |lines| lines.start.min(next))
            }
            Direction::Backward => {
                let next = (top + OVERLAP).saturating_sub(body).min(top.saturating_sub(1));
                let next = begin(next, OVERLAP - 1);
                let cut = cut(top).filter(|lines| lines.end <= top + body / 2);
                cut.map_or(next, |lines| lines.end.saturating_sub(body).max(next))
            }
        }
    }

    pub(super) fn turn(&mut self, way: Direction) {
        match self.model.view.face {
            Face::Screen => {
                let (top, page, chooses) = (self.window.top(), self.page_of(way), self.chooses());
                self.scroll(match way {
                    Direction::Forward => page.saturating_sub(top).max(1) as isize,
                    Direction::Backward => -(top.saturating_sub(page).max(1) as isize),
                });
                let (now, body) = (self.window.top(), self.window.body());
                // Nothing may be missing between this page and the one before.
                let is_seamless =
                    way == Direction::Forward || self.window.page.page_end(now, now + body) >= top;
                self.window.entry_mut().turned = is_seamless.then_some(now);
                self.follow(chooses, way);
            }
            Face::Plain => {
                let to = self.line_by(|app| {
                    let top = app.window.entry().top;
                    let mut parts = app.window.page.parts.iter().copied();
                    match way {
                        Direction::Forward => parts.find(|line| *line > top),
                        Direction::Backward => parts.rfind(|line| *line < top),
                    }
                });
                match (to, way) {
                    (Some(line), _) => self.show_line(line),
                    (None, Direction::Forward) => match self.answered_in_session() {
                        Some(session) => self.next_in_session(&session),
                        None => self.say("This is the last part."),
                    },
                    (None, Direction::Backward) => self.say("This is the first part."),
                }
            }
        }
    }

    /// To the top of the page, or to its end.
    pub(super) fn go_to_edge(&mut self, way: Direction) {
        let chooses = self.chooses();
        match way {
            Direction::Backward => self.show_line(0),
            Direction::Forward => self.show_end(),
        }
        // At the top the first row is nearest, at the end the last one.
        self.follow(
            chooses,
            match way {
                Direction::Backward => Direction::Forward,
                Direction::Forward => Direction::Backward,
            },
        );
    }

    /// Whether one is choosing where to go, and not reading: then there is always a row in focus.
    fn chooses(&self) -> bool {
        let is_list = !matches!(self.screen(), Screen::Lesson(_));
        self.model.view.face == Face::Screen && is_list && self.window.focus().is_some_and(is_way)
    }

    /// Whoever was choosing when the page moved on is at the first row in sight, or moving back at the last one.
    fn follow(&mut self, chooses: bool, way: Direction) {
        if !chooses || self.window.entry().focus.is_some() {
            return;
        }
        let seen = self.window.top()..self.bottom();
        let stops = &self.window.page.stops;
        let can = |stop: &Stop| is_way(stop) && seen.contains(&stop.line());
        let to = match way {
            Direction::Forward => stops.iter().position(can),
            Direction::Backward => stops.iter().rposition(can),
        };
        let line = |at: usize| stops[at].line();
        let first = to.and_then(|to| (0..=to).find(|at| can(&stops[*at]) && line(*at) == line(to)));
        self.window.entry_mut().focus = first;
    }

    /// On a page that is a list of ways on, or a form, the first one is in focus.
    pub(super) fn focus_first_row(&mut self) {
        if self.window.entry().focus.is_none() && self.model.view.face == Face::Screen {
            let seen = self.window.entry().top..self.bottom();
            // A field is stopped at and not gone into: arrows pass it by, and what is typed goes into it.
            let row = self
                .window
                .page
                .stops
                .iter()
                .position(|stop| stop.kind != StopKind::Link && seen.contains(&stop.line()));
            self.window.entry_mut().focus = row;
        }
    }

    /// Scrolls to a line, with nothing in focus.
    pub(super) fn show_line(&mut self, line: usize) {
        self.window.entry_mut().top = line;
        self.window.entry_mut().focus = None;
        self.window.entry_mut().from = None;
        self.window.typing = None;
        self.settle();
        self.window.entry_mut().turned = Some(self.window.top());
    }

    /// To the line with a row before or after, if it can be seen or is a hit; else a line. Buttons side by side are
    /// one line, entered at the first. A field is stopped at, not gone into: Enter, Tab and typing do that.
    pub(super) fn step(&mut self, way: Direction) {
        let seen = self.window.entry().top..self.bottom();
        let stops = &self.window.page.stops;
        let (count, line) = (stops.len(), |at: usize| stops[at].line());
        // Between the hits of a search there is nothing to be read; nor on another list, where both rows have room on one page.
        let is_search = matches!(self.screen(), Screen::Search);
        let is_list = !matches!(self.screen(), Screen::Lesson(_));
        let (focus, body) = (self.window.entry().focus, self.window.body());
        let is_near = |at: usize| {
            let focus = focus.filter(|focus| is_list && is_way(&stops[*focus]) && is_way(&stops[at]));
            focus.is_some_and(|focus| line(at).abs_diff(line(focus)) < body)
        };
        let can = |at: usize| {
            let stop = &stops[at];
            stop.kind != StopKind::Link && (is_search || seen.contains(&stop.line()) || is_near(at))
        };
        let to = match (self.window.entry().focus, way) {
            (Some(at), Direction::Forward) => (at + 1..count).find(|to| can(*to) && line(*to) > line(at)),
            (Some(at), Direction::Backward) => (0..at).rev().find(|to| can(*to) && line(*to) < line(at)),
            (None, Direction::Forward) => (0..count).find(|to| can(*to)),
            (None, Direction::Backward) => (0..count).rev().find(|to| can(*to)),
        };
        let to = to.and_then(|to| (0..=to).find(|first| can(*first) && line(*first) == line(to)));
        // Scrolling up through prose passes rows by; they are entered from above. On a list one is always at a row.
        let is_entered = |to: &usize| is_list && is_way(&stops[*to]);
        let to = to.filter(|to| {
            way == Direction::Forward || focus.is_some() || self.window.entry().top == 0 || is_entered(to)
        });
        self.window.typing = None;
        match (to, way) {
            (Some(at), _) => {
                self.window.entry_mut().focus = Some(at);
                self.window.entry_mut().from = None;
                self.reveal(at);
            }
            (None, Direction::Forward) => self.scroll(1),
            (None, Direction::Backward) => self.scroll(-1),
        }
    }

    /// To the next thing that can be focused, wherever it is.
    pub(super) fn hop(&mut self, way: Direction) {
        let to = self.stop_by(way, |app| {
            let seen = app.window.entry().top..app.bottom();
            let from = app.window.entry().from.filter(|line| seen.contains(line));
            let stops = &app.window.page.stops;
            match (app.window.entry().focus, way) {
                (Some(at), Direction::Forward) => Some(at + 1).filter(|at| *at < stops.len()),
                (Some(at), Direction::Backward) => at.checked_sub(1),
                (None, Direction::Forward) => stops
                    .iter()
                    .position(|stop| stop.line() >= from.unwrap_or(seen.start)),
                (None, Direction::Backward) => stops
                    .iter()
                    .rposition(|stop| stop.line() < from.unwrap_or(seen.end)),
            }
        });
        if to.is_some() {
            self.focus_on(to);
        }
    }

    /// To the button beside the one in focus.
    pub(super) fn sideways(&mut self, way: Direction) {
        let Some(at) = self.window.entry().focus else {
            return;
        };
        let beside = match way {
            Direction::Forward => at.checked_add(1),
            Direction::Backward => at.checked_sub(1),
        };
        let line = |at: usize| self.window.page.stops.get(at).map(|stop| stop.line());
        if let Some(beside) = beside.filter(|beside| line(*beside).is_some() && line(*beside) == line(at)) {
            self.focus_on(Some(beside));
        }
    }

    /// The question one is at: that of the focus, else the last one whose heading is at or above the middle of the window.
    pub(super) fn current_question(&self) -> Option<Id> {
        if let Some(id) = self.window.focus().and_then(|stop| stop.action.question()) {
            return Some(id.clone());
        }
        if let Screen::Session(_) = self.screen() {
            return self.window.entry().asking.clone();
        }
        let seen = self.window.top()..self.bottom();
        let shown = |line: usize| seen.contains(&line);
        let headings = self.window.page.headings.iter();
        let Some(lesson) = self.lesson_id().cloned() else {
            // On a form the parts are what questions are in a lesson.
            let asks = |id: &Id| {
                self.window
                    .page
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
        let lesson = self.model.library.lesson(&lesson);
        let found = headings
            .filter(|title| shown(title.line))
            .find_map(|title| title.id.as_deref().and_then(|id| lesson.question(id)));
        let above = || {
            let mut titles = self.window.page.headings.iter();
            let above = titles.rfind(|title| title.line <= self.window.top() && title.id.is_some())?;
            lesson.question(above.id.as_deref()?)
        };
        found.or_else(above).map(|question| question.id.clone())
    }

    /// Goes to a question's first row, if this is one.
    pub(super) fn focus_question(&mut self, id: Option<&str>) {
        let Some(id) = id else { return };
        let stops = || {
            self.window
                .page
                .stops
                .iter()
                .enumerate()
                .filter(|(_, stop)| stop.action.question().is_some_and(|of| &**of == id))
        };
        // Whoever comes back to a half-done answer is at what was picked, not at the first row.
        let answer = self.model.drafts.get(id).map(|draft| &draft.answer);
        let picked = stops()
            .find(|(_, stop)| matches!((&stop.action, answer), (Action::Pick(_, print), Some(answer)) if quiz::is_picked(answer, *print)));
        let picked = picked.map(|(at, _)| at);
        let Some((first, line)) = stops().next().map(|(at, stop)| (at, stop.line())) else {
            return;
        };
        self.show_question(id);
        let heading = self.window.page.line_of_heading(id);
        // Where its words fill the window they are read first; Enter, Tab and Down go on from there.
        let has_room = line < self.bottom() || self.model.view.face == Face::Plain;
        match picked.or(has_room.then_some(first)) {
            Some(at) => self.look_at(Some(at)),
            None => {
                self.window.entry_mut().focus = None;
                self.window.entry_mut().from = heading;
            }
        }
        self.window.told = heading;
    }

    /// Scrolls so that a question can be seen from its heading on.
    pub(super) fn show_question(&mut self, id: &str) {
        let Some(line) = self.window.page.line_of_heading(id) else {
            return;
        };
        let end = self
            .window
            .page
            .headings
            .iter()
            .map(|title| title.line)
            .find(|other| *other > line)
            .unwrap_or(self.window.page.height);
        let seen = self.window.top()..self.bottom();
        if !(seen.contains(&line) && end <= seen.end + 1) {
            self.window.entry_mut().top = line;
            self.settle();
        }
    }
}

/// Whether a row leads somewhere, and neither answers nor switches anything but the way one goes.
fn is_way(stop: &Stop) -> bool {
    let leads = !stop.action.presses() || matches!(stop.action, Action::FollowPath(_));
    stop.kind == StopKind::Row && stop.action.question().is_none() && leads
}
