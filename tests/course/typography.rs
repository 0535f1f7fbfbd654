//! How a page is set: no word alone, nothing parted by a page turn that fits, partners in a column, all keys at once, one kind of quotes.

use crate::story::{NOW, go, plain_in, start};
use ally_up::action::Screen;
use ally_up::doc::Node;
use ally_up::library::Library;
use ally_up::settings::Preferences;
use ally_up::shell::testing::{Memory, Script};
use std::path::Path;

/// The course that the binary holds, in a window of this size.
fn course(size: (usize, usize)) -> Script {
    let library = Library::of(
        ally_up::course::embedded::files(),
        &ally_up::course::embedded::outlines(),
    );
    Script::start_with(library, Memory::default(), Preferences::default(), size, NOW)
}

#[test]
fn all_keys_stand_on_one_screen() {
    let mut story = course((80, 24));
    story.keys("?");
    let screen = story.screen();
    let shown = screen.lines().filter(|row| row.contains("  ")).count();
    assert!(
        shown > 16 && !screen.contains("the lesson before\n\n"),
        "{screen}"
    );
    for says in [
        "do what the row says",
        "pick that option",
        "the next question",
        "these keys",
        "quit; all is saved",
    ] {
        assert!(screen.contains(says), "{says}: {screen}");
    }
    // Where there is less room they stand under one another.
    story.send(ally_up::app::Msg::Resize(40, 12));
    assert!(
        story.screen().lines().all(|row| row.matches("  ").count() < 9),
        "{}",
        story.screen()
    );
}

#[test]
fn the_glossary_tells_its_meanings_and_has_letters_to_jump_by() {
    let mut story = course((80, 24));
    go(&mut story, Screen::Glossary);
    let screen = story.screen();
    assert!(
        screen.contains("accountability") && screen.contains("answering to the people"),
        "{screen}"
    );
    assert!(screen.contains("[ A ]   [ B ]"), "{screen}");
    story.keys("<right><enter>");
    let screen = story.screen();
    let body: Vec<&str> = screen.lines().skip(2).collect();
    assert_eq!(body[0].trim(), "B", "{screen}");
    story.keys("t");
    assert_eq!(story.screen().lines().nth(2).unwrap().trim(), "C");
    let model = story.app.model();
    let said = plain_in(
        model.library.clone(),
        "glossary\n\nconsent\n",
        Memory::default(),
        NOW,
    )
    .0;
    assert!(said.contains("Accountability means answering"), "{said}");
}

#[test]
fn a_page_turn_keeps_two_lines_and_parts_no_figure_that_fits_and_no_heading_from_its_words() {
    for size in [(80, 24), (120, 40), (50, 20)] {
        let mut story = course(size);
        let lessons: Vec<_> = story
            .app
            .model()
            .library
            .course
            .items()
            .map(|item| item.id.clone())
            .take(9)
            .collect();
        for lesson in lessons {
            go(&mut story, Screen::Lesson(lesson.clone()));
            story.keys("<home>");
            loop {
                let (before, ended) = (story.app.window().top(), story.app.bottom());
                let body = story.app.window().body();
                story.keys("<pgdn>");
                let (now, page) = (story.app.window().top(), &story.app.window().page);
                if now == before || now + body >= page.height {
                    break;
                }
                assert!(
                    now <= ended && (now + 2 <= ended || ended < before + body),
                    "two lines stay, and nothing is passed over: {lesson} {size:?} {before} {now} {ended}"
                );
                let end = story.app.bottom();
                let is_head = |node: &std::sync::Arc<Node>| matches!(**node, Node::Heading { .. });
                let nodes = story.app.window().doc.nodes.iter().enumerate();
                let heads = nodes
                    .filter(|(_, node)| is_head(node))
                    .map(|(nth, _)| page.lines_of_node(nth));
                let is_alone = |lines: &std::ops::Range<usize>| {
                    let is_low = lines.start > now + body / 2 && lines.len() + 8 <= body;
                    is_low && lines.start < end && end <= lines.end + 1
                };
                let alone: Vec<_> = heads.filter(is_alone).collect();
                assert!(
                    alone.is_empty(),
                    "a heading ends the page: {lesson} {size:?}\n{}",
                    story.screen()
                );
                let is_cut = |lines: &&std::ops::Range<usize>| {
                    let is_low = lines.start > now + body / 2 && lines.len() + 4 <= body;
                    is_low && lines.start < end && end < lines.end
                };
                assert_eq!(
                    page.whole.iter().find(is_cut),
                    None,
                    "{lesson} {size:?}\n{}",
                    story.screen()
                );
                let parted = |lines: &&std::ops::Range<usize>| {
                    // Cut off at the foot before, and again at the head now.
                    let foot = before + body;
                    lines.start < foot && foot < lines.end && lines.start < now && lines.len() <= body / 2
                };
                let cut = page.whole.iter().find(parted);
                assert_eq!(cut, None, "{lesson} {size:?}:\n{}", story.screen());
            }
        }
    }
}

#[test]
fn partners_stand_in_a_column_and_are_said_without_it() {
    let mut story = start(Memory::default());
    story.send(ally_up::app::Msg::Resize(80, 40));
    go(&mut story, Screen::Lesson("kinds".into()));
    let lesson = story.app.model().library.lesson("kinds");
    let asked = lesson
        .questions()
        .find(|question| !question.parts.rows().is_empty())
        .unwrap();
    let (id, rows) = (asked.id.clone(), asked.parts.rows().to_vec());
    for row in &rows {
        let pair = ally_up::action::Action::Pair(id.clone(), row.print, row.partner_print);
        story.send(ally_up::app::Msg::Act(pair));
    }
    let screen = story.screen();
    let at: Vec<Option<usize>> = rows
        .iter()
        .map(|row| {
            let (left, right) = (row.text.words(), row.partner.words());
            let line = screen
                .lines()
                .find(|line| line.contains(&left) && line.contains(&right))?;
            line.rfind(&right)
        })
        .collect();
    assert!(
        at[0].is_some() && at.iter().all(|each| *each == at[0]),
        "{at:?}\n{screen}"
    );
}

/// Every string of the source that could reach a page, with its file.
fn strings(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            strings(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//") && line.contains('"'));
        found.extend(lines.map(|line| (path.display().to_string(), line.to_owned())));
    }
}

#[test]
fn quotes_are_straight_on_every_page_and_in_every_lesson() {
    let is_curly = |c: char| matches!(c, '“' | '”' | '„' | '‘' | '’');
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = Vec::new();
    for folder in [
        "src/pages",
        "src/app",
        "src/quiz",
        "src/status",
        "src/cli",
        "src/shell",
    ] {
        strings(&root.join(folder), &mut said);
    }
    for file in [
        "src/speak.rs",
        "src/status.rs",
        "src/paint.rs",
        "src/keymap.rs",
        "src/settings.rs",
    ] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        said.extend(lines.map(|line| (file.to_owned(), line.to_owned())));
    }
    assert!(said.len() > 1_000);
    for (path, bytes) in ally_up::course::embedded::files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        said.extend(text.lines().map(|line| (path.clone(), line.to_owned())));
    }
    let curly: Vec<_> = said.iter().filter(|(_, line)| line.contains(is_curly)).collect();
    assert!(curly.is_empty(), "{curly:#?}");
}

#[test]
fn what_goes_on_is_continued_and_what_comes_back_is_a_warm_up() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = Vec::new();
    strings(&root.join("src/pages"), &mut said);
    for words in ["\"Go on", "\"Resume", "\"Review", "short review"] {
        let found: Vec<_> = said.iter().filter(|(_, line)| line.contains(words)).collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn a_title_stands_once_on_a_page() {
    let mut story = course((80, 24));
    let head = |story: &Script| story.screen().lines().next().unwrap().to_owned();
    go(&mut story, Screen::Practice);
    assert_eq!(
        story.screen().matches("Practice").count(),
        1,
        "{}",
        story.screen()
    );
    let lesson = Screen::Lesson("what-allyship-is".into());
    go(&mut story, lesson);
    assert!(head(&story).starts_with(" Allyship roles  "), "{}", head(&story));
    // Once its heading is out of sight, the head says it.
    story.keys("<space><space>");
    assert!(
        head(&story).starts_with(" Allyship roles › What allyship is"),
        "{}",
        head(&story)
    );
}

#[test]
fn a_heading_never_ends_the_page_while_something_is_in_focus_either() {
    for size in [(40, 12), (80, 24), (120, 40)] {
        let mut story = course(size);
        for screen in [
            Screen::Home,
            Screen::Practice,
            Screen::Settings,
            Screen::Results("ally-is-a-verb".into()),
            Screen::Lesson("curious-humble-courageous".into()),
        ] {
            go(&mut story, screen.clone());
            for key in ["<down>"; 30].into_iter().chain(["<tab>"; 30]) {
                story.keys(key);
                let window = story.app.window();
                let (end, page) = (story.app.bottom(), &window.page);
                let is_head = |node: &Node| match node {
                    Node::Heading { .. } | Node::Gauge { .. } => true,
                    Node::Para(text) => text.0.iter().all(|run| run.look.strong),
                    _ => false,
                };
                let last = (window.top()..end)
                    .rev()
                    .find(|line| page.line(*line).is_some_and(|line| !line.text.is_empty()));
                let nth = last.and_then(|line| page.node_of_line(line)).unwrap();
                let lines = page.lines_of_node(nth);
                let is_all = end >= page.height || lines.start <= window.top();
                assert!(
                    is_all || end < lines.end || !is_head(&window.doc.nodes[nth]),
                    "{screen:?} {size:?} {key}\n{}",
                    story.screen()
                );
            }
        }
    }
}

#[test]
fn a_page_that_moved_for_a_row_begins_at_the_beginning_of_something() {
    let mut story = course((40, 12));
    go(&mut story, Screen::Lesson("ally-is-a-verb".into()));
    story.keys("<home>");
    let mut moved = 0;
    for _ in 0..60 {
        let before = story.app.window().top();
        story.keys("<tab>");
        let window = story.app.window();
        if window.top() == before {
            continue;
        }
        moved += 1;
        let (top, page) = (window.top(), &window.page);
        let lines = page.lines_of_node(page.node_of_line(top).unwrap());
        let says = |line: usize| page.line(line).is_some_and(|line| !line.text.is_empty());
        let rest = (top..lines.end).take_while(|line| says(*line)).count();
        let is_rest = top > lines.start && says(top - 1) && says(top);
        let focus = window.focus().map(|stop| stop.line());
        assert!(
            !is_rest || rest > 2 || focus.is_some_and(|line| line < top + rest + 2),
            "{}",
            story.screen()
        );
    }
    assert!(moved > 5);
}
