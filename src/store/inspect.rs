//! Owns inspecting everything that is saved, for `doctor`: what is where, what cannot be read, what does not
//! belong there. Must not change anything, follow a link to a folder, or pass on any words of the learner's.

use crate::clean::Clean;
use crate::progress::log::line::Reason;
use crate::progress::log::{self, Record};
use crate::quiz::answer::Draft;
use crate::store::clock::fresh_id;
use crate::store::courses::{self, COURSES_FOLDER};
use crate::store::error::{StoreError, note_unreadable};
use crate::store::fs::{FileSystem, FileType};
use crate::store::log_files::{self, FORMAT_FILE, Stream};
use crate::store::paths::Paths;
use crate::store::reader;
use crate::store::{durable, older_copies};
use crate::time::{DAY, Millis};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// The start of 2020, in milliseconds since 1970. There was no such program before.
const EARLIEST: Millis = 1_577_836_800_000;

/// The result of an inspection.
#[derive(Debug, Default)]
pub struct Inspection {
    /// The format that the data folder names, and the oldest version that can read it.
    pub format: Option<(u32, u32)>,
    /// The ids of all courses that have progress in the same data folder.
    pub courses: Vec<String>,
    /// All events and lines of a newer version, each event once.
    pub records: Vec<Record>,
    /// The number of lines whose event another line holds too.
    pub duplicates: usize,
    /// The number of lines whose event was erased and that are still there.
    pub forgotten: usize,
    /// Lines that cannot be read: file, line, reason.
    pub set_aside: Vec<(PathBuf, usize, Reason)>,
    /// Files whose last line was never finished.
    pub unfinished: Vec<PathBuf>,
    /// The log files that each machine wrote.
    pub logs: BTreeMap<String, BTreeSet<PathBuf>>,
    /// Logs under another name than they were written with: copies that a sync tool, an editor or a backup made.
    /// They are read like the others.
    pub copies: Vec<PathBuf>,
    /// Links to files. They are read, and never written.
    pub links: Vec<PathBuf>,
    /// Texts that are called like logs, or hold lines of one, and are none. They are read, and never written.
    pub texts: Vec<PathBuf>,
    /// What keeps older copies of the folder, where forgetting cannot reach.
    pub keepers: BTreeMap<&'static str, PathBuf>,
    /// Files of another program. They are left alone.
    pub foreign: Vec<PathBuf>,
    /// Temporary files that were never finished.
    pub temporary: Vec<PathBuf>,
    /// The number of unfinished answers, and the files among them that do not parse.
    pub drafts: (usize, Vec<PathBuf>),
    /// The number of events dated after tomorrow, and before 2020.
    pub misdated: (usize, usize),
    /// Files and folders that could not be read at all.
    pub problems: Vec<StoreError>,
}

/// Inspects a data folder and its drafts.
pub fn inspect(fs: &dyn FileSystem, paths: &Paths, now: Millis) -> Inspection {
    let format = reader::format(fs, &paths.data).map(|format| (format.format, format.min_reader));
    let mut inspection = Inspection {
        format,
        courses: courses::held(fs, &paths.data, &paths.course.id),
        keepers: older_copies::keepers(fs, &paths.data),
        ..Inspection::default()
    };
    reader::check_format(fs, &paths.data, &mut inspection.problems);
    inspection.logs(fs, &paths.data, now);
    inspection.foreign_files(fs, &paths.data);
    inspection.drafts(fs, &paths.drafts);
    inspection
}

impl Inspection {
    fn logs(&mut self, fs: &dyn FileSystem, data: &Path, now: Millis) {
        let files = log_files::read_all(fs, data, &mut self.problems);
        let forgotten = log_files::forgotten(&files);
        let mut known = HashSet::new();
        for file in &files {
            if log::whole(&file.bytes) < file.bytes.len() {
                self.unfinished.push(file.path.clone());
            }
            let is_ours = file.is_ours(fs);
            if matches!(fs.metadata(&file.path), Ok((FileType::Link, _))) {
                self.links.push(file.path.clone());
            } else if !is_ours {
                self.texts.push(file.path.clone());
            }
            let before = self.forgotten;
            if file.is_copy() {
                self.copies.push(file.path.clone());
            }
            for line in file.lines() {
                match &line.record {
                    Record::Damaged(reason) => self.set_aside.push((file.path.clone(), line.number, *reason)),
                    Record::Header(header) => {
                        self.logs
                            .entry(header.device.clone())
                            .or_default()
                            .insert(file.path.clone());
                    }
                    Record::Event(_) | Record::Unknown(_) => {
                        self.record(line.record, &forgotten, &mut known, now)
                    }
                }
            }
            if !is_ours {
                self.forgotten = before;
            }
        }
    }

    fn record(
        &mut self,
        record: Record,
        forgotten: &HashSet<String>,
        known: &mut HashSet<String>,
        now: Millis,
    ) {
        let stays = match &record {
            Record::Event(event) => log::survives(event, forgotten),
            _ => record.id().is_none_or(|id| !forgotten.contains(id)),
        };
        self.forgotten += usize::from(!stays);
        if record.id().is_some_and(|id| !known.insert(id.to_owned())) {
            self.duplicates += 1;
            return;
        }
        if let Record::Event(event) = &record {
            self.misdated.0 += usize::from(event.at > now + DAY);
            self.misdated.1 += usize::from(event.at < EARLIEST);
        }
        self.records.push(record);
    }

    /// Finds the files in the data folder that this program did not write.
    fn foreign_files(&mut self, fs: &dyn FileSystem, data: &Path) {
        let streams = Stream::ALL.map(|branch| data.join(branch.name()));
        let of_others = data.join(COURSES_FOLDER);
        // A folder that cannot be listed was reported when its log files were read.
        for (path, file_type) in durable::walk(fs, data, |_, _| ())
            .into_iter()
            .filter(|(path, _)| !log_files::is_hidden(path, data) && !path.starts_with(&of_others))
        {
            let is_kept = streams.iter().any(|stream| path.starts_with(stream));
            let ours = is_kept && fs.is_file(&path) && log_files::is_log(fs, &path, file_type)
                || path == data.join(FORMAT_FILE);
            // `FORMAT.ron` is replaced through a temporary file.
            let is_temporary = path.extension().is_some_and(|extension| extension == "new")
                && path
                    .file_name()
                    .is_some_and(|name| name.as_encoded_bytes().starts_with(FORMAT_FILE.as_bytes()));
            match (ours, is_temporary) {
                (true, _) => {}
                (false, true) => self.temporary.push(path),
                (false, false) => self.foreign.push(path),
            }
        }
    }

    fn drafts(&mut self, fs: &dyn FileSystem, folder: &Path) {
        for (path, _) in durable::walk(fs, folder, |path, error| {
            note_unreadable(path, &error, &mut self.problems)
        }) {
            if path.extension().is_some_and(|ending| ending == "new") {
                self.temporary.push(path);
                continue;
            }
            let draft = durable::read(fs, &path)
                .ok()
                .and_then(|bytes| ron::de::from_bytes::<Draft>(&bytes).ok());
            match draft {
                Some(_) => self.drafts.0 += 1,
                None => self.drafts.1.push(path),
            }
        }
    }
}

/// The files and folders below `folders` that other users may read or write, with their permission bits.
/// `is_opaque` selects folders that are not looked into.
pub fn open_to_others(
    fs: &dyn FileSystem,
    folders: impl IntoIterator<Item = PathBuf>,
    is_opaque: impl Fn(&Path) -> bool,
) -> Vec<(PathBuf, u32)> {
    let mut open = Vec::new();
    let mut left: Vec<PathBuf> = folders.into_iter().collect();
    while let Some(path) = left.pop() {
        let Ok((file_type, _)) = fs.metadata(&path) else {
            continue;
        };
        let mode = fs.mode(&path).unwrap_or(0);
        if mode & 0o077 != 0 && file_type != FileType::Link {
            open.push((path.clone(), mode));
        }
        if file_type == FileType::Folder && !is_opaque(&path) {
            left.extend(
                fs.list(&path)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(path, _)| path),
            );
        }
    }
    open.sort();
    open
}

/// Tries whether a folder can be written to, by creating a file and removing it. If the folder does not
/// exist, its nearest existing ancestor is tried, since the folder would be made there.
///
/// # Errors
/// The system's, from creating or removing the file.
pub fn probe(fs: &dyn FileSystem, folder: &Path, now: Millis) -> io::Result<()> {
    let there = folder
        .ancestors()
        .find(|folder| fs.metadata(folder).is_ok())
        .unwrap_or(folder);
    let path = there.join(format!(".ally-up-{}.probe", fresh_id(now)));
    durable::write_new(fs, &path, b"")?;
    durable::remove(fs, &path)
}

/// A path that is safe to show.
pub fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}
