//! Owns the random name that statements of a data folder go under, kept in a file of that folder and nowhere else.
//! Must not know what a statement is.

use crate::progress::event_ids::is_uuid;
use crate::store::durable;
use crate::store::fs::FileSystem;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The file; a name a line. Two machines may each have made one before they met: then the first by its letters counts on both.
pub const ACCOUNT_FILE: &str = "account.txt";

/// The name of this data folder; `fresh` becomes it where there is none yet.
///
/// # Errors
/// The file cannot be read or written.
pub fn account(fs: &dyn FileSystem, data: &Path, fresh: &str) -> io::Result<String> {
    let path = data.join(ACCOUNT_FILE);
    let known = || -> io::Result<Option<String>> {
        let bytes = durable::read(fs, &path)?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.lines().filter(|line| is_uuid(line)).min().map(str::to_owned))
    };
    let found = match known() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            durable::write_once(fs, &path, format!("{fresh}\n").as_bytes())?;
            known()?
        }
        found => found?,
    };
    found.ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "there is no name in it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fs::OsFileSystem;

    #[test]
    fn a_folder_keeps_its_name_and_two_that_met_agree() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (
            "0197f2a0-0000-7000-8000-000000000001",
            "0197f2a0-0000-7000-8000-000000000002",
        );
        let name = |fresh: &str| account(&OsFileSystem, folder.path(), fresh);
        assert_eq!(
            (name(two).unwrap(), name(one).unwrap()),
            (two.to_owned(), two.to_owned())
        );
        let path = folder.path().join(ACCOUNT_FILE);
        std::fs::write(&path, format!("{two}\r\n<<<<<<<\n{one}\n{two}\n")).unwrap();
        assert_eq!(name(two).unwrap(), one);
        std::fs::write(&path, "Ada\n").unwrap();
        assert!(name(two).is_err(), "what somebody else wrote is not written over");
    }
}
