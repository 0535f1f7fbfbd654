//! Owns reading another copy of a course's progress, with every line: a data folder of this or another machine, or an exported file.
//! Must not write.

use crate::course::Course;
use crate::progress::log::{self, Record};
use crate::store::courses;
use crate::store::durable;
use crate::store::error::StoreError;
use crate::store::file_name::safe_name;
use crate::store::fs::{FileSystem, FileType};
use crate::store::log_files::{LogFile, OWN_FOLDER, Stream, has_lines, is_data_folder, read_all};
use std::io;
use std::ops::Range;
use std::path::Path;

/// Why something is not a copy of the progress.
#[derive(Debug)]
pub enum Refused {
    /// It cannot be read.
    Unreadable(io::Error),
    /// It holds no line that this program wrote.
    Foreign,
    /// It is of the course with this id.
    OtherCourse(String),
}

/// Reads another copy of the progress: a data folder, a folder that contains the data folder of `course`, or
/// a file.
///
/// # Errors
/// Why it is not a copy. Files inside a folder that cannot be read are added to `problems`.
pub fn read_copy(
    fs: &dyn FileSystem,
    path: &Path,
    course: &Course,
    problems: &mut Vec<StoreError>,
) -> Result<Vec<LogFile>, Refused> {
    if fs.is_folder(path) {
        fs.list(path).map_err(Refused::Unreadable)?;
        let folder = [
            path.to_owned(),
            path.join(safe_name(&course.id)),
            path.join(OWN_FOLDER),
        ]
        .into_iter()
        .find(|folder| is_data_folder(fs, folder))
        .ok_or(Refused::Foreign)?;
        let own = courses::folder_of(fs, &folder, course);
        return match courses::owner(fs, &folder) {
            _ if own == folder || is_data_folder(fs, &own) => Ok(read_all(fs, &own, problems)),
            // Whoever names a folder that says nothing means that one.
            None => Ok(read_all(fs, &folder, problems)),
            Some(other) => Err(Refused::OtherCourse(other)),
        };
    }
    match fs.metadata(path).map_err(Refused::Unreadable)? {
        (FileType::File, _) => {}
        // A link on the command line is followed, but only to a regular file: reading a pipe would never end.
        (FileType::Link, _) if fs.is_file(path) => {}
        (FileType::Folder | FileType::Link | FileType::Other, _) => return Err(Refused::Foreign),
    }
    let bytes = fs.read(path, 0..durable::MAX_FILE).map_err(Refused::Unreadable)?;
    if !has_lines(&bytes) {
        return Err(Refused::Foreign);
    }
    Ok(parts(&bytes)
        .into_iter()
        .map(|(stream, span)| LogFile {
            path: path.to_owned(),
            stream,
            bytes: bytes[span].to_vec(),
        })
        .collect())
}

/// The sections of an exported file, each below the header that names its stream. Lines above the first such
/// header are treated as the journal's: what only a newer version understands may be the learner's words.
fn parts(bytes: &[u8]) -> Vec<(Stream, Range<usize>)> {
    let mut parts = vec![(Stream::Journal, 0..bytes.len())];
    for line in log::lines(bytes) {
        let Record::Header(header) = &line.record else {
            continue;
        };
        let Some(stream) = Stream::ALL
            .into_iter()
            .find(|stream| stream.name() == header.segment)
        else {
            continue;
        };
        let at = line.bytes.as_ptr().addr() - bytes.as_ptr().addr();
        let last = parts.last_mut().expect("there is one from the start");
        let end = std::mem::replace(&mut last.1.end, at);
        parts.push((stream, at..end));
    }
    parts
}
