//! Owns blocks and words → HTML. Must not know questions.

use super::Pages;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::{Role, Text};
use crate::doc::{Align, ListItem, Node, Table};
use crate::figure::draw;
use std::collections::HashSet;
use std::sync::Arc;

/// Columns of a figure that is drawn in letters.
const FIGURE: usize = 64;

/// One page while it is written.
pub(super) struct Writing<'a> {
    pages: &'a Pages,
    /// Names of headings given so far on this page.
    ids: HashSet<String>,
    /// The level of the last heading: the next one is at most one deeper.
    level: u8,
    /// What has no place here.
    pub(super) left: Vec<&'static str>,
}

impl<'a> Writing<'a> {
    /// A page with nothing below its title.
    pub(super) fn new(pages: &'a Pages) -> Writing<'a> {
        Writing {
            pages,
            ids: HashSet::from(["main".to_owned()]),
            level: 1,
            left: Vec::new(),
        }
    }

    /// A heading; its name is given once on a page.
    pub(super) fn heading(&mut self, level: u8, id: Option<&str>, inside: &str) -> String {
        let level = level.clamp(2, (self.level + 1).min(6));
        self.level = level;
        let id = id.filter(|id| self.ids.insert((*id).to_owned()));
        let id = id
            .map(|id| format!(" id=\"{}\"", attribute(id)))
            .unwrap_or_default();
        format!("<h{level}{id}>{inside}</h{level}>\n")
    }

    pub(super) fn nodes(&mut self, nodes: &[Arc<Node>]) -> String {
        nodes.iter().map(|node| self.node(node)).collect()
    }

    pub(super) fn node(&mut self, node: &Node) -> String {
        match node {
            Node::Heading { level, id, text } => {
                let words = self.text(text);
                self.heading(*level, id.as_deref(), &words)
            }
            Node::Para(text) => format!("<p>{}</p>\n", self.text(text)),
            Node::List(items) => self.list(items),
            Node::Quote(nodes) => format!("<blockquote>\n{}</blockquote>\n", self.nodes(nodes)),
            Node::Note { kind, nodes } => {
                let inside = self.nodes(nodes);
                format!(
                    "<div class=\"note\">\n<p><strong>{}</strong></p>\n{inside}</div>\n",
                    escaped(&kind.word())
                )
            }
            Node::Code(code) => format!("<pre><code>{}</code></pre>\n", escaped(code)),
            Node::Table(table) => self.table(table),
            Node::Definition { term, nodes } => {
                let inside = self.nodes(nodes);
                format!("<dl>\n<dt>{}</dt>\n<dd>\n{inside}</dd>\n</dl>\n", self.text(term))
            }
            Node::Footnote { label, nodes } => {
                let inside = self.nodes(nodes);
                format!(
                    "<div class=\"footnote\">\n<p>[{}]</p>\n{inside}</div>\n",
                    escaped(label)
                )
            }
            Node::Marked { node, .. } => self.node(node),
            Node::Rule => "<hr>\n".to_owned(),
            // Whoever writes a page has it read first.
            Node::Ahead(_) => String::new(),
            Node::Figure { figure, words } => {
                let lines = draw(figure, FIGURE, Glyphs::Unicode);
                let lines: Vec<String> = lines.iter().map(|line| escaped(&line.words())).collect();
                // Whoever hears the page hears the words alone.
                format!(
                    "<figure>\n<pre aria-hidden=\"true\">{}</pre>\n<figcaption>{}</figcaption>\n</figure>\n",
                    lines.join("\n"),
                    self.text(words)
                )
            }
            // What can be done on a page belongs to the player.
            Node::Gauge { .. } | Node::Row(_) | Node::Buttons { .. } | Node::Field(_) => String::new(),
        }
    }

    fn list(&mut self, items: &[ListItem]) -> String {
        let (open, close) = match items.first().map(|item| item.mark) {
            Some(Marker::Number(1)) => ("<ol>".to_owned(), "</ol>"),
            Some(Marker::Number(start)) => (format!("<ol start=\"{start}\">"), "</ol>"),
            _ => ("<ul>".to_owned(), "</ul>"),
        };
        let items = items.iter().map(|item| {
            let mark = match item.mark {
                Marker::Task(true) => "Done: ",
                Marker::Task(false) => "To do: ",
                _ => "",
            };
            let inside = match item.nodes.as_slice() {
                [node] => match &**node {
                    Node::Para(text) => self.text(text),
                    node => self.node(node),
                },
                nodes => self.nodes(nodes),
            };
            format!("<li>{mark}{inside}</li>\n")
        });
        let items: String = items.collect();
        format!("{open}\n{items}{close}\n")
    }

    fn table(&self, table: &Table) -> String {
        let style = |nth: usize| match table.align.get(nth) {
            Some(Align::Right) => " class=\"right\"",
            Some(Align::Center) => " class=\"center\"",
            Some(Align::Left) | None => "",
        };
        let row = |cells: &[Text], is_head: bool| {
            let cells = cells.iter().enumerate().map(|(nth, cell)| {
                let words = self.text(cell);
                // A heading without words is none.
                match is_head && !words.is_empty() {
                    true => format!("<th scope=\"col\"{}>{words}</th>", style(nth)),
                    false => format!("<td{}>{words}</td>", style(nth)),
                }
            });
            format!("<tr>{}</tr>\n", cells.collect::<String>())
        };
        let head = row(&table.head, true);
        let rows: String = table.rows.iter().map(|cells| row(cells, false)).collect();
        format!("<table>\n<thead>\n{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
    }

    /// Words with their looks and links.
    pub(super) fn text(&self, text: &Text) -> String {
        self.runs(text, true)
    }

    /// Words with their looks alone, where a link would stand inside something that opens.
    pub(super) fn words(&self, text: &Text) -> String {
        self.runs(text, false)
    }

    fn runs(&self, text: &Text, with_links: bool) -> String {
        let mut written = String::new();
        for run in &text.0 {
            let mut words = escaped(&run.text).replace('\n', "<br>\n");
            let look = run.look;
            let tags = [
                (look.role == Role::Code, "code"),
                (look.strike, "del"),
                (look.emphasis, "em"),
                (look.strong, "strong"),
            ];
            for (_, tag) in tags.iter().filter(|(is, _)| *is) {
                words = format!("<{tag}>{words}</{tag}>");
            }
            let target = run
                .action
                .as_ref()
                .filter(|_| with_links)
                .and_then(|action| self.target(action));
            match target {
                Some(target) => written.push_str(&format!("<a href=\"{target}\">{words}</a>")),
                None => written.push_str(&words),
            }
        }
        written
    }

    /// Where a link leads that does `action`.
    pub(super) fn target(&self, action: &crate::action::Action) -> Option<String> {
        self.pages.target(action)
    }
}

/// Words as HTML.
pub(super) fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Words inside an attribute.
pub(super) fn attribute(words: &str) -> String {
    escaped(words).replace('"', "&quot;")
}
