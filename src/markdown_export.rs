//! Owns the third face: a document as Markdown, for a file to take away. Rows and buttons become their words; what is only frame is left out.
//! Must not know what a page is about. What the learner wrote is escaped, so that a star they typed stays a star.

use crate::doc::text::Text;
use crate::doc::{ListItem, Node, Table};
use std::sync::Arc;

/// The document as Markdown, with a line end at its end.
pub fn markdown(doc: &crate::doc::Doc) -> String {
    let mut written = blocks(&doc.nodes);
    written.push('\n');
    written
}

/// Blocks with a blank line between them; rows that follow each other are one list.
fn blocks(nodes: &[Arc<Node>]) -> String {
    let mut written = String::new();
    let mut before: Option<&Node> = None;
    for node in nodes {
        let words = block(node);
        if words.is_empty() {
            continue;
        }
        if let Some(before) = before {
            let together = matches!(
                (before, &**node),
                (
                    Node::Row(_) | Node::Gauge { .. },
                    Node::Row(_) | Node::Gauge { .. }
                )
            );
            written.push_str(if together { "\n" } else { "\n\n" });
        }
        written.push_str(&words);
        before = Some(node);
    }
    written
}

fn block(node: &Node) -> String {
    match node {
        Node::Heading { level, id: _, text } => format!(
            "{} {}",
            "#".repeat(usize::from(*level)),
            spans(text).replace('\n', " ")
        ),
        Node::Para(text) => spans(text).replace('\n', "\\\n"),
        Node::List(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Node::Quote(nodes) => prefixed(&blocks(nodes), "> "),
        Node::Note { kind, nodes } => prefixed(&format!("**{}**\n\n{}", kind.word(), blocks(nodes)), "> "),
        Node::Code(code) => format!("```\n{}\n```", code.trim_end()),
        Node::Table(found) => table(found),
        Node::Definition { term, nodes } => format!("**{}**\\\n{}", spans(term), blocks(nodes)),
        Node::Footnote { label, nodes } => format!("[^{label}]: {}", blocks(nodes)),
        Node::Marked { node, .. } => block(node),
        Node::Rule => "---".to_owned(),
        // Whoever writes a page has it read first.
        Node::Ahead(_) => String::new(),
        Node::Figure { figure: _, words } => format!("*{}*", spans(words)),
        Node::Gauge { label, done, total } => format!("- {}: {done} of {total}", spans(label)),
        Node::Row(row) => {
            let aside = if row.aside.is_empty() {
                String::new()
            } else {
                format!(" ({})", spans(&row.aside))
            };
            format!("- {}{aside}", spans(&row.text).replace('\n', " "))
        }
        // What can be done with a page stays on the page.
        Node::Buttons { .. } => String::new(),
        Node::Field(field) => prefixed(&escaped(&field.text), "> "),
    }
}

fn item(item: &ListItem) -> String {
    let written = blocks(&item.nodes);
    let mut lines = written.lines();
    let first = format!("- {}", lines.next().unwrap_or_default());
    lines.fold(first, |all, line| {
        format!("{all}\n  {line}").trim_end().to_owned()
    })
}

fn prefixed(words: &str, before: &str) -> String {
    words
        .lines()
        .map(|line| format!("{before}{line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn table(table: &Table) -> String {
    let row = |cells: &[Text]| {
        format!(
            "| {} |",
            cells
                .iter()
                .map(|cell| spans(cell).replace('\n', " "))
                .collect::<Vec<_>>()
                .join(" | ")
        )
    };
    let line = format!("|{}", "---|".repeat(table.head.len()));
    let rows = table.rows.iter().map(|cells| row(cells));
    [row(&table.head), line]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Words with their stress.
fn spans(text: &Text) -> String {
    let mut written = String::new();
    for run in &text.0 {
        let words = escaped(&run.text);
        let (lead, rest) = words.split_at(words.len() - words.trim_start().len());
        let (core, tail) = rest.split_at(rest.trim_end().len());
        let mark = match (run.look.strong, run.look.emphasis) {
            _ if core.is_empty() => "",
            (true, _) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        written.push_str(&format!("{lead}{mark}{core}{mark}{tail}"));
    }
    written
}

/// Words as words: what Markdown would read as a sign gets a backslash.
fn escaped(words: &str) -> String {
    let mut written = String::with_capacity(words.len());
    for (at, line) in words.split('\n').enumerate() {
        if at > 0 {
            written.push('\n');
        }
        // A number with a dot begins a list, but only at the start of a line.
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let list = digits > 0 && line[digits..].starts_with(['.', ')']);
        for (place, c) in line.char_indices() {
            let signs = matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&'
            );
            let first = place == 0 && matches!(c, '#' | '-' | '+' | '=');
            if signs || first || list && place == digits {
                written.push('\\');
            }
            written.push(c);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::{Action, Screen};
    use crate::doc::marker::Marker;
    use crate::doc::{Doc, Row};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser};

    #[test]
    fn a_page_reads_as_markdown() {
        let mut doc = Doc::new("x");
        doc.heading(2, Text::plain("A head"));
        doc.push(Node::Para(
            Text::strong("Draft. ").and(Text::plain("2 are open.")),
        ));
        for (words, aside) in [("one", "today"), ("two", "")] {
            doc.push(Node::Row(
                Row::new(Marker::Link, Text::plain(words), Action::Go(Screen::Plan, None))
                    .aside(Text::plain(aside)),
            ));
        }
        doc.push(Node::Quote(vec![
            Arc::new(Node::Para(Text::plain("said\nin two lines"))),
            Arc::new(Node::Para(Text::plain("and more"))),
        ]));
        doc.push(Node::Buttons {
            label: Text::plain("gone"),
            rows: vec![Row::home()],
        });
        let written = markdown(&doc);
        assert_eq!(
            written,
            "## A head\n\n**Draft.** 2 are open.\n\n- one (today)\n- two\n\n> said\\\n> in two lines\n>\n> and more\n"
        );
    }

    proptest! {
        /// Whatever somebody wrote, a reader of the file sees these words and no mark made of them.
        #[test]
        fn words_stay_words(words in "[ -~é日]{1,60}") {
            let mut doc = Doc::new("x");
            doc.say(&words);
            let written = markdown(&doc);
            let mut seen = String::new();
            for event in Parser::new_ext(&written, crate::course::outline::options()) {
                match event {
                    Event::Text(text) => seen.push_str(&text),
                    Event::Start(pulldown_cmark::Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                    other => prop_assert!(false, "{other:?} in {written:?}"),
                }
            }
            prop_assert_eq!(seen.trim(), words.trim());
        }
    }
}
