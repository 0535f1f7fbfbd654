//! Owns texts side by side: one at each edge, words that hang in a column of their own, a note that follows words, a gauge.
//! Must not know what is said.

use crate::doc::so_far;
use crate::doc::text::{Role, Text};
use crate::layout::blocks::{ROOM, append, blank, hung, para, prefixed, set};
use crate::layout::{Laid, Line, PageStyle};
use crate::wrap::{FIXED_BLANK, parted, text_width, without_orphan};

/// Blanks that part two columns.
pub(super) const GAP: usize = 2;
/// From so many columns on, what stands at the right edge is a column of its own.
const WIDE: usize = 50;
/// Columns of a gauge.
const BAR: usize = 10;

/// Words. What stands behind a run of blanks has a column of its own, and hangs there where it does not fit on one line; where there is no
/// such column, lines below the first are set in by so many columns.
pub fn hanging(text: &Text, columns: usize, step: usize) -> Laid {
    let step = if columns.saturating_sub(step) < ROOM {
        0
    } else {
        step
    };
    let whole = || {
        let laid = set(text, without_orphan(text, columns));
        match laid.lines.len() > 1 && step > 0 {
            true => prefixed(
                set(text, without_orphan(text, columns - step)),
                &Text::default(),
                &blank(step),
                columns,
            ),
            false => laid,
        }
    };
    let Some(at) = column(text).filter(|_| text_width(text) > columns) else {
        return whole();
    };
    let (lead, rest) = parted(text, at);
    let taken = text_width(&lead);
    if taken * 2 > columns || columns - taken < ROOM {
        return whole();
    }
    let mut laid = set(&rest, without_orphan(&rest, columns - taken));
    if let Some(first) = laid.lines.first_mut() {
        first.chars += lead.words().chars().count();
    }
    hung(lead, laid, columns)
}

/// The byte where a column of its own begins, if one does: behind a run that is nothing but blanks.
fn column(text: &Text) -> Option<usize> {
    let mut end = 0;
    let found = text.0.iter().find(|run| {
        end += run.text.len();
        run.text.len() >= GAP && run.text.bytes().all(|byte| byte == b' ')
    });
    found.map(|_| end)
}

/// Words, and a note on them in a lower voice where their last run is one: it does not change how the words are set.
pub fn noted(text: &Text, columns: usize) -> Laid {
    let is_note = |run: &&crate::doc::text::Run| run.look.role == Role::Muted && run.text.starts_with("  ");
    let Some(note) = text.0.last().filter(is_note).filter(|_| text.0.len() > 1) else {
        return hanging(text, columns, 0);
    };
    let at = text.words().len() - note.text.len();
    let (words, note) = parted(text, at);
    let mut laid = hanging(&words, columns, 0);
    let chars = note.words().chars().count();
    match laid.lines.last_mut() {
        Some(last) if text_width(&last.text) + text_width(&note) <= columns => {
            last.text = std::mem::take(&mut last.text).and(note);
            last.chars += chars;
        }
        _ => append(&mut laid, para(&parted(&note, GAP).1, columns), 0),
    }
    laid
}

/// One text at the left and one at the right edge: where a page is wide, beside the first line, so that a column of them can be looked
/// through; where it is narrow, beside the last line, or below it where that is full.
pub fn across(left: &Text, right: &Text, columns: usize, step: usize) -> Laid {
    let wide = text_width(right);
    let ends = |line: &Line| text_width(&line.text) + GAP + wide <= columns;
    let beside = columns.saturating_sub(wide + GAP);
    let is_beside = columns >= WIDE && beside * 2 > columns;
    let mut laid = hanging(left, if is_beside { beside } else { columns }, step);
    let line = match is_beside {
        true => laid.lines.first_mut(),
        false => laid.lines.last_mut().filter(|line| ends(line)),
    };
    match line {
        Some(line) => {
            let free = columns.saturating_sub(text_width(&line.text) + wide);
            line.text = std::mem::take(&mut line.text).and(blank(free)).and(right.clone());
        }
        None if wide <= columns => laid.lines.push(Line {
            text: blank(columns - wide).and(right.clone()),
            chars: 0,
        }),
        None => append(&mut laid, para(right, columns), 0),
    }
    laid
}

/// As much of a text as stands on so many lines the way it is set, with a sign where it was cut.
pub fn beginning(text: &Text, most: usize, more: &str, set: impl Fn(&Text) -> Laid) -> Laid {
    let whole = set(text);
    if whole.lines.len() <= most {
        return whole;
    }
    let words = text.words();
    let cut = words.rmatch_indices(' ').map(|(at, _)| {
        let kept = words[..at].trim_end_matches([' ', ',', '.', ';', ':', '?', '!']);
        let kept = parted(text, kept.len()).0;
        set(&kept.and(Text::plain(&format!("{FIXED_BLANK}{more}"))))
    });
    let mut cut = cut.skip_while(|laid| laid.lines.len() > most);
    cut.next().unwrap_or(whole)
}

/// How far something is: a bar and its number, where there is room for both; what is counted gives way first.
pub fn gauge(
    label: &Text,
    (done, total): (usize, usize),
    unit: &str,
    columns: usize,
    style: PageStyle,
) -> Laid {
    let words = so_far((done, total), unit);
    if style.has_reader {
        return para(&label.clone().and(Text::plain(&format!(": {words}"))), columns);
    }
    let filled = (done * BAR).checked_div(total).unwrap_or(0).min(BAR);
    let drawn = Text::role(&style.glyphs.pick("━", "=").repeat(filled), Role::Accent)
        .and(Text::role(
            &style.glyphs.pick("─", "-").repeat(BAR - filled),
            Role::Bar,
        ))
        .and(Text::plain(&format!("  {words}")));
    let ends = [
        drawn,
        Text::plain(&words),
        Text::plain(&so_far((done, total), "")),
    ];
    let fits = |end: &&Text| text_width(label) + GAP + text_width(end) <= columns;
    let end = ends.iter().find(fits).unwrap_or(&ends[2]);
    across(label, end, columns, 0)
}
