//! Owns reading files piece by piece: which files there are, and where a piece may end. Must not know what becomes of a piece.

use crate::clean::Clean;
use crate::progress::log::line::MAX_LINE;
use crate::store::durable;
use crate::store::fs::{FileType, OsFileSystem};
use crate::store::log_files::is_hidden;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Bytes that are read at once.
const AT_ONCE: usize = 1 << 20;
/// The longest piece that may become necessary: a statement in one line, or the progress of one learner.
const LONGEST: usize = 64 << 20;
/// What stands in the line that begins the progress of a learner.
const BEGINS: &[u8] = b"\"segment\":\"events\"";

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A statement of xAPI in each line.
    Statements,
    /// What `ally-up export progress` wrote.
    Progress,
}

/// Some whole lines of a file.
pub struct FilePiece {
    /// Which file.
    pub file: usize,
    pub form: Form,
    /// The number of its first line, from 1.
    pub first_line: usize,
    pub bytes: Vec<u8>,
}

/// A file or folder that cannot be read, or not to its end.
pub struct Trouble {
    path: PathBuf,
    why: String,
}

impl Trouble {
    fn new(path: &Path, error: &io::Error) -> Trouble {
        Trouble {
            path: path.to_owned(),
            why: error.to_string(),
        }
    }

    /// Which, and why.
    pub fn words(&self) -> String {
        format!(
            "{} cannot be read ({}); what else there is was read",
            Clean::line(&self.path.to_string_lossy()),
            Clean::line(&self.why)
        )
    }
}

/// The files that were named, and those below folders that were, with their lengths. Each comes once; hidden ones belong to tools.
pub fn files(named: &[PathBuf], troubles: &mut Vec<Trouble>) -> Vec<(PathBuf, u64)> {
    let fs = OsFileSystem;
    let mut found: Vec<PathBuf> = Vec::new();
    for path in named {
        if path.is_dir() {
            let all = durable::walk(&fs, path, |folder, error| {
                troubles.push(Trouble::new(folder, &error))
            });
            let files = all
                .into_iter()
                .filter(|(file, sort)| *sort == FileType::File && !is_hidden(file, path));
            found.extend(files.map(|(file, _)| file));
        } else {
            found.push(path.clone());
        }
    }
    let mut seen = std::collections::HashSet::new();
    let mut files = Vec::new();
    for path in found {
        match durable::length(&fs, &path) {
            Ok(length) if seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) => {
                files.push((path, length))
            }
            Ok(_) => {}
            Err(error) => troubles.push(Trouble::new(&path, &error)),
        }
    }
    files
}

/// Reads a file in pieces.
///
/// # Errors
/// It cannot be read to its end; what was read before was handed on.
pub fn read(path: &Path, file: usize, mut hand_on: impl FnMut(FilePiece)) -> Result<(), Trouble> {
    let trouble = |error: io::Error| Trouble::new(path, &error);
    let mut source = File::open(path).map_err(trouble)?;
    let mut waiting = Vec::new();
    let mut first_line = 1;
    let mut form = None;
    loop {
        let before = waiting.len();
        let read = (&mut source)
            .take(AT_ONCE as u64)
            .read_to_end(&mut waiting)
            .map_err(trouble)?;
        let form = *form.get_or_insert_with(|| form_of(&waiting));
        let end = match read {
            0 => waiting.len(),
            _ => end_of_piece(&waiting, before, form),
        };
        if end == 0 && waiting.len() > LONGEST {
            return Err(Trouble {
                path: path.to_owned(),
                why: format!(
                    "from line {first_line} on it has no end within {} MB",
                    LONGEST >> 20
                ),
            });
        }
        if end > 0 {
            let rest = waiting.split_off(end);
            let bytes = std::mem::replace(&mut waiting, rest);
            let lines = memchr::memchr_iter(b'\n', &bytes).count();
            hand_on(FilePiece {
                file,
                form,
                first_line,
                bytes,
            });
            first_line += lines;
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// What a file holds, by how it begins: a line of the log begins with its version, a statement with a brace.
fn form_of(bytes: &[u8]) -> Form {
    let beginning = bytes.get(..MAX_LINE).unwrap_or(bytes).trim_ascii_start();
    match beginning.first() {
        Some(byte) if byte.is_ascii_digit() => Form::Progress,
        _ => Form::Statements,
    }
}

/// Where what was read may be parted; 0 where nowhere yet. Before `from` there is no such place.
fn end_of_piece(bytes: &[u8], from: usize, form: Form) -> usize {
    match form {
        Form::Statements => memchr::memrchr(b'\n', &bytes[from..]).map_or(0, |at| from + at + 1),
        Form::Progress => {
            // The line that begins a learner may have begun in what was read before.
            let from = from.saturating_sub(MAX_LINE);
            let found = memchr::memmem::rfind(&bytes[from..], BEGINS).map(|at| from + at);
            let line = found.and_then(|at| memchr::memrchr(b'\n', &bytes[..at]));
            line.map_or(0, |at| at + 1)
        }
    }
}
