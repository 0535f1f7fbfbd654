//! Owns typing what goes into a gap (`.fill`). What of it is forgiven is in `fill/spelling.rs`, and it is said; a known slip has its own
//! explanation and is forgiven as much. Must not know how a page is drawn.

pub mod spelling;
pub mod variants;

use crate::action::{Action, FieldTarget};
use crate::clean::Clean;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Field, Lines, ListItem, Node};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::fill::spelling::nearness;
use crate::quiz::{Accept, Feedback, Given, Known, Question, Rules, Worth};
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

    fn grade(&self, question: &Question, answer: &Answer, known: Known) -> Verdict {
        match matched(question, answer, known).map(|accept| accept.worth) {
            Some(Worth::Right) => Verdict::Right,
            Some(Worth::Fair | Worth::Wrong) | None => Verdict::NotYet,
        }
    }

    fn shown(&self, question: &Question, answer: &Answer, known: Known) -> Vec<ShownOption> {
        let chosen = matched(question, answer, known).map(|accept| accept.print);
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
        // How it was judged then counts, whatever is forgiven now.
        let chosen = given.shown.iter().find(|shown| shown.chosen == 1);
        let is_right = chosen.is_some_and(|chosen| chosen.right == 1);
        let accepts = question.parts.accepts().iter();
        let found = chosen.and_then(|chosen| accepts.clone().find(|accept| accept.print == chosen.option));
        let typed = Clean::line(words);
        let mut wrote = Text::role("You wrote: ", Role::Muted).and(Text::strong(typed.trim()));
        // What was forgiven is said in the same breath: the short form that is heard has no more.
        if let Some(accept) = found.filter(|accept| accept.words.trim() != typed.trim() && !words.is_empty())
        {
            let lead = if is_right { "right; we write" } else { "taken for" };
            wrote = wrote.and(Text::role(
                &format!("  ({lead}: {})", accept.words.trim()),
                Role::Muted,
            ));
        }
        let mut nodes = vec![Arc::new(Node::Para(wrote))];
        nodes.extend(found.into_iter().flat_map(|accept| accept.why.iter().cloned()));
        let mark = if is_right { Marker::Right } else { Marker::Wrong };
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
        // What was typed to the letter stands above.
        let is_model = is_right && accepted.first().is_some_and(|model| model.trim() == typed.trim());
        let rest = match is_model {
            true => accepted.get(1..).filter(|others| !others.is_empty()),
            false => None,
        };
        if let Some(others) = rest {
            let also = Text::role("Also right: ", Role::Muted).and(Text::plain(&others.join(", ")));
            shown.push(Node::Para(also));
        }
        if let Some((model, others)) = accepted.split_first().filter(|_| !is_model) {
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

/// The accepted answer or known slip that was meant: the nearest, and of those that are equally near one that is right.
fn matched<'a>(question: &'a Question, answer: &Answer, known: Known) -> Option<&'a Accept> {
    let Answer::Words(words) = answer else { return None };
    let near = question
        .parts
        .accepts()
        .iter()
        .filter_map(|accept| Some((accept, nearness(&accept.words, words, known)?)));
    let first = near.min_by_key(|(accept, nearness)| (*nearness, accept.worth != Worth::Right));
    first.map(|(accept, _)| accept)
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
