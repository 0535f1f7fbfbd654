//! Owns `ally-up merge`: what another copy would bring, said before anything is written. Must not know how lines are copied.

use crate::clean::Clean;
use crate::cli::confirm::{self, Meant};
use crate::cli::event_counts::{Tally, counted, machine};
use crate::cli::progress_line::{ProgressLine, Stopping, telling};
use crate::cli::{EarlyExit, Exit, Flags, Opened, complain, opened};
use crate::pages::erase_entry;
use crate::progress::event::EventKind;
use crate::progress::log::Record;
use crate::shell::system::HeldSignals;
use crate::store::compaction::UnreadableLines;
use crate::store::copy::{self, Refused};
use crate::store::log_files::{self, LogFile};
use crate::store::merge::{self, MergePlan};
use crate::store::reader;
use std::io::{self, Write};
use std::path::Path;

/// The word that is typed.
const WORD: &str = "merge";

/// Brings in the copy at `path`.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags, path: &Path, asked: Meant, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let Opened {
        library,
        mut disk,
        stamper,
        ..
    } = opened(flags)?;
    let course = &library.course;
    let shown = Clean::line(&path.to_string_lossy());
    let fs = disk.fs().clone();
    let mut problems = Vec::new();
    reader::check_format(&*fs, &disk.paths().data, &mut problems);
    let ours = telling("Reading", |_| {
        log_files::read_all(&*fs, &disk.paths().data, &mut problems)
    });
    if let Some(problem) = problems.first() {
        return Ok(complain(&format!("{problem}. Nothing was merged"), Exit::Unsaved));
    }
    reader::check_format(&*fs, path, &mut problems);
    if let Some(problem) = problems.first() {
        return Ok(complain(&problem.to_string(), Exit::Usage));
    }
    let copy = telling("Reading", |_| {
        let theirs = copy::read_copy(&*fs, path, course, &mut problems)?;
        match other_course(&theirs, &course.id) {
            Some(other) => Err(Refused::OtherCourse(other)),
            None => Ok(theirs),
        }
    });
    let theirs = match copy {
        Ok(theirs) => theirs,
        Err(refused) => return Ok(complain(&why(&shown, &refused), Exit::Usage)),
    };
    let plan = telling("Comparing", |_| merge::plan(&ours, &theirs));
    tell(&plan, &shown, stamper.device(), output)?;
    // What of the copy cannot be read is told beside what can.
    for problem in &problems {
        complain(&problem.to_string(), Exit::Usage);
    }
    if plan.new.is_empty() {
        return Ok(Exit::Done);
    }
    if forgets_more(&plan) {
        // Whoever says yes to what comes in has not said it to what goes.
        if !confirm::is_typed(erase_entry::WORD, output)? {
            return Ok(complain(
                &format!(
                    "nothing was merged, since that forgets more than it brings; type {} when asked",
                    erase_entry::WORD
                ),
                Exit::Usage,
            ));
        }
    } else if asked == Meant::NotYet && !confirm::is_typed(WORD, output)? {
        return Ok(complain(
            &format!("nothing was merged; type {WORD} when asked, or say --yes"),
            Exit::Usage,
        ));
    }
    // What comes in and what goes are one: a signal waits until both are done.
    let signals = HeldSignals::hold();
    let writing = ProgressLine::stopping("Merging", Stopping::AtTheEnd);
    let done = disk.merge(&plan).and_then(|()| match plan.forgets.is_empty() {
        true => Ok(()),
        false => disk.compact(UnreadableLines::Keep).map(drop),
    });
    drop(writing);
    match done {
        Ok(()) => {
            let words = "What was here is still here, and";
            writeln!(output, "Merged. {words} {shown} is as it was.")?;
            output.flush()?;
            Ok(signals.came().map_or(Exit::Done, Exit::Signal))
        }
        Err(problem) => Ok(complain(&problem.to_string(), Exit::Unsaved)),
    }
}

/// Whether more goes here than comes in.
fn forgets_more(plan: &MergePlan) -> bool {
    let is_note = |record: &&Record| matches!(record, Record::Event(event) if matches!(event.kind, EventKind::Forgotten { .. }));
    plan.forgets.len() > plan.new.len() - plan.new.iter().filter(is_note).count()
}

fn why(shown: &Clean, refused: &Refused) -> String {
    match refused {
        Refused::Unreadable(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("there is no {shown}; name a data folder, or a file from ally-up export progress")
        }
        Refused::Unreadable(error) => {
            format!(
                "{shown} cannot be read ({}); check its permissions",
                Clean::line(&error.to_string())
            )
        }
        Refused::Foreign => format!(
            "{shown} is no copy of your progress: name a folder with events/ and journal/ in it, as ally-up doctor shows yours, or a file from ally-up export progress"
        ),
        Refused::OtherCourse(other) => format!(
            "{shown} is progress in another course, {}; name that course with --course",
            Clean::line(other)
        ),
    }
}

/// The course that a file says it is of, if that is another one.
fn other_course(theirs: &[LogFile], course: &str) -> Option<String> {
    let named = theirs
        .iter()
        .flat_map(LogFile::lines)
        .find_map(|line| match line.record {
            Record::Header(header) => header.course,
            Record::Event(_) | Record::Unknown(_) | Record::Damaged(_) => None,
        });
    named.filter(|named| named != course)
}

/// Says what would change.
fn tell(plan: &MergePlan, shown: &Clean, this: &str, output: &mut impl Write) -> io::Result<()> {
    if plan.new.is_empty() {
        writeln!(output, "{shown} has nothing that is not here already.")?;
    } else {
        let tally = Tally::of(&plan.new);
        writeln!(
            output,
            "{shown} has {} that {} not here:",
            counted(plan.new.len(), ("event", "events")),
            are(plan.new.len())
        )?;
        writeln!(output, "  {}", tally.kinds_in_words())?;
        for (device, span) in &tally.devices {
            writeln!(
                output,
                "  {} from {}, {}",
                span.events,
                machine(device, this),
                span.in_words()
            )?;
        }
    }
    let forgotten = plan.forgets.len();
    if forgotten > 0 {
        writeln!(
            output,
            "{} of yours was forgotten there, and goes here too, for good.",
            counted(forgotten, ("event", "events"))
        )?;
    }
    if plan.stay_forgotten > 0 {
        writeln!(
            output,
            "{} there stay forgotten, and are not brought back.",
            counted(plan.stay_forgotten, ("event", "events"))
        )?;
    }
    if plan.damaged > 0 {
        writeln!(
            output,
            "{} there cannot be read and is left out.",
            counted(plan.damaged, ("line", "lines"))
        )?;
    }
    output.flush()
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}
