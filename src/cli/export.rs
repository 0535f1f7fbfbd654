//! Owns `ally-up export`: what can be taken along, to standard output or to a file that is not there yet.
//! Must not know how each is made.

use crate::action::Takeaway;
use crate::clean::Clean;
use crate::cli::preferences::Wishes;
use crate::cli::{EarlyExit, Exit, Flags, Opened, complain, library, new_folder, opened};
use crate::course_export::{gift, html};
use crate::model::{Face, Model};
use crate::progress::log::{self, Record, write_export_header};
use crate::shell::export::{self, Titled};
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use crate::store::log_files::{self, Stream};
use clap::Subcommand;
use std::collections::{BTreeMap, HashSet};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// What can be taken along.
#[derive(Subcommand, Debug)]
pub enum Exportable {
    /// All answers, places and settings, for `ally-up merge` on another machine. Your own words and marks only with --with-journal.
    Progress {
        /// With the journal, marks and notes, the plan and the self-assessment. Whoever has the file can read them.
        #[arg(long)]
        with_journal: bool,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The notebook as Markdown: plan, self-assessment and marked lines; journal and notes only with --with-journal.
    Notebook {
        /// With all you wrote for yourself. Whoever has the file can read it.
        #[arg(long)]
        with_journal: bool,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The plan as Markdown, or its check-ins for a calendar.
    Plan {
        /// The check-ins as a calendar file.
        #[arg(long)]
        ics: bool,
        /// Put the plan itself into the titles of the calendar; without it they say no more than "check-in".
        #[arg(long, requires = "ics")]
        with_plan: bool,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The questions of the course as a GIFT bank for Moodle. What GIFT has no place for is told.
    Gift {
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The course as a folder of HTML pages that need no script.
    Html {
        /// Into this folder, which must be empty, or not there yet.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The language of the course, for whatever reads the pages aloud.
        #[arg(long, value_name = "TAG", default_value = "en")]
        lang: String,
    },
    /// What you read, practiced and planned, as a plain record of your own.
    Record {
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Writes what was asked for.
///
/// # Errors
/// What writing to standard output gave.
pub fn run(flags: &Flags, what: &Exportable, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    match what {
        Exportable::Progress { with_journal, out } => {
            let streams = if *with_journal {
                &Stream::ALL[..]
            } else {
                &[Stream::Events]
            };
            let (bytes, exit) = copy(flags, streams)?;
            write(&bytes, out.as_deref(), exit, output)
        }
        Exportable::Notebook { with_journal, out } => {
            let what = if *with_journal {
                Takeaway::Journal
            } else {
                Takeaway::Notebook
            };
            page(flags, out.as_deref(), output, |model| {
                Ok(export::file(model, what).1)
            })
        }
        Exportable::Plan { ics, with_plan, out } => page(flags, out.as_deref(), output, |model| {
            match (model.progress.latest_plan(), ics) {
                (None, _) => Err("there is no plan yet; make one in the program, under Practice"),
                (Some(_), false) => Ok(export::file(model, Takeaway::Plan).1),
                (Some(_), true) => Ok(export::calendar(
                    model,
                    if *with_plan {
                        Titled::WithThePlan
                    } else {
                        Titled::Plainly
                    },
                )),
            }
        }),
        Exportable::Gift { out } => {
            let bank = gift::bank(&library(flags.course.clone())?);
            tell_left("GIFT has", &bank.left);
            write(bank.text.as_bytes(), out.as_deref(), Exit::Done, output)
        }
        Exportable::Html { to, lang } => {
            let site = html::site(&library(flags.course.clone())?, lang);
            new_folder::write(to, &site.files)?;
            tell_left("pages without a script have", &site.left);
            let pages = site.files.len() - 1;
            let index = Clean::line(&to.join("index.html").display().to_string());
            writeln!(output, "Written: {pages} pages, beginning with {index}.")?;
            Ok(Exit::Done)
        }
        Exportable::Record { out } => page(flags, out.as_deref(), output, |model| {
            Ok(export::file(model, Takeaway::Record).1)
        }),
    }
}

/// Tells what another format has no place for.
fn tell_left(who: &str, left: &BTreeMap<&'static str, usize>) {
    for (what, count) in left {
        complain(
            &format!("left out, {who} no place for them: {what} ({count})"),
            Exit::Done,
        );
    }
}

/// Writes a page of the program.
fn page(
    flags: &Flags,
    out: Option<&Path>,
    output: &mut impl Write,
    make: impl FnOnce(&Model) -> Result<String, &'static str>,
) -> Result<Exit, EarlyExit> {
    let (model, _, _, found) = opened(flags)?.into_model(Wishes::find(flags), Face::Plain);
    let exit = match &found.problem {
        Some(problem) => complain(&format!("{problem}. The rest is there"), Exit::Unsaved),
        None => Exit::Done,
    };
    match make(&model) {
        Ok(words) => write(words.as_bytes(), out, exit, output),
        Err(words) => Ok(complain(words, Exit::Usage)),
    }
}

/// Writes bytes where they were asked for. A file that is there stays as it is.
///
/// # Errors
/// What writing to standard output gave.
pub fn write(
    bytes: &[u8],
    out: Option<&Path>,
    exit: Exit,
    output: &mut impl Write,
) -> Result<Exit, EarlyExit> {
    let Some(path) = out else {
        // A file of lines may hold what another program wrote: a file gets it byte by byte, a terminal what can be shown.
        match std::io::stdout().is_terminal() {
            true => output.write_all(Clean::new(&String::from_utf8_lossy(bytes)).as_bytes())?,
            false => output.write_all(bytes)?,
        }
        output.flush()?;
        return Ok(exit);
    };
    let shown = Clean::line(&path.to_string_lossy());
    // In full, since the folder is synced, and a bare name has none.
    match std::path::absolute(path).and_then(|path| durable::write_new(&OsFileSystem, &path, bytes)) {
        Ok(()) => {
            writeln!(output, "Written to {shown}.")?;
            Ok(exit)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(complain(
            &format!("{shown} is there already and was not touched; name another file"),
            Exit::Usage,
        )),
        Err(error) => {
            let words = format!(
                "cannot write {shown} ({}); check the folder and the disk",
                Clean::line(&error.to_string())
            );
            Ok(complain(&words, Exit::Unsaved))
        }
    }
}

/// Every line of these trees that can be read, once, below a header for each tree. With the exit code: what could not be read is told.
fn copy(flags: &Flags, streams: &[Stream]) -> Result<(Vec<u8>, Exit), Exit> {
    let Opened {
        library,
        disk,
        stamper,
        ..
    } = opened(flags)?;
    let mut problems = Vec::new();
    let leaves = log_files::read_all(&**disk.fs(), &disk.paths().data, &mut problems);
    let forgotten = log_files::forgotten(&leaves);
    let (mut bytes, mut written, mut damaged) = (Vec::new(), HashSet::new(), 0);
    for stream in streams {
        bytes.extend(write_export_header(&library.course.id, stamper.device(), stream.name()).bytes());
        for (leaf, line) in leaves
            .iter()
            .flat_map(|leaf| leaf.lines().map(move |line| (leaf, line)))
        {
            if leaf.stream_of(&line.record) != *stream {
                continue;
            }
            let stays = match &line.record {
                Record::Event(event) => log::survives(event, &forgotten),
                Record::Unknown(_) => line.record.id().is_none_or(|id| !forgotten.contains(id)),
                Record::Header(_) => false,
                Record::Damaged(_) => {
                    damaged += 1;
                    false
                }
            };
            let is_new = |id: &str| written.insert(id.to_owned());
            if stays && line.record.id().is_none_or(is_new) {
                bytes.extend_from_slice(line.bytes);
                bytes.push(b'\n');
            }
        }
    }
    if damaged > 0 {
        complain(
            &format!("{damaged} lines cannot be read and were left out; ally-up doctor names them"),
            Exit::Done,
        );
    }
    let exit = match problems.first() {
        Some(problem) => complain(&format!("{problem}. The rest is there"), Exit::Unsaved),
        None => Exit::Done,
    };
    Ok((bytes, exit))
}
