//! Owns following a path: which one is followed, what comes next on it, and where paths are offered.
//! Must not know what an item of it asks.

use crate::action::Action;
use crate::course::{Item, Path};
use crate::doc::Row;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::model::Model;
use crate::pages::home;
use crate::progress::State;

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
fn items<'a>(model: &'a Model, path: &'a Path) -> impl Iterator<Item = &'a Item> {
    path.items.iter().filter_map(|id| model.library.course.item(id))
}

/// Those that are not done.
fn left<'a>(model: &'a Model, path: &'a Path) -> impl Iterator<Item = &'a Item> {
    items(model, path).filter(|item| home::state(model, item) != State::Read)
}

/// The one next line of home, on the path that is followed.
pub fn what_now(model: &Model) -> Option<(&'static str, &Item, String)> {
    let item = left(model, current(model)?).next()?;
    Some(match home::state(model, item) {
        State::Begun(_) => (
            "Continue",
            item,
            format!("about {} min left", home::minutes_left(model, item)),
        ),
        State::Fresh | State::Read => ("Next", item, format!("{} min", item.minutes())),
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

/// Of a path: how far it is done, in words.
fn state_words(model: &Model, path: &Path) -> String {
    let (of, left) = (items(model, path).count(), left(model, path).count());
    let follows = current(model).is_some_and(|current| current.id == path.id);
    match (of - left, left) {
        (0, _) if !follows => {
            let minutes: usize = items(model, path).map(Item::minutes).sum();
            format!("{of} parts, {minutes} min")
        }
        (_, 0) => "done".to_owned(),
        (done, _) if follows => format!("{done} of {of} done, you are on it"),
        (done, _) => format!("{done} of {of} done"),
    }
}

fn row(model: &Model, path: &Path, text: Text) -> Row {
    let action = Action::FollowPath(path.id.clone());
    Row::new(Marker::Link, text, action).aside(Text::role(&state_words(model, path), Role::Muted))
}

/// What home offers to whoever has just come: to begin elsewhere.
pub fn for_newcomers(model: &Model) -> Vec<Row> {
    let course = &model.library.course;
    if model.progress.lessons_read(course).0 > 0 || current(model).is_some() {
        return Vec::new();
    }
    let lead = Text::plain("Or begin with: ");
    let rows = course
        .paths
        .iter()
        .filter(|path| left(model, path).next().is_some());
    rows.map(|path| row(model, path, lead.clone().and(Text::strong(&path.title))))
        .collect()
}

/// Every path, and the way off the one that is followed.
pub fn rows(model: &Model) -> Vec<Row> {
    let paths = model.library.course.paths.iter();
    let mut rows: Vec<Row> = paths
        .map(|path| row(model, path, Text::plain(&path.title)))
        .collect();
    if current(model).is_some() {
        let words = Text::plain("Leave the path, and go by the order of the course");
        rows.push(Row::new(Marker::Link, words, Action::Set(SETTING, "")));
    }
    rows
}
