//! Owns a small terminal, as strict as none is: what a frame may not hold ends the test. How wide a cluster of several characters is, it
//! counts in one of the ways in which terminals differ.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// How wide a cluster is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// As its characters together: a family of three takes six columns.
    Sum,
    /// As its widest character.
    Widest,
    /// One column, whatever it is.
    One,
}

/// A cell: what stands there, and nothing where a wide sign goes on from the left.
pub type Cell = Option<String>;

pub struct Emulator {
    pub columns: usize,
    pub rows: Vec<Vec<Cell>>,
    /// Column and row.
    pub cursor: (usize, usize),
    pub is_shown: bool,
    counting: Counting,
    wraps: bool,
    /// The last column was written to, and what comes next goes to the next line.
    is_full: bool,
}

impl Emulator {
    /// A terminal with something on every cell, as another program or another size may have left it.
    pub fn new((columns, rows): (usize, usize), counting: Counting) -> Emulator {
        Emulator {
            columns,
            rows: vec![vec![Some("#".to_owned()); columns]; rows],
            cursor: (0, 0),
            is_shown: true,
            counting,
            wraps: true,
            is_full: false,
        }
    }

    /// Takes in a frame.
    pub fn process(&mut self, bytes: &[u8]) {
        let text = std::str::from_utf8(bytes).expect("a frame is text");
        let mut parts = text.split("\x1b[");
        self.print(parts.next().unwrap_or_default());
        for part in parts {
            let end = part
                .find(|c: char| c.is_ascii_alphabetic())
                .expect("a sequence has an end");
            self.obey(&part[..end], &part[end..=end]);
            self.print(&part[end + 1..]);
        }
    }

    fn obey(&mut self, parameters: &str, command: &str) {
        if command == "m" {
            return;
        }
        self.is_full = false;
        let number = |text: &str| text.parse().unwrap_or(1);
        let (x, y) = self.cursor;
        match (command, parameters) {
            ("H", place) => {
                let (row, column) = place.split_once(';').unwrap_or((place, ""));
                self.cursor = (number(column) - 1, number(row) - 1);
                assert!(
                    self.cursor.0 < self.columns && self.cursor.1 < self.rows.len(),
                    "{place}"
                );
            }
            ("K", "") => {
                self.free(x, self.columns);
            }
            ("M", count) => {
                for _ in 0..number(count) {
                    self.rows.remove(y);
                    self.rows.push(vec![Some(" ".to_owned()); self.columns]);
                }
            }
            ("L", count) => {
                for _ in 0..number(count) {
                    self.rows.pop();
                    self.rows.insert(y, vec![Some(" ".to_owned()); self.columns]);
                }
            }
            ("r", "") => self.cursor = (0, 0),
            ("h", "?7") => self.wraps = true,
            ("l", "?7") => self.wraps = false,
            ("h", "?25") => self.is_shown = true,
            ("l", "?25") => self.is_shown = false,
            _ => panic!("a frame holds {parameters:?} {command:?}"),
        }
    }

    fn print(&mut self, text: &str) {
        assert!(!text.contains(|c: char| c.is_control()), "{text:?}");
        for cluster in text.graphemes(true) {
            let widths = cluster.chars().map(|c| c.width().unwrap_or(0));
            match self.counting {
                Counting::Sum => {
                    for c in cluster.chars() {
                        self.put(&c.to_string(), c.width().unwrap_or(0));
                    }
                }
                Counting::Widest => self.put(cluster, widths.max().unwrap_or(0)),
                Counting::One if cluster.chars().count() > 1 => self.put(cluster, 1),
                Counting::One => self.put(cluster, widths.sum()),
            }
        }
    }

    /// Cells of a row become free, and the other halves of wide signs with them.
    fn free(&mut self, from: usize, to: usize) {
        let row = &mut self.rows[self.cursor.1];
        let goes_on = |row: &[Cell], x: usize| row.get(x).is_some_and(Option::is_none);
        let first = (0..=from).rev().find(|x| !goes_on(row, *x)).unwrap_or(from);
        let end = (to..=self.columns).find(|x| !goes_on(row, *x)).unwrap_or(to);
        row[first..end].fill(Some(" ".to_owned()));
    }

    fn put(&mut self, sign: &str, wide: usize) {
        let (mut x, y) = self.cursor;
        if wide == 0 {
            let place = if self.is_full { x } else { x.saturating_sub(1) };
            if let Some(cell) = self.rows[y][..=place].iter_mut().rev().find_map(Option::as_mut) {
                cell.push_str(sign);
            }
            return;
        }
        if self.is_full || x + wide > self.columns {
            assert!(
                !self.wraps,
                "a line runs on into the next one at {x}, {y}: {sign:?}"
            );
            x = self.columns - wide;
        }
        self.free(x, x + wide);
        self.rows[y][x] = Some(sign.to_owned());
        for more in x + 1..x + wide {
            self.rows[y][more] = None;
        }
        self.is_full = x + wide == self.columns;
        self.cursor.0 = (x + wide).min(self.columns - 1);
    }
}
