//! Owns rules about sentences: how long they are, how hard to read, and which quotes they have.
//! Must not know what they say. English is assumed; in another language the numbers mean nothing.

use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::markdown::{Piece, What};
use crate::course::question::kind;
use crate::doc::text::{Role, Text};
use crate::source::{Diagnostic, Span};
use memchr::memchr_iter;
use std::ops::{Range, RangeInclusive};

/// Words a sentence may have.
const LONGEST: usize = 30;
/// Grades that most adults read without effort.
const GRADES: RangeInclusive<f64> = 5.0..=9.0;
/// Words below which a grade says nothing: the formula was fitted to passages of about 150.
const ENOUGH: usize = 100;
/// Bytes of markup that may stand between two words.
const MARKUP: usize = 300;
/// Words that end with a dot and no sentence.
const SHORT: [&str; 9] = ["dr.", "mr.", "mrs.", "ms.", "prof.", "e.g.", "i.e.", "vs.", "st."];

/// A sentence.
struct Sentence {
    words: usize,
    range: Range<usize>,
}

/// Sentences, and what was counted in them.
#[derive(Default)]
struct Counted {
    sentences: Vec<Sentence>,
    /// Letters that English has, and all.
    letters: (usize, usize),
    syllables: usize,
}

/// What sentences are gathered for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// How long they are.
    Lengths,
    /// Where those stand that are too long.
    Places,
    /// How hard they are to read.
    Syllables,
}

/// Sentences with too many words, in prose and in questions.
pub fn long_sentences(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let mut found = Counted::default();
        let pieces = &page.built.parsed.pieces;
        pieces
            .iter()
            .for_each(|piece| gather(page, piece, Wanted::Places, &mut found));
        if !found.is_in_these_letters() {
            continue;
        }
        for sentence in found.sentences.iter().filter(|sentence| sentence.words > LONGEST) {
            let message = format!(
                "the sentence has {} words; up to {LONGEST} are easy to follow",
                sentence.words
            );
            out.push(
                Diagnostic::advice("long-sentence", page.span(sentence.range.clone()), message)
                    .help("make two of it, or take something out"),
            );
        }
    }
}

/// Lessons whose prose, questions left out, is harder or plainer than most adults read with ease.
pub fn reading_level(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (_, page) in whole.lessons() {
        let mut found = Counted::default();
        let pieces = prose(&page.built.parsed.pieces);
        pieces.for_each(|piece| gather(page, piece, Wanted::Syllables, &mut found));
        let words = found.sentences.iter().map(|sentence| sentence.words).sum();
        let grade = (grade(words, found.sentences.len(), found.syllables) * 10.0).round() / 10.0;
        if words >= ENOUGH && !GRADES.contains(&grade) && found.is_in_these_letters() {
            let help = if grade > *GRADES.end() {
                "shorter sentences and words bring it down"
            } else {
                "longer sentences bring it up"
            };
            let message = format!(
                "the prose reads at grade {grade:.1}; {} to {} suits most adults",
                GRADES.start(),
                GRADES.end()
            );
            out.push(Diagnostic::advice("reading-level", Span { ..page.head() }, message).help(help));
        }
    }
}

impl Counted {
    fn word(&mut self, word: &str, wanted: Wanted) {
        let ours = word.bytes().filter(u8::is_ascii_alphabetic).count();
        let others = match word.is_ascii() {
            true => 0,
            false => word
                .chars()
                .filter(|c| !c.is_ascii() && c.is_alphabetic())
                .count(),
        };
        self.letters = (self.letters.0 + ours, self.letters.1 + ours + others);
        if wanted == Wanted::Syllables {
            self.syllables += syllables(word);
        }
    }

    /// Whether most letters are those that English has. Of Japanese or Greek neither sentences nor syllables are counted here.
    fn is_in_these_letters(&self) -> bool {
        2 * self.letters.0 >= self.letters.1
    }
}

/// Quotes and apostrophes of either kind.
const STRAIGHT: [char; 2] = ['"', '\''];
const CURLY: [char; 4] = ['“', '”', '‘', '’'];

/// Files with quotes of the kind that is the rarer one in the course.
pub fn mixed_quotes(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let quotes = |page: &Page<'_>| {
        let mut texts = Vec::new();
        texts_of(&page.built.parsed.pieces, &mut texts);
        let quotes = texts.into_iter().flat_map(|(words, range)| {
            let is_quote = |c: &char| STRAIGHT.contains(c) || CURLY.contains(c);
            let found: Vec<char> = words.chars().filter(is_quote).collect();
            found.into_iter().map(move |c| (c, range.clone()))
        });
        quotes.collect::<Vec<(char, Range<usize>)>>()
    };
    let pages: Vec<_> = whole.pages.iter().map(|page| (page, quotes(page))).collect();
    let all = || pages.iter().flat_map(|(_, quotes)| quotes);
    let curly = all().filter(|(c, _)| CURLY.contains(c)).count();
    let (rare, rarer, other) = match curly * 2 <= all().count() {
        true => (&CURLY[..], "curly", "straight"),
        false => (&STRAIGHT[..], "straight", "curly"),
    };
    for (page, quotes) in &pages {
        if let Some((c, range)) = quotes.iter().find(|(c, _)| rare.contains(c)) {
            let at = page.markdown.get(range.clone()).and_then(|text| text.find(*c));
            // One that is written as an entity stands somewhere in its text.
            let at = at.map(|at| range.start + at..range.start + at + c.len_utf8());
            let message = format!("this file has {rarer} quotes, and most of the course has {other} ones");
            out.push(
                Diagnostic::advice("mixed-quotes", page.span(at.unwrap_or(range.clone())), message)
                    .help("one kind all through reads as one book"),
            );
        }
    }
}

/// Every text of these pieces but code, with the bytes it stands in.
pub(super) fn texts_of(pieces: &[Piece], found: &mut Vec<(String, Range<usize>)>) {
    for piece in pieces {
        let mut add = |text: &Text, range: &Range<usize>| {
            let runs = text.0.iter().filter(|run| run.look.role != Role::Code);
            found.push((runs.map(|run| run.text.as_str()).collect(), range.clone()));
        };
        match &piece.what {
            What::Para { text, comments: _ } => add(text, &piece.range),
            What::Heading(heading) => add(&heading.text, &piece.range),
            What::Image { words, target: _ } => add(words, &piece.range),
            What::Table { head, rows, align: _ } => {
                head.iter().for_each(|cell| add(cell, &piece.range));
                for (cells, range) in rows {
                    cells.iter().for_each(|cell| add(cell, range));
                }
            }
            What::List { start: _, items } => items.iter().for_each(|entry| texts_of(&entry.pieces, found)),
            What::Definition { term, pieces } => {
                add(term, &piece.range);
                texts_of(pieces, found);
            }
            What::Quote { pieces, .. } | What::Footnote { pieces, .. } => texts_of(pieces, found),
            What::Code(_) | What::Rule => {}
        }
    }
}

/// The grade level of Flesch and Kincaid: 0.39 × words a sentence + 11.8 × syllables a word − 15.59.
///
/// Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation of New Readability Formulas … for Navy Enlisted
/// Personnel", Research Branch Report 8-75, 1975. It knows lengths only: not whether a text is well ordered, whether a word is known, nor
/// whether it is true. Syllables are guessed (see `syllables`), so take half a grade either way.
fn grade(words: usize, sentences: usize, syllables: usize) -> f64 {
    let ratio = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    0.39 * ratio(words, sentences) + 11.8 * ratio(syllables, words) - 15.59
}

/// Syllables of an English word: its groups of vowels, without a silent e at the end. Wrong for "idea" (2 instead of 3), "every" (3
/// instead of 2), names and numbers; over a page the errors mostly cancel.
fn syllables(word: &str) -> usize {
    match word.is_ascii() {
        true => syllables_of(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
        false => syllables_of(word.to_lowercase().chars()),
    }
}

fn syllables_of(word: impl Iterator<Item = char>) -> usize {
    let vowel = |c: char| {
        matches!(
            c,
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ä' | 'ö' | 'ü'
        )
    };
    // The letters that were read last; before the first there are none.
    let (mut groups, mut last) = (0, ['\0'; 3]);
    for c in word.filter(|c| c.is_alphabetic()) {
        groups += usize::from(vowel(c) && !vowel(last[2]));
        last = [last[1], last[2], c];
    }
    let silent = match last {
        [_, before, 'e'] if before != '\0' => !vowel(before) && before != 'l',
        [before, 'e', 's'] if before != '\0' => !vowel(before) && !"cgsxzhl".contains(before),
        [before, 'e', 'd'] if before != '\0' => !vowel(before) && !"td".contains(before),
        _ => false,
    };
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// The pieces that belong to no question.
fn prose(pieces: &[Piece]) -> impl Iterator<Item = &Piece> {
    let mut asked = false;
    pieces.iter().filter(move |piece| match &piece.what {
        What::Heading(heading) => {
            asked = kind(heading).is_some();
            false
        }
        What::Table { .. } => false,
        _ => !asked,
    })
}

fn gather(page: &Page<'_>, piece: &Piece, wanted: Wanted, found: &mut Counted) {
    let mut read = |text: &Text, range: &Range<usize>| {
        let (first, letters) = (found.sentences.len(), found.letters);
        let at_first = match wanted {
            Wanted::Places => Wanted::Lengths,
            wanted => wanted,
        };
        sentences(page.markdown, text, range.clone(), at_first, found);
        let mut new = found.sentences[first..].iter();
        // Few sentences are too long: only of those is it looked for where they stand.
        if wanted == Wanted::Places && new.any(|sentence| sentence.words > LONGEST) {
            found.sentences.truncate(first);
            found.letters = letters;
            sentences(page.markdown, text, range.clone(), wanted, found);
        }
    };
    match &piece.what {
        What::Para { text, comments: _ } => read(text, &piece.range),
        What::Table { rows, .. } => {
            let cells = rows
                .iter()
                .flat_map(|(cells, range)| cells.iter().map(move |cell| (cell, range)));
            cells.for_each(|(cell, range)| read(cell, range));
        }
        What::List { start: _, items } => {
            let pieces = items.iter().flat_map(|entry| &entry.pieces);
            pieces.for_each(|piece| gather(page, piece, wanted, found));
        }
        What::Quote { pieces, .. } | What::Definition { pieces, .. } | What::Footnote { pieces, .. } => {
            pieces.iter().for_each(|piece| gather(page, piece, wanted, found));
        }
        What::Heading(_) | What::Code(_) | What::Image { .. } | What::Rule => {}
    }
}

/// The sentences of a text, each with the bytes from its first word to its last where that is wanted; `range` is where the text stands.
fn sentences(markdown: &str, text: &Text, range: Range<usize>, wanted: Wanted, found: &mut Counted) {
    let all = text.words();
    let mut tokens = all.split_whitespace().peekable();
    let mut cursor = range.start;
    let empty = |at: usize| Sentence {
        words: 0,
        range: at..at,
    };
    let mut open = empty(range.start);
    while let Some(token) = tokens.next() {
        let core = token.trim_matches(|c: char| !c.is_alphanumeric());
        if !core.is_empty() {
            let is_sought = wanted == Wanted::Places;
            if let Some(at) = is_sought
                .then(|| find_near(markdown, cursor..range.end, core))
                .flatten()
            {
                cursor = at + core.len();
                if open.words == 0 {
                    open.range.start = at;
                }
                open.range.end = cursor;
            }
            open.words += 1;
            found.word(core, wanted);
        }
        let last = tokens.peek().is_none();
        if (last || ends(token, tokens.peek().copied().unwrap_or_default())) && open.words > 0 {
            found.sentences.push(std::mem::replace(&mut open, empty(cursor)));
        }
    }
}

/// The first byte of a word near the beginning of a range; what stands between is markup.
fn find_near(markdown: &str, range: Range<usize>, word: &str) -> Option<usize> {
    let end = range.end.min(range.start + MARKUP + word.len());
    let (near, word) = (markdown.as_bytes().get(range.start..end)?, word.as_bytes());
    let mut begins = memchr_iter(*word.first()?, near);
    Some(range.start + begins.find(|at| near[*at..].starts_with(word))?)
}

/// Whether a sentence ends with this word, seen that another follows.
fn ends(word: &str, next: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', ')', ']']);
    let is_small = || {
        let first = next.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(char::is_lowercase)
    };
    bare.ends_with(['.', '!', '?', '…']) && !is_small() && !SHORT.contains(&bare.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_know_where_they_stand() {
        let markdown = "**One** [two](../two.md) \"three.\" Dr. Four\nfive? six e.g. seven";
        let text = Text::plain("One two \"three.\" Dr. Four five? six e.g. seven");
        let mut found = Counted::default();
        sentences(markdown, &text, 0..markdown.len(), Wanted::Places, &mut found);
        let told: Vec<(usize, &str)> = found
            .sentences
            .iter()
            .map(|one| (one.words, &markdown[one.range.clone()]))
            .collect();
        assert_eq!(
            told,
            [
                (3, "One** [two](../two.md) \"three"),
                (6, "Dr. Four\nfive? six e.g. seven")
            ]
        );
    }

    #[test]
    fn syllables_are_groups_of_vowels() {
        for (word, count) in [
            ("I", 1),
            ("ask", 1),
            ("share", 1),
            ("little", 2),
            ("asked", 1),
            ("wanted", 2),
            ("allyship", 3),
            ("ages", 2),
            ("rhythm", 1),
            ("E", 1),
            ("es", 1),
            ("née", 1),
            ("CRÈME", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn the_grade_is_that_of_the_formula() {
        // 100 words in 10 sentences with 150 syllables: 3.9 + 17.7 − 15.59.
        assert!((grade(100, 10, 150) - 6.01).abs() < 1e-9);
    }
}
