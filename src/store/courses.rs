//! Owns which folder inside a data folder is a course's, so that courses that share a data folder never meet. Must not write.
//!
//! The course inside the program keeps its progress in the data folder itself, and every other course in a folder of its own below it.
//! Each folder says in `FORMAT.ron` whose it is. Earlier versions did not say so, and put all into the data folder itself: what such a
//! folder speaks of decides, until the first save says it for good.

use crate::course::{Course, embedded};
use crate::library::Library;
use crate::progress::event::{Event, EventKind};
use crate::progress::log;
use crate::progress::plan;
use crate::source::Id;
use crate::store::file_name::safe_name;
use crate::store::fs::{FileSystem, FileType};
use crate::store::log_files::{self, Stream, has_logs};
use crate::store::{durable, reader};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The folder in a data folder that holds those of other courses than the one inside the program.
pub const COURSES_FOLDER: &str = "by-course";

/// Where a course keeps its progress when it is told to keep it in `data`.
pub fn folder_of(fs: &dyn FileSystem, data: &Path, course: &Course) -> PathBuf {
    let is_own = match owner(fs, data) {
        Some(owner) => owner == course.id,
        None if has_logs(fs, data) => is_told_of(fs, data, course),
        None => is_embedded(course),
    };
    match is_own {
        true => data.to_owned(),
        false => data.join(COURSES_FOLDER).join(safe_name(&course.id)),
    }
}

/// The data folder that this folder of a course lies in; none if it is one itself.
pub fn shared(folder: &Path) -> Option<&Path> {
    let above = folder.parent()?;
    (above.file_name()? == COURSES_FOLDER)
        .then(|| above.parent())
        .flatten()
}

/// The course that a folder says it is of.
pub fn owner(fs: &dyn FileSystem, folder: &Path) -> Option<String> {
    let format = reader::format(fs, folder)?;
    (!format.course.is_empty()).then_some(format.course)
}

/// The ids of the courses that have progress in the data folder around `folder`, which is the one of `course`.
pub fn held(fs: &dyn FileSystem, folder: &Path, course: &str) -> Vec<String> {
    let data = shared(folder).unwrap_or(folder);
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let mut held = Vec::new();
    if has_logs(fs, data) {
        let unsaid = || match folder == data {
            true => course.to_owned(),
            false => embedded::manifest().id.to_string(),
        };
        held.push(owner(fs, data).unwrap_or_else(unsaid));
    }
    for (path, sort) in fs.list(&data.join(COURSES_FOLDER)).unwrap_or_default() {
        if sort == FileType::Folder && has_logs(fs, &path) {
            held.push(owner(fs, &path).unwrap_or_else(|| name(&path)));
        }
    }
    held.sort();
    held.dedup();
    held
}

fn is_embedded(course: &Course) -> bool {
    course.id == embedded::manifest().id
}

/// Whether the logs of a data folder that does not say whose it is are taken for this course's. If they speak of the course inside the
/// program they are that one's, and else those of the course they speak of. Those that speak of none go with whoever comes first.
fn is_told_of(fs: &dyn FileSystem, data: &Path, course: &Course) -> bool {
    let is_embedded = is_embedded(course);
    let embedded = OnceLock::new();
    // A course that was made from the one inside the program has names of it.
    let is_of_embedded = |name: &Id| {
        let embedded = || embedded.get_or_init(Library::embedded);
        !is_embedded && knows(&embedded().course, name)
    };
    let (mut asked, mut of_course, mut of_others) = (HashSet::new(), false, false);
    for event in events(fs, data) {
        let Some(name) = named(&event.kind).filter(|name| asked.insert((*name).clone())) else {
            continue;
        };
        match (knows(course, name), is_of_embedded(name)) {
            (true, false) if is_embedded => return true,
            (true, false) => of_course = true,
            (false, true) => return false,
            (false, false) => of_others = true,
            (true, true) => {}
        }
    }
    of_course || !of_others
}

/// The events of the logs of a folder, one log after the other.
fn events<'a>(fs: &'a dyn FileSystem, data: &Path) -> impl Iterator<Item = Event> + use<'a> {
    let logs = Stream::ALL.map(|stream| log_files::list(fs, &data.join(stream.name()), |_, _| ()));
    let bytes = logs
        .into_iter()
        .flatten()
        .filter_map(|path| durable::read(fs, &path).ok());
    bytes.flat_map(|bytes| log::read(&bytes).events)
}

/// What of a course an event names.
fn named(kind: &EventKind) -> Option<&Id> {
    match kind {
        EventKind::Placed { lesson: id, .. }
        | EventKind::Read { lesson: id }
        | EventKind::Passed { lesson: id, .. }
        | EventKind::Answered { question: id, .. }
        | EventKind::Chose { rehearsal: id, .. }
        | EventKind::Assessed { assessment: id, .. } => Some(id),
        _ => None,
    }
    // An entry of the plan has a name that it may have in any course.
    .filter(|id| plan::part_of(id).is_none())
}

/// Whether something of the course has this name, or had it.
fn knows(course: &Course, id: &str) -> bool {
    let was = || course.renamed.iter().any(|(old, _)| old == id);
    course.item(id).is_some() || course.item_of_entry(id).is_some() || was()
}
