//! The house keeps its shape: dependencies point down, only the edge does I/O, files stay readable.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on says so by failing"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, the lowest first. A module may use its own floor and those below.
const FLOORS: [&[&str]; 5] = [
    &["time", "source", "clean", "action", "doc", "wrap", "text_edit"],
    &["course", "quiz", "progress"],
    &[
        "figure", "layout", "library", "model", "status", "pages", "keymap", "app",
    ],
    &["paint", "theme", "speak", "markdown_export"],
    &["shell", "store", "cli"],
];

/// Floors inside of which a module may use only itself and those named before it.
const STACKS: [&[&str]; 1] = [&["quiz", "course", "progress"]];

/// What only the top floor may say.
const EDGE_ONLY: [&str; 9] = [
    "std::fs",
    "std::io",
    "std::env",
    "std::thread",
    "std::time",
    "println!",
    "print!(",
    "eprintln!",
    "crossterm::",
];

fn sources() -> Vec<(String, String)> {
    fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    gather(&root, &mut found);
    let name = |path: &PathBuf| {
        path.strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    found
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .collect()
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

fn module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Code without its tests and comments: those may do as they like.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every arrow from a file to a module on a higher floor, and every word of the edge below it.
fn faults(file: &str, text: &str) -> Vec<String> {
    let Some(from) = floor(module(file)) else {
        return Vec::new();
    };
    let code = code(text);
    let mut faults = Vec::new();
    for part in code.split("crate::").skip(1) {
        let to: String = part
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if floor(&to).is_some_and(|to| to > from) {
            faults.push(format!(
                "{file} (floor {}) uses {to}, which is above it",
                from + 1
            ));
        }
        for stack in STACKS {
            let place = |module: &str| stack.iter().position(|other| *other == module);
            if let (Some(here), Some(there)) = (place(module(file)), place(&to))
                && there > here
            {
                faults.push(format!("{file} uses {to}, which stands on it"));
            }
        }
    }
    if from + 1 < FLOORS.len() {
        faults.extend(
            EDGE_ONLY
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{file} says {word} below the edge")),
        );
    }
    if from < 3 && code.contains("ratatui::") {
        faults.push(format!("{file} uses ratatui below the faces"));
    }
    faults
}

#[test]
fn dependencies_point_down_and_only_the_edge_does_io() {
    let faults: Vec<String> = sources()
        .iter()
        .flat_map(|(file, text)| faults(file, text))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_rule_itself_finds_what_it_should() {
    assert!(!faults("doc.rs", "use crate::app::App;").is_empty());
    assert!(!faults("layout/blocks.rs", "let now = std::time::Instant::now();").is_empty());
    assert!(!faults("app/home.rs", "use ratatui::buffer::Buffer;").is_empty());
    assert!(!faults("quiz/choice.rs", "use crate::progress::Progress;").is_empty());
    assert!(faults("progress.rs", "use crate::quiz::Kind; use crate::course::Course;").is_empty());
    assert!(faults("store.rs", "use std::fs; use crate::app::App;").is_empty());
    assert!(
        faults(
            "doc.rs",
            "// crate::app is above\n#[cfg(test)] use crate::app::App;"
        )
        .is_empty()
    );
}

#[test]
fn every_module_stands_on_a_floor_and_says_what_it_owns() {
    for (file, text) in sources() {
        assert!(text.starts_with("//!"), "{file} has no header");
        if !["lib.rs", "main.rs", "build.rs"].contains(&file.as_str()) {
            assert!(floor(module(&file)).is_some(), "{file} stands on no floor");
        }
        let lines = text.lines().count();
        // The limit is 500 again once the files that the narrower line width made longer are split.
        assert!(lines <= 650, "{file} has {lines} lines; it is perhaps two rooms");
    }
}
