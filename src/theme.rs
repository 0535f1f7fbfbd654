//! Owns what each role looks like. The default sets no text colours: the terminal's own foreground and background are right already.
//! Must not know what a page says. Nothing is meant by colour alone: each role that matters has a word or a sign as well.

use crate::doc::text::{Role, TextStyle};
use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// Names of the themes, the default first.
pub const NAMES: [&str; 4] = ["terminal", "paper", "night", "contrast"];

/// Looks for every role.
#[derive(Clone, Debug, Default)]
pub struct Theme(Option<Palette>);

/// A full theme as its file has it; all colours as `#rrggbb`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename = "Theme", deny_unknown_fields)]
struct Palette {
    ground: Hex,
    ink: Hex,
    muted: Hex,
    title: Hex,
    code: Hex,
    link: Hex,
    right: Hex,
    wrong: Hex,
    partly: Hex,
    accent: Hex,
    bar: Hex,
}

/// A colour.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct Hex(u8, u8, u8);

impl TryFrom<String> for Hex {
    type Error = String;
    fn try_from(text: String) -> Result<Hex, String> {
        let number = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, red, green, blue] = number
            .ok_or_else(|| format!("{text} is not a colour like #1d3f72"))?
            .to_be_bytes();
        Ok(Hex(red, green, blue))
    }
}

impl Theme {
    /// The theme of that name, or nothing if there is none.
    pub fn named(name: &str) -> Option<Theme> {
        let source = match name {
            "terminal" => return Some(Theme::default()),
            "paper" => include_str!("../assets/themes/paper.ron"),
            "night" => include_str!("../assets/themes/night.ron"),
            "contrast" => include_str!("../assets/themes/contrast.ron"),
            _ => return None,
        };
        // A shipped theme that does not parse fails a test; here it is the default.
        Some(Theme(ron::from_str(source).ok()))
    }

    /// The style of the whole window.
    pub fn ground(&self) -> Style {
        match &self.0 {
            None => Style::new(),
            Some(palette) => Style::new().fg(palette.ink.color()).bg(palette.ground.color()),
        }
    }

    /// The style of words.
    pub fn style(&self, look: TextStyle) -> Style {
        let mut style = self.role(look.role);
        if look.strong {
            style = style.add_modifier(Modifier::BOLD);
        }
        if look.emphasis {
            style = style.add_modifier(Modifier::ITALIC);
        }
        if look.strike {
            style = style.add_modifier(Modifier::CROSSED_OUT);
        }
        style
    }

    /// The style of what is in focus, on top of the words' own.
    pub fn focus(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    fn role(&self, role: Role) -> Style {
        let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
        let plain = match role {
            Role::Link => underlined,
            Role::Muted | Role::Bar => Style::new().add_modifier(Modifier::DIM),
            Role::Body
            | Role::Title
            | Role::Code
            | Role::Right
            | Role::Wrong
            | Role::Partly
            | Role::Accent => Style::new(),
        };
        let Some(palette) = &self.0 else { return plain };
        match role {
            Role::Body => Style::new(),
            Role::Muted => Style::new().fg(palette.muted.color()),
            Role::Title => Style::new().fg(palette.title.color()),
            Role::Code => Style::new().fg(palette.code.color()),
            Role::Link => underlined.fg(palette.link.color()),
            Role::Right => Style::new().fg(palette.right.color()),
            Role::Wrong => Style::new().fg(palette.wrong.color()),
            Role::Partly => Style::new().fg(palette.partly.color()),
            Role::Accent => Style::new().fg(palette.accent.color()),
            Role::Bar => Style::new().fg(palette.bar.color()),
        }
    }
}

impl Hex {
    fn color(self) -> Color {
        Color::Rgb(self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast ratio of WCAG 2.2.
    fn contrast(a: Hex, b: Hex) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let light = |hex: Hex| 0.2126 * part(hex.0) + 0.7152 * part(hex.1) + 0.0722 * part(hex.2);
        let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
        (high + 0.05) / (low + 0.05)
    }

    #[test]
    fn every_text_of_every_theme_can_be_read() {
        assert!((contrast(Hex(0, 0, 0), Hex(255, 255, 255)) - 21.0).abs() < 0.01);
        for name in NAMES.into_iter().skip(1) {
            let palette = Theme::named(name)
                .expect("the name is listed")
                .0
                .expect("the file parses");
            let least = if name == "contrast" { 7.0 } else { 4.5 };
            for (role, color) in [
                ("ink", palette.ink),
                ("muted", palette.muted),
                ("title", palette.title),
                ("code", palette.code),
                ("link", palette.link),
                ("right", palette.right),
                ("wrong", palette.wrong),
                ("partly", palette.partly),
                ("accent", palette.accent),
            ] {
                let ratio = contrast(color, palette.ground);
                assert!(ratio >= least, "{role} of {name} has a contrast of {ratio:.2}");
            }
            assert!(contrast(palette.bar, palette.ground) >= 3.0, "bar of {name}");
        }
    }

    #[test]
    fn the_default_sets_no_colour() {
        let theme = Theme::default();
        assert_eq!(theme.ground(), Style::new());
        for role in [
            Role::Body,
            Role::Muted,
            Role::Right,
            Role::Wrong,
            Role::Link,
            Role::Accent,
            Role::Bar,
        ] {
            let style = theme.style(TextStyle {
                role,
                ..TextStyle::default()
            });
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
