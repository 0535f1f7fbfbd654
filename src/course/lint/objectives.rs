//! Owns rules about what a lesson promises and what it tests: objectives and evidence.
//! Must not know how a question is asked.

use crate::course::lint::{Page, Whole};
use crate::course::load::diagnostics::part;
use crate::course::manifest::MANIFEST;
use crate::course::{Item, ItemKind};
use crate::quiz::{Kind, Question};
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;

/// Objectives that a help names at the most.
const NAMED: usize = 8;

/// The bytes of a code in the manifest entry of an item.
fn in_entry(whole: &Whole<'_>, item: &Item, code: &str) -> Span {
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
        for code in item
            .objectives
            .keys()
            .filter(|code| !tested.contains(code.as_str()))
        {
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
            ItemKind::SelfAssessment | ItemKind::Rehearsal => Vec::new(),
        };
        let known: HashSet<&str> = from
            .into_iter()
            .flat_map(|item| item.objectives.keys())
            .map(String::as_str)
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

/// Questions that test something their lesson does not promise.
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
            if !known.contains(objective.as_str()) {
                let span = part(page.markdown, &question.span, &format!("objective={objective}"));
                let whose = match page.item.as_ref().map(|item| item.kind) {
                    Some(ItemKind::Final) => "no lesson declares",
                    Some(ItemKind::Lesson | ItemKind::SelfAssessment | ItemKind::Rehearsal) | None => {
                        "this lesson does not declare"
                    }
                };
                let mut known: Vec<&str> = known.iter().copied().collect();
                known.sort_unstable();
                let more = if known.len() > NAMED { " …" } else { "" };
                known.truncate(NAMED);
                out.push(
                    Diagnostic::error(
                        "unknown-objective",
                        span,
                        format!("{whose} the objective {objective}"),
                    )
                    .help(format!("course.ron declares {}{more}", known.join(", "))),
                );
            }
        }
    }
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
