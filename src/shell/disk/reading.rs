//! Owns how a data folder is read: every log below a tree, those of other machines and copies that a merge left included.
//! Must not write, fail or follow a link: what cannot be read is told, and the rest is read.

use crate::clean::Clean;
use crate::progress::event::Event;
use crate::progress::log::{self, Reading};
use crate::shell::disk::drive::Drive;
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::{FORMAT, FORMAT_FILE, Format, Found, files, forgetting};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Tells a folder whose format says that this version cannot follow. One that cannot be read is passed over: each line names its own.
pub fn check_format(drive: &dyn Drive, data: &Path, problems: &mut Vec<Problem>) {
    let path = data.join(FORMAT_FILE);
    if format(drive, data).is_some_and(|format| format.min_reader > FORMAT.format) {
        problems.push(Problem::Newer(Clean::line(&path.to_string_lossy())));
    }
}

/// What a folder says of its format.
pub fn format(drive: &dyn Drive, data: &Path) -> Option<Format> {
    files::read(drive, &data.join(FORMAT_FILE))
        .ok()
        .and_then(|bytes| ron::de::from_bytes(&bytes).ok())
}

/// Fewer files than these are not worth a second thread.
const MANY: usize = 32;
/// Times that all is read again because something vanished meanwhile.
const TRIES: usize = 3;
/// Threads that read at the most.
const MOST_THREADS: usize = 8;

/// The paths of all logs below a tree.
pub fn logs(drive: &dyn Drive, tree: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    list(drive, tree, |folder, error| tell(folder, &error, problems))
}

fn list(drive: &dyn Drive, tree: &Path, untold: impl FnMut(&Path, io::Error)) -> Vec<PathBuf> {
    let all = files::walk(drive, tree, untold);
    all.into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "log"))
        .collect()
}

/// Adds what every log of these trees holds to `found`, in no order yet. How far each was read, in bytes.
pub fn read_trees(
    drive: &dyn Drive,
    trees: &[PathBuf],
    found: &mut Found,
    problems: &mut Vec<Problem>,
) -> Vec<(PathBuf, u64)> {
    let mut logs = read_logs(drive, trees);
    // A log that vanishes while one reads was rewritten by a forgetting: what is kept of it is in another by now.
    for _ in 0..TRIES {
        if !logs.iter().any(|(_, log)| {
            log.as_ref()
                .is_err_and(|error| error.kind() == ErrorKind::NotFound)
        }) {
            break;
        }
        logs = read_logs(drive, trees);
    }
    let mut read = Vec::with_capacity(logs.len());
    for (path, log) in logs {
        match log {
            Ok((reading, whole)) => {
                found.events.extend(reading.events);
                found.unknown += reading.unknown;
                found
                    .set_aside
                    .extend(reading.set_aside.into_iter().map(|aside| (path.clone(), aside)));
                read.push((path, whole));
            }
            Err(error) => tell(&path, &error, problems),
        }
    }
    read
}

/// Every log, or every folder that cannot be listed, and what came of reading it.
fn read_logs(drive: &dyn Drive, trees: &[PathBuf]) -> Vec<(PathBuf, io::Result<(Reading, u64)>)> {
    let mut logs = Vec::new();
    let mut paths = Vec::new();
    for tree in trees {
        let untold = |folder: &Path, error: io::Error| {
            if error.kind() != ErrorKind::NotFound {
                logs.push((folder.to_owned(), Err(error)));
            }
        };
        paths.extend(list(drive, tree, untold));
    }
    let read = at_once(&paths, |path| read_log(drive, path));
    logs.extend(paths.into_iter().zip(read));
    logs
}

fn read_log(drive: &dyn Drive, path: &Path) -> io::Result<(Reading, u64)> {
    let bytes = files::read(drive, path)?;
    Ok((log::read(&bytes), log::whole(&bytes) as u64))
}

/// The results in the order of `all`, made by as many threads as there are processors.
fn at_once<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = match all.len() {
        0..MANY => 1,
        _ => std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST_THREADS)),
    };
    let part = all.len().div_ceil(threads).max(1);
    let work = &|part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    std::thread::scope(|scope| {
        let mut parts = all.chunks(part);
        let first = parts.next().unwrap_or_default();
        let others: Vec<_> = parts
            .map(|part| {
                (
                    part,
                    std::thread::Builder::new().spawn_scoped(scope, move || work(part)),
                )
            })
            .collect();
        let mut done = work(first);
        for (part, other) in others {
            // A thread that could not be had is no reason not to read.
            done.extend(
                other
                    .ok()
                    .and_then(|thread| thread.join().ok())
                    .unwrap_or_else(|| work(part)),
            );
        }
        done
    })
}

/// Puts events in their order, each once, without those that were forgotten: a merge brought them back, or a window that was open
/// kept them. How many those were.
pub fn in_order(events: &mut Vec<Event>) -> usize {
    log::order(events);
    let (all, forgotten) = (events.len(), log::forgotten(&*events));
    events.retain(|event| forgetting::stays(event, &forgotten));
    all - events.len()
}

/// Notes what could not be read. What is not there, or no longer, is no problem.
pub fn tell(path: &Path, error: &io::Error, problems: &mut Vec<Problem>) {
    if error.kind() != ErrorKind::NotFound {
        problems.push(Problem::Read(Trouble::new(path, error)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::{Clock, EventKind};
    use crate::progress::log::{Reason, SetAside};
    use crate::shell::disk::drive::System;
    use std::fs;
    use tempfile::TempDir;

    fn event(lesson: &str) -> Event {
        let (id, kind) = (
            lesson.to_owned(),
            EventKind::Read {
                lesson: lesson.into(),
            },
        );
        Event {
            id,
            device: "laptop".into(),
            seq: 0,
            clock: Clock(1, 0),
            at: 1,
            kind,
        }
    }

    #[test]
    fn torn_tails_foreign_files_and_copies() {
        let root = TempDir::new().unwrap();
        let folder = root.path().join("laptop");
        fs::create_dir_all(folder.join("deep/er")).unwrap();
        let (one, two) = (event("one"), event("two"));
        let bytes = log::write_header("laptop", "x") + &log::write_line(&one) + &log::write_line(&two);
        fs::write(folder.join("x.log"), &bytes[..bytes.len() - 9]).unwrap();
        fs::write(folder.join("x.sync-conflict-20260101-120000-ABCDEFG.log"), &bytes).unwrap();
        fs::write(
            folder.join("x (conflicted copy 2026-01-01).log"),
            &bytes[..bytes.len() - 1],
        )
        .unwrap();
        fs::write(folder.join("notes.txt"), "no log").unwrap();
        fs::write(folder.join(".syncthing.x.log.tmp"), &bytes[..40]).unwrap();
        let foreign = folder.join("deep/er/nginx.log");
        fs::write(&foreign, "GET / 200\n").unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_trees(&System, &[root.path().to_owned()], &mut found, &mut problems);
        assert_eq!(found.events.len(), 4);
        log::order(&mut found.events);
        assert_eq!(found.events, [one, two]);
        assert_eq!(
            found.set_aside,
            [(
                foreign,
                SetAside {
                    line: 1,
                    reason: Reason::NotALine
                }
            )]
        );
        assert_eq!(problems, []);
    }

    #[test]
    fn many_files_are_read_by_several_threads_and_none_is_missed() {
        let root = TempDir::new().unwrap();
        let events: Vec<Event> = (0..3 * MANY)
            .map(|nth| event(&format!("lesson-{nth:03}")))
            .collect();
        for event in &events {
            fs::write(
                root.path().join(format!("{}.log", event.id)),
                log::write_line(event),
            )
            .unwrap();
        }
        let (mut found, mut problems) = (Found::default(), Vec::new());
        let read = read_trees(&System, &[root.path().to_owned()], &mut found, &mut problems);
        assert_eq!(found.events, events);
        assert!(
            read.iter()
                .all(|(path, whole)| fs::metadata(path).unwrap().len() == *whole)
                && read.len() == events.len()
        );
        assert_eq!(
            at_once(&(0..1000).collect::<Vec<_>>(), |nth| nth * 2),
            (0..1000).map(|nth| nth * 2).collect::<Vec<_>>()
        );
        assert_eq!(at_once(&[0; 0], |nth| *nth), [0; 0]);
    }

    #[test]
    fn a_file_of_absurd_length_is_told_and_not_read() {
        let root = TempDir::new().unwrap();
        fs::File::create(root.path().join("x.log"))
            .unwrap()
            .set_len(1 << 40)
            .unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_trees(&System, &[root.path().to_owned()], &mut found, &mut problems);
        assert!(
            problems[0]
                .to_string()
                .ends_with("x.log: it is far too long; move it out of the folder"),
            "{problems:?}"
        );
    }
}
