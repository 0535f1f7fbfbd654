//! Owns a small grid of cells to draw on: strokes that join where they meet, words that stand over them, and the grid read off
//! as lines. Must not know what a figure means.

use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::Align;
use crate::doc::marker::Glyphs;
use crate::doc::text::{Role, Run, Text, TextStyle};
use crate::figure::label::{LabelLines, columns};

/// A cell: columns from the left, lines from the top.
pub type Spot = (usize, usize);

/// Lines of frames.
pub const FRAME: TextStyle = look(Role::Bar);
/// Arrows and marks.
pub const MARK: TextStyle = look(Role::Accent);
/// Labels.
pub const LABEL: TextStyle = look(Role::Body);
/// Remarks at the side.
pub const REMARK: TextStyle = look(Role::Muted);
/// Titles.
pub const TITLE: TextStyle = TextStyle {
    strong: true,
    ..look(Role::Body)
};

const UP: u8 = 1;
const RIGHT: u8 = 2;
const DOWN: u8 = 4;
const LEFT: u8 = 8;
/// A corner that belongs to a round shape; ASCII draws it aslant.
const ROUND: u8 = 16;

const fn look(role: Role) -> TextStyle {
    TextStyle {
        strong: false,
        emphasis: false,
        strike: false,
        role,
    }
}

/// The room there is for a drawing.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Columns that no line may pass.
    pub columns: usize,
    /// The glyphs it is drawn with.
    pub glyphs: Glyphs,
}

/// A grid that grows to the right and downward as it is drawn on.
#[derive(Clone, Debug)]
pub struct Canvas {
    glyphs: Glyphs,
    rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug)]
enum Cell {
    Blank,
    /// A line that leaves the cell in these ways.
    Stroke(u8, TextStyle),
    /// Words that begin here.
    Words(String, TextStyle),
    /// Under words that began further left.
    Covered,
}

impl Canvas {
    /// An empty canvas.
    pub fn new(glyphs: Glyphs) -> Canvas {
        Canvas {
            glyphs,
            rows: Vec::new(),
        }
    }

    /// One cell of a dotted line downward.
    pub fn dots(&self) -> &'static str {
        self.glyphs.pick("┊", ".")
    }

    /// One cell of a dotted line across.
    pub fn dashes(&self) -> &'static str {
        self.glyphs.pick("┈", ".")
    }

    /// The mark of one thing at one place.
    pub fn dot(&self) -> &'static str {
        self.glyphs.pick("●", "o")
    }

    /// Columns drawn on so far.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// Lines drawn on so far.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Puts words from `at` to the right, over any stroke. Words must not be put over words.
    pub fn words(&mut self, at: Spot, words: &str, look: TextStyle) {
        if words.is_empty() {
            return;
        }
        // A mark without a letter takes no column of its own, and would pull the rest of the line to the left.
        let words = if width(words) == 0 {
            format!(" {words}")
        } else {
            words.to_owned()
        };
        for x in at.0 + 1..at.0 + width(&words) {
            *self.cell((x, at.1)) = Cell::Covered;
        }
        *self.cell(at) = Cell::Words(words, look);
    }

    /// Puts a block at `at`, its lines aligned within `width` columns.
    pub fn block(&mut self, at: Spot, width: usize, block: &LabelLines, (align, look): (Align, TextStyle)) {
        for (y, line) in block.lines.iter().enumerate() {
            let left = width.saturating_sub(columns(line));
            let x = match align {
                Align::Left => 0,
                Align::Center => left / 2,
                Align::Right => left,
            };
            self.words((at.0 + x, at.1 + y), line, look);
        }
    }

    /// Draws a line along `points`, each straight above, below or beside the one before it.
    pub fn path(&mut self, points: &[Spot], look: TextStyle) {
        for pair in points.windows(2) {
            let (from, to) = (pair[0], pair[1]);
            for x in from.0.min(to.0)..from.0.max(to.0) {
                self.stroke((x, from.1), RIGHT, look);
                self.stroke((x + 1, from.1), LEFT, look);
            }
            for y in from.1.min(to.1)..from.1.max(to.1) {
                self.stroke((from.0, y), DOWN, look);
                self.stroke((from.0, y + 1), UP, look);
            }
        }
    }

    /// Draws a line along `points` whose corners are those of a round shape.
    pub fn curve(&mut self, points: &[Spot], look: TextStyle) {
        self.path(points, look);
        points.iter().for_each(|point| self.stroke(*point, ROUND, look));
    }

    /// Draws an arrow along `points` with its tip on the last.
    pub fn arrow(&mut self, points: &[Spot]) {
        self.path(points, MARK);
        if let [.., from, to] = points {
            let tip = match (to.0.cmp(&from.0), to.1.cmp(&from.1)) {
                (std::cmp::Ordering::Less, _) => self.glyphs.pick("◀", "<"),
                (std::cmp::Ordering::Greater, _) => self.glyphs.pick("▶", ">"),
                (std::cmp::Ordering::Equal, std::cmp::Ordering::Less) => self.glyphs.pick("▲", "^"),
                (std::cmp::Ordering::Equal, _) => self.glyphs.pick("▼", "v"),
            };
            self.words(*to, tip, MARK);
        }
    }

    /// Draws a frame whose upper left corner is `at`, `size` cells wide and tall, the lines counted.
    pub fn frame(&mut self, at: Spot, size: (usize, usize)) {
        let (right, bottom) = (at.0 + size.0.max(2) - 1, at.1 + size.1.max(2) - 1);
        self.path(&[at, (right, at.1), (right, bottom), (at.0, bottom), at], FRAME);
    }

    /// Draws a frame around a block that is centred in it.
    pub fn boxed(&mut self, at: Spot, size: (usize, usize), block: &LabelLines) {
        self.frame(at, size);
        let above = size.1.saturating_sub(2 + block.height()) / 2;
        self.block(
            (at.0 + 2, at.1 + 1 + above),
            size.0.saturating_sub(4),
            block,
            (Align::Center, LABEL),
        );
    }

    /// Whether no words stand on `columns` cells from `at`, nor close to them on the same line.
    pub fn is_free(&self, at: Spot, columns: usize) -> bool {
        let row = self.rows.get(at.1).map(Vec::as_slice).unwrap_or_default();
        let cells = row
            .iter()
            .skip(at.0.saturating_sub(1))
            .take(columns + 1 + at.0.min(1));
        cells
            .into_iter()
            .all(|cell| matches!(cell, Cell::Blank | Cell::Stroke(..)))
    }

    /// The lines of the drawing, centred as a whole in `columns`.
    pub fn lines(self, columns: usize) -> Vec<Text> {
        let indent = columns.saturating_sub(self.width()) / 2;
        self.rows.iter().map(|row| self.line(row, indent)).collect()
    }

    fn line(&self, row: &[Cell], indent: usize) -> Text {
        let mut runs: Vec<(String, TextStyle)> = Vec::new();
        let mut blanks = indent;
        for cell in row {
            let (words, look) = match cell {
                Cell::Blank => {
                    blanks += 1;
                    continue;
                }
                Cell::Covered => continue,
                Cell::Stroke(ways, look) => (self.glyphs.pick(unicode(*ways), ascii(*ways)), *look),
                Cell::Words(words, look) => (words.as_str(), *look),
            };
            if blanks > 0 {
                let blank = " ".repeat(std::mem::take(&mut blanks));
                match runs.last_mut() {
                    Some((last, _)) => last.push_str(&blank),
                    None => runs.push((blank, LABEL)),
                }
            }
            match runs.last_mut() {
                Some((last, last_look)) if *last_look == look => last.push_str(words),
                Some(_) | None => runs.push((words.to_owned(), look)),
            }
        }
        Text(
            runs.into_iter()
                .map(|(words, look)| Run {
                    text: Clean::new(&words),
                    look,
                    action: None,
                })
                .collect(),
        )
    }

    fn stroke(&mut self, at: Spot, way: u8, look: TextStyle) {
        let cell = self.cell(at);
        match cell {
            Cell::Blank => *cell = Cell::Stroke(way, look),
            Cell::Stroke(ways, _) => *ways |= way,
            Cell::Words(..) | Cell::Covered => {}
        }
    }

    fn cell(&mut self, (x, y): Spot) -> &mut Cell {
        if self.rows.len() <= y {
            self.rows.resize(y + 1, Vec::new());
        }
        let row = &mut self.rows[y];
        if row.len() <= x {
            row.resize(x + 1, Cell::Blank);
        }
        &mut row[x]
    }
}

fn unicode(ways: u8) -> &'static str {
    const ALL: [&str; 16] = [
        " ", "│", "─", "╰", "│", "│", "╭", "├", "─", "╯", "─", "┴", "╮", "┤", "┬", "┼",
    ];
    ALL[usize::from(ways & (UP | RIGHT | DOWN | LEFT))]
}

fn ascii(ways: u8) -> &'static str {
    const SLASH: [u8; 2] = [ROUND | RIGHT | DOWN, ROUND | UP | LEFT];
    const BACKSLASH: [u8; 2] = [ROUND | LEFT | DOWN, ROUND | UP | RIGHT];
    if SLASH.contains(&ways) {
        return "/";
    }
    if BACKSLASH.contains(&ways) {
        return "\\";
    }
    let across = ways & (LEFT | RIGHT) != 0;
    let along = ways & (UP | DOWN) != 0;
    match (across, along) {
        (true, true) => "+",
        (true, false) => "-",
        (false, true) => "|",
        (false, false) => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(canvas: Canvas, columns: usize) -> Vec<String> {
        canvas.lines(columns).iter().map(Text::words).collect()
    }

    #[test]
    fn strokes_join_where_they_meet() {
        let mut canvas = Canvas::new(Glyphs::Unicode);
        canvas.frame((0, 0), (5, 3));
        canvas.frame((2, 1), (5, 3));
        assert_eq!(shown(canvas, 7), ["╭───╮", "│ ╭─┼─╮", "╰─┼─╯ │", "  ╰───╯"]);
    }

    #[test]
    fn words_stand_over_strokes_and_keep_their_width() {
        let mut canvas = Canvas::new(Glyphs::Ascii);
        canvas.words((2, 0), "語", LABEL);
        canvas.words((6, 0), "\u{301}", LABEL);
        canvas.path(&[(0, 0), (7, 0)], FRAME);
        assert_eq!(shown(canvas, 10), [" --語-- \u{301}-"]);
    }

    #[test]
    fn a_place_next_to_words_is_not_free() {
        let mut canvas = Canvas::new(Glyphs::Ascii);
        canvas.words((4, 0), "ab", LABEL);
        assert!(canvas.is_free((0, 0), 3) && canvas.is_free((7, 0), 3) && canvas.is_free((0, 5), 3));
        assert!(!canvas.is_free((0, 0), 4) && !canvas.is_free((6, 0), 3) && !canvas.is_free((3, 0), 1));
    }
}
