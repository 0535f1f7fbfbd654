//! Owns rules about ids: one thing each, well formed, and still there under a new name; and about items that share a file.
//! Must not know what is behind an id.

use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::lint::self_assessment::rates;
use crate::course::load::diagnostics::part;
use crate::course::load::slug;
use crate::course::manifest::{MANIFEST, places};
use crate::source::{Diagnostic, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// An id and where it is given.
struct Given {
    id: String,
    span: Span,
}

/// Ids of modules and items, in the order of the manifest.
fn in_manifest(whole: &Whole<'_>) -> Vec<Given> {
    let source = whole.manifest();
    let mut ids = places(source, "id");
    // The course itself has an id too, which nothing in it can be mistaken for.
    if let Some(at) = ids.iter().position(|(id, _)| *id == whole.course.id) {
        ids.remove(at);
    }
    ids.into_iter()
        .map(|(id, range)| Given {
            id: id.to_owned(),
            span: Span::new(&MANIFEST.into(), range),
        })
        .collect()
}

/// Ids of headings, of questions too, in their order.
fn on_page(page: &Page<'_>) -> impl Iterator<Item = Given> {
    page.built.headings.iter().filter_map(|(id, _, span)| {
        let id = id.as_ref()?.to_string();
        let span = part(page.markdown, span, &format!("#{id}"));
        Some(Given { id, span })
    })
}

/// Ids of questions and of lines to rate: those that are saved.
fn asked(page: &Page<'_>) -> Vec<Given> {
    let questions: HashSet<&str> = page
        .built
        .lesson
        .questions()
        .map(|question| &*question.id)
        .collect();
    let lines = rates(page).into_iter().map(|rate| Given {
        span: part(page.markdown, &rate.span, &rate.id),
        id: rate.id,
    });
    on_page(page)
        .filter(|given| questions.contains(given.id.as_str()))
        .chain(lines)
        .collect()
}

/// Modules, items, questions and lines to rate have ids of their own in the course; headings and scenes in their file.
pub fn duplicates(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let mut told = HashSet::new();
    let glossary = |page: &Page<'_>| whole.course.glossary.as_deref() == Some(&*page.path);
    for page in &whole.pages {
        let terms = page
            .built
            .headings
            .iter()
            .filter(|(id, heading, _)| glossary(page) && id.is_none() && heading.level > 1);
        let terms = terms.map(|(_, heading, span)| Given {
            id: slug(&heading.text.words()),
            span: span.clone(),
        });
        for again in again(on_page(page).chain(terms)) {
            told.insert((again.span.file.clone(), again.span.start));
            let message = format!("the id {} is given twice in this file", again.id);
            out.push(
                Diagnostic::error("duplicate-id", again.span, message)
                    .help("give each heading an id of its own"),
            );
        }
    }
    for again in again(
        in_manifest(whole)
            .into_iter()
            .chain(whole.pages.iter().flat_map(asked)),
    ) {
        if told.insert((again.span.file.clone(), again.span.start)) {
            let message = format!("the id {} is taken: it is also in {}", again.id, again.first);
            out.push(Diagnostic::error("duplicate-id", again.span, message).help(
                "modules, items, questions and lines to rate have ids of their own in the whole course, since progress is saved by them",
            ));
        }
    }
}

/// An id that was given before.
struct Again {
    id: String,
    span: Span,
    /// The file where it came first.
    first: String,
}

fn again(given: impl Iterator<Item = Given>) -> Vec<Again> {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut found = Vec::new();
    for Given { id, span } in given {
        match seen.get(&id) {
            Some(first) => found.push(Again {
                first: first.clone(),
                id,
                span,
            }),
            None => drop(seen.insert(id, span.file.to_string())),
        }
    }
    found
}

/// Small letters, digits and hyphens between them.
pub fn forms(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let lines = whole
        .pages
        .iter()
        .flat_map(|page| asked(page).into_iter().chain(on_page(page)));
    for Given { id, span } in in_manifest(whole).into_iter().chain(lines) {
        let parts = id
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_lowercase() || c.is_ascii_digit()));
        if !parts {
            let help = match id.split_once('.') {
                Some((id, class)) => format!("a class needs a blank before its dot: {{#{id} .{class}}}"),
                None => format!("write {}", slug(&id)),
            };
            let message =
                format!("the id {id} holds more than small letters, digits and hyphens between them");
            out.push(Diagnostic::warning("id-form", span, message).help(help));
        }
    }
}

/// The headings of an item, each with the item, as in links.
fn headings(whole: &Whole<'_>, page: &Page<'_>) -> Vec<String> {
    let item = whole.course.item_of_file(&page.path);
    let named = |given: Given| item.map(|item| format!("{}#{}", item.id, given.id));
    on_page(page).filter_map(named).collect()
}

/// The new name of something renamed is there.
pub fn renamed(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let known: HashSet<String> = in_manifest(whole)
        .into_iter()
        .chain(whole.pages.iter().flat_map(asked))
        .map(|given| given.id)
        .chain(whole.pages.iter().flat_map(|page| headings(whole, page)))
        .collect();
    let source = whole.manifest();
    // The last place of every quoted word behind `renamed`, found in one pass.
    let from = source.find("renamed").unwrap_or(0);
    let quotes: Vec<usize> = source[from..]
        .match_indices('"')
        .map(|(at, _)| from + at)
        .collect();
    let words = quotes
        .windows(2)
        .map(|pair| (&source[pair[0] + 1..pair[1]], pair[0]..pair[1] + 1));
    let quoted: HashMap<&str, Range<usize>> = words.collect();
    let list = &whole.course.renamed;
    for (nth, (old, new)) in list.iter().enumerate() {
        // What was renamed again later need not be there under the name between.
        let goes_on = list[nth + 1..].iter().any(|(later, _)| later == new);
        if !known.contains(new) && !goes_on {
            let place = quoted.get(new.as_str()).cloned().unwrap_or(from..source.len());
            out.push(
                Diagnostic::error(
                    "renamed-to-nothing",
                    Span::new(&MANIFEST.into(), place),
                    format!("{old} was renamed to {new}, which is not there"),
                )
                .help("write (\"old\", \"new\") with the id that a module, an item or a question has now; of a heading (\"lesson#old\", \"lesson#new\")"),
            );
        }
    }
}

/// Of names that lead round in a ring, all are there: else it is not told whether they changed places.
pub fn rings(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let course = &whole.course;
    for from in 0..course.renamed.len() {
        let gap = course.ring(from).and_then(|ring| course.gap(from, ring));
        let (old, new) = &course.renamed[from];
        if let Some(gap) = gap.filter(|gap| gap != old && course.has(old) && !course.has(gap)) {
            let source = whole.manifest();
            let start = source.find("renamed").unwrap_or(0);
            out.push(
                Diagnostic::advice(
                    "renamed-ring",
                    Span::new(&MANIFEST.into(), start..source.len().min(start + "renamed".len())),
                    format!("{old} was renamed to {new} and so on back to {old}, but {gap} is not there"),
                )
                .help(format!("all that was saved for them goes to {old}; of things that changed places, each is still there")),
            );
        }
    }
}

/// No two items are one file.
pub fn files(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let named = places(whole.manifest(), "file");
    for again in again(named.iter().map(|(file, range)| Given {
        id: (*file).to_owned(),
        span: Span::new(&MANIFEST.into(), range.clone()),
    })) {
        out.push(
            Diagnostic::error(
                "file-twice",
                again.span,
                format!("{} is the file of an item above", again.id),
            )
            .help("give each item a file of its own: the questions in it are saved once"),
        );
    }
}
