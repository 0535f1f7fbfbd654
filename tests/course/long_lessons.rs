//! Lessons that are too long to be read at once: what is in sight is read, nothing jumps, and all that can be done in a short lesson can
//! be done in them.

use crate::dice::{Dice, seed};
use ally_up::action::{Action, Screen};
use ally_up::app::Msg;
use ally_up::course::load::{self, Outlines};
use ally_up::doc::Node;
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, View};
use ally_up::progress::event::EventKind;
use ally_up::shell::testing::{Memory, Script};
use ally_up::source::Files;
use std::borrow::Cow;

const NOW: i64 = 1_790_000_000_000;
const COURSE: &str = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md"), Lesson(id: "k", file: "k.md")])])"#;
/// Sections of the long lesson.
const SECTIONS: usize = 120;

/// A lesson of some 400 KB: sections of all lengths, no two paragraphs of which begin alike, and now and then a question, a table, code.
fn long() -> String {
    let mut text = String::from("# The *long* one\n\nIt begins here.\n");
    for nth in 0..SECTIONS {
        text.push_str(&format!("\n## Section {nth} {{#section-{nth}}}\n"));
        // Section 50 alone is longer than some parts.
        let paragraphs = if nth == 50 { 160 } else { 3 + nth % 13 };
        for at in 0..paragraphs {
            let words = "Somebody says a thing that *matters*, and somebody else writes it down. "
                .repeat(1 + (nth * 7 + at) % 6);
            text.push_str(&format!("\n{nth}.{at}: {}\n", words.trim_end()));
        }
        match nth % 10 {
            3 => text.push_str(&format!("\n### Which of them in {nth}? {{#ask-{nth} .one}}\n\n- [ ] No.\n\n  Not yet.\n\n- [x] Yes.\n\n  Right.\n")),
            5 => text.push_str(&format!("\nSee [section 7 from {nth}](#section-7), and [the far one][far].\n")),
            7 => text.push_str(&format!("\n| a | b |\n|---|---|\n| {nth} | two |\n\n```\ncode {nth}\n```\n")),
            _ => {}
        }
    }
    text.push_str("\nThe platypus stands last.\n\n[far]: #section-100\n");
    text
}

fn library(lesson: &str) -> Library {
    let file = |path: &str, text: &str| (path.to_owned(), Cow::Owned(text.as_bytes().to_vec()));
    let files = [
        file("course.ron", COURSE),
        file("l.md", lesson),
        file("k.md", "# Short\n\nIt is.\n"),
    ];
    Library::of(files.into_iter().collect(), &Outlines::new())
}

fn opened(store: Memory) -> Script {
    let mut script = Script::start(library(&long()), store, (80, 24), NOW);
    script.app.open(Screen::Lesson("l".into()));
    script
}

/// The words of lines of the page.
fn lines(script: &Script, lines: std::ops::Range<usize>) -> Vec<String> {
    let page = &script.app.window().page;
    let words = |line| page.line(line).map(|line| line.text.words()).unwrap_or_default();
    lines.map(words).collect()
}

fn in_sight(script: &Script) -> Vec<String> {
    let page = &script.app.window().page;
    let seen = script.app.window().top()..script.app.bottom().min(page.height);
    assert_eq!(page.ahead_in(&seen), None, "what is in sight is not read");
    lines(script, seen)
}

/// Every line of the lesson, all of it read.
fn whole() -> Vec<String> {
    let mut script = opened(Memory::default());
    script.app.open_whole();
    let page = &script.app.window().page;
    assert_eq!(page.ahead_in(&(0..page.height)), None);
    lines(&script, 0..page.height)
}

/// Parts of the page that are not read.
fn unread(script: &Script) -> usize {
    let nodes = script.app.window().doc.nodes.iter();
    nodes.filter(|node| matches!(&***node, Node::Ahead(_))).count()
}

#[test]
fn what_is_in_sight_is_read_and_stays_where_it_is() {
    let whole = whole();
    let mut script = opened(Memory::default());
    let parts = script.app.model().library.lesson("l").parts();
    assert!(parts > 20, "{parts} parts");
    assert!(
        unread(&script) > parts - 4,
        "{} of {parts} are not read",
        unread(&script)
    );
    let at = |seen: &[String]| {
        let found = (0..whole.len()).find(|line| whole[*line..].starts_with(seen));
        found.unwrap_or_else(|| panic!("this stands nowhere: {seen:#?}"))
    };
    let mut dice = Dice(seed());
    let mut before = 0;
    for _ in 0..160 {
        let (key, lines) = [
            ("j", 1),
            ("k", -1),
            (" ", 18),
            ("<pgup>", -18),
            (" ", 18),
            (" ", 18),
        ][dice.below(6)];
        script.keys(key);
        let now = at(&in_sight(&script));
        let moved = now as isize - before as isize;
        // A page shows whole what the one before had cut off, and begins with a heading that one left to it.
        let most: isize = if lines == 18 || lines == -18 { 20 } else { 1 };
        assert!(
            moved == lines || (moved.signum() == lines.signum() || moved == 0) && moved.abs() < most,
            "{key} moved by {moved} from {before}"
        );
        before = now;
        assert!(unread(&script) > parts - 8, "far parts stay read");
    }
    script.keys("<end>");
    assert_eq!(at(&in_sight(&script)), whole.len() - 20);
    script.keys("k");
    assert_eq!(at(&in_sight(&script)), whole.len() - 21);
    script.keys("<home>");
    assert_eq!(at(&in_sight(&script)), 0);
    // A window of another size and back: the same line stays first.
    script.keys("      ");
    let first = in_sight(&script);
    script.send(Msg::Resize(60, 30));
    in_sight(&script);
    script.send(Msg::Resize(80, 24));
    assert_eq!(in_sight(&script), first);
}

#[test]
fn headings_links_questions_and_hits_lead_into_what_was_not_read() {
    let mut script = opened(Memory::default());
    let first = |script: &Script| {
        in_sight(script)
            .into_iter()
            .find(|line| !line.is_empty())
            .unwrap_or_default()
    };
    let act = |script: &mut Script, action: Action| script.send(Msg::Act(action));
    act(
        &mut script,
        Action::Go(Screen::Lesson("l".into()), Some("section-100".into())),
    );
    assert_eq!(first(&script), "Section 100");
    act(&mut script, Action::Jump("section-12".into()));
    assert_eq!(first(&script), "Section 12");
    script.keys("<esc>");
    assert_eq!(first(&script), "Section 100");
    // From heading to heading, and to the next question.
    act(&mut script, Action::Jump("section-50".into()));
    script.keys("t");
    assert_eq!(first(&script), "Section 51");
    act(&mut script, Action::Jump("section-54".into()));
    script.keys("a");
    assert!(
        in_sight(&script)
            .iter()
            .any(|line| line.contains("Which of them in 63?"))
    );
    assert_eq!(script.app.window().focus().and_then(|stop| stop.digit), Some(1));
    script.keys("2<enter><enter>");
    assert!(
        script.store.events.iter().any(
            |event| matches!(&event.kind, EventKind::Answered { question, .. } if &**question == "ask-63")
        )
    );
    script.keys("<enter>");
    assert!(
        in_sight(&script)
            .iter()
            .any(|line| line.contains("Which of them in 73?")),
        "{:#?}",
        in_sight(&script)
    );
    // The outline has them all, and leads there.
    script.keys("o");
    let rows = script.app.window().page.stops.len();
    assert_eq!(rows, SECTIONS + SECTIONS / 10);
    // Tab goes from link to link, however far apart.
    script.keys("h");
    script.app.open(Screen::Lesson("l".into()));
    script.keys("<home>");
    let link = |script: &Script| script.app.window().focus().map(|stop| stop.words.to_string());
    for expected in ["No.", "Yes.", "section 7 from 5", "the far one", "No."] {
        while link(&script).is_none_or(|words| !words.contains(expected)) {
            script.keys("<tab>");
        }
        in_sight(&script);
    }
    assert!(
        in_sight(&script)
            .iter()
            .any(|line| line.contains("Which of them in 13?"))
    );
    // What is looked for is found at its end.
    script.keys("/platypus<enter>");
    assert!(
        in_sight(&script)
            .iter()
            .any(|line| line.contains("The platypus stands last."))
    );
}

#[test]
fn a_place_a_mark_and_what_lies_behind_are_kept() {
    let mut script = opened(Memory::default());
    script.send(Msg::Act(Action::Go(
        Screen::Lesson("l".into()),
        Some("section-50".into()),
    )));
    // Into the middle of a section that spans several parts.
    script.keys("      ");
    script.keys("      ");
    let seen = in_sight(&script);
    script.send(Msg::Flush);
    let mut again = Script::start(library(&long()), script.store.clone(), (80, 24), NOW + 60_000);
    assert_eq!(again.app.screen(), &Screen::Lesson("l".into()));
    assert_eq!(in_sight(&again), seen);
    again.keys("m");
    let marked = |script: &Script| {
        let nodes = script.app.window().doc.nodes.iter();
        nodes
            .filter(|node| matches!(&***node, Node::Marked { .. }))
            .count()
    };
    assert_eq!(marked(&again), 1);
    again.keys("<home>j");
    assert_eq!(marked(&again), 0);
    // Whoever pages to the end has read it; whoever goes there has not.
    again.keys("<end>");
    again.now += 10_000;
    again.send(Msg::Tick);
    let is_read = |script: &Script| {
        script
            .store
            .events
            .iter()
            .any(|event| matches!(event.kind, EventKind::Read { .. }))
    };
    assert!(
        !is_read(&again) && again.app.percent_behind() < Some(90),
        "{:?}",
        again.app.percent_behind()
    );
    again.keys("<home>");
    let mut percent = again.app.percent_behind();
    while !again.app.is_at_end() {
        // As long as it takes to read a page.
        again.now += 20_000;
        again.keys(" ");
        assert!(again.app.percent_behind() >= percent);
        percent = again.app.percent_behind();
    }
    again.now += 10_000;
    again.send(Msg::Tick);
    assert_eq!((again.app.percent_behind(), is_read(&again)), (Some(100), true));
}

#[test]
fn who_comes_back_to_a_question_waits_for_no_other_part() {
    let mut script = opened(Memory::default());
    let to = Screen::Lesson("l".into());
    script.send(Msg::Act(Action::Go(to, Some("ask-63".into()))));
    script.send(Msg::Flush);
    let again = Script::start(library(&long()), script.store.clone(), (80, 24), NOW + 60_000);
    let seen = in_sight(&again);
    assert!(
        seen.iter().any(|line| line.contains("Which of them in 63?")),
        "{seen:#?}"
    );
    let lesson = again.app.model().library.lesson("l");
    let known = lesson.known_blocks().count();
    assert!(known * 4 < lesson.blocks().count(), "{known} blocks were read");
}

#[test]
fn line_by_line_a_long_lesson_is_heard_part_by_part_and_whole() {
    let view = View {
        face: Face::Plain,
        glyphs: Glyphs::Ascii,
        measure: 72,
        zone: |_| 0,
        size: (80, 24),
    };
    let mut script = Script::start_as(library(&long()), Memory::default(), view, (80, 24), NOW);
    script.app.open(Screen::Lesson("l".into()));
    let mut heard = String::new();
    for _ in 0..4 * SECTIONS {
        let said = ally_up::speak::part(&script.app, Default::default());
        heard.extend(said.iter().map(|said| format!("{}\n", said.words)));
        let top = script.app.window().top();
        script.keys("<pgdn>");
        if script.app.window().top() == top {
            break;
        }
    }
    let mut from = 0;
    for nth in 0..SECTIONS {
        for at in 0..if nth == 50 { 160 } else { 3 + nth % 13 } {
            let words = format!("\n{nth}.{at}: ");
            let found = heard[from..]
                .find(&words)
                .unwrap_or_else(|| panic!("{words:?} is not heard"));
            from += found + 1;
        }
    }
    assert!(heard[from..].contains("The platypus stands last."));
}

#[test]
fn what_nobody_should_have_written_opens_and_little_of_it_is_laid_out() {
    let questions: String = (0..4_000)
        .map(|nth| format!("\n### Which, {nth}? {{#q-{nth} .one}}\n\n- [ ] No.\n- [x] Yes.\n"))
        .collect();
    let rows = "| one | two | three |\n".repeat(9_000);
    let definitions: String = (0..20_000)
        .map(|nth| format!("[l{nth}]: https://example.org/{nth}\n"))
        .collect();
    for (what, lesson) in [
        ("one line", "word ".repeat(60_000)),
        ("questions", format!("# Q\n{questions}")),
        ("a table", format!("# T\n\n| a | b | c |\n|---|---|---|\n{rows}")),
        (
            "definitions",
            format!("# D\n\nSee [this][l7999].\n\n{definitions}"),
        ),
        (
            "quotes",
            format!(
                "# N\n\n{} end\n\n{}",
                "> ".repeat(9_000),
                "more\n\n".repeat(35_000)
            ),
        ),
        (
            "code",
            format!("# C\n\n```\n{}```\n", "let it = be;\n".repeat(17_000)),
        ),
    ] {
        let mut script = Script::start(library(&lesson), Memory::default(), (80, 24), NOW);
        script.app.open(Screen::Lesson("l".into()));
        let laid = |script: &Script| {
            let page = &script.app.window().page;
            (0..page.height).filter(|line| page.line(*line).is_some()).count()
        };
        assert!(
            laid(&script) < 12_000,
            "{what}: {} lines are laid out",
            laid(&script)
        );
        assert!(in_sight(&script).iter().any(|line| !line.is_empty()), "{what}");
        for keys in [" ", "<end>", "k", "<home>"] {
            script.keys(keys);
            in_sight(&script);
        }
    }
    // Files of such a length are told to whoever checks the course.
    let files: Files = library(&"a b\n\n".repeat(600_000))
        .files
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let (course, _) = load::load(&files, &Outlines::new());
    let (_, complaints) = load::page(&course, &files, "l.md");
    assert!(complaints[0].message.contains("is not checked"), "{complaints:?}");
}
