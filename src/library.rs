//! Owns a course with its files: lessons are built when they are first shown, and then kept.
//! Must not know the learner.

pub mod course_texts;
pub mod edition;
pub mod vocabulary;

use crate::course::load::long::long_lesson;
use crate::course::load::{self, Outlines};
use crate::course::manifest::{self, MANIFEST, Manifest};
use crate::course::rehearsal::{self, Rehearsal};
use crate::course::self_assessment::{self, Assessment};
use crate::course::{Course, ItemKind, Lesson, embedded};
use crate::library::course_texts::CourseTexts;
use crate::library::vocabulary::Vocabulary;
use crate::quiz::edited::QuestionKey;
use crate::search::Index;
use crate::source::{Files, Id};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A course with its files: lessons are built when they are first shown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub course: Arc<Course>,
    pub files: Arc<Files>,
    /// Pages by path, each built when it is first shown.
    pages: HashMap<String, OnceLock<Arc<Lesson>>>,
    /// What is right of the questions of a page, by its path, found when it is first asked for.
    keys: HashMap<String, OnceLock<Vec<QuestionKey>>>,
    /// Rehearsals by id, each built when it is first asked for: home asks for those that were played, on every page it makes.
    rehearsals: HashMap<Id, OnceLock<Arc<Rehearsal>>>,
    /// Self-assessments by id, each built when it is first asked for.
    assessments: HashMap<Id, OnceLock<Arc<Assessment>>>,
    /// What can be found in it, made when something is looked for.
    texts: CourseTexts,
    /// Its words, gathered when an answer comes near enough to need them.
    vocabulary: OnceLock<Arc<Vocabulary>>,
}

impl Library {
    /// The course inside the program.
    pub fn embedded() -> Library {
        Library::with(embedded::manifest(), embedded::files(), &embedded::outlines())
    }

    /// Reads a course. What is wrong with it is not told here, `check` tells it; without a manifest it is empty.
    pub fn of(files: Files, outlines: &Outlines) -> Library {
        match manifest::read(files.get(MANIFEST).map(|bytes| bytes.as_ref())) {
            Ok(manifest) => Library::with(&manifest, files, outlines),
            Err(_) => Library::default(),
        }
    }

    /// The course of a manifest that was read.
    pub fn with(manifest: &Manifest, files: Files, outlines: &Outlines) -> Library {
        let course = load::course(manifest, &files, outlines);
        let of_kind = |kind| {
            course
                .items()
                .filter(move |item| item.kind == kind)
                .map(|item| item.id.clone())
        };
        let rehearsals = of_kind(ItemKind::Rehearsal)
            .map(|id| (id, OnceLock::new()))
            .collect();
        let assessments = of_kind(ItemKind::SelfAssessment)
            .map(|id| (id, OnceLock::new()))
            .collect();
        let beside = [&course.glossary, &course.about, &course.sources]
            .into_iter()
            .flatten()
            .cloned();
        let named = course.items().map(|item| item.file.clone());
        let paths = named.filter(|file| !file.is_empty()).chain(beside);
        let pages: HashMap<_, _> = paths.map(|path| (path, OnceLock::new())).collect();
        Library {
            course: Arc::new(course),
            files: Arc::new(files),
            keys: pages.keys().map(|path| (path.clone(), OnceLock::new())).collect(),
            pages,
            rehearsals,
            assessments,
            texts: CourseTexts::default(),
            vocabulary: OnceLock::new(),
        }
    }

    /// The page at a path that the course names, built now or before. Another path is an empty page.
    pub fn page(&self, path: &str) -> Arc<Lesson> {
        self.pages
            .get(path)
            .map(|built| built.get_or_init(|| self.build(path)).clone())
            .unwrap_or_default()
    }

    /// The same page for whoever looks at it once: it is kept only if it was shown, or is a long one, of which little is kept.
    fn glance(&self, path: &str) -> Arc<Lesson> {
        if self.course.cuts.contains_key(path) {
            return self.page(path);
        }
        let shown = self.pages.get(path).map(OnceLock::get);
        shown
            .map(|built| built.cloned().unwrap_or_else(|| self.build(path)))
            .unwrap_or_default()
    }

    /// What is right of the questions that a page asks. It is built for this, if it was not shown; of a long one nothing is looked at.
    pub fn keys(&self, path: &str) -> &[QuestionKey] {
        let of = |page: &Lesson| page.asked().map(|question| QuestionKey::of(question)).collect();
        let known = self.keys.get(path);
        known.map_or(&[], |known| {
            known.get_or_init(|| match self.course.cuts.contains_key(path) {
                true => Vec::new(),
                false => of(&self.glance(path)),
            })
        })
    }

    /// The same, where that takes no building.
    pub fn known_keys(&self, path: &str) -> Option<&[QuestionKey]> {
        let is_known = self.keys.get(path).is_some_and(|known| known.get().is_some());
        let is_built = self.pages.get(path).is_some_and(|page| page.get().is_some());
        (is_known || is_built).then(|| self.keys(path))
    }

    /// What is known of questions without any more building, by the paths of their pages; each with the print of what it was read from.
    pub fn all_keys(&self) -> Vec<(&str, u32, &[QuestionKey])> {
        let known = self.keys.iter().filter_map(|(path, keys)| {
            let keys = keys.get()?;
            Some((path.as_str(), self.print(path)?, keys.as_slice()))
        });
        let mut known: Vec<_> = known.collect();
        known.sort_by_key(|(path, ..)| *path);
        known
    }

    /// The same, told by whoever asked before: it counts where the page is still read from the same.
    pub fn give_keys(&self, path: &str, print: u32, keys: Vec<QuestionKey>) {
        if let Some(known) = self.keys.get(path).filter(|_| self.print(path) == Some(print)) {
            // What is known already is as good.
            let _ = known.set(keys);
        }
    }

    /// What tells the files of a page from others.
    fn print(&self, path: &str) -> Option<u32> {
        let manifest = crc32c::crc32c(self.files.get(MANIFEST)?);
        Some(crc32c::crc32c_append(manifest, self.files.get(path)?))
    }

    fn build(&self, path: &str) -> Arc<Lesson> {
        let item = self.course.item_of_file(path);
        let lesson = item.filter(|item| item.kind == ItemKind::Lesson);
        let long = lesson.and_then(|item| long_lesson(&self.course, &self.files, item));
        Arc::new(long.unwrap_or_else(|| load::page(&self.course, &self.files, path).0.lesson))
    }

    /// Whether a word, as answers are compared, is one of the course's.
    pub fn knows(&self, word: &str) -> bool {
        let all = self
            .vocabulary
            .get_or_init(|| Arc::new(Vocabulary::of(&self.files)));
        all.has(word)
    }

    /// What can be found in the course by anybody, as far as it has been read for that.
    pub fn index(&self) -> &Index {
        &self.texts.index
    }

    /// Reads on in the course for whoever looks for something; whether there is more to read.
    pub fn read_on(&mut self) -> bool {
        let mut texts = std::mem::take(&mut self.texts);
        let more = texts.read_on(self);
        self.texts = texts;
        more
    }

    /// The lesson with this id. An unknown one is an empty page.
    pub fn lesson(&self, id: &str) -> Arc<Lesson> {
        self.course
            .item(id)
            .map(|item| self.page(&item.file))
            .unwrap_or_default()
    }

    /// The rehearsal with this id. An unknown one has no scenes.
    pub fn rehearsal(&self, id: &str) -> Arc<Rehearsal> {
        self.built(&self.rehearsals, id, |file| {
            rehearsal::rehearsal(&self.course, &self.files, file).0
        })
    }

    /// The self-assessment with this id. An unknown one has no lines.
    pub fn assessment(&self, id: &str) -> Arc<Assessment> {
        self.built(&self.assessments, id, |file| {
            self_assessment::assessment(&self.course, &self.files, file)
        })
    }

    /// The item with this id, built from its file now or before. An id that is not among `kept` is an empty one.
    fn built<T: Default>(
        &self,
        kept: &HashMap<Id, OnceLock<Arc<T>>>,
        id: &str,
        build: impl FnOnce(&str) -> T,
    ) -> Arc<T> {
        let file = || {
            self.course
                .item(id)
                .map(|item| item.file.as_str())
                .unwrap_or_default()
        };
        kept.get(id)
            .map(|cell| cell.get_or_init(|| Arc::new(build(file()))).clone())
            .unwrap_or_default()
    }
}
