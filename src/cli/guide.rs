//! Owns `ally-up guide`: how a team takes the course together without anybody seeing anybody's answers. Must not know the course.

use std::io::{self, Write};

/// The page, as Markdown.
const GUIDE: &str = include_str!("../../assets/guide.md");

/// Prints the page.
///
/// # Errors
/// What writing gave.
pub fn run(output: &mut impl Write) -> io::Result<()> {
    output.write_all(GUIDE.as_bytes())
}
