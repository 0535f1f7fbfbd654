//! Owns reading a course from a folder. The folder is a jail: regular files only, no symbolic link leads out, nothing hangs.
//! Must not know what the files mean.

use crate::clean::Clean;
use crate::course::load::LONGEST;
use crate::source::Files;
use std::borrow::Cow;
use std::fs;
use std::path::Path;

/// Folders inside folders that are looked into.
const DEPTH: usize = 8;
/// Files that are read at the most.
const MOST: usize = 10_000;

/// Reads every Markdown and RON file below `root`.
///
/// # Errors
/// One line: which folder, what is wrong, what to do.
pub fn read(root: &Path) -> Result<Files, String> {
    let shown = Clean::line(&root.display().to_string());
    if !root.exists() {
        return Err(format!(
            "there is no folder {shown}; name one that holds a course.ron"
        ));
    }
    if !root.is_dir() {
        return Err(format!(
            "{shown} is not a folder; name the folder that holds course.ron"
        ));
    }
    if !root.join("course.ron").is_file() {
        return Err(format!(
            "{shown} has no course.ron; a course is a folder with one"
        ));
    }
    let mut files = Files::new();
    gather(root, "", 0, &mut files)
        .map_err(|error| format!("{shown} cannot be read ({error}); check its permissions"))?;
    Ok(files)
}

fn gather(folder: &Path, prefix: &str, depth: usize, files: &mut Files) -> std::io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') || files.len() >= MOST {
            continue;
        }
        // Not followed: a link may lead out of the folder, and a FIFO would hang.
        let kind = entry.file_type()?;
        let path = format!("{prefix}{name}");
        if kind.is_dir() && depth < DEPTH {
            gather(&entry.path(), &format!("{path}/"), depth + 1, files)?;
        } else if kind.is_file() && (name.ends_with(".md") || name.ends_with(".ron")) {
            let long = entry.metadata()?.len() > LONGEST as u64;
            // What is too long to be shown is not read, only known: the loader says so in words.
            let bytes = if long {
                vec![b' '; LONGEST + 1]
            } else {
                fs::read(entry.path())?
            };
            files.insert(path, Cow::Owned(bytes));
        }
    }
    Ok(())
}
