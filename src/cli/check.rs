//! Owns `ally-up check`: every complaint about a course, printed, and mended where that takes no thought.
//! Must not know what is complained about.

use crate::clean::Clean;
use crate::cli::color::{Colors, colors, var};
use crate::cli::{EarlyExit, Exit, Flags, complain};
use crate::course::report::{self, formats};
use crate::course::{embedded, lint};
use crate::shell::course_folder;
use crate::source::{Diagnostic, Files, Insertion, Severity, inserted, text};
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// How complaints are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For whoever writes the course, each with its line.
    #[default]
    Text,
    /// As a JSON array.
    Json,
    /// As SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// As the lines by which a workflow of GitHub marks files.
    Github,
}

/// What is asked of a check.
#[derive(Clone, Debug)]
pub struct CheckOrders {
    /// The course's folder; without one, the course inside the program.
    pub folder: Option<PathBuf>,
    pub format: ReportFormat,
    /// Whether what takes no thought is mended.
    pub mends: bool,
}

/// Prints every complaint about a course.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags, asked: CheckOrders, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let folder = asked.folder.or(flags.course.clone());
    let read = |folder: &Path| course_folder::read(folder).map_err(|words| complain(&words, Exit::Usage));
    let mut files: Files = match &folder {
        None => embedded::files(),
        Some(folder) => read(folder)?,
    };
    let mut found = lint::check(&files);
    if asked.mends {
        let Some(folder) = &folder else {
            return Err(complain(
                "name a folder: the course inside the program cannot be mended",
                Exit::Usage,
            )
            .into());
        };
        let mended = mend(folder, &files, &found);
        for told in &mended {
            // What is printed for machines stays as it is.
            match asked.format {
                ReportFormat::Text => writeln!(output, "{told}")?,
                ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Github => {
                    writeln!(io::stderr(), "{told}")?
                }
            }
        }
        if !mended.is_empty() {
            files = read(folder)?;
            found = lint::check(&files);
        }
    }
    match asked.format {
        ReportFormat::Text => {
            let style = match colors(flags.color, var, io::stdout().is_terminal()) {
                Colors::On => report::Style::Colored,
                Colors::Off => report::Style::Plain,
            };
            write!(output, "{}", report::report(&found, &files, style))?;
            writeln!(output, "{}", report::summary(&found))?;
            let fixable = found.iter().filter(|told| !told.fix.is_empty()).count();
            if fixable > 0 && folder.is_some() {
                writeln!(
                    output,
                    "ally-up check --fix mends {fixable} of these; it puts text in and takes nothing away."
                )?;
            }
        }
        ReportFormat::Json => write!(output, "{}", formats::json(&found, &files))?,
        ReportFormat::Sarif => write!(output, "{}", formats::sarif(&found, &files))?,
        ReportFormat::Github => write!(output, "{}", formats::github(&found, &files))?,
    }
    match found
        .iter()
        .any(|complaint| complaint.severity == Severity::Error)
    {
        true => Ok(Exit::Faults),
        false => Ok(Exit::Done),
    }
}

/// Mends what takes no thought, file by file, and says of each what came of it. A file that has changed since it was checked is left.
fn mend(folder: &Path, files: &Files, found: &[Diagnostic]) -> Vec<String> {
    let mut by_file: BTreeMap<&str, Vec<Insertion>> = BTreeMap::new();
    for told in found.iter().filter(|told| !told.fix.is_empty()) {
        by_file
            .entry(&told.span.file)
            .or_default()
            .extend(told.fix.iter().cloned());
    }
    let mut said = Vec::new();
    for (file, insertions) in by_file {
        let Some(Ok(source)) = files.get(file).map(|bytes| text(bytes)) else {
            continue;
        };
        let path = folder.join(file);
        let shown = Clean::line(file);
        let is_same = durable::read(&OsFileSystem, &path).is_ok_and(|bytes| bytes == source.as_bytes());
        let count = insertions.len();
        said.push(
            match is_same.then(|| write(&path, &inserted(source, &insertions))) {
                Some(Ok(())) => format!(
                    "Mended {shown} in {count} place{}.",
                    if count == 1 { "" } else { "s" }
                ),
                Some(Err(error)) => format!("NOT MENDED: {shown} ({error}); check its permissions."),
                None => format!("NOT MENDED: {shown} has changed since it was read; check again."),
            },
        );
    }
    said
}

/// Replaces a file whole, with the permissions it had.
fn write(path: &Path, words: &str) -> io::Result<()> {
    let permissions = std::fs::metadata(path)?.permissions();
    durable::replace(&OsFileSystem, path, "check", words.as_bytes())?;
    std::fs::set_permissions(path, permissions)
}
