//! Owns what the learner marked, as pages: the signs beside the paragraphs, one mark with its note, and the list of all, which the
//! notebook has too. Must not know how a mark is found again; `progress::marks` does.

use crate::action::{Action, Screen};
use crate::clean::Clean;
use crate::course::Lesson;
use crate::course::paragraph::Paragraph;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::keymap::Command;
use crate::model::{Face, Model};
use crate::pages::parts;
use crate::progress::marks::Mark;
use crate::quiz::write::paragraphs as quoted;
use crate::source::Id;
use std::sync::Arc;

/// Characters of a marked line in a list.
const LINE: usize = 100;
/// Characters of a note below its line in a lesson.
const BEGINNING: usize = 60;

/// Whether notes stand below their lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notes {
    Included,
    /// They stay here.
    Left,
}

/// The name under which marks on a screen are kept; none where nothing can be marked.
pub fn page_of(model: &Model, screen: &Screen) -> Option<Id> {
    let course = &model.library.course;
    let file = match screen {
        Screen::Lesson(id) => return course.item(id).map(|item| item.id.clone()),
        Screen::About => &course.about,
        Screen::Sources => &course.sources,
        Screen::Term(_) => &course.glossary,
        _ => return None,
    };
    file.as_deref().map(Id::from)
}

/// The page with this name, as the course has it.
pub fn lesson_of(model: &Model, page: &str) -> Arc<Lesson> {
    match model.library.course.item(page) {
        Some(item) => model.library.lesson(&item.id),
        None => model.library.page(page),
    }
}

/// The marks of a page, each with the number of its paragraph as far as it is there.
pub fn on_page(model: &Model, page: &str) -> Vec<(Mark, Option<usize>)> {
    let marks = model.progress.marks().into_iter();
    let here = marks.filter(|mark| mark.is_on && *mark.page == *page);
    let lesson = lesson_of(model, page);
    here.map(|mark| {
        let at = mark.find(lesson.paragraphs());
        (mark, at)
    })
    .collect()
}

/// Puts the marks of a screen beside its paragraphs, with the ways to their notes.
pub fn show(model: &Model, screen: &Screen, doc: &mut Doc) {
    let Some(page) = page_of(model, screen) else {
        return;
    };
    let lesson = lesson_of(model, &page);
    for (mark, at) in on_page(model, &page) {
        let Some(paragraph) = at.and_then(|at| lesson.paragraphs().get(at)) else {
            continue;
        };
        let Some(node) = doc.nodes.iter_mut().find(|node| paragraph.is(node)) else {
            continue;
        };
        let (bare, mut notes) = match &**node {
            Node::Marked { node, notes } => (node.clone(), notes.clone()),
            _ => (node.clone(), Vec::new()),
        };
        notes.extend(note_row(model, &mark));
        *node = Arc::new(Node::Marked { node: bare, notes });
    }
}

/// The way to a note, by its beginning.
fn note_row(model: &Model, mark: &Mark) -> Option<Row> {
    let note = Clean::line(&model.progress.note(&mark.id)?);
    let text = Text::role("Your note: ", Role::Muted).and(parts::shortened(
        model.view.glyphs,
        &Text::plain(&note),
        BEGINNING,
    ));
    Some(Row::new(Marker::Link, text, way_to(&mark.id)))
}

fn way_to(mark: &Id) -> Action {
    Action::Go(Screen::Mark(mark.clone()), None)
}

/// A page that marks may be on: its name, its title.
struct Marked {
    page: Id,
    title: Clean,
}

/// Every page that marks may be on, in the order of the course.
fn pages(model: &Model) -> Vec<Marked> {
    let course = &model.library.course;
    let items = course.items().map(|item| Marked {
        page: item.id.clone(),
        title: item.title.clone(),
    });
    let beside = [
        (&course.about, "About"),
        (&course.sources, "Sources"),
        (&course.glossary, "Glossary"),
    ];
    let beside = beside.into_iter().filter_map(|(file, title)| {
        file.as_deref().map(|file| Marked {
            page: file.into(),
            title: title.into(),
        })
    });
    items.chain(beside).collect()
}

/// The page that shows a mark, if the course has it still.
pub fn screen_of(model: &Model, mark: &Mark) -> Option<Screen> {
    let course = &model.library.course;
    if course.item(&mark.page).is_some() {
        return Some(Screen::Lesson(mark.page.clone()));
    }
    let is = |file: &Option<String>| file.as_deref() == Some(&*mark.page);
    let at = || {
        let lesson = lesson_of(model, &mark.page);
        let paragraphs = lesson.paragraphs();
        paragraphs.get(mark.find(paragraphs)?)?.place.heading.clone()
    };
    match (is(&course.about), is(&course.sources), is(&course.glossary)) {
        (true, _, _) => Some(Screen::About),
        (_, true, _) => Some(Screen::Sources),
        (_, _, true) => Some(at().map_or(Screen::Glossary, Screen::Term)),
        (false, false, false) => None,
    }
}

/// Everything that is marked, and every note.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Marks and notes");
    doc.heading(1, Text::plain("Marks and notes"));
    let start = doc.nodes.len();
    list(model, Notes::Included, 2, &mut doc);
    if doc.nodes.len() == start {
        let key = model.preferences.keymap.hint(Command::Mark, "marks");
        doc.say(&match (model.view.face, key.as_str()) {
            (Face::Screen, "") => {
                "Nothing is marked yet, and no key marks here: the settings say how to give one.".to_owned()
            }
            (Face::Screen, key) => {
                format!("Nothing is marked yet. In a lesson {key} the paragraph you are at, and Enter then writes a note on it.")
            }
            (Face::Plain, _) => {
                "Nothing is marked yet. In a lesson, mark marks the part you are at, and note writes a note on it."
                    .to_owned()
            }
        });
    }
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![
            Row::button("Notebook", Action::Go(Screen::Notebook, None)),
            Row::button("Home", Action::Go(Screen::Home, None)),
        ],
    });
    doc
}

/// The marks page by page under headings of this level, each with its line and its note; last those of pages that are gone, and notes
/// whose mark was taken away.
pub fn list(model: &Model, notes: Notes, level: u8, doc: &mut Doc) {
    let (mut marks, off): (Vec<Mark>, Vec<Mark>) =
        model.progress.marks().into_iter().partition(|mark| mark.is_on);
    for page in pages(model) {
        let (here, others): (Vec<Mark>, Vec<Mark>) =
            marks.into_iter().partition(|mark| mark.page == page.page);
        marks = others;
        if here.is_empty() {
            continue;
        }
        let lesson = lesson_of(model, &page.page);
        let paragraphs = lesson.paragraphs();
        let found = here.into_iter().map(|mark| (mark.find(paragraphs), mark));
        let mut found: Vec<(Option<usize>, Mark)> = found.collect();
        found.sort_by_key(|(at, mark)| (at.is_none(), *at, mark.at));
        doc.heading(level, Text::plain(&page.title));
        for (at, mark) in found {
            let paragraph = at.and_then(|at| paragraphs.get(at));
            entry(model, &mark, paragraph, notes, doc);
        }
    }
    let left = |mark: &Mark| model.progress.note(&mark.id).is_some();
    let lost: Vec<Mark> = off.into_iter().filter(left).collect();
    let notes_alone = if notes == Notes::Included {
        lost
    } else {
        Vec::new()
    };
    for (words, marks) in [
        ("On pages that are gone", marks),
        ("Notes whose mark you took away", notes_alone),
    ] {
        if !marks.is_empty() {
            doc.heading(level, Text::plain(words));
            marks.iter().for_each(|mark| entry(model, mark, None, notes, doc));
        }
    }
}

fn entry(model: &Model, mark: &Mark, paragraph: Option<&Paragraph>, notes: Notes, doc: &mut Doc) {
    let line = Clean::line(paragraph.map_or(&mark.words, |paragraph| &paragraph.words));
    let (action, aside) = match paragraph {
        Some(_) => (Action::FindMark(mark.id.clone()), model.day(mark.at)),
        None if mark.is_on => (way_to(&mark.id), "no longer there".to_owned()),
        None => (way_to(&mark.id), model.day(mark.at)),
    };
    let row = Row::new(
        Marker::Link,
        parts::shortened(model.view.glyphs, &Text::plain(&line), LINE),
        action,
    );
    doc.push(Node::Row(row.aside(Text::role(&aside, Role::Muted))));
    if notes == Notes::Included
        && let Some(note) = model.progress.note(&mark.id)
    {
        doc.push(Node::Quote(quoted(&note)));
    }
}

/// One mark: its line as it stands now, the note on it, and what can be done with both.
pub fn mark(model: &Model, id: &Id) -> Doc {
    let mut doc = Doc::new("Mark");
    let Some(mark) = model.progress.mark(id) else {
        doc.say("There is no mark here any more.");
        doc.rows([all_marks()]);
        return doc;
    };
    let lesson = lesson_of(model, &mark.page);
    let now = mark.find(lesson.paragraphs());
    let now = now.and_then(|at| lesson.paragraphs().get(at));
    let pages = pages(model);
    let title = pages.iter().find(|page| page.page == mark.page);
    let title = title.map_or("a page that is gone", |page| page.title.as_str());
    let day = model.day(mark.at);
    doc.heading(2, Text::plain(title));
    let label = match now {
        None => format!("You marked on {day} what is no longer there:"),
        Some(now) if now.print != mark.print => {
            format!("You marked on {day}; it was edited since, and reads:")
        }
        Some(_) => format!("You marked on {day}:"),
    };
    doc.push(Node::Para(Text::role(&label, Role::Muted)));
    doc.push(Node::Quote(quoted(now.map_or(&mark.words, |now| &now.words))));
    doc.push(Node::Para(Text::role("Your note:", Role::Muted)));
    parts::field(model, id, &mut doc);
    if mark.is_on && now.is_some() {
        let text = parts::lead("Where it stands").and(Text::plain(title));
        doc.rows([Row::new(Marker::Link, text, Action::FindMark(id.clone()))]);
    }
    doc.rows([all_marks()]);
    let mut rows = vec![match mark.is_on {
        true => Row::button("Take the mark away", Action::Mark(id.clone(), false)),
        false => Row::button("Mark it again", Action::Mark(id.clone(), true)),
    }];
    if model.progress.note(id).is_some() {
        let told = "A note whose mark is taken away stays in the notebook.";
        doc.push(Node::Para(Text::role(told, Role::Muted)));
        rows.push(Row::button(
            "Forget both for good",
            Action::Go(Screen::EraseEntry(id.clone()), None),
        ));
    }
    doc.push(Node::Buttons {
        label: Text::default(),
        rows,
    });
    doc
}

fn all_marks() -> Row {
    Row::new(
        Marker::Link,
        Text::plain("Marks and notes"),
        Action::Go(Screen::Marks, None),
    )
}
