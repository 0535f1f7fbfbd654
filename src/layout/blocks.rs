//! Owns how each node becomes lines at a width. Containers lay their content out narrower and put a prefix before it.
//! Must not know pages: a block is laid out on its own.

use crate::action::Action;
use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Run, Text, TextStyle};
use crate::doc::{Field, Lines, ListItem, Node, NoteKind};
use crate::figure::{self, FigureForm};
use crate::layout::spacing::Spacing;
use crate::layout::{
    Laid, Line, PageStyle, Stop, StopKind, buttons, columns, heading, marked, row, spacing, table,
};
use crate::wrap::{Wrapped, lines, text_width, wrap};
use std::sync::Arc;

/// Columns that must be left for the content of a container; with fewer, its prefix is dropped.
pub(super) const ROOM: usize = 8;
/// Lines that a field of several lines shows at least.
const FIELD: usize = 3;
/// Columns by which the further lines of a row without a mark, or of a button, are set in.
pub(super) const HANG: usize = 2;

/// Blank lines between two blocks.
pub fn gap(above: &Node, below: &Node) -> usize {
    match (above.bare(), below.bare()) {
        // What has several lines, or gets them, stands apart from what is like it.
        (Node::Row(_), Node::Row(row)) if matches!(row.mark, Marker::Filled(_)) => 1,
        (Node::Row(_), Node::Row(row)) if row.text.words().contains('\n') => 1,
        (Node::Row(_) | Node::Gauge { .. }, Node::Row(_)) | (Node::Gauge { .. }, Node::Gauge { .. }) => 0,
        (Node::Definition { .. }, Node::Definition { term, .. }) if term.is_empty() => 0,
        (_, Node::Heading { level: 2 | 3, .. }) => 2,
        _ => 1,
    }
}

/// Lays one block out at `columns` (at least 1).
pub fn block(node: &Node, columns: usize, style: PageStyle) -> Laid {
    match node {
        Node::Heading { level, id: _, text } => heading::lay(*level, text, columns, style),
        Node::Para(text) => {
            let mut laid = spacing::spaced(columns::noted(text, columns), style.spacing);
            // Its first line does not stand alone at the end of a page.
            laid.whole.extend((laid.lines.len() > 2).then_some(0..2));
            laid
        }
        Node::List(items) => list(items, columns, style),
        Node::Quote(nodes) => prefixed(
            stack(nodes, inner(columns, 2), style),
            &bar(style),
            &bar(style),
            columns,
        ),
        Node::Note { kind, nodes } => note(*kind, nodes, columns, style),
        Node::Code(text) => code(text, columns),
        Node::Table(table) => table::lay(table, columns, style.glyphs).in_one_piece(),
        Node::Definition { term, nodes } => {
            let mut laid = if term.is_empty() {
                Laid::default()
            } else {
                para(&term.clone().stressed(), columns)
            };
            append(
                &mut laid,
                prefixed(
                    stack(nodes, inner(columns, 2), style),
                    &blank(2),
                    &blank(2),
                    columns,
                ),
                0,
            );
            laid
        }
        Node::Footnote { label, nodes } => {
            let mark = Text::role(&format!("[{label}] "), Role::Muted);
            hung(
                mark,
                stack(nodes, inner(columns, width(label) + 3), style),
                columns,
            )
        }
        Node::Marked { node, notes } => marked::lay(node, notes, columns, style),
        Node::Ahead(part) => Laid {
            ahead: part.height(columns),
            ..Laid::default()
        },
        Node::Rule => single(Text::role(
            &style.glyphs.pick("─", "-").repeat(columns.min(24)),
            Role::Bar,
        )),
        Node::Figure { figure: _, words } if style.figures == FigureForm::Words => {
            let said = Text::role("Figure: ", Role::Muted).and(words.clone());
            spacing::spaced(columns::hanging(&said, columns, 0), style.spacing)
        }
        Node::Figure { figure, words: _ } => {
            let drawn = figure::draw(figure, columns, style.glyphs).into_iter();
            Laid {
                lines: drawn
                    .map(|text| Line {
                        chars: text.words().chars().count(),
                        text,
                    })
                    .collect(),
                ..Laid::default()
            }
            .in_one_piece()
        }
        Node::Gauge {
            label,
            done,
            total,
            unit,
        } => columns::gauge(label, (*done, *total), unit, columns, style),
        Node::Row(row) => row::row(row, columns, style).in_one_piece(),
        Node::Buttons { label, rows } => buttons::lay(label, rows, columns, style),
        Node::Field(field) => self::field(field, columns, style),
    }
}

pub(super) fn inner(columns: usize, taken: usize) -> usize {
    match columns.saturating_sub(taken) {
        room if room < ROOM => columns,
        room => room,
    }
}

/// Several blocks under one another.
fn stack(nodes: &[Arc<Node>], columns: usize, style: PageStyle) -> Laid {
    let mut laid = Laid::default();
    for (at, node) in nodes.iter().enumerate() {
        let space = if at == 0 { 0 } else { gap(&nodes[at - 1], node) };
        append(&mut laid, block(node, columns, style), space);
    }
    laid
}

pub(super) fn append(laid: &mut Laid, more: Laid, space: usize) {
    laid.lines
        .extend(std::iter::repeat_with(Line::default).take(space));
    let by = laid.lines.len();
    laid.lines.extend(more.lines);
    laid.stops
        .extend(more.stops.into_iter().map(|stop| stop.lowered(by)));
    let whole = more.whole.into_iter();
    laid.whole
        .extend(whole.map(|lines| lines.start + by..lines.end + by));
}

/// Puts `first` before the first line and `rest` before the others; where there is no room for that, nothing.
pub(super) fn prefixed(mut laid: Laid, first: &Text, rest: &Text, columns: usize) -> Laid {
    let taken = text_width(first).max(text_width(rest));
    if taken == 0 || columns.saturating_sub(taken) < ROOM {
        return laid;
    }
    for (at, line) in laid.lines.iter_mut().enumerate() {
        let prefix = if at == 0 { first } else { rest };
        line.text = prefix.clone().and(std::mem::take(&mut line.text));
    }
    for stop in &mut laid.stops {
        for (line, columns) in &mut stop.spots {
            let by = text_width(if *line == 0 { first } else { rest });
            *columns = columns.start + by..columns.end + by;
        }
        if let StopKind::Field { caret, .. } = &mut stop.kind {
            caret.1 += text_width(if caret.0 == 0 { first } else { rest });
        }
    }
    laid
}

/// Hangs content from a mark. Where there is no room beside the mark, the mark has its own line.
pub(super) fn hung(mark: Text, laid: Laid, columns: usize) -> Laid {
    let taken = text_width(&mark);
    if columns.saturating_sub(taken) < ROOM {
        let mut alone = para(&mark, columns);
        append(&mut alone, laid, 0);
        return alone;
    }
    let laid = if laid.lines.is_empty() {
        single(Text::default())
    } else {
        laid
    };
    prefixed(laid, &mark, &blank(taken), columns)
}

fn single(text: Text) -> Laid {
    Laid {
        lines: vec![Line {
            chars: text.words().chars().count(),
            text,
        }],
        ..Laid::default()
    }
}

pub fn blank(columns: usize) -> Text {
    const BLANKS: &str = "                                                                                ";
    match BLANKS.get(..columns) {
        Some(blanks) => Text::plain(blanks),
        None => Text::plain(&" ".repeat(columns)),
    }
}

fn bar(style: PageStyle) -> Text {
    Text::role(style.glyphs.pick("▏ ", "| "), Role::Bar)
}

/// Wrapped words, with the links in them.
pub fn para(text: &Text, columns: usize) -> Laid {
    set(text, wrap(text, columns))
}

pub(super) fn set(text: &Text, lines: Vec<Wrapped>) -> Laid {
    let whole = text.read();
    let mut laid = Laid::default();
    for wrapped in lines {
        let number = laid.lines.len();
        let mut column = 0;
        for run in &wrapped.text.0 {
            let end = column + width(&run.text);
            if let Some(action) = &run.action {
                link(&mut laid.stops, action, (number, column..end), &run.text);
            }
            column = end;
        }
        laid.lines.push(Line {
            text: wrapped.text,
            chars: whole[wrapped.bytes].chars().count(),
        });
    }
    laid
}

/// A link that goes on from the run or line before is one stop with one spot more.
fn link(stops: &mut Vec<Stop>, action: &Action, spot: (usize, std::ops::Range<usize>), words: &Clean) {
    if let Some(last) = stops.last_mut()
        && last.action == *action
        && let Some((line, columns)) = last.spots.last_mut()
    {
        if *line == spot.0 && columns.end == spot.1.start {
            columns.end = spot.1.end;
            last.words = Clean::new(&format!("{}{words}", last.words));
            return;
        }
        if *line + 1 == spot.0 && spot.1.start == 0 {
            last.words = Clean::new(&format!("{} {words}", last.words));
            last.spots.push(spot);
            return;
        }
    }
    stops.push(Stop {
        spots: vec![spot],
        kind: StopKind::Link,
        action: action.clone(),
        digit: None,
        words: words.clone(),
    });
}

fn list(items: &[ListItem], columns: usize, style: PageStyle) -> Laid {
    let airy = items.iter().any(|item| item.nodes.len() > 1);
    let drawn = |item: &ListItem| match item.digit {
        Some(digit) => format!("{digit} {}", style.mark(item.mark)),
        None => style.mark(item.mark),
    };
    let widest = items.iter().map(|item| width(&drawn(item))).max().unwrap_or(0);
    let mut laid = Laid::default();
    for (at, item) in items.iter().enumerate() {
        let glyph = drawn(item);
        // Where there is no sign, one could stand: reasons with and without one begin in the same column.
        let (widest, taken) = (widest.max(1), widest.max(1) + 1);
        let mark = match item.mark {
            Marker::Number(_) => format!("{glyph:>widest$} "),
            _ => format!("{glyph}{} ", " ".repeat(widest.saturating_sub(width(&glyph)))),
        };
        let mut content = Laid::default();
        for (nth, node) in item.nodes.iter().enumerate() {
            let space = match (nth, &**node) {
                (0, _) | (_, Node::List(_)) => 0,
                (_, _) => gap(&item.nodes[nth - 1], node),
            };
            // An option is set as it was when it could be picked.
            let style = match (nth, item.digit) {
                (0, Some(_)) => PageStyle {
                    spacing: Spacing::Normal,
                    ..style
                },
                _ => style,
            };
            append(&mut content, block(node, inner(columns, taken), style), space);
        }
        content.whole.clear();
        append(
            &mut laid,
            hung(Text::role(&mark, mark_role(item.mark)), content, columns).in_one_piece(),
            usize::from(airy && at > 0),
        );
    }
    laid
}

/// The role a mark is drawn in.
pub fn mark_role(mark: Marker) -> Role {
    match mark {
        Marker::Right | Marker::Done => Role::Right,
        Marker::Wrong => Role::Wrong,
        Marker::Partly | Marker::Begun => Role::Partly,
        Marker::Fresh => Role::Muted,
        Marker::Bullet | Marker::Number(_) | Marker::Task(_) | Marker::Link | Marker::Button => Role::Body,
        Marker::Radio(_) | Marker::Check(_) | Marker::Filled(_) | Marker::Nth(_) => Role::Body,
    }
}

fn note(kind: NoteKind, nodes: &[Arc<Node>], columns: usize, style: PageStyle) -> Laid {
    let look = TextStyle {
        strong: true,
        role: Role::Accent,
        ..TextStyle::default()
    };
    let title = Text(vec![Run {
        text: Clean::new(&kind.word()),
        look,
        action: None,
    }]);
    let mut laid = para(&title, inner(columns, 2));
    append(&mut laid, stack(nodes, inner(columns, 2), style), 0);
    let bar = Text::role(style.glyphs.pick("┃ ", "# "), Role::Accent);
    prefixed(laid, &bar, &bar, columns)
}

fn code(text: &Clean, columns: usize) -> Laid {
    let room = inner(columns, 2);
    let mut laid = Laid::default();
    for line in text.split('\n') {
        for part in lines(line, room) {
            let chars = line[part.clone()].chars().count() + 1;
            laid.lines.push(Line {
                text: Text::role(line[part].trim_end(), Role::Code),
                chars,
            });
        }
    }
    prefixed(laid, &blank(2), &blank(2), columns)
}

fn field(field: &Field, columns: usize, style: PageStyle) -> Laid {
    let bar = Text::role(style.glyphs.pick("│ ", "| "), Role::Accent);
    // One column stays free at the right, where the caret stands after the last letter.
    let room = inner(columns, 2).saturating_sub(1).max(1);
    let mut laid = Laid::default();
    let ranges = lines(&field.text, room);
    // A draft may come from a file that somebody else wrote: its caret may stand inside a character of the cleaned text.
    let stands = (0..=field.caret.min(field.text.len()))
        .rev()
        .find(|at| field.text.is_char_boundary(*at))
        .unwrap_or(0);
    let mut caret = (0, 0);
    for (at, range) in ranges.iter().enumerate() {
        let shown = field.text[range.clone()].trim_end_matches('\n');
        let last = at + 1 == ranges.len();
        if stands >= range.start && (stands < range.end || last) {
            caret = (
                at,
                width(field.text[range.start..stands.clamp(range.start, range.end)].trim_end_matches('\n'))
                    .min(room),
            );
        }
        laid.lines.push(Line {
            text: Text::plain(clip(shown, room)),
            chars: shown.chars().count() + 1,
        });
    }
    if field.text.ends_with('\n') {
        if stands == field.text.len() {
            caret = (laid.lines.len(), 0);
        }
        laid.lines.push(Line {
            text: Text::default(),
            chars: 0,
        });
    }
    if field.text.is_empty() {
        laid.lines = para(&Text::role("Type here.", Role::Muted), room).lines;
    }
    let least = match field.lines {
        Lines::One => 1,
        Lines::Many => FIELD,
    };
    while laid.lines.len() < least {
        laid.lines.push(Line::default());
    }
    let spots = (0..laid.lines.len()).map(|line| (line, 0..room)).collect();
    laid.stops.push(Stop {
        spots,
        kind: StopKind::Field {
            caret,
            wrapped: ranges,
        },
        action: Action::Write(field.target.clone()),
        digit: None,
        words: Clean::new("your words"),
    });
    prefixed(laid, &bar, &bar, columns)
}

/// The part of `text` that fits into `columns`: blanks at the end of a wrapped line may hang over.
fn clip(text: &str, columns: usize) -> &str {
    match width(text) <= columns {
        true => text,
        false => text.trim_end(),
    }
}
