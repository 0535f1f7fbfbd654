//! Owns what an author is told on a page while they edit its course. Must not know how it is noticed, nor what is wrong.

use crate::action::Screen;
use crate::doc::marker::Marker;
use crate::doc::text::Text;
use crate::doc::{Doc, ListItem, Node, NoteKind};
use crate::library::edition::Complaint;
use crate::model::Model;
use std::sync::Arc;

/// Complaints that are listed at the most on the page of a file; `check` prints all.
const MOST: usize = 8;
/// And on home, where one wants to go on.
const MOST_ON_HOME: usize = 3;

/// Puts what is wrong with the file of a page below its title; home tells of all files.
pub fn show(model: &Model, screen: &Screen, doc: &mut Doc) {
    let course = &model.library.course;
    let file = match screen {
        Screen::Home => None,
        Screen::Glossary | Screen::Term(_) => course.glossary.as_deref(),
        Screen::Sources => course.sources.as_deref(),
        Screen::About => course.about.as_deref(),
        screen => match screen
            .item()
            .or_else(|| screen.lesson())
            .and_then(|id| course.item(id))
        {
            Some(item) => Some(item.file.as_str()),
            None => return,
        },
    };
    let is_here = |complaint: &&Complaint| file.is_none_or(|file| complaint.file == file);
    let here: Vec<&Complaint> = model.complaints.iter().filter(is_here).collect();
    if here.is_empty() {
        return;
    }
    let item = |words: String| ListItem {
        digit: None,
        mark: Marker::Bullet,
        nodes: vec![Arc::new(Node::Para(Text::plain(&words)))],
    };
    let most = if file.is_some() { MOST } else { MOST_ON_HOME };
    let told = here.iter().take(most).map(|complaint| match file {
        Some(_) => item(format!("Line {}: {}", complaint.line, complaint.words)),
        None => item(format!(
            "{}, line {}: {}",
            complaint.file, complaint.line, complaint.words
        )),
    });
    let more = here.len().saturating_sub(most);
    let more = (more > 0).then(|| item(format!("{more} more; ally-up check prints all")));
    let note = Node::Note {
        kind: NoteKind::Warning,
        nodes: vec![Arc::new(Node::List(told.chain(more).collect()))],
    };
    let at = doc.nodes.first().map_or(0, |first| {
        usize::from(matches!(**first, Node::Heading { level: 1, .. }))
    });
    doc.nodes.insert(at, Arc::new(note));
    for stretch in &mut doc.stretches {
        stretch.nodes = stretch.nodes.start + 1..stretch.nodes.end + 1;
    }
    for (first, _) in &mut doc.parts {
        *first += 1;
    }
}
