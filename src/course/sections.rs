//! Owns the sections of a lesson: the prose below each heading, so that what of it was not read can be named and found.
//! Must not know what was read, nor how a page is laid out.

use crate::clean::{Clean, Fingerprint};
use crate::course::{Block, Lesson};
use crate::doc::Node;
use crate::source::Id;

/// The prose below a heading, up to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// None above the first heading that has an id.
    pub heading: Option<Id>,
    pub title: Clean,
    /// Its blocks, each by its words.
    pub blocks: Vec<Fingerprint>,
}

/// What a block is known by where it is kept that it was read: its words; a question by its id, since its words may be edited.
pub fn print(block: &Block) -> Fingerprint {
    match block {
        Block::Says(node) => Fingerprint::of(&node.words()),
        Block::Asks(question) => Fingerprint::of(&question.id),
    }
}

/// The sections of a lesson in which there is something to read.
pub fn of(lesson: &Lesson) -> Vec<Section> {
    let mut found = vec![Section {
        heading: None,
        title: Clean::line(&lesson.title.words()),
        blocks: Vec::new(),
    }];
    let blocks = (0..lesson.parts()).flat_map(|nth| lesson.part(nth).iter().zip(lesson.prints(nth)));
    for (block, print) in blocks {
        let Block::Says(node) = block else { continue };
        match &**node {
            Node::Heading {
                id: Some(id), text, ..
            } => found.push(Section {
                heading: Some(id.clone()),
                title: Clean::line(&text.words()),
                blocks: Vec::new(),
            }),
            node if node.is_prose() => {
                if let Some(section) = found.last_mut() {
                    section.blocks.push(*print);
                }
            }
            _ => {}
        }
    }
    found.retain(|section| !section.blocks.is_empty());
    found
}
