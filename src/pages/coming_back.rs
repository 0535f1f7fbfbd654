//! Owns what of a lesson comes back on home: whether the moment of its line for today came, and its question after so many days.
//! Must not know how either is kept.

use crate::action::{Action, Came, Screen};
use crate::course::{Block, Item, Lesson};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Node, NoteKind, Row};
use crate::model::Model;
use crate::pages::parts;
use crate::source::Id;

/// Characters of a question that home shows of it.
const SHOWN: usize = 60;

/// The line for today of a lesson: its callout of that kind, outside of any question.
fn line(lesson: &Lesson) -> Option<Text> {
    let tips = lesson.blocks().filter_map(|block| match block {
        Block::Says(node) => match &**node {
            Node::Note {
                kind: NoteKind::Today,
                nodes,
            } => nodes.first(),
            _ => None,
        },
        Block::Asks(_) => None,
    });
    let mut lines = tips.filter_map(|node| match &**node {
        Node::Para(text) => Some(text.clone()),
        _ => None,
    });
    lines.next()
}

/// Asks whether a moment came: one key for each answer.
pub fn moment(model: &Model) -> Vec<Node> {
    let course = &model.library.course;
    let due = model.progress.moments(model.started).into_iter();
    let mut asked = due.filter_map(|lesson| {
        let item = course.item(lesson)?;
        Some((item, line(&model.library.lesson(lesson))?))
    });
    let Some((item, line)) = asked.next() else {
        return Vec::new();
    };
    let from = Text::role(&format!("  From \"{}\".", item.title), Role::Muted);
    let words = Text::strong("Did the moment come?  ")
        .and(Text::plain(&line.words()))
        .and(from);
    let answer = |(nth, came): (usize, Came)| {
        let action = Action::Tell(item.id.clone(), came);
        Node::Row(Row::new(Marker::Link, Text::plain(came.words()), action).digit(nth))
    };
    std::iter::once(Node::Para(words))
        .chain((1..).zip(Came::ALL).map(answer))
        .collect()
}

/// The question of a lesson that was to come after so many days, on its day: with its lesson and those days.
pub fn later(model: &Model) -> Option<(Id, &Item, u32)> {
    if !model.keeps_journal() {
        return None;
    }
    let items = model.library.course.items();
    let mut asked = items.flat_map(|item| item.outline.asked().map(move |glimpse| (item, glimpse)));
    asked.find_map(|(item, glimpse)| {
        let days = glimpse.after.filter(|_| glimpse.class == "reflect")?;
        let new = model.progress.latest(&glimpse.id).is_none() && !model.progress.was_recalled(&glimpse.id);
        (new && model.has_passed(&item.id, days)).then(|| (Id::from(&*glimpse.id), item, days))
    })
}

/// The row of home that asks it, once.
pub fn later_row(model: &Model) -> Option<Row> {
    let (id, item, days) = later(model)?;
    let prompt = model.question(&id)?.prompt.words();
    let text = parts::lead(&format!("{days} days on")).and(parts::shortened(
        model.view.glyphs,
        &Text::plain(&prompt),
        SHOWN,
    ));
    let aside = Text::role(&format!("from \"{}\"", item.title), Role::Muted);
    Some(Row::new(Marker::Link, text, Action::Go(Screen::Entry(id), None)).aside(aside))
}
