//! Owns the words of a course: all that stand in its Markdown, in the form in which answers are compared.
//! Must not know what they are asked for. Nothing is parsed for it: marks of Markdown are no words, and a name that only an author
//! sees does no harm among them.

use crate::clean::words::words;
use crate::quiz::fill::variants::one_spelling;
use crate::source::{Files, text};
use std::collections::HashSet;

/// The words of a course.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// The words of all pages among these files. A file that is no text has none.
    pub fn of(files: &Files) -> Vocabulary {
        let pages = files.keys().filter(|path| path.ends_with(".md"));
        let mut found: HashSet<String> = HashSet::new();
        let mut folded = String::new();
        for bytes in pages.filter_map(|path| files.glance(path)) {
            for word in words(text(&bytes).unwrap_or_default()) {
                folded.clear();
                word.fold_into(&mut folded);
                if !found.contains(&folded) {
                    found.insert(folded.clone());
                }
            }
        }
        Vocabulary(found.iter().map(|word| one_spelling(word)).collect())
    }

    /// Whether a word is among them.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    #[test]
    fn the_words_of_pages_are_known_in_either_spelling() {
        let page = "# A *Colour*\n\n- [x] it isn\u{2019}t Née\n";
        let files = [("l.md", page), ("course.ron", "elsewhere")];
        let files = files.map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())));
        let words = Vocabulary::of(&files.into());
        for (word, expected) in [
            ("color", true),
            ("isnt", true),
            ("nee", true),
            ("elsewhere", false),
        ] {
            assert_eq!(words.has(word), expected, "{word}");
        }
    }
}
