//! Courses of others: what they bring, what they take, and what is told of the rest.

mod gift;
mod html;
mod pages;
mod reload;

use ally_up::course::Course;
use ally_up::import::folder::{BroughtCourse, course};
use ally_up::library::Library;
use ally_up::quiz::Question;
use ally_up::source::Files;
use std::borrow::Cow;
use std::sync::Arc;

/// Brings one text over, of the file with this name.
fn brought(path: &str, text: &str) -> BroughtCourse {
    brought_all(&[(path, text)])
}

fn brought_all(all: &[(&str, &str)]) -> BroughtCourse {
    let all = all
        .iter()
        .map(|(path, text)| ((*path).to_owned(), Cow::Owned(text.as_bytes().to_vec())));
    course(&all.collect(), "A course")
}

/// The course that was brought over, as the player reads it.
fn played(brought: &BroughtCourse) -> Library {
    let files = brought
        .files
        .iter()
        .map(|(path, text)| (path.clone(), Cow::Owned(text.clone().into_bytes())));
    Library::of(files.collect::<Files>(), &Default::default())
}

/// Every question of a course, in its order.
fn questions(library: &Library) -> Vec<Arc<Question>> {
    let all = Course::items(&library.course).flat_map(|item| {
        let lesson = library.lesson(&item.id);
        lesson.questions().cloned().collect::<Vec<_>>()
    });
    all.collect()
}

/// What was told, each with its line.
fn told(brought: &BroughtCourse) -> Vec<(usize, &str)> {
    brought
        .left
        .iter()
        .map(|(_, left)| (left.line, left.what.as_str()))
        .collect()
}
