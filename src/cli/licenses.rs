//! Owns `ally-up licenses`: under which terms the program and what is built into it may be passed on. Must not know how the list is made.

use std::io::{self, Write};

/// The terms of the program itself.
const OWN: &str =
    "Ally Up is licensed under MIT or Apache-2.0, at your choice; the lessons in it under CC BY 4.0.";
/// Names, versions, licenses and their texts, as cargo-about wrote them down.
const OTHERS: &str = include_str!("../../assets/third-party-licenses.txt");

/// Prints the terms.
///
/// # Errors
/// What writing gave.
pub fn run(output: &mut impl Write) -> io::Result<()> {
    write!(output, "{OWN}\n\n{OTHERS}")
}
