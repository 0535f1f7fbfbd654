//! Owns `ally-up export`: what can be taken along, to standard output or to a file that is not there yet.
//! Must not know how each is made.

pub mod xapi;

use crate::action::{FileFormat, Takeaway};
use crate::clean::Clean;
use crate::cli::preferences::Wishes;
use crate::cli::progress_line::{ProgressLine, telling};
use crate::cli::{
    EarlyExit, Exit, Flags, Opened, complain, library, model, named, new_folder, opened, sought,
};
use crate::course_export::{gift, html as site};
use crate::export::calendar::{Titled, calendar};
use crate::export::cards::cards;
use crate::export::{self, html};
use crate::model::{Face, Model};
use crate::pages::for_two;
use crate::progress::log::{self, Record, write_export_header};
use crate::shell::system::HeldSignals;
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use crate::store::log_files::{self, Stream};
use clap::Subcommand;
use jiff::civil::Date;
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
        /// As one page for a browser, which prints well.
        #[arg(long)]
        html: bool,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The plan as Markdown, or its check-ins for a calendar.
    Plan {
        /// The check-ins as a calendar file; those of closed plans as cancelled. Importing it again moves days, and removes nothing.
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
        /// As one page for a browser, which prints well.
        #[arg(long)]
        html: bool,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// The questions that are reviewed, with answers and reasons, as cards for Anki. Nothing of yours is in it.
    Anki {
        /// Of one lesson; its name, as `ally-up list` shows it.
        #[arg(long, value_name = "LESSON")]
        lesson: Option<String>,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Judged answers, lessons read and forms passed as xAPI, a statement a line. No word of journal, plan or self-assessment is in it.
    Xapi {
        /// What happened on this day or later, as in 2026-11-28.
        #[arg(long, value_name = "DATE")]
        since: Option<Date>,
        /// The account to write instead of a random name that only this data folder knows; stay with one. Never a mail address.
        #[arg(long, num_args = 2, value_names = ["HOMEPAGE", "NAME"])]
        actor: Vec<String>,
        /// To this file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Questions for two: consent, ground rules and a plan, as a page for a browser to print and fill in by hand.
    ForTwo {
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
        Exportable::Notebook {
            with_journal,
            html,
            out,
        } => {
            let what = if *with_journal {
                Takeaway::Journal
            } else {
                Takeaway::Notebook
            };
            takeaway(flags, what(format(*html)), out.as_deref(), output)
        }
        Exportable::Gift { out } => {
            let library = library(flags.course.clone())?;
            let bank = telling("Exporting", |_| gift::bank(&library));
            tell_left("GIFT has", &bank.left);
            write(bank.text.as_bytes(), out.as_deref(), Exit::Done, output)
        }
        Exportable::Html { to, lang } => {
            let library = library(flags.course.clone())?;
            let site = telling("Exporting", |_| site::site(&library, lang));
            new_folder::write(to, &site.files)?;
            tell_left("pages without a script have", &site.left);
            let pages = site.files.len() - 1;
            let index = Clean::line(&to.join("index.html").display().to_string());
            writeln!(output, "Written: {pages} pages, beginning with {index}.")?;
            Ok(Exit::Done)
        }
        Exportable::Plan {
            ics: true,
            with_plan: true,
            out,
        } => page(flags, out.as_deref(), output, |model| {
            calendar(model, Titled::WithThePlan)
        }),
        Exportable::Plan {
            ics,
            with_plan: _,
            out,
        } => {
            let what = if *ics { Takeaway::Calendar } else { Takeaway::Plan };
            takeaway(flags, what, out.as_deref(), output)
        }
        Exportable::Record { html, out } => {
            takeaway(flags, Takeaway::Record(format(*html)), out.as_deref(), output)
        }
        Exportable::Anki { lesson, out } => anki(flags, lesson.as_deref(), out.as_deref(), output),
        Exportable::Xapi { since, actor, out } => xapi::run(flags, *since, actor, out.as_deref(), output),
        Exportable::ForTwo { out } => write(
            html::page(&for_two::page()).as_bytes(),
            out.as_deref(),
            Exit::Done,
            output,
        ),
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

/// The format that was asked for.
fn format(html: bool) -> FileFormat {
    match html {
        true => FileFormat::Html,
        false => FileFormat::Markdown,
    }
}

/// Writes the cards of the course, or of one lesson of it. Nothing of the learner's is read.
fn anki(
    flags: &Flags,
    lesson: Option<&str>,
    out: Option<&Path>,
    output: &mut impl Write,
) -> Result<Exit, EarlyExit> {
    let library = library(flags.course.clone())?;
    let lesson = lesson.map(|lesson| named(&library, lesson)).transpose()?;
    match telling("Exporting", |_| cards(&library, lesson)) {
        Ok(words) => write(words.as_bytes(), out, Exit::Done, output),
        Err(words) => Ok(complain(words, Exit::Usage)),
    }
}

/// Writes what the program's own pages write as well.
fn takeaway(
    flags: &Flags,
    what: Takeaway,
    out: Option<&Path>,
    output: &mut impl Write,
) -> Result<Exit, EarlyExit> {
    page(flags, out, output, |model| Ok(export::file(model, what)?.1))
}

/// Writes a page of the program.
fn page(
    flags: &Flags,
    out: Option<&Path>,
    output: &mut impl Write,
    make: impl FnOnce(&Model) -> Result<String, &'static str>,
) -> Result<Exit, EarlyExit> {
    let (model, _, _, found) = model(sought(flags)?, Wishes::find(flags), Face::Plain);
    let exit = match &found.problem {
        Some(problem) => complain(&format!("{problem}. The rest is there"), Exit::Unsaved),
        None => Exit::Done,
    };
    match telling("Exporting", |_| make(&model)) {
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
    // A file that is begun is there whole, or not at all.
    let signals = HeldSignals::hold();
    // In full, since the folder is synced, and a bare name has none.
    match std::path::absolute(path).and_then(|path| durable::write_new(&OsFileSystem, &path, bytes)) {
        Ok(()) => {
            writeln!(output, "Written to {shown}.")?;
            output.flush()?;
            Ok(signals.came().map_or(exit, Exit::Signal))
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
    let exporting = ProgressLine::new("Exporting");
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
    drop(exporting);
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
