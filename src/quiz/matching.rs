//! Owns giving each row its partner (`.match`). One row is open at a time and lists the partners; rows may share one.
//! Must not know how a page is drawn.

use crate::action::Action;
use crate::clean::Fingerprint;
use crate::cluster::width;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{ListItem, Node, Row};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Feedback, Given, Known, PairRow, Parts, Question, Rules, shuffled};
use std::sync::Arc;

/// Give each row its partner.
pub struct Matching;

impl Rules for Matching {
    fn blank(&self) -> Answer {
        Answer::Pairs(Vec::new())
    }

    fn act(&self, question: &Question, draft: &mut Draft, action: &Action) {
        match action {
            Action::Partners(_, row) => draft.open = Some(*row),
            Action::Pair(_, row, partner) => {
                let Answer::Pairs(pairs) = &mut draft.answer else {
                    return;
                };
                pairs.retain(|(paired, _)| paired != row);
                pairs.push((*row, *partner));
                draft.open = question
                    .parts
                    .rows()
                    .iter()
                    .map(|row| row.print)
                    .find(|print| partner_of(&draft.answer, *print).is_none());
            }
            _ => {}
        }
    }

    fn ready(&self, question: &Question, answer: &Answer) -> bool {
        question
            .parts
            .rows()
            .iter()
            .all(|row| partner_of(answer, row.print).is_some())
    }

    fn grade(&self, question: &Question, answer: &Answer, _known: Known) -> Verdict {
        let all = question.parts.rows();
        let right = all
            .iter()
            .filter(|row| partner_of(answer, row.print) == Some(row.partner_print))
            .count();
        Verdict::of_parts(right, all.len())
    }

    fn shown(&self, question: &Question, answer: &Answer, _known: Known) -> Vec<ShownOption> {
        let chosen = |row: &PairRow| partner_of(answer, row.print).map_or(0, |partner| partner.0);
        question
            .parts
            .rows()
            .iter()
            .map(|row| ShownOption {
                option: row.print,
                right: row.partner_print.0,
                chosen: chosen(row),
            })
            .collect()
    }

    fn restore(&self, _question: &Question, shown: &[ShownOption], _words: &str) -> Answer {
        Answer::Pairs(
            shown
                .iter()
                .filter(|shown| shown.chosen != 0)
                .map(|shown| (shown.option, Fingerprint(shown.chosen)))
                .collect(),
        )
    }

    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node> {
        let Parts::Pairs { heads, rows } = &question.parts else {
            return Vec::new();
        };
        let mut nodes = vec![Node::Para(
            Text::role(&heads.0.words(), Role::Muted)
                .and(Text::role(&format!(": {}", heads.1.words()), Role::Muted)),
        )];
        let column = column(rows);
        for row in rows {
            let given = partner_of(&draft.answer, row.print);
            let words = given.and_then(|print| {
                partners(question, draft.earlier)
                    .into_iter()
                    .find(|(partner, _)| *partner == print)
            });
            let text = match &words {
                Some((_, words)) => paired(row, words, column),
                None => row.text.clone(),
            };
            let mark = Marker::Filled(given.is_some());
            nodes.push(Node::Row(Row::new(
                mark,
                text,
                Action::Partners(question.id.clone(), row.print),
            )));
            if draft.open == Some(row.print) {
                for (at, (partner, words)) in partners(question, draft.earlier).into_iter().enumerate() {
                    let mark = Marker::Radio(given == Some(partner));
                    let action = Action::Pair(question.id.clone(), row.print, partner);
                    nodes.push(Node::Row(Row {
                        indent: 1,
                        ..Row::new(mark, words, action).digit(at + 1)
                    }));
                }
            }
        }
        nodes
    }

    fn answered(&self, question: &Question, given: &Given) -> Feedback {
        let words = |print: Fingerprint| {
            partners(question, given.earlier)
                .into_iter()
                .find(|(partner, _)| *partner == print)
                .map(|(_, words)| words)
        };
        let column = column(question.parts.rows());
        let items = question.parts.rows().iter().map(|row| {
            let chosen = partner_of(&given.answer, row.print);
            let right = chosen == Some(row.partner_print);
            let mut head = paired(row, &row.partner, column);
            if !right {
                let yours = chosen.and_then(words).map_or_else(
                    || "an option that is no longer here".to_owned(),
                    |words| words.words(),
                );
                head = head.and(Text::role(&format!("  (your answer: {yours})"), Role::Muted));
            }
            let mark = if right { Marker::Right } else { Marker::Wrong };
            let why = ListItem {
                digit: None,
                mark: Marker::Link,
                nodes: vec![Arc::new(Node::Para(row.why.clone()))],
            };
            ListItem {
                digit: None,
                mark,
                nodes: vec![Arc::new(Node::Para(head)), Arc::new(Node::List(vec![why]))],
            }
        });
        Feedback {
            own: Vec::new(),
            others: vec![Node::List(items.collect())],
        }
    }
}

/// The longest row that leaves room for partners in a column of their own, in columns.
const SIDE: usize = 28;

/// Where the partners of these rows stand under one another, if the rows are short enough for that.
fn column(rows: &[PairRow]) -> Option<usize> {
    let widest = rows.iter().map(|row| width(&row.text.words())).max()?;
    (widest <= SIDE).then_some(widest)
}

/// A row with a partner: in a column of its own if there is one, else on a line of its own.
fn paired(row: &PairRow, partner: &Text, column: Option<usize>) -> Text {
    let apart = match column {
        Some(column) => " ".repeat(column + 2 - width(&row.text.words())),
        None => "\n".to_owned(),
    };
    let row = row.text.clone().and(Text::plain(":")).and(Text::plain(&apart));
    row.and(Text::strong(&partner.words()))
}

/// Every partner once, in the order of this attempt.
fn partners(question: &Question, earlier: u32) -> Vec<(Fingerprint, Text)> {
    let mut found: Vec<(Fingerprint, Text)> = Vec::new();
    for row in question.parts.rows() {
        if found.iter().all(|(print, _)| *print != row.partner_print) {
            found.push((row.partner_print, row.partner.clone()));
        }
    }
    shuffled(question, earlier, found, |(print, _)| *print)
}

fn partner_of(answer: &Answer, row: Fingerprint) -> Option<Fingerprint> {
    match answer {
        Answer::Pairs(pairs) => pairs
            .iter()
            .find(|(paired, _)| *paired == row)
            .map(|(_, partner)| *partner),
        Answer::Picks(_) | Answer::Words(_) | Answer::Ratings(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::quiz::answer::Verdict::{NotYet, Partly, Right};
    use crate::quiz::tests::{is_changed, left, pairs, question, verdict};

    /// Rows with the partner of each.
    fn table(rows: &[(&str, &str)]) -> String {
        let rows: String = rows
            .iter()
            .map(|(row, with)| format!("| {row} | {with} | Why. |\n"))
            .collect();
        format!("| a | b | why |\n|---|---|---|\n{rows}")
    }

    const THEN: [(&str, &str); 3] = [("A", "x"), ("B", "y"), ("C", "y")];

    #[test]
    fn each_row_counts() {
        let question = question("match", &table(&THEN));
        for (given, expected) in [
            (&[][..], None),
            (&[("A", "x"), ("B", "y")], None),
            (&[("A", "x"), ("B", "y"), ("C", "y")], Some(Right)),
            (&[("A", "x"), ("B", "x"), ("C", "y")], Some(Partly(2, 3))),
            (&[("A", "x"), ("B", "x"), ("C", "x")], Some(Partly(1, 3))),
            (&[("A", "y"), ("B", "x"), ("C", "x")], Some(NotYet)),
        ] {
            assert_eq!(
                verdict(&question, &pairs(&question, given)),
                expected,
                "{given:?}"
            );
        }
    }

    #[test]
    fn another_partner_is_a_change_unless_the_old_one_was_only_reworded() {
        let then = question("match", &table(&THEN));
        let answer = pairs(&then, &THEN);
        for (now, expected) in [
            (&[("C", "y"), ("A", "x"), ("B", "y")][..], false),
            (&[("A", "x"), ("B", "x"), ("C", "y")], true),
            (&[("A", "x, reworded"), ("B", "y"), ("C", "y")], false),
            (&[("A", "x"), ("B", "y"), ("D", "y")], false),
        ] {
            let now = question("match", &table(now));
            assert_eq!(is_changed(&then, &answer, &now), expected, "{:?}", now.parts);
        }
    }

    #[test]
    fn a_pair_stays_while_both_are_there() {
        let then = question("match", &table(&THEN));
        let now = question("match", &table(&[("A", "x"), ("D", "z"), ("C", "z")]));
        let given = pairs(&then, &[("A", "x"), ("B", "x"), ("C", "y")]);
        assert_eq!(left(&then, given, &now), pairs(&now, &[("A", "x")]));
    }
}
