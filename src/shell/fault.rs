//! Owns what happens when the program itself fails: a panic in any thread restores the terminal, ends the program and is told in one
//! clean line. Must not know what was being done.

use crate::clean::Clean;
use crate::shell::inbox::{Notifier, Urgent};
use crate::shell::modes;
use std::io::{self, Write};
use std::panic::PanicHookInfo;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;

/// Who ends the program, while somebody is there to keep what was written first, and its thread.
static LISTENER: Mutex<Option<(Notifier, ThreadId)>> = Mutex::new(None);
/// What failed first.
static FAULT: Mutex<Option<Clean>> = Mutex::new(None);

fn lock<T>(what: &'static Mutex<T>) -> MutexGuard<'static, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on a panic is told in one clean line.
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        let words = words(info);
        match lock(&LISTENER).as_ref() {
            Some((listener, thread)) => {
                // The loop's own thread draws no more, and might not come to the end of unwinding. Another's fault the loop hears of.
                if *thread == std::thread::current().id() {
                    modes::leave();
                }
                lock(&FAULT).get_or_insert(words);
                listener.urge(Urgent::Failed);
            }
            None => drop(writeln!(io::stderr(), "ally-up: {words}")),
        }
    }));
}

/// From now on a panic is not told but kept, and asks for the end. Called by the thread of the loop.
pub fn watch_for(listener: Notifier) {
    watch();
    *lock(&LISTENER) = Some((listener, std::thread::current().id()));
}

/// Tells what failed, if anything did, and whether all is saved. From now on a panic is told at once again.
pub fn is_told(is_saved: bool) -> bool {
    *lock(&LISTENER) = None;
    let Some(fault) = lock(&FAULT).take() else {
        return false;
    };
    let saved = match is_saved {
        true => "All your answers are saved",
        false => "Some answers are NOT SAVED",
    };
    let _ = writeln!(io::stderr(), "ally-up: {fault}. {saved}; start again to go on.");
    true
}

fn words(info: &PanicHookInfo<'_>) -> Clean {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let place = info
        .location()
        .map_or(String::new(), |place| format!(" ({place})"));
    Clean::line(&format!(
        "this is a fault of the program: {}{place}",
        text.unwrap_or("it does not say what")
    ))
}
