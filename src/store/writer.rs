//! Owns the files that one session writes: one segment in each stream, abandoned at the first error and never
//! opened again. Must not know what the lines say.

use crate::progress::log;
use crate::store::clock::{fresh_id, now};
use crate::store::durable;
use crate::store::error::{FileError, StoreError};
use crate::store::fs::{AppendFile, FileSystem, FileType};
use crate::store::own_log::{OwnLine, OwnLog, Seal};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes that are written and synced together, unless one line is longer.
const BATCH: usize = 8 * 1024;

/// Writes one stream for one session.
pub struct StreamWriter {
    /// Finished lines that are not durable yet.
    pub waiting: Vec<OwnLine>,
    fs: Arc<dyn FileSystem>,
    folder: PathBuf,
    device: String,
    segment: Option<Segment>,
}

/// One file, written by one session, ever.
struct Segment {
    fs: Arc<dyn FileSystem>,
    file: Box<dyn AppendFile>,
    path: PathBuf,
    written: Seal,
}

impl StreamWriter {
    /// A writer to a segment below `folder`; the file is created with the first line.
    pub fn new(fs: Arc<dyn FileSystem>, folder: PathBuf, device: &str) -> StreamWriter {
        StreamWriter {
            waiting: Vec::new(),
            fs,
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

    /// Writes and syncs what is waiting, and notes it in `own`. After an error the segment is abandoned and
    /// everything is written to a new one at once. A line may then be in both; it has one id and counts as one event.
    ///
    /// # Errors
    /// `StoreError::Save` if the new segment failed too. What is not durable keeps waiting.
    pub fn save(&mut self, own: &mut OwnLog) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.attempt(own)
            .or_else(|_| self.attempt(own))
            .map_err(|error| StoreError::Save(FileError::new(&self.folder, &error)))
    }

    /// Ends the segment and releases its lock, so that it may be compacted. What is saved next goes to a new
    /// one.
    pub fn close(&mut self) {
        self.segment = None;
    }

    fn attempt(&mut self, own: &mut OwnLog) -> io::Result<()> {
        // Taken out before anything can fail, so that a segment that failed is never used again.
        let mut segment = match self.segment.take() {
            Some(segment) => segment,
            None => Segment::start(Arc::clone(&self.fs), &self.folder, &self.device)?,
        };
        while !self.waiting.is_empty() {
            let lines = batch(&self.waiting);
            let texts = self.waiting[..lines].iter().map(|line| line.text.as_str());
            let appended = segment.append(texts.collect::<String>().as_bytes());
            appended.inspect_err(|_| own.distrust(segment.path.clone()))?;
            own.saved(&segment.path, segment.written, self.waiting.drain(..lines));
        }
        self.segment = Some(segment);
        Ok(())
    }
}

/// How many lines to write and sync together: the lines of one answer are one write. A backlog is written in
/// pieces, so that on a nearly full disk the part that fits is saved.
fn batch(waiting: &[OwnLine]) -> usize {
    let mut bytes = 0;
    let fits = waiting.iter().take_while(|line| {
        bytes += line.text.len();
        bytes <= BATCH
    });
    fits.count().max(1)
}

/// Writes finished lines to a new segment in `folder`, and says where it is.
///
/// # Errors
/// The system's. After `Ok` all lines are durable; after an error the segment is removed again, if that is
/// possible.
pub fn write_whole(
    fs: &Arc<dyn FileSystem>,
    folder: &Path,
    device: &str,
    lines: &[u8],
) -> io::Result<PathBuf> {
    let mut segment = Segment::start(Arc::clone(fs), folder, device)?;
    segment
        .append(lines)
        .inspect_err(|_| drop(durable::remove(&**fs, &segment.path)))?;
    Ok(segment.path)
}

impl Segment {
    fn start(fs: Arc<dyn FileSystem>, folder: &Path, device: &str) -> io::Result<Segment> {
        durable::root_folders(&*fs, folder)?;
        if fs.metadata(folder)?.0 == FileType::Link {
            return Err(io::Error::new(
                ErrorKind::NotADirectory,
                "it is a link, and links are not followed when it is read",
            ));
        }
        let id = fresh_id(now());
        let path = folder.join(format!("{id}.log"));
        let file = fs.create(&path)?;
        let mut segment = Segment {
            fs,
            file,
            path,
            written: Seal::default(),
        };
        match segment.begin(folder, &log::write_header(device, &id)) {
            Ok(()) => Ok(segment),
            Err(error) => {
                // It holds no event, and on a full disk each attempt would leave one more. If it stays, it
                // does no harm.
                let _ = durable::remove(&*segment.fs, &segment.path);
                Err(error)
            }
        }
    }

    fn begin(&mut self, folder: &Path, header: &str) -> io::Result<()> {
        durable::lock(&*self.file)?;
        self.file.write_all(header.as_bytes())?;
        self.file.sync_all()?;
        self.written = Seal::default().extended(header.as_bytes());
        durable::sync_folder(&*self.fs, folder)
    }

    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        // `write_all` goes on after a short or interrupted write.
        self.file.write_all(lines)?;
        self.file.sync_data()?;
        self.written = self.written.extended(lines);
        // The folder may have been deleted or replaced. Writes then succeed, but go to a file without a name.
        match durable::length(&*self.fs, &self.path)? == self.written.length {
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
    use crate::progress::event::samples;
    use crate::store::fs::OsFileSystem;
    use std::fs;
    use tempfile::TempDir;

    fn writer(root: &TempDir) -> StreamWriter {
        StreamWriter::new(
            Arc::new(OsFileSystem),
            root.path().join("course/events"),
            "laptop",
        )
    }

    fn line(lesson: &str) -> String {
        log::write_line(&samples::read(lesson))
    }

    fn save(writer: &mut StreamWriter, lesson: &str) -> Result<(), StoreError> {
        writer.waiting.push(OwnLine::of(&samples::read(lesson)));
        writer.save(&mut OwnLog::default())
    }

    fn waiting(writer: &StreamWriter) -> Vec<&str> {
        writer.waiting.iter().map(|line| line.text.as_str()).collect()
    }

    fn segments(writer: &StreamWriter) -> Vec<PathBuf> {
        OsFileSystem
            .list(&writer.folder)
            .unwrap()
            .into_iter()
            .map(|(path, _)| path)
            .collect()
    }

    /// The lines of all segments, their headers left out.
    fn lines(writer: &StreamWriter) -> String {
        segments(writer)
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
        let mut writer = writer(&root);
        save(&mut writer, "one").unwrap();
        save(&mut writer, "two").unwrap();
        assert_eq!(lines(&writer), line("one") + &line("two"));
        let path = segments(&writer).remove(0);
        assert!(matches!(
            OsFileSystem.lock(&path),
            Err(fs::TryLockError::WouldBlock)
        ));
        drop(writer);
        assert!(OsFileSystem.lock(&path).is_ok());
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test plays somebody who moves folders about"
    )]
    fn a_folder_that_was_moved_away_is_noticed() {
        let root = TempDir::new().unwrap();
        let mut writer = writer(&root);
        save(&mut writer, "one").unwrap();
        fs::rename(root.path().join("course"), root.path().join("away")).unwrap();
        save(&mut writer, "two").unwrap();
        assert_eq!(lines(&writer), line("two"));
    }

    #[test]
    fn a_file_that_was_replaced_is_noticed() {
        let root = TempDir::new().unwrap();
        let mut writer = writer(&root);
        save(&mut writer, "one").unwrap();
        let path = segments(&writer).remove(0);
        let bytes = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        fs::write(&path, &bytes).unwrap();
        save(&mut writer, "two").unwrap();
        assert_eq!(
            (segments(&writer).len(), lines(&writer)),
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
        let mut writer = writer(&root);
        let (course, away) = (root.path().join("course"), root.path().join("away"));
        save(&mut writer, "one").unwrap();
        fs::rename(&course, &away).unwrap();
        fs::write(&course, "").unwrap();
        assert!(save(&mut writer, "two").is_err() && save(&mut writer, "three").is_err());
        assert_eq!(waiting(&writer), [line("two"), line("three")]);
        fs::remove_file(&course).unwrap();
        fs::rename(&away, &course).unwrap();
        let before = fs::read(&segments(&writer)[0]).unwrap();
        save(&mut writer, "four").unwrap();
        assert_eq!((writer.waiting.len(), segments(&writer).len()), (0, 2));
        assert_eq!(
            fs::read(&segments(&writer)[0]).unwrap(),
            before,
            "a segment that failed is left as it is"
        );
        assert!(
            fs::read_to_string(&segments(&writer)[1])
                .unwrap()
                .ends_with(&(line("two") + &line("three") + &line("four")))
        );
    }

    #[test]
    fn a_long_backlog_goes_piece_by_piece() {
        let root = TempDir::new().unwrap();
        let mut writer = writer(&root);
        let all: Vec<OwnLine> = (0..500)
            .map(|number| format!("lesson-{number}"))
            .chain(["long".repeat(BATCH)])
            .map(|lesson| OwnLine::of(&samples::read(&lesson)))
            .collect();
        assert_eq!((batch(&all[..1]), batch(&all[500..])), (1, 1));
        assert!((2..200).contains(&batch(&all)));
        writer.waiting = all.clone();
        writer.save(&mut OwnLog::default()).unwrap();
        assert_eq!(
            (writer.waiting.len(), segments(&writer).len(), lines(&writer)),
            (0, 1, all.iter().map(|line| line.text.as_str()).collect())
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_machines_folder_is_refused() {
        let root = TempDir::new().unwrap();
        let mut writer = writer(&root);
        fs::create_dir_all(root.path().join("course/events")).unwrap();
        std::os::unix::fs::symlink(root.path(), &writer.folder).unwrap();
        assert!(
            save(&mut writer, "one")
                .unwrap_err()
                .to_string()
                .contains("links are not followed")
        );
    }
}
