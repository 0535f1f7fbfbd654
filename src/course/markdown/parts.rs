//! Owns where a long text of Markdown is cut, so that each part can be read by itself: found in one pass over its lines, none of which
//! is read as Markdown. Must not know what a part says, nor when it is read.
//!
//! A part ends before a heading; where none comes, at a blank line; and where a block goes on for too long, inside of it. What a part
//! needs of the rest of the text is put around it: the fence or the head of the table that it goes on in, and the definitions of the
//! links and footnotes that it refers to.

use crate::course::front_matter::front_matter;
use crate::course::markdown::slug::Slugs;
use crate::course::outline::{Glimpse, KINDS, Outline, WRITE_FIRST};
use crate::doc::{AheadHeading, AheadPart};
use memchr::{memchr, memchr_iter, memchr3, memmem};
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

/// The line of a heading, taken apart.
#[derive(Default)]
struct HeadingLine<'a> {
    level: u8,
    words: &'a str,
    id: Option<&'a str>,
    /// The class that makes it a question.
    kind: Option<&'static str>,
    is_card: bool,
    is_write_first: bool,
    variant: Option<&'a str>,
    after: Option<&'a str>,
}

impl<'a> HeadingLine<'a> {
    fn of(line: &'a str) -> HeadingLine<'a> {
        let line = line.trim();
        let rest = line.trim_start_matches('#');
        let level = (line.len() - rest.len()) as u8;
        let rest = rest.trim();
        let (words, attributes) = match rest.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')) {
            Some((words, attributes)) => (words.trim_end(), attributes),
            None => (rest, ""),
        };
        let mut heading = HeadingLine {
            level,
            words,
            ..HeadingLine::default()
        };
        for attribute in attributes.split_ascii_whitespace() {
            heading.take(attribute);
        }
        heading
    }

    /// Takes in an attribute. Of ids the last counts, of all else the first.
    fn take(&mut self, attribute: &'a str) {
        if let Some(id) = attribute.strip_prefix('#') {
            self.id = Some(id);
        } else if let Some(class) = attribute.strip_prefix('.') {
            let kind = || KINDS.iter().copied().find(|kind| *kind == class);
            self.kind = self.kind.or_else(kind);
            self.is_card |= class == "card";
            self.is_write_first |= class == WRITE_FIRST;
        } else if let Some((key, value)) = attribute.split_once('=') {
            match key {
                "variant" => self.variant = self.variant.or(Some(value)),
                "after" => self.after = self.after.or(Some(value)),
                _ => {}
            }
        }
    }

    /// Its words without the signs of their looks.
    fn shown(&self) -> String {
        match memchr3(b'*', b'`', b'\\', self.words.as_bytes()) {
            Some(_) => self.words.replace(['*', '`', '\\'], ""),
            None => self.words.to_owned(),
        }
    }

    /// Whether it is found by its words, having no id. The title and a question are not.
    fn is_named_by_words(&self) -> bool {
        self.id.is_none() && self.level > 1 && self.kind.is_none()
    }

    /// `slug` is what the heading is found by where it has no id.
    fn known(&self, at: usize, slug: Option<String>) -> AheadHeading {
        AheadHeading {
            at,
            level: self.level,
            id: self.id.or(slug.as_deref()).map(Into::into),
            words: Arc::new(self.shown().into()),
            asks: self.kind.is_some() && self.variant.is_none(),
        }
    }

    fn glimpse(&self) -> Option<Glimpse> {
        Some(Glimpse {
            id: self.id?.to_owned().into(),
            class: self.kind?.into(),
            card: self.is_card,
            variant: self.variant.map(|card| card.to_owned().into()),
            after: self.after.and_then(|days| days.parse().ok()),
        })
    }
}

/// The names that headings without an id are found by. One depends on all headings above; most texts need none.
#[derive(Default)]
struct HeadingNames {
    slugs: Slugs,
    /// Lines of headings whose words are not among those yet.
    waiting: Vec<Range<usize>>,
}

impl HeadingNames {
    /// The name of the next heading, if it needs one.
    fn next(&mut self, text: &str, line: Range<usize>, heading: &HeadingLine<'_>) -> Option<String> {
        if !heading.is_named_by_words() {
            self.waiting.push(line);
            return None;
        }
        for line in self.waiting.drain(..) {
            self.slugs.next(&HeadingLine::of(&text[line]).shown());
        }
        self.slugs.next(&heading.shown())
    }
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
        let ends = memchr_iter(b'\n', &bytes[at..]).map(move |end| matter.end + end + 1);
        for end in ends.chain((!text.ends_with('\n')).then_some(bytes.len())) {
            let line = &bytes[at..end];
            let size = at - part.begins;
            // Most lines are prose or blank, and nothing begins or ends there.
            if above.fence.is_none()
                && !above.is_comment
                && size < 2 * ENOUGH
                && line.len() < MOST
                && let Some(is_blank) = plain(line)
            {
                match is_blank {
                    true => {
                        above.table = None;
                        part.known.blanks += 1;
                    }
                    false => part.known.lines += 1,
                }
                above.line = at..end;
                above.was_blank = is_blank;
                at = end;
                continue;
            }
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            let begins = line.first().is_some_and(|byte| !byte.is_ascii_whitespace());
            let is_prose = above.fence.is_none() && !above.is_comment;
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

/// Whether a line begins a heading whatever stands above it.
fn is_heading(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|byte| **byte == b'#').count();
    (1..=6).contains(&signs) && line.get(signs).is_none_or(u8::is_ascii_whitespace)
}

/// Whether a line may stand below the head of a table.
fn is_rule(line: &[u8]) -> bool {
    matches!(line.first(), Some(b'|' | b'-' | b':'))
        && line
            .trim_ascii_end()
            .iter()
            .all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// Whether a line outside of fences and comments is blank. None of one with which something may begin or end, or that may define.
fn plain(line: &[u8]) -> Option<bool> {
    match line.first()? {
        b'#' | b'`' | b'~' | b'<' | b'[' => None,
        b'|' | b'-' | b':' => (!is_rule(line)).then_some(false),
        byte => Some(byte.is_ascii_whitespace() && line.iter().all(u8::is_ascii_whitespace)),
    }
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
