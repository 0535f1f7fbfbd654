//! Owns `lay_out`: a document → lines at a width, with what can be focused, and places ↔ lines.
//! Must not know screens, colors or the terminal. Blocks that did not change are not laid out again: they are kept by (block, width).

pub mod blocks;
pub mod buttons;
pub mod columns;
pub mod heading;
pub mod marked;
pub mod page_turns;
pub mod places;
pub mod row;
pub mod spacing;
pub mod table;

use crate::action::{Action, FieldTarget};
use crate::clean::Clean;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::Text;
use crate::doc::{Doc, Node};
use crate::figure::FigureForm;
use crate::layout::spacing::Spacing;
use crate::source::Id;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A page, laid out.
#[derive(Clone, Debug, Default)]
pub struct PageLayout {
    /// Columns it was laid out for.
    pub columns: usize,
    /// Lines in all.
    pub height: usize,
    /// What can be focused, from top to bottom.
    pub stops: Vec<Stop>,
    /// Its headings, from top to bottom.
    pub headings: Vec<Title>,
    /// First lines of its parts: the top, and each heading below the first that does not stand right below another one.
    pub parts: Vec<usize>,
    /// Lines that a page turn does not part, where there is room.
    pub whole: Vec<Range<usize>>,
    /// What heads something: its first line, and the first one of that.
    heads: Vec<Range<usize>>,
    blocks: Vec<Placed>,
}

/// A block at its place on the page.
#[derive(Clone, Debug)]
struct Placed {
    laid: Arc<Laid>,
    line: usize,
    /// Its lines; of a part that is not read, as many as it may have.
    height: usize,
    heading: Option<Id>,
    nth: usize,
    is_marked: bool,
    /// The part of a long lesson it is of, and of one that is not read its bytes.
    part: usize,
    ahead: Option<usize>,
}

/// A heading of a page.
#[derive(Clone, Debug)]
pub struct Title {
    /// Its id, where it has one.
    pub id: Option<Id>,
    /// 1 to 6.
    pub level: u8,
    pub words: Arc<Clean>,
    /// Its line; of one that is not read yet, more or less.
    pub line: usize,
    /// Whether it is not read yet, but is known to ask something.
    pub may_ask: bool,
}

/// A block, laid out on its own.
#[derive(Clone, Debug, Default)]
pub struct Laid {
    pub lines: Vec<Line>,
    /// What can be focused; lines are counted from the block's first.
    pub stops: Vec<Stop>,
    /// Lines that belong together, as those of a figure: a page turn does not part them, where there is room.
    pub whole: Vec<Range<usize>>,
    /// Lines that it takes and that are not known yet.
    pub ahead: usize,
}

impl Laid {
    /// The same, not to be parted.
    fn in_one_piece(mut self) -> Laid {
        self.whole = std::iter::once(0..self.lines.len()).collect();
        self
    }
}

/// A line of a page.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its words, not wider than the page.
    pub text: Text,
    /// Characters of the block it takes in; the same at every width.
    pub chars: usize,
}

/// Something that can be focused.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Where it is: lines and their columns, the first one first.
    pub spots: Vec<(usize, Range<usize>)>,
    /// What kind of thing.
    pub kind: StopKind,
    /// What Enter does.
    pub action: Action,
    /// The digit that chooses it.
    pub digit: Option<u8>,
    pub words: Clean,
}

impl Stop {
    /// What the words typed here are for, if this is a field.
    pub fn field(&self) -> Option<&FieldTarget> {
        match (&self.kind, &self.action) {
            (StopKind::Field { .. }, Action::Write(target)) => Some(target),
            (StopKind::Field { .. } | StopKind::Row | StopKind::Link, _) => None,
        }
    }

    /// The same stop, so many lines further down.
    pub fn lowered(mut self, by: usize) -> Stop {
        self.spots.iter_mut().for_each(|(line, _)| *line += by);
        if let StopKind::Field { caret, .. } = &mut self.kind {
            caret.0 += by;
        }
        self
    }

    /// Its first line.
    pub fn line(&self) -> usize {
        self.spots.first().map_or(0, |(line, _)| *line)
    }
}

/// The kinds of thing that can be focused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StopKind {
    /// A row or a button.
    Row,
    /// Words in running text.
    Link,
    /// A field; where its caret is: line and column.
    Field {
        caret: (usize, usize),
        wrapped: Vec<Range<usize>>,
    },
}

/// Blocks laid out before. Each holds its node, so that an address is never used twice.
#[derive(Default)]
pub struct Cache(HashMap<(usize, usize), (Arc<Node>, Arc<Laid>)>);

/// How blocks are drawn. With another one a cache is worth nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageStyle {
    pub glyphs: Glyphs,
    pub spacing: Spacing,
    pub figures: FigureForm,
    /// For whoever hears or feels the page: words beside signs, and what belongs together side by side.
    pub has_reader: bool,
}

impl PageStyle {
    /// A mark as drawn.
    fn mark(self, mark: Marker) -> String {
        let glyph = mark.glyph(self.glyphs);
        match mark.state().filter(|_| self.has_reader) {
            Some(word) => format!("{glyph} {word}:"),
            None => glyph,
        }
    }
}

impl From<Glyphs> for PageStyle {
    fn from(glyphs: Glyphs) -> PageStyle {
        PageStyle {
            glyphs,
            spacing: Spacing::Normal,
            figures: FigureForm::Drawn,
            has_reader: false,
        }
    }
}

/// Lays out a document at `columns` (at least 1).
pub fn lay_out(doc: &Doc, columns: usize, style: impl Into<PageStyle>, cache: &mut Cache) -> PageLayout {
    let (columns, style) = (columns.max(1), style.into());
    let mut page = PageLayout {
        columns,
        ..PageLayout::default()
    };
    let mut kept = HashMap::with_capacity(doc.nodes.len());
    let (mut heading, mut nth): (Option<Id>, usize) = (None, 0);
    let mut before: Option<&Node> = None;
    let mut part = 0;
    for (at, node) in doc.nodes.iter().enumerate() {
        let key = (Arc::as_ptr(node).addr(), columns);
        let laid = match cache.0.remove(&key) {
            Some((_, laid)) => laid,
            None => kept.get(&key).map_or_else(
                || Arc::new(blocks::block(node, columns, style)),
                |(_, laid): &(_, Arc<Laid>)| laid.clone(),
            ),
        };
        kept.insert(key, (node.clone(), laid.clone()));
        page.height += before.map_or(0, |before| blocks::gap(before, node));
        while let Some((first, name)) = doc.parts.get(part).filter(|(first, _)| *first <= at) {
            part += 1;
            if *first == at {
                (heading, nth) = (Some(name.clone()), 0);
                page.parts.push(page.height);
            }
        }
        if let Node::Ahead(ahead) = &**node {
            page.expect(ahead, laid.ahead);
        }
        let follows = matches!(before, Some(Node::Heading { .. })) || page.parts.last() == Some(&page.height);
        if matches!(node.bare(), Node::Heading { .. }) && !follows {
            page.parts.push(page.height);
        }
        before = Some(node.bare());
        if let Node::Heading { level, id, text } = node.bare() {
            // The first line of a question's heading is its number; its words are the prompt.
            let words = Clean::line(text.words().rsplit('\n').next().unwrap_or_default());
            page.headings.push(Title {
                id: id.clone(),
                level: *level,
                words: Arc::new(words),
                line: page.height,
                may_ask: false,
            });
            if id.is_some() {
                heading = id.clone();
                nth = 0;
            }
        }
        let line = page.height;
        page.stops
            .extend(laid.stops.iter().map(|stop| stop.clone().lowered(line)));
        let whole = laid.whole.iter();
        page.whole
            .extend(whole.map(|lines| lines.start + line..lines.end + line));
        let height = laid.lines.len() + laid.ahead;
        page.height += height;
        page.blocks.push(Placed {
            laid,
            line,
            height,
            part,
            ahead: match &**node {
                Node::Ahead(ahead) => Some(ahead.bytes),
                _ => None,
            },
            heading: heading.clone(),
            nth,
            is_marked: matches!(**node, Node::Marked { .. }),
        });
        nth += 1;
    }
    cache.0 = kept;
    page.keep_heads(doc);
    // What stands above the first heading leads up to it.
    match page.parts.first_mut() {
        Some(first) => *first = 0,
        None => page.parts.push(0),
    }
    page
}

impl PageLayout {
    /// The line with this number; none for a blank line between blocks or past the end.
    pub fn line(&self, number: usize) -> Option<&Line> {
        let at = self
            .blocks
            .partition_point(|block| block.line <= number)
            .checked_sub(1)?;
        let block = &self.blocks[at];
        block.laid.lines.get(number - block.line)
    }

    /// Whether a line is of a block that the learner marked.
    pub fn is_marked(&self, number: usize) -> bool {
        let block = self.node_of_line(number).and_then(|nth| self.blocks.get(nth));
        block.is_some_and(|block| block.is_marked && number < block.line + block.height)
    }

    /// The line of a heading.
    pub fn line_of_heading(&self, id: &str) -> Option<usize> {
        let is = |same: fn(&str, &str) -> bool| {
            let mut headings = self.headings.iter();
            headings.find(|title| title.id.as_deref().is_some_and(|name| same(name, id)))
        };
        // A link may write in capitals what is found by its words.
        let title = is(|name, id| name == id).or_else(|| is(|name, id| *name == id.to_lowercase()));
        title.map(|title| title.line)
    }

    /// The lines of these nodes of the document; none of no node.
    pub fn lines_of_nodes(&self, nodes: &Range<usize>) -> Option<Range<usize>> {
        let last = self.blocks.get(nodes.clone())?.last()?;
        Some(self.blocks[nodes.start].line..last.line + last.height)
    }

    /// Characters of the document's nth node, the same at every width.
    pub fn chars_of_node(&self, nth: usize) -> usize {
        let block = self.blocks.get(nth);
        block.map_or(0, |block| block.laid.lines.iter().map(|line| line.chars).sum())
    }

    /// The first line of the document's nth node.
    pub fn line_of_node(&self, nth: usize) -> Option<usize> {
        self.blocks.get(nth).map(|block| block.line)
    }

    /// The lines of the document's nth node; none where there is no such node.
    pub fn lines_of_node(&self, nth: usize) -> Range<usize> {
        let lines = self
            .blocks
            .get(nth)
            .map(|block| block.line..block.line + block.height);
        lines.unwrap_or_default()
    }

    /// The document's node that shows at a line, or above it where that is free.
    pub fn node_of_line(&self, number: usize) -> Option<usize> {
        self.blocks
            .partition_point(|block| block.line <= number)
            .checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::Row;
    use crate::doc::text::Role;
    use proptest::prelude::*;

    fn doc(paras: &[String]) -> Doc {
        let mut doc = Doc::default();
        for (at, para) in paras.iter().enumerate() {
            if at % 3 == 0 {
                doc.push(Node::Heading {
                    level: 2,
                    id: Some(format!("h{at}").as_str().into()),
                    text: Text::plain("A heading"),
                });
            }
            doc.say(para);
        }
        doc
    }

    #[test]
    fn unchanged_blocks_are_laid_out_once() {
        let mut cache = Cache::default();
        let doc = doc(&["one two three".into(), "four".into()]);
        let first = lay_out(&doc, 10, Glyphs::Unicode, &mut cache);
        let again = lay_out(&doc, 10, Glyphs::Unicode, &mut cache);
        assert!(
            first
                .blocks
                .iter()
                .zip(&again.blocks)
                .all(|(a, b)| Arc::ptr_eq(&a.laid, &b.laid))
        );
        let wider = lay_out(&doc, 11, Glyphs::Unicode, &mut cache);
        assert!(!Arc::ptr_eq(&first.blocks[0].laid, &wider.blocks[0].laid));
    }

    #[test]
    fn loose_lines_of_prose_stand_apart_and_keep_their_links() {
        let mut doc = Doc::default();
        let mut link = Text::role("a link", Role::Link);
        link.0[0].action = Some(Action::Back);
        doc.push(Node::Quote(vec![Arc::new(Node::Para(
            Text::plain("one two three See ").and(link),
        ))]));
        let loose = PageStyle {
            spacing: Spacing::Loose,
            ..PageStyle::from(Glyphs::Ascii)
        };
        let page = lay_out(&doc, 16, loose, &mut Cache::default());
        let words = |line: usize| page.line(line).unwrap().text.words().trim_end().to_owned();
        assert_eq!([0, 1, 2].map(words), ["| one two three", "|", "| See a link"]);
        assert_eq!((page.height, page.stops[0].line()), (3, 2));
        assert_eq!(page.line_of(&page.place(2)), 2);
    }

    #[test]
    fn rows_and_links_can_be_focused() {
        let mut doc = Doc::default();
        let mut link = Text::role("a link", Role::Link);
        link.0[0].action = Some(Action::Back);
        doc.push(Node::Para(Text::plain("See ").and(link)));
        doc.push(Node::Row(
            Row::new(
                crate::doc::marker::Marker::Radio(false),
                Text::plain("an option"),
                Action::Quit,
            )
            .digit(1),
        ));
        let page = lay_out(&doc, 40, Glyphs::Unicode, &mut Cache::default());
        assert_eq!(page.stops.len(), 2);
        assert_eq!(page.stops[0].spots, [(0, 4..10)]);
        assert_eq!(page.stops[1].digit, Some(1));
        assert_eq!(page.stops[1].line(), 2);
    }

    proptest! {
        #[test]
        fn a_place_survives_any_resize(paras in prop::collection::vec("[a-z]{1,9}( [a-z]{1,9}){0,40}", 1..8), a in 8usize..90, b in 8usize..90, line in 0usize..60) {
            let doc = doc(&paras);
            let narrow = lay_out(&doc, a, Glyphs::Unicode, &mut Cache::default());
            let place = narrow.place(line.min(narrow.height - 1));
            let wide = lay_out(&doc, b, Glyphs::Unicode, &mut Cache::default());
            // The character that was first is on the line the place leads to.
            let found = wide.line_of(&place);
            let back = wide.place(found);
            prop_assert_eq!(&back.heading, &place.heading);
            prop_assert_eq!(back.block, place.block);
            prop_assert!(back.chars <= place.chars);
            let chars = wide.line(found).map_or(0, |line| line.chars);
            prop_assert!(place.chars < back.chars + chars.max(1));
            prop_assert_eq!(lay_out(&doc, a, Glyphs::Unicode, &mut Cache::default()).line_of(&place), narrow.line_of(&place));
        }
    }
}
