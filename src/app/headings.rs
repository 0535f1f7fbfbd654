//! Owns going from heading to heading: the next one, the next question, and which lesson is at hand.
//! Must not know what stands below a heading.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::progress::event::Purpose;
use crate::source::Id;

/// Which heading is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingKind {
    Any,
    /// One that asks something.
    Question,
}

impl App {
    /// To the next heading below the focus, or below where one is.
    pub(super) fn next_heading(&mut self, which: HeadingKind) {
        if let (Screen::Session(_), HeadingKind::Question) = (self.screen(), which) {
            return match self.answered_in_session() {
                Some(session) => self.next_in_session(&session),
                None => self.say("This question comes first. Esc keeps the rest for later."),
            };
        }
        let next = |app: &App| {
            let window = &app.window;
            let asks = |id: &Id| {
                let mut stops = window.page.stops.iter();
                stops.any(|stop| stop.action.question() == Some(id))
            };
            // What was jumped to stands at the top, where the page is long enough.
            let focus = window.focus().map(|stop| stop.line());
            let here = focus.or(window.entry().from).unwrap_or(window.top());
            let mut below = window.page.headings.iter().filter(|title| title.line > here);
            let next = below.find(|title| match which {
                HeadingKind::Any => true,
                HeadingKind::Question => title.may_ask || title.id.as_ref().is_some_and(asks),
            });
            next.map(|title| (title.line, title.id.clone()))
        };
        self.line_by(|app| next(app).map(|(line, _)| line));
        match next(self) {
            None => self.say(match which {
                HeadingKind::Any => "There is no heading below.",
                HeadingKind::Question => "There is no question below.",
            }),
            Some((line, id)) => {
                self.show_line(line);
                self.window.entry_mut().from = Some(line);
                // However little of the page has moved, this is what is new.
                self.window.told = Some(line);
                if which == HeadingKind::Question {
                    self.focus_question(id.as_deref());
                }
            }
        }
    }

    /// The lesson on show; of a retake, the one it asks again; on a page that lists lessons, the one in focus.
    pub(super) fn lesson_at_hand(&self) -> Option<Id> {
        let retaken = match self.screen() {
            Screen::Session(id) => self.model.progress.session(id).map(|session| &session.purpose),
            _ => None,
        };
        let retaken = match retaken {
            Some(Purpose::Retake(lesson)) => Some(lesson.clone()),
            _ => None,
        };
        let focused = match self.window.focus().map(|stop| &stop.action) {
            Some(Action::Go(Screen::Lesson(lesson), _)) => Some(lesson.clone()),
            _ => None,
        };
        self.lesson_id().cloned().or(retaken).or(focused)
    }
}
