//! Owns the parser's events → pieces: what is open, and the words that are still gathered.
//! Must not know what a piece shows as.

mod html;
pub mod inline;

use crate::action::Action;
use crate::clean::Clean;
use crate::course::markdown::build::html::{Html, HtmlBlock, Looks};
use crate::course::markdown::{Entry, Heading, Link, Parsed, Piece, Task, What};
use crate::doc::text::{Role, Run, Text, TextStyle};
use crate::doc::{Align, NoteKind};
use pulldown_cmark::{Alignment, BlockQuoteKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Containers inside containers that are still told apart; deeper ones are flattened, so that nothing recurses without end.
const NESTING: usize = 32;

/// Turns the parser's events into pieces.
pub struct Builder<'a> {
    /// The text whose bytes the events name.
    markdown: &'a str,
    resolve: &'a dyn Fn(&str) -> Option<Action>,
    stack: Vec<Open>,
    links: Vec<Link>,
    inline: Inline,
    html: Html,
    /// Where a comment ends that goes on past its block.
    hidden_until: usize,
    skipped_depth: usize,
}

enum Holder {
    Root,
    Heading(Heading),
    Para,
    List(Option<u64>, Vec<Entry>),
    Item(Option<Task>),
    Quote(Option<NoteKind>),
    Code(String),
    Table {
        align: Vec<Align>,
        head: Vec<Text>,
        rows: Vec<(Vec<Text>, Range<usize>)>,
        cells: Vec<Text>,
    },
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
        Open {
            holder,
            pieces: Vec::new(),
            range,
            term: None,
        }
    }
}

/// Words that are still gathered. They become clean when they are whole, which is also the only time they are copied.
struct Gathered {
    text: String,
    look: TextStyle,
    action: Option<Action>,
}

/// The text that was gathered.
fn text(runs: Vec<Gathered>) -> Text {
    Text(
        runs.into_iter()
            .map(|run| Run {
                text: Clean::new(&run.text),
                look: run.look,
                action: run.action,
            })
            .collect(),
    )
}

/// A link whose words are being read.
struct OpenLink {
    target: String,
    action: Option<Action>,
    /// Runs before its words.
    from: usize,
    /// Whether a tag of HTML opened it.
    is_html: bool,
}

#[derive(Default)]
struct Inline {
    runs: Vec<Gathered>,
    comments: Vec<String>,
    strong: usize,
    emphasis: usize,
    strike: usize,
    looks: Looks,
    links: Vec<OpenLink>,
    image: Option<OpenImage>,
    /// Whether a picture ended right before what comes next.
    is_behind_picture: bool,
    start: Option<usize>,
    end: usize,
}

/// A picture whose words are being read.
struct OpenImage {
    target: String,
    /// Runs before its words.
    from: usize,
    /// Its place in the list of links.
    link: usize,
}

impl Builder<'_> {
    /// One that has seen nothing yet.
    pub fn new<'a>(markdown: &'a str, resolve: &'a dyn Fn(&str) -> Option<Action>) -> Builder<'a> {
        Builder {
            markdown,
            resolve,
            html: Html::default(),
            hidden_until: 0,
            stack: vec![Open::new(Holder::Root, 0..0)],
            links: Vec::new(),
            inline: Inline::default(),
            skipped_depth: 0,
        }
    }

    /// All that was built.
    pub fn finish(mut self) -> Parsed {
        self.flush();
        let root = self.stack.into_iter().next();
        Parsed {
            pieces: root.map(|open| open.pieces).unwrap_or_default(),
            links: self.links,
            anchors: self.html.anchors,
            dropped: self.html.first.map(|first| (self.html.dropped, first)),
            read: 0,
        }
    }

    /// Takes in the next event; `range` are its bytes of the file.
    pub fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if range.start < self.hidden_until && !matches!(event, Event::Start(_) | Event::End(_)) {
            if let Event::Text(text) = &event
                && let Some(seen) = text.get(self.hidden_until - range.start..)
            {
                self.words(seen, Role::Body, self.hidden_until..range.end);
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match self.top() {
                Holder::Code(code) => code.push_str(&text),
                _ => self.words(&text, Role::Body, range),
            },
            Event::Code(text) => self.words(&text, Role::Code, range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.words(&text, Role::Code, range),
            Event::Html(html) => self.html_line(&html, range),
            Event::InlineHtml(html) => self.html(&html, range),
            Event::FootnoteReference(label) => self.words(&format!("[{label}]"), Role::Muted, range),
            Event::SoftBreak if self.is_beside_fence(&range) => self.flush(),
            Event::SoftBreak => self.words(" ", Role::Body, range),
            Event::HardBreak => self.words("\n", Role::Body, range),
            Event::Rule => {
                self.flush();
                self.add(What::Rule, range);
            }
            Event::TaskListMarker(ticked) => {
                if let Holder::Item(task) = self.top() {
                    *task = Some(if ticked { Task::Ticked } else { Task::Open });
                } else if let Some(Open {
                    holder: Holder::Item(task),
                    ..
                }) = self.stack.iter_mut().rev().nth(1)
                {
                    *task = Some(if ticked { Task::Ticked } else { Task::Open });
                }
            }
        }
    }

    /// Whether one of the lines that a line end parts is a fence of colons, which is words, and stands alone.
    fn is_beside_fence(&self, line_end: &Range<usize>) -> bool {
        let is_fence = |line: &str| line.trim_start_matches([' ', '>']).starts_with(":::");
        let above = self.markdown[..line_end.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        is_fence(above) || is_fence(&self.markdown[line_end.end..])
    }

    fn top(&mut self) -> &mut Holder {
        &mut self
            .stack
            .last_mut()
            .expect("the root is never taken off the stack")
            .holder
    }

    fn add(&mut self, what: What, range: Range<usize>) {
        self.stack
            .last_mut()
            .expect("the root is never taken off the stack")
            .pieces
            .push(Piece { what, range });
    }

    fn open(&mut self, holder: Holder, range: Range<usize>) {
        self.flush();
        self.stack.push(Open::new(holder, range));
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.open(Holder::Para, range),
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                let id = id.map(|id| id.to_string()).or(self.html.anchor.take());
                self.open(
                    Holder::Heading(Heading {
                        level: level as u8,
                        id,
                        classes: classes.iter().map(|class| class.to_string()).collect(),
                        attributes: attrs
                            .into_iter()
                            .map(|(key, value)| {
                                (
                                    key.to_string(),
                                    value.map(|value| value.to_string()).unwrap_or_default(),
                                )
                            })
                            .collect(),
                        text: Text::default(),
                    }),
                    range,
                )
            }
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
                let term = self
                    .stack
                    .last_mut()
                    .and_then(|open| open.term.take())
                    .unwrap_or_default();
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
            Tag::Link {
                dest_url,
                title,
                link_type,
                ..
            } => {
                let target = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.open_link(target, title.to_string(), false, range);
            }
            Tag::Image { dest_url, title, .. } => self.open_image(&dest_url, &title, range),
            Tag::HtmlBlock => {
                self.flush();
                self.html.block = Some(HtmlBlock::default());
            }
            Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.inline.emphasis = self.inline.emphasis.saturating_sub(1),
            TagEnd::Strong => self.inline.strong = self.inline.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.inline.strike = self.inline.strike.saturating_sub(1),
            TagEnd::Link => self.end_link(range),
            TagEnd::Image => self.end_image(range),
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::DefinitionList | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {
                self.flush()
            }
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
                if let Holder::Table {
                    head, rows, cells, ..
                } = self.top()
                {
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
        if !matches!(
            self.top(),
            Holder::Heading(_) | Holder::Cell | Holder::DefinitionTerm
        ) {
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
                let parent = self
                    .stack
                    .last_mut()
                    .expect("the root is never taken off the stack");
                parent.pieces.extend(open.pieces);
            }
            Holder::Heading(mut heading) => {
                heading.text = self.take_inline().0;
                self.add(What::Heading(heading), range);
            }
            Holder::List(start, items) => {
                self.add(What::List { start, items }, range);
                // What HTML has between the entries of a list.
                let parent = self
                    .stack
                    .last_mut()
                    .expect("the root is never taken off the stack");
                parent.pieces.extend(open.pieces);
            }
            Holder::Item(task) => {
                let entry = Entry {
                    task,
                    pieces: open.pieces,
                    range,
                };
                if let Holder::List(_, items) = self.top() {
                    items.push(entry);
                }
            }
            Holder::Quote(kind) => self.add(
                What::Quote {
                    kind,
                    pieces: open.pieces,
                },
                range,
            ),
            Holder::Code(code) => self.add(What::Code(Clean::new(code.trim_end_matches('\n'))), range),
            Holder::Table {
                align,
                head,
                rows,
                cells: _,
            } => self.add(What::Table { align, head, rows }, range),
            Holder::Cell => {
                let text = self.take_inline().0;
                if let Holder::Table { cells, .. } = self.top() {
                    cells.push(text);
                }
            }
            Holder::DefinitionTerm => {
                let text = self.take_inline().0;
                let parent = self
                    .stack
                    .last_mut()
                    .expect("the root is never taken off the stack");
                parent.term = Some(text);
            }
            Holder::DefinitionBody(term) => self.add(
                What::Definition {
                    term,
                    pieces: open.pieces,
                },
                range,
            ),
            Holder::Footnote(label) => self.add(
                What::Footnote {
                    label,
                    pieces: open.pieces,
                },
                range,
            ),
        }
    }
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
