//! Owns `ally-up status`: where the learner stands, in words or as JSON.
//! Must not know how a page shows the same.

use crate::clean::Clean;
use crate::cli::preferences::Wishes;
use crate::cli::progress_line::telling;
use crate::cli::{EarlyExit, Exit, Flags, complain, model, sought};
use crate::course::ItemKind;
use crate::doc::so_far;
use crate::model::{Face, Model};
use crate::progress::log::json;
use crate::progress::{Attempt, ItemState};
use crate::quiz::answer::Verdict;
use crate::status::{self, Status};
use crate::store::courses;
use crate::store::known_keys;
use crate::store::log_files;
use crate::store::reader::Found;
use crate::time;
use serde_json::json;
use std::io::Write;

/// How the status is printed.
pub enum As {
    /// For people.
    Words,
    /// One object.
    Json,
}

/// Prints where the learner stands.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags, style: As, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let (model, disk, _, found) = model(sought(flags)?, Wishes::find(flags), Face::Plain);
    match style {
        As::Json => {
            let files = log_files::read_all(&**disk.fs(), &disk.paths().data, &mut Vec::new());
            let copies = files.iter().filter(|file| file.is_copy()).count();
            let courses = courses::held(&**disk.fs(), &disk.paths().data, &model.library.course.id);
            let status = as_json(&model, &found, copies, &courses);
            writeln!(output, "{}", json::write(&status))?;
        }
        As::Words => {
            compare(&model);
            let changed = status::changed(&model);
            let (read, of) = model.progress.lessons_read(&model.library.course);
            writeln!(
                output,
                "{}: {} read ({} %)",
                model.library.course.title,
                so_far((read, of), status::lessons(of)),
                (read * 100).checked_div(of).unwrap_or(0)
            )?;
            for item in &Status::of(&model).items {
                writeln!(output, "  {}: {}", item.item.title, item.words_with(&changed))?;
            }
            if let Some(next) = status::next_step(&model) {
                writeln!(output, "{}: {} ({})", next.label, next.item.title, next.words)?;
            }
            if let Some(plan) = model.progress.plan() {
                let due = if plan.due(model.today()).is_some() {
                    ", check in today"
                } else {
                    ""
                };
                writeln!(output, "Your plan: {}{due}", plan.state().word())?;
            }
            let courses = courses::held(&**disk.fs(), &disk.paths().data, &model.library.course.id);
            if let Some(words) = others_in_words(&courses, &model.library.course.id) {
                writeln!(output, "{words}")?;
            }
            if !found.set_aside.is_empty() {
                writeln!(
                    output,
                    "{} lines of saved progress could not be read and were set aside.",
                    found.set_aside.len()
                )?;
            }
        }
    }
    // What is told of a problem comes behind it.
    output.flush()?;
    known_keys::keep(&**disk.fs(), disk.paths(), &model.library);
    match found.problem {
        Some(problem) => Ok(complain(&problem, Exit::Unsaved)),
        None => Ok(Exit::Done),
    }
}

/// Finds which questions changed since they were answered.
fn compare(model: &Model) {
    telling("Comparing", |_| while status::compare(model) {});
}

/// The other courses of a data folder, in words.
pub fn others_in_words(courses: &[String], course: &str) -> Option<String> {
    let others = courses.iter().filter(|other| *other != course);
    let others: Vec<Clean> = others.map(|other| Clean::line(other)).collect();
    let (last, first) = others.split_last()?;
    let names = match first {
        [] => format!("course {last}"),
        first => {
            let first: Vec<&str> = first.iter().map(Clean::as_str).collect();
            format!("courses {} and {last}", first.join(", "))
        }
    };
    Some(format!("This folder also keeps progress in the {names}."))
}

/// `{format, course, courses, lessons: [{id, title, state, read, questions, first, latest, best, changed}], next, due, plan, unsaved, set_aside, copies, read_at}`.
/// `courses` are those of the data folder; `read` is in percent; `first`, `latest` and `best` count the questions that were right then; `due` counts the cards of
/// the review; `copies` counts the files that are copies of a log and were read, `read_at` is when; `plan` is null or `{state, check_in, day, due}`, without a word of the learner's.
fn as_json(model: &Model, found: &Found, copies: usize, courses: &[String]) -> serde_json::Value {
    compare(model);
    let changed = status::changed(model);
    let mut lessons = Vec::new();
    for status in Status::of(model).items {
        let item = status.item;
        let progress = &model.progress;
        let is_right =
            |attempt: Option<&Attempt>| attempt.is_some_and(|attempt| attempt.verdict == Verdict::Right);
        let scored: Vec<&str> = item.scored().collect();
        let first = scored
            .iter()
            .filter(|id| is_right(progress.attempts(id).next()))
            .count();
        let latest = scored.iter().filter(|id| is_right(progress.latest(id))).count();
        let (state, read) = match status.state {
            ItemState::Fresh => ("not started", 0),
            ItemState::Begun(percent) => ("begun", percent),
            ItemState::Read if item.kind == ItemKind::Final => ("read", 0),
            ItemState::Read => ("read", 100),
        };
        let state = match status.best {
            Some(best) if best.is_passed => "passed",
            Some(_) => "not yet",
            None => state,
        };
        let score = progress.score(item);
        lessons.push(json!({
            "id": &*item.id, "title": item.title.as_str(), "state": state, "read": read, "questions": score.of, "answered": score.answered,
            "first": first, "latest": latest, "best": score.right, "changed": changed.get(&item.id).copied().unwrap_or(0),
        }));
    }
    let plan = model.progress.plan().map(|plan| {
        let next = plan.next_check_in();
        json!({
            "state": plan.state().word(),
            "check_in": next.map(|(nth, _)| nth),
            "day": next.and_then(|(_, day)| day).map(|day| day.to_string()),
            "due": plan.due(model.today()).is_some(),
        })
    });
    json!({
        "format": 1,
        "course": model.library.course.id,
        "courses": courses,
        "lessons": lessons,
        "next": status::next_step(model).map(|next| next.item.id.to_string()),
        "due": model.due().len(),
        "plan": plan,
        "unsaved": model.saving.unsaved(),
        "set_aside": found.set_aside.len(),
        "copies": copies,
        "read_at": time::nearest(model.now).to_string(),
    })
}
