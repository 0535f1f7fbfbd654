//! Owns `ally-up check`: every complaint about a course, printed. Must not know what is complained about.

use crate::cli::color::{Colors, colors, var};
use crate::cli::{EarlyExit, Exit, Flags, complain};
use crate::course::{embedded, lint, report};
use crate::shell::course_folder;
use crate::source::{Files, Severity};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Prints every complaint about a course.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags, folder: Option<PathBuf>, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let files: Files = match folder.or(flags.course.clone()) {
        None => embedded::files(),
        Some(folder) => course_folder::read(&folder).map_err(|words| complain(&words, Exit::Usage))?,
    };
    let found = lint::check(&files);
    let style = match colors(flags.color, var, io::stdout().is_terminal()) {
        Colors::On => report::Style::Colored,
        Colors::Off => report::Style::Plain,
    };
    write!(output, "{}", report::report(&found, &files, style))?;
    writeln!(output, "{}", report::summary(&found))?;
    match found
        .iter()
        .any(|complaint| complaint.severity == Severity::Error)
    {
        true => Ok(Exit::Faults),
        false => Ok(Exit::Done),
    }
}
