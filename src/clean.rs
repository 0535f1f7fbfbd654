//! Owns `Clean`: text that is safe to show, the only way from a file or a learner to a face. Also how text is folded for comparison.
//! Must not know what the text is about.
//!
//! Rules (after parsing, since Markdown turns `&#27;` into ESC): C0 but newline and tab, DEL and C1 are dropped; a tab becomes
//! spaces; U+2028/9 become newlines; bidi controls and tag characters are dropped; joiners stay only between letters
//! that use them; more than `MARKS` combining marks on one letter are dropped.

pub mod words;

use std::fmt;
use std::ops::{Deref, Range};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Combining marks kept on one base letter. Four carry every living script; more is a drawing.
const MARKS: usize = 4;
/// Longest name that is compared with what was typed, in bytes.
const COMPARED: usize = 200;
/// Words shorter than this must be spelled as they are: one letter more or less makes another word of them.
const SLIP_FROM: usize = 5;
/// Width of a tab, in columns.
const TAB: &str = "    ";

/// Text without anything that could steer a terminal or lie about its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clean(String);

impl Clean {
    /// Cleans `text`; newlines stay.
    pub fn new(text: &str) -> Clean {
        match is_harmless(text) {
            true => Clean(text.to_owned()),
            false => Clean(scrub(text)),
        }
    }

    /// Cleans `text` to one line: each run of newlines becomes a space.
    pub fn line(text: &str) -> Clean {
        let clean = Clean::new(text);
        match clean.0.contains('\n') {
            true => Clean(
                clean
                    .0
                    .split('\n')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            false => clean,
        }
    }

    /// The bytes `range` of it, which are as clean as all of it.
    pub fn part(&self, range: Range<usize>) -> Clean {
        Clean(self.0[range].to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl From<&str> for Clean {
    fn from(text: &str) -> Clean {
        Clean::new(text)
    }
}

impl From<String> for Clean {
    fn from(text: String) -> Clean {
        match is_harmless(&text) {
            true => Clean(text),
            false => Clean(scrub(&text)),
        }
    }
}

/// Whether a text is of printable ASCII and newlines: nothing of it is to be dropped.
fn is_harmless(text: &str) -> bool {
    odd_blocks(text).next().is_none()
}

/// Bytes of a text among which one is neither printable ASCII nor a newline: so many at a time, since that is quickly seen of most.
pub fn odd_blocks(text: &str) -> impl Iterator<Item = Range<usize>> {
    const TOGETHER: usize = 32;
    let bytes = text.as_bytes();
    let is_odd = |byte: &u8| !(b' '..0x7f).contains(byte) & (*byte != b'\n');
    let blocks = (0..bytes.len()).step_by(TOGETHER);
    let blocks = blocks.map(|at| at..bytes.len().min(at + TOGETHER));
    // To the end of each, without asking on the way.
    blocks.filter(move |block| {
        bytes[block.clone()]
            .iter()
            .fold(false, |odd, byte| odd | is_odd(byte))
    })
}

/// Whether a character must never reach a terminal.
pub fn is_unsafe(c: char) -> bool {
    // Nearly all text is of these.
    if matches!(c, ' '..='~') {
        return false;
    }
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}')
        || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

fn scrub(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    // The last character kept, and the joiner behind it, which waits for the next one that is kept.
    let (mut before, mut joiner): (Option<char>, Option<char>) = (None, None);
    while let Some(c) = chars.next() {
        let kept = match c {
            '\u{200c}' | '\u{200d}' => {
                joiner = joiner.or(Some(c));
                continue;
            }
            '\t' => ' ',
            '\r' if chars.peek() != Some(&'\n') => '\n',
            '\u{2028}' | '\u{2029}' => '\n',
            _ if is_unsafe(c) => continue,
            _ => c,
        };
        marks = if is_combining_mark(kept) { marks + 1 } else { 0 };
        if marks > MARKS {
            continue;
        }
        if let (Some(left), Some(joiner)) = (before, joiner.take())
            && joins(left)
            && joins(kept)
            && marks == 0
        {
            out.push(joiner);
        }
        match c {
            '\t' => out.push_str(TAB),
            _ => out.push(kept),
        }
        before = Some(kept);
    }
    out
}

/// Letters a joiner may stand between: emoji and their modifiers, and the scripts whose shapes need it.
fn joins(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{08ff}' | '\u{0900}'..='\u{0dff}' | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{1800}'..='\u{18af}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// The name that differs least from `name`, with the number of slips between them (a letter wrong, missing, too many, or two swapped).
/// One that `name` is the beginning of goes first.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<(usize, &'a str)> {
    // Comparing costs the product of both lengths, and nobody types so much by mistake.
    let names = names.filter(|other| name.len().max(other.len()) <= COMPARED);
    let slips = names.map(|other| (!other.starts_with(name), strsim::osa_distance(name, other), other));
    slips.min().map(|(_, slips, other)| (slips, other))
}

/// Whether one slip of the finger is all between a word that is long enough and what was typed: a letter wrong, missing or too many, or
/// two neighbours swapped.
pub fn is_slip(meant: &str, typed: &str) -> bool {
    meant.chars().count() >= SLIP_FROM && strsim::osa_distance(meant, typed) <= 1
}

/// Text as answers and options are compared: NFKC, lower case, one space between words, plain quotes and dashes.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    // Most text is in this form as it stands, and to find that out costs far less than to bring it there.
    match is_nfkc_quick(text.chars()) {
        IsNormalized::Yes => text.chars().for_each(|c| fold_into(&mut folded, c)),
        IsNormalized::No | IsNormalized::Maybe => text.nfkc().for_each(|c| fold_into(&mut folded, c)),
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The same for what has nothing but small letters and blanks to become.
fn fold_ascii(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    let words = text
        .as_bytes()
        .split(|byte| matches!(byte, b' ' | b'\t'..=b'\r'))
        .filter(|word| !word.is_empty());
    for word in words {
        if !folded.is_empty() {
            folded.push(b' ');
        }
        folded.extend_from_slice(word);
    }
    folded.make_ascii_lowercase();
    String::from_utf8(folded).unwrap_or_default()
}

fn fold_into(folded: &mut String, c: char) {
    if matches!(c, '!'..='@' | '['..='~') {
        return folded.push(c);
    }
    for c in c.to_lowercase() {
        match c {
            c if c.is_whitespace() && (folded.is_empty() || folded.ends_with(' ')) => {}
            c if c.is_whitespace() => folded.push(' '),
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => folded.push('\''),
            '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            c => folded.push(c),
        }
    }
}

/// What an option is known by in a saved answer: CRC-32C of its folded text. It survives a change of case, space, quotes and dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub u32);

impl Fingerprint {
    /// The fingerprint of `text`.
    pub fn of(text: &str) -> Fingerprint {
        Fingerprint(crc32c::crc32c(fold(text).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        let hostile = "a\u{1b}[31mb\u{7}\u{9b}2Jc\u{202e}d\u{e0041}e\rf\u{feff}";
        assert_eq!(Clean::new(hostile).as_str(), "a[31mb2Jcde\nf");
        assert!(!Clean::new(hostile).chars().any(is_unsafe));
    }

    #[test]
    fn joiners_stay_where_they_join() {
        assert_eq!(Clean::new("👩\u{200d}🚀 a\u{200d}b").as_str(), "👩\u{200d}🚀 ab");
        assert_eq!(
            Clean::new("👩\u{200d}\u{61c}a").as_str(),
            "👩a",
            "what is dropped is no letter to be joined to"
        );
    }

    #[test]
    fn a_tower_of_marks_is_capped() {
        let tower = format!("a{}", "\u{301}".repeat(40));
        assert_eq!(Clean::new(&tower).chars().count(), 1 + MARKS);
    }

    #[test]
    fn letters_of_ascii_are_folded_as_all_are() {
        let slowly = |text: &str| {
            let mut folded = String::new();
            text.nfkc().for_each(|c| fold_into(&mut folded, c));
            folded.truncate(folded.trim_end().len());
            folded
        };
        let all: String = (0..0x80_u8).map(char::from).collect();
        for text in [
            &all,
            "  Two \u{b} WORDS\t\r\n",
            "",
            " ",
            "a\u{b}b\u{c}c\rd",
            "it's -- \"so\"",
        ] {
            assert_eq!(fold(text), slowly(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_folded_already_is_folded_as_all_else(text in "[ -~\u{a0}-\u{17f}\u{300}-\u{304}\u{2010}-\u{2033}\u{2003}\u{fb01}\u{ff21}ǅİ«»\t\n]{0,30}") {
            let steps = text.nfkc().flat_map(char::to_lowercase).map(|c| match c {
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' => '\'',
                '\u{201c}'..='\u{201f}' | '\u{2033}' | '«' | '»' => '"',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c => c,
            });
            let words: Vec<String> = steps.collect::<String>().split_whitespace().map(str::to_owned).collect();
            prop_assert_eq!(fold(&text), words.join(" "));
        }
    }

    #[test]
    fn fingerprints_forgive_typography() {
        assert_eq!(
            Fingerprint::of("“No”,  she said – twice"),
            Fingerprint::of("\"no\", she SAID - twice")
        );
        assert_ne!(Fingerprint::of("yes"), Fingerprint::of("no"));
    }
}
