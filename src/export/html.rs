//! Owns a document as HTML: one file that needs nothing besides itself, to be read in a browser and printed from it; and parts of it, for
//! whatever else takes HTML. Must not know what a page is about.
//!
//! Every text says of itself in which direction it runs, since it may be in any language. An empty field becomes lines to write on by hand.

use crate::clean::Clean;
use crate::doc::figure_data::Figure;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Run, Text};
use crate::doc::{Doc, Field, Lines, ListItem, Node, Row, Table, so_far};
use std::sync::Arc;

/// How the page looks, on a screen and on paper.
const STYLE: &str = include_str!("page.css");
/// Lines to write on by hand, in a field for one line and in one for more.
const RULED: [usize; 2] = [1, 2];

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
        // Whoever writes a page has it read first.
        Node::Ahead(_) => String::new(),
        Node::Figure { figure, words } => bars(figure).unwrap_or_else(|| paragraphs(words)),
        Node::Gauge {
            label,
            done,
            total,
            unit,
        } => {
            let words = so_far((*done, *total), unit);
            format!("<li dir=\"auto\">{}: {words}</li>\n", in_a_line(label))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::{Action, FieldTarget, Screen};

    #[test]
    fn a_page_is_one_file_and_words_stay_words() {
        let mut doc = Doc::new("<T>");
        doc.heading(1, Text::plain("A & B"));
        doc.say("<b>\"one\"\u{1b}[31m\ntwo\n\n<script>alert(1)</script>");
        doc.push(Node::Para(Text::strong("s").and(Text::role("`c`", Role::Code))));
        let row = |words: &str| Row::new(Marker::Link, Text::plain(words), Action::Go(Screen::Plan, None));
        doc.rows([row("first").aside(Text::plain("today")), row("second")]);
        doc.define("t", "d");
        doc.define("u", "e");
        let written = page(&doc);
        let body = written.split_once("<main>\n").unwrap_or_default().1;
        assert_eq!(
            body,
            "<h1 dir=\"auto\">A &amp; B</h1>\n<p dir=\"auto\">&lt;b&gt;&quot;one&quot;[31m<br>\ntwo</p>\n\
             <p dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p dir=\"auto\"><strong>s</strong><code>`c`</code></p>\n\
             <ul>\n<li dir=\"auto\">first <span class=\"aside\">(today)</span></li>\n<li dir=\"auto\">second</li>\n</ul>\n\
             <dl>\n<dt dir=\"auto\">t</dt>\n<dd>\n<p dir=\"auto\">d</p>\n</dd>\n<dt dir=\"auto\">u</dt>\n<dd>\n<p dir=\"auto\">e</p>\n</dd>\n</dl>\n\
             </main>\n</body>\n</html>\n"
        );
        assert!(written.contains("<title>&lt;T&gt;</title>"));
        for outside in ["<script", "<link", "<img", "url(", "@import", "src="] {
            assert!(!written.contains(outside), "{outside}");
        }
    }

    #[test]
    fn an_empty_field_is_lines_and_a_full_one_its_words() {
        let field = |text: &str, lines| Field {
            target: FieldTarget::Word,
            text: text.into(),
            caret: 0,
            lines,
        };
        let lines = |field: Field| ruled(&field).matches("class=\"line\"").count();
        assert_eq!(lines(field("", Lines::One)), RULED[0]);
        assert_eq!(lines(field(" \n", Lines::Many)), RULED[1]);
        let full = ruled(&field("a <b>", Lines::One));
        assert!(full.contains("a &lt;b&gt;") && !full.contains("line\""), "{full}");
    }

    #[test]
    fn bars_are_as_long_as_they_say() {
        let figure = Figure::Bars {
            of: u32::MAX,
            unit: String::new(),
            rows: vec![("a".into(), u32::MAX / 2 + 1), ("b".into(), u32::MAX)],
            remarks: vec!["here?".into(), String::new()],
        };
        let drawn = bars(&figure).unwrap_or_default();
        assert!(
            drawn.contains(", here?<span class=\"bar\" style=\"width: 50%\">"),
            "{drawn}"
        );
        assert!(
            drawn.contains("<span class=\"bar\" style=\"width: 100%\">"),
            "{drawn}"
        );
    }
}
