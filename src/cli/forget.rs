//! Owns `ally-up forget`: what is lost is said, a word is typed, and then it is gone for good.
//! Must not know how files are rewritten, nor what belongs to what; that is in `progress::privacy`.

use crate::clean::Clean;
use crate::cli::event_counts::counted;
use crate::cli::{EarlyExit, Exit, Flags, Opened, complain, confirm, opened};
use crate::course::Course;
use crate::pages::erase_entry::WORD;
use crate::progress::Progress;
use crate::progress::event::{Category, Event, EventKind};
use crate::progress::log::{self, Record};
use crate::progress::stamper::Stamper;
use crate::quiz::answer::{Answer, Draft};
use crate::store::clock::now;
use crate::store::compaction::{Compacted, UnreadableLines};
use crate::store::drafts::DraftFile;
use crate::store::file_name::safe_name;
use crate::store::log_files::{self, LogFile, Stream};
use crate::store::{EventStore, older_copies, reader};
use clap::Subcommand;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// What can be forgotten.
#[derive(Subcommand, Debug, Clone)]
pub enum Forgettable {
    /// Reflections and rehearsals: everything you wrote that is neither note, plan nor self-assessment.
    Journal,
    /// What you marked, and your notes on it.
    Notes,
    /// The plan and its check-ins.
    Plan,
    /// How you rated yourself, and where you chose to start.
    SelfAssessment,
    /// One entry, with all its versions.
    Entry {
        /// The entry's name, as in `journal-welcome`.
        id: String,
    },
    /// Everything: answers, places, settings, and all that you wrote.
    All,
}

/// What would go.
struct Loss {
    /// Ids of events.
    events: Vec<String>,
    /// Texts of the learner's, and entries they stand in.
    texts: usize,
    entries: usize,
    drafts: usize,
    /// Lines that cannot be read.
    rubble: usize,
}

impl Forgettable {
    fn words(&self) -> String {
        match self {
            Forgettable::Journal => "your journal".into(),
            Forgettable::Notes => "your marks and notes".into(),
            Forgettable::Plan => "your plan".into(),
            Forgettable::SelfAssessment => "your self-assessment".into(),
            Forgettable::Entry { id } => format!("the entry {id}"),
            Forgettable::All => "everything you did in this course".into(),
        }
    }

    /// Lines that cannot be read may be what is meant.
    fn rubble(&self) -> UnreadableLines {
        match self {
            Forgettable::All => UnreadableLines::Drop,
            Forgettable::Journal
            | Forgettable::Notes
            | Forgettable::Plan
            | Forgettable::SelfAssessment
            | Forgettable::Entry { .. } => UnreadableLines::DropFromJournal,
        }
    }

    fn takes(&self, event: &Event, progress: &Progress) -> bool {
        match (self, &event.kind) {
            (_, EventKind::Forgotten { .. }) => false,
            (Forgettable::All, _) => true,
            (Forgettable::Journal, kind) => Category::of(kind) == Category::Journal,
            (Forgettable::Notes, kind) => Category::of(kind) == Category::Notes,
            (Forgettable::Plan, kind) => Category::of(kind) == Category::Plan,
            (Forgettable::SelfAssessment, kind) => Category::of(kind) == Category::SelfAssessment,
            (Forgettable::Entry { id }, EventKind::Marked { mark, .. }) => **mark == **id,
            (Forgettable::Entry { id }, EventKind::Wrote { entry, .. }) => *progress.name(entry) == **id,
            (Forgettable::Entry { .. }, _) => false,
        }
    }

    fn takes_draft(&self, kind: DraftFile<'_>, course: &Course) -> bool {
        let of = |kept| match kind {
            DraftFile::Draft(draft) => {
                Category::of_draft(course, draft) == kept && (kept != Category::Journal || has_words(draft))
            }
            DraftFile::Remains(name) => Category::of_entry(course, name) == kept,
        };
        match self {
            Forgettable::All => true,
            Forgettable::Journal => of(Category::Journal),
            Forgettable::Notes => of(Category::Notes),
            Forgettable::Plan => of(Category::Plan),
            Forgettable::SelfAssessment => of(Category::SelfAssessment),
            Forgettable::Entry { id } => match kind {
                DraftFile::Draft(draft) => *draft.question == **id,
                DraftFile::Remains(name) => name == safe_name(id),
            },
        }
    }
}

/// Picks are no words; a gap half filled is.
fn has_words(draft: &Draft) -> bool {
    match &draft.answer {
        Answer::Words(_) => true,
        Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => false,
    }
}

/// Forgets for good.
///
/// # Errors
/// What reading or writing gave.
pub fn run(flags: &Flags, what: &Forgettable, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let opened = opened(flags)?;
    let progress = opened.progress();
    let Opened {
        mut disk,
        mut stamper,
        found,
        library,
    } = opened;
    let course = &library.course;
    let mut problems = Vec::new();
    reader::check_format(&**disk.fs(), &disk.paths().data, &mut problems);
    let files = log_files::read_all(&**disk.fs(), &disk.paths().data, &mut problems);
    if let Some(problem) = problems.first() {
        return Ok(complain(
            &format!("{problem}. Nothing was forgotten"),
            Exit::Unsaved,
        ));
    }
    let mut loss = loss(what, &found.events, &files, &progress);
    loss.drafts = disk.count_drafts(|file| what.takes_draft(file, course));
    if loss.events.is_empty() && loss.drafts == 0 && loss.rubble == 0 && disk.leftovers() == 0 {
        writeln!(
            output,
            "There is nothing to forget: of {}, nothing is kept here.",
            what.words()
        )?;
        return Ok(Exit::Done);
    }
    tell(what, &loss, output)?;
    let keepers = older_copies::keepers(&**disk.fs(), &disk.paths().data);
    if let Some(sentence) = older_copies::sentence(&keepers) {
        writeln!(output, "{sentence}")?;
    }
    if !confirm::is_typed(WORD, output)? {
        return Ok(complain(
            &format!("nothing was forgotten; type {WORD} when asked"),
            Exit::Usage,
        ));
    }
    let swept = match forget(what, &loss, course, &mut disk, &mut stamper) {
        Ok(swept) => swept,
        Err(words) => return Ok(complain(&words, Exit::Unsaved)),
    };
    let words = match (swept.foreign, swept.locked) {
        (1.., _) => {
            "It is forgotten. A link, or a text that is not of ally-up, may still hold it and is never written; ally-up doctor names it."
        }
        (0, 1..) => {
            "It is forgotten. Another window is open: what that one wrote goes from the disk when it is used next, or at the next start."
        }
        (0, 0) if keepers.is_empty() => "It is gone from this machine.",
        (0, 0) => "It is gone from the files of ally-up.",
    };
    writeln!(output, "{words}")?;
    Ok(Exit::Done)
}

/// Says it is forgotten, and takes it out of the files.
fn forget(
    what: &Forgettable,
    loss: &Loss,
    course: &Course,
    disk: &mut EventStore,
    stamper: &mut Stamper,
) -> Result<Compacted, String> {
    // Said first: should the rest not come to its end, the next start goes on from here.
    let said: Vec<Event> = log::chunks::split_ids(&loss.events)
        .into_iter()
        .map(|kind| stamper.stamp(kind, now()))
        .collect();
    disk.append(&said).map_err(|problem| problem.to_string())?;
    let drafts = disk.forget_drafts(|kind| what.takes_draft(kind, course));
    let swept = disk.compact(what.rubble());
    drafts.and(swept).map_err(|problem| problem.to_string())
}

/// What would go, without the drafts.
fn loss(what: &Forgettable, events: &[Event], files: &[LogFile], progress: &Progress) -> Loss {
    let taken: Vec<&Event> = events
        .iter()
        .filter(|event| what.takes(event, progress))
        .collect();
    let mut loss = Loss {
        events: taken.iter().map(|event| event.id.clone()).collect(),
        texts: 0,
        entries: 0,
        drafts: 0,
        rubble: 0,
    };
    let mut entries = BTreeSet::new();
    for event in taken {
        if let EventKind::Wrote { entry, part, .. } = &event.kind {
            loss.texts += usize::from(*part == 0);
            entries.insert(entry);
        }
    }
    loss.entries = entries.len();
    for file in files {
        let goes = file.stream == Stream::Journal || what.rubble() == UnreadableLines::Drop;
        loss.rubble += if goes {
            file.lines()
                .filter(|line| matches!(line.record, Record::Damaged(_)))
                .count()
        } else {
            0
        };
        loss.rubble += usize::from(goes && log::whole(&file.bytes) < file.bytes.len());
        if matches!(what, Forgettable::All) {
            let unknown = file
                .lines()
                .filter(|line| matches!(line.record, Record::Unknown(_)));
            loss.events
                .extend(unknown.filter_map(|line| line.record.id().map(str::to_owned)));
        }
    }
    loss
}

/// Says what is lost.
fn tell(what: &Forgettable, loss: &Loss, output: &mut impl Write) -> io::Result<()> {
    let mut parts = vec![match what {
        Forgettable::All => counted(loss.events.len(), ("event", "events")),
        Forgettable::Journal
        | Forgettable::Notes
        | Forgettable::Plan
        | Forgettable::SelfAssessment
        | Forgettable::Entry { .. } => {
            format!(
                "{} in {}",
                counted(loss.texts, ("text", "texts")),
                counted(loss.entries, ("entry", "entries"))
            )
        }
    }];
    if loss.drafts > 0 {
        parts.push(counted(loss.drafts, ("unfinished answer", "unfinished answers")));
    }
    if loss.rubble > 0 {
        parts.push(format!(
            "{} that cannot be read and may be part of it",
            counted(loss.rubble, ("line", "lines"))
        ));
    }
    writeln!(
        output,
        "This forgets {} for good: {}.",
        Clean::line(&what.words()),
        parts.join(", ")
    )?;
    writeln!(
        output,
        "Nothing brings it back here. Copies on other machines go when they next merge; files you exported stay yours to delete."
    )
}
