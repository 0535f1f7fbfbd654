//! Owns the names that headings without an id are found by: those that code hosts give them. Must not know what a heading is about.

use std::collections::HashMap;

/// The names that were given on a page.
#[derive(Debug, Default)]
pub struct Slugs(HashMap<String, usize>);

impl Slugs {
    /// The name of the next heading with these words; nothing for one without a letter.
    pub fn next(&mut self, words: &str) -> Option<String> {
        let slug = slug(words);
        if slug.is_empty() {
            return None;
        }
        let again = self.0.entry(slug.clone()).or_default();
        *again += 1;
        Some(match *again {
            1 => slug,
            nth => format!("{slug}-{}", nth - 1),
        })
    }
}

/// Small letters and digits, a hyphen for each blank, hyphens and underscores as they are; nothing else.
pub fn slug(words: &str) -> String {
    let small = words.trim().to_lowercase();
    let kept = small.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c => c.is_alphanumeric().then_some(c),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_code_hosts() {
        assert_eq!(slug("What's new & next?"), "whats-new--next");
        assert_eq!(slug("1. `read_file()`"), "1-read_file");
        assert_eq!(slug("Über uns"), "über-uns");
        let mut slugs = Slugs::default();
        let given: Vec<_> = ["A b", "a B", "!", "A b"]
            .iter()
            .map(|words| slugs.next(words))
            .collect();
        assert_eq!(
            given,
            [
                Some("a-b".into()),
                Some("a-b-1".into()),
                None,
                Some("a-b-2".into())
            ]
        );
    }
}
