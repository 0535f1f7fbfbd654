//! Owns the same as `unix` where there is no Unix: a console sends records, not bytes, and crossterm reads them. Nothing stops there.
//! Must not decide what comes of it.

use crate::keymap::Key;
use crate::shell::inbox::{Input, Notifier, Urgent};
use crate::shell::keys::Heard;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use std::io::{self, Write};

/// Whether Control with Z stops the program.
pub const STOPS: bool = false;

pub use ConsoleModes as LineModes;

/// The modes of the console; crossterm remembers them.
pub struct ConsoleModes;

impl ConsoleModes {
    /// The modes as they are now.
    ///
    /// # Errors
    /// None; elsewhere there are some.
    pub fn find() -> io::Result<ConsoleModes> {
        Ok(ConsoleModes)
    }

    /// Every key comes at once and as it is.
    ///
    /// # Errors
    /// What the console gave.
    pub fn set_raw(&self) -> io::Result<()> {
        crossterm::terminal::enable_raw_mode()
    }

    /// The console is as it was found.
    pub fn restore(&self) {
        let _ = crossterm::terminal::disable_raw_mode();
    }

    /// The byte that erases: keys come by name here.
    pub fn erase(&self) -> u8 {
        0
    }
}

/// What the console has not shown yet is dropped; here it never waits.
pub fn drop_output() {}

/// Where bytes for the console are written.
pub fn output() -> impl Write {
    io::stdout()
}

/// Reads the console until it goes away, on a thread of its own.
///
/// # Errors
/// The thread cannot be started.
pub fn listen(notifier: Notifier, _erase: u8) -> io::Result<()> {
    let hear = move || {
        while let Ok(event) = crossterm::event::read() {
            let input = match event {
                Event::Resize(..) => Some(Input::Resized),
                event => heard(event).map(|heard| Input::Heard(vec![heard])),
            };
            if input.is_some_and(|input| !notifier.send(input)) {
                return;
            }
        }
        notifier.urge(Urgent::HungUp);
    };
    std::thread::Builder::new()
        .name("keys".into())
        .spawn(hear)
        .map(drop)
}

fn heard(event: Event) -> Option<Heard> {
    Some(match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Heard::Key(translate(key)?),
        Event::Paste(text) => Heard::Paste(text),
        Event::FocusGained => Heard::Focus,
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::ScrollDown => Heard::Wheel(1),
            MouseEventKind::ScrollUp => Heard::Wheel(-1),
            MouseEventKind::Down(MouseButton::Left) => Heard::Click(mouse.column, mouse.row),
            _ => return None,
        },
        _ => return None,
    })
}

/// crossterm's key → ours. Keys with modifiers we do not use are nobody's.
fn translate(key: KeyEvent) -> Option<Key> {
    let word = key
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    Some(match key.code {
        // AltGr comes as both, with the letter it makes.
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT) => Key::Char(c),
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => match c.to_ascii_lowercase() {
            'h' => Key::BackspaceWord,
            c => Key::Control(c),
        },
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Esc => Key::Esc,
        KeyCode::Backspace if word => Key::BackspaceWord,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if word => Key::WordLeft,
        KeyCode::Left => Key::Left,
        KeyCode::Right if word => Key::WordRight,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}

/// Starts threads; here no signal would reach them.
pub fn out_of_the_way<T>(start: impl FnOnce() -> T) -> T {
    start()
}

pub use NoHeldSignals as HeldSignals;

/// Signals that ask for the end; here there are none.
pub struct NoHeldSignals;

impl NoHeldSignals {
    /// Nothing waits.
    pub fn hold() -> NoHeldSignals {
        NoHeldSignals
    }

    /// None came.
    pub fn came(&self) -> Option<i32> {
        None
    }
}

/// Whether the console takes bytes now; here it always does.
pub fn takes_output() -> bool {
    true
}

pub use NoSignalWatch as SignalWatch;

/// Signals that wait until they are told; here there are none.
pub struct NoSignalWatch;

/// Has signals wait from now on; here there are none.
///
/// # Errors
/// None; elsewhere there are some.
pub fn watch_signals(_notifier: Notifier) -> io::Result<NoSignalWatch> {
    Ok(NoSignalWatch)
}

impl NoSignalWatch {
    /// Has signals told from now on; here there are none.
    ///
    /// # Errors
    /// None; elsewhere there are some.
    pub fn tell(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Asks the whole job to stop; here there are none.
pub fn ask_to_stop() {}

/// Stops this program; here nothing does.
pub fn stop(_is_ending: impl Fn() -> bool) {}

/// Whether the terminal is this job's now.
pub fn is_in_foreground() -> bool {
    true
}
