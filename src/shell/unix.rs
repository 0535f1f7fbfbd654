//! Owns what Unix says of a terminal and its jobs: the line's modes, reading and writing, signals, stopping and going on.
//! Must not decide what comes of it.

use crate::shell::inbox::{Input, Notifier, Urgent};
use crate::shell::keys::KeyReader;
use nix::errno::Errno;
use nix::sys::select::{FdSet, select};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, kill, raise};
use nix::sys::termios::{FlowArg, FlushArg, SetArg, SpecialCharacterIndices, Termios};
use nix::sys::termios::{cfmakeraw, tcflow, tcflush, tcgetattr, tcsetattr};
use nix::sys::time::{TimeVal, TimeValLike};
use nix::unistd::{Pid, getpgrp, read, tcgetpgrp, write};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::flag;
use signal_hook::iterator::Signals;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Whether Control with Z stops the program.
pub const STOPS: bool = true;

/// The modes of the terminal's line, as they were found.
pub struct LineModes(Termios);

impl LineModes {
    /// The modes as they are now. What waits to be read from before is thrown away.
    ///
    /// # Errors
    /// The input is no terminal.
    pub fn find() -> io::Result<LineModes> {
        let line = LineModes(tcgetattr(io::stdin())?);
        tcflush(io::stdin(), FlushArg::TCIFLUSH)?;
        Ok(line)
    }

    /// Every byte comes at once and as it is.
    ///
    /// # Errors
    /// What the terminal gave.
    pub fn set_raw(&self) -> io::Result<()> {
        let mut raw = self.0.clone();
        cfmakeraw(&mut raw);
        Ok(tcsetattr(io::stdin(), SetArg::TCSANOW, &raw)?)
    }

    /// The line is as it was found. What still waits was sent to this program, as the rest of a paste was, and no shell may take it for
    /// a command. A line that is gone cannot be restored; there is nobody to tell.
    pub fn restore(&self) {
        let _ = tcflush(io::stdin(), FlushArg::TCIFLUSH);
        let _ = tcsetattr(io::stdin(), SetArg::TCSANOW, &self.0);
    }

    /// The byte that erases a character.
    pub fn erase(&self) -> u8 {
        self.0.control_chars[SpecialCharacterIndices::VERASE as usize]
    }
}

/// What the terminal has not shown yet is dropped, and whoever waits to write goes on. Linux does not wake a writer for the first alone
/// where the terminal is a pseudo-terminal, but it does when output is held and let go.
pub fn drop_output() {
    let _ = tcflush(io::stdout(), FlushArg::TCOFLUSH);
    let _ = tcflow(io::stdout(), FlowArg::TCOOFF);
    let _ = tcflow(io::stdout(), FlowArg::TCOON);
}

/// Where bytes for the terminal are written. Waits where it takes none, also when others have set it not to wait.
pub fn output() -> impl Write {
    struct Terminal;
    impl Write for Terminal {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            loop {
                match write(io::stdout(), bytes) {
                    Err(Errno::EAGAIN) => {
                        let output = io::stdout();
                        let mut ready = FdSet::new();
                        ready.insert(output.as_fd());
                        select(None, None, &mut ready, None, None)?;
                    }
                    written => return Ok(written?),
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    Terminal
}

/// Whether the terminal takes bytes now.
pub fn takes_output() -> bool {
    let output = io::stdout();
    let mut ready = FdSet::new();
    ready.insert(output.as_fd());
    let end = output.as_raw_fd() + 1;
    select(end, None, &mut ready, None, &mut TimeVal::zero()).is_ok_and(|count| count > 0)
}

/// How long a stop waits for what asks for something else.
const PAUSE: Duration = Duration::from_millis(50);

/// Reads the terminal until it goes away, on a thread of its own.
///
/// # Errors
/// The thread cannot be started.
pub fn listen(notifier: Notifier, erase: u8) -> io::Result<()> {
    let hear = move || {
        let mut reader = KeyReader::new(erase);
        let mut bytes = [0; 64 * 1024];
        let began = Instant::now();
        loop {
            let due = reader.deadline();
            let heard = match can_read(due.map(|due| due.saturating_sub(began.elapsed()))) {
                Ok(false) => reader.tick(began.elapsed()),
                Ok(true) => match read(io::stdin(), &mut bytes) {
                    Ok(count @ 1..) => {
                        // It was there in time, however late this thread came to it.
                        let in_time =
                            due.map_or(Duration::MAX, |due| due.saturating_sub(Duration::from_nanos(1)));
                        reader.feed(&bytes[..count], began.elapsed().min(in_time))
                    }
                    Err(Errno::EINTR | Errno::EAGAIN) => continue,
                    Ok(0) | Err(_) => return notifier.urge(Urgent::HungUp),
                },
                Err(Errno::EINTR) => continue,
                Err(_) => return notifier.urge(Urgent::HungUp),
            };
            if !heard.is_empty() && !notifier.send(Input::Heard(heard)) {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("keys".into())
        .spawn(hear)
        .map(drop)
}

/// Waits until something can be read, no longer than this. `poll` does not know terminals on every Unix.
fn can_read(within: Option<Duration>) -> nix::Result<bool> {
    let input = io::stdin();
    let mut ready = FdSet::new();
    ready.insert(input.as_fd());
    let mut left = within.map(|within| {
        TimeVal::microseconds(
            i64::try_from(within.as_micros())
                .unwrap_or(i64::MAX)
                .saturating_add(1),
        )
    });
    // Without the end of the set all of it is looked through, twice.
    let end = input.as_raw_fd() + 1;
    Ok(select(end, &mut ready, None, None, left.as_mut())? > 0)
}

fn signals(signals: &[Signal]) -> SigSet {
    signals.iter().copied().collect()
}

/// Starts threads that no signal reaches: it is for those that know what to do.
pub fn out_of_the_way<T>(start: impl FnOnce() -> T) -> T {
    let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_BLOCK);
    let started = start();
    if let Ok(before) = before {
        let _ = before.thread_set_mask();
    }
    started
}

/// Signals that ask for the end, from now until the end: whoever writes goes on until what was begun is whole, and looks then.
pub struct HeldSignals(Arc<AtomicUsize>);

impl HeldSignals {
    /// They wait from now on. Where that cannot be, they end the program as ever.
    pub fn hold() -> HeldSignals {
        let came = Arc::new(AtomicUsize::new(0));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            let _ = flag::register_usize(signal, Arc::clone(&came), signal as usize);
        }
        HeldSignals(came)
    }

    /// The one that came last.
    pub fn came(&self) -> Option<i32> {
        i32::try_from(self.0.load(Ordering::Relaxed))
            .ok()
            .filter(|signal| *signal != 0)
    }
}

/// Signals that do nothing by themselves any more. They wait until they are told.
pub struct SignalWatch(Option<(Notifier, Signals)>);

/// Has signals wait from now on. Threads that are started later are shielded from the signals that stop, so that the program stops
/// only when it has left the terminal, and is not stopped for leaving it.
///
/// # Errors
/// What the system gave.
pub fn watch_signals(notifier: Notifier) -> io::Result<SignalWatch> {
    signals(&[Signal::SIGTSTP, Signal::SIGTTOU]).thread_block()?;
    let told = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGCONT])?;
    Ok(SignalWatch(Some((notifier, told))))
}

impl SignalWatch {
    /// Has signals told from now on, also those that came meanwhile. Does nothing the second time.
    ///
    /// # Errors
    /// The threads that wait for signals cannot be started.
    pub fn tell(&mut self) -> io::Result<()> {
        self.0
            .take()
            .map_or(Ok(()), |(notifier, told)| tell(notifier, told))
    }
}

fn tell(notifier: Notifier, mut told: Signals) -> io::Result<()> {
    let stops = notifier.clone();
    let stop = move || {
        while signals(&[Signal::SIGTSTP]).wait().is_ok() {
            stops.urge(Urgent::Stop);
        }
    };
    std::thread::Builder::new().name("stops".into()).spawn(stop)?;
    let tell = move || {
        for signal in told.forever() {
            match signal {
                SIGWINCH => {
                    notifier.send(Input::Resized);
                }
                SIGCONT => notifier.urge(Urgent::Continued),
                signal => notifier.urge(Urgent::Signal(signal)),
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(tell)
        .map(drop)
}

/// Asks the whole job to stop, as the terminal does for Control with Z: this program, and what was started with it.
pub fn ask_to_stop() {
    let _ = kill(Pid::from_raw(0), Signal::SIGTSTP);
}

/// Stops this program until it is told to go on. The system does not stop one that nobody could tell to. One that is ending does not
/// stop either: first the signal waits, and a signal to go on takes it away again; only then is it looked at and let through.
pub fn stop(is_ending: impl Fn() -> bool) {
    let stop = signals(&[Signal::SIGTSTP]);
    let is_raised = raise(Signal::SIGTSTP).is_ok();
    // In this pause is heard what came at the same time, or while it was stopped before.
    std::thread::sleep(PAUSE);
    if is_raised && !is_ending() {
        let _ = stop.thread_unblock();
        let _ = stop.thread_block();
    }
}

/// Whether the terminal is this job's now. One that controls no jobs is anybody's.
pub fn is_in_foreground() -> bool {
    match tcgetpgrp(io::stdin()) {
        Ok(group) => group == getpgrp(),
        Err(error) => error == Errno::ENOTTY,
    }
}
