//! Owns the help page, made from the table that dispatches keys.
//! Must not know any key by itself.

use crate::doc::text::Text;
use crate::doc::{Align, Doc, Node, Table};
use crate::keymap::{BINDINGS, Binding};
use crate::model::Face;

/// Every key and what it does; in the plain face, every command.
pub fn doc(face: Face) -> Doc {
    let mut doc = Doc::new("Help");
    let (head, says): (&str, &str) = match face {
        Face::Screen => (
            "Keys",
            "Everything can be done with arrows, Tab, Enter and Esc; the letters are short cuts. In a field, letters are text: Tab or Esc leaves it and keeps what was written.",
        ),
        Face::Plain => (
            "Commands",
            "Type a number to choose it, several numbers to tick several options, or the words of a row or of a link. Enter alone goes on. While you write, a command begins with a colon, as in :back.",
        ),
    };
    doc.heading(1, Text::plain(head));
    doc.say(says);
    let named = |binding: &&Binding| match face {
        Face::Screen => !binding.shown.is_empty(),
        Face::Plain => !binding.word.is_empty(),
    };
    let row = |binding: &Binding| match face {
        Face::Screen => vec![Text::plain(binding.shown), Text::plain(binding.says)],
        Face::Plain => vec![Text::plain(binding.word), Text::plain(binding.says)],
    };
    let digits = vec![
        Text::plain("1 to 9"),
        Text::plain("pick that option; in a match the partner, in an order the next place"),
    ];
    let first = (face == Face::Screen).then_some(digits);
    let head = match face {
        Face::Screen => vec![Text::plain("key"), Text::plain("does")],
        Face::Plain => vec![Text::default(), Text::default()],
    };
    let rows = first
        .into_iter()
        .chain(BINDINGS.iter().filter(named).map(row))
        .collect();
    doc.push(Node::Table(Table {
        align: vec![Align::Left, Align::Left],
        head,
        rows,
    }));
    doc
}
