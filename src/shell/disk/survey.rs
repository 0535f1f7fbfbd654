//! Owns looking at everything that is saved, without changing any of it: what is where, what cannot be read, what does not belong.
//! Must not repair, follow a link, or pass on any words of the learner's.

use crate::clean::Clean;
use crate::progress::log::{self, Reason, Record};
use crate::quiz::answer::Draft;
use crate::shell::disk::drive::{Drive, Sort};
use crate::shell::disk::ledger::{self, Branch};
use crate::shell::disk::paths::Paths;
use crate::shell::disk::problem::Problem;
use crate::shell::disk::{FORMAT_FILE, files, forgetting, fresh_id, reading};
use crate::time::{DAY, Millis};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// The start of 2020, before which there was no such program.
const EARLIEST: Millis = 1_577_836_800_000;
/// How the names of copies look that tools make when two machines wrote one file.
const COPIES: [&str; 2] = ["sync-conflict", "conflicted copy"];

/// What was found.
#[derive(Debug, Default)]
pub struct Survey {
    /// The format that the data folder names, and the oldest version that can read it.
    pub format: Option<(u32, u32)>,
    /// Everything that is told, each event once.
    pub records: Vec<Record>,
    /// Lines that say again what another line says.
    pub again: usize,
    /// Lines that are forgotten and still there.
    pub forgotten: usize,
    /// Lines that cannot be read: file, line, reason.
    pub set_aside: Vec<(PathBuf, usize, Reason)>,
    /// Files whose last line was never finished.
    pub unfinished: Vec<PathBuf>,
    /// How many logs each machine wrote.
    pub logs: BTreeMap<String, BTreeSet<PathBuf>>,
    /// Copies that a tool made when two machines wrote one file. They are read.
    pub copies: Vec<PathBuf>,
    /// What is not this program's. It is left alone.
    pub foreign: Vec<PathBuf>,
    /// Temporary files that were never finished.
    pub temporary: Vec<PathBuf>,
    /// Unfinished answers, and files among them that are none.
    pub drafts: (usize, Vec<PathBuf>),
    /// Events dated after tomorrow, and before 2020.
    pub misdated: (usize, usize),
    /// What could not be read at all.
    pub problems: Vec<Problem>,
}

/// Looks at everything.
pub fn survey(drive: &dyn Drive, paths: &Paths, now: Millis) -> Survey {
    let format = reading::format(drive, &paths.data).map(|format| (format.format, format.min_reader));
    let mut survey = Survey {
        format,
        ..Survey::default()
    };
    reading::check_format(drive, &paths.data, &mut survey.problems);
    survey.logs(drive, &paths.data, now);
    survey.strangers(drive, &paths.data);
    survey.drafts(drive, &paths.drafts);
    survey
}

impl Survey {
    fn logs(&mut self, drive: &dyn Drive, data: &Path, now: Millis) {
        let leaves = ledger::leaves(drive, data, &mut self.problems);
        let forgotten = ledger::forgotten(&leaves);
        let mut known = HashSet::new();
        for leaf in &leaves {
            if log::whole(&leaf.bytes) < leaf.bytes.len() {
                self.unfinished.push(leaf.path.clone());
            }
            if COPIES
                .iter()
                .any(|copy| leaf.path.to_string_lossy().contains(copy))
            {
                self.copies.push(leaf.path.clone());
            }
            for line in leaf.lines() {
                match &line.record {
                    Record::Damaged(reason) => self.set_aside.push((leaf.path.clone(), line.number, *reason)),
                    Record::Header(header) => {
                        self.logs
                            .entry(header.device.clone())
                            .or_default()
                            .insert(leaf.path.clone());
                    }
                    Record::Event(_) | Record::Unknown(_) => {
                        self.record(line.record, &forgotten, &mut known, now)
                    }
                }
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
            Record::Event(event) => forgetting::stays(event, forgotten),
            _ => record.id().is_none_or(|id| !forgotten.contains(id)),
        };
        self.forgotten += usize::from(!stays);
        if record.id().is_some_and(|id| !known.insert(id.to_owned())) {
            self.again += 1;
            return;
        }
        if let Record::Event(event) = &record {
            self.misdated.0 += usize::from(event.at > now + DAY);
            self.misdated.1 += usize::from(event.at < EARLIEST);
        }
        self.records.push(record);
    }

    /// What lies in the data folder and was not written by this program.
    fn strangers(&mut self, drive: &dyn Drive, data: &Path) {
        let trees = Branch::ALL.map(|branch| data.join(branch.name()));
        // A folder that cannot be listed was told when its logs were read.
        // What a tool that keeps folders in step has there for itself: `.git`, `.stfolder`.
        let hidden = |path: &Path| {
            path.strip_prefix(data)
                .is_ok_and(|below| below.as_os_str().as_encoded_bytes().starts_with(b"."))
        };
        for (path, sort) in files::walk(drive, data, |_, _| ())
            .into_iter()
            .filter(|(path, _)| !hidden(path))
        {
            let is_log = sort == Sort::File && path.extension().is_some_and(|ending| ending == "log");
            let ours =
                is_log && trees.iter().any(|tree| path.starts_with(tree)) || path == data.join(FORMAT_FILE);
            if !ours {
                self.foreign.push(path);
            }
        }
    }

    fn drafts(&mut self, drive: &dyn Drive, folder: &Path) {
        for (path, _) in files::walk(drive, folder, |path, error| {
            reading::tell(path, &error, &mut self.problems)
        }) {
            if path.extension().is_some_and(|ending| ending == "new") {
                self.temporary.push(path);
                continue;
            }
            let draft = files::read(drive, &path)
                .ok()
                .and_then(|bytes| ron::de::from_bytes::<Draft>(&bytes).ok());
            match draft {
                Some(_) => self.drafts.0 += 1,
                None => self.drafts.1.push(path),
            }
        }
    }
}

/// Whether one can write in a folder: by making a file that was not there, and removing it. Where there is no folder, the nearest one
/// above it is asked, since the folder would be made there.
///
/// # Errors
/// What making or removing gave.
pub fn probe(drive: &dyn Drive, folder: &Path, now: Millis) -> io::Result<()> {
    let there = folder
        .ancestors()
        .find(|folder| drive.look(folder).is_ok())
        .unwrap_or(folder);
    let path = there.join(format!(".ally-up-{}.probe", fresh_id(now)));
    files::write_new(drive, &path, b"")?;
    files::remove(drive, &path)
}

/// A path, safe to show.
pub fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}
