//! Owns the notebook: the plan, what was marked, and everything the learner wrote for themselves, with the ways back to where it was asked. Also one
//! entry with its versions, and the line that comes back on day three. Must not know how words are kept or taken away as a file.

use crate::action::{Action, FileFormat, Screen, Takeaway};
use crate::course::{Block, Item, ItemKind};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::marks::{self, Notes};
use crate::pages::{parts, plan, question, self_assessment, self_assessment_result};
use crate::progress::marks::is_mark;
use crate::progress::plan::{Plan, part_of};
use crate::quiz::Kind;
use crate::quiz::write::paragraphs;
use crate::source::Id;
use crate::time::{self, DAY, Millis};
use std::sync::Arc;

/// A line comes back this long after it was written, once.
const RECALL: Millis = 3 * DAY;

/// What entries stand under that the course no longer asks for.
pub const LOST: &str = "From lessons that have changed since";

/// Whether the journal goes along into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    Included,
    /// It stays here.
    Left,
}

pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Notebook");
    doc.heading(1, Text::plain("Notebook"));
    // The plan has a page of its own.
    filled(model, Journal::Included, |_, _, _| {}, &mut doc);
    if !model.progress.own.is_empty() {
        take_away(&mut doc);
    }
    doc.push(Node::Row(Row::home()));
    doc
}

fn take_away(doc: &mut Doc) {
    doc.heading(2, Text::plain("Take it away"));
    doc.push(Node::Para(Text::role(
        "A file in the folder you started from: Markdown, or a page that any browser shows and prints. Whoever can read that folder can read it. Notes go with the journal; the lines you marked go in any case. To be rid of all of it, `ally-up forget` takes out journal, notes, plan or self-assessment for good.",
        Role::Muted,
    )));
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![
            Row::button(
                "Without the journal",
                Action::Export(Takeaway::Notebook(FileFormat::Markdown)),
            ),
            Row::button(
                "With the journal",
                Action::Export(Takeaway::Journal(FileFormat::Markdown)),
            ),
            Row::button(
                "To print, without the journal",
                Action::Export(Takeaway::Notebook(FileFormat::Html)),
            ),
            Row::button(
                "To print, with the journal",
                Action::Export(Takeaway::Journal(FileFormat::Html)),
            ),
        ],
    });
}

/// What the notebook says in a file. With the journal it says all that it says without, and more.
pub fn pages(model: &Model, journal: Journal) -> Doc {
    let mut doc = Doc::new("Notebook");
    doc.heading(1, Text::plain("Notebook"));
    doc.say("In this file: your plan, your self-assessments and the lines you marked.");
    if journal == Journal::Included {
        doc.say("And your journal, with your notes on those lines: whoever has the file can read them.");
    }
    filled(model, journal, plan::told, &mut doc);
    doc
}

/// All that was written for oneself; `tell` says what of the plan stands below its line.
fn filled(model: &Model, journal: Journal, tell: fn(&Model, &Plan, &mut Doc), doc: &mut Doc) {
    if let Some(open) = model.progress.plan() {
        doc.heading(2, Text::plain("Your plan"));
        doc.push(Node::Row(plan::row(model)));
        tell(model, &open, doc);
    }
    assessed(model, doc);
    marked(model, journal, doc);
    if journal == Journal::Included {
        written(model, doc);
    }
    if model.progress.own.is_empty() {
        doc.say("Nothing is written yet. Each lesson ends with a question for you alone; what you answer stands here.");
    }
}

/// What was marked. Notes on it go where the journal goes.
fn marked(model: &Model, journal: Journal, doc: &mut Doc) {
    let notes = match journal {
        Journal::Included => Notes::Included,
        Journal::Left => Notes::Left,
    };
    let mut list = Doc::default();
    marks::list(model, notes, 3, &mut list);
    if !list.nodes.is_empty() {
        doc.heading(2, Text::plain("Marks and notes"));
        doc.nodes.extend(list.nodes);
    }
}

/// Results of self-assessments: the latest as bars, and the way to each.
fn assessed(model: &Model, doc: &mut Doc) {
    let items: Vec<Id> = model
        .library
        .course
        .items()
        .filter(|item| item.kind == ItemKind::SelfAssessment)
        .map(|item| item.id.clone())
        .collect();
    for id in items {
        let Some(latest) = model.progress.assessed(&id).pop() else {
            continue;
        };
        let assessment = model.library.assessment(&id);
        doc.heading(2, assessment.title.clone());
        self_assessment_result::bars_of(&assessment, &latest, doc);
        self_assessment::results_so_far(model, &assessment, &id, doc);
    }
}

/// What was written, in the order of the course; last what the course no longer asks.
fn written(model: &Model, doc: &mut Doc) {
    let entries: Vec<Id> = model
        .progress
        .own
        .entries()
        .filter(|entry| part_of(entry).is_none())
        .cloned()
        .collect();
    let mut left: Vec<Id> = entries
        .into_iter()
        .filter(|entry| is_journal(model, entry))
        .collect();
    let of = |item: &Item| {
        (
            item.id.clone(),
            item.title.clone(),
            item.entries().collect::<Vec<_>>(),
        )
    };
    let items: Vec<_> = model.library.course.items().map(of).collect();
    for (item, title, entries) in items {
        let here: Vec<Id> = entries.into_iter().filter(|id| left.contains(id)).collect();
        if here.is_empty() {
            continue;
        }
        left.retain(|entry| !here.contains(entry));
        doc.push(Node::Heading {
            level: 2,
            id: Some(item),
            text: Text::plain(&title),
        });
        here.iter().for_each(|entry| said(model, entry, doc));
    }
    if !left.is_empty() {
        doc.heading(2, Text::plain(LOST));
        left.iter().for_each(|entry| said(model, entry, doc));
    }
}

/// Whether an entry is something written for oneself, rather than what was typed into a gap or noted on a mark.
pub fn is_journal(model: &Model, entry: &Id) -> bool {
    let words = model.progress.words(entry);
    !is_mark(entry)
        && words.is_some_and(|words| !words.trim().is_empty())
        && model
            .question(entry)
            .is_none_or(|question| matches!(question.kind, Kind::Reflect | Kind::Write))
}

fn said(model: &Model, entry: &Id, doc: &mut Doc) {
    let Some((at, words)) = model.progress.own.texts(entry).next_back() else {
        return;
    };
    let prompt = model.question(entry).map_or_else(
        || Text::plain(entry),
        |question| Text::plain(&question.prompt.words()),
    );
    let aside = match model.progress.own.texts(entry).count() {
        1 => model.day(at),
        versions => format!("{}, {versions} versions", model.day(at)),
    };
    let row = Row::new(
        Marker::Link,
        prompt,
        Action::Go(Screen::Entry(entry.clone()), None),
    );
    doc.push(Node::Row(row.aside(Text::role(&aside, Role::Muted))));
    doc.push(Node::Quote(paragraphs(&words)));
}

/// One entry: what was asked, every version of what was written, and a field to go on in.
pub fn entry(model: &Model, id: &Id) -> Doc {
    let mut doc = Doc::new("Notebook");
    let question = model.question(id);
    let prompt = question
        .as_ref()
        .map_or_else(|| Text::plain(id), |question| question.prompt.clone());
    doc.push(Node::Heading {
        level: 2,
        id: Some(id.clone()),
        text: prompt,
    });
    doc.nodes
        .extend(question.iter().flat_map(|question| question.body.iter().cloned()));
    doc.nodes.extend(versions(model, id).into_iter().map(Arc::new));
    let Some(question) = question else {
        doc.say("The course no longer asks this; what you wrote is kept.");
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Notebook"),
            Action::Go(Screen::Notebook, None),
        )));
        return doc;
    };
    if model.given(&question, None).is_some() {
        let rows = vec![
            Row::button("Add a line", Action::Retry(id.clone())),
            Row::button(
                "Forget it for good",
                Action::Go(Screen::EraseEntry(id.clone()), None),
            ),
        ];
        doc.push(Node::Buttons {
            label: parts::saved(model, id),
            rows,
        });
    } else {
        doc.nodes
            .extend(question::asking(model, &question, None).into_iter().map(Arc::new));
    }
    if let Some(item) = model.library.course.item_of_entry(id) {
        let action = match item.kind {
            ItemKind::Lesson => Action::Go(item.screen(), Some(id.clone())),
            ItemKind::SelfAssessment | ItemKind::Rehearsal | ItemKind::Final | ItemKind::BeforeAfter => {
                Action::Go(item.screen(), None)
            }
        };
        let text = parts::lead("Where it was asked").and(Text::plain(&item.title));
        doc.push(Node::Row(Row::new(Marker::Link, text, action)));
    }
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("Notebook"),
        Action::Go(Screen::Notebook, None),
    )));
    doc
}

/// Every version of an entry, the earliest first.
fn versions(model: &Model, id: &Id) -> Vec<Node> {
    let texts: Vec<(Millis, String)> = model.progress.own.texts(id).collect();
    let last = texts.len().saturating_sub(1);
    let mut nodes = Vec::new();
    for (at, (written, words)) in texts.iter().enumerate() {
        let when = model.day(*written);
        let label = match at {
            _ if last == 0 => format!("You wrote on {when}:"),
            0 => format!("Then, on {when}:"),
            at if at == last => format!("Now, on {when}:"),
            _ => format!("On {when}:"),
        };
        nodes.push(Node::Para(Text::role(&label, Role::Muted)));
        nodes.push(Node::Quote(paragraphs(words)));
    }
    nodes
}

/// The row of home that brings an entry back: once, on day three or later.
pub fn home_row(model: &Model) -> Option<Row> {
    let (entry, title) = to_recall(model)?;
    let text = parts::lead("Your own words").and(Text::plain(&format!("three days on, from \"{title}\"")));
    Some(
        Row::new(Marker::Link, text, Action::Go(Screen::Entry(entry), None))
            .aside(Text::role("add a line", Role::Muted)),
    )
}

/// The entry that comes back now, and the title of its lesson.
pub fn to_recall(model: &Model) -> Option<(Id, String)> {
    if !model.keeps_journal() {
        return None;
    }
    let items = model
        .library
        .course
        .items()
        .filter(|item| item.kind == ItemKind::Lesson);
    let mut asked = items.flat_map(|item| item.outline.questions.iter().map(move |glimpse| (item, glimpse)));
    asked.find_map(|(item, glimpse)| {
        if glimpse.class != "reflect" || model.progress.was_recalled(&glimpse.id) {
            return None;
        }
        let at = model.progress.own.latest_at(&glimpse.id)?;
        time::has_passed(RECALL, at, model.now).then(|| (Id::from(&*glimpse.id), item.title.to_string()))
    })
}

/// Whether a block is a question for the journal.
pub fn is_reflection(block: &Block) -> bool {
    matches!(block, Block::Asks(question) if question.kind == Kind::Reflect)
}
