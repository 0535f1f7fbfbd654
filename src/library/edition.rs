//! Owns a course that is being edited: what is played from now on, and what an author would want to know of it on the page.
//! Must not know when it was edited, nor what was on show.

use crate::clean::Clean;
use crate::course::lint::check_for;
use crate::course::manifest::{MANIFEST, read};
use crate::library::Library;
use crate::source::{Files, Severity, position, text};

/// A course as it was read again.
#[derive(Clone, Debug)]
pub struct Edition {
    pub course: Reread,
    /// What is wrong with it, in the order of the files.
    pub complaints: Vec<Complaint>,
}

/// What there is to play after a course was read again.
#[derive(Clone, Debug)]
pub enum Reread {
    /// Nothing was edited.
    Same,
    /// The course as it is now.
    Edited(Box<Library>),
    /// Its manifest cannot be read: the one before goes on.
    Unreadable,
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
    /// The course that these files are after an edit, with errors and warnings: whoever edits wants to know both.
    pub fn of(files: Files) -> Edition {
        let complaints = complaints(&files, Severity::Warning);
        let manifest = read(files.get(MANIFEST).map(|bytes| bytes.as_ref()));
        let course = match manifest {
            Ok(_) => Reread::Edited(Box::new(Library::of(files, &Default::default()))),
            Err(_) => Reread::Unreadable,
        };
        Edition { course, complaints }
    }

    /// The course that these files are when it is opened, with its errors: something that it was to say or ask is missing.
    pub fn opened(files: &Files) -> Edition {
        Edition {
            course: Reread::Same,
            complaints: complaints(files, Severity::Error),
        }
    }
}

/// Those that weigh at least so much.
fn complaints(files: &Files, least: Severity) -> Vec<Complaint> {
    let told = check_for(files, least, |_, _| ()).into_iter().map(|found| {
        let source = files.get(&found.span.file).and_then(|bytes| text(bytes).ok());
        let help = found.help.map(|help| format!("; {help}")).unwrap_or_default();
        Complaint {
            line: position(source.unwrap_or_default(), found.span.start).0,
            words: Clean::line(&format!("{}{help}", found.message)),
            file: found.span.file.to_string(),
        }
    });
    told.collect()
}
