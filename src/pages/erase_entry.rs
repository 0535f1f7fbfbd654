//! Owns the page that asks before an entry is erased: what is lost, a field for the word that confirms it, and the row that does it.
//! Must not know how files are rewritten.

use crate::action::{Action, FieldTarget, Screen};
use crate::clean::Clean;
use crate::doc::text::Text;
use crate::doc::{Doc, Field, Lines, Node, Row};
use crate::model::Model;
use crate::pages::PageWords;
use crate::source::Id;

/// The word that is typed before something is erased.
pub const WORD: &str = "forget";

/// What is lost, and the field for the word.
pub fn doc(model: &Model, entry: &Id, typed: &PageWords) -> Doc {
    let mut doc = Doc::new("Notebook");
    let marked = || model.progress.mark(entry).map(|mark| mark.words);
    let asked = model.question(entry).map(|question| question.prompt.words());
    let prompt = Text::plain(&asked.or_else(marked).unwrap_or_else(|| entry.to_string()));
    doc.heading(1, Text::plain("Forget this?"));
    doc.push(Node::Para(prompt));
    let versions = match model.progress.own.texts(entry).count() {
        0 => {
            doc.say("Nothing is written here.");
            return doc;
        }
        1 => "What you wrote here".to_owned(),
        versions => format!("All {versions} versions of what you wrote here"),
    };
    doc.say(&format!(
        "{versions} will be lost for good. Nothing brings it back. Copies on other machines go when they next merge."
    ));
    doc.say(&format!("To go on, type {WORD}:"));
    let text = Clean::new(&typed.text);
    doc.push(Node::Field(Field {
        target: FieldTarget::Word,
        caret: typed.caret.min(text.len()),
        text,
        lines: Lines::One,
    }));
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button("Forget it for good", Action::Erase(entry.clone()))],
    });
    doc.push(Node::Row(Row::new(
        crate::doc::marker::Marker::Link,
        Text::plain("Notebook"),
        Action::Go(Screen::Notebook, None),
    )));
    doc
}

/// Whether something is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgot {
    /// It is.
    Yes,
    /// The word was not typed.
    No,
}
