//! Owns a learner at a keyboard whose progress lies on the simulated disk, and a small course for them.

use crate::crashes::paths;
use crate::sim::Sim;
use ally_up::app::jobs::{Ack, Job};
use ally_up::app::keys::message;
use ally_up::app::{App, Msg};
use ally_up::doc::marker::Glyphs;
use ally_up::library::Library;
use ally_up::model::{Face, Model, View};
use ally_up::paint::cells::Cells;
use ally_up::paint::paint;
use ally_up::progress::Progress;
use ally_up::progress::event::Event;
use ally_up::shell::{Store, send, testing};
use ally_up::source::Files;
use ally_up::store::watch::PollDepth;
use ally_up::store::{EventStore, open_on};
use ally_up::theme::Theme;
use ratatui::layout::Rect;
use std::borrow::Cow;
use std::sync::Arc;

pub const NOW: i64 = 1_790_000_000_000;
const LESSON: &str = "# Tea

### How hot? {#how-hot .one}

- [ ] Boiling

  Bitter.

- [x] Eighty degrees

  Sweet.

### What first? The ____. {#first .fill}

- [x] leaves

### For whom? {#whom .reflect}

### How long? {#how-long .one}

- [x] Two minutes

  Yes.

- [ ] An hour

  Cold.
";

/// A store that notes what it was given.
pub struct Noted {
    pub disk: EventStore,
    pub given: Vec<Event>,
}

impl Store for Noted {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        if let Job::Append(event) = &job {
            self.given.push(event.clone());
        }
        self.disk.put(job)
    }

    fn look(&mut self, look: PollDepth) -> Vec<Event> {
        self.disk.look(look)
    }

    fn again(&mut self) -> Vec<Event> {
        self.disk.again()
    }

    fn finish(&mut self) -> Vec<Ack> {
        self.disk.finish()
    }

    fn save_in(&mut self, folder: &str) -> Vec<Ack> {
        self.disk.save_in(folder)
    }
}

/// A learner at a keyboard, on the simulated disk.
pub struct Player {
    pub app: App,
    pub store: Noted,
    pub now: i64,
    /// Whether it was ever said that something is not saved or not kept.
    pub told: bool,
}

impl Player {
    pub fn start(library: &Library, sim: &Sim, now: i64) -> Player {
        let (disk, stamper, found) = open_on(Arc::new(sim.clone()), paths(), now);
        let view = View {
            face: Face::Screen,
            glyphs: Glyphs::Unicode,
            measure: 72,
            zone: |_| 0,
            size: (64, 20),
        };
        let mut model = Model::new(library.clone(), Progress::of(&found.events), view, now);
        model.take_up(found.drafts);
        model.set_aside = found.set_aside.len();
        let mut app = App::new(model, stamper);
        app.found(found.problem.as_deref());
        Player {
            app,
            store: Noted {
                disk,
                given: Vec::new(),
            },
            now,
            told: found.problem.is_some(),
        }
    }

    pub fn send(&mut self, msg: Msg) {
        send(&mut self.app, msg, &mut self.store, self.now);
        let (unsaved, said) = (
            self.app.model().saving.unsaved(),
            self.app.model().saving.trouble.is_some(),
        );
        assert_eq!(
            unsaved > 0,
            said,
            "{unsaved} not saved, and the page knows of {:?}",
            self.app.model().saving.trouble
        );
        if said || self.app.model().saving.unkept.is_some() {
            self.told = true;
            let screen = self.screen();
            assert!(
                screen.contains("NOT SAVED") || screen.contains("NOT KEPT"),
                "nothing says so:\n{screen}"
            );
        }
    }

    pub fn screen(&self) -> String {
        let mut buffer = Cells::empty(Rect::new(0, 0, 64, 20));
        paint(&self.app, &Theme::default(), &mut buffer);
        testing::text(&buffer)
    }

    pub fn keys(&mut self, keys: &str) {
        for key in testing::parse(keys) {
            self.now += 1_000;
            if self.app.deadline().is_some_and(|due| due <= self.now) {
                self.send(Msg::Tick);
            }
            let keymap = &self.app.model().preferences.keymap;
            let msg = message(keymap, key, self.app.window().key_focus());
            self.send(msg);
        }
    }
}

pub fn library() -> Library {
    let manifest = r#"Course(id: "tea", title: "Tea", modules: [Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")])])"#;
    let files: Files = [("course.ron", manifest), ("l.md", LESSON)]
        .into_iter()
        .map(|(path, text)| (path.to_owned(), Cow::Borrowed(text.as_bytes())))
        .collect();
    Library::of(files, &Default::default())
}
