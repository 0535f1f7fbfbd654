//! Owns how words are spelled for the ear: gaps, minutes, dates, signs that stand between words.
//! Must not know what is said.

use jiff::civil::Date;

/// Titles that are the halves of one sentence on the screen, and what is said of them.
const HALVES: [(&str, &str); 3] = [
    ("If that happens, then I …", "If that happens, then I do this"),
    ("… then I will …", "Then I will do this"),
    ("If …", "If this happens"),
];

/// The same words, as they are said.
pub fn spoken(words: &str) -> String {
    let mut words = words.to_owned();
    if let Some((half, said)) = HALVES.iter().find(|(half, _)| words.ends_with(half)) {
        words.truncate(words.len() - half.len());
        words.push_str(said);
    }
    let words = words
        .replace("\u{a0}…", ", and so on")
        .replace(" › ", ", ")
        .replace(" · ", ". ");
    tokens(&gaps(&words))
}

/// A gap is a run of underscores.
fn gaps(words: &str) -> String {
    let mut said = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find("__") {
        said.push_str(&rest[..at]);
        said.push_str("blank");
        rest = rest[at..].trim_start_matches('_');
    }
    said + rest
}

/// Minutes after a number, and days.
fn tokens(words: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut before: Option<u64> = None;
    for token in words.split(' ') {
        let bare = token.trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
        let after = &token[bare.len()..];
        said.push(match (bare, before) {
            ("min", Some(1)) => format!("minute{after}"),
            ("min", Some(_)) => format!("minutes{after}"),
            (day, _) if is_day(day) => day.parse().map_or(token.to_owned(), |day: Date| {
                format!("{}{after}", day.strftime("%-d %B %Y"))
            }),
            _ => token.to_owned(),
        });
        before = bare
            .trim_start_matches('(')
            .parse()
            .ok()
            .filter(|_| after.is_empty());
    }
    said.join(" ")
}

/// Whether it is spelled as 2026-11-27.
fn is_day(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_for_the_ear() {
        for (written, said) in [
            (
                "ongoing ____ between, micro-____",
                "ongoing blank between, micro-blank",
            ),
            ("10 min, 1 min.", "10 minutes, 1 minute."),
            ("in a min", "in a min"),
            (
                "Dated 2026-11-27, it counts.",
                "Dated 27 November 2026, it counts.",
            ),
            ("2026-13-40", "2026-13-40"),
            ("Welcome › Start · Pick one.", "Welcome, Start. Pick one."),
            ("Heading 2: … then I will …", "Heading 2: Then I will do this"),
            ("Heading 2: If …", "Heading 2: If this happens"),
            ("and a\u{a0}…", "and a, and so on"),
        ] {
            assert_eq!(spoken(written), said);
        }
    }
}
