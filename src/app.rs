//! Owns the state of the program and `update`, the only function that changes it. A screen is a function from here to a `Doc`.
//! Must not know cells, files or clocks: time comes in, effects go out, and the shell performs them.

pub mod answer;
pub mod assessment;
pub mod debrief;
pub mod exam;
pub mod fields;
pub mod finish;
pub mod forgetting;
pub mod help;
pub mod home;
pub mod keeping;
pub mod layer;
pub mod library;
pub mod making;
pub mod map;
pub mod minutes;
pub mod moving;
pub mod notebook;
pub mod plan;
pub mod practice;
pub mod profile;
pub mod reading;
pub mod reference;
pub mod rehearsal;
pub mod results;
pub mod seeing;
pub mod session;
pub mod settings;
pub mod verbs;
pub mod writing;

use crate::action::{Action, Screen, Takeaway};
use crate::app::library::Library;
use crate::clean::Clean;
use crate::doc::mark::Glyphs;
use crate::doc::{Doc, Lines};
use crate::edit::{Edit, Writing};
use crate::keymap::Verb;
use crate::page::{Cache, Page, Stop, StopKind};
use crate::progress::Progress;
use crate::progress::event::{Event, EventKind};
use crate::quiz::answer::Draft;
use crate::source::Id;
use crate::time::Millis;
use jiff::civil::Date;
use layer::Layer;
use std::collections::{BTreeMap, BTreeSet};

/// What comes in.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The window has this many columns and rows.
    Resize(usize, usize),
    /// A key or a command.
    Do(Verb),
    /// A digit that chooses.
    Digit(u8),
    /// A row chosen by itself: by number in the plain face, by the mouse.
    Act(Action),
    /// A change to the field in focus.
    Edit(Edit),
    /// A line of words for the field in focus, whole: the plain face reads line by line.
    Write(String),
    /// The wheel: this many lines down.
    Wheel(isize),
    /// An event was stamped; it is on its way to the disk.
    Recorded(Event),
    /// Everything up to and with this event is on the disk.
    Saved(String),
    /// Saving takes longer than the eye forgives.
    Saving,
    /// Something could not be saved: what, where, what to do.
    SaveFailed(Clean),
    /// An unfinished answer is kept.
    Kept,
    /// An unfinished answer could not be kept: what, where, what to do.
    NotKept(Clean),
    /// Other windows and machines wrote these.
    Seen(Vec<Event>),
    /// Something was forgotten: these are all events that there are.
    Reread(Vec<Event>),
    /// A file was written, or why not, in words.
    Exported(Clean),
    /// What is due is done: the place and the drafts are kept.
    Tick,
    /// Keep everything now: the program ends.
    Flush,
}

/// What goes out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Append this to the log.
    Record(EventKind),
    /// Keep an unfinished answer.
    Draft(Draft),
    /// An unfinished answer became an answer.
    DropDraft(Id),
    /// Forget the events with these ids for good.
    Forget(Vec<String>),
    /// Write this to a file outside.
    Export(Takeaway),
    /// End.
    Quit,
}

/// Which face shows the page. It decides what a page turn is, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The whole screen.
    Screen,
    /// Line by line.
    Plain,
}

/// How pages are laid out.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Which face.
    pub face: Face,
    /// Which glyphs.
    pub glyphs: Glyphs,
    /// The longest line, in columns.
    pub measure: usize,
    /// Columns and rows of the window at the start.
    pub size: (usize, usize),
    /// Seconds that local time is ahead of UTC at a moment. Asked only when a date is shown: finding the zone takes a while.
    pub zone: fn(Millis) -> i32,
}

/// The state of the program.
pub struct App {
    /// The course.
    pub library: Library,
    /// What the learner has done.
    pub progress: Progress,
    /// Unfinished answers.
    pub drafts: BTreeMap<Id, Draft>,
    /// How pages are laid out.
    pub view: View,
    /// Wall time, as the shell last told it.
    pub now: Millis,
    /// The document on show.
    pub doc: Doc,
    /// The document, laid out.
    pub page: Page,
    /// A word on what just happened, until the next key.
    pub notice: Option<Clean>,
    /// What could not be saved, until it is.
    pub trouble: Option<Clean>,
    /// What could not be kept of an unfinished answer, until it is.
    pub unkept: Option<Clean>,
    /// Whether saving takes long.
    pub saving: Saving,
    /// Whether the screen is blank.
    pub blank: Blank,
    /// The line above which "you were here" stands, until the first move.
    pub here: Option<usize>,
    /// Lines that could not be read from the log.
    pub set_aside: usize,
    columns: usize,
    rows: usize,
    stack: Vec<Layer>,
    writing: Option<(Id, Writing)>,
    cache: Cache,
    /// Ids of events that are not on the disk yet, in the order they were recorded.
    unsaved: Vec<String>,
    last_event: BTreeMap<Id, String>,
    answered: Option<Id>,
    /// The question whose explanations are read: once the way on comes into sight, it is in focus.
    explained: Option<Id>,
    /// The session that is being begun.
    beginning: Option<Id>,
    draft_due: Option<Millis>,
    /// Questions whose words changed since they were kept.
    drafts_due: BTreeSet<Id>,
    place_due: Option<Millis>,
    place_saved: Millis,
    peek: Peek,
}

/// Whether the end of a page was only jumped to: that is no reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peek {
    /// What is on show was come to by reading on.
    No,
    /// The last key jumped to the end.
    AtTheEnd,
}

/// Whether the disk keeps up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// It does.
    InTime,
    /// It takes longer than the eye forgives.
    Slow,
}

/// Whether the page is hidden from whoever looks over a shoulder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// The page shows.
    Off,
    /// Nothing shows.
    On,
}

impl App {
    /// The program at its start: where the learner left, or home.
    pub fn new(library: Library, progress: Progress, drafts: Vec<Draft>, view: View, now: Millis) -> App {
        let mut app = App {
            library,
            progress,
            drafts: BTreeMap::new(),
            view,
            now,
            doc: Doc::default(),
            page: Page::default(),
            notice: None,
            trouble: None,
            unkept: None,
            saving: Saving::InTime,
            blank: Blank::Off,
            here: None,
            set_aside: 0,
            columns: view.size.0,
            rows: view.size.1,
            stack: vec![Layer::new(Screen::Home)],
            writing: None,
            cache: Cache::default(),
            unsaved: Vec::new(),
            last_event: BTreeMap::new(),
            answered: None,
            explained: None,
            beginning: None,
            draft_due: None,
            drafts_due: BTreeSet::new(),
            place_due: None,
            place_saved: now,
            peek: Peek::No,
        };
        app.take_up(drafts);
        app.resume();
        app.remind();
        app
    }

    /// What was found when the progress was read: lines that were set aside, and what could not be read at all.
    pub fn found(&mut self, set_aside: usize, problem: Option<&str>) {
        self.set_aside = set_aside;
        self.notice = problem.map(Clean::line).or(self.notice.take());
        self.rebuild();
    }

    /// Goes straight to a lesson, as `ally-up read` on a terminal and tests do.
    pub fn open(&mut self, screen: Screen) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.go(screen, None, &mut effects);
        self.finish(effects)
    }

    /// The only function that changes an `App`. Effects come back in the order they are to be performed.
    pub fn update(&mut self, msg: Msg, now: Millis) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        match msg {
            Msg::Recorded(event) => {
                self.progress.apply(&event);
                if let EventKind::Answered { question, .. } = &event.kind {
                    self.last_event.insert(question.clone(), event.id.clone());
                }
                self.unsaved.push(event.id.clone());
                self.rebuild();
                if let EventKind::Answered { question, .. } = &event.kind
                    && self.answered.take_if(|answered| answered == question).is_some()
                {
                    self.show_answer(question);
                }
                if let EventKind::Began { session, .. } = &event.kind
                    && self.beginning.take_if(|beginning| beginning == session).is_some()
                {
                    self.open_session(session, &mut effects);
                }
                self.stepped(&event.kind, &mut effects);
                return effects;
            }
            Msg::Saved(last) => {
                // The disk keeps the order: what was recorded before the one that is saved is saved too.
                if let Some(at) = self.unsaved.iter().position(|id| *id == last) {
                    self.unsaved.drain(..=at);
                }
                self.saving = Saving::InTime;
                self.trouble = None;
                self.rebuild();
                return effects;
            }
            Msg::Saving => {
                self.saving = Saving::Slow;
                return effects;
            }
            Msg::SaveFailed(why) => {
                self.trouble = Some(why);
                self.rebuild();
                return effects;
            }
            Msg::Kept => {
                self.unkept = None;
                return effects;
            }
            Msg::NotKept(why) => {
                self.unkept = Some(why);
                return effects;
            }
            Msg::Seen(events) => return self.see(&events),
            Msg::Reread(events) => return self.reread(&events),
            Msg::Exported(words) => {
                self.notice = Some(words);
                return effects;
            }
            // What is due is kept at the end of every update.
            Msg::Tick => {}
            Msg::Flush => self.keep_all(&mut effects),
            Msg::Resize(columns, rows) => {
                (self.columns, self.rows) = (columns, rows);
                self.reflow();
                return effects;
            }
            Msg::Do(_) | Msg::Digit(_) | Msg::Act(_) | Msg::Edit(_) | Msg::Write(_) | Msg::Wheel(_)
                if self.blank == Blank::On =>
            {
                self.blank = Blank::Off;
                return effects;
            }
            Msg::Do(verb) => {
                self.touched();
                self.verb(verb, &mut effects);
            }
            Msg::Digit(digit) => {
                self.touched();
                self.digit(digit, &mut effects);
            }
            Msg::Act(action) => {
                self.touched();
                self.act(&action, &mut effects);
            }
            Msg::Edit(edit) => {
                self.touched();
                self.edit(edit);
            }
            Msg::Write(words) => {
                self.touched();
                self.write_whole(words);
                self.keep_draft(&mut effects);
            }
            Msg::Wheel(lines) => {
                self.touched();
                self.scroll(lines);
            }
        }
        self.finish(effects)
    }

    /// When `Msg::Tick` is due, in milliseconds of wall time.
    pub fn deadline(&self) -> Option<Millis> {
        match (self.draft_due, self.place_due) {
            (Some(draft), Some(place)) => Some(draft.min(place)),
            (draft, place) => draft.or(place),
        }
    }

    /// The screen on show.
    pub fn screen(&self) -> &Screen {
        &self.layer().screen
    }

    /// The lesson on show.
    pub fn lesson_id(&self) -> Option<&Id> {
        match self.screen() {
            Screen::Lesson(id) | Screen::Results(id) | Screen::Outline(id) => Some(id),
            Screen::Session(_) | Screen::Exam(_) | Screen::Minutes(_) | Screen::Settings => None,
            Screen::Home
            | Screen::Glossary
            | Screen::Term(_)
            | Screen::About
            | Screen::Sources
            | Screen::Help => None,
            Screen::Practice | Screen::Plan | Screen::Form | Screen::CheckIn(_) => None,
            Screen::Notebook | Screen::Entry(_) | Screen::Forget(_) | Screen::Finish => None,
            Screen::Rehearsal(_)
            | Screen::Map(_)
            | Screen::Assessment(_)
            | Screen::Rating(_)
            | Screen::Profile(..) => None,
        }
    }

    /// The first line on show.
    pub fn top(&self) -> usize {
        self.layer().top
    }

    /// Lines of the page that can be seen at once.
    pub fn body(&self) -> usize {
        match self.rows {
            rows if rows >= 8 => rows - 4,
            rows if rows >= 4 => rows - 2,
            rows => rows,
        }
    }

    /// Columns and rows of the window.
    pub fn size(&self) -> (usize, usize) {
        (self.columns, self.rows)
    }

    /// Columns of the text.
    pub fn text_columns(&self) -> usize {
        match self.view.face {
            Face::Screen => self
                .columns
                .saturating_sub(GUTTER * 2)
                .clamp(1, self.view.measure),
            Face::Plain => self.view.measure.max(1),
        }
    }

    /// What is in focus.
    pub fn focus(&self) -> Option<&Stop> {
        self.layer().focus.and_then(|at| self.page.stops.get(at))
    }

    /// The kind of field in focus, if letters are text now.
    pub fn field(&self) -> Option<Lines> {
        match (&self.writing, self.focus().map(|stop| &stop.kind)) {
            (Some((_, writing)), Some(StopKind::Field { .. })) => Some(writing.lines),
            _ => None,
        }
    }

    fn layer(&self) -> &Layer {
        self.stack.last().expect("home is never taken off the stack")
    }

    fn layer_mut(&mut self) -> &mut Layer {
        self.stack.last_mut().expect("home is never taken off the stack")
    }

    /// A key was pressed: what was said about the last one is over.
    fn touched(&mut self) {
        self.notice = None;
        self.here = None;
    }

    /// Ends an update: what follows from the state is made anew, and what is due is kept.
    fn finish(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        self.note_place(&mut effects);
        self.keep_fields(&mut effects);
        self.note_recall(&mut effects);
        self.keep_due(&mut effects);
        effects
    }

    /// Home, with what now in focus.
    fn go_home(&mut self) {
        self.stack = vec![Layer::new(Screen::Home)];
        self.rebuild();
        self.focus_first_row();
    }

    /// Leaves the program, with everything kept.
    fn quit(&mut self, effects: &mut Vec<Effect>) {
        self.keep_all(effects);
        effects.push(Effect::Quit);
    }

    /// The local day of a moment, as in 2026-11-23.
    pub fn day(&self, at: Millis) -> String {
        self.date(at).to_string()
    }

    /// The local date of a moment; the first of 1970 where there is none.
    pub fn date(&self, at: Millis) -> Date {
        let local = at.saturating_add(Millis::from((self.view.zone)(at)) * 1000);
        jiff::Timestamp::from_millisecond(local)
            .unwrap_or_default()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date()
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.date(self.now)
    }

    fn say(&mut self, words: &str) {
        self.notice = Some(Clean::line(words));
    }
}

/// Columns left free at each side of the text; the mark of the focus stands in the left one.
pub const GUTTER: usize = 2;
