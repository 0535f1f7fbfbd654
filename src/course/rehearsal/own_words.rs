//! Owns the places of a rehearsal for the learner's own words: an opening line at its end, and a line before the choices of a scene.
//! Must not know where the words are kept.

use crate::course::Item;
use crate::course::rehearsal::{Rehearsal, Scene};
use crate::doc::Node;
use crate::doc::text::Text;
use crate::quiz::{Kind, Parts, Question};
use crate::source::{Id, Span};
use std::sync::Arc;

/// The place for an opening line of one's own, as something to write for oneself.
pub fn opening(item: &Item) -> Option<Question> {
    let prompt = Text::plain("Write your own opening line");
    let words = "The first sentence you would really say, to a person you have in mind. Initials will do; it stays on this machine.";
    Some(place(item, item.own_line()?, prompt, words))
}

/// The place for what one would say in a scene, before anything can be chosen there.
pub fn before(item: &Item, scene: &Scene) -> Option<Question> {
    let prompt = Text::plain(&format!("Your own line: {}", scene.title.words()));
    let words = "What would you say here, in your own words? The lines to choose from come next. You may go on without; what you write stays on this machine.";
    Some(place(item, item.first_line(&scene.id)?, prompt, words))
}

/// The place with this id.
pub fn named(item: &Item, rehearsal: &Rehearsal, id: &str) -> Option<Question> {
    let scenes = rehearsal.scenes.iter().filter_map(|scene| before(item, scene));
    scenes.chain(opening(item)).find(|place| *place.id == *id)
}

fn place(item: &Item, id: Id, prompt: Text, words: &str) -> Question {
    Question {
        id,
        kind: Kind::Reflect,
        prompt,
        body: vec![Arc::new(Node::Para(Text::plain(words)))],
        caution: Vec::new(),
        hints: Vec::new(),
        why: Vec::new(),
        objective: None,
        passage: None,
        must: None,
        card: false,
        variant: None,
        in_order: false,
        of: None,
        after: None,
        then: None,
        parts: Parts::Example(Vec::new()),
        span: Span::whole(&item.file),
    }
}
