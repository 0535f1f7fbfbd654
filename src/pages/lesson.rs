//! Owns the page of a lesson and its outline.
//! Must not know scrolling, focus or how a kind is asked.

use crate::action::{Action, Screen};
use crate::course::load::callouts::content_note;
use crate::course::{Block, Item, ItemKind, Lesson, Module};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row, Stretch, StretchKind};
use crate::model::Model;
use crate::pages::question::{self, AskedNext, Setting};
use crate::pages::{before_after, notebook, parts, results};
use crate::quiz::Kind;
use crate::source::Id;
use crate::status::path;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// A lesson: prose, figures and questions in one flow; the last block says what comes next. Of a long one these parts are read.
pub fn doc(model: &Model, id: &Id, open: &Range<usize>) -> Doc {
    let lesson = model.library.lesson(id);
    let Some(item) = model.library.course.item(id) else {
        let mut doc = Doc::new("Not here");
        doc.say("This course has no lesson of that name.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    // It has no file to read: its page says what it is.
    if item.kind == ItemKind::BeforeAfter {
        return before_after::doc(model, id);
    }
    let between = model.view.glyphs.pick("›", "/");
    let mut doc = Doc::new(head(model.library.course.module_of(id), item, between));
    let score = model.progress.score(item);
    if score.of > 0 {
        doc.aside = format!("{} of {} answered", score.answered, score.of).into();
    }
    doc.heading(1, lesson.title.clone());
    let numbers = Numbers::of(model, item, &lesson, open);
    for part in 0..lesson.parts() {
        if part > 0 {
            doc.parts.extend(
                lesson
                    .ahead(part)
                    .map(|(_, known)| (doc.nodes.len(), known.name.clone())),
            );
        }
        match lesson.ahead(part).filter(|_| !open.contains(&part)) {
            Some((node, known)) => {
                let first = doc.nodes.len();
                doc.nodes.push(node.clone());
                doc.stretches.push(Stretch {
                    block: (part, None),
                    kind: StretchKind::Ahead(known.bytes),
                    nodes: first..first + 1,
                });
            }
            None => blocks(model, item, &lesson, part, &numbers, &mut doc),
        }
    }
    doc.nodes.extend(after(model, item).into_iter().map(Arc::new));
    doc
}

/// The blocks of a part of a lesson, on its page.
fn blocks(model: &Model, item: &Item, lesson: &Lesson, part: usize, numbers: &Numbers, doc: &mut Doc) {
    let id = &item.id;
    for (at, block) in lesson.part(part).iter().enumerate() {
        let first = doc.nodes.len();
        let kind = match block {
            Block::Says(node) => {
                doc.nodes.push(node.clone());
                StretchKind::Prose
            }
            Block::Asks(question) if !model.is_asked(id, question) => StretchKind::Question,
            Block::Asks(_) if notebook::is_reflection(block) && !model.keeps_journal() => {
                doc.push(question::switched_off());
                StretchKind::Question
            }
            Block::Asks(question) => {
                doc.nodes
                    .extend(question::asked(model, question, &numbers.setting(&question.id)));
                StretchKind::Question
            }
        };
        doc.stretches.push(Stretch {
            block: (part, Some(at)),
            kind,
            nodes: first..doc.nodes.len(),
        });
        if (part, at) == (0, 0) && content_note(lesson).is_some() {
            doc.nodes.extend(skip(model, id));
        }
    }
    if let Some((_, known)) = lesson.ahead(part) {
        doc.stretches.push(Stretch {
            block: (part, None),
            kind: StretchKind::Ahead(known.bytes),
            nodes: 0..0,
        });
    }
}

/// The numbers of the questions that a lesson asks now. What is scored has one, here as in the head and on home; the rest is for oneself.
struct Numbers {
    by_id: HashMap<Id, usize>,
    of: usize,
    /// Of each that is shown, but the last, what comes after it.
    next: HashMap<Id, AskedNext>,
    last: Option<Id>,
}

impl Numbers {
    fn of(model: &Model, item: &Item, lesson: &Lesson, open: &Range<usize>) -> Numbers {
        let mut numbers = Numbers {
            by_id: HashMap::new(),
            of: 0,
            next: HashMap::new(),
            last: None,
        };
        match lesson.parts() {
            0 | 1 => lesson
                .asked()
                .filter(|question| model.is_asked(&item.id, question))
                .for_each(|question| {
                    numbers.add(
                        question.id.clone(),
                        question.kind.is_scored(),
                        of_kind(question.kind),
                    )
                }),
            // Of a long lesson no question is read for this, and those of open parts are kept.
            _ => {
                let headings = open.clone().filter_map(|nth| lesson.ahead(nth));
                let headings = headings.flat_map(|(_, part)| &part.headings);
                let shown: HashSet<&str> = headings.filter_map(|heading| heading.id.as_deref()).collect();
                let asked = item.outline.asked();
                let asked =
                    asked.filter(|glimpse| model.is_asked_after(&item.id, &glimpse.id, glimpse.after));
                for glimpse in asked {
                    let (is_scored, what) = (Kind::class_is_scored(&glimpse.class), of_class(&glimpse.class));
                    match shown.contains(&*glimpse.id) {
                        true => numbers.add(Id::from(&*glimpse.id), is_scored, what),
                        false => {
                            numbers.of += usize::from(is_scored);
                            numbers.follow(None, what);
                        }
                    }
                }
            }
        }
        numbers
    }

    fn add(&mut self, id: Id, is_scored: bool, what: AskedNext) {
        self.of += usize::from(is_scored);
        self.by_id.insert(id.clone(), self.of);
        self.follow(Some(id), what);
    }

    /// Notes what comes after the one before, if that is shown.
    fn follow(&mut self, shown: Option<Id>, what: AskedNext) {
        if let Some(last) = std::mem::replace(&mut self.last, shown) {
            self.next.insert(last, what);
        }
    }

    fn setting(&self, id: &Id) -> Setting<'static> {
        Setting {
            nth: self.by_id.get(id).copied().unwrap_or_default(),
            of: self.of,
            next: self.next.get(id).copied().unwrap_or(AskedNext::Nothing),
            session: None,
        }
    }
}

/// What a question of this kind is to whoever is led to it.
fn of_kind(kind: Kind) -> AskedNext {
    match kind {
        Kind::Write | Kind::Reflect => AskedNext::OwnWords,
        Kind::Plan => AskedNext::Plan,
        _ => AskedNext::Question,
    }
}

/// The same of a question that is known at a glance.
fn of_class(class: &str) -> AskedNext {
    match class {
        "write" | "reflect" => AskedNext::OwnWords,
        "plan" => AskedNext::Plan,
        _ => AskedNext::Question,
    }
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
    let heading_row = |level: u8, words: &str, heading: &Id| {
        let indent = usize::from(level.saturating_sub(2));
        Node::Row(Row {
            indent,
            ..Row::new(Marker::Link, Text::plain(words), go(heading))
        })
    };
    let question_row = |question: &Id, prompt: &str, is_thought: bool| {
        let state = match model.progress.latest(question).map(|attempt| attempt.verdict) {
            Some(_) if is_thought => "kept",
            Some(verdict) => results::words(verdict),
            None => "not answered",
        };
        let prompt = parts::shortened(model.view.glyphs, &Text::plain(prompt), IN_OUTLINE);
        let row = Row::new(Marker::Link, prompt, go(question)).aside(Text::role(state, Role::Muted));
        Node::Row(Row { indent: 1, ..row })
    };
    // The headings of a long lesson are known without reading it.
    let ahead = (0..lesson.parts()).filter_map(|nth| lesson.ahead(nth));
    for heading in ahead.flat_map(|(_, part)| &part.headings) {
        if let Some(id) = &heading.id {
            doc.push(match heading.asks {
                true => question_row(id, &heading.words, false),
                false => heading_row(heading.level, &heading.words, id),
            });
        }
    }
    if lesson.parts() > 1 {
        return doc;
    }
    for block in lesson.blocks() {
        match block {
            Block::Says(node) => {
                if let Node::Heading {
                    level,
                    id: Some(heading),
                    text,
                } = &**node
                {
                    doc.push(heading_row(*level, &text.words(), heading));
                }
            }
            Block::Asks(question) if !model.is_asked(id, question) => {}
            Block::Asks(question) => {
                let is_thought = question.kind == Kind::Predict;
                doc.push(question_row(&question.id, &question.prompt.words(), is_thought));
            }
        }
    }
    doc
}
