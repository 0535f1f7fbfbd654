//! Owns the drawing of a field: two axes, acts placed by their position, words in the corners. Acts are named where they stand;
//! where the names would meet, they are numbered, and a legend says the names.

use crate::cluster::width;
use crate::doc::Align;
use crate::doc::figure_data::{Act, Axis, Corner, CornerWords};
use crate::figure::canvas::{Canvas, FRAME, LABEL, MARK, REMARK, Room, Spot};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Columns of the widest field.
const WIDEST: usize = 65;
/// Columns of the narrowest.
const NARROWEST: usize = 8;
/// Lines of the lowest field and of the highest, before names ask for more.
const LOWEST: usize = 7;
const HIGHEST: usize = 13;

/// A field with its labels made ready.
pub struct LabeledField {
    x: Scale,
    y: Scale,
    acts: Vec<((usize, usize), Label)>,
    corners: Vec<(Corner, Label)>,
}

/// An axis.
struct Scale {
    name: Label,
    low: Label,
    high: Label,
}

/// Where the field is on the canvas, the axes not counted.
#[derive(Clone, Copy)]
struct Plot {
    at: Spot,
    columns: usize,
    lines: usize,
}

/// How acts are told apart.
#[derive(Clone, Copy, PartialEq)]
enum Names {
    /// A name beside each mark.
    Beside,
    /// A number for a mark, and the names in a legend.
    Below,
}

impl LabeledField {
    /// The field that an author wrote.
    pub fn new(x: &Axis, y: &Axis, acts: &[Act], corners: &[CornerWords]) -> LabeledField {
        let scale = |axis: &Axis| Scale {
            name: Label::new(&axis.name),
            low: Label::new(&axis.low),
            high: Label::new(&axis.high),
        };
        let percent = |at: u32| usize::try_from(at.min(100)).unwrap_or(100);
        LabeledField {
            x: scale(x),
            y: scale(y),
            acts: acts
                .iter()
                .map(|act| ((percent(act.at.0), percent(act.at.1)), Label::new(&act.text)))
                .collect(),
            corners: corners
                .iter()
                .map(|corner| (corner.at, Label::new(&corner.text)))
                .collect(),
        }
    }

    fn legend(&self) -> impl Iterator<Item = &Label> {
        self.acts
            .iter()
            .map(|(_, text)| text)
            .chain(self.corners.iter().map(|(_, text)| text))
    }
}

/// Draws the field: with names beside the marks if a field of some height has the room, else with a legend.
pub fn draw(field: &LabeledField, room: Room) -> Option<Canvas> {
    let gutter = longest([&field.y.low, &field.y.high])
        .max(widest([&field.y.low, &field.y.high]).min(room.columns / 5));
    // An odd number of columns and lines has a middle.
    let columns = (room.columns.checked_sub(gutter + 4)? | 1).min(WIDEST);
    let half = (columns / 2).saturating_sub(1);
    let gutters = field.y.low.wrap(gutter).height() + field.y.high.wrap(gutter).height();
    let tight = columns < NARROWEST || gutters > LOWEST || longest([&field.x.low, &field.x.high]) > half;
    let number = width(&field.acts.len().to_string());
    let legend = number + 2 + longest(field.legend());
    if tight || legend.max(longest([&field.x.name, &field.y.name])) > room.columns {
        return None;
    }
    let lines = ((columns / 4) | 1).clamp(LOWEST, HIGHEST);
    let beside = [0, 2, 4]
        .into_iter()
        .find_map(|more| plot(field, gutter, (columns, lines + more), Names::Beside, room));
    beside.or_else(|| plot(field, gutter, (columns, lines), Names::Below, room))
}

fn plot(
    field: &LabeledField,
    gutter: usize,
    (columns, lines): (usize, usize),
    names: Names,
    room: Room,
) -> Option<Canvas> {
    let mut canvas = Canvas::new(room.glyphs);
    let title = field.y.name.wrap(room.columns);
    canvas.block((0, 0), 0, &title, (Align::Left, LABEL));
    let plot = Plot {
        at: (gutter + 2, title.height() + 1),
        columns,
        lines,
    };
    axes(&mut canvas, field, gutter, plot, room);
    let spots = place(&mut canvas, field, plot, names)?;
    let mut legend: Vec<(String, &Label)> = Vec::new();
    if names == Names::Below {
        legend.extend(
            field
                .acts
                .iter()
                .enumerate()
                .map(|(nth, (_, text))| ((nth + 1).to_string(), text)),
        );
    }
    for (corner, text) in &field.corners {
        if !stand(&mut canvas, plot, *corner, text) {
            legend.push((sign(*corner, room).to_owned(), text));
            mark_corner(&mut canvas, plot, *corner, room);
        }
    }
    if names == Names::Beside {
        let free = field
            .acts
            .iter()
            .zip(&spots)
            .all(|((_, text), spot)| name(&mut canvas, plot, *spot, text));
        if !free || !legend.is_empty() {
            return None;
        }
    }
    middle(&mut canvas, plot);
    below(&mut canvas, &legend, room);
    Some(canvas)
}

/// The axes with the words at their ends.
fn axes(canvas: &mut Canvas, field: &LabeledField, gutter: usize, plot: Plot, room: Room) {
    let (axis, foot) = (plot.at.0 - 1, plot.at.1 + plot.lines);
    let right = plot.at.0 + plot.columns;
    canvas.path(&[(axis, plot.at.1 - 1), (axis, foot), (right, foot)], FRAME);
    canvas.words((axis, plot.at.1 - 1), room.glyphs.pick("▲", "^"), MARK);
    canvas.words((right, foot), room.glyphs.pick("▶", ">"), MARK);
    let (high, low) = (field.y.high.wrap(gutter), field.y.low.wrap(gutter));
    canvas.block((0, plot.at.1 - 1), gutter, &high, (Align::Right, REMARK));
    canvas.block(
        (0, (foot + 1).saturating_sub(low.height())),
        gutter,
        &low,
        (Align::Right, REMARK),
    );

    let half = plot.columns / 2 - 1;
    let (low, high) = (field.x.low.wrap(half), field.x.high.wrap(half));
    canvas.block((plot.at.0, foot + 1), 0, &low, (Align::Left, REMARK));
    canvas.block(
        (plot.at.0, foot + 1),
        plot.columns + 1,
        &high,
        (Align::Right, REMARK),
    );
    let inner = plot.columns.saturating_sub(2 * (low.width.max(high.width) + 2));
    if field.x.name.width() <= inner {
        canvas.block(
            (plot.at.0, foot + 1),
            plot.columns,
            &field.x.name.wrap(inner),
            (Align::Center, LABEL),
        );
    } else {
        let under = foot + 1 + low.height().max(high.height());
        let name = field.x.name.wrap(room.columns);
        let from = plot.at.0.min(room.columns - name.width);
        canvas.block((from, under), plot.columns, &name, (Align::Center, LABEL));
    }
}

/// Marks every act in the free cell nearest to its position. Nothing if there are more acts than room.
fn place(canvas: &mut Canvas, field: &LabeledField, plot: Plot, names: Names) -> Option<Vec<Spot>> {
    let mut spots = Vec::new();
    for (nth, (at, _)) in field.acts.iter().enumerate() {
        let mark = match names {
            Names::Beside => canvas.dot().to_owned(),
            Names::Below => (nth + 1).to_string(),
        };
        let wide = width(&mark);
        let right = plot.columns.checked_sub(wide)?;
        let wanted = (
            plot.at.0 + (at.0 * right + 50) / 100,
            plot.at.1 + ((100 - at.1) * (plot.lines - 1) + 50) / 100,
        );
        let cells = (plot.at.1..plot.at.1 + plot.lines)
            .flat_map(|y| (plot.at.0..=plot.at.0 + right).map(move |x| (x, y)));
        // A line is about twice as tall as a column is wide.
        let far = |cell: &Spot| cell.0.abs_diff(wanted.0).pow(2) + 4 * cell.1.abs_diff(wanted.1).pow(2);
        let spot = cells.filter(|cell| canvas.is_free(*cell, wide)).min_by_key(far)?;
        canvas.words(spot, &mark, MARK);
        spots.push(spot);
    }
    Some(spots)
}

/// Writes the name of an act to the right of its mark, or to the left. Returns whether there was room.
fn name(canvas: &mut Canvas, plot: Plot, mark: Spot, text: &Label) -> bool {
    let wide = text.width();
    let right = (mark.0 + 2 + wide <= plot.at.0 + plot.columns).then_some(mark.0 + 2);
    let left = mark.0.checked_sub(wide + 1).filter(|x| *x >= plot.at.0);
    // On the side away from its mark a name keeps clear of other words, lest they read as one.
    let right = right.filter(|x| canvas.is_free((*x, mark.1), wide + 2));
    let left = left.filter(|x| canvas.is_free((x.saturating_sub(2), mark.1), wide + 2));
    let place = right.or(left);
    if let Some(x) = place {
        canvas.words((x, mark.1), text.as_str(), LABEL);
    }
    place.is_some()
}

/// Writes words into a corner, in less than half of the field. Returns whether there was room.
fn stand(canvas: &mut Canvas, plot: Plot, corner: Corner, text: &Label) -> bool {
    let half = plot.columns / 2 - 1;
    if text.longest() > half {
        return false;
    }
    let block = text.wrap(half);
    let free = |block: &LabelLines, at: Spot| {
        (0..block.height()).all(|line| canvas.is_free((at.0, at.1 + line), block.width))
    };
    let (x, y) = (plot.at.0, plot.at.1);
    let (right, foot) = (
        x + plot.columns - block.width,
        (y + plot.lines).saturating_sub(block.height()),
    );
    let (at, align) = match corner {
        Corner::UpLeft => ((x + 1, y), Align::Left),
        Corner::UpRight => ((right, y), Align::Right),
        Corner::LowLeft => ((x + 1, foot), Align::Left),
        Corner::LowRight => ((right, foot), Align::Right),
    };
    let fits = block.height() <= plot.lines / 2 && free(&block, at);
    if fits {
        canvas.block(at, block.width, &block, (align, REMARK));
    }
    fits
}

fn sign(corner: Corner, room: Room) -> &'static str {
    match corner {
        Corner::UpLeft => room.glyphs.pick("◤", "a"),
        Corner::UpRight => room.glyphs.pick("◥", "b"),
        Corner::LowLeft => room.glyphs.pick("◣", "c"),
        Corner::LowRight => room.glyphs.pick("◢", "d"),
    }
}

/// Puts a sign in a corner whose words are in the legend, if the cell is free.
fn mark_corner(canvas: &mut Canvas, plot: Plot, corner: Corner, room: Room) {
    let (right, foot) = (plot.at.0 + plot.columns - 1, plot.at.1 + plot.lines - 1);
    let at = match corner {
        Corner::UpLeft => plot.at,
        Corner::UpRight => (right, plot.at.1),
        Corner::LowLeft => (plot.at.0, foot),
        Corner::LowRight => (right, foot),
    };
    if canvas.is_free(at, 1) {
        canvas.words(at, sign(corner, room), REMARK);
    }
}

/// Dotted lines that part the field in four, where nothing else stands.
fn middle(canvas: &mut Canvas, plot: Plot) {
    let (x, y) = (plot.at.0 + plot.columns / 2, plot.at.1 + plot.lines / 2);
    for line in plot.at.1..plot.at.1 + plot.lines {
        if canvas.is_free((x, line), 1) {
            canvas.words((x, line), canvas.dots(), FRAME);
        }
    }
    for column in plot.at.0..plot.at.0 + plot.columns {
        if column.abs_diff(x) % 2 == 0 && canvas.is_free((column, y), 1) {
            canvas.words((column, y), canvas.dashes(), FRAME);
        }
    }
}

/// The legend, in as many columns as there is room for.
fn below(canvas: &mut Canvas, legend: &[(String, &Label)], room: Room) {
    let Some(sign) = legend.iter().map(|(sign, _)| width(sign)).max() else {
        return;
    };
    let wide = widest(legend.iter().map(|(_, text)| *text)).min(room.columns - sign - 2);
    let cell = sign + 2 + wide;
    let across = ((canvas.width().max(cell) + 3) / (cell + 3)).max(1);
    let top = canvas.height() + 1;
    let down = legend.len().div_ceil(across);
    for (nth, column) in legend.chunks(down).enumerate() {
        let x = nth * (cell + 3);
        let mut y = top;
        for (mark, text) in column {
            canvas.block(
                (x, y),
                sign,
                &LabelLines::of(vec![mark.clone()]),
                (Align::Right, MARK),
            );
            let text = text.wrap(wide);
            canvas.block((x + sign + 2, y), 0, &text, (Align::Left, LABEL));
            y += text.height().max(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn names_beside_the_marks_and_a_legend_where_it_is_narrow() {
        let figure = r#"Field(x: (name: "cost to the ally", low: "low", high: "high"), y: (name: "payoff for the partner", low: "small", high: "large"),
            acts: [(at: (6, 15), text: "say a name right"), (at: (60, 66), text: "fund a ramp"), (at: (78, 80), text: "oppose a rule")],
            corners: [(at: LowRight, text: "ask before you act")])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
payoff for the partner
large ▲
      │                               ┊
      │                               ┊
      │                               ┊                ● oppose a rule
      │                               ┊
      │                               ┊     ● fund a ramp
      │                               ┊
      │ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┊ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈ ┈
      │                               ┊
      │                               ┊
      │                               ┊
      │    ● say a name right         ┊
      │                               ┊
      │                               ┊             ask before you act
small ╰───────────────────────────────────────────────────────────────▶
       low                    cost to the ally                     high
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
payoff for the partner
large ▲
      │            ┊
      │            ┊      3
      │            ┊ 2
      │┈ ┈ ┈ ┈ ┈ ┈ ┊ ┈ ┈ ┈ ┈ ┈ ┈
      │            ┊
      │ 1          ┊  ask before
      │            ┊     you act
small ╰─────────────────────────▶
       low                   high
           cost to the ally

1  say a name right
2  fund a ramp
3  oppose a rule
"
        );
    }

    #[test]
    fn acts_at_one_place_have_a_cell_each() {
        let acts: String = ('a'..='l')
            .map(|name| format!("(at: (50, 50), text: \"{name}\"),"))
            .collect();
        let axis = r#"(name: "-", low: "-", high: "-")"#;
        for columns in [20, 34, 72] {
            let shown = shown(
                &format!("Field(x: {axis}, y: {axis}, acts: [{acts}])"),
                columns,
                Glyphs::Unicode,
            );
            let numbers = |nth: usize| {
                shown
                    .split_whitespace()
                    .filter(|word| *word == nth.to_string())
                    .count()
            };
            assert!(
                (1..=12).all(|nth| numbers(nth) == 2) || shown.matches('●').count() == 12,
                "{shown}"
            );
        }
    }
}
