//! Owns how the bytes of a terminal become keys: the grammar of escape sequences (ECMA-48, xterm's additions, the kitty keyboard
//! protocol) with a time-out for each state. What it does not know is dropped whole. Pure: bytes and a time come in.
//! Must not know where bytes come from or what a key means.
//!
//! | state | quiet for | then |
//! |---|---|---|
//! | inside a letter of UTF-8 | 150 ms | dropped |
//! | behind ESC, or ESC and what begins a sequence | 150 ms | Esc; with the character where a second read brought it |
//! | inside a control sequence | 500 ms | dropped |
//! | inside a string (OSC, DCS, APC, PM, SOS) | 1 s | dropped |
//! | inside a paste | 1 s | what came is a paste |
//!
//! What was given up may still come: for a while a read that no hand can type goes on with it, a smaller one is keys.

mod grammar;
mod sequence;
#[cfg(test)]
mod tests;

use crate::keymap::Key;
use std::time::Duration;

/// After ESC, and inside a letter. The rest of a sequence may come 100 ms late.
const SOON: Duration = Duration::from_millis(150);
/// Inside a control sequence.
const SEQUENCE: Duration = Duration::from_millis(500);
/// Inside a string or a paste.
const LONG: Duration = Duration::from_secs(1);
/// How long the rest of a string or a paste may come after it was given up.
const REST: Duration = Duration::from_secs(10);
/// So many bytes in one read come from no hand.
const NO_HAND: usize = 16;
/// Bytes of a paste that are kept. A field takes no more.
const PASTE_BYTES: usize = crate::text_edit::MAX;
const PASTE_BEGINS: &[u8] = b"\x1b[200~";
const PASTE_ENDS: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const DEL: u8 = 0x7f;

/// What was understood of what a terminal sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    Key(Key),
    /// Pasted text; it may have been cut short.
    Paste(String),
    /// The left button went down in this column and row, counted from 0.
    Click(u16, u16),
    /// The wheel turned this many notches down.
    Wheel(isize),
    /// The window has the focus again.
    Focus,
    /// The terminal can show a whole frame at once.
    Synchronizes,
}

/// Understands what a terminal sends, read by read.
#[derive(Clone, Debug)]
pub struct KeyReader {
    state: State,
    /// When the last byte came.
    last: Duration,
    /// Reads so far, so that bytes of one read can be told from bytes of two.
    reads: u64,
    /// What was given up, and until when its rest may come.
    given_up: Option<(Rest, Duration)>,
    /// The byte that erases a character in this terminal.
    erase: u8,
    heard: Vec<Heard>,
}

#[derive(Clone, Debug, Default)]
enum State {
    /// Keys come as they are.
    #[default]
    Ground,
    /// Inside a letter; behind ESC it is nobody's.
    Letter { bytes: Vec<u8>, alt: bool },
    /// Behind ESC, or behind two, as rxvt sends it for Alt.
    Escape { twice: bool, read: u64 },
    /// Behind SS3.
    Single { body: Vec<u8>, start: Start },
    /// Behind CSI.
    Control {
        body: Vec<u8>,
        is_too_long: bool,
        start: Start,
    },
    /// Behind CSI, digits and `$`: rxvt's Shift with a key, or the middle of a report.
    Dollar { body: Vec<u8>, start: Start, read: u64 },
    /// Behind CSI and `[`: a function key of the Linux console.
    Console,
    /// Behind CSI and `M`: three bytes of an old mouse report.
    OldMouse { body: Vec<u8> },
    /// Inside a string that ends with ST. Nothing of it is kept but its last byte.
    String {
        kind: u8,
        last: Option<u8>,
        start: Start,
    },
    /// Behind ESC in a string.
    StringEscape,
    /// Inside a paste; `matched` bytes of its end have come.
    Paste { kept: Vec<u8>, matched: usize },
}

/// How a sequence began.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// By ESC in one read and the next byte in another: it may have been two keys.
    by_hand: Option<u8>,
    /// The read in which it began.
    read: u64,
    /// Behind another ESC, as rxvt sends Alt.
    alt: bool,
}

/// What was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Escape,
    Sequence,
    String,
    Paste,
}

impl KeyReader {
    /// A reader for a terminal in which this byte erases a character (`VERASE`).
    pub fn new(erase: u8) -> KeyReader {
        KeyReader {
            state: State::Ground,
            last: Duration::ZERO,
            reads: 0,
            given_up: None,
            erase,
            heard: Vec::new(),
        }
    }

    /// The bytes of one read, at a time since any moment that stays the same. What was understood comes back in its order.
    pub fn feed(&mut self, bytes: &[u8], at: Duration) -> Vec<Heard> {
        self.give_up(at);
        self.reads += 1;
        // Keys pressed one by one do not keep an unfinished paste or string alive: whoever thinks that all is stuck presses just so.
        let is_hand = bytes.len() < NO_HAND && at.saturating_sub(self.last) >= SOON;
        if !(is_hand
            && matches!(
                self.state,
                State::String { .. } | State::StringEscape | State::Paste { .. }
            ))
        {
            self.last = at;
        }
        if !self.is_rest(bytes, at) {
            let mut bytes = bytes;
            while let Some((first, rest)) = bytes.split_first() {
                bytes = match &mut self.state {
                    State::Paste { .. } => self.paste(bytes),
                    _ => {
                        self.byte(*first);
                        rest
                    }
                };
            }
        }
        std::mem::take(&mut self.heard)
    }

    /// When `tick` is due, on the clock of `feed`. In the ground state never.
    pub fn deadline(&self) -> Option<Duration> {
        let quiet = match &self.state {
            State::Ground => return None,
            State::Letter { .. } | State::Escape { .. } | State::Console | State::Dollar { .. } => SOON,
            State::Single { body, .. } | State::Control { body, .. } if body.is_empty() => SOON,
            State::Single { .. } | State::Control { .. } | State::OldMouse { .. } => SEQUENCE,
            State::String { last: None, .. } => SOON,
            State::String { .. } | State::StringEscape | State::Paste { .. } => LONG,
        };
        Some(self.last + quiet)
    }

    /// Gives up what has been unfinished for too long at this time.
    pub fn tick(&mut self, at: Duration) -> Vec<Heard> {
        self.give_up(at);
        std::mem::take(&mut self.heard)
    }

    fn give_up(&mut self, at: Duration) {
        let Some(due) = self.deadline().filter(|due| *due <= at) else {
            return;
        };
        let (rest, within) = match std::mem::take(&mut self.state) {
            State::Escape { twice, .. } => {
                (0..=usize::from(twice)).for_each(|_| self.key(Key::Esc));
                (Rest::Escape, LONG)
            }
            State::StringEscape => {
                self.key(Key::Esc);
                (Rest::Escape, LONG)
            }
            State::Single { body, start } | State::Control { body, start, .. } if body.is_empty() => {
                self.apart(start);
                (Rest::Sequence, LONG)
            }
            State::String {
                last: None, start, ..
            } => {
                self.apart(start);
                (Rest::String, REST)
            }
            State::Dollar { body, start, .. } => {
                sequence::rxvt_shift(&body, start.alt, &mut self.heard);
                return;
            }
            State::Single { .. } | State::Control { .. } => (Rest::Sequence, LONG),
            State::String { .. } => (Rest::String, REST),
            State::Paste { kept, .. } => {
                self.pasted(kept);
                (Rest::Paste, REST)
            }
            State::Ground | State::Letter { .. } | State::Console | State::OldMouse { .. } => return,
        };
        self.given_up = Some((rest, due + within));
    }

    /// Whether a read is the late rest of what was given up. The rest of a paste or a string is read on as such.
    fn is_rest(&mut self, bytes: &[u8], at: Duration) -> bool {
        let Some((rest, until)) = self.given_up else {
            return false;
        };
        if at > until {
            self.given_up = None;
            return false;
        }
        if !matches!(self.state, State::Ground) {
            return false;
        }
        let is_begun = matches!(bytes, [ESC, ..] | [0xc2, 0x80..=0x9f, ..]);
        match rest {
            Rest::Escape => is_whole(bytes),
            Rest::Sequence => bytes.len() > 1 && is_tail(bytes),
            Rest::String => {
                let ends = bytes.contains(&BEL) || find(bytes, b"\x1b\\").is_some();
                if !is_begun && (ends || bytes.len() >= NO_HAND) {
                    self.given_up = None;
                    let start = Start {
                        by_hand: None,
                        read: self.reads,
                        alt: false,
                    };
                    self.state = State::String {
                        kind: b']',
                        last: Some(b' '),
                        start,
                    };
                }
                false
            }
            Rest::Paste => {
                let end = find(bytes, PASTE_ENDS);
                let ends = end.is_some() && find(bytes, PASTE_BEGINS).is_none_or(|begin| Some(begin) > end);
                if ends || !is_begun && bytes.len() >= NO_HAND {
                    self.given_up = None;
                    self.state = State::Paste {
                        kept: Vec::new(),
                        matched: 0,
                    };
                }
                false
            }
        }
    }

    fn key(&mut self, key: Key) {
        self.heard.push(Heard::Key(key));
    }

    /// What began like a sequence was none: two keys if it came in two reads, else Alt with a character, which is nobody's.
    fn apart(&mut self, start: Start) {
        if let Some(byte) = start.by_hand {
            self.key(Key::Esc);
            self.key(Key::Char(byte.into()));
        }
    }

    fn pasted(&mut self, kept: Vec<u8>) {
        if !kept.is_empty() {
            self.heard
                .push(Heard::Paste(String::from_utf8_lossy(&kept).into_owned()));
        }
    }
}

/// Whether this is the whole rest of one sequence, as it comes behind ESC.
fn is_whole(bytes: &[u8]) -> bool {
    match bytes {
        [b'[', rest @ ..] => is_tail(rest),
        [b'O', digits @ .., last] => {
            digits.iter().all(u8::is_ascii_digit) && b"ABCDFHPQRSabcd".contains(last)
        }
        [b']' | b'P' | b'_' | b'^' | b'X', body @ .., last] => {
            body.iter().all(|byte| !byte.is_ascii_control() || *byte == ESC)
                && (*last == BEL || body.last() == Some(&ESC) && *last == b'\\')
        }
        _ => false,
    }
}

/// Whether this is the whole rest of a control sequence: parameters, intermediates and what ends it.
fn is_tail(bytes: &[u8]) -> bool {
    let Some((last, body)) = bytes.split_last() else {
        return false;
    };
    let middle = body.iter().position(|byte| *byte < b'0').unwrap_or(body.len());
    (b'@'..DEL).contains(last)
        && body[..middle].iter().all(|byte| (b'0'..b'@').contains(byte))
        && body[middle..].iter().all(|byte| (b' '..b'0').contains(byte))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, what)
}
