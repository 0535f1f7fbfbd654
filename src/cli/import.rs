//! Owns `ally-up import`: texts of other formats into a new course's folder, and the list of what could not be carried over.
//! Must not know any format.

use crate::clean::Clean;
use crate::cli::progress_line::telling;
use crate::cli::{EarlyExit, Exit, complain, new_folder};
use crate::import::endings;
use crate::import::folder::{self, BroughtCourse};
use crate::shell::course_folder;
use std::io::Write;
use std::path::Path;

/// Brings `from` over into the new folder `to`.
///
/// # Errors
/// What writing to standard output gave, or the exit for what was told.
pub fn run(from: &Path, to: &Path, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    new_folder::is_free(to)?;
    let files = telling("Reading", |_| course_folder::read_any(from, &endings()));
    let files = files.map_err(|words| complain(&words, Exit::Usage))?;
    let shown = Clean::line(&from.display().to_string());
    if let Some(length) = files.unread.values().next().filter(|_| files.is_empty()) {
        let words = format!("{shown} is too long to be read ({}); split it", length.told());
        return Ok(complain(&words, Exit::Usage));
    }
    let title = std::path::absolute(from).ok().and_then(|path| {
        let stem = path.file_stem()?.to_string_lossy().into_owned();
        Some(stem.replace(['-', '_'], " "))
    });
    let title = title.as_deref().unwrap_or("A course");
    let course = telling("Importing", |_| folder::course(&files, title));
    for (file, left) in &course.left {
        writeln!(
            output,
            "{}:{}: {}",
            Clean::line(file),
            left.line,
            Clean::line(&left.what)
        )?;
    }
    if course.lessons == 0 {
        let words = format!(
            "nothing of {shown} could be brought over; GIFT, mkdocs-quiz, mdbook-quiz, LiaScript and Markdown are known"
        );
        return Ok(complain(&words, Exit::Usage));
    }
    new_folder::write(to, &course.files)?;
    writeln!(output, "{}", summary(&course, to))?;
    Ok(Exit::Done)
}

fn summary(course: &BroughtCourse, to: &Path) -> String {
    let count = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let left = match course.left.len() {
        0 => "Everything was carried over.".to_owned(),
        1 => "One thing was not carried over as it was; it is listed above.".to_owned(),
        many => format!("{many} things were not carried over as they were; they are listed above."),
    };
    let to = Clean::line(&to.display().to_string());
    format!(
        "Written to {to}: {}, {}. {left}\nSee what is missing: ally-up check {to}",
        count(course.lessons, "lesson"),
        count(course.questions, "question")
    )
}
