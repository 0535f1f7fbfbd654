//! What somebody wrote goes into Markdown and comes out of a reader again.

use super::*;
use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::{NoteKind, Row};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

fn row(words: &str, aside: &str) -> Node {
    let row = Row::new(Marker::Link, Text::plain(words), Action::Go(Screen::Plan, None));
    Node::Row(row.aside(Text::plain(aside)))
}

fn para(text: Text) -> Arc<Node> {
    Arc::new(Node::Para(text))
}

/// How words are written as a paragraph.
fn said(words: &str) -> String {
    let mut doc = Doc::new("x");
    doc.say(words);
    markdown(&doc)
}

#[test]
fn a_page_reads_as_markdown() {
    let mut doc = Doc::new("x");
    doc.heading(2, Text::plain("A head"));
    doc.push(Node::Para(
        Text::strong("Draft. ").and(Text::plain("2 are open.")),
    ));
    doc.push(row("one", "today"));
    doc.push(row("two", ""));
    doc.push(Node::Quote(vec![
        para(Text::plain("said\nin two lines")),
        para(Text::plain("and more")),
    ]));
    doc.define("Term", "first\nsecond\n\nthird");
    doc.push(Node::Buttons {
        label: Text::plain("gone"),
        rows: vec![Row::home()],
    });
    doc.push(Node::List(vec![ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes: vec![
            para(Text::plain("entry")),
            Arc::new(Node::Note {
                kind: NoteKind::Today,
                nodes: vec![para(Text::plain("why"))],
            }),
        ],
    }]));
    assert_eq!(
        markdown(&doc),
        "## A head\n\n**Draft.** 2 are open.\n\n- one (today)\n- two\n\n> said  \n> in two lines\n>\n> and more\n\n\
         **Term**  \nfirst  \nsecond\n\nthird\n\n- entry\n\n    > **Do today**\n    >\n    > why\n"
    );
}

#[test]
fn what_is_typed_looks_as_typed_wherever_it_can() {
    for plain in [
        "It cost $5, and then $6 (or so): R&D & co, 50%; a -> b = c!",
        "At 10:30 we met; see http://example.org/a-b?c=d#e. Yes.",
        "I wrote 2026-12-01 down, with \"quotes\" and 'more'.",
        "e.g. this; i.e. that; 1.5 hours",
    ] {
        assert_eq!(said(plain), format!("{plain}\n"));
    }
    for (typed, written) in [
        ("a <b> \\ |~^", "a &#60;b> &#92; &#124;&#126;&#94;\n"),
        ("*a* _b_ `c` [d] {e}", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\] \\{e}\n"),
        ("# a #", "\\# a \\#\n"),
        ("  - a\n+ b\n> c", "\\- a  \n\\+ b  \n\\> c\n"),
        (
            "1. a\n(2) b\niv. c\nB) d",
            "1\\. a  \n(2\\) b  \niv\\. c  \nB\\) d\n",
        ),
        ("$a$ $$b$$", "$a&#36; $&#36;b&#36;&#36;\n"),
        (
            ":tea: a:b:1:100: &amp; @ann",
            "&#58;tea: a&#58;b&#58;1&#58;100: &#38;amp; &#64;ann\n",
        ),
        ("a\n: b\n=====\n!!! c", "a  \n&#58; b  \n&#61;====  \n\\!!! c\n"),
    ] {
        assert_eq!(said(typed), written, "{typed}");
    }
}

#[test]
fn stress_stands_only_where_every_reader_sees_it() {
    let stressed = |words: &str| Text::strong(words);
    for (text, written) in [
        (stressed("a ").and(Text::plain("b")), "**a** b"),
        (stressed("a").and(Text::plain(": b")), "**a**: b"),
        (stressed("a").and(Text::plain("b")), "ab"),
        (stressed("a.").and(stressed("b")), "a.**b**"),
        (Text::plain("x ").and(stressed("*a*")), "x **\\*a\\***"),
        (stressed(" "), ""),
    ] {
        assert_eq!(line(&text), written);
    }
}

/// What a reader of CommonMark sees of one paragraph; none if it sees a mark that nobody made.
fn seen(written: &str, options: Options) -> Option<String> {
    let mut seen = String::new();
    for event in Parser::new_ext(written, options) {
        match event {
            Event::Text(text) => seen.push_str(&text),
            Event::HardBreak => seen.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            Event::End(TagEnd::Paragraph) => seen.push_str("\n\n"),
            _ => return None,
        }
    }
    Some(seen)
}

/// Lines without the blanks at their ends; no more than one without words between two of them.
fn tidy(words: &str) -> Vec<String> {
    let mut lines: Vec<String> = words.lines().map(|line| line.trim().to_owned()).collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    if lines.first().is_some_and(String::is_empty) {
        lines.remove(0);
    }
    lines
}

proptest! {
    /// Whatever somebody wrote, a reader of the file sees these words, in these lines, and no mark made of them.
    #[test]
    fn words_stay_words(words in "([ -~é日]|[-#>*+=:$@&.1a(){}\\\\]| |\n){1,60}") {
        let written = said(&words);
        for options in [Options::empty(), Options::all()] {
            let seen = seen(&written, options - Options::ENABLE_SMART_PUNCTUATION);
            prop_assert_eq!(seen.as_deref().map(tidy), Some(tidy(&words)), "{:?}", written);
        }
        prop_assert!(!written.lines().any(|line| line.ends_with('\\')) && !written.contains("\\<"));
    }
}
