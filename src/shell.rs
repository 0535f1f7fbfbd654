//! Owns the edge: what comes in from outside, what an effect does outside, and the store behind it. Only here is there I/O.
//! Must not decide anything about courses or pages.

pub mod disk;
pub mod folder;
pub mod plain;
pub mod print;
pub mod script;
pub mod takeaway;
pub mod terminal;

use crate::app::{App, Effect, Msg};
use crate::clean::Clean;
use crate::progress::event::{Draft, Event, Millis};
use crate::shell::disk::{Disk, Stamper};
use crate::source::Id;
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
    /// Waits until everything that was put is kept or has failed.
    fn finish(&mut self) -> Vec<Ack>;
}

impl Store for Disk {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        let (done, saved) = match job {
            Job::Append(event) => (self.append(std::slice::from_ref(&event)), Some(event.id)),
            Job::Keep(draft) => (self.keep_draft(&draft), None),
            Job::Drop(question) => (self.drop_draft(&question), None),
            Job::Export(name, words) => return vec![Ack::Exported(Clean::line(&takeaway::write_here(name, &words)))],
        };
        match (done, saved) {
            (Ok(()), Some(id)) => vec![Ack::Saved(id)],
            (Ok(()), None) => vec![Ack::Kept],
            (Err(problem), Some(_)) => vec![Ack::Failed(Clean::line(&problem.to_string()))],
            (Err(problem), None) => vec![Ack::NotKept(Clean::line(&problem.to_string()))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        Vec::new()
    }
}

/// A store on a thread of its own, so that a frame never waits for the disk. Acks come through `later`.
pub struct Apart {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Apart {
    /// Moves `disk` to its thread; `later` is called there with every ack.
    pub fn new(mut disk: Disk, later: impl Fn(Ack) + Send + 'static) -> std::io::Result<Apart> {
        let (jobs, inbox): (Sender<Job>, Receiver<Job>) = channel();
        let work = move || inbox.into_iter().for_each(|job| disk.put(job).into_iter().for_each(&later));
        let thread = std::thread::Builder::new().name("disk".into()).spawn(work)?;
        Ok(Apart { jobs: Some(jobs), thread: Some(thread) })
    }
}

impl Store for Apart {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        match &self.jobs {
            Some(jobs) if jobs.send(job).is_ok() => Vec::new(),
            _ => vec![Ack::Failed(Clean::new("the thread that saves has ended; quit and start again"))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        self.jobs = None;
        match self.thread.take().map(JoinHandle::join) {
            Some(Err(_)) => vec![Ack::Failed(Clean::new("the thread that saves has failed; start again to see what was kept"))],
            Some(Ok(())) | None => Vec::new(),
        }
    }
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

/// Performs effects in their order.
pub fn perform(app: &mut App, effects: Vec<Effect>, stamper: &mut Stamper, store: &mut dyn Store, now: Millis) -> Flow {
    let mut flow = Flow::On;
    for effect in effects {
        let acks = match effect {
            Effect::Record(kind) => {
                let event = stamper.stamp(kind, now);
                let more = app.update(Msg::Recorded(event.clone()), now);
                let acks = store.put(Job::Append(event));
                if perform(app, more, stamper, store, now) == Flow::End {
                    flow = Flow::End;
                }
                acks
            }
            Effect::Draft(draft) => store.put(Job::Keep(draft)),
            Effect::DropDraft(question) => store.put(Job::Drop(question)),
            Effect::Export(what) => {
                let (name, words) = takeaway::file(app, what);
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
