//! Owns what a word is when one looks for it, and how words are folded: case, diacritics, ligatures and
//! apostrophes do not count. Must not know what is done with words.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word in a text.
#[derive(Clone, Copy, Debug)]
pub struct FoundWord<'a> {
    start: usize,
    text: &'a str,
}

impl FoundWord<'_> {
    /// Where it stands in its text.
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Adds it, folded, to `out`.
    pub fn fold_into(&self, out: &mut String) {
        if self.text.is_ascii() {
            let letters = self.text.chars().filter(char::is_ascii_alphanumeric);
            return out.extend(letters.map(|c| c.to_ascii_lowercase()));
        }
        out.extend(plain_letters(self.text).chars().filter(|c| !is_inner(*c)));
    }
}

/// `text` in lower case, without diacritics and ligatures, each letter as a keyboard writes it.
pub fn plain_letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let plain = text.chars().flat_map(char::to_lowercase).nfkd();
    for c in plain.filter(|c| !is_diacritic(*c)) {
        match spelled(c) {
            Some(letters) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// The words of `text`: letters and digits without a gap, with apostrophes between them; where a script
/// writes no gaps, each sign.
pub fn words(text: &str) -> impl Iterator<Item = FoundWord<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(is_letter)?;
        from = start + first_word(&text[start..]);
        Some(FoundWord {
            start,
            text: &text[start..from],
        })
    })
}

/// Bytes of the word that `text` begins with.
fn first_word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let is_alone = chars.next().is_some_and(|(_, first)| is_ideograph(first));
    while let Some((at, c)) = chars.next() {
        let goes_on = match is_inner(c) {
            true => chars.peek().is_some_and(|(_, next)| is_letter(*next)),
            false => is_combining_mark(c) || is_letter(c) && !is_ideograph(c),
        };
        if !goes_on || is_alone && !is_combining_mark(c) {
            return at;
        }
    }
    text.len()
}

fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric(),
        false => c.is_alphanumeric(),
    }
}

/// What stands inside a word and is no part of its spelling: apostrophes and joiners.
fn is_inner(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{200c}' | '\u{200d}')
}

/// Signs of scripts that write no gaps between words.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' 
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}')
}

/// Marks that are left out in writing, rather than vowels that stand as marks.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that no normal form takes apart, as a keyboard without them writes them.
fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let fold = |word: FoundWord| {
            let mut out = String::new();
            word.fold_into(&mut out);
            out
        };
        words(text).map(fold).collect()
    }

    #[test]
    fn case_diacritics_and_apostrophes_do_not_count() {
        for (text, expected) in [
            ("Née NÉE ne\u{301}e nee", "nee nee nee nee"),
            (
                "Łukasz Søren STRASSE straße İpek",
                "lukasz soren strasse strasse ipek",
            ),
            ("don't don\u{2019}t 'dont'", "dont dont dont"),
            ("if-then 3:00, O57a!", "if then 3 00 o57a"),
            ("日本語 ネコ", "日 本 語 ネ コ"),
            ("日本a語b", "日 本 a 語 b"),
            ("ﬁne", "fine"),
            ("कि का", "कि का"),
            (" \u{7}?! 👩\u{200d}🚀 ", ""),
            ("", ""),
        ] {
            assert_eq!(folded(text).join(" "), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "«Née», she's 日本";
        let found: Vec<&str> = words(text).map(|word| &text[word.bytes()]).collect();
        assert_eq!(found, ["Née", "she's", "日", "本"]);
    }
}
