//! Owns the line of a heading, taken apart without reading it as Markdown, and what headings without an id are found by.
//! Must not know where a text is cut.

use crate::course::markdown::slug::Slugs;
use crate::course::outline::{Glimpse, KINDS, WRITE_FIRST};
use crate::doc::AheadHeading;
use memchr::memchr3;
use std::ops::Range;
use std::sync::Arc;

/// The line of a heading, taken apart.
#[derive(Default)]
pub(super) struct HeadingLine<'a> {
    pub(super) level: u8,
    words: &'a str,
    pub(super) id: Option<&'a str>,
    /// The class that makes it a question.
    pub(super) kind: Option<&'static str>,
    is_card: bool,
    pub(super) is_write_first: bool,
    variant: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> HeadingLine<'a> {
    pub(super) fn of(line: &'a str) -> HeadingLine<'a> {
        let line = line.trim();
        let rest = line.trim_start_matches('#');
        let level = (line.len() - rest.len()) as u8;
        let rest = rest.trim();
        let (words, attributes) = match rest.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')) {
            Some((words, attributes)) => (words.trim_end(), attributes),
            None => (rest, ""),
        };
        let mut heading = HeadingLine {
            level,
            words,
            ..HeadingLine::default()
        };
        for attribute in attributes.split_ascii_whitespace() {
            heading.take(attribute);
        }
        heading
    }

    /// Takes in an attribute. Of ids the last counts, of all else the first.
    fn take(&mut self, attribute: &'a str) {
        if let Some(id) = attribute.strip_prefix('#') {
            self.id = Some(id);
        } else if let Some(class) = attribute.strip_prefix('.') {
            let kind = || KINDS.iter().copied().find(|kind| *kind == class);
            self.kind = self.kind.or_else(kind);
            self.is_card |= class == "card";
            self.is_write_first |= class == WRITE_FIRST;
        } else if let Some((key, value)) = attribute.split_once('=') {
            match key {
                "variant" => self.variant = self.variant.or(Some(value)),
                "after" => self.after = self.after.or(Some(value)),
                _ => {}
            }
        }
    }

    /// Its words without the signs of their looks.
    pub(super) fn shown(&self) -> String {
        match memchr3(b'*', b'`', b'\\', self.words.as_bytes()) {
            Some(_) => self.words.replace(['*', '`', '\\'], ""),
            None => self.words.to_owned(),
        }
    }

    /// Whether it is found by its words, having no id. The title and a question are not.
    fn is_named_by_words(&self) -> bool {
        self.id.is_none() && self.level > 1 && self.kind.is_none()
    }

    /// `slug` is what the heading is found by where it has no id.
    pub(super) fn known(&self, at: usize, slug: Option<String>) -> AheadHeading {
        AheadHeading {
            at,
            level: self.level,
            id: self.id.or(slug.as_deref()).map(Into::into),
            words: Arc::new(self.shown().into()),
            asks: self.kind.is_some() && self.variant.is_none(),
        }
    }

    pub(super) fn glimpse(&self) -> Option<Glimpse> {
        Some(Glimpse {
            id: self.id?.to_owned().into(),
            class: self.kind?.into(),
            card: self.is_card,
            variant: self.variant.map(|card| card.to_owned().into()),
            after: self.after.and_then(|days| days.parse().ok()),
        })
    }
}

/// The names that headings without an id are found by. One depends on all headings above; most texts need none.
#[derive(Default)]
pub(super) struct HeadingNames {
    slugs: Slugs,
    /// Lines of headings whose words are not among those yet.
    waiting: Vec<Range<usize>>,
}

impl HeadingNames {
    /// The name of the next heading, if it needs one.
    pub(super) fn next(
        &mut self,
        text: &str,
        line: Range<usize>,
        heading: &HeadingLine<'_>,
    ) -> Option<String> {
        if !heading.is_named_by_words() {
            self.waiting.push(line);
            return None;
        }
        for line in self.waiting.drain(..) {
            self.slugs.next(&HeadingLine::of(&text[line]).shown());
        }
        self.slugs.next(&heading.shown())
    }
}

/// Whether a line begins a heading whatever stands above it.
pub(super) fn is_heading(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|byte| **byte == b'#').count();
    (1..=6).contains(&signs) && line.get(signs).is_none_or(u8::is_ascii_whitespace)
}
