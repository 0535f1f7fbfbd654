//! Owns rules about what leads somewhere: links, figures, `see`; and about files that nothing leads to.
//! Must not know what following a link does; `load::join` says where it points.

use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::load::diagnostics::{id_to_write, part};
use crate::course::load::{join, slug};
use crate::course::manifest::MANIFEST;
use crate::course::markdown::{Link, is_outside};
use crate::source::{Diagnostic, Span};
use std::collections::{BTreeMap, HashSet};

/// A Markdown file that speaks to whoever opens the folder, not to the learner.
const READ_ME: &str = "README.md";

/// Where something leads.
enum Leads<'a> {
    /// To an address, or to something that is there.
    There,
    /// Out of the folder.
    Out,
    /// To no page of the course: the path meant.
    NoPage(String),
    /// To no heading of this page.
    NoHeading(&'a Page<'a>),
    /// To a heading of this page that has no id: its place, and the id it needs.
    Unnamed(&'a Page<'a>, usize),
}

fn leads<'a>(whole: &'a Whole<'_>, from: &'a Page<'a>, target: &str) -> Leads<'a> {
    if is_outside(target) {
        return Leads::There;
    }
    let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
    let page = match file {
        "" if fragment.is_empty() => return Leads::NoPage(String::new()),
        "" => from,
        file => match join(&from.path, file) {
            None => return Leads::Out,
            Some(path) => match whole.by_path.get(&path) {
                None if whole.unchecked.contains(&path) => return Leads::There,
                None => return Leads::NoPage(path),
                Some(at) => &whole.pages[*at],
            },
        },
    };
    to_heading(page, fragment)
}

fn to_heading<'a>(page: &'a Page<'a>, fragment: &str) -> Leads<'a> {
    let is_there = page.anchors.contains_key(fragment) || page.built.parsed.anchors.contains(fragment);
    // A page has a top, whatever it calls its parts.
    if fragment.is_empty() || is_there || fragment == "top" {
        return Leads::There;
    }
    let small = fragment.to_lowercase();
    match page
        .unnamed
        .get(&small)
        .or_else(|| page.unnamed.get(&slug(&small)))
    {
        Some(at) => Leads::Unnamed(page, *at),
        None => Leads::NoHeading(page),
    }
}

/// Links that are followed, not shown; the choices of a rehearsal are its own affair.
fn followed<'a>(page: &'a Page<'_>) -> impl Iterator<Item = &'a Link> {
    let choices = page
        .rehearsal
        .iter()
        .flat_map(|rehearsal| &rehearsal.scenes)
        .flat_map(|scene| &scene.choices);
    let choices: HashSet<usize> = choices.map(|choice| choice.span.start).collect();
    page.built
        .parsed
        .links
        .iter()
        .filter(move |link| link.picture.is_none() && !choices.contains(&link.range.start))
}

/// Every `see`, as the target of a link, with its span.
fn passages<'a>(page: &'a Page<'_>) -> impl Iterator<Item = (&'a str, Span)> {
    attributes(page, "see")
}

/// Every value of an attribute, with its span.
fn attributes<'a>(page: &'a Page<'_>, name: &'static str) -> impl Iterator<Item = (&'a str, Span)> {
    page.built.headings.iter().flat_map(move |(_, heading, span)| {
        // What is quoted has its own complaint.
        let named = heading
            .attributes
            .iter()
            .filter(move |(key, value)| key == name && !value.is_empty() && !value.contains(['"', '\'']));
        named.map(move |(key, value)| {
            (
                value.as_str(),
                part(page.markdown, span, &format!("{key}={value}")),
            )
        })
    })
}

fn see_leads<'a>(whole: &'a Whole<'_>, from: &'a Page<'a>, see: &str) -> Leads<'a> {
    match see.split_once('#') {
        None if !see.contains('/') => to_heading(from, see),
        Some((lesson, fragment)) => match whole.page_of(lesson) {
            Some(page) => to_heading(page, fragment),
            None if whole.is_unchecked(lesson) => Leads::There,
            None => leads(whole, from, see),
        },
        None => leads(whole, from, see),
    }
}

/// Questions for the journal that are to stand beside one that is not there.
pub fn thens(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let glimpses = whole
        .course
        .items()
        .flat_map(|item| item.outline.questions.iter());
    let reflections: HashSet<&str> = glimpses
        .filter(|glimpse| glimpse.class == "reflect")
        .map(|glimpse| &*glimpse.id)
        .collect();
    for (then, span) in whole.pages.iter().flat_map(|page| attributes(page, "then")) {
        if !reflections.contains(then) {
            out.push(
                Diagnostic::error(
                    "dead-then",
                    span,
                    format!("no question for the journal is called {then}"),
                )
                .help("name the id of a .reflect question, in this lesson or another"),
            );
        }
    }
}

/// Pages with headings that something points to by their words alone. Such a link works, until somebody edits the words.
pub fn headings(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let mut pointed: BTreeMap<(&str, usize), &Page<'_>> = BTreeMap::new();
    for page in &whole.pages {
        let links = followed(page).map(|link| leads(whole, page, &link.target));
        for led in links.chain(passages(page).map(|(see, _)| see_leads(whole, page, see))) {
            if let Leads::Unnamed(to, at) = led {
                pointed.insert((&to.path, at), to);
            }
        }
    }
    let mut pointed = pointed.into_iter().peekable();
    while let Some(((path, at), page)) = pointed.next() {
        let mut places = vec![at];
        while let Some(((_, at), _)) = pointed.next_if(|((next, _), _)| *next == path) {
            places.push(at);
        }
        let (_, _, span) = &page.built.headings[at];
        let message = match places.len() {
            1 => "a link leads to this heading by its words".to_owned(),
            count => format!(
                "links lead to this heading and {} more of this page by their words",
                count - 1
            ),
        };
        let help = format!(
            "an edit would break them; write {{#{}}} at its end, or let check --fix write all",
            slug_of(page, at)
        );
        let mut told = Diagnostic::advice("heading-without-id", span.clone(), message).help(help);
        for at in places {
            let (_, _, span) = &page.built.headings[at];
            if let Some((place, text)) = id_to_write(page.markdown, span, slug_of(page, at)) {
                told = told.fix(place, text);
            }
        }
        out.push(told);
    }
}

/// The name that links find a heading by.
fn slug_of<'a>(page: &'a Page<'_>, at: usize) -> &'a str {
    page.slugs.get(&at).map_or("", String::as_str)
}

/// Links to no page, and to no heading of one.
pub fn dead(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for link in followed(page) {
            let span = page.span(link.range.clone());
            match leads(whole, page, &link.target) {
                Leads::NoPage(path) => out.push(no_page(whole, span, &path)),
                Leads::NoHeading(to) if !is_glossary(whole, to) => {
                    let (message, help) = no_heading(whole, to, &link.target);
                    out.push(Diagnostic::error("dead-link", span, message).help(help));
                }
                Leads::NoHeading(_) | Leads::There | Leads::Out | Leads::Unnamed(..) => {}
            }
        }
    }
}

fn no_page(whole: &Whole<'_>, span: Span, path: &str) -> Diagnostic {
    if path.is_empty() {
        return Diagnostic::error("dead-link", span, "the link has no target")
            .help("write [words](file.md#heading)");
    }
    let help = match (
        whole.files.has(path),
        whole.meant(path, whole.pages.iter().map(|page| &*page.path)),
    ) {
        (true, _) => {
            "the file is there, but course.ron does not name it: name it, or link to a page that it names"
                .to_owned()
        }
        (false, Some(near)) => format!("did you mean {near}? a link is relative to the file it stands in"),
        (false, None) => {
            "a link is relative to the file it stands in, and leads to a page that course.ron names"
                .to_owned()
        }
    };
    Diagnostic::error("dead-link", span, format!("no page of the course is {path}")).help(help)
}

/// What is wrong with a target whose heading is not there, and what to write instead.
fn no_heading(whole: &Whole<'_>, to: &Page<'_>, target: &str) -> (String, String) {
    let fragment = target.split_once('#').map_or(target, |(_, fragment)| fragment);
    let help = match whole.meant(fragment, to.anchors.keys().map(String::as_str)) {
        Some(near) => format!("did you mean #{near}?"),
        None => format!("write {{#{fragment}}} after the heading meant, or correct the name"),
    };
    (format!("{} has no heading #{fragment}", to.path), help)
}

fn is_glossary(whole: &Whole<'_>, page: &Page<'_>) -> bool {
    whole.course.glossary.as_deref() == Some(&*page.path)
}

/// Links to a term that the glossary does not have.
pub fn terms(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for link in followed(page) {
            let Leads::NoHeading(to) = leads(whole, page, &link.target) else {
                continue;
            };
            if !is_glossary(whole, to) {
                continue;
            }
            let term = link.target.split_once('#').map_or("", |(_, fragment)| fragment);
            let help = match whole.meant(term, to.anchors.keys().map(String::as_str)) {
                Some(near) => format!("did you mean #{near}?"),
                None => format!(
                    "write ## {} and its sentence in {}, or correct the name",
                    term.replace('-', " "),
                    to.path
                ),
            };
            out.push(
                Diagnostic::error(
                    "dead-term",
                    page.span(link.range.clone()),
                    format!("the glossary has no term #{term}"),
                )
                .help(help),
            );
        }
    }
}

/// Pictures whose data is not there. Only RON is looked for: a bitmap is never drawn, its words are shown.
pub fn figures(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for link in page
            .built
            .parsed
            .links
            .iter()
            .filter(|link| link.picture.is_some() && link.target.ends_with(".ron"))
        {
            let Some(path) = join(&page.path, &link.target).filter(|path| !whole.files.has(path)) else {
                continue;
            };
            let figures = whole
                .files
                .keys()
                .map(String::as_str)
                .filter(|path| path.ends_with(".ron") && *path != MANIFEST);
            let help = match whole.meant(&path, figures) {
                Some(near) => format!("did you mean {near}? the path is relative to the file it stands in"),
                None => {
                    "add the file, or correct the path; it is relative to the file it stands in".to_owned()
                }
            };
            out.push(
                Diagnostic::error(
                    "dead-figure",
                    page.span(link.range.clone()),
                    format!("there is no figure {path}"),
                )
                .help(help),
            );
        }
    }
}

/// A `see` that leads to nothing.
pub fn sees(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for (see, span) in passages(page) {
            match see_leads(whole, page, see) {
                Leads::NoHeading(to) => {
                    let (message, help) = no_heading(whole, to, see);
                    out.push(Diagnostic::error("dead-see", span, message).help(help));
                }
                Leads::NoPage(_) | Leads::Out => out.push(
                    Diagnostic::error(
                        "dead-see",
                        span,
                        format!(
                            "no lesson is called {}",
                            see.split('#').next().unwrap_or_default()
                        ),
                    )
                    .help("write see=heading-id for this file, see=lesson-id#heading-id for another"),
                ),
                Leads::There | Leads::Unnamed(..) => {}
            }
        }
    }
}

/// Links that point out of the folder; and once a page, pictures that lie elsewhere.
pub fn leaving(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let links = &page.built.parsed.links;
        let elsewhere: Vec<&Link> = links
            .iter()
            .filter(|link| link.picture.is_some() && is_outside(&link.target))
            .collect();
        if let Some(first) = elsewhere.first() {
            let message = match elsewhere.len() {
                1 => "the picture is not in the folder; it is never fetched, and its words are shown"
                    .to_owned(),
                count => format!(
                    "this picture and {} more of this page are not in the folder; they are never fetched, and their words are shown",
                    count - 1
                ),
            };
            out.push(
                Diagnostic::warning("link-leaves", page.span(first.range.clone()), message)
                    .help("draw it as a figure in a .ron file, or link to it in words"),
            );
        }
        for link in links
            .iter()
            .filter(|link| matches!(leads(whole, page, &link.target), Leads::Out))
        {
            out.push(
                Diagnostic::error("link-leaves", page.span(link.range.clone()), format!("{} leads out of the folder", link.target))
                    .help("write a path relative to this file, with / between folders; addresses begin with https://"),
            );
        }
    }
}

/// Markdown that the manifest does not name, and figures that no page shows.
pub fn unnamed(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let linked = |page: &Page<'_>| {
        page.built
            .parsed
            .links
            .iter()
            .filter_map(|link| join(&page.path, &link.target))
            .collect::<Vec<_>>()
    };
    let linked: HashSet<String> = whole.pages.iter().flat_map(linked).collect();
    for path in whole
        .files
        .keys()
        .filter(|path| *path != MANIFEST && *path != READ_ME)
    {
        if path.ends_with(".md") && !whole.by_path.contains_key(path) && !whole.unchecked.contains(path) {
            out.push(
                Diagnostic::warning(
                    "unnamed-file",
                    Span::whole(path),
                    "course.ron does not name this file, so nobody gets to read it",
                )
                .help("name it in course.ron, or take it out of the folder"),
            );
        } else if path.ends_with(".ron") && !linked.contains(path) && whole.unchecked.is_empty() {
            out.push(
                Diagnostic::warning("unnamed-file", Span::whole(path), "no page shows this figure")
                    .help("write ![words](path), or take it out of the folder"),
            );
        }
    }
}
