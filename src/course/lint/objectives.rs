//! Owns rules about what a lesson promises and what it tests: objectives and evidence.
//! Must not know how a question is asked.

use crate::action::{Action, Screen};
use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::load::diagnostics::part;
use crate::course::manifest::MANIFEST;
use crate::course::{Item, ItemKind};
use crate::quiz::{Kind, Question};
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;

/// Objectives that a help names at the most.
const NAMED: usize = 8;

/// The bytes of a code in the manifest entry of an item.
pub(super) fn in_entry(whole: &Whole<'_>, item: &Item, code: &str) -> Span {
    let source = whole.manifest();
    let quoted = format!("\"{code}\"");
    match source.get(item.span.end..).and_then(|rest| rest.find(&quoted)) {
        Some(at) => Span::new(
            &MANIFEST.into(),
            item.span.end + at..item.span.end + at + quoted.len(),
        ),
        None => item.span.clone(),
    }
}

/// Objectives that no question of their lesson names.
pub fn untested(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (item, page) in whole.lessons() {
        let tested: HashSet<&str> = page
            .built
            .lesson
            .questions()
            .filter_map(|question| question.objective.as_deref())
            .collect();
        for code in item.objectives.keys().filter(|code| !tested.contains(&***code)) {
            let message = format!("no question of {} tests {code}", item.id);
            out.push(
                Diagnostic::warning("objective-without-question", in_entry(whole, item, code), message).help(
                    format!("write objective={code} on a question of the lesson, or take the objective away"),
                ),
            );
        }
    }
}

/// Whether a question is there to test something.
fn tests(kind: Kind) -> bool {
    kind.is_scored() || kind == Kind::Write
}

/// Pages whose questions name objectives, with those they may name: a lesson its own, the final bank those of every lesson.
fn asking<'a>(whole: &'a Whole<'_>) -> impl Iterator<Item = (&'a Page<'a>, HashSet<&'a str>)> {
    whole.pages.iter().filter_map(|page| {
        let item = page.item.as_ref()?;
        let from: Vec<&Item> = match item.kind {
            ItemKind::Lesson => vec![item],
            ItemKind::Final => whole.course.items().collect(),
            ItemKind::SelfAssessment | ItemKind::Rehearsal | ItemKind::BeforeAfter => Vec::new(),
        };
        let known: HashSet<&str> = from
            .into_iter()
            .flat_map(|item| item.objectives.keys())
            .map(|code| &**code)
            .collect();
        (!known.is_empty()).then_some((page, known))
    })
}

/// Questions that test nothing.
pub fn aimless(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, known) in asking(whole) {
        for question in page
            .built
            .lesson
            .questions()
            .filter(|question| question.objective.is_none() && tests(question.kind))
        {
            let mut known: Vec<&str> = known.iter().copied().collect();
            known.sort_unstable();
            let example = known.first().copied().unwrap_or_default();
            out.push(
                Diagnostic::warning(
                    "question-without-objective",
                    question.span.clone(),
                    "the question does not say what it tests",
                )
                .help(format!(
                    "write objective={example}, or another of the lesson, into its {{…}}"
                )),
            );
        }
    }
}

/// Questions that test something neither their lesson nor, where they look back, an earlier one promises.
pub fn unknown(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let of = |question: &Question| {
        question
            .objective
            .clone()
            .filter(|objective| !objective.is_empty() && !objective.contains(['"', '\'']))
    };
    for (page, known) in asking(whole) {
        for (question, objective) in page
            .built
            .lesson
            .questions()
            .filter_map(|question| Some((question, of(question)?)))
        {
            if known.contains(objective.as_str()) {
                continue;
            }
            let span = part(page.markdown, &question.span, &format!("objective={objective}"));
            let declares = |item: &&Item| item.objectives.contains_key(objective.as_str());
            let (own, home) = (page.item.as_ref(), whole.course.items().find(declares));
            let (message, help) = match (own.filter(|own| own.kind == ItemKind::Lesson), home) {
                (Some(own), Some(home)) if whole.course.stands_before(&home.id, &own.id) => {
                    if leads_to(question, home) {
                        continue;
                    }
                    (
                        format!(
                            "the objective {objective} is that of {}, and see= does not lead there",
                            home.id
                        ),
                        format!("write see={}#heading-id of the passage that teaches it", home.id),
                    )
                }
                (Some(_), Some(home)) => (
                    format!(
                        "the objective {objective} is that of {}, which comes later",
                        home.id
                    ),
                    "a question looks back to an earlier lesson, never ahead".to_owned(),
                ),
                (Some(_), None) => (
                    format!("this lesson does not declare the objective {objective}"),
                    declared(&known),
                ),
                (None, _) => (
                    format!("no lesson declares the objective {objective}"),
                    declared(&known),
                ),
            };
            out.push(Diagnostic::error("unknown-objective", span, message).help(help));
        }
    }
}

/// Whether the passage of a question stands in this item.
fn leads_to(question: &Question, item: &Item) -> bool {
    matches!(&question.passage, Some((Action::Go(Screen::Lesson(to), _), _)) if *to == item.id)
}

/// The objectives one may name, as a help.
fn declared(known: &HashSet<&str>) -> String {
    let mut known: Vec<&str> = known.iter().copied().collect();
    known.sort_unstable();
    let more = if known.len() > NAMED { " …" } else { "" };
    known.truncate(NAMED);
    format!("course.ron declares {}{more}", known.join(", "))
}

/// Evidence that the sources have no heading for.
pub fn evidence(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let Some(sources) = whole
        .course
        .sources
        .as_ref()
        .and_then(|path| whole.by_path.get(path))
    else {
        return;
    };
    let sources = &whole.pages[*sources];
    for item in whole.course.items() {
        for code in item
            .evidence
            .iter()
            .filter(|code| !sources.anchors.contains_key(&code.to_lowercase()))
        {
            let id = code.to_lowercase();
            out.push(
                Diagnostic::warning(
                    "unknown-evidence",
                    in_entry(whole, item, code),
                    format!("{} has no heading for {code}", sources.path),
                )
                .help(format!("write ## … {{#{id}}} there, or correct the code")),
            );
        }
    }
}
