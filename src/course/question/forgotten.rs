//! Owns questions whose kind was forgotten: what they are told by, and how they are shown without what is right.
//! Must not know how a question of a kind is built.

use crate::course::markdown::{Entry, Heading, Piece, Task, What};
use crate::course::outline::WRITE_FIRST;
use crate::source::{Diagnostic, Span};

/// What only a question has.
const OF_QUESTIONS: [&str; 7] = ["objective", "see", "must", "then", "variant", "of", "after"];
/// Classes of headings that ask nothing.
const ASK_NOTHING: [&str; 3] = ["end", "scale", WRITE_FIRST];

/// Whether a heading without a kind and what stands below it are a question all the same. A list of what is done is none.
pub fn is_forgotten(heading: &Heading, below: &[Piece]) -> bool {
    let Some(items) = below.iter().find_map(options) else {
        return false;
    };
    let says_so = heading
        .attributes
        .iter()
        .any(|(key, _)| OF_QUESTIONS.contains(&key.as_str()))
        || heading
            .classes
            .iter()
            .any(|class| !ASK_NOTHING.contains(&class.as_str()));
    let words = heading.text.words();
    let asks = words.trim_end().ends_with('?') || words.contains("____");
    let explained = items.iter().filter(|entry| entry.pieces.len() > 1).count();
    says_so || (asks || heading.id.is_some()) && 2 * explained > items.len() || asks && heading.id.is_some()
}

/// The entries of a list in which something is ticked and something is not.
fn options(piece: &Piece) -> Option<&[Entry]> {
    let What::List { items, .. } = &piece.what else {
        return None;
    };
    let has = |task| items.iter().any(|entry| entry.task == Some(task));
    (has(Task::Ticked) && has(Task::Open)).then_some(items)
}

/// The piece as whoever is asked may see it: options without their boxes and explanations.
pub fn without_marks(piece: &Piece) -> Piece {
    let Some(items) = options(piece) else {
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
