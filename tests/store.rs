//! Nothing the learner did is ever lost: an answer that says "saved" survives a power cut, a full disk, a second window, a kill.
//! The short forms run in the suite; the README names the long ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on, or cannot be done here, says so"
)]

#[path = "store/compaction.rs"]
mod compaction;
#[path = "store/crashes.rs"]
mod crashes;
#[path = "store/cuts.rs"]
mod cuts;
#[path = "store/dice.rs"]
mod dice;
#[path = "store/failures.rs"]
mod failures;
#[path = "store/formats.rs"]
mod formats;
#[cfg(unix)]
#[path = "cli/home.rs"]
mod home;
#[path = "store/hostile.rs"]
mod hostile;
#[path = "store/image.rs"]
mod image;
#[path = "store/kills.rs"]
mod kills;
#[path = "store/merging.rs"]
mod merging;
#[path = "store/player.rs"]
mod player;
#[path = "store/protocol.rs"]
mod protocol;
#[path = "store/rough.rs"]
mod rough;
#[path = "store/sim.rs"]
mod sim;
#[cfg(unix)]
#[path = "pty/window.rs"]
mod window;
