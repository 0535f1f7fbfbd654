//! Owns giving each row its partner (`.match`). One row is open at a time and lists the partners; rows may share one.
//! Must not know how a page is drawn.

use crate::action::Action;
use crate::clean::Fingerprint;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Item, Node, Row};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::quiz::{Given, PairRow, Parts, Question, Rules, shuffled};
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

    fn grade(&self, question: &Question, answer: &Answer) -> Verdict {
        let all = question.parts.rows();
        let right = all
            .iter()
            .filter(|row| partner_of(answer, row.print) == Some(row.partner_print))
            .count();
        match right {
            right if right == all.len() => Verdict::Right,
            0 => Verdict::NotYet,
            right => Verdict::Partly(right as u32, all.len() as u32),
        }
    }

    fn shown(&self, question: &Question, answer: &Answer) -> Vec<ShownOption> {
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
        for row in rows {
            let given = partner_of(&draft.answer, row.print);
            let words = given.and_then(|print| {
                partners(question, draft.earlier)
                    .into_iter()
                    .find(|(partner, _)| *partner == print)
            });
            let text = match &words {
                Some((_, words)) => row
                    .text
                    .clone()
                    .and(Text::plain(": "))
                    .and(Text::strong(&words.words())),
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

    fn answered(&self, question: &Question, given: &Given) -> Vec<Node> {
        let words = |print: Fingerprint| {
            partners(question, given.earlier)
                .into_iter()
                .find(|(partner, _)| *partner == print)
                .map(|(_, words)| words)
        };
        let items = question.parts.rows().iter().map(|row| {
            let chosen = partner_of(&given.answer, row.print);
            let right = chosen == Some(row.partner_print);
            let mut head = row
                .text
                .clone()
                .and(Text::plain(": "))
                .and(Text::strong(&row.partner.words()));
            if !right {
                let yours = chosen.and_then(words).map_or_else(
                    || "an option that is no longer here".to_owned(),
                    |words| words.words(),
                );
                head = head.and(Text::role(&format!("  (your answer: {yours})"), Role::Muted));
            }
            let mark = if right { Marker::Right } else { Marker::Wrong };
            let why = Item {
                digit: None,
                mark: Marker::Link,
                nodes: vec![Arc::new(Node::Para(row.why.clone()))],
            };
            Item {
                digit: None,
                mark,
                nodes: vec![Arc::new(Node::Para(head)), Arc::new(Node::List(vec![why]))],
            }
        });
        vec![Node::List(items.collect())]
    }
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
