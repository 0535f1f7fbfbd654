//! Owns where progress lies: the data folder of a course, this machine's state folder, and the drafts.
//! Must not know what is in them, and touches no file.

use crate::store::error::{FileError, StoreError};
use directories::{BaseDirs, ProjectDirs};
use std::path::{Path, PathBuf};

/// The longest part of an id that becomes part of a file's name, in bytes.
const MAX_NAME: usize = 64;

/// The folders of one course. None of them need exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `events/`, `journal/` and `FORMAT.ron`; may be kept in step with other machines.
    pub data: PathBuf,
    /// This machine's id; never shared.
    pub state: PathBuf,
    /// Unfinished answers; never shared.
    pub drafts: PathBuf,
}

impl Paths {
    /// The folders of `course_id`; `data` is what `--data` names. Fails without a home folder.
    pub fn find(course_id: &str, data: Option<&Path>) -> Result<Paths, StoreError> {
        let home = ProjectDirs::from("", "", "ally-up").ok_or(StoreError::NoHome)?;
        let state = home.state_dir().unwrap_or_else(|| home.data_local_dir());
        let data = data.map(whole).transpose()?;
        Ok(place(course_id, data, home.data_dir(), state))
    }
}

/// The data folder that somebody types: as with `--data`, and `~/` is the home folder, since no shell has
/// seen to it.
pub fn typed(words: &str) -> Result<PathBuf, StoreError> {
    match (words.strip_prefix("~/"), BaseDirs::new()) {
        (Some(below), Some(home)) => whole(&home.home_dir().join(below)),
        (Some(_), None) => Err(StoreError::NoHome),
        (None, _) => whole(Path::new(words)),
    }
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
fn place(course_id: &str, named: Option<PathBuf>, home_data: &Path, home_state: &Path) -> Paths {
    let course = safe_name(course_id);
    let (data, drafts) = match named {
        None => (home_data.join(&course), course),
        Some(data) => {
            let key = crc32c::crc32c(data.as_os_str().as_encoded_bytes());
            (data, format!("{course}.{key:08x}"))
        }
    };
    Paths {
        data,
        state: home_state.to_owned(),
        drafts: home_state.join("drafts").join(drafts),
    }
}

/// A file's name for an id: small letters, digits, `-` and `_` as they are, without dots. An id that needs
/// more than these gets its checksum behind a `+`, so that two ids never share a name by being cleaned.
pub fn safe_name(id: &str) -> String {
    let plain = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_');
    // Windows keeps some names for devices.
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || (id.len() == 4 && (id.starts_with("com") || id.starts_with("lpt")));
    match !id.is_empty() && id.len() <= MAX_NAME && id.chars().all(plain) && !device {
        true => id.to_owned(),
        false => {
            let start: String = id
                .chars()
                .map(|c| if plain(c) { c } else { '_' })
                .take(MAX_NAME)
                .collect();
            format!("{start}+{:08x}", crc32c::crc32c(id.as_bytes()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leaves_its_folder() {
        for id in [
            "",
            ".",
            "..",
            "../../etc",
            "a/b",
            "a\\b",
            "C:",
            "nul",
            "com1",
            "A",
            "é\u{1b}[2J",
            &"x".repeat(9000),
        ] {
            let name = safe_name(id);
            assert!(!name.is_empty() && name.len() < 99, "{id}: {name}");
            assert!(
                name.chars()
                    .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-' | '_' | '+')),
                "{id}: {name}"
            );
            assert!(name.contains('+'), "{id}: {name}");
        }
        assert_eq!(safe_name("allyship_at-work-2"), "allyship_at-work-2");
        assert_ne!(safe_name("a/b"), safe_name("a_b"));
        assert_ne!(safe_name("a/b"), safe_name("a:b"));
    }

    #[test]
    fn two_data_folders_have_two_drafts_and_one_machine() {
        let (home_data, home_state) = (Path::new("/home/ada/share"), Path::new("/home/ada/state"));
        let place =
            |data: Option<&str>| super::place("course", data.map(PathBuf::from), home_data, home_state);
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
        assert_eq!(one, place(Some("/one")));
    }

    #[test]
    fn a_slash_at_the_end_makes_no_other_folder() {
        let Ok(paths) = Paths::find("course", Some(Path::new("somewhere/"))) else {
            println!("not tested: there is no home folder");
            return;
        };
        assert_eq!(
            Ok(&paths),
            Paths::find("course", Some(Path::new("./somewhere"))).as_ref()
        );
        assert!(paths.data.is_absolute());
    }
}
