//! Owns how a marked block becomes lines: as without its mark, for a reader with a word before them, and below them the ways to its notes.
//! Must not know what stands in the margin.

use crate::doc::text::Text;
use crate::doc::{Node, Row};
use crate::layout::blocks::{append, block, para};
use crate::layout::row::row;
use crate::layout::{Laid, PageStyle};

/// What says to the ear what the sign in the margin says to the eye.
const MARKED: &str = "Marked: ";

/// Lays a marked block out at `columns` (at least 1).
pub fn lay(node: &Node, notes: &[Row], columns: usize, style: PageStyle) -> Laid {
    let mut laid = match node {
        _ if !style.has_reader => block(node, columns, style),
        Node::Para(text) => block(&Node::Para(Text::plain(MARKED).and(text.clone())), columns, style),
        _ => {
            let mut laid = para(&Text::plain(MARKED.trim_end()), columns);
            append(&mut laid, block(node, columns, style), 0);
            laid
        }
    };
    for note in notes {
        append(&mut laid, row(note, columns, style), 0);
    }
    laid
}
