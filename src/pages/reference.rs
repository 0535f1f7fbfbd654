//! Owns the pages beside the lessons: glossary, one term, about, sources.
//! Must not know how they are written; they are Markdown of the course like any lesson.

use crate::action::{Action, Screen};
use crate::course::{Block, Lesson};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::source::Id;
use std::sync::Arc;

/// Every term with what it means, below its letter, and the way to each letter.
pub fn glossary(model: &Model) -> Doc {
    let Some(lesson) = page(model, |course| course.glossary.clone()) else {
        return missing("Glossary");
    };
    let mut doc = Doc::new("Glossary");
    let says = lesson.blocks().filter_map(|block| match block {
        Block::Says(node) => Some(node),
        Block::Asks(_) => None,
    });
    let mut lead: Vec<Arc<Node>> = Vec::new();
    let mut terms: Vec<(Id, Text, Option<Text>)> = Vec::new();
    for node in says {
        match (&**node, terms.last_mut()) {
            (
                Node::Heading {
                    level: 2,
                    id: Some(id),
                    text,
                },
                _,
            ) => terms.push((id.clone(), text.clone(), None)),
            (_, None) => lead.push(node.clone()),
            (Node::Para(text), Some((_, _, meaning @ None))) => *meaning = Some(text.clone()),
            (_, Some(_)) => {}
        }
    }
    let letter = |term: &Text| term.words().chars().find_map(|c| c.to_uppercase().next());
    let mut letters: Vec<char> = terms.iter().filter_map(|(_, term, _)| letter(term)).collect();
    letters.dedup();
    let id = |letter: char| Id::from(format!("letter-{letter}").as_str());
    doc.heading(1, lesson.title.clone());
    doc.nodes.extend(lead);
    let to = |letter: &char| Row::button(&letter.to_string(), Action::Jump(id(*letter)));
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: letters.iter().map(to).collect(),
    });
    let mut at = None;
    for (term, name, meaning) in terms {
        if letter(&name) != at {
            at = letter(&name);
            doc.nodes.extend(at.map(|at| {
                Arc::new(Node::Heading {
                    level: 2,
                    id: Some(id(at)),
                    text: Text::plain(&at.to_string()),
                })
            }));
        }
        let meaning = meaning.map_or_else(String::new, |text| format!("\n{}", text.words()));
        let text = name.stressed().and(Text::plain(&meaning));
        doc.push(Node::Row(Row {
            indent: 1,
            ..Row::new(Marker::Link, text, Action::Go(Screen::Term(term), None))
        }));
    }
    doc
}

/// One term and what it means.
pub fn term(model: &Model, term: &Id) -> Doc {
    let Some(lesson) = page(model, |course| course.glossary.clone()) else {
        return missing("Glossary");
    };
    let mut doc = Doc::new("Glossary");
    let mut inside = false;
    for block in lesson.blocks() {
        let Block::Says(node) = block else { continue };
        if let Node::Heading { level: 2, id, .. } = &**node {
            inside = id.as_ref() == Some(term);
        }
        if inside {
            doc.nodes.push(node.clone());
        }
    }
    if doc.nodes.is_empty() {
        doc.say("The glossary has no such term.");
    }
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![
            Row::button("Back", Action::Back),
            Row::button("All terms", Action::Go(Screen::Glossary, None)),
        ],
    });
    doc
}

/// Whose ideas, and what is not claimed.
pub fn about(model: &Model) -> Doc {
    whole(model, "About", |course| course.about.clone())
}

/// The evidence register.
pub fn sources(model: &Model) -> Doc {
    whole(model, "Sources", |course| course.sources.clone())
}

fn whole(model: &Model, title: &str, of: fn(&crate::course::Course) -> Option<String>) -> Doc {
    let Some(lesson) = page(model, of) else {
        return missing(title);
    };
    let mut doc = Doc::new(title);
    doc.heading(1, lesson.title.clone());
    doc.nodes.extend(lesson.blocks().filter_map(|block| match block {
        Block::Says(node) => Some(node.clone()),
        Block::Asks(_) => None,
    }));
    doc
}

fn page(model: &Model, of: fn(&crate::course::Course) -> Option<String>) -> Option<Arc<Lesson>> {
    let path = of(&model.library.course)?;
    Some(model.library.page(&path))
}

fn missing(title: &str) -> Doc {
    let mut doc = Doc::new(title);
    doc.push(Node::Para(Text::role(
        "This course has no such page.",
        Role::Muted,
    )));
    doc
}
