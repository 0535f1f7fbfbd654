//! Owns what the settings file says of keys: commands with the keys that they are to have, and what is wrong with that.
//! Must not know what a command does.

use crate::clean::{Clean, nearest};
use crate::keymap::{BINDINGS, Command, FIXED, Key};
use crate::settings::Refusal;
use crate::settings::file::{place, refused, word};
use crate::source::{Diagnostic, Span};
use ron::value::RawValue;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use std::fmt;
use std::sync::Arc;

/// How keys are written.
const FORM: &str =
    r#"write keys: {"hint": ["H"], "quit": ["ctrl-q"], "blank": off}; the page Settings names the commands"#;
/// How one key is written.
const KEY_FORM: &str = "a key is one character, ctrl- and a letter (but h, i, j, m), space, Backspace, Delete, PgUp, PgDn, Home or End";

/// What `value`, a part of `source`, says: changes as far as they can be understood, and complaints.
pub fn read(file: &Arc<str>, source: &str, value: &str) -> (Vec<(Command, Vec<Key>)>, Vec<Diagnostic>) {
    let mut reading = Reading {
        file,
        source,
        changes: Vec::new(),
        given: Vec::new(),
        complaints: Vec::new(),
    };
    match ron::from_str(value) {
        Ok(Entries(entries)) => entries.iter().for_each(|entry| reading.entry(entry)),
        Err(_) => reading.complain("keys", value, "these are no keys".to_owned(), FORM.to_owned()),
    }
    reading.find_robbed();
    (reading.changes, reading.complaints)
}

struct Reading<'a> {
    file: &'a Arc<str>,
    source: &'a str,
    changes: Vec<(Command, Vec<Key>)>,
    /// Keys that were given, each with its command and where it stands.
    given: Vec<(Key, &'static str, &'a str)>,
    complaints: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    fn complain(&mut self, code: &'static str, marked: &str, message: String, help: String) {
        let span = Span::new(self.file, place(self.source, marked));
        let refusal = Refusal { code, message, help };
        self.complaints.push(refused(refusal, span));
    }

    fn entry(&mut self, (name, value): &(&'a str, &'a str)) {
        let said = word(name);
        let bindings = || BINDINGS.iter().filter(|binding| !binding.name.is_empty());
        let Some(binding) = bindings().find(|binding| binding.name == said) else {
            let near = nearest(&said, bindings().map(|binding| binding.name)).filter(|(slips, _)| *slips < 3);
            let help = near.map_or(FORM.to_owned(), |(_, near)| format!("did you mean {near}?"));
            return self.complain(
                "unknown-command",
                name,
                format!("there is no command {}", Clean::line(&said)),
                help,
            );
        };
        if self.changes.iter().any(|(command, _)| *command == binding.verb) {
            let message = format!("{said} is said twice; the first counts");
            return self.complain("twice", name, message, "take one of them out".to_owned());
        }
        let listed: Vec<&str> = match ron::from_str::<Vec<&RawValue>>(value) {
            Ok(list) => list.into_iter().map(|key| key.trim().get_ron()).collect(),
            Err(_) if *value == "off" => Vec::new(),
            Err(_) if ron::from_str::<String>(value).is_ok() => vec![value],
            Err(_) => {
                let message = format!("the keys of {said} are no list of keys");
                return self.complain("keys", value, message, FORM.to_owned());
            }
        };
        let keys = listed.into_iter().filter_map(|key| self.key(key, binding.name));
        let keys = keys.collect();
        self.changes.push((binding.verb, keys));
    }

    /// The key that is written there, if `command` can have it.
    fn key(&mut self, written: &'a str, command: &'static str) -> Option<Key> {
        let name = word(written);
        let Some(key) = Key::named(&name) else {
            let message = format!("{} is no key", Clean::line(&name));
            self.complain("unknown-key", written, message, KEY_FORM.to_owned());
            return None;
        };
        let is_digit = matches!(key, Key::Char('1'..='9'));
        if FIXED.contains(&key) || is_digit || key == Key::Control('z') {
            let message = format!("{key} keeps its meaning");
            let help =
                "arrows, Tab, Enter, Esc, digits, Ctrl-c and Ctrl-z are the same always; take another key";
            self.complain("fixed-key", written, message, help.to_owned());
            return None;
        }
        if let Some((_, other, _)) = self.given.iter().find(|(known, _, _)| *known == key) {
            let message = format!("{key} is given to {other} already, and does that");
            self.complain("conflict", written, message, "take another key".to_owned());
            return None;
        }
        self.given.push((key, command, written));
        Some(key)
    }

    /// Warns of each key that was taken from a command of which nothing is said.
    fn find_robbed(&mut self) {
        for (key, command, written) in self.given.clone() {
            let robbed = BINDINGS
                .iter()
                .find(|binding| binding.keys.contains(&key) && binding.name != command);
            let Some(robbed) =
                robbed.filter(|binding| !self.changes.iter().any(|(changed, _)| *changed == binding.verb))
            else {
                continue;
            };
            let span = Span::new(self.file, place(self.source, written));
            let message = format!("{key} is taken from {}, and now asks for {command}", robbed.name);
            let help = format!(r#"give it another key, or write "{}": off"#, robbed.name);
            self.complaints
                .push(Diagnostic::warning("taken", span, message).help(help));
        }
    }
}

/// Commands and keys as they are written.
struct Entries<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Entries<'de>, D::Error> {
        from.deserialize_map(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("commands with their keys")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Entries<'de>, M::Error> {
        let mut entries = Vec::new();
        while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            entries.push((name.trim().get_ron(), value.trim().get_ron()));
        }
        Ok(Entries(entries))
    }
}
