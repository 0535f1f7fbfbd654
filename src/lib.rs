//! Ally Up.
#![allow(missing_docs)]
pub mod app;
pub mod clean;
pub mod course;
pub mod doc;
pub mod edit;
pub mod figure;
pub mod keymap;
pub mod page;
pub mod progress;
pub mod quiz;
pub mod source;
pub mod wrap;
