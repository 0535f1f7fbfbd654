//! Owns the settings that belong to the learner. They are events in the log, so they follow the progress to another machine.
//! Must not know what a setting changes.

use crate::action::Action;
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{Doc, Node, Row};
use crate::model::{JOURNAL, Model, REVIEW, SURENESS};

/// Every setting: its name, the value that switches it off, and what it does.
const SETTINGS: [(&str, &str, &str); 3] = [
    (SURENESS.0, SURENESS.1, "Ask how sure I am when I answer"),
    (
        REVIEW.0,
        REVIEW.1,
        "Offer a short review of what I answered before",
    ),
    (
        JOURNAL.0,
        JOURNAL.1,
        "Keep a journal: a question for me alone in each lesson",
    ),
];

/// What can be changed.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Settings");
    doc.heading(1, Text::plain("Settings"));
    for (name, off, words) in SETTINGS {
        let is_off = model.progress.setting(name) == Some(off);
        let action = Action::Set(name, if is_off { "on" } else { off });
        doc.push(Node::Row(Row::new(
            Marker::Check(!is_off),
            Text::plain(words),
            action,
        )));
    }
    doc.push(Node::Para(Text::plain(
        "Colors, ASCII drawing, the width of the text and the mouse are flags of the command line: ally-up --help tells them.",
    )));
    doc
}
