//! Owns long lessons: of such a one only where it can be cut is found at first, and each part is read when it is looked at.
//! Must not know which parts those are.

use crate::course::load::reading::{first_line, plain_blocks, readable};
use crate::course::load::{PageSource, follow, lend};
use crate::course::markdown::parse;
use crate::course::markdown::parts::{Parts, WHOLE};
use crate::course::{Block, Course, Lesson};
use crate::doc::text::Text;
use crate::quiz::Question;
use crate::source::Files;
use std::sync::Arc;

/// The lesson at a path, to be read part by part, if it is a long one.
pub fn long_lesson(course: &Arc<Course>, files: &Arc<Files>, path: &str) -> Option<Lesson> {
    let markdown = readable(files, path)?
        .ok()
        .filter(|markdown| markdown.len() > WHOLE)?;
    let parts = Parts::of(markdown);
    let title = match parts.outline_title(markdown) {
        title if title.is_empty() => first_line(markdown).to_owned(),
        title => title,
    };
    let ahead: Vec<_> = (0..parts.count()).map(|nth| parts.ahead(markdown, nth)).collect();
    let source = LongSource {
        course: course.clone(),
        files: files.clone(),
        path: path.to_owned(),
        parts,
    };
    let read = move |nth| source.part(nth);
    Some(Lesson::in_parts(Text::plain(&title), ahead.into_iter(), read))
}

/// What the parts of a long lesson are read from.
struct LongSource {
    course: Arc<Course>,
    files: Arc<Files>,
    path: String,
    parts: Parts,
}

impl LongSource {
    fn part(&self, nth: usize) -> Vec<Block> {
        let mut blocks = self.blocks(nth);
        // A first thought may be about a question of another part.
        lend::options_of(&mut blocks, |of| self.lender(of));
        blocks
    }

    fn lender(&self, id: &str) -> Option<Arc<Question>> {
        let markdown = readable(&self.files, &self.path)?.ok()?;
        let nth = (0..self.parts.count()).find(|nth| {
            let part = self.parts.ahead(markdown, *nth);
            part.headings
                .iter()
                .any(|heading| heading.id.as_deref() == Some(id))
        })?;
        self.blocks(nth).into_iter().find_map(|block| match block {
            Block::Asks(question) if *question.id == *id => Some(question),
            Block::Asks(_) | Block::Says(_) => None,
        })
    }

    fn blocks(&self, nth: usize) -> Vec<Block> {
        let bytes = self.files.get(&self.path).map(AsRef::as_ref).unwrap_or_default();
        let (markdown, end) = self.parts.text(bytes, nth);
        let resolve = |target: &str| follow(&self.course, &self.path, target);
        let mut pieces = match parse(&markdown, &resolve) {
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
