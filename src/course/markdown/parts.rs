//! Owns where a long text of Markdown is cut, so that each part can be read by itself: found in one pass over its lines, none of which
//! is read as Markdown, and most of which are passed over many at once (`plain_lines`). Must not know what a part says, nor when it is read.
//!
//! A part ends before a heading; where none comes, at a blank line; and where a block goes on for too long, inside of it. What a part
//! needs of the rest of the text is put around it: the fence or the head of the table that it goes on in, and the definitions of the
//! links and footnotes that it refers to.

mod heading_line;
mod plain_lines;

use crate::course::front_matter::front_matter;
use crate::course::markdown::parts::heading_line::{HeadingLine, HeadingNames, is_heading};
use crate::course::markdown::parts::plain_lines::PlainLines;
use crate::course::outline::Outline;
use crate::doc::AheadPart;
use memchr::{memchr, memchr_iter, memmem};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A text that is no longer than this is one part.
pub const WHOLE: usize = 192 * 1024;
/// From this length on a part ends before a heading, from twice as much on at a blank line.
const ENOUGH: usize = 12 * 1024;
/// From this length on it ends wherever it stands; a question, which is asked as a whole, only from a megabyte on.
const MOST: usize = 48 * 1024;
const MOST_OF_QUESTION: usize = 1024 * 1024;
/// Bytes of a word of prose, with its blank.
const WORD: usize = 6;

/// A text, cut.
#[derive(Debug, Default)]
pub struct LongText {
    parts: Vec<Part>,
    outline: Outline,
    /// The lines that say where a link leads or what a footnote is, by label.
    definitions: HashMap<String, Range<usize>>,
}

#[derive(Debug, Default)]
struct Part {
    range: Range<usize>,
    /// What it goes on in: the line that opens a fence, the head of a table.
    inside: Range<usize>,
    known: Arc<AheadPart>,
}

/// A part that is not at its end yet.
#[derive(Default)]
struct Growing {
    begins: usize,
    inside: Range<usize>,
    known: AheadPart,
}

/// What the pass over the lines knows of the text above.
#[derive(Default)]
struct Above {
    /// The fence that is open: its sign, how often, and its line.
    fence: Option<(u8, usize, Range<usize>)>,
    is_comment: bool,
    is_question: bool,
    /// The head of the table whose rows go on.
    table: Option<Range<usize>>,
    line: Range<usize>,
    was_blank: bool,
}

impl Above {
    /// What a part that begins here goes on in.
    fn inside(&self) -> Range<usize> {
        let fence = self.fence.as_ref().map(|(_, _, line)| line.clone());
        fence.or(self.table.clone()).unwrap_or_default()
    }

    /// Takes in a line.
    fn pass(&mut self, text: &str, range: Range<usize>, is_blank: bool) {
        let line = &text.as_bytes()[range.clone()];
        let sign = line.first().copied().unwrap_or_default();
        let signs = line.iter().take_while(|byte| **byte == sign).count();
        match &self.fence {
            Some((open, count, _)) => {
                if sign == *open && signs >= *count && line[signs..].trim_ascii().is_empty() {
                    self.fence = None;
                }
            }
            None if self.is_comment => self.is_comment = memmem::find(line, b"-->").is_none(),
            None if matches!(sign, b'`' | b'~') && signs >= 3 => {
                self.fence = (sign == b'~' || memchr(b'`', &line[signs..]).is_none())
                    .then(|| (sign, signs, range.clone()));
            }
            None if line.starts_with(b"<!--") => self.is_comment = memmem::find(line, b"-->").is_none(),
            None if is_blank => self.table = None,
            None => {
                let above = &text.as_bytes()[self.line.clone()];
                if is_rule(line) && !self.was_blank && memchr(b'|', above).is_some() {
                    self.table = Some(self.line.start..range.end);
                }
            }
        }
        self.line = range;
        self.was_blank = is_blank;
    }
}

impl LongText {
    /// Cuts a text.
    pub fn of(text: &str) -> LongText {
        let bytes = text.as_bytes();
        let mut found = LongText::default();
        let mut part = Growing::default();
        let mut above = Above {
            was_blank: true,
            ..Above::default()
        };
        let mut names = HeadingNames::default();
        let matter = front_matter(text);
        let mut at = matter.end;
        let mut plain = PlainLines::of(bytes);
        while at < bytes.len() {
            let size = at - part.begins;
            let is_prose = above.fence.is_none() && !above.is_comment;
            // Most lines are prose or blank, and nothing begins or ends there.
            if is_prose && let Some(passed) = plain.pass(at, part.begins + 2 * ENOUGH) {
                part.known.lines += passed.lines;
                part.known.blanks += passed.blanks;
                above.table = None;
                above.line = passed.end - 1..passed.end;
                above.was_blank = true;
                at = passed.end;
                continue;
            }
            let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end + 1);
            let line = &bytes[at..end];
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            let begins = line.first().is_some_and(|byte| !byte.is_ascii_whitespace());
            let is_heading = is_prose && is_heading(line);
            let most = if above.is_question { MOST_OF_QUESTION } else { MOST };
            let may_end = match () {
                () if is_heading => size >= ENOUGH,
                () if is_prose && above.was_blank && begins && !above.is_question && !goes_on(line) => {
                    size >= 2 * ENOUGH
                }
                () => size >= most && (begins || size >= 2 * most),
            };
            if may_end && size > 0 {
                found.end(text, &mut part, at, above.inside());
            }
            if is_heading {
                let heading = HeadingLine::of(&text[at..end]);
                above.is_question = heading.kind.is_some();
                above.table = None;
                let slug = names.next(text, at..end, &heading);
                part.known.headings.push(heading.known(at - part.begins, slug));
                found.note(&heading);
            }
            if is_prose && begins && line[0] == b'[' {
                found.define(text, at..end);
            }
            match is_blank {
                true => part.known.blanks += 1,
                false => part.known.lines += 1,
            }
            // A line that is too long by itself is cut between words.
            while end - part.begins.max(at) > 2 * MOST && !above.is_question {
                let cut = between_words(text, part.begins.max(at) + MOST);
                found.end(text, &mut part, cut, above.inside());
                part.known.lines = 1;
            }
            above.pass(text, at..end, is_blank);
            at = end;
        }
        found.end(text, &mut part, bytes.len(), 0..0);
        found.outline.words = text.len() / WORD;
        if found.outline.title.is_empty() {
            let mut headings = found.parts.iter().flat_map(|part| &part.known.headings);
            let first = || {
                headings
                    .find(|heading| !heading.asks)
                    .map(|heading| heading.words.to_string())
            };
            found.outline.title = matter.title.or_else(first).unwrap_or_default().into();
        }
        found
    }

    /// Ends a part, and begins the next one inside of something, or of nothing.
    fn end(&mut self, text: &str, part: &mut Growing, at: usize, inside: Range<usize>) {
        let next = Growing {
            begins: at,
            inside,
            known: AheadPart::default(),
        };
        let Growing {
            begins,
            inside,
            known,
        } = std::mem::replace(part, next);
        let nth = self.parts.len();
        self.parts.push(Part {
            range: begins..at,
            inside,
            known: Arc::new(AheadPart {
                nth,
                name: name(nth),
                bytes: at - begins,
                may_link: memchr(b'[', &text.as_bytes()[begins..at]).is_some(),
                ..known
            }),
        });
    }

    /// Takes a heading into the outline.
    fn note(&mut self, heading: &HeadingLine<'_>) {
        let outline = &mut self.outline;
        if heading.level == 1 && outline.title.is_empty() {
            outline.title = heading.shown().into();
        }
        outline.questions.to_mut().extend(heading.glimpse());
        if heading.is_write_first {
            let scene = heading.id.map(|id| id.to_owned().into());
            outline.write_first.to_mut().extend(scene);
        }
    }

    /// Keeps a line that says where a link leads, or what a footnote is. Of several the first counts.
    fn define(&mut self, text: &str, line: Range<usize>) {
        if let Some((label, _)) = text[line.start + 1..line.end].split_once("]:") {
            self.definitions.entry(label_of(label)).or_insert(line);
        }
    }

    /// What is known of each part without reading it.
    pub fn known(&self) -> impl Iterator<Item = &Arc<AheadPart>> {
        self.parts.iter().map(|part| &part.known)
    }

    /// The text at a glance. Its words are counted by its length.
    pub fn outline(&self) -> &Outline {
        &self.outline
    }

    /// The Markdown of a part with what it needs of the rest, and how many bytes of that are the part's own and before it.
    pub fn text(&self, bytes: &[u8], nth: usize) -> (String, usize) {
        let part = &self.parts[nth];
        // All of it was text when it was cut; looking at all of it again would cost more than reading the part.
        let text = |range: &Range<usize>| std::str::from_utf8(&bytes[range.clone()]).unwrap_or_default();
        let mut own = [text(&part.inside), text(&part.range)].concat();
        let end = own.len();
        if self.definitions.is_empty() {
            return (own, end);
        }
        let mut needed: Vec<&Range<usize>> = Vec::new();
        for open in memchr_iter(b'[', own.as_bytes()) {
            let label = own[open + 1..].split(']').next().unwrap_or_default();
            // Labels have 999 characters at the most.
            let known = (label.len() < 4000).then(|| self.definitions.get(&label_of(label)));
            needed.extend(known.flatten().filter(|line| !part.range.contains(&line.start)));
        }
        needed.sort_by_key(|line| line.start);
        needed.dedup();
        for line in needed {
            own.push_str("\n\n");
            own.push_str(text(line));
        }
        (own, end)
    }
}

/// What a part is called in a reading place. No id of an author's has two hyphens in a row.
fn name(nth: usize) -> Arc<str> {
    format!("part--{nth}").as_str().into()
}

fn label_of(label: &str) -> String {
    label
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

/// Whether a line may stand below the head of a table.
fn is_rule(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'|' | b'-' | b':'))
        && line
            .trim_ascii_end()
            .iter()
            .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// Whether a line behind a blank one may go on with a list or a definition.
fn goes_on(line: &[u8]) -> bool {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    match line[digits..] {
        [b'-' | b'+' | b'*' | b':', b' ' | b'\t', ..] if digits == 0 => true,
        [b'.' | b')', b' ' | b'\t', ..] => digits > 0,
        _ => false,
    }
}

/// The last end of a word before a byte, if there is one near.
fn between_words(text: &str, at: usize) -> usize {
    const NEAR: usize = 200;
    let floor = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (from, to) = (floor(at.saturating_sub(NEAR)), floor(at));
    text[from..to].rfind(' ').map_or(to, |blank| from + blank + 1)
}

#[cfg(test)]
mod tests;
