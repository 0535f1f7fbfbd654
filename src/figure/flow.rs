//! Owns the drawing of a flow: boxes joined by arrows, one row a road; in a narrow room each road is a column.
//! A start is a box on top, and the roads branch off a line that leaves it downward.

use crate::doc::Align;
use crate::doc::figure_data::Road;
use crate::figure::canvas::{Canvas, FRAME, LABEL, REMARK, Room, TITLE};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Columns from one box to the next.
const GAP: usize = 5;
/// Where the line of the branches stands, and how far the roads are from the left edge because of it.
const SPINE: usize = 2;
const INDENT: usize = 5;
/// Lines that a label in a box may take before the boxes are stacked.
const TALLEST: usize = 4;

/// A flow with its labels made ready.
pub struct LabeledFlow {
    start: Label,
    roads: Vec<Route>,
    under: Label,
}

/// A road.
struct Route {
    name: Label,
    stops: Vec<Stop>,
}

/// A box, and what stands under it.
struct Stop {
    text: Label,
    note: Label,
}

impl LabeledFlow {
    /// The flow that an author wrote.
    pub fn new(start: &Option<String>, roads: &[Road], under: &Option<String>) -> LabeledFlow {
        let stops = |road: &Road| {
            road.steps
                .iter()
                .map(|step| Stop {
                    text: Label::new(&step.text),
                    note: Label::new(&step.note),
                })
                .collect()
        };
        LabeledFlow {
            start: Label::maybe(start.as_deref()),
            roads: roads
                .iter()
                .map(|road| Route {
                    name: Label::new(&road.name),
                    stops: stops(road),
                })
                .collect(),
            under: Label::maybe(under.as_deref()),
        }
    }

    fn stops(&self) -> impl Iterator<Item = &Stop> {
        self.roads.iter().flat_map(|road| &road.stops)
    }

    fn texts(&self) -> impl Iterator<Item = &Label> {
        self.stops().map(|stop| &stop.text)
    }

    fn indent(&self) -> usize {
        if self.start.is_empty() { 0 } else { INDENT }
    }

    /// Columns that no part of the frame around the boxes can do without.
    fn least(&self) -> usize {
        let names = longest(self.roads.iter().map(|road| &road.name));
        (self.indent() + names)
            .max(longest([&self.start]) + 4)
            .max(longest([&self.under]))
    }
}

/// Draws the flow: boxes side by side, else one under the other.
pub fn draw(flow: &LabeledFlow, room: Room) -> Option<Canvas> {
    if flow.least() > room.columns {
        return None;
    }
    rows(flow, room).or_else(|| columns(flow, room))
}

/// The roads as rows of boxes, where no word is torn by it.
fn rows(flow: &LabeledFlow, room: Room) -> Option<Canvas> {
    // Room for a note on one line makes a box wider than its text needs.
    let natural = widest(flow.texts()).max(widest(flow.stops().map(|stop| &stop.note)).saturating_sub(4));
    let widths = (longest(flow.texts())..=natural)
        .rev()
        .find_map(|cap| fit(flow, cap, room))?;
    let mut canvas = Canvas::new(room.glyphs);
    let indent = flow.indent();
    let mut branches = Vec::new();
    let below = start(&mut canvas, flow, room);
    let whole = indent + widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let mut y = below;
    for (nth, road) in flow.roads.iter().enumerate() {
        y += usize::from(nth > 0 || below > 0);
        let name = road.name.wrap(room.columns - indent);
        canvas.block((indent, y), 0, &name, (Align::Left, TITLE));
        y += name.height();
        let texts: Vec<LabelLines> = road
            .stops
            .iter()
            .zip(&widths)
            .map(|(stop, width)| stop.text.wrap(width - 4))
            .collect();
        let height = texts.iter().map(LabelLines::height).max().unwrap_or(1).max(1) + 2;
        let middle = y + (height - 1) / 2;
        let mut x = indent;
        for (nth, (text, width)) in texts.iter().zip(&widths).enumerate() {
            canvas.boxed((x, y), (*width, height), text);
            if nth > 0 {
                canvas.arrow(&[(x - GAP - 1, middle), (x - 1, middle)]);
            }
            x += width + GAP;
        }
        y += height;
        y += notes(&mut canvas, road, &widths, (indent, y));
        branches.push(middle);
    }
    spine(&mut canvas, below, &branches);
    under(&mut canvas, flow, whole, room);
    Some(canvas)
}

/// Widths of the boxes, frames counted, when no label takes more than `cap` columns: all alike where there is room for it.
fn fit(flow: &LabeledFlow, cap: usize, room: Room) -> Option<Vec<usize>> {
    let many = flow
        .roads
        .iter()
        .map(|road| road.stops.len())
        .max()
        .unwrap_or_default();
    let mut widths = vec![5; many];
    for road in &flow.roads {
        for (stop, width) in road.stops.iter().zip(&mut widths) {
            let text = stop.text.wrap(cap);
            if text.height() > TALLEST {
                return None;
            }
            *width = (*width)
                .max(text.width + 4)
                .max(stop.note.wrap((cap + 4).max(stop.note.longest())).width);
        }
    }
    let spare = room
        .columns
        .checked_sub(flow.indent() + GAP * many.saturating_sub(1))?;
    let widest = widths.iter().copied().max().unwrap_or_default();
    match widest * many <= spare {
        true => Some(vec![widest; many]),
        false => Some(widths).filter(|widths| widths.iter().sum::<usize>() <= spare),
    }
}

/// The notes under a row of boxes, each on a dotted lead. Returns the lines they take.
fn notes(canvas: &mut Canvas, road: &Route, widths: &[usize], (mut x, y): (usize, usize)) -> usize {
    let mut lines = 0;
    for (stop, width) in road.stops.iter().zip(widths) {
        let note = stop.note.wrap(*width);
        if note.height() > 0 {
            canvas.words((x + (width - 1) / 2, y), canvas.dots(), FRAME);
            canvas.block((x, y + 1), *width, &note, (Align::Center, REMARK));
            lines = lines.max(1 + note.height());
        }
        x += width + GAP;
    }
    lines
}

/// The box on top. Returns the line below it.
fn start(canvas: &mut Canvas, flow: &LabeledFlow, room: Room) -> usize {
    if flow.start.is_empty() {
        return 0;
    }
    let text = flow.start.wrap(room.columns - 4);
    canvas.boxed((0, 0), (text.width.max(1) + 4, text.height() + 2), &text);
    text.height() + 2
}

/// The line that leaves the start, `below` lines tall, and branches to the roads at these lines.
fn spine(canvas: &mut Canvas, below: usize, branches: &[usize]) {
    let Some(bottom) = below.checked_sub(1) else {
        return;
    };
    for branch in branches {
        canvas.arrow(&[(SPINE, bottom), (SPINE, *branch), (INDENT - 1, *branch)]);
    }
}

/// The roads as columns of boxes, with the notes beside the arrows.
fn columns(flow: &LabeledFlow, room: Room) -> Option<Canvas> {
    let indent = flow.indent();
    let spare = room.columns.checked_sub(indent + 4)?;
    let notes = longest(flow.stops().map(|stop| &stop.note));
    if longest(flow.texts()).max(notes) > spare {
        return None;
    }
    let width = flow
        .texts()
        .map(|text| text.wrap(spare).width)
        .max()
        .unwrap_or(1)
        .max(3)
        + 4;
    let mut canvas = Canvas::new(room.glyphs);
    let mut branches = Vec::new();
    let below = start(&mut canvas, flow, room);
    let mut y = below;
    for (nth, road) in flow.roads.iter().enumerate() {
        y += usize::from(nth > 0 || below > 0);
        let name = road.name.wrap(room.columns - indent);
        canvas.block((indent, y), 0, &name, (Align::Left, TITLE));
        y += name.height();
        branches.push(y + 1);
        for (nth, stop) in road.stops.iter().enumerate() {
            let text = stop.text.wrap(spare);
            let height = text.height().max(1) + 2;
            canvas.frame((indent, y), (width, height));
            canvas.block((indent + 2, y + 1), 0, &text, (Align::Left, LABEL));
            y += height;
            let note = stop.note.wrap(spare);
            canvas.block((indent + 4, y), 0, &note, (Align::Left, REMARK));
            if nth + 1 < road.stops.len() {
                canvas.arrow(&[(indent + 2, y - 1), (indent + 2, y + note.height())]);
                y += 1;
            } else {
                (0..note.height())
                    .for_each(|line| canvas.words((indent + 2, y + line), canvas.dots(), FRAME));
            }
            y += note.height();
        }
    }
    spine(&mut canvas, below, &branches);
    under(&mut canvas, flow, indent + width, room);
    Some(canvas)
}

/// The line under the whole, in a bracket as wide as the drawing where it fits in.
fn under(canvas: &mut Canvas, flow: &LabeledFlow, whole: usize, room: Room) {
    if flow.under.is_empty() {
        return;
    }
    let y = canvas.height() + 1;
    if flow.under.width() + 8 <= whole {
        canvas.path(&[(0, y - 1), (0, y), (whole - 1, y), (whole - 1, y - 1)], FRAME);
        let words = format!(" {} ", flow.under.as_str());
        canvas.block(
            (0, y),
            whole,
            &LabelLines::of(vec![words]),
            (Align::Center, LABEL),
        );
    } else {
        canvas.block(
            (0, y),
            whole,
            &flow.under.wrap(room.columns),
            (Align::Center, LABEL),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn a_row_a_road_and_a_column_where_it_is_narrow() {
        let figure = r#"Flow(start: "I made a mistake", roads: [(name: "identity road", steps: [(text: "deny"), (text: "defend"), (text: "nothing changes")]),
            (name: "learning road", steps: [(text: "notice", note: "slow down"), (text: "name it"), (text: "next time")])], under: "over time, together")"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
╭──────────────────╮
│ I made a mistake │
╰─┬────────────────╯
  │
  │  identity road
  │  ╭─────────────────╮     ╭─────────────────╮     ╭─────────────────╮
  ├─▶│      deny       ├────▶│     defend      ├────▶│ nothing changes │
  │  ╰─────────────────╯     ╰─────────────────╯     ╰─────────────────╯
  │
  │  learning road
  │  ╭─────────────────╮     ╭─────────────────╮     ╭─────────────────╮
  ╰─▶│     notice      ├────▶│     name it     ├────▶│    next time    │
     ╰─────────────────╯     ╰─────────────────╯     ╰─────────────────╯
              ┊
          slow down
│                                                                      │
╰──────────────────────── over time, together ─────────────────────────╯
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
     ╭──────────────────╮
     │ I made a mistake │
     ╰─┬────────────────╯
       │
       │  identity road
       │  ╭─────────────────╮
       ├─▶│ deny            │
       │  ╰─┬───────────────╯
       │    ▼
       │  ╭─────────────────╮
       │  │ defend          │
       │  ╰─┬───────────────╯
       │    ▼
       │  ╭─────────────────╮
       │  │ nothing changes │
       │  ╰─────────────────╯
       │
       │  learning road
       │  ╭─────────────────╮
       ╰─▶│ notice          │
          ╰─┬───────────────╯
            │ slow down
            ▼
          ╭─────────────────╮
          │ name it         │
          ╰─┬───────────────╯
            ▼
          ╭─────────────────╮
          │ next time       │
          ╰─────────────────╯

       over time, together
"
        );
    }

    #[test]
    fn roads_without_a_start_have_no_line_of_branches() {
        let figure = r#"Flow(roads: [(steps: [(text: "trigger", note: "slow down"), (text: "shortcut", note: "criteria first")])])"#;
        assert_eq!(
            shown(figure, 40, Glyphs::Ascii),
            r"
   +------------+     +------------+
   |  trigger   +---->|  shortcut  |
   +------------+     +------------+
         .                  .
     slow down        criteria first
"
        );
    }
}
