//! Owns the edge: what comes in from outside, what an effect does outside, and the store behind it. Only here is there I/O.
//! Must not decide anything about courses or pages.

pub mod course_folder;
pub mod export;
pub mod plain;
pub mod print_page;
pub mod terminal;
pub mod testing;

use crate::app::{App, Effect, Msg};
use crate::clean::Clean;
use crate::progress::event::{Event, EventKind};
use crate::progress::log;
use crate::quiz::answer::Draft;
use crate::source::Id;
use crate::store::clock::Stamper;
use crate::store::compaction::UnreadableLines;
use crate::store::error::StoreError;
use crate::store::watch::{PollDepth, Watch};
use crate::store::{EventStore, paths};
use crate::time::Millis;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Something to keep.
#[derive(Clone, Debug)]
pub enum Job {
    /// An event, on the disk before it counts as saved.
    Append(Event),
    /// An unfinished answer.
    Keep(Draft),
    /// An unfinished answer that became an answer.
    Drop(Id),
    /// What events say is forgotten, to be taken out of the files.
    Sweep,
    /// A file to take away: its name and its words.
    Export(&'static str, String),
}

/// What came of a job.
#[derive(Clone, Debug)]
pub enum Ack {
    /// Every event up to this id is on the disk.
    Saved(String),
    /// It could not be saved; it stays in memory and is tried again with the next one.
    Failed(Clean),
    /// An unfinished answer is kept.
    Kept,
    /// An unfinished answer could not be kept.
    NotKept(Clean),
    /// A file was written, or why not, in words.
    Exported(Clean),
}

impl From<Ack> for Msg {
    fn from(ack: Ack) -> Msg {
        match ack {
            Ack::Saved(id) => Msg::Saved(id),
            Ack::Failed(why) => Msg::SaveFailed(why),
            Ack::Kept => Msg::Kept,
            Ack::NotKept(why) => Msg::NotKept(why),
            Ack::Exported(words) => Msg::Exported(words),
        }
    }
}

/// Where progress is kept.
pub trait Store {
    /// Takes a job. What is known of it at once comes back at once; the rest comes later, where there is a later.
    fn put(&mut self, job: Job) -> Vec<Ack>;
    /// Waits until everything that was put is kept or has failed; what had failed before is tried once more.
    fn finish(&mut self) -> Vec<Ack>;
    /// Events that other windows and machines have written since this was asked last, and some that are known.
    fn look(&mut self, look: PollDepth) -> Vec<Event>;
    /// All events that are kept, in order.
    fn again(&mut self) -> Vec<Event>;
    /// After the end: saves what could not be saved in another folder, named by these words.
    fn save_in(&mut self, folder: &str) -> Vec<Ack>;
}

impl Store for EventStore {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        let (done, saved) = match job {
            Job::Append(event) => (self.append(std::slice::from_ref(&event)), Some(event.id)),
            Job::Keep(draft) => (self.keep_draft(&draft), None),
            Job::Drop(question) => (self.drop_draft(&question), None),
            Job::Sweep => (self.compact(UnreadableLines::Keep).map(drop), None),
            Job::Export(name, words) => {
                return vec![Ack::Exported(Clean::line(&export::write_here(name, &words)))];
            }
        };
        match (done, saved) {
            (done, Some(id)) => vec![appended(done, id)],
            (Ok(()), None) => vec![Ack::Kept],
            (Err(problem), None) => vec![Ack::NotKept(Clean::line(&problem.to_string()))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        match self.unsaved() {
            0 => Vec::new(),
            _ => vec![appended(self.append(&[]), self.last().to_owned())],
        }
    }

    fn save_in(&mut self, folder: &str) -> Vec<Ack> {
        let moved = paths::typed(folder).and_then(|folder| self.move_to(folder));
        vec![appended(moved, self.last().to_owned())]
    }

    fn look(&mut self, look: PollDepth) -> Vec<Event> {
        self.watch().poll(look)
    }

    fn again(&mut self) -> Vec<Event> {
        self.watch().read_all()
    }
}

fn appended(done: Result<(), StoreError>, id: String) -> Ack {
    match done {
        Ok(()) => Ack::Saved(id),
        Err(problem) => Ack::Failed(Clean::line(&problem.to_string())),
    }
}

/// A store on a thread of its own, so that a frame never waits for the disk. Acks come through `later`.
pub struct Apart {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<EventStore>>,
    /// The disk, back from its thread.
    disk: Option<EventStore>,
    watch: Watch,
}

impl Apart {
    /// Moves `disk` to its thread; `later` is called there with every ack.
    pub fn new(mut disk: EventStore, later: impl Fn(Ack) + Send + 'static) -> std::io::Result<Apart> {
        let watch = disk.take_watch();
        let (jobs, inbox): (Sender<Job>, Receiver<Job>) = channel();
        let work = move || {
            inbox
                .into_iter()
                .for_each(|job| disk.put(job).into_iter().for_each(&later));
            disk
        };
        let thread = std::thread::Builder::new().name("disk".into()).spawn(work)?;
        Ok(Apart {
            jobs: Some(jobs),
            thread: Some(thread),
            disk: None,
            watch,
        })
    }
}

impl Store for Apart {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        match &self.jobs {
            Some(jobs) if jobs.send(job).is_ok() => Vec::new(),
            _ => vec![Ack::Failed(Clean::new(
                "the thread that saves has ended; quit and start again",
            ))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        self.jobs = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(_)) => vec![Ack::Failed(Clean::new(
                "the thread that saves has failed; start again to see what was kept",
            ))],
            Some(Ok(disk)) => self.disk.insert(disk).finish(),
            None => Vec::new(),
        }
    }

    fn look(&mut self, look: PollDepth) -> Vec<Event> {
        self.watch.poll(look)
    }

    fn again(&mut self) -> Vec<Event> {
        self.watch.read_all()
    }

    fn save_in(&mut self, folder: &str) -> Vec<Ack> {
        self.disk
            .as_mut()
            .map(|disk| disk.save_in(folder))
            .unwrap_or_default()
    }
}

/// Offers other folders for what could not be saved, until all of it is saved or nothing is typed. Gives back what to say then.
///
/// # Errors
/// What asking gave.
pub fn offer(
    app: &mut App,
    store: &mut dyn Store,
    now: Millis,
    mut ask: impl FnMut(&str) -> io::Result<Option<String>>,
) -> io::Result<Option<Clean>> {
    let mut told = None;
    while let count @ 1.. = app.unsaved() {
        let what = if count == 1 {
            "One answer or place is".to_owned()
        } else {
            format!("{count} answers or places are")
        };
        let why = app.trouble.as_deref().unwrap_or("the disk did not answer");
        let Some(folder) = ask(&format!(
            "{what} NOT SAVED: {why}\nType another folder to save them in, or nothing to leave: "
        ))?
        else {
            return Ok(None);
        };
        for ack in store.save_in(&folder) {
            app.update(ack.into(), now);
        }
        if app.unsaved() == 0 {
            told = Some(Clean::line(&format!(
                "Saved in {folder}. To go on from there: ally-up --data {folder}"
            )));
        }
    }
    Ok(told)
}

/// Whether the program goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It does.
    On,
    /// It ends.
    End,
}

/// Gives the app a message and performs what comes of it.
pub fn send(app: &mut App, msg: Msg, stamper: &mut Stamper, store: &mut dyn Store, now: Millis) -> Flow {
    let effects = app.update(msg, now);
    perform(app, effects, stamper, store, now)
}

/// Looks for what other windows and machines have written, and gives it to the app. Nothing new costs next to nothing.
pub fn look(app: &mut App, look: PollDepth, stamper: &mut Stamper, store: &mut dyn Store, now: Millis) {
    let mut news = store.look(look);
    let forgotten = log::forgotten(&news);
    news.retain(|event| !app.progress.knows(&event.id) && log::survives(event, &forgotten));
    if news.is_empty() {
        return;
    }
    news.iter().for_each(|event| stamper.see(event.clock));
    let forgets = news
        .iter()
        .any(|event| matches!(event.kind, EventKind::Forgotten { .. }));
    if forgets {
        // This window's own files hold some of it, and nobody else may touch them.
        store
            .put(Job::Sweep)
            .into_iter()
            .for_each(|ack| drop(app.update(ack.into(), now)));
    }
    // Some of what was folded in is gone. Unless something is only in memory, all is folded anew from what there is.
    let msg = if forgets && app.unsaved() == 0 {
        Msg::Reread(store.again())
    } else {
        Msg::Seen(news)
    };
    send(app, msg, stamper, store, now);
}

/// Records what happened.
fn record(
    app: &mut App,
    kind: EventKind,
    stamper: &mut Stamper,
    store: &mut dyn Store,
    now: Millis,
) -> (Vec<Ack>, Flow) {
    let event = stamper.stamp(kind, now);
    let more = app.update(Msg::Recorded(event.clone()), now);
    let acks = store.put(Job::Append(event));
    (acks, perform(app, more, stamper, store, now))
}

/// Performs effects in their order.
pub fn perform(
    app: &mut App,
    effects: Vec<Effect>,
    stamper: &mut Stamper,
    store: &mut dyn Store,
    now: Millis,
) -> Flow {
    let mut flow = Flow::On;
    for effect in effects {
        let acks = match effect {
            Effect::Record(kind) => {
                let (acks, then) = record(app, kind, stamper, store, now);
                if then == Flow::End {
                    flow = Flow::End;
                }
                acks
            }
            Effect::Forget(events) => {
                let said = log::chunks::split_ids(&events)
                    .into_iter()
                    .flat_map(|kind| record(app, kind, stamper, store, now).0);
                let mut acks: Vec<Ack> = said.collect();
                acks.extend(store.put(Job::Sweep));
                acks
            }
            Effect::Draft(draft) => store.put(Job::Keep(draft)),
            Effect::DropDraft(question) => store.put(Job::Drop(question)),
            Effect::Export(what) => {
                let (name, words) = export::file(app, what);
                store.put(Job::Export(name, words))
            }
            Effect::Quit => {
                flow = Flow::End;
                Vec::new()
            }
        };
        for ack in acks {
            app.update(ack.into(), now);
        }
    }
    flow
}
