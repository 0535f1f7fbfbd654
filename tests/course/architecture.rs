//! The architecture holds: dependencies point down, only the edge does I/O, pages only read, names are told apart, files stay
//! readable. Each rule takes text and returns complaints; `the_rule_itself_finds_what_it_should` shows it a wrong one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by floor, the lowest first. A module may use its own floor and those below.
const FLOORS: [&[&str]; 5] = [
    &[
        "time",
        "source",
        "shared_id",
        "clean",
        "action",
        "doc",
        "cluster",
        "wrap",
        "text_edit",
        "parallel",
    ],
    &["quiz", "course", "progress", "import"],
    &[
        "figure", "layout", "search", "library", "keymap", "settings", "model", "status", "pages", "app",
    ],
    &[
        "paint",
        "theme",
        "speak",
        "export",
        "course_export",
        "item_analysis",
    ],
    &["shell", "store", "cli"],
];

/// Floors inside of which a module may use only itself and those named before it.
const STACKS: [&[&str]; 2] = [FLOORS[1], FLOORS[2]];

/// Folders whose files may not use each other in a circle.
const ACYCLIC: [&str; 3] = ["pages", "progress", "store"];

/// The most lines of a file.
const LONGEST: usize = 500;

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

/// The only file below the edge that starts threads: what comes out of it does not depend on them.
const WITH_THREADS: (&str, &str) = ("parallel.rs", "std::thread");

/// The Rust files below a folder of the package, by path.
fn files(folder: &str) -> Vec<(String, String)> {
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
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    gather(&root, &mut found);
    found.sort();
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

fn word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Every arrow from a file to a module above it, every word of the edge below it, every page that writes.
fn faults(file: &str, text: &str) -> Vec<String> {
    let Some(from) = floor(module(file)) else {
        return Vec::new();
    };
    let code = code(text);
    let mut faults = Vec::new();
    for part in code.split("crate::").skip(1) {
        let to = word(part);
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
                .filter(|word| code.contains(**word) && (file, **word) != WITH_THREADS)
                .map(|word| format!("{file} says {word} below the edge")),
        );
    }
    if from < 3 && code.contains("ratatui::") {
        faults.push(format!("{file} uses ratatui below the faces"));
    }
    if module(file) == "pages" {
        let writes = ["&mut App", "&mut Model"];
        faults.extend(
            writes
                .iter()
                .filter(|word| code.contains(**word))
                .map(|word| format!("{file} says {word}; a page only reads")),
        );
    }
    faults
}

/// Public types of the same name.
fn doubles(files: &[(String, String)]) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (file, text) in files {
        for line in code(text).lines() {
            let rest = line.trim_start().strip_prefix("pub ");
            let name = rest.and_then(|rest| {
                ["struct ", "enum ", "trait ", "type "]
                    .iter()
                    .find_map(|kind| rest.strip_prefix(kind))
            });
            if let Some(name) = name {
                places.entry(word(name)).or_default().push(file);
            }
        }
    }
    places
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| format!("{name} is a type in each of {places:?}"))
        .collect()
}

/// Files of one folder that use each other in a circle.
fn circles(folder: &str, files: &[(String, String)]) -> Vec<String> {
    let inside = |file: &str| Some(word(file.strip_prefix(folder)?.strip_prefix('/')?));
    let names: BTreeSet<String> = files.iter().filter_map(|(file, _)| inside(file)).collect();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in files {
        let Some(from) = inside(file) else { continue };
        let to = uses.entry(from.clone()).or_default();
        for part in code(text).split(&format!("crate::{folder}::")).skip(1) {
            // `a::b`, or `{a, b::{c, d}}`: words of the braces that are no files of the folder do no harm.
            let list = match part.strip_prefix('{') {
                Some(list) => list.split(';').next().unwrap(),
                None => &part[..word(part).len()],
            };
            let named = list.split(|c: char| !c.is_alphanumeric() && c != '_');
            to.extend(
                named
                    .filter(|name| names.contains(*name) && *name != from)
                    .map(str::to_owned),
            );
        }
    }
    // What uses nothing, or only what was taken out already, is in no circle.
    while let Some(free) = uses
        .iter()
        .find(|(_, to)| to.iter().all(|to| !uses.contains_key(to)))
        .map(|(from, _)| from.clone())
    {
        uses.remove(&free);
    }
    uses.iter()
        .map(|(from, to)| format!("{folder}/{from} is in or above a circle: it uses {to:?}"))
        .collect()
}

/// Dependencies of a manifest that no code names.
fn unused(manifest: &str, code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line.trim_end_matches(']').ends_with("dependencies");
        } else if inside && let Some((name, _)) = line.split_once('=') {
            names.push(name.trim().to_owned());
        }
    }
    names.retain(|name| {
        let name = name.replace('-', "_");
        !["::", ";", " as "].iter().any(|after| {
            code.match_indices(&format!("{name}{after}")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            })
        })
    });
    names
}

#[test]
fn dependencies_point_down_and_only_the_edge_does_io() {
    let faults: Vec<String> = files("src")
        .iter()
        .flat_map(|(file, text)| faults(file, text))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_public_types_name_means_one_thing() {
    let doubles = doubles(&files("src"));
    assert!(doubles.is_empty(), "{doubles:#?}");
}

#[test]
fn no_files_of_a_folder_use_each_other_in_a_circle() {
    let files = files("src");
    let circles: Vec<String> = ACYCLIC
        .iter()
        .flat_map(|folder| circles(folder, &files))
        .collect();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn every_dependency_is_used() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let code: String = [files("src"), files("tests")]
        .concat()
        .iter()
        .map(|(_, text)| code(text) + "\n")
        .collect();
    assert_eq!(
        unused(&fs::read_to_string(manifest).unwrap(), &code),
        Vec::<String>::new()
    );
}

#[test]
fn the_rule_itself_finds_what_it_should() {
    assert!(!faults("doc.rs", "use crate::app::App;").is_empty());
    assert!(!faults("layout/blocks.rs", "let now = std::time::Instant::now();").is_empty());
    assert!(!faults("app/home.rs", "use ratatui::buffer::Buffer;").is_empty());
    assert!(!faults("quiz/choice.rs", "use crate::progress::Progress;").is_empty());
    assert!(!faults("model.rs", "use crate::pages::parts;").is_empty());
    assert!(!faults("pages/home.rs", "fn page(model: &mut Model) {}").is_empty());
    assert!(faults("pages/home.rs", "fn page(model: &Model, doc: &mut Doc) {}").is_empty());
    assert!(faults("progress.rs", "use crate::quiz::Kind; use crate::course::Course;").is_empty());
    assert!(faults("store.rs", "use std::fs; use crate::app::App;").is_empty());
    assert!(
        faults(
            "doc.rs",
            "// crate::app is above\n#[cfg(test)] use crate::app::App;"
        )
        .is_empty()
    );

    let source = |file: &str, text: &str| (file.to_owned(), text.to_owned());
    let plan = source("app/plan.rs", "pub struct Plan;");
    assert!(!doubles(&[plan.clone(), source("store.rs", "    pub enum Plan<'a> {}")]).is_empty());
    assert!(doubles(&[plan, source("store.rs", "enum Plan {}\npub struct Plans;")]).is_empty());

    let home = source("pages/home.rs", "use crate::pages::{parts, plan::row};");
    let parts = source("pages/parts.rs", "use crate::doc::Doc;");
    let plan = |text| source("pages/plan.rs", text);
    assert!(
        circles(
            "pages",
            &[home.clone(), parts.clone(), plan("use crate::pages::parts;")]
        )
        .is_empty()
    );
    assert!(!circles("pages", &[home, parts, plan("crate::pages::home::row()")]).is_empty());

    let manifest = "[lib]\nname = \"x\"\n[dependencies]\nserde-json = \"1\"\nron = { version = \"0\" }\n";
    assert_eq!(
        unused(manifest, "use serde_json::Value; electron::start()"),
        ["ron"]
    );
    assert!(unused(manifest, "serde_json::json!(); ron::from_str(text)").is_empty());
}

#[test]
fn every_module_stands_on_a_floor_and_says_what_it_owns() {
    for (file, text) in files("src") {
        assert!(text.starts_with("//!"), "{file} has no header");
        if !["lib.rs", "main.rs", "build.rs"].contains(&file.as_str()) {
            assert!(floor(module(&file)).is_some(), "{file} stands on no floor");
        }
    }
}

#[test]
fn no_file_is_too_long_to_be_read() {
    let long: Vec<String> = [files("src"), files("tests")]
        .concat()
        .iter()
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{file} has {lines} lines; it is perhaps two rooms"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

/// Files named in the tables of the map that are not there. `x.rs` stands for a file still to be written.
fn missing_places(map: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rows = map.lines().filter_map(|line| line.strip_prefix("//! | "));
    let places = rows.flat_map(|row| {
        row.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let is_place = |place: &String| place.ends_with(".rs") || place.ends_with('/');
    let is_there = |place: &String| {
        let place = place.strip_suffix("/x.rs").unwrap_or(place);
        root.join("src").join(place).exists() || root.join(place).exists()
    };
    places.filter(is_place).filter(|place| !is_there(place)).collect()
}

#[test]
fn the_map_names_files_that_are_there() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for heading in ["//! # Where is", "//! # Growing"] {
        assert!(map.contains(heading), "the map has no {heading:?}");
    }
    assert_eq!(missing_places(&map), Vec::<String>::new());
    let broken = "//! | a page | `pages/x.rs`, its arm in `pages.rs`, its line in `pages/nowhere.rs` |";
    assert_eq!(missing_places(broken), ["pages/nowhere.rs"]);
}
