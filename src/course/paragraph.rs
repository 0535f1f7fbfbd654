//! Owns the paragraphs of a page of the course: what can be marked, in its order, and where each stands. A question is one of them.
//! Must not know marks, nor how a page is laid out.

use crate::clean::Fingerprint;
use crate::course::Block;
use crate::doc::{Node, Place};
use crate::source::Id;
use std::sync::Arc;

/// What can be marked.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The nearest heading above, and the blocks of the course between.
    pub place: Place,
    /// All its words; of a question, its prompt.
    pub words: String,
    /// Of its words.
    pub print: Fingerprint,
    shown: Shown,
}

/// How a page shows it.
#[derive(Clone, Debug)]
enum Shown {
    /// As this very node.
    Prose(Arc<Node>),
    /// Below the heading with the id of the question.
    Question(Id),
}

impl Paragraph {
    /// Whether this node of a page shows it.
    pub fn is(&self, node: &Arc<Node>) -> bool {
        let node = match &**node {
            Node::Marked { node, .. } => node,
            _ => node,
        };
        match (&self.shown, &**node) {
            (Shown::Prose(prose), _) => Arc::ptr_eq(prose, node),
            (
                Shown::Question(id),
                Node::Heading {
                    id: Some(heading), ..
                },
            ) => id == heading,
            (Shown::Question(_), _) => false,
        }
    }

    /// The question that it is.
    pub fn question(&self) -> Option<&Id> {
        match &self.shown {
            Shown::Question(id) => Some(id),
            Shown::Prose(_) => None,
        }
    }
}

/// The paragraphs among the blocks of a page, in its order.
pub fn of<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut place = Place::default();
    for block in blocks {
        let (words, shown) = match block {
            Block::Asks(question) => {
                place = Place {
                    heading: Some(question.id.clone()),
                    ..Place::default()
                };
                (question.prompt.words(), Shown::Question(question.id.clone()))
            }
            Block::Says(node) => {
                if let Node::Heading { id: Some(id), .. } = &**node {
                    place = Place {
                        heading: Some(id.clone()),
                        ..Place::default()
                    };
                }
                (node.words().to_string(), Shown::Prose(node.clone()))
            }
        };
        let is_paragraph = match block {
            Block::Asks(question) => question.variant.is_none(),
            Block::Says(node) => node.is_prose(),
        };
        if is_paragraph && !words.trim().is_empty() {
            found.push(Paragraph {
                place: place.clone(),
                print: Fingerprint::of(&words),
                words,
                shown,
            });
        }
        place.block += 1;
    }
    found
}
