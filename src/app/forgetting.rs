//! Owns forgetting an entry from a page: what is lost is said, the word is typed into a field, and a row does it.
//! Must not know how files are rewritten.

use crate::action::{Action, Screen};
use crate::app::{App, Effect, plan};
use crate::doc::text::Text;
use crate::doc::{Doc, Node, Row};
use crate::quiz::answer::Answer;
use crate::source::Id;

/// The word that is typed before something is forgotten.
pub const FORGET: &str = "forget";
/// What the name of the field begins with that the word is typed into.
const FIELD: &str = "forget-";

/// Whether a field is one for the word. It is kept while its page is on show, and nowhere else.
pub fn is_for_the_word(field: &str) -> bool {
    field.starts_with(FIELD)
}

fn field(entry: &str) -> Id {
    Id::from(format!("{FIELD}{entry}"))
}

/// What is lost, and the field for the word.
pub fn doc(app: &App, entry: &Id) -> Doc {
    let mut doc = Doc::new("Notebook");
    let prompt = app.question(entry).map_or_else(
        || Text::plain(entry),
        |question| Text::plain(&question.prompt.words()),
    );
    doc.push(Node::Heading {
        level: 1,
        id: None,
        text: Text::plain("Forget this?"),
    });
    doc.push(Node::Para(prompt));
    let versions = match app.progress.own.texts(entry).count() {
        0 => {
            doc.say("Nothing is written here.");
            return doc;
        }
        1 => "What you wrote here is".to_owned(),
        versions => format!("All {versions} versions of what you wrote here are"),
    };
    doc.say(&format!(
        "{versions} lost for good. Nothing brings it back. Copies on other machines go when they next merge."
    ));
    doc.say(&format!("To go on, type {FORGET}:"));
    plan::form::field(app, &field(entry), &mut doc);
    doc.push(Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button("Forget it for good", Action::Forget(entry.clone()))],
    });
    doc.push(Node::Row(Row::new(
        crate::doc::mark::Mark::Link,
        Text::plain("Notebook"),
        Action::Go(Screen::Notebook, None),
    )));
    doc
}

impl App {
    /// Forgets an entry, if the word stands in the field of its page, and goes back to where one came from, past the page of the entry.
    pub(super) fn forget_as_typed(&mut self, entry: &Id, effects: &mut Vec<Effect>) {
        let typed = match self.drafts.get(&field(entry)).map(|draft| &draft.answer) {
            Some(Answer::Words(words)) => words.clone(),
            Some(Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_)) | None => String::new(),
        };
        if self.forget(entry, &typed, effects) == Forgot::Yes {
            self.drop_here(&field(entry));
            effects.push(Effect::DropDraft(field(entry)));
            // The page of the entry has nothing more to say.
            self.stack
                .retain(|layer| layer.screen != Screen::Entry(entry.clone()));
            self.back(effects);
            self.say("It is gone from this machine. Copies elsewhere go when they next merge.");
        }
    }

    /// Forgets all that was ever written for `entry`, if the word was `typed`. There is no way back.
    pub fn forget(&mut self, entry: &Id, typed: &str, effects: &mut Vec<Effect>) -> Forgot {
        if typed.trim() != FORGET {
            self.say(&format!(
                "Nothing was forgotten. Type {FORGET} into the field to forget it for good."
            ));
            return Forgot::No;
        }
        let events = self.progress.written(entry);
        self.drop_here(entry);
        effects.push(Effect::DropDraft(entry.clone()));
        effects.push(Effect::Forget(events));
        Forgot::Yes
    }
}

/// Whether something is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgot {
    /// It is.
    Yes,
    /// The word was not typed.
    No,
}
