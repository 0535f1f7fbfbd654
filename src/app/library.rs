//! Owns a course with its files: lessons are built when they are first shown, and then kept.
//! Must not know the learner.

use crate::course::load::{self, Outlines};
use crate::course::scales::{self, Assessment};
use crate::course::scenes::{self, Rehearsal};
use crate::course::{Course, ItemKind, Lesson};
use crate::source::{Files, Id};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A course with its files: lessons are built when they are first shown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The course.
    pub course: Course,
    /// Its files.
    pub files: Files,
    /// Pages built so far, by path.
    built: HashMap<String, Arc<Lesson>>,
    /// Rehearsals by id, each built when it is first asked for: home asks for those that were played, on every page it makes.
    rehearsals: HashMap<Id, OnceLock<Arc<Rehearsal>>>,
    /// Self-assessments built so far, by id.
    assessments: HashMap<Id, Arc<Assessment>>,
}

impl Library {
    /// Reads a course. What is wrong with it is not told here; `check` tells it.
    pub fn of(files: Files, outlines: &Outlines) -> Library {
        let (course, _) = load::load(&files, outlines);
        let rehearsals = course
            .items()
            .filter(|item| item.kind == ItemKind::Rehearsal)
            .map(|item| (item.id.clone(), OnceLock::new()))
            .collect();
        Library {
            course,
            files,
            built: HashMap::new(),
            rehearsals,
            assessments: HashMap::new(),
        }
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

    /// The rehearsal with this id. An unknown one has no scenes.
    pub fn rehearsal(&self, id: &str) -> Arc<Rehearsal> {
        let file = || {
            self.course
                .item(id)
                .map(|item| item.file.as_str())
                .unwrap_or_default()
        };
        let build = || Arc::new(scenes::rehearsal(&self.course, &self.files, file()).0);
        self.rehearsals
            .get(id)
            .map(|built| built.get_or_init(build).clone())
            .unwrap_or_default()
    }

    /// The self-assessment with this id. An unknown one has no lines.
    pub fn assessment(&mut self, id: &Id) -> Arc<Assessment> {
        if let Some(assessment) = self.assessments.get(id) {
            return assessment.clone();
        }
        let file = self
            .course
            .item(id)
            .map(|item| item.file.as_str())
            .unwrap_or_default();
        let assessment = Arc::new(scales::assessment(&self.course, &self.files, file));
        self.assessments.insert(id.clone(), assessment.clone());
        assessment
    }
}
