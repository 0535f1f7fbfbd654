//! Owns the map of a rehearsal: the path so far, and of every scene that was reached what was tried and what not yet.
//! Must not tell anything of a scene that was never reached, but that there is one.

use crate::action::{Action, Screen};
use crate::course::rehearsal::Scene;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, ListItem, Node, Row};
use crate::model::Model;
use crate::pages::rehearsal_debrief;
use crate::progress::rehearsal::Walk;
use crate::source::Id;
use std::sync::Arc;

/// The map of a rehearsal.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let rehearsal = model.library.rehearsal(id);
    let walk = model.progress.walk(id);
    let mut doc = Doc::new(format!("Map: {}", rehearsal.title.words()));
    doc.heading(1, rehearsal.title.clone());
    let (reached, of) = walk.endings(&rehearsal);
    doc.push(Node::Gauge {
        label: Text::plain("Endings reached"),
        done: reached,
        total: of,
        unit: "",
    });
    let endings = rehearsal
        .scenes
        .iter()
        .filter(|scene| scene.end.is_some() && walk.reached.contains(&scene.id));
    let endings: Vec<ListItem> = endings
        .map(|scene| line(Marker::Done, scene.title.clone(), ""))
        .collect();
    if !endings.is_empty() {
        doc.push(Node::List(endings));
    }
    let Some(trail) = walk.on(&rehearsal) else {
        return doc;
    };
    doc.heading(2, Text::plain("Your path"));
    let path = rehearsal_debrief::path(model, id, &trail.said);
    let words = if path.is_empty() {
        "Nothing is chosen on this path yet."
    } else {
        "A row turns back to where that was chosen."
    };
    doc.push(Node::Para(Text::role(words, Role::Muted)));
    path.into_iter().for_each(|row| doc.push(Node::Row(row)));
    let here = Text::strong(&trail.scene.title.words());
    let back = Row::new(
        Marker::Link,
        here,
        Action::Go(Screen::Rehearsal(id.clone()), None),
    )
    .aside(Text::role("you are here", Role::Muted));
    doc.push(Node::Row(back));
    doc.heading(2, Text::plain("What you have tried"));
    let (mut hidden, mut shown) = (0, 0);
    for (at, scene) in rehearsal
        .scenes
        .iter()
        .enumerate()
        .filter(|(_, scene)| scene.end.is_none())
    {
        match at == 0 || walk.reached.contains(&scene.id) {
            true => {
                shown += 1;
                tried(id, &walk, scene)
                    .into_iter()
                    .for_each(|node| doc.push(node));
            }
            false => hidden += 1,
        }
    }
    let words = match hidden {
        0 => "You have been in every scene.".to_owned(),
        1 => format!("One more scene is waiting behind what you have not tried; {shown} you have seen."),
        more => {
            format!("{more} more scenes are waiting behind what you have not tried; {shown} you have seen.")
        }
    };
    doc.push(Node::Para(Text::role(&words, Role::Muted)));
    doc
}

/// A scene, and each line of it: tried, or not.
fn tried(id: &Id, walk: &Walk, scene: &Scene) -> [Node; 2] {
    let count = scene
        .choices
        .iter()
        .filter(|choice| walk.tried(scene, choice))
        .count();
    let of = scene.choices.len();
    let mark = match count {
        0 => Marker::Fresh,
        count if count < of => Marker::Begun,
        _ => Marker::Done,
    };
    let row = Row::new(
        mark,
        Text::strong(&scene.title.words()),
        Action::TurnBack(id.clone(), Some(scene.id.clone())),
    );
    let lines = scene
        .choices
        .iter()
        .map(|choice| match walk.tried(scene, choice) {
            true => line(Marker::Done, choice.text.clone(), "tried"),
            false => line(Marker::Fresh, choice.text.clone(), "not\u{a0}tried"),
        });
    [
        Node::Row(row.aside(Text::role(&format!("{count} of {of} tried"), Role::Muted))),
        Node::List(lines.collect()),
    ]
}

fn line(mark: Marker, text: Text, state: &str) -> ListItem {
    let state = if state.is_empty() {
        Text::default()
    } else {
        Text::role(&format!("  ({state})"), Role::Muted)
    };
    ListItem {
        digit: None,
        mark,
        nodes: vec![Arc::new(Node::Para(text.and(state)))],
    }
}
