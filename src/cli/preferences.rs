//! Owns which settings count: flags over the environment over the file; and how pages are shown with them.
//! Must not know what a setting changes on a page.

use crate::clean::Clean;
use crate::cli::Flags;
use crate::cli::color::{Colors, colors, var};
use crate::course::report::{self, Style};
use crate::model::{Face, View};
use crate::settings::{Preferences, Settings, Switch, file, plain_signs};
use crate::shell::settings_file;
use crate::source::{Diagnostic, Files, Span, position};
use crate::store;
use crate::store::inspect::shown;
use crate::theme::{ColorDepth, Theme};
use std::io::{self, IsTerminal, Write};

/// What was said of settings and by whom, what is wrong with it, and what counts.
pub struct Wishes {
    flags: Settings,
    environment: Settings,
    file: Settings,
    /// What is wrong, ready to print: of the file with the line and a caret below it.
    pub report: String,
    /// What counts.
    pub preferences: Preferences,
}

impl Wishes {
    /// Asks the flags, the environment and the file.
    pub fn find(flags: &Flags) -> Wishes {
        let (environment, mut complaints) = Settings::of_environment(var);
        let (file, of_file, lines) = of_file(flags);
        let of_environment: String = complaints.iter().map(|told| format!("{told}\n")).collect();
        let report = of_environment + &of_file;
        complaints.extend(lines);
        let flags = of_flags(flags);
        let above = flags.clone().over(environment.clone());
        let preferences = Preferences {
            above: above.names().collect(),
            plain_signs: if cfg!(windows) { None } else { plain_signs(var) },
            file: settings_file::path().map(|path| shown(&path)),
            complaints,
            ..Preferences::new(above.over(file.clone()))
        };
        Wishes {
            flags,
            environment,
            file,
            report,
            preferences,
        }
    }

    /// Tells what is wrong, for whoever reads the shell's own screen.
    pub fn tell(&self) {
        // What nobody can hear is on the settings page as well, and in `doctor`.
        let _ = write!(io::stderr(), "{}", self.report);
    }

    /// How pages are laid out.
    pub fn view(&self, face: Face) -> View {
        // Asked of a pipe, crossterm would start other programs to find out.
        let size = match face {
            Face::Screen => crossterm::terminal::size().ok(),
            Face::Plain => None,
        };
        let size = size.map_or((80, 24), |(columns, rows)| (columns.into(), rows.into()));
        View {
            face,
            glyphs: self.preferences.glyphs(),
            measure: self.preferences.settings.width(),
            zone: store::clock::zone,
            size,
        }
    }

    /// Why the plain face is used, if it is.
    pub fn plain_because(&self) -> Option<&'static str> {
        let term = var("TERM").unwrap_or_default();
        let is_accessible = var("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0");
        let wanted = [
            (self.flags.plain, "--plain was given"),
            (self.environment.plain, "ALLY_UP_PLAIN is set"),
            (is_accessible.then_some(Switch::On), "ACCESSIBLE is set"),
            (self.file.plain, "the settings say so"),
        ];
        let decided = wanted
            .into_iter()
            .find(|(said, _)| said.is_some_and(|said| said != Switch::Auto));
        if let Some((Some(Switch::On), why)) = decided {
            Some(why)
        } else if !io::stdin().is_terminal() {
            Some("the input is not a terminal")
        } else if !io::stdout().is_terminal() {
            Some("the output is not a terminal")
        } else if cfg!(unix) && (term.is_empty() || term == "dumb") {
            Some("the terminal is a simple one")
        } else {
            None
        }
    }

    /// The theme in force, in these colors.
    pub fn theme(&self, depth: ColorDepth) -> Theme {
        Theme::named(self.preferences.settings.theme(), depth).unwrap_or_default()
    }
}

/// The colors that are wanted and that the terminal has.
pub fn depth(flags: &Flags) -> ColorDepth {
    match colors(flags.color, var, io::stdout().is_terminal()) {
        Colors::Off => ColorDepth::None,
        Colors::On => ColorDepth::said(
            &var("TERM").unwrap_or_default(),
            &var("COLORTERM").unwrap_or_default(),
        ),
    }
}

fn of_flags(flags: &Flags) -> Settings {
    let width = flags.width.map(|columns| columns.to_string());
    let said = [
        ("theme", &flags.theme),
        ("width", &width),
        ("spacing", &flags.spacing),
        ("figures", &flags.figures),
        ("ascii", &flags.ascii),
        ("mouse", &flags.mouse),
        ("plain", &flags.plain),
        ("reader", &flags.reader),
    ];
    let mut settings = Settings::default();
    for (name, value) in said {
        // The parser of the command line lets no other values through.
        let _ = value.as_ref().map(|value| settings.set(name, value));
    }
    settings
}

/// What the file says, what is wrong with it as a report, and the same with each on one line.
fn of_file(flags: &Flags) -> (Settings, String, Vec<Clean>) {
    let name = settings_file::path().map_or_else(String::new, |path| path.to_string_lossy().into_owned());
    let (settings, found, bytes) = match settings_file::read() {
        Ok(bytes) if bytes.is_empty() => return Default::default(),
        Ok(bytes) => {
            let (settings, found) = file::read(&name, &bytes);
            (settings, found, bytes)
        }
        Err(error) => {
            let message = format!("the settings cannot be read: {error}");
            let complaint = Diagnostic::error("unreadable", Span::whole(&name), message);
            let help = "the program starts without them; the file is left alone";
            (Settings::default(), vec![complaint.help(help)], Vec::new())
        }
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lines = found
        .iter()
        .map(|complaint| in_a_line(complaint, &text))
        .collect();
    let style = match colors(flags.color, var, io::stderr().is_terminal()) {
        Colors::On => Style::Colored,
        Colors::Off => Style::Plain,
    };
    let files = Files::from([(name, bytes.into())]);
    (settings, report::report(&found, &files, style), lines)
}

fn in_a_line(complaint: &Diagnostic, text: &str) -> Clean {
    let (line, column) = position(text, complaint.span.start);
    let place = match complaint.span.end {
        0 => String::new(),
        _ => format!("line {line}, column {column}: "),
    };
    let help = complaint
        .help
        .as_deref()
        .map(|help| format!("; {help}"))
        .unwrap_or_default();
    Clean::line(&format!("{place}{}{help}", complaint.message))
}
