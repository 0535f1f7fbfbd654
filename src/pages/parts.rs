//! Owns rows and pieces that several pages share.
//! Must not know any one page.

use crate::action::{Action, FieldTarget};
use crate::clean::Clean;
use crate::course::Item;
use crate::course::rehearsal::Scene;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Field, Lines, Node, Row};
use crate::model::{Face, Model};
use crate::progress::marks::is_mark;
use crate::progress::plan::{Part, Plan, entry, part_of};
use crate::quiz::answer::Answer;
use crate::quiz::write::paragraphs;
use crate::source::Id;
use crate::status::{ItemStatus, path, review_minutes, unread};
use crate::wrap::FIXED_BLANK;

/// The last rows of a page that ends something: what comes next, on the path that is followed if there is one, and home.
pub fn ways_on(model: &Model, id: &str) -> Vec<Row> {
    let next = path::after(model, id).map(next_row);
    next.into_iter().chain([Row::home()]).collect()
}

/// The row that leads to the next item.
fn next_row(next: &Item) -> Row {
    let words = Text::plain("Next: ").and(Text::strong(&next.title));
    let aside = Text::role(&format!("{} min", next.minutes()), Role::Muted);
    Row::new(Marker::Link, words, Action::Go(next.screen(), None)).aside(aside)
}

/// Sections that are named at the most.
const NAMED: usize = 2;

/// The way back to what of a lesson was passed by and is still to be read: to the first section of it.
pub fn unread(model: &Model, item: &Item) -> Option<Row> {
    let sections = unread::passed_by(model, item);
    let action = unread::way(item, sections.first()?);
    let titles = sections.iter().take(NAMED).map(|section| section.title.as_str());
    let titles = titles.collect::<Vec<_>>().join("; ");
    let more = match sections.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let words = Text::plain("Passed by quickly, not read yet: ")
        .and(Text::strong(&titles))
        .and(Text::plain(&more));
    Some(Row::new(Marker::Fresh, words, action))
}

/// Whether an answer is on the disk, in words.
pub fn saved(model: &Model, question: &str) -> Text {
    match (model.saving.is_saved(question), model.saving.trouble.is_some()) {
        (true, _) => Text::role("Saved.", Role::Muted),
        (false, false) => Text::role("Saving.", Role::Muted),
        (false, true) => Text::strong("NOT SAVED."),
    }
}

/// How tall the field of a part of the plan or of a note may grow: what a partner said and a note may take several lines, the rest is
/// one sentence.
pub fn field_lines(entry: &str) -> Lines {
    match part_of(entry) {
        Some((_, Part::Said(_))) => Lines::Many,
        None if is_mark(entry) => Lines::Many,
        Some(_) | None => Lines::One,
    }
}

/// The field of an entry.
pub fn field(model: &Model, id: &Id, doc: &mut Doc) {
    let draft = model.field_draft(id);
    if let Answer::Words(words) = &draft.answer {
        let text = Clean::new(words);
        doc.push(Node::Field(Field {
            target: FieldTarget::Entry(id.clone()),
            caret: draft.caret.min(text.len()),
            text,
            lines: field_lines(id),
        }));
    }
}

/// One of several, to be picked.
pub fn picks(plan: &Plan, part: Part, from: &[(&'static str, &'static str)], doc: &mut Doc) {
    for (nth, (value, words)) in (1..).zip(from) {
        let picked = plan.text(part) == *value;
        let action = Action::Put(entry(plan.began, part), value);
        doc.push(Node::Row(
            Row::new(Marker::Radio(picked), Text::plain(words), action).digit(nth),
        ));
    }
}

/// Words shortened to about so many characters, for a list of what was said.
pub fn shortened(glyphs: Glyphs, text: &Text, most: usize) -> Text {
    let words = text.words();
    if words.chars().count() <= most {
        return text.clone();
    }
    let kept: String = words.chars().take(most).collect();
    let kept = kept
        .rsplit_once(' ')
        .map_or(kept.as_str(), |(kept, _)| kept)
        .trim_end_matches([',', '.', ';', ':', '?', '!']);
    let quote = if kept.starts_with('"') { "\"" } else { "" };
    let more = glyphs.pick("…", "...");
    Text::plain(&format!("{kept}{FIXED_BLANK}{more}{quote}"))
}

/// What a warm-up of so many cards asks, in words.
pub fn cards(due: usize) -> String {
    match due {
        1 => "one question from what you answered before".to_owned(),
        due => format!("{due} questions from what you answered before"),
    }
}

/// What a row of home is, before its words: these hang behind it.
pub fn lead(words: &str) -> Text {
    let words = Text::role(words, Role::Accent).stressed();
    words.and(Text::plain("  "))
}

/// How an item stands, in words. Where its sign is seen, that says whether it is begun.
pub fn standing(model: &Model, words: &str) -> Text {
    let said = match model.view.face {
        // There the sign has its word beside it, and the word stands once.
        Face::Screen if words == "begun" && model.preferences.settings.has_reader() => {
            return Text::default();
        }
        Face::Screen => words.strip_prefix("not started, ").unwrap_or(words),
        Face::Plain => words,
    };
    Text::role(said, Role::Muted)
}

/// The row that begins a warm-up of so many cards.
pub fn warm_up(due: usize) -> Row {
    let text = lead("Warm-up").and(Text::plain(&cards(due)));
    Row::new(Marker::Link, text, Action::Review)
        .aside(Text::role(&format!("{} min", review_minutes(due)), Role::Muted))
}

/// The sign of how far an item has come.
pub fn state_marker(status: &ItemStatus<'_>) -> Marker {
    match (status.is_done(), status.is_touched()) {
        (true, _) => Marker::Done,
        (false, true) => Marker::Begun,
        (false, false) => Marker::Fresh,
    }
}

/// What was written first for another entry, to stand beside this one.
pub fn first_words(model: &Model, id: &Id) -> Vec<Node> {
    let Some((at, words)) = model.progress.own.texts(id).next() else {
        return Vec::new();
    };
    let label = format!("On {}, at the start, you wrote:", model.day(at));
    vec![
        Node::Para(Text::role(&label, Role::Muted)),
        Node::Quote(paragraphs(&words)),
    ]
}

/// What one wrote for a scene before its choices were shown.
pub fn own_line(model: &Model, id: &Id, scene: &Scene) -> Option<Clean> {
    let entry = model.library.course.item(id)?.first_line(&scene.id)?;
    let words = model.progress.words(&entry)?;
    (!words.trim().is_empty()).then(|| Clean::new(words.trim()))
}
