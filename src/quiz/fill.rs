//! Owns typing what goes into a gap (`.fill`). Case, outer space, Unicode form and one slip of the finger are forgiven; a known slip has its own explanation.
//! Must not know how a page is drawn.

use crate::action::{Action, FieldTarget};
use crate::clean::{Clean, fold, is_slip};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Field, Lines, ListItem, Node};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Accept, Feedback, Given, Question, Rules, Worth};
use std::sync::Arc;

/// Type what goes into the gap.
pub struct Fill;

impl Rules for Fill {
    fn blank(&self) -> Answer {
        Answer::Words(String::new())
    }

    fn act(&self, _question: &Question, _draft: &mut Draft, _action: &Action) {}

    fn ready(&self, _question: &Question, answer: &Answer) -> bool {
        matches!(answer, Answer::Words(words) if !words.trim().is_empty())
    }

    fn grade(&self, question: &Question, answer: &Answer) -> Verdict {
        match matched(question, answer).map(|accept| accept.worth) {
            Some(Worth::Right) => Verdict::Right,
            Some(Worth::Fair | Worth::Wrong) | None => Verdict::NotYet,
        }
    }

    fn shown(&self, question: &Question, answer: &Answer) -> Vec<ShownOption> {
        let chosen = matched(question, answer).map(|accept| accept.print);
        let shown = question.parts.accepts().iter();
        shown
            .map(|accept| ShownOption {
                option: accept.print,
                right: u32::from(accept.worth == Worth::Right),
                chosen: u32::from(chosen == Some(accept.print)),
            })
            .collect()
    }

    fn restore(&self, _question: &Question, _shown: &[ShownOption], words: &str) -> Answer {
        Answer::Words(words.to_owned())
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        let Answer::Words(words) = &draft.answer else {
            return Vec::new();
        };
        vec![Node::Field(Field {
            target: FieldTarget::Entry(question.id.clone()),
            text: Clean::new(words),
            caret: draft.caret,
            lines: Lines::One,
        })]
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let Answer::Words(words) = &given.answer else {
            return Feedback::default();
        };
        let found = matched(question, &given.answer);
        let mark = match found.map(|accept| accept.worth) {
            Some(Worth::Right) => Marker::Right,
            Some(Worth::Fair | Worth::Wrong) | None => Marker::Wrong,
        };
        let mut nodes = vec![Arc::new(Node::Para(
            Text::role("You wrote: ", Role::Muted).and(Text::strong(Clean::line(words).trim())),
        ))];
        nodes.extend(found.into_iter().flat_map(|accept| accept.why.iter().cloned()));
        let accepted: Vec<&str> = question
            .parts
            .accepts()
            .iter()
            .filter(|accept| accept.worth == Worth::Right)
            .map(|accept| accept.words.as_str())
            .collect();
        let mut shown = vec![Node::List(vec![ListItem {
            digit: None,
            mark,
            nodes,
        }])];
        if let Some((model, others)) = accepted.split_first() {
            let also = if others.is_empty() {
                String::new()
            } else {
                format!("  (also: {})", others.join(", "))
            };
            let model = Text::role("What fits: ", Role::Muted)
                .and(Text::strong(model))
                .and(Text::role(&also, Role::Muted));
            shown.push(Node::List(vec![ListItem {
                digit: None,
                mark: Marker::Right,
                nodes: vec![Arc::new(Node::Para(model))],
            }]));
        }
        Feedback {
            own: shown,
            others: Vec::new(),
        }
    }
}

/// The accepted answer or known slip that was meant: to the letter first, then with one slip of the finger.
fn matched<'a>(question: &'a Question, answer: &Answer) -> Option<&'a Accept> {
    let Answer::Words(words) = answer else { return None };
    let spelled = |words: &str| fold(words.trim().trim_end_matches('.'));
    let typed = spelled(words);
    if typed.is_empty() {
        return None;
    }
    let exact = question
        .parts
        .accepts()
        .iter()
        .find(|accept| spelled(&accept.words) == typed);
    exact.or_else(|| {
        question
            .parts
            .accepts()
            .iter()
            .find(|accept| accept.worth == Worth::Right && is_slip(&spelled(&accept.words), &typed))
    })
}

#[cfg(test)]
mod tests {
    use crate::quiz::answer::Verdict::{NotYet, Right};
    use crate::quiz::tests::{is_changed, left, question, verdict, words};

    const GAP: &str = "- [x] direction\n- [x] the way\n- [x] no\n- [ ] directions";

    #[test]
    fn case_space_form_and_one_slip_of_the_finger_are_forgiven() {
        let question = question("fill", GAP);
        for (typed, expected) in [
            ("", None),
            ("   ", None),
            ("direction", Some(Right)),
            ("  DIRECTION. ", Some(Right)),
            ("the way", Some(Right)),
            ("direciton", Some(Right)),
            ("diretion", Some(Right)),
            ("dirrection", Some(Right)),
            ("dire", Some(NotYet)),
            // A known slip is what it is, though a finger might have slipped to it.
            ("directions", Some(NotYet)),
            // A short word must be spelled as it is.
            ("no", Some(Right)),
            ("on", Some(NotYet)),
            ("now", Some(NotYet)),
            ("nothing like it", Some(NotYet)),
        ] {
            assert_eq!(verdict(&question, &words(typed)), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_word_that_is_accepted_now_is_a_change_and_one_more_word_is_none() {
        let then = question("fill", GAP);
        for (now, expected) in [
            (GAP, false),
            ("- [x] direction\n- [x] the way\n- [x] no\n- [x] directions", true),
            ("- [x] direction\n- [x] course\n- [ ] directions", false),
        ] {
            assert_eq!(
                is_changed(&then, &words("x"), &question("fill", now)),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn what_was_typed_always_stays() {
        let (then, now) = (question("fill", GAP), question("fill", "- [x] course"));
        assert_eq!(left(&then, words("dire"), &now), words("dire"));
    }
}
