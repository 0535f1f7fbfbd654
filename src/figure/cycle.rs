//! Owns the drawing of a cycle: boxes on a ring, forth in the upper row and back in the lower one; in a narrow room a column
//! with a line that returns at its left.

use crate::doc::Align;
use crate::figure::canvas::{Canvas, LABEL, REMARK, Room};
use crate::figure::label::{Label, longest, widest};

/// Columns between two boxes of a row: no less than, and no more than.
const GAP: (usize, usize) = (7, 13);
/// Lines that a label in a box may take before the ring becomes a column.
const TALLEST: usize = 3;

/// A cycle with its labels made ready.
pub struct Cycle {
    steps: Vec<Label>,
    back: Label,
    around: Label,
}

/// Measures of a ring: boxes of one size, in two rows.
struct Ring {
    /// Columns of a box.
    wide: usize,
    /// Lines of a box.
    tall: usize,
    /// Boxes in the upper row; the others come back below.
    upper: usize,
    /// Columns of the whole.
    whole: usize,
}

impl Cycle {
    /// The cycle that an author wrote.
    pub fn new(steps: &[String], back: &Option<String>, around: &Option<String>) -> Cycle {
        Cycle {
            steps: Label::all(steps),
            back: Label::maybe(back.as_deref()),
            around: Label::maybe(around.as_deref()),
        }
    }
}

/// Draws the cycle: as a ring, else as a column.
pub fn draw(cycle: &Cycle, room: Room) -> Option<Canvas> {
    if longest([&cycle.back, &cycle.around]) > room.columns || cycle.steps.is_empty() {
        return None;
    }
    let ring = if cycle.steps.len() < 3 {
        None
    } else {
        fit(cycle, room)
    };
    match ring {
        Some(ring) => Some(round(cycle, &ring, room)),
        None => column(cycle, room),
    }
}

/// The widest ring there is room for.
fn fit(cycle: &Cycle, room: Room) -> Option<Ring> {
    let upper = cycle.steps.len().div_ceil(2);
    (longest(&cycle.steps)..=widest(&cycle.steps))
        .rev()
        .find_map(|cap| {
            let blocks: Vec<_> = cycle.steps.iter().map(|step| step.wrap(cap)).collect();
            let wide = blocks
                .iter()
                .map(|block| block.width)
                .max()?
                .max(cycle.back.longest())
                .max(1)
                + 4;
            let tall = blocks.iter().map(|block| block.height()).max()?;
            let gap = room.columns.checked_sub(wide * upper)? / (upper - 1);
            let whole = wide * upper + gap.min(GAP.1) * (upper - 1);
            (gap >= GAP.0 && tall <= TALLEST).then_some(Ring {
                wide,
                tall: tall + 2,
                upper,
                whole,
            })
        })
}

fn round(cycle: &Cycle, ring: &Ring, room: Room) -> Canvas {
    let mut canvas = Canvas::new(room.glyphs);
    let Ring {
        wide,
        tall,
        upper,
        whole,
    } = *ring;
    let (left, right) = (wide / 2, whole - 1 - wide / 2);
    let back = cycle.back.wrap(wide);
    let inside = (right - left).saturating_sub(back.width / 2 + 5);
    let around = cycle.around.wrap(inside.max(1));
    let fits = cycle.around.longest() <= inside && around.height() <= TALLEST;
    let between = (back.height() + 2)
        .max(if fits { around.height() + 2 } else { 0 })
        .max(3);
    let below = tall + between;

    let spot = |nth: usize| match nth.checked_sub(upper) {
        None => (nth * (whole - wide) / (upper - 1), 0),
        Some(nth) => match cycle.steps.len() - upper {
            1 => ((whole - wide) / 2, below),
            lower => (whole - wide - nth * (whole - wide) / (lower - 1), below),
        },
    };
    for (nth, step) in cycle.steps.iter().enumerate() {
        let (x, y) = spot(nth);
        canvas.boxed((x, y), (wide, tall), &step.wrap(wide - 4));
        if nth > 0 && nth < upper {
            canvas.arrow(&[
                (spot(nth - 1).0 + wide - 1, y + (tall - 1) / 2),
                (x - 1, y + (tall - 1) / 2),
            ]);
        } else if nth > upper {
            canvas.arrow(&[
                (spot(nth - 1).0, y + (tall - 1) / 2),
                (x + wide, y + (tall - 1) / 2),
            ]);
        }
    }
    let middle = below + (tall - 1) / 2;
    if cycle.steps.len() - upper == 1 {
        let (x, _) = spot(upper);
        canvas.arrow(&[(right, tall - 1), (right, middle), (x + wide, middle)]);
        canvas.arrow(&[(x, middle), (left, middle), (left, tall)]);
    } else {
        canvas.arrow(&[(right, tall - 1), (right, below - 1)]);
        canvas.arrow(&[(left, below), (left, tall)]);
    }
    canvas.block(
        (left - wide / 2, tall + 1 + (between - 1 - back.height()) / 2),
        wide,
        &back,
        (Align::Center, LABEL),
    );
    if fits {
        let from = left + back.width / 2 + 3;
        canvas.block(
            (from, tall + (between - around.height()) / 2),
            inside,
            &around,
            (Align::Center, REMARK),
        );
        return canvas;
    }
    beneath(canvas, &cycle.around, room)
}

fn column(cycle: &Cycle, room: Room) -> Option<Canvas> {
    const INDENT: usize = 4;
    let spare = room.columns.checked_sub(INDENT + 4)?;
    if longest(&cycle.steps).max(longest([&cycle.back])) > spare {
        return None;
    }
    let mut canvas = Canvas::new(room.glyphs);
    let back = cycle.back.wrap(spare);
    let wide = cycle
        .steps
        .iter()
        .map(|step| step.wrap(spare).width)
        .max()?
        .max(back.width)
        .max(1)
        + 4;
    let spine = INDENT + wide / 2;
    let mut y = 0;
    let mut first = 0;
    for (nth, step) in cycle.steps.iter().enumerate() {
        let text = step.wrap(spare);
        let tall = text.height().max(1) + 2;
        canvas.boxed((INDENT, y), (wide, tall), &text);
        match nth {
            0 => first = (tall - 1) / 2,
            _ => canvas.arrow(&[(spine, y - 2), (spine, y - 1)]),
        }
        y += tall + 1;
    }
    let foot = y + back.height();
    canvas.arrow(&[
        (spine, y - 2),
        (spine, foot),
        (0, foot),
        (0, first),
        (INDENT - 1, first),
    ]);
    canvas.block((INDENT, y), wide, &back, (Align::Center, LABEL));
    Some(beneath(canvas, &cycle.around, room))
}

/// Says a remark under the drawing.
fn beneath(mut canvas: Canvas, remark: &Label, room: Room) -> Canvas {
    let (wide, y) = (canvas.width(), canvas.height() + 1);
    let block = remark.wrap(wide.max(remark.longest()).min(room.columns));
    canvas.block((0, y), wide, &block, (Align::Center, REMARK));
    canvas
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn a_ring_and_a_column_where_it_is_narrow() {
        let figure = r#"Cycle(steps: ["know the roles", "do the inner work", "hold the conversation", "plan one action"],
            back: "review with your partner", around: "growth mindset drives every arrow")"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
    ╭───────────────────────╮             ╭───────────────────────╮
    │    know the roles     ├────────────▶│   do the inner work   │
    ╰───────────────────────╯             ╰───────────┬───────────╯
                ▲                                     │
                │                 growth mindset      │
    review with your partner    drives every arrow    │
                │                                     ▼
    ╭───────────┴───────────╮             ╭───────────────────────╮
    │    plan one action    │◀────────────┤ hold the conversation │
    ╰───────────────────────╯             ╰───────────────────────╯
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
     ╭──────────────────────────╮
 ╭──▶│      know the roles      │
 │   ╰─────────────┬────────────╯
 │                 ▼
 │   ╭──────────────────────────╮
 │   │    do the inner work     │
 │   ╰─────────────┬────────────╯
 │                 ▼
 │   ╭──────────────────────────╮
 │   │  hold the conversation   │
 │   ╰─────────────┬────────────╯
 │                 ▼
 │   ╭──────────────────────────╮
 │   │     plan one action      │
 │   ╰─────────────┬────────────╯
 │                 │
 │     review with your partner
 ╰─────────────────╯

          growth mindset
        drives every arrow
"
        );
    }

    #[test]
    fn a_lone_step_below_is_in_the_middle() {
        let figure = r#"Cycle(steps: ["plan", "try", "learn"], back: "ask")"#;
        assert_eq!(
            shown(figure, 40, Glyphs::Ascii),
            r"
    +-------+             +-------+
    | plan  +------------>|  try  |
    +-------+             +---+---+
        ^                     |
       ask                    |
        |                     |
        |      +-------+      |
        +------+ learn |<-----+
               +-------+
"
        );
    }
}
