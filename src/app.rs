//! Owns the state of the program and `update`, the only function that changes it.
//! Must not know cells, files or clocks: time and ids come in, effects go out, and the shell performs them.

pub mod autosave;
pub mod bursts;
pub mod commands;
pub mod dispatch;
pub mod fields;
pub mod flows;
pub mod focus;
pub mod headings;
pub mod jobs;
pub mod keys;
pub mod mouse;
pub mod navigation;
pub mod opening;
pub mod reading;
pub mod relayout;
pub mod reload;
pub mod sight;
pub mod sync;
pub mod window;

use crate::action::{Action, Screen, Takeaway};
use crate::app::autosave::Autosave;
use crate::app::bursts::Unmeant;
use crate::app::jobs::{Ack, Job};
use crate::app::mouse::Clicked;
use crate::app::window::Window;
use crate::clean::Clean;
use crate::keymap::Command;
use crate::library::edition::Edition;
use crate::model::Model;
use crate::progress::event::{Event, EventKind};
use crate::progress::stamper::Stamper;
use crate::source::Id;
use crate::status;
use crate::status::half_done::HalfDone;
use crate::text_edit::Edit;
use crate::time::Millis;
use std::cell::OnceCell;

/// What comes in.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The window has this many columns and rows.
    Resize(usize, usize),
    /// A key or a command.
    Do(Command),
    /// A digit that chooses.
    Digit(u8),
    /// A row chosen by itself: by number in the plain face.
    Act(Action),
    /// A click on this cell, where this stands.
    Click((u16, u16), Clicked),
    /// A change to the field in focus.
    Edit(Edit),
    /// A line of words for the field in focus, whole: the plain face reads line by line.
    Write(String),
    /// Something that nothing comes of.
    Unmeant(Unmeant),
    /// The wheel: this many lines down.
    Wheel(isize),
    /// What became of a job.
    Store(Ack),
    /// Saving takes longer than the eye forgives.
    Saving,
    /// Other windows and machines wrote these.
    Seen(Vec<Event>),
    /// Something was erased: these are all events that there are.
    Reread(Vec<Event>),
    /// The course was edited.
    Edited(Box<Edition>),
    /// What was said of the last step was read.
    NoticeRead,
    /// All that is on show was said, and the learner went on: only then was it heard.
    PartHeard,
    /// What is due is done: the place and the drafts are kept.
    Tick,
    /// Keep everything now: the program ends.
    Flush,
}

/// What goes out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give this to the store.
    Store(Job),
    /// Write this to a file outside.
    Export(Takeaway),
    /// Give these words to the terminal's clipboard.
    Copy(Clean),
    Quit,
}

/// How far it was looked at which questions changed since they were answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    /// Not at all since the page on show was made.
    Open,
    /// At some lessons.
    Begun,
    /// At all lessons with answers.
    Done,
}

pub struct App {
    model: Model,
    window: Window,
    autosave: Autosave,
    stamper: Stamper,
    /// What is to be performed, in its order.
    outbox: Vec<Effect>,
    /// Texts of the course among which the hits on show were found.
    searched: usize,
    /// Whether home knows which questions changed since they were answered.
    comparison: Comparison,
    /// What is half done, as the page on show says it. Each frame of home asks for it.
    half_done: OnceCell<Vec<HalfDone>>,
    /// Set when something was recorded that the page on show does not show yet.
    is_stale: bool,
}

impl App {
    /// The program at its start: where the learner left, or home. What opening a page keeps is kept with the first message.
    pub fn new(model: Model, stamper: Stamper) -> App {
        let mut app = App {
            window: Window::new(model.view.size),
            autosave: Autosave::new(model.now),
            comparison: match model.progress.events() {
                0 => Comparison::Done,
                _ => Comparison::Open,
            },
            half_done: OnceCell::new(),
            model,
            stamper,
            outbox: Vec::new(),
            searched: 0,
            is_stale: false,
        };
        app.resume();
        app.remind();
        app.open_in_sight();
        app.note_sight();
        app
    }

    /// What pages are made from.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What the window shows.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// Says what could not be read of the progress.
    pub fn found(&mut self, problem: Option<&str>) {
        self.window.notice = problem.map(Clean::line).or(self.window.notice.take());
    }

    /// Goes straight to a page, as the command line and tests do. What that keeps is kept with the first message.
    pub fn open(&mut self, screen: Screen) {
        self.go(screen, None);
        self.end_step();
        self.note_sight();
    }

    /// The only function that changes an `App`, at wall time `now`. Effects come back in the order they are to be performed.
    pub fn update(&mut self, msg: Msg, now: Millis) -> Vec<Effect> {
        self.model.now = now;
        match msg {
            // The page was made for a window of this size.
            Msg::Resize(columns, rows) if self.window.size() == (columns, rows) => {}
            Msg::Resize(columns, rows) => {
                (self.window.columns, self.window.rows) = (columns, rows);
                self.reflow();
                self.open_in_sight();
            }
            Msg::Store(ack) => self.hear(ack),
            Msg::Saving => self.model.saving.is_slow = true,
            Msg::Seen(events) => self.see(&events),
            Msg::Reread(events) => self.reread(&events),
            Msg::Edited(edition) => self.reload(*edition),
            Msg::NoticeRead => self.window.notice = None,
            Msg::PartHeard => {
                self.note_heard();
                self.end_step();
            }
            Msg::Unmeant(what) => self.say_unmeant(what),
            Msg::Tick => {
                self.read_ahead();
                self.compare_ahead();
                self.end_step();
            }
            Msg::Flush => {
                self.keep_all();
                self.end_step();
            }
            Msg::Do(_) | Msg::Digit(_) | Msg::Act(_) | Msg::Click(..) => self.step_by(msg),
            Msg::Edit(_) | Msg::Write(_) | Msg::Wheel(_) => self.step_by(msg),
        }
        self.note_sight();
        std::mem::take(&mut self.outbox)
    }

    /// A step of the learner's. While the screen is blank, it only brings the page back.
    fn step_by(&mut self, msg: Msg) {
        if std::mem::take(&mut self.window.is_blank) {
            return;
        }
        self.note_key(&msg);
        // What was said about the last step is over.
        (self.window.notice, self.window.here, self.window.told) = (None, None, None);
        let point = self.window.point.take();
        match msg {
            Msg::Do(verb) => self.verb(verb, point),
            Msg::Digit(digit) => self.digit(digit),
            Msg::Act(action) => self.act(&action),
            Msg::Edit(edit) => self.edit(edit),
            Msg::Write(words) => {
                self.write_whole(words);
                self.keep_drafts();
            }
            Msg::Wheel(lines) => self.scroll(lines),
            Msg::Click(cell, on) => self.click(cell, on),
            Msg::Resize(..) | Msg::Store(_) | Msg::Saving | Msg::Seen(_) | Msg::Reread(_) => {}
            Msg::Edited(_) | Msg::NoticeRead | Msg::PartHeard | Msg::Unmeant(_) | Msg::Tick | Msg::Flush => {}
        }
        self.end_step();
    }

    /// Ends a step: what is due is kept, and what was recorded shows.
    fn end_step(&mut self) {
        self.open_in_sight();
        self.note_behind();
        self.note_place();
        self.note_read();
        self.keep_fields();
        self.note_recall();
        self.keep_due();
        // Of a program that ends nobody sees the page.
        if self.is_stale && !self.outbox.contains(&Effect::Quit) {
            self.rebuild();
        }
    }

    /// What became of a job.
    fn hear(&mut self, ack: Ack) {
        let saving = &mut self.model.saving;
        let before = saving.told();
        match ack {
            Ack::Saved(last) => saving.reached(&last),
            Ack::Failed(why) => saving.trouble = Some(why),
            Ack::Lost(events) => saving.lost = events,
            Ack::Kept => return saving.unkept = None,
            Ack::NotKept(why) => return saving.unkept = Some(why),
            Ack::Told(words) => return self.window.notice = Some(words),
        }
        // A place that is kept shows nowhere.
        if saving.told() != before {
            self.rebuild();
        }
    }

    /// Records what happened: it counts at once, and is on its way to the disk.
    fn record(&mut self, kind: EventKind) {
        let kind = self.model.progress.to_save(kind);
        // No page shows where one is on it.
        self.is_stale |= !matches!(kind, EventKind::Placed { .. });
        let event = self.stamper.stamp(kind, self.model.now);
        self.model.record(&event);
        self.outbox.push(Effect::Store(Job::Append(event)));
    }

    /// When `Msg::Tick` is due, in milliseconds of wall time.
    pub fn deadline(&self) -> Option<Millis> {
        let ahead = (self.reads_ahead() || self.compares_ahead()).then_some(self.model.now);
        let due = [self.autosave.deadline(), ahead, self.end_is_seen_at()];
        due.into_iter().flatten().min()
    }

    /// Whether home is on show and does not know yet which questions changed since they were answered: a start waits for no lesson to be
    /// built.
    pub fn compares_ahead(&self) -> bool {
        self.comparison != Comparison::Done && *self.screen() == Screen::Home
    }

    /// Looks at one more lesson with answers, if that is wanted.
    fn compare_ahead(&mut self) {
        if !self.compares_ahead() {
            return;
        }
        if status::compare(&self.model) {
            self.comparison = Comparison::Begun;
            return;
        }
        // What was known when the page was made is on it.
        self.is_stale |= self.comparison == Comparison::Begun && !status::changed(&self.model).is_empty();
        self.comparison = Comparison::Done;
    }

    /// The screen on show.
    pub fn screen(&self) -> &Screen {
        self.window.screen()
    }

    /// The lesson on show.
    pub fn lesson_id(&self) -> Option<&Id> {
        self.screen().lesson()
    }

    /// Leaves the program, with everything kept.
    fn quit(&mut self) {
        self.keep_all();
        self.outbox.push(Effect::Quit);
    }

    fn say(&mut self, words: &str) {
        self.window.say(words);
    }
}
