//! Owns how a style is written to a terminal: SGR, ECMA-48 with the bright colors of aixterm. Pure. Must not know what is styled.

use crate::paint::cells::number;
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
        // What is on is switched off with all the rest: not every terminal knows how to end bold alone.
        let from = match self.modifier.contains(before.modifier) {
            true => before,
            false => {
                parameters.push("0".to_owned());
                Look::default()
            }
        };
        let added = self.modifier - from.modifier;
        let switched = MODIFIERS.iter().filter(|(of, _)| added.contains(*of));
        parameters.extend(switched.map(|(_, number)| number.to_string()));
        for (is, was, black) in [(self.ink, from.ink, 30), (self.ground, from.ground, 40)] {
            parameters.extend((is != was).then(|| color(is, black)));
        }
        format!("\x1b[{}m", parameters.join(";"))
    }
}

/// The parameters of a color; `first` is that of black, 30 for ink and 40 for the ground.
fn color(color: Color, first: u8) -> String {
    let number = match color {
        Color::Reset => return (first + 9).to_string(),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", first + 8),
        color => number(color),
    };
    match number {
        0..=7 => (first + number).to_string(),
        8..=15 => (first + 60 + number - 8).to_string(),
        number => format!("{};5;{number}", first + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_look_what_is_otherwise_is_written_and_what_ends_ends_all() {
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
        let bold = Look {
            modifier: Modifier::BOLD,
            ..page
        };
        assert_eq!(
            (bold.after(page), dark.after(page)),
            ("\x1b[1m".into(), "\x1b[39;44m".into())
        );
    }
}
