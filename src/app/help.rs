//! Owns the help page, made from the table that dispatches keys.
//! Must not know any key by itself.

use crate::doc::{Align, Doc, Node, Table, Text};
use crate::keymap::BINDINGS;

/// Every key and what it does.
pub fn doc() -> Doc {
    let mut doc = Doc::new("Keys");
    doc.push(Node::Heading { level: 1, id: None, text: Text::plain("Keys") });
    doc.say("Everything can be done with arrows, Tab, Enter and Esc; the letters are short cuts. In a field, letters are text: Tab or Esc leaves it and keeps what was written.");
    let rows = BINDINGS.iter().filter(|binding| !binding.shown.is_empty());
    doc.push(Node::Table(Table {
        align: vec![Align::Left, Align::Left],
        head: vec![Text::plain("key"), Text::plain("does")],
        rows: std::iter::once(vec![
            Text::plain("1 … 9"),
            Text::plain("pick that option; in a match the partner, in an order the next place"),
        ])
        .chain(rows.map(|binding| vec![Text::plain(binding.shown), Text::plain(binding.says)]))
        .collect(),
    }));
    let words: Vec<String> = BINDINGS.iter().filter(|binding| !binding.word.is_empty()).map(|binding| binding.word.to_owned()).collect();
    doc.say(&format!(
        "In plain mode type a number, the words of a row, or one of: {}. Where words are the answer, a command begins with a colon.",
        words.join(", ")
    ));
    doc
}
