//! Owns the practice page: rehearsals, self-assessment, paths, plan, final assessment: what there is, and how far one got.
//! Must not know how any of them goes.

use crate::action::{Action, Screen};
use crate::course::ItemKind;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::{parts, path, plan};
use crate::status::{ItemStatus, Status};

/// The kinds of item that are practiced, in the order of the page, and what is said of each.
const SECTIONS: [(ItemKind, &str, &str); 3] = [
    (
        ItemKind::SelfAssessment,
        "Where to start",
        "Lines to rate for yourself; they suggest one thing to grow first.",
    ),
    (
        ItemKind::Rehearsal,
        "Rehearsals",
        "Conversations you can try, take back and try differently. Nobody else sees them.",
    ),
    (
        ItemKind::Final,
        "Final assessment",
        "Questions from the whole course, when you want to know what has stayed.",
    ),
];

/// What can be practiced.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Practice");
    doc.heading(1, Text::plain("Practice"));
    let status = Status::of(model);
    for (kind, title, says) in SECTIONS {
        let mut items = status.of_kind(kind).peekable();
        if items.peek().is_some() {
            section(&mut doc, title, says);
            items.for_each(|item| doc.push(Node::Row(row(model, item))));
        }
    }
    let paths = path::rows(model);
    if !paths.is_empty() {
        section(
            &mut doc,
            "Paths",
            "Some parts of the course in an order of their own. What comes next follows the path until it is done.",
        );
        doc.rows(paths);
    }
    section(
        &mut doc,
        "Your plan",
        "One action, one moment, two dates, and a verdict that is your partner's.",
    );
    doc.push(Node::Row(plan::row(model)));
    doc.push(Node::Rule);
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("Notebook"),
        Action::Go(Screen::Notebook, None),
    )));
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("What you have done"),
        Action::Go(Screen::Completion, None),
    )));
    doc.push(Node::Row(Row::home()));
    doc
}

fn section(doc: &mut Doc, title: &str, says: &str) {
    // No heading: the page is short, and in the plain face it is one part.
    doc.push(Node::Para(Text::strong(title)));
    doc.push(Node::Para(Text::role(says, Role::Muted)));
}

fn row(model: &Model, status: &ItemStatus<'_>) -> Row {
    let action = Action::Go(status.item.screen(), None);
    Row::new(
        parts::state_marker(status),
        Text::plain(&status.item.title),
        action,
    )
    .aside(parts::standing(model, &status.words))
}
