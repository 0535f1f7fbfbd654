//! Owns making the document and the page anew after a change, and keeping the window and the focus where they were.
//! Must not know what a page says: `pages` does.

use crate::app::App;
use crate::app::window::Anchor;
use crate::layout::lay_out;
use crate::pages;

impl App {
    /// Makes the document and the page anew. The same text stays at the top of the window.
    pub(super) fn rebuild(&mut self) {
        self.is_stale = false;
        let place = self.window.page.place(self.window.entry().top);
        let off = self
            .window
            .entry()
            .top
            .saturating_sub(self.window.page.line_of(&place));
        let same_page = self.window.entry().is_shown;
        let held = self.window.focus().map(|stop| stop.action.clone());
        let made = {
            let entry = self.window.entry();
            pages::page(&self.model, &entry.screen, entry.asking.as_ref(), &entry.word)
        };
        self.window.doc = made.keeping(&self.window.doc);
        self.window.page = lay_out(
            &self.window.doc,
            self.window.text_columns(&self.model.view),
            self.model.view.glyphs,
            &mut self.window.cache,
        );
        if same_page {
            self.window.entry_mut().top = self.window.page.line_of(&place) + off;
            let focus = held.and_then(|action| self.nearest(&action));
            self.window.entry_mut().focus = focus;
        }
        if !same_page {
            self.window.is_peeking = false;
        }
        self.window.entry_mut().is_shown = true;
        self.settle();
    }

    /// Shows what the screen is about now from its top, as another page.
    pub(super) fn begin_page(&mut self) {
        let layer = self.window.entry_mut();
        (layer.is_shown, layer.top, layer.focus, layer.from) = (false, 0, None, None);
        self.window.typing = None;
        self.rebuild();
    }

    /// The window has another width: the first character shown stays the first.
    pub(super) fn reflow(&mut self) {
        let here = self.window.here.map(|line| self.window.page.place(line));
        // Resizing twice must not drift. As long as the learner has not scrolled, each new width is computed from the position before
        // the first resize.
        let top = self.window.entry().top;
        let kept = self
            .window
            .entry()
            .anchor
            .clone()
            .filter(|anchor| anchor.now == top);
        let mut anchor = kept.unwrap_or_else(|| Anchor {
            now: top,
            top,
            columns: self.window.page.columns,
            place: self.window.page.place(top),
        });
        self.rebuild();
        self.window.entry_mut().top = match self.window.page.columns == anchor.columns {
            true => anchor.top,
            false => self.window.page.line_of(&anchor.place),
        };
        self.settle();
        anchor.now = self.window.entry().top;
        self.window.entry_mut().anchor = Some(anchor);
        self.window.here = here
            .map(|place| self.window.page.line_of(&place))
            .filter(|_| self.window.here.is_some());
        if let Some(at) = self.window.entry().focus {
            self.reveal(at);
        }
    }
}
