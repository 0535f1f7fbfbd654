//! Owns the line that says how far long work has come: on standard error, once it took longer than half a second, and only where a
//! person sees it. Must not know what the work is. It has no escape sequence, and it is gone when the work is done.

use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// Work that takes less says nothing.
const QUIET: Duration = Duration::from_millis(500);
/// The line is written anew not more often than this.
const PAUSE: Duration = Duration::from_millis(500);

/// How far long work has come. Dropped, it takes its line away.
pub struct ProgressLine {
    what: &'static str,
    /// When something may be said again; none where nobody sees it.
    next: Option<Instant>,
    /// Columns that the line takes.
    shown: usize,
}

impl ProgressLine {
    /// Of work that begins now; `what` is being done, as in "Reading".
    pub fn new(what: &'static str) -> ProgressLine {
        ProgressLine {
            what,
            next: stderr().is_terminal().then(|| Instant::now() + QUIET),
            shown: 0,
        }
    }

    /// So much of all is done.
    pub fn at(&mut self, done: u64, all: u64) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + PAUSE);
        let line = words(self.what, done, all);
        self.shown = self.shown.max(line.len());
        // A line that cannot be written is none.
        let _ = write!(stderr(), "\r{line:width$}", width = self.shown);
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown > 0 {
            let _ = write!(stderr(), "\r{:width$}\r", "", width = self.shown);
        }
    }
}

fn words(what: &str, done: u64, all: u64) -> String {
    match (done.saturating_mul(100)).checked_div(all) {
        Some(percent) => format!(
            "{what}: {} %. Ctrl-C stops it, and nothing is changed.",
            percent.min(100)
        ),
        None => format!("{what}. Ctrl-C stops it, and nothing is changed."),
    }
}
