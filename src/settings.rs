//! Owns the settings of this machine: what can be said and how, in the file, by a flag or by the environment; which of these counts;
//! and what is wrong with what was said. Must not know where the file lies, nor what a setting changes.
//!
//! A name and its value are written the same everywhere: `width: 60` in the file, `--width 60`, `ALLY_UP_WIDTH=60`. What of a file can
//! be understood counts, whatever else is wrong with it. A change rewrites the one value and nothing else of the file.

pub mod file;
pub mod keys;

use crate::clean::{Clean, nearest};
use crate::doc::marker::Glyphs;
use crate::figure::FigureForm;
use crate::keymap::{Command, Key, Keymap, SingleKeys};
use crate::layout::spacing::Spacing;

/// Names of the themes, the default first.
pub const THEMES: [&str; 5] = ["terminal", "paper", "ink", "night", "contrast"];
/// Measures that can be chosen, in columns.
pub const WIDTHS: std::ops::RangeInclusive<usize> = 20..=200;
/// The measure of a page where none is chosen, in columns.
pub const WIDTH: usize = 72;
/// Every name that a flag, the environment and the file know.
pub const NAMES: [&str; 9] = [
    "theme", "width", "spacing", "figures", "ascii", "mouse", "plain", "reader", "letters",
];
/// The name of the keys. Only the file knows it.
pub const KEYS: &str = "keys";
/// Settings of the learner's, which are kept with the progress.
const LEARNERS: [&str; 3] = ["sureness", "review", "journal"];

/// Whether something is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// As it is where nothing is said.
    Auto,
    On,
    Off,
}

/// What was said in one place; nothing where it says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// One of `THEMES`.
    pub theme: Option<&'static str>,
    /// The longest line, in columns.
    pub width: Option<usize>,
    pub spacing: Option<Spacing>,
    pub figures: Option<FigureForm>,
    /// Whether nothing beyond ASCII is drawn.
    pub ascii: Option<Switch>,
    pub mouse: Option<Switch>,
    /// Whether the plain face is used.
    pub plain: Option<Switch>,
    /// Whether the screen is heard or felt: by a screen reader or on a braille display.
    pub reader: Option<Switch>,
    /// Whether single characters are short cuts.
    pub letters: Option<Switch>,
    /// Commands with all the keys that they are to have.
    pub keys: Option<Vec<(Command, Vec<Key>)>>,
}

/// Why something that was said does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A name in kebab case.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl Settings {
    /// Takes in one of `NAMES` with its value.
    ///
    /// # Errors
    /// A name that is not known, or a value that it cannot have.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let refused = |help: String| Refusal {
            code: "value",
            message: format!("{name} cannot be {}", Clean::line(value)),
            help,
        };
        match name {
            "theme" => {
                let theme = THEMES.into_iter().find(|theme| *theme == value);
                self.theme = Some(theme.ok_or_else(|| refused(format!("one of {}", THEMES.join(", "))))?);
            }
            "width" => {
                let width = value.parse().ok().filter(|columns| WIDTHS.contains(columns));
                let help = format!("a number of columns from {} to {}", WIDTHS.start(), WIDTHS.end());
                self.width = Some(width.ok_or_else(|| refused(help))?);
            }
            "spacing" => {
                self.spacing = Some(match value {
                    "normal" => Spacing::Normal,
                    "loose" => Spacing::Loose,
                    _ => return Err(refused("normal or loose".to_owned())),
                });
            }
            "figures" => {
                self.figures = Some(match value {
                    "drawn" => FigureForm::Drawn,
                    "words" => FigureForm::Words,
                    _ => return Err(refused("drawn or words".to_owned())),
                });
            }
            "ascii" | "mouse" | "plain" | "reader" | "letters" => {
                let switch = Some(match value {
                    "auto" => Switch::Auto,
                    "on" | "true" | "1" => Switch::On,
                    "off" | "false" | "0" => Switch::Off,
                    _ => return Err(refused("on, off or auto".to_owned())),
                });
                match name {
                    "ascii" => self.ascii = switch,
                    "mouse" => self.mouse = switch,
                    "plain" => self.plain = switch,
                    "reader" => self.reader = switch,
                    _ => self.letters = switch,
                }
            }
            _ => return Err(unknown(name)),
        }
        Ok(())
    }

    /// These, and where they say nothing, those below.
    pub fn over(self, below: Settings) -> Settings {
        Settings {
            theme: self.theme.or(below.theme),
            width: self.width.or(below.width),
            spacing: self.spacing.or(below.spacing),
            figures: self.figures.or(below.figures),
            ascii: self.ascii.or(below.ascii),
            mouse: self.mouse.or(below.mouse),
            plain: self.plain.or(below.plain),
            reader: self.reader.or(below.reader),
            letters: self.letters.or(below.letters),
            keys: self.keys.or(below.keys),
        }
    }

    /// What the environment says, by variables such as `ALLY_UP_WIDTH`, and what is wrong with it, in words. An empty one says nothing.
    pub fn of_environment(var: impl Fn(&str) -> Option<String>) -> (Settings, Vec<Clean>) {
        let mut settings = Settings::default();
        let mut complaints = Vec::new();
        for name in NAMES {
            let variable = format!("ALLY_UP_{}", name.to_uppercase());
            let Some(value) = var(&variable).filter(|value| !value.is_empty()) else {
                continue;
            };
            if let Err(refusal) = settings.set(name, &value) {
                // Whoever asks for plain lines in other words gets them.
                if name == "plain" {
                    settings.plain = Some(Switch::On);
                    continue;
                }
                let told = format!("{variable}: {}; write {}", refusal.message, refusal.help);
                complaints.push(Clean::line(&told));
            }
        }
        (settings, complaints)
    }

    /// The name of the theme.
    pub fn theme(&self) -> &'static str {
        self.theme.unwrap_or(THEMES[0])
    }

    /// The longest line, in columns.
    pub fn width(&self) -> usize {
        self.width.unwrap_or(WIDTH)
    }

    /// The glyphs to draw with; `plain_signs` is why the terminal lacks the others, if it does.
    pub fn glyphs(&self, plain_signs: Option<&str>) -> Glyphs {
        match (self.ascii.unwrap_or(Switch::Auto), plain_signs) {
            (Switch::On, _) | (Switch::Auto, Some(_)) => Glyphs::Ascii,
            (Switch::Off, _) | (Switch::Auto, None) => Glyphs::Unicode,
        }
    }

    /// Whether the mouse clicks and scrolls.
    pub fn has_mouse(&self) -> bool {
        self.mouse == Some(Switch::On)
    }

    /// Whether the screen is heard or felt, and not seen.
    pub fn has_reader(&self) -> bool {
        self.reader == Some(Switch::On)
    }

    /// How figures are shown; whoever hears or feels the screen has them in words where nothing is said.
    pub fn figures(&self) -> FigureForm {
        self.figures.unwrap_or(match self.has_reader() {
            true => FigureForm::Words,
            false => FigureForm::Drawn,
        })
    }

    /// Whether single characters are short cuts.
    pub fn single_keys(&self) -> SingleKeys {
        match self.letters {
            Some(Switch::Off) => SingleKeys::Off,
            Some(Switch::On | Switch::Auto) | None => SingleKeys::On,
        }
    }

    /// The keys in force.
    pub fn keymap(&self) -> Keymap {
        Keymap::new(self.single_keys(), self.keys.as_deref().unwrap_or_default())
    }

    /// The names of what is said here.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let said = [
            self.theme.is_some(),
            self.width.is_some(),
            self.spacing.is_some(),
            self.figures.is_some(),
            self.ascii.is_some(),
            self.mouse.is_some(),
            self.plain.is_some(),
            self.reader.is_some(),
            self.letters.is_some(),
        ];
        NAMES
            .into_iter()
            .zip(said)
            .filter(|(_, is_said)| *is_said)
            .map(|(name, _)| name)
    }
}

fn unknown(name: &str) -> Refusal {
    let shown = Clean::line(name);
    let help = match LEARNERS.contains(&name) {
        true => "it belongs to you and not to this machine: the settings page changes it".to_owned(),
        false => {
            let names = NAMES.into_iter().chain([KEYS]);
            match nearest(name, names.clone()).filter(|(slips, _)| *slips < 3) {
                Some((_, near)) => format!("did you mean {near}?"),
                None => format!("settings are {}", names.collect::<Vec<_>>().join(", ")),
            }
        }
    };
    Refusal {
        code: "unknown-setting",
        message: format!("there is no setting {shown}"),
        help,
    }
}

/// Why this terminal lacks signs beyond ASCII, if it does: no font of the Linux console has ✓ or ◐, and both show as one box; and the
/// first of `LC_ALL`, `LC_CTYPE`, `LANG` that is set decides on the encoding. Where none is set, nothing is known.
pub fn plain_signs(var: impl Fn(&str) -> Option<String>) -> Option<Clean> {
    let set = |name: &'static str| Some((name, var(name).filter(|value| !value.is_empty())?));
    if var("TERM").as_deref() == Some("linux") {
        return Some(Clean::new(
            "TERM is linux, and fonts of the Linux console lack these signs",
        ));
    }
    let (name, value) = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set)?;
    let lower = value.to_lowercase();
    let is_utf8 = ["utf-8", "utf8"].iter().any(|spelled| lower.contains(spelled));
    (!is_utf8).then(|| Clean::line(&format!("{name} is {value}, which names no UTF-8")))
}

/// The settings in force, and what is known of them.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// What counts.
    pub settings: Settings,
    /// The keys in force.
    pub keymap: Keymap,
    /// What flags or the environment said, by name. It counts before the file.
    pub above: Vec<&'static str>,
    /// Why this terminal lacks signs beyond ASCII, if it does.
    pub plain_signs: Option<Clean>,
    /// Where the file is; nothing where there is no place for one.
    pub file: Option<Clean>,
    /// What is wrong with the file and with what the environment says, each on one line.
    pub complaints: Vec<Clean>,
}

impl Preferences {
    /// Preferences with these settings in force.
    pub fn new(settings: Settings) -> Preferences {
        Preferences {
            keymap: settings.keymap(),
            settings,
            ..Preferences::default()
        }
    }

    /// Changes one of `NAMES` at once.
    ///
    /// # Errors
    /// As for [`Settings::set`].
    pub fn adjust(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        self.settings.set(name, value)?;
        self.keymap = self.settings.keymap();
        Ok(())
    }

    /// The glyphs in force.
    pub fn glyphs(&self) -> Glyphs {
        self.settings.glyphs(self.plain_signs.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_counts_before_the_environment_and_that_before_the_file() {
        let said = |pairs: &[(&str, &str)]| {
            let mut settings = Settings::default();
            for (name, value) in pairs {
                settings.set(name, value).unwrap();
            }
            settings
        };
        let flags = said(&[("theme", "ink")]);
        let environment = said(&[("theme", "paper"), ("width", "60"), ("mouse", "1")]);
        let file = said(&[
            ("theme", "night"),
            ("width", "90"),
            ("spacing", "loose"),
            ("mouse", "off"),
        ]);
        let counts = flags.over(environment).over(file);
        assert_eq!((counts.theme(), counts.width()), ("ink", 60));
        assert_eq!(counts.spacing, Some(Spacing::Loose));
        assert!(counts.has_mouse());
        assert_eq!(
            counts.names().collect::<Vec<_>>(),
            ["theme", "width", "spacing", "mouse"]
        );
    }

    #[test]
    fn what_the_environment_says_wrongly_is_told_and_says_nothing() {
        let (settings, complaints) = Settings::of_environment(|name| match name {
            "ALLY_UP_WIDTH" => Some("wide\u{1b}[2J".to_owned()),
            "ALLY_UP_THEME" => Some(String::new()),
            "ALLY_UP_PLAIN" => Some("please".to_owned()),
            "ALLY_UP_ASCII" => Some("auto".to_owned()),
            _ => None,
        });
        let expected = Settings {
            plain: Some(Switch::On),
            ascii: Some(Switch::Auto),
            ..Settings::default()
        };
        assert_eq!(settings, expected);
        let told = "ALLY_UP_WIDTH: width cannot be wide[2J; write a number of columns from 20 to 200";
        assert_eq!(
            complaints.iter().map(|told| told.as_str()).collect::<Vec<_>>(),
            [told]
        );
    }

    #[test]
    fn signs_are_plain_where_the_terminal_or_the_locale_lacks_others() {
        let why = |set: &[(&str, &str)]| {
            let var = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            plain_signs(var).map(|words| words.to_string())
        };
        assert_eq!(why(&[]), None, "nothing is known");
        assert_eq!(why(&[("LANG", "de_DE.UTF-8"), ("TERM", "xterm")]), None);
        assert_eq!(
            why(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8"), ("LANG", "C")]),
            None
        );
        let console = why(&[("TERM", "linux"), ("LANG", "C.UTF-8")]).unwrap();
        assert!(console.starts_with("TERM is linux"), "{console}");
        let other = why(&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")]).unwrap();
        assert_eq!(other, "LC_ALL is POSIX, which names no UTF-8");
        let mut settings = Settings::default();
        assert_eq!(settings.glyphs(Some("why")), Glyphs::Ascii);
        settings.set("ascii", "off").unwrap();
        assert_eq!(settings.glyphs(Some("why")), Glyphs::Unicode);
        settings.set("ascii", "on").unwrap();
        assert_eq!(settings.glyphs(None), Glyphs::Ascii);
    }

    #[test]
    fn a_name_that_is_not_known_is_answered_with_the_nearest() {
        let help = |name: &str| Settings::default().set(name, "on").unwrap_err().help;
        assert_eq!(help("widht"), "did you mean width?");
        assert!(help("sureness").contains("settings page"));
        assert!(help("wallpaper").ends_with("letters, keys"));
    }
}
