//! Any key at any moment, on any page, in a window of any size: no panic, the cursor inside, nothing unsaved.

use crate::dice::{Dice, number, seed};
use ally_up::action::Screen;
use ally_up::app::Msg;
use ally_up::course::{Item, ItemKind, embedded};
use ally_up::keymap::BINDINGS;
use ally_up::library::Library;
use ally_up::paint::click::under;
use ally_up::paint::cursor::Cursor;
use ally_up::shell::Flow;
use ally_up::shell::testing::{Memory, Script};

/// Messages the monkey sends in the suite. `ALLY_UP_MONKEY` asks for more, `ALLY_UP_SEED` for another walk.
const MESSAGES: u64 = 1_200;
const NOW: i64 = 1_790_000_000_000;

/// Every item of a course as it is read and as it is played, with the pages that belong to it.
fn pages(library: &Library) -> Vec<Screen> {
    let of = |item: &Item| match item.kind {
        ItemKind::Lesson | ItemKind::Final | ItemKind::BeforeAfter => vec![],
        ItemKind::Rehearsal => vec![Screen::RehearsalMap(item.id.clone())],
        ItemKind::SelfAssessment => vec![
            Screen::Rating(item.id.clone()),
            Screen::SelfAssessmentResult(item.id.clone(), 0),
        ],
    };
    let more = |item: &Item| {
        [Screen::Lesson(item.id.clone()), item.screen()]
            .into_iter()
            .chain(of(item))
            .collect::<Vec<_>>()
    };
    let doing = [
        Screen::Search,
        Screen::Practice,
        Screen::Plan,
        Screen::PlanForm,
        Screen::CheckIn(1),
        Screen::Notebook,
        Screen::Marks,
        Screen::Mark("mark--nowhere".into()),
        Screen::Completion,
    ];
    library.course.items().flat_map(more).chain(doing).collect()
}

const TYPED: &[&str] = &[
    "a",
    "é",
    "日本",
    "👩\u{200d}🚀",
    "<enter>",
    "<back>",
    "<del>",
    "<left>",
    "<up>",
    "\u{301}",
    "x y",
    "<home>",
    "\u{1b}[2J",
];

#[test]
fn any_key_at_any_moment() {
    let mut dice = Dice(seed());
    let mut below = move |limit: usize| dice.below(limit);
    let library = Library::of(embedded::files(), &embedded::outlines());
    let pages = pages(&library);
    // Built once and shared by every start, so that the time goes into keys and not into parsing.
    for item in library
        .course
        .items()
        .map(|item| item.id.clone())
        .collect::<Vec<_>>()
    {
        library.lesson(&item);
        library.rehearsal(&item);
        library.assessment(&item);
    }
    let mut script = Script::start(library.clone(), Memory::default(), (80, 24), NOW);
    let mut quits = 0;
    for _ in 0..number("ALLY_UP_MONKEY", MESSAGES) {
        match below(100) {
            0 => script.send(Msg::Resize(below(121), below(41))),
            1 => script.send(Msg::Resize([0, 1, 2, 500][below(4)], [0, 1, 500][below(3)])),
            2 => script.keys(TYPED[below(TYPED.len())]),
            3 => {
                let page = pages[below(pages.len())].clone();
                script.send(Msg::Act(ally_up::action::Action::Go(page, None)));
            }
            4 => {
                // Start again over what was kept.
                let store = script.store.clone();
                let size = script.app.window().size();
                script = Script::start(library.clone(), store, size, script.now + 1);
            }
            5..=30 => script.keys(["<down>", "<up>", "<tab>", "<backtab>", "<pgdn>"][below(5)]),
            31..=45 => script.keys("<enter>"),
            46..=60 => script.keys(["1", "2", "3", "4", "9"][below(5)]),
            61..=70 => script.keys(TYPED[below(TYPED.len())]),
            71..=72 => script.send(Msg::Wheel(below(20) as isize - 10)),
            73..=74 => {
                let (columns, rows) = script.app.window().size();
                let cell = (below(columns + 1) as u16, below(rows + 1) as u16);
                if let Some(on) = under(&script.app, cell) {
                    script.now += 1_000;
                    script.send(Msg::Click(cell, on));
                }
            }
            _ => {
                let binding = &BINDINGS[below(BINDINGS.len())];
                script.send(Msg::Do(binding.verb));
            }
        }
        if script.flow == Flow::End {
            quits += 1;
            script.flow = Flow::On;
        }
        let (buffer, painted) = script.buffer();
        if let Cursor::At(cursor) = painted.cursor {
            assert!(
                buffer.area.contains(cursor),
                "cursor {cursor:?} outside {:?}",
                buffer.area
            );
        }
        assert_eq!(script.app.model().saving.unsaved(), 0);
    }
    println!("{} events kept, {quits} quits", script.store.events.len());
    assert!(script.store.events.len() > 100, "the monkey did nothing");
}

#[test]
fn every_page_at_every_size() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let first = library.course.items().next().unwrap().id.clone();
    let term = Screen::Term("partner".into());
    let screens = [
        Screen::Home,
        Screen::Lesson(first.clone()),
        Screen::Results(first.clone()),
        Screen::Outline(first),
        Screen::Glossary,
        term,
        Screen::Help,
        Screen::Practice,
        Screen::Plan,
        Screen::PlanForm,
        Screen::CheckIn(1),
        Screen::Notebook,
        Screen::Entry("journal-welcome".into()),
        Screen::Completion,
    ];
    for screen in screens.into_iter().chain(
        pages(&library)
            .into_iter()
            .filter(|page| !matches!(page, Screen::Lesson(_))),
    ) {
        let mut script = Script::start(library.clone(), Memory::default(), (80, 24), NOW);
        script.send(Msg::Act(ally_up::action::Action::BeginPlan(
            ally_up::action::Company::Partner,
        )));
        script.send(Msg::Act(ally_up::action::Action::Go(screen.clone(), None)));
        let sizes = (0..=80)
            .step_by(4)
            .flat_map(|columns| (0..=30).step_by(5).map(move |rows| (columns, rows)));
        for (columns, rows) in sizes.chain([(1, 500), (500, 1), (500, 500)]) {
            script.send(Msg::Resize(columns, rows));
            script.keys("<down>");
            let (buffer, painted) = script.buffer();
            assert!(
                !matches!(painted.cursor, Cursor::At(cursor) if !buffer.area.contains(cursor)),
                "{screen:?} at {columns}×{rows}"
            );
        }
    }
}

#[test]
fn resizing_back_and_forth_ends_in_the_same_frame() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let lesson = library.course.items().nth(2).unwrap().id.clone();
    let mut script = Script::start(library, Memory::default(), (80, 24), NOW);
    script.send(Msg::Act(ally_up::action::Action::Go(
        Screen::Lesson(lesson),
        None,
    )));
    script.keys("<pgdn><pgdn><pgdn>");
    let before = script.screen();
    let top = script.app.window().page.place(script.app.window().top());
    for columns in [40, 120, 20, 79, 200, 7, 33, 80] {
        script.send(Msg::Resize(columns, 24));
        let place = script.app.window().page.place(script.app.window().top());
        assert_eq!(
            (place.heading, place.block),
            (top.heading.clone(), top.block),
            "at {columns}"
        );
    }
    script.send(Msg::Resize(80, 24));
    let _ = before;
    assert_eq!(script.app.window().page.place(script.app.window().top()), top);
}
