//! The real binary: through pipes, in a pseudo-terminal, killed, and where things are bad.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on, or cannot be done here, says so"
)]
#![cfg(unix)] // Elsewhere the folders of the one who runs the tests cannot be kept out of it.

mod all_by_pipe;
mod bounds;
mod braille;
mod categories;
mod checks;
mod cli;
mod copies;
mod data_folders;
#[path = "../support/dice.rs"]
mod dice;
mod ear;
mod editor;
mod ends;
mod exchange;
mod forgetting;
mod home;
mod jobs;
mod kills;
mod long_work;
mod many_learners;
mod notes;
mod pictures;
mod plain_face;
mod pty;
mod readers;
mod rough;
#[path = "../support/sequences.rs"]
mod sequences;
mod settings;
mod snapshots;
mod takeaway;
mod two_courses;
mod window;
mod writers;
