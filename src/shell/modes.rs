//! Owns the terminal's modes: every one that is switched on is switched off again, on quit, error, panic, signal and stop.
//! Must not know what is drawn or why it ends.

use crate::shell::output::OUTPUT;
use crate::shell::system::{self, LineModes};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::style::Print;
use crossterm::terminal::{EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, queue};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// On the way out a terminal has this long to take what was written before; then that is dropped.
const PATIENCE: Duration = Duration::from_millis(100);
/// And this long to take what switches its modes off.
const LAST_PATIENCE: Duration = Duration::from_millis(50);
/// No reports when the colors of the desk change: somebody else may have switched them on.
const NO_COLOR_REPORTS: Print<&str> = Print("\x1b[?2031l");

/// The look is plain, full lines run on, and the cursor is on the last row: where there is no other screen to go back to, the shell
/// goes on below the page.
const BELOW: Print<&str> = Print("\x1b[m\x1b[?7h\x1b[999H\x1b[K");

/// Whether the mouse is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The terminal's own selection works.
    Off,
    /// Rows can be clicked, the wheel scrolls.
    On,
}

/// What is on, so that whoever ends the program can switch it off: the line's modes as they were found, and the mouse.
static FOUND: Mutex<Option<(LineModes, Mouse)>> = Mutex::new(None);

fn found() -> MutexGuard<'static, Option<(LineModes, Mouse)>> {
    FOUND.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Switches the modes on; where they are on already, once more, since a stop may have let others change them. The byte that erases
/// comes back.
///
/// # Errors
/// What the terminal gave; then nothing is left on.
pub fn enter(mouse: Mouse) -> io::Result<u8> {
    let erase = {
        let mut found = found();
        let (line, _) = match found.take() {
            Some(before) => found.insert(before),
            None => found.insert((LineModes::find()?, mouse)),
        };
        if let Err(error) = line.set_raw() {
            *found = None;
            return Err(error);
        }
        line.erase()
    };
    let mut bytes = Vec::new();
    queue!(
        bytes,
        NO_COLOR_REPORTS,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange
    )?;
    if mouse == Mouse::On {
        queue!(bytes, EnableMouseCapture)?;
    }
    OUTPUT.send(&bytes);
    Ok(erase)
}

/// Asks whether the terminal can show a whole frame at once. One that does not know the question may print its last letter, which the
/// first frame covers. A console of Windows would hand the answer on as keys.
pub fn ask_synchronized() {
    if cfg!(unix) {
        OUTPUT.send(b"\x1b[?2026$p");
    }
}

/// Switches the mouse on or off, if it is otherwise. Does nothing where no mode is on.
///
/// # Errors
/// The console of Windows alone has some.
pub fn set_mouse(wanted: Mouse) -> io::Result<()> {
    let mut found = found();
    let Some((_, mouse)) = found.as_mut().filter(|(_, mouse)| *mouse != wanted) else {
        return Ok(());
    };
    *mouse = wanted;
    let mut bytes = Vec::new();
    match wanted {
        Mouse::On => queue!(bytes, EnableMouseCapture)?,
        Mouse::Off => queue!(bytes, DisableMouseCapture)?,
    }
    OUTPUT.send(&bytes);
    Ok(())
}

/// Switches off what is on, in reverse. Does nothing the second time, and takes a moment at the most: a terminal that takes no bytes
/// loses what it was shown last.
pub fn leave() {
    let Some((line, mouse)) = found().take() else {
        return;
    };
    let mut bytes = Vec::new();
    let mouse_off = match mouse {
        Mouse::On => queue!(bytes, DisableMouseCapture),
        Mouse::Off => Ok(()),
    };
    // Into memory: nothing can fail but the console of Windows, and there is nobody to tell.
    let _ = mouse_off.and_then(|()| {
        queue!(
            bytes,
            DisableFocusChange,
            DisableBracketedPaste,
            EndSynchronizedUpdate,
            BELOW,
            cursor::Show,
            LeaveAlternateScreen,
            NO_COLOR_REPORTS
        )
    });
    if !OUTPUT.drain(PATIENCE) {
        OUTPUT.drop_rest();
        system::drop_output();
        OUTPUT.drain(LAST_PATIENCE);
    }
    OUTPUT.send(&bytes);
    if !OUTPUT.drain(LAST_PATIENCE) {
        OUTPUT.drop_rest();
    }
    line.restore();
}
