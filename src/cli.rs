//! Owns the command line: what is asked for, what is printed, and the exit code. Every command is a module here.
//! Must not know how a page looks or how a lesson is parsed.

pub mod check;
pub mod color;
pub mod confirm;
pub mod doctor;
pub mod event_counts;
pub mod export;
pub mod forget;
pub mod guide;
pub mod import;
pub mod licenses;
pub mod list;
pub mod merge;
pub mod new;
pub mod new_folder;
pub mod own_help;
pub mod parse;
pub mod play;
pub mod preferences;
pub mod progress_line;
pub mod read;
pub mod report;
pub mod reset;
pub mod status;

use crate::clean::{Clean, nearest};
use crate::cli::color::ColorChoice;
use crate::cli::confirm::Meant;
use crate::cli::preferences::Wishes;
use crate::cli::progress_line::telling;
use crate::cli::report::ReportRequest;
use crate::cli::status::As;
use crate::course::Item;
use crate::course::report::{Style, report as complaints};
use crate::library::Library;
use crate::model::{Face, Model};
use crate::progress::Progress;
use crate::progress::stamper::Stamper;
use crate::settings::{THEMES, WIDTHS};
use crate::shell::course_folder;
use crate::store::clock::now;
use crate::store::fs::OsFileSystem;
use crate::store::paths::Paths;
use crate::store::reader::Found;
use crate::store::{self, EventStore, folded, known_course, known_keys};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// What flags say that switch something.
const SWITCHES: [&str; 3] = ["on", "off", "auto"];

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; a closed pipe too.
    Done,
    /// `check` found errors, or course.ron does not parse.
    Faults,
    /// Wrong use: no such folder, lesson or flag.
    Usage,
    /// Something could not be saved.
    Unsaved,
    /// This signal ended the program.
    Signal(i32),
    /// A fault of its own ended the program.
    Crashed,
}

/// A course for the terminal on practicing allyship at work: read, answer, come back tomorrow.
#[derive(Parser, Debug, Default)]
#[command(name = "ally-up", version)]
pub struct Cli {
    /// What to do; without a command, play.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
    /// The folder of another course to play.
    pub dir: Option<PathBuf>,
    /// Flags that every command takes.
    #[command(flatten)]
    pub flags: Flags,
}

/// Flags that every command takes.
#[derive(Args, Debug, Clone, Default)]
pub struct Flags {
    /// Play or read the course in this folder instead of the one inside the program.
    #[arg(long, global = true, value_name = "DIR")]
    pub course: Option<PathBuf>,
    /// Keep progress in this folder; it may be one that is synced or under git. In `.`, `/` and the home folder it is a folder ally-up.
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Line by line, for screen readers and pipes; also with ALLY_UP_PLAIN=1 or ACCESSIBLE=1.
    #[arg(long, global = true, value_name = "WHEN", value_parser = SWITCHES, num_args = 0..=1, require_equals = true, default_missing_value = "on")]
    pub plain: Option<String>,
    /// Draw with ASCII signs only; by itself where the terminal or the locale has no others.
    #[arg(long, global = true, value_name = "WHEN", value_parser = SWITCHES, num_args = 0..=1, require_equals = true, default_missing_value = "on")]
    pub ascii: Option<String>,
    /// Colors: terminal, paper, ink, night or contrast.
    #[arg(long, global = true, value_name = "NAME", value_parser = THEMES)]
    pub theme: Option<String>,
    /// Whether colors are used; NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE and CLICOLOR are asked as well.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorChoice,
    /// The longest line of text, in columns, 20 to 200.
    #[arg(long, global = true, value_name = "N", value_parser = measure)]
    pub width: Option<usize>,
    /// On the whole screen, for a screen reader or a braille display: words beside signs, no bar, no margin.
    #[arg(long, global = true, value_name = "WHEN", value_parser = SWITCHES, num_args = 0..=1, require_equals = true, default_missing_value = "on")]
    pub reader: Option<String>,
    /// How far the lines of prose stand apart.
    #[arg(long, global = true, value_name = "HOW", value_parser = ["normal", "loose"])]
    pub spacing: Option<String>,
    /// Whether figures are drawn or said in words.
    #[arg(long, global = true, value_name = "HOW", value_parser = ["drawn", "words"])]
    pub figures: Option<String>,
    /// Let the mouse click and scroll; then hold Shift to select text.
    #[arg(long, global = true, value_name = "WHEN", value_parser = SWITCHES, num_args = 0..=1, require_equals = true, default_missing_value = "on")]
    pub mouse: Option<String>,
}

/// What can be asked for.
#[derive(Subcommand, Debug)]
pub enum CliCommand {
    /// Print a lesson: styled on a terminal, plain in a pipe.
    Read {
        /// The lesson's name, as `ally-up list` shows it.
        lesson: String,
    },
    /// Print the lessons, their names and how long they take.
    List,
    /// Print where you stand.
    Status {
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Start a lesson, a module or everything again. What was there stays in the log, and --undo brings it back.
    Reset {
        /// A lesson's or module's name, or all.
        #[arg(required_unless_present = "undo")]
        target: Option<String>,
        /// Take the last reset back.
        #[arg(long, conflicts_with = "target")]
        undo: bool,
        /// Do not ask for the typed word.
        #[arg(long)]
        yes: bool,
    },
    /// Bring in another copy of your progress. Says first what would change; running it twice changes nothing.
    Merge {
        /// A data folder of another machine, or a file that `ally-up export progress` wrote.
        path: PathBuf,
        /// Do not ask for the typed word.
        #[arg(long)]
        yes: bool,
    },
    /// Take something with you, to standard output or a file.
    Export {
        /// What to take.
        #[command(subcommand)]
        what: export::Exportable,
    },
    /// What many learners' first answers say of each question of a course, from exported xAPI or progress; never of a learner.
    Report(ReportRequest),
    /// Print where things are saved, whether they can be, and what could not be read. Repairs nothing.
    Doctor {
        /// As one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Forget what you wrote for good, by a typed word. Nothing brings it back here; copies elsewhere go when they next merge.
    Forget {
        /// What to forget.
        #[command(subcommand)]
        what: forget::Forgettable,
    },
    /// Check a course and print every complaint, with file, line and column.
    Check {
        /// The course's folder; without one, the course inside the program.
        dir: Option<PathBuf>,
        /// How complaints are printed.
        #[arg(long, value_enum, default_value_t)]
        format: check::ReportFormat,
        /// Mend what takes no thought: ids are put in, and nothing is taken away.
        #[arg(long)]
        fix: bool,
    },
    /// Bring a course over from GIFT (Moodle), mkdocs-quiz, mdbook-quiz, LiaScript or Markdown, and print what could not be carried over.
    Import {
        /// A file, or a folder of files.
        from: PathBuf,
        /// The new course's folder; it must be empty, or not there yet.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Begin a course of your own: a small one that plays, with every kind of question.
    New {
        /// Its folder; it must be empty, or not there yet.
        dir: PathBuf,
    },
    /// Print how a team takes the course together in six weeks, without anybody seeing anybody's answers.
    Guide,
    /// Print the license of the program, and those of all that is built into it.
    Licenses,
    /// Print completions for a shell.
    Completions { shell: Shell },
    /// Print the manual page.
    Man,
}

fn measure(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(columns) if WIDTHS.contains(&columns) => Ok(columns),
        _ => Err(format!(
            "a number of columns from {} to {}",
            WIDTHS.start(),
            WIDTHS.end()
        )),
    }
}

/// Does what the command line asks for.
pub fn run(mut cli: Cli) -> Exit {
    cli.flags.course = cli.dir.take().or(cli.flags.course);
    let output = io::stdout();
    let done = match &cli.command {
        None => play::run(&cli.flags),
        Some(CliCommand::Read { lesson }) => at_once(|output| read::run(&cli.flags, lesson, output)),
        Some(CliCommand::List) => at_once(|output| list::run(&cli.flags, output)),
        Some(CliCommand::Status { json }) => {
            let style = if *json { As::Json } else { As::Words };
            at_once(|output| status::run(&cli.flags, style, output))
        }
        Some(CliCommand::Reset { target, undo: _, yes }) => {
            reset::run(&cli.flags, target.as_deref(), Meant::of(*yes), &mut output.lock())
        }
        Some(CliCommand::Merge { path, yes }) => {
            merge::run(&cli.flags, path, Meant::of(*yes), &mut output.lock())
        }
        Some(CliCommand::Export { what }) => export::run(&cli.flags, what, &mut output.lock()),
        Some(CliCommand::Report(request)) => report::run(&cli.flags, request, &mut output.lock()),
        Some(CliCommand::Doctor { json }) => doctor::run(
            &cli.flags,
            if *json { As::Json } else { As::Words },
            &mut output.lock(),
        ),
        Some(CliCommand::Forget { what }) => forget::run(&cli.flags, what, &mut output.lock()),
        Some(CliCommand::Check { dir, format, fix }) => {
            let asked = check::CheckOrders {
                folder: dir.clone(),
                format: *format,
                mends: *fix,
            };
            at_once(|output| check::run(&cli.flags, asked.clone(), output))
        }
        Some(CliCommand::Import { from, to }) => import::run(from, to, &mut output.lock()),
        Some(CliCommand::New { dir }) => new::run(dir, &mut output.lock()),
        Some(CliCommand::Licenses) => at_once(|output| Ok(licenses::run(output).map(|()| Exit::Done)?)),
        Some(CliCommand::Guide) => at_once(|output| Ok(guide::run(output).map(|()| Exit::Done)?)),
        Some(CliCommand::Completions { shell }) => own_help::completions(*shell, &mut output.lock()),
        Some(CliCommand::Man) => own_help::manual(&mut output.lock()),
    };
    match done {
        Ok(exit) | Err(EarlyExit::Exit(exit)) => exit,
        Err(EarlyExit::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(EarlyExit::Output(error)) => complain(
            &format!("the output cannot be written ({error}); check the disk or the pipe"),
            Exit::Unsaved,
        ),
    }
}

/// Runs a command that asks nothing, and writes what it prints in large pieces, not line by line.
fn at_once(
    run: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> Result<Exit, EarlyExit>,
) -> Result<Exit, EarlyExit> {
    let mut output = BufWriter::new(io::stdout().lock());
    let exit = run(&mut output)?;
    output.flush()?;
    Ok(exit)
}

/// Why a command ends before its work is done. With it, `?` ends a command.
#[derive(Debug)]
pub enum EarlyExit {
    /// What was wrong has been told.
    Exit(Exit),
    /// The output cannot be written.
    Output(io::Error),
}

impl From<Exit> for EarlyExit {
    fn from(exit: Exit) -> EarlyExit {
        EarlyExit::Exit(exit)
    }
}

impl From<io::Error> for EarlyExit {
    fn from(error: io::Error) -> EarlyExit {
        EarlyExit::Output(error)
    }
}

/// What every command that reads the saved progress works on.
pub struct Opened {
    /// The course that was asked for.
    pub library: Library,
    /// Where its progress is kept.
    pub disk: EventStore,
    /// Stamps what this command records.
    pub stamper: Stamper,
    /// What was read.
    pub found: Found,
}

impl Opened {
    /// What the events that were read say.
    pub fn progress(&self) -> Progress {
        Progress::renamed(&self.library.course.renames(), &self.found.events)
    }
}

fn complain(words: &str, exit: Exit) -> Exit {
    // A complaint nobody can hear is still a complaint: the exit code tells it.
    let _ = writeln!(io::stderr(), "ally-up: {}", Clean::line(words));
    exit
}

/// The course that was asked for. One whose manifest cannot be read is told and ends the program.
fn library(folder: Option<PathBuf>) -> Result<Library, Exit> {
    let Some(folder) = folder else {
        return Ok(Library::embedded());
    };
    let files = telling("Reading", |_| course_folder::open(&folder, SystemTime::now()));
    let files = files.map_err(|words| complain(&words, Exit::Usage))?;
    let read = telling("Reading", |_| {
        known_course::library(&OsFileSystem, &folder, files)
    });
    read.map_err(|unread| {
        let (complaint, files) = *unread;
        let told = complaints(&[complaint], &files, Style::Plain);
        let _ = write!(io::stderr(), "{told}");
        Exit::Faults
    })
}

/// The course that was asked for, and where its progress lies.
///
/// # Errors
/// What cannot be read or found out; it is told.
fn sought(flags: &Flags) -> Result<(Library, Paths), Exit> {
    let library = library(flags.course.clone())?;
    match Paths::find(&OsFileSystem, &library.course, flags.data.as_deref()) {
        Ok(paths) => Ok((library, paths)),
        Err(problem) => Err(complain(&problem.to_string(), Exit::Unsaved)),
    }
}

/// The course that was asked for, and the progress in it as saved.
///
/// # Errors
/// As `sought`.
fn opened(flags: &Flags) -> Result<Opened, Exit> {
    let (library, paths) = sought(flags)?;
    let (disk, stamper, found) = telling("Reading", |_| store::open(paths, now()));
    Ok(Opened {
        library,
        disk,
        stamper,
        found,
    })
}

/// What pages of the progress are made from; with it what is told of the reading, and where new events go.
fn model(
    (library, paths): (Library, Paths),
    wishes: Wishes,
    face: Face,
) -> (Model, EventStore, Stamper, Found) {
    let renamed = library.course.renames();
    let opened = telling("Reading", |_| {
        folded::open_folded(Arc::new(OsFileSystem), paths, &renamed, now())
    });
    model_of(library, wishes, face, opened)
}

/// The same of a store that was opened.
fn model_of(
    library: Library,
    wishes: Wishes,
    face: Face,
    (disk, stamper, mut found, progress): (EventStore, Stamper, Found, Progress),
) -> (Model, EventStore, Stamper, Found) {
    let mut model = Model::new(library, progress, wishes.view(face), now());
    if model.progress.events() > 0 {
        known_keys::give(&**disk.fs(), disk.paths(), &model.library);
    }
    model.take_up(std::mem::take(&mut found.drafts));
    model.set_aside = found.set_aside.len();
    model.preferences = wishes.preferences;
    (model, disk, stamper, found)
}

/// The item of this name. Where there is none, that is told, with the nearest one there is.
fn named<'a>(library: &'a Library, lesson: &str) -> Result<&'a Item, Exit> {
    library.course.item(lesson).ok_or_else(|| {
        let typed = lesson.to_lowercase();
        let near = nearest(&typed, library.course.items().map(|item| &*item.id));
        let near = near
            .map(|(_, id)| format!("; the nearest is {id}"))
            .unwrap_or_default();
        complain(
            &format!("there is no lesson {lesson}{near}; ally-up list shows all"),
            Exit::Usage,
        )
    })
}
