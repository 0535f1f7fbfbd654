//! Owns passing over many lines at once, where it takes no look at each to see that nothing begins or ends there.
//! Must not know what begins or ends at the others.

use memchr::{memchr_iter, memmem, memrchr_iter};

/// Signs at the beginning of a line outside of fences and comments with which something may begin: a heading, a fence, a comment, what a
/// link or a footnote is.
const SIGNS: [&[u8; 2]; 5] = [b"\n#", b"\n`", b"\n~", b"\n<", b"\n["];

/// The lines of a text that are plain.
pub(super) struct PlainLines<'a> {
    text: &'a [u8],
    /// Of each sign, where a line next begins with it.
    next: Vec<(memmem::Finder<'static>, usize)>,
    /// No blank line ends between there and here.
    looked: usize,
}

/// What was passed over: plain lines, the last of which is blank.
pub(super) struct Passed {
    pub end: usize,
    pub lines: usize,
    /// Those that are empty.
    pub blanks: usize,
}

impl<'a> PlainLines<'a> {
    pub fn of(text: &'a [u8]) -> PlainLines<'a> {
        PlainLines {
            text,
            next: SIGNS.iter().map(|sign| (memmem::Finder::new(*sign), 0)).collect(),
            looked: 0,
        }
    }

    /// Passes over lines from the beginning of one on, up to the last blank one before this byte and before a line that is not plain.
    pub fn pass(&mut self, at: usize, before: usize) -> Option<Passed> {
        if at == 0 || at < self.looked || at >= before {
            return None;
        }
        let bound = self.next_sign(at).min(before);
        let text = &self.text[at..bound.max(at)];
        let Some(last) = memrchr_iter(b'\n', text).find(|end| self.text[at + end - 1] == b'\n') else {
            self.looked = bound;
            return None;
        };
        let text = &self.text[at..=at + last];
        let ends = memchr_iter(b'\n', text).count();
        let blanks = blank_lines(&self.text[at - 1..at + last], text);
        Some(Passed {
            end: at + last + 1,
            lines: ends - blanks,
            blanks,
        })
    }

    /// Where a line, from the one that begins here on, next begins with a sign.
    fn next_sign(&mut self, at: usize) -> usize {
        let text = self.text;
        for (sign, next) in &mut self.next {
            if *next < at {
                *next = sign.find(&text[at - 1..]).map_or(text.len(), |found| at + found);
            }
        }
        self.next
            .iter()
            .map(|(_, next)| *next)
            .min()
            .unwrap_or(text.len())
    }
}

/// How many empty lines end in a text, each byte of which stands beside the one before. Counted by blocks, which the compiler makes
/// quick: of no more bytes than a byte can count, and of whole vectors.
fn blank_lines(before: &[u8], text: &[u8]) -> usize {
    const BLOCK: usize = 224;
    let blocks = before.chunks(BLOCK).zip(text.chunks(BLOCK));
    let counts = blocks.map(|(before, text)| {
        let is_end = before
            .iter()
            .zip(text)
            .map(|(a, b)| (*a == b'\n') & (*b == b'\n'));
        is_end.fold(0u8, |count, is_end| count + u8::from(is_end))
    });
    counts.map(usize::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_over_ends_with_a_blank_line_before_a_sign() {
        let text = "# A\none\n\ntwo\n\n\nthree\n# B\nfour\n\n``` \n\nfive\n";
        let mut plain = PlainLines::of(text.as_bytes());
        let mut passed = |from: &str, before: usize| {
            let at = text.find(from).expect("it is there");
            let passed = plain.pass(at, before)?;
            Some((&text[at..passed.end], passed.lines, passed.blanks))
        };
        assert_eq!(passed("# A", 99), None);
        assert_eq!(passed("one", 9), Some(("one\n\n", 1, 1)));
        assert_eq!(passed("one", 99), Some(("one\n\ntwo\n\n\n", 2, 3)));
        assert_eq!(passed("three", 99), None);
        assert_eq!(passed("# B", 99), None);
        assert_eq!(passed("four", 99), Some(("four\n\n", 1, 1)));
        assert_eq!(passed("```", 99), None);
    }
}
