//! What needs no disk and no second process: learners' stories through the real loop, the course and its curriculum, the architecture.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by failing"
)]

mod accessibility;
mod any_keys;
mod architecture;
mod check;
mod curriculum;
#[path = "../support/dice.rs"]
mod dice;
mod edits;
#[path = "../support/emulator.rs"]
mod emulator;
mod exchange;
mod final_assessment;
mod forms;
mod frames;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod half_done;
mod headings;
mod held_keys;
mod journeys;
mod key_bytes;
mod lessons;
mod licenses;
mod listening;
mod long_lessons;
mod looks;
mod markdown;
mod marks;
mod meant;
mod mouse;
mod notebook;
mod outline;
mod plan;
mod plan_steps;
mod rehearsal_map;
mod rehearsals;
mod retakes;
mod review;
mod search;
mod self_assessments;
#[path = "../support/sequences.rs"]
mod sequences;
mod settings;
mod story;
mod twins;
mod typed;
mod typography;
mod wild;
mod windows;
mod wording;
