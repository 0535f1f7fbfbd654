//! Where a long text is cut, over what may be written.

use super::*;
use crate::course::markdown::{nodes, parse};
use crate::doc::Node;
use proptest::prelude::*;

/// Nodes of all parts, each read by itself.
fn by_parts(text: &str) -> Vec<Arc<Node>> {
    let parts = LongText::of(text);
    let read = (0..parts.known().count()).flat_map(|nth| {
        let (own, end) = parts.text(text.as_bytes(), nth);
        let mut pieces = parse(&own, &|_| None).expect("it is short").pieces;
        pieces.retain(|piece| piece.range.start < end);
        nodes(&pieces)
    });
    read.collect()
}

const BLOCKS: [&str; 11] = [
    "## A heading {#h}\n\nProse with *stress* and a [link][far] and [another](b.md).\n",
    "### Which? {#q .one}\n\n- [ ] The first.\n\n  Not yet.\n\n- [x] The second.\n\n  Yes.\n",
    "```text\n# no heading\n\n~~~\nstill code\n```\n",
    "| a | b |\n|---|---|\n| one | two |\n| three | four |\n",
    "> A quote\n> goes on\nand on.\n",
    "1. one\n\n2. two\n\n   more of two\n",
    "A line\nand another one. A note.[^n]\n",
    "<!-- a comment\n\n# in it\n\n-->\n",
    "term\n\n: what it means\n",
    "# A title\nwith prose right below\n",
    "---\n",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    /// Cut into parts, a text says the same.
    #[test]
    fn parts_say_what_the_whole_says(chosen in prop::collection::vec(0..BLOCKS.len(), 900..1100)) {
        let blocks: Vec<&str> = chosen.into_iter().map(|nth| BLOCKS[nth]).collect();
        let text = format!("{}\n\n[far]: far.md \"its title\"\n\n[^n]: What is noted.\n", blocks.join("\n"));
        prop_assert!(LongText::of(&text).known().count() > 2);
        let whole = nodes(&parse(&text, &|_| None).expect("it is short").pieces);
        let parts = by_parts(&text);
        for (one, other) in whole.iter().zip(&parts) {
            prop_assert_eq!(one, other);
        }
        prop_assert_eq!(whole.len(), parts.len());
    }
}

#[test]
fn what_is_known_ahead_is_what_is_read() {
    let text = format!(
        "# A *title*\n\n## First {{#first}}\n\n{}\n\n### Which `x`? {{#which .one .card after=3}}\n\nIt.\n",
        "Prose.\n\n".repeat(4000)
    );
    let parts = LongText::of(&text);
    let headings: Vec<_> = parts
        .known()
        .flat_map(|part| part.headings.clone())
        .map(|heading| (heading.level, heading.id, heading.words.to_string(), heading.asks))
        .collect();
    assert_eq!(
        headings,
        [
            (1, None, "A title".to_owned(), false),
            (2, Some("first".into()), "First".to_owned(), false),
            (3, Some("which".into()), "Which x?".to_owned(), true),
        ]
    );
    let (by_parts, read) = (parts.outline(), crate::course::outline::outline(&text));
    assert_eq!(
        (&by_parts.title, &by_parts.questions),
        (&read.title, &read.questions)
    );
}

#[test]
fn what_goes_on_for_too_long_is_cut_and_goes_on_as_what_it_is() {
    let last = |text: &str| by_parts(text).last().cloned().expect("there is something");
    let code = format!("```\n{}```\n", "let it = be;\n".repeat(30_000));
    assert!(
        by_parts(&code)
            .iter()
            .all(|node| matches!(&**node, Node::Code(_)))
    );
    let table = format!("| a | b |\n|---|---|\n{}", "| one | two |\n".repeat(30_000));
    let Node::Table(cells) = &*last(&table) else {
        panic!("a table")
    };
    assert_eq!(
        (cells.head[0].words(), cells.rows[0][1].words()),
        ("a".into(), "two".into())
    );
    let line = "words ".repeat(100_000);
    let said: Vec<String> = by_parts(&line)
        .iter()
        .map(|node| node.words().to_string())
        .collect();
    assert!(said.len() > 5 && said.iter().all(|words| words.len() <= 2 * MOST));
    assert_eq!(said.join(" "), line.trim_end());
}
