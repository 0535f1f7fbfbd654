//! Owns the rule that an explanation gives no verdict: the player says that, above, and of what was chosen alone.
//! Must not know how an answer is judged.

use crate::course::lint::Whole;
use crate::doc::Node;
use crate::quiz::{Parts, Question};
use crate::source::{Diagnostic, Span};
use std::sync::Arc;

/// Words that are a verdict where an explanation begins with them and goes on after a stop.
const OPENERS: [&str; 5] = ["Correct", "Yes", "Not yet", "Partly", "Not this one"];

/// Explanations that begin with a verdict.
pub fn verdicts(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for question in whole.pages.iter().flat_map(|page| page.built.lesson.questions()) {
        for (words, span) in explanations(question) {
            let Some(opener) = opener(&words) else { continue };
            out.push(
                Diagnostic::advice(
                    "opener",
                    span.clone(),
                    format!("the explanation begins with a verdict: {opener}"),
                )
                .help("say what the choice does; the verdict stands above, on what was chosen"),
            );
        }
    }
}

/// The first words of every explanation, with what it explains; for a line or a row that is the question.
fn explanations(question: &Question) -> Vec<(String, &Span)> {
    let begins = |why: &[Arc<Node>]| match why.first().map(|node| &**node) {
        Some(Node::Para(text)) => text.words(),
        _ => String::new(),
    };
    let whole = &question.span;
    match &question.parts {
        Parts::Options(options) => options
            .iter()
            .map(|option| (begins(&option.why), &option.span))
            .collect(),
        Parts::Gaps(gaps) => gaps
            .iter()
            .flatten()
            .map(|accept| (begins(&accept.why), &accept.span))
            .collect(),
        Parts::Lines(lines) => lines.iter().map(|line| (begins(&line.why), whole)).collect(),
        Parts::Pairs { rows, .. } => rows.iter().map(|row| (row.why.words(), whole)).collect(),
        Parts::Model { .. } | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => Vec::new(),
    }
}

/// The verdict that words begin with, if a stop follows it.
fn opener(words: &str) -> Option<&'static str> {
    let begins = |opener: &&&str| {
        let rest = words.strip_prefix(**opener);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',', ':', ';', '!']))
    };
    OPENERS.iter().find(begins).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_followed_by_a_stop() {
        for (words, found) in [
            ("Yes. They live with it.", Some("Yes")),
            ("Not yet: others can hear it.", Some("Not yet")),
            ("Not yet asked, she has to guess.", None),
            ("Correcting her in public costs her the room.", None),
            ("Partly, because it is late.", Some("Partly")),
            ("She says yes. It is late.", None),
        ] {
            assert_eq!(opener(words), found, "{words}");
        }
    }
}
