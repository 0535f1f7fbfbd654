//! Owns the drawing of bars: a label, a bar as long as its value, the value, a remark where there is one; the unit is said once. In a
//! narrow room the label stands over its bar, and the remark under it.

use crate::cluster::width;
use crate::doc::Align;
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, REMARK, Room};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Columns of a bar that is full: no less than, and no more than.
const LENGTH: (usize, usize) = (10, 60);
/// Columns between a value and its remark.
const APART: usize = 2;

/// Bars with their labels.
pub struct Bars {
    of: u32,
    unit: Label,
    rows: Vec<(Label, u32, Label)>,
}

impl Bars {
    /// Bars as an author wrote them.
    pub fn new(of: u32, unit: &str, rows: &[(String, u32)], remarks: &[String]) -> Bars {
        let remarks = remarks.iter().map(String::as_str).chain(std::iter::repeat(""));
        let rows = rows
            .iter()
            .zip(remarks)
            .map(|((label, value), remark)| (Label::new(label), *value, Label::new(remark)));
        Bars {
            of,
            unit: Label::new(unit),
            rows: rows.collect(),
        }
    }
}

/// Draws the bars.
pub fn draw(bars: &Bars, room: Room) -> Option<Canvas> {
    let Bars { of, unit, rows } = bars;
    let labels = || rows.iter().map(|(label, _, _)| label);
    let arrow = room.glyphs.pick("← ", "< ");
    let pointing = |remark: &Label| {
        if remark.is_empty() {
            Label::new("")
        } else {
            Label::new(&format!("{arrow}{}", remark.as_str()))
        }
    };
    let remarks: Vec<Label> = rows.iter().map(|(_, _, remark)| pointing(remark)).collect();
    let value = rows
        .iter()
        .map(|(_, value, _)| width(&value.to_string()))
        .max()
        .unwrap_or(1);
    let most = room
        .columns
        .saturating_sub(3 + value + LENGTH.0)
        .max(room.columns / 3);
    let label = widest(labels()).min(most).max(longest(labels()));
    let beside = room
        .columns
        .checked_sub(label + 2 + value + 1)
        .filter(|left| *left >= LENGTH.0);
    let left = beside
        .or_else(|| room.columns.checked_sub(value + 1))
        .filter(|left| *left > 0)?;
    if longest(labels().chain(&remarks).chain([unit])) > room.columns {
        return None;
    }
    let remarked = remarks.iter().any(|remark| !remark.is_empty());
    let at_the_side = beside
        .and_then(|left| left.checked_sub(widest(&remarks) + APART))
        .filter(|left| remarked && *left >= LENGTH.0);
    let named: Vec<_> = labels()
        .map(|text| text.wrap(if beside.is_some() { label } else { room.columns }))
        .collect();
    let indent = match beside {
        Some(_) => named.iter().map(|block| block.width).max().unwrap_or_default() + 2,
        None => 0,
    };
    let length = length(*of, at_the_side.unwrap_or(left));
    let end = indent + length + 1 + value;

    let airy =
        beside.is_none() || named.iter().any(|block| block.height() > 1) || remarked && at_the_side.is_none();
    let mut canvas = Canvas::new(room.glyphs);
    let mut y = 0;
    for ((named, (_, amount, _)), remark) in named.iter().zip(rows).zip(&remarks) {
        canvas.block((0, y), 0, named, (Align::Left, LABEL));
        let bar = if beside.is_some() { y } else { y + named.height() };
        let full = filled(*amount, *of, length);
        canvas.words((indent, bar), &room.glyphs.pick("━", "=").repeat(full), MARK);
        canvas.words(
            (indent + full, bar),
            &room.glyphs.pick("┄", ".").repeat(length - full),
            FRAME,
        );
        let amount = LabelLines::of(vec![amount.to_string()]);
        canvas.block((indent + length + 1, bar), value, &amount, (Align::Right, LABEL));
        y = (bar + 1).max(y + named.height());
        match at_the_side {
            Some(_) => canvas.words((end + APART, bar), remark.as_str(), REMARK),
            None => {
                let under = remark.wrap(room.columns);
                canvas.block((0, y), 0, &under, (Align::Left, REMARK));
                y += under.height();
            }
        }
        y += usize::from(airy);
    }
    // Without its ends nobody knows how long a bar could be.
    let (least, most) = ("0", of.to_string());
    if length > width(least) + width(&most) {
        canvas.words((indent, y), least, REMARK);
        canvas.words((indent + length - width(&most), y), &most, REMARK);
        y += 1;
    }
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
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn bars_can_be_counted_and_stand_under_labels_where_it_is_narrow() {
        let figure = r#"Bars(of: 30, unit: "acts in a month", rows: [("one day", 1), ("a pattern that was long in coming", 12)])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
  one day                            ━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄  1
  a pattern that was long in coming  ━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 12
                                     0                           30
                                                       acts in a month
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
one day             ━┄┄┄┄┄┄┄┄┄  1

a pattern that was  ━━━━┄┄┄┄┄┄ 12
long in coming

                    0       30
                  acts in a month
"
        );
    }
    #[test]
    fn a_remark_stands_beside_its_bar_and_under_it_where_it_is_narrow() {
        let figure = r#"Bars(of: 100, unit: "", rows: [("Curious", 69), ("Humble", 38)], remarks: ["", "start here?"])"#;
        assert_eq!(
            shown(figure, 60, Glyphs::Unicode),
            r"
Curious  ━━━━━━━━━━━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄ 69
Humble   ━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 38  ← start here?
         0                             100
"
        );
        assert_eq!(
            shown(figure, 24, Glyphs::Ascii),
            r"
Curious  ========.... 69

Humble   ====........ 38
< start here?

         0        100
"
        );
    }
}
