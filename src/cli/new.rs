//! Owns `ally-up new`: the small course that every author begins with. Must not know how a course is read.

use crate::clean::Clean;
use crate::cli::{EarlyExit, Exit, new_folder};
use std::io::Write;
use std::path::Path;

/// The files of the course, by path.
const FILES: [(&str, &str); 6] = [
    ("course.ron", include_str!("../../assets/new-course/course.ron")),
    (
        "1-start/1-how-lessons-work.md",
        include_str!("../../assets/new-course/1-start/1-how-lessons-work.md"),
    ),
    ("glossary.md", include_str!("../../assets/new-course/glossary.md")),
    (
        "practice/where-you-are.md",
        include_str!("../../assets/new-course/practice/where-you-are.md"),
    ),
    (
        "practice/a-first-talk.md",
        include_str!("../../assets/new-course/practice/a-first-talk.md"),
    ),
    ("final.md", include_str!("../../assets/new-course/final.md")),
];

/// Writes the course into a new folder.
///
/// # Errors
/// What writing to standard output gave, or the exit for what was told.
pub fn run(folder: &Path, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let files = FILES.map(|(path, words)| (path.to_owned(), words.to_owned()));
    new_folder::write(folder, &files.into())?;
    let shown = Clean::line(&folder.display().to_string());
    writeln!(
        output,
        "Written to {shown}. Play it: ally-up {shown}\nEdit its files while you play; what is wrong with them: ally-up check {shown}"
    )?;
    Ok(Exit::Done)
}
