//! Owns the rows that offer the paths of a course, and the way off the one that is followed.
//! Must not know what an item of it asks.

use crate::action::Action;
use crate::course::{Item, Path};
use crate::doc::Row;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::model::Model;
use crate::pages::parts;
use crate::status::path::{SETTING, current, items, left};

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
    let lead = parts::lead("Or begin with");
    let rows = course
        .paths
        .iter()
        .filter(|path| left(model, path).next().is_some());
    rows.map(|path| row(model, path, lead.clone().and(Text::plain(&path.title))))
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
