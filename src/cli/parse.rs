//! Owns reading the arguments, and what is printed where they are wrong or help is asked for. Must not know what a command does.
//!
//! An error of the parser repeats what was typed, and that may be the name of a file: it is cleaned like everything from outside.

use crate::clean::Clean;
use crate::cli::color::{ColorChoice, Colors, colors, var};
use crate::cli::{Cli, Exit};
use clap::{Parser, ValueEnum};
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

/// What the arguments ask for. Where they are wrong, or ask for help, that is told and the program ends.
///
/// # Errors
/// How the program ends.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Exit> {
    let args: Vec<OsString> = args.into_iter().collect();
    // The parser is made for each command and flag there is; nearly every start asks for none.
    if args.len() < 2 {
        return Ok(Cli::default());
    }
    // Nor does the one that asks what this is need the parser; among other flags it does.
    if args.len() == 2 && (args[1] == "--version" || args[1] == "-V") {
        return Err(print(concat!("ally-up ", env!("CARGO_PKG_VERSION"), "\n")));
    }
    let choice = choice(&args);
    Cli::try_parse_from(args).map_err(|error| {
        // What cannot be told is told by the exit code.
        if error.use_stderr() {
            let told = error.render().to_string();
            let _ = io::stderr().write_all(Clean::new(&told).as_bytes());
            return Exit::Usage;
        }
        let told = match colors(choice, var, io::stdout().is_terminal()) {
            Colors::On => error.render().ansi().to_string(),
            Colors::Off => error.render().to_string(),
        };
        print(&told)
    })
}

/// Prints what was asked for, and how the program ends then.
fn print(told: &str) -> Exit {
    match io::stdout().lock().write_all(told.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Unsaved,
        Ok(()) | Err(_) => Exit::Done,
    }
}

/// What `--color` says, also among arguments that are wrong otherwise.
fn choice(args: &[OsString]) -> ColorChoice {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    let mut said = None;
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--color") {
            Some("") => said = args.next().map(|value| value.into_owned()),
            Some(value) => said = value.strip_prefix('=').map(str::to_owned).or(said),
            None => {}
        }
    }
    said.and_then(|said| ColorChoice::from_str(&said, true).ok())
        .unwrap_or_default()
}
