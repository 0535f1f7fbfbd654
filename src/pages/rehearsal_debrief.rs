//! Owns the ending of a rehearsal: the way one went, with how well each line goes; what the talk held, made from the tags of what was said; one thing to carry into a real talk; the
//! ways to play again. Must not know how a scene is played. Where choices carry no grades, nothing here calls an ending wrong.

use crate::action::{Action, Screen};
use crate::course::rehearsal::{Grade, Rehearsal, SceneChoice, own_words};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, ListItem, Node, Row};
use crate::model::Model;
use crate::pages::{parts, question};
use crate::progress::rehearsal::{SaidLine, Trail};
use crate::source::Id;
use std::sync::Arc;

/// What a debrief gathers: the tag, and what it says of it to whoever listens and to whoever asks for support.
const GATHERED: [(&str, &str, &str); 7] = [
    (
        "consent",
        "Where you asked for consent",
        "Where you set the terms",
    ),
    ("request", "What you asked for", "What you asked for"),
    ("action", "What you agreed to do", "What was agreed"),
    (
        "centering",
        "Where the talk turned to you",
        "Where the talk turned",
    ),
    (
        "boundary",
        "Where you kept a boundary",
        "What you kept to yourself, or stopped",
    ),
    ("support", "Which support you used", "Which support you used"),
    (
        "gratitude",
        "What your thanks were for",
        "What you gave thanks for",
    ),
];
/// The end of a tag that names a trigger, as in `truth-trigger`.
const TRIGGER: &str = "-trigger";

/// Adds what follows an ending.
pub fn add(model: &Model, id: &Id, rehearsal: &Rehearsal, trail: &Trail<'_>, doc: &mut Doc) {
    let said: Vec<&SceneChoice> = trail.said.iter().filter_map(|said| said.choice).collect();
    let way: Vec<ListItem> = trail
        .said
        .iter()
        .filter_map(|said| gone(model, id, said))
        .collect();
    if !way.is_empty() {
        doc.heading(2, Text::plain("Looking back"));
        doc.push(Node::Para(Text::strong("The way you went")));
        doc.push(Node::List(way));
        groups(model, rehearsal, &said)
            .into_iter()
            .for_each(|node| doc.push(node));
    }
    carry(id, trail, doc);
    if let Some(question) = model.library.course.item(id).and_then(own_words::opening) {
        doc.nodes.extend(question::own_words(model, &question));
    }
    again(model, id, rehearsal, trail, doc);
    doc.heading(2, Text::plain("What comes next"));
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("Map: what you tried, and what not yet"),
        Action::Go(Screen::RehearsalMap(id.clone()), None),
    )));
    doc.rows(parts::ways_on(model, id));
}

/// A line of the way: its scene, how well it went in words where lines are graded, and what the learner would have said.
fn gone(model: &Model, id: &Id, said: &SaidLine<'_>) -> Option<ListItem> {
    let (scene, choice) = (said.scene?, said.choice?);
    let mut line = Text::role(&format!("{}: ", scene.title.words()), Role::Muted).and(parts::shortened(
        model.view.glyphs,
        &choice.text,
        LINE,
    ));
    // On a line of its own: no two words of it are parted.
    if let Some(grade) = choice.grade {
        line = line.and(Text::plain("\n")).and(graded(grade));
    }
    let mut nodes = vec![Arc::new(Node::Para(line))];
    if let Some(words) = parts::own_line(model, id, scene) {
        let own = Text::role("Your own line: ", Role::Muted).and(Text::plain(&words.replace('\n', " ")));
        nodes.push(Arc::new(Node::Para(own)));
    }
    Some(ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes,
    })
}

/// How well a line goes, in words. It is said of the line, never of the learner.
fn graded(grade: Grade) -> Text {
    let (words, role) = match grade {
        Grade::Strong => ("This helps.", Role::Right),
        Grade::Fair => ("This can work.", Role::Partly),
        Grade::Backfires => ("This backfires.", Role::Wrong),
    };
    Text::role(words, role).stressed()
}

/// What was said, by its tags. Whoever listens hears also what was not done this time; whoever asks for support owes none of it.
fn groups<'a>(model: &Model, rehearsal: &Rehearsal, said: &[&'a SceneChoice]) -> Vec<Node> {
    let graded = rehearsal.is_graded();
    let offered = |tag: &str| {
        rehearsal
            .scenes
            .iter()
            .flat_map(|scene| &scene.choices)
            .any(|choice| choice.tags.iter().any(|of| of == tag))
    };
    let mut nodes = Vec::new();
    // A line with several tags stands whole in the first list, and is only recalled in the others.
    let mut told: Vec<&Text> = Vec::new();
    let mut once = |choice: &'a SceneChoice| match told.contains(&&choice.text) {
        true => parts::shortened(model.view.glyphs, &choice.text, LINE),
        false => {
            told.push(&choice.text);
            choice.text.clone()
        }
    };
    for (tag, listening, asking) in GATHERED {
        let lines: Vec<&'a SceneChoice> = said
            .iter()
            .copied()
            .filter(|choice| choice.tags.iter().any(|of| of == tag))
            .collect();
        let words = if graded { listening } else { asking };
        match lines.is_empty() {
            false => {
                nodes.push(Node::Para(Text::strong(words)));
                nodes.push(Node::List(
                    lines.into_iter().map(|choice| bullet(once(choice))).collect(),
                ));
            }
            true if graded && offered(tag) => nodes.push(Node::Para(
                Text::strong(words).and(Text::plain(": not this time.")),
            )),
            true => {}
        }
    }
    let triggers = said
        .iter()
        .flat_map(|choice| choice.tags.iter().map(move |tag| (tag, choice)));
    let triggers: Vec<ListItem> = triggers
        .filter_map(|(tag, choice)| {
            let name = tag.strip_suffix(TRIGGER)?;
            Some(bullet(
                Text::plain(&format!("The {name} trigger: ")).and(choice.text.clone()),
            ))
        })
        .collect();
    if !triggers.is_empty() {
        nodes.push(Node::Para(Text::strong("What came up in you first")));
        nodes.push(Node::List(triggers));
    }
    nodes
}

fn bullet(text: Text) -> ListItem {
    ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes: vec![Arc::new(Node::Para(text))],
    }
}

/// One thing to carry into a real talk: the first line that backfired, else the strongest moment.
fn carry(id: &Id, trail: &Trail<'_>, doc: &mut Doc) {
    let lines = || trail.said.iter().filter_map(|said| Some((said, said.choice?)));
    let backfired = lines().find(|(_, choice)| choice.grade == Some(Grade::Backfires));
    // Of equals the last one: it is the closest to what came of the talk.
    let strongest =
        lines().max_by_key(|(_, choice)| (choice.grade == Some(Grade::Strong), choice.tags.len()));
    let Some((said, choice)) = backfired.or(strongest) else {
        return;
    };
    doc.heading(2, Text::plain("One thing to carry into a real talk"));
    let lead = match backfired {
        Some(_) => "Here the talk took a turn. It is the place to try another line:",
        None => "This moment carried the talk. Keep it for a real one:",
    };
    doc.say(lead);
    let mut nodes = vec![Arc::new(Node::Para(choice.text.clone()))];
    nodes.extend(choice.why.iter().cloned());
    doc.push(Node::Quote(nodes));
    if backfired.is_some() {
        let row = Row::button(
            "Try another line there",
            Action::TurnBack(id.clone(), Some(said.step.scene.clone())),
        );
        doc.push(Node::Buttons {
            label: Text::default(),
            rows: vec![row],
        });
    }
}

/// The ways to play again: the scene the ending names, any choice on the path, the start.
fn again(model: &Model, id: &Id, rehearsal: &Rehearsal, trail: &Trail<'_>, doc: &mut Doc) {
    doc.heading(2, Text::plain("Play again from …"));
    let retry = trail
        .scene
        .end
        .as_ref()
        .and_then(|end| end.retry.as_ref())
        .and_then(|retry| rehearsal.scene(retry));
    if let Some(scene) = retry {
        let text =
            Text::strong(&scene.title.words()).and(Text::role("  a good place for another way", Role::Muted));
        doc.push(Node::Row(Row::new(
            Marker::Link,
            text,
            Action::TurnBack(id.clone(), Some(scene.id.clone())),
        )));
    }
    let named = |row: &Row| {
        retry.is_some_and(|scene| row.action == Action::TurnBack(id.clone(), Some(scene.id.clone())))
    };
    doc.rows(path(model, id, &trail.said).into_iter().filter(|row| !named(row)));
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("The start"),
        Action::TurnBack(id.clone(), None),
    )));
}

/// Characters of a line that a row of the path shows.
const LINE: usize = 48;

/// The path so far, a row a choice; each turns back to where that choice was made.
pub fn path(model: &Model, id: &Id, said: &[SaidLine<'_>]) -> Vec<Row> {
    let row = |said: &SaidLine<'_>| {
        let scene = said.scene?;
        let line = match said.choice {
            Some(choice) => parts::shortened(model.view.glyphs, &choice.text, LINE),
            None => Text::role("a line that is worded differently now", Role::Muted),
        };
        let text = Text::role(&format!("{}  ", scene.title.words()), Role::Muted).and(line);
        Some(Row::new(
            Marker::Link,
            text,
            Action::TurnBack(id.clone(), Some(scene.id.clone())),
        ))
    };
    said.iter().filter_map(row).collect()
}
