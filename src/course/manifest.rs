//! Owns `course.ron`: its form, and what is wrong with it.
//! Must not know Markdown; titles and lengths come from the files it names.

use crate::source::{Diagnostic, Severity, Span, offset, text};
use ron::extensions::Extensions;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file every course has.
pub const MANIFEST: &str = "course.ron";
/// Longest manifest that is read, in bytes.
const LONGEST: usize = 1024 * 1024;

/// The manifest as written.
#[derive(Debug, Deserialize)]
#[serde(rename = "Course", deny_unknown_fields)]
pub struct Manifest {
    /// Names the course in saved progress.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Files of the pages beside the lessons.
    #[serde(default)]
    pub about: Option<String>,
    #[serde(default)]
    pub glossary: Option<String>,
    #[serde(default)]
    pub sources: Option<String>,
    /// Modules in order.
    pub modules: Vec<ModuleEntry>,
    /// Ids that have changed: (old, new).
    #[serde(default)]
    pub renamed: Vec<(String, String)>,
}

/// A module as written.
#[derive(Debug, Deserialize)]
#[serde(rename = "Module", deny_unknown_fields)]
pub struct ModuleEntry {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub intro: String,
    #[serde(default = "yes")]
    pub numbered: bool,
    pub items: Vec<ItemEntry>,
}

/// What stands in a module, as written.
#[derive(Debug, Deserialize)]
pub enum ItemEntry {
    /// A lesson.
    Lesson {
        id: String,
        file: String,
        #[serde(default)]
        objectives: BTreeMap<String, String>,
        #[serde(default)]
        ideas: Vec<String>,
        #[serde(default)]
        evidence: Vec<String>,
    },
    /// Lines to rate.
    SelfAssessment { id: String, file: String },
    /// A branching conversation.
    Rehearsal { id: String, file: String },
    /// The bank of the final assessment, and how a form is drawn from it.
    Final {
        id: String,
        file: String,
        #[serde(default)]
        draw: usize,
        #[serde(default)]
        pass: usize,
        #[serde(default)]
        quotas: BTreeMap<String, usize>,
        #[serde(default)]
        must: Vec<String>,
    },
}

fn yes() -> bool {
    true
}

/// Reads the manifest. Without one, or with one that does not parse, there is only the complaint.
pub fn read(bytes: Option<&[u8]>) -> Result<Manifest, Diagnostic> {
    let file: Arc<str> = MANIFEST.into();
    let Some(bytes) = bytes else {
        return Err(Diagnostic::error("no-manifest", Span::whole(MANIFEST), "the folder has no course.ron")
            .help("a course is a folder with a course.ron that names its modules and lessons"));
    };
    if bytes.len() > LONGEST {
        let message = format!("course.ron is {} bytes long; at most {LONGEST} are read", bytes.len());
        return Err(Diagnostic::error("too-large", Span::whole(MANIFEST), message).help("split the course"));
    }
    let source = text(bytes).map_err(|at| not_utf8(&file, at))?;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(source.strip_prefix('\u{feff}').unwrap_or(source)).map_err(|error| {
        let start = offset(source, error.span.start.line, error.span.start.col);
        let end = offset(source, error.span.end.line, error.span.end.col).max(start + 1);
        // The position of a wrong type is the blank before the value.
        let blanks =
            source[start..end.min(source.len()).max(start)].len() - source[start..end.min(source.len()).max(start)].trim_start().len();
        Diagnostic {
            code: "ron",
            severity: Severity::Error,
            span: Span::new(&file, start + blanks..end),
            message: format!("course.ron does not parse: {}", error.code),
            help: Some("the form is RON; a field that is not known is an error too, so that no typing error is lost".into()),
        }
    })
}

/// The complaint about bytes that are not UTF-8, from `at` on.
pub fn not_utf8(file: &Arc<str>, at: usize) -> Diagnostic {
    Diagnostic::error("not-utf-8", Span::new(file, at..at + 1), format!("the file is not UTF-8 from byte {at} on"))
        .help("save the file as UTF-8")
}
