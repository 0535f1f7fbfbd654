//! Owns home: what now, and every module and lesson with its state in words.
//! Must not work out where the learner stands: `status` does. It builds no lesson.

use crate::action::{Action, Screen};
use crate::clean::Clean;
use crate::course::Item;
use crate::course::load::follow;
use crate::course::outline::{FoundHeading, heading};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row, so_far};
use crate::model::Model;
use crate::pages::{before_after, coming_back, notebook, parts, path, plan, time_box};
use crate::progress::mastery::{Mastery, ModuleMastery};
use crate::source::{Id, text};
use crate::status::half_done::half_done;
use crate::status::{self, ItemStatus, Status};
use crate::time::DAY;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Pages for doing rather than reading.
const DOING: [(&str, Screen); 3] = [
    ("Practice", Screen::Practice),
    ("Notebook", Screen::Notebook),
    ("What you have done", Screen::Completion),
];

/// The home page.
pub fn doc(model: &Model) -> Doc {
    let status = Status::of(model);
    let changed = status::changed(model);
    let course = &model.library.course;
    let standings: Vec<ModuleMastery<'_>> = course
        .modules
        .iter()
        .map(|module| status::mastery(model, module))
        .collect();
    let mut doc = Doc::new(course.title.clone());
    let (read, of) = model.progress.lessons_read(course);
    let percent = (read * 100).checked_div(of).unwrap_or(0);
    doc.aside = format!("{} ({percent} %)", so_far((read, of), status::lessons(of))).into();
    if model.set_aside > 0 {
        let lines = if model.set_aside == 1 {
            "1 line".to_owned()
        } else {
            format!("{} lines", model.set_aside)
        };
        doc.say(&format!(
            "{lines} of your saved progress could not be read and was set aside; the rest is here."
        ));
    }
    if let Some(trouble) = model.saving.problem() {
        doc.push(Node::Para(Text::strong("NOT SAVED: ").and(Text::plain(trouble))));
    }
    if model.progress.latest_at() > model.now + DAY {
        let day = model.day(model.progress.latest_at());
        doc.say(&format!(
            "Some of what you did is dated after today, {day}. It counts; check the clock of this machine."
        ));
    }
    let half = half_done(model);
    let lead = |words: &str, title: &str| parts::lead(words).and(Text::plain(title));
    doc.rows(half.iter().map(|half| {
        let text = lead("Continue", &half.title);
        Row::new(Marker::Link, text, half.action.clone()).aside(Text::role(&half.words, Role::Muted))
    }));
    let now = status::next_step(model);
    match &now {
        Some(next) if half.iter().any(|half| half.item.as_ref() == Some(&next.item.id)) => {}
        Some(next) => {
            let row = Row::new(Marker::Link, lead(next.label, &next.item.title), open(next.item));
            doc.push(Node::Row(row.aside(Text::role(&next.words, Role::Muted))));
        }
        None if of == 0 => doc.say("This course has no lessons that can be read. `ally-up check` says why."),
        None => doc.say("Every lesson is read. The questions are open for another try whenever you like."),
    }
    doc.nodes.extend(
        path::for_newcomers(model)
            .into_iter()
            .chain(plan::home_row(model))
            .chain(notebook::home_row(model))
            .chain(before_after::again_row(model))
            .chain(coming_back::later_row(model))
            .map(|row| Arc::new(Node::Row(row))),
    );
    let due = model.due().len();
    if due > 0 {
        doc.push(Node::Row(parts::warm_up(due)));
    }
    if model.progress.events() > 0 {
        let rows = time_box::CHOICES.map(|minutes| {
            Row::button(
                &format!("{minutes} minutes"),
                Action::Go(Screen::TimeBox(minutes), None),
            )
        });
        doc.push(Node::Buttons {
            label: Text::role("I have", Role::Muted),
            rows: rows.into(),
        });
        let rows = DOING.map(|(words, screen)| Row::button(words, Action::Go(screen, None)));
        doc.push(Node::Buttons {
            label: Text::role("Or", Role::Muted),
            rows: rows.into(),
        });
    }
    // Below what Enter may find in focus: an answer is given, never stumbled on.
    doc.nodes
        .extend(coming_back::moment(model).into_iter().map(Arc::new));
    let now = now
        .and_then(|next| course.module_of(&next.item.id))
        .map(|module| module.id.clone());
    for (module, standing) in course.modules.iter().zip(&standings) {
        let title = Text::role(&module.title, Role::Title).stressed();
        let title = match module.number {
            Some(number) => Text::role(&format!("Module {number}  "), Role::Muted).and(title),
            None => title,
        };
        let (done, total, unit) = status.done_in(module);
        let title = match standing.hold.words() {
            "" => title,
            words => title.and(Text::role(&format!("  {words}"), Role::Muted)),
        };
        doc.push(Node::Gauge {
            label: title,
            done,
            total,
            unit,
        });
        let weakest = standing.weakest.filter(|_| standing.hold == Mastery::Weak);
        if let Some((question, words)) = weakest.and_then(|id| Some((id, section(model, id)?))) {
            let text = Text::plain(&format!("Read again: {words}"));
            doc.push(Node::Row(Row {
                indent: 1,
                ..Row::new(Marker::Link, text, Action::Passage(question.into()))
            }));
        }
        if !module.intro.is_empty() && now.as_ref().is_some_and(|id| *id == module.id) {
            doc.push(Node::Para(Text::role(&module.intro, Role::Muted)));
        }
        for item in module.items.iter().filter_map(|item| status.item(&item.id)) {
            doc.push(Node::Row(row(model, item, &changed)));
        }
    }
    doc.push(Node::Rule);
    match orphans(model) {
        0 => {}
        1 => doc.push(Node::Para(Text::role(
            "One answered question is no longer in the course; your answer is kept.",
            Role::Muted,
        ))),
        lost => {
            let words =
                format!("{lost} answered questions are no longer in the course; your answers are kept.");
            doc.push(Node::Para(Text::role(&words, Role::Muted)));
        }
    }
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: beside(model),
    });
    doc
}

/// How many answered questions are no longer in the course.
fn orphans(model: &Model) -> usize {
    // Whoever has just come has answered none.
    if model.progress.events() == 0 {
        return 0;
    }
    let course = &model.library.course;
    let own = LazyCell::new(|| course.items().flat_map(Item::own_lines).collect::<BTreeSet<Id>>());
    let is_known = |id: &str| course.item_of_question(id).is_some() || own.contains(id);
    model.progress.orphans(is_known)
}

/// What stands beside the lessons, as one row. Whoever has just come reads first: what there is to do stands here for them.
fn beside(model: &Model) -> Vec<Row> {
    let course = &model.library.course;
    let doing = DOING.into_iter().filter(|_| model.progress.events() == 0);
    let pages = [
        ("Search", Screen::Search),
        ("Glossary", Screen::Glossary),
        ("Settings", Screen::Settings),
        ("About", Screen::About),
        ("Sources", Screen::Sources),
        ("Keys", Screen::Help),
    ];
    let is_there = |screen: &Screen| match screen {
        Screen::Glossary => course.glossary.is_some(),
        Screen::About => course.about.is_some(),
        Screen::Sources => course.sources.is_some(),
        _ => true,
    };
    let pages = doing.chain(pages).filter(|(_, screen)| is_there(screen));
    pages
        .map(|(words, screen)| Row::button(words, Action::Go(screen, None)))
        .collect()
}

fn open(item: &Item) -> Action {
    Action::Go(item.screen(), None)
}

fn row(model: &Model, status: &ItemStatus<'_>, changed: &BTreeMap<Id, usize>) -> Row {
    let words = status.words_with(changed);
    let row = Row::new(
        parts::state_marker(status),
        Text::plain(&status.item.title),
        open(status.item),
    );
    Row {
        indent: 1,
        ..row.aside(parts::standing(model, &words))
    }
}

/// The section that teaches a question, and its lesson, in words. No lesson is built for that.
fn section(model: &Model, question: &str) -> Option<String> {
    let course = &model.library.course;
    let item = course.item_of_question(question)?;
    let see = heading_at(model, item, question)?.see?;
    let target = match see.contains(['#', '/']) {
        true => see,
        false => format!("#{see}"),
    };
    let (page, section) = match follow(course, &item.file, &target)? {
        Action::Jump(section) => (item, section),
        Action::Go(Screen::Lesson(page), Some(section)) => (course.item(&page)?, section),
        _ => return None,
    };
    let words = heading_at(model, page, &section)?.words;
    Some(format!("\"{}\" in {}", Clean::line(&words), page.title))
}

fn heading_at(model: &Model, page: &Item, id: &str) -> Option<FoundHeading> {
    let bytes = model.library.files.get(&page.file)?;
    heading(text(bytes).ok()?, id)
}
