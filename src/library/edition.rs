//! Owns a course that is being edited: what is played from now on, and what an author would want to know of it on the page.
//! Must not know when it was edited, nor what was on show.

use crate::clean::Clean;
use crate::course::lint::check;
use crate::course::manifest::{MANIFEST, read};
use crate::library::Library;
use crate::source::{Files, Severity, position, text};

/// A course as it is after an edit.
#[derive(Clone, Debug, Default)]
pub struct Edition {
    /// None while its manifest cannot be read: the one before goes on.
    pub library: Option<Library>,
    /// Errors and warnings, in the order of the files.
    pub complaints: Vec<Complaint>,
}

/// What is wrong with a course, for its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The file it is about.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub words: Clean,
}

impl Edition {
    /// The course that these files are.
    pub fn of(files: Files) -> Edition {
        let told = check(&files)
            .into_iter()
            .filter(|found| found.severity != Severity::Advice);
        let told = told.map(|found| {
            let source = files.get(&*found.span.file).and_then(|bytes| text(bytes).ok());
            let help = found.help.map(|help| format!("; {help}")).unwrap_or_default();
            Complaint {
                line: position(source.unwrap_or_default(), found.span.start).0,
                words: Clean::line(&format!("{}{help}", found.message)),
                file: found.span.file.to_string(),
            }
        });
        let complaints = told.collect();
        let manifest = read(files.get(MANIFEST).map(|bytes| bytes.as_ref()));
        Edition {
            library: manifest.is_ok().then(|| Library::of(files, &Default::default())),
            complaints,
        }
    }
}
