//! Owns gathering texts in reading order, each with its page and the heading above it.
//! Must not know where nodes come from.

use crate::action::Screen;
use crate::clean::Clean;
use crate::doc::Node;
use crate::search::texts::of_node;
use crate::search::{Passage, Shelf, Voice, Weight};
use crate::source::Id;
use std::sync::Arc;

/// Passages, as they are gathered.
#[derive(Default)]
pub struct Passages {
    pub all: Vec<Passage>,
    shelf: Option<Arc<Shelf>>,
    heading: Option<Id>,
}

impl Passages {
    /// What follows stands on this page.
    pub fn open(&mut self, title: &Clean, screen: Screen) {
        let title = title.clone();
        self.shelf = Some(Arc::new(Shelf { title, screen }));
        self.heading = None;
    }

    /// What follows stands below this heading.
    pub fn below(&mut self, heading: &Id) {
        self.heading = Some(heading.clone());
    }

    /// The heading below which what follows stands.
    pub fn heading(&self) -> Option<&Id> {
        self.heading.as_ref()
    }

    /// Adds a text of the course.
    pub fn add(&mut self, weight: Weight, text: Clean) {
        self.push(weight, Voice::Course, None, text);
    }

    /// Adds a text, of that question if it is of one that is not always on its page. What stands there already
    /// is not added.
    pub fn push(&mut self, weight: Weight, voice: Voice, question: Option<Id>, text: Clean) {
        let Some(shelf) = self.shelf.clone().filter(|_| !text.is_empty()) else {
            return;
        };
        let is_here = |other: &&Passage| Arc::ptr_eq(&other.shelf, &shelf) && other.heading == self.heading;
        let here = self.all.iter().rev().take_while(is_here);
        if here.filter(|other| other.text == text).count() == 0 {
            self.all.push(Passage {
                shelf,
                heading: self.heading.clone(),
                weight,
                voice,
                question,
                text,
            });
        }
    }

    /// Adds every text of a node of the course.
    pub fn node(&mut self, node: &Node) {
        let weight = match node {
            Node::Heading { id, .. } => {
                self.heading = id.clone().or(self.heading.take());
                Weight::Heading
            }
            _ => Weight::Text,
        };
        let mut texts = Vec::new();
        of_node(node, &mut texts);
        texts.into_iter().for_each(|text| self.add(weight, text));
    }
}
