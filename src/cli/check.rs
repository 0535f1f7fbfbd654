//! Owns `ally-up check`: every complaint about a course, printed, and mended where that takes no thought.
//! Must not know what is complained about.

use crate::clean::Clean;
use crate::cli::color::{Colors, colors, var};
use crate::cli::progress_line::{ProgressLine, Stopping, telling};
use crate::cli::{EarlyExit, Exit, Flags, complain};
use crate::course::load::{Outlines, load};
use crate::course::manifest::{MANIFEST, read as read_manifest};
use crate::course::report::{self, formats};
use crate::course::{embedded, lint};
use crate::progress::renamed::Renamed;
use crate::shell::course_folder;
use crate::shell::system::HeldSignals;
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
    let read = |folder: &Path| {
        let files = telling("Reading", |_| course_folder::read(folder));
        files.map_err(|words| complain(&words, Exit::Usage))
    };
    let mut files: Files = match &folder {
        None => embedded::files(),
        Some(folder) => read(folder)?,
    };
    let mut found = check(&files);
    let mut stopped = None;
    if asked.mends {
        let Some(folder) = &folder else {
            return Err(complain(
                "name a folder: the course inside the program cannot be mended",
                Exit::Usage,
            )
            .into());
        };
        let signals = HeldSignals::hold();
        let mended = mend(folder, &files, &found, || signals.came().is_none());
        for told in &mended {
            // What is printed for machines stays as it is.
            match asked.format {
                ReportFormat::Text => writeln!(output, "{told}")?,
                ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Github => {
                    writeln!(io::stderr(), "{told}")?
                }
            }
        }
        stopped = signals.came();
        if !mended.is_empty() && stopped.is_none() {
            files = read(folder)?;
            found = check(&files);
        }
    }
    if let Some(signal) = stopped {
        output.flush()?;
        return Ok(complain(
            "stopped; every file is mended or as it was",
            Exit::Signal(signal),
        ));
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
            let is_renamed = read_manifest(files.get(MANIFEST).map(|bytes| bytes.as_ref()))
                .is_ok_and(|manifest| !manifest.renamed.is_empty());
            if is_renamed {
                let (course, _) = load(&files, &Outlines::new());
                for told in Renamed::of(&course.renames()).told(|name| course.has(name)) {
                    writeln!(output, "{}", Clean::line(&told))?;
                }
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

/// Every complaint about a course.
fn check(files: &Files) -> Vec<Diagnostic> {
    telling("Checking", |line| {
        lint::check_for(files, Severity::Advice, |nth, all| line.at(nth, all))
    })
}

/// Mends what takes no thought, file by file as long as that is wanted, and says of each what came of it. A file that has changed since
/// it was checked is left.
fn mend(folder: &Path, files: &Files, found: &[Diagnostic], is_wanted: impl Fn() -> bool) -> Vec<String> {
    let line = ProgressLine::stopping("Mending", Stopping::BetweenFiles);
    let mut by_file: BTreeMap<&str, Vec<Insertion>> = BTreeMap::new();
    for told in found.iter().filter(|told| !told.fix.is_empty()) {
        by_file
            .entry(&told.span.file)
            .or_default()
            .extend(told.fix.iter().cloned());
    }
    let mut said = Vec::new();
    let all = by_file.len();
    for (nth, (file, insertions)) in by_file.into_iter().enumerate().take_while(|_| is_wanted()) {
        line.at(nth, all);
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
