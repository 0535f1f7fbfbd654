//! Owns where progress lies: the data folder of a course, this machine's state folder, and the drafts.
//! Must not know what is in them, but for whether a folder holds progress, and writes nothing.

use crate::course::Course;
use crate::store::courses;
use crate::store::error::{FileError, StoreError};
use crate::store::file_name::safe_name;
use crate::store::fs::FileSystem;
use crate::store::log_files::{self, OWN_FOLDER};
use directories::{BaseDirs, ProjectDirs};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The folders of one course. None of them need exist.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// The course.
    pub course: Arc<Course>,
    /// `events/`, `journal/` and `FORMAT.ron`; may be kept in step with other machines.
    pub data: PathBuf,
    /// This machine's id; never shared.
    pub state: PathBuf,
    /// Unfinished answers; never shared.
    pub drafts: PathBuf,
}

impl Paths {
    /// The folders of a course; `data` is what `--data` names, which may hold other courses as well. Without a home folder this
    /// machine's state lies in the data folder, hidden.
    ///
    /// # Errors
    /// No home folder is known and no data folder was named.
    pub fn find(fs: &dyn FileSystem, course: &Arc<Course>, data: Option<&Path>) -> Result<Paths, StoreError> {
        let home = ProjectDirs::from("", "", "ally-up");
        let data = data.map(|named| own_folder(fs, named)).transpose()?;
        let state = match (&home, &data) {
            (Some(home), _) => state_in(home),
            (None, Some(data)) => data.join(".state"),
            (None, None) => return Err(StoreError::NoHome),
        };
        let home = home.as_ref().map_or(Path::new(""), ProjectDirs::data_dir);
        let is_named = data.is_some();
        let mut paths = place(course, data, home, &state);
        if is_named {
            paths.data = courses::folder_of(fs, &paths.data, course);
        }
        Ok(paths)
    }
}

/// This machine's state folder, whatever is played; none without a home folder.
pub fn state_folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "ally-up").map(|home| state_in(&home))
}

fn state_in(home: &ProjectDirs) -> PathBuf {
    home.state_dir()
        .unwrap_or_else(|| home.data_local_dir())
        .to_owned()
}

/// The data folder that somebody types: as with `--data`, and `~/` is the home folder, since no shell has
/// seen to it.
///
/// # Errors
/// The words name no folder.
pub fn typed(fs: &dyn FileSystem, words: &str) -> Result<PathBuf, StoreError> {
    let below = words.strip_prefix("~/").or((words == "~").then_some(""));
    match (below, BaseDirs::new()) {
        (Some(below), Some(home)) => own_folder(fs, &home.home_dir().join(below)),
        (Some(_), None) => Err(StoreError::NoHome),
        (None, _) => own_folder(fs, Path::new(words)),
    }
}

/// The folder for progress that somebody names. The root, the home folder, and what is named by dots alone hold
/// other things: there a folder of our own is meant, unless they hold progress already.
fn own_folder(fs: &dyn FileSystem, named: &Path) -> Result<PathBuf, StoreError> {
    let folder = whole(named)?;
    let below = folder.join(OWN_FOLDER);
    let is_of_others = !named
        .components()
        .any(|part| matches!(part, Component::Normal(_)))
        || BaseDirs::new().is_some_and(|home| home.home_dir() == folder);
    let holds = |folder: &Path| log_files::is_data_folder(fs, folder);
    Ok(match !holds(&folder) && (is_of_others || holds(&below)) {
        true => below,
        false => folder,
    })
}

/// Collected from its parts, so that a slash at the end makes no other folder of it.
fn whole(named: &Path) -> Result<PathBuf, StoreError> {
    let absolute =
        std::path::absolute(named).map_err(|error| StoreError::Save(FileError::new(named, &error)))?;
    Ok(absolute.components().collect())
}

/// With `--data`, the drafts lie in a folder named for the course and for the data folder's path: two data
/// folders are two histories, and an answer begun in one is not offered in the other. The path is taken as it
/// is spelled, since resolving links would give another name once the folder is made.
fn place(course: &Arc<Course>, named: Option<PathBuf>, home_data: &Path, home_state: &Path) -> Paths {
    let name = safe_name(&course.id);
    let (data, drafts) = match named {
        None => (home_data.join(&name), name),
        Some(data) => {
            let key = crc32c::crc32c(data.as_os_str().as_encoded_bytes());
            (data, format!("{name}.{key:08x}"))
        }
    };
    Paths {
        course: Arc::clone(course),
        data,
        state: home_state.to_owned(),
        drafts: home_state.join("drafts").join(drafts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::log;
    use crate::store::fs::OsFileSystem;

    #[test]
    fn two_data_folders_have_two_drafts_and_one_machine() {
        let (home_data, home_state) = (Path::new("/home/ada/share"), Path::new("/home/ada/state"));
        let course = course("course");
        let place =
            |data: Option<&str>| super::place(&course, data.map(PathBuf::from), home_data, home_state);
        let (usual, one, two) = (place(None), place(Some("/one")), place(Some("/two")));
        assert_eq!(usual.data, Path::new("/home/ada/share/course"));
        assert_eq!(usual.drafts, Path::new("/home/ada/state/drafts/course"));
        assert_eq!(one.data, Path::new("/one"));
        assert!(one.drafts != two.drafts && one.drafts != usual.drafts);
        assert!(
            [&usual, &one, &two]
                .iter()
                .all(|paths| paths.state == home_state && paths.drafts.starts_with(home_state))
        );
        assert_eq!(one.drafts, place(Some("/one")).drafts);
    }

    fn course(id: &str) -> Arc<Course> {
        let mut course = Course::default();
        id.clone_into(&mut course.id);
        Arc::new(course)
    }

    /// Where the course inside the program keeps its progress.
    fn found(named: &Path) -> PathBuf {
        Paths::find(&OsFileSystem, &course("ally-up"), Some(named))
            .unwrap()
            .data
    }

    #[test]
    fn a_slash_at_the_end_makes_no_other_folder() {
        assert_eq!(found(Path::new("somewhere/")), found(Path::new("./somewhere")));
        assert!(found(Path::new("somewhere")).is_absolute());
    }

    #[test]
    fn nothing_lies_loose_where_other_things_are() {
        for named in ["/", ".", "./", "..", "../.."] {
            assert!(found(Path::new(named)).ends_with("ally-up"), "{named}");
        }
        assert_eq!(found(Path::new("/")), Path::new("/ally-up"));
        // By any name, it is one folder: with what was saved inside it, or beside it by an earlier version.
        let root = tempfile::TempDir::new().unwrap();
        assert_eq!(found(root.path()), root.path());
        let save = |stream: &str| {
            let folder = root.path().join(stream);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("x.log"), log::write_header("laptop", "x")).unwrap();
        };
        save("ally-up/events");
        assert_eq!(found(root.path()), root.path().join("ally-up"));
        // Others have folders of that name too.
        std::fs::create_dir(root.path().join("events")).unwrap();
        std::fs::write(root.path().join("events/server.log"), "GET / 200\n").unwrap();
        assert_eq!(found(root.path()), root.path().join("ally-up"));
        save("events");
        assert_eq!(found(root.path()), root.path());
    }
}
