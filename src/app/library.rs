//! Owns a course with its files: lessons are built when they are first shown, and then kept.
//! Must not know the learner.

use crate::course::load::{self, Outlines};
use crate::course::{Course, Lesson};
use crate::source::Files;
use std::collections::HashMap;
use std::sync::Arc;

/// A course with its files: lessons are built when they are first shown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The course.
    pub course: Course,
    /// Its files.
    pub files: Files,
    /// Pages built so far, by path.
    built: HashMap<String, Arc<Lesson>>,
}

impl Library {
    /// Reads a course. What is wrong with it is not told here; `check` tells it.
    pub fn of(files: Files, outlines: &Outlines) -> Library {
        let (course, _) = load::load(&files, outlines);
        Library { course, files, built: HashMap::new() }
    }

    /// The page at a path of the course, built now or before.
    pub fn page(&mut self, path: &str) -> Arc<Lesson> {
        if let Some(lesson) = self.built.get(path) {
            return lesson.clone();
        }
        let lesson = Arc::new(load::page(&self.course, &self.files, path).0.lesson);
        self.built.insert(path.to_owned(), lesson.clone());
        lesson
    }

    /// The lesson with this id. An unknown one is an empty page.
    pub fn lesson(&mut self, id: &str) -> Arc<Lesson> {
        match self.course.item(id).map(|item| item.file.clone()) {
            Some(file) => self.page(&file),
            None => Arc::default(),
        }
    }
}
