//! Owns where text came from: a course's files in memory, spans into them, and what is wrong with a span.
//! Must not know what a course is, nor how a complaint is printed.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::{Deref, DerefMut, Range};
use std::sync::Arc;

/// The files of a course, however they got here: path inside the course (`/` between parts) → bytes. Beside those that were read it
/// knows of others that were not.
#[derive(Clone, Debug, Default)]
pub struct Files {
    read: BTreeMap<String, Cow<'static, [u8]>>,
    /// Files that are there and were not read, by their path.
    pub unread: BTreeMap<String, Unread>,
    /// Files that are there, and of which not even the names were kept.
    pub uncounted: usize,
    /// Paths of files of other kinds, which are never read: pictures, mostly.
    pub beside: HashSet<String>,
}

/// Why a file was not read. It was never held in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is too long by itself; its length in bytes.
    TooLong(u64),
    /// With it, all files together would be too long.
    NoRoom,
}

impl Unread {
    /// Why, in words.
    pub fn told(self) -> String {
        match self {
            Unread::TooLong(length) => format!("{length} bytes"),
            Unread::NoRoom => "too much beside it".to_owned(),
        }
    }
}

impl Files {
    /// No files.
    pub fn new() -> Files {
        Files::default()
    }

    /// Whether there is such a file, read or not.
    pub fn has(&self, path: &str) -> bool {
        self.read.contains_key(path) || self.unread.contains_key(path)
    }
}

impl Deref for Files {
    type Target = BTreeMap<String, Cow<'static, [u8]>>;
    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl DerefMut for Files {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.read
    }
}

impl IntoIterator for Files {
    type Item = (String, Cow<'static, [u8]>);
    type IntoIter = std::collections::btree_map::IntoIter<String, Cow<'static, [u8]>>;
    fn into_iter(self) -> Self::IntoIter {
        self.read.into_iter()
    }
}

impl FromIterator<(String, Cow<'static, [u8]>)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, Cow<'static, [u8]>)>>(files: I) -> Files {
        Files {
            read: files.into_iter().collect(),
            ..Files::default()
        }
    }
}

impl<const N: usize> From<[(String, Cow<'static, [u8]>); N]> for Files {
    fn from(files: [(String, Cow<'static, [u8]>); N]) -> Files {
        files.into_iter().collect()
    }
}

/// A text of a course's: inside the program, or read from a file.
pub type CourseText = Cow<'static, str>;

/// A name given by an author: identity, never a position.
pub type Id = Arc<str>;

/// Different names that are remembered while a log is read.
const REMEMBERED: usize = 4096;

thread_local! {
    static NAMES: RefCell<HashSet<Id>> = RefCell::default();
}

/// An id that is read from a log: nearly all lines name one of a few, so those that are the same are one in memory.
///
/// # Errors
/// There is no text.
pub fn shared_id<'de, D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
    SharedId::deserialize(from).map(|shared| shared.0)
}

/// The same for an id that need not be there.
///
/// # Errors
/// There is something else than a text.
pub fn shared_id_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Id>, D::Error> {
    Option::<SharedId>::deserialize(from).map(|found| found.map(|shared| shared.0))
}

struct SharedId(Id);

impl<'de> Deserialize<'de> for SharedId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SharedId, D::Error> {
        struct Names;
        impl Visitor<'_> for Names {
            type Value = SharedId;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an id")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<SharedId, E> {
                Ok(SharedId(NAMES.with_borrow_mut(|names| one_of(names, name))))
            }
        }
        from.deserialize_str(Names)
    }
}

fn one_of(names: &mut HashSet<Id>, name: &str) -> Id {
    if let Some(known) = names.get(name) {
        return Id::clone(known);
    }
    if names.len() >= REMEMBERED {
        names.clear();
    }
    let new = Id::from(name);
    names.insert(Id::clone(&new));
    new
}

/// Bytes `start..end` of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Path inside the course.
    pub file: Arc<str>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span of `file`.
    pub fn new(file: &Arc<str>, range: Range<usize>) -> Span {
        Span {
            file: file.clone(),
            start: range.start,
            end: range.end,
        }
    }

    /// The span of a whole file, for complaints that have no better place.
    pub fn whole(file: &str) -> Span {
        Span {
            file: file.into(),
            start: 0,
            end: 0,
        }
    }
}

/// How much a complaint weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The course cannot be played as written; `check` exits with 1.
    Error,
    /// Something is probably not what the author meant.
    Warning,
    /// Style: reading level, length.
    Advice,
}

/// One complaint about a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A name in kebab case, one for each rule.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<Box<str>>,
    /// What mends it, where that takes no thought: text to be put in, and nothing taken away.
    pub fix: Vec<Insertion>,
}

/// A text to be put into the file that is complained about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// The byte before which it goes.
    pub at: usize,
    pub text: String,
}

/// A file with texts put in. Two for one place go in as they come; one beyond the end, or inside a character, is left out.
pub fn inserted(source: &str, insertions: &[Insertion]) -> String {
    let mut sorted: Vec<&Insertion> = insertions
        .iter()
        .filter(|put| source.is_char_boundary(put.at))
        .collect();
    sorted.sort_by_key(|put| put.at);
    let mut told = String::with_capacity(source.len());
    let mut from = 0;
    for put in sorted {
        told.push_str(&source[from..put.at]);
        told.push_str(&put.text);
        from = put.at;
    }
    told.push_str(&source[from..]);
    told
}

impl Diagnostic {
    /// An error without help.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            span,
            message: message.into(),
            help: None,
            fix: Vec::new(),
        }
    }

    /// A warning without help.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, span, message)
        }
    }

    /// Advice on style without help.
    pub fn advice(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Advice,
            ..Diagnostic::error(code, span, message)
        }
    }

    /// The same with what mends it.
    pub fn fix(mut self, at: usize, text: impl Into<String>) -> Diagnostic {
        self.fix.push(Insertion {
            at,
            text: text.into(),
        });
        self
    }

    /// The same with what to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into().into_boxed_str());
        self
    }
}

/// Line and column of a byte offset, both from 1, the column in characters. An offset past the end is the end.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The byte offset of a line and column, both from 1; past the end is the end.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let line_start = match line {
        0 | 1 => 0,
        _ => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    let rest = &text[line_start..];
    line_start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at)
}

/// The file's text, or where it stops being UTF-8. A byte order mark is skipped by the caller's parser, not here.
///
/// # Errors
/// The offset of the first byte that is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<&str, usize> {
    std::str::from_utf8(bytes).map_err(|error| error.valid_up_to())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_come_back() {
        let text = "é\nzwei\n";
        assert_eq!(position(text, 0), (1, 1));
        assert_eq!(position(text, 2), (1, 2));
        assert_eq!(position(text, 5), (2, 3));
        assert_eq!(position(text, 99), (3, 1));
        assert_eq!(offset(text, 2, 3), 5);
        assert_eq!(offset(text, 9, 1), text.len());
    }
}
