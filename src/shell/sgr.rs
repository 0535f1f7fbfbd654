//! Owns how a style is written to a terminal: SGR, ECMA-48 with the bright colors of aixterm. Pure. Must not know what is styled.

use ratatui::style::{Color, Modifier};

/// Everything is as the terminal has it by itself.
pub const PLAIN: &str = "\x1b[m";

/// What is switched on by which number.
const MODIFIERS: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// How cells look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub ink: Color,
    pub ground: Color,
    pub modifier: Modifier,
}

impl Look {
    /// Whether a blank that looks so is like one that was erased.
    pub fn is_plain(self) -> bool {
        self == Look::default()
    }

    /// What is written to go on in this look after another one.
    pub fn after(self, before: Look) -> String {
        if self.is_plain() {
            return PLAIN.to_owned();
        }
        let mut parameters = Vec::new();
        if !before.is_plain() {
            parameters.push("0".to_owned());
        }
        let switched = MODIFIERS.iter().filter(|(of, _)| self.modifier.contains(*of));
        parameters.extend(switched.map(|(_, number)| number.to_string()));
        parameters.extend(color(self.ink, 30));
        parameters.extend(color(self.ground, 40));
        format!("\x1b[{}m", parameters.join(";"))
    }
}

/// The parameters of a color; `first` is that of black, 30 for ink and 40 for the ground.
fn color(color: Color, first: u8) -> Option<String> {
    let number = match color {
        Color::Reset => return None,
        Color::Rgb(red, green, blue) => return Some(format!("{};2;{red};{green};{blue}", first + 8)),
        Color::Indexed(number) => number,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(match number {
        0..=7 => (first + number).to_string(),
        8..=15 => (first + 60 + number - 8).to_string(),
        number => format!("{};5;{number}", first + 8),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_written_whole_and_reset_before_another() {
        let title = Look {
            ink: Color::Indexed(9),
            modifier: Modifier::BOLD | Modifier::REVERSED,
            ..Look::default()
        };
        assert_eq!(title.after(Look::default()), "\x1b[1;7;91m");
        assert_eq!(Look::default().after(title), "\x1b[m");
        let page = Look {
            ink: Color::Rgb(1, 2, 3),
            ground: Color::Indexed(230),
            ..Look::default()
        };
        assert_eq!(page.after(title), "\x1b[0;38;2;1;2;3;48;5;230m");
        let dark = Look {
            ground: Color::Blue,
            ..Look::default()
        };
        assert_eq!(dark.after(Look::default()), "\x1b[44m");
    }
}
