//! Owns the page of a search: a field, and below it where its words are, each hit in its line of context
//! under the title of its page. Also the hits in their order, and a page with the words of one marked. Must
//! not know how words are matched, nor how one goes to a hit.

pub mod own_texts;

use crate::action::{Action, FieldTarget, TextPlace};
use crate::clean::Clean;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Field, Lines, Node, Row};
use crate::model::{Face, Model};
use crate::pages::PageWords;
use crate::search::texts::{around, bracketed, marked};
use crate::search::{Hits, Passage, Sought, Voice, search};
use std::sync::Arc;

/// Characters that are looked for at the most.
pub const LONGEST: usize = 120;
/// Hits that are listed at the most, and those of them under one title.
const LISTED: usize = 40;
const UNDER_ONE: usize = 5;

/// A hit that one went to.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedHit {
    pub place: TextPlace,
    pub sought: Sought,
    /// Its number among so many, from 1.
    pub nth: usize,
    pub of: usize,
}

/// Calls `then` with the hits for what was typed.
pub fn with_hits<T>(model: &Model, typed: &str, then: impl FnOnce(Hits<'_>) -> T) -> T {
    // Nothing is made ready for a search of nothing.
    if Sought::of(typed).is_empty() {
        return then(Hits::default());
    }
    let own = own_texts::index(model);
    let is_asked = |question: &_| own_texts::is_asked(model, question);
    let library = &model.library;
    then(search(
        typed,
        (&[library.index(), &own], library.is_index_whole()),
        is_asked,
    ))
}

/// Every place where the words are, in the order of the page.
pub fn places(model: &Model, typed: &str) -> (Sought, Vec<TextPlace>) {
    with_hits(model, typed, |hits| {
        let places = hits.passages.iter().map(|passage| passage.place());
        (hits.sought, places.collect())
    })
}

/// The field, and what was found.
pub fn doc(model: &Model, typed: &PageWords) -> Doc {
    let mut doc = Doc::new("Search");
    let text = Clean::line(&typed.text);
    // Line by line, hits are chosen by number, and other words are looked for by a command.
    if model.view.face == Face::Screen || typed.text.is_empty() {
        doc.push(Node::Field(Field {
            target: FieldTarget::Search,
            caret: typed.caret.min(text.len()),
            text: text.clone(),
            lines: Lines::One,
        }));
    }
    with_hits(model, &text, |hits| {
        match (hits.passages.len(), hits.sought.is_empty()) {
            (_, true) => doc.say(match typed.text.is_empty() {
                true => {
                    "In lessons, glossary, your own words, and explanations you have seen. The beginning \
                     of a word will do."
                }
                false => "There is no word in this yet. Letters and digits can be found, signs cannot.",
            }),
            (0, false) if !model.library.is_index_whole() => doc.say("Still looking through the course."),
            (0, false) => {
                doc.say(&format!("Nothing found for {text}."));
                doc.say(
                    "All words must stand in one paragraph: try fewer of them, or only their beginnings. \
                     Explanations can be found once you have seen them.",
                );
            }
            (count, false) => {
                let so_far = if model.library.is_index_whole() {
                    ""
                } else {
                    " so far"
                };
                doc.aside = format!("{}{so_far}", counted(count)).into();
                listed(model, &hits, &mut doc);
            }
        }
    });
    doc
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 hit".to_owned(),
        count => format!("{count} hits"),
    }
}

fn listed(model: &Model, hits: &Hits<'_>, doc: &mut Doc) {
    let count = hits.passages.len();
    let mut groups = Vec::new();
    let mut left = LISTED;
    for group in hits.passages.chunk_by(|a, b| a.shelf.title == b.shelf.title) {
        let Some(first) = group.first().filter(|_| left > 0) else {
            break;
        };
        let shown = group.len().min(UNDER_ONE).min(left);
        left -= shown;
        let rows = group.iter().take(shown);
        let mut nodes: Vec<Node> = rows
            .map(|passage| Node::Row(row(model, passage, &hits.sought)))
            .collect();
        if group.len() > shown {
            let more = format!("and {} more here", group.len() - shown);
            nodes.push(Node::Para(Text::role(&more, Role::Muted)));
        }
        groups.push(Node::Definition {
            term: Text::plain(&first.shelf.title),
            nodes: nodes.into_iter().map(Arc::new).collect(),
        });
    }
    let shown = LISTED - left;
    // How many there are stands in the head.
    if shown < count {
        doc.say(&format!("The best {shown} are here; one more word narrows them."));
    }
    if hits.sought.has_slips() {
        doc.say("Not to the letter: there is no such word.");
    }
    groups.into_iter().for_each(|group| doc.push(group));
}

fn row(model: &Model, passage: &Passage, sought: &Sought) -> Row {
    let text = around(&passage.text, sought, model.view.glyphs);
    let row = Row::new(Marker::Link, text, Action::OpenHit(passage.place()));
    match passage.voice {
        Voice::Course => row,
        Voice::Own => row.aside(Text::role("yours", Role::Muted)),
    }
}

/// A page that was opened at a hit: it says which one, and the words are marked. In the plain face, which
/// reads whole parts, the app tells the line instead.
pub fn with_marks(mut doc: Doc, hit: &OpenedHit, face: Face) -> Doc {
    doc.aside = format!("hit {} of {}", hit.nth, hit.of).into();
    if face == Face::Screen
        && let Some((at, node)) = found(&doc, hit)
    {
        doc.nodes[at] = Arc::new(node);
    }
    doc
}

/// The node of a page in which a hit is, by its number, with the words marked: below its heading, or wherever
/// it has moved to.
pub fn found(doc: &Doc, hit: &OpenedHit) -> Option<(usize, Node)> {
    let heading = hit.place.heading.as_ref();
    let is_it =
        |node: &Arc<Node>| matches!(&**node, Node::Heading { id: Some(id), .. } if Some(id) == heading);
    let from = doc.nodes.iter().position(is_it).unwrap_or(0);
    let (before, below) = doc.nodes.split_at(from);
    let nodes = (from..).zip(below).chain((0..).zip(before));
    nodes
        .map(|(at, node)| Some((at, marked(node, &hit.place.text, &hit.sought)?)))
        .find_map(|found| found)
}

/// A hit in its line of context, in words.
pub fn told(model: &Model, hit: &OpenedHit) -> String {
    let around = bracketed(&around(&hit.place.text, &hit.sought, model.view.glyphs));
    let ways = match hit.of {
        1 => "back",
        _ => "next hit, previous hit, back",
    };
    format!("Hit {} of {} ({ways}): {around}", hit.nth, hit.of)
}
