//! Owns whether colors are used: one table for every command, the page and the help of the command line.
//! Must not know what is colored.
//!
//! The first row that says something decides:
//!
//! | asked | colors |
//! |---|---|
//! | `--color always`, `--color never` | as said |
//! | `NO_COLOR` is not empty | off |
//! | `FORCE_COLOR` is not empty | off for `0`, `false`, else on |
//! | `CLICOLOR_FORCE` is not empty and not `0` | on |
//! | `CLICOLOR` is `0` | off |
//! | the output is no terminal | off |
//! | `TERM` is empty or `dumb` (not asked on Windows) | off |
//! | nothing of this | on |
//!
//! Sources: no-color.org, force-color.org, bixense.com/clicolors. `NO_COLOR` wins over all that ask for colors.
//! Bold, reverse and underlined are no colors.

use clap::ValueEnum;

/// What `--color` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    // Said to the reader here, since clap would make another help of it.
    // Where the output is a terminal that has them, and nothing in the environment is against it.
    #[default]
    Auto,
    Always,
    Never,
}

/// Whether colors are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    On,
    Off,
}

/// Whether colors are used, by the table above. `var` gives the environment.
pub fn colors(choice: ColorChoice, var: impl Fn(&str) -> Option<String>, is_terminal: bool) -> Colors {
    asked(choice, &var).unwrap_or_else(|| {
        let term = var("TERM").unwrap_or_default();
        let is_dumb = cfg!(unix) && (term.is_empty() || term == "dumb");
        match is_terminal && !is_dumb {
            true => Colors::On,
            false => Colors::Off,
        }
    })
}

/// What was asked for in so many words, whatever the output is.
pub fn asked(choice: ColorChoice, var: &impl Fn(&str) -> Option<String>) -> Option<Colors> {
    let set = |name: &str| var(name).filter(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => return Some(Colors::On),
        ColorChoice::Never => return Some(Colors::Off),
        ColorChoice::Auto => {}
    }
    if set("NO_COLOR").is_some() {
        return Some(Colors::Off);
    }
    match (set("FORCE_COLOR").as_deref(), set("CLICOLOR_FORCE").as_deref()) {
        (Some("0" | "false"), _) => Some(Colors::Off),
        (Some(_), _) => Some(Colors::On),
        (None, Some(force)) if force != "0" => Some(Colors::On),
        _ => (set("CLICOLOR").as_deref() == Some("0")).then_some(Colors::Off),
    }
}

/// A variable of the environment.
pub fn var(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ColorChoice::{Always, Auto, Never};
    use Colors::{Off, On};

    #[test]
    fn the_first_row_that_says_something_decides() {
        type Row<'a> = (ColorChoice, &'a [(&'a str, &'a str)], bool, Colors);
        let rows: &[Row<'_>] = &[
            (Auto, &[("TERM", "xterm")], true, On),
            (Auto, &[("TERM", "xterm")], false, Off),
            (Auto, &[("TERM", "dumb")], true, Off),
            (Auto, &[("TERM", "xterm"), ("CLICOLOR", "0")], true, Off),
            (Auto, &[("TERM", "xterm"), ("CLICOLOR", "1")], true, On),
            (Auto, &[("TERM", "xterm"), ("CLICOLOR", "1")], false, Off),
            (Auto, &[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")], false, On),
            (Auto, &[("CLICOLOR_FORCE", "0"), ("TERM", "xterm")], true, On),
            (Auto, &[("CLICOLOR_FORCE", "0"), ("TERM", "xterm")], false, Off),
            (Auto, &[("FORCE_COLOR", "1"), ("CLICOLOR", "0")], false, On),
            (
                Auto,
                &[("FORCE_COLOR", "0"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm")],
                true,
                Off,
            ),
            (Auto, &[("FORCE_COLOR", ""), ("TERM", "xterm")], true, On),
            (
                Auto,
                &[
                    ("NO_COLOR", "1"),
                    ("FORCE_COLOR", "1"),
                    ("CLICOLOR_FORCE", "1"),
                    ("TERM", "xterm"),
                ],
                true,
                Off,
            ),
            (Auto, &[("NO_COLOR", ""), ("TERM", "xterm")], true, On),
            (Always, &[("NO_COLOR", "1"), ("TERM", "dumb")], false, On),
            (Never, &[("FORCE_COLOR", "1"), ("TERM", "xterm")], true, Off),
        ];
        for (choice, set, is_terminal, expected) in rows {
            let var = |name: &str| {
                set.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(
                colors(*choice, var, *is_terminal),
                *expected,
                "{choice:?} {set:?} {is_terminal}"
            );
        }
    }
}
