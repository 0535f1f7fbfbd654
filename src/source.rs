//! Owns where text came from: a course's files in memory, spans into them, and what is wrong with a span.
//! Must not know what a course is, nor how a complaint is printed.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Debug;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The files of a course, however they got here: path inside the course (`/` between parts) → bytes. Those of a folder are read when they
/// are first asked for. Beside those that can be read it knows of others that are not.
#[derive(Clone, Debug, Default)]
pub struct Files {
    held: BTreeMap<String, HeldFile>,
    /// Where those are read that are not yet.
    source: Option<Arc<dyn FileSource>>,
    /// Files that are there and were not read, by their path.
    pub unread: BTreeMap<String, Unread>,
    /// Files that are there, and of which not even the names were kept.
    pub uncounted: usize,
    /// Paths of files of other kinds, which are never read: pictures, mostly.
    pub beside: HashSet<String>,
}

/// Where files are read from that are not in memory.
pub trait FileSource: Debug + Send + Sync {
    /// The bytes of a file; none, if it cannot be read any more.
    fn read(&self, path: &str) -> Option<Vec<u8>>;
}

/// A file: its bytes once they are read, and what it is recognized by until then.
#[derive(Clone, Debug)]
struct HeldFile {
    bytes: OnceLock<Option<Cow<'static, [u8]>>>,
    stamp: Option<FileStamp>,
}

/// What a file is recognized by without reading it: as long as this stays the same, so does its content. Only a write within the
/// grain of the file system's clock is not seen by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// In bytes.
    pub length: u64,
    /// When its content was last modified, in nanoseconds since 1970.
    pub modified: i128,
    /// When anything of it was last changed, which nobody can set; 0 where the system has no such time.
    pub changed: i128,
    /// The file's number on its file system; 0 where it has none.
    pub number: u64,
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

    /// Puts these in place of all files: they are read from there when they are first asked for.
    pub fn read_later(
        &mut self,
        source: Arc<dyn FileSource>,
        found: impl IntoIterator<Item = (String, FileStamp)>,
    ) {
        let later = |stamp| HeldFile {
            bytes: OnceLock::new(),
            stamp: Some(stamp),
        };
        self.held = found
            .into_iter()
            .map(|(path, stamp)| (path, later(stamp)))
            .collect();
        self.source = Some(source);
    }

    /// Whether there is such a file, read or not.
    pub fn has(&self, path: &str) -> bool {
        self.contains_key(path) || self.unread.contains_key(path)
    }

    /// Whether there is such a file that can be read.
    pub fn contains_key(&self, path: &str) -> bool {
        self.held.contains_key(path)
    }

    /// The bytes of a file. One that cannot be read any more is as good as not there.
    pub fn get(&self, path: &str) -> Option<&Cow<'static, [u8]>> {
        let held = self.held.get(path)?;
        held.bytes.get_or_init(|| self.read(path)).as_ref()
    }

    /// The same for whoever looks at them once: they are not kept.
    pub fn glance(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        match self.held.get(path)?.bytes.get() {
            Some(bytes) => bytes.as_deref().map(Cow::Borrowed),
            None => self.read(path),
        }
    }

    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        self.source.as_ref()?.read(path).map(Cow::Owned)
    }

    /// What a file was recognized by when it was found; of one that is in memory from the first there is nothing.
    pub fn stamp(&self, path: &str) -> Option<&FileStamp> {
        self.held.get(path)?.stamp.as_ref()
    }

    /// Bytes of a file; none of one that is not there.
    pub fn length(&self, path: &str) -> usize {
        let held = self.held.get(path);
        let length = held.map(|held| match (held.bytes.get(), &held.stamp) {
            (None, Some(stamp)) => usize::try_from(stamp.length).unwrap_or(usize::MAX),
            (bytes, _) => bytes.and_then(Option::as_ref).map_or(0, |bytes| bytes.len()),
        });
        length.unwrap_or(0)
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: String, bytes: Cow<'static, [u8]>) {
        self.held.insert(path, HeldFile::of(bytes));
    }

    /// The paths of all files, in their order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.held.keys()
    }

    /// A file with its path as it is kept.
    pub fn get_key_value(&self, path: &str) -> Option<(&String, &Cow<'static, [u8]>)> {
        let (path, _) = self.held.get_key_value(path)?;
        Some((path, self.get(path)?))
    }

    /// All files, by their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Cow<'static, [u8]>)> {
        self.keys().filter_map(|path| Some((path, self.get(path)?)))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether these are the same files with the same bytes. What is recognized without reading it is not read for that.
    pub fn are_as(&self, others: &Files) -> bool {
        let stamps = |path: &str| Some((self.stamp(path)?, others.stamp(path)?));
        let is_same = |path: &String| match stamps(path) {
            Some((one, other)) => one == other,
            None => self.glance(path) == others.glance(path),
        };
        self.keys().eq(others.keys()) && self.keys().all(is_same)
    }
}

impl HeldFile {
    fn of(bytes: Cow<'static, [u8]>) -> HeldFile {
        HeldFile {
            bytes: OnceLock::from(Some(bytes)),
            stamp: None,
        }
    }
}

impl IntoIterator for Files {
    type Item = (String, Cow<'static, [u8]>);
    type IntoIter = std::vec::IntoIter<Self::Item>;
    fn into_iter(self) -> Self::IntoIter {
        let all = self.iter().map(|(path, bytes)| (path.clone(), bytes.clone()));
        all.collect::<Vec<_>>().into_iter()
    }
}

impl FromIterator<(String, Cow<'static, [u8]>)> for Files {
    fn from_iter<I: IntoIterator<Item = (String, Cow<'static, [u8]>)>>(files: I) -> Files {
        Files {
            held: files
                .into_iter()
                .map(|(path, bytes)| (path, HeldFile::of(bytes)))
                .collect(),
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
    use std::sync::atomic::{AtomicUsize, Ordering};

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

    /// A folder that counts how often a file is read, and in which `gone` is gone.
    #[derive(Debug, Default)]
    struct Counted(AtomicUsize);

    impl FileSource for Counted {
        fn read(&self, path: &str) -> Option<Vec<u8>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            (path != "gone").then(|| path.as_bytes().to_vec())
        }
    }

    #[test]
    fn files_of_a_folder_are_read_when_they_are_asked_for() {
        let stamp = |number| FileStamp {
            length: 1,
            modified: 0,
            changed: 0,
            number,
        };
        let source = Arc::new(Counted::default());
        let found = |second| {
            let mut files = Files::new();
            let all = [("a", 1), ("b", second), ("gone", 3)];
            let all = all.map(|(path, number)| (path.to_owned(), stamp(number)));
            files.read_later(source.clone(), all);
            files
        };
        let count = || source.0.load(Ordering::Relaxed);
        let files = found(2);
        assert!(files.are_as(&found(2)) && !files.are_as(&found(7)) && !files.are_as(&Files::new()));
        assert_eq!((files.length("a"), files.len(), count()), (1, 3, 0));
        assert_eq!(files.glance("a").as_deref(), Some(&b"a"[..]));
        assert_eq!(files.get("a").map(AsRef::as_ref), Some(&b"a"[..]));
        assert_eq!(files.get("a").map(AsRef::as_ref), Some(&b"a"[..]));
        assert_eq!((files.glance("a").is_some(), count()), (true, 2));
        assert!(files.has("gone") && files.get("gone").is_none() && files.glance("gone").is_none());
        assert_eq!(
            files.iter().map(|(path, _)| path.as_str()).collect::<String>(),
            "ab"
        );
        // What is in memory from the first is known by its bytes.
        let with = |bytes: &'static [u8]| {
            let mut files = found(2);
            files.insert("b".to_owned(), bytes.into());
            files
        };
        assert!(files.are_as(&with(b"b")) && !files.are_as(&with(b"c")));
    }
}
