//! Owns marking and copying: which paragraph is at hand, pointing at another one, and what is done with it.
//! Must not know how a mark is found again, nor how words reach a clipboard.
//!
//! `m` marks the paragraph at hand, and takes its mark away again. From then on that paragraph is pointed at: up and down point at another
//! one, `m` marks that, Enter writes a note on it, and any other key is what it always is.

use crate::action::Screen;
use crate::app::focus::Direction;
use crate::app::{App, Effect};
use crate::clean::Clean;
use crate::course::Lesson;
use crate::course::paragraph::Paragraph;
use crate::doc::Node;
use crate::model::Face;
use crate::pages::{marks, parts};
use crate::progress::marks::Mark;
use crate::source::Id;
use std::sync::Arc;

/// Bytes that are copied at the most: xterm and those like it take a sequence of 100,000, of which base64 leaves this much.
pub const COPIED: usize = 74_994;
/// Characters of a paragraph that are said back.
const SAID: usize = 60;

/// A paragraph that can be marked, among all of its page.
pub(in crate::app) struct AtHand {
    pub(in crate::app) page: Id,
    pub(in crate::app) lesson: Arc<Lesson>,
    pub(in crate::app) nth: usize,
}

impl App {
    /// What of the document is at hand: what is pointed at, what is in focus if it serves, else the first that serves, is there to be
    /// read and begins in the window.
    fn at_hand(&self, point: Option<usize>, serves: impl Fn(usize) -> bool) -> Option<usize> {
        let page = &self.window.page;
        let focus = self.window.focus();
        let focus = focus.and_then(|stop| page.node_of_line(stop.line()));
        let held = point.or(focus.filter(|nth| serves(*nth)));
        let seen = self.window.top()..self.bottom();
        let from = self.window.entry().from.filter(|line| seen.contains(line));
        let seen = from.unwrap_or(seen.start)..seen.end;
        let nodes = || (0..self.window.doc.nodes.len()).filter(|nth| self.can_point(*nth) && serves(*nth));
        let begins = |nth: &usize| seen.contains(&page.lines_of_node(*nth).start);
        let goes_on = |nth: &usize| page.lines_of_node(*nth).contains(&self.window.top());
        held.or_else(|| nodes().find(begins))
            .or_else(|| nodes().find(goes_on))
    }

    /// The paragraph of the course that a node of the document shows.
    pub(in crate::app) fn paragraph(&self, node: usize) -> Option<AtHand> {
        let page = marks::page_of(&self.model, self.screen())?;
        let lesson = marks::lesson_of(&self.model, &page);
        let node = self.window.doc.nodes.get(node)?;
        let nth = lesson
            .paragraphs()
            .iter()
            .position(|paragraph| paragraph.is(node))?;
        Some(AtHand { page, lesson, nth })
    }

    /// The node at hand, with its paragraph; says so where there is none. Whoever works on a question is at that question.
    fn paragraph_at_hand(&mut self, point: Option<usize>) -> Option<(usize, AtHand)> {
        if marks::page_of(&self.model, self.screen()).is_none() {
            self.say("Marks belong to lessons; open one first.");
            return None;
        }
        let asked = self.window.focus().and_then(|stop| stop.action.question());
        let heading = asked.and_then(|id| self.window.page.line_of_heading(id));
        let asked = heading.and_then(|line| self.window.page.node_of_line(line));
        let node = self.at_hand(point.or(asked), |nth| self.paragraph(nth).is_some());
        let node = node.or_else(|| self.question_in_sight());
        let found = node.and_then(|node| Some((node, self.paragraph(node)?)));
        if found.is_none() {
            self.say("There is nothing to mark here; what the lesson says and asks can be marked.");
        }
        found
    }

    /// The heading of the question whose rows fill the window, as those of a long match do.
    fn question_in_sight(&self) -> Option<usize> {
        let page = &self.window.page;
        let seen = self.window.top()..self.bottom();
        let stops = page.stops.iter().filter(|stop| seen.contains(&stop.line()));
        let question = stops.filter_map(|stop| stop.action.question()).next()?;
        let node = page.node_of_line(page.line_of_heading(question)?)?;
        self.paragraph(node).map(|_| node)
    }

    /// Marks the paragraph at hand, or takes its mark away.
    pub(in crate::app) fn mark(&mut self, point: Option<usize>) {
        let Some((node, at_hand)) = self.paragraph_at_hand(point) else {
            return;
        };
        let marks = marks::on_page(&self.model, &at_hand.page);
        let here = marks.iter().filter(|(_, at)| *at == Some(at_hand.nth));
        let here: Vec<&Mark> = here.map(|(mark, _)| mark).collect();
        let is_on = here.is_empty();
        if is_on {
            self.set_mark(&at_hand);
        } else {
            here.iter().for_each(|mark| self.record(mark.event(false)));
        }
        let has_note = here
            .iter()
            .any(|mark| self.model.progress.note(&mark.id).is_some());
        self.point_at(node);
        let words = Clean::line(&at_hand.lesson.paragraphs()[at_hand.nth].words);
        let words = parts::shortened(
            self.model.view.glyphs,
            &crate::doc::text::Text::plain(&words),
            SAID,
        )
        .words();
        // No quote inside the quote that is said.
        let words = words.replace('"', "");
        match (self.model.view.face, is_on, has_note) {
            (_, false, true) => self.say("The mark is gone; its note stays in the notebook."),
            (Face::Plain, true, _) => self.say(&format!("Marked: \"{words}\" To write on it, type note.")),
            (Face::Plain, false, _) => self.say(&format!("No mark any more: \"{words}\"")),
            (Face::Screen, _, _) => {}
        }
    }

    fn set_mark(&mut self, at_hand: &AtHand) -> Option<Id> {
        let mark = Mark::on(
            &at_hand.page,
            at_hand.lesson.paragraphs(),
            at_hand.nth,
            self.model.now,
        )?;
        self.record(mark.event(true));
        Some(mark.id)
    }

    /// Opens the note on the paragraph at hand, which is marked with it.
    pub(in crate::app) fn write_note(&mut self, point: Option<usize>) {
        let Some((_, at_hand)) = self.paragraph_at_hand(point) else {
            return;
        };
        let marks = marks::on_page(&self.model, &at_hand.page);
        let here = marks.into_iter().find(|(_, at)| *at == Some(at_hand.nth));
        let mark = here.map(|(mark, _)| mark.id).or_else(|| self.set_mark(&at_hand));
        if let Some(mark) = mark {
            self.go(Screen::Mark(mark), None);
            // In the plain face, to ask for a note is to say that one writes now.
            if self.model.view.face == Face::Plain {
                self.enter_field();
            }
        }
    }

    /// Sets a mark again, or takes it away, from its own page.
    pub(in crate::app) fn change_mark(&mut self, id: &Id, is_on: bool) {
        let Some(mark) = self.model.progress.mark(id) else {
            return self.say("There is no mark here any more.");
        };
        self.record(mark.event(is_on));
        self.rebuild();
        self.say(match is_on {
            true => "Marked.",
            false => "The mark is gone.",
        });
    }

    /// Goes to a marked paragraph; where it is gone, to what is kept of it.
    pub(in crate::app) fn find_mark(&mut self, id: &Id) {
        let mark = self.model.progress.mark(id);
        let screen = mark.as_ref().and_then(|mark| marks::screen_of(&self.model, mark));
        let (Some(mark), Some(screen)) = (mark, screen) else {
            return self.go(Screen::Mark(id.clone()), None);
        };
        self.go(screen, None);
        let lesson = marks::lesson_of(&self.model, &mark.page);
        let found = mark.find(lesson.paragraphs());
        let paragraph = found.and_then(|nth| lesson.paragraphs().get(nth));
        let shows = |paragraph: &Paragraph| self.window.doc.nodes.iter().position(|node| paragraph.is(node));
        match paragraph.and_then(shows) {
            Some(node) => {
                let line = self.window.page.lines_of_node(node).start;
                // In the plain face a line stands for its part.
                let above = match self.model.view.face {
                    Face::Screen => self.window.body() / 4,
                    Face::Plain => 0,
                };
                self.show_line(line.saturating_sub(above));
                self.point_at(node);
            }
            None => self.say("This line is no longer here; what is kept of it stands in the notebook."),
        }
    }

    /// Copies the paragraph, the code or the row at hand.
    pub(in crate::app) fn copy(&mut self, point: Option<usize>) {
        if self.model.view.face == Face::Plain {
            return self.say("Here the terminal itself copies: select the words with its mouse or its keys.");
        }
        let nodes = &self.window.doc.nodes;
        let words = |nth: usize| nodes.get(nth).map(|node| node.words()).unwrap_or_default();
        let at_hand = self.at_hand(point, |nth| !words(nth).trim().is_empty());
        let Some((node, words)) = at_hand.map(|node| (node, words(node))) else {
            return self.say("There is nothing to copy here.");
        };
        if words.len() > COPIED {
            return self.say(&format!(
                "This is {} bytes, and terminals take {COPIED} at the most; nothing was sent.",
                words.len()
            ));
        }
        self.outbox.push(Effect::Copy(words));
        if self.can_point(node) {
            self.point_at(node);
        }
        self.say("Sent to the terminal. If nothing pastes, your terminal does not take it.");
    }

    pub(in crate::app) fn can_point(&self, node: usize) -> bool {
        let is_question = |node: &Node| match node.bare() {
            Node::Heading { id: Some(id), .. } => self.model.library.course.item_of_question(id).is_some(),
            _ => false,
        };
        let node = self.window.doc.nodes.get(node);
        node.is_some_and(|node| node.is_prose() || is_question(node))
    }

    /// Points at a node of the document, and gives up the focus; the next Tab goes on from there.
    pub(in crate::app) fn point_at(&mut self, node: usize) {
        if self.model.view.face == Face::Plain {
            return;
        }
        let lines = self.window.page.lines_of_node(node);
        self.window.point = Some(node);
        self.window.typing = None;
        self.window.entry_mut().focus = None;
        let (top, body) = (self.window.top(), self.window.body().max(1));
        if lines.start < top || lines.len() > body {
            self.window.entry_mut().top = lines.start;
        } else if lines.end > top + body {
            self.window.entry_mut().top = lines.end - body;
        }
        self.settle();
        self.window.entry_mut().from = Some(lines.start);
    }

    /// Points at the paragraph before or after.
    pub(in crate::app) fn point_beside(&mut self, at: usize, way: Direction) {
        let next = match way {
            Direction::Forward => (at + 1..self.window.doc.nodes.len()).find(|nth| self.can_point(*nth)),
            Direction::Backward => (0..at).rev().find(|nth| self.can_point(*nth)),
        };
        self.point_at(next.unwrap_or(at));
    }
}
