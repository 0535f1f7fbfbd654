//! How long each step takes, over a real lesson, a short one and one of a megabyte, and over a year of use. Nothing is asserted;
//! `cargo bench --bench steps` prints, words after `--` choose by name, and whoever changed something reads. A key should take far less
//! than the 16 ms of a frame.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark may stop where it stands"
)]

mod made;
mod past;

use ally_up::action::{Action, Screen};
use ally_up::app::{App, Msg};
use ally_up::course::load;
use ally_up::doc::marker::Glyphs;
use ally_up::keymap::Command;
use ally_up::layout::{Cache, lay_out};
use ally_up::library::Library;
use ally_up::model::Model;
use ally_up::paint::cells::Cells;
use ally_up::paint::paint;
use ally_up::progress::event::Event;
use ally_up::progress::{Progress, log};
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use ally_up::store;
use ally_up::store::paths::Paths;
use ally_up::store::watch::PollDepth;
use ally_up::text_edit::Edit;
use ally_up::theme::Theme;
use divan::Bencher;
use made::{NOW, embedded_course};
use past::{many, year_in};
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::path::Path;
use std::time::{Duration, SystemTime};

const EMBEDDED: &str = "what-allyship-is";

fn main() {
    divan::main();
}

/// What somebody has done, and the files it lies in.
struct Past {
    events: Vec<Event>,
    paths: Paths,
    /// Where the files are, for as long as they are needed.
    _folder: tempfile::TempDir,
}

impl Past {
    fn year() -> Past {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        let past = Past {
            events: year_in(&paths.data),
            paths,
            _folder: folder,
        };
        assert_eq!(
            store::open(past.paths.clone(), NOW).2.events.len(),
            past.events.len(),
            "the year is not read back whole"
        );
        past
    }

    fn ten_thousand(&self) -> Vec<Event> {
        let again = self.events.iter().cycle().zip(0..10_000);
        again
            .map(|(event, nth)| Event {
                id: format!("01a20670-d303-7322-a9c8-{nth:012}"),
                ..event.clone()
            })
            .collect()
    }
}

/// Folders as the program has them, inside one.
fn paths(folder: &Path) -> Paths {
    let [data, state, drafts] = ["data", "state", "drafts"].map(|name| folder.join(name));
    Paths {
        data,
        state,
        drafts,
        ..Paths::default()
    }
}

/// A course with one lesson to measure.
struct Case {
    library: Library,
    lesson: String,
}

/// The lessons that are measured, by what they are called in the table.
const CASES: [&str; 3] = ["real", "10 KB", "1 MB"];

fn case(name: &str) -> Case {
    match name {
        "10 KB" => synthetic(10_000),
        "1 MB" => synthetic(1_000_000),
        _ => Case {
            library: embedded_course(),
            lesson: EMBEDDED.to_owned(),
        },
    }
}

fn synthetic(bytes: usize) -> Case {
    let manifest = r#"Course(id: "made", title: "Made up", modules: [Module(id: "m", title: "M", items: [Lesson(id: "made-up", file: "made-up.md")])])"#;
    let files: Files = [
        ("course.ron", manifest.to_owned()),
        ("made-up.md", made::lesson(bytes)),
    ]
    .map(|(path, text)| (path.to_owned(), Cow::Owned(text.into_bytes())))
    .into();
    Case {
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

/// What is measured over each lesson.
mod lesson {
    use super::*;

    #[divan::bench(args = CASES)]
    fn parse(bencher: Bencher<'_, '_>, name: &str) {
        let case = case(name);
        let item = case.library.course.item(&case.lesson);
        let file = &item.expect("the lesson is in its course").file;
        bencher.bench_local(|| load::page(&case.library.course, &case.library.files, file));
    }

    #[divan::bench(args = CASES)]
    fn lay_out_cold(bencher: Bencher<'_, '_>, name: &str) {
        let script = opened(&case(name));
        bencher
            .with_inputs(Cache::default)
            .bench_local_values(|mut cache| {
                lay_out(&script.app.window().doc, 72, Glyphs::Unicode, &mut cache)
            });
    }

    #[divan::bench(args = CASES)]
    fn lay_out_cached(bencher: Bencher<'_, '_>, name: &str) {
        let script = opened(&case(name));
        let mut cache = Cache::default();
        bencher.bench_local(|| lay_out(&script.app.window().doc, 72, Glyphs::Unicode, &mut cache));
    }

    /// From home to the lesson, and home again.
    #[divan::bench(args = CASES)]
    fn open(bencher: Bencher<'_, '_>, name: &str) {
        let case = case(name);
        let there = Action::Go(Screen::Lesson(case.lesson.as_str().into()), None);
        cycle(bencher, &case, [Msg::Do(Command::Home), Msg::Act(there)]);
    }

    #[divan::bench(args = CASES)]
    fn pick_an_option(bencher: Bencher<'_, '_>, name: &str) {
        let mut script = opened(&case(name));
        let picks: Vec<Action> = actions(&script, |action| matches!(action, Action::Pick(..)));
        let mut turn = picks.iter().take(2).cycle();
        bencher.bench_local(|| {
            let pick = turn.next().expect("the lesson has a question with two options");
            script.send(Msg::Act(pick.clone()));
        });
    }

    #[divan::bench(args = CASES)]
    fn type_a_letter(bencher: Bencher<'_, '_>, name: &str) {
        let mut script = opened(&case(name));
        let fields = actions(&script, |action| matches!(action, Action::Write(_)));
        script.send(Msg::Act(fields.first().expect("the lesson has a field").clone()));
        bencher.bench_local(|| script.send(Msg::Edit(Edit::Insert("a".into()))));
    }

    #[divan::bench(args = CASES)]
    fn scroll_a_line(bencher: Bencher<'_, '_>, name: &str) {
        cycle(bencher, &case(name), [Msg::Wheel(1), Msg::Wheel(-1)]);
    }

    #[divan::bench(args = CASES)]
    fn next_row_or_link(bencher: Bencher<'_, '_>, name: &str) {
        cycle(
            bencher,
            &case(name),
            [Msg::Do(Command::Next), Msg::Do(Command::Previous)],
        );
    }

    #[divan::bench(args = CASES)]
    fn resize_by_a_column(bencher: Bencher<'_, '_>, name: &str) {
        cycle(bencher, &case(name), [Msg::Resize(60, 24), Msg::Resize(61, 24)]);
    }

    #[divan::bench(args = CASES)]
    fn search_first_letter(bencher: Bencher<'_, '_>, name: &str) {
        first_letter(bencher, &case(name).library);
    }

    #[divan::bench(args = CASES)]
    fn search_another_letter(bencher: Bencher<'_, '_>, name: &str) {
        typed_on(bencher, &case(name).library, "s", ["<back>", "o"]);
    }

    #[divan::bench(args = CASES)]
    fn search_a_word_with_a_slip(bencher: Bencher<'_, '_>, name: &str) {
        typed_on(bencher, &case(name).library, "somebdoy", ["<back>", "y"]);
    }

    #[divan::bench(args = CASES)]
    fn paint_80x24_top(bencher: Bencher<'_, '_>, name: &str) {
        painted(bencher, &case(name), (80, 24), Command::Top);
    }

    #[divan::bench(args = CASES)]
    fn paint_80x24_end(bencher: Bencher<'_, '_>, name: &str) {
        painted(bencher, &case(name), (80, 24), Command::Bottom);
    }

    #[divan::bench(args = CASES)]
    fn paint_120x40_top(bencher: Bencher<'_, '_>, name: &str) {
        painted(bencher, &case(name), (120, 40), Command::Top);
    }

    #[divan::bench(args = CASES)]
    fn paint_120x40_end(bencher: Bencher<'_, '_>, name: &str) {
        painted(bencher, &case(name), (120, 40), Command::Bottom);
    }
}

/// What is measured over what somebody has done.
mod start {
    use super::*;

    #[divan::bench]
    fn the_embedded_course() -> Library {
        embedded_course()
    }

    #[divan::bench]
    fn read_10_000_lines(bencher: Bencher<'_, '_>) {
        let events = Past::year().ten_thousand();
        let written: String = events.iter().map(log::write_line).collect();
        bencher.bench_local(|| log::read(written.as_bytes()));
    }

    #[divan::bench]
    fn replay_10_000_events(bencher: Bencher<'_, '_>) {
        let events = Past::year().ten_thousand();
        bencher.bench_local(|| Progress::of(&events));
    }

    #[divan::bench]
    fn read_the_files_of_a_year(bencher: Bencher<'_, '_>) {
        let past = Past::year();
        bencher.bench_local(|| store::open(past.paths.clone(), NOW));
    }

    #[divan::bench]
    fn replay_a_year(bencher: Bencher<'_, '_>) {
        let past = Past::year();
        bencher.bench_local(|| Progress::of(&past.events));
    }

    #[divan::bench]
    fn start_after_a_year(bencher: Bencher<'_, '_>) {
        let past = Past::year();
        let first = Script::start(embedded_course(), Memory::default(), (80, 24), NOW);
        let view = first.app.model().view;
        bencher.bench_local(|| {
            let (_, stamper, found) = store::open(past.paths.clone(), NOW);
            let mut model = Model::new(embedded_course(), Progress::of(&found.events), view, NOW);
            model.take_up(found.drafts);
            App::new(model, stamper)
        });
    }

    /// The events of this many, in files of a long session each, as a start reads and folds them.
    #[divan::bench(args = [10_000, 1_000_000], max_time = 10)]
    fn disk_to_progress(bencher: Bencher<'_, '_>, count: usize) {
        let folder = tempfile::tempdir().unwrap();
        let paths = paths(folder.path());
        many(count, &paths.data);
        let found = store::open(paths.clone(), NOW).2;
        assert_eq!(found.events.len(), count, "they are not read back whole");
        drop(found);
        bencher.bench_local(|| {
            let (_, _, found) = store::open(paths.clone(), NOW);
            let progress = Progress::of(&found.events);
            (found, progress)
        });
    }

    #[divan::bench]
    fn a_glance_after_a_year(bencher: Bencher<'_, '_>) {
        looked(bencher, PollDepth::Quick);
    }

    #[divan::bench]
    fn a_whole_look_after_a_year(bencher: Bencher<'_, '_>) {
        looked(bencher, PollDepth::Full);
    }

    #[divan::bench]
    fn a_key_after_a_year(bencher: Bencher<'_, '_>) {
        let store = Memory {
            events: Past::year().events,
            ..Memory::default()
        };
        let mut script = Script::start(embedded_course(), store, (80, 24), NOW);
        script.send(Msg::Act(Action::Go(Screen::Lesson(EMBEDDED.into()), None)));
        let again = actions(&script, |action| matches!(action, Action::Retry(_)));
        let again = again
            .first()
            .expect("the first question was answered during the year");
        script.send(Msg::Act(again.clone()));
        let picks = actions(&script, |action| matches!(action, Action::Pick(..)));
        let mut turn = picks.iter().cycle();
        bencher.bench_local(|| {
            let pick = turn.next().expect("a question is asked anew");
            script.send(Msg::Act(pick.clone()));
        });
    }

    #[divan::bench]
    fn search_3_000_lessons_first_letter(bencher: Bencher<'_, '_>) {
        first_letter(bencher, &copies(3_000));
    }

    #[divan::bench]
    fn search_3_000_lessons_another_letter(bencher: Bencher<'_, '_>) {
        typed_on(bencher, &copies(3_000), "s", ["<back>", "o"]);
    }

    #[divan::bench]
    fn search_after_a_year(bencher: Bencher<'_, '_>) {
        let store = Memory {
            events: Past::year().events,
            ..Memory::default()
        };
        let mut script = Script::start(embedded_course(), store, (80, 24), NOW);
        script.send(Msg::Do(Command::Search));
        script.keys("s");
        typed(bencher, script, ["<back>", "o"]);
    }
}

/// Sends these messages in turn, one each time.
fn cycle<const N: usize>(bencher: Bencher<'_, '_>, case: &Case, msgs: [Msg; N]) {
    let mut script = opened(case);
    let mut turn = msgs.iter().cycle();
    bencher.bench_local(|| script.send(turn.next().expect("a cycle does not end").clone()));
}

/// The actions of the page's rows of which this holds.
fn actions(script: &Script, holds: impl Fn(&Action) -> bool) -> Vec<Action> {
    let rows = script.app.window().page.stops.iter().map(|stop| &stop.action);
    rows.filter(|action| holds(action)).cloned().collect()
}

/// The field of a search in a course of which nothing was read yet.
fn searching(library: &Library) -> Script {
    let mut script = Script::start(library.clone(), Memory::default(), (80, 24), NOW);
    script.send(Msg::Do(Command::Search));
    script
}

/// The first letter makes the index.
fn first_letter(bencher: Bencher<'_, '_>, library: &Library) {
    bencher
        .with_inputs(|| searching(library))
        .bench_local_values(|mut script| {
            script.keys("s");
            script
        });
}

/// One of two keys in turn, in a search of these words.
fn typed_on(bencher: Bencher<'_, '_>, library: &Library, words: &str, keys: [&str; 2]) {
    let mut script = searching(library);
    script.keys(words);
    typed(bencher, script, keys);
}

fn typed(bencher: Bencher<'_, '_>, mut script: Script, keys: [&str; 2]) {
    let mut turn = keys.iter().cycle();
    bencher.bench_local(|| script.keys(turn.next().expect("a cycle does not end")));
}

/// A course of so many lessons, each a copy of a real one.
fn copies(count: usize) -> Library {
    let real = embedded_course();
    let item = real.course.item(EMBEDDED).expect("it is there");
    let text = real.files.get(&item.file).expect("it has its file");
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

fn painted(bencher: Bencher<'_, '_>, case: &Case, (columns, rows): (u16, u16), at: Command) {
    let mut script = opened(case);
    script.send(Msg::Resize(columns.into(), rows.into()));
    script.send(Msg::Do(at));
    let mut buffer = Cells::empty(Rect::new(0, 0, columns, rows));
    bencher.bench_local(|| paint(&script.app, &Theme::default(), &mut buffer));
}

/// What it costs to see that nothing is new.
fn looked(bencher: Bencher<'_, '_>, look: PollDepth) {
    let past = Past::year();
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
    bencher.bench_local(|| disk.watch().poll(look));
}
