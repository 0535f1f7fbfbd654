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
use crate::source::Files;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// A course with its files: lessons are built when they are first shown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub course: Arc<Course>,
    pub files: Arc<Files>,
    /// What is built of the items, in their order.
    items: Vec<BuiltItem>,
    /// Pages beside the items, by path.
    beside: Vec<(String, BuiltPage)>,
    /// What can be found in it, made when something is looked for.
    texts: CourseTexts,
    /// Its words, gathered when an answer comes near enough to need them.
    vocabulary: OnceLock<Arc<Vocabulary>>,
}

/// A page, built when it is first shown.
#[derive(Clone, Debug, Default)]
struct BuiltPage {
    lesson: OnceLock<Arc<Lesson>>,
    /// What is right of its questions, found when it is first asked for.
    keys: OnceLock<Vec<QuestionKey>>,
}

/// What is built of an item, each when it is first asked for: home asks for rehearsals that were played, on every page it makes.
#[derive(Clone, Debug, Default)]
struct BuiltItem {
    page: BuiltPage,
    rehearsal: OnceLock<Arc<Rehearsal>>,
    assessment: OnceLock<Arc<Assessment>>,
}

impl Library {
    /// The course inside the program.
    pub fn embedded() -> Library {
        Library::with(embedded::manifest(), embedded::files(), embedded::outlines())
    }

    /// Reads a course. What is wrong with it is not told here, `check` tells it; without a manifest it is empty.
    pub fn of(files: Files, outlines: &Outlines) -> Library {
        match manifest::read(files.get(MANIFEST).map(|bytes| bytes.as_ref())) {
            Ok(manifest) => Library::with(&manifest, files, outlines.clone()),
            Err(_) => Library::default(),
        }
    }

    /// The course of a manifest that was read.
    pub fn with(manifest: &Manifest, files: Files, outlines: Outlines) -> Library {
        let course = load::course(manifest, &files, outlines);
        let beside = [&course.glossary, &course.about, &course.sources]
            .into_iter()
            .flatten();
        Library {
            items: course.items().map(|_| BuiltItem::default()).collect(),
            beside: beside.map(|path| (path.clone(), BuiltPage::default())).collect(),
            course: Arc::new(course),
            files: Arc::new(files),
            texts: CourseTexts::default(),
            vocabulary: OnceLock::new(),
        }
    }

    /// What is built of the page at a path, if the course names one there.
    fn built_page(&self, path: &str) -> Option<&BuiltPage> {
        if path.is_empty() {
            return None;
        }
        let of_item = || {
            self.items
                .get(self.course.number_of_file(path)?)
                .map(|item| &item.page)
        };
        let beside = self.beside.iter().find(|(beside, _)| beside == path);
        beside.map(|(_, page)| page).or_else(of_item)
    }

    /// The page at a path that the course names, built now or before. Another path is an empty page.
    pub fn page(&self, path: &str) -> Arc<Lesson> {
        self.built_page(path)
            .map(|built| built.lesson.get_or_init(|| self.build(path)).clone())
            .unwrap_or_default()
    }

    /// The same page for whoever looks at it once: it is kept only if it was shown, or is a long one, of which little is kept.
    fn glance(&self, path: &str) -> Arc<Lesson> {
        if self.course.cuts.contains_key(path) {
            return self.page(path);
        }
        let shown = self.built_page(path).map(|built| built.lesson.get());
        shown
            .map(|built| built.cloned().unwrap_or_else(|| self.build(path)))
            .unwrap_or_default()
    }

    /// What is right of the questions that a page asks. It is built for this, if it was not shown; of a long one nothing is looked at.
    pub fn keys(&self, path: &str) -> &[QuestionKey] {
        let of = |page: &Lesson| page.asked().map(|question| QuestionKey::of(question)).collect();
        self.built_page(path).map_or(&[], |page| {
            page.keys
                .get_or_init(|| match self.course.cuts.contains_key(path) {
                    true => Vec::new(),
                    false => of(&self.glance(path)),
                })
        })
    }

    /// The same, where that takes no building.
    pub fn known_keys(&self, path: &str) -> Option<&[QuestionKey]> {
        let page = self.built_page(path)?;
        (page.keys.get().is_some() || page.lesson.get().is_some()).then(|| self.keys(path))
    }

    /// What is known of questions without any more building, by the paths of their pages; each with the print of what it was read from.
    pub fn all_keys(&self) -> Vec<(&str, u32, &[QuestionKey])> {
        let manifest = self.print(0, MANIFEST);
        let known = self.course.items().filter_map(|item| {
            let keys = self.built_page(&item.file)?.keys.get()?;
            Some((
                item.file.as_str(),
                self.print(manifest?, &item.file)?,
                keys.as_slice(),
            ))
        });
        known.collect()
    }

    /// The same, told by whoever asked before: it counts where the page is still read from the same.
    pub fn give_keys<'a>(&self, told: impl IntoIterator<Item = (Cow<'a, str>, u32, Vec<QuestionKey>)>) {
        let Some(manifest) = self.print(0, MANIFEST) else {
            return;
        };
        for (path, print, keys) in told {
            let is_same = self.print(manifest, &path) == Some(print);
            if let Some(page) = self.built_page(&path).filter(|_| is_same) {
                // What is known already is as good.
                let _ = page.keys.set(keys);
            }
        }
    }

    /// What tells a file from others, after this print of the manifest, by which it is read too.
    fn print(&self, manifest: u32, path: &str) -> Option<u32> {
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

    /// Whether all of the course is in that index.
    pub fn is_index_whole(&self) -> bool {
        self.texts.is_whole
    }

    /// Reads on in the course for whoever looks for something: as much as takes a few milliseconds.
    pub fn read_on(&mut self) {
        let mut texts = std::mem::take(&mut self.texts);
        texts.read_on(self);
        self.texts = texts;
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
        let build = |file: &str| rehearsal::rehearsal(&self.course, &self.files, file).0;
        self.built(id, ItemKind::Rehearsal, |item| &item.rehearsal, build)
    }

    /// The self-assessment with this id. An unknown one has no lines.
    pub fn assessment(&self, id: &str) -> Arc<Assessment> {
        let build = |file: &str| self_assessment::assessment(&self.course, &self.files, file);
        self.built(id, ItemKind::SelfAssessment, |item| &item.assessment, build)
    }

    /// The item of this kind and id, built from its file now or before. An id that no such item has is an empty one.
    fn built<T: Default>(
        &self,
        id: &str,
        kind: ItemKind,
        kept: impl Fn(&BuiltItem) -> &OnceLock<Arc<T>>,
        build: impl FnOnce(&str) -> T,
    ) -> Arc<T> {
        let item = self.course.item(id).filter(|item| item.kind == kind);
        let kept = self
            .course
            .number(id)
            .and_then(|number| self.items.get(number))
            .map(kept);
        match item.zip(kept) {
            Some((item, kept)) => kept.get_or_init(|| Arc::new(build(&item.file))).clone(),
            None => Arc::default(),
        }
    }
}
