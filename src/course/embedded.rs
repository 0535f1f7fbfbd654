//! Owns the course inside the binary, as the build script wrote it down.
//! Must not know how it is read; it is files in memory like any other.

use crate::course::load::Outlines;
use crate::course::outline::{Glimpse, Outline};
use crate::source::Files;
use std::borrow::Cow;

/// Path, title, words, and (id, class, card) of every question.
type Glance = (
    &'static str,
    &'static str,
    usize,
    &'static [(&'static str, &'static str, bool)],
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
    let glimpse = |(id, class, card): &(&str, &str, bool)| Glimpse {
        id: (*id).to_owned(),
        class: (*class).to_owned(),
        card: *card,
    };
    let glance = |(path, title, words, all): &Glance| {
        (
            *path,
            Outline {
                title: (*title).to_owned(),
                words: *words,
                questions: all.iter().map(glimpse).collect(),
            },
        )
    };
    OUTLINES.iter().map(glance).collect()
}
