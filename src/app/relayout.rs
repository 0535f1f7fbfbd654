//! Owns making the document and the page anew after a change, and keeping the window and the focus where they were.
//! Must not know what a page says: `pages` does.

use crate::app::jobs::Job;
use crate::app::window::{Anchor, HistoryEntry};
use crate::app::{App, Effect};
use crate::doc::Doc;
use crate::layout::spacing::Spacing;
use crate::layout::{Cache, PageStyle, lay_out};
use crate::model::{Face, Model};
use crate::pages::{self, search};

/// The document of a page of the history.
fn document(model: &Model, entry: &HistoryEntry) -> Doc {
    let (screen, asking) = (&entry.screen, entry.asking.as_ref());
    pages::page(model, screen, asking, &entry.typed, &entry.open)
}

impl App {
    /// Makes the document and the page anew. The same text stays at the top of the window.
    pub(super) fn rebuild(&mut self) {
        // What is said line by line is said once.
        while self.model.view.face == Face::Plain && self.compares_ahead() {
            self.compare_ahead();
        }
        self.is_stale = false;
        self.half_done.take();
        self.window.made += 1;
        // An empty line has the place of what stands below it: the window may begin above its place as well as below.
        let (top, place) = (self.window.top(), self.window.page.place(self.window.top()));
        let off = top as isize - self.window.page.line_of(&place) as isize;
        let same_page = self.window.entry().is_shown;
        let held = self.window.focus().map(|stop| stop.action.clone());
        let made = {
            let entry = self.window.entry();
            let made = document(&self.model, entry);
            match &entry.hit {
                Some(hit) => search::with_marks(made, hit, self.model.view.face),
                None => made,
            }
        };
        self.window.doc = made.keeping(&self.window.doc);
        self.window.page = lay_out(
            &self.window.doc,
            self.window.text_columns(&self.model.view),
            self.page_style(),
            &mut self.window.cache,
        );
        if same_page {
            self.window.entry_mut().top = self.window.page.line_of(&place).saturating_add_signed(off);
            let focus = held.and_then(|action| self.nearest(&action));
            self.window.entry_mut().focus = focus;
        }
        if !same_page {
            self.window.sight.clear();
        }
        self.window.entry_mut().is_shown = true;
        self.settle();
    }

    fn page_style(&self) -> PageStyle {
        PageStyle {
            glyphs: self.model.view.glyphs,
            spacing: match self.model.view.face {
                Face::Screen => self.model.preferences.settings.spacing.unwrap_or_default(),
                // A line that is empty says nothing to the ear.
                Face::Plain => Spacing::Normal,
            },
            figures: self.model.preferences.settings.figures(),
            has_reader: self.model.view.face == Face::Screen && self.model.preferences.settings.has_reader(),
        }
    }

    /// Changes a setting of this machine at once, and has it kept.
    pub(super) fn adjust(&mut self, name: &'static str, value: &'static str) {
        self.adjust_for_now(name, value);
        self.outbox.push(Effect::Store(Job::KeepSetting(name, value)));
    }

    /// Changes a setting until the program ends. Every page that one came by stays where it was.
    pub(super) fn adjust_for_now(&mut self, name: &str, value: &str) {
        let before = (self.page_style(), self.window.text_columns(&self.model.view));
        if let Err(refusal) = self.model.preferences.adjust(name, value) {
            return self.say(&refusal.message);
        }
        let preferences = &self.model.preferences;
        self.model.view.measure = preferences.settings.width();
        self.model.view.glyphs = preferences.glyphs();
        let after = (self.page_style(), self.window.text_columns(&self.model.view));
        if after != before {
            self.window.cache = Cache::default();
            let (_, below) = self
                .window
                .history
                .split_last_mut()
                .expect("home is never taken off");
            for entry in below {
                let doc = document(&self.model, entry);
                let laid = |(style, columns)| lay_out(&doc, columns, style, &mut Cache::default());
                let place = laid(before).place(entry.top);
                entry.top = laid(after).line_of(&place);
            }
        }
        self.reflow();
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
        let [here, told] =
            [self.window.here, self.window.told].map(|line| line.map(|line| self.window.page.place(line)));
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
            open: self.window.entry().open.clone(),
        });
        self.rebuild();
        let is_as_before =
            self.window.page.columns == anchor.columns && self.window.entry().open == anchor.open;
        self.window.entry_mut().top = match is_as_before {
            true => anchor.top,
            false => self.window.page.line_of(&anchor.place),
        };
        self.settle();
        if let Some(at) = self.window.entry().focus {
            self.reveal_with_head(at);
        }
        anchor.now = self.window.entry().top;
        self.window.entry_mut().anchor = Some(anchor);
        self.window.here = here
            .map(|place| self.window.page.line_of(&place))
            .filter(|_| self.window.here.is_some());
        self.window.told = told.map(|place| self.window.page.line_of(&place));
    }

    /// Scrolls until what is in focus can be seen, and with it the heading it stands under where there is room for both.
    fn reveal_with_head(&mut self, at: usize) {
        self.reveal(at);
        let Some(stop) = self.window.page.stops.get(at) else {
            return;
        };
        let last = stop.spots.last().map_or(stop.line(), |(line, _)| *line);
        let mut headings = self.window.page.headings.iter();
        let head = headings.rfind(|heading| heading.line <= stop.line());
        if let Some(line) = head.map(|heading| heading.line)
            && line < self.window.top()
            && last - line < self.window.body()
        {
            self.window.entry_mut().top = line;
            self.settle();
        }
    }
}
