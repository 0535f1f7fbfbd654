//! Owns putting lines in order (`.order`). Lines are given their places one after the other; they never start in the right order.
//! Must not know how a page is drawn.

use crate::action::Action;
use crate::clean::Fingerprint;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{ListItem, Node, Row};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Feedback, Given, Known, OrderLine, Question, Rules, shuffled};
use std::sync::Arc;

/// Put lines in order.
pub struct Order;

impl Rules for Order {
    fn blank(&self) -> Answer {
        Answer::Picks(Vec::new())
    }

    fn act(&self, _question: &Question, draft: &mut Draft, action: &Action) {
        let (Action::Place(_, print), Answer::Picks(picks)) = (action, &mut draft.answer) else {
            return;
        };
        match picks.iter().position(|pick| pick == print) {
            Some(at) => picks.truncate(at),
            None => picks.push(*print),
        }
    }

    fn ready(&self, question: &Question, answer: &Answer) -> bool {
        question
            .parts
            .lines()
            .iter()
            .all(|line| place(answer, line.print).is_some())
    }

    fn grade(&self, question: &Question, answer: &Answer, _known: Known) -> Verdict {
        let all = question.parts.lines();
        let right = all
            .iter()
            .enumerate()
            .filter(|(at, line)| place(answer, line.print) == Some(at + 1))
            .count();
        Verdict::of_parts(right, all.len())
    }

    fn shown(&self, question: &Question, answer: &Answer, _known: Known) -> Vec<ShownOption> {
        let places = question.parts.lines().iter().enumerate();
        places
            .map(|(at, line)| ShownOption {
                option: line.print,
                right: at as u32 + 1,
                chosen: place(answer, line.print).unwrap_or(0) as u32,
            })
            .collect()
    }

    fn restore(&self, _question: &Question, shown: &[ShownOption], _words: &str) -> Answer {
        let mut placed: Vec<&ShownOption> = shown.iter().filter(|shown| shown.chosen > 0).collect();
        placed.sort_by_key(|shown| shown.chosen);
        Answer::Picks(placed.into_iter().map(|shown| shown.option).collect())
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        let rows = arranged(question, draft.earlier)
            .into_iter()
            .enumerate()
            .map(|(at, line)| {
                let mark = Marker::Nth(place(&draft.answer, line.print));
                Node::Row(
                    Row::new(
                        mark,
                        line.text.clone(),
                        Action::Place(question.id.clone(), line.print),
                    )
                    .digit(at + 1),
                )
            });
        rows.collect()
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let items = question.parts.lines().iter().enumerate().map(|(at, line)| {
            let chosen = place(&given.answer, line.print);
            let right = chosen == Some(at + 1);
            let mut head = Text::plain(&format!("{} ", at + 1)).and(line.text.clone());
            if !right {
                let yours = chosen.map_or_else(|| "no place".to_owned(), |place| format!("place {place}"));
                head = head.and(Text::role(&format!("  (your answer: {yours})"), Role::Muted));
            }
            let mut nodes = vec![Arc::new(Node::Para(head))];
            if !line.why.is_empty() {
                nodes.push(Arc::new(Node::List(vec![ListItem {
                    digit: None,
                    mark: Marker::Link,
                    nodes: line.why.clone(),
                }])));
            }
            ListItem {
                digit: None,
                mark: if right { Marker::Right } else { Marker::Wrong },
                nodes,
            }
        });
        Feedback {
            own: Vec::new(),
            others: vec![Node::List(items.collect())],
        }
    }
}

/// The lines in the order of this attempt, which is never the right one.
fn arranged(question: &Question, earlier: u32) -> Vec<&OrderLine> {
    let right: Vec<&OrderLine> = question.parts.lines().iter().collect();
    let mut arranged = shuffled(question, earlier, right.clone(), |line| line.print);
    if arranged
        .iter()
        .map(|line| line.print)
        .eq(right.iter().map(|line| line.print))
        && !arranged.is_empty()
    {
        arranged.rotate_left(1);
    }
    arranged
}

fn place(answer: &Answer, print: Fingerprint) -> Option<usize> {
    match answer {
        Answer::Picks(picks) => picks.iter().position(|pick| *pick == print).map(|at| at + 1),
        Answer::Pairs(_) | Answer::Words(_) | Answer::Ratings(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::quiz::answer::Verdict::{NotYet, Partly, Right};
    use crate::quiz::tests::{is_changed, left, picks, question, verdict};

    #[test]
    fn each_line_in_its_place_counts() {
        let question = question("order", "1. A\n2. B\n3. C");
        for (placed, expected) in [
            (&[][..], None),
            (&["A", "B"], None),
            (&["A", "B", "C"], Some(Right)),
            (&["A", "C", "B"], Some(Partly(1, 3))),
            (&["C", "B", "A"], Some(Partly(1, 3))),
            (&["B", "C", "A"], Some(NotYet)),
        ] {
            assert_eq!(
                verdict(&question, &picks(&question, placed)),
                expected,
                "{placed:?}"
            );
        }
    }

    #[test]
    fn two_lines_that_changed_places_are_a_change_and_a_line_between_is_none() {
        let then = question("order", "1. A\n2. B\n3. C");
        let answer = picks(&then, &["A", "B", "C"]);
        for (now, expected) in [
            ("1. A\n2. B\n3. C", false),
            ("1. A\n2. C\n3. B", true),
            ("1. A\n2. New\n3. B\n4. C", false),
            ("1. A\n2. C", false),
        ] {
            assert_eq!(
                is_changed(&then, &answer, &question("order", now)),
                expected,
                "{now}"
            );
        }
    }

    #[test]
    fn a_place_stays_while_its_line_is_there() {
        let then = question("order", "1. A\n2. B\n3. C");
        let now = question("order", "1. A\n2. C");
        assert_eq!(
            left(&then, picks(&then, &["C", "B", "A"]), &now),
            picks(&now, &["C", "A"])
        );
    }
}
