//! Owns the drawing of pairs: two columns joined by arrows; in a narrow room the second of a pair stands under the first.

use crate::cluster::width;
use crate::doc::Align;
use crate::doc::figure_data::Arrow;
use crate::doc::marker::Glyphs;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, Room, TITLE};
use crate::figure::label::{Label, longest, widest};

/// Columns between the two: no less than, and no more than.
const GAP: (usize, usize) = (7, 13);

/// Pairs with their labels made ready; the titles are the first pair.
pub struct Pairs(Vec<(Label, Label)>);

impl Pairs {
    /// The pairs that an author wrote.
    pub fn new(left: &str, right: &str, rows: &[(String, String)]) -> Pairs {
        let titles = (Label::new(left), Label::new(right));
        Pairs(
            std::iter::once(titles)
                .chain(
                    rows.iter()
                        .map(|(left, right)| (Label::new(left), Label::new(right))),
                )
                .collect(),
        )
    }

    fn left(&self) -> impl Iterator<Item = &Label> {
        self.0.iter().map(|(left, _)| left)
    }

    fn right(&self) -> impl Iterator<Item = &Label> {
        self.0.iter().map(|(_, right)| right)
    }
}

/// Draws the pairs: side by side, else stacked.
pub fn draw(pairs: &Pairs, arrow: Arrow, room: Room) -> Option<Canvas> {
    beside(pairs, arrow, room).or_else(|| stacked(pairs, arrow, room))
}

fn beside(pairs: &Pairs, arrow: Arrow, room: Room) -> Option<Canvas> {
    let spare = room.columns.checked_sub(GAP.0)?;
    let (left, right) = (widest(pairs.left()).max(1), widest(pairs.right()).max(1));
    // What is too much is taken from the wider column, down to where both are alike.
    let (left, right) = match left + right <= spare {
        true => (left, right),
        false => (
            left.min((spare / 2).max(spare.saturating_sub(right))),
            right.min((spare.div_ceil(2)).max(spare.saturating_sub(left))),
        ),
    };
    if longest(pairs.left()) > left || longest(pairs.right()) > right {
        return None;
    }
    let gap = (room.columns - left - right).min(GAP.1);
    let mut canvas = Canvas::new(room.glyphs);
    let blocks: Vec<_> = pairs
        .0
        .iter()
        .map(|pair| (pair.0.wrap(left), pair.1.wrap(right)))
        .collect();
    let airy = blocks
        .iter()
        .skip(1)
        .any(|(left, right)| left.height().max(right.height()) > 1);
    let mut y = 0;
    for (nth, (first, second)) in blocks.iter().enumerate() {
        let look = if nth == 0 { TITLE } else { LABEL };
        canvas.block((0, y), 0, first, (Align::Left, look));
        canvas.block((left + gap, y), 0, second, (Align::Left, look));
        let height = first.height().max(second.height());
        if nth == 0 {
            y += height;
            if height > 0 {
                canvas.path(&[(0, y), (left - 1, y)], FRAME);
                canvas.path(&[(left + gap, y), (left + gap + right - 1, y)], FRAME);
                y += 1;
            }
            continue;
        }
        let (from, to) = (left + 2, left + gap - 3);
        match arrow {
            Arrow::Right => canvas.arrow(&[(from, y), (to, y)]),
            Arrow::Both => {
                canvas.arrow(&[(to, y), (from, y)]);
                canvas.arrow(&[(from, y), (to, y)]);
            }
            Arrow::None => canvas.words((left + gap / 2, y), canvas.dots(), FRAME),
        }
        y += height.max(1) + usize::from(airy);
    }
    Some(canvas)
}

fn stacked(pairs: &Pairs, arrow: Arrow, room: Room) -> Option<Canvas> {
    let join = join(arrow, room.glyphs);
    let indent = 2 + width(join) + 1;
    let spare = room.columns.checked_sub(indent)?;
    if longest(pairs.right()) > spare || longest(pairs.left()) > room.columns {
        return None;
    }
    let mut canvas = Canvas::new(room.glyphs);
    let mut y = 0;
    for (nth, (left, right)) in pairs.0.iter().enumerate() {
        let look = if nth == 0 { TITLE } else { LABEL };
        let left = left.wrap(room.columns);
        canvas.block((0, y), 0, &left, (Align::Left, look));
        y += left.height();
        let right = right.wrap(spare);
        if right.height() > 0 {
            canvas.words((2, y), join, MARK);
            canvas.block((indent, y), 0, &right, (Align::Left, look));
            y += right.height();
        }
        y += 1;
    }
    Some(canvas)
}

/// The short arrow that leads to the second of a pair under the first.
fn join(arrow: Arrow, glyphs: Glyphs) -> &'static str {
    match arrow {
        Arrow::Right => glyphs.pick("╰─▶", "+->"),
        Arrow::Both => glyphs.pick("◀─▶", "<->"),
        Arrow::None => glyphs.pick("╰─", "+-"),
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn side_by_side_and_stacked_where_it_is_narrow() {
        let figure = r#"Pairs(left: "leg", right: "what tips over", arrow: Both, rows: [("curious", "you act on a guess"), ("courageous", "nothing that you like will change")])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
        leg                    what tips over
        ──────────             ─────────────────────────────────
        curious     ◀───────▶  you act on a guess
        courageous  ◀───────▶  nothing that you like will change
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
leg              what tips over
──────────       ─────────────────
curious     ◀─▶  you act on
                 a guess

courageous  ◀─▶  nothing that you
                 like will change
"
        );
        assert_eq!(
            shown(figure, 20, Glyphs::Unicode),
            r"
leg
  ◀─▶ what tips over

curious
  ◀─▶ you act on
      a guess

courageous
  ◀─▶ nothing that
      you like
      will change
"
        );
    }
}
