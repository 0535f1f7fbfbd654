//! Owns what reading a text as Markdown may cost: an estimate made by one pass, before the parser is called. Must not know the parser's
//! tree.
//!
//! pulldown-cmark 0.13 is linear but for two things, found by timing 24,000 repeated and paired fragments: each line asks every
//! container that is open, and a link whose title is left open is followed to the end of the text, each line of its paragraph once more
//! from the start. What either would cost is bounded from above here.

use memchr::memchr;

/// Steps that reading may take; a tenth of a second or so. A course of our own takes two for a line.
const STEPS: usize = 20_000_000;

/// Whether reading `markdown` takes too many steps.
pub fn is_tangled(markdown: &str) -> bool {
    let (bytes, lines) = (
        markdown.len(),
        memchr::memchr_iter(b'\n', markdown.as_bytes()).count() + 1,
    );
    let links = memchr::memmem::find_iter(markdown.as_bytes(), "](").count();
    // A text as long as lessons are cannot take more than that, whatever stands in it.
    let most = 2 * lines.saturating_mul(bytes) + links.saturating_mul(bytes + lines.saturating_mul(lines));
    if most <= STEPS {
        return false;
    }
    let steps = containers(markdown).saturating_add(open_titles(markdown));
    steps > STEPS
}

/// Lines times the containers that may be open on them.
fn containers(markdown: &str) -> usize {
    let mut deepest = 0;
    markdown
        .lines()
        .map(|line| {
            deepest = deepest.max(depth(line.as_bytes()));
            deepest
        })
        .sum()
}

/// Containers that may be open on a line: one for each mark at its beginning, and for each two blanks that go on with one from above.
fn depth(line: &[u8]) -> usize {
    let (mut at, mut blanks, mut marks) = (0, 0, 0);
    while let Some(byte) = line.get(at) {
        let digits = line[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = match byte {
            b' ' | b'\t' => {
                blanks += if *byte == b'\t' { 4 } else { 1 };
                at += 1;
                continue;
            }
            b'>' => 1,
            b'-' | b'+' | b'*' | b':' if ends_mark(line, at + 1) => 1,
            b'0'..=b'9'
                if matches!(line.get(at + digits), Some(b'.' | b')')) && ends_mark(line, at + digits + 1) =>
            {
                digits + 1
            }
            _ => break,
        };
        marks += 1;
        // The blank behind a mark belongs to it.
        at += length + usize::from(line.get(at + length) == Some(&b' '));
    }
    marks + blanks / 2
}

fn ends_mark(line: &[u8], at: usize) -> bool {
    line.get(at).is_none_or(u8::is_ascii_whitespace)
}

/// For each beginning of a link's title: the bytes to where it is closed, and the square of the lines up to there.
fn open_titles(markdown: &str) -> usize {
    let bytes = markdown.as_bytes();
    let (mut blank, mut bracket, mut paragraph) = (0, 0, 0);
    let mut steps: usize = 0;
    for at in memchr::memmem::find_iter(bytes, "](") {
        let target = skip_blanks(bytes, at + 2);
        let end = match bytes.get(target) {
            Some(b'<') => {
                next(&mut bracket, target, |from| memchr(b'>', &bytes[from..])).min(bytes.len()) + 1
            }
            _ => next(&mut blank, target, |from| {
                bytes[from..].iter().position(u8::is_ascii_whitespace)
            }),
        };
        let title = skip_blanks(bytes, end);
        let Some(open @ (b'"' | b'\'' | b'(')) = bytes.get(title) else {
            continue;
        };
        let rest = &bytes[title + 1..];
        let length = match open {
            b'(' => memchr::memchr2(b'(', b')', rest),
            quote => memchr(*quote, rest),
        };
        let length = length.unwrap_or(rest.len());
        let ends = next(&mut paragraph, title, |from| {
            memchr::memmem::find(&bytes[from..], b"\n\n")
        })
        .min(title + 1 + length);
        let lines = memchr::memchr_iter(b'\n', &bytes[title..ends.max(title)]).count();
        steps = steps.saturating_add(length + lines.saturating_mul(lines));
        if steps > STEPS {
            break;
        }
    }
    steps
}

/// Where the next thing looked for is, from `at` on; looked for only where it is not known already. Past the end where there is none.
fn next(known: &mut usize, at: usize, find: impl Fn(usize) -> Option<usize>) -> usize {
    if *known <= at {
        *known = find(at).map_or(usize::MAX, |length| at + length);
    }
    *known
}

fn skip_blanks(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from.saturating_add(rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_not_tangled() {
        let lesson = "# T\n\nA [link](a.md \"its title\") and one [more](b.md 'left open\n\n> - a quote\n>   1. in it\n\n".repeat(4000);
        assert!(!is_tangled(&lesson));
        assert!(!is_tangled(&">".repeat(20_000)), "one line of it costs nothing");
    }

    #[test]
    fn what_the_parser_would_go_through_again_and_again_is() {
        // Counted here, never parsed.
        assert_eq!(depth(b"> - 1. + x"), 4);
        assert_eq!(depth(b"    - x"), 3);
        assert_eq!(containers("> > a\nb\nc\n"), 6);
        assert_eq!(open_titles("[a](b \"c\nd\n\ne"), 6 + 1);
        assert_eq!(open_titles("[a](<b c> (d\n) [a](b)"), 2 + 1);
        assert_eq!(open_titles("[a](b c) \"d"), 0);
    }
}
