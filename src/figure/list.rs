//! Owns the words of a figure as a plain list, for rooms too narrow to draw in. Loses no word.

use crate::cluster::width;
use crate::doc::Align;
use crate::doc::figure_data::{Arrow, Figure};
use crate::doc::text::{Text, TextStyle};
use crate::figure::canvas::{Canvas, LABEL, MARK, REMARK, Room, TITLE};
use crate::figure::label::{Label, LabelLines};
use crate::wrap::wrap_words;

/// One entry: what it hangs from, what it says, and how it is set.
struct Entry {
    mark: String,
    label: Label,
    look: TextStyle,
}

/// The words of the figure, wrapped.
pub fn list(figure: &Figure, room: Room) -> Vec<Text> {
    let mut canvas = Canvas::new(room.glyphs);
    let mut y = 0;
    for entry in entries(figure, room) {
        if entry.label.is_empty() {
            continue;
        }
        let hang = width(&entry.mark) + usize::from(!entry.mark.is_empty());
        let (hang, words) = match entry.label.longest() + hang <= room.columns {
            true => (hang, entry.label.as_str().to_owned()),
            // Beside its mark a word would be torn, so the words go on under the mark.
            false => (
                0,
                format!("{} {}", entry.mark, entry.label.as_str())
                    .trim_start()
                    .to_owned(),
            ),
        };
        if hang > 0 {
            canvas.words((0, y), &entry.mark, MARK);
        }
        let block = LabelLines::of(wrap_words(&words, room.columns - hang));
        canvas.block((hang, y), 0, &block, (Align::Left, entry.look));
        y += block.height();
    }
    canvas.lines(0)
}

fn entries(figure: &Figure, room: Room) -> Vec<Entry> {
    let entry = |mark: &str, words: &str, look: TextStyle| Entry {
        mark: mark.to_owned(),
        label: Label::new(words),
        look,
    };
    let title = |words: &str| entry("", words, TITLE);
    let point = |words: &str| entry(room.glyphs.pick("•", "*"), words, LABEL);
    let next = |words: &str| entry(room.glyphs.pick("→", ">"), words, LABEL);
    let remark = |words: &str| entry("", words, REMARK);
    let maybe = |words: &Option<String>| remark(words.as_deref().unwrap_or_default());
    match figure {
        Figure::Flow { start, roads, under } => {
            let steps = |road: &crate::doc::figure_data::Road| -> Vec<Entry> {
                road.steps
                    .iter()
                    .flat_map(|step| [next(&step.text), remark(&step.note)])
                    .collect()
            };
            let roads = roads
                .iter()
                .flat_map(|road| std::iter::once(title(&road.name)).chain(steps(road)));
            std::iter::once(title(start.as_deref().unwrap_or_default()))
                .chain(roads)
                .chain([maybe(under)])
                .collect()
        }
        Figure::Cycle { steps, back, around } => {
            let back = entry(
                room.glyphs.pick("↺", "<"),
                back.as_deref().unwrap_or_default(),
                LABEL,
            );
            steps
                .iter()
                .map(|step| next(step))
                .chain([back, maybe(around)])
                .collect()
        }
        Figure::Pairs {
            left,
            right,
            arrow,
            rows,
        } => {
            let join = match arrow {
                Arrow::Right => room.glyphs.pick("→", ">"),
                Arrow::Both => room.glyphs.pick("↔", "="),
                Arrow::None => "-",
            };
            let rows = rows
                .iter()
                .flat_map(|(left, right)| [entry("", left, LABEL), entry(join, right, LABEL)]);
            [title(left), entry(join, right, TITLE)]
                .into_iter()
                .chain(rows)
                .collect()
        }
        Figure::Overlap { left, right, both } => {
            let one = |circle: &crate::doc::figure_data::Circle| -> Vec<Entry> {
                std::iter::once(title(&circle.title))
                    .chain(circle.items.iter().map(|item| point(item)))
                    .collect()
            };
            let shared = title(&format!("{} + {}", left.title, right.title));
            one(left)
                .into_iter()
                .chain(one(right))
                .chain([shared])
                .chain(both.iter().map(|item| point(item)))
                .collect()
        }
        Figure::Field { x, y, acts, corners } => {
            let axes = [x, y]
                .into_iter()
                .flat_map(|axis| [title(&axis.name), remark(&axis.low), next(&axis.high)]);
            let acts = acts.iter().map(|act| point(&act.text));
            axes.chain(acts)
                .chain(corners.iter().map(|corner| remark(&corner.text)))
                .collect()
        }
        Figure::Ladder { rungs, beside } => {
            let rungs = rungs
                .iter()
                .enumerate()
                .rev()
                .map(|(nth, rung)| entry(&(nth + 1).to_string(), rung, LABEL));
            rungs.chain([maybe(beside)]).collect()
        }
        Figure::Spectrum { low, high, marks } => {
            let mut marks: Vec<_> = marks.iter().collect();
            marks.sort_by_key(|mark| mark.at);
            std::iter::once(title(low))
                .chain(marks.into_iter().map(|mark| point(&mark.text)))
                .chain([title(high)])
                .collect()
        }
        Figure::Dial {
            holder,
            settings,
            off,
        } => {
            let settings = settings
                .iter()
                .flat_map(|(name, covers)| [point(name), remark(covers)]);
            let off = entry(
                room.glyphs.pick("■", "#"),
                off.as_deref().unwrap_or_default(),
                LABEL,
            );
            std::iter::once(title(holder))
                .chain(settings)
                .chain([off])
                .collect()
        }
        Figure::Bars {
            of: _,
            unit,
            rows,
            remarks,
        } => {
            let remarks = remarks.iter().map(String::as_str).chain(std::iter::repeat(""));
            let rows = rows.iter().zip(remarks).flat_map(|((label, value), said)| {
                [entry("", label, LABEL), next(&value.to_string()), remark(said)]
            });
            rows.chain([remark(unit)]).collect()
        }
    }
}
