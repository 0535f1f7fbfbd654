//! Owns looking for words: opening the page of a search, going to a hit and from hit to hit, and what is too
//! long to look for. Must not know how words are matched. Hits are found anew at every step: what was
//! forgotten meanwhile is no hit any more.

use crate::action::{Action, FieldTarget, Screen, TextPlace};
use crate::app::App;
use crate::app::focus::Direction;
use crate::app::window::HistoryEntry;
use crate::course::Block;
use crate::doc::text::Role;
use crate::doc::{Doc, Lines};
use crate::model::Face;
use crate::pages::PageWords;
use crate::pages::search::{LONGEST, OpenedHit, found, places, told};
use crate::text_edit::Writing;

impl App {
    /// Whether the course is still being read for the search on show: a little at a time, so that every key is answered at once.
    pub fn reads_ahead(&self) -> bool {
        *self.screen() == Screen::Search && !self.model.library.is_index_whole()
    }

    /// Reads a little more of the course, if that is wanted. Hits are shown anew when twice as much can be found, and at the end.
    pub(in crate::app) fn read_ahead(&mut self) {
        if !self.reads_ahead() {
            return;
        }
        self.model.library.read_on();
        let found_in = self.model.library.index().passages().len();
        let is_much = !self.reads_ahead() || found_in >= 2 * self.searched;
        if is_much && !self.window.entry().typed.text.is_empty() {
            self.searched = found_in;
            self.is_stale = true;
        }
    }

    /// Reads all that can be found: whoever goes to a hit goes to the best one, and is told of how many.
    fn read_for_hits(&mut self) {
        while !self.model.library.is_index_whole() {
            self.model.library.read_on();
        }
    }

    /// Opens the page of a search; from a hit, the one it is of, for other words: Esc leads back to those that led here.
    pub(in crate::app) fn open_search(&mut self) {
        let is_at_hit = self.window.entry().hit.is_some();
        match (self.screen(), &self.window.entry().hit) {
            (Screen::Search, _) => {}
            (_, Some(_)) => self.back(),
            (_, None) => self.go(Screen::Search, None),
        }
        // Line by line there is a field only for a search that begins.
        if is_at_hit || self.model.view.face == Face::Plain {
            self.window.entry_mut().typed = PageWords::default();
            self.begin_page();
        }
        self.focus_search();
    }

    /// Goes into the field of a search.
    pub(in crate::app) fn focus_search(&mut self) {
        let field = Action::Write(FieldTarget::Search);
        let at = self
            .window
            .page
            .stops
            .iter()
            .position(|stop| stop.action == field);
        self.look_at(at);
        self.enter_field();
    }

    /// Looks for what stands in the field now. Of what is too long, the beginning counts.
    pub(in crate::app) fn look_for(&mut self, mut text: String, caret: usize) {
        if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
            text.truncate(cut);
            self.say(&format!(
                "A search takes {LONGEST} characters; the rest was left out."
            ));
            let writing = Writing::new(text.clone(), caret.min(cut), Lines::One);
            self.window.typing = Some((FieldTarget::Search, writing));
        }
        let caret = caret.min(text.len());
        self.window.entry_mut().typed = PageWords { text, caret };
        // What is said line by line is said once.
        match self.model.view.face {
            Face::Screen => self.read_ahead(),
            Face::Plain => self.read_for_hits(),
        }
        self.searched = self.model.library.index().passages().len();
    }

    /// Goes to the first hit of the page.
    pub(in crate::app) fn open_best_hit(&mut self) {
        if self.reads_ahead() {
            self.read_for_hits();
            self.rebuild();
        }
        let stops = self.window.page.stops.iter();
        let mut hits = stops.filter_map(|stop| match &stop.action {
            Action::OpenHit(place) => Some(place.clone()),
            _ => None,
        });
        match hits.next() {
            Some(place) => self.open_hit(&place),
            None if self.window.entry().typed.text.trim().is_empty() => self.say("Type what to look for."),
            None => self.say("There is no hit to open."),
        }
    }

    /// Goes to a hit of the search on show.
    pub(in crate::app) fn open_hit(&mut self, place: &TextPlace) {
        self.read_for_hits();
        let (sought, places) = places(&self.model, &self.window.entry().typed.text);
        match places.iter().position(|other| other == place) {
            Some(at) => self.show_hit(OpenedHit {
                place: place.clone(),
                sought,
                nth: at + 1,
                of: places.len(),
            }),
            None => self.say("That is no longer there."),
        }
    }

    /// Goes to the hit after or before the one on show.
    pub(in crate::app) fn neighbouring_hit(&mut self, way: Direction) {
        self.read_for_hits();
        let below = self.window.history.iter().rev().nth(1);
        let search = below.filter(|entry| entry.screen == Screen::Search);
        let (Some(search), Some(hit)) = (search, self.window.entry().hit.clone()) else {
            return self.say("There is no search to go on in.");
        };
        let (sought, places) = places(&self.model, &search.typed.text);
        // The same words may stand twice in one place.
        let at = match places.get(hit.nth - 1) == Some(&hit.place) {
            true => Some(hit.nth - 1),
            false => places.iter().position(|place| *place == hit.place),
        };
        let to = match (at, way) {
            (Some(at), Direction::Forward) => Some(at + 1),
            (Some(at), Direction::Backward) => at.checked_sub(1),
            // It is no hit any more: the one in its place comes next.
            (None, Direction::Forward) => Some(hit.nth - 1),
            (None, Direction::Backward) => hit.nth.checked_sub(2),
        };
        let Some((at, place)) = to.and_then(|at| Some((at, places.get(at)?.clone()))) else {
            return self.say(match way {
                Direction::Forward => "This is the last hit.",
                Direction::Backward => "This is the first hit.",
            });
        };
        self.leave_lesson();
        self.window.history.pop();
        self.show_hit(OpenedHit {
            place,
            sought,
            nth: at + 1,
            of: places.len(),
        });
    }

    /// Opens the page of a hit over its search, with its line in sight.
    fn show_hit(&mut self, hit: OpenedHit) {
        self.leave_lesson();
        // Back on the search, this hit is in focus.
        self.window.entry_mut().held = Some(Action::OpenHit(hit.place.clone()));
        let mut entry = HistoryEntry::new(hit.place.screen.clone());
        entry.hit = Some(hit.clone());
        self.window.history.push(entry);
        if let Some(part) = self.part_of_hit(&hit) {
            self.window.entry_mut().open = part.saturating_sub(1)..part + 2;
        }
        self.rebuild();
        let line = self.line_of_hit(&hit).unwrap_or(0);
        self.show_line(self.top_for(line));
        self.window.entry_mut().from = Some(line);
        // What was looked for is what is new, for a braille display too.
        self.window.told = Some(line);
        if self.model.view.face == Face::Plain {
            self.say(&told(&self.model, &hit));
        }
    }

    /// Whether the page stands as it was opened at a hit: that is looked at, and whoever goes on from there reads.
    pub(in crate::app) fn is_looking_at_hit(&self) -> bool {
        self.window.entry().hit.is_some() && self.window.entry().from.is_some()
    }

    /// Of a long lesson the part in which a hit is: that of its heading, or one below it.
    fn part_of_hit(&self, hit: &OpenedHit) -> Option<usize> {
        let lesson = self.model.library.lesson(hit.place.screen.lesson()?);
        let heading = hit.place.heading.as_deref();
        let from = heading.and_then(|id| lesson.part_of(id)).unwrap_or(0);
        let holds = |nth: &usize| {
            let says = lesson.part(*nth).iter().filter_map(|block| match block {
                Block::Says(node) => Some(node.clone()),
                Block::Asks(_) => None,
            });
            let doc = Doc {
                nodes: says.collect(),
                ..Doc::default()
            };
            found(&doc, hit).is_some()
        };
        let several = (lesson.parts() > 1).then_some(from..lesson.parts())?;
        Some(several.into_iter().find(holds).unwrap_or(from))
    }

    /// The first line with words that were found; where the words are drawn or said line by line, the first
    /// of their block.
    fn line_of_hit(&self, hit: &OpenedHit) -> Option<usize> {
        let page = &self.window.page;
        let (nth, _) = found(&self.window.doc, hit)?;
        let first = page.line_of_node(nth)?;
        let end = page.line_of_node(nth + 1).unwrap_or(page.height);
        let is_marked = |line: &usize| {
            let runs = page.line(*line).map(|line| line.text.0.iter());
            runs.is_some_and(|mut runs| runs.any(|run| run.look.role == Role::Match))
        };
        (first..end).find(is_marked).or(Some(first))
    }

    /// The first line on show with which a line is in sight: its heading if that is near, else a few lines
    /// above it.
    fn top_for(&self, line: usize) -> usize {
        let near = line.saturating_sub(self.window.body() / 2);
        let mut headings = self.window.page.headings.iter().map(|title| title.line);
        headings
            .rfind(|heading| (near..=line).contains(heading))
            .unwrap_or(line.saturating_sub(self.window.body() / 3))
    }
}
