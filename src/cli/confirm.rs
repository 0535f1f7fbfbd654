//! Owns asking for a typed word before something that changes a lot. Must not know what it is.

use std::io::{self, BufRead, Write};

/// Whether the learner has said that it is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// By `--yes`.
    Already,
    /// Not yet: the word is asked for.
    NotYet,
}

impl Meant {
    /// What a `--yes` that was given, or not, says.
    pub fn of(yes: bool) -> Meant {
        if yes { Meant::Already } else { Meant::NotYet }
    }
}

/// Asks for the word and reads a line, from a terminal or a pipe.
///
/// # Errors
/// What reading or writing gave.
pub fn is_typed(word: &str, output: &mut impl Write) -> io::Result<bool> {
    write!(output, "Type {word} to go on: ")?;
    output.flush()?;
    let mut typed = String::new();
    io::stdin().lock().read_line(&mut typed)?;
    // What is said next begins a line also where the typed one does not show.
    if !typed.ends_with('\n') || !io::IsTerminal::is_terminal(&io::stdin()) {
        writeln!(output)?;
    }
    Ok(typed.trim() == word)
}
