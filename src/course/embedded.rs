//! Owns the course inside the binary, as the build script wrote it down.
//! Must not know how it is read; it is files in memory like any other.

use crate::course::load::Outlines;
use crate::course::outline::{Glimpse, Outline};
use crate::source::Files;
use std::borrow::Cow;

/// Id, class, card, variant and days of a question.
type Asked = (
    &'static str,
    &'static str,
    bool,
    Option<&'static str>,
    Option<u32>,
);
/// Path, title, words and questions of a page, and the scenes that ask for a line first.
type Glance = (
    &'static str,
    &'static str,
    usize,
    &'static [Asked],
    &'static [&'static str],
);

include!(concat!(env!("OUT_DIR"), "/course.rs"));

/// The files of the embedded course. Nothing is copied.
pub fn files() -> Files {
    FILES
        .iter()
        .map(|(path, bytes)| ((*path).to_owned(), Cow::Borrowed(*bytes)))
        .collect()
}

/// The outlines of its pages.
pub fn outlines() -> Outlines {
    let glimpse = |(id, class, card, variant, after): &Asked| Glimpse {
        id: (*id).to_owned(),
        class: (*class).to_owned(),
        card: *card,
        variant: variant.map(str::to_owned),
        after: *after,
    };
    let glance = |(path, title, words, all, write_first): &Glance| {
        (
            *path,
            Outline {
                title: (*title).to_owned(),
                words: *words,
                questions: all.iter().map(glimpse).collect(),
                write_first: write_first.iter().map(|scene| (*scene).to_owned()).collect(),
            },
        )
    };
    OUTLINES.iter().map(glance).collect()
}
