//! The forms of the second round, each in both faces: fair options everywhere, scenes in any order, second stems, looking back, a first
//! thought, before and after, what comes back on home, a path, and rehearsals without grades.

mod any_keys;
mod before_after;
mod coming_back;
mod gaps;
mod look_back;
mod paths;
mod predict;
mod questions;
mod rehearsals;
mod stems;

use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::library::Library;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use std::borrow::Cow;

/// A course of these files.
fn course(files: &[(&str, &str)]) -> Library {
    let owned = |text: &str| Cow::Owned(text.as_bytes().to_vec());
    let files: Files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), owned(text)))
        .collect();
    Library::of(files, &Default::default())
}

/// A course of one lesson.
fn lesson(text: &str) -> Library {
    let manifest =
        "Course(id: \"forms\", title: \"Forms\", modules: [Module(id: \"m\", title: \"M\", items: [
        Lesson(id: \"one\", file: \"one.md\")])])";
    course(&[("course.ron", manifest), ("one.md", text)])
}

/// The program on a page, in a window that shows all of it.
fn at(library: &Library, store: Memory, screen: Screen, now: i64) -> Script {
    let mut script = Script::start(library.clone(), store, (72, 200), now);
    script.send(Msg::Act(Action::Go(screen, None)));
    a_moment(&mut script);
    script
}

/// The learner looks at the page.
fn a_moment(script: &mut Script) {
    script.now += 1_000;
    script.send(Msg::Tick);
}

/// Does what the first row does that says this.
fn choose(script: &mut Script, words: &str) {
    let stops = &script.app.window().page.stops;
    let stop = stops.iter().find(|stop| stop.words.starts_with(words));
    let action = stop
        .unwrap_or_else(|| panic!("no row says {words}:\n{}", script.screen()))
        .action
        .clone();
    script.send(Msg::Act(action));
    a_moment(script);
}
