//! Owns `ally-up status`: where the learner stands, in words or as JSON.
//! Must not know how a page shows the same.

use crate::app::exam::{self, Passed};
use crate::app::{App, Face, home};
use crate::cli::{Exit, Flags, complain, opened, view};
use crate::progress::{Attempt, Progress, State};
use crate::quiz::answer::Verdict;
use crate::store::clock::now;
use crate::store::reader::Found;
use serde_json::json;
use std::io::{self, Write};

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
pub fn run(flags: &Flags, style: As, output: &mut impl Write) -> io::Result<Exit> {
    let (library, _, _, found) = match opened(flags) {
        Ok(opened) => opened,
        Err(exit) => return Ok(exit),
    };
    let progress = Progress::renamed(&library.course.renamed, &found.events);
    let mut app = App::new(
        library,
        progress,
        found.drafts.clone(),
        view(flags, Face::Plain),
        now(),
    );
    match style {
        As::Json => {
            let status = as_json(&mut app, &found);
            writeln!(output, "{status}")?;
        }
        As::Words => {
            let changed = home::changed(&mut app);
            let (read, of) = app.progress.lessons_read(&app.library.course);
            writeln!(
                output,
                "{}: {read} of {of} lessons read ({} %)",
                app.library.course.title,
                (read * 100).checked_div(of).unwrap_or(0)
            )?;
            for item in app.library.course.items() {
                writeln!(
                    output,
                    "  {}: {}",
                    item.title,
                    home::state_words(&app, item, changed.get(&item.id).copied().unwrap_or(0))
                )?;
            }
            if let Some((label, item, aside)) = home::what_now(&app) {
                writeln!(output, "{label}: {} ({aside})", item.title)?;
            }
            if let Some(plan) = app.progress.plan() {
                let due = if plan.due(app.today()).is_some() {
                    ", check in today"
                } else {
                    ""
                };
                writeln!(output, "Your plan: {}{due}", plan.state().word())?;
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
    match found.problem {
        Some(problem) => Ok(complain(&problem, Exit::Unsaved)),
        None => Ok(Exit::Done),
    }
}

/// `{format, course, lessons: [{id, title, state, read, questions, first, latest, best, changed}], next, due, plan, unsaved, set_aside}`.
/// `read` is in percent; `first`, `latest` and `best` count the questions that were right then; `due` counts the cards of
/// the review; `plan` is null or `{state, check_in, day, due}`, without a word of the learner's.
fn as_json(app: &mut App, found: &Found) -> serde_json::Value {
    let items: Vec<_> = app.library.course.items().cloned().collect();
    let changed = home::changed(app);
    let mut lessons = Vec::new();
    for item in &items {
        let progress = &app.progress;
        let is_right =
            |attempt: Option<&Attempt>| attempt.is_some_and(|attempt| attempt.verdict == Verdict::Right);
        let scored: Vec<&str> = item.scored().collect();
        let first = scored
            .iter()
            .filter(|id| is_right(progress.attempts(id).next()))
            .count();
        let latest = scored.iter().filter(|id| is_right(progress.latest(id))).count();
        let (state, read) = match home::state(app, item) {
            State::Fresh => ("not started", 0),
            State::Begun(percent) => ("begun", percent),
            State::Read => ("read", 100),
        };
        let state = match exam::best(app, item) {
            Some((Passed::Yes, _, _)) => "passed",
            Some((Passed::NotYet, _, _)) => "not yet",
            None => state,
        };
        let score = progress.score(item);
        lessons.push(json!({
            "id": &*item.id, "title": item.title.as_str(), "state": state, "read": read, "questions": score.of, "answered": score.answered,
            "first": first, "latest": latest, "best": score.right, "changed": changed.get(&item.id).copied().unwrap_or(0),
        }));
    }
    let plan = app.progress.plan().map(|plan| {
        let next = plan.next_check_in();
        json!({
            "state": plan.state().word(),
            "check_in": next.map(|(nth, _)| nth),
            "day": next.and_then(|(_, day)| day).map(|day| day.to_string()),
            "due": plan.due(app.today()).is_some(),
        })
    });
    json!({
        "format": 1,
        "course": app.library.course.id,
        "lessons": lessons,
        "next": home::what_now(app).map(|(_, item, _)| item.id.to_string()),
        "due": app.due().len(),
        "plan": plan,
        "unsaved": app.unsaved(),
        "set_aside": found.set_aside.len(),
    })
}
