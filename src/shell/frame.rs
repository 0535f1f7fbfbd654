//! Owns how a frame is written: what the terminal shows, what it is to show → bytes, and where the cursor ends. Pure.
//! Must not know what a page says, nor how bytes reach the terminal.
//!
//! Whoever sees takes in a frame at once; whoever hears it, through a screen reader, hears what is written, in its order. So a row
//! that changed is written whole, from its first column, and what is new comes first: the row of the cursor, the other rows of the
//! page, those that only lose the sign of the focus; then the outline, the head and the foot. The cursor ends on what is new.
//!
//! A page that moves is moved by deleting lines and inserting them, never in a scroll region: so nothing of it gets into what a
//! terminal keeps of lines that left, no region is left behind, and terminals that know no scrolling commands do it as well.
//!
//! Terminals do not agree on the columns of a cluster of several characters. Where one stands, the row is erased first, the place
//! behind it is gone to, and a line that is full does not run on into the next one.

use crate::paint::Painted;
use crate::paint::cells::{Cell, Cells, digest};
use crate::paint::cursor::Cursor;
use crate::shell::sgr::{Look, PLAIN};
use ratatui::layout::{Position, Rect};
use std::ops::Range;

/// Erases from the cursor to the line's end.
const ERASE: &str = "\x1b[K";
/// The whole window scrolls, and nothing less. The cursor goes to the first cell.
const NO_REGION: &str = "\x1b[r";
/// A line that is full does not run on; and again it does.
const NO_WRAP: &str = "\x1b[?7l";
const WRAP: &str = "\x1b[?7h";
const SHOW: &str = "\x1b[?25h";
const HIDE: &str = "\x1b[?25l";
/// A frame begins that is shown at once when it ends.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";

/// Writes frames, each by what is on show before it.
#[derive(Debug)]
pub struct FrameWriter {
    /// What the terminal shows; nothing where that is not known.
    shown: Option<Shown>,
    /// Whether the terminal can delete and insert lines.
    moves_lines: bool,
    /// Whether the terminal shows a frame at once.
    is_synchronized: bool,
    /// The cells of the frame before the one on show: the next one is painted into them.
    spare: Option<Cells>,
}

#[derive(Debug)]
struct Shown {
    cells: Cells,
    painted: Painted,
    /// Of the page's text in each row a number that tells it from most others: whether the page has moved is guessed by these.
    digests: Vec<u64>,
    /// Where the cursor is, if it shows.
    cursor: Option<Position>,
}

impl FrameWriter {
    /// A writer for the terminal that `TERM` names. Of those in use only the oldest cannot delete and insert lines.
    pub fn new(term: &str) -> FrameWriter {
        FrameWriter {
            shown: None,
            moves_lines: !(term.starts_with("vt100") || term.starts_with("vt52")),
            is_synchronized: false,
            spare: None,
        }
    }

    /// Cells of a window for the next frame, to be painted over.
    pub fn cells(&mut self, area: Rect) -> Cells {
        let spare = self.spare.take().filter(|cells| cells.area == area);
        spare.unwrap_or_else(|| Cells::empty(area))
    }

    /// What is on show is not known any more: the next frame writes every row.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// The terminal has said that it can show frames at once.
    pub fn synchronize(&mut self) {
        self.is_synchronized = true;
    }

    /// The bytes that show this. None where it is on show already.
    pub fn write(&mut self, cells: Cells, painted: Painted) -> Vec<u8> {
        let before = self.shown.take().filter(|shown| shown.cells.area == cells.area);
        let text = painted.text..cells.area.width;
        let digests: Vec<u64> = (0..cells.area.height)
            .map(|y| digest(cells.row(y, text.clone())))
            .collect();
        let next = Next {
            cells: &cells,
            painted: &painted,
            digests: &digests,
        };
        let by = before.as_ref().and_then(|before| next.moved(before));
        let cursor = next.cursor(before.as_ref(), by);
        let row = cursor.map(|at| at.y);
        let still = before.as_ref().map(|before| Was::still(&before.cells));
        let mut bytes = match (&before, by) {
            (Some(before), Some(by)) if self.moves_lines => {
                let moved = Was::moved(&before.cells, &painted.body, by);
                let mut bytes = next.moves(by);
                bytes.extend(next.rows(Some(&moved), row, next.entered(by)));
                // Row by row it could be shorter; that is not written to find out that it is not.
                match bytes.len() > next.fewest(before) {
                    true => {
                        let rows = next.rows(still.as_ref(), row, 0..0);
                        if rows.len() <= bytes.len() { rows } else { bytes }
                    }
                    false => bytes,
                }
            }
            (Some(_), _) => next.rows(still.as_ref(), row, 0..0),
            (None, _) => [
                format!("{PLAIN}{NO_REGION}").into_bytes(),
                next.rows(None, row, 0..0),
            ]
            .concat(),
        };
        let was = before.as_ref().map(|before| before.cursor);
        if !bytes.is_empty() || was != Some(cursor) {
            if was.is_none_or(|was| was.is_some() != cursor.is_some()) {
                bytes.extend(if cursor.is_some() { SHOW } else { HIDE }.bytes());
            }
            if let Some(at) = cursor {
                bytes.extend(go(at.x, at.y).bytes());
            }
            if self.is_synchronized {
                bytes = [BEGIN.as_bytes(), &bytes, END.as_bytes()].concat();
            }
        }
        self.spare = before.map(|before| before.cells);
        self.shown = Some(Shown {
            cells,
            painted,
            digests,
            cursor,
        });
        bytes
    }
}

/// What is on show, as it stands once the page has moved.
struct Was<'a> {
    cells: &'a Cells,
    /// The rows of the page, and by how many they have gone up.
    moved: Option<(Range<u16>, i32)>,
    /// A row that came onto the page.
    empty: Vec<Cell>,
}

impl<'a> Was<'a> {
    fn still(cells: &'a Cells) -> Was<'a> {
        Was {
            cells,
            moved: None,
            empty: Vec::new(),
        }
    }

    fn moved(cells: &'a Cells, body: &Range<u16>, by: i32) -> Was<'a> {
        Was {
            cells,
            moved: Some((body.clone(), by)),
            empty: vec![Cell::EMPTY; usize::from(cells.area.width)],
        }
    }

    /// Some columns of a row.
    fn row(&self, y: u16, columns: Range<u16>) -> &[Cell] {
        match &self.moved {
            Some((body, by)) if body.contains(&y) => match u16::try_from(i32::from(y) + by) {
                Ok(was) if body.contains(&was) => self.cells.row(was, columns),
                _ => &self.empty[usize::from(columns.start)..usize::from(columns.end)],
            },
            _ => self.cells.row(y, columns),
        }
    }
}

/// The frame that is to be shown.
struct Next<'a> {
    cells: &'a Cells,
    painted: &'a Painted,
    digests: &'a [u64],
}

impl Next<'_> {
    fn columns(&self) -> u16 {
        self.cells.area.width
    }

    /// The columns of the page's text: what stands to the left of them is apart.
    fn text(&self) -> Range<u16> {
        self.painted.text..self.columns()
    }

    fn has_words(&self, y: u16) -> bool {
        self.cells.row(y, self.text()).iter().any(|cell| !cell.is_blank())
    }

    /// By how many rows the page has gone up, or down where that is negative: so that most of what was on show still is.
    fn moved(&self, before: &Shown) -> Option<i32> {
        let body = &self.painted.body;
        if (&before.painted.body, before.painted.text) != (body, self.painted.text) {
            return None;
        }
        let (first, end) = (i32::from(body.start), i32::from(body.end));
        let has_words: Vec<bool> = body.clone().map(|y| self.has_words(y)).collect();
        // Of the rows with words that both frames show, those that are the same and those that are not.
        let kept = |by: i32| {
            let both = first.max(first - by)..end.min(end - by);
            let pairs = both.map(|y| (y as u16, (y + by) as u16));
            pairs
                .filter(|(y, _)| has_words[usize::from(y - body.start)])
                .fold((0, 0), |(same, other), (y, was)| {
                    match self.digests[usize::from(y)] == before.digests[usize::from(was)] {
                        true => (same + 1, other),
                        false => (same, other + 1),
                    }
                })
        };
        let still = kept(0);
        if still.1 <= 2 {
            return None;
        }
        let ways = (1..end - first).flat_map(|by| [by, -by]);
        let ((same, _), by) = ways
            .map(|by| (kept(by), by))
            .filter(|((same, other), _)| same >= other)
            // Of several the smallest.
            .rev()
            .max_by_key(|((same, _), _)| *same)?;
        (same > still.0).then_some(by)
    }

    /// The rows that come onto the page when it moves.
    fn entered(&self, by: i32) -> Range<u16> {
        let body = &self.painted.body;
        let count = by.unsigned_abs().min(body.len() as u32) as u16;
        match by > 0 {
            true => body.end - count..body.end,
            false => body.start..body.start + count,
        }
    }

    /// Where the cursor ends, if it shows.
    fn cursor(&self, before: Option<&Shown>, by: Option<i32>) -> Option<Position> {
        let at = match self.painted.cursor {
            Cursor::Hidden => return None,
            Cursor::At(at) => at,
            Cursor::Free => self.news(before, by),
        };
        let last = |cells: u16| cells.saturating_sub(1);
        Some(Position::new(
            at.x.min(last(self.columns())),
            at.y.min(last(self.cells.area.height)),
        ))
    }

    /// The first word of what is new on the page; where the cursor was if nothing is.
    fn news(&self, before: Option<&Shown>, by: Option<i32>) -> Position {
        let body = self.painted.body.clone();
        let differs = |before: &Shown| {
            body.clone()
                .find(|y| self.cells.row(*y, self.text()) != before.cells.row(*y, self.text()))
        };
        let rows = match (before, by) {
            (_, Some(by)) if 2 * by.unsigned_abs() < body.len() as u32 => self.entered(by),
            (None, _) | (_, Some(_)) => body.clone(),
            (Some(before), None) => match (differs(before), before.cursor) {
                (None, Some(cursor)) => return cursor,
                (first, _) => first.unwrap_or(body.start)..body.end,
            },
        };
        let y = rows.clone().find(|y| self.has_words(*y)).unwrap_or(rows.start);
        let begins = self
            .cells
            .row(y, self.text())
            .iter()
            .position(|cell| !cell.is_blank());
        Position::new(self.painted.text + begins.unwrap_or(0) as u16, y)
    }

    /// What moves the page.
    fn moves(&self, by: i32) -> Vec<u8> {
        let body = &self.painted.body;
        let count = self.entered(by).len() as u16;
        let many = match count {
            1 => String::new(),
            count => count.to_string(),
        };
        let (top, bottom) = (go(0, body.start), go(0, body.end - count));
        let (deleted, inserted) = match by > 0 {
            true => (top, bottom),
            false => (bottom, top),
        };
        format!("{deleted}\x1b[{many}M{inserted}\x1b[{many}L").into_bytes()
    }

    /// Bytes that writing all rows that differ takes at the least: what stands on them.
    fn fewest(&self, before: &Shown) -> usize {
        let rows = (0..).zip(self.digests.iter().zip(&before.digests));
        rows.filter(|(_, (is, was))| is != was)
            .map(|(y, _)| self.cells.row(y, self.text()))
            .map(|row| row.iter().filter(|cell| !cell.is_blank()).count())
            .sum()
    }

    /// All that differs from what is on show, in the order in which it is to be heard. `cursor` is the row where the cursor will be,
    /// `entered` are those that came onto the page.
    fn rows(&self, before: Option<&Was<'_>>, cursor: Option<u16>, entered: Range<u16>) -> Vec<u8> {
        let body = self.painted.body.clone();
        let mut parts: Vec<(u8, u16, Range<u16>)> = Vec::new();
        let mut part = |order: u8, y: u16, columns: Range<u16>| {
            let is_same =
                |before: &Was<'_>| before.row(y, columns.clone()) == self.cells.row(y, columns.clone());
            if !before.is_some_and(is_same) {
                parts.push((order, y, columns));
            }
        };
        for y in 0..self.cells.area.height {
            let all = 0..self.columns();
            if before.is_some_and(|before| before.row(y, all.clone()) == self.cells.row(y, all.clone())) {
                continue;
            }
            if !body.contains(&y) {
                let order = if y < body.start { 5 } else { 6 };
                part(order, y, all);
                continue;
            }
            let order = match () {
                () if cursor == Some(y) => 0,
                () if entered.contains(&y) => 1,
                () if before.is_some_and(|before| self.loses_sign(before, y)) => 3,
                () => 2,
            };
            let holds = |cells: &[Cell]| cells.iter().any(|cell| !cell.is_sure());
            let was_unsure = || before.is_none_or(|before| holds(before.row(y, all.clone())));
            // A whole row is written anew where columns are not sure.
            if self.painted.text == 0 || was_unsure() || holds(self.cells.row(y, all.clone())) {
                part(order, y, all);
            } else {
                part(order, y, self.text());
                let outline = 0..self.painted.text;
                let last = before.and_then(|before| {
                    let (was, is) = (before.row(y, outline.clone()), self.cells.row(y, outline.clone()));
                    (0..outline.end).rfind(|x| was[usize::from(*x)] != is[usize::from(*x)])
                });
                part(4, y, 0..last.map_or(outline.end, |last| last + 1));
            }
        }
        parts.sort_by_key(|(order, ..)| *order);
        let mut bytes = Vec::new();
        for (order, y, columns) in parts {
            let lost = before
                .filter(|_| order == 3)
                .and_then(|before| self.lost(before, y));
            let columns = lost.unwrap_or(columns);
            let was = before.map(|before| before.row(y, columns.clone()));
            self.part(&mut bytes, y, columns, was);
        }
        bytes
    }

    /// Whether a row says the same as before, without one sign.
    fn loses_sign(&self, before: &Was<'_>, y: u16) -> bool {
        let mut others = pairs(before.row(y, self.text()), self.cells.row(y, self.text()))
            .filter(|(was, is)| !was.says_as(is));
        others.next().is_some_and(|(_, is)| is.is_blank()) && others.next().is_none()
    }

    /// The columns in which a row that loses a sign is otherwise: there is nothing in it to be heard.
    fn lost(&self, before: &Was<'_>, y: u16) -> Option<Range<u16>> {
        let (was, is) = (before.row(y, self.text()), self.cells.row(y, self.text()));
        let differs = |at: &usize| was[*at] != is[*at];
        let first = (0..is.len()).find(differs)?;
        let last = (first..is.len()).rfind(differs)?;
        let is_sure = was
            .iter()
            .chain(is)
            .all(|cell| cell.is_sure() && cell.columns() == 1);
        is_sure.then(|| self.painted.text + first as u16..self.painted.text + last as u16 + 1)
    }

    /// Writes some columns of a row whole, where this stood on them. Blanks before and behind the words that were there are left alone.
    fn part(&self, bytes: &mut Vec<u8>, y: u16, columns: Range<u16>, was: Option<&[Cell]>) {
        let cells = self.cells.row(y, columns.clone());
        let reaches_end = columns.end == self.columns();
        // What is erased need not be written.
        let count = match reaches_end {
            true => cells
                .iter()
                .rposition(|cell| !cell.is_empty())
                .map_or(0, |last| last + 1),
            false => cells.len(),
        };
        let holds_unsure = |cells: &[Cell]| cells.iter().any(|cell| !cell.is_sure());
        let has_unsure = holds_unsure(cells);
        let was = was.filter(|was| !has_unsure && !holds_unsure(was));
        let blank_before = |was: &[Cell]| {
            let both = was.iter().zip(&cells[..count]);
            both.take_while(|(was, is)| was.is_empty() && is.is_empty())
                .count()
        };
        let mut at = was.map_or(0, blank_before);
        bytes.extend(go(columns.start + at as u16, y).bytes());
        if has_unsure {
            bytes.extend(ERASE.bytes().chain(NO_WRAP.bytes()));
        }
        let mut now = &Cell::EMPTY;
        while let Some(cell) = cells[..count].get(at) {
            if !cell.looks_as(now) {
                bytes.extend(look(cell).after(look(now)).bytes());
            }
            now = cell;
            bytes.extend(cell.bytes());
            at += cell.columns();
            if !cell.is_sure() && at < cells.len() {
                bytes.extend(go(columns.start + at as u16, y).bytes());
            }
        }
        if !now.looks_as(&Cell::EMPTY) {
            bytes.extend(PLAIN.bytes());
        }
        // Behind the last column some terminals would erase what stands there.
        let is_over = was
            .and_then(|was| was.get(at..))
            .is_some_and(|rest| rest.iter().all(Cell::is_empty));
        if reaches_end && at < cells.len() && !is_over {
            bytes.extend(ERASE.bytes());
        }
        if has_unsure {
            bytes.extend(WRAP.bytes());
        }
    }
}

/// Goes to a cell.
fn go(x: u16, y: u16) -> String {
    match (u32::from(x) + 1, u32::from(y) + 1) {
        (1, 1) => "\x1b[H".to_owned(),
        (1, line) => format!("\x1b[{line}H"),
        (column, line) => format!("\x1b[{line};{column}H"),
    }
}

fn pairs<'a>(was: &'a [Cell], is: &'a [Cell]) -> impl Iterator<Item = (&'a Cell, &'a Cell)> {
    was.iter().zip(is)
}

/// How a cell looks.
pub fn look(cell: &Cell) -> Look {
    Look {
        ink: cell.ink(),
        ground: cell.ground(),
        modifier: cell.modifier(),
    }
}
