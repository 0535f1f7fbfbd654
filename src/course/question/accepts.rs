//! Owns what is accepted in the gap of a `.fill`, the slips that are known, and every complaint about how they are written.
//! Must not know what of a typed word is forgiven.

use crate::clean::{Clean, Fingerprint};
use crate::course::markdown::{Entry, Piece, Task, What, node, nodes};
use crate::course::question::{Asked, check_entry, check_twin, marks, option_text};
use crate::quiz::{Accept, Worth};
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;

/// What is written where the answer of a `.fill` goes.
const GAP: &str = "____";

pub(super) fn accepts(asked: &Asked<'_>, items: &[Entry], out: &mut Vec<Diagnostic>) -> Vec<Accept> {
    let mut accepts: Vec<Accept> = Vec::new();
    let mut seen = HashSet::new();
    for entry in items {
        check_entry(asked, entry, out);
        let Some(task) = entry.task else { continue };
        let (text, comments, rest) = option_text(entry);
        let here = Span::new(asked.file, entry.range.clone());
        let words = Clean::line(&text.words());
        if task == Task::Open && rest.is_empty() {
            out.push(
                Diagnostic::error(
                    "no-explanation",
                    here.clone(),
                    "the known slip has no explanation",
                )
                .help("leave a line free under it and write why, indented by two spaces"),
            );
        }
        let worth = if task == Task::Ticked {
            Worth::Right
        } else {
            Worth::Wrong
        };
        let print = Fingerprint::of(&words);
        check_twin(&mut seen, print, here.clone(), out);
        accepts.push(Accept {
            print,
            words,
            worth,
            why: nodes(rest),
            weight: marks(&comments).weight,
            span: here,
        });
    }
    let span = Span::new(asked.file, asked.range.clone());
    if accepts.iter().all(|accept| accept.worth != Worth::Right) && accepts.len() == items.len() {
        out.push(
            Diagnostic::error("no-right-answer", span.clone(), "nothing is accepted in the gap")
                .help("mark what fits with - [x]"),
        );
    }
    let mut texts = vec![asked.heading.text.words()];
    let is_options = |piece: &&Piece| matches!(&piece.what, What::List { items, .. } if items.iter().any(|entry| entry.task.is_some()));
    texts.extend(
        asked
            .pieces
            .iter()
            .filter(|piece| !is_options(piece))
            .map(|piece| node(piece).words().to_string()),
    );
    let gaps: usize = texts
        .iter()
        .map(|text| {
            text.split(|c| c != '_')
                .filter(|run| run.len() >= GAP.len())
                .count()
        })
        .sum();
    if gaps == 0 {
        out.push(
            Diagnostic::error("no-gap", span, "the prompt has no gap")
                .help(format!("write {GAP} where the answer goes")),
        );
    } else if gaps > 1 {
        let message = format!("the prompt has {gaps} gaps, and the question one answer");
        out.push(
            Diagnostic::warning("many-gaps", span, message).help("keep one gap, or make a question of each"),
        );
    }
    accepts
}
