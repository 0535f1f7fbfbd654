//! Nothing the learner did is ever lost: an answer that says "saved" survives a power cut, a full disk, a second window, an update.
//! The short forms run in the suite; the README names the long ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on, or cannot be done here, says so"
)]

mod asked;
mod compaction;
mod compat;
mod crashes;
mod cuts;
#[path = "../support/dice.rs"]
mod dice;
mod failures;
mod formats;
mod hostile;
mod image;
mod merging;
mod player;
mod protocol;
mod sim;
mod snapshots;
mod vanishing;
mod world;
