//! Owns how a data folder is read: every log below a tree, those of other machines and copies that a merge left included.
//! Must not write, fail or follow a link: what cannot be read is told, and the rest is read.

use crate::clean::Clean;
use crate::progress::log;
use crate::shell::disk::drive::Drive;
use crate::shell::disk::files;
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::{Format, Found};
use std::io::{self, ErrorKind};
use std::path::Path;

/// Tells a format whose `min_reader` is past `known`. One that cannot be read is passed over: each line names its own version.
pub fn check_format(drive: &dyn Drive, path: &Path, known: u32, problems: &mut Vec<Problem>) {
    let format = files::read(drive, path).ok().and_then(|bytes| ron::de::from_bytes::<Format>(&bytes).ok());
    if format.is_some_and(|format| format.min_reader > known) {
        problems.push(Problem::Newer(Clean::line(&path.to_string_lossy())));
    }
}

/// Adds what every log below `tree` holds to `found`, in no order yet.
pub fn read_tree(drive: &dyn Drive, tree: &Path, found: &mut Found, problems: &mut Vec<Problem>) {
    let all = files::walk(drive, tree, |folder, error| tell(folder, &error, problems));
    for (path, _) in all.into_iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "log")) {
        match files::read(drive, &path) {
            Ok(bytes) => {
                let reading = log::read(&bytes);
                found.events.extend(reading.events);
                found.unknown += reading.unknown;
                found.set_aside.extend(reading.set_aside.into_iter().map(|aside| (path.clone(), aside)));
            }
            Err(error) => tell(&path, &error, problems),
        }
    }
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
    use crate::progress::event::{Clock, Event, EventKind};
    use crate::progress::log::{Reason, SetAside};
    use crate::shell::disk::drive::System;
    use std::fs;
    use tempfile::TempDir;

    fn event(lesson: &str) -> Event {
        let (id, kind) = (lesson.to_owned(), EventKind::Read { lesson: lesson.into() });
        Event { id, device: "laptop".into(), seq: 0, clock: Clock(1, 0), at: 1, kind }
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
        fs::write(folder.join("x (conflicted copy 2026-01-01).log"), &bytes[..bytes.len() - 1]).unwrap();
        fs::write(folder.join("notes.txt"), "no log").unwrap();
        fs::write(folder.join(".syncthing.x.log.tmp"), &bytes[..40]).unwrap();
        let foreign = folder.join("deep/er/nginx.log");
        fs::write(&foreign, "GET / 200\n").unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_tree(&System, root.path(), &mut found, &mut problems);
        assert_eq!(found.events.len(), 4);
        log::order(&mut found.events);
        assert_eq!(found.events, [one, two]);
        assert_eq!(found.set_aside, [(foreign, SetAside { line: 1, reason: Reason::NotALine })]);
        assert_eq!(problems, []);
    }

    #[test]
    fn a_file_of_absurd_length_is_told_and_not_read() {
        let root = TempDir::new().unwrap();
        fs::File::create(root.path().join("x.log")).unwrap().set_len(1 << 40).unwrap();
        let (mut found, mut problems) = (Found::default(), Vec::new());
        read_tree(&System, root.path(), &mut found, &mut problems);
        assert!(problems[0].to_string().ends_with("x.log: it is far too long; move it out of the folder"), "{problems:?}");
    }
}
