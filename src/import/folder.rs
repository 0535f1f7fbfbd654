//! Owns texts of other formats → the files of a course: which of them is a lesson, in which order, and the manifest that names them.
//! Must not know what is in a format.

use crate::course::load::join;
use crate::course::manifest::MANIFEST;
use crate::import::{Brought, Foreign, ForeignFormat, LeftOut, Names};
use crate::source::{Files, text};
use std::collections::BTreeMap;

/// A course that was brought over.
#[derive(Clone, Debug, Default)]
pub struct BroughtCourse {
    /// Its files, by path.
    pub files: BTreeMap<String, String>,
    /// Lessons among them.
    pub lessons: usize,
    /// Questions in them.
    pub questions: usize,
    /// What could not be carried over, each with its file.
    pub left: Vec<(String, LeftOut)>,
}

/// The file in which mdBook names its chapters.
const SUMMARY: &str = "SUMMARY.md";

/// Brings texts over: each that is of a known format is a lesson. `title` is that of the course.
pub fn course(files: &Files, title: &str) -> BroughtCourse {
    let mut found = BroughtCourse::default();
    let mut names = Names::default();
    let id = Names::default().of(title);
    let mut entries: Vec<(String, String)> = Vec::new();
    for path in order(files) {
        let Some(bytes) = files.get(&path) else { continue };
        let words = match text(bytes) {
            Ok(words) if !words.contains('\0') => words,
            Ok(_) | Err(_) => {
                found.tell(&path, 1, "the file is no text in UTF-8 and was left out");
                continue;
            }
        };
        let (stem, ending) = path.rsplit_once('.').unwrap_or((&path, ""));
        let Some(format) = ForeignFormat::of(ending, words) else {
            found.tell(
                &path,
                1,
                "the file is of no format that is known and was left out",
            );
            continue;
        };
        let name = stem.rsplit('/').next().unwrap_or(stem);
        let foreign = Foreign {
            text: words,
            title: &titled(name),
            path: &path,
            files,
        };
        let Brought {
            markdown,
            questions,
            left,
        } = format.import(&foreign, &mut names);
        found
            .left
            .extend(left.into_iter().map(|left| (path.clone(), left)));
        // A file with nothing but its title has nothing to read.
        if markdown.lines().filter(|line| !line.trim().is_empty()).count() < 2 {
            continue;
        }
        found.lessons += 1;
        found.questions += questions;
        let file = format!("{stem}.md");
        let file = match found.files.contains_key(&file) {
            true => format!("{stem}-{ending}.md"),
            false => file,
        };
        entries.push((names.of(name), file.clone()));
        found.files.insert(file, markdown);
    }
    let unread = files
        .unread
        .keys()
        .map(|path| (path, "the file is too long and was left out"));
    unread.for_each(|(path, what)| found.tell(path, 1, what));
    found
        .files
        .insert(MANIFEST.to_owned(), manifest(&id, title, &entries, &mut names));
    found
}

impl BroughtCourse {
    fn tell(&mut self, path: &str, line: usize, what: &str) {
        let what = what.to_owned();
        self.left.push((path.to_owned(), LeftOut { line, what }));
    }
}

/// Paths in the order of a book's summary, where there is one, and then those of their names. What a page takes in has no lesson of its own.
fn order(files: &Files) -> Vec<String> {
    let of = |path: &str| files.get(path).and_then(|bytes| text(bytes).ok());
    let mut ordered: Vec<String> = Vec::new();
    let summaries = files
        .keys()
        .filter(|path| path.rsplit('/').next() == Some(SUMMARY));
    for summary in summaries {
        let targets = of(summary).unwrap_or_default().split("](").skip(1);
        let targets = targets.filter_map(|rest| join(summary, rest.split(')').next()?));
        ordered.extend(targets.filter(|path| files.contains_key(path)));
    }
    let taken: Vec<String> = files
        .keys()
        .filter_map(|path| Some((path, of(path)?)))
        .flat_map(|(path, words)| crate::import::mdbook_quiz::taken_in(path, words))
        .collect();
    let is_rest = |path: &&String| path.rsplit('/').next() != Some(SUMMARY) && !taken.contains(path);
    for path in files.keys().filter(is_rest) {
        if !ordered.contains(path) {
            ordered.push(path.clone());
        }
    }
    ordered
}

/// A file's name as a title: without the number that sorts it.
fn titled(name: &str) -> String {
    let bare = name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let words = if bare.is_empty() { name } else { bare }.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The manifest: a module for each folder.
fn manifest(id: &str, title: &str, entries: &[(String, String)], names: &mut Names) -> String {
    let mut modules: Vec<(&str, Vec<&(String, String)>)> = Vec::new();
    for entry in entries {
        let folder = entry.1.rsplit_once('/').map_or("", |(folder, _)| folder);
        match modules.iter_mut().find(|(name, _)| *name == folder) {
            Some((_, items)) => items.push(entry),
            None => modules.push((folder, vec![entry])),
        }
    }
    let modules = modules.into_iter().map(|(folder, items)| {
        let name = match folder.rsplit('/').next() {
            Some("") | None => title.to_owned(),
            Some(name) => titled(name),
        };
        let items = items
            .into_iter()
            .map(|(id, file)| format!("            Lesson(id: {id:?}, file: {file:?}),\n"));
        let items: String = items.collect();
        let id = names.of(&format!("{name} module"));
        format!("        Module(id: {id:?}, title: {name:?}, items: [\n{items}        ]),\n")
    });
    let modules: String = modules.collect();
    format!("Course(\n    id: {id:?},\n    title: {title:?},\n    modules: [\n{modules}    ],\n)\n")
}
