//! Owns rules about questions that depend on another question of their file: the other stems of a card, and first thoughts.
//! Must not know when either is asked.

use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::load::diagnostics::part;
use crate::quiz::{Kind, Question};
use crate::source::{Diagnostic, Id, Span};

/// Every other stem, with the id it names and where that is written.
fn stems<'a>(whole: &'a Whole<'_>) -> impl Iterator<Item = (&'a Page<'a>, &'a Question, &'a Id, Span)> {
    whole.pages.iter().flat_map(|page| {
        page.built.lesson.questions().filter_map(move |question| {
            let of = question.variant.as_ref()?;
            let span = part(page.markdown, &question.span, &format!("variant={of}"));
            Some((page, &**question, of, span))
        })
    })
}

/// Other stems of no card of their file.
pub fn of_nothing(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, _, of, span) in stems(whole) {
        let (message, help) = match page.question(of) {
            Some(card) if card.card => continue,
            Some(_) => (
                format!("{of} is no card, so nothing asks its other stem"),
                "add .card to that question, or take this one away",
            ),
            None => (
                format!("this file has no card {of}"),
                "variant= names the id of a .card question of the same file",
            ),
        };
        out.push(Diagnostic::error("dead-variant", span, message).help(help));
    }
}

/// Other stems that are cards themselves.
pub fn as_cards(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, question, of, _) in stems(whole).filter(|(_, question, ..)| question.card) {
        let span = part(page.markdown, &question.span, ".card");
        let message = format!("another stem of {of} cannot be a card of its own");
        out.push(
            Diagnostic::error("variant-as-card", span, message)
                .help("take .card away: the review asks the stems of a card in turn"),
        );
    }
}

/// Other stems that test something else than their card.
pub fn other_objectives(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, question, of, _) in stems(whole) {
        let Some(card) = page.question(of).filter(|card| card.card) else {
            continue;
        };
        if card.objective == question.objective {
            continue;
        }
        let told = |objective: &Option<String>| objective.clone().unwrap_or_else(|| "no objective".into());
        let span = match &question.objective {
            Some(own) => part(page.markdown, &question.span, &format!("objective={own}")),
            None => question.span.clone(),
        };
        let message = format!(
            "this stem tests {}, its card {of} tests {}",
            told(&question.objective),
            told(&card.objective)
        );
        out.push(
            Diagnostic::error("variant-objective", span, message)
                .help("give both the same objective: how far the card has come is one thing"),
        );
    }
}

/// Every first thought, with the id it names and where that is written.
fn thoughts<'a>(whole: &'a Whole<'_>) -> impl Iterator<Item = (&'a Page<'a>, &'a Question, &'a str, Span)> {
    whole.pages.iter().flat_map(|page| {
        let questions = page.built.lesson.questions();
        let thoughts = questions.filter(|question| question.kind == Kind::Predict);
        thoughts.map(move |question| {
            let of = question.of.as_deref().unwrap_or_default();
            let span = part(page.markdown, &question.span, &format!("of={of}"));
            (page, &**question, of, span)
        })
    })
}

/// First thoughts about no question that could lend its options.
pub fn about_nothing(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, _, of, span) in thoughts(whole) {
        let message = match page.question(of) {
            Some(question) if question.kind.picks_one() => continue,
            Some(_) => format!("{of} is no .one, so it has no options to lend"),
            None if of.is_empty() => "the first thought does not say what it is about".to_owned(),
            None => format!("this file has no question {of}"),
        };
        out.push(
            Diagnostic::error("dead-of", span, message)
                .help("of= names the id of a .one question of the same file, which lends its options"),
        );
    }
}

/// First thoughts about a question that stands before them.
pub fn too_late(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for (page, thought, of, span) in thoughts(whole) {
        let asked = page.question(of);
        if asked.is_some_and(|asked| asked.kind.picks_one() && asked.span.start < thought.span.start) {
            let message = format!("{of} stands before this, so the thought is no first one");
            out.push(
                Diagnostic::error("late-predict", span, message)
                    .help("move the .predict up, to where its moment is told"),
            );
        }
    }
}
