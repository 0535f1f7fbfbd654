//! Owns the page of a rehearsal: what came of the last choice, and below it the scene one is at with what one could say.
//! Must not know how a path follows from what was chosen; that is in `progress`. Endings have a file of their own.

use crate::action::{Action, Screen};
use crate::course::rehearsal::{Choice, Grade};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::rehearsal_debrief;
use crate::progress::rehearsal::{Ground, SaidLine};
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
            "This rehearsal was edited since you were here. You go on from the last scene that is still there, and all you tried is kept.",
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
    for (nth, choice) in trail.scene.choices.iter().enumerate() {
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

/// What was chosen, and what came of it.
fn consequence(said: &SaidLine<'_>) -> Vec<Arc<Node>> {
    let Some(choice) = said.choice else {
        let words = "What you chose last is worded differently now; it still led here.";
        return vec![Arc::new(Node::Para(Text::role(words, Role::Muted)))];
    };
    let chosen = Text::role("You chose: ", Role::Muted).and(choice.text.clone());
    let mut nodes = vec![Arc::new(Node::Para(chosen))];
    nodes.extend(explanation(choice));
    nodes
}

/// What to make of a line: how well it goes in words, where that is told, and why.
fn explanation(choice: &Choice) -> Vec<Arc<Node>> {
    let mut why = choice.why.clone();
    let Some(grade) = choice.grade.map(grade) else {
        return why;
    };
    match why.first().map(|node| &**node) {
        Some(Node::Para(text)) => {
            why[0] = Arc::new(Node::Para(grade.and(Text::plain("  ")).and(text.clone())))
        }
        _ => why.insert(0, Arc::new(Node::Para(grade))),
    }
    why
}

/// How well a line goes, in words. It is said of the line, never of the learner.
fn grade(grade: Grade) -> Text {
    let (words, role) = match grade {
        Grade::Strong => ("This helps.", Role::Right),
        Grade::Fair => ("This can work.", Role::Partly),
        Grade::Backfires => ("This backfires.", Role::Wrong),
    };
    Text::role(words, role).stressed()
}
