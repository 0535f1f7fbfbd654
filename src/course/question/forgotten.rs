//! Owns questions whose kind was forgotten: what they are told by, and how they are shown without what is right.
//! Must not know how a question of a kind is built.

use crate::course::markdown::{Entry, Heading, Piece, Task, What};
use crate::course::outline::WRITE_FIRST;
use crate::source::{Diagnostic, Span};

/// What only a question has.
const OF_QUESTIONS: [&str; 7] = ["objective", "see", "must", "then", "variant", "of", "after"];
/// Classes of headings that ask nothing.
const ASK_NOTHING: [&str; 3] = ["end", "scale", WRITE_FIRST];

/// What stands below a heading without a kind, as whoever is asked may see it, if that is a question all the same: options without their
/// boxes and explanations, and of a gap no answers. A list of what is done is none.
pub fn without_key(heading: &Heading, below: &[Piece]) -> Option<Vec<Piece>> {
    let words = heading.text.words();
    let has_gap = words.contains("____");
    let is_key = |piece: &Piece| {
        let entries = entries(piece);
        let has = |task| entries.iter().any(|entry| entry.task == Some(task));
        has(Task::Ticked) && (has(Task::Open) || has_gap)
    };
    let key = entries(below.iter().find(|piece| is_key(piece))?);
    let says_so = heading
        .attributes
        .iter()
        .any(|(key, _)| OF_QUESTIONS.contains(&key.as_str()))
        || heading
            .classes
            .iter()
            .any(|class| !ASK_NOTHING.contains(&class.as_str()));
    let asks = words.trim_end().ends_with('?') || has_gap;
    let explained = key.iter().filter(|entry| entry.pieces.len() > 1).count();
    let is_question = says_so
        || (asks || heading.id.is_some()) && 2 * explained > key.len()
        || asks && heading.id.is_some();
    let shown = below.iter().filter_map(|piece| match (is_key(piece), has_gap) {
        (false, _) => Some(piece.clone()),
        (true, true) => None,
        (true, false) => Some(without_marks(piece)),
    });
    is_question.then(|| shown.collect())
}

/// The entries of a list, and of lists in it.
fn entries(piece: &Piece) -> Vec<&Entry> {
    let What::List { items, .. } = &piece.what else {
        return Vec::new();
    };
    let inner = items.iter().flat_map(|entry| &entry.pieces).flat_map(entries);
    items.iter().chain(inner).collect()
}

/// The options alone.
fn without_marks(piece: &Piece) -> Piece {
    let What::List { items, .. } = &piece.what else {
        return piece.clone();
    };
    let items = items.iter().map(|entry| Entry {
        task: None,
        pieces: entry.pieces.iter().take(1).cloned().collect(),
        range: entry.range.clone(),
    });
    Piece {
        what: What::List {
            start: None,
            items: items.collect(),
        },
        range: piece.range.clone(),
    }
}

/// The complaint about one.
pub fn complaint(span: Span) -> Diagnostic {
    Diagnostic::error("no-kind", span, "this looks like a question, but its heading names no kind")
        .help("write its kind into the {…} of the heading, such as {#a-name .one}; until then it is not asked, and what is right is not shown")
}
