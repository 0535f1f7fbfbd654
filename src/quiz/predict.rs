//! Owns a first thought (`.predict`): one option of a later question is picked before reading, and kept without a word on it.
//! Must not know that question, whose options were lent when the lesson was built.

use crate::action::Action;
use crate::doc::Node;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::choice::{One, picked, restored, rows, shown};
use crate::quiz::{Feedback, Given, Known, Question, Rules};

/// Pick what a later question asks again.
pub struct Predict;

impl Rules for Predict {
    fn blank(&self) -> Answer {
        One.blank()
    }

    fn act(&self, question: &Question, draft: &mut Draft, action: &Action) {
        One.act(question, draft, action);
    }

    fn ready(&self, question: &Question, answer: &Answer) -> bool {
        One.ready(question, answer)
    }

    fn grade(&self, _question: &Question, _answer: &Answer, _known: Known) -> Verdict {
        Verdict::Noted
    }

    fn shown(&self, question: &Question, answer: &Answer, _known: Known) -> Vec<ShownOption> {
        shown(question, answer)
    }

    fn restore(&self, _question: &Question, shown: &[ShownOption], _words: &str) -> Answer {
        restored(shown)
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        rows(question, draft, Marker::Radio)
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let picked = picked(question, &given.answer).map(|choice| {
            let label = Text::role("Your first thought: ", Role::Muted);
            Node::Para(label.and(choice.text.clone()))
        });
        let kept = Node::Para(Text::plain("Kept. The question comes again after the lesson."));
        Feedback {
            own: picked.into_iter().chain([kept]).collect(),
            others: Vec::new(),
        }
    }
}
