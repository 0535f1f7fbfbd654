//! Owns the pages: each is a function of the model that returns a document. This is the only match from a screen to its page.
//! Must not change anything, and must not know where on its page the learner is.

pub mod before_after;
pub mod coming_back;
pub mod complaints;
pub mod completion;
pub mod erase_entry;
pub mod final_assessment;
pub mod for_two;
pub mod help;
pub mod home;
pub mod lesson;
pub mod link_target;
pub mod marks;
pub mod notebook;
pub mod parts;
pub mod path;
pub mod plan;
pub mod plan_check_in;
pub mod plan_form;
pub mod practice;
pub mod question;
pub mod reference;
pub mod rehearsal;
pub mod rehearsal_debrief;
pub mod rehearsal_map;
pub mod results;
pub mod search;
pub mod self_assessment;
pub mod self_assessment_result;
pub mod session;
pub mod settings;
pub mod time_box;

use crate::action::Screen;
use crate::doc::{Doc, Node};
use crate::model::{Face, Model};
use crate::source::Id;
use std::ops::Range;

/// What is typed on a page and never kept outside it: the word that confirms an erasure, or what is looked for.
#[derive(Clone, Debug, Default)]
pub struct PageWords {
    /// The words so far.
    pub text: String,
    /// The caret, as a byte offset into it.
    pub caret: usize,
}

/// The page of a screen. `asking` is the question a session is at; `typed` is what is typed on it and not kept; of a long lesson the
/// parts `open` are read.
pub fn page(
    model: &Model,
    screen: &Screen,
    asking: Option<&Id>,
    typed: &PageWords,
    open: &Range<usize>,
) -> Doc {
    let mut doc = unmarked(model, screen, asking, typed, open);
    marks::show(model, screen, &mut doc);
    complaints::show(model, screen, &mut doc);
    if model.view.face == Face::Screen && model.preferences.settings.has_reader() {
        said_once(&mut doc);
    }
    doc
}

/// For a reader the title stands in the head, wherever one is on the page: a heading that says the same would be heard twice.
fn said_once(doc: &mut Doc) {
    let is_title =
        |node: &Node| matches!(node, Node::Heading { level: 1, text, .. } if *text.words() == *doc.title);
    if doc.nodes.first().is_some_and(|node| is_title(node)) {
        doc.nodes.remove(0);
    }
}

/// The page without the learner's marks.
fn unmarked(
    model: &Model,
    screen: &Screen,
    asking: Option<&Id>,
    typed: &PageWords,
    open: &Range<usize>,
) -> Doc {
    match screen {
        Screen::Home => home::doc(model),
        Screen::Lesson(id) => lesson::doc(model, id, open),
        Screen::Results(id) => results::doc(model, id),
        Screen::Outline(id) => lesson::outline(model, id),
        Screen::Session(id) => session::doc(model, id, asking),
        Screen::FinalAssessment(id) => final_assessment::doc(model, id),
        Screen::BeforeAfter(id) => before_after::doc(model, id),
        Screen::TimeBox(minutes) => time_box::doc(model, *minutes),
        Screen::Settings => settings::doc(model),
        Screen::Search => search::doc(model, typed),
        Screen::Glossary => reference::glossary(model),
        Screen::Term(term) => reference::term(model, term),
        Screen::About => reference::about(model),
        Screen::Sources => reference::sources(model),
        Screen::Help => help::doc(model),
        Screen::Practice => practice::doc(model),
        Screen::Plan => plan::doc(model),
        Screen::PlanForm => plan_form::doc(model),
        Screen::CheckIn(nth) => plan_check_in::doc(model, *nth),
        Screen::Notebook => notebook::doc(model),
        Screen::Entry(id) => notebook::entry(model, id),
        Screen::EraseEntry(id) => erase_entry::doc(model, id, typed),
        Screen::Marks => marks::doc(model),
        Screen::Mark(id) => marks::mark(model, id),
        Screen::Completion => completion::doc(model),
        Screen::Rehearsal(id) => rehearsal::doc(model, id),
        Screen::RehearsalMap(id) => rehearsal_map::doc(model, id),
        Screen::SelfAssessment(id) => self_assessment::doc(model, id),
        Screen::Rating(id) => self_assessment::rating(model, id),
        Screen::SelfAssessmentResult(id, nth) => self_assessment_result::doc(model, id, *nth),
    }
}
