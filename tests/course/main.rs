//! What needs no disk and no second process: learners' stories through the real loop, the course and its curriculum, the architecture.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on says so by failing"
)]

mod any_keys;
mod architecture;
mod check;
mod curriculum;
#[path = "../support/dice.rs"]
mod dice;
mod final_assessment;
mod forms;
#[path = "../fuzz/mod.rs"]
mod fuzz;
mod journeys;
mod key_bytes;
mod lessons;
mod licenses;
mod listening;
mod markdown;
mod marks;
mod mouse;
mod notebook;
mod outline;
mod plan;
mod rehearsal_map;
mod rehearsals;
mod retakes;
mod review;
mod self_assessments;
#[path = "../support/sequences.rs"]
mod sequences;
mod settings;
mod story;
mod twins;
mod windows;
