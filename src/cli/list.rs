//! Owns `ally-up list`: the lessons by module, with their names and how long they take. Must not know what is in them.

use crate::clean::Clean;
use crate::cli::{EarlyExit, Exit, Flags, library};
use crate::cluster::width;
use std::io::Write;

/// Columns that the names of lessons take in a list at the most; a longer one pushes its own line to the right.
const NAMES: usize = 40;

/// Prints the list.
///
/// # Errors
/// What writing gave, or the exit for what was told.
pub fn run(flags: &Flags, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let library = library(flags.course.clone())?;
    let names = library.course.items().map(|item| width(&Clean::line(&item.id)));
    let longest = names.max().unwrap_or(0).min(NAMES);
    for module in &library.course.modules {
        writeln!(output, "{}", module.title)?;
        for item in &module.items {
            let name = Clean::line(&item.id);
            let blanks = " ".repeat(longest.saturating_sub(width(&name)));
            writeln!(
                output,
                "  {name}{blanks}  {:>2} min  {}",
                item.minutes(),
                item.title
            )?;
        }
    }
    Ok(Exit::Done)
}
