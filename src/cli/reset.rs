//! Owns `ally-up reset`: starting again, and taking that back. Both are events; nothing is erased.
//! Must not know what a reset hides; that is in `progress`.

use crate::cli::confirm::{self, Meant};
use crate::cli::{EarlyExit, Exit, Flags, Opened, complain, opened};
use crate::course::{Course, Item};
use crate::progress::Progress;
use crate::progress::event::EventKind;
use crate::store::clock::now;
use std::io::{self, IsTerminal, Write};

/// The word that is typed.
const WORD: &str = "reset";

/// Starts `target` again; without one, takes the last reset back.
///
/// # Errors
/// What writing gave.
pub fn run(
    flags: &Flags,
    target: Option<&str>,
    asked: Meant,
    output: &mut impl Write,
) -> Result<Exit, EarlyExit> {
    let opened = opened(flags)?;
    let progress = opened.progress();
    let Opened {
        mut disk,
        mut stamper,
        ..
    } = opened;
    let (kind, done) = match target {
        None => match progress.last_reset() {
            Some(event) => (
                EventKind::Undone {
                    event: event.to_owned(),
                },
                "Everything that was reset last is back.",
            ),
            None => return Ok(complain("there is no reset to take back", Exit::Usage)),
        },
        Some(target) => {
            let items = items(&opened.library.course, target);
            if items.is_empty() {
                let words = format!(
                    "there is no lesson or module {target}; ally-up list shows all, and all means everything"
                );
                return Ok(complain(&words, Exit::Usage));
            }
            if asked == Meant::NotYet && !confirmed(&items, &progress, output)? {
                return Ok(complain(
                    &format!("nothing was reset; type {WORD} when asked, or say --yes"),
                    Exit::Usage,
                ));
            }
            let lessons = items.iter().map(|item| item.id.clone()).collect();
            let questions = items.iter().flat_map(|item| item.entries()).collect();
            (
                EventKind::Reset { lessons, questions },
                "Started again. `ally-up reset --undo` brings it back.",
            )
        }
    };
    match disk.append(&[stamper.stamp(progress.to_save(kind), now())]) {
        Ok(()) => writeln!(output, "{done}")
            .map(|()| Exit::Done)
            .map_err(EarlyExit::from),
        Err(problem) => Ok(complain(&problem.to_string(), Exit::Unsaved)),
    }
}

/// The items that `target` names: all, those of a module, or one.
fn items<'a>(course: &'a Course, target: &str) -> Vec<&'a Item> {
    if target == "all" {
        return course.items().collect();
    }
    match course.modules.iter().find(|module| *module.id == *target) {
        Some(module) => module.items.iter().collect(),
        None => course.item(target).into_iter().collect(),
    }
}

/// Says what starts again, and asks for the word.
fn confirmed(items: &[&Item], progress: &Progress, output: &mut impl Write) -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    let questions = items.iter().flat_map(|item| item.outline.questions.iter());
    let answered = questions
        .filter(|glimpse| progress.latest(&glimpse.id).is_some())
        .count();
    let lessons = if items.len() == 1 {
        "one lesson".to_owned()
    } else {
        format!("{} lessons", items.len())
    };
    writeln!(
        output,
        "This starts {lessons} again, with {answered} answered questions. Your journal stays, and it can be undone."
    )?;
    confirm::is_typed(WORD, output)
}
