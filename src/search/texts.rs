//! Owns the texts of a document's nodes as they can be found: which words are the course's or the learner's,
//! the words around a hit, and a node with the words that were found marked. Must not know indexes, pages or
//! the learner.

use crate::clean::Clean;
use crate::cluster;
use crate::doc::marker::Glyphs;
use crate::doc::text::{Role, Run, Text};
use crate::doc::{ListItem, Node, Table};
use crate::search::Sought;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Columns that the words around a hit take at the most.
const AROUND: usize = 58;
/// Characters of these that stand before the first word that was found, at the most.
const BEFORE: usize = 22;

/// What a text says, on one line. What a page says of it in a voice of its own, as verdicts and numbers, is
/// left out.
pub fn said(text: &Text) -> Clean {
    let own = text.0.iter().filter(|run| is_said(run));
    let words: String = own.map(|run| run.text.as_str()).collect();
    Clean::line(words.trim())
}

fn is_said(run: &Run) -> bool {
    match run.look.role {
        Role::Body | Role::Title | Role::Code | Role::Link | Role::Match => true,
        Role::Muted | Role::Right | Role::Wrong | Role::Partly | Role::Accent | Role::Bar => false,
    }
}

/// What a row of a table says.
fn row_said(cells: &[Text]) -> Clean {
    let cells: Vec<Clean> = cells.iter().map(said).filter(|cell| !cell.is_empty()).collect();
    let words: Vec<&str> = cells.iter().map(Clean::as_str).collect();
    Clean::line(&words.join("; "))
}

/// Every text of these nodes, in reading order. What can be done beside them, and what is being written, is
/// none.
pub fn of_nodes(nodes: &[Arc<Node>], out: &mut Vec<Clean>) {
    nodes.iter().for_each(|node| of_node(node, out));
}

/// Every text of a node, in reading order.
pub fn of_node(node: &Node, out: &mut Vec<Clean>) {
    let before = out.len();
    match node {
        Node::Heading { text, .. } | Node::Para(text) => out.push(said(text)),
        Node::Figure { words, .. } => out.push(said(words)),
        Node::Row(row) => out.push(said(&row.text)),
        Node::Code(code) => out.push(Clean::line(code)),
        Node::Marked { node, .. } => of_node(node, out),
        Node::List(items) => items.iter().for_each(|item| of_nodes(&item.nodes, out)),
        Node::Quote(nodes) | Node::Note { nodes, .. } | Node::Footnote { nodes, .. } => of_nodes(nodes, out),
        Node::Definition { term, nodes } => {
            out.push(said(term));
            of_nodes(nodes, out);
        }
        Node::Table(table) => {
            out.push(row_said(&table.head));
            out.extend(table.rows.iter().map(|cells| row_said(cells)));
        }
        Node::Rule | Node::Ahead(_) | Node::Gauge { .. } | Node::Buttons { .. } | Node::Field(_) => {}
    }
    let mut at = 0;
    out.retain(|text| {
        at += 1;
        at <= before || !text.is_empty()
    });
}

/// The node with the words that were found marked in its first text that says `wanted`; none where no text
/// says that.
pub fn marked(node: &Node, wanted: &str, sought: &Sought) -> Option<Node> {
    let text = |text: &Text| (*said(text) == *wanted).then(|| with_marks(text, sought));
    let inside = |nodes: &[Arc<Node>]| {
        let (at, found) = nodes
            .iter()
            .enumerate()
            .find_map(|(at, node)| Some((at, marked(node, wanted, sought)?)))?;
        let mut nodes = nodes.to_vec();
        nodes[at] = Arc::new(found);
        Some(nodes)
    };
    Some(match node {
        Node::Heading {
            level,
            id,
            text: words,
        } => Node::Heading {
            level: *level,
            id: id.clone(),
            text: text(words)?,
        },
        Node::Para(words) => Node::Para(text(words)?),
        Node::Row(row) => {
            let mut row = row.clone();
            row.text = text(&row.text)?;
            Node::Row(row)
        }
        Node::List(items) => {
            let (at, nodes) = items
                .iter()
                .enumerate()
                .find_map(|(at, item)| Some((at, inside(&item.nodes)?)))?;
            let mut items = items.clone();
            items[at] = ListItem {
                nodes,
                ..items[at].clone()
            };
            Node::List(items)
        }
        Node::Quote(nodes) => Node::Quote(inside(nodes)?),
        Node::Note { kind, nodes } => Node::Note {
            kind: *kind,
            nodes: inside(nodes)?,
        },
        Node::Footnote { label, nodes } => Node::Footnote {
            label: label.clone(),
            nodes: inside(nodes)?,
        },
        Node::Definition { term, nodes } => match text(term) {
            Some(term) => Node::Definition {
                term,
                nodes: nodes.clone(),
            },
            None => Node::Definition {
                term: term.clone(),
                nodes: inside(nodes)?,
            },
        },
        Node::Marked { node, notes } => Node::Marked {
            node: Arc::new(marked(node, wanted, sought)?),
            notes: notes.clone(),
        },
        Node::Table(table) => Node::Table(marked_table(table, wanted, sought)?),
        // These are drawn as they are.
        Node::Code(code) => (*Clean::line(code) == *wanted).then(|| node.clone())?,
        Node::Figure { words, .. } => text(words).map(|_| node.clone())?,
        Node::Rule | Node::Ahead(_) | Node::Gauge { .. } | Node::Buttons { .. } | Node::Field(_) => {
            return None;
        }
    })
}

fn marked_table(table: &Table, wanted: &str, sought: &Sought) -> Option<Table> {
    let marks = |cells: &[Text]| cells.iter().map(|cell| with_marks(cell, sought)).collect();
    let mut table = table.clone();
    if *row_said(&table.head) == *wanted {
        table.head = marks(&table.head);
    } else {
        let cells = table.rows.iter_mut().find(|cells| *row_said(cells) == *wanted)?;
        *cells = marks(cells);
    }
    Some(table)
}

/// The text with the words that were found marked.
fn with_marks(text: &Text, sought: &Sought) -> Text {
    let spans = sought.spans(&text.words());
    let mut runs = Vec::new();
    let mut first = 0;
    for run in &text.0 {
        let mut at = first;
        let end = first + run.text.len();
        let inside = spans
            .iter()
            .filter(|(span, _)| span.start < end && first < span.end);
        for (span, _) in inside.filter(|_| is_said(run)) {
            let marked = span.start.max(at)..span.end.min(end);
            part(run, first, at..marked.start, run.look.role, &mut runs);
            part(run, first, marked.clone(), Role::Match, &mut runs);
            at = marked.end;
        }
        part(run, first, at..end, run.look.role, &mut runs);
        first = end;
    }
    Text(runs)
}

/// Adds the bytes `of` the whole text that a run has, in a role. The run begins at byte `first`.
fn part(run: &Run, first: usize, of: Range<usize>, role: Role, out: &mut Vec<Run>) {
    if !of.is_empty() {
        let mut part = run.clone();
        part.text = run.text.part(of.start - first..of.end - first);
        part.look.role = role;
        out.push(part);
    }
}

/// The words around what was found in a text of one line, with that marked.
pub fn around(text: &Clean, sought: &Sought, glyphs: Glyphs) -> Text {
    let spans = sought.spans(text);
    let from = |at: usize| start_before(text, at);
    // Where most of the words stand together.
    let words_from = |start: usize| {
        let near = spans
            .iter()
            .filter(|(span, _)| span.start >= start && span.end <= start + AROUND);
        near.map(|(_, nth)| nth).collect::<BTreeSet<_>>().len()
    };
    let starts = spans.iter().map(|(span, _)| span.start).rev();
    let first = starts.max_by_key(|at| words_from(from(*at))).unwrap_or(0);
    let start = match cluster::width(text) <= AROUND {
        true => 0,
        false => from(first),
    };
    let rest = &text[start..];
    let fitting = cluster::head(rest, AROUND);
    let end = match fitting.len() == rest.len() {
        true => fitting.len(),
        false => fitting
            .trim_end()
            .rfind(char::is_whitespace)
            .filter(|end| start + end > first)
            .unwrap_or(fitting.len()),
    };
    let shown = start..start + end;
    let more = glyphs.pick("…", "...");
    let before = if shown.start > 0 {
        format!("{more} ")
    } else {
        String::new()
    };
    let after = if shown.end < text.len() {
        format!(" {more}")
    } else {
        String::new()
    };
    let middle = Text::plain(text.part(shown).trim_end());
    Text::plain(&before)
        .and(with_marks(&middle, sought))
        .and(Text::plain(&after))
}

/// The start of a word not far before byte `at`, or the start of the text.
fn start_before(text: &str, at: usize) -> usize {
    let near = text[..at].char_indices().rev().take(BEFORE);
    let Some((from, _)) = near.last() else { return at };
    if from == 0 {
        return 0;
    }
    let mut chars = text[from..at].char_indices();
    let blank = chars.find(|(_, c)| c.is_whitespace());
    blank.map_or(at, |(blank, c)| from + blank + c.len_utf8())
}

/// The words of a text, those that were found in brackets, for where they cannot be drawn in another way.
pub fn bracketed(text: &Text) -> String {
    let words = |run: &Run| match run.look.role {
        Role::Match => format!("[{}]", run.text),
        _ => run.text.to_string(),
    };
    text.0.iter().map(words).collect()
}
