//! Owns making the document and the page anew after a change, and keeping the window and the focus where they were.
//! Must not know what a page says: each screen has a function for that.

use crate::action::Screen;
use crate::app::layer::Anchor;
use crate::app::{
    App, Peek, assessment, exam, finish, forgetting, help, home, map, minutes, notebook, plan, practice,
    profile, reading, reference, rehearsal, results, session, settings,
};
use crate::doc::Doc;
use crate::page::lay_out;

impl App {
    /// Makes the document and the page anew. The same text stays at the top of the window.
    pub(super) fn rebuild(&mut self) {
        let place = self.page.place(self.layer().top);
        let off = self.layer().top.saturating_sub(self.page.line_of(&place));
        let same_page = self.layer().shown;
        let held = self.focus().map(|stop| stop.action.clone());
        let screen = self.layer().screen.clone();
        let made = self.make(&screen);
        self.doc = made.keeping(&self.doc);
        self.page = lay_out(&self.doc, self.text_columns(), self.view.glyphs, &mut self.cache);
        if same_page {
            self.layer_mut().top = self.page.line_of(&place) + off;
            let focus = held.and_then(|action| self.nearest(&action));
            self.layer_mut().focus = focus;
        }
        if !same_page {
            self.peek = Peek::No;
        }
        self.layer_mut().shown = true;
        self.settle();
    }

    /// Shows what the screen is about now from its top, as another page.
    pub(super) fn begin_page(&mut self) {
        let layer = self.layer_mut();
        (layer.shown, layer.top, layer.focus, layer.from) = (false, 0, None, None);
        self.writing = None;
        self.rebuild();
    }

    /// The window has another width: the first character shown stays the first.
    pub(super) fn reflow(&mut self) {
        let here = self.here.map(|line| self.page.place(line));
        // Sizes do not add up: until something moves, every size starts from where one was at first.
        let top = self.layer().top;
        let kept = self.layer().anchor.clone().filter(|anchor| anchor.now == top);
        let mut anchor = kept.unwrap_or_else(|| Anchor {
            now: top,
            top,
            columns: self.page.columns,
            place: self.page.place(top),
        });
        self.rebuild();
        self.layer_mut().top = match self.page.columns == anchor.columns {
            true => anchor.top,
            false => self.page.line_of(&anchor.place),
        };
        self.settle();
        anchor.now = self.layer().top;
        self.layer_mut().anchor = Some(anchor);
        self.here = here
            .map(|place| self.page.line_of(&place))
            .filter(|_| self.here.is_some());
        if let Some(at) = self.layer().focus {
            self.reveal(at);
        }
    }

    pub(super) fn make(&self, screen: &Screen) -> Doc {
        match screen {
            Screen::Home => home::doc(self),
            Screen::Lesson(id) => reading::doc(self, id),
            Screen::Results(id) => results::doc(self, id),
            Screen::Outline(id) => reading::outline(self, id),
            Screen::Session(id) => session::doc(self, id),
            Screen::Exam(id) => exam::doc(self, id),
            Screen::Minutes(minutes) => minutes::doc(self, *minutes),
            Screen::Settings => settings::doc(self),
            Screen::Glossary => reference::glossary(self),
            Screen::Term(term) => reference::term(self, term),
            Screen::About => reference::about(self),
            Screen::Sources => reference::sources(self),
            Screen::Help => help::doc(self.view.face),
            Screen::Practice => practice::doc(self),
            Screen::Plan => plan::doc(self),
            Screen::Form => plan::form::doc(self),
            Screen::CheckIn(nth) => plan::check_in::doc(self, *nth),
            Screen::Notebook => notebook::doc(self),
            Screen::Entry(id) => notebook::entry(self, id),
            Screen::Forget(id) => forgetting::doc(self, id),
            Screen::Finish => finish::doc(self),
            Screen::Rehearsal(id) => rehearsal::doc(self, id),
            Screen::Map(id) => map::doc(self, id),
            Screen::Assessment(id) => assessment::doc(self, id),
            Screen::Rating(id) => assessment::rating(self, id),
            Screen::Profile(id, nth) => profile::doc(self, id, *nth),
        }
    }
}
