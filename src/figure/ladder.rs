//! Owns the drawing of a ladder: two rails with a rung a step, the highest on top, numbered from the bottom.
//! What is said beside every rung hangs on a door at its right; in a narrow room it is said once, below.

use crate::cluster::width;
use crate::doc::Align;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, REMARK, Room};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Draws the ladder.
pub fn draw(rungs: &[String], beside: &Option<String>, room: Room) -> Option<Canvas> {
    let (rungs, beside) = (Label::all(rungs), Label::maybe(beside.as_deref()));
    let number = width(&rungs.len().to_string());
    let door = if beside.is_empty() { 0 } else { 3 };
    // Number, blank, rail, blank … blank, rail.
    let frame = number + 5;
    let spare = room.columns.checked_sub(frame + door)?;
    if longest(&rungs) > spare || longest([&beside]) + 2 > room.columns {
        return None;
    }
    let least = spare.min(4);
    let (pad, inside) = match widest(&rungs).max(least) {
        wide if wide + 4 <= spare => (2, wide),
        wide => (0, wide.min(spare)),
    };
    let inside = rungs
        .iter()
        .map(|rung| rung.wrap(inside).width)
        .max()
        .unwrap_or_default()
        .max(least);
    let (left, right) = (number + 1, number + 4 + inside + 2 * pad);
    let said = right + 3 + 2 + beside.width() <= room.columns;

    let mut canvas = Canvas::new(room.glyphs);
    let mark = room.glyphs.pick("▐", "#");
    let mut y = 0;
    for (nth, rung) in rungs.iter().enumerate().rev() {
        let text = rung.wrap(inside);
        let tall = text.height().max(1);
        canvas.block(
            (0, y),
            number,
            &LabelLines::of(vec![(nth + 1).to_string()]),
            (Align::Right, MARK),
        );
        canvas.block((left + 2 + pad, y), 0, &text, (Align::Left, LABEL));
        canvas.path(&[(left, y + tall), (right, y + tall)], FRAME);
        if door > 0 {
            (0..tall).for_each(|line| canvas.words((right + 3, y + line), mark, MARK));
        }
        if said {
            canvas.words((right + 5, y), beside.as_str(), REMARK);
        }
        y += tall + 1;
    }
    for rail in [left, right] {
        canvas.path(&[(rail, 0), (rail, y)], FRAME);
    }
    if door > 0 && (!said || rungs.is_empty()) {
        canvas.words((0, y + 2), mark, MARK);
        canvas.block(
            (2, y + 2),
            0,
            &beside.wrap(room.columns - 2),
            (Align::Left, REMARK),
        );
    }
    Some(canvas)
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn every_rung_has_its_door_and_says_so_once_where_it_is_narrow() {
        let figure = r#"Ladder(rungs: ["share a goal", "ask a small favor", "name the barrier"], beside: "you may stop here")"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
            3 │   name the barrier    │  ▐ you may stop here
              ├───────────────────────┤
            2 │   ask a small favor   │  ▐ you may stop here
              ├───────────────────────┤
            1 │   share a goal        │  ▐ you may stop here
              ├───────────────────────┤
              │                       │
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
  3 │   name the barrier    │  ▐
    ├───────────────────────┤
  2 │   ask a small favor   │  ▐
    ├───────────────────────┤
  1 │   share a goal        │  ▐
    ├───────────────────────┤
    │                       │

  ▐ you may stop here
"
        );
    }
}
