//! Owns the short form of an answered question: the verdict, what was picked and what is right, in no more words than can be kept in mind.
//! Must not know how an answer is graded or explained: that stands in the nodes.

use crate::action::{Action, Screen};
use crate::doc::marker::Marker;
use crate::doc::text::Role;
use crate::doc::{ListItem, Node};
use crate::quiz::choice::is_named_right;
use crate::speak::Said;
use crate::speak::speaker::{speak_on, words_of};
use std::sync::Arc;

/// Words of the short form, without what can be chosen below it.
pub const MOST: usize = 60;
/// What ends a short form that left something out.
pub const MORE: &str = "Type more for why.";

/// Speaks the nodes of a part, the answer on it in short.
pub fn speak(nodes: &[&Arc<Node>], page: &Screen) -> Vec<Said> {
    let way_on = nodes.iter().position(|node| is_way_on(node));
    let Some((from, way_on)) = way_on.and_then(|way_on| Some((start(&nodes[..way_on])?, way_on))) else {
        return speak_on(nodes, Some(page));
    };
    let mut said = speak_on(&nodes[..from], Some(page));
    let is_answer = |node: &&Arc<Node>| matches!(&***node, Node::Row(_) | Node::Buttons { .. } | Node::Rule);
    let (rows, answer): (Vec<&Arc<Node>>, Vec<&Arc<Node>>) =
        nodes[from..].iter().copied().partition(is_answer);
    said.extend(short(&answer, page));
    // The way on comes last: what can be chosen is heard after what came of the answer.
    debug_assert!(way_on >= from);
    said.extend(speak_on(&rows, Some(page)));
    said
}

/// Of a question's nodes those that ask, without what can be chosen and what came of it.
pub fn question<'a, 'b>(nodes: &'b [&'a Arc<Node>]) -> &'b [&'a Arc<Node>] {
    let is_row = |node: &&Arc<Node>| matches!(&***node, Node::Row(_) | Node::Buttons { .. } | Node::Field(_));
    let end = nodes.iter().position(is_row).unwrap_or(nodes.len());
    let way_on = nodes.iter().position(|node| is_way_on(node));
    let told = way_on.and_then(|way_on| start(&nodes[..way_on]));
    &nodes[..told.unwrap_or(end).min(end)]
}

fn is_way_on(node: &Node) -> bool {
    let goes_on = |action: &Action| matches!(action, Action::NextQuestion(_));
    matches!(node, Node::Buttons { rows, .. } if rows.iter().any(|row| goes_on(&row.action)))
}

/// Where what came of the answer begins: at its verdict, or at what is said of it first.
fn start(nodes: &[&Arc<Node>]) -> Option<usize> {
    let first_role = |node: &Node| match node {
        Node::Para(text) => text.0.first().map(|run| run.look.role),
        _ => None,
    };
    let is_verdict =
        |node: &&Arc<Node>| matches!(first_role(node), Some(Role::Right | Role::Partly | Role::Wrong));
    let is_told = |node: &&Arc<Node>| first_role(node) == Some(Role::Muted) || is_explained(node);
    let at = nodes.iter().position(is_verdict);
    at.or_else(|| nodes.iter().position(is_told))
}

/// Whether these are explanations of options, pairs, places or words.
fn is_explained(node: &Node) -> bool {
    matches!(node, Node::List(items) if items.iter().any(|item| item.digit.is_some() || is_graded(item)))
}

fn is_graded(item: &ListItem) -> bool {
    matches!(item.mark, Marker::Right | Marker::Wrong | Marker::Partly)
}

fn is_picked(item: &ListItem) -> bool {
    matches!(item.mark, Marker::Radio(true) | Marker::Check(true))
}

/// What came of the answer, in short.
fn short(nodes: &[&Arc<Node>], page: &Screen) -> Vec<Said> {
    let mut brief = Brief {
        left: MOST - count(MORE),
        said: Vec::new(),
        is_cut: false,
    };
    let options: Vec<&ListItem> = nodes
        .iter()
        .filter_map(|node| match &***node {
            Node::List(items) => Some(items.iter().filter(|item| item.digit.is_some())),
            _ => None,
        })
        .flatten()
        .collect();
    let mut were_options = false;
    for node in nodes {
        match &***node {
            // The options are told together, where the first of them stands.
            Node::List(items) if items.iter().any(|item| item.digit.is_some()) => {
                brief.is_cut = true;
                if !std::mem::replace(&mut were_options, true) {
                    brief.options(&options);
                }
            }
            Node::List(items) if is_explained(node) => {
                brief.is_cut = true;
                brief.graded(items);
            }
            _ => {
                for said in speak_on(&[node], Some(page)) {
                    brief.add(said.words);
                }
            }
        }
    }
    if brief.is_cut {
        brief.said.push(Said::words(MORE));
    }
    brief.said
}

struct Brief {
    /// Words there is room for.
    left: usize,
    said: Vec<Said>,
    /// Whether something was left out.
    is_cut: bool,
}

impl Brief {
    /// Says words if there is room for them; after the first that do not fit nothing more is said.
    fn add(&mut self, words: String) -> bool {
        let taken = count(&words);
        if taken > self.left {
            (self.left, self.is_cut) = (0, true);
            return false;
        }
        self.left -= taken;
        self.said.push(Said::words(&words));
        true
    }

    /// What was picked and what is right: in words where there is room for all of them, else by number.
    fn options(&mut self, options: &[&ListItem]) {
        let own = || options.iter().filter(|item| is_picked(item));
        let right = || {
            options
                .iter()
                .filter(|item| is_named_right(item) && !is_picked(item))
        };
        let full: Vec<String> = own()
            .map(|item| format!("You picked option {}: {}", number(item), head(item)))
            .chain(right().map(|item| format!("Right is option {}: {}", number(item), head(item))))
            .collect();
        let many = options.iter().any(|item| matches!(item.mark, Marker::Check(_)));
        let kept = own().filter(|item| is_named_right(item)).map(|item| number(item));
        if !many && full.iter().map(|words| count(words)).sum::<usize>() <= self.left {
            full.into_iter().for_each(|words| {
                self.add(words);
            });
            return;
        }
        let all: Vec<usize> = if many {
            let mut all: Vec<usize> = kept.chain(right().map(|item| number(item))).collect();
            all.sort_unstable();
            all
        } else {
            right().map(|item| number(item)).collect()
        };
        let own: Vec<usize> = own().map(|item| number(item)).collect();
        self.add(format!("You picked {}.", listed(&own)));
        if !all.is_empty() && all != own {
            self.add(format!("Right: {}.", listed(&all)));
        }
    }

    /// What is not right yet of a match, an order or words; of what is told alone, all.
    fn graded(&mut self, items: &[ListItem]) {
        let is_alone = items.len() == 1;
        for item in items {
            let before = match item.mark {
                Marker::Right => "Right: ",
                _ => "Not yet: ",
            };
            if is_alone {
                let words = head(item);
                self.add(words);
            } else if item.mark != Marker::Right && !self.add(format!("{before}{}", head(item))) {
                return;
            }
        }
    }
}

fn number(item: &ListItem) -> usize {
    item.digit.map_or(0, usize::from)
}

fn head(item: &ListItem) -> String {
    match item.nodes.first().map(|node| &**node) {
        Some(Node::Para(text)) => match text.0.split_last() {
            // Whose it is and whether it fits is said before it.
            Some((note, text)) if item.digit.is_some() && note.text.starts_with("  (") => {
                words_of(&crate::doc::text::Text(text.to_vec()))
            }
            _ => words_of(text),
        },
        _ => String::new(),
    }
}

fn listed(numbers: &[usize]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let options = if words.len() == 1 { "option" } else { "options" };
    match words.split_last() {
        Some((last, [])) => format!("{options} {last}"),
        Some((last, before)) => format!("{options} {} and {last}", before.join(", ")),
        None => "none".to_owned(),
    }
}

/// How many words are heard.
pub fn count(words: &str) -> usize {
    words.split_whitespace().count()
}
