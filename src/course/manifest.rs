//! Owns `course.ron`: its form, and what is wrong with it. The build script includes this file and writes the embedded manifest down
//! as it was read, so that a start parses none.
//! Must not know Markdown; titles and lengths come from the files it names.

use crate::source::{CourseText, Diagnostic, Span, offset, text};
use ron::error::SpannedError;
use ron::extensions::Extensions;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

/// The file every course has.
pub const MANIFEST: &str = "course.ron";
/// Longest manifest that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

/// A map as written, in the order of its keys.
type Pairs<T> = Cow<'static, [(CourseText, T)]>;

/// The manifest as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename = "Course", deny_unknown_fields)]
pub struct Manifest {
    /// Names the course in saved progress.
    pub id: CourseText,
    pub title: CourseText,
    /// Whose ideas; a file.
    #[serde(default)]
    pub about: Option<CourseText>,
    /// The terms; a file.
    #[serde(default)]
    pub glossary: Option<CourseText>,
    /// The evidence; a file.
    #[serde(default)]
    pub sources: Option<CourseText>,
    /// Modules in order.
    pub modules: Cow<'static, [ModuleEntry]>,
    /// Orders of some items of their own.
    #[serde(default)]
    pub paths: Cow<'static, [PathEntry]>,
    /// Ids that have changed: (old, new).
    #[serde(default)]
    pub renamed: Cow<'static, [(CourseText, CourseText)]>,
}

/// A path as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename = "Path", deny_unknown_fields)]
pub struct PathEntry {
    pub id: CourseText,
    /// What one would say who takes it.
    pub title: CourseText,
    /// The ids of its items, in its order.
    pub items: Cow<'static, [CourseText]>,
}

/// A module as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename = "Module", deny_unknown_fields)]
pub struct ModuleEntry {
    pub id: CourseText,
    pub title: CourseText,
    /// One sentence on what it is about.
    #[serde(default)]
    pub intro: CourseText,
    /// Whether it counts; a welcome does not.
    #[serde(default = "yes")]
    pub numbered: bool,
    /// What it holds, in order.
    pub items: Cow<'static, [ItemEntry]>,
}

/// What stands in a module, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ItemEntry {
    /// A lesson.
    Lesson {
        id: CourseText,
        file: CourseText,
        /// Code → what the learner can do.
        #[serde(default, serialize_with = "as_map", deserialize_with = "pairs")]
        objectives: Pairs<CourseText>,
        /// Ideas it carries, by code.
        #[serde(default)]
        ideas: Cow<'static, [CourseText]>,
        /// Evidence it may cite, by code.
        #[serde(default)]
        evidence: Cow<'static, [CourseText]>,
    },
    /// Lines to rate.
    SelfAssessment { id: CourseText, file: CourseText },
    /// A branching conversation.
    Rehearsal { id: CourseText, file: CourseText },
    /// The bank of the final assessment, and how a form is drawn from it.
    Final {
        id: CourseText,
        file: CourseText,
        /// Questions of a form.
        #[serde(default)]
        draw: usize,
        /// Right answers that pass.
        #[serde(default)]
        pass: usize,
        /// Questions from each pool.
        #[serde(default, serialize_with = "as_map", deserialize_with = "pairs")]
        quotas: Pairs<usize>,
        /// Codes of which every form has one question each.
        #[serde(default)]
        must: Cow<'static, [CourseText]>,
    },
    /// Questions of the bank that are asked before the course and after it, and never scored.
    BeforeAfter {
        id: CourseText,
        title: CourseText,
        /// The final assessment whose bank has its questions.
        of: CourseText,
        /// The questions, in the order they are asked.
        questions: Cow<'static, [CourseText]>,
    },
}

fn yes() -> bool {
    true
}

fn as_map<S: Serializer, T: Clone + Serialize>(written: &Pairs<T>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(written.iter().map(|(key, value)| (key, value)))
}

fn pairs<'de, D: Deserializer<'de>, T: Clone + Deserialize<'de>>(written: D) -> Result<Pairs<T>, D::Error> {
    // One that is given twice stays, so that it can be complained about.
    struct InOrder<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
        type Value = Vec<(CourseText, T)>;
        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("a map")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut found = Vec::new();
            while let Some(pair) = map.next_entry()? {
                found.push(pair);
            }
            Ok(found)
        }
    }
    let mut found = written.deserialize_map(InOrder(PhantomData))?;
    found.sort_by(|(one, _): &(CourseText, T), (other, _)| one.cmp(other));
    Ok(found.into())
}

/// Reads the manifest. Without one, or with one that does not parse, there is only the complaint.
///
/// # Errors
/// No manifest, or RON that does not parse, with its place.
pub fn read(bytes: Option<&[u8]>) -> Result<Manifest, Diagnostic> {
    let file: Arc<str> = MANIFEST.into();
    let Some(bytes) = bytes else {
        return Err(Diagnostic::error(
            "no-manifest",
            Span::whole(MANIFEST),
            "the folder has no course.ron",
        )
        .help("a course is a folder with a course.ron that names its modules and lessons"));
    };
    if bytes.len() > LONGEST {
        let message = format!(
            "course.ron is {} bytes long; at most {LONGEST} are read",
            bytes.len()
        );
        return Err(Diagnostic::error("too-large", Span::whole(MANIFEST), message).help("split the course"));
    }
    let source = text(bytes).map_err(|at| not_utf8(&file, at))?;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options
        .from_str(source.strip_prefix('\u{feff}').unwrap_or(source))
        .map_err(|error| {
            does_not_parse(&file, source, &error).help(
                "the form is RON; a field that is not known is an error too, so that no typing error is lost",
            )
        })
}

/// The complaint about RON that does not parse, at its place in `source`.
pub fn does_not_parse(file: &Arc<str>, source: &str, error: &SpannedError) -> Diagnostic {
    let start = offset(source, error.span.start.line, error.span.start.col);
    let end = offset(source, error.span.end.line, error.span.end.col).max(start + 1);
    // The position of a wrong type is the blank before the value.
    let told = source.get(start..end).unwrap_or_default();
    let blanks = told.len() - told.trim_start().len();
    let name = file.rsplit('/').next().unwrap_or(file);
    Diagnostic::error(
        "ron",
        Span::new(file, start + blanks..end),
        format!("{name} does not parse: {}", error.code),
    )
}

/// Where each `key: "value"` of the manifest stands, in its order: the value as written, and the bytes of it and its quotes. Comments and other strings are passed
/// over.
pub fn places<'a>(source: &'a str, key: &str) -> Vec<(&'a str, Range<usize>)> {
    let bytes = source.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    // Whether the last thing read was the key, then whether it was the key and a colon.
    let (mut after_key, mut after_colon) = (false, false);
    while at < bytes.len() {
        let rest = &source[at..];
        let length = match bytes[at] {
            b'"' => string_length(rest),
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            b'/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            byte if is_name(byte) => rest.bytes().position(|byte| !is_name(byte)).unwrap_or(rest.len()),
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        let read = &rest[..length];
        if let Some(value) = read
            .strip_prefix('"')
            .and_then(|read| read.strip_suffix('"'))
            .filter(|_| after_colon)
        {
            found.push((value, at..at + length));
        }
        if !read.trim().is_empty() && !rest.starts_with("//") && !rest.starts_with("/*") {
            after_colon = after_key && read == ":";
            after_key = read == key;
        }
        at += length;
    }
    found
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Bytes of the string that `rest` begins with, its quotes too.
fn string_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The complaint about bytes that are not UTF-8, from `at` on.
pub fn not_utf8(file: &Arc<str>, at: usize) -> Diagnostic {
    Diagnostic::error(
        "not-utf-8",
        Span::new(file, at..at + 1),
        format!("the file is not UTF-8 from byte {at} on"),
    )
    .help("save the file as UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_key_alone() {
        let source = r#"Course(id: "a", // id: "no"
            title: "say \"id: \\", intro: "id: \"x\"", modules: [Module(id : "b" /* ) */, titleid: "c", items: [Lesson(id: "a", file: "é.md")])])"#;
        let ids: Vec<&str> = places(source, "id").into_iter().map(|(value, _)| value).collect();
        assert_eq!(ids, ["a", "b", "a"]);
        let (file, range) = places(source, "file").remove(0);
        assert_eq!((file, &source[range]), ("é.md", "\"é.md\""));
        assert!(places("id: \"torn", "id").is_empty());
    }
}
