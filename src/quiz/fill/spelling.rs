//! Owns how near what was typed comes to an answer: written alike, written otherwise, or with one slip of the finger.
//! Must not know questions. A digit, a short word, another word of the course and an opposite are never forgiven.

use crate::clean::is_slip;
use crate::clean::words::plain_letters;
use crate::quiz::Known;
use crate::quiz::fill::variants::one_spelling;

/// How near what was typed comes to an answer. The nearest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The same but for case, space and quotes.
    Alike,
    /// The same words: an accent, an article, a hyphen, the space before a unit, or the other spelling of English.
    Otherwise,
    /// One slip of the finger in one word.
    Slip,
}

/// Prefixes that turn a word into its opposite, those of one family side by side.
const NEGATIONS: &[&[&str]] = &[
    &["a"],
    &["un"],
    &["in", "im", "ir", "il"],
    &["non"],
    &["dis"],
    &["mis"],
];

/// Words that one slip turns into their opposite, without a prefix that is one anywhere else.
const OPPOSITES: &[(&str, &str)] = &[("either", "neither"), ("ever", "never")];

/// Words for numbers: one is no slip for another.
const NUMBERS: &[&str] = &[
    "three",
    "seven",
    "eight",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "million",
    "billion",
    "trillion",
    "hundred",
    "thousand",
    "hundreds",
    "thousands",
    "millions",
    "billions",
    "hundredth",
    "thousandth",
    "millionth",
    "billionth",
    "thirds",
    "fourths",
    "fifths",
    "sixths",
    "sevenths",
    "eighths",
    "ninths",
    "tenths",
    "double",
    "triple",
];

/// How near `typed` comes to `meant`; none where it is something else. `known` says whether a word is one of the course's.
pub fn nearness(meant: &str, typed: &str, known: Known) -> Option<Nearness> {
    let (meant, typed) = (meant.trim(), typed.trim());
    if typed.is_empty() {
        return None;
    }
    if meant == typed || cased(meant) == cased(typed) {
        return Some(Nearness::Alike);
    }
    let (meant, typed) = (Spelled::of(meant), Spelled::of(typed));
    if meant.words.is_empty() || typed.words.is_empty() {
        return None;
    }
    if meant.is_same(&typed) {
        return Some(Nearness::Otherwise);
    }
    slipped(&meant.bare, &typed.bare, known).then_some(Nearness::Slip)
}

/// Lower case, one space between words, plain quotes, full-width signs as others, and no full stop at the end.
fn cased(text: &str) -> String {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(straight).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.strip_suffix('.').unwrap_or(&plain).to_owned()
}

/// A quote or dash as a keyboard writes it, and a letter, digit or sign of full width as one of half the width.
fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
        '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// What was written, taken apart.
struct Spelled {
    /// The words, in one spelling of English.
    words: Vec<String>,
    /// The same without articles.
    bare: Vec<String>,
    /// Whether a hyphen joined two of the words.
    hyphened: bool,
}

impl Spelled {
    fn of(text: &str) -> Spelled {
        let text = without_edges(&marked(text)).to_owned();
        let plain = plain_letters(&text).to_lowercase();
        let plain: Vec<char> = plain.chars().map(straight).collect();
        let mut spaced = String::with_capacity(plain.len());
        let mut hyphened = false;
        for (at, c) in plain.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| plain.get(at)).copied();
            let after = plain.get(at + 1).copied();
            let between = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
            if *c == '-' && between {
                hyphened = true;
                spaced.push(' ');
                continue;
            }
            if before.is_some_and(|before| is_measured(before, *c) || is_measured(*c, before)) {
                spaced.push(' ');
            }
            spaced.push(*c);
        }
        let words: Vec<String> = spaced.split_whitespace().map(one_spelling).collect();
        // Somewhere in the middle a capital is a name, as in "type A personality".
        let is_name = text.split_whitespace().skip(1).any(|word| word == "A");
        let is_article = |word: &str| matches!(word, "an" | "the") || word == "a" && !is_name;
        let is_left = |(at, word): &(usize, &String)| at + 1 == words.len() || !is_article(word);
        let bare = words.iter().enumerate().filter(is_left);
        let bare = bare.map(|(_, word)| word.clone()).collect();
        Spelled {
            words,
            bare,
            hyphened,
        }
    }

    fn is_same(&self, other: &Spelled) -> bool {
        self.words == other.words
            || self.bare == other.bare
            || (self.hyphened || other.hyphened) && self.is_joined_same(other)
    }

    /// Whether both are the same without spaces. Two digits never come together.
    fn is_joined_same(&self, other: &Spelled) -> bool {
        let has_digit = |spelled: &Spelled| spelled.words.iter().any(|word| word.contains(char::is_numeric));
        !has_digit(self) && !has_digit(other) && self.bare.concat() == other.bare.concat()
    }
}

/// Raised digits and fractions set apart from the digit before them, which they would become one number with.
fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if out.ends_with(char::is_numeric) {
            match c {
                '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' if !out.ends_with(is_raised) => out.push('^'),
                '\u{2080}'..='\u{2089}' if !out.ends_with(is_raised) => out.push('_'),
                '¼'..='¾' | '\u{2150}'..='\u{215f}' => out.push(' '),
                _ => {}
            }
        }
        out.push(match c {
            '\u{2044}' => '/',
            c => c,
        });
    }
    out
}

/// Digits above and below the line.
fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

/// Without the marks that end a sentence and the quotes around all of it.
fn without_edges(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let inner = match text.chars().next_back() {
            Some('.') => text.strip_suffix('.'),
            Some(end @ (',' | ';' | ':' | '!' | '?' | '…')) => text
                .strip_suffix(end)
                .filter(|rest| rest.ends_with(char::is_alphabetic)),
            Some(end) if text.chars().count() > 2 && straight(end) == '"' || straight(end) == '\'' => {
                let first = text
                    .chars()
                    .next()
                    .filter(|first| straight(*first) == straight(end));
                first.and_then(|first| text.strip_prefix(first)?.strip_suffix(end))
            }
            _ => None,
        };
        match inner.map(str::trim).filter(|inner| !inner.is_empty()) {
            Some(inner) => text = inner,
            None => return text,
        }
    }
}

/// Whether a number and its unit meet here.
fn is_measured(number: char, unit: char) -> bool {
    number.is_numeric()
        && (unit.is_alphabetic() && !unit.is_numeric()
            || matches!(unit, '%' | '‰' | '°' | '€' | '$' | '£' | '¥'))
}

/// Whether one slip of the finger in one word is all between these words.
fn slipped(meant: &[String], typed: &[String], known: Known) -> bool {
    let same = meant
        .iter()
        .zip(typed)
        .take_while(|(meant, typed)| meant == typed)
        .count();
    match (&meant[same..], &typed[same..]) {
        ([meant, rest @ ..], [typed, others @ ..]) if rest == others => is_forgiven(meant, typed, known),
        // A space too many or too few, between words that are long enough by themselves.
        ([one, two, rest @ ..], [joined, others @ ..]) if rest == others => {
            is_parted(joined, [one, two]) && !known(joined)
        }
        ([joined, rest @ ..], [one, two, others @ ..]) if rest == others => is_parted(joined, [one, two]),
        _ => false,
    }
}

/// Whether a word is these two without the space between them.
fn is_parted(joined: &str, parts: [&str; 2]) -> bool {
    let is_long = |part: &str| is_word(part) && is_slip(part, part);
    parts.concat() == joined && parts.into_iter().all(is_long)
}

/// Whether a word holds letters alone, so no digit.
fn is_word(word: &str) -> bool {
    word.chars().all(|c| c == '\'' || c.is_alphabetic())
}

/// Whether a word is meant that was typed with one slip, and nothing else is.
fn is_forgiven(meant: &str, typed: &str, known: Known) -> bool {
    is_word(meant)
        && is_word(typed)
        && is_slip(meant, typed)
        && !is_opposite(meant, typed)
        && !NUMBERS.contains(&typed)
        && !known(&typed.replace('\'', ""))
}

/// Whether one of two words says the opposite of the other, or might be meant to.
fn is_opposite(meant: &str, typed: &str) -> bool {
    let is_pair =
        |(one, other): &(&str, &str)| (meant, typed) == (*one, *other) || (typed, meant) == (*one, *other);
    // Who trains and who is trained.
    let is_role = |one: &str, other: &str| {
        let stem = one.strip_suffix("ee");
        stem.is_some() && [other.strip_suffix("er"), other.strip_suffix("or")].contains(&stem)
    };
    OPPOSITES.iter().any(is_pair)
        || is_role(meant, typed)
        || is_role(typed, meant)
        || NEGATIONS.iter().flat_map(|family| family.iter()).any(|prefix| {
            negates(prefix, typed, meant)
                || negates(prefix, meant, typed)
                // "Mpossible" for "possible": more likely than not it was to be the opposite.
                || prefix.len() > 1 && is_slip(&format!("{prefix}{meant}"), typed)
        })
        || is_turned(meant, typed)
}

/// Whether `longer` is `prefix` and `word`. No word begins with two consonants alike, so that the a of "ally" is no prefix.
fn negates(prefix: &str, longer: &str, word: &str) -> bool {
    let mut letters = word.chars();
    longer.strip_prefix(prefix) == Some(word) && (prefix != "a" || letters.next() != letters.next())
}

/// Whether two words differ in their prefix alone, as disuse and misuse do.
fn is_turned(one: &str, other: &str) -> bool {
    let stems = |word: &str| -> Vec<(usize, String)> {
        let families = NEGATIONS.iter().enumerate();
        let found =
            families.flat_map(|(family, prefixes)| prefixes.iter().map(move |prefix| (family, *prefix)));
        found
            .filter_map(|(family, prefix)| Some((family, word.strip_prefix(prefix)?.to_owned())))
            .collect()
    };
    let others = stems(other);
    stems(one)
        .iter()
        .any(|(family, stem)| others.iter().any(|(of, rest)| of != family && rest == stem))
}

#[cfg(test)]
mod tests {
    use super::Nearness::{Alike, Otherwise, Slip};
    use super::*;
    use proptest::prelude::*;

    /// Words that the course of these tests has.
    fn is_known(word: &str) -> bool {
        ["directions", "equality", "moral"].contains(&word)
    }

    #[test]
    fn what_is_forgiven_and_what_is_not() {
        for (meant, typed, expected) in [
            ("direction", "  DIRECTION. ", Some(Alike)),
            ("don\u{2019}t", "don't", Some(Alike)),
            ("direction", "ｄｉｒｅｃｔｉｏｎ", Some(Alike)),
            ("naïve", "naive", Some(Otherwise)),
            ("résumé", "Resume", Some(Otherwise)),
            ("consent", "\u{201c}consent\u{201d}", Some(Otherwise)),
            ("consent", "consent!", Some(Otherwise)),
            ("the way", "way", Some(Otherwise)),
            ("ally", "an ally", Some(Otherwise)),
            ("set the direction", "set direction", Some(Otherwise)),
            ("a", "the", None),
            ("vitamin A", "vitamin", None),
            ("type A person", "type person", None),
            ("type A person", "type a person", Some(Alike)),
            ("follow-up", "follow up", Some(Otherwise)),
            ("coworker", "co-worker", Some(Otherwise)),
            ("5 km", "5km", Some(Otherwise)),
            ("20%", "20 %", Some(Otherwise)),
            ("€5", "€ 5", Some(Otherwise)),
            ("color", "colour", Some(Otherwise)),
            ("practice", "practise", Some(Otherwise)),
            ("organise", "Organize", Some(Otherwise)),
            ("the center", "centre", Some(Otherwise)),
            ("direction", "direciton", Some(Slip)),
            ("direction", "diretion", Some(Slip)),
            ("direction", "dirrection", Some(Slip)),
            ("direction", "dorection", Some(Slip)),
            ("behavior", "behavoiur", None),
            ("behavior", "behaviours", Some(Slip)),
            ("active listening", "activelistening", Some(Slip)),
            ("set the direction", "set the diretcion", Some(Slip)),
            ("direction", "diertcion", None),
            // Another word of the course, or another number.
            ("direction", "directions", None),
            ("equity", "equality", None),
            ("morals", "moral", None),
            ("eight", "eighty", None),
            ("seven", "seventh", None),
            // Opposites, and what might be meant for one.
            ("typical", "atypical", None),
            ("atypical", "typical", None),
            ("atypical", "a typical", None),
            ("possible", "impossible", None),
            ("possible", "mpossible", None),
            ("impossible", "inpossible", Some(Slip)),
            ("misuse", "disuse", None),
            ("either", "neither", None),
            ("never", "ever", None),
            ("trainer", "trainee", None),
            ("allyship", "llyship", Some(Slip)),
            ("not fair", "fair", None),
            ("no harm", "on harm", None),
            // Short words and digits.
            ("ally", "alley", None),
            ("no", "now", None),
            ("1500", "1501", None),
            ("15 people", "16 people", None),
            ("15 people", "15 poeple", Some(Slip)),
            ("3.5", "35", None),
            ("-5", "5", None),
            ("10²", "102", None),
            ("10²", "10^2", Some(Otherwise)),
            ("2½", "21/2", None),
            ("words", "words5", None),
            ("50%", "50", None),
            ("direction", "", None),
            ("direction", "...", None),
        ] {
            assert_eq!(nearness(meant, typed, &is_known), expected, "{meant:?} {typed:?}");
        }
    }

    /// The digits of a text, in whatever script or form they are written.
    fn digits(text: &str) -> String {
        plain_letters(text)
            .chars()
            .filter(|c| c.is_ascii_digit())
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_right_to_the_letter_is_right(text in "\\PC{1,24}", signs in "[-.,;:!?'\" a^½²]{1,6}") {
            for text in [text, signs] {
                if !text.trim().is_empty() {
                    prop_assert_eq!(nearness(&text, &text, &|_| true), Some(Alike));
                }
            }
        }

        #[test]
        fn a_digit_is_never_forgiven(
            meant in "[0-9a-z²½₂ ,.%-]{1,12}",
            at in 0_usize..12,
            put in "[0-9²³½]",
            takes_place in any::<bool>(),
        ) {
            let mut letters: Vec<char> = meant.chars().collect();
            let at = at.min(letters.len());
            let end = if takes_place { (at + 1).min(letters.len()) } else { at };
            letters.splice(at..end, put.chars());
            let typed: String = letters.into_iter().collect();
            if digits(&meant) != digits(&typed) {
                prop_assert_eq!(nearness(&meant, &typed, &|_| false), None, "{:?} {:?}", meant, typed);
            }
        }
    }
}
