//! Owns lending: a first thought is asked with the options of the question it is about.
//! Must not know how either is asked.

use crate::course::Block;
use crate::quiz::{Kind, Question};
use crate::source::Id;
use std::collections::HashMap;
use std::sync::Arc;

/// Gives every first thought among the blocks of a lesson the options of its question, in the order that question has them.
pub fn options(blocks: &mut [Block]) {
    let asks_later = |block: &Block| matches!(block, Block::Asks(question) if question.kind == Kind::Predict);
    if !blocks.iter().any(asks_later) {
        return;
    }
    let lenders = blocks.iter().filter_map(|block| match block {
        Block::Asks(question) if question.kind.picks_one() => Some((question.id.clone(), question.clone())),
        Block::Asks(_) | Block::Says(_) => None,
    });
    let lenders: HashMap<Id, Arc<Question>> = lenders.collect();
    options_of(blocks, |of| lenders.get(of).cloned());
}

/// The same, with the questions that this finds.
pub fn options_of(blocks: &mut [Block], lender: impl Fn(&str) -> Option<Arc<Question>>) {
    for block in blocks {
        if let Block::Asks(question) = block
            && question.kind == Kind::Predict
            && let Some(lender) = question.of.as_ref().and_then(|of| lender(of))
            && lender.kind.picks_one()
        {
            *question = Arc::new(Question {
                parts: lender.parts.clone(),
                in_order: lender.in_order,
                ..Question::clone(question)
            });
        }
    }
}
