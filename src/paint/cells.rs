//! Owns the cells of a window: what stands in each, and how it looks. Must not know what is painted, nor how cells are written.
//!
//! Each frame is painted whole and compared with the one before it several times, cell by cell. So a cell is small and is compared
//! as it lies, and keeps what was found out of its sign when that was put there: the columns it takes, and whether terminals agree on them.

use crate::cluster::{Cluster, clusters, is_sure};
use crate::wrap::FIXED_BLANK;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use std::ops::{Index, Range};

/// Bytes of a sign that lie in its cell; hardly any has more.
const SHORT: usize = 15;
/// What stands in the place of their number where there are more.
const APART: u8 = u8::MAX;

/// What stands in a cell: its bytes with their number behind them, or where those have no room all of it apart.
#[derive(Clone, Debug, Eq)]
struct Sign([u8; SHORT + 1], Option<Box<str>>);

impl PartialEq for Sign {
    /// Thousands are compared for a frame: what lies apart is looked at only where both have something there.
    fn eq(&self, other: &Sign) -> bool {
        u128::from_ne_bytes(self.0) == u128::from_ne_bytes(other.0)
            && (self.0[SHORT] != APART || self.1 == other.1)
    }
}

impl Sign {
    const BLANK: Sign = Sign::letter(b' ');

    /// A letter of ASCII.
    const fn letter(letter: u8) -> Sign {
        let mut bytes = [0; SHORT + 1];
        (bytes[0], bytes[SHORT]) = (letter, 1);
        Sign(bytes, None)
    }

    fn of(text: &str) -> Sign {
        let mut bytes = [0; SHORT + 1];
        if text.len() > SHORT {
            bytes[SHORT] = APART;
            return Sign(bytes, Some(text.into()));
        }
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes[SHORT] = text.len() as u8;
        Sign(bytes, None)
    }

    fn bytes(&self) -> &[u8] {
        match &self.1 {
            None => &self.0[..usize::from(self.0[SHORT])],
            Some(text) => text.as_bytes(),
        }
    }
}

/// Where in a [`Packed`] the ground and the modifiers begin, which follow the ink, and the columns less one and what is not sure of them.
const GROUND: u32 = 26;
const MODIFIERS: u32 = 52;
const COLUMNS: u32 = 61;
const UNSURE: u64 = 1 << 63;
/// A color, all modifiers, all columns.
const COLOR: u64 = (1 << GROUND) - 1;
const ALL_MODIFIERS: u64 = (1 << (COLUMNS - MODIFIERS)) - 1;
const ALL_COLUMNS: u64 = 3;

/// How a cell looks and what is known of its sign, in one number: so two of them are compared at once.
type Packed = u64;

/// A color in 26 bits. Those that ratatui names are the first of the sixteen.
fn packed(color: Color) -> Packed {
    match color {
        Color::Reset => 0,
        Color::Rgb(red, green, blue) => 2 << 24 | u64::from(u32::from_be_bytes([0, red, green, blue])),
        color => 1 << 24 | u64::from(number(color)),
    }
}

fn unpacked(color: Packed) -> Color {
    let [kind, red, green, blue] = ((color & COLOR) as u32).to_be_bytes();
    match kind {
        0 => Color::Reset,
        1 => Color::Indexed(blue),
        _ => Color::Rgb(red, green, blue),
    }
}

/// The number of a color among the 256 that terminals have; 0 for one that has none.
pub fn number(color: Color) -> u8 {
    match color {
        Color::Indexed(number) => number,
        Color::Reset | Color::Rgb(..) | Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    }
}

/// A style as it is laid over a look: what it keeps of that, and what it sets.
#[derive(Clone, Copy)]
struct Over {
    keeps: Packed,
    sets: Packed,
}

impl Over {
    fn of(style: Style) -> Over {
        let modifiers = |modifier: Modifier| u64::from(modifier.bits()) << MODIFIERS;
        let replaced = |color: Option<Color>, from: u32| color.map_or(0, |_| COLOR << from);
        let color = |color: Option<Color>, from: u32| color.map_or(0, |color| packed(color) << from);
        let off = modifiers(style.sub_modifier);
        Over {
            keeps: !(replaced(style.fg, 0) | replaced(style.bg, GROUND) | off),
            sets: color(style.fg, 0) | color(style.bg, GROUND) | modifiers(style.add_modifier) & !off,
        }
    }
}

/// A cell of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    packed: Packed,
    sign: Sign,
}

impl Cell {
    /// A blank as the terminal has it by itself.
    pub const EMPTY: Cell = Cell {
        sign: Sign::BLANK,
        packed: 0,
    };

    /// What stands there.
    pub fn symbol(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// The bytes of what stands there.
    pub fn bytes(&self) -> &[u8] {
        self.sign.bytes()
    }

    /// Whether nothing stands there, however it looks.
    pub fn is_blank(&self) -> bool {
        self.sign == Sign::BLANK
    }

    /// Whether nothing stands there, and that as if nothing had been written.
    pub fn is_empty(&self) -> bool {
        *self == Cell::EMPTY
    }

    /// Whether the same stands there.
    pub fn says_as(&self, other: &Cell) -> bool {
        self.sign == other.sign
    }

    /// Whether it looks the same.
    pub fn looks_as(&self, other: &Cell) -> bool {
        (self.packed ^ other.packed) << (64 - COLUMNS) == 0
    }

    /// Columns that it takes.
    pub fn columns(&self) -> usize {
        (self.packed >> COLUMNS & ALL_COLUMNS) as usize + 1
    }

    /// Whether terminals agree on them.
    pub fn is_sure(&self) -> bool {
        self.packed & UNSURE == 0
    }

    pub fn ink(&self) -> Color {
        unpacked(self.packed)
    }

    pub fn ground(&self) -> Color {
        unpacked(self.packed >> GROUND)
    }

    pub fn modifier(&self) -> Modifier {
        Modifier::from_bits_truncate((self.packed >> MODIFIERS & ALL_MODIFIERS) as u16)
    }

    /// A letter of ASCII in this look, in the place of what stood there.
    fn put_letter(&mut self, letter: u8, over: Over) {
        self.sign = Sign::letter(letter);
        self.packed = self.packed & over.keeps & !(ALL_COLUMNS << COLUMNS | UNSURE) | over.sets;
    }

    fn lay(&mut self, over: Over) {
        self.packed = self.packed & over.keeps | over.sets;
    }

    fn put(&mut self, sign: Sign, columns: usize, is_sure: bool) {
        self.sign = sign;
        self.packed &= !(ALL_COLUMNS << COLUMNS | UNSURE);
        self.packed |= (columns as u64 - 1) << COLUMNS | if is_sure { 0 } else { UNSURE };
    }

    /// A number that tells most cells from each other.
    fn digest(&self) -> u64 {
        let sign = u128::from_le_bytes(self.sign.0);
        sign as u64 ^ ((sign >> 64) as u64).rotate_left(32) ^ self.packed.rotate_left(16)
    }
}

/// A number that tells most rows from each other.
pub fn digest(row: &[Cell]) -> u64 {
    row.iter().fold(0, |digest: u64, cell| {
        (digest.rotate_left(5) ^ cell.digest()).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

/// The cells of a window, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    pub area: Rect,
    pub content: Vec<Cell>,
}

impl Cells {
    /// A window without anything.
    pub fn empty(area: Rect) -> Cells {
        Cells {
            area,
            content: vec![Cell::EMPTY; usize::from(area.width) * usize::from(area.height)],
        }
    }

    /// Takes everything away, and lays a ground.
    pub fn clear(&mut self, ground: Style) {
        let packed = Over::of(ground).sets;
        for cell in &mut self.content {
            cell.sign = Sign::BLANK;
            cell.packed = packed;
        }
    }

    /// Lays a style over all of it.
    pub fn set_all(&mut self, style: Style) {
        let over = Over::of(style);
        self.content.iter_mut().for_each(|cell| cell.lay(over));
    }

    /// The columns of a row from `x` on, as far as there are any.
    fn row_mut(&mut self, x: u16, y: u16) -> &mut [Cell] {
        let area = self.area;
        if !area.contains(Position::new(x, y)) {
            return &mut [];
        }
        let row = usize::from(y - area.y) * usize::from(area.width);
        &mut self.content[row + usize::from(x - area.x)..row + usize::from(area.width)]
    }

    /// A cell of it, if it is one.
    pub fn cell(&self, at: Position) -> Option<&Cell> {
        self.area.contains(at).then(|| &self[(at.x, at.y)])
    }

    /// Some columns of a row.
    pub fn row(&self, y: u16, columns: Range<u16>) -> &[Cell] {
        let first = usize::from(y) * usize::from(self.area.width);
        &self.content[first + usize::from(columns.start)..first + usize::from(columns.end)]
    }

    /// Lays a style over so many columns of a row.
    pub fn set_style(&mut self, (x, y): (u16, u16), columns: u16, style: Style) {
        let over = Over::of(style);
        let cells = self.row_mut(x, y).iter_mut().take(usize::from(columns));
        cells.for_each(|cell| cell.lay(over));
    }

    /// Puts text on a row, not past column `end`. The column behind it comes back; none where not all had room.
    pub fn put(&mut self, text: &str, (mut x, y): (u16, u16), end: u16, style: Style) -> Option<u16> {
        let over = Over::of(style);
        // A letter of ASCII is a cluster, and a cell: nothing is looked at twice.
        if text
            .bytes()
            .all(|letter| letter.is_ascii() && !matches!(letter, b'\n' | b'\r'))
        {
            let count = text.len().min(usize::from(end.saturating_sub(x)));
            for (cell, letter) in self.row_mut(x, y).iter_mut().zip(text.bytes().take(count)) {
                cell.put_letter(letter, over);
            }
            return (count == text.len()).then(|| x + count as u16);
        }
        for cluster in clusters(text) {
            let after = x
                .checked_add(cluster.columns as u16)
                .filter(|after| *after <= end)?;
            self.put_cluster(cluster, (x, y), over);
            x = after;
        }
        Some(x)
    }

    /// Puts a cluster on its cells. The first holds it all.
    fn put_cluster(&mut self, cluster: Cluster<'_>, (x, y): (u16, u16), over: Over) {
        let cells = self.row_mut(x, y).split_first_mut();
        let Some((cell, behind)) = cells.filter(|_| cluster.columns > 0) else {
            return;
        };
        match (cluster.text, cluster.text.as_bytes()) {
            (_, [letter]) => cell.put(Sign::letter(*letter), 1, true),
            (FIXED_BLANK, _) => cell.put(Sign::BLANK, 1, true),
            _ => cell.put(Sign::of(cluster.text), cluster.columns, is_sure(cluster.text)),
        }
        cell.lay(over);
        for hidden in behind.iter_mut().take(cluster.columns - 1) {
            *hidden = Cell::EMPTY;
        }
    }
}

impl Index<(u16, u16)> for Cells {
    type Output = Cell;

    fn index(&self, (x, y): (u16, u16)) -> &Cell {
        let area = self.area;
        &self.content[usize::from(y - area.y) * usize::from(area.width) + usize::from(x - area.x)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_laid_over_another_as_ratatui_does() {
        let first = Style::new()
            .fg(Color::Rgb(1, 2, 3))
            .bg(Color::Indexed(255))
            .add_modifier(Modifier::BOLD | Modifier::CROSSED_OUT);
        let second = Style::new()
            .fg(Color::White)
            .add_modifier(Modifier::REVERSED)
            .remove_modifier(Modifier::BOLD);
        let mut cells = Cells::empty(Rect::new(0, 0, 1, 1));
        let mut theirs = ratatui::buffer::Cell::EMPTY;
        let mut lay = |style: Style| {
            cells.set_all(style);
            theirs.set_style(style);
            let cell = &cells[(0, 0)];
            assert_eq!((cell.ground(), cell.modifier()), (theirs.bg, theirs.modifier));
            cell.ink()
        };
        assert_eq!(lay(first), Color::Rgb(1, 2, 3));
        assert_eq!(lay(second), Color::Indexed(15));
        assert_eq!(lay(Style::reset()), Color::Reset);
        assert!(cells[(0, 0)].is_empty());
    }

    #[test]
    fn a_cell_keeps_its_sign_however_long_and_what_is_known_of_it() {
        let mut cells = Cells::empty(Rect::new(0, 0, 8, 1));
        let family = "👩\u{200d}👩\u{200d}👧\u{200d}👦";
        let behind = cells.put(&format!("a語e\u{301}{family}"), (0, 0), 8, Style::new());
        assert_eq!(behind, Some(6));
        let row: Vec<_> = [0, 1, 3, 4].map(|x| &cells[(x, 0)]).into();
        let known = row
            .iter()
            .map(|cell| (cell.symbol(), cell.columns(), cell.is_sure()));
        assert_eq!(
            known.collect::<Vec<_>>(),
            [
                ("a", 1, true),
                ("語", 2, true),
                ("e\u{301}", 1, false),
                (family, 2, false)
            ]
        );
        let other = format!("{}\u{301}", family);
        cells.put(&other, (6, 0), 8, Style::new());
        assert!(cells[(6, 0)] != cells[(4, 0)] && cells[(6, 0)] != cells[(0, 0)]);
        cells.put("  ", (6, 0), 8, Style::new());
        // What has no room is not put, and what comes after it neither.
        assert_eq!(cells.put("x語y", (6, 0), 8, Style::new()), None);
        assert!(cells[(7, 0)].is_empty());
        let before = digest(cells.row(0, 0..8));
        assert_eq!(cells.put("o", (6, 0), 8, Style::new()), Some(7));
        assert_ne!(digest(cells.row(0, 0..8)), before);
    }
}
