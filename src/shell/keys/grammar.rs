//! Owns the grammar: what a byte does in each state. Must not know what a whole sequence means, nor the time.

use super::{BEL, DEL, ESC, KeyReader, PASTE_BYTES, PASTE_ENDS, Start, State, sequence};
use crate::keymap::Key;

/// Bytes of a control sequence that are kept; a longer one means nothing to us.
const SEQUENCE_BYTES: usize = 64;
const CAN: u8 = 0x18;
const SUB: u8 = 0x1a;
/// What ends a string, in one byte.
const ST: u8 = 0x9c;

/// What becomes of a byte.
enum Step {
    Taken,
    /// It belongs to what comes next, and is read again.
    Again,
}

impl KeyReader {
    /// One byte, in any state but a paste.
    pub(super) fn byte(&mut self, byte: u8) {
        while matches!(self.step(byte), Step::Again) {}
    }

    /// Takes what belongs to a paste; the bytes behind its end come back.
    pub(super) fn paste<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let State::Paste { kept, matched } = &mut self.state else {
            return bytes;
        };
        let mut keep = |bytes: &[u8]| {
            let room = PASTE_BYTES.saturating_sub(kept.len());
            kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        };
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == PASTE_ENDS[*matched] {
                *matched += 1;
                if *matched == PASTE_ENDS.len() {
                    let kept = std::mem::take(kept);
                    self.state = State::Ground;
                    self.pasted(kept);
                    return &bytes[at + 1..];
                }
                continue;
            }
            keep(&PASTE_ENDS[..std::mem::take(matched)]);
            match *byte {
                ESC => *matched = 1,
                byte => keep(&[byte]),
            }
        }
        &[]
    }

    fn step(&mut self, byte: u8) -> Step {
        match std::mem::take(&mut self.state) {
            State::Ground | State::Paste { .. } => self.ground(byte),
            State::Letter { bytes, alt } => self.letter(bytes, alt, byte),
            State::Escape { twice, read } => self.escape(twice, read, byte),
            State::Single { body, start } => self.single(body, start, byte),
            State::Control {
                body,
                is_too_long,
                start,
            } => self.control(body, is_too_long, start, byte),
            State::Dollar {
                mut body,
                start,
                read,
            } => {
                if byte == b'y' || read == self.reads && (b' '..DEL).contains(&byte) {
                    body.push(b'$');
                    return self.control(body, false, start, byte);
                }
                sequence::rxvt_shift(&body, start.alt, &mut self.heard);
                Step::Again
            }
            State::Console if (b'A'..=b'E').contains(&byte) => Step::Taken,
            State::Console => Step::Again,
            State::OldMouse { .. } if byte < b' ' => Step::Again,
            State::OldMouse { mut body } => {
                body.push(byte - b' ');
                match body[..] {
                    [button, column, row] => {
                        sequence::mouse([button, column, row].map(u32::from), &mut self.heard)
                    }
                    _ => self.state = State::OldMouse { body },
                }
                Step::Taken
            }
            State::String { kind, last, start } => self.string(kind, last, start, byte),
            State::StringEscape if byte == b'\\' => Step::Taken,
            State::StringEscape => {
                self.state = State::Escape {
                    twice: false,
                    read: self.reads,
                };
                Step::Again
            }
        }
    }

    fn ground(&mut self, byte: u8) -> Step {
        match byte {
            ESC => {
                self.state = State::Escape {
                    twice: false,
                    read: self.reads,
                };
            }
            b'\r' | b'\n' => self.key(Key::Enter),
            b'\t' => self.key(Key::Tab),
            0x08 | DEL => self.key(self.erasing(byte)),
            0x01..=0x1a => self.key(Key::Control(char::from(byte - 1 + b'a'))),
            // Control with an underscore or a slash.
            0x1f => self.key(Key::Control('_')),
            b' '..DEL => self.key(Key::Char(byte.into())),
            0x80..=0x9f => self.introduce(
                byte - 0x40,
                Start {
                    by_hand: None,
                    read: self.reads,
                    alt: false,
                },
            ),
            0xc2..=0xf4 => {
                self.state = State::Letter {
                    bytes: vec![byte],
                    alt: false,
                }
            }
            0x00 | 0x1c..=0x1e | 0xa0..=0xc1 | 0xf5..=0xff => {}
        }
        Step::Taken
    }

    /// What 0x08 and 0x7F mean: the one that the terminal erases with is Backspace, the other the same with Control. Where it erases
    /// with neither, both are Backspace.
    fn erasing(&self, byte: u8) -> Key {
        match self.erase {
            0x08 | DEL if self.erase != byte => Key::BackspaceWord,
            _ => Key::Backspace,
        }
    }

    /// A byte that begins a sequence behind ESC. Others begin none.
    fn introduce(&mut self, byte: u8, start: Start) {
        self.state = match byte {
            b'[' => State::Control {
                body: Vec::new(),
                is_too_long: false,
                start,
            },
            b'O' => State::Single {
                body: Vec::new(),
                start,
            },
            b']' | b'P' | b'_' | b'^' | b'X' => State::String {
                kind: byte,
                last: None,
                start,
            },
            _ => State::Ground,
        };
    }

    fn letter(&mut self, mut bytes: Vec<u8>, alt: bool, byte: u8) -> Step {
        if !(0x80..0xc0).contains(&byte) {
            return Step::Again;
        }
        bytes.push(byte);
        let length = match bytes[0] {
            ..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        if bytes.len() < length {
            self.state = State::Letter { bytes, alt };
            return Step::Taken;
        }
        match std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.chars().next())
        {
            Some('\u{80}'..='\u{9f}') => {
                self.introduce(
                    bytes[1] - 0x40,
                    Start {
                        by_hand: None,
                        read: self.reads,
                        alt: false,
                    },
                );
            }
            Some(c) if !alt => self.key(Key::Char(c)),
            _ => {}
        }
        Step::Taken
    }

    fn escape(&mut self, twice: bool, read: u64, byte: u8) -> Step {
        let is_apart = read != self.reads;
        match byte {
            ESC => {
                // Only in one read may the second belong to the first, as rxvt sends Alt; a hand that pressed Esc goes on with a key.
                let waiting = usize::from(twice) + usize::from(is_apart);
                (0..waiting).for_each(|_| self.key(Key::Esc));
                self.state = State::Escape {
                    twice: !is_apart,
                    read: self.reads,
                };
                return Step::Taken;
            }
            b'[' | b'O' | b']' | b'P' | b'_' | b'^' | b'X' => {
                let by_hand = is_apart.then_some(byte);
                self.introduce(
                    byte,
                    Start {
                        by_hand,
                        read: self.reads,
                        alt: twice,
                    },
                );
                return Step::Taken;
            }
            _ => {}
        }
        if twice {
            self.key(Key::Esc);
        }
        match byte {
            0x08 | DEL => {
                self.key(Key::BackspaceWord);
                Step::Taken
            }
            // In two reads it is Esc and a key: Alt with it would mean no more.
            _ if is_apart => {
                self.key(Key::Esc);
                Step::Again
            }
            b' '..DEL => Step::Taken,
            0xc2..=0xf4 => {
                self.state = State::Letter {
                    bytes: vec![byte],
                    alt: true,
                };
                Step::Taken
            }
            _ => Step::Again,
        }
    }

    fn single(&mut self, mut body: Vec<u8>, start: Start, byte: u8) -> Step {
        match byte {
            b'0'..=b'9' | b';' if body.len() < 8 => {
                body.push(byte);
                self.state = State::Single { body, start };
            }
            b'@'..DEL | b' ' => sequence::single(&body, byte, start.alt, &mut self.heard),
            ..b' ' | DEL.. => return Step::Again,
            _ => {}
        }
        Step::Taken
    }

    fn control(&mut self, mut body: Vec<u8>, is_too_long: bool, start: Start, byte: u8) -> Step {
        match byte {
            CAN | SUB => {}
            ..b' ' | DEL.. => return Step::Again,
            b'$' if !is_too_long && !body.is_empty() && body.iter().all(u8::is_ascii_digit) => {
                self.state = State::Dollar {
                    body,
                    start,
                    read: self.reads,
                };
            }
            b' '..b'@' => {
                let is_too_long = is_too_long || body.len() == SEQUENCE_BYTES;
                if !is_too_long {
                    body.push(byte);
                }
                self.state = State::Control {
                    body,
                    is_too_long,
                    start,
                };
            }
            _ if is_too_long => {}
            b'[' if body.is_empty() => self.state = State::Console,
            b'M' if body.is_empty() => self.state = State::OldMouse { body },
            b'~' if body == b"200" => {
                self.state = State::Paste {
                    kept: Vec::new(),
                    matched: 0,
                }
            }
            _ => sequence::control(&body, byte, start.alt, &mut self.heard),
        }
        Step::Taken
    }

    fn string(&mut self, kind: u8, last: Option<u8>, start: Start, byte: u8) -> Step {
        match byte {
            BEL | CAN | SUB => return Step::Taken,
            // As a letter's second byte it may stand in a title, but behind 0xC2 it is ST in UTF-8.
            ST if matches!(last, None | Some(..DEL | 0xc2)) => return Step::Taken,
            ESC => {
                self.state = State::StringEscape;
                return Step::Taken;
            }
            // No answer holds another control character: it is a key, so that nobody is shut out.
            b'\t' | b'\n' => {}
            ..b' ' | DEL => {
                if last.is_none() {
                    self.apart(start);
                }
                return Step::Again;
            }
            _ => {}
        }
        let begins = match kind {
            b']' => byte.is_ascii_digit() || b"lLI".contains(&byte),
            b'P' => byte.is_ascii_digit() || b">!$+=?".contains(&byte),
            b'_' => byte == b'G',
            _ => false,
        };
        if last.is_none() && !begins && start.read != self.reads {
            self.apart(start);
            return Step::Again;
        }
        self.state = State::String {
            kind,
            last: Some(byte),
            start,
        };
        Step::Taken
    }
}
