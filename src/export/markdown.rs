//! Owns the third face: a document as Markdown, for a file to take away. Rows become their words; what is only frame, or something to
//! be done, is left out. Must not know what a page is about.
//!
//! It is written in the part of the language that CommonMark, Python-Markdown (so MkDocs) and pandoc read alike: a line is broken by two
//! spaces, entries of a list go on four columns in, and what anybody typed is made safe. A backslash stands before the signs that all
//! three take it back from; for all other signs there stands their number, which all three read as the sign.

use crate::doc::text::{Role, Text, TextStyle};
use crate::doc::{Doc, ListItem, Node, Table, so_far};
use crate::wrap::FIXED_BLANK;
use std::sync::Arc;

/// Code with one of these is written as words: between backquotes it could not be, or not in every place.
const NOT_IN_CODE: [char; 4] = ['`', '|', '\\', '\n'];

/// The document as Markdown, with a line end at its end.
pub fn markdown(doc: &Doc) -> String {
    let mut written = blocks(&doc.nodes).replace(FIXED_BLANK, " ");
    written.push('\n');
    written
}

/// Blocks with a blank line between them; rows that follow each other are one list.
pub fn blocks(nodes: &[Arc<Node>]) -> String {
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
        Node::Heading { level, id: _, text } => {
            format!("{} {}", "#".repeat(usize::from(*level)), in_a_line(text))
        }
        Node::Para(text) => paragraphs(text),
        Node::List(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Node::Quote(nodes) => quoted(&blocks(nodes)),
        Node::Note { kind, nodes } => quoted(&format!("**{}**\n\n{}", kind.word(), blocks(nodes))),
        Node::Code(code) => fenced(code.trim_end()),
        Node::Table(found) => table(found),
        Node::Definition { term, nodes } => {
            let says = nodes.first().map(|node| node.bare());
            let between = match says {
                Some(Node::Para(_)) => "  \n",
                Some(_) | None => "\n\n",
            };
            let term = in_a_line(&term.clone().stressed());
            format!("{term}{between}{}", blocks(nodes))
        }
        Node::Footnote { label, nodes } => {
            let label = Text::plain(&format!("[{label}]"));
            format!("{} {}", in_a_line(&label), blocks(nodes))
        }
        Node::Marked { node, .. } => block(node),
        Node::Rule => "* * *".to_owned(),
        // Whoever writes a page has it read first.
        Node::Ahead(_) => String::new(),
        Node::Figure { figure: _, words } => figure(words),
        Node::Gauge {
            label,
            done,
            total,
            unit,
        } => {
            let says = Text::plain(&format!(": {}", so_far((*done, *total), unit)));
            format!("- {}", in_a_line(&label.clone().and(says)))
        }
        Node::Row(row) => {
            let aside = match row.aside.is_empty() {
                true => Text::default(),
                false => Text::plain(" (").and(row.aside.clone()).and(Text::plain(")")),
            };
            format!("- {}", in_a_line(&row.text.clone().and(aside)))
        }
        // What can be done with a page stays on the page.
        Node::Buttons { .. } => String::new(),
        Node::Field(field) => quoted(&paragraphs(&Text::plain(&field.text))),
    }
}

/// The words of a figure: one line, or a list of them.
fn figure(words: &Text) -> String {
    let lines: Vec<String> = words.lines().iter().map(line).collect();
    match lines.as_slice() {
        [_] => {
            let mut words = words.clone();
            words.0.iter_mut().for_each(|run| run.look.emphasis = true);
            line(&words)
        }
        lines => {
            let entries = lines.iter().map(|line| format!("- {line}"));
            entries.collect::<Vec<_>>().join("\n")
        }
    }
}

fn item(item: &ListItem) -> String {
    let written = blocks(&item.nodes);
    let mut lines = written.lines();
    let first = format!("- {}", lines.next().unwrap_or_default());
    lines.fold(first, |all, line| match line.is_empty() {
        true => format!("{all}\n"),
        false => format!("{all}\n    {line}"),
    })
}

fn quoted(words: &str) -> String {
    let lines = words.lines().map(|line| match line.is_empty() {
        true => ">".to_owned(),
        false => format!("> {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Lines kept as they are, in a fence longer than any in them.
fn fenced(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}\n{code}\n{fence}")
}

fn table(table: &Table) -> String {
    let row = |cells: &[Text]| {
        let cells: Vec<String> = cells.iter().map(in_a_line).collect();
        format!("| {} |", cells.join(" | "))
    };
    let line = format!("|{}", "---|".repeat(table.head.len()));
    let rows = table.rows.iter().map(|cells| row(cells));
    [row(&table.head), line]
        .into_iter()
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A text with its breaks: two spaces end a line, a blank line ends a paragraph.
fn paragraphs(text: &Text) -> String {
    let paragraphs = text.paragraphs();
    let paragraphs = paragraphs
        .iter()
        .map(|lines| lines.iter().map(line).collect::<Vec<_>>().join("  \n"));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// A text as one line.
pub fn in_a_line(text: &Text) -> String {
    let lines: Vec<String> = text.lines().iter().map(line).collect();
    lines.join(" ").trim().to_owned()
}

/// A line with its stress, without blanks at its ends.
fn line(text: &Text) -> String {
    let words = text.words();
    let number = list_number(&words);
    let mut written = String::new();
    let mut at = 0;
    for run in &text.0 {
        if run.look.role == Role::Code && !run.text.trim().is_empty() && !run.text.contains(NOT_IN_CODE) {
            written.push_str(&format!("`{}`", run.text));
            at += run.text.len();
            continue;
        }
        let start = at + run.text.len() - run.text.trim_start().len();
        let end = start + run.text.trim().len();
        let beside = [words[..start].chars().next_back(), words[end..].chars().next()];
        let touches = start == at && written.ends_with('*');
        let stars = match start == end || touches {
            true => "",
            false => stars(run.look, beside),
        };
        for (here, c) in run.text.char_indices().map(|(here, c)| (at + here, c)) {
            if here == start || here == end {
                written.push_str(stars);
            }
            written.push_str(&safe(&words, here, c, number));
        }
        at += run.text.len();
        if end == at {
            written.push_str(stars);
        }
    }
    written.trim().to_owned()
}

/// The stars around a run between these two characters. None where they would touch a letter: readers differ on what those do.
fn stars(look: TextStyle, beside: [Option<char>; 2]) -> &'static str {
    let is_apart = |c: &char| c.is_whitespace() || c.is_ascii_punctuation();
    if !beside.iter().flatten().all(is_apart) {
        return "";
    }
    match (look.strong, look.emphasis) {
        (true, _) => "**",
        (false, true) => "*",
        (false, false) => "",
    }
}

/// The place of the dot or bracket that would make a line an entry of a list: `1.`, `(2)`, `a)`, `iv.`.
fn list_number(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start().len();
    let rest = line[start..].strip_prefix('(').unwrap_or(&line[start..]);
    let at = line.len() - rest.len();
    let name = &rest[..rest.find(['.', ')'])?];
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_roman = !name.is_empty()
        && name
            .bytes()
            .all(|byte| b"ivxlcdm".contains(&byte.to_ascii_lowercase()));
    let ends = rest[name.len() + 1..]
        .chars()
        .next()
        .is_none_or(char::is_whitespace);
    (ends && (is_number || is_letter || is_roman)).then_some(at + name.len())
}

/// How a sign of a line is written, so that it is read as itself; `number` is the place of `list_number`.
fn safe(line: &str, at: usize, c: char, number: Option<usize>) -> String {
    let (before, after) = (&line[..at], &line[at + c.len_utf8()..]);
    let first = before.trim().is_empty();
    let follows_word = before.ends_with(char::is_alphanumeric);
    let leads_word = after.starts_with(char::is_alphanumeric);
    let backslash = match c {
        '`' | '*' | '_' | '[' | ']' | '{' => true,
        // At the end of a heading they would be its frame.
        '#' => first || before.ends_with(char::is_whitespace),
        '+' | '-' | '>' | '!' => first,
        '.' | ')' => number == Some(at),
        _ => false,
    };
    let by_number = match c {
        '\\' | '<' | '|' | '~' | '^' => true,
        '=' | '?' | '%' => first,
        '&' => is_entity(after),
        // Only what could end a formula; without an end there is none.
        '$' => !first && !before.ends_with(char::is_whitespace),
        '@' => !follows_word && leads_word,
        ':' => first || is_shortcode(after),
        _ => false,
    };
    match (backslash, by_number) {
        (true, _) => format!("\\{c}"),
        (false, true) => format!("&#{};", u32::from(c)),
        (false, false) => c.to_string(),
    }
}

/// Whether what follows an ampersand makes it the name of a sign: `amp;`, `#38;`.
fn is_entity(after: &str) -> bool {
    let name = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'))
        .unwrap_or(after.len());
    name > 0 && after[name..].starts_with(';')
}

/// Whether what follows a colon may be taken for the name of a picture: `word:`. The minutes of a time of day are none.
fn is_shortcode(after: &str) -> bool {
    let Some((name, _)) = after.split_once(':') else {
        return false;
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_+-".contains(c);
    let is_minutes = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_digit());
    !name.is_empty() && name.chars().all(is_name) && !is_minutes
}

#[cfg(test)]
mod tests;
