//! Owns the line that says that long work goes on, and how far it has come: on standard error, once it took longer than half a second,
//! and only where a person sees it. Must not know what the work is. It has no escape sequence, and it is gone when the work is done.
//!
//! A thread of its own writes it, so that work which cannot say how far it is shows as well, and nothing that works knows of it.

use crate::shell::system;
use std::io::{IsTerminal, Write, stderr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, park_timeout};
use std::time::{Duration, Instant};

/// Work that takes less says nothing, and the line is written anew not more often than this.
const PAUSE: Duration = Duration::from_millis(500);

/// What Control with C does meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopping {
    /// It stops the work, and nothing is left of it.
    Unchanged,
    /// It stops the work behind the file that is being written.
    BetweenFiles,
    /// It waits until all is whole.
    AtTheEnd,
}

impl Stopping {
    fn words(self) -> &'static str {
        match self {
            Stopping::Unchanged => "Ctrl-C stops it, and nothing is changed.",
            Stopping::BetweenFiles => "Ctrl-C stops it between two files.",
            Stopping::AtTheEnd => "Ctrl-C waits until it is whole.",
        }
    }
}

/// How far long work has come. Dropped, it takes its line away.
pub struct ProgressLine(Option<Arc<Watched>>);

/// What the work and the thread that tells of it share.
struct Watched {
    what: &'static str,
    stopping: Stopping,
    begun: Instant,
    done: AtomicU64,
    /// Nothing where that is not known.
    all: AtomicU64,
    line: Mutex<LineState>,
}

#[derive(Default)]
struct LineState {
    /// Columns that the line takes.
    shown: usize,
    /// The work is done.
    is_over: bool,
}

/// Does work that may take long and may be stopped at any time, with its line; what is said of it is said afterward.
pub fn telling<T>(what: &'static str, work: impl FnOnce(&ProgressLine) -> T) -> T {
    work(&ProgressLine::new(what))
}

impl ProgressLine {
    /// Of work that begins now and may be stopped at any time; `what` is being done, as in "Reading".
    pub fn new(what: &'static str) -> ProgressLine {
        ProgressLine::stopping(what, Stopping::Unchanged)
    }

    /// The same, saying what stopping does.
    pub fn stopping(what: &'static str, stopping: Stopping) -> ProgressLine {
        if !stderr().is_terminal() {
            return ProgressLine(None);
        }
        let watched = Arc::new(Watched {
            what,
            stopping,
            begun: Instant::now(),
            done: AtomicU64::new(0),
            all: AtomicU64::new(0),
            line: Mutex::default(),
        });
        let told = Arc::clone(&watched);
        let tell = move || {
            park_timeout(PAUSE);
            while told.tell() {
                park_timeout(PAUSE);
            }
        };
        // Without a thread nothing is told; the work is done all the same.
        let thread = system::out_of_the_way(|| Builder::new().name("progress".into()).spawn(tell));
        ProgressLine(thread.ok().map(|_| watched))
    }

    /// So much of all is done.
    pub fn at(&self, done: usize, all: usize) {
        self.at_byte(done as u64, all as u64);
    }

    /// So many bytes of all are done.
    pub fn at_byte(&self, done: u64, all: u64) {
        if let Some(watched) = &self.0 {
            watched.done.store(done, Ordering::Relaxed);
            watched.all.store(all, Ordering::Relaxed);
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        // The thread sees that it is over when it wakes up, and the work does not wait for that.
        if let Some(watched) = &self.0 {
            let mut line = watched.line();
            line.is_over = true;
            if line.shown > 0 {
                let _ = write!(stderr(), "\r{:width$}\r", "", width = line.shown);
            }
        }
    }
}

impl Watched {
    /// Writes the line; whether the work goes on.
    fn tell(&self) -> bool {
        let mut line = self.line();
        if line.is_over {
            return false;
        }
        let [done, all] = [&self.done, &self.all].map(|count| count.load(Ordering::Relaxed));
        let how = match (done.saturating_mul(100)).checked_div(all) {
            Some(percent) => format!("{} %", percent.min(100)),
            None => format!("{} s", self.begun.elapsed().as_secs().max(1)),
        };
        let words = format!("{}: {how}. {}", self.what, self.stopping.words());
        line.shown = line.shown.max(words.len());
        // A line that cannot be written is none.
        let _ = write!(stderr(), "\r{words:width$}", width = line.shown);
        true
    }

    fn line(&self) -> MutexGuard<'_, LineState> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
