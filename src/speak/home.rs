//! Owns how home is said: what one would do now in a few rows, every lesson, or all of it. Numbers belong to what they open, not to where
//! it stands today: whoever has learned them finds them again.
//! Must not know how home is made: it looks at what its rows do.

use crate::action::{Action, Screen};
use crate::app::App;
use crate::doc::{Node, Row};
use crate::speak::brief::count;
use crate::speak::speaker::{speak_on, words_of};
use crate::speak::{Said, SaidKind, SpeechLevel, whereabouts};
use std::sync::Arc;

/// Words of home in short.
pub const MOST_WORDS: usize = 60;
/// What ends it.
const MORE: &str = "Type lessons for every lesson, all for all of home.";

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

/// The number of what a row does, the same on every day.
fn slot(row: &Row, is_first: bool) -> Option<usize> {
    Some(match &row.action {
        _ if is_first => 1,
        Action::FollowPath(_) => 2,
        Action::Review => 3,
        Action::Go(Screen::Plan | Screen::PlanForm | Screen::CheckIn(_), _) => 4,
        Action::Go(Screen::Entry(_) | Screen::Mark(_) | Screen::BeforeAfter(_), _) if row.indent == 0 => 5,
        Action::Go(Screen::Practice, _) => 6,
        Action::Go(Screen::Notebook, _) => 7,
        Action::Tell(_, came) => 8 + crate::action::Came::ALL.iter().position(|of| of == came)?,
        _ => return None,
    })
}

fn brief(app: &App, nodes: &[&Arc<Node>]) -> Vec<Said> {
    let list = nodes.iter().position(|node| matches!(&***node, Node::Gauge { .. }));
    let above = &nodes[..list.unwrap_or(nodes.len())];
    let mut said: Vec<Said> = Vec::new();
    let mut left = MOST_WORDS - count(MORE);
    left = left.saturating_sub(count(&whereabouts(app)));
    let mut is_first = true;
    // What is said once with the rows below it.
    let mut moment: Option<Said> = None;
    for node in nodes {
        let rows: Vec<&Row> = match &***node {
            Node::Row(row) => vec![row],
            Node::Buttons { rows, .. } => rows.iter().collect(),
            Node::Para(text) if above.iter().any(|of| Arc::ptr_eq(of, node)) => {
                let said_words = Said::words(&words_of(text));
                let is_asked = nodes
                    .iter()
                    .skip_while(|of| !Arc::ptr_eq(of, node))
                    .nth(1)
                    .is_some_and(|next| matches!(&***next, Node::Row(row) if matches!(row.action, Action::Tell(..))));
                if is_asked {
                    moment = Some(said_words);
                } else if is_first {
                    // What is wrong with the progress is said however long it is.
                    left = left.saturating_sub(count(&said_words.words));
                    said.push(said_words);
                }
                continue;
            }
            _ => continue,
        };
        for row in rows {
            let Some(number) = slot(row, is_first) else {
                continue;
            };
            if said.iter().any(|said| matches!(said.choice, Some((of, _)) if of == number)) {
                continue;
            }
            let mut words = format!("{number}. {}", words_of(&row.text));
            if is_first && !row.aside.is_empty() {
                words = format!("{words}, {}", words_of(&row.aside));
            }
            let asked = moment.take();
            let taken = count(&words) + asked.as_ref().map_or(0, |said| count(&said.words) + 6);
            if taken > left && !is_first {
                continue;
            }
            left = left.saturating_sub(taken);
            said.extend(asked);
            said.push(Said {
                words,
                choice: Some((number, row.action.clone())),
                kind: SaidKind::Row(row.mark),
            });
            is_first = false;
        }
    }
    said.push(Said::words(MORE));
    said
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
