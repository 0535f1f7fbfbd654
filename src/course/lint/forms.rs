//! Owns rules about entries of the manifest that name others: the form before and after, and paths.
//! Must not know how a form is asked or a path followed.

use crate::course::ItemKind;
use crate::course::lint::Whole;
use crate::course::lint::objectives::in_entry;
use crate::course::manifest::MANIFEST;
use crate::quiz::Kind;
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;

/// Forms whose bank is not there.
pub fn of_nothing(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for item in whole.course.items() {
        let Some(form) = &item.fixed else { continue };
        let bank = whole.course.item(&form.of);
        if bank.is_none_or(|bank| bank.kind != ItemKind::Final) {
            out.push(
                Diagnostic::error(
                    "form-of-nothing",
                    in_entry(whole, item, &form.of),
                    format!("no final assessment is called {}", form.of),
                )
                .help("of: names the id of the Final(…) whose bank has these questions"),
            );
        }
    }
}

/// Forms that ask what their bank does not have, what is never scored there, or the same twice.
pub fn questions(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for item in whole.course.items() {
        let Some(form) = &item.fixed else { continue };
        let bank = whole
            .course
            .item(&form.of)
            .filter(|bank| bank.kind == ItemKind::Final);
        let Some(bank) = bank else { continue };
        let mut seen = HashSet::new();
        if form.questions.is_empty() {
            let message = format!("{} asks nothing", item.id);
            out.push(
                Diagnostic::error("form-question", item.span.clone(), message).help(format!(
                    "name questions of {}: ten are enough to tell something",
                    bank.file
                )),
            );
        }
        for question in &form.questions {
            let glimpse = bank
                .outline
                .questions
                .iter()
                .find(|glimpse| glimpse.id == **question);
            let message = match glimpse {
                None => format!("{} has no question {question}", bank.file),
                Some(glimpse) if !Kind::class_is_scored(&glimpse.class) => {
                    format!("{question} is never scored, so nothing is kept of it")
                }
                Some(_) if !seen.insert(question) => format!("{question} is asked twice"),
                Some(_) => continue,
            };
            out.push(
                Diagnostic::error("form-question", in_entry(whole, item, question), message)
                    .help(format!("name scored questions of {}, each once", bank.file)),
            );
        }
    }
}

/// Paths that lead over nothing the course has, or twice over the same.
pub fn paths(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let source = whole.manifest();
    // Where the paths are written: an item has its id before them or after them as well.
    let from = source.find("Path(").unwrap_or_default();
    for path in &whole.course.paths {
        let start = source[from..]
            .find(&format!("\"{}\"", path.id))
            .map_or(from, |at| from + at);
        let here = |id: &str| {
            let quoted = format!("\"{id}\"");
            let at = source[start..]
                .find(&quoted)
                .map_or(start..start, |at| start + at..start + at + quoted.len());
            Span::new(&MANIFEST.into(), at)
        };
        let mut complain = |span: Span, message: String| {
            out.push(
                Diagnostic::error("path-item", span, message)
                    .help("items: names ids of items of the course, each once, in the order of the path"),
            );
        };
        if path.items.is_empty() {
            complain(here(&path.id), format!("the path {} leads nowhere", path.id));
        }
        let mut seen = HashSet::new();
        for id in &path.items {
            if whole.course.item(id).is_none() {
                complain(here(id), format!("the course has no item {id}"));
            } else if !seen.insert(id) {
                complain(here(id), format!("the path {} leads to {id} twice", path.id));
            }
        }
    }
}
