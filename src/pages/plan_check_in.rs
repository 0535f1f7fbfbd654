//! Owns a check-in: what the partner said, in their words, and what comes next. The partner judges; the learner writes it down.
//! Must not know when a check-in is due; that is in `progress::plan`.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::parts::{field, picks};
use crate::pages::plan_form;
use crate::progress::plan::{Part, Plan, entry};
use std::sync::Arc;

const OUTCOMES: &[(&str, &str)] = &[("done", "Done"), ("partly", "Partly"), ("not-yet", "Not yet")];
const NEXT: &[(&str, &str)] = &[
    ("keep", "Keep it as it is"),
    ("adjust", "Adjust it: the cue, the action or the words"),
    ("stop", "Stop here"),
    ("next", "Close it and choose the next one"),
];

/// The parts of a check-in, and what they are called.
pub fn terms(plan: &Plan, nth: u8) -> [(Part, &'static str); 6] {
    let said = if plan.is_solo() {
        "What I observed"
    } else {
        "What my partner said"
    };
    [
        (Part::Outcome(nth), "How it went"),
        (Part::Said(nth), said),
        (Part::Unsaid(nth), "What my partner said"),
        (Part::Smaller(nth), "A smaller next step"),
        (Part::Thanks(nth), "Thanks"),
        (Part::Next(nth), "What comes next"),
    ]
}

/// What a part says, in words.
pub fn in_words(plan: &Plan, part: Part) -> String {
    let text = plan.text(part);
    let named = |from: &[(&str, &str)]| {
        from.iter()
            .find(|(value, _)| *value == text)
            .map_or_else(|| text.to_owned(), |(_, words)| (*words).to_owned())
    };
    match part {
        Part::Outcome(_) => named(OUTCOMES),
        Part::Next(_) => named(NEXT),
        Part::Unsaid(_) if text == "yes" => "They preferred not to say.".to_owned(),
        _ => text.to_owned(),
    }
}

/// The page of the nth check-in.
pub fn doc(model: &Model, nth: u8) -> Doc {
    let mut doc = Doc::new("Check-in");
    // A check-in that closed its plan is still the one on show.
    let Some(plan) = model
        .progress
        .latest_plan()
        .filter(|plan| plan.check_ins().any(|of| of == nth))
    else {
        doc.say("There is no such check-in.");
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Your plan"),
            Action::Go(Screen::Plan, None),
        )));
        return doc;
    };
    let heading = |doc: &mut Doc, part: Part, title: &str, help: &str| {
        doc.push(Node::Heading {
            level: 3,
            id: Some(entry(plan.began, part)),
            text: Text::plain(title),
        });
        if !help.is_empty() {
            doc.push(Node::Para(Text::role(help, Role::Muted)));
        }
    };
    doc.heading(1, Text::plain(&format!("Check-in {nth}")));
    doc.aside = plan_form::in_words(&plan, Part::CheckDay(nth)).into();
    if let Some(sentence) = plan.sentence() {
        doc.push(Node::Quote(vec![Arc::new(Node::Para(Text::plain(&sentence)))]));
    }
    if plan.is_solo() {
        heading(
            &mut doc,
            Part::Outcome(nth),
            "How did it go?",
            "By what you observed, and not by how you felt.",
        );
    } else {
        doc.say("Ask your partner first, with a real way to say no. What they noticed is the result; what you meant is not.");
        let impact = plan.text(Part::Impact);
        let help = if impact.is_empty() {
            String::new()
        } else {
            format!("What you two said they would notice: {impact}")
        };
        heading(
            &mut doc,
            Part::Outcome(nth),
            "How did it go, in your partner's eyes?",
            &help,
        );
    }
    picks(&plan, Part::Outcome(nth), OUTCOMES, &mut doc);
    if plan.is_solo() {
        heading(&mut doc, Part::Said(nth), "What did you observe?", "");
        field(model, &entry(plan.began, Part::Said(nth)), &mut doc);
    } else {
        heading(
            &mut doc,
            Part::Said(nth),
            "What did they say?",
            "In their words, as far as they are fine with you keeping them.",
        );
        field(model, &entry(plan.began, Part::Said(nth)), &mut doc);
        let unsaid = plan.is(Part::Unsaid(nth));
        let action = Action::Put(
            entry(plan.began, Part::Unsaid(nth)),
            if unsaid { "" } else { "yes" },
        );
        doc.push(Node::Row(Row::new(
            Marker::Check(unsaid),
            Text::plain("They preferred not to say"),
            action,
        )));
    }
    if matches!(plan.text(Part::Outcome(nth)), "partly" | "not-yet") {
        heading(
            &mut doc,
            Part::Smaller(nth),
            "A smaller next step",
            "A missed moment ends nothing. What would be easy enough for next week?",
        );
        field(model, &entry(plan.began, Part::Smaller(nth)), &mut doc);
    }
    heading(
        &mut doc,
        Part::Thanks(nth),
        "Thanks, if there is something to thank for",
        "Whom, for what exactly, and in the way they prefer. You may leave this empty.",
    );
    field(model, &entry(plan.began, Part::Thanks(nth)), &mut doc);
    heading(&mut doc, Part::Next(nth), "What comes next?", "");
    picks(&plan, Part::Next(nth), NEXT, &mut doc);
    doc.heading(2, Text::plain("Then"));
    if plan.text(Part::Next(nth)) == "adjust" {
        doc.push(Node::Row(Row::new(
            Marker::Link,
            Text::plain("Adjust the plan"),
            Action::Go(Screen::PlanForm, None),
        )));
    }
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("The plan as it stands"),
        Action::Go(Screen::Plan, None),
    )));
    doc.push(Node::Row(Row::home()));
    doc
}
