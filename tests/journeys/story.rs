//! What the stories share: a small course, a learner at a keyboard, a learner who types lines, and how to read what was kept.

use ally_up::app::App;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::progress::stamper::Stamper;
use ally_up::shell::plain::{self, Echo, Opening};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use ally_up::store::clock::fresh_id;
use std::borrow::Cow;

pub const NOW: i64 = 1_790_000_000_000;

/// The small course of the stories.
pub fn library() -> Library {
    Library::of(files(), &Default::default())
}

/// Its files, to be played as they are or edited.
pub fn files() -> Files {
    [
        ("course.ron", include_str!("course.ron")),
        ("1-reading.md", include_str!("1-reading.md")),
        ("2-kinds.md", include_str!("2-kinds.md")),
        ("final.md", include_str!("final.md")),
        ("glossary.md", include_str!("glossary.md")),
    ]
    .into_iter()
    .map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())))
    .collect()
}

pub fn start(store: Memory) -> Script {
    Script::start(library(), store, (64, 20), NOW)
}

/// Starts again over what was kept, as after `kill -9`: nothing is said to the running program.
pub fn killed(script: &Script) -> Script {
    Script::start(
        library(),
        script.store.clone(),
        script.app.window().size(),
        script.now,
    )
}

/// The learner looks out of the window for a while; what is due is kept.
pub fn rest(script: &mut Script) {
    script.now += 6_000;
    script.send(ally_up::app::Msg::Tick);
}

pub fn log(script: &Script) -> String {
    let told = |kind: &EventKind| match kind {
        EventKind::Placed { lesson, place, .. } => {
            format!("at {lesson} {}", place.heading.as_deref().unwrap_or("top"))
        }
        EventKind::Read { lesson } => format!("read {lesson}"),
        EventKind::Answered {
            question,
            verdict,
            sure,
            hints,
            earlier,
            ..
        } => {
            format!("answered {question} {verdict:?} {sure:?} hints {hints} earlier {earlier}")
        }
        EventKind::Wrote { entry, text, .. } => format!("wrote {entry} {text:?}"),
        EventKind::Set { name, value } => format!("set {name} {value}"),
        EventKind::Began {
            purpose, questions, ..
        } => format!("began {purpose:?} {questions:?}"),
        EventKind::Ended { .. } => "ended".to_owned(),
        EventKind::Reset { lessons, .. } => format!("reset {lessons:?}"),
        EventKind::Undone { .. } => "undone".to_owned(),
        EventKind::Recalled { entry } => format!("recalled {entry}"),
        EventKind::Forgotten { events } => format!("forgot {}", events.len()),
        EventKind::Chose { scene, to, .. } => format!("chose in {scene}, to {to}"),
        EventKind::Turned { scene, .. } => format!("turned to {}", scene.as_deref().unwrap_or("the start")),
        EventKind::Assessed { lens, ratings, .. } => {
            format!(
                "assessed as {lens:?}: {}",
                ratings
                    .iter()
                    .map(|(line, points)| format!("{line} {points}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        EventKind::Focused { scale, .. } => format!("starts with {scale}"),
        EventKind::Told { lesson, came } => format!("told of {lesson}: {came:?}"),
    };
    script
        .store
        .events
        .iter()
        .map(|event| told(&event.kind))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Plays the plain face with these lines; what was said, and what was kept.
pub fn plain(lines: &str, store: Memory) -> (String, Memory) {
    plain_in(library(), lines, store, NOW)
}

/// The same in another course, at a moment.
pub fn plain_in(library: Library, lines: &str, store: Memory, now: i64) -> (String, Memory) {
    let view = View {
        face: Face::Plain,
        glyphs: Glyphs::Unicode,
        measure: 72,
        zone: |_| 0,
        size: (64, 20),
    };
    let progress = Progress::of(&store.events);
    let stamper = Stamper::new("plain", progress.clock(), fresh_id);
    let mut model = Model::new(library, progress, view, now);
    model.take_up(store.drafts.values().cloned().collect());
    let mut app = App::new(model, stamper);
    let mut store = store;
    let mut said = Vec::new();
    let opening = Opening {
        because: "a test asks for it",
        echo: Echo::None,
    };
    plain::play(&mut app, &opening, &mut store, lines.as_bytes(), &mut said).unwrap();
    (String::from_utf8(said).unwrap(), store)
}

/// What both faces must agree on: every answer with its verdict, and every word written.
pub fn essence(store: &Memory) -> Vec<String> {
    let mut essence: Vec<String> = store
        .events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Answered {
                question,
                verdict,
                sure,
                hints,
                earlier,
                shown,
            } => Some(format!(
                "{question} {verdict:?} {sure:?} {hints} {earlier} {shown:?}"
            )),
            EventKind::Wrote {
                entry,
                part,
                of,
                text,
                ..
            } => Some(format!("{entry} {part} {of} {text}")),
            EventKind::Read { lesson } => Some(format!("read {lesson}")),
            EventKind::Began {
                purpose, questions, ..
            } => Some(format!("began {purpose:?} {questions:?}")),
            EventKind::Ended { .. } => Some("ended".to_owned()),
            EventKind::Placed { .. }
            | EventKind::Set { .. }
            | EventKind::Reset { .. }
            | EventKind::Undone { .. } => None,
            EventKind::Forgotten { .. } | EventKind::Recalled { .. } => None,
            EventKind::Chose {
                scene, choice, to, ..
            } => Some(format!("chose {scene} {choice:?} {to}")),
            EventKind::Turned { scene, .. } => Some(format!("turned {scene:?}")),
            EventKind::Assessed { lens, ratings, .. } => Some(format!("assessed {lens:?} {ratings:?}")),
            EventKind::Focused { scale, .. } => Some(format!("focused {scale}")),
            EventKind::Told { lesson, came } => Some(format!("told {lesson} {came:?}")),
        })
        .collect();
    essence.sort();
    essence
}
