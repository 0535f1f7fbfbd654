//! Owns the breaking of words into lines: where Unicode allows a break (UAX #14), by display width, never inside a grapheme.
//! Must not know nodes or pages. Both faces and the figures wrap with this and nothing else.

use crate::clean::Clean;
use crate::doc::text::{Run, Text};
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// One line of a wrapped text.
#[derive(Clone, Debug, PartialEq)]
pub struct Wrapped {
    /// Its words.
    pub text: Text,
    /// The bytes of the whole text it was cut from, before trailing blanks were taken off.
    pub bytes: Range<usize>,
}

/// Columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.width(),
    }
}

/// Columns that a text of several runs takes.
pub fn text_width(text: &Text) -> usize {
    text.0.iter().map(|run| width(&run.text)).sum()
}

/// Wraps `text` to `columns` (at least 1). An empty text is one empty line. Only a grapheme wider than `columns` makes a line too wide.
pub fn wrap(text: &Text, columns: usize) -> Vec<Wrapped> {
    let whole = text.words();
    lines(&whole, columns.max(1))
        .into_iter()
        .map(|bytes| {
            let shown = bytes.start..bytes.start + whole[bytes.clone()].trim_end().len();
            Wrapped {
                text: cut(text, shown),
                bytes,
            }
        })
        .collect()
}

/// Wraps plain words to `columns`.
pub fn wrap_words(words: &str, columns: usize) -> Vec<String> {
    lines(words, columns.max(1))
        .into_iter()
        .map(|bytes| words[bytes].trim_end().to_owned())
        .collect()
}

/// Like `lines`, for a field that is being edited: byte ranges that cover `text` without a gap, so that a caret has a line wherever it stands.
pub fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut segment_start, mut used) = (0, 0, 0);
    for (end, kind) in linebreaks(text) {
        let segment = &text[segment_start..end];
        let full = width(segment.trim_end_matches(['\n', '\r']));
        let needed = match segment.ends_with([' ', '\n', '\r']) {
            true => width(segment.trim_end()),
            false => full,
        };
        if used + needed > columns && start < segment_start {
            out.push(start..segment_start);
            start = segment_start;
            used = 0;
        }
        if used + needed > columns {
            for (at, grapheme) in segment.grapheme_indices(true) {
                let wide = width(grapheme.trim_end_matches(['\n', '\r']));
                let blank = grapheme.trim_end().is_empty();
                if used + wide > columns && !blank && start < segment_start + at {
                    out.push(start..segment_start + at);
                    start = segment_start + at;
                    used = 0;
                }
                used += wide;
            }
        } else {
            used += full;
        }
        if kind == BreakOpportunity::Mandatory && (end < text.len() || segment.ends_with('\n')) {
            out.push(start..end);
            start = end;
            used = 0;
        }
        segment_start = end;
    }
    if start < text.len() || out.is_empty() {
        out.push(start..text.len());
    }
    out
}

/// The part of `text` that stands at `bytes` of its words.
fn cut(text: &Text, bytes: Range<usize>) -> Text {
    let mut at = 0;
    let mut runs = Vec::new();
    for run in &text.0 {
        let from = bytes.start.max(at);
        let to = bytes.end.min(at + run.text.len());
        if from < to {
            runs.push(Run {
                text: Clean::new(&run.text[from - at..to - at]),
                look: run.look,
                action: run.action.clone(),
            });
        }
        at += run.text.len();
        if at >= bytes.end {
            break;
        }
    }
    Text(runs)
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
    fn runs_keep_their_looks_across_lines() {
        let text = Text::plain("plain ").and(Text::strong("strong words"));
        let lines = wrap(&text, 12);
        assert_eq!(lines[0].text.0.len(), 2);
        assert!(lines[1].text.0[0].look.strong);
        assert_eq!(lines[1].text.0[0].look.role, Role::Body);
        assert_eq!(lines[1].bytes.start, 13);
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
