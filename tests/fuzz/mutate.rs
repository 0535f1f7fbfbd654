//! Owns how an input is changed: stretches repeated, moved, cut, and pieces put in. Always text, never long.

use crate::dice::Dice;

/// Bytes that an input has at the most, so that a run is many inputs and not a few.
const LONGEST: usize = 3000;

/// Characters that are wide, narrow, joined, hidden or dangerous.
pub const CHARS: &[&str] = &[
    "\u{115f}",
    "\u{1160}",
    "\u{1161}",
    "\u{11a8}",
    "\u{915}\u{94d}",
    "\u{995}\u{9cd}\u{9b7}",
    "\u{b95}\u{bcd}",
    "\u{e33}",
    "\u{17d2}\u{1780}",
    "\u{17d8}",
    "\u{fdfa}",
    "\u{ff76}\u{ff9e}",
    "\u{ff9f}",
    "\u{644}\u{627}",
    "\u{600}",
    "\u{6dd}",
    "\u{a4f8}\u{a4fc}",
    "\u{1a15}\u{1a17}",
    "\u{2d31}\u{2d7f}",
    "\u{d0}\u{338}",
    "日",
    "語",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{20e3}",
    "👩\u{200d}🚀",
    "\u{200d}",
    "\u{200c}",
    "🏽",
    "👍🏽",
    "🇩🇪",
    "🇦",
    "❤\u{fe0f}",
    "\u{fe0f}",
    "\u{fe0e}",
    "1\u{fe0f}\u{20e3}",
    "\u{ad}",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{2060}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{61c}",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{9b}",
    "\u{7f}",
    "\u{1b}[31m",
    "\u{7}",
    "\0",
    "\t",
    "\r",
    "\u{e0041}",
    "\u{e0100}",
    "\u{3164}",
    "\u{10ffff}",
    "\u{fffd}",
    "“",
    "–",
    "…",
    "─",
];

/// A seed, changed a few times.
pub fn mutated(dice: &mut Dice, seeds: &[&str], pieces: &[&str]) -> String {
    let mut text = seeds[dice.below(seeds.len())].to_owned();
    for _ in 0..1 + dice.below(8) {
        once(&mut text, dice, seeds, pieces);
    }
    text.truncate(boundary(&text, LONGEST));
    text
}

fn once(text: &mut String, dice: &mut Dice, seeds: &[&str], pieces: &[&str]) {
    let at = boundary(text, dice.below(text.len() + 1));
    let longest = 1 << dice.below(9);
    let end = boundary(text, at + dice.below(longest)).max(at);
    match dice.below(8) {
        0 => text.replace_range(at..end, ""),
        1 => {
            let again = text[at..end].to_owned();
            text.insert_str(end, &again);
        }
        2 => {
            let moved = text[at..end].to_owned();
            text.replace_range(at..end, "");
            let to = boundary(text, dice.below(text.len() + 1));
            text.insert_str(to, &moved);
        }
        3 => {
            let other = seeds[dice.below(seeds.len())];
            let from = boundary(other, dice.below(other.len() + 1));
            let to = boundary(other, from + dice.below(200)).max(from);
            text.insert_str(at, &other[from..to]);
        }
        4 => text.insert_str(at, &pieces[dice.below(pieces.len())].repeat(1 << dice.below(7))),
        5 => text.insert_str(at, &CHARS[dice.below(CHARS.len())].repeat(1 << dice.below(7))),
        6 => text.insert_str(at, CHARS[dice.below(CHARS.len())]),
        _ => text.insert_str(at, pieces[dice.below(pieces.len())]),
    }
    text.truncate(boundary(text, 2 * LONGEST));
}

/// The character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
