//! Owns playing from a script: keys written as a string, a store in memory, screens as text. Journeys and benchmarks run on it.
//! Must not differ from the real loop but in where keys come from and where cells go.

use crate::app::bursts::{Hand, Unmeant};
use crate::app::jobs::{Ack, Job};
use crate::app::keys::message;
use crate::app::{App, Msg};
use crate::keymap::Key;
use crate::library::Library;
use crate::model::{Face, Model, View};
use crate::paint::cells::Cells;
use crate::paint::{Painted, paint};
use crate::progress::event::Event;
use crate::progress::stamper::Stamper;
use crate::progress::{Progress, log};
use crate::quiz::answer::Draft;
use crate::settings::Preferences;
use crate::shell::{Flow, Store, send};
use crate::source::Id;
use crate::store::clock::fresh_id;
use crate::store::watch::PollDepth;
use crate::theme::Theme;
use crate::time::Millis;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// A store in memory.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// What was appended.
    pub events: Vec<Event>,
    /// The drafts kept.
    pub drafts: BTreeMap<Id, Draft>,
    /// Files taken away: name and words.
    pub exports: Vec<(String, String)>,
    /// Settings of the machine that were kept.
    pub settings: Vec<(&'static str, &'static str)>,
    /// Why every job fails, if it does.
    pub failing: Option<String>,
}

impl Store for Memory {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        if let Some(why) = &self.failing {
            return vec![Ack::Failed(why.as_str().into())];
        }
        match job {
            Job::Append(event) => {
                let id = event.id.clone();
                self.events.push(event);
                return vec![Ack::Saved(id)];
            }
            Job::KeepDraft(draft) => drop(self.drafts.insert(draft.question.clone(), draft)),
            Job::DropDraft(question) => drop(self.drafts.remove(&question)),
            Job::Check | Job::Snapshot => {}
            Job::KeepSetting(name, value) => self.settings.push((name, value)),
            Job::Sweep => {
                let forgotten = log::forgotten(&self.events);
                self.events.retain(|event| log::survives(event, &forgotten));
            }
            Job::WriteFile(name, words) => {
                self.exports.push((name.to_owned(), words));
                return vec![Ack::Told(format!("Written to {name}.").as_str().into())];
            }
        }
        Vec::new()
    }

    fn finish(&mut self) -> Vec<Ack> {
        Vec::new()
    }

    fn look(&mut self, _look: PollDepth) -> Vec<Event> {
        Vec::new()
    }

    fn again(&mut self) -> Vec<Event> {
        self.events.clone()
    }

    fn save_in(&mut self, _folder: &str) -> Vec<Ack> {
        Vec::new()
    }
}

/// A learner at a keyboard.
pub struct Script {
    pub app: App,
    /// What it kept.
    pub store: Memory,
    /// Wall time; every key takes a second.
    pub now: Millis,
    /// Whether the program goes on.
    pub flow: Flow,
    hand: Hand,
}

/// Milliseconds a key takes.
const KEY: Millis = 1_000;

impl Script {
    /// Starts the program over what `store` holds, in a window of this size.
    pub fn start(library: Library, store: Memory, size: (usize, usize), now: Millis) -> Script {
        Script::start_with(library, store, Preferences::default(), size, now)
    }

    /// Starts it in any view.
    pub fn start_as(
        library: Library,
        store: Memory,
        view: View,
        size: (usize, usize),
        now: Millis,
    ) -> Script {
        Script::begin(library, store, (view, Preferences::default()), size, now)
    }

    /// Starts it with these settings of the machine.
    pub fn start_with(
        library: Library,
        store: Memory,
        preferences: Preferences,
        size: (usize, usize),
        now: Millis,
    ) -> Script {
        let view = View {
            face: Face::Screen,
            glyphs: preferences.glyphs(),
            measure: preferences.settings.width(),
            zone: |_| 0,
            size,
        };
        Script::begin(library, store, (view, preferences), size, now)
    }

    fn begin(
        library: Library,
        store: Memory,
        (view, preferences): (View, Preferences),
        (columns, rows): (usize, usize),
        now: Millis,
    ) -> Script {
        let progress = Progress::renamed(&library.course.renames(), &store.events);
        let stamper = Stamper::new("script", progress.clock(), fresh_id);
        let drafts = store.drafts.values().cloned().collect();
        let mut model = Model::new(library, progress, view, now);
        model.take_up(drafts);
        model.preferences = preferences;
        let app = App::new(model, stamper);
        let mut script = Script {
            app,
            store,
            now,
            flow: Flow::On,
            hand: Hand::default(),
        };
        script.send(Msg::Resize(columns, rows));
        while script.app.compares_ahead() {
            script.send(Msg::Tick);
        }
        script
    }

    /// Gives the program a message.
    pub fn send(&mut self, msg: Msg) {
        self.flow = send(&mut self.app, msg, &mut self.store, self.now);
    }

    /// Types keys: letters as they are, others by name in angle brackets, as in `jj<enter>2<pgdn>`. `<<` types `<`.
    pub fn keys(&mut self, keys: &str) {
        for key in parse(keys) {
            self.now += KEY;
            if self.app.deadline().is_some_and(|due| due <= self.now) {
                self.send(Msg::Tick);
            }
            self.key(key);
            while self.app.reads_ahead() {
                self.send(Msg::Tick);
            }
        }
    }

    /// Keys that come at once, as a terminal hands on what was not typed by hand.
    pub fn burst(&mut self, keys: &str) {
        self.now += KEY;
        let keys = parse(keys);
        let mut waiting = keys.iter().copied();
        while let Some(key) = waiting.next() {
            match self.stray(key, waiting.clone()) {
                None => self.key(key),
                Some(unmeant) => {
                    waiting.by_ref().take(unmeant.keys() - 1).for_each(drop);
                    self.send(Msg::Unmeant(unmeant));
                }
            }
        }
    }

    /// Keys as a hand types words, so many milliseconds apart.
    pub fn typed(&mut self, keys: &str, apart: Millis) {
        for key in parse(keys) {
            self.now += apart;
            match self.stray(key, std::iter::empty()) {
                None => self.key(key),
                Some(unmeant) => self.send(Msg::Unmeant(unmeant)),
            }
        }
    }

    fn stray(&mut self, key: Key, waiting: impl Iterator<Item = Key>) -> Option<Unmeant> {
        let keymap = &self.app.model().preferences.keymap;
        match self.app.window().key_focus().is_text() {
            true => None,
            false => self.hand.stray(keymap, key, waiting, self.now),
        }
    }

    fn key(&mut self, key: Key) {
        let keymap = &self.app.model().preferences.keymap;
        self.send(message(keymap, key, self.app.window().key_focus()));
    }

    /// The screen as text, one line a row, blanks at line ends taken off.
    pub fn screen(&self) -> String {
        text(&self.buffer().0)
    }

    /// The cells, and what is known of them.
    pub fn buffer(&self) -> (Cells, Painted) {
        let (columns, rows) = self.app.window().size();
        let mut buffer = Cells::empty(Rect::new(0, 0, columns as u16, rows as u16));
        let painted = paint(&self.app, &Theme::default(), &mut buffer);
        (buffer, painted)
    }
}

/// A buffer as text.
pub fn text(buffer: &Cells) -> String {
    let mut rows = Vec::new();
    for y in 0..buffer.area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += buffer[(x, y)].columns() as u16;
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}

/// The names of keys in a script.
const NAMES: &[(&str, Key)] = &[
    ("enter", Key::Enter),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("esc", Key::Esc),
    ("back", Key::Backspace),
    ("del", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
    ("space", Key::Char(' ')),
    ("<", Key::Char('<')),
];

/// The keys a script names. An unknown name is typed letter by letter.
pub fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| {
            let (_, key) = NAMES.iter().find(|(name, _)| {
                after.starts_with(name) && (*name == "<" || after[name.len()..].starts_with('>'))
            })?;
            let (name, _) = NAMES.iter().find(|(_, of)| of == key)?;
            let taken = if *name == "<" { 2 } else { name.len() + 2 };
            Some((*key, &rest[taken..]))
        });
        match named {
            Some((key, after)) => {
                parsed.push(key);
                rest = after;
            }
            None => {
                parsed.push(Key::Char(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    parsed
}
