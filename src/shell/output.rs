//! Owns the bytes on their way to the terminal. A thread of its own writes them, so that a terminal that takes none holds up nobody.
//! The first frame waits for no thread to begin: it is written at once where the terminal takes it. Must not know what they say.

use crate::shell::inbox::{Input, Notifier, Urgent};
use crate::shell::system;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes that are written at once. Between two writes it is seen whether the rest is still wanted.
const PIECE: usize = 4096;

/// What is written to the terminal goes here.
pub static OUTPUT: Output = Output {
    state: Mutex::new(Waiting {
        bytes: Vec::new(),
        is_begun: false,
        is_writing: false,
        is_dropped: false,
        is_watched: false,
    }),
    changed: Condvar::new(),
};

/// Bytes that wait for the thread that writes.
pub struct Output {
    state: Mutex<Waiting>,
    changed: Condvar,
}

struct Waiting {
    bytes: Vec<u8>,
    /// Whether there is a thread that writes.
    is_begun: bool,
    is_writing: bool,
    /// What is being written is not wanted any more.
    is_dropped: bool,
    /// Somebody is to be told when all is written.
    is_watched: bool,
}

impl Waiting {
    fn is_idle(&self) -> bool {
        !self.is_writing && self.bytes.is_empty()
    }
}

impl Output {
    /// Writes what waits, if it is short and the terminal takes it, and starts the thread that writes from now on; it tells when all is
    /// written, where that was asked for, and when nothing can be written.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn start(&'static self, notifier: Notifier) -> io::Result<()> {
        let mut state = self.lock();
        if state.bytes.len() <= PIECE && system::takes_output() {
            let written = system::output().write_all(&state.bytes);
            state.bytes.clear();
            if written.is_err() {
                notifier.urge(Urgent::HungUp);
            }
        }
        state.is_begun = true;
        drop(state);
        let work = move || self.work(&notifier, system::output());
        std::thread::Builder::new()
            .name("output".into())
            .spawn(work)
            .map(drop)
    }

    fn work(&self, notifier: &Notifier, mut terminal: impl Write) {
        let mut state = self.lock();
        loop {
            if state.bytes.is_empty() {
                state.is_writing = false;
                if std::mem::take(&mut state.is_watched) {
                    notifier.send(Input::Written);
                }
                self.changed.notify_all();
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let bytes = std::mem::take(&mut state.bytes);
            (state.is_writing, state.is_dropped) = (true, false);
            drop(state);
            let written = bytes.chunks(PIECE).try_for_each(|piece| {
                // The state is free while the terminal lets this thread wait.
                let is_dropped = self.lock().is_dropped;
                if is_dropped {
                    Ok(())
                } else {
                    terminal.write_all(piece)
                }
            });
            if written.and_then(|()| terminal.flush()).is_err() {
                notifier.urge(Urgent::HungUp);
            }
            state = self.lock();
        }
    }

    /// Puts bytes behind those that wait.
    pub fn send(&self, bytes: &[u8]) {
        self.lock().bytes.extend_from_slice(bytes);
        self.changed.notify_all();
    }

    /// Whether all is written, or nobody writes yet. If not, the loop is told once it is.
    pub fn is_idle(&self) -> bool {
        let mut state = self.lock();
        state.is_watched = state.is_begun && !state.is_idle();
        !state.is_watched
    }

    /// Waits until all is written, no longer than this. Whether it is comes back.
    pub fn drain(&self, within: Duration) -> bool {
        let busy = |state: &mut Waiting| !state.is_idle();
        let mut state = self.lock();
        if !state.is_begun {
            // Nobody else writes it. What cannot be written has nobody to be told to.
            let _ = system::output().write_all(&std::mem::take(&mut state.bytes));
        }
        let waited = self.changed.wait_timeout_while(state, within, busy);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    /// Gives up what is not written yet.
    pub fn drop_rest(&self) {
        let mut state = self.lock();
        state.bytes.clear();
        state.is_dropped = true;
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
