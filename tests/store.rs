//! Nothing the learner did is ever lost: an answer that says "saved" survives a power cut, a full disk, a second window, a kill.
//! The short forms run in the suite; the README names the long ones.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test that cannot go on, or cannot be done here, says so")]

#[path = "store/crashes.rs"]
mod crashes;
#[path = "store/dice.rs"]
mod dice;
#[path = "store/forgetting.rs"]
mod forgetting;
#[path = "store/merging.rs"]
mod merging;
#[path = "store/protocol.rs"]
mod protocol;
#[path = "store/sim.rs"]
mod sim;
