//! What the stories share: a small course, a learner at a keyboard, a learner who types lines, and how to read what was kept.

use ally_up::action::{Action, Company, FieldTarget, Screen, Sureness};
use ally_up::app::{App, Msg};
use ally_up::doc::marker::Glyphs;
use ally_up::layout::StopKind;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::progress::Progress;
use ally_up::progress::event::EventKind;
use ally_up::progress::plan::{Part, part_of};
use ally_up::progress::stamper::Stamper;
use ally_up::shell::plain::{self, Echo, Opening};
use ally_up::shell::send;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use ally_up::speak::talk::{Heard, Talk};
use ally_up::speak::wrapped_words;
use ally_up::store::clock::fresh_id;
use std::borrow::Cow;

pub const NOW: i64 = 1_790_000_000_000;

/// The small course of the stories.
pub fn library() -> Library {
    Library::of(files(), &Default::default())
}

/// Its files, to be played as they are or edited.
pub fn files() -> Files {
    of(&[
        ("course.ron", include_str!("journeys/course.ron")),
        ("1-reading.md", include_str!("journeys/1-reading.md")),
        ("2-kinds.md", include_str!("journeys/2-kinds.md")),
        ("final.md", include_str!("journeys/final.md")),
        ("glossary.md", include_str!("journeys/glossary.md")),
    ])
}

fn of(files: &[(&str, &'static str)]) -> Files {
    let file = |(path, text): &(&str, &'static str)| ((*path).to_owned(), Cow::Borrowed(text.as_bytes()));
    files.iter().map(file).collect()
}

pub fn start(store: Memory) -> Script {
    Script::start(library(), store, (64, 20), NOW)
}

/// Starts again over what was kept, as after `kill -9`: nothing is said to the running program.
pub fn killed(script: &Script) -> Script {
    Script::start(
        script.app.model().library.clone(),
        script.store.clone(),
        script.app.window().size(),
        script.now,
    )
}

/// The learner looks out of the window for a while; what is due is kept.
pub fn rest(script: &mut Script) {
    script.now += 6_000;
    script.send(Msg::Tick);
}

/// The learner reads what is on show, and turns the page, so many times.
pub fn read_on(script: &mut Script, pages: usize) {
    for _ in 0..pages {
        rest(script);
        script.keys("<space>");
    }
    rest(script);
}

pub fn log(script: &Script) -> String {
    let told = |kind: &EventKind| match kind {
        EventKind::Placed { lesson, place, .. } => {
            format!("at {lesson} {}", place.heading.as_deref().unwrap_or("top"))
        }
        EventKind::Read { lesson } => format!("read {lesson}"),
        EventKind::Passed { lesson, blocks } => format!("passed {} of {lesson}", blocks.len()),
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
        EventKind::Dropped { what } => format!("dropped {what}"),
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
        EventKind::Marked {
            page, words, is_on, ..
        } => format!("marked in {page} {is_on}: {words}"),
    };
    script
        .store
        .events
        .iter()
        // What was read on the way is a story of its own.
        .filter(|event| !matches!(event.kind, EventKind::Passed { .. }))
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
        editions: None,
        because: "a test asks for it",
        echo: Echo::None,
        window: || None,
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
                ..
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
            | EventKind::Passed { .. }
            | EventKind::Set { .. }
            | EventKind::Dropped { .. }
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
            EventKind::Marked { mark, is_on, .. } => Some(format!("marked {mark} {is_on}")),
        })
        .collect();
    essence.sort();
    essence
}

/// Answers every scored question of both lessons: the first wrong and sure, the others as they come.
pub fn played() -> Script {
    let mut story = start(Memory::default());
    story.keys("<enter>");
    answer(&mut story, "who-decides", "The helper", Sureness::Sure);
    story.keys("n");
    answer(&mut story, "real", "A clear topic", Sureness::Think);
    act(&mut story, |action| matches!(action, Action::Place(..)), 2);
    story
}

/// Picks the option that begins with these words, and answers.
pub fn answer(story: &mut Script, question: &str, option: &str, sure: Sureness) {
    let pick = story.app.window().page.stops.iter().find(|stop| {
        let of = stop.action.question().is_some_and(|id| &**id == question);
        of && matches!(stop.action, Action::Pick(..)) && stop.words.starts_with(option)
    });
    let pick = pick
        .unwrap_or_else(|| panic!("no {option} in\n{}", story.screen()))
        .action
        .clone();
    story.send(Msg::Act(pick));
    story.send(Msg::Act(Action::Submit(question.into(), sure)));
}

/// Does the first so many rows that fit.
pub fn act(story: &mut Script, fits: fn(&Action) -> bool, times: usize) {
    for _ in 0..times {
        let unplaced = story
            .app
            .window()
            .page
            .stops
            .iter()
            .map(|stop| stop.action.clone())
            .filter(fits)
            .collect::<Vec<_>>();
        let Some(action) = unplaced.into_iter().next() else {
            return;
        };
        story.send(Msg::Act(action));
    }
}

pub fn go(story: &mut Script, screen: Screen) {
    story.send(Msg::Act(Action::Go(screen, None)));
}

/// The course of rehearsals and self-assessments.
pub fn talks() -> Library {
    Library::of(talk_files(), &Default::default())
}

/// Its files.
pub fn talk_files() -> Files {
    of(&[
        ("course.ron", include_str!("rehearsals/course.ron")),
        ("talk.md", include_str!("rehearsals/talk.md")),
        ("ask.md", include_str!("rehearsals/ask.md")),
        ("start.md", include_str!("rehearsals/start.md")),
        ("after.md", include_str!("rehearsals/after.md")),
    ])
}

/// A learner of that course, on a page.
pub fn at(screen: Screen) -> Script {
    let mut story = Script::start(talks(), Memory::default(), (64, 20), NOW);
    go(&mut story, screen);
    story
}

/// Lines typed in that course.
pub fn plain_talks(lines: &str) -> (String, Memory) {
    plain_in(talks(), lines, Memory::default(), NOW)
}

/// What was said once home was left: what stands there is another story's.
pub fn after_home(said: &str) -> &str {
    said.split_once("command: \n\n").map_or(said, |(_, rest)| rest)
}

/// Goes into the field of a part and types.
pub fn write(story: &mut Script, part: Part, words: &str) {
    let of = |action: &Action| matches!(action, Action::Write(FieldTarget::Entry(entry)) if part_of(entry).is_some_and(|(_, of)| of == part));
    let field = story
        .app
        .window()
        .page
        .stops
        .iter()
        .find(|stop| matches!(stop.kind, StopKind::Field { .. }) && of(&stop.action));
    let field = field
        .unwrap_or_else(|| panic!("no field for {part:?} in\n{}", story.screen()))
        .action
        .clone();
    story.send(Msg::Act(field));
    story.keys(words);
}

/// What is said at the foot, on however many rows.
pub fn said(story: &Script) -> String {
    let notice = story.app.window().notice.as_ref();
    notice.map(ToString::to_string).unwrap_or_default()
}

/// The form of a plan whose first part stands and whose second was picked as this.
pub fn picked_in_plan() -> Script {
    let mut story = start(Memory::default());
    story.send(Msg::Resize(80, 60));
    story.send(Msg::Act(Action::BeginPlan(Company::Partner)));
    story.keys("A colleague is cut off<enter>");
    pick(&mut story, "From what I saw");
    story
}

/// Picks the row that begins with these words.
pub fn pick(story: &mut Script, words: &str) {
    let row = story
        .app
        .window()
        .page
        .stops
        .iter()
        .find(|stop| stop.words.starts_with(words));
    let row = row.unwrap_or_else(|| {
        panic!(
            "no row {words:?} in\n{}",
            story
                .app
                .window()
                .page
                .stops
                .iter()
                .map(|stop| stop.words.to_string())
                .collect::<Vec<_>>()
                .join("\n")
        )
    });
    let action = row.action.clone();
    story.send(Msg::Act(action));
}

/// The first row of the screen: the title, and how far it is.
pub fn head(story: &Script) -> String {
    let screen = story.screen();
    let parts = screen.lines().next().unwrap_or_default().split("  ");
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}

/// The screen without its head and its foot: what the page says, where the keys on offer are another story's.
pub fn body(story: &Script) -> String {
    let screen = story.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let body = rows.get(1..rows.len().saturating_sub(1)).unwrap_or_default();
    body.join("\n").trim_matches('\n').to_owned()
}

/// The row of the screen with these words.
pub fn row(story: &Script, words: &str) -> String {
    let screen = story.screen();
    let row = screen.lines().find(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("no row with {words:?} in\n{screen}"))
        .trim()
        .to_owned()
}

/// Says lines of the talk on show, each by its place in the file, whichever digit it has on the page; other keys are keys.
pub fn play(story: &mut Script, keys: &str) {
    for key in keys.chars() {
        let Some(nth) = key.to_digit(10) else {
            story.keys(&key.to_string());
            continue;
        };
        let Screen::Rehearsal(id) = story.app.screen().clone() else {
            panic!("no rehearsal is on show")
        };
        let model = story.app.model();
        let rehearsal = model.library.rehearsal(&id);
        let walk = model.progress.walk(&id);
        let line = walk.on(&rehearsal).unwrap().scene.choices[nth as usize - 1].print();
        let stops = &story.app.window().page.stops;
        let says = |action: &Action| matches!(action, Action::Say(_, _, print) if *print == line);
        let digit = stops.iter().find(|stop| says(&stop.action)).unwrap().digit;
        story.keys(&digit.unwrap().to_string());
    }
}

/// A learner who listens, in a window or without one.
pub struct Listener {
    pub app: App,
    pub talk: Talk,
    pub store: Memory,
    /// What was typed and heard, to be read where the two differ.
    pub told: String,
    /// Lines of the longest that was said at once.
    pub longest: usize,
}

impl Listener {
    pub fn new(library: Library, window: Option<(usize, usize)>) -> Listener {
        let view = View {
            face: Face::Plain,
            glyphs: Glyphs::Unicode,
            measure: 72,
            zone: |_| 0,
            size: (64, 20),
        };
        let progress = Progress::default();
        let stamper = Stamper::new("ear", progress.clock(), fresh_id);
        let app = App::new(Model::new(library, progress, view, NOW), stamper);
        let mut listener = Listener {
            app,
            talk: Talk::new(window.map_or(72, |(columns, _)| columns)),
            store: Memory::default(),
            told: String::new(),
            longest: 0,
        };
        listener.talk.window = window;
        listener.hear();
        listener
    }

    fn hear(&mut self) {
        let words = self.talk.tell(&self.app);
        let lines = words
            .iter()
            .flat_map(|words| wrapped_words(words, self.talk.columns));
        self.longest = self.longest.max(lines.count());
        let words = words.join("\n");
        self.told += &format!("{words}\n{}", self.talk.prompt(&self.app));
    }

    pub fn line(&mut self, line: &str) {
        self.told += &format!("{line}\n");
        let is_heard = self.talk.has_said_all();
        if let Heard::Msgs(msgs) = self.talk.hear(&self.app, line) {
            if is_heard {
                send(&mut self.app, Msg::PartHeard, &mut self.store, NOW);
            }
            send(&mut self.app, Msg::NoticeRead, &mut self.store, NOW);
            for msg in msgs {
                send(&mut self.app, msg, &mut self.store, NOW);
            }
        }
        self.hear();
    }
}
