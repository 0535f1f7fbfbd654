//! Owns how far the lines of prose stand apart. Must not know what they say.

use crate::layout::{Laid, Line};

/// How far the lines of prose stand apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spacing {
    #[default]
    Normal,
    /// With an empty line between any two.
    Loose,
}

/// Prose with its lines as far apart as they are to be.
pub fn spaced(laid: Laid, spacing: Spacing) -> Laid {
    if spacing == Spacing::Normal {
        return laid;
    }
    let mut loose = Laid {
        stops: laid.stops,
        ..Laid::default()
    };
    for (at, line) in laid.lines.into_iter().enumerate() {
        if at > 0 {
            loose.lines.push(Line::default());
        }
        loose.lines.push(line);
    }
    for stop in &mut loose.stops {
        stop.spots.iter_mut().for_each(|(line, _)| *line *= 2);
    }
    loose
}
