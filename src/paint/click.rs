//! Owns what stands under a cell: a row, a link, a paragraph, a heading of the outline. Must not know what a click there does.

use crate::app::App;
use crate::app::mouse::Clicked;
use crate::layout::StopKind;
use crate::paint::{frame, outline};
use ratatui::layout::{Position, Rect};

/// What stands under a cell, if anything that can be clicked does. A row counts to the end of its line.
pub fn under(app: &App, (column, row): (u16, u16)) -> Option<Clicked> {
    let (columns, rows) = app.window().size();
    let area = Rect::new(0, 0, u16::try_from(columns).ok()?, u16::try_from(rows).ok()?);
    let frame = frame(app, area);
    let cell = Position::new(column, row);
    if let Some(area) = frame.outline.filter(|area| area.contains(cell)) {
        return outline::heading_at(app, area, row).map(Clicked::Line);
    }
    if !frame.body.contains(cell) {
        return None;
    }
    let page = &app.window().page;
    let line = app.window().top() + usize::from(row - frame.body.y);
    if line >= app.bottom() {
        return None;
    }
    let column = usize::from(column - frame.body.x);
    let on_line = || {
        let stops = page.stops.iter().enumerate();
        stops.filter_map(|(nth, stop)| {
            let spot = stop.spots.iter().find(|(at, _)| *at == line)?;
            Some((nth, stop, spot.1.clone()))
        })
    };
    let exact = on_line().find(|(_, _, columns)| columns.contains(&column));
    let row = || {
        let rows = || on_line().filter(|(_, stop, _)| stop.kind == StopKind::Row);
        rows()
            .next()
            .filter(|(_, _, columns)| rows().count() == 1 && columns.start <= column)
    };
    let stop = exact.or_else(row).map(|(nth, ..)| Clicked::Stop(nth));
    let paragraph = || {
        let node = page.node_of_line(line)?;
        page.lines_of_node(node)
            .contains(&line)
            .then_some(Clicked::Node(node))
    };
    stop.or_else(paragraph)
}
