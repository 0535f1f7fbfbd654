//! Owns a lesson, built: what it says and asks. A long one is in parts, each of which is read when it is first looked at.
//! Must not know how Markdown is read, nor which parts are on show.

use crate::clean::Fingerprint;
use crate::course::Block;
use crate::course::paragraph::{self, Paragraph};
use crate::course::sections::{self, Section};
use crate::doc::text::Text;
use crate::doc::{AheadPart, Node};
use crate::quiz::Question;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A lesson, built.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// The level-1 heading.
    pub title: Text,
    parts: Vec<LessonPart>,
    /// Reads a part, by its number.
    reader: Option<PartReader>,
    paragraphs: OnceLock<Vec<Paragraph>>,
    sections: OnceLock<Vec<Section>>,
}

#[derive(Clone, Debug, Default)]
struct LessonPart {
    blocks: OnceLock<Vec<Block>>,
    /// What each block is known by, once that is asked for.
    prints: OnceLock<Vec<Fingerprint>>,
    /// What stands on the page for it until it is read.
    ahead: Option<Arc<Node>>,
}

#[derive(Clone)]
struct PartReader(Arc<dyn Fn(usize) -> Vec<Block> + Send + Sync>);

impl fmt::Debug for PartReader {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PartReader")
    }
}

impl Lesson {
    /// A lesson with these blocks.
    pub fn new(title: Text, blocks: Vec<Block>) -> Lesson {
        let part = LessonPart {
            blocks: OnceLock::from(blocks),
            ..LessonPart::default()
        };
        Lesson {
            title,
            parts: vec![part],
            ..Lesson::default()
        }
    }

    /// Its sections, found once: home asks for those of every lesson that is begun.
    pub fn sections(&self) -> &[Section] {
        self.sections.get_or_init(|| sections::of(self))
    }

    /// A lesson whose parts are read by this.
    pub fn in_parts(
        title: Text,
        parts: impl Iterator<Item = Arc<AheadPart>>,
        read: impl Fn(usize) -> Vec<Block> + Send + Sync + 'static,
    ) -> Lesson {
        let parts = parts.map(|part| LessonPart {
            ahead: Some(Arc::new(Node::Ahead(part))),
            ..LessonPart::default()
        });
        Lesson {
            title,
            parts: parts.collect(),
            reader: Some(PartReader(Arc::new(read))),
            ..Lesson::default()
        }
    }

    /// How many parts it has: one, if it is not long.
    pub fn parts(&self) -> usize {
        self.parts.len()
    }

    /// The blocks of a part, read now or before.
    pub fn part(&self, nth: usize) -> &[Block] {
        let Some(part) = self.parts.get(nth) else {
            return &[];
        };
        part.blocks.get_or_init(|| self.read(nth))
    }

    /// What each block of a part is known by where it is kept that it was read.
    pub fn prints(&self, nth: usize) -> &[Fingerprint] {
        let found = || self.part(nth).iter().map(sections::print).collect();
        let part = self.parts.get(nth);
        part.map_or(&[], |part| part.prints.get_or_init(found))
    }

    /// The blocks of a part for whoever looks at it once: nothing is kept.
    pub fn glance(&self, nth: usize) -> Vec<Block> {
        let kept = self.parts.get(nth).and_then(|part| part.blocks.get());
        kept.cloned().unwrap_or_else(|| self.read(nth))
    }

    fn read(&self, nth: usize) -> Vec<Block> {
        let reader = self.reader.as_ref();
        reader.map(|reader| (reader.0)(nth)).unwrap_or_default()
    }

    /// What stands on the page for a part as long as that is not read; nothing for the only part of a lesson that is not long.
    pub fn ahead(&self, nth: usize) -> Option<(&Arc<Node>, &AheadPart)> {
        let node = self.parts.get(nth)?.ahead.as_ref()?;
        match &**node {
            Node::Ahead(part) => Some((node, part)),
            _ => None,
        }
    }

    /// The part with this name, or with this heading, or with this question.
    pub fn part_of(&self, id: &str) -> Option<usize> {
        let is_there = |part: &AheadPart| {
            *part.name == *id
                || part
                    .headings
                    .iter()
                    .any(|heading| heading.id.as_deref() == Some(id))
        };
        (0..self.parts.len()).find(|nth| self.ahead(*nth).is_some_and(|(_, part)| is_there(part)))
    }

    /// What it says and asks, in its order. Of a long lesson every part is read.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        (0..self.parts.len()).flat_map(|nth| self.part(nth))
    }

    /// The blocks that are read by now.
    pub fn known_blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().filter_map(|part| part.blocks.get()).flatten()
    }

    /// What can be marked in it, found when it is first asked for.
    pub fn paragraphs(&self) -> &[Paragraph] {
        self.paragraphs.get_or_init(|| paragraph::of(self.blocks()))
    }

    /// All its questions.
    pub fn questions(&self) -> impl Iterator<Item = &Arc<Question>> {
        questions(self.blocks())
    }

    /// The questions it asks itself: all but the other stems of its cards.
    pub fn asked(&self) -> impl Iterator<Item = &Arc<Question>> {
        self.questions().filter(|question| question.variant.is_none())
    }

    /// The blocks among which this heading or question is: all, or of a long lesson those of its part.
    pub fn near(&self, id: &str) -> impl Iterator<Item = &Block> {
        let parts = match self.reader {
            None => 0..self.parts.len(),
            Some(_) => self.part_of(id).map_or(0..0, |nth| nth..nth + 1),
        };
        parts.flat_map(|nth| self.part(nth))
    }

    /// The question with this id. Of a long lesson only its part is read.
    pub fn question(&self, id: &str) -> Option<&Arc<Question>> {
        questions(self.near(id)).find(|question| &*question.id == id)
    }
}

fn questions<'a>(blocks: impl Iterator<Item = &'a Block>) -> impl Iterator<Item = &'a Arc<Question>> {
    blocks.filter_map(|block| match block {
        Block::Asks(question) => Some(question),
        Block::Says(_) => None,
    })
}
