//! Owns dropping what is half done: home offers it no more, until it is worked on again. Nothing of it is lost.
//! Must not know what is half done; that is in `status`.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::model::Face;
use crate::progress::event::EventKind;
use crate::status::half_done::{HalfDone, half_done};

impl App {
    /// What is half done and in focus on home; line by line, what is offered first.
    fn droppable(&self) -> Option<&HalfDone> {
        if *self.screen() != Screen::Home {
            return None;
        }
        let focus = self.window.focus().map(|stop| &stop.action);
        let mut offered = self.half_done.get_or_init(|| half_done(&self.model)).iter();
        match self.model.view.face {
            Face::Screen => offered.find(|half| Some(&half.action) == focus),
            Face::Plain => offered.next(),
        }
    }

    /// Whether what is in focus can be dropped.
    pub fn can_drop(&self) -> bool {
        self.droppable().is_some()
    }

    /// Drops it.
    pub(in crate::app) fn drop_half_done(&mut self) {
        let Some(half) = self.droppable().cloned() else {
            return self.say("There is nothing to drop here. On home, what is half done can be dropped.");
        };
        self.record(EventKind::Dropped { what: half.what });
        self.go_home();
        self.say(&format!("Dropped: {}. {}", half.title, way_back(&half.action)));
    }
}

/// What becomes of something that is dropped, and how it comes back.
fn way_back(action: &Action) -> &'static str {
    match action {
        Action::Go(Screen::Session(_), _) => {
            "What you answered is kept. It can be begun again whenever you like."
        }
        Action::Go(Screen::PlanForm, _) => {
            "All of it is kept. To have it here again, write on in it; Practice leads there."
        }
        _ => "All of it is kept. To have it here again, open it in the list of lessons and go on.",
    }
}
