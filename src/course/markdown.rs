//! Owns Markdown → pieces with their byte ranges, and pieces → nodes. All of CommonMark and GFM becomes something sensible.
//! Must not know questions, lessons or the manifest; what a link leads to is asked of the caller.

use crate::clean::Clean;
use crate::course::outline::options;
use crate::doc::{Action, Align, Item, Look, Mark, Node, NoteKind, Role, Run, Table, Text};
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, Parser, Tag, TagEnd};
use std::ops::Range;
use std::sync::Arc;

/// Containers inside containers that are still told apart; deeper ones are flattened, so that nothing recurses without end.
const NESTING: usize = 32;

/// A block of Markdown and the bytes it stands on.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What it is.
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
    Quote { kind: Option<NoteKind>, pieces: Vec<Piece> },
    /// A code block.
    Code(Clean),
    /// A table; each body row with its bytes.
    Table { align: Vec<Align>, head: Vec<Text>, rows: Vec<(Vec<Text>, Range<usize>)> },
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
    /// Its words.
    pub text: Text,
}

/// An entry of a list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `[x]` or `[ ]`, where it has one.
    pub task: Option<Task>,
    /// What it holds.
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
    /// Every link and picture: its target and bytes.
    pub links: Vec<(String, Range<usize>)>,
}

/// Parses `markdown`. `resolve` says what following a link does, or nothing for one that leads outside or nowhere.
pub fn parse(markdown: &str, resolve: &dyn Fn(&str) -> Option<Action>) -> Parsed {
    let skipped = if markdown.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut builder =
        Builder { resolve, stack: vec![Open::new(Holder::Root, 0..0)], links: Vec::new(), inline: Inline::default(), skipped_depth: 0 };
    for (event, range) in Parser::new_ext(&markdown[skipped..], options()).into_offset_iter() {
        builder.event(event, range.start + skipped..range.end + skipped);
    }
    builder.flush();
    let root = builder.stack.into_iter().next();
    Parsed { pieces: root.map(|open| open.pieces).unwrap_or_default(), links: builder.links }
}

/// The node that a piece shows as.
pub fn node(piece: &Piece) -> Arc<Node> {
    Arc::new(match &piece.what {
        What::Heading(heading) => {
            Node::Heading { level: heading.level, id: heading.id.as_deref().map(Into::into), text: heading.text.clone() }
        }
        What::Para { text, comments: _ } => Node::Para(text.clone()),
        What::List { start, items } => Node::List(items.iter().enumerate().map(|(nth, entry)| item(*start, nth, entry)).collect()),
        What::Quote { kind: None, pieces } => Node::Quote(nodes(pieces)),
        What::Quote { kind: Some(kind), pieces } => Node::Note { kind: *kind, nodes: nodes(pieces) },
        What::Code(text) => Node::Code(text.clone()),
        What::Table { align, head, rows } => {
            Node::Table(Table { align: align.clone(), head: head.clone(), rows: rows.iter().map(|(cells, _)| cells.clone()).collect() })
        }
        What::Definition { term, pieces } => Node::Definition { term: term.clone(), nodes: nodes(pieces) },
        What::Footnote { label, pieces } => Node::Footnote { label: label.clone(), nodes: nodes(pieces) },
        What::Image { target: _, words } => Node::Para(Text::role("Picture: ", Role::Muted).and(words.clone())),
        What::Rule => Node::Rule,
    })
}

/// The nodes of several pieces.
pub fn nodes(pieces: &[Piece]) -> Vec<Arc<Node>> {
    pieces.iter().map(node).collect()
}

fn item(start: Option<u64>, nth: usize, entry: &Entry) -> Item {
    let mark = match (entry.task, start) {
        (Some(task), _) => Mark::Task(task == Task::Ticked),
        (None, Some(start)) => Mark::Number(start.saturating_add(nth as u64)),
        (None, None) => Mark::Bullet,
    };
    Item { digit: None, mark, nodes: nodes(&entry.pieces) }
}

enum Holder {
    Root,
    Heading(Heading),
    Para,
    List(Option<u64>, Vec<Entry>),
    Item(Option<Task>),
    Quote(Option<NoteKind>),
    Code(String),
    Table { align: Vec<Align>, head: Vec<Text>, rows: Vec<(Vec<Text>, Range<usize>)>, cells: Vec<Text> },
    Cell,
    DefinitionTerm,
    DefinitionBody(Text),
    Footnote(Clean),
}

struct Open {
    holder: Holder,
    pieces: Vec<Piece>,
    range: Range<usize>,
    /// The term that waits for its meaning, in a definition list.
    term: Option<Text>,
}

impl Open {
    fn new(holder: Holder, range: Range<usize>) -> Open {
        Open { holder, pieces: Vec::new(), range, term: None }
    }
}

#[derive(Default)]
struct Inline {
    runs: Vec<Run>,
    comments: Vec<String>,
    look: Look,
    strong: usize,
    emphasis: usize,
    strike: usize,
    links: Vec<(String, Option<Action>)>,
    image: Option<(String, usize)>,
    start: Option<usize>,
    end: usize,
}

struct Builder<'a> {
    resolve: &'a dyn Fn(&str) -> Option<Action>,
    stack: Vec<Open>,
    links: Vec<(String, Range<usize>)>,
    inline: Inline,
    skipped_depth: usize,
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match self.top() {
                Holder::Code(code) => code.push_str(&text),
                _ => self.words(&text, Role::Body, range),
            },
            Event::Code(text) => self.words(&text, Role::Code, range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.words(&text, Role::Code, range),
            Event::Html(html) => self.html(&html, range),
            Event::InlineHtml(html) => self.html(&html, range),
            Event::FootnoteReference(label) => self.words(&format!("[{label}]"), Role::Muted, range),
            Event::SoftBreak => self.words(" ", Role::Body, range),
            Event::HardBreak => self.words("\n", Role::Body, range),
            Event::Rule => {
                self.flush();
                self.add(What::Rule, range);
            }
            Event::TaskListMarker(ticked) => {
                if let Holder::Item(task) = self.top() {
                    *task = Some(if ticked { Task::Ticked } else { Task::Open });
                } else if let Some(Open { holder: Holder::Item(task), .. }) = self.stack.iter_mut().rev().nth(1) {
                    *task = Some(if ticked { Task::Ticked } else { Task::Open });
                }
            }
        }
    }

    fn top(&mut self) -> &mut Holder {
        &mut self.stack.last_mut().expect("the root is never taken off the stack").holder
    }

    fn add(&mut self, what: What, range: Range<usize>) {
        self.stack.last_mut().expect("the root is never taken off the stack").pieces.push(Piece { what, range });
    }

    fn open(&mut self, holder: Holder, range: Range<usize>) {
        self.flush();
        self.stack.push(Open::new(holder, range));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Holder::Para, range),
            Tag::Heading { level, id, classes, attrs } => self.open(
                Holder::Heading(Heading {
                    level: level as u8,
                    id: id.map(|id| id.to_string()),
                    classes: classes.iter().map(|class| class.to_string()).collect(),
                    attributes: attrs
                        .into_iter()
                        .map(|(key, value)| (key.to_string(), value.map(|value| value.to_string()).unwrap_or_default()))
                        .collect(),
                    text: Text::default(),
                }),
                range,
            ),
            Tag::BlockQuote(_) | Tag::List(_) if self.stack.len() > NESTING * 2 => {
                self.flush();
                self.skipped_depth += 1;
            }
            Tag::BlockQuote(kind) => self.open(Holder::Quote(kind.map(note_kind)), range),
            Tag::CodeBlock(_) => self.open(Holder::Code(String::new()), range),
            Tag::List(start) => self.open(Holder::List(start, Vec::new()), range),
            Tag::Item => match self.skipped_depth {
                0 => self.open(Holder::Item(None), range),
                _ => self.flush(),
            },
            Tag::FootnoteDefinition(label) => self.open(Holder::Footnote(Clean::line(&label)), range),
            Tag::DefinitionList => self.flush(),
            Tag::DefinitionListTitle => self.open(Holder::DefinitionTerm, range),
            Tag::DefinitionListDefinition => {
                self.flush();
                let term = self.stack.last_mut().and_then(|open| open.term.take()).unwrap_or_default();
                self.open(Holder::DefinitionBody(term), range);
            }
            Tag::Table(align) => self.open(
                Holder::Table {
                    align: align.iter().map(|align| alignment(*align)).collect(),
                    head: Vec::new(),
                    rows: Vec::new(),
                    cells: Vec::new(),
                },
                range,
            ),
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => self.open(Holder::Cell, range),
            Tag::Emphasis => self.inline.emphasis += 1,
            Tag::Strong => self.inline.strong += 1,
            Tag::Strikethrough => self.inline.strike += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push((dest_url.to_string(), range));
                let action = (self.resolve)(&dest_url);
                self.inline.links.push((dest_url.to_string(), action));
            }
            Tag::Image { dest_url, .. } => {
                self.links.push((dest_url.to_string(), range.clone()));
                self.touch(&range);
                self.inline.image = Some((dest_url.to_string(), self.inline.runs.len()));
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.inline.emphasis = self.inline.emphasis.saturating_sub(1),
            TagEnd::Strong => self.inline.strong = self.inline.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.inline.strike = self.inline.strike.saturating_sub(1),
            TagEnd::Link => {
                // A link that leads outside shows where: it is never opened from here.
                if let Some((target, None)) = self.inline.links.pop() {
                    let shown: String = self.inline.runs.iter().map(|run| run.text.as_str()).collect();
                    if is_outside(&target) && !shown.ends_with(&target) {
                        self.words(&format!(" ({target})"), Role::Muted, range);
                    }
                }
            }
            TagEnd::Image => self.end_image(range),
            TagEnd::DefinitionList | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) if self.skipped_depth > 0 => {
                self.flush();
                self.skipped_depth -= 1;
            }
            TagEnd::Item if self.skipped_depth > 0 => self.flush(),
            TagEnd::TableHead => {
                if let Holder::Table { head, cells, .. } = self.top() {
                    *head = std::mem::take(cells);
                }
            }
            TagEnd::TableRow => {
                if let Holder::Table { head, rows, cells, .. } = self.top() {
                    cells.resize(head.len(), Text::default());
                    rows.push((std::mem::take(cells), range));
                }
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableCell => self.close(),
        }
    }

    /// Takes the innermost container off the stack and puts what it became into the one around it.
    fn close(&mut self) {
        if !matches!(self.top(), Holder::Heading(_) | Holder::Cell | Holder::DefinitionTerm) {
            self.flush();
        }
        if self.stack.len() == 1 {
            return;
        }
        let Some(open) = self.stack.pop() else { return };
        let range = open.range;
        match open.holder {
            Holder::Root => {}
            Holder::Para => {
                let parent = self.stack.last_mut().expect("the root is never taken off the stack");
                parent.pieces.extend(open.pieces);
            }
            Holder::Heading(mut heading) => {
                heading.text = self.take_inline().0;
                self.add(What::Heading(heading), range);
            }
            Holder::List(start, items) => self.add(What::List { start, items }, range),
            Holder::Item(task) => {
                let entry = Entry { task, pieces: open.pieces, range };
                if let Holder::List(_, items) = self.top() {
                    items.push(entry);
                }
            }
            Holder::Quote(kind) => self.add(What::Quote { kind, pieces: open.pieces }, range),
            Holder::Code(code) => self.add(What::Code(Clean::new(code.trim_end_matches('\n'))), range),
            Holder::Table { align, head, rows, cells: _ } => self.add(What::Table { align, head, rows }, range),
            Holder::Cell => {
                let text = self.take_inline().0;
                if let Holder::Table { cells, .. } = self.top() {
                    cells.push(text);
                }
            }
            Holder::DefinitionTerm => {
                let text = self.take_inline().0;
                let parent = self.stack.last_mut().expect("the root is never taken off the stack");
                parent.term = Some(text);
            }
            Holder::DefinitionBody(term) => self.add(What::Definition { term, pieces: open.pieces }, range),
            Holder::Footnote(label) => self.add(What::Footnote { label, pieces: open.pieces }, range),
        }
    }

    fn end_image(&mut self, range: Range<usize>) {
        let Some((target, from)) = self.inline.image.take() else { return };
        let words = Text(self.inline.runs.split_off(from.min(self.inline.runs.len())));
        let alone = self.inline.runs.is_empty() && matches!(self.top(), Holder::Para | Holder::Item(_));
        if alone {
            self.inline.start = None;
            self.add(What::Image { target, words }, range);
        } else {
            self.inline.runs.extend(words.0);
        }
    }

    fn html(&mut self, html: &str, range: Range<usize>) {
        let trimmed = html.trim();
        if let Some(comment) = trimmed.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")) {
            self.inline.comments.push(comment.trim().to_owned());
        } else if matches!(trimmed, "<br>" | "<br/>" | "<br />") {
            self.words("\n", Role::Body, range);
        } else if !trimmed.is_empty() {
            self.words(html.trim_end_matches('\n'), Role::Code, range);
        }
    }

    fn touch(&mut self, range: &Range<usize>) {
        self.inline.start.get_or_insert(range.start);
        self.inline.end = range.end;
    }

    fn words(&mut self, words: &str, role: Role, range: Range<usize>) {
        self.touch(&range);
        let link = self.inline.links.last();
        let role = match (link, role) {
            (Some(_), Role::Body) => Role::Link,
            (_, role) => role,
        };
        let look = Look { strong: self.inline.strong > 0, emphasis: self.inline.emphasis > 0, strike: self.inline.strike > 0, role };
        let action = link.and_then(|(_, action)| action.clone());
        let text = Clean::new(words);
        match self.inline.runs.last_mut() {
            Some(last) if last.look == look && last.action == action => {
                last.text = Clean::new(&format!("{}{}", last.text, text));
            }
            _ => self.inline.runs.push(Run { text, look, action }),
        }
    }

    fn take_inline(&mut self) -> (Text, Vec<String>) {
        let runs = std::mem::take(&mut self.inline.runs);
        let comments = std::mem::take(&mut self.inline.comments);
        self.inline.start = None;
        (trimmed(Text(runs)), comments)
    }

    /// Words that were gathered become a paragraph of the container they stand in.
    fn flush(&mut self) {
        if matches!(self.top(), Holder::Heading(_) | Holder::Cell | Holder::DefinitionTerm) {
            return;
        }
        let Some(start) = self.inline.start else {
            // A comment without words belongs to the paragraph before it, or to nobody.
            let comments = std::mem::take(&mut self.inline.comments);
            let last = self.stack.last_mut().and_then(|open| open.pieces.last_mut());
            if let Some(Piece { what: What::Para { comments: kept, .. }, .. }) = last {
                kept.extend(comments);
            }
            return;
        };
        let range = start..self.inline.end;
        let (text, comments) = self.take_inline();
        if !text.is_empty() || !comments.is_empty() {
            self.add(What::Para { text, comments }, range);
        }
    }
}

/// Blanks at both ends taken off; a comment at the end of a line leaves one.
fn trimmed(mut text: Text) -> Text {
    if let Some(first) = text.0.first_mut() {
        first.text = Clean::new(first.text.trim_start());
    }
    while let Some(last) = text.0.last_mut() {
        let kept = last.text.trim_end();
        if kept.is_empty() {
            text.0.pop();
            continue;
        }
        if kept.len() < last.text.len() {
            last.text = Clean::new(kept);
        }
        break;
    }
    text
}

/// Whether a link leaves the course for an address that may be shown.
pub fn is_outside(target: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
}

fn note_kind(kind: BlockQuoteKind) -> NoteKind {
    match kind {
        BlockQuoteKind::Note => NoteKind::Note,
        BlockQuoteKind::Tip => NoteKind::Tip,
        BlockQuoteKind::Important => NoteKind::Important,
        BlockQuoteKind::Warning => NoteKind::Warning,
        BlockQuoteKind::Caution => NoteKind::Caution,
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(markdown: &str) -> Vec<Piece> {
        parse(markdown, &|_| None).pieces
    }

    #[test]
    fn options_keep_their_comments_and_explanations() {
        let pieces = parsed("- [ ] A thing <!-- M18 -->\n\n  Not yet. Because.\n\n- [x] Another\n\n  Yes.\n");
        let What::List { start: None, items } = &pieces[0].what else { panic!("a list") };
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].task, Some(Task::Open));
        assert_eq!(items[1].task, Some(Task::Ticked));
        let What::Para { text, comments } = &items[0].pieces[0].what else { panic!("a paragraph") };
        assert_eq!(text.words(), "A thing");
        assert_eq!(comments, &["M18"]);
        assert_eq!(items[0].pieces.len(), 2);
    }

    #[test]
    fn nesting_is_kept_and_capped() {
        let pieces = parsed("> - a\n>   - b\n>\n>     > c\n");
        let What::Quote { kind: None, pieces } = &pieces[0].what else { panic!("a quote") };
        let What::List { items, .. } = &pieces[0].what else { panic!("a list") };
        assert_eq!(items[0].pieces.len(), 2);
        let deep = format!("{} end", ">".repeat(20_000));
        assert_eq!(parsed(&deep).len(), 1);
        node(&parsed(&deep)[0]);
    }

    #[test]
    fn figures_links_and_footnotes() {
        let found = parse("![words](a.ron)\n\nSee [x](#y) and [z](https://example.org).[^1]\n\n[^1]: Note.\n", &|target| {
            target.strip_prefix('#').map(|id| Action::Jump(id.into()))
        });
        assert_eq!(found.links.len(), 3);
        assert!(matches!(&found.pieces[0].what, What::Image { target, .. } if target == "a.ron"));
        let What::Para { text, .. } = &found.pieces[1].what else { panic!("a paragraph") };
        assert_eq!(text.words(), "See x and z (https://example.org).[1]");
        assert_eq!(text.0[1].action, Some(Action::Jump("y".into())));
        assert!(matches!(found.pieces[2].what, What::Footnote { .. }));
    }
}
