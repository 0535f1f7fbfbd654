//! How long things take: medians as a plain table, over a real lesson, a short one and one of a megabyte. Nothing is asserted;
//! `cargo bench` prints, and whoever changed something reads. A key should take far less than the 16 ms of a frame.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may stop where it stands"
)]

mod year;

use ally_up::action::{Action, Screen};
use ally_up::app::{App, Msg};
use ally_up::course::{embedded, load};
use ally_up::doc::marker::Glyphs;
use ally_up::keymap::Command;
use ally_up::layout::{Cache, lay_out};
use ally_up::library::Library;
use ally_up::model::Model;
use ally_up::paint::paint;
use ally_up::progress::event::{Clock, Event};
use ally_up::progress::{Progress, log};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use ally_up::store;
use ally_up::store::paths::Paths;
use ally_up::store::watch::PollDepth;
use ally_up::text_edit::Edit;
use ally_up::theme::Theme;
use ally_up::time::Millis;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::hint::black_box;
use std::time::{Duration, Instant, SystemTime};
use year::{Past, write_session};

/// A measurement goes on for this long, or for this many times; it is done at least `FEWEST` times.
const LONGEST: Duration = Duration::from_millis(250);

const MOST: usize = 2_000;

const FEWEST: usize = 5;

/// The time at which all begins.
const NOW: Millis = 1_790_000_000_000;

const DAY: Millis = 86_400_000;

/// Events of a session in the longest histories.
const SESSION: usize = 500;

const EMBEDDED: &str = "what-allyship-is";

/// A course with one lesson to measure.
struct Case {
    name: String,
    library: Library,
    lesson: String,
}

fn main() {
    // `cargo test --benches` only wants to know that this builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    // Words on the command line choose lines by their names: `cargo bench -- paint`.
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|word| name.contains(word.as_str()));
    let cases = [real(), synthetic("10 KB", 10_000), synthetic("1 MB", 1_000_000)];
    row("median in ms", &cases.each_ref().map(|case| case.name.clone()));
    for (name, measure) in LESSONS.iter().filter(|(name, _)| is_chosen(name)) {
        row(name, &cases.each_ref().map(|case| shown(measure(case))));
    }
    println!();
    row("median in ms", &["start".to_owned()]);
    let past = Past::year();
    for (name, measure) in STARTS.iter().filter(|(name, _)| is_chosen(name)) {
        row(name, &[shown(measure(&past))]);
    }
}

/// A line of the table: its name, and what is measured over something.
type Line<T> = (&'static str, fn(&T) -> Duration);

/// What is measured over each lesson.
const LESSONS: &[Line<Case>] = &[
    ("parse", parse),
    ("lay out, cold", |case| laid(case, Cached::No)),
    ("lay out, cached", |case| laid(case, Cached::Yes)),
    ("open", open),
    ("pick an option", pick),
    ("type a letter", letter),
    ("scroll a line", |case| {
        update(case, [Msg::Wheel(1), Msg::Wheel(-1)])
    }),
    ("next row or link", |case| {
        update(case, [Msg::Do(Command::Next), Msg::Do(Command::Previous)])
    }),
    ("resize by a column", |case| {
        update(case, [Msg::Resize(60, 24), Msg::Resize(61, 24)])
    }),
    ("search, first letter", |case| first_letter(&case.library)),
    ("search, another letter", |case| {
        typed_on(&case.library, "s", "<back>o")
    }),
    ("search, a word with a slip", |case| {
        typed_on(&case.library, "somebdoy", "<back>y")
    }),
    ("paint 80x24, top", |case| painted(case, (80, 24), Command::Top)),
    ("paint 80x24, end", |case| {
        painted(case, (80, 24), Command::Bottom)
    }),
    ("paint 120x40, top", |case| painted(case, (120, 40), Command::Top)),
    ("paint 120x40, end", |case| {
        painted(case, (120, 40), Command::Bottom)
    }),
];

/// What is measured over what somebody has done.
const STARTS: &[Line<Past>] = &[
    ("the embedded course", |_| median(embedded_course)),
    ("read 10,000 lines", |past| {
        let written: String = past.ten_thousand().iter().map(log::write_line).collect();
        median(|| log::read(written.as_bytes()))
    }),
    ("replay 10,000 events", |past| {
        let many = past.ten_thousand();
        median(|| Progress::of(&many))
    }),
    ("read a year's files", |past| {
        median(|| store::open(past.paths.clone(), NOW))
    }),
    ("replay a year", |past| median(|| Progress::of(&past.events))),
    ("start after a year", |past| {
        let view = Script::start(embedded_course(), Memory::default(), (80, 24), NOW)
            .app
            .model()
            .view;
        median(|| {
            let (_, stamper, found) = store::open(past.paths.clone(), NOW);
            let mut model = Model::new(embedded_course(), Progress::of(&found.events), view, NOW);
            model.take_up(found.drafts);
            App::new(model, stamper)
        })
    }),
    ("10,000 events, disk to progress", |past| from_disk(past, 10_000)),
    ("a million events, disk to progress", |past| {
        from_disk(past, 1_000_000)
    }),
    ("a glance after a year", |past| looked(past, PollDepth::Quick)),
    ("a whole look after a year", |past| looked(past, PollDepth::Full)),
    ("a key after a year", key_after),
    ("search 3,000 lessons, first letter", |_| {
        first_letter(&copies(3_000))
    }),
    ("search 3,000 lessons, another", |_| {
        typed_on(&copies(3_000), "s", "<back>o")
    }),
    ("search after a year", |past| {
        let store = Memory {
            events: past.events.clone(),
            ..Memory::default()
        };
        let mut script = Script::start(embedded_course(), store, (80, 24), NOW);
        script.send(Msg::Do(Command::Search));
        script.keys("s");
        median(|| script.keys("<back>o")) / 2
    }),
];

/// A line of the table.
fn row(name: &str, cells: &[String]) {
    let cells: String = cells.iter().map(|cell| format!("{cell:>16}")).collect();
    println!("{name:<36}{cells}");
}

fn shown(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64() * 1000.0)
}

/// The median of many runs. What a run makes is thrown away outside the measured time.
fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    median_of(|| (), |()| run())
}

/// The same, each over something that is made for it outside the measured time.
fn median_of<S, T>(mut make: impl FnMut() -> S, mut run: impl FnMut(S) -> T) -> Duration {
    let begun = Instant::now();
    let mut times = Vec::new();
    while times.len() < FEWEST || (times.len() < MOST && begun.elapsed() < LONGEST) {
        let over = make();
        let start = Instant::now();
        let made = black_box(run(over));
        times.push(start.elapsed());
        drop(made);
    }
    times.sort();
    times[times.len() / 2]
}

fn embedded_course() -> Library {
    Library::of(embedded::files(), &embedded::outlines())
}

fn real() -> Case {
    let library = embedded_course();
    let file = library
        .course
        .item(EMBEDDED)
        .expect("the lesson is in the course")
        .file
        .clone();
    let name = format!("real, {} KB", library.files[&file].len() / 1000);
    Case {
        name,
        library,
        lesson: EMBEDDED.to_owned(),
    }
}

/// A lesson of about this many bytes, with all that a lesson has.
fn synthetic(name: &str, bytes: usize) -> Case {
    let mut text = String::from("# A lesson made up\n");
    let mut nth = 0;
    while text.len() < bytes {
        nth += 1;
        text.push_str(&format!(
            "\n## Part {nth} {{#part-{nth}}}\n\n{prose}\n\n- {line}\n- {line}\n\n> **Mira:** {line}\n\n{prose}\n\n> [!NOTE]\n> {line}\n\n\
             | what | who |\n|---|---|\n| {line} | Jonas |\n| tea | [Mira](#part-1) |\n\n\
             ### Which of them is it in part {nth}? {{#ask-{nth} .one see=part-{nth}}}\n\n\
             - [ ] The first.\n\n  Not yet. {line}\n\n- [x] The second.\n\n  Yes. {line}\n\n- [ ] The third.\n\n  Not yet. {line}\n",
            line = "Somebody says a thing that *matters*, and somebody else writes it down.",
            prose =
                "The meeting ends at four, and **nobody** has said what was on the [agenda](#part-1) since Monday. ".repeat(4).trim_end(),
        ));
    }
    text.push_str("\n### What will you do? {#write .reflect}\n");
    let manifest = r#"Course(id: "made", title: "Made up", modules: [Module(id: "m", title: "M", items: [Lesson(id: "made-up", file: "made-up.md")])])"#;
    let files: Files = [("course.ron", manifest.to_owned()), ("made-up.md", text)]
        .map(|(path, text)| (path.to_owned(), Cow::Owned(text.into_bytes())))
        .into();
    Case {
        name: name.to_owned(),
        library: Library::of(files, &Default::default()),
        lesson: "made-up".to_owned(),
    }
}

/// The program with the lesson open.
fn opened(case: &Case) -> Script {
    let mut script = Script::start(case.library.clone(), Memory::default(), (80, 24), NOW);
    script.send(Msg::Act(Action::Go(
        Screen::Lesson(case.lesson.as_str().into()),
        None,
    )));
    script
}

fn parse(case: &Case) -> Duration {
    let file = &case
        .library
        .course
        .item(&case.lesson)
        .expect("the lesson is in its course")
        .file;
    median(|| load::page(&case.library.course, &case.library.files, file))
}

/// Whether the blocks were laid out before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cached {
    No,
    Yes,
}

fn laid(case: &Case, cached: Cached) -> Duration {
    let script = opened(case);
    let mut cache = Cache::default();
    median(|| {
        if cached == Cached::No {
            cache = Cache::default();
        }
        lay_out(&script.app.window().doc, 72, Glyphs::Unicode, &mut cache)
    })
}

/// From home to the lesson, and home again.
fn open(case: &Case) -> Duration {
    let mut script = opened(case);
    let there = Action::Go(Screen::Lesson(case.lesson.as_str().into()), None);
    median(|| {
        script.send(Msg::Do(Command::Home));
        script.send(Msg::Act(there.clone()));
    })
}

/// The field of a search in a course of which nothing was read yet.
fn searching(library: &Library) -> Script {
    let mut script = Script::start(library.clone(), Memory::default(), (80, 24), NOW);
    script.send(Msg::Do(Command::Search));
    script
}

/// The first letter makes the index.
fn first_letter(library: &Library) -> Duration {
    median_of(
        || searching(library),
        |mut script| {
            script.keys("s");
            script
        },
    )
}

/// Half of what two keys take in a search of these words.
fn typed_on(library: &Library, words: &str, keys: &str) -> Duration {
    let mut script = searching(library);
    script.keys(words);
    median(|| script.keys(keys)) / 2
}

/// A course of so many lessons, each a copy of a real one.
fn copies(count: usize) -> Library {
    let real = real();
    let text = &real.library.files[&real.library.course.item(EMBEDDED).expect("it is there").file];
    let named = |nth| format!("l-{nth}.md");
    let items: String = (0..count)
        .map(|nth| format!("Lesson(id: \"l-{nth}\", file: \"{}\"),", named(nth)))
        .collect();
    let manifest = format!(
        r#"Course(id: "many", title: "Many", modules: [Module(id: "m", title: "M", items: [{items}])])"#
    );
    let lessons = (0..count).map(|nth| (named(nth), text.clone()));
    let manifest = ("course.ron".to_owned(), Cow::Owned(manifest.into_bytes()));
    Library::of(lessons.chain([manifest]).collect(), &Default::default())
}

/// Sends these messages in turn.
fn update<const N: usize>(case: &Case, msgs: [Msg; N]) -> Duration {
    let mut script = opened(case);
    let mut turn = (0..N).cycle();
    median(|| script.send(msgs[turn.next().expect("a cycle does not end")].clone()))
}

fn pick(case: &Case) -> Duration {
    let mut script = opened(case);
    let picks = script
        .app
        .window()
        .page
        .stops
        .iter()
        .map(|stop| &stop.action)
        .filter(|action| matches!(action, Action::Pick(..)));
    let picks: Vec<Action> = picks.take(2).cloned().collect();
    let mut turn = picks.iter().cycle();
    median(|| {
        script.send(Msg::Act(
            turn.next()
                .expect("the lesson has a question with two options")
                .clone(),
        ))
    })
}

fn letter(case: &Case) -> Duration {
    let mut script = opened(case);
    let field = script
        .app
        .window()
        .page
        .stops
        .iter()
        .find(|stop| matches!(stop.action, Action::Write(_)))
        .expect("the lesson has a field");
    script.send(Msg::Act(field.action.clone()));
    median(|| script.send(Msg::Edit(Edit::Insert("a".into()))))
}

fn painted(case: &Case, (columns, rows): (u16, u16), at: Command) -> Duration {
    let mut script = opened(case);
    script.send(Msg::Resize(columns.into(), rows.into()));
    script.send(Msg::Do(at));
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    median(|| paint(&script.app, &Theme::default(), &mut buffer))
}

/// The events of this many, in files of a long session each, as a start reads and folds them.
fn from_disk(past: &Past, count: usize) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let [data, state, drafts] = ["data", "state", "drafts"].map(|name| folder.path().join(name));
    let paths = Paths { data, state, drafts };
    let events: Vec<Event> = past
        .events
        .iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(nth, event)| {
            let later = (nth / past.events.len()) as Millis * 365 * DAY;
            let clock = Clock(event.clock.0 + later, event.clock.1);
            Event {
                id: format!("01a20670-d303-7322-a9c8-{nth:012}"),
                clock,
                at: event.at + later,
                ..event.clone()
            }
        })
        .collect();
    for (nth, session) in events.chunks(SESSION).enumerate() {
        write_session(session, &paths, nth);
    }
    drop(events);
    let time = median(|| {
        let (_, _, found) = store::open(paths.clone(), NOW);
        let progress = Progress::of(&found.events);
        (found, progress)
    });
    assert_eq!(
        store::open(paths, NOW).2.events.len(),
        count,
        "they are not read back whole"
    );
    time
}

/// What it costs to see that nothing is new.
fn looked(past: &Past, look: PollDepth) -> Duration {
    for path in
        ["events", "journal", "events/device", "journal/device"].map(|path| past.paths.data.join(path))
    {
        std::fs::File::open(path)
            .unwrap()
            .set_modified(SystemTime::now() - Duration::from_secs(60))
            .unwrap();
    }
    for path in ["events", "journal"].map(|tree| past.paths.data.join(tree).join("device")) {
        // A year's logs but for the latest were written before today.
        for log in std::fs::read_dir(path).unwrap().skip(1) {
            std::fs::File::open(log.unwrap().path())
                .unwrap()
                .set_modified(SystemTime::UNIX_EPOCH)
                .unwrap();
        }
    }
    let (mut disk, _, _) = store::open(past.paths.clone(), NOW);
    disk.watch().poll(PollDepth::Full);
    median(|| disk.watch().poll(look))
}

fn key_after(past: &Past) -> Duration {
    let store = Memory {
        events: past.events.clone(),
        ..Memory::default()
    };
    let mut script = Script::start(embedded_course(), store, (80, 24), NOW);
    script.send(Msg::Act(Action::Go(Screen::Lesson(EMBEDDED.into()), None)));
    let again = script
        .app
        .window()
        .page
        .stops
        .iter()
        .map(|stop| &stop.action)
        .find(|action| matches!(action, Action::Retry(_)));
    script.send(Msg::Act(
        again
            .expect("the first question was answered during the year")
            .clone(),
    ));
    let picks: Vec<Action> = script
        .app
        .window()
        .page
        .stops
        .iter()
        .map(|stop| &stop.action)
        .filter(|action| matches!(action, Action::Pick(..)))
        .cloned()
        .collect();
    let mut turn = picks.iter().cycle();
    median(|| script.send(Msg::Act(turn.next().expect("a question is asked anew").clone())))
}
