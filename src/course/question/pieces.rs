//! Owns sorting what stands below the heading of a question by what it is for: prompt, content note, hints, answer block, why.
//! Must not know what an answer block says.

use crate::course::markdown::{Piece, What, nodes};
use crate::course::question::{Asked, looks_like_a_task};
use crate::doc::{Node, NoteKind};
use crate::quiz::Kind;
use crate::source::{Diagnostic, Span};
use std::sync::Arc;

/// The pieces of a question by what they are for.
pub(super) struct Sorted {
    pub(super) body: Vec<Piece>,
    pub(super) caution: Vec<Arc<Node>>,
    pub(super) hints: Vec<Vec<Arc<Node>>>,
    pub(super) answer: Option<Piece>,
    /// The model of a `.write`, the example of a `.reflect`.
    pub(super) model: Option<Vec<Arc<Node>>>,
    /// The why of the whole question.
    pub(super) why: Vec<Arc<Node>>,
}

/// Whether this is a list of boxes.
pub(super) fn is_boxes(piece: &Piece) -> bool {
    matches!(&piece.what, What::List { items, .. }
        if items.iter().any(|entry| entry.task.is_some() || looks_like_a_task(entry)))
}

/// Whether this is a numbered list with boxes under its numbers.
pub(super) fn is_gaps(piece: &Piece) -> bool {
    matches!(&piece.what, What::List { start: Some(_), items }
        if items.iter().flat_map(|entry| &entry.pieces).any(is_boxes))
}

fn is_answer(kind: Kind, piece: &Piece) -> bool {
    match kind {
        Kind::One | Kind::Truth | Kind::Scene | Kind::Many | Kind::Write => is_boxes(piece),
        Kind::Fill => is_boxes(piece) || is_gaps(piece),
        Kind::Match | Kind::Rate => matches!(piece.what, What::Table { .. }),
        Kind::Order => matches!(piece.what, What::List { start: Some(_), .. }),
        Kind::Reflect | Kind::Predict | Kind::Plan => false,
    }
}

/// Sorts the pieces below the heading of a question.
pub(super) fn sort(asked: &Asked<'_>, kind: Kind, out: &mut Vec<Diagnostic>) -> Sorted {
    let here = |piece: &Piece| Span::new(asked.file, piece.range.clone());
    let mut sorted = Sorted {
        body: Vec::new(),
        caution: Vec::new(),
        hints: Vec::new(),
        answer: None,
        model: None,
        why: Vec::new(),
    };
    let last_order = asked
        .pieces
        .iter()
        .rposition(|piece| kind == Kind::Order && is_answer(kind, piece));
    let until = asked
        .pieces
        .iter()
        .position(|piece| is_answer(kind, piece))
        .unwrap_or(asked.pieces.len());
    let is_quote = |piece: &Piece| matches!(piece.what, What::Quote { kind: None, .. });
    let model = asked.pieces[..until]
        .iter()
        .rposition(|piece| matches!(kind, Kind::Write | Kind::Reflect) && is_quote(piece));
    for (at, piece) in asked.pieces.iter().enumerate() {
        match &piece.what {
            What::Quote { kind: Some(NoteKind::Tip), pieces } => sorted.hints.push(nodes(pieces)),
            What::Quote { kind: Some(NoteKind::Caution), pieces } => sorted.caution.extend(nodes(pieces)),
            What::Quote { kind: None, pieces } if Some(at) == model => sorted.model = Some(nodes(pieces)),
            What::Quote { kind: None, pieces } if sorted.answer.is_some() => sorted.why.extend(nodes(pieces)),
            _ if is_answer(kind, piece) && (kind != Kind::Order || Some(at) == last_order) => match &sorted.answer {
                None => sorted.answer = Some(piece.clone()),
                Some(_) => out.push(
                    Diagnostic::error("second-answer", here(piece), "a second answer block; a question has exactly one")
                        .help("give the second its own heading, or indent what belongs to an option by two spaces"),
                ),
            },
            What::Para { text, .. } if sorted.answer.is_some() && !text.is_empty() => out.push(
                Diagnostic::error("loose-feedback", here(piece), "this text stands after the options and belongs to none of them")
                    .help("indent an explanation by two spaces under its option; for the why of the whole question begin the line with >"),
            ),
            _ => sorted.body.push(piece.clone()),
        }
    }
    sorted
}
