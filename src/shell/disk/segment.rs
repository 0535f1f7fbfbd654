//! Owns the files that one session writes: a segment in each tree, given up at the first error and never opened again.
//! Must not know what the lines say.

use crate::progress::log;
use crate::shell::disk::drive::{Drive, Pen, Sort};
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::{files, fresh_id, now};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes written and synced together, unless one line is longer.
const BATCH: usize = 8 * 1024;

/// One session's part of a tree.
pub struct Tree {
    /// Finished lines that are not on the disk.
    pub waiting: Vec<String>,
    drive: Arc<dyn Drive>,
    folder: PathBuf,
    device: String,
    segment: Option<Segment>,
}

/// One file, written by one session, ever.
struct Segment {
    drive: Arc<dyn Drive>,
    pen: Box<dyn Pen>,
    path: PathBuf,
    written: u64,
}

impl Tree {
    /// A tree below `folder`, with nothing to write.
    pub fn new(drive: Arc<dyn Drive>, folder: PathBuf, device: &str) -> Tree {
        Tree {
            waiting: Vec::new(),
            drive,
            folder: folder.join(device),
            device: device.to_owned(),
            segment: None,
        }
    }

    /// Writes below another folder from now on, in a new segment.
    pub fn move_to(&mut self, folder: &Path, device: &str) {
        self.folder = folder.join(device);
        self.segment = None;
    }

    /// Writes and syncs what is waiting. An error ends the segment; all goes to a new one at once, and only if that fails too
    /// does it keep waiting. A line that is then in both has one id, and is one event.
    pub fn save(&mut self) -> Result<(), Problem> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.attempt()
            .or_else(|_| self.attempt())
            .map_err(|error| Problem::Save(Trouble::new(&self.folder, &error)))
    }

    /// Ends the segment: whoever comes next may rewrite it, and what is saved next goes to a new one.
    pub fn close(&mut self) {
        self.segment = None;
    }

    fn attempt(&mut self) -> io::Result<()> {
        // Taken out before anything can fail: a segment that failed is never seen again.
        let mut segment = match self.segment.take() {
            Some(segment) => segment,
            None => Segment::start(Arc::clone(&self.drive), &self.folder, &self.device)?,
        };
        while !self.waiting.is_empty() {
            let lines = batch(&self.waiting);
            segment.append(self.waiting[..lines].concat().as_bytes())?;
            self.waiting.drain(..lines);
        }
        self.segment = Some(segment);
        Ok(())
    }
}

/// How many lines to write and sync together: what an answer makes is one write. A backlog goes piece by piece, so that where
/// there is room for a part of it, that part is saved, and the room is not filled by what fails.
fn batch(waiting: &[String]) -> usize {
    let mut bytes = 0;
    let fits = waiting.iter().take_while(|line| {
        bytes += line.len();
        bytes <= BATCH
    });
    fits.count().max(1)
}

/// Writes finished lines to a segment of their own in `folder`: all of them, there to stay, or none.
pub fn write_whole(drive: &Arc<dyn Drive>, folder: &Path, device: &str, lines: &[u8]) -> io::Result<()> {
    let mut segment = Segment::start(Arc::clone(drive), folder, device)?;
    segment
        .append(lines)
        .inspect_err(|_| drop(files::remove(&**drive, &segment.path)))
}

impl Segment {
    fn start(drive: Arc<dyn Drive>, folder: &Path, device: &str) -> io::Result<Segment> {
        files::root_folders(&*drive, folder)?;
        if drive.look(folder)?.0 == Sort::Link {
            return Err(io::Error::new(
                ErrorKind::NotADirectory,
                "it is a link, and links are not followed when it is read",
            ));
        }
        let id = fresh_id(now());
        let path = folder.join(format!("{id}.log"));
        let pen = drive.create(&path)?;
        let mut segment = Segment {
            drive,
            pen,
            path,
            written: 0,
        };
        match segment.begin(folder, &log::write_header(device, &id)) {
            Ok(()) => Ok(segment),
            Err(error) => {
                // It holds no event. On a full disk each try would leave one more of these; if it cannot go, it does no harm.
                let _ = files::remove(&*segment.drive, &segment.path);
                Err(error)
            }
        }
    }

    fn begin(&mut self, folder: &Path, header: &str) -> io::Result<()> {
        files::lock(&*self.pen)?;
        self.pen.write_all(header.as_bytes())?;
        self.pen.sync_all()?;
        self.written = header.len() as u64;
        files::sync_folder(&*self.drive, folder)
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        // However many writes the system makes of it, or interrupts.
        self.pen.write_all(lines)?;
        self.pen.sync_data()?;
        self.written += lines.len() as u64;
        // The folder may have been deleted or replaced: what is written then succeeds, and goes to a file without a name.
        match files::length(&*self.drive, &self.path)? >= self.written {
            true => Ok(()),
            false => Err(io::Error::new(
                ErrorKind::NotFound,
                "the file was replaced by another",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::{Clock, Event, EventKind};
    use crate::shell::disk::drive::System;
    use std::fs;
    use tempfile::TempDir;

    fn tree(root: &TempDir) -> Tree {
        Tree::new(Arc::new(System), root.path().join("course/events"), "laptop")
    }

    fn line(lesson: &str) -> String {
        let (id, kind) = (
            lesson.to_owned(),
            EventKind::Read {
                lesson: lesson.into(),
            },
        );
        log::write_line(&Event {
            id,
            device: "laptop".into(),
            seq: 0,
            clock: Clock(1, 0),
            at: 1,
            kind,
        })
    }

    fn save(tree: &mut Tree, lesson: &str) -> Result<(), Problem> {
        tree.waiting.push(line(lesson));
        tree.save()
    }

    fn segments(tree: &Tree) -> Vec<PathBuf> {
        System
            .list(&tree.folder)
            .unwrap()
            .into_iter()
            .map(|(path, _)| path)
            .collect()
    }

    /// The lines of all segments, their headers left out.
    fn lines(tree: &Tree) -> String {
        segments(tree)
            .iter()
            .map(|path| {
                fs::read_to_string(path)
                    .unwrap()
                    .split_once('\n')
                    .unwrap()
                    .1
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn a_segment_is_one_file_locked_while_it_is_written() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        save(&mut tree, "one").unwrap();
        save(&mut tree, "two").unwrap();
        assert_eq!(lines(&tree), line("one") + &line("two"));
        let path = segments(&tree).remove(0);
        assert!(matches!(System.claim(&path), Err(fs::TryLockError::WouldBlock)));
        drop(tree);
        assert!(System.claim(&path).is_ok());
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays somebody who moves folders about"
    )]
    fn a_folder_that_was_moved_away_is_noticed() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        save(&mut tree, "one").unwrap();
        fs::rename(root.path().join("course"), root.path().join("away")).unwrap();
        save(&mut tree, "two").unwrap();
        assert_eq!(lines(&tree), line("two"));
    }

    #[test]
    fn a_file_that_was_replaced_is_noticed() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        save(&mut tree, "one").unwrap();
        let path = segments(&tree).remove(0);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        save(&mut tree, "two").unwrap();
        assert_eq!(
            (segments(&tree).len(), lines(&tree)),
            (2, line("one") + &line("two"))
        );
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays somebody who moves folders about"
    )]
    fn what_failed_is_written_again_to_a_new_segment() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        let (course, away) = (root.path().join("course"), root.path().join("away"));
        save(&mut tree, "one").unwrap();
        fs::rename(&course, &away).unwrap();
        fs::write(&course, "").unwrap();
        assert!(save(&mut tree, "two").is_err() && save(&mut tree, "three").is_err());
        assert_eq!(tree.waiting, [line("two"), line("three")]);
        fs::remove_file(&course).unwrap();
        fs::rename(&away, &course).unwrap();
        let before = fs::read(&segments(&tree)[0]).unwrap();
        save(&mut tree, "four").unwrap();
        assert_eq!((tree.waiting.len(), segments(&tree).len()), (0, 2));
        assert_eq!(
            fs::read(&segments(&tree)[0]).unwrap(),
            before,
            "a segment that failed is left as it is"
        );
        assert!(
            fs::read_to_string(&segments(&tree)[1])
                .unwrap()
                .ends_with(&(line("two") + &line("three") + &line("four")))
        );
    }

    #[test]
    fn a_long_backlog_goes_piece_by_piece() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        let all: Vec<String> = (0..500)
            .map(|number| line(&format!("lesson-{number}")))
            .chain([line(&"long".repeat(BATCH))])
            .collect();
        assert_eq!((batch(&all[..1]), batch(&all[500..])), (1, 1));
        assert!((2..200).contains(&batch(&all)));
        tree.waiting = all.clone();
        tree.save().unwrap();
        assert_eq!(
            (tree.waiting.len(), segments(&tree).len(), lines(&tree)),
            (0, 1, all.concat())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_machines_folder_is_refused() {
        let root = TempDir::new().unwrap();
        let mut tree = tree(&root);
        fs::create_dir_all(root.path().join("course/events")).unwrap();
        std::os::unix::fs::symlink(root.path(), &tree.folder).unwrap();
        assert!(
            save(&mut tree, "one")
                .unwrap_err()
                .to_string()
                .contains("links are not followed")
        );
    }
}
