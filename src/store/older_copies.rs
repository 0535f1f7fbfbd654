//! Owns finding out what keeps older copies of a data folder where forgetting cannot reach: version control, synchronizers, snapshots.
//! Must not change anything.

use crate::clean::Clean;
use crate::store::fs::FileSystem;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The entry that each leaves in or above the folder, or the beginning of its name, and what it keeps.
const SIGNS: [(&str, &str); 19] = [
    (".git", "git's history"),
    (".hg", "Mercurial's history"),
    (".jj", "Jujutsu's history"),
    (".svn", "Subversion's history"),
    (".stversions", "Syncthing's old versions"),
    (".stfolder", "Syncthing's other machines"),
    (".sync", "Resilio's archive"),
    (".dropbox.cache", "Dropbox's old versions"),
    (".nextcloudsync.log", "Nextcloud's old versions"),
    (".owncloudsync.log", "ownCloud's old versions"),
    (".sync_*", "the old versions of Nextcloud or ownCloud"),
    ("._sync_*", "the old versions of Nextcloud or ownCloud"),
    (".SynologyWorkingDirectory", "Synology's old versions"),
    (".tmp.drivedownload", "Google Drive's old versions"),
    (".snapshots", "snapshots"),
    (".snapshot", "snapshots"),
    (".zfs", "snapshots"),
    (".bzr", "Bazaar's history"),
    (".fslckout", "Fossil's history"),
];

/// What keeps older copies of a data folder, each with the entry that tells of it.
pub fn keepers(fs: &dyn FileSystem, data: &Path) -> BTreeMap<&'static str, PathBuf> {
    let data = fs.resolved(data);
    let inside = ["events", "journal"].map(|stream| data.join(stream));
    let mut found = BTreeMap::new();
    for folder in data.ancestors().chain(inside.iter().map(PathBuf::as_path)) {
        for (path, _) in fs.list(folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_sign = |sign: &str| match sign.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => name == sign,
            };
            if let Some((_, keeps)) = SIGNS.iter().find(|(sign, _)| is_sign(sign)) {
                found.entry(*keeps).or_insert(path);
            }
        }
    }
    found
}

/// The same in one sentence.
pub fn sentence(keepers: &BTreeMap<&'static str, PathBuf>) -> Option<String> {
    let named = keepers
        .iter()
        .map(|(keeps, path)| format!("{keeps} ({})", Clean::line(&path.to_string_lossy())));
    let named = named.collect::<Vec<_>>().join(" and ");
    (!named.is_empty()).then(|| format!("What is forgotten stays in {named}, until you take it out there."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fs::OsFileSystem;
    use std::fs;
    use tempfile::TempDir;

    #[test]
    fn what_keeps_copies_in_or_above_the_folder_is_named_once() {
        let root = TempDir::new().unwrap();
        let data = root.path().join("a/b/data");
        fs::create_dir_all(data.join("events/.stversions")).unwrap();
        let about = |path: &Path| {
            let mut found = keepers(&OsFileSystem, path);
            found.retain(|_, sign| sign.starts_with(root.path()));
            found
        };
        assert_eq!(about(&data).len(), 1);
        fs::create_dir_all(root.path().join("a/.git")).unwrap();
        fs::create_dir_all(data.join(".snapshots")).unwrap();
        fs::write(root.path().join(".sync_0123456789ab.db"), "").unwrap();
        fs::write(data.join(".gitignore"), "").unwrap();
        let told = sentence(&about(&data)).unwrap();
        for words in [
            "git's history (",
            "snapshots (",
            "Syncthing's old versions (",
            "Nextcloud",
        ] {
            assert_eq!(told.matches(words).count(), 1, "{told}");
        }
        assert_eq!(
            told.matches('.').count() - told.matches("/.").count(),
            2,
            "one sentence: {told}"
        );
        #[cfg(unix)]
        {
            let link = root.path().join("link");
            std::os::unix::fs::symlink(&data, &link).unwrap();
            assert_eq!(about(&link).len(), 4, "a link hides what lies above");
        }
        assert_eq!(sentence(&BTreeMap::new()), None);
    }
}
