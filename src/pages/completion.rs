//! Owns the closing page: what was read, practiced and planned, with its dates, and the plain record of it. Self-attested; never a badge.
//! Must not know how a record becomes a file.

use crate::action::{Action, FileFormat, Screen, Takeaway};
use crate::course::ItemKind;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::plan;
use crate::progress::plan::{Part, PlanState};
use crate::status::{ItemStatus, Status};
use std::sync::Arc;

/// The closing page.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("What you have done");
    doc.heading(1, Text::plain("What you have done"));
    told(model, &mut doc);
    doc.heading(2, Text::plain("Take it with you"));
    doc.say("The record says what you did and when, in your own name. It gives no title; that is for others to say.");
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![
            Row::button(
                "Write the record to a file",
                Action::Export(Takeaway::Record(FileFormat::Markdown)),
            ),
            Row::button(
                "Write it as a page to print",
                Action::Export(Takeaway::Record(FileFormat::Html)),
            ),
        ],
    });
    doc.say(
        "The questions you review here can go among your cards in Anki: question in front, answer and reason on the back. Importing the \
         file again after a new version changes the cards that are there, and keeps your intervals and tags.",
    );
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button(
            "Write the cards to a file",
            Action::Export(Takeaway::Cards),
        )],
    });
    if model.progress.plan().is_none() {
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Make a plan"),
            Action::Go(Screen::Plan, None),
        )));
    }
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("Practice"),
        Action::Go(Screen::Practice, None),
    )));
    doc.push(Node::Row(Row::home()));
    doc
}

/// The record: one page, for a file.
pub fn record(model: &Model) -> Doc {
    let mut doc = Doc::new("Completion record");
    doc.heading(
        1,
        Text::plain(&format!("{}: completion record", model.library.course.title)),
    );
    doc.say("Name: ……………………………");
    doc.say(&format!("Written on {}.", model.day(model.now)));
    told(model, &mut doc);
    doc.push(Node::Rule);
    doc.say("This record is self-attested: a program on the learner's own machine wrote it, and nobody has checked it. It states what was read, practiced and planned. It gives no title.");
    doc
}

fn told(model: &Model, doc: &mut Doc) {
    let course = &model.library.course;
    let (read, of) = model.progress.lessons_read(course);
    let planned = model
        .progress
        .plans()
        .into_iter()
        .rfind(|plan| plan.state() != PlanState::Draft && plan.is(Part::Agreed));
    let status = Status::of(model);
    let passed = status.of_kind(ItemKind::Final).all(ItemStatus::is_done);
    let words = match (read == of && passed, planned.is_some()) {
        (true, true) => "Completed the course and set a plan.",
        (true, false) => {
            "Completed the course. A plan is the part that is still open, and the part that counts."
        }
        (false, true) => "Set a plan. Some of the course is still ahead.",
        (false, false) => "On the way. Every part can be done in any order.",
    };
    doc.push(Node::Para(Text::strong(words)));
    doc.push(Node::Gauge {
        label: Text::plain("Lessons read"),
        done: read,
        total: of,
        unit: "",
    });
    for module in &course.modules {
        let lessons: Vec<_> = module
            .items
            .iter()
            .filter(|item| item.kind == ItemKind::Lesson)
            .collect();
        let days: Vec<_> = lessons
            .iter()
            .filter_map(|item| model.progress.read_at(&item.id))
            .collect();
        if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) {
            let (first, last) = (model.day(*first), model.day(*last));
            let when = if first == last {
                first
            } else {
                format!("{first} to {last}")
            };
            let says = format!("{} of {} lessons, {when}", days.len(), lessons.len());
            doc.define(&module.title, &says);
        }
    }
    doc.heading(2, Text::plain("Practiced"));
    let mut any = false;
    let practiced = status
        .items
        .iter()
        .filter(|status| status.item.kind != ItemKind::Lesson);
    for item in practiced.filter(|status| status.is_touched()) {
        any = true;
        doc.define(&item.item.title, &item.words);
    }
    if !any {
        doc.push(Node::Para(Text::role("Nothing yet.", Role::Muted)));
    }
    doc.heading(2, Text::plain("Planned"));
    match planned {
        Some(planned) => {
            let agreed = planned
                .written_at(Part::Agreed)
                .map(|at| model.day(at))
                .unwrap_or_default();
            doc.push(Node::Quote(vec![Arc::new(Node::Para(Text::plain(&plan::line(
                &planned,
            ))))]));
            let who = if planned.is_solo() { "Decided" } else { "Agreed" };
            let checked = planned.answered().count();
            let checked = match checked {
                0 => String::new(),
                1 => "; one check-in answered".to_owned(),
                more => format!("; {more} check-ins answered"),
            };
            doc.say(&format!(
                "{who} on {agreed}; {}{checked}.",
                planned.state().word()
            ));
        }
        None => doc.push(Node::Para(Text::role(
            "No plan has been agreed on yet.",
            Role::Muted,
        ))),
    }
}
