//! Owns the course inside the binary, as the build script wrote it down.
//! Must not know how it is read; its files are in memory like any other's.

use crate::course::load::Outlines;
use crate::course::manifest::{ItemEntry, Manifest, ModuleEntry, PathEntry};
use crate::course::outline::{Glimpse, Outline};
use crate::source::Files;
use std::borrow::Cow;

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
    Outlines::of(OUTLINES)
}

/// Its manifest, as it was read when the program was built.
pub fn manifest() -> &'static Manifest {
    &MANIFEST
}
