//! Owns unfinished answers on the disk: one file for each question and session, `<question>.<session>`,
//! replaced whole. Must not know what an answer means. It reads untrusted files: one that is not a draft is
//! skipped.

use crate::quiz::answer::{Answer, Draft};
use crate::source::Id;
use crate::store::durable;
use crate::store::error::{FileError, StoreError, note_unreadable};
use crate::store::file_name::safe_name;
use crate::store::fs::{FileSystem, FileType};
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The drafts that one session keeps.
pub struct Drafts {
    fs: Arc<dyn FileSystem>,
    folder: PathBuf,
    session: String,
    /// The folder was made durable.
    rooted: bool,
}

impl Drafts {
    /// Drafts in `folder`, none kept yet.
    pub fn new(fs: Arc<dyn FileSystem>, folder: PathBuf, session: &str) -> Drafts {
        Drafts {
            fs,
            folder,
            session: session.to_owned(),
            rooted: false,
        }
    }

    /// Saves `draft` in place of this session's earlier one for the same question. After an error everything
    /// is tried once more.
    ///
    /// # Errors
    /// `StoreError::Keep`. The earlier draft is still there.
    pub fn keep(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let path = self
            .folder
            .join(format!("{}.{}", safe_name(&draft.question), self.session));
        let ron = ron::to_string(draft)
            .expect("a draft is made of numbers, text and lists, and RON can write all of them");
        let kept = self
            .attempt(&path, ron.as_bytes())
            .or_else(|_| self.attempt(&path, ron.as_bytes()));
        kept.map_err(|error| StoreError::Keep(FileError::new(&self.folder, &error)))
    }

    fn attempt(&mut self, path: &Path, ron: &[u8]) -> io::Result<()> {
        if !std::mem::replace(&mut self.rooted, false) {
            durable::root_folders(&*self.fs, &self.folder)?;
        }
        durable::replace(&*self.fs, path, &self.session, ron)?;
        self.rooted = true;
        Ok(())
    }

    /// Removes all drafts of `question`, of any session, unfinished temporary files included.
    ///
    /// # Errors
    /// `StoreError::Keep`. Some of the files may be left.
    pub fn remove(&self, question: &str) -> Result<(), StoreError> {
        self.remove_where(|path| is_of(path, question)).map(drop)
    }

    /// Removes the files that `goes` selects, of any session, and returns their number.
    ///
    /// # Errors
    /// `StoreError::Keep`. Some of the files may be left.
    pub fn forget(&self, goes: impl Fn(DraftFile<'_>) -> bool) -> Result<usize, StoreError> {
        self.remove_where(|path| self.is(path, &goes))
    }

    /// How many files `goes` selects.
    pub fn count(&self, goes: impl Fn(DraftFile<'_>) -> bool) -> usize {
        self.fs.list(&self.folder).map_or(0, |all| {
            all.iter().filter(|(path, _)| self.is(path, &goes)).count()
        })
    }

    fn is(&self, path: &Path, goes: &impl Fn(DraftFile<'_>) -> bool) -> bool {
        let draft = durable::read(&*self.fs, path)
            .ok()
            .and_then(|bytes| ron::de::from_bytes::<Draft>(&bytes).ok());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match &draft {
            Some(draft) => goes(DraftFile::Draft(draft)),
            None => goes(DraftFile::Remains(name.split('.').next().unwrap_or_default())),
        }
    }

    fn remove_where(&self, goes: impl Fn(&Path) -> bool) -> Result<usize, StoreError> {
        let (fs, folder) = (&*self.fs, &*self.folder);
        let all = match fs.list(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            listed => listed.map_err(|error| StoreError::Keep(FileError::new(folder, &error)))?,
        };
        let ours: Vec<&PathBuf> = all
            .iter()
            .map(|(path, _)| path)
            .filter(|path| goes(path))
            .collect();
        let removed = ours.iter().try_for_each(|path| durable::remove(fs, path));
        let synced = if ours.is_empty() {
            Ok(())
        } else {
            durable::sync_folder(fs, folder)
        };
        removed
            .and(synced)
            .map(|()| ours.len())
            .map_err(|error| StoreError::Keep(FileError::new(folder, &error)))
    }
}

/// A file in the folder of drafts.
#[derive(Clone, Copy, Debug)]
pub enum DraftFile<'a> {
    /// An unfinished answer, also in a temporary file.
    Draft(&'a Draft),
    /// A file that does not parse, by the part of its name that stands for the question, a `safe_name`.
    Remains(&'a str),
}

/// The latest draft of each question, by question.
pub fn read(fs: &dyn FileSystem, folder: &Path, problems: &mut Vec<StoreError>) -> Vec<Draft> {
    let entries = fs.list(folder).unwrap_or_else(|error| {
        note_unreadable(folder, &error, problems);
        Vec::new()
    });
    let mut latest: BTreeMap<Id, Draft> = BTreeMap::new();
    for (path, _) in entries
        .iter()
        .filter(|(path, sort)| *sort == FileType::File && !is_temporary(path))
    {
        let draft = match durable::read(fs, path) {
            Ok(bytes) => ron::de::from_bytes::<Draft>(&bytes).ok(),
            Err(error) => {
                note_unreadable(path, &error, problems);
                None
            }
        };
        // A draft under the name of another question could not be removed with its own.
        let Some(draft) = draft.filter(|draft| is_of(path, &draft.question)).map(mend) else {
            continue;
        };
        if latest
            .get(&draft.question)
            .is_none_or(|other| other.at <= draft.at)
        {
            latest.insert(draft.question.clone(), draft);
        }
    }
    latest.into_values().collect()
}

fn is_of(path: &Path, question: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(&safe_name(question))
        .is_some_and(|rest| rest.starts_with('.'))
}

fn is_temporary(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "new")
}

/// Moves a caret that is inside a character or past the end back to the nearest valid offset.
fn mend(mut draft: Draft) -> Draft {
    if let Answer::Words(words) = &draft.answer {
        draft.caret = draft.caret.min(words.len());
        while !words.is_char_boundary(draft.caret) {
            draft.caret -= 1;
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fs::OsFileSystem;
    use crate::time::Millis;
    use std::fs;
    use tempfile::TempDir;

    fn draft(question: &str, words: &str, at: Millis) -> Draft {
        Draft {
            caret: 1,
            ..Draft::of(&question.into(), Answer::Words(words.into()), at)
        }
    }

    fn of(folder: &Path, session: &str) -> Drafts {
        Drafts::new(Arc::new(OsFileSystem), folder.to_owned(), session)
    }

    fn keep(folder: &Path, session: &str, draft: &Draft) {
        of(folder, session).keep(draft).unwrap();
    }

    fn found(folder: &Path) -> Vec<Draft> {
        let mut problems = Vec::new();
        let found = read(&OsFileSystem, folder, &mut problems);
        assert_eq!(problems, []);
        found
    }

    #[test]
    fn drafts_of_two_sessions() {
        let root = TempDir::new().unwrap();
        let folder = &root.path().join("state/drafts/course");
        of(folder, "any").remove("q").unwrap();
        keep(folder, "two", &draft("q", "later", 7));
        keep(folder, "one", &draft("q", "begun", 3));
        keep(folder, "one", &draft("q", "earlier", 5));
        keep(folder, "one", &draft("Q/../q", "other", 5));
        assert_eq!(
            found(folder),
            [draft("Q/../q", "other", 5), draft("q", "later", 7)]
        );
        assert_eq!(
            OsFileSystem.list(folder).unwrap().len(),
            3,
            "a draft replaces the one before"
        );
        fs::write(folder.join("q.three.three.new"), "never finished").unwrap();
        of(folder, "any").remove("q").unwrap();
        assert_eq!(found(folder), [draft("Q/../q", "other", 5)]);
        of(folder, "any").remove("Q/../q").unwrap();
        of(folder, "any").remove("q").unwrap();
        assert_eq!(OsFileSystem.list(folder).unwrap(), []);
    }

    #[test]
    fn a_hostile_file_is_passed_over() {
        let root = TempDir::new().unwrap();
        let folder = root.path();
        keep(folder, "one", &draft("q", "mine", 1));
        let planted = |question, at| ron::to_string(&draft(question, "é", at)).unwrap();
        fs::write(folder.join("q.noise"), "\u{1b}[2J").unwrap();
        fs::write(folder.join("q.nest"), "(".repeat(100_000)).unwrap();
        fs::write(folder.join("q.x.new"), planted("q", 9)).unwrap();
        fs::write(folder.join("r.x"), planted("q", 9)).unwrap();
        fs::create_dir(folder.join("q.folder")).unwrap();
        assert_eq!(found(folder), [draft("q", "mine", 1)]);
    }

    #[test]
    fn a_caret_stands_between_characters() {
        let root = TempDir::new().unwrap();
        for (caret, mended) in [(0, 0), (1, 0), (2, 2), (99, 2)] {
            keep(
                root.path(),
                "one",
                &Draft {
                    caret,
                    ..draft("q", "é", 1)
                },
            );
            assert_eq!(found(root.path())[0].caret, mended);
        }
    }
}
