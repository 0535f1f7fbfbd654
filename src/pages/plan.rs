//! Owns the plan as it stands: its sentence, its state, what is still open, its check-ins, and what can be done with it next.
//! Must not know the rules of a plan; those are in `progress::plan`.

use crate::action::{Action, Company, Screen, Takeaway};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, NoteKind, Row};
use crate::model::Model;
use crate::pages::{parts, plan_check_in, plan_form};
use crate::progress::plan::validation::Ask;
use crate::progress::plan::{Part, Plan, PlanState, entry};
use crate::time;
use std::sync::Arc;

/// Characters of the plan that a row shows of it; all of it stands on its page.
const SHOWN: usize = 44;

/// What a calendar does with a file of check-ins that it had before.
const IMPORTED_AGAIN: &str = "A calendar that takes such a file in again moves the days that moved, and shows those of a closed plan as cancelled. It removes \
     nothing: an answered check-in stays there until you take it out.";

pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Your plan");
    doc.heading(1, Text::plain("Your plan"));
    match model.progress.plan() {
        Some(plan) => {
            doc.aside = plan.state().word().into();
            open(model, &plan, &mut doc);
        }
        None => none(&mut doc),
    }
    earlier(model, &mut doc);
    doc.push(Node::Row(Row::home()));
    doc
}

fn none(doc: &mut Doc) {
    doc.say(
        "One plan, on one pattern, with one person. It says which moment you will act in and what you will do, and it ends with what your \
         partner noticed. It stays a draft until your partner has said yes.",
    );
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![
            Row::button("Begin a plan with a partner", Action::BeginPlan(Company::Partner)),
            Row::button("Begin on my own habits", Action::BeginPlan(Company::Solo)),
            for_two(),
        ],
    });
    doc.push(Node::Para(Text::role(
        "There is nobody to ask yet? Then plan something about your own interrupting, crediting or share of the notes, until there is.",
        Role::Muted,
    )));
}

fn open(model: &Model, plan: &Plan, doc: &mut Doc) {
    doc.push(Node::Para(
        Text::strong(&format!("{}. ", capital(plan.state().word()))).and(Text::plain(stands(model, plan))),
    ));
    if let Some(sentence) = plan.sentence() {
        doc.push(Node::Quote(vec![Arc::new(Node::Para(Text::plain(&sentence)))]));
    }
    if let Some((text, aside)) = next_check_in(model, plan) {
        doc.push(Node::Row(text.aside(Text::role(&aside, Role::Muted))));
    }
    let asks = plan.open(model.today());
    match (plan.state(), asks.as_slice()) {
        (PlanState::Draft, []) => doc.push(agree(plan)),
        (PlanState::Draft, asks) => {
            doc.push(Node::Para(Text::strong(&format!("Still open: {}", asks.len()))));
            asks.iter().for_each(|ask| doc.push(Node::Row(way_to(plan, ask))));
        }
        (PlanState::Agreed, _) => {
            let rows = vec![Row::button(
                "It has begun",
                Action::Put(entry(plan.began, Part::Started), "yes"),
            )];
            doc.push(Node::Buttons {
                label: Text::default(),
                rows,
            });
        }
        (PlanState::Active | PlanState::Checked | PlanState::Closed, _) => {}
    }
    let looks = plan.second_looks();
    if !looks.is_empty() {
        let lines = looks
            .iter()
            .map(|ask| Arc::new(Node::Para(Text::plain(ask.words))))
            .collect();
        doc.push(Node::Note {
            kind: NoteKind::Today,
            nodes: lines,
        });
    }
    let form = if plan.state() == PlanState::Draft {
        "Write on"
    } else {
        "Change it"
    };
    let mut rows = vec![
        Row::button(form, Action::Go(Screen::PlanForm, None)),
        Row::button("Write it to a file", Action::Export(Takeaway::Plan)),
    ];
    let has_days = plan.next_check_in().is_some();
    if has_days {
        rows.push(Row::button(
            "Put the check-ins into a calendar file",
            Action::Export(Takeaway::Calendar),
        ));
    }
    rows.push(for_two());
    rows.push(Row::button(
        "Close this plan",
        Action::Put(entry(plan.began, Part::Closed), "yes"),
    ));
    doc.push(Node::Buttons {
        label: Text::default(),
        rows,
    });
    if has_days {
        doc.push(Node::Para(Text::role(IMPORTED_AGAIN, Role::Muted)));
    }
    told(model, plan, doc);
}

/// The way to questions that two people can go through on paper.
fn for_two() -> Row {
    Row::button(
        "Write questions for two to a file",
        Action::Export(Takeaway::ForTwo),
    )
}

/// What a state means, and what comes next.
fn stands(model: &Model, plan: &Plan) -> &'static str {
    match (plan.state(), plan.open(model.today()).is_empty(), plan.is_solo()) {
        (PlanState::Draft, false, false) => {
            "It becomes a plan when your partner has said yes and nothing below is open."
        }
        (PlanState::Draft, true, false) => "Nothing is open. Read it once together, and then agree.",
        (PlanState::Draft, false, true) => {
            "It is about your own habit, so nobody else has to agree. Some of it is still open."
        }
        (PlanState::Draft, true, true) => "Nothing is open. Decide when you are ready.",
        (PlanState::Agreed, _, _) => "It begins with the first moment it is for.",
        (PlanState::Active, _, false) => "Whether it works is your partner's to say, at the check-in.",
        (PlanState::Active, _, true) => "At the check-in you write down what you observed.",
        (PlanState::Checked, _, _) => "A check-in is answered. What comes next is open.",
        (PlanState::Closed, _, _) => "It is over.",
    }
}

fn agree(plan: &Plan) -> Node {
    let words = if plan.is_solo() {
        "I have decided on this"
    } else {
        "We agreed on this"
    };
    Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button(
            words,
            Action::Put(entry(plan.began, Part::Agreed), "yes"),
        )],
    }
}

fn way_to(plan: &Plan, ask: &Ask) -> Row {
    let row = Row::new(
        Marker::Fresh,
        Text::plain(ask.words),
        Action::Go(Screen::PlanForm, Some(plan_form::heading(plan.began, ask.part))),
    );
    Row { indent: 1, ..row }
}

/// The row that leads to the check-in that is due, or comes next, and when that is.
pub fn next_check_in(model: &Model, plan: &Plan) -> Option<(Row, String)> {
    let today = model.today();
    let (nth, day) = match plan.state() {
        PlanState::Active => plan.next_check_in()?,
        PlanState::Checked => (plan.answered().max()?, None),
        PlanState::Draft | PlanState::Agreed | PlanState::Closed => return None,
    };
    let aside = match day.map(|day| (day, (day - today).get_days())) {
        None if plan.state() == PlanState::Checked => "what comes next?".to_owned(),
        None => "no day yet".to_owned(),
        Some((_, 0)) => "check in today".to_owned(),
        Some((_, 1)) => "tomorrow".to_owned(),
        Some((day, days)) if days < 0 => {
            format!("was due {}; any day is good", time::near_day_in_words(day, today))
        }
        Some((day, days)) => format!("{}, in {days} days", time::near_day_in_words(day, today)),
    };
    let text = Text::strong(&format!("Check-in {nth}")).and(Text::plain(if plan.is_solo() {
        "  what did you observe?"
    } else {
        "  what did your partner say?"
    }));
    Some((
        Row::new(Marker::Link, text, Action::Go(Screen::CheckIn(nth), None)),
        aside,
    ))
}

/// The plan to take away: its sentence, its state, its parts.
pub fn page(model: &Model, doc: &mut Doc) {
    doc.heading(1, Text::plain("Your plan"));
    let Some(plan) = model.progress.latest_plan() else {
        return doc.say("There is no plan yet.");
    };
    let begun = format!(
        "{}; begun {}.",
        capital(plan.state().word()),
        time::day_in_words(model.date(plan.began))
    );
    doc.say(&begun);
    if let Some(sentence) = plan.sentence() {
        doc.push(Node::Quote(vec![Arc::new(Node::Para(Text::plain(&sentence)))]));
    }
    told(model, &plan, doc);
}

/// The plan as it was written, part by part.
pub fn told(model: &Model, plan: &Plan, doc: &mut Doc) {
    for (part, term) in plan_form::terms(plan) {
        let words = plan_form::in_words(plan, part);
        if !words.is_empty() {
            doc.define(term, &words);
        }
    }
    for nth in plan.answered() {
        doc.heading(2, Text::plain(&format!("Check-in {nth}")));
        let at = plan
            .written_at(Part::Outcome(nth))
            .map(|at| time::day_in_words(model.date(at)))
            .unwrap_or_default();
        doc.push(Node::Para(Text::role(&format!("Answered on {at}"), Role::Muted)));
        for (part, term) in plan_check_in::terms(plan, nth) {
            let words = plan_check_in::in_words(plan, part);
            if !words.is_empty() {
                doc.define(term, &words);
            }
        }
    }
}

fn earlier(model: &Model, doc: &mut Doc) {
    let mut closed: Vec<Plan> = model.progress.plans();
    if model.progress.plan().is_some() {
        closed.pop();
    }
    if closed.is_empty() {
        return;
    }
    doc.heading(2, Text::plain("Earlier plans"));
    let last = closed.len() - 1;
    for (at, plan) in closed.iter().enumerate().rev() {
        doc.push(Node::Para(Text::plain(&line(plan)).and(Text::role(
            &format!("  begun {}", time::day_in_words(model.date(plan.began))),
            Role::Muted,
        ))));
        // Only the latest plan can be the open one.
        if at == last && model.progress.plan().is_none() && plan.is(Part::Closed) {
            let rows = vec![Row::button(
                "Open it again",
                Action::Put(entry(plan.began, Part::Closed), ""),
            )];
            doc.push(Node::Buttons {
                label: Text::default(),
                rows,
            });
        }
    }
    if model.progress.plan().is_none() && closed.iter().any(|plan| plan.unanswered().next().is_some()) {
        let rows = vec![Row::button(
            "Put the cancelled check-ins into a calendar file",
            Action::Export(Takeaway::Calendar),
        )];
        doc.push(Node::Buttons {
            label: Text::default(),
            rows,
        });
        doc.push(Node::Para(Text::role(IMPORTED_AGAIN, Role::Muted)));
    }
}

/// A plan in a line, without a stop, so that more can follow it.
pub fn line(plan: &Plan) -> String {
    let sentence = plan
        .sentence()
        .map(|sentence| sentence.trim_end_matches('.').to_owned());
    sentence.unwrap_or_else(|| match plan.text(Part::Pattern) {
        "" => "A plan without words yet".to_owned(),
        pattern => pattern.to_owned(),
    })
}

/// The row that leads to the plan, wherever it is spoken of.
pub fn row(model: &Model) -> Row {
    let (text, state) = match model.progress.plan() {
        Some(open) => (line(&open), open.state().word()),
        None => ("Make a plan".to_owned(), "not begun"),
    };
    let text = parts::shortened(model.view.glyphs, &Text::plain(&text), SHOWN);
    Row::new(Marker::Link, text, Action::Go(Screen::Plan, None)).aside(Text::role(state, Role::Muted))
}

/// The row of home that asks for the plan. One that is still being written stands there among what is half done.
pub fn home_row(model: &Model) -> Option<Row> {
    let plan = model
        .progress
        .plan()
        .filter(|plan| plan.state() != PlanState::Draft)?;
    let text = parts::lead("Your plan").and(parts::shortened(
        model.view.glyphs,
        &Text::plain(&line(&plan)),
        SHOWN,
    ));
    let (action, aside) = match (plan.state(), next_check_in(model, &plan)) {
        (PlanState::Active, Some((row, aside))) if plan.due(model.today()).is_some() => (row.action, aside),
        (PlanState::Checked, Some((row, aside))) => (row.action, aside),
        (PlanState::Active, Some((_, aside))) => {
            (Action::Go(Screen::Plan, None), format!("check-in {aside}"))
        }
        (state, _) => (Action::Go(Screen::Plan, None), state.word().to_owned()),
    };
    Some(Row::new(Marker::Link, text, action).aside(Text::role(&aside, Role::Muted)))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
