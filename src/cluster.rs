//! Owns how wide text is: what a terminal shows as one sign, and the columns it takes. Wrapping, rows and painting ask here and
//! nowhere else, so they cannot disagree. Must not know lines, pages or cells.
//!
//! A cluster is an extended grapheme cluster (UAX #29). One wider than two columns, as a long conjunct of Devanagari or a row of Hangul
//! fillers is, or longer than `LONGEST` characters, is cut between its characters: so every cluster fits where a letter does. Widths
//! are those of UAX #11; the width of a text is the sum of its clusters, also where a font would join two of them.

use memchr::memchr2;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of a cluster at the most. A single character may take more: there is one, U+17D8, that takes three.
const WIDEST: usize = 2;
/// Characters of a cluster at the most. A family of four with skin tones and joiners has eleven.
const LONGEST: usize = 32;

/// What a terminal shows as one sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster<'a> {
    /// Its first byte in the text.
    pub start: usize,
    pub text: &'a str,
    /// Columns it takes; none for a line break and for marks without a letter.
    pub columns: usize,
}

impl Cluster<'_> {
    /// One past its last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The clusters of `text`, without a gap.
pub fn clusters(text: &str) -> Clusters<'_> {
    Clusters { text, at: 0 }
}

/// Columns that `text` takes on a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() && memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return text.len();
    }
    match text.chars().all(is_alone) {
        true => text.chars().count(),
        false => clusters(text).map(|cluster| cluster.columns).sum(),
    }
}

/// As much of `text` as fits into `columns`.
pub fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let over = clusters(text).find(|cluster| {
        used += cluster.columns;
        used > columns
    });
    &text[..over.map_or(text.len(), |cluster| cluster.start)]
}

/// Whether terminals agree on the columns of a cluster. Those of several characters they count in several ways; and to a mark that was cut
/// off its letter some give none.
pub fn is_sure(cluster: &str) -> bool {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => is_alone(c) || String::from_iter(['x', c]).graphemes(true).nth(1).is_some(),
        (None, _) => true,
        (Some(_), Some(_)) => false,
    }
}

/// See [`clusters`].
#[derive(Clone, Debug)]
pub struct Clusters<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    fn next(&mut self) -> Option<Cluster<'a>> {
        let rest = &self.text[self.at..];
        let mut chars = rest.chars();
        let first = chars.next()?;
        let (length, columns) = match is_alone(first) && chars.next().is_none_or(is_alone) {
            true => (first.len_utf8(), 1),
            false => measured(rest),
        };
        let start = self.at;
        self.at += length;
        Some(Cluster {
            start,
            text: &rest[..length],
            columns,
        })
    }
}

/// Characters that take one column and, next to each other, are clusters of their own. Most text is made of them.
fn is_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25fc}' | '\u{2713}'..='\u{2718}')
}

/// Bytes and columns of the cluster at the beginning of `rest`, which is not empty.
fn measured(rest: &str) -> (usize, usize) {
    // Not looked at further than a cluster may reach, since each part of what is cut would be again.
    let reach = rest
        .char_indices()
        .nth(LONGEST + 1)
        .map_or(rest.len(), |(at, _)| at);
    let whole = rest[..reach].graphemes(true).next().unwrap_or(rest);
    if whole.contains('\n') {
        return (whole.len(), 0);
    }
    let is_short = whole.chars().nth(LONGEST).is_none();
    if is_short && whole.width() <= WIDEST {
        return (whole.len(), whole.width());
    }
    let ends = whole.char_indices().map(|(at, c)| at + c.len_utf8());
    let fits = |end: &usize| whole[..*end].width() <= WIDEST;
    let first = whole.chars().next().map_or(whole.len(), char::len_utf8);
    let length = ends.take(LONGEST).take_while(fits).last().unwrap_or(first);
    (length, whole[..length].width())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<(&str, usize)> {
        clusters(text)
            .map(|cluster| (cluster.text, cluster.columns))
            .collect()
    }

    #[test]
    fn what_is_one_sign_is_one_cluster() {
        assert_eq!(
            cut("ae\u{301}語👩\u{200d}🚀\n\u{301}"),
            [
                ("a", 1),
                ("e\u{301}", 1),
                ("語", 2),
                ("👩\u{200d}🚀", 2),
                ("\n", 0),
                ("\u{301}", 0)
            ]
        );
        assert_eq!(width("née “so” ─"), 10);
        assert_eq!(head("日本語", 5), "日本");
    }

    #[test]
    fn what_terminals_count_in_several_ways_is_not_sure() {
        assert!(["a", "é", "語", "✓", "🚀", " "].into_iter().all(is_sure));
        let unsure = ["e\u{301}", "🇰🇪", "👩\u{200d}🚀", "क्ष", "ि", "\u{301}"];
        assert!(!unsure.into_iter().any(is_sure));
    }

    #[test]
    fn what_is_too_wide_for_a_sign_is_cut() {
        assert_eq!(cut(&"\u{115f}".repeat(26)), vec![("\u{115f}", 2); 26]);
        let conjunct = "\u{915}\u{94d}".repeat(40);
        assert!(cut(&conjunct).iter().all(|(_, columns)| *columns <= WIDEST));
        assert_eq!(width(&conjunct), 40);
        assert!(
            cut(&format!("\u{1112}{}", "\u{1161}".repeat(500)))
                .iter()
                .all(|(text, _)| text.chars().count() <= LONGEST)
        );
    }

    #[test]
    fn characters_alone_are_measured_right() {
        for c in ('\0'..=char::MAX).filter(|c| is_alone(*c)) {
            let pair = format!("{c}{c}");
            assert_eq!(pair.width(), 2, "{c:?}");
            assert_eq!(pair.graphemes(true).count(), 2, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn clusters_are_the_text_and_no_wider_than_a_sign(text in "[a-zé \n語👩🏽\u{200d}\u{fe0f}\u{301}\u{915}\u{94d}\u{115f}\u{1161}\u{17d8}\u{ff76}\u{ff9e}\u{644}\u{627}🇦]{0,40}") {
            let whole: String = clusters(&text).map(|cluster| cluster.text).collect();
            prop_assert_eq!(&whole, &text);
            for cluster in clusters(&text) {
                prop_assert!(cluster.columns <= WIDEST || cluster.text.chars().count() == 1, "{:?}", cluster);
                prop_assert_eq!(clusters(cluster.text).map(|part| part.columns).sum::<usize>(), cluster.columns);
            }
        }
    }
}
