//! Owns lending: a first thought is asked with the options of the question it is about.
//! Must not know how either is asked.

use crate::course::{Block, Lesson};
use crate::quiz::{Kind, Question};
use crate::source::Id;
use std::collections::HashMap;
use std::sync::Arc;

/// Gives every first thought of a lesson the options of its question, in the order that question has them.
pub fn options(lesson: &mut Lesson) {
    let asks_later = |block: &Block| matches!(block, Block::Asks(question) if question.kind == Kind::Predict);
    if !lesson.blocks.iter().any(asks_later) {
        return;
    }
    let lenders = lesson.questions().filter(|question| question.kind.picks_one());
    let lenders: HashMap<Id, Arc<Question>> = lenders
        .map(|question| (question.id.clone(), question.clone()))
        .collect();
    for block in &mut lesson.blocks {
        if let Block::Asks(question) = block
            && question.kind == Kind::Predict
            && let Some(lender) = question.of.as_ref().and_then(|of| lenders.get(of))
        {
            *question = Arc::new(Question {
                parts: lender.parts.clone(),
                in_order: lender.in_order,
                ..Question::clone(question)
            });
        }
    }
}
