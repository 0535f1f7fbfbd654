//! Owns playing: the program is begun, handed to a face, and what it could not save is told at the end. Must not know either face.

use crate::app::App;
use crate::app::jobs::Job;
use crate::cli::preferences::{Wishes, depth};
use crate::cli::progress_line::telling;
use crate::cli::{EarlyExit, Exit, Flags, complain, model_of, sought};
use crate::library::Library;
use crate::model::Face;
use crate::shell::plain::{self, Echo, Opening};
use crate::shell::terminal::{self, Ended};
use crate::shell::{Store, course_watch, hear};
use crate::store::clock::now;
use crate::store::fs::OsFileSystem;
use crate::store::paths::Paths;
use crate::store::start::StartFrom;
use crate::store::{EventStore, clock, folded, known_keys};
use std::io::{self, IsTerminal};
use std::sync::Arc;

/// The program with its first page made, which may be shown once the store is proven.
fn begun(
    (library, paths): (Library, Paths),
    wishes: Wishes,
    face: Face,
    from: StartFrom,
) -> (App, EventStore) {
    let complaints = &wishes.preferences.complaints;
    let complaint = complaints.first().map(|told| format!("Settings: {told}"));
    let renamed = library.course.renames();
    let opened = telling("Reading", |_| {
        folded::open_ahead(Arc::new(OsFileSystem), paths, &renamed, from, now())
    });
    let (model, store, stamper, found) = model_of(library, wishes, face, opened);
    let mut app = App::new(model, stamper);
    let problem = found.problem.or(complaint).or_else(clock::unknown_zone);
    app.found(problem.as_deref());
    (app, store)
}

/// Plays until the learner quits.
///
/// # Errors
/// What writing gave.
pub fn run(flags: &Flags) -> Result<Exit, EarlyExit> {
    let found = sought(flags)?;
    let wishes = Wishes::find(flags);
    wishes.tell();
    let why = wishes.plain_because();
    let face = if why.is_some() { Face::Plain } else { Face::Screen };
    let (mut app, mut store) = begun(found, wishes, face, StartFrom::Snapshot);
    if !telling("Reading", |_| store.is_proven()) {
        (app, store) = begun(sought(flags)?, Wishes::find(flags), face, StartFrom::Logs);
    }
    let paths = store.paths().clone();
    let ended = match why {
        Some(why) => {
            if store.leftovers() > 0 {
                hear(&mut app, store.put(Job::Sweep), now());
            }
            let echo = if io::stdin().is_terminal() {
                Echo::Terminal
            } else {
                Echo::None
            };
            let files = &app.model().library.files;
            let opening = Opening {
                because: why,
                echo,
                editions: flags
                    .course
                    .as_deref()
                    .and_then(|course| course_watch::editions(course, files.clone())),
                window: plain::window,
            };
            plain::play(
                &mut app,
                &opening,
                &mut store,
                io::stdin().lock(),
                io::stdout().lock(),
            )
            .map(|()| Ended::Quit)
        }
        None => terminal::play(&mut app, depth(flags), store, flags.course.clone()),
    };
    // However it ends: what is not saved is told.
    let saving = &app.model().saving;
    let unsaved = match (saving.unsaved(), saving.problem()) {
        (0, None) => None,
        (0, Some(why)) => Some(format!("NOT SAVED: {why}")),
        (count, Some(why)) => Some(format!("{count} answers or places are NOT SAVED: {why}")),
        (count, None) => Some(format!("{count} answers or places are NOT SAVED")),
    };
    let told = unsaved.map(|words| complain(&words, Exit::Unsaved));
    known_keys::keep(&OsFileSystem, &paths, &app.model().library);
    // The process ends, and its memory goes as one: to take a long history apart piece by piece takes as long as to read it.
    std::mem::forget(app);
    Ok(match ended {
        Err(error) if why.is_some() => return Err(error.into()),
        Err(error) => complain(
            &format!("the terminal cannot be used ({error}); try ally-up --plain"),
            Exit::Usage,
        ),
        Ok(Ended::Signal(signal)) => Exit::Signal(signal),
        Ok(Ended::Failed) => Exit::Crashed,
        Ok(Ended::Quit | Ended::HungUp) => told.unwrap_or(Exit::Done),
    })
}
