//! Owns what stands in a document for a part of a long lesson that is not read yet: what is known of it without reading it.
//! Must not know why it is not read, nor when it will be.

use crate::clean::Clean;
use crate::source::Id;
use std::sync::Arc;

/// A part of a long lesson that is not read yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AheadPart {
    /// Its number in the lesson, from 0.
    pub nth: usize,
    /// What it is called in a reading place where no heading has an id.
    pub name: Id,
    pub bytes: usize,
    /// Lines of its Markdown with words, and without.
    pub lines: usize,
    pub blanks: usize,
    /// Whether it may hold a link.
    pub may_link: bool,
    pub headings: Vec<AheadHeading>,
}

/// A heading that is not read yet.
#[derive(Clone, Debug, PartialEq)]
pub struct AheadHeading {
    /// Its first byte in the part.
    pub at: usize,
    /// 1 to 6.
    pub level: u8,
    pub id: Option<Id>,
    /// Its words as written. Shared with every page that is laid out.
    pub words: Arc<Clean>,
    /// Whether the lesson asks something there.
    pub asks: bool,
}

impl AheadPart {
    /// Whether there may be something in it that can be focused.
    pub fn may_have_stops(&self) -> bool {
        self.may_link || self.headings.iter().any(|heading| heading.asks)
    }

    /// Lines that it takes at this width, more or less.
    pub fn height(&self, columns: usize) -> usize {
        // A line of Markdown fills its last line of the page by half; most blanks are lines of the page as well.
        (self.bytes / columns.max(1) + self.lines / 2 + self.blanks).max(1)
    }
}

/// A block of a lesson on its page.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// The part of the lesson, and the block in it; none for a part that is not read.
    pub block: (usize, Option<usize>),
    pub kind: StretchKind,
    /// The nodes that it became; none of a block that is not on the page.
    pub nodes: std::ops::Range<usize>,
}

/// What a block of a lesson is to whoever reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StretchKind {
    Prose,
    Question,
    /// A part that is not read, or of one that is, of how many bytes it is.
    Ahead(usize),
}
