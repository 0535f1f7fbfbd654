//! Owns what a click does: what stands there is done or shown, and stays under the hand. Must not know cells, but to tell a second
//! click of the same hand from another.

use crate::app::App;
use crate::layout::{Stop, StopKind};
use crate::time::Millis;

/// A second click on a cell within this many milliseconds belongs to the first: it does not hit what came there meanwhile.
const DOUBLE: Millis = 400;

/// What was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clicked {
    /// Something that can be focused, by its number among the page's stops.
    Stop(usize),
    /// A block that can only be read, by its number among the document's nodes.
    Node(usize),
    /// A heading beside the text, by its line of the page.
    Line(usize),
}

impl App {
    /// A click on a cell, where this stands.
    pub(super) fn click(&mut self, cell: (u16, u16), on: Clicked) {
        let before = self.window.clicked.replace((cell, self.model.now));
        let is_second = before
            .is_some_and(|(of, at)| of == cell && (0..DOUBLE).contains(&self.model.now.saturating_sub(at)));
        if is_second {
            return;
        }
        match on {
            Clicked::Stop(nth) if self.is_link_to_show(nth) => {
                self.look_at(Some(nth));
                // The second click of a hand that is quick follows it.
                self.window.clicked = None;
            }
            Clicked::Stop(nth) => self.click_stop(nth),
            Clicked::Node(nth) if self.can_point(nth) => self.point_at(nth),
            Clicked::Node(_) => {}
            Clicked::Line(line) => self.jump_to(line),
        }
    }

    /// A link first says where it leads; it is followed by a click once it is in focus.
    fn is_link_to_show(&self, nth: usize) -> bool {
        let stop = self.window.page.stops.get(nth);
        stop.is_some_and(|stop| stop.kind == StopKind::Link) && self.window.entry().focus != Some(nth)
    }

    /// Does what a row or a link says. If it is there afterward, it is where it was: it does not run away from the hand.
    fn click_stop(&mut self, nth: usize) {
        let Some((action, line)) = self
            .window
            .page
            .stops
            .get(nth)
            .map(|stop| (stop.action.clone(), stop.line()))
        else {
            return;
        };
        let (screen, depth) = (self.screen().clone(), self.window.history.len());
        let row = line.saturating_sub(self.window.top());
        self.act(&action);
        if *self.screen() != screen || self.window.history.len() != depth {
            return;
        }
        if self.is_stale {
            self.rebuild();
        }
        let again = self
            .nearest(&action)
            .and_then(|at| self.window.page.stops.get(at));
        if let Some(line) = again.map(Stop::line) {
            self.window.entry_mut().top = line.saturating_sub(row);
            self.settle();
        }
    }
}
