//! Owns the document: what a page says and what can be done on it. Every screen is a `Doc`, and both faces show a `Doc`.
//! Must not know courses, cells, colors or keys.

pub mod ahead;
pub mod figure_data;
pub mod marker;
pub mod text;
pub mod words;

use crate::action::{Action, FieldTarget, Screen};
use crate::clean::{Clean, Fingerprint};
pub use crate::doc::ahead::{AheadHeading, AheadPart, Stretch, StretchKind};
use crate::doc::figure_data::Figure;
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::shared_id::shared_id_if_any;
use crate::source::Id;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// Where one is, for the head of the page: `Allyship roles › Ally is a verb`.
    pub title: Clean,
    /// A short word on how far, for the head of the page: `2 of 5 answered`.
    pub aside: Clean,
    /// What the page says, in reading order. Shared, so that a page of a long lesson is made without copying it.
    pub nodes: Vec<Arc<Node>>,
    /// Of a lesson, its blocks in their order.
    pub stretches: Vec<Stretch>,
    /// Of a long lesson, each part but the first: the node it begins at, and what it is called.
    pub parts: Vec<(usize, Id)>,
}

impl Doc {
    /// This document, with the nodes of `before` where they are the same, counted from either end: what is known of a node is kept by
    /// its address, so that what did not change is not laid out again.
    pub fn keeping(mut self, before: &Doc) -> Doc {
        let same = |a: &Arc<Node>, b: &Arc<Node>| Arc::ptr_eq(a, b) || a == b;
        let (new, old) = (self.nodes.len(), before.nodes.len());
        let front = self
            .nodes
            .iter()
            .zip(&before.nodes)
            .take_while(|(a, b)| same(a, b))
            .count();
        let most = new.min(old) - front;
        let back = self
            .nodes
            .iter()
            .rev()
            .zip(before.nodes.iter().rev())
            .take(most)
            .take_while(|(a, b)| same(a, b))
            .count();
        self.nodes[..front].clone_from_slice(&before.nodes[..front]);
        self.nodes[new - back..].clone_from_slice(&before.nodes[old - back..]);
        self
    }

    /// A page with a title, which is one line, and nothing on it yet.
    pub fn new(title: impl Into<Clean>) -> Doc {
        Doc {
            title: Clean::line(&title.into()),
            ..Doc::default()
        }
    }

    /// Adds a node.
    pub fn push(&mut self, node: Node) {
        self.nodes.push(Arc::new(node));
    }

    /// Adds a line for each row.
    pub fn rows(&mut self, rows: impl IntoIterator<Item = Row>) {
        rows.into_iter().for_each(|row| self.push(Node::Row(row)));
    }

    /// Adds a term and what it means, in plain words.
    pub fn define(&mut self, term: &str, words: &str) {
        self.push(Node::Definition {
            term: Text::plain(term),
            nodes: vec![Arc::new(Node::Para(Text::plain(words)))],
        });
    }

    /// Adds a heading that nothing links to. Levels are those of Markdown, from 1.
    pub fn heading(&mut self, level: u8, text: Text) {
        self.push(Node::Heading {
            level,
            id: None,
            text,
        });
    }

    /// Adds a paragraph of plain words.
    pub fn say(&mut self, words: &str) {
        self.push(Node::Para(Text::plain(words)));
    }
}

/// A block of a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A heading; those with an id can be linked to and anchor the reading place.
    Heading {
        level: u8,
        id: Option<Id>,
        text: Text,
    },
    Para(Text),
    /// Items that hang from a mark.
    List(Vec<ListItem>),
    /// A quotation, or what somebody says.
    Quote(Vec<Arc<Node>>),
    /// A callout that begins with its word.
    Note {
        kind: NoteKind,
        nodes: Vec<Arc<Node>>,
    },
    /// Lines kept as they are.
    Code(Clean),
    Table(Table),
    /// A term and what it means.
    Definition {
        term: Text,
        nodes: Vec<Arc<Node>>,
    },
    /// A footnote's text.
    Footnote {
        label: Clean,
        nodes: Vec<Arc<Node>>,
    },
    /// A block of the course that the learner has marked, and below it the ways to the notes on it.
    Marked {
        node: Arc<Node>,
        notes: Vec<Row>,
    },
    /// A thematic break.
    Rule,
    /// A part of a long lesson that is not read yet, and takes so much room.
    Ahead(Arc<AheadPart>),
    /// A drawing in cells, and the words that say the same.
    Figure {
        figure: Arc<Figure>,
        words: Text,
    },
    /// How far something is.
    Gauge {
        label: Text,
        done: usize,
        total: usize,
        /// What is counted; empty where the label says it.
        unit: &'static str,
    },
    /// Something that can be done, on a line of its own.
    Row(Row),
    /// Things that can be done, side by side where there is room.
    Buttons {
        label: Text,
        rows: Vec<Row>,
    },
    /// Where one writes.
    Field(Field),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// The digit that chose it, where it had one.
    pub digit: Option<u8>,
    /// What it hangs from.
    pub mark: Marker,
    pub nodes: Vec<Arc<Node>>,
}

/// A line that carries what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The digit that chooses it, where it has one.
    pub digit: Option<u8>,
    pub mark: Marker,
    pub text: Text,
    /// A short word at the right edge.
    pub aside: Text,
    /// How far it is set in, in steps.
    pub indent: usize,
    /// Lines that it takes at the most where it is drawn; none: as many as it needs.
    pub most_lines: Option<usize>,
    /// What it does.
    pub action: Action,
}

impl Row {
    /// A row with a mark, words and an action.
    pub fn new(mark: Marker, text: Text, action: Action) -> Row {
        Row {
            digit: None,
            mark,
            text,
            aside: Text::default(),
            indent: 0,
            most_lines: None,
            action,
        }
    }

    /// The way home.
    pub fn home() -> Row {
        Row::new(Marker::Link, Text::plain("Home"), Action::Go(Screen::Home, None))
    }

    pub fn button(words: &str, action: Action) -> Row {
        Row::new(Marker::Button, Text::plain(words), action)
    }

    /// The same row, chosen by a digit if `nth` (from 1) is one.
    pub fn digit(mut self, nth: usize) -> Row {
        self.digit = u8::try_from(nth).ok().filter(|nth| (1..=9).contains(nth));
        self
    }

    /// The same row with a word at the right edge.
    pub fn aside(mut self, aside: Text) -> Row {
        self.aside = aside;
        self
    }
}

/// How far something is, in words.
pub fn so_far((done, total): (usize, usize), unit: &str) -> String {
    match unit {
        "" => format!("{done} of {total}"),
        unit => format!("{done} of {total} {unit}"),
    }
}

/// A place to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What its words are for.
    pub target: FieldTarget,
    /// What is written so far.
    pub text: Clean,
    /// The caret, as a byte offset into `text`.
    pub caret: usize,
    /// Whether Enter breaks a line or ends the field.
    pub lines: Lines,
}

/// How tall a field may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One line; Enter ends it.
    One,
    /// Several; Enter breaks a line.
    Many,
}

/// A table of texts. Every row is as long as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// The header cells.
    pub head: Vec<Text>,
    /// The body.
    pub rows: Vec<Vec<Text>>,
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Or unset.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// The kinds of callout: the five that code hosts have, and what a course means by some of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    Note,
    Tip,
    /// Of weight.
    Important,
    Warning,
    /// A risk.
    Caution,
    /// A note on what research says.
    Research,
    /// A tip for a moment: what to do today.
    Today,
    /// What one may not want to read, said before it.
    Content,
    /// A step of help inside a question: the nth of so many.
    Hint(usize, usize),
}

impl NoteKind {
    /// The word it begins with.
    pub fn word(self) -> String {
        match self {
            NoteKind::Note => "Note".into(),
            NoteKind::Tip => "Tip".into(),
            NoteKind::Important => "Important".into(),
            NoteKind::Warning => "Warning".into(),
            NoteKind::Caution => "Caution".into(),
            NoteKind::Research => "What research says".into(),
            NoteKind::Today => "Do today".into(),
            NoteKind::Content => "Content note".into(),
            NoteKind::Hint(nth, of) => format!("Hint {nth} of {of}"),
        }
    }
}

/// A reading place: characters survive a resize, the heading survives an edit of the lesson. A hint, never more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The nearest heading above that has an id.
    #[serde(default, deserialize_with = "shared_id_if_any")]
    pub heading: Option<Id>,
    /// Blocks below that heading, from 0.
    pub block: usize,
    /// Characters of that block before the first one shown.
    pub chars: usize,
    /// The words of the paragraph there, by which it is found after an edit. Earlier versions did not save them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<PlaceWords>,
}

/// What a paragraph is known by after an edit of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceWords {
    /// Of all its words.
    pub print: Fingerprint,
    /// How it begins.
    pub begins: String,
    /// How many blocks of the course it stands below the place.
    #[serde(default)]
    pub below: usize,
}
