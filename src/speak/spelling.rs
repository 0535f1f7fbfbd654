//! Owns how words are spelled for the ear: gaps, minutes, dates, signs that stand between words.
//! Must not know what is said.

use crate::time;
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
        .replace("\u{a0}...", ", and so on")
        .replace(" › ", ", ")
        .replace(" · ", ". ")
        .replace(" / ", ", ");
    // A dash at the end waits for words of one's own.
    let words = quotes(words.strip_suffix(" —").unwrap_or(&words));
    tokens(&gaps(&pauses(&words)))
}

/// A sentence in quotes that something follows ends there: its colon would be named.
fn quotes(words: &str) -> String {
    let mut words = words.replace("\"\":", "\":");
    for end in ['.', '?', '!'] {
        for close in ["\"", ")", "'\""] {
            words = words.replace(&format!("{end}{close}:"), &format!("{end}{close}"));
        }
    }
    words
}

/// Three dots are a blank where the sentence goes on behind them, a pause between words, and nothing to be heard where words end.
fn pauses(words: &str) -> String {
    let words = words.replace("...", "…");
    let mut pieces = words.split('…');
    let mut said = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let follows = piece.trim_start().chars().next();
        let ends_a_word = said.trim_end().ends_with(char::is_alphanumeric);
        match follows {
            Some(',' | ';') => {
                said.push_str(if said.is_empty() || said.ends_with(' ') {
                    "blank"
                } else {
                    " blank"
                });
            }
            Some(c) if c.is_alphanumeric() && ends_a_word => {
                said.truncate(said.trim_end().len());
                said.push(',');
            }
            _ => said.truncate(said.trim_end().len()),
        }
        // What the dots stood apart from on both sides stands apart by one blank.
        let apart = said.is_empty() || said.ends_with(' ') || said == "\"" || said.ends_with(" \"");
        said.push_str(if apart { piece.trim_start() } else { piece });
    }
    said
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

/// Minutes after a number, days, full hours, and what a stroke parts.
fn tokens(words: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut before: Option<u64> = None;
    for token in words.split(' ') {
        let bare = token.trim_end_matches(['.', ',', ';', ':', ')', '?', '!']);
        let after = &token[bare.len()..];
        if let Some((hour, minute)) = past_the_hour(bare) {
            said.push(format!("{hour} oh {minute}{after}"));
            before = None;
            continue;
        }
        said.push(match (bare, before) {
            ("min", Some(1)) => format!("minute{after}"),
            ("min", Some(_)) => format!("minutes{after}"),
            (day, _) if is_day(day) => day.parse().map_or(token.to_owned(), |day: Date| {
                format!("{}{after}", time::date_in_words(day))
            }),
            (hour, _) if is_full_hour(hour) => {
                format!("{} o'clock{after}", hour.trim_end_matches(":00"))
            }
            ("%", _) => format!("percent{after}"),
            ("&", _) => "and".to_owned(),
            (parted, _) if is_parted(parted) => {
                let is_number = parted
                    .bytes()
                    .all(|byte| byte == b'/' || !byte.is_ascii_alphabetic());
                format!(
                    "{}{after}",
                    parted.replace('/', if is_number { " to " } else { " " })
                )
            }
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

/// Whether strokes part words or numbers in it, rather than belong to an address, a path, or a name as Europe/Berlin, which has to be
/// typed as it stands.
fn is_parted(word: &str) -> bool {
    let is_name = word.split('/').all(|part| part.starts_with(char::is_uppercase));
    word.contains('/') && !word.starts_with('/') && !word.contains("://") && !is_name
}

/// Whether it is spelled as 11:00.
fn is_full_hour(word: &str) -> bool {
    let hour = word.strip_suffix(":00");
    hour.is_some_and(|hour| (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The hour and the minutes of a time spelled as 4:05, of which the colon would be named.
fn past_the_hour(word: &str) -> Option<(&str, &str)> {
    let (hour, minute) = word.split_once(":0")?;
    let is_hour = (1..=2).contains(&hour.len()) && hour.bytes().all(|byte| byte.is_ascii_digit());
    (is_hour && matches!(minute.as_bytes(), [b'1'..=b'9'])).then_some((hour, minute))
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
                "Dated 27\u{a0}November 2026, it counts.",
            ),
            ("2026-13-40", "2026-13-40"),
            ("Welcome › Start · Pick one.", "Welcome, Start. Pick one."),
            ("Heading 2: … then I will …", "Heading 2: Then I will do this"),
            ("Heading 2: If …", "Heading 2: If this happens"),
            ("and a\u{a0}…", "and a, and so on"),
            ("and a\u{a0}...", "and a, and so on"),
            ("at 11:00, or 5:30", "at 11 o'clock, or 5:30"),
            ("goes at 4:05.", "goes at 4 oh 5."),
            ("(Wiley, 2018/19)", "(Wiley, 2018 to 19)"),
            ("either/or", "either or"),
            ("a name as in Europe/Berlin", "a name as in Europe/Berlin"),
            ("2 of 5 (40 %).", "2 of 5 (40 percent)."),
            ("Harbor & Pine", "Harbor and Pine"),
            ("I would begin with —", "I would begin with"),
            ("delay / direct", "delay, direct"),
            (
                "https://example.org/a and /home/me",
                "https://example.org/a and /home/me",
            ),
            (
                "- \"I heard it too.\": This helps.",
                "- \"I heard it too.\" This helps.",
            ),
            ("\"Why do you say 'no.'\"\": x", "\"Why do you say 'no.'\" x"),
            ("… what was found …", "what was found"),
            (
                "I am good-ish about …; before then I will …",
                "I am good-ish about blank; before then I will",
            ),
            (
                "\"This month it is …\" Use initials.",
                "\"This month it is\" Use initials.",
            ),
            ("A plan: \"… say: I know\".", "A plan: \"say: I know\"."),
            ("Who? … Right, put in … there.", "Who? Right, put in, there."),
            ("\"I am practicing…\" he says", "\"I am practicing\" he says"),
        ] {
            assert_eq!(spoken(written), said);
        }
    }
}
