//! Owns how home is said: what one would do now in a few rows, every lesson, or all of it. Numbers belong to what they open, not to where
//! it stands today: whoever has learned them finds them again.
//! Must not know how home is made: it looks at what its rows do.

use crate::action::{Action, Came, Screen};
use crate::app::App;
use crate::doc::{Node, Row};
use crate::speak::brief::count;
use crate::speak::speaker::{speak_on, words_of};
use crate::speak::{Said, SaidKind, SpeechLevel, whereabouts};
use std::sync::Arc;

/// Words of home in short.
pub const MOST_WORDS: usize = 60;
/// What ends it.
const MORE: &str = "Type lessons, or all for more.";
/// What is said where numbers are left out.
const GAP: &str = "Each row keeps its number; some are missing today.";

/// Speaks the nodes of home.
pub fn speak(app: &App, nodes: &[&Arc<Node>], level: SpeechLevel) -> Vec<Said> {
    match level {
        SpeechLevel::Brief => brief(app, nodes),
        SpeechLevel::Lessons => {
            let is_list = |node: &&&Arc<Node>| match &****node {
                Node::Gauge { .. } => true,
                Node::Row(row) => row.indent > 0 && item(app, row).is_some(),
                _ => false,
            };
            let nodes: Vec<&Arc<Node>> = nodes.iter().filter(is_list).copied().collect();
            numbered(app, &nodes)
        }
        SpeechLevel::All => numbered(app, nodes),
    }
}

/// The number of what a row does, the same on every day. The first thing to go on with has the first.
fn slot(app: &App, row: &Row) -> Option<usize> {
    Some(match &row.action {
        Action::FollowPath(_) => 2,
        Action::Review => 3,
        Action::Go(Screen::Plan | Screen::PlanForm | Screen::CheckIn(_), _) => 4,
        Action::Go(Screen::Entry(_) | Screen::Mark(_), _) => 5,
        Action::Go(Screen::Practice, _) => 6,
        Action::Go(Screen::Notebook, _) => 7,
        Action::Tell(_, came) => 8 + Came::ALL.iter().position(|of| of == came)?,
        Action::Go(Screen::Session(_), _) => 1,
        Action::Go(..) if row.indent == 0 && item(app, row).is_some() => 1,
        _ => return None,
    })
}

fn brief(app: &App, nodes: &[&Arc<Node>]) -> Vec<Said> {
    let list = nodes
        .iter()
        .position(|node| matches!(&***node, Node::Gauge { .. }));
    let above = &nodes[..list.unwrap_or(nodes.len())];
    let mut left = MOST_WORDS.saturating_sub(count(MORE) + count(&whereabouts(app)));
    let mut said: Vec<Said> = Vec::new();
    let mut add = |said: &mut Vec<Said>, group: Vec<Said>| {
        let words = group.iter().map(|said| count(&said.words)).sum();
        let is_new = |of: &Said| {
            said.iter()
                .all(|said| of.choice.is_none() || number(said) != number(of))
        };
        // What is wrong with the progress, and what comes first, are said however long they are.
        if said.iter().all(|said| said.choice.is_none()) || words <= left && group.iter().all(is_new) {
            left = left.saturating_sub(words);
            said.extend(group);
        }
    };
    let first_row = above.iter().position(|node| matches!(&***node, Node::Row(_)));
    for (at, node) in nodes.iter().enumerate() {
        match &***node {
            Node::Para(text) if at < above.len() => {
                let words = words_of(text);
                // The rows of a question are said with it or not at all.
                let rows = above[at + 1..].iter().map_while(|node| match &***node {
                    Node::Row(row) if matches!(row.action, Action::Tell(..)) => said_row(app, row, false),
                    _ => None,
                });
                let rows: Vec<Said> = rows.collect();
                let is_told = app.model().saving.problem().is_some() && words.starts_with("NOT SAVED");
                if !rows.is_empty() || first_row.is_none_or(|first| at < first) && !is_told {
                    let group = std::iter::once(Said::words(&words)).chain(rows);
                    add(&mut said, group.collect());
                }
            }
            Node::Row(row) if !matches!(row.action, Action::Tell(..)) => {
                let row = said_row(app, row, Some(at) == first_row);
                row.into_iter().for_each(|row| add(&mut said, vec![row]));
            }
            Node::Buttons { rows, .. } => {
                let rows = rows.iter().filter_map(|row| said_row(app, row, false));
                rows.for_each(|row| add(&mut said, vec![row]));
            }
            _ => {}
        }
    }
    let mut numbers: Vec<usize> = said.iter().filter_map(number).collect();
    numbers.sort_unstable();
    let has_gap = numbers.windows(2).any(|pair| pair[0] + 1 < pair[1]);
    // No row gives way to it: where many are said, few numbers are left out.
    if has_gap && count(GAP) <= left {
        said.push(Said::words(GAP));
    }
    said.push(Said::words(MORE));
    said
}

fn number(said: &Said) -> Option<usize> {
    said.choice.as_ref().map(|(number, _)| *number)
}

/// A row with the number of what it does; of the first one also how long it takes.
fn said_row(app: &App, row: &Row, is_first: bool) -> Option<Said> {
    let number = slot(app, row)?;
    let aside = match is_first && !row.aside.is_empty() {
        true => format!(", {}", words_of(&row.aside)),
        false => String::new(),
    };
    Some(Said {
        words: format!("{number}. {}{aside}", words_of(&row.text)),
        choice: Some((number, row.action.clone())),
        kind: SaidKind::Row(row.mark),
    })
}

/// The item that a row opens, as a number from 1 in the order of the course.
fn item(app: &App, row: &Row) -> Option<usize> {
    let Action::Go(screen, _) = &row.action else {
        return None;
    };
    let mut items = app.model().library.course.items();
    items.position(|item| item.screen() == *screen).map(|at| at + 1)
}

/// All of these, with a number for what belongs to the course. The rest is opened by its words.
fn numbered(app: &App, nodes: &[&Arc<Node>]) -> Vec<Said> {
    let mut said = Vec::new();
    for node in nodes {
        let number = match &***node {
            Node::Row(row) if row.indent > 0 => item(app, row),
            _ => None,
        };
        for line in speak_on(&[node], None) {
            let Some((old, action)) = line.choice else {
                said.push(line);
                continue;
            };
            let before = format!("{old}. ");
            let words = line.words.strip_prefix(&before).unwrap_or(&line.words).to_owned();
            said.push(Said {
                words: number.map_or(words.clone(), |number| format!("{number}. {words}")),
                choice: number.map(|number| (number, action)),
                kind: number.map_or(SaidKind::Words, |_| line.kind),
            });
        }
    }
    said
}
