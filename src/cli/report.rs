//! Owns `ally-up report`: which files are read, by how many readers at once, and what is told of those that cannot be. Must not know
//! what a line says, nor how a figure comes about.
//!
//! Files are read in pieces of whole lines, and of progress of whole learners, so that a machine holds a piece for each reader and, of
//! each first answer, a few bytes.

mod pieces;

use crate::clean::Clean;
use crate::cli::export::write;
use crate::cli::preferences::Wishes;
use crate::cli::progress_line::ProgressLine;
use crate::cli::report::pieces::{FilePiece, Form, Trouble, files, read};
use crate::cli::{EarlyExit, Exit, Flags, complain, library};
use crate::export::xapi::questions_of;
use crate::item_analysis::figures::figures;
use crate::item_analysis::names::SharedNames;
use crate::item_analysis::{Gathered, Skipped, written};
use clap::Args;
use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

/// What a report is made of, and how it is written: for people, unless something else is asked for.
#[derive(Args, Debug)]
pub struct ReportRequest {
    /// Files that `ally-up export xapi` or `progress` wrote, or folders of them.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
    /// As one JSON object.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV, a line for each question.
    #[arg(long)]
    csv: bool,
    /// To this file, which must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What one reader found.
struct Reading<'a> {
    gathered: Gathered<'a>,
    /// The first line that cannot be read: the number of its file, and of the line, from 1.
    first_bad: Option<(usize, usize)>,
}

/// Writes what the files of many learners say of the questions of a course.
///
/// # Errors
/// What writing to standard output gave.
pub fn run(flags: &Flags, request: &ReportRequest, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let library = library(flags.course.clone())?;
    let course = library.course.id.as_str();
    let mut troubles = Vec::new();
    let files = files(&request.paths, &mut troubles);
    let names = SharedNames::renamed(&library.course.renamed);
    let all = read_all(&files, course, &names, &mut troubles);
    for trouble in &troubles {
        complain(&trouble.words(), Exit::Usage);
    }
    let skipped = all.gathered.skipped;
    tell_skipped(&skipped, all.first_bad, &files, course);
    if all.gathered.is_empty() {
        let words = "there is no first answer to a question of this course in what was named; name files from ally-up export xapi or \
            progress, or folders of them, and another course with --course";
        return Ok(complain(words, Exit::Usage));
    }
    let (counts, learners) = all.gathered.counts();
    let found = figures(&library, names.into_questions(), counts, learners);
    let page = match request {
        ReportRequest { json: true, .. } => written::as_json(&found, &skipped),
        ReportRequest { csv: true, .. } => written::csv(&found),
        ReportRequest { out, .. } => {
            let wishes = Wishes::find(flags);
            let is_seen = out.is_none() && stdout().is_terminal() && flags.plain.as_deref() != Some("on");
            let bars = is_seen.then(|| wishes.preferences.glyphs());
            written::text(&found, bars)
        }
    };
    let exit = match troubles.is_empty() {
        true => Exit::Done,
        false => Exit::Usage,
    };
    write(page.as_bytes(), request.out.as_deref(), exit, output)
}

/// Reads all files, on all processors.
fn read_all<'a>(
    files: &[(PathBuf, u64)],
    course: &str,
    names: &'a SharedNames,
    troubles: &mut Vec<Trouble>,
) -> Reading<'a> {
    let readers = std::thread::available_parallelism().map_or(1, usize::from);
    let questions = questions_of(course);
    let (send, receive) = sync_channel::<FilePiece>(readers);
    let receive = Mutex::new(receive);
    let line = ProgressLine::new("Reading");
    let all: u64 = files.iter().map(|(_, length)| length).sum();
    std::thread::scope(|scope| {
        let work = || gather(&receive, names, course, &questions);
        let readers: Vec<_> = (0..readers).map(|_| scope.spawn(work)).collect();
        let mut done = 0;
        for (number, (path, _)) in files.iter().enumerate() {
            let hand_on = |piece: FilePiece| {
                done += piece.bytes.len() as u64;
                line.at_byte(done, all);
                // Readers end when there is nothing more, and not before.
                let _ = send.send(piece);
            };
            if let Err(trouble) = read(path, number, hand_on) {
                troubles.push(trouble);
            }
        }
        drop(send);
        let mut readings = readers.into_iter().filter_map(|reader| reader.join().ok());
        let mut all = readings.next().unwrap_or_else(|| Reading {
            gathered: Gathered::new(names),
            first_bad: None,
        });
        for other in readings {
            all.gathered.join(other.gathered);
            all.first_bad = [all.first_bad, other.first_bad].into_iter().flatten().min();
        }
        all
    })
}

/// What one reader does until there is nothing more.
fn gather<'a>(
    pieces: &Mutex<Receiver<FilePiece>>,
    names: &'a SharedNames,
    course: &str,
    questions: &str,
) -> Reading<'a> {
    let mut reading = Reading {
        gathered: Gathered::new(names),
        first_bad: None,
    };
    loop {
        let next = pieces.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(piece) = next else {
            return reading;
        };
        let bad = match piece.form {
            Form::Statements => reading.gathered.statements(&piece.bytes, questions),
            Form::Progress => reading.gathered.progress(&piece.bytes, course),
        };
        let bad = bad.map(|line| (piece.file, piece.first_line + line));
        reading.first_bad = [reading.first_bad, bad].into_iter().flatten().min();
    }
}

fn tell_skipped(
    skipped: &Skipped,
    first_bad: Option<(usize, usize)>,
    files: &[(PathBuf, u64)],
    course: &str,
) {
    if skipped.bad > 0 {
        let first = first_bad.and_then(|(file, line)| Some((files.get(file)?, line)));
        let first = first.map_or(String::new(), |((path, _), line)| {
            format!(
                ", the first in line {line} of {}",
                Clean::line(&path.to_string_lossy())
            )
        });
        complain(
            &format!("left out: {} that cannot be read{first}", lines(skipped.bad)),
            Exit::Done,
        );
    }
    if skipped.others > 0 {
        let words = format!(
            "left out: {} of other courses or programs, or from a folder that is played in; this is {}",
            lines(skipped.others),
            Clean::line(course)
        );
        complain(&words, Exit::Done);
    }
}

fn lines(count: u64) -> String {
    match count {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    }
}
