//! Owns what a whole sequence means: keys of xterm, rxvt and the kitty protocol, mouse reports, the focus, one answer. All else means nothing.
//! Must not know how sequences are cut or timed.

use crate::keymap::Key;
use crate::shell::keys::Heard;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CONTROL: u32 = 4;
/// Super, Hyper and Meta: with them a character is a short cut of the window's or the desk's, not ours.
const FOREIGN: u32 = 8 | 16 | 32;

/// A sequence behind CSI, by what stands between and its last byte. `alt` comes from an ESC before it.
pub(super) fn control(body: &[u8], last: u8, alt: bool, heard: &mut Vec<Heard>) {
    if let (Some(report), b'M') = (body.strip_prefix(b"<"), last) {
        if let [[button, ..], [column, ..], [row, ..]] = parameters(report).as_deref().unwrap_or_default() {
            mouse([*button, *column, *row], heard);
        }
        return;
    }
    // Mode 2026 is known, and on or off.
    if matches!((body, last), (b"?2026;1$" | b"?2026;2$", b'y')) {
        return heard.push(Heard::Synchronizes);
    }
    let Some(parameters) = parameters(body) else {
        return;
    };
    let of = |field: usize, part: usize| parameters.get(field).map_or(0, |field| field[part]);
    // Key pressed, repeated, released.
    if of(1, 1) == 3 {
        return;
    }
    let held = of(1, 0).saturating_sub(1) | if alt { ALT } else { 0 };
    let key = match last {
        // rxvt: with Shift.
        b'a'..=b'd' if !body.is_empty() => return,
        b'A' | b'a' => Key::Up,
        b'B' | b'b' => Key::Down,
        b'C' | b'c' => sideways(Key::Right, held),
        b'D' | b'd' => sideways(Key::Left, held),
        b'H' => Key::Home,
        b'F' => Key::End,
        b'Z' => Key::BackTab,
        b'I' if body.is_empty() => return heard.push(Heard::Focus),
        b'M' if parameters.len() == 3 => {
            return mouse([of(0, 0).saturating_sub(32), of(1, 0), of(2, 0)], heard);
        }
        b'~' if of(0, 0) == 27 && parameters.len() == 3 => {
            return coded(of(2, 0), 0, &[], held, heard);
        }
        b'u' => {
            let text = parameters.get(2).map_or(&[][..], |field| &field[..]);
            return coded(of(0, 0), of(0, 1), text, held, heard);
        }
        // rxvt: with Control, with Shift and Control.
        b'~' | b'^' | b'@' => match numbered(of(0, 0)) {
            Some(key) => key,
            None => return,
        },
        _ => return,
    };
    heard.push(Heard::Key(key));
}

/// rxvt's Shift with a numbered key.
pub(super) fn rxvt_shift(body: &[u8], alt: bool, heard: &mut Vec<Heard>) {
    control(body, b'~', alt, heard);
}

/// A sequence behind SS3: keys of the keypad and old forms of arrows.
pub(super) fn single(body: &[u8], last: u8, alt: bool, heard: &mut Vec<Heard>) {
    let number = parameters(body).and_then(|fields| fields.last().map(|field| field[0]));
    let held = number.unwrap_or(0).saturating_sub(1) | if alt { ALT } else { 0 };
    heard.push(Heard::Key(match last {
        b'A' | b'a' => Key::Up,
        b'B' | b'b' => Key::Down,
        b'C' => sideways(Key::Right, held),
        b'D' => sideways(Key::Left, held),
        b'c' => Key::WordRight,
        b'd' => Key::WordLeft,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'M' => Key::Enter,
        b'I' => Key::Tab,
        b' ' => Key::Char(' '),
        b'X' => Key::Char('='),
        // The signs and digits of the keypad stand in the order of ASCII.
        b'j'..=b'y' => Key::Char(char::from(last - b'j' + b'*')),
        _ => return,
    }));
}

/// A report of the mouse: button, column and row, from 1.
pub(super) fn mouse([button, column, row]: [u32; 3], heard: &mut Vec<Heard>) {
    const MOVED: u32 = 32;
    const WHEEL: u32 = 64;
    const MORE: u32 = 128;
    let cell = |at: u32| u16::try_from(at.saturating_sub(1)).unwrap_or(u16::MAX);
    heard.push(match (button & (MOVED | WHEEL | MORE), button & 3) {
        (0, 0) => Heard::Click(cell(column), cell(row)),
        (WHEEL, 0) => Heard::Wheel(-1),
        (WHEEL, 1) => Heard::Wheel(1),
        _ => return,
    });
}

/// Fields between semicolons, each of some parts between colons: the first parts, where nothing is written 0. `None` where anything
/// else stands there, as in what answers and reports begin with.
fn parameters(body: &[u8]) -> Option<Vec<[u32; 4]>> {
    let number = |part: &[u8]| {
        part.iter().try_fold(0_u32, |number, byte| {
            let digit = byte.is_ascii_digit().then(|| u32::from(byte - b'0'))?;
            Some(number.saturating_mul(10).saturating_add(digit))
        })
    };
    let field = |field: &[u8]| {
        let mut parts = [0; 4];
        for (at, part) in field.split(|byte| *byte == b':').enumerate() {
            let number = number(part)?;
            if let Some(place) = parts.get_mut(at) {
                *place = number;
            }
        }
        Some(parts)
    };
    body.split(|byte| *byte == b';').map(field).collect()
}

fn sideways(key: Key, held: u32) -> Key {
    match key {
        Key::Left if held & (CONTROL | ALT) != 0 => Key::WordLeft,
        Key::Right if held & (CONTROL | ALT) != 0 => Key::WordRight,
        key => key,
    }
}

fn numbered(number: u32) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        _ => return None,
    })
}

/// A key by its code, as the kitty protocol and xterm's modifyOtherKeys write it: with the code it has shifted and the text it types,
/// where those are said.
fn coded(code: u32, shifted: u32, text: &[u32], held: u32, heard: &mut Vec<Heard>) {
    let key = match code {
        27 => Key::Esc,
        13 | 57_414 => Key::Enter,
        9 if held & SHIFT != 0 => Key::BackTab,
        9 => Key::Tab,
        8 | 127 if held & (CONTROL | ALT) != 0 => Key::BackspaceWord,
        8 | 127 => Key::Backspace,
        57_399..=57_408 => return typed(code - 57_399 + u32::from(b'0'), held, heard),
        57_409..=57_413 => return typed(u32::from(b"./*-+"[(code - 57_409) as usize]), held, heard),
        57_415 => return typed(u32::from(b'='), held, heard),
        57_416 => return typed(u32::from(b','), held, heard),
        57_417 => sideways(Key::Left, held),
        57_418 => sideways(Key::Right, held),
        57_419 => Key::Up,
        57_420 => Key::Down,
        57_421 => Key::PageUp,
        57_422 => Key::PageDown,
        57_423 => Key::Home,
        57_424 => Key::End,
        57_426 => Key::Delete,
        // Other keys without a character have codes for private use. They are no text.
        57_344..=63_743 => return,
        _ if held & (CONTROL | ALT | FOREIGN) == 0 && text.iter().any(|code| *code != 0) => {
            return text
                .iter()
                .filter(|code| **code != 0)
                .for_each(|code| typed(*code, 0, heard));
        }
        _ if held & SHIFT != 0 && shifted != 0 => return typed(shifted, held, heard),
        _ if held & SHIFT != 0 => {
            let upper = char::from_u32(code).and_then(|c| c.to_uppercase().next());
            return typed(upper.map_or(code, u32::from), held, heard);
        }
        _ => return typed(code, held, heard),
    };
    heard.push(Heard::Key(key));
}

/// A character, with what is held beside Shift.
fn typed(code: u32, held: u32, heard: &mut Vec<Heard>) {
    let Some(c) = char::from_u32(code).filter(|c| !c.is_control()) else {
        return;
    };
    heard.push(Heard::Key(match c.to_ascii_lowercase() {
        _ if held & FOREIGN != 0 => return,
        '[' if held & CONTROL != 0 => Key::Esc,
        'h' if held & CONTROL != 0 => Key::BackspaceWord,
        'j' if held & CONTROL != 0 => Key::Enter,
        lower if held & CONTROL != 0 => Key::Control(lower),
        _ if held & ALT != 0 => return,
        _ => Key::Char(c),
    }));
}
