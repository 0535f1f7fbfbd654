//! Owns the page of a lesson and its outline.
//! Must not know scrolling, focus or how a kind is asked.

use crate::action::{Action, Screen};
use crate::course::load::content_note;
use crate::course::{Block, Item, ItemKind, Lesson, Module};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::question::{self, Setting};
use crate::pages::{before_after, notebook, parts, results};
use crate::quiz::{Kind, Question};
use crate::source::Id;
use crate::status::path;
use std::sync::Arc;

/// A lesson: prose, figures and questions in one flow; the last block says what comes next.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let lesson = model.library.lesson(id);
    let Some(item) = model.library.course.item(id).cloned() else {
        let mut doc = Doc::new("Not here");
        doc.say("This course has no lesson of that name.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    // It has no file to read: its page says what it is.
    if item.kind == ItemKind::BeforeAfter {
        return before_after::doc(model, id);
    }
    let between = model.view.glyphs.pick("›", ">");
    let mut doc = Doc::new(head(model.library.course.module_of(id), &item, between));
    let score = model.progress.score(&item);
    if score.of > 0 {
        doc.aside = format!("{} of {} answered", score.answered, score.of).into();
    }
    doc.heading(1, lesson.title.clone());
    let caution = content_note(&lesson).is_some();
    // What is scored has a number, here as in the head and on home; the rest is for oneself.
    let asked: Vec<&Arc<Question>> = lesson
        .asked()
        .filter(|question| model.is_asked(id, question))
        .collect();
    let of = asked.iter().filter(|question| question.kind.is_scored()).count();
    let mut nth = 0;
    for (at, block) in lesson.blocks.iter().enumerate() {
        let first = doc.nodes.len();
        match block {
            Block::Says(node) => doc.nodes.push(node.clone()),
            Block::Asks(question) if !model.is_asked(id, question) => {}
            Block::Asks(_) if notebook::is_reflection(block) && !model.keeps_journal() => {
                doc.push(question::switched_off());
            }
            Block::Asks(question) => {
                nth += usize::from(question.kind.is_scored());
                let setting = Setting {
                    nth,
                    of,
                    is_last: asked.last().is_some_and(|last| last.id == question.id),
                    session: None,
                };
                doc.nodes.extend(question::asked(model, question, &setting));
            }
        }
        doc.stretches.push(first..doc.nodes.len());
        if at == 0 && caution {
            doc.nodes.extend(skip(model, id));
        }
    }
    doc.nodes.extend(after(model, &item).into_iter().map(Arc::new));
    doc
}

/// Where one is: module and lesson.
fn head(module: Option<&Module>, item: &Item, between: &str) -> String {
    match module {
        Some(module) if *module.title != *item.title && module.items.len() > 1 => {
            format!("{} {between} {}", module.title, item.title)
        }
        _ => item.title.to_string(),
    }
}

/// Below a content note: the choice to go past the lesson, without penalty.
fn skip(model: &Model, id: &Id) -> Option<Arc<Node>> {
    let next = path::after(model, id)?;
    let rows = vec![Row::button(
        "Go to the next lesson instead",
        Action::Go(next.screen(), None),
    )];
    Some(Arc::new(Node::Buttons {
        label: Text::role("Read on, or:", Role::Muted),
        rows,
    }))
}

/// What comes after a lesson.
fn after(model: &Model, item: &Item) -> Vec<Node> {
    let mut nodes = vec![Node::Heading {
        level: 2,
        id: None,
        text: Text::plain("What comes next"),
    }];
    let score = model.progress.score(item);
    if score.of > 0 {
        let words = Text::plain("How the questions went");
        let aside = Text::role(
            &format!("{} of {} answered", score.answered, score.of),
            Role::Muted,
        );
        nodes.push(Node::Row(
            Row::new(
                Marker::Link,
                words,
                Action::Go(Screen::Results(item.id.clone()), None),
            )
            .aside(aside),
        ));
    }
    nodes.extend(parts::unread(model, item).map(Node::Row));
    nodes.extend(parts::ways_on(model, &item.id).into_iter().map(Node::Row));
    nodes
}

/// Characters of a question in the outline, so that it has one line where there is room for one.
const IN_OUTLINE: usize = 48;

/// The headings of a lesson.
pub fn outline(model: &Model, id: &Id) -> Doc {
    let lesson: Arc<Lesson> = model.library.lesson(id);
    let mut doc = Doc::new("Outline");
    doc.heading(1, lesson.title.clone());
    let go = |heading: &Id| Action::Go(Screen::Lesson(id.clone()), Some(heading.clone()));
    for block in &lesson.blocks {
        match block {
            Block::Says(node) => {
                if let Node::Heading {
                    level,
                    id: Some(heading),
                    text,
                } = &**node
                {
                    let indent = usize::from(level.saturating_sub(2));
                    doc.push(Node::Row(Row {
                        indent,
                        ..Row::new(Marker::Link, Text::plain(&text.words()), go(heading))
                    }));
                }
            }
            Block::Asks(question) if !model.is_asked(id, question) => {}
            Block::Asks(question) => {
                let state = match model.progress.latest(&question.id).map(|attempt| attempt.verdict) {
                    Some(_) if question.kind == Kind::Predict => "kept",
                    Some(verdict) => results::words(verdict),
                    None => "not answered",
                };
                let row = Row::new(
                    Marker::Link,
                    parts::shortened(&Text::plain(&question.prompt.words()), IN_OUTLINE),
                    go(&question.id),
                )
                .aside(Text::role(state, Role::Muted));
                doc.push(Node::Row(Row { indent: 1, ..row }));
            }
        }
    }
    doc
}
