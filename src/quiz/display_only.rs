//! Owns kinds that a lesson only shows: the lines of a self-assessment (`.rate`) and the place of a plan (`.plan`) belong to pages of their own.
//! Must not know those pages.

use crate::action::Action;
use crate::doc::Node;
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Feedback, Given, Known, Parts, Question, Rules};

/// Show the table as it is.
pub struct DisplayOnly;

impl Rules for DisplayOnly {
    fn blank(&self) -> Answer {
        Answer::Picks(Vec::new())
    }

    fn act(&self, _question: &Question, _draft: &mut Draft, _action: &Action) {}

    fn ready(&self, _question: &Question, _answer: &Answer) -> bool {
        false
    }

    fn grade(&self, _question: &Question, _answer: &Answer, _known: Known) -> Verdict {
        Verdict::Noted
    }

    fn shown(&self, _question: &Question, _answer: &Answer, _known: Known) -> Vec<ShownOption> {
        Vec::new()
    }

    fn restore(&self, _question: &Question, _shown: &[ShownOption], _words: &str) -> Answer {
        self.blank()
    }

    fn asking(&self, question: &Question, _draft: &Draft) -> Vec<Node> {
        match &question.parts {
            Parts::Rates { table, .. } => vec![Node::Table(table.clone())],
            _ => Vec::new(),
        }
    }

    fn answered(&self, question: &Question, _given: &Given) -> Feedback {
        let own = match &question.parts {
            Parts::Rates { table, .. } => vec![Node::Table(table.clone())],
            _ => Vec::new(),
        };
        Feedback {
            own,
            others: Vec::new(),
        }
    }
}
