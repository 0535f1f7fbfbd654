//! Owns writing in one's own words: `.write`, which is compared with a model, and `.reflect`, which is for oneself. Never scored.
//! Must not know how a page is drawn, nor where the words are kept.

use crate::action::{Action, FieldTarget};
use crate::clean::Clean;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Field, Lines, ListItem, Node};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Feedback, Given, Known, Parts, Question, Rules};
use std::sync::Arc;

/// Write.
pub struct Write;

impl Rules for Write {
    fn blank(&self) -> Answer {
        Answer::Words(String::new())
    }

    fn act(&self, _question: &Question, _draft: &mut Draft, _action: &Action) {}

    fn ready(&self, _question: &Question, answer: &Answer) -> bool {
        matches!(answer, Answer::Words(words) if !words.trim().is_empty())
    }

    fn grade(&self, _question: &Question, _answer: &Answer, _known: Known) -> Verdict {
        Verdict::Noted
    }

    fn shown(&self, _question: &Question, _answer: &Answer, _known: Known) -> Vec<ShownOption> {
        Vec::new()
    }

    fn restore(&self, _question: &Question, _shown: &[ShownOption], words: &str) -> Answer {
        Answer::Words(words.to_owned())
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        let Answer::Words(words) = &draft.answer else {
            return Vec::new();
        };
        let mut nodes = Vec::new();
        if let Parts::Example(example) = &question.parts
            && !example.is_empty()
        {
            nodes.push(Node::Para(Text::role("For example:", Role::Muted)));
            nodes.push(Node::Quote(example.clone()));
        }
        nodes.push(Node::Field(Field {
            target: FieldTarget::Entry(question.id.clone()),
            text: Clean::new(words),
            caret: draft.caret,
            lines: Lines::Many,
        }));
        nodes
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let Answer::Words(words) = &given.answer else {
            return Feedback::default();
        };
        let mut nodes = vec![
            Node::Para(Text::role("You wrote:", Role::Muted)),
            Node::Quote(paragraphs(words)),
        ];
        if let Parts::Model { model, checks } = &question.parts {
            nodes.push(Node::Para(Text::role("One way to say it:", Role::Muted)));
            nodes.push(Node::Quote(model.clone()));
            nodes.push(Node::Para(Text::role("Look for these in yours:", Role::Muted)));
            let items = checks.iter().map(|check| ListItem {
                digit: None,
                mark: Marker::Bullet,
                nodes: vec![Arc::new(Node::Para(check.clone()))],
            });
            nodes.push(Node::List(items.collect()));
        }
        Feedback {
            own: nodes,
            others: Vec::new(),
        }
    }
}

/// The learner's words as paragraphs, line breaks kept.
pub fn paragraphs(words: &str) -> Vec<Arc<Node>> {
    let clean = Clean::new(words);
    clean
        .split("\n\n")
        .filter(|part| !part.trim().is_empty())
        .map(|part| Arc::new(Node::Para(Text::plain(part.trim_matches('\n')))))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::quiz::answer::Verdict::Noted;
    use crate::quiz::tests::{is_changed, left, question, verdict, words};

    #[test]
    fn what_is_written_is_noted_and_never_scored() {
        for class in ["write", "reflect"] {
            let question = question(class, "> May I ask?\n\n- [ ] A question");
            for (written, expected) in [
                ("", None),
                (" \n", None),
                ("x", Some(Noted)),
                ("May I ask?", Some(Noted)),
            ] {
                assert_eq!(
                    verdict(&question, &words(written)),
                    expected,
                    "{class} {written:?}"
                );
            }
        }
    }

    #[test]
    fn another_model_is_no_change_and_the_words_stay() {
        let then = question("write", "> May I ask?\n\n- [ ] A question");
        let now = question("write", "> Could we talk?\n\n- [ ] A way out");
        assert!(!is_changed(&then, &words("x"), &now));
        assert_eq!(left(&then, words("May"), &now), words("May"));
    }
}
