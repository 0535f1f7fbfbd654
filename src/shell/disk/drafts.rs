//! Owns unfinished answers on the disk: one file for each question and session, `<question>.<session>`, replaced whole.
//! Must not know what an answer means. What it reads may be anybody's: a file that is no draft is passed over.

use crate::quiz::answer::{Answer, Draft};
use crate::shell::disk::drive::{Drive, Sort};
use crate::shell::disk::files;
use crate::shell::disk::paths::safe_name;
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::reading::tell;
use crate::source::Id;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The drafts that one session keeps.
pub struct Drafts {
    drive: Arc<dyn Drive>,
    folder: PathBuf,
    session: String,
    /// The folder is there to stay.
    rooted: bool,
}

impl Drafts {
    /// Drafts in `folder`, none kept yet.
    pub fn new(drive: Arc<dyn Drive>, folder: PathBuf, session: &str) -> Drafts {
        Drafts {
            drive,
            folder,
            session: session.to_owned(),
            rooted: false,
        }
    }

    /// Keeps `draft` in place of what this session kept before. After an error all is done once more, the folder included.
    pub fn keep(&mut self, draft: &Draft) -> Result<(), Problem> {
        let path = self
            .folder
            .join(format!("{}.{}", safe_name(&draft.question), self.session));
        let ron = ron::to_string(draft)
            .expect("a draft is made of numbers, text and lists, and RON can write all of them");
        let kept = self
            .attempt(&path, ron.as_bytes())
            .or_else(|_| self.attempt(&path, ron.as_bytes()));
        kept.map_err(|error| Problem::Keep(Trouble::new(&self.folder, &error)))
    }

    fn attempt(&mut self, path: &Path, ron: &[u8]) -> io::Result<()> {
        if !std::mem::replace(&mut self.rooted, false) {
            files::root_folders(&*self.drive, &self.folder)?;
        }
        files::replace(&*self.drive, path, &self.session, ron)?;
        self.rooted = true;
        Ok(())
    }

    /// Removes the drafts of `question`, those of other sessions and those that were never finished included.
    pub fn remove(&self, question: &str) -> Result<(), Problem> {
        self.remove_where(|path| is_of(path, question)).map(drop)
    }

    /// Removes those that `goes` says, of this session and of others. How many files they were.
    pub fn forget(&self, goes: impl Fn(Kind<'_>) -> bool) -> Result<usize, Problem> {
        self.remove_where(|path| self.is(path, &goes))
    }

    /// How many files `goes` says.
    pub fn count(&self, goes: impl Fn(Kind<'_>) -> bool) -> usize {
        self.drive.list(&self.folder).map_or(0, |all| {
            all.iter().filter(|(path, _)| self.is(path, &goes)).count()
        })
    }

    fn is(&self, path: &Path, goes: &impl Fn(Kind<'_>) -> bool) -> bool {
        let draft = files::read(&*self.drive, path)
            .ok()
            .and_then(|bytes| ron::de::from_bytes::<Draft>(&bytes).ok());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match &draft {
            Some(draft) => goes(Kind::Draft(draft)),
            None => goes(Kind::Remains(name.split('.').next().unwrap_or_default())),
        }
    }

    fn remove_where(&self, goes: impl Fn(&Path) -> bool) -> Result<usize, Problem> {
        let (drive, folder) = (&*self.drive, &*self.folder);
        let all = match drive.list(folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            listed => listed.map_err(|error| Problem::Keep(Trouble::new(folder, &error)))?,
        };
        let ours: Vec<&PathBuf> = all
            .iter()
            .map(|(path, _)| path)
            .filter(|path| goes(path))
            .collect();
        let removed = ours.iter().try_for_each(|path| files::remove(drive, path));
        let synced = if ours.is_empty() {
            Ok(())
        } else {
            files::sync_folder(drive, folder)
        };
        removed
            .and(synced)
            .map(|()| ours.len())
            .map_err(|error| Problem::Keep(Trouble::new(folder, &error)))
    }
}

/// What lies in the folder of the drafts.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// An unfinished answer, also one that is being replaced.
    Draft(&'a Draft),
    /// What is no draft, or not all of one: the name that it was kept under, a `safe_name`.
    Remains(&'a str),
}

/// The latest draft of each question, by question.
pub fn read(drive: &dyn Drive, folder: &Path, problems: &mut Vec<Problem>) -> Vec<Draft> {
    let entries = drive.list(folder).unwrap_or_else(|error| {
        tell(folder, &error, problems);
        Vec::new()
    });
    let mut latest: BTreeMap<Id, Draft> = BTreeMap::new();
    for (path, _) in entries
        .iter()
        .filter(|(path, sort)| *sort == Sort::File && !is_temporary(path))
    {
        let draft = match files::read(drive, path) {
            Ok(bytes) => ron::de::from_bytes::<Draft>(&bytes).ok(),
            Err(error) => {
                tell(path, &error, problems);
                None
            }
        };
        // Under another name it could not be removed with its question.
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

/// A caret inside a character, or past the end, would break the editor: it moves back to the nearest place it can stand.
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
    use crate::shell::disk::drive::System;
    use crate::time::Millis;
    use std::fs;
    use tempfile::TempDir;

    fn draft(question: &str, words: &str, at: Millis) -> Draft {
        Draft {
            question: question.into(),
            earlier: 0,
            answer: Answer::Words(words.into()),
            hints: 0,
            open: None,
            caret: 1,
            at,
        }
    }

    fn of(folder: &Path, session: &str) -> Drafts {
        Drafts::new(Arc::new(System), folder.to_owned(), session)
    }

    fn keep(folder: &Path, session: &str, draft: &Draft) {
        of(folder, session).keep(draft).unwrap();
    }

    fn found(folder: &Path) -> Vec<Draft> {
        let mut problems = Vec::new();
        let found = read(&System, folder, &mut problems);
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
            System.list(folder).unwrap().len(),
            3,
            "a draft replaces the one before"
        );
        fs::write(folder.join("q.three.three.new"), "never finished").unwrap();
        of(folder, "any").remove("q").unwrap();
        assert_eq!(found(folder), [draft("Q/../q", "other", 5)]);
        of(folder, "any").remove("Q/../q").unwrap();
        of(folder, "any").remove("q").unwrap();
        assert_eq!(System.list(folder).unwrap(), []);
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
