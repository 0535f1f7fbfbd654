//! Owns the drawing of two circles that share something: side by side, else the second lower and laid over the foot of the first.

use crate::doc::Align;
use crate::doc::figure_data::Circle;
use crate::figure::canvas::{Canvas, FRAME, LABEL, Room, Spot, TITLE};
use crate::figure::label::{Label, LabelLines, longest, widest};

/// Lines at the top and the foot of a circle in which its line bends.
const BEND: usize = 3;

/// Two circles with their labels made ready.
pub struct Overlap {
    left: (Label, Vec<Label>),
    right: (Label, Vec<Label>),
    both: Vec<Label>,
}

/// Measures of two circles of one size side by side.
struct LearnerRole {
    /// Columns inside the part that one circle has for itself.
    alone: usize,
    /// Columns inside the shared part.
    shared: usize,
}

impl Overlap {
    /// The circles that an author wrote.
    pub fn new(left: &Circle, right: &Circle, both: &[String]) -> Overlap {
        let circle = |circle: &Circle| (Label::new(&circle.title), Label::all(&circle.items));
        Overlap {
            left: circle(left),
            right: circle(right),
            both: Label::all(both),
        }
    }

    fn alone(&self) -> impl Iterator<Item = &Label> {
        self.left.1.iter().chain(&self.right.1)
    }

    fn titles(&self) -> [&Label; 2] {
        [&self.left.0, &self.right.0]
    }
}

/// Draws the circles: side by side, else one under the other.
pub fn draw(overlap: &Overlap, room: Room) -> Option<Canvas> {
    match fit(overlap, room) {
        Some(lens) => Some(beside(overlap, &lens, room)),
        None => stacked(overlap, room),
    }
}

/// The roomiest measures that fit: with some air, without, and with labels on several lines.
fn fit(overlap: &Overlap, room: Room) -> Option<LearnerRole> {
    let natural = (widest(overlap.alone()).max(8), widest(&overlap.both).max(4));
    // Below two thirds of its natural width a label is a tower of words.
    let least = (
        longest(overlap.alone()).max(natural.0 * 2 / 3),
        longest(&overlap.both).max(natural.1 * 2 / 3),
    );
    let titles = longest(overlap.titles());
    let airy = (natural.0 + 8, natural.1 + 4);
    [
        airy,
        (natural.0 + 4, natural.1 + 2),
        natural,
        (least.0, natural.1),
        least,
    ]
    .into_iter()
    .find_map(|(alone, shared)| {
        let lens = LearnerRole {
            alone: alone + 4,
            shared: shared + 4,
        };
        (lens.whole() <= room.columns && titles < lens.whole() / 2).then_some(lens)
    })
}

impl LearnerRole {
    /// Columns from the left edge of the second circle to the right edge of the first, both counted.
    fn lap(&self) -> usize {
        self.shared + 2
    }

    /// Columns of one circle.
    fn circle(&self) -> usize {
        // The bends of a circle must leave some straight line between them.
        (self.alone + 1 + self.lap()).max(2 * self.insets()[0] + 4)
    }

    fn whole(&self) -> usize {
        2 * self.circle() - self.lap()
    }

    /// How far the line of a circle is from its edge, line by line from the top. At the top the two circles just do not touch.
    fn insets(&self) -> [usize; BEND + 1] {
        let first = self.lap() / 2 + 1;
        [first, (first * 2 / 5).max(2), 1, 0]
    }
}

fn beside(overlap: &Overlap, lens: &LearnerRole, room: Room) -> Canvas {
    let mut canvas = Canvas::new(room.glyphs);
    let (circle, lap, whole) = (lens.circle(), lens.lap(), lens.whole());
    let second = circle - lap;
    let half = whole / 2;
    let titles = overlap.titles().map(|title| title.wrap(half - 1));
    let tall = titles.iter().map(LabelLines::height).max().unwrap_or_default();
    // A title stands over the middle of its circle, as long as it keeps to its half.
    let left = (circle.saturating_sub(titles[0].width) / 2).min(half - 1 - titles[0].width);
    let right =
        (second + circle.saturating_sub(titles[1].width) / 2).clamp(whole - half, whole - titles[1].width);
    for (title, x) in titles.iter().zip([left, right]) {
        canvas.block(
            (x, tall - title.height()),
            title.width,
            title,
            (Align::Center, TITLE),
        );
    }
    let parts = [
        (1, second - 1, LabelLines::column(&overlap.left.1, second - 5)),
        (second + 1, lap - 2, LabelLines::column(&overlap.both, lap - 4)),
        (
            circle,
            second - 1,
            LabelLines::column(&overlap.right.1, second - 5),
        ),
    ];
    let lines = parts
        .iter()
        .map(|(_, _, block)| block.height())
        .max()
        .unwrap_or_default()
        .max(2);
    for x in [0, second] {
        ring(&mut canvas, (x, tall), (circle, lines + 2 * BEND), &lens.insets());
    }
    for (x, columns, block) in parts {
        canvas.block(
            (x, tall + BEND + (lines - block.height()) / 2),
            columns,
            &block,
            (Align::Center, LABEL),
        );
    }
    canvas
}

/// Draws a round shape: a frame whose corners are cut in steps.
fn ring(canvas: &mut Canvas, at: Spot, size: (usize, usize), insets: &[usize]) {
    let (right, bottom) = (at.0 + size.0 - 1, at.1 + size.1 - 1);
    // The steps of one quarter, from the top to the side: how far from the side, and how far from the top.
    let bends = insets.windows(2).enumerate();
    let steps: Vec<Spot> = bends
        .flat_map(|(line, pair)| [(pair[0], line), (pair[0], line + 1), (pair[1], line + 1)])
        .collect();
    let quarter = |spot: &dyn Fn(Spot) -> Spot| steps.iter().map(|step| spot(*step)).collect::<Vec<Spot>>();
    let mut line = quarter(&|(inset, line)| (right - inset, at.1 + line));
    line.extend(
        quarter(&|(inset, line)| (right - inset, bottom - line))
            .into_iter()
            .rev(),
    );
    line.extend(quarter(&|(inset, line)| (at.0 + inset, bottom - line)));
    line.extend(
        quarter(&|(inset, line)| (at.0 + inset, at.1 + line))
            .into_iter()
            .rev(),
    );
    line.extend(line.first().copied());
    canvas.curve(&line, FRAME);
}

fn stacked(overlap: &Overlap, room: Room) -> Option<Canvas> {
    const SHIFT: usize = 3;
    let spare = room.columns.checked_sub(2 * SHIFT + 4)?;
    if longest(overlap.alone().chain(&overlap.both)) > spare || longest(overlap.titles()) > room.columns {
        return None;
    }
    let [upper, shared, lower] =
        [&overlap.left.1, &overlap.both, &overlap.right.1].map(|labels| LabelLines::column(labels, spare));
    let wide = upper.width.max(shared.width).max(lower.width).max(spare.min(4)) + SHIFT + 4;
    let titles = overlap.titles().map(|title| title.wrap(room.columns));
    let mut canvas = Canvas::new(room.glyphs);
    canvas.block((0, 0), wide, &titles[0], (Align::Center, TITLE));
    let top = titles[0].height();
    let second = top + upper.height().max(1) + 1;
    let end = second + shared.height().max(1) + 1;
    let foot = end + lower.height().max(1) + 1;
    canvas.frame((0, top), (wide, end - top + 1));
    canvas.frame((SHIFT, second), (wide, foot - second + 1));
    let inside = wide - SHIFT - 4;
    canvas.block((SHIFT + 2, top + 1), inside, &upper, (Align::Left, LABEL));
    canvas.block((SHIFT + 2, second + 1), inside, &shared, (Align::Left, LABEL));
    canvas.block((SHIFT + 2, end + 1), inside, &lower, (Align::Left, LABEL));
    let x = SHIFT.min((room.columns).saturating_sub(titles[1].width));
    canvas.block((x, foot + 1), wide, &titles[1], (Align::Center, TITLE));
    Some(canvas)
}

#[cfg(test)]
mod tests {
    use crate::doc::marker::Glyphs;
    use crate::figure::tests::shown;

    #[test]
    fn two_circles_side_by_side_and_one_lower_where_it_is_narrow() {
        let figure = r#"Overlap(left: (title: "ally", items: ["access", "voice"]), right: (title: "partner", items: ["insight", "direction"]), both: ["trust"])"#;
        assert_eq!(
            shown(figure, 72, Glyphs::Unicode),
            r"
                      ally                 partner
              ╭───────────────────╮ ╭───────────────────╮
         ╭────╯                ╭──┴─┴──╮                ╰────╮
       ╭─╯                   ╭─╯       ╰─╮                   ╰─╮
      ╭╯      access        ╭╯   trust   ╰╮       insight      ╰╮
      ╰╮       voice        ╰╮           ╭╯      direction     ╭╯
       ╰─╮                   ╰─╮       ╭─╯                   ╭─╯
         ╰────╮                ╰──┬─┬──╯                ╭────╯
              ╰───────────────────╯ ╰───────────────────╯
"
        );
        assert_eq!(
            shown(figure, 34, Glyphs::Unicode),
            r"
             ally
       ╭──────────────╮
       │    access    │
       │    voice     │
       │  ╭───────────┼──╮
       │  │ trust     │  │
       ╰──┼───────────╯  │
          │ insight      │
          │ direction    │
          ╰──────────────╯
              partner
"
        );
        assert_eq!(
            shown(figure, 72, Glyphs::Ascii),
            r"
                      ally                 partner
              /-------------------\ /-------------------\
         /----/                /--+-+--\                \----\
       /-/                   /-/       \-\                   \-\
      //      access        //   trust   \\       insight      \\
      \\       voice        \\           //      direction     //
       \-\                   \-\       /-/                   /-/
         \----\                \--+-+--/                /----/
              \-------------------/ \-------------------/
"
        );
    }
}
