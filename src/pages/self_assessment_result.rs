//! Owns the result of a self-assessment: the bars, where one could start, what the chosen scale asks for, then and now.
//! Must not know how means are made. No grade words, and no number finer than a bar.

use crate::action::{Action, Screen};
use crate::course::Block;
use crate::course::self_assessment::{Assessment, Scale};
use crate::doc::figure_data::Figure;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Align, Doc, Node, Row, Table};
use crate::model::Model;
use crate::pages::{parts, question};
use crate::progress::assessment::{Assessed, Change, Mean, Suggestion, change, mean, suggest};
use crate::source::Id;
use std::sync::Arc;

/// The full length of a bar.
const FULL: u32 = 100;

/// What came of the attempt with this number.
pub fn doc(model: &Model, id: &Id, nth: usize) -> Doc {
    let assessment = model.library.assessment(id);
    let mut doc = Doc::new(assessment.title.words());
    let results = model.progress.assessed(id);
    let Some(result) = results.get(nth) else {
        doc.say("This result is not here; it may have been forgotten or started again.");
        doc.push(Node::Row(Row::new(
            Marker::Link,
            assessment.title.clone(),
            Action::Go(Screen::SelfAssessment(id.clone()), None),
        )));
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    doc.aside = model.day(result.at).into();
    doc.heading(
        1,
        Text::plain(&format!("Your result of {}", model.day(result.at))),
    );
    let means: Vec<Option<Mean>> = assessment
        .scales
        .iter()
        .map(|scale| mean(scale, &result.ratings))
        .collect();
    let suggestion = suggest(&means, result.lens);
    bars_of(&assessment, result, &mut doc);
    if let Some(before) = nth.checked_sub(1).and_then(|before| results.get(before)) {
        then_and_now(model, &assessment, (before, result), &mut doc);
    }
    choose(id, &assessment, (&suggestion, result), &mut doc);
    if let Some(scale) = chosen(&assessment, result) {
        about(model, scale, &mut doc);
    }
    doc.nodes.extend(assessment.honest.iter().cloned());
    doc.heading(2, Text::plain("What comes next"));
    doc.push(Node::Row(Row::new(
        Marker::Link,
        Text::plain("All your results"),
        Action::Go(Screen::SelfAssessment(id.clone()), None),
    )));
    doc.rows(parts::ways_on(model, id));
    doc
}

fn chosen<'a>(assessment: &'a Assessment, result: &Assessed) -> Option<&'a Scale> {
    let focus = result.focus.as_ref()?;
    assessment.scales.iter().find(|scale| scale.id == *focus)
}

/// The bars of a result.
pub fn bars_of(assessment: &Assessment, result: &Assessed, doc: &mut Doc) {
    let means: Vec<Option<Mean>> = assessment
        .scales
        .iter()
        .map(|scale| mean(scale, &result.ratings))
        .collect();
    bars(assessment, &means, &suggest(&means, result.lens), doc);
}

/// The bars, each with what is said beside it, and in words.
fn bars(assessment: &Assessment, means: &[Option<Mean>], suggestion: &Suggestion, doc: &mut Doc) {
    let remark = |at: usize| match suggestion {
        Suggestion::Start(found) => match found.iter().position(|found| *found == at) {
            Some(0) => "start here?",
            Some(_) => "or here",
            None => "",
        },
        Suggestion::Free | Suggestion::Even => "",
    };
    let known: Vec<(usize, &Scale, Mean)> = assessment
        .scales
        .iter()
        .zip(means)
        .enumerate()
        .filter_map(|(at, (scale, mean))| Some((at, scale, (*mean)?)))
        .collect();
    if !known.is_empty() {
        let words = known.iter().map(|(at, scale, mean)| match remark(*at) {
            "" => format!("{}: {} of {FULL}", scale.name, mean.bar()),
            remark => format!("{}: {} of {FULL}, {remark}", scale.name, mean.bar()),
        });
        let words = Text::plain(&words.collect::<Vec<_>>().join("\n"));
        let rows = known
            .iter()
            .map(|(_, scale, mean)| (scale.name.to_string(), mean.bar()))
            .collect();
        let remarks = known.iter().map(|(at, _, _)| remark(*at).to_owned()).collect();
        doc.push(Node::Figure {
            figure: Arc::new(Figure::Bars {
                of: FULL,
                unit: String::new(),
                rows,
                remarks,
            }),
            words,
        });
    }
    let few: Vec<&str> = assessment
        .scales
        .iter()
        .zip(means)
        .filter(|(_, mean)| mean.is_none())
        .map(|(scale, _)| &*scale.name)
        .collect();
    if !few.is_empty() {
        doc.say(&format!("Not enough answers for a bar: {}.", few.join(", ")));
    }
}

/// This result beside the one before it.
fn then_and_now(model: &Model, assessment: &Assessment, (then, now): (&Assessed, &Assessed), doc: &mut Doc) {
    doc.heading(2, Text::plain("Then and now"));
    let bar = |mean: Option<Mean>| {
        mean.map_or(Text::role("too few answers", Role::Muted), |mean| {
            Text::plain(&mean.bar().to_string())
        })
    };
    let rows = assessment.scales.iter().map(|scale| {
        let (before, after) = (mean(scale, &then.ratings), mean(scale, &now.ratings));
        let words = match before.zip(after).map(|(before, after)| change(before, after)) {
            Some(Change::Same) => "about the same",
            Some(Change::Higher) => "higher",
            Some(Change::Lower) => "lower",
            None => "",
        };
        vec![
            Text::plain(&scale.name),
            bar(before),
            bar(after),
            Text::plain(words),
        ]
    });
    let head = ["", &model.day(then.at), &model.day(now.at), "now"]
        .map(Text::plain)
        .into();
    let align = vec![Align::Left, Align::Right, Align::Right, Align::Left];
    doc.push(Node::Table(Table {
        align,
        head,
        rows: rows.collect(),
    }));
}

/// Where to start: what is suggested first, every other scale after it. The choice is the learner's.
fn choose(id: &Id, assessment: &Assessment, (suggestion, result): (&Suggestion, &Assessed), doc: &mut Doc) {
    doc.heading(2, Text::plain("Where to start"));
    let name = |at: &usize| {
        assessment
            .scales
            .get(*at)
            .map(|scale| scale.name.to_string())
            .unwrap_or_default()
    };
    let (words, first): (String, &[usize]) = match suggestion {
        Suggestion::Free => (
            "Too few lines were answered to suggest anything. Choose the one you would like to begin with."
                .into(),
            &[],
        ),
        Suggestion::Even => (
            "Your profile is even: choose the one that would help most in the next two weeks.".into(),
            &[],
        ),
        Suggestion::Start(found) if found.len() == 1 => (
            format!(
                "A place to start could be: {}. You may as well choose another one.",
                name(&found[0])
            ),
            found,
        ),
        Suggestion::Start(found) => {
            let names: Vec<String> = found.iter().map(name).collect();
            (
                format!(
                    "These are close together: {}. Choose the one that would help most in the next two weeks.",
                    names.join(", ")
                ),
                found,
            )
        }
    };
    doc.say(&words);
    let rest = (0..assessment.scales.len()).filter(|at| !first.contains(at));
    for (nth, at) in first.iter().copied().chain(rest).enumerate() {
        let Some(scale) = assessment.scales.get(at) else {
            continue;
        };
        let is_chosen = result.focus.as_ref() == Some(&scale.id);
        let aside = if first.contains(&at) {
            Text::role("suggested", Role::Muted)
        } else {
            Text::default()
        };
        let action = Action::ChooseScale(id.clone(), scale.id.clone());
        doc.push(Node::Row(
            Row::new(Marker::Radio(is_chosen), Text::plain(&scale.name), action)
                .digit(nth + 1)
                .aside(aside),
        ));
    }
}

/// The section of the scale that was chosen: why, what to read, what to do, and the journal's question.
fn about(model: &Model, scale: &Scale, doc: &mut Doc) {
    let text = Text::plain(&format!("Starting with: {}", scale.name));
    doc.push(Node::Heading {
        level: 2,
        id: Some(scale.id.clone()),
        text,
    });
    for block in &scale.about {
        match block {
            Block::Says(node) => doc.nodes.push(node.clone()),
            Block::Asks(question) => doc.nodes.extend(question::own_words(model, question)),
        }
    }
}
