//! Owns a document as HTML: one file that needs nothing besides itself, to be read in a browser and printed from it; and parts of it, for
//! whatever else takes HTML. Must not know what a page is about.
//!
//! Every text says of itself in which direction it runs, since it may be in any language. An empty field becomes lines to write on by hand.

use crate::clean::Clean;
use crate::doc::figure_data::Figure;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Run, Text};
use crate::doc::{Doc, Field, Lines, ListItem, Node, Row, Table};
use std::sync::Arc;

/// How the page looks, on a screen and on paper.
const STYLE: &str = include_str!("page.css");
/// Lines to write on by hand, in a field for one line and in one for more.
const RULED: [usize; 2] = [1, 3];

/// The document as a file.
pub fn page(doc: &Doc) -> String {
    let title = escaped(&doc.title);
    let body = blocks(&doc.nodes);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// Blocks, each with a line end at its end. Rows that follow each other are one list, and so are terms.
pub fn blocks(nodes: &[Arc<Node>]) -> String {
    let groups = nodes.chunk_by(|a, b| Group::of(a).is_some() && Group::of(a) == Group::of(b));
    let groups = groups.map(|nodes| {
        let all: String = nodes.iter().map(|node| block(node)).collect();
        match nodes.first().and_then(|node| Group::of(node)) {
            Some(Group::Rows) => format!("<ul>\n{all}</ul>\n"),
            Some(Group::Terms) => format!("<dl>\n{all}</dl>\n"),
            None => all,
        }
    });
    groups.collect()
}

/// What stands in one list with others of its sort.
#[derive(PartialEq)]
enum Group {
    Rows,
    Terms,
}

impl Group {
    fn of(node: &Node) -> Option<Group> {
        let is_row = matches!(node.bare(), Node::Row(_) | Node::Gauge { .. });
        let is_term = matches!(node.bare(), Node::Definition { .. });
        is_row.then_some(Group::Rows).or(is_term.then_some(Group::Terms))
    }
}

fn block(node: &Node) -> String {
    match node.bare() {
        Node::Heading { level, id: _, text } => {
            let level = (*level).clamp(1, 6);
            format!("<h{level} dir=\"auto\">{}</h{level}>\n", in_a_line(text))
        }
        Node::Para(text) => paragraphs(text),
        Node::List(items) => list(items),
        Node::Quote(nodes) => format!("<blockquote>\n{}</blockquote>\n", blocks(nodes)),
        Node::Note { kind, nodes } => format!(
            "<blockquote>\n<p><strong>{}</strong></p>\n{}</blockquote>\n",
            escaped(&kind.word()),
            blocks(nodes)
        ),
        Node::Code(code) => format!("<pre><code>{}</code></pre>\n", escaped(code.trim_end())),
        Node::Table(found) => table(found),
        Node::Definition { term, nodes } => format!(
            "<dt dir=\"auto\">{}</dt>\n<dd>\n{}</dd>\n",
            in_a_line(term),
            blocks(nodes)
        ),
        Node::Footnote { label, nodes } => {
            format!("<p>[{}]</p>\n{}", escaped(label), blocks(nodes))
        }
        Node::Rule => "<hr>\n".to_owned(),
        Node::Figure { figure, words } => bars(figure).unwrap_or_else(|| paragraphs(words)),
        Node::Gauge { label, done, total } => {
            format!("<li dir=\"auto\">{}: {done} of {total}</li>\n", in_a_line(label))
        }
        Node::Row(row) => format!("<li dir=\"auto\">{}</li>\n", entry(row)),
        Node::Field(field) => ruled(field),
        // What can be done with a page stays on the page; a marked block is the block itself.
        Node::Buttons { .. } | Node::Marked { .. } => String::new(),
    }
}

fn entry(row: &Row) -> String {
    match row.aside.is_empty() {
        true => in_a_line(&row.text),
        false => format!(
            "{} <span class=\"aside\">({})</span>",
            in_a_line(&row.text),
            in_a_line(&row.aside)
        ),
    }
}

fn list(items: &[ListItem]) -> String {
    let name = match items.first().map(|item| item.mark) {
        Some(Marker::Number(_)) => "ol",
        Some(_) | None => "ul",
    };
    let items = items.iter().map(|item| {
        let is_task = matches!(item.mark, Marker::Task(_));
        let class = if is_task { " class=\"task\"" } else { "" };
        format!("<li{class}>\n{}</li>\n", blocks(&item.nodes))
    });
    format!("<{name}>\n{}</{name}>\n", items.collect::<String>())
}

fn table(table: &Table) -> String {
    let row = |name: &str, cells: &[Text]| {
        let cells = cells
            .iter()
            .map(|cell| format!("<{name} dir=\"auto\">{}</{name}>", in_a_line(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = table.rows.iter().map(|cells| row("td", cells)).collect();
    format!("<table>\n{}{rows}</table>\n", row("th", &table.head))
}

/// Bars, each under its words; the border of an empty box, since browsers print no backgrounds. None of another figure.
fn bars(figure: &Figure) -> Option<String> {
    let Figure::Bars {
        of,
        unit,
        rows,
        remarks,
    } = figure
    else {
        return None;
    };
    let rows = rows.iter().enumerate().map(|(at, (name, length))| {
        let remark = remarks.get(at).filter(|remark| !remark.is_empty());
        let remark = remark.map_or_else(String::new, |remark| format!(", {remark}"));
        let words = escaped(&format!("{name}: {length}{unit} of {of}{unit}{remark}"));
        let share = 100 * u64::from(*length.min(of)) / u64::from(*of).max(1);
        format!("<li dir=\"auto\">{words}<span class=\"bar\" style=\"width: {share}%\"></span></li>\n")
    });
    Some(format!("<ul>\n{}</ul>\n", rows.collect::<String>()))
}

/// What is written in a field, or lines for a pen.
fn ruled(field: &Field) -> String {
    if !field.text.trim().is_empty() {
        return format!(
            "<blockquote>\n{}</blockquote>\n",
            paragraphs(&Text::plain(&field.text))
        );
    }
    let [one, many] = RULED;
    let lines = match field.lines {
        Lines::One => one,
        Lines::Many => many,
    };
    format!(
        "<div class=\"blank\">{}</div>\n",
        "<span class=\"line\"></span>".repeat(lines)
    )
}

/// A text with its breaks.
fn paragraphs(text: &Text) -> String {
    let paragraphs = text.paragraphs();
    let paragraphs = paragraphs.iter().map(|lines| {
        let lines: Vec<String> = lines.iter().map(line).collect();
        format!("<p dir=\"auto\">{}</p>\n", lines.join("<br>\n"))
    });
    paragraphs.collect()
}

/// A text as one line.
fn in_a_line(text: &Text) -> String {
    let lines: Vec<String> = text.lines().iter().map(line).collect();
    lines.join(" ")
}

fn line(text: &Text) -> String {
    text.0.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let around = [
        (run.look.strong, "strong"),
        (run.look.emphasis, "em"),
        (run.look.strike, "del"),
        (run.look.role == Role::Code, "code"),
    ];
    let worn = around.into_iter().filter(|(is_worn, _)| *is_worn);
    worn.fold(escaped(&run.text), |words, (_, name)| {
        format!("<{name}>{words}</{name}>")
    })
}

/// Words as words.
fn escaped(words: &str) -> String {
    Clean::new(words)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
