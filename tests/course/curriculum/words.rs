//! Owns what words, sentences, quotations and syllables are, and the reading level that is made of them.
//! Must not know lessons or questions.

/// The words of a text, in lower case: letters and digits, with the apostrophes and hyphens inside them.
pub fn words(text: &str) -> Vec<String> {
    cased(text).into_iter().map(str::to_lowercase).collect()
}

/// The words of a text as written.
pub fn cased(text: &str) -> Vec<&str> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'));
    parts
        .map(|word| word.trim_matches(['\'', '’', '-']))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The sentences of a text. One ends at `.`, `!` or `?`, with whatever closes there, when what follows begins like a sentence.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_whitespace()) {
        let before = text[start..at].trim_end_matches(['"', '”', '\'', '’', ')', '*']);
        let after = text[at..]
            .trim_start()
            .trim_start_matches(['"', '“', '\'', '‘', '(', '*']);
        let begins = after
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if before.ends_with(['.', '!', '?']) && begins && !before.ends_with("Dr.") {
            found.push(text[start..at].trim());
            start = at;
        }
    }
    found.push(text[start..].trim());
    found
        .into_iter()
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

/// The text without what stands between quotation marks.
pub fn unquoted(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '"' => inside = !inside,
            '“' => inside = true,
            '”' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// The words around `wanted`, to find it by.
pub fn excerpt(text: &str, wanted: &str) -> String {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let at = tokens
        .iter()
        .position(|token| token.contains(wanted))
        .unwrap_or(0);
    format!(
        "\"{}\"",
        tokens[at.saturating_sub(6)..tokens.len().min(at + 7)].join(" ")
    )
}

/// Syllables of an English word, by rule of thumb: runs of vowels, without a silent e at the end or in -es and -ed.
pub fn syllables(word: &str) -> usize {
    let word: Vec<char> = word
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let is_vowel = |c: char| "aeiouyáéíóúäöüø".contains(c);
    let runs = word
        .iter()
        .enumerate()
        .filter(|(at, c)| is_vowel(**c) && (*at == 0 || !is_vowel(word[at - 1])))
        .count();
    let ends = |ending: &str| word.ends_with(&ending.chars().collect::<Vec<_>>());
    let before = |nth: usize| {
        word.len()
            .checked_sub(nth)
            .and_then(|at| word.get(at))
            .copied()
            .unwrap_or(' ')
    };
    let silent = if ends("gue") || ends("que") {
        true
    } else if ends("e") {
        !is_vowel(before(2)) && (!ends("le") || is_vowel(before(3)))
    } else if ends("es") {
        let is_heard =
            is_vowel(before(3)) || "cgsxz".contains(before(3)) || ends("les") || ends("ches") || ends("shes");
        !is_heard
    } else if ends("ed") {
        !is_vowel(before(3)) && !"td".contains(before(3)) && !ends("led")
    } else {
        false
    };
    runs.saturating_sub(usize::from(silent)).max(1)
}

/// The Flesch–Kincaid grade of a text: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and
/// Chissom, 1975).
pub fn grade(passages: &[&str]) -> f64 {
    let sentences: usize = passages.iter().map(|text| sentences(text).len()).sum();
    let words: Vec<&str> = passages.iter().flat_map(|text| cased(text)).collect();
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (sentences, words, syllables) = (
        sentences.max(1) as f64,
        words.len().max(1) as f64,
        syllables as f64,
    );
    0.39 * words / sentences + 11.8 * syllables / words - 15.59
}

#[test]
fn sentences_end_where_a_reader_stops() {
    assert_eq!(
        sentences("He asks, \"Which?\" and waits. \"No,\" she says. 14 more."),
        ["He asks, \"Which?\" and waits.", "\"No,\" she says.", "14 more."]
    );
    assert_eq!(
        sentences("By Dr. Victoria Mattingly, in 2020"),
        ["By Dr. Victoria Mattingly, in 2020"]
    );
}

#[test]
fn quotations_are_left_out() {
    assert_eq!(
        words(&unquoted("He says \"I am an ally\", and “so on”, to us.")),
        ["he", "says", "and", "to", "us"]
    );
}

#[test]
fn syllables_are_those_one_hears() {
    let heard = [
        ("ask", 1),
        ("asked", 1),
        ("wanted", 2),
        ("people", 2),
        ("colleague", 2),
        ("make", 1),
        ("makes", 1),
        ("changes", 2),
        ("allyship", 3),
        ("she", 1),
    ];
    for (word, count) in heard {
        assert_eq!(syllables(word), count, "{word}");
    }
}

#[test]
fn the_grade_follows_the_formula() {
    // Six words of one syllable in one sentence.
    assert!((grade(&["The cat sat on the mat."]) - (0.39 * 6.0 + 11.8 - 15.59)).abs() < 1e-9);
}
