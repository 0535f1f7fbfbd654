//! Owns how a marked block becomes lines: as without its mark, and below them the ways to its notes.
//! Must not know what stands in the margin.

use crate::doc::{Node, Row};
use crate::layout::blocks::{append, block, row};
use crate::layout::{Laid, PageStyle};

/// Lays a marked block out at `columns` (at least 1).
pub fn lay(node: &Node, notes: &[Row], columns: usize, style: PageStyle) -> Laid {
    let mut laid = block(node, columns, style);
    for note in notes {
        append(&mut laid, row(note, columns, style), 0);
    }
    laid
}
