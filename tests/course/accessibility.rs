//! The table of `assets/accessibility.md`: each criterion has its row, and each test that it names is there.

use crate::story::NOW;
use ally_up::action::Screen;
use ally_up::course::embedded;
use ally_up::doc::Node;
use ally_up::library::Library;
use ally_up::quiz::{Parts, Question};
use ally_up::settings::{Preferences, Settings};
use ally_up::shell::testing::{Memory, Script};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

const TABLE: &str = include_str!("../../assets/accessibility.md");
/// Criteria of WCAG 2.2 at A and AA that apply to a program without sound, film, gestures and a login.
const CRITERIA: usize = 41;

/// The cells of the rows that are about a criterion.
fn rows() -> Vec<Vec<&'static str>> {
    let is_criterion = |line: &&str| {
        line.strip_prefix("| ")
            .is_some_and(|rest| rest.starts_with(char::is_numeric))
    };
    let cells = |line: &'static str| line.trim_matches('|').split(" | ").map(str::trim).collect();
    TABLE.lines().filter(is_criterion).map(cells).collect()
}

/// The functions that the files below a folder define.
fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(path).unwrap();
            let mut lines = text.lines().map(str::trim).peekable();
            while let Some(line) = lines.next() {
                if line == "#[test]"
                    && let Some(name) = lines.peek().and_then(|next| next.strip_prefix("fn "))
                {
                    found.extend(name.split_once("()").map(|(name, _)| name.to_owned()));
                }
            }
        }
    }
}

#[test]
fn each_criterion_says_how_it_is_met_and_which_test_holds_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    ["src", "tests"]
        .iter()
        .for_each(|folder| functions(&root.join(folder), &mut tests));
    let rows = rows();
    let ids: BTreeSet<&str> = rows
        .iter()
        .filter_map(|cells| cells[0].split(' ').next())
        .collect();
    assert_eq!((rows.len(), ids.len()), (CRITERIA, CRITERIA));
    for cells in &rows {
        let [criterion, level, met, how, held] = cells[..] else {
            panic!("{cells:?} is no row of five cells");
        };
        assert!(
            matches!((level, met), ("A" | "AA", "yes") | ("AA", "no")),
            "{criterion}: {met} at {level}"
        );
        assert!(how.len() > 12, "{criterion} does not say how");
        let named: Vec<&str> = held.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{criterion} names no test");
        for test in named {
            assert!(tests.contains(test), "{criterion} names {test}, which is no test");
        }
    }
    for readers in [
        "yasr",
        "TDSR",
        "BRLTTY",
        "espeak-ng",
        "Orca",
        "NVDA",
        "JAWS",
        "VoiceOver",
    ] {
        assert!(TABLE.contains(readers), "nothing is said of {readers}");
    }
}

#[test]
fn no_field_asks_who_one_is() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    for item in library.course.items() {
        let lesson = library.lesson(&item.id);
        let is_written = |question: &&Arc<Question>| {
            matches!(
                question.parts,
                Parts::Model { .. } | Parts::Example(_) | Parts::Gaps(_)
            )
        };
        for question in lesson.asked().filter(is_written) {
            let asked = question.prompt.words().to_lowercase();
            for identity in [
                "your name",
                "e-mail",
                "email",
                "your address",
                "phone number",
                "date of birth",
            ] {
                assert!(!asked.contains(identity), "{} asks for {identity}", question.id);
            }
        }
    }
}

/// All lines of the page on show.
fn page(script: &Script) -> String {
    let page = &script.app.window().page;
    let lines = (0..page.height).filter_map(|number| page.line(number));
    lines.map(|line| line.text.words()).collect::<Vec<_>>().join(" ")
}

/// The words of the first figure of the page on show.
fn figure(script: &Script) -> Option<String> {
    script
        .app
        .window()
        .doc
        .nodes
        .iter()
        .find_map(|node| match &**node {
            Node::Figure { words, .. } => Some(words.words()),
            _ => None,
        })
}

#[test]
fn figures_in_words_say_what_is_drawn() {
    let library = Library::of(embedded::files(), &embedded::outlines());
    let screens: Vec<_> = library.course.items().map(|item| item.screen()).collect();
    let start = |settings: &[(&str, &str)]| {
        let mut said = Settings::default();
        settings
            .iter()
            .for_each(|(name, value)| said.set(name, value).unwrap());
        let preferences = Preferences::new(said);
        let mut script = Script::start_with(library.clone(), Memory::default(), preferences, (80, 24), NOW);
        let has_figure = |screen: &&Screen| {
            script.app.open((*screen).clone());
            figure(&script).is_some()
        };
        screens.iter().find(has_figure).unwrap();
        script
    };
    let is_said = |script: &Script| page(script).contains(&figure(script).unwrap());
    let mut script = start(&[]);
    let drawn = page(&script);
    assert!(!is_said(&script), "{drawn}");
    script.keys("f");
    assert!(
        is_said(&script) && script.screen().contains("Figures are in words now."),
        "{}",
        page(&script)
    );
    script.keys("f");
    assert_eq!(page(&script), drawn);
    assert!(
        script.store.settings.is_empty(),
        "a key that is hit by chance sets nothing"
    );
    assert!(is_said(&start(&[("figures", "words")])) && is_said(&start(&[("reader", "on")])));
    assert!(!is_said(&start(&[("reader", "on"), ("figures", "drawn")])));
}
