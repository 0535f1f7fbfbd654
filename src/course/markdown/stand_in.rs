//! Owns signs that would be read as more than their author meant: each is given to the parser as a sign that means nothing, and put back
//! into what comes out. So every byte stays where it is. Must not know what the parser makes of the rest.
//!
//! `:` begins the meaning of a term only where a blank follows, so that `:tada:` and `:::` are words; and a `|` in code ends no cell of a
//! table where the row has its cells without.

use memchr::memmem;
use std::borrow::Cow;

/// Bytes of a row that is looked at for bars in code.
const LONGEST_ROW: usize = 10_000;

/// A text in which signs are stood in for.
pub struct StandIns<'a> {
    pub text: Cow<'a, str>,
    colon: char,
    bar: char,
}

impl<'a> StandIns<'a> {
    /// Stands in for what would be misread.
    pub fn of(text: &'a str) -> StandIns<'a> {
        let mut found = StandIns {
            text: Cow::Borrowed(text),
            colon: ':',
            bar: '|',
        };
        let mut colons: Vec<usize> = colons(text);
        let mut bars = bars(text);
        if colons.is_empty() && bars.is_empty() {
            return found;
        }
        // Signs that no text has, but that one that is no text may.
        let mut free = ('\u{1}'..='\u{1f}').filter(|c| !c.is_whitespace() && !text.contains(*c));
        let (Some(colon), Some(bar)) = (free.next(), free.next()) else {
            return found;
        };
        (found.colon, found.bar) = (colon, bar);
        colons.append(&mut bars);
        colons.sort_unstable();
        let mut told = String::with_capacity(text.len());
        let mut from = 0;
        for at in colons {
            told.push_str(&text[from..at]);
            told.push(if text[at..].starts_with(':') { colon } else { bar });
            from = at + 1;
        }
        told.push_str(&text[from..]);
        found.text = Cow::Owned(told);
        found
    }

    /// Whether nothing is stood in for.
    pub fn is_empty(&self) -> bool {
        matches!(self.text, Cow::Borrowed(_))
    }

    /// Words with the signs that were stood in for.
    pub fn back(&self, words: &str) -> String {
        words.replace(self.colon, ":").replace(self.bar, "|")
    }
}

/// Every `:` at the beginning of a line that begins no meaning of a term.
fn colons(text: &str) -> Vec<usize> {
    let is_lead = |byte: u8| matches!(byte, b' ' | b'\t' | b'>');
    let found = memchr::memchr_iter(b':', text.as_bytes());
    found
        .filter(|at| {
            let before = &text.as_bytes()[..*at];
            let is_first = match before.last() {
                None | Some(b'\n') => true,
                Some(byte) if is_lead(*byte) => before
                    .iter()
                    .rev()
                    .find(|byte| !is_lead(**byte))
                    .is_none_or(|byte| *byte == b'\n'),
                Some(_) => false,
            };
            is_first && !text[at + 1..].starts_with([' ', '\t', '\n', '\r']) && at + 1 < text.len()
        })
        .collect()
}

/// Every `|` in code of a row of a table that has its cells only without it.
fn bars(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // A table has a line of hyphens and bars; most texts have none.
    let rules = ["-|", "|-", "- |", "| -", "|:", "| :"];
    if !rules
        .iter()
        .any(|rule| memmem::find(text.as_bytes(), rule.as_bytes()).is_some())
    {
        return found;
    }
    let mut columns = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t', '>']);
        let from = at + (line.len() - words.len());
        at += line.len();
        let words = words.trim_end();
        if words.is_empty() {
            columns = None;
        } else if words.contains('|')
            && words.contains('-')
            && words
                .bytes()
                .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
        {
            columns = Some(cells(words).0);
        } else if let Some(columns) = columns
            && words.len() < LONGEST_ROW
            && words.contains('`')
        {
            let (own, in_code) = cells(words);
            if own == columns {
                found.extend(in_code.into_iter().map(|at| from + at));
            }
        }
    }
    found
}

/// Cells of a row, those bars left out that stand in code, and these.
pub fn cells(row: &str) -> (usize, Vec<usize>) {
    let row_end = row.trim_end();
    let bytes = row_end.as_bytes();
    let (mut count, mut in_code) = (1, Vec::new());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'|' => count += usize::from(at > 0 && at + 1 < bytes.len()),
            b'`' => {
                let ticks = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
                if let Some(close) = closing(bytes, at + ticks, ticks) {
                    let bars = (at..close).filter(|at| bytes[*at] == b'|' && bytes[*at - 1] != b'\\');
                    in_code.extend(bars);
                    at = close;
                    continue;
                }
                at += ticks - 1;
            }
            _ => {}
        }
        at += 1;
    }
    (count, in_code)
}

/// One past the ticks that close code, if there are any.
fn closing(bytes: &[u8], from: usize, ticks: usize) -> Option<usize> {
    let mut at = from;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        if run == ticks {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_as_words_is_stood_in_for_and_comes_back() {
        let kept = |text: &str| {
            let stand_ins = StandIns::of(text);
            assert_eq!(stand_ins.text.len(), text.len());
            assert_eq!(stand_ins.back(&stand_ins.text), text);
            stand_ins.is_empty()
        };
        for text in [
            "Term\n: what it is\n",
            "a: b\n",
            "a :b\n",
            "| a | b |\n|---|---|\n| `c` | `d` |\n",
            "| a | b |\n|---|---|\n| `c\\|d` | e |\n",
            "`a|b`\n",
            ":",
        ] {
            assert!(kept(text), "{text}");
        }
        for text in [
            "So\n:tada: it is\n",
            "> :::note\n> a\n> :::\n",
            ":wave:",
            "| a | b |\n|---|---|\n| `c|d` | e |\n",
            "a | b\n--|--\n``c|`d`` | e\n",
            "\u{1}:\u{2}\n:a:",
        ] {
            assert!(!kept(text), "{text}");
        }
        // What is broken with and without is left as it is.
        assert!(kept("| a | b |\n|---|---|\n| `c|d` | e | f |\n"));
    }
}
