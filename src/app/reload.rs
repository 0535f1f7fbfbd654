//! Owns taking in a course that was edited while it is played: the same paragraph stays at the top of the window.
//! Must not know how an edit is noticed.

use crate::app::App;
use crate::doc::Doc;
use crate::library::edition::{Complaint, Edition, Reread};
use crate::pages::marks;
use crate::progress::marks::Mark;

impl App {
    /// Goes on in the edited course. While its manifest cannot be read, the one before goes on, and the complaint is there.
    pub(super) fn reload(&mut self, edition: Edition) {
        let library = match edition.course {
            Reread::Same => return self.complain(edition.complaints),
            Reread::Edited(library) => Some(*library),
            Reread::Unreadable => None,
        };
        let top = self.window.top();
        let nodes = self.window.page.node_of_line(top).unwrap_or(0)..self.window.doc.nodes.len();
        let held = nodes.clone().find_map(|node| Some((node, self.paragraph(node)?)));
        let held = held.and_then(|(node, at)| {
            let line = self.window.page.line_of_node(node)?;
            let mark = Mark::on(&at.page, at.lesson.paragraphs(), at.nth, self.model.now)?;
            Some((mark, top as isize - line as isize))
        });
        let is_readable = library.is_some();
        if let Some(library) = library {
            self.model.library = library;
        }
        self.model.complaints = edition.complaints;
        // A paragraph is known by the address of its node, also where the edited one says the same.
        self.window.doc = Doc::default();
        // What is known of blocks is known by their numbers, which may be others now.
        (self.window.on_show, self.window.point, self.window.here) = (None, None, None);
        self.window.behind.clear();
        self.rebuild();
        if let Some((mark, off)) = held {
            self.show_again(&mark, off);
        }
        let count = self.model.complaints.len();
        let first = self.model.complaints.first();
        // What each says stands on the page of its file and on home: a message is short, since it lies over the page.
        let place = |first: &Complaint| format!("{}, line {}", first.file, first.line);
        match (is_readable, first) {
            (true, None) => self.say("The course was edited; this is how it is now."),
            (true, Some(first)) if count == 1 => {
                self.say(&format!("Edited. One complaint, at {}.", place(first)));
            }
            (true, Some(first)) => {
                self.say(&format!(
                    "Edited. {count} complaints, the first at {}.",
                    place(first)
                ));
            }
            (false, first) => {
                let first = first.map(|first| format!("{}: {}", place(first), first.words));
                self.say(&format!(
                    "The course cannot be read as it is, so the one before goes on. {}",
                    first.unwrap_or_default()
                ));
            }
        }
    }

    /// Shows what is wrong with the course that was opened.
    fn complain(&mut self, complaints: Vec<Complaint>) {
        let words = match complaints.len() {
            0 => return,
            1 => "This course has an error".to_owned(),
            count => format!("This course has {count} errors"),
        };
        self.model.complaints = complaints;
        self.rebuild();
        self.say(&format!(
            "{words}, so something of it is missing; ally-up check tells more."
        ));
    }

    /// Puts a paragraph where it was in the window. One that is gone leaves the window at its place.
    fn show_again(&mut self, mark: &Mark, off: isize) {
        let lesson = marks::lesson_of(&self.model, &mark.page);
        let paragraph = mark
            .find(lesson.paragraphs())
            .map(|nth| &lesson.paragraphs()[nth]);
        let shown =
            paragraph.and_then(|paragraph| self.window.doc.nodes.iter().position(|node| paragraph.is(node)));
        if let Some(line) = shown.and_then(|node| self.window.page.line_of_node(node)) {
            self.window.entry_mut().top = line.saturating_add_signed(off);
            self.settle();
        }
    }
}
