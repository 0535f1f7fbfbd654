//! Owns the breaking of words into lines: where Unicode allows a break (UAX #14), by display width, never inside a cluster.
//! Must not know nodes or pages. Both faces and the figures wrap with this and nothing else.

use crate::cluster::{clusters, width};
use crate::doc::text::{Run, Text};
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};

/// A blank at which no line breaks. Where lines are made, a plain blank stands for it: what is copied from there can be looked for.
pub const FIXED_BLANK: &str = "\u{a0}";
/// A line of fewer words gives none away.
const FEW: usize = 4;

/// What ends a line wherever it stands (UAX #14: BK, CR, LF, NL).
const MUST_BREAK: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// One line of a wrapped text.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrapped {
    pub text: Text,
    /// The bytes of the whole text it was cut from, before trailing blanks were taken off.
    pub bytes: Range<usize>,
}

/// Columns that a text of several runs takes. A cluster never spans two runs.
pub fn text_width(text: &Text) -> usize {
    text.0.iter().map(|run| width(&run.text)).sum()
}

/// Whether words end no line by themselves.
pub fn is_one_line(run: &Run) -> bool {
    !run.text.contains(MUST_BREAK)
}

/// Wraps `text` to `columns` (at least 1). An empty text is one empty line. Only a cluster wider than `columns` makes a line too wide.
pub fn wrap(text: &Text, columns: usize) -> Vec<Wrapped> {
    let whole = text.read();
    let runs = text.0.iter().map(|run| run.text.as_str());
    // The run a line begins in, and its first byte: lines follow each other, so it is never looked for from the first.
    let (mut nth, mut first) = (0, 0);
    broken(&whole, runs, columns.max(1))
        .into_iter()
        .map(|bytes| {
            while let Some(run) = text
                .0
                .get(nth)
                .filter(|run| first + run.text.len() <= bytes.start)
            {
                first += run.text.len();
                nth += 1;
            }
            let shown = bytes.start..bytes.start + whole[bytes.clone()].trim_end().len();
            Wrapped {
                text: cut(&text.0[nth..], first, shown),
                bytes,
            }
        })
        .collect()
}

/// Wraps `text`; a word that would stand alone on the last line takes the one before along, where the lines have room for that.
pub fn without_orphan(text: &Text, columns: usize) -> Vec<Wrapped> {
    let mut found = wrap(text, columns);
    let Some([before, last]) = found.last_chunk_mut() else {
        return found;
    };
    let whole = text.read();
    let (line, alone) = (&whole[before.bytes.clone()], &whole[last.bytes.clone()]);
    let words = line.trim_end().split(' ').count();
    if line.ends_with('\n') || words < FEW || alone.trim_end().contains(' ') || alone.trim().is_empty() {
        return found;
    }
    let Some(at) = line.trim_end().rfind(' ').map(|at| before.bytes.start + at + 1) else {
        return found;
    };
    let may_break = linebreaks(&whole).any(|(end, _)| end == at);
    if may_break && width(whole[at..last.bytes.end].trim_end()) <= columns {
        let part = |bytes: Range<usize>| {
            let shown = bytes.start..bytes.start + whole[bytes.clone()].trim_end().len();
            Wrapped {
                text: cut(&text.0, 0, shown),
                bytes,
            }
        };
        (*before, *last) = (part(before.bytes.start..at), part(at..last.bytes.end));
    }
    found
}

/// The text up to a byte, which begins a character, and what stands from there on.
pub fn parted(text: &Text, at: usize) -> (Text, Text) {
    (cut(&text.0, 0, 0..at), cut(&text.0, 0, at..usize::MAX))
}

/// Wraps plain words to `columns`.
pub fn wrap_words(words: &str, columns: usize) -> Vec<String> {
    lines(words, columns.max(1))
        .into_iter()
        .map(|bytes| words[bytes].trim_end().to_owned())
        .collect()
}

/// Like `wrap`, for a field that is being edited: byte ranges that cover `text` without a gap, so that a caret has a line wherever it stands.
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    broken(text, std::iter::once(text), columns)
}

/// The lines of `text`, which stands in these parts, each with clusters of its own.
fn broken<'a>(text: &str, parts: impl Iterator<Item = &'a str> + Clone, columns: usize) -> Vec<Range<usize>> {
    // What fits on one line and does not ask for more is not looked through for breaks.
    if text.len() / 2 <= columns
        && !text.contains(MUST_BREAK)
        && parts.clone().map(width).sum::<usize>() <= columns
    {
        return std::iter::once(0..text.len()).collect();
    }
    let parts = parts.scan(0, |end, part| {
        *end += part.len();
        Some((*end - part.len(), part))
    });
    // Most text is letters, each a cluster of one column.
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let letters = text.bytes().enumerate();
        let letters = letters.map(|(at, byte)| (at + 1, 1, byte == b' '));
        return match text.bytes().all(is_of_prose) {
            true => broken_by(text, breaks_of_prose(text.as_bytes()), letters, columns),
            false => broken_by(text, linebreaks(text), letters, columns),
        };
    }
    let measured = parts.flat_map(|(first, part)| {
        clusters(part).map(move |cluster| {
            (
                first + cluster.end(),
                cluster.columns,
                cluster.text.trim_end().is_empty(),
            )
        })
    });
    broken_by(text, linebreaks(text), measured, columns)
}

/// Whether a byte is a letter, a digit, a blank or one of the marks that most prose has.
fn is_of_prose(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'\'' | b'"' | b'-') || ends_clause(byte)
}

fn ends_clause(byte: u8) -> bool {
    matches!(byte, b',' | b'.' | b':' | b';' | b'!' | b'?')
}

/// What UAX #14 comes to in a text of nothing but such bytes: its tables are not needed there, and cost most of what wrapping costs.
fn breaks_of_prose(text: &[u8]) -> impl Iterator<Item = (usize, BreakOpportunity)> {
    let may_break = |at: &usize| match (text[at - 1], text[*at]) {
        (b' ', after) => after != b' ' && !ends_clause(after),
        (b'!' | b'?', after) => after.is_ascii_alphanumeric(),
        (b'-', after) => after.is_ascii_alphabetic(),
        _ => false,
    };
    let breaks = (1..text.len()).filter(may_break);
    breaks
        .map(|at| (at, BreakOpportunity::Allowed))
        .chain(std::iter::once((text.len(), BreakOpportunity::Mandatory)))
}

/// The same, with end, columns and blankness of every cluster: they are gone through once to measure up to where a line may break, and
/// again where that does not fit.
fn broken_by(
    text: &str,
    breaks: impl Iterator<Item = (usize, BreakOpportunity)>,
    mut ahead: impl Iterator<Item = (usize, usize, bool)> + Clone,
    columns: usize,
) -> Vec<Range<usize>> {
    let mut behind = ahead.clone();
    let mut out = Vec::new();
    let (mut start, mut segment_start, mut used) = (0, 0, 0);
    let (mut at, mut full, mut to_last_word) = (0, 0, 0);
    for (end, kind) in breaks {
        while at < end
            && let Some((cluster_end, wide, blank)) = ahead.next()
        {
            at = cluster_end;
            full += wide;
            to_last_word = if blank { to_last_word } else { full };
        }
        // Never inside a cluster.
        if at > end {
            continue;
        }
        let needed = match text[..end].ends_with([' ', '\n', '\r']) {
            true => to_last_word,
            false => full,
        };
        if used + needed > columns && start < segment_start {
            out.push(start..segment_start);
            start = segment_start;
            used = 0;
        }
        if used + needed > columns {
            let mut from = segment_start;
            while from < end
                && let Some((cluster_end, wide, blank)) = behind.next()
            {
                if used + wide > columns && !blank && start < from {
                    out.push(start..from);
                    start = from;
                    used = 0;
                }
                used += wide;
                from = cluster_end;
            }
        } else {
            used += full;
            behind = ahead.clone();
        }
        if kind == BreakOpportunity::Mandatory && (end < text.len() || text.ends_with('\n')) {
            out.push(start..end);
            start = end;
            used = 0;
        }
        segment_start = end;
        (full, to_last_word) = (0, 0);
    }
    if start < text.len() || out.is_empty() {
        out.push(start..text.len());
    }
    out
}

/// What of `runs`, the first of which begins at byte `first` of the whole, stands at `bytes`.
fn cut(runs: &[Run], first: usize, bytes: Range<usize>) -> Text {
    let mut at = first;
    let mut cut = Vec::new();
    for run in runs {
        let from = bytes.start.max(at);
        let to = bytes.end.min(at + run.text.len());
        if from < to {
            cut.push(Run {
                text: run.text.part(from - at..to - at),
                look: run.look,
                action: run.action.clone(),
            });
        }
        at += run.text.len();
        if at >= bytes.end {
            break;
        }
    }
    Text(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::text::Role;

    fn wrapped(words: &str, columns: usize) -> Vec<String> {
        wrap(&Text::plain(words), columns)
            .iter()
            .map(|line| line.text.words())
            .collect()
    }

    #[test]
    fn words_break_where_unicode_allows() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("a\nb", 8), ["a", "b"]);
        assert_eq!(wrapped("", 8), [""]);
        assert_eq!(wrapped("a well-set book", 7), ["a well-", "set", "book"]);
    }

    #[test]
    fn long_words_and_wide_letters_are_cut_between_graphemes() {
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
        assert_eq!(
            wrapped("👩\u{200d}🚀👩\u{200d}🚀", 3),
            ["👩\u{200d}🚀", "👩\u{200d}🚀"]
        );
    }

    #[test]
    fn no_word_stands_alone_at_the_end_where_there_is_room() {
        let set = |words: &str, columns: usize| -> Vec<String> {
            let lines = without_orphan(&Text::plain(words), columns);
            lines.iter().map(|line| line.text.words()).collect()
        };
        assert_eq!(set("one two three four five", 18), ["one two three", "four five"]);
        // Where the line before has few words, or another line ended there, it stays.
        assert_eq!(set("one two three", 8), ["one two", "three"]);
        assert_eq!(
            set("one two three four\nfive", 18),
            ["one two three four", "five"]
        );
        let long = "extraordinarily";
        assert_eq!(
            set(&format!("a b c somewhat {long}"), 15),
            ["a b c somewhat", long]
        );
    }

    #[test]
    fn runs_keep_their_looks_across_lines() {
        let text = Text::plain("plain ").and(Text::strong("strong words"));
        let lines = wrap(&text, 12);
        assert_eq!(lines[0].text.0.len(), 2);
        assert!(lines[1].text.0[0].look.strong);
        assert_eq!(lines[1].text.0[0].look.role, Role::Body);
        assert_eq!(lines[1].bytes.start, 13);
    }

    #[test]
    fn letters_alone_are_broken_as_all_text_is() {
        let slowly = |text: &str, columns: usize| {
            let measured = clusters(text).map(|cluster| {
                let blank = cluster.text.trim_end().is_empty();
                (cluster.end(), cluster.columns, blank)
            });
            broken_by(text, linebreaks(text), measured, columns)
        };
        let long = "a".repeat(30);
        for text in [
            "one two  three four-five  ",
            "   indented, (so) it's",
            &long,
            " x ",
        ] {
            for columns in 1..20 {
                let words = || std::iter::once(text);
                assert_eq!(
                    broken(text, words(), columns),
                    slowly(text, columns),
                    "{text:?} at {columns}"
                );
            }
        }
    }

    #[test]
    fn prose_breaks_where_the_tables_of_unicode_say() {
        // Every text of up to four of these: one of each kind, and two letters.
        let kinds = b"aZ7 '\"-.,;:!?";
        assert!(kinds.iter().copied().all(is_of_prose));
        for length in 1..=4u32 {
            for nth in 0..kinds.len().pow(length) {
                let at = |place| kinds[nth / kinds.len().pow(place) % kinds.len()];
                let text: String = (0..length).map(|place| char::from(at(place))).collect();
                assert!(breaks_of_prose(text.as_bytes()).eq(linebreaks(&text)), "{text:?}");
            }
        }
    }

    #[test]
    fn lines_of_a_field_cover_every_byte() {
        for text in [
            "",
            "a",
            "a\n",
            "\n\n",
            "one two three four",
            "日本語日本語\nab",
            "x   \n  y",
        ] {
            for columns in 1..12 {
                let ranges = lines(text, columns);
                let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
                assert_eq!(joined, text, "{text:?} at {columns}");
            }
        }
    }
}
