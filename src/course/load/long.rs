//! Owns long lessons: of such a one only where it can be cut is found at first, and each part is read when it is looked at.
//! Must not know which parts those are.

use crate::course::front_matter::front_matter;
use crate::course::load::reading::plain_blocks;
use crate::course::load::{PageSource, follow, lend};
use crate::course::markdown::parse_from;
use crate::course::markdown::parts::LongText;
use crate::course::{Block, Course, Item, Lesson};
use crate::doc::AheadPart;
use crate::doc::text::Text;
use crate::quiz::Question;
use crate::source::Files;
use std::sync::Arc;

/// The lesson of an item, to be read part by part, if it is a long one.
pub fn long_lesson(course: &Arc<Course>, files: &Arc<Files>, item: &Item) -> Option<Lesson> {
    let parts = course.cuts.get(&item.file)?;
    let source = LongSource {
        course: course.clone(),
        files: files.clone(),
        path: item.file.clone(),
        parts: parts.clone(),
    };
    let read = move |nth| source.part(nth);
    Some(Lesson::in_parts(
        Text::plain(&item.title),
        parts.known().cloned(),
        read,
    ))
}

/// What the parts of a long lesson are read from.
struct LongSource {
    course: Arc<Course>,
    files: Arc<Files>,
    path: String,
    parts: Arc<LongText>,
}

impl LongSource {
    fn part(&self, nth: usize) -> Vec<Block> {
        let mut blocks = self.blocks(nth);
        // A first thought may be about a question of another part.
        lend::options_of(&mut blocks, |of| self.lender(of));
        blocks
    }

    fn lender(&self, id: &str) -> Option<Arc<Question>> {
        let is_there = |part: &Arc<AheadPart>| {
            let mut headings = part.headings.iter();
            headings.any(|heading| heading.id.as_deref() == Some(id))
        };
        let nth = self.parts.known().position(is_there)?;
        self.blocks(nth).into_iter().find_map(|block| match block {
            Block::Asks(question) if *question.id == *id => Some(question),
            Block::Asks(_) | Block::Says(_) => None,
        })
    }

    fn blocks(&self, nth: usize) -> Vec<Block> {
        let bytes = self.files.get(&self.path).map(AsRef::as_ref).unwrap_or_default();
        let (markdown, end) = self.parts.text(bytes, nth);
        let resolve = |target: &str| follow(&self.course, &self.path, target);
        // Front matter stands above the first part only.
        let from = if nth == 0 { front_matter(&markdown).end } else { 0 };
        let mut pieces = match parse_from(&markdown, from, &resolve) {
            Ok(parsed) => parsed.pieces,
            Err(costly) => return plain_blocks(&markdown, costly),
        };
        // What stands behind the part was put there for what it refers to.
        pieces.retain(|piece| piece.range.start < end);
        let source = PageSource {
            course: &self.course,
            files: &self.files,
            path: &self.path,
            markdown: &markdown,
            is_begun: nth > 0,
        };
        source
            .blocks(&pieces, &resolve, &mut Vec::new(), &mut Vec::new())
            .1
    }
}
