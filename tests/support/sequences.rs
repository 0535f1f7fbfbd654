//! Owns sequences that terminals send, drawn at random from their grammar: ECMA-48, xterm's additions, the kitty keyboard protocol.
//! Nothing is written down here that some terminal or library is known to fall over.

use crate::dice::Dice;

/// What a sequence is, as far as a reader of keys must tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A key or a letter, that means the same however it is cut.
    Key,
    /// An answer or a report: it types nothing.
    Answer,
    /// A paste.
    Paste,
    /// Anything: unfinished, invalid, or with another meaning when it comes in pieces.
    Any,
}

fn one<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    of[dice.below(of.len())]
}

fn number(dice: &mut Dice) -> String {
    let below = [2, 10, 100, 1_000, 70_000][dice.below(5)];
    dice.below(below).to_string()
}

fn parameters(dice: &mut Dice, most: usize) -> String {
    let fields: Vec<String> = (0..=dice.below(most)).map(|_| number(dice)).collect();
    fields.join(";")
}

/// A letter of any script, of one to four bytes.
fn letter(dice: &mut Dice) -> char {
    let (from, count) = [(0x20, 0x5f), (0xa1, 0x500), (0x4e00, 0x2000), (0x1f300, 0x200)][dice.below(4)];
    char::from_u32(from + dice.below(count) as u32).unwrap_or('x')
}

fn words(dice: &mut Dice, most: usize) -> String {
    (0..dice.below(most)).map(|_| letter(dice)).collect()
}

fn key(dice: &mut Dice) -> String {
    match dice.below(9) {
        0 | 1 => letter(dice).to_string(),
        2 => one(dice, &["\r", "\t", "\x7f", "\x03", "\x1a", "\x1f"]).to_owned(),
        3 => format!(
            "\x1b[{}",
            one(dice, &["A", "B", "C", "D", "H", "F", "Z", "a", "d", "I"])
        ),
        4 => format!(
            "\x1b[1;{}{}",
            1 + dice.below(16),
            one(dice, &["A", "B", "C", "D", "H", "F"])
        ),
        5 => format!("\x1b[{};{}~", 1 + dice.below(34), 1 + dice.below(16)),
        6 => format!(
            "\x1bO{}",
            one(dice, &["A", "B", "C", "D", "H", "F", "M", "j", "p", "y", "P"])
        ),
        7 => format!(
            "\x1b[{};{}:{}u",
            32 + dice.below(60_000),
            1 + dice.below(256),
            1 + dice.below(3)
        ),
        _ => format!("\x1b[27;{};{}~", 1 + dice.below(16), 33 + dice.below(90)),
    }
}

/// A whole answer or report, of which nothing may be typed.
fn answer(dice: &mut Dice) -> String {
    let end = one(dice, &["\x1b\\", "\x07", "\u{9c}"]);
    let kind = dice.below(10);
    let fields = parameters(dice, 5);
    match kind {
        0 => format!("\x1b[?{fields}{}", one(dice, &["c", "n", "u", "x", "z", "h"])),
        1 => format!("\x1b[?{fields}${}", one(dice, &["y", "p", "x"])),
        2 => format!(
            "\x1b[{}{fields}{}",
            one(dice, &[">", "="]),
            one(dice, &["c", "q", "m"])
        ),
        3 => format!(
            "\x1b[{fields}{}",
            one(dice, &["R", "n", "t", "x", " q", "#~", "*y"])
        ),
        4 => format!("\x1b]{fields};{}{end}", words(dice, 40)),
        5 => format!(
            "\x1bP{}{fields}{}{end}",
            one(dice, &[">|", "1$r", "1+r", "!|"]),
            words(dice, 40)
        ),
        6 => format!("\x1b_G{fields};{}{end}", words(dice, 40)),
        7 => format!("\u{9d}{fields};{}{end}", words(dice, 40)),
        8 => format!("\u{9b}?{fields}c"),
        _ => format!("\x1b[<{};{fields}m", 35 + dice.below(20)),
    }
}

/// The next sequence.
pub fn draw(dice: &mut Dice) -> (Sort, Vec<u8>) {
    let kind = dice.below(12);
    let (sort, text) = match kind {
        0..=3 => (Sort::Key, key(dice)),
        4..=7 => (Sort::Answer, answer(dice)),
        8 => {
            let inside = [words(dice, 30), key(dice), answer(dice)].concat();
            (Sort::Paste, format!("\x1b[200~{inside}\x1b[201~"))
        }
        _ => (Sort::Any, String::new()),
    };
    if sort != Sort::Any {
        return (sort, text.into_bytes());
    }
    let mut bytes = match dice.below(8) {
        0 => format!("\x1b{}", letter(dice)).into_bytes(),
        1 => format!("\x1b\x1b{}", key(dice)).into_bytes(),
        2 => [
            b"\x1b[M".to_vec(),
            (0..3).map(|_| 0x20 + dice.below(0xe0) as u8).collect(),
        ]
        .concat(),
        3 => format!("\x1b[[{}", one(dice, &["A", "E", "Q"])).into_bytes(),
        4 => format!("\x1b{}{}", one(dice, &["]", "P", "_", "^", "X"]), words(dice, 60)).into_bytes(),
        5 => format!("\x1b[200~{}", words(dice, 60)).into_bytes(),
        6 => (0..dice.below(12)).map(|_| dice.below(256) as u8).collect(),
        _ => [key(dice), answer(dice)].concat().into_bytes(),
    };
    if dice.below(2) == 0 {
        bytes.truncate(dice.below(bytes.len() + 1));
    }
    (Sort::Any, bytes)
}
