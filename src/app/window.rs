//! Owns what the window shows: its size, the pages one came from, the page on show with its focus, and the field being typed into.
//! Must not know what a page says.

use crate::action::{Action, FieldTarget, Screen};
use crate::app::keys::KeyFocus;
use crate::app::reading::{Behind, OnShow};
use crate::app::sight::{InSight, Pressed};
use crate::clean::Clean;
use crate::doc::{Doc, Lines, Place};
use crate::layout::{Cache, PageLayout, Stop, StopKind};
use crate::model::{Face, View};
use crate::pages::PageWords;
use crate::pages::search::OpenedHit;
use crate::progress::event::EventKind;
use crate::source::Id;
use crate::text_edit::Writing;
use crate::time::Millis;
use std::collections::BTreeMap;
use std::ops::Range;

/// Columns left free at each side of the text; the mark of the focus stands in the left one.
pub const GUTTER: usize = 2;

/// What the window shows.
pub struct Window {
    /// Columns of the window.
    pub columns: usize,
    /// Rows of the window.
    pub rows: usize,
    /// The document on show.
    pub doc: Doc,
    /// The document, laid out.
    pub page: PageLayout,
    /// How often the document was made and laid out.
    pub made: u64,
    /// A word on what just happened, until the next key.
    pub notice: Option<Clean>,
    /// Whether the page is hidden from whoever looks over a shoulder.
    pub is_blank: bool,
    /// The line above which "you were here" stands, until the first move.
    pub here: Option<usize>,
    /// The line of what was just told, where that is not in focus: a verdict, or the question that came next. Until the next step.
    pub told: Option<usize>,
    /// The pages one came by, home first, the one on show last. Never empty.
    pub history: Vec<HistoryEntry>,
    /// The field being typed into, by what its words are for.
    pub typing: Option<(FieldTarget, Writing)>,
    /// The paragraph that is pointed at to be marked or copied, as a number into the document's nodes.
    pub point: Option<usize>,
    /// The cell that was clicked last, and when.
    pub clicked: Option<((u16, u16), Millis)>,
    /// The question whose explanations are being read: once its way on comes into sight, that is in focus.
    pub explained: Option<Id>,
    /// What can be pressed here, and since when it has been in sight.
    pub sight: Vec<InSight>,
    /// The key of the last step, and when.
    pub pressed: Option<(Pressed, Millis)>,
    /// If it is the key of the step before as well: how long after that it came.
    pub again_after: Option<Millis>,
    /// Of each lesson that was opened, what lies behind.
    pub behind: BTreeMap<Id, Behind>,
    /// What of a lesson is on show, or was when another page was opened.
    pub on_show: Option<OnShow>,
    /// Blocks that were laid out before.
    pub cache: Cache,
}

/// A page one came by, and where one was on it.
#[derive(Clone, Debug)]
pub struct HistoryEntry {
    pub screen: Screen,
    /// The first line on show.
    pub top: usize,
    /// What is in focus, as a number into the page's stops.
    pub focus: Option<usize>,
    /// The line that was jumped to, where the next Tab begins, until something scrolls.
    pub from: Option<usize>,
    /// Of a long lesson, the parts that are read; of another page, all there is.
    pub open: Range<usize>,
    /// The first line on show of a page that was turned or jumped to: read from there, it ends where nothing is parted.
    pub turned: Option<usize>,
    /// Of a session, the question on show; none once its results show.
    pub asking: Option<Id>,
    /// Where the window was when its size began to change.
    pub anchor: Option<Anchor>,
    /// What was in focus when another page was opened over this one.
    pub held: Option<Action>,
    /// What is typed on this page so far and never kept outside it: the word that confirms an erasure, or what is looked for.
    pub typed: PageWords,
    /// What the last pick on this form took the place of, to be taken back.
    pub replaced: Option<(Id, String)>,
    /// The hit this page was opened at. The search it is one of stands as long as this page is on show.
    pub hit: Option<OpenedHit>,
    /// Whether the page on show was made for this entry.
    pub is_shown: bool,
    /// The reading place that was saved last.
    pub noted: Option<EventKind>,
}

/// Where a window was before its size changed, perhaps several times.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// The first line on show after the last change; once it is another, something has moved.
    pub now: usize,
    /// The first line on show at first.
    pub top: usize,
    /// Columns of the page at first.
    pub columns: usize,
    /// The place of that line.
    pub place: Place,
    /// The parts of a long lesson that were read then.
    pub open: Range<usize>,
}

impl HistoryEntry {
    /// A page at its top.
    pub fn new(screen: Screen) -> HistoryEntry {
        HistoryEntry {
            screen,
            top: 0,
            focus: None,
            from: None,
            open: 0..1,
            turned: Some(0),
            asking: None,
            anchor: None,
            held: None,
            typed: PageWords::default(),
            replaced: None,
            hit: None,
            is_shown: false,
            noted: None,
        }
    }
}

impl Window {
    /// An empty window on home.
    pub fn new((columns, rows): (usize, usize)) -> Window {
        Window {
            columns,
            rows,
            doc: Doc::default(),
            page: PageLayout::default(),
            made: 0,
            notice: None,
            is_blank: false,
            here: None,
            told: None,
            history: vec![HistoryEntry::new(Screen::Home)],
            typing: None,
            point: None,
            clicked: None,
            explained: None,
            sight: Vec::new(),
            pressed: None,
            again_after: None,
            behind: BTreeMap::new(),
            on_show: None,
            cache: Cache::default(),
        }
    }

    /// The page on show.
    pub fn entry(&self) -> &HistoryEntry {
        self.history.last().expect("home is never taken off the history")
    }

    /// The page on show, to be changed.
    pub fn entry_mut(&mut self) -> &mut HistoryEntry {
        self.history
            .last_mut()
            .expect("home is never taken off the history")
    }

    /// The screen on show.
    pub fn screen(&self) -> &Screen {
        &self.entry().screen
    }

    /// The first line on show.
    pub fn top(&self) -> usize {
        self.entry().top
    }

    /// Lines of the page that can be seen at once.
    pub fn body(&self) -> usize {
        match self.rows {
            rows if rows >= 8 => rows - 4,
            rows if rows >= 4 => rows - 2,
            rows => rows,
        }
    }

    /// The line after the last one on show. What is turned to and read ends where nothing is parted; who looks for a row sees all but a
    /// head with nothing below it.
    pub fn end(&self) -> usize {
        let (entry, end) = (self.entry(), self.top() + self.body());
        let point = self.point.map(|nth| self.page.lines_of_node(nth).end);
        let focus = self.focus().and_then(|stop| stop.spots.last());
        let held = [point, focus.map(|(line, _)| *line), self.told];
        match held.into_iter().flatten().max() {
            None if entry.turned == Some(entry.top) => self.page.page_end(entry.top, end),
            held => self.page.end_without_head(held.unwrap_or(0).max(entry.top), end),
        }
    }

    /// Columns and rows of the window.
    pub fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }

    /// Columns of the text.
    pub fn text_columns(&self, view: &View) -> usize {
        match view.face {
            Face::Screen => self.columns.saturating_sub(GUTTER * 2).clamp(1, view.measure),
            Face::Plain => view.measure.max(1),
        }
    }

    /// What is in focus.
    pub fn focus(&self) -> Option<&Stop> {
        self.entry().focus.and_then(|at| self.page.stops.get(at))
    }

    /// The kind of field in focus, if letters are text now.
    pub fn field(&self) -> Option<Lines> {
        match (&self.typing, self.focus().map(|stop| &stop.kind)) {
            (Some((_, writing)), Some(StopKind::Field { .. })) => Some(writing.lines),
            _ => None,
        }
    }

    /// What is in focus, as far as keys care.
    pub fn key_focus(&self) -> KeyFocus {
        match (self.field(), self.focus().map(|stop| &stop.kind)) {
            (Some(lines), _) => KeyFocus::Text(lines),
            (None, Some(StopKind::Field { .. })) => KeyFocus::Field,
            // Whichever hit is in focus, what is typed goes on in the field.
            (None, _) if matches!(self.screen(), Screen::Search) => KeyFocus::Hits,
            (None, _) if self.entry().hit.is_some() => KeyFocus::Hit,
            (None, _) => KeyFocus::Page,
        }
    }

    /// Which part of how many is on show, from 1.
    pub fn part(&self) -> (usize, usize) {
        let parts = &self.page.parts;
        let before = parts.iter().filter(|line| **line <= self.top()).count();
        (before, parts.len())
    }

    /// The line after the last one of the part on show.
    pub fn part_end(&self) -> usize {
        let mut parts = self.page.parts.iter().copied();
        parts.find(|line| *line > self.top()).unwrap_or(self.page.height)
    }

    /// Says a word on what just happened.
    pub fn say(&mut self, words: &str) {
        self.notice = Some(Clean::line(words));
    }
}
