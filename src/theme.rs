//! Owns what each role looks like: the themes, and which of their colors a terminal can show.
//! Must not know what a page says. Nothing is meant by color alone: each role that matters has a word or a sign as well.
//!
//! The default takes from the terminal's own sixteen colors, so that it fits a light and a dark ground. No one of the sixteen can be
//! read well on every ground that people use: the plain red, blue and magenta sink on dark ones, the bright ones pale on light ones.
//! So words keep the terminal's own ink, strong ones in any role, and a color marks signs, rules and bars; those taken are the best of
//! the sixteen for that (a test computes the contrast in the palettes of ten terminals, on light and dark grounds).

use crate::doc::text::{Role, TextStyle};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// Which colors a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorDepth {
    /// None, or none are wanted: bold, underlined and reversed text only.
    #[default]
    None,
    /// The sixteen that a terminal's own settings name.
    Sixteen,
    /// Those of xterm: a cube of 216 and 24 grays beside the sixteen.
    TwoHundredFiftySix,
    /// Any, as red, green and blue.
    Full,
}

impl ColorDepth {
    /// What a terminal says of itself in `TERM` and `COLORTERM`.
    pub fn said(term: &str, colorterm: &str) -> ColorDepth {
        let is_full =
            ["truecolor", "24bit"].contains(&colorterm) || term.ends_with("-direct") || cfg!(windows);
        if is_full {
            ColorDepth::Full
        } else if term.contains("256color") {
            ColorDepth::TwoHundredFiftySix
        } else {
            ColorDepth::Sixteen
        }
    }
}

/// Looks for every role. The default one has no colors.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    palette: Option<Palette>,
    depth: ColorDepth,
}

/// A full theme as its file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename = "Theme", deny_unknown_fields)]
struct Palette {
    ground: Tone,
    ink: Tone,
    muted: Tone,
    title: Tone,
    code: Tone,
    link: Tone,
    right: Tone,
    wrong: Tone,
    partly: Tone,
    accent: Tone,
    bar: Tone,
    /// Words that were looked for.
    found: Tone,
    /// The ground of the row in focus; its words take `ink`. A tone that is the terminal's own stands for ink and ground swapped.
    focus: Tone,
}

/// A color as a theme names it: `own`, the terminal's ink or ground; one of its sixteen, as `bright-red`; or `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
enum Tone {
    Own,
    Indexed(u8),
    Rgb([u8; 3]),
}

/// What tells words that were looked for without a color, in the row in focus as well.
const FOUND: Modifier = Modifier::BOLD.union(Modifier::UNDERLINED);

/// Names of the sixteen, in their order.
const SIXTEEN: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// What xterm shows for the sixteen where nobody set them.
const XTERM: [[u8; 3]; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

impl TryFrom<String> for Tone {
    type Error = String;
    fn try_from(text: String) -> Result<Tone, String> {
        if text == "own" {
            return Ok(Tone::Own);
        }
        if let Some(at) = SIXTEEN.iter().position(|name| *name == text) {
            return Ok(Tone::Indexed(at as u8));
        }
        let number = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, red, green, blue] = number
            .ok_or_else(|| format!("{text} is not a color like #1d3f72, bright-red or own"))?
            .to_be_bytes();
        Ok(Tone::Rgb([red, green, blue]))
    }
}

impl Tone {
    /// The color where `depth` has it, else the nearest that it has.
    fn color(self, depth: ColorDepth) -> Color {
        match (self, depth) {
            (Tone::Own, _) | (_, ColorDepth::None) => Color::Reset,
            (Tone::Indexed(at), _) => Color::Indexed(at),
            (Tone::Rgb([red, green, blue]), ColorDepth::Full) => Color::Rgb(red, green, blue),
            (Tone::Rgb(wanted), ColorDepth::TwoHundredFiftySix) => Color::Indexed(nearest(wanted, 16..=255)),
            (Tone::Rgb(wanted), ColorDepth::Sixteen) => {
                // The two grays are for what is gray: a title in one of them would be fainter than what stands below it.
                let apart = wanted.iter().max().zip(wanted.iter().min());
                let is_gray = apart.is_some_and(|(most, least)| most - least < 40);
                let serves = |at: &u8| is_gray || !matches!(at, 7 | 8);
                Color::Indexed(nearest(wanted, (0..16).filter(serves)))
            }
        }
    }
}

/// What xterm shows for a number. The cube and the grays are the same in every terminal; the sixteen can be set.
fn xterm(number: u8) -> [u8; 3] {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match number {
        0..=15 => XTERM[usize::from(number)],
        16..=231 => {
            let at = usize::from(number - 16);
            [STEPS[at / 36], STEPS[at / 6 % 6], STEPS[at % 6]]
        }
        232..=255 => [8 + 10 * (number - 232); 3],
    }
}

/// The one of these numbers whose color looks most like the wanted one: the distance in red, green and blue, weighted by how the eye
/// sees them ("redmean", Thiadmer Riemersma, Colour metric).
fn nearest(wanted: [u8; 3], numbers: impl Iterator<Item = u8>) -> u8 {
    let distance = |number: u8| {
        let there = xterm(number);
        let apart = |at: usize| i64::from(wanted[at]) - i64::from(there[at]);
        let red = (i64::from(wanted[0]) + i64::from(there[0])) / 2;
        let [r, g, b] = [apart(0).pow(2), apart(1).pow(2), apart(2).pow(2)];
        (512 + red) * r / 256 + 4 * g + (767 - red) * b / 256
    };
    numbers.min_by_key(|number| distance(*number)).unwrap_or_default()
}

impl Theme {
    /// The theme of that name, one of `settings::THEMES`, or nothing if there is none.
    pub fn named(name: &str, depth: ColorDepth) -> Option<Theme> {
        let source = match name {
            "terminal" => include_str!("../assets/themes/terminal.ron"),
            "paper" => include_str!("../assets/themes/paper.ron"),
            "ink" => include_str!("../assets/themes/ink.ron"),
            "night" => include_str!("../assets/themes/night.ron"),
            "contrast" => include_str!("../assets/themes/contrast.ron"),
            _ => return None,
        };
        // A shipped theme that does not parse fails a test; here it is the one without colors.
        let palette = (depth != ColorDepth::None)
            .then(|| ron::from_str(source).ok())
            .flatten();
        Some(Theme { palette, depth })
    }

    /// The style of the whole window.
    pub fn ground(&self) -> Style {
        match &self.palette {
            None => Style::new(),
            Some(palette) => self.colored(palette.ink).bg(palette.ground.color(self.depth)),
        }
    }

    /// The style of words.
    pub fn style(&self, look: TextStyle) -> Style {
        let mut style = self.role(look.role);
        if look.strong {
            style = style.add_modifier(Modifier::BOLD);
            style.fg = style.fg.filter(|_| !self.is_of_the_terminal());
        }
        if look.emphasis {
            style = style.add_modifier(Modifier::ITALIC);
        }
        if look.strike {
            style = style.add_modifier(Modifier::CROSSED_OUT);
        }
        style
    }

    /// The style of what is in focus: one bar, in which the words lay their own colors aside.
    pub fn focus(&self) -> Style {
        let bar = match &self.palette {
            // Where few colors are left, the bar may have become the ground.
            Some(palette) if palette.focus.color(self.depth) != palette.ground.color(self.depth) => {
                self.colored(palette.ink).bg(palette.focus.color(self.depth))
            }
            Some(palette) => self
                .colored(palette.ink)
                .bg(palette.ground.color(self.depth))
                .add_modifier(Modifier::REVERSED),
            None => Style::new().add_modifier(Modifier::REVERSED),
        };
        bar.remove_modifier(Modifier::DIM)
    }

    /// Whether its ink is the terminal's own, and its colors are of the terminal's sixteen.
    fn is_of_the_terminal(&self) -> bool {
        self.palette
            .as_ref()
            .is_some_and(|palette| palette.ink == Tone::Own)
    }

    fn colored(&self, tone: Tone) -> Style {
        Style::new().fg(tone.color(self.depth))
    }

    fn role(&self, role: Role) -> Style {
        let Some(palette) = &self.palette else {
            return match role {
                Role::Link => Style::new().add_modifier(Modifier::UNDERLINED),
                Role::Match => Style::new().add_modifier(FOUND),
                Role::Bar => Style::new().add_modifier(Modifier::DIM),
                Role::Body | Role::Title | Role::Code | Role::Muted => Style::new(),
                Role::Right | Role::Wrong | Role::Partly | Role::Accent => Style::new(),
            };
        };
        match role {
            Role::Body => Style::new(),
            // What a gray of the sixteen looks like is not known: on many terminals it can hardly be read.
            Role::Muted if self.depth == ColorDepth::Sixteen => self.colored(palette.ink),
            Role::Muted => self.colored(palette.muted),
            Role::Title => self.colored(palette.title),
            Role::Code => self.colored(palette.code),
            Role::Link => self.colored(palette.link).add_modifier(Modifier::UNDERLINED),
            Role::Right => self.colored(palette.right),
            Role::Wrong => self.colored(palette.wrong),
            Role::Partly => self.colored(palette.partly),
            Role::Accent => self.colored(palette.accent),
            Role::Bar => self.colored(palette.bar),
            Role::Match => self.colored(palette.found).add_modifier(FOUND),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::THEMES;

    /// Relative luminance and contrast ratio of WCAG 2.2.
    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let light = |[r, g, b]: [u8; 3]| 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
        (high + 0.05) / (low + 0.05)
    }

    fn palette(name: &str) -> Palette {
        let theme = Theme::named(name, ColorDepth::Full).expect("the name is listed");
        theme.palette.expect("the file parses")
    }

    /// The colors of words, each with its role.
    fn words(palette: &Palette) -> [(&'static str, Tone); 10] {
        [
            ("ink", palette.ink),
            ("muted", palette.muted),
            ("title", palette.title),
            ("code", palette.code),
            ("link", palette.link),
            ("right", palette.right),
            ("wrong", palette.wrong),
            ("partly", palette.partly),
            ("accent", palette.accent),
            ("found", palette.found),
        ]
    }

    /// What a color of a theme looks like at a depth, in xterm.
    fn shown(tone: Tone, depth: ColorDepth) -> [u8; 3] {
        match tone.color(depth) {
            Color::Rgb(red, green, blue) => [red, green, blue],
            Color::Indexed(number) => xterm(number),
            color => panic!("{color:?} is the terminal's own"),
        }
    }

    #[test]
    fn every_text_of_every_theme_can_be_read_at_every_depth() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        for name in THEMES.into_iter().skip(1) {
            let palette = palette(name);
            let least = if name == "contrast" { 7.0 } else { 4.5 };
            for (depth, least) in [
                (ColorDepth::Full, least),
                (ColorDepth::TwoHundredFiftySix, 4.0),
                (ColorDepth::Sixteen, 3.0),
            ] {
                let ground = shown(palette.ground, depth);
                for (role, color) in words(&palette) {
                    let ratio = contrast(shown(color, depth), ground);
                    assert!(
                        ratio >= least,
                        "{role} of {name} has a contrast of {ratio:.2} in {depth:?}"
                    );
                }
                let bar = contrast(shown(palette.bar, depth), ground);
                assert!(
                    bar >= 3.0,
                    "bar of {name} has a contrast of {bar:.2} in {depth:?}"
                );
                let focus = contrast(shown(palette.ink, depth), shown(palette.focus, depth));
                assert!(
                    focus >= 4.5,
                    "the words in focus of {name} have a contrast of {focus:.2} in {depth:?}"
                );
            }
        }
    }

    /// Grounds of terminals as they come, and their red, green, blue, magenta, then the bright ones of these.
    const TERMINALS: [(&str, &str, &str); 16] = [
        ("xterm, dark", "#000000", "#00cd00 #ff0000 #5c5cff #ff00ff"),
        ("xterm, light", "#ffffff", "#00cd00 #ff0000 #5c5cff #ff00ff"),
        ("Linux console", "#000000", "#00aa00 #ff5555 #5555ff #ff55ff"),
        ("Windows Terminal", "#0c0c0c", "#13a10e #e74856 #3b78ff #b4009e"),
        ("GNOME, dark", "#1d1d1d", "#26a269 #f66151 #2a7bde #c061cb"),
        ("GNOME, light", "#ffffff", "#26a269 #f66151 #2a7bde #c061cb"),
        ("Tango, dark", "#300a24", "#4e9a06 #ef2929 #729fcf #ad7fa8"),
        ("Tango, light", "#ffffff", "#4e9a06 #ef2929 #729fcf #ad7fa8"),
        ("Apple, dark", "#000000", "#25bc24 #fc391f #5833ff #f935f8"),
        ("Apple, light", "#ffffff", "#25bc24 #fc391f #5833ff #f935f8"),
        ("VS Code, dark", "#1e1e1e", "#0dbc79 #f14c4c #3b8eea #d670d6"),
        ("VS Code, light", "#ffffff", "#00bc00 #cd3131 #0451a5 #bc05bc"),
        ("Solarized, dark", "#002b36", "#859900 #cb4b16 #839496 #6c71c4"),
        ("Solarized, light", "#fdf6e3", "#859900 #cb4b16 #839496 #6c71c4"),
        ("kitty", "#000000", "#19cb00 #f2201f #1a8fff #fd28ff"),
        ("One Half, light", "#fafafa", "#50a14f #df6c75 #61afef #c577dd"),
    ];

    #[test]
    fn the_terminals_own_colors_are_the_best_of_the_sixteen() {
        let theme = palette("terminal");
        let named = |name: &str| Tone::try_from(name.to_owned()).expect("a color");
        assert_eq!([theme.link, theme.muted], [Tone::Own; 2]);
        let order = ["green", "bright-red", "bright-blue", "bright-magenta"].map(named);
        let rgb = |text: &str| match named(text) {
            Tone::Rgb(parts) => parts,
            tone => panic!("{tone:?}"),
        };
        for (role, tone) in words(&theme).into_iter().chain([("bar", theme.bar)]) {
            let Some(at) = order.iter().position(|color| *color == tone) else {
                assert_eq!(tone, Tone::Own, "{role} is a color that was not measured");
                continue;
            };
            // Signs of verdicts stand beside words that say the same; a heading's bar and a callout have only this.
            let least = if matches!(role, "title" | "accent" | "bar") {
                2.8
            } else {
                2.1
            };
            for (terminal, ground, colors) in TERMINALS {
                let color = colors.split(' ').nth(at).expect("four colors");
                let ratio = contrast(rgb(color), rgb(ground));
                assert!(
                    ratio >= least,
                    "{role} has a contrast of {ratio:.2} in {terminal}"
                );
            }
        }
    }

    #[test]
    fn a_terminal_says_which_colors_it_has() {
        for (term, colorterm, depth) in [
            ("xterm-256color", "truecolor", ColorDepth::Full),
            ("xterm", "24bit", ColorDepth::Full),
            ("xterm-direct", "", ColorDepth::Full),
            ("screen-256color", "", ColorDepth::TwoHundredFiftySix),
            ("xterm-256color", "yes", ColorDepth::TwoHundredFiftySix),
            ("linux", "", ColorDepth::Sixteen),
        ] {
            if !cfg!(windows) {
                assert_eq!(ColorDepth::said(term, colorterm), depth, "{term} {colorterm}");
            }
        }
    }

    #[test]
    fn the_bar_of_the_focus_is_seen_however_few_colors_there_are() {
        for name in THEMES {
            for depth in [
                ColorDepth::Full,
                ColorDepth::TwoHundredFiftySix,
                ColorDepth::Sixteen,
                ColorDepth::None,
            ] {
                let theme = Theme::named(name, depth).unwrap();
                let (bar, ground) = (theme.focus(), theme.ground());
                let is_reversed = bar.add_modifier.contains(Modifier::REVERSED);
                assert!(is_reversed || bar.bg != ground.bg, "{name} in {depth:?}");
            }
        }
    }

    #[test]
    fn a_color_that_the_terminal_lacks_is_the_nearest_one() {
        let tone = |text: &str| Tone::try_from(text.to_owned()).expect("a color");
        assert_eq!(
            tone("#1d3f72").color(ColorDepth::Full),
            Color::Rgb(0x1d, 0x3f, 0x72)
        );
        assert_eq!(tone("#ffffff").color(ColorDepth::Sixteen), Color::Indexed(15));
        assert_eq!(
            tone("#808080").color(ColorDepth::TwoHundredFiftySix),
            Color::Indexed(244)
        );
        assert_eq!(
            tone("#ff0000").color(ColorDepth::TwoHundredFiftySix),
            Color::Indexed(196)
        );
        assert_eq!(tone("bright-red").color(ColorDepth::Full), Color::Indexed(9));
        assert_eq!(tone("#ff0000").color(ColorDepth::None), Color::Reset);
        assert!(Tone::try_from("#12345".to_owned()).is_err());
    }

    #[test]
    fn without_colors_none_is_set() {
        for theme in [
            Theme::default(),
            Theme::named("night", ColorDepth::None).expect("a theme"),
        ] {
            assert_eq!(theme.ground(), Style::new());
            assert_eq!(theme.focus().fg, None);
            for role in [
                Role::Body,
                Role::Muted,
                Role::Right,
                Role::Wrong,
                Role::Link,
                Role::Accent,
                Role::Bar,
                Role::Match,
            ] {
                let style = theme.style(TextStyle {
                    role,
                    ..TextStyle::default()
                });
                assert_eq!((style.fg, style.bg), (None, None));
            }
        }
    }
}
