//! Owns what is made of the command line's own help: completions for shells, and the manual page.
//! Must not know what a command does.

use crate::cli::{Cli, EarlyExit, Exit};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Prints completions for a shell.
///
/// # Errors
/// What writing gave.
pub fn completions(shell: Shell, output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ally-up", &mut script);
    output.write_all(&script)?;
    Ok(Exit::Done)
}

/// Prints the manual page.
///
/// # Errors
/// What writing gave.
pub fn manual(output: &mut impl Write) -> Result<Exit, EarlyExit> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut page)?;
    output.write_all(&page)?;
    Ok(Exit::Done)
}
