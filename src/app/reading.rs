//! Owns the page of a lesson, its outline, and how a question stands in the flow.
//! Must not know scrolling, focus or how a kind is asked.

use crate::action::{Action, Screen, Sureness};
use crate::app::{App, notebook, plan, results};
use crate::course::load::content_note;
use crate::course::{Block, Item, Lesson, Module};
use crate::doc::mark::Mark;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, NoteKind, Row};
use crate::quiz::{self, Kind, Question};
use crate::source::Id;
use std::sync::Arc;

/// A lesson: prose, figures and questions in one flow; the last block says what comes next.
pub fn doc(app: &App, id: &Id) -> Doc {
    let lesson = app.library.lesson(id);
    let Some(item) = app.library.course.item(id).cloned() else {
        let mut doc = Doc::new("Not here");
        doc.say("This course has no lesson of that name.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    let between = app.view.glyphs.pick("›", ">");
    let mut doc = Doc::new(head(app.library.course.module_of(id), &item, between));
    let score = app.progress.score(&item);
    if score.of > 0 {
        doc.aside = format!("{} of {} answered", score.answered, score.of).into();
    }
    doc.push(Node::Heading {
        level: 1,
        id: None,
        text: lesson.title.clone(),
    });
    let caution = content_note(&lesson).is_some();
    let of = lesson.questions().count();
    let mut nth = 0;
    for (at, block) in lesson.blocks.iter().enumerate() {
        match block {
            Block::Says(node) => doc.nodes.push(node.clone()),
            Block::Asks(_) if notebook::is_reflection(block) && !app.keeps_journal() => {
                nth += 1;
                doc.push(switched_off());
            }
            Block::Asks(question) => {
                nth += 1;
                doc.nodes.extend(asked(app, question, (nth, of)));
            }
        }
        if at == 0 && caution {
            doc.nodes.extend(skip(app, id));
        }
    }
    doc.nodes.extend(after(app, &item).into_iter().map(Arc::new));
    doc
}

/// What stands in place of a question for the journal.
fn switched_off() -> Node {
    Node::Para(Text::role(
        "A question for the journal stands here. The journal is switched off in the settings.",
        Role::Muted,
    ))
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
fn skip(app: &App, id: &Id) -> Option<Arc<Node>> {
    let next = app.library.course.after(id)?;
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
fn after(app: &App, item: &Item) -> Vec<Node> {
    let mut nodes = vec![Node::Heading {
        level: 2,
        id: None,
        text: Text::plain("What comes next"),
    }];
    let score = app.progress.score(item);
    if score.of > 0 {
        let words = Text::plain("How the questions went");
        let aside = Text::role(
            &format!("{} of {} answered", score.answered, score.of),
            Role::Muted,
        );
        nodes.push(Node::Row(
            Row::new(
                Mark::Link,
                words,
                Action::Go(Screen::Results(item.id.clone()), None),
            )
            .aside(aside),
        ));
    }
    if let Some(next) = app.library.course.after(&item.id) {
        nodes.push(Node::Row(next_row(next)));
    }
    nodes.push(Node::Row(Row::home()));
    nodes
}

/// The row that leads to the next item.
pub fn next_row(next: &Item) -> Row {
    let words = Text::plain("Next: ").and(Text::strong(&next.title));
    let aside = Text::role(&format!("{} min", next.minutes()), Role::Muted);
    Row::new(Mark::Link, words, Action::Go(next.screen(), None)).aside(aside)
}

/// A question as it stands: being asked, or answered with its explanations.
pub fn asked(app: &App, question: &Question, (nth, of): (usize, usize)) -> Vec<Arc<Node>> {
    let asks = question.kind.asks();
    let number = match asks.is_empty() {
        true => format!("Question {nth} of {of}\n"),
        false => format!(
            "Question {nth} of {of} {} {asks}\n",
            app.view.glyphs.pick("·", "-")
        ),
    };
    let text = Text::role(&number, Role::Muted).and(question.prompt.clone());
    let mut nodes = vec![Arc::new(Node::Heading {
        level: 3,
        id: Some(question.id.clone()),
        text,
    })];
    nodes.extend(below(app, question, || way_on(app, question, nth == of)));
    nodes
}

/// A place for one's own words on a page that is no lesson: nothing comes next there.
pub fn own_words(app: &App, question: &Question) -> Vec<Arc<Node>> {
    if !app.keeps_journal() {
        return vec![Arc::new(switched_off())];
    }
    let heading = Node::Heading {
        level: 3,
        id: Some(question.id.clone()),
        text: question.prompt.clone(),
    };
    let mut nodes = vec![heading, Node::Para(Text::role(question.kind.asks(), Role::Muted))]
        .into_iter()
        .map(Arc::new)
        .collect::<Vec<_>>();
    let change = || vec![Row::button("Change it", Action::Again(question.id.clone()))];
    nodes.extend(below(app, question, || Node::Buttons {
        label: saved(app, &question.id),
        rows: change(),
    }));
    nodes
}

/// What stands below the prompt of a question, and the way on once it is answered.
fn below(app: &App, question: &Question, way_on: impl FnOnce() -> Node) -> Vec<Arc<Node>> {
    let mut nodes = Vec::new();
    if !question.caution.is_empty() {
        nodes.push(Arc::new(Node::Note {
            kind: NoteKind::Caution,
            nodes: question.caution.clone(),
        }));
    }
    nodes.extend(question.body.iter().cloned());
    nodes.extend(
        question
            .then
            .iter()
            .flat_map(|id| notebook::then(app, id))
            .map(Arc::new),
    );
    let rules = question.kind.rules();
    let more = match app.given(question) {
        Some(given) => {
            let latest = app.progress.latest(&question.id);
            let mut more: Vec<Node> = latest
                .iter()
                .flat_map(|attempt| results::verdict(question, attempt))
                .collect();
            if latest.is_some_and(|attempt| quiz::changed(question, &attempt.shown)) {
                more.push(Node::Para(Text::role(
                    "This question has changed since you answered it.",
                    Role::Muted,
                )));
            }
            more.extend(rules.answered(question, &given));
            more.extend((!question.why.is_empty()).then(|| Node::Quote(question.why.clone())));
            more.push(way_on());
            more
        }
        None => asking(app, question),
    };
    nodes.extend(more.into_iter().map(Arc::new));
    nodes
}

/// What of a question can be picked or written, with its hints and the way to hand it in.
pub fn asking(app: &App, question: &Question) -> Vec<Node> {
    if question.kind == Kind::Plan {
        return vec![Node::Row(plan::row(app))];
    }
    let draft = app.draft_of(question);
    let rules = question.kind.rules();
    let steps = question.hints.len();
    let mut nodes: Vec<Node> = question.hints[..steps.min(draft.hints.into())]
        .iter()
        .enumerate()
        .map(|(at, hint)| Node::Note {
            kind: NoteKind::Hint(at + 1, steps),
            nodes: hint.clone(),
        })
        .collect();
    let parts = rules.asking(question, &draft);
    if !parts
        .iter()
        .any(|node| matches!(node, Node::Row(_) | Node::Field(_)))
    {
        nodes.extend(parts);
        nodes.push(Node::Para(Text::role(
            "This question cannot be answered here; read it as it is.",
            Role::Muted,
        )));
        return nodes;
    }
    nodes.extend(parts);
    // The hint stands before the answer, so that its number stays when the answer appears.
    if usize::from(draft.hints) < steps {
        let words = format!("Hint {} of {steps}", draft.hints + 1);
        nodes.push(Node::Buttons {
            label: Text::default(),
            rows: vec![Row::button(&words, Action::Hint(question.id.clone()))],
        });
    }
    if rules.ready(question, &draft.answer) {
        nodes.push(submit(app, question));
    }
    nodes
}

/// How sure one is, is how one answers.
fn submit(app: &App, question: &Question) -> Node {
    let button = |sure: Sureness, words: &str| Row::button(words, Action::Submit(question.id.clone(), sure));
    if !question.kind.is_scored() {
        return Node::Buttons {
            label: Text::default(),
            rows: vec![button(Sureness::Unsaid, "Keep this")],
        };
    }
    if !app.asks_sureness() {
        return Node::Buttons {
            label: Text::default(),
            rows: vec![button(Sureness::Unsaid, Sureness::Unsaid.words())],
        };
    }
    let rows = [Sureness::Guess, Sureness::Think, Sureness::Sure]
        .map(|sure| button(sure, sure.words()))
        .into();
    Node::Buttons {
        label: Text::role("How sure?", Role::Muted),
        rows,
    }
}

fn way_on(app: &App, question: &Question, is_last: bool) -> Node {
    let id = &question.id;
    let label = saved(app, id);
    let mut rows = vec![Row::button(
        if is_last { "Results" } else { "Next question" },
        Action::Next(id.clone()),
    )];
    if question.passage.is_some() {
        rows.push(Row::button("Passage", Action::Passage(id.clone())));
    }
    rows.push(Row::button(
        if question.kind.is_scored() {
            "Try again"
        } else {
            "Change it"
        },
        Action::Again(id.clone()),
    ));
    Node::Buttons { label, rows }
}

/// Whether an answer is on the disk, in words.
pub fn saved(app: &App, question: &str) -> Text {
    match (app.is_saved(question), app.trouble.is_some()) {
        (true, _) => Text::role("Saved.", Role::Muted),
        (false, false) => Text::role("Saving.", Role::Muted),
        (false, true) => Text::strong("NOT SAVED."),
    }
}

/// The headings of a lesson.
pub fn outline(app: &App, id: &Id) -> Doc {
    let lesson: Arc<Lesson> = app.library.lesson(id);
    let mut doc = Doc::new("Outline");
    doc.push(Node::Heading {
        level: 1,
        id: None,
        text: lesson.title.clone(),
    });
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
                        ..Row::new(Mark::Link, Text::plain(&text.words()), go(heading))
                    }));
                }
            }
            Block::Asks(question) => {
                let state = match app.progress.latest(&question.id).map(|attempt| attempt.verdict) {
                    Some(verdict) => results::words(verdict),
                    None => "not answered",
                };
                let row = Row::new(
                    Mark::Link,
                    Text::plain(&question.prompt.words()),
                    go(&question.id),
                )
                .aside(Text::role(state, Role::Muted));
                doc.push(Node::Row(Row { indent: 1, ..row }));
            }
        }
    }
    doc
}
