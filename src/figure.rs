//! Owns the drawing of figures: a figure's data → its lines at a width. One file a kind; where a kind finds no room, its words
//! are listed. Must not know pages, courses or colors.

mod bars;
mod canvas;
mod cycle;
mod dial;
mod field;
mod flow;
mod label;
mod ladder;
mod list;
mod overlap;
mod pairs;
mod spectrum;

use crate::doc::figure_data::Figure;
use crate::doc::marker::Glyphs;
use crate::doc::text::Text;
use crate::figure::canvas::{Canvas, Room};

/// How the whole screen shows a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureForm {
    Drawn,
    /// By the words that say the same.
    Words,
}

/// Columns below which nothing is drawn and the words are listed.
const NARROWEST: usize = 12;

/// The lines of a figure, none wider than `columns` (at least 1), and every word of every label in them.
/// Only a letter that is itself wider than `columns` makes a line too wide.
pub fn draw(figure: &Figure, columns: usize, glyphs: Glyphs) -> Vec<Text> {
    let room = Room { columns, glyphs };
    let drawing = if columns < NARROWEST {
        None
    } else {
        drawing(figure, room)
    };
    match drawing {
        Some(canvas) => canvas.lines(columns),
        None => list::list(figure, room),
    }
}

/// The drawing of a figure, if its labels find room in one without a word being torn.
fn drawing(figure: &Figure, room: Room) -> Option<Canvas> {
    match figure {
        Figure::Flow { start, roads, under } => {
            flow::draw(&flow::LabeledFlow::new(start, roads, under), room)
        }
        Figure::Cycle { steps, back, around } => cycle::draw(&cycle::Cycle::new(steps, back, around), room),
        Figure::Pairs {
            left,
            right,
            arrow,
            rows,
        } => pairs::draw(&pairs::Pairs::new(left, right, rows), *arrow, room),
        Figure::Overlap { left, right, both } => {
            overlap::draw(&overlap::Overlap::new(left, right, both), room)
        }
        Figure::Field { x, y, acts, corners } => {
            field::draw(&field::LabeledField::new(x, y, acts, corners), room)
        }
        Figure::Ladder { rungs, beside } => ladder::draw(rungs, beside, room),
        Figure::Spectrum { low, high, marks } => {
            spectrum::draw(&spectrum::Spectrum::new(low, high, marks), room)
        }
        Figure::Dial {
            holder,
            settings,
            off,
        } => dial::draw(holder, settings, off, room),
        Figure::Bars {
            of,
            unit,
            rows,
            remarks,
        } => bars::draw(&bars::Bars::new(*of, unit, rows, remarks), room),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{clusters, width};
    use crate::doc::figure_data::{Act, Arrow, Axis, Circle, Corner, CornerWords, Road, SpectrumMark, Step};
    use crate::figure::label::Label;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// The drawing of a figure in RON, for the tests of the kinds: its lines after a line break, and one after each.
    pub fn shown(figure: &str, columns: usize, glyphs: Glyphs) -> String {
        let ron = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let figure: Figure = ron.from_str(figure).unwrap();
        let lines = draw(&figure, columns, glyphs);
        lines
            .iter()
            .fold("\n".to_owned(), |all, line| all + &line.words() + "\n")
    }

    fn label() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            8 => "[a-z]{1,10}",
            1 => "[a-z]{11,40}",
            2 => "[\u{4e00}-\u{4e20}]{1,9}",
            1 => Just("👩\u{200d}🚀".to_owned()),
            1 => Just("👍🏽".to_owned()),
            1 => Just("e\u{301}te\u{301}".to_owned()),
            1 => Just("\u{301}".to_owned()),
            1 => Just("a\u{1b}b\nc".to_owned()),
            1 => Just("well-set".to_owned()),
            1 => Just("nu\u{a0}nu".to_owned()),
            1 => Just("\u{115f}".repeat(26)),
            1 => Just("\u{915}\u{94d}".repeat(30)),
            1 => Just("\u{ff76}\u{ff9e}\u{17d8}".repeat(5)),
        ];
        let short = "[a-z]{2,7}( [a-z]{2,7})?";
        prop_oneof![1 => Just(String::new()), 9 => short, 5 => prop::collection::vec(word, 1..6).prop_map(|words| words.join(" "))]
    }

    fn columns() -> impl Strategy<Value = usize> {
        prop_oneof![2 => 1usize..=120, 1 => NARROWEST..24]
    }

    fn labels() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(label(), 0..8)
    }

    fn figure() -> impl Strategy<Value = Figure> {
        let maybe = || prop::option::of(label());
        let step =
            (label(), prop_oneof![Just(String::new()), label()]).prop_map(|(text, note)| Step { text, note });
        let road =
            (label(), prop::collection::vec(step, 0..5)).prop_map(|(name, steps)| Road { name, steps });
        let axis = || (label(), label(), label()).prop_map(|(name, low, high)| Axis { name, low, high });
        let act = ((0..120u32, 0..120u32), label()).prop_map(|(at, text)| Act { at, text });
        let at = prop_oneof![
            Just(Corner::UpLeft),
            Just(Corner::UpRight),
            Just(Corner::LowLeft),
            Just(Corner::LowRight)
        ];
        let corner = (at, label()).prop_map(|(at, text)| CornerWords { at, text });
        let circle = || (label(), labels()).prop_map(|(title, items)| Circle { title, items });
        let mark = (0..120u32, label()).prop_map(|(at, text)| SpectrumMark { at, text });
        let arrow = prop_oneof![Just(Arrow::Right), Just(Arrow::Both), Just(Arrow::None)];
        prop_oneof![
            (maybe(), prop::collection::vec(road, 0..4), maybe())
                .prop_map(|(start, roads, under)| Figure::Flow { start, roads, under }),
            (labels(), maybe(), maybe()).prop_map(|(steps, back, around)| Figure::Cycle {
                steps,
                back,
                around
            }),
            (
                label(),
                label(),
                arrow,
                prop::collection::vec((label(), label()), 0..5)
            )
                .prop_map(|(left, right, arrow, rows)| Figure::Pairs {
                    left,
                    right,
                    arrow,
                    rows
                }),
            (circle(), circle(), labels()).prop_map(|(left, right, both)| Figure::Overlap {
                left,
                right,
                both
            }),
            (
                axis(),
                axis(),
                prop::collection::vec(act, 0..12),
                prop::collection::vec(corner, 0..4)
            )
                .prop_map(|(x, y, acts, corners)| Figure::Field { x, y, acts, corners }),
            (labels(), maybe()).prop_map(|(rungs, beside)| Figure::Ladder { rungs, beside }),
            (label(), label(), prop::collection::vec(mark, 0..9))
                .prop_map(|(low, high, marks)| Figure::Spectrum { low, high, marks }),
            (label(), prop::collection::vec((label(), label()), 0..5), maybe()).prop_map(
                |(holder, settings, off)| Figure::Dial {
                    holder,
                    settings,
                    off
                }
            ),
            (
                any::<u32>(),
                label(),
                prop::collection::vec((label(), any::<u32>()), 0..5),
                prop::collection::vec(label(), 0..5)
            )
                .prop_map(|(of, unit, rows, remarks)| Figure::Bars {
                    of,
                    unit,
                    remarks: remarks.into_iter().take(rows.len()).collect(),
                    rows
                }),
        ]
    }

    /// Every label of a figure, also those that its words need not name.
    fn all_labels(figure: &Figure) -> Vec<String> {
        let mut all: Vec<String> = figure.labels().into_iter().map(str::to_owned).collect();
        match figure {
            Figure::Field { x, y, .. } => [x, y]
                .into_iter()
                .for_each(|axis| all.extend([axis.low.clone(), axis.high.clone()])),
            Figure::Dial { settings, .. } => all.extend(settings.iter().map(|(_, covers)| covers.clone())),
            Figure::Bars { unit, rows, .. } => {
                all.push(unit.clone());
                all.extend(rows.iter().map(|(_, value)| value.to_string()));
            }
            Figure::Flow { .. } | Figure::Cycle { .. } | Figure::Pairs { .. } | Figure::Overlap { .. } => {}
            Figure::Ladder { .. } | Figure::Spectrum { .. } => {}
        }
        all.iter()
            .map(|label| Label::new(label).as_str().to_owned())
            .collect()
    }

    fn letters<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeMap<char, usize> {
        let mut counts = BTreeMap::new();
        for letter in texts
            .into_iter()
            .flat_map(str::chars)
            .filter(|letter| !letter.is_whitespace())
        {
            *counts.entry(letter).or_default() += 1;
        }
        counts
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_too_wide_and_nothing_is_lost(figure in figure(), columns in columns(), nth in 0usize..2) {
            let glyphs = [Glyphs::Unicode, Glyphs::Ascii][nth];
            let lines: Vec<String> = draw(&figure, columns, glyphs).iter().map(Text::words).collect();
            let all = all_labels(&figure);
            let widest = all.iter().flat_map(|label| clusters(label)).map(|cluster| cluster.columns).max().unwrap_or_default();
            for line in &lines {
                prop_assert!(width(line) <= columns.max(widest), "{} columns in\n{}", width(line), lines.join("\n"));
                prop_assert!(!line.contains('\n'));
            }
            let shown = letters(lines.iter().map(String::as_str));
            for (letter, count) in letters(all.iter().map(String::as_str)) {
                let found = shown.get(&letter).copied().unwrap_or_default();
                prop_assert!(found >= count, "{letter:?} {found} times, not {count}, in\n{}", lines.join("\n"));
            }
        }

        #[test]
        fn ascii_is_all_that_is_drawn_around_labels(figure in figure(), columns in columns()) {
            let own = letters(all_labels(&figure).iter().map(String::as_str));
            for line in draw(&figure, columns, Glyphs::Ascii) {
                for letter in line.words().chars().filter(|letter| !letter.is_whitespace() && !own.contains_key(letter)) {
                    prop_assert!(letter.is_ascii_alphanumeric() || "+-|/\\><^v*#=.".contains(letter), "{letter:?} in {}", line.words());
                }
            }
        }
    }
}
