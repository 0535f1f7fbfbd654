//! Owns what this learner can find besides the course as anybody has it: their own words, explanations they
//! were given, and how far they are in a rehearsal. Each of these is what a page shows now, and is gathered
//! anew for every page of hits: what was forgotten, or is asked anew, is not found. Must not know how words
//! are matched.

use crate::action::{Action, Screen};
use crate::clean::Clean;
use crate::course::{Item, ItemKind};
use crate::doc::{Doc, Node};
use crate::model::Model;
use crate::pages::{notebook, plan, rehearsal};
use crate::progress::plan::part_of;
use crate::quiz::Question;
use crate::quiz::answer::Answer;
use crate::quiz::write::paragraphs;
use crate::search::passages::Passages;
use crate::search::texts::{of_node, of_nodes, said};
use crate::search::{Index, Voice, Weight};
use crate::source::Id;
use std::collections::HashSet;

/// The index of all that.
pub fn index(model: &Model) -> Index {
    let mut out = Passages::default();
    journal(model, &mut out);
    notes(model, &mut out);
    plans(model, &mut out);
    let own: HashSet<Clean> = out.all.iter().map(|passage| passage.text.clone()).collect();
    for item in model.library.course.items() {
        out.open(&item.title, item.screen());
        let texts: Vec<(Option<Id>, Clean)> = match item.kind {
            ItemKind::Lesson => explanations(model, item),
            ItemKind::Rehearsal => played(model, item),
            ItemKind::SelfAssessment => {
                let mut texts = Vec::new();
                of_nodes(&model.library.assessment(&item.id).intro, &mut texts);
                texts.into_iter().map(|text| (None, text)).collect()
            }
            ItemKind::Final | ItemKind::BeforeAfter => Vec::new(),
        };
        for (heading, text) in texts.into_iter().filter(|(_, text)| !own.contains(text)) {
            heading.iter().for_each(|heading| out.below(heading));
            out.add(Weight::Text, text);
        }
    }
    Index::of(out.all)
}

/// Whether a question that is not always on the page of its lesson is there now.
pub fn is_asked(model: &Model, question: &Id) -> bool {
    let item = model.library.course.item_of_question(question);
    let glimpse = item.and_then(|item| {
        let mut all = item.outline.questions.iter();
        Some((item, all.find(|glimpse| *glimpse.id == **question)?))
    });
    glimpse.is_some_and(|(item, glimpse)| {
        let is_due = |days| model.has_passed(&item.id, days) || model.progress.latest(question).is_some();
        let is_wanted = glimpse.class != "reflect" || model.keeps_journal();
        is_wanted && glimpse.variant.is_none() && glimpse.after.is_none_or(is_due)
    })
}

/// What the page of a lesson explains of the answers on it, each text with its question.
fn explanations(model: &Model, item: &Item) -> Vec<(Option<Id>, Clean)> {
    let ids = item
        .outline
        .questions
        .iter()
        .map(|glimpse| Id::from(&*glimpse.id));
    let answered = ids.filter(|id| model.progress.latest(id).is_some() && is_asked(model, id));
    let questions = answered.filter_map(|id| model.question(&id));
    questions
        .flat_map(|question| {
            let id = question.id.clone();
            let texts = explained(model, &question).into_iter();
            texts
                .map(move |text| (Some(id.clone()), text))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What is explained of the latest answer to a question, if that is on show.
fn explained(model: &Model, question: &Question) -> Vec<Clean> {
    let Some(given) = model.given(question, None) else {
        return Vec::new();
    };
    let feedback = question.kind.rules().answered(question, &given);
    let mut texts = Vec::new();
    feedback
        .own
        .iter()
        .chain(&feedback.others)
        .for_each(|node| of_node(node, &mut texts));
    of_nodes(&question.why, &mut texts);
    // What was asked is found as that, and what was written as the learner's own.
    let options = question.parts.options().iter().map(|option| said(&option.text));
    let lines = question.parts.lines().iter().map(|line| said(&line.text));
    let asked: HashSet<Clean> = options.chain(lines).collect();
    texts.retain(|text| match &given.answer {
        Answer::Words(words) => !Clean::line(words).contains(text.as_str()),
        Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => !asked.contains(text),
    });
    texts
}

/// What the page of a rehearsal says where one is in it.
fn played(model: &Model, item: &Item) -> Vec<(Option<Id>, Clean)> {
    let mut heading = None;
    let mut found = Vec::new();
    for node in rehearsal::doc(model, &item.id).nodes {
        match &*node {
            Node::Heading { level: 1, .. } => continue,
            Node::Heading { id: Some(id), .. } => heading = Some(id.clone()),
            Node::Row(row) if !matches!(row.action, Action::Say(..)) => continue,
            _ => {}
        }
        let mut texts = Vec::new();
        of_node(&node, &mut texts);
        found.extend(texts.into_iter().map(|text| (heading.clone(), text)));
    }
    found
}

/// Every version of what was written for oneself.
fn journal(model: &Model, out: &mut Passages) {
    let entries = model.progress.own.entries();
    let entries = entries.filter(|entry| part_of(entry).is_none() && notebook::is_journal(model, entry));
    for entry in entries {
        let item = model.library.course.item_of_entry(entry);
        let title = item.map_or_else(|| Clean::new(notebook::LOST), |item| item.title.clone());
        out.open(&title, Screen::Entry(entry.clone()));
        out.below(entry);
        for (_, words) in model.progress.own.texts(entry) {
            let mut texts = Vec::new();
            of_nodes(&paragraphs(&words), &mut texts);
            own(texts, out);
        }
    }
}

/// Every note on a mark.
fn notes(model: &Model, out: &mut Passages) {
    for mark in model.progress.marks() {
        if let Some(note) = model.progress.note(&mark.id) {
            out.open(&Clean::new("Marks and notes"), Screen::Mark(mark.id.clone()));
            let mut texts = Vec::new();
            of_nodes(&paragraphs(&note), &mut texts);
            own(texts, out);
        }
    }
}

/// The open plan with all its parts, and each earlier one in its line.
fn plans(model: &Model, out: &mut Passages) {
    out.open(&Clean::new("Your plan"), Screen::Plan);
    let open = model.progress.plan();
    if let Some(plan) = &open {
        let mut texts: Vec<Clean> = plan.sentence().iter().map(|words| Clean::line(words)).collect();
        let mut told = Doc::default();
        plan::told(model, plan, &mut told);
        for node in &told.nodes {
            if let Node::Definition { nodes, .. } = &**node {
                of_nodes(nodes, &mut texts);
            }
        }
        own(texts, out);
    }
    let mut earlier = model.progress.plans();
    earlier.retain(|plan| open.as_ref().is_none_or(|open| open.began != plan.began));
    own(
        earlier
            .iter()
            .map(|plan| Clean::line(&plan::line(plan)))
            .collect(),
        out,
    );
}

fn own(texts: Vec<Clean>, out: &mut Passages) {
    for text in texts {
        out.push(Weight::Text, Voice::Own, None, text);
    }
}
