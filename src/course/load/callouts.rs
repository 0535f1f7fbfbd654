//! Owns what a callout of a page means: a note of a lesson with evidence is what research says, a tip for a moment is a line for today,
//! and a caution that comes first is a content note. Anywhere else they are what they are on a code host.
//! Must not know how they are drawn.

use crate::clean::fold;
use crate::course::markdown::{self, Piece, What, nodes};
use crate::course::{Block, Lesson};
use crate::doc::{Node, NoteKind};
use std::sync::Arc;

/// The node of a piece that belongs to no question. `cites` says whether its lesson names evidence.
pub fn node(piece: &Piece, cites: bool, is_first: bool) -> Arc<Node> {
    let What::Quote {
        kind: Some(kind),
        pieces,
    } = &piece.what
    else {
        return markdown::node(piece);
    };
    let kind = match kind {
        NoteKind::Note if cites => NoteKind::Research,
        NoteKind::Tip if is_for_today(pieces) => NoteKind::Today,
        NoteKind::Caution if is_first => NoteKind::Content,
        kind => *kind,
    };
    Arc::new(Node::Note {
        kind,
        nodes: nodes(pieces),
    })
}

/// Whether a tip names a moment, and what one then does.
pub fn is_for_today(pieces: &[Piece]) -> bool {
    let line = match pieces.first().map(|piece| &piece.what) {
        Some(What::Para { text, .. }) => fold(&text.words()),
        _ => return false,
    };
    let moment = ["if ", "when ", "the next time "]
        .iter()
        .any(|word| line.starts_with(word));
    moment && (line.contains(" then ") || line.contains(", i "))
}

/// The content note at the head of a lesson, if it has one.
pub fn content_note(lesson: &Lesson) -> Option<&Arc<Node>> {
    let is_note = |node: &Node| {
        matches!(
            node,
            Node::Note {
                kind: NoteKind::Content,
                ..
            }
        )
    };
    match lesson.part(0).first() {
        Some(Block::Says(node)) if is_note(node) => Some(node),
        _ => None,
    }
}
