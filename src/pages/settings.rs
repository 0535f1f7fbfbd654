//! Owns the settings page: those of the learner, which are events in the log and follow the progress to another machine, and those of
//! this machine, which its file keeps. Must not know what a setting changes.

use crate::action::Action;
use crate::doc::marker::{Glyphs, Marker};
use crate::doc::text::Text;
use crate::doc::{Doc, Node, NoteKind, Row};
use crate::figure::FigureForm;
use crate::keymap::{BINDINGS, SingleKeys};
use crate::layout::spacing::Spacing;
use crate::model::{Face, JOURNAL, Model, REVIEW, SURENESS};
use crate::settings::{Preferences, Switch, THEMES};
use std::sync::Arc;

/// Every setting of the learner's: its name, the value that switches it off, and what it does.
const LEARNERS: [(&str, &str, &str); 3] = [
    (SURENESS.0, SURENESS.1, "Ask how sure I am when I answer"),
    (
        REVIEW.0,
        REVIEW.1,
        "Offer a short warm-up of what I answered before",
    ),
    (
        JOURNAL.0,
        JOURNAL.1,
        "Keep a journal in the notebook, for my eyes alone",
    ),
];

/// Widths that are offered, in columns. The file takes others as well.
const WIDTHS: [(&str, usize); 5] = [("48", 48), ("60", 60), ("72", 72), ("84", 84), ("100", 100)];

/// What can be changed.
pub fn doc(model: &Model) -> Doc {
    let mut doc = Doc::new("Settings");
    doc.heading(1, Text::plain("Settings"));
    for (name, off, words) in LEARNERS {
        let is_off = model.progress.setting(name) == Some(off);
        let action = Action::Set(name, if is_off { "on" } else { off });
        doc.push(Node::Row(Row::new(
            Marker::Check(!is_off),
            Text::plain(words),
            action,
        )));
    }
    doc.heading(2, Text::plain("This machine"));
    let preferences = &model.preferences;
    told(&mut doc, preferences);
    if model.view.face == Face::Screen {
        look(&mut doc, preferences);
        figures(&mut doc, preferences);
    }
    signs(&mut doc, preferences);
    widths(&mut doc, preferences);
    ways(&mut doc, model);
    keys(&mut doc, preferences);
    doc
}

/// Where these settings are kept, and what is wrong there.
fn told(doc: &mut Doc, preferences: &Preferences) {
    doc.say(&match &preferences.file {
        Some(file) => format!(
            "What is changed here counts at once, and is kept in {file}, which can also be written by hand."
        ),
        None => "What is changed here counts until you quit: no home folder is known.".to_owned(),
    });
    if !preferences.above.is_empty() {
        doc.say(&format!(
            "Given on the command line or in the environment, and so again at the next start: {}.",
            preferences.above.join(", ")
        ));
    }
    if !preferences.complaints.is_empty() {
        let said = |words: &str| Arc::new(Node::Para(Text::plain(words)));
        let head = said("Not all of what was set could be understood. It is left as it is:");
        let nodes = std::iter::once(head).chain(preferences.complaints.iter().map(|told| said(told)));
        doc.push(Node::Note {
            kind: NoteKind::Warning,
            nodes: nodes.collect(),
        });
    }
}

/// One of several values of a setting.
fn choice(name: &'static str, value: &'static str, words: &str, is_chosen: bool) -> Row {
    Row::new(
        Marker::Radio(is_chosen),
        Text::plain(words),
        Action::Adjust(name, value),
    )
}

/// A setting that is on or off.
fn switch(name: &'static str, words: &str, is_on: bool) -> Row {
    let action = Action::Adjust(name, if is_on { "off" } else { "on" });
    Row::new(Marker::Check(is_on), Text::plain(words), action)
}

fn look(doc: &mut Doc, preferences: &Preferences) {
    let settings = &preferences.settings;
    doc.heading(3, Text::plain("Colors"));
    doc.rows(THEMES.map(|theme| {
        let words = match theme {
            "terminal" => "terminal: your own sixteen colors",
            "contrast" => "contrast: black and white, as far apart as can be",
            theme => theme,
        };
        choice("theme", theme, words, settings.theme() == theme)
    }));
    doc.heading(3, Text::plain("Lines"));
    let is_loose = settings.spacing == Some(Spacing::Loose);
    doc.rows([
        choice("spacing", "normal", "close together", !is_loose),
        choice(
            "spacing",
            "loose",
            "an empty line between any two of prose",
            is_loose,
        ),
    ]);
}

fn figures(doc: &mut Doc, preferences: &Preferences) {
    let now = preferences.settings.figures();
    doc.heading(3, Text::plain("Figures"));
    doc.rows([
        choice("figures", "drawn", "drawn", now == FigureForm::Drawn),
        choice("figures", "words", "in words", now == FigureForm::Words),
    ]);
}

fn signs(doc: &mut Doc, preferences: &Preferences) {
    doc.heading(3, Text::plain("Signs"));
    let set = preferences.settings.ascii.unwrap_or(Switch::Auto);
    let found = match (
        &preferences.plain_signs,
        preferences.settings.glyphs(preferences.plain_signs.as_deref()),
    ) {
        (Some(why), _) => format!("what the terminal has: ASCII only, since {why}"),
        (None, Glyphs::Unicode | Glyphs::Ascii) => "what the terminal has".to_owned(),
    };
    doc.rows([
        choice("ascii", "auto", &found, set == Switch::Auto),
        choice("ascii", "on", "ASCII only", set == Switch::On),
        choice(
            "ascii",
            "off",
            "all signs, whatever the terminal says",
            set == Switch::Off,
        ),
    ]);
}

fn widths(doc: &mut Doc, preferences: &Preferences) {
    let now = preferences.settings.width();
    doc.heading(3, Text::plain("Longest line"));
    if WIDTHS.iter().all(|(_, columns)| *columns != now) {
        doc.say(&format!("{now} columns, as it was set by hand."));
    }
    doc.rows(
        WIDTHS.map(|(value, columns)| choice("width", value, &format!("{columns} columns"), columns == now)),
    );
}

fn ways(doc: &mut Doc, model: &Model) {
    let settings = &model.preferences.settings;
    doc.heading(3, Text::plain("Mouse, voice and keys"));
    doc.rows([
        switch(
            "mouse",
            "The mouse clicks and scrolls; Shift selects text",
            settings.has_mouse(),
        ),
        switch(
            "plain",
            "From the next start on, line by line, for screen readers",
            settings.plain == Some(Switch::On),
        ),
        switch(
            "reader",
            "For a screen reader or braille: words beside signs, no bar, no margin",
            settings.has_reader(),
        ),
        switch(
            "letters",
            "Single letters, digits and signs are short cuts",
            settings.single_keys() == SingleKeys::On,
        ),
    ]);
}

/// How keys are given and taken away.
fn keys(doc: &mut Doc, preferences: &Preferences) {
    let names: Vec<&str> = BINDINGS
        .iter()
        .map(|binding| binding.name)
        .filter(|name| !name.is_empty())
        .collect();
    let file = preferences
        .file
        .as_ref()
        .map_or("the settings file", |file| file.as_str());
    doc.say(&format!(
        r#"Other keys are given in {file}, as in: keys: {{"hint": ["H"], "quit": ["ctrl-q"], "blank": off}}. Commands are {}."#,
        names.join(", ")
    ));
}
