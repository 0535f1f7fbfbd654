//! Owns the page of a rehearsal: what came of the last choice, and below it the scene one is at: first, where it asks for that, a line of
//! one's own, then what one could say. No line is judged here.
//! Must not know how a path follows from what was chosen; that is in `progress`. Endings have a file of their own.

use crate::action::{Action, Screen};
use crate::course::rehearsal::{Scene, own_words};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::{parts, question, rehearsal_debrief};
use crate::progress::rehearsal::{Ground, SaidLine, Trail, Walk};
use crate::quiz::Question;
use crate::quiz::write::paragraphs;
use crate::source::Id;
use std::sync::Arc;

/// The page of a rehearsal.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let rehearsal = model.library.rehearsal(id);
    let walk = model.progress.walk(id);
    let mut doc = Doc::new(rehearsal.title.words());
    let title = Node::Heading {
        level: 1,
        id: None,
        text: rehearsal.title.clone(),
    };
    let (Some(trail), Some(first)) = (walk.on(&rehearsal), rehearsal.scenes.first()) else {
        doc.push(title);
        doc.say("This rehearsal has no scene that can be shown. `ally-up check` says why.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    if trail.ground == Ground::Moved {
        doc.say(
            "This rehearsal was edited since you were here. You continue from the last scene that is still there, and all you tried is kept.",
        );
    }
    match trail.said.last() {
        Some(said) => consequence(said)
            .into_iter()
            .for_each(|node| doc.nodes.push(node)),
        None if trail.scene.id == first.id => {
            doc.push(title);
            doc.nodes.extend(rehearsal.intro.iter().cloned());
        }
        None => {}
    }
    doc.push(Node::Heading {
        level: 2,
        id: Some(trail.scene.id.clone()),
        text: trail.scene.title.clone(),
    });
    doc.nodes.extend(trail.scene.says.iter().cloned());
    if trail.scene.end.is_some() {
        let (reached, of) = walk.endings(&rehearsal);
        doc.aside = format!("{reached} of {of} endings").into();
        rehearsal_debrief::add(model, id, &rehearsal, &trail, &mut doc);
        return doc;
    }
    doc.aside = format!("scene {}", trail.said.len() + 1).into();
    if let Some(place) = asks_first(model, id, trail.scene) {
        write_first(model, &place, &mut doc);
        return doc;
    }
    choices(model, id, &walk, &trail, &mut doc);
    let mut rows = Vec::new();
    if let Some(said) = trail.said.last() {
        rows.push(Row::button(
            "Take the last choice back",
            Action::TurnBack(id.clone(), Some(said.step.scene.clone())),
        ));
    }
    if !walk.is_fresh() {
        rows.push(Row::button(
            "Map and your path",
            Action::Go(Screen::RehearsalMap(id.clone()), None),
        ));
        doc.push(Node::Buttons {
            label: Text::default(),
            rows,
        });
    }
    doc
}

/// The place for a line of one's own that a scene still asks for before it shows any.
fn asks_first(model: &Model, id: &Id, scene: &Scene) -> Option<Question> {
    let place = own_words::before(model.library.course.item(id)?, scene)?;
    let asks = model.keeps_journal() && model.progress.latest(&place.id).is_none();
    asks.then_some(place)
}

/// A line of one's own, or on without it.
fn write_first(model: &Model, place: &Question, doc: &mut Doc) {
    doc.nodes.extend(place.body.iter().cloned());
    doc.nodes
        .extend(question::asking(model, place, None).into_iter().map(Arc::new));
    let draft = model.draft_of(place);
    if !place.kind.rules().ready(place, &draft.answer) {
        doc.push(Node::Buttons {
            label: Text::default(),
            rows: vec![Row::button(
                "Continue without a line",
                Action::PassBy(place.id.clone()),
            )],
        });
    }
}

/// What can be chosen in a scene, below what one would have said.
fn choices(model: &Model, id: &Id, walk: &Walk, trail: &Trail<'_>, doc: &mut Doc) {
    if let Some(words) = parts::own_line(model, id, trail.scene) {
        doc.push(Node::Para(Text::role("Your own line:", Role::Muted)));
        doc.push(Node::Quote(paragraphs(&words)));
    }
    for (nth, choice) in walk
        .arranged(trail.scene, trail.said.len())
        .into_iter()
        .enumerate()
    {
        let action = Action::Say(id.clone(), trail.scene.id.clone(), choice.print());
        let tried = if walk.tried(trail.scene, choice) {
            Text::role("  (tried)", Role::Muted)
        } else {
            Text::default()
        };
        doc.push(Node::Row(
            Row::new(Marker::Link, choice.text.clone().and(tried), action).digit(nth + 1),
        ));
    }
}

/// What was chosen, and what came of it. How well it went is told at the end.
fn consequence(said: &SaidLine<'_>) -> Vec<Arc<Node>> {
    let Some(choice) = said.choice else {
        let words = "What you chose last is worded differently now; it still led here.";
        return vec![Arc::new(Node::Para(Text::role(words, Role::Muted)))];
    };
    let chosen = Text::role("You chose: ", Role::Muted).and(choice.text.clone());
    let mut nodes = vec![Arc::new(Node::Para(chosen))];
    nodes.extend(choice.why.iter().cloned());
    nodes
}
