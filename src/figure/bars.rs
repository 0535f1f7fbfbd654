//! Owns the drawing of bars: a label, a bar as long as its value, the value; the unit is said once. In a narrow room the label
//! stands over its bar.

use crate::doc::Align;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, REMARK, Room};
use crate::figure::label::{Block, Label, longest, widest};
use crate::wrap::width;

/// Columns of a bar that is full: no less than, and no more than.
const LENGTH: (usize, usize) = (10, 60);

/// Draws the bars.
pub fn draw(of: u32, unit: &str, rows: &[(String, u32)], room: Room) -> Option<Canvas> {
    let unit = Label::new(unit);
    let rows: Vec<_> = rows.iter().map(|(label, value)| (Label::new(label), *value)).collect();
    let labels = || rows.iter().map(|(label, _)| label);
    let value = rows.iter().map(|(_, value)| width(&value.to_string())).max().unwrap_or(1);
    let most = room.columns.saturating_sub(3 + value + LENGTH.0).max(room.columns / 3);
    let label = widest(labels()).min(most).max(longest(labels()));
    let beside = room.columns.checked_sub(label + 2 + value + 1).filter(|left| *left >= LENGTH.0);
    let left = beside.or_else(|| room.columns.checked_sub(value + 1)).filter(|left| *left > 0)?;
    if longest(labels().chain([&unit])) > room.columns {
        return None;
    }
    let named: Vec<_> = labels().map(|text| text.wrap(if beside.is_some() { label } else { room.columns })).collect();
    let indent = match beside {
        Some(_) => named.iter().map(|block| block.width).max().unwrap_or_default() + 2,
        None => 0,
    };
    let length = length(of, left);

    let airy = beside.is_none() || named.iter().any(|block| block.height() > 1);
    let mut canvas = Canvas::new(room.glyphs);
    let mut y = 0;
    for (named, (_, amount)) in named.iter().zip(&rows) {
        canvas.block((0, y), 0, named, (Align::Left, LABEL));
        let bar = if beside.is_some() { y } else { y + named.height() };
        let full = filled(*amount, of, length);
        canvas.words((indent, bar), &room.glyphs.pick("━", "=").repeat(full), MARK);
        canvas.words((indent + full, bar), &room.glyphs.pick("┄", ".").repeat(length - full), FRAME);
        let amount = Block::of(vec![amount.to_string()]);
        canvas.block((indent + length + 1, bar), value, &amount, (Align::Right, LABEL));
        y = (bar + 1).max(y + named.height()) + usize::from(airy);
    }
    let end = indent + length + 1 + value;
    let unit = unit.wrap(end.max(unit.longest()));
    canvas.block((0, y), end, &unit, (Align::Right, REMARK));
    Some(canvas)
}

/// Columns of a full bar: so many for each unit where that can be, so that a bar can be counted.
fn length(of: u32, left: usize) -> usize {
    let left = left.min(LENGTH.1);
    match usize::try_from(of) {
        Ok(of) if of >= LENGTH.0 && of <= left => left / of * of,
        Ok(_) | Err(_) => left,
    }
}

/// Columns of a bar that are filled: none for nothing, else at least one, and never more than there are.
fn filled(value: u32, of: u32, length: usize) -> usize {
    let exact = u128::from(value) * length as u128 / u128::from(of.max(1));
    let rounded = usize::try_from(exact).unwrap_or(length).min(length);
    if value > 0 { rounded.max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use crate::doc::mark::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn bars_can_be_counted_and_stand_under_labels_where_it_is_narrow() {
        let figure = r#"Bars(of: 30, unit: "acts in a month", rows: [("one day", 1), ("a pattern that was long in coming", 12)])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
  one day                            ━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  1
  a pattern that was long in coming  ━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 12
                                                       acts in a month
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
one day             ━┄┄┄┄┄┄┄┄┄  1

a pattern that was  ━━━━┄┄┄┄┄┄ 12
long in coming

                  acts in a month
"
        );
    }
}
