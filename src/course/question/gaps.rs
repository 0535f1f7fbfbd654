//! Owns what is accepted in the gaps of a `.fill`, the slips that are known, and every complaint about how they are written. Answers of one
//! gap are a list of boxes; those of several are a numbered list with such a list under each number.
//! Must not know what of a typed word is forgiven.

use crate::clean::{Clean, Fingerprint};
use crate::course::markdown::{Entry, Piece, Task, What, node, nodes};
use crate::course::question::pieces::{is_boxes, is_gaps};
use crate::course::question::{Asked, boxes, check_twin, marks};
use crate::quiz::{Accept, Worth};
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;
use std::ops::Range;

/// What is written where the answer of a `.fill` goes.
const GAP: &str = "____";

/// The gaps of a question by its answer block.
pub(super) fn gaps(asked: &Asked<'_>, items: &[Entry], out: &mut Vec<Diagnostic>) -> Vec<Vec<Accept>> {
    let is_numbered = items.iter().all(|entry| entry.task.is_none())
        && items.iter().flat_map(|entry| &entry.pieces).any(is_boxes);
    let gaps = match is_numbered {
        true => items
            .iter()
            .enumerate()
            .map(|(nth, entry)| numbered(asked, nth, entry, out))
            .collect(),
        false => vec![accepts(asked, 0, items, &asked.range, out)],
    };
    check_prompt(asked, gaps.len(), out);
    gaps
}

/// What is accepted in one gap of several.
fn numbered(asked: &Asked<'_>, nth: usize, entry: &Entry, out: &mut Vec<Diagnostic>) -> Vec<Accept> {
    for piece in entry.pieces.iter().filter(|piece| !is_boxes(piece)) {
        let span = Span::new(asked.file, piece.range.clone());
        out.push(
            Diagnostic::error(
                "loose-feedback",
                span,
                "this text stands beside the answers of a gap and belongs to none of them",
            )
            .help("indent an explanation under its answer; for the why of the whole question begin the line with >"),
        );
    }
    let lists = entry.pieces.iter().filter_map(|piece| match &piece.what {
        What::List { items, .. } if is_boxes(piece) => Some(items.as_slice()),
        _ => None,
    });
    let lists: Vec<&[Entry]> = lists.collect();
    accepts(asked, nth, &lists.concat(), &entry.range, out)
}

/// What is accepted in a gap. `range` are the bytes that a complaint about all of it points at.
fn accepts(
    asked: &Asked<'_>,
    nth: usize,
    items: &[Entry],
    range: &Range<usize>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Accept> {
    let mut accepts: Vec<Accept> = Vec::new();
    let mut seen = HashSet::new();
    for found in boxes(asked, items, out) {
        let words = Clean::line(&found.text.words());
        if found.task == Task::Open && found.rest.is_empty() {
            out.push(
                Diagnostic::error(
                    "no-explanation",
                    found.span.clone(),
                    "the known slip has no explanation",
                )
                .help("leave a line free under it and write why, indented by two spaces"),
            );
        }
        let worth = if found.task == Task::Ticked {
            Worth::Right
        } else {
            Worth::Wrong
        };
        let print = match nth {
            0 => Fingerprint::of(&words),
            nth => Fingerprint::of(&format!("{} {}", nth + 1, words.as_str())),
        };
        check_twin(&mut seen, print, found.span.clone(), out);
        accepts.push(Accept {
            print,
            words,
            worth,
            why: nodes(found.rest),
            weight: marks(&found.comments).weight,
            span: found.span,
        });
    }
    // An answer whose box was not read may be the right one.
    if accepts.iter().all(|accept| accept.worth != Worth::Right) && accepts.len() == items.len() {
        let span = Span::new(asked.file, range.clone());
        out.push(
            Diagnostic::error("no-right-answer", span, "nothing is accepted in the gap")
                .help("mark what fits with - [x]"),
        );
    }
    accepts
}

/// Complains where the prompt has another number of gaps than there are answers for.
fn check_prompt(asked: &Asked<'_>, answered: usize, out: &mut Vec<Diagnostic>) {
    let is_answers = |piece: &&Piece| is_boxes(piece) || is_gaps(piece);
    let prompt = asked.pieces.iter().filter(|piece| !is_answers(piece));
    let texts = prompt.map(|piece| node(piece).words().to_string());
    let gaps: usize = std::iter::once(asked.heading.text.words())
        .chain(texts)
        .map(|text| {
            text.split(|c| c != '_')
                .filter(|run| run.len() >= GAP.len())
                .count()
        })
        .sum();
    let span = Span::new(asked.file, asked.range.clone());
    if gaps == 0 {
        out.push(
            Diagnostic::error("no-gap", span, "the prompt has no gap")
                .help(format!("write {GAP} where the answer goes")),
        );
    } else if gaps != answered {
        let count = |count: usize, what: &str| match count {
            1 => format!("one {what}"),
            count => format!("{count} {what}s"),
        };
        let message = format!(
            "the prompt has {}, and there are answers for {}",
            count(gaps, "gap"),
            count(answered, "gap")
        );
        out.push(Diagnostic::warning("many-gaps", span, message).help(
            "write the answers of each gap under its number: 1. - [x] for the first, 2. - [x] for the next",
        ));
    }
}
