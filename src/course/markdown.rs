//! Owns Markdown → pieces with their byte ranges, and pieces → nodes. All of CommonMark and GFM becomes something sensible.
//! Must not know questions, lessons or the manifest; what a link leads to is asked of the caller.

mod build;
mod cost;
pub mod escape;
mod html;
pub mod parts;
pub mod slug;
pub mod stand_in;

use crate::action::Action;
use crate::clean::Clean;
use crate::course::front_matter::front_matter;
use crate::course::markdown::build::Builder;
use crate::course::markdown::stand_in::StandIns;
use crate::course::outline::options;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Align, ListItem, Node, NoteKind, Table};
use pulldown_cmark::{Event, Parser};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Longest Markdown that is read as such, in bytes: two hundred lessons.
pub const LONGEST: usize = 2 * 1024 * 1024;
/// Pieces of one page at the most: blocks, words with a look of their own, line ends. A lesson has a few hundred.
pub const PIECES: usize = 300_000;

/// A block of Markdown and the bytes it stands on.
#[derive(Clone, Debug)]
pub struct Piece {
    pub what: What,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// The kinds of block.
#[derive(Clone, Debug)]
pub enum What {
    /// A heading with its attributes.
    Heading(Heading),
    /// A paragraph; the text of its HTML comments beside it.
    Para { text: Text, comments: Vec<String> },
    /// A list; ordered if it has a start.
    List { start: Option<u64>, items: Vec<Entry> },
    /// A quotation, or a callout.
    Quote {
        kind: Option<NoteKind>,
        pieces: Vec<Piece>,
    },
    /// A code block.
    Code(Clean),
    /// A table; each body row with its bytes.
    Table {
        align: Vec<Align>,
        head: Vec<Text>,
        rows: Vec<(Vec<Text>, Range<usize>)>,
    },
    /// A term and its meanings.
    Definition { term: Text, pieces: Vec<Piece> },
    /// The text of a footnote.
    Footnote { label: Clean, pieces: Vec<Piece> },
    /// A picture that stands alone.
    Image { target: String, words: Text },
    /// A thematic break.
    Rule,
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// `#id`.
    pub id: Option<String>,
    /// `.class`.
    pub classes: Vec<String>,
    /// `key=value`.
    pub attributes: Vec<(String, String)>,
    pub text: Text,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `[x]` or `[ ]`, where it has one.
    pub task: Option<Task>,
    pub pieces: Vec<Piece>,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// The box of a task item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// `[x]`
    Ticked,
    /// `[ ]`
    Open,
}

/// What one file holds.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Its blocks.
    pub pieces: Vec<Piece>,
    /// Every link and picture, in the order they begin.
    pub links: Vec<Link>,
    /// Names of places that HTML gives.
    pub anchors: BTreeSet<String>,
    /// Tags of HTML that show as nothing, and where the first of them stands.
    pub dropped: Option<(BTreeSet<String>, Range<usize>)>,
    /// How much there was to read: at most `PIECES`.
    pub read: usize,
}

/// A link or a picture.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads, as written.
    pub target: String,
    /// Its title: the words in quotes after the target.
    pub title: String,
    /// The words of a picture; nothing for a link.
    pub picture: Option<Text>,
    /// Bytes of the file.
    pub range: Range<usize>,
}

/// Why a text is not read as Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Costly {
    /// It is longer than `LONGEST`.
    Long,
    /// It has more pieces than `PIECES`.
    Many,
    /// Its marks are nested or left open so often that reading them would not end.
    Tangled,
}

/// Whether reading `markdown` would cost too much, as far as can be told without reading it.
///
/// # Errors
/// Why it would.
pub fn affordable(markdown: &str) -> Result<(), Costly> {
    if markdown.len() > LONGEST {
        Err(Costly::Long)
    } else if cost::is_tangled(markdown) {
        Err(Costly::Tangled)
    } else {
        Ok(())
    }
}

/// Parses a page, its front matter left out. `resolve` says what following a link does, or nothing for one that leads outside or nowhere.
///
/// # Errors
/// Why the text is not read.
pub fn parse(page: &str, resolve: &dyn Fn(&str) -> Option<Action>) -> Result<Parsed, Costly> {
    parse_from(page, front_matter(page).end, resolve)
}

/// Parses the text behind a byte.
///
/// # Errors
/// Why the text is not read.
pub fn parse_from(
    markdown: &str,
    from: usize,
    resolve: &dyn Fn(&str) -> Option<Action>,
) -> Result<Parsed, Costly> {
    affordable(markdown)?;
    let stand_ins = StandIns::of(markdown);
    let mut builder = Builder::new(markdown, resolve);
    let events = Parser::new_ext(&stand_ins.text[from..], options()).into_offset_iter();
    let mut read = 0;
    for (event, range) in events {
        if read == PIECES {
            return Err(Costly::Many);
        }
        read += 1;
        let event = match event {
            Event::Text(text) if !stand_ins.is_empty() => Event::Text(stand_ins.back(&text).into()),
            Event::Code(text) if !stand_ins.is_empty() => Event::Code(stand_ins.back(&text).into()),
            Event::Html(html) if !stand_ins.is_empty() => Event::Html(stand_ins.back(&html).into()),
            Event::InlineHtml(html) if !stand_ins.is_empty() => {
                Event::InlineHtml(stand_ins.back(&html).into())
            }
            event => event,
        };
        builder.event(event, range.start + from..range.end + from);
    }
    Ok(Parsed {
        read,
        ..builder.finish()
    })
}

/// The node that a piece shows as.
pub fn node(piece: &Piece) -> Arc<Node> {
    Arc::new(match &piece.what {
        What::Heading(heading) => Node::Heading {
            level: heading.level,
            id: heading.id.as_deref().map(Into::into),
            text: heading.text.clone(),
        },
        What::Para { text, comments: _ } => Node::Para(text.clone()),
        What::List { start, items } => Node::List(
            items
                .iter()
                .enumerate()
                .map(|(nth, entry)| item(*start, nth, entry))
                .collect(),
        ),
        What::Quote { kind: None, pieces } => Node::Quote(nodes(pieces)),
        What::Quote {
            kind: Some(kind),
            pieces,
        } => Node::Note {
            kind: *kind,
            nodes: nodes(pieces),
        },
        What::Code(text) => Node::Code(text.clone()),
        What::Table { align, head, rows } => Node::Table(Table {
            align: align.clone(),
            head: head.clone(),
            rows: rows.iter().map(|(cells, _)| cells.clone()).collect(),
        }),
        What::Definition { term, pieces } => Node::Definition {
            term: term.clone(),
            nodes: nodes(pieces),
        },
        What::Footnote { label, pieces } => Node::Footnote {
            label: label.clone(),
            nodes: nodes(pieces),
        },
        What::Image { target, words } => {
            let file = target.rsplit('/').next().unwrap_or_default();
            let words = match words.is_empty() {
                true => Text::plain(&Clean::line(file)),
                false => words.clone(),
            };
            Node::Para(Text::role("Picture: ", Role::Muted).and(words))
        }
        What::Rule => Node::Rule,
    })
}

/// The nodes of several pieces.
pub fn nodes(pieces: &[Piece]) -> Vec<Arc<Node>> {
    pieces.iter().map(node).collect()
}

fn item(start: Option<u64>, nth: usize, entry: &Entry) -> ListItem {
    let mark = match (entry.task, start) {
        (Some(task), _) => Marker::Task(task == Task::Ticked),
        (None, Some(start)) => Marker::Number(start.saturating_add(nth as u64)),
        (None, None) => Marker::Bullet,
    };
    ListItem {
        digit: None,
        mark,
        nodes: nodes(&entry.pieces),
    }
}

/// Whether a link leaves the course for an address that may be shown.
pub fn is_outside(target: &str) -> bool {
    ["https://", "http://", "mailto:", "tel:", "//"]
        .iter()
        .any(|scheme| target.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(markdown: &str) -> Vec<Piece> {
        parse(markdown, &|_| None).expect("it is short").pieces
    }

    #[test]
    fn options_keep_their_comments_and_explanations() {
        let pieces = parsed("- [ ] A thing <!-- M18 -->\n\n  Not yet. Because.\n\n- [x] Another\n\n  Yes.\n");
        let What::List { start: None, items } = &pieces[0].what else {
            panic!("a list")
        };
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].task, Some(Task::Open));
        assert_eq!(items[1].task, Some(Task::Ticked));
        let What::Para { text, comments } = &items[0].pieces[0].what else {
            panic!("a paragraph")
        };
        assert_eq!(text.words(), "A thing");
        assert_eq!(comments, &["M18"]);
        assert_eq!(items[0].pieces.len(), 2);
    }

    #[test]
    fn nesting_is_kept_and_capped() {
        let pieces = parsed("> - a\n>   - b\n>\n>     > c\n");
        let What::Quote { kind: None, pieces } = &pieces[0].what else {
            panic!("a quote")
        };
        let What::List { items, .. } = &pieces[0].what else {
            panic!("a list")
        };
        assert_eq!(items[0].pieces.len(), 2);
        let deep = format!("{} end", ">".repeat(20_000));
        assert_eq!(parsed(&deep).len(), 1);
        node(&parsed(&deep)[0]);
    }

    #[test]
    fn pictures_in_a_line_keep_their_words() {
        let found = parse("Before ![a door](door.png) after.", &|_| None).expect("it is short");
        assert_eq!(
            found.links[0].picture.as_ref().map(Text::words).as_deref(),
            Some("a door")
        );
        let What::Para { text, .. } = &found.pieces[0].what else {
            panic!("a paragraph")
        };
        assert_eq!(text.words(), "Before a door after.");
    }

    #[test]
    fn what_costs_too_much_is_not_read() {
        let read = |text: &str| parse(text, &|_| None).err();
        assert_eq!(read(&"a".repeat(LONGEST + 1)), Some(Costly::Long));
        assert_eq!(read(&"a".repeat(LONGEST)), None);
        assert_eq!(read(&"a\n\n".repeat(PIECES / 3)), None);
        assert_eq!(read(&"a\n\n".repeat(PIECES / 3 + 1)), Some(Costly::Many));
    }

    #[test]
    fn figures_links_and_footnotes() {
        let found = parse(
            "![words](a.ron)\n\nSee [x](#y) and [z](https://example.org).[^1]\n\n[^1]: Note.\n",
            &|target| target.strip_prefix('#').map(|id| Action::Jump(id.into())),
        )
        .expect("it is short");
        assert_eq!(found.links.len(), 3);
        assert_eq!(
            found.links[0].picture.as_ref().map(Text::words).as_deref(),
            Some("words")
        );
        assert!(matches!(&found.pieces[0].what, What::Image { target, .. } if target == "a.ron"));
        let What::Para { text, .. } = &found.pieces[1].what else {
            panic!("a paragraph")
        };
        assert_eq!(text.words(), "See x and z (https://example.org).[1]");
        assert_eq!(text.0[1].action, Some(Action::Jump("y".into())));
        assert!(matches!(found.pieces[2].what, What::Footnote { .. }));
    }
}
