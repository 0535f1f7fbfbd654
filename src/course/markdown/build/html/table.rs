//! Owns a table of HTML while its rows and cells are read.
//! Must not know any other tag.

use crate::course::markdown::What;
use crate::course::markdown::build::Builder;
use crate::doc::Align;
use crate::doc::text::Text;

/// A table of HTML while its cells are read.
#[derive(Default)]
pub(super) struct Cells {
    rows: Vec<Vec<Text>>,
    /// Whether the first row is a head.
    has_head: bool,
    pub(super) is_cell: bool,
}

impl Builder<'_> {
    pub(super) fn open_cell(&mut self, is_head: bool) {
        self.end_cell(false);
        let Some(table) = &mut self.html.table else {
            return self.apart();
        };
        table.has_head |= is_head && table.rows.len() <= 1 && table.rows.last().is_none_or(Vec::is_empty);
        table.is_cell = true;
        if table.rows.is_empty() {
            table.rows.push(Vec::new());
        }
    }

    /// Ends the cell that is open, and the row as well.
    pub(super) fn end_cell(&mut self, ends_row: bool) {
        if self.html.table.is_none() {
            return self.apart();
        }
        let was_cell = self.html.is_cell();
        let text = if was_cell {
            Some(self.take_inline().0)
        } else {
            None
        };
        let Some(table) = &mut self.html.table else { return };
        table.is_cell = false;
        if let (Some(text), Some(row)) = (text, table.rows.last_mut()) {
            row.push(text);
        }
        if ends_row && table.rows.last().is_none_or(|row| !row.is_empty()) {
            table.rows.push(Vec::new());
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_cell(true);
        let Some(Cells {
            mut rows,
            has_head,
            is_cell: _,
        }) = self.html.table.take()
        else {
            return;
        };
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        rows.iter_mut()
            .for_each(|row| row.resize(columns, Text::default()));
        if rows.is_empty() {
            return;
        }
        let head = if has_head {
            rows.remove(0)
        } else {
            vec![Text::default(); columns]
        };
        let range = self.html.within.clone().unwrap_or_default();
        let rows = rows.into_iter().map(|row| (row, range.clone())).collect();
        self.add(
            What::Table {
                align: vec![Align::Left; columns],
                head,
                rows,
            },
            range,
        );
    }
}
