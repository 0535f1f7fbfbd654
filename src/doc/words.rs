//! Owns the words of a block without their looks: what a mark is known by, what is found again, what is copied; and sentences.
//! Must not know layout; a paragraph is one line here, a list has a line for each entry.

use crate::clean::Clean;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::Text;
use crate::doc::{ListItem, Node};
use std::sync::Arc;

impl Node {
    /// The block itself, whether it is marked or not.
    pub fn bare(&self) -> &Node {
        match self {
            Node::Marked { node, .. } => node,
            node => node,
        }
    }

    /// Whether it is there to be read, rather than to be chosen, filled in or passed by.
    pub fn is_prose(&self) -> bool {
        match self.bare() {
            Node::Para(_) | Node::List(_) | Node::Quote(_) | Node::Note { .. } | Node::Code(_) => true,
            Node::Table(_) | Node::Definition { .. } | Node::Footnote { .. } | Node::Figure { .. } => true,
            Node::Heading { .. } | Node::Rule | Node::Ahead(_) | Node::Gauge { .. } => false,
            Node::Row(_) | Node::Buttons { .. } | Node::Field(_) | Node::Marked { .. } => false,
        }
    }

    /// Its words, as plain text.
    pub fn words(&self) -> Clean {
        Clean::new(&said(self))
    }
}

fn said(node: &Node) -> String {
    match node {
        Node::Heading { text, .. } | Node::Para(text) => text.words(),
        Node::List(items) => lines(items.iter().map(item)),
        Node::Quote(nodes) => all(nodes),
        Node::Note { kind, nodes } => format!("{}: {}", kind.word(), all(nodes)),
        Node::Code(text) => text.trim_end().to_owned(),
        Node::Table(table) => {
            let row = |cells: &[Text]| lines_with(cells.iter().map(Text::words), " | ");
            let rows = table.rows.iter().map(|cells| row(cells));
            lines(std::iter::once(row(&table.head)).chain(rows))
        }
        Node::Definition { term, nodes } => lines([term.words(), all(nodes)].into_iter()),
        Node::Footnote { label, nodes } => format!("[{label}] {}", all(nodes)),
        Node::Marked { node, .. } => said(node),
        Node::Figure { words, .. } => words.words(),
        Node::Row(row) => row.text.words(),
        Node::Field(field) => field.text.to_string(),
        Node::Rule | Node::Ahead(_) | Node::Gauge { .. } | Node::Buttons { .. } => String::new(),
    }
}

fn item(item: &ListItem) -> String {
    let before = match item.mark {
        Marker::Bullet => "- ".to_owned(),
        Marker::Number(_) | Marker::Task(_) => format!("{} ", item.mark.glyph(Glyphs::Ascii)),
        _ => String::new(),
    };
    before + &all(&item.nodes)
}

fn all(nodes: &[Arc<Node>]) -> String {
    lines(nodes.iter().map(|node| said(node)))
}

fn lines(parts: impl Iterator<Item = String>) -> String {
    lines_with(parts, "\n")
}

fn lines_with(parts: impl Iterator<Item = String>, between: &str) -> String {
    let parts: Vec<String> = parts.filter(|part| !part.trim().is_empty()).collect();
    parts.join(between)
}

/// The sentences of a line, without the blanks between them.
pub fn sentences(words: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in words.match_indices(' ') {
        let before = words[start..at].trim_end_matches(['"', ')', '\'']);
        let is_end = before.ends_with(['.', '?', '!']);
        let goes_on = words[at..].trim_start().starts_with(char::is_lowercase);
        // A number with its full stop begins a row.
        let is_number = before.trim_end_matches('.').chars().all(|c| c.is_ascii_digit());
        if is_end && !goes_on && !is_number {
            sentences.push(words[start..at].trim_end());
            start = at + 1;
        }
    }
    sentences.push(words[start..].trim_end());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::NoteKind;

    #[test]
    fn words_come_as_they_are_read() {
        let para = |words: &str| Arc::new(Node::Para(Text::strong(words)));
        let entry = |mark, words: &str| ListItem {
            digit: None,
            mark,
            nodes: vec![para(words)],
        };
        let list = Node::List(vec![
            entry(Marker::Bullet, "one"),
            entry(Marker::Number(2), "two"),
        ]);
        assert_eq!(list.words().as_str(), "- one\n2. two");
        let note = Arc::new(Node::Note {
            kind: NoteKind::Today,
            nodes: vec![para("Ask."), para("Wait.")],
        });
        let marked = Node::Marked {
            node: note.clone(),
            notes: Vec::new(),
        };
        assert_eq!(marked.words().as_str(), "Do today: Ask.\nWait.");
        assert!(marked.is_prose() && marked.bare() == &*note);
        assert_eq!(Node::Code("a\u{1b}[2J\n".into()).words().as_str(), "a[2J");
    }
}
