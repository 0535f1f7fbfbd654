//! Owns the drawing of a spectrum: a line between two ends with marks on it, named above and below in turn; in a narrow room a
//! short line for each mark.

use crate::doc::Align;
use crate::doc::figure_data::SpectrumMark;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, Room, TITLE};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Columns of the whole drawing at most, and of its line at least.
const WIDEST: usize = 84;
const SHORTEST: usize = 24;
/// How many lines of names may stand on one side.
const TIERS: usize = 3;

/// A spectrum with its labels made ready, its marks from low to high.
pub struct Spectrum {
    low: Label,
    high: Label,
    marks: Vec<(usize, Label)>,
}

/// Names on one side of the line, nearest first: where each begins, its columns, and the column of its mark.
#[derive(Default)]
struct Side {
    tiers: [Vec<Name>; TIERS],
}

#[derive(Clone, Copy)]
struct Name {
    nth: usize,
    from: usize,
    to: usize,
    mark: usize,
}

impl Spectrum {
    /// The spectrum that an author wrote.
    pub fn new(low: &str, high: &str, marks: &[SpectrumMark]) -> Spectrum {
        let percent = |at: u32| usize::try_from(at.min(100)).unwrap_or(100);
        let mut marks: Vec<_> = marks
            .iter()
            .map(|mark| (percent(mark.at), Label::new(&mark.text)))
            .collect();
        marks.sort_by_key(|(at, _)| *at);
        Spectrum {
            low: Label::new(low),
            high: Label::new(high),
            marks,
        }
    }

    fn texts(&self) -> impl Iterator<Item = &Label> {
        self.marks.iter().map(|(_, text)| text)
    }
}

/// Draws the spectrum: one line for all marks, else a short line for each.
pub fn draw(spectrum: &Spectrum, room: Room) -> Option<Canvas> {
    line(spectrum, room).or_else(|| rows(spectrum, room))
}

fn line(spectrum: &Spectrum, room: Room) -> Option<Canvas> {
    let (low, high) = (spectrum.low.width(), spectrum.high.width());
    let length = room.columns.min(WIDEST).checked_sub(low + high + 2)?;
    if length < SHORTEST.max(3 * spectrum.marks.len() + 4) {
        return None;
    }
    let (from, to) = (low + 1, low + length);
    let whole = low + high + 2 + length;
    let mut sides = [Side::default(), Side::default()];
    let mut taken = from + 1;
    for (nth, (at, text)) in spectrum.marks.iter().enumerate() {
        // The tips of the line are not for marks, and the marks still to come need their cells.
        let rest = 2 * (spectrum.marks.len() - 1 - nth);
        let mark = (from + 2 + at * (length - 5) / 100)
            .max(taken + 1)
            .min(to - 2 - rest);
        taken = mark + 1;
        let wide = text.width();
        let begin = mark.saturating_sub(wide / 2).min(whole.checked_sub(wide)?);
        let name = Name {
            nth,
            from: begin,
            to: begin + wide,
            mark,
        };
        let (first, second) = (nth % 2, (nth + 1) % 2);
        if !sides[first].take(name) && !sides[second].take(name) {
            return None;
        }
    }
    Some(drawn(spectrum, &sides, (from, to), room))
}

fn drawn(spectrum: &Spectrum, [above, below]: &[Side; 2], (from, to): (usize, usize), room: Room) -> Canvas {
    let mut canvas = Canvas::new(room.glyphs);
    let axis = above.tall();
    canvas.words((0, axis), spectrum.low.as_str(), TITLE);
    canvas.words((to + 2, axis), spectrum.high.as_str(), TITLE);
    for (side, down) in [(above, false), (below, true)] {
        for (tier, names) in side.tiers.iter().enumerate() {
            for name in names {
                let y = if down { axis + 2 + tier } else { axis - 2 - tier };
                canvas.words((name.mark, axis), canvas.dot(), MARK);
                canvas.path(&[(name.mark, axis), (name.mark, y)], FRAME);
                canvas.words((name.from, y), spectrum.marks[name.nth].1.as_str(), LABEL);
            }
        }
    }
    canvas.path(&[(from, axis), (to, axis)], FRAME);
    canvas.words((from, axis), room.glyphs.pick("◀", "<"), MARK);
    canvas.words((to, axis), room.glyphs.pick("▶", ">"), MARK);
    canvas
}

impl Side {
    /// Takes a name into the nearest tier where it meets no other name and no lead of one. Returns whether there was one.
    fn take(&mut self, name: Name) -> bool {
        let meets = |other: &Name| other.from < name.to + 2 && name.from < other.to + 2;
        let crosses = |other: &Name| (other.from..=other.to).contains(&name.mark);
        let crossed = |other: &Name| (name.from..=name.to).contains(&other.mark);
        let free = |tier: usize| {
            let nearer = self.tiers[..tier].iter().flatten().all(|other| !crosses(other));
            let farther = self.tiers[tier + 1..]
                .iter()
                .flatten()
                .all(|other| !crossed(other));
            nearer && farther && self.tiers[tier].iter().all(|other| !meets(other))
        };
        match (0..TIERS).find(|tier| free(*tier)) {
            Some(tier) => {
                self.tiers[tier].push(name);
                true
            }
            None => false,
        }
    }

    /// Lines it takes, the leads counted.
    fn tall(&self) -> usize {
        match self.tiers.iter().rposition(|tier| !tier.is_empty()) {
            Some(tier) => tier + 2,
            None => 0,
        }
    }
}

fn rows(spectrum: &Spectrum, room: Room) -> Option<Canvas> {
    let texts = longest(spectrum.texts());
    let beside = widest(spectrum.texts())
        .min((room.columns / 2).saturating_sub(2))
        .max(texts);
    let (text, indent) = match beside + 2 + 11 <= room.columns {
        true => (beside, beside + 2),
        false => (room.columns, 0),
    };
    let length = room.columns.checked_sub(indent)?.min(40);
    if texts > room.columns || longest([&spectrum.low, &spectrum.high]) > room.columns {
        return None;
    }
    let mut canvas = Canvas::new(room.glyphs);
    let mut y = ends(&mut canvas, spectrum, (indent, length), room);
    let tall = spectrum
        .texts()
        .any(|label| indent == 0 || label.wrap(text).height() > 1);
    for (at, label) in &spectrum.marks {
        let block = label.wrap(text);
        canvas.block((0, y), 0, &block, (Align::Left, LABEL));
        let bar = if indent > 0 { y } else { y + block.height() };
        canvas.path(&[(indent, bar), (indent + length - 1, bar)], FRAME);
        canvas.words((indent + at * (length - 1) / 100, bar), canvas.dot(), MARK);
        y = (bar + 1).max(y + block.height()) + usize::from(tall);
    }
    Some(canvas)
}

/// Names the ends over the short lines. Returns the line below.
fn ends(canvas: &mut Canvas, spectrum: &Spectrum, (x, length): (usize, usize), room: Room) -> usize {
    let (low, high) = (&spectrum.low, &spectrum.high);
    if low.width() + 2 + high.width() <= length {
        canvas.words((x, 0), low.as_str(), TITLE);
        canvas.block(
            (x, 0),
            length,
            &LabelLines::of(vec![high.as_str().to_owned()]),
            (Align::Right, TITLE),
        );
        return 1;
    }
    let (low, high) = (low.wrap(room.columns), high.wrap(room.columns));
    canvas.block(
        (x.min(room.columns - low.width), 0),
        0,
        &low,
        (Align::Left, TITLE),
    );
    canvas.block((0, low.height()), x + length, &high, (Align::Right, TITLE));
    low.height() + high.height()
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn names_do_not_meet_and_have_lines_of_their_own_where_it_is_narrow() {
        let figure = r#"Spectrum(low: "headwind", high: "tailwind", marks: [(at: 80, text: "hiring"), (at: 20, text: "travel"), (at: 30, text: "language"), (at: 25, text: "after dark")])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
                     language
                 travel  │
                    │    │
headwind ◀──────────●──●─●────────────────────────●───────────▶ tailwind
                       │                          │
                  after dark                   hiring
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
            headwind      tailwind
travel      ────●─────────────────
after dark  ─────●────────────────
language    ──────●───────────────
hiring      ────────────────●─────
"
        );
    }
}
