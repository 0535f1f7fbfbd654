//! Owns following a path through the course: which one is followed, what is left of it, and what comes next.
//! Must not know where paths are offered.

use crate::course::{Item, Path};
use crate::model::Model;
use crate::progress::ItemState;
use crate::status::{NextStep, item_status, minutes_left};

/// The setting that says which path is followed.
pub const SETTING: &str = "path";

/// The path that is followed, while it is unfinished.
pub fn current(model: &Model) -> Option<&Path> {
    let chosen = model.progress.setting(SETTING)?;
    let path = model
        .library
        .course
        .paths
        .iter()
        .find(|path| *path.id == *chosen)?;
    left(model, path).next().is_some().then_some(path)
}

/// The items of a path that the course has.
pub fn items<'a>(model: &'a Model, path: &'a Path) -> impl Iterator<Item = &'a Item> {
    path.items.iter().filter_map(|id| model.library.course.item(id))
}

/// Those that are not done.
pub fn left<'a>(model: &'a Model, path: &'a Path) -> impl Iterator<Item = &'a Item> {
    items(model, path).filter(|item| !item_status(model, item).is_done())
}

/// What comes next on the path that is followed.
pub fn next_step(model: &Model) -> Option<NextStep<'_>> {
    let item = left(model, current(model)?).next()?;
    let minutes = minutes_left(model, item);
    let is_begun = matches!(item_status(model, item).state, ItemState::Begun(_));
    let (label, words) = match is_begun {
        true => ("Continue", format!("about {minutes} min left")),
        false => ("Next", format!("{} min", item.minutes())),
    };
    Some(NextStep {
        label,
        item,
        minutes,
        words,
    })
}

/// What comes after an item: the next one on the path that is followed that is not done, else the next one of the course.
pub fn after<'a>(model: &'a Model, id: &str) -> Option<&'a Item> {
    let course = &model.library.course;
    let on_path = current(model).and_then(|path| {
        let behind = path.items.iter().skip_while(|item| ***item != *id).skip(1);
        let behind: Vec<&str> = behind.map(|item| &**item).collect();
        let others: Vec<&Item> = left(model, path).filter(|item| *item.id != *id).collect();
        let ahead = others.iter().find(|item| behind.contains(&&*item.id));
        ahead.or(others.first()).copied()
    });
    on_path.or_else(|| course.after(id))
}
