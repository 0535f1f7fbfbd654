//! Owns what of a lesson was passed by and is still to be read: sections, by name.
//! Must not know how reading is noticed, nor where it is said.

use crate::action::{Action, Screen};
use crate::course::sections::Section;
use crate::course::{Item, ItemKind};
use crate::model::Model;
use crate::progress::ItemState;

/// The sections of a lesson that were passed by: something further down was read, or all that is asked is answered. What is still ahead
/// of a reader is not among them. None of a lesson that is read, or that was begun before the log knew of sections.
pub fn passed_by(model: &Model, item: &Item) -> Vec<Section> {
    let is_begun = matches!(model.progress.state(&item.id), ItemState::Begun(_));
    let passed = model.progress.passed(&item.id);
    if item.kind != ItemKind::Lesson || !is_begun || passed.is_empty() {
        return Vec::new();
    }
    let lesson = model.library.lesson(&item.id);
    // A long lesson is not read as a whole for this.
    if lesson.parts() > 1 {
        return Vec::new();
    }
    let mut all = lesson.sections();
    let is_read = |section: &Section| section.blocks.iter().all(|block| passed.contains(block));
    let score = model.progress.score(item);
    if score.of == 0 || score.answered < score.of {
        all = &all[..all.iter().rposition(is_read).unwrap_or(0)];
    }
    let unread = all.iter().filter(|section| !is_read(section));
    unread.cloned().collect()
}

/// The way to a section: its heading, or the top of the lesson.
pub fn way(item: &Item, section: &Section) -> Action {
    let heading = section.heading.as_ref().unwrap_or(&item.id);
    Action::Go(Screen::Lesson(item.id.clone()), Some(heading.clone()))
}

/// So many sections, in words.
pub fn count(sections: usize) -> String {
    match sections {
        1 => "1 section unread".to_owned(),
        more => format!("{more} sections unread"),
    }
}
