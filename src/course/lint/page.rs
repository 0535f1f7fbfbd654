//! Owns a page of a course that is checked: what it became, and what links can lead to on it.
//! Must not know any rule.

use crate::course::Item;
use crate::course::load::{Built, slug};
use crate::course::markdown::Heading;
use crate::course::markdown::slug::Slugs;
use crate::course::rehearsal::Rehearsal;
use crate::quiz::Question;
use crate::source::{Id, Span};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A page of the course.
pub struct Page<'a> {
    /// Its path.
    pub path: Arc<str>,
    /// The entry that names it; none for about, glossary and sources.
    pub item: Option<Item>,
    /// Its text; empty where it cannot be read.
    pub markdown: &'a str,
    /// What it became.
    pub built: Built,
    /// Its scenes, where it is a rehearsal.
    pub rehearsal: Option<Rehearsal>,
    /// What a link can lead to: an id, or the slug of a glossary term → the place of the heading.
    pub anchors: HashMap<String, usize>,
    /// The names that code hosts give to headings without an id, by place.
    pub slugs: HashMap<usize, String>,
    /// Headings without an id by the names that code hosts give them, and by their words.
    pub unnamed: HashMap<String, usize>,
    pub(super) questions: HashMap<Id, Arc<Question>>,
}

impl Page<'_> {
    /// The question of this page with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(id).map(|question| &**question)
    }

    /// The span of bytes of this page.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(&self.path, range)
    }

    /// Where a complaint about all of the page stands: its first heading.
    pub fn head(&self) -> Span {
        self.built
            .headings
            .first()
            .map_or_else(|| Span::whole(&self.path), |(_, _, span)| span.clone())
    }
}

/// What links can lead to on a page.
#[derive(Default)]
pub(super) struct Anchors {
    pub(super) anchors: HashMap<String, usize>,
    pub(super) slugs: HashMap<usize, String>,
    pub(super) unnamed: HashMap<String, usize>,
}

/// What links can lead to. Of two headings with one id the first counts; in the glossary a term has a name without being given one.
pub(super) fn anchors(headings: &[(Option<Id>, Heading, Span)], is_glossary: bool) -> Anchors {
    let mut found = Anchors::default();
    let mut slugs = Slugs::default();
    for (at, (id, heading, _)) in headings.iter().enumerate() {
        let words = heading.text.words();
        let named = slugs.next(&words);
        match id {
            Some(id) => drop(found.anchors.entry(id.to_string()).or_insert(at)),
            None if is_glossary && heading.level > 1 => drop(found.anchors.entry(slug(&words)).or_insert(at)),
            None => {
                found.slugs.extend(named.clone().map(|name| (at, name)));
                for name in named.into_iter().chain([slug(&words)]) {
                    found.unnamed.entry(name).or_insert(at);
                }
            }
        };
    }
    found
}
