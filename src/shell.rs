//! Owns the edge: what comes in from outside, what an effect does outside, and the store behind it. Only here is there I/O.
//! Must not decide anything about courses or pages.

pub mod clipboard;
pub mod course_folder;
pub mod course_watch;
pub mod editor;
pub mod fault;
pub mod frame;
pub mod inbox;
pub mod keys;
pub mod modes;
pub mod output;
pub mod plain;
pub mod print_page;
pub mod settings_file;
pub mod sgr;
pub mod terminal;
pub mod testing;
pub mod write_here;

#[cfg(not(unix))]
#[path = "shell/console.rs"]
pub mod system;
#[cfg(unix)]
#[path = "shell/unix.rs"]
pub mod system;

use crate::app::jobs::{Ack, Job};
use crate::app::{App, Effect, Msg};
use crate::clean::Clean;
use crate::export;
use crate::progress::event::{Event, EventKind};
use crate::progress::log;
use crate::shell::output::OUTPUT;
use crate::shell::write_here::write_here;
use crate::store::compaction::UnreadableLines;
use crate::store::error::StoreError;
use crate::store::watch::{PollDepth, Watch};
use crate::store::{EventStore, paths};
use crate::time::Millis;
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

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
            Job::Check => {
                let was_saved = self.unsaved() == 0;
                match self.append(&[]) {
                    Ok(()) if was_saved => return Vec::new(),
                    done => (done, Some(self.last().to_owned())),
                }
            }
            Job::KeepDraft(draft) => (self.keep_draft(&draft), None),
            Job::DropDraft(question) => (self.drop_draft(&question), None),
            Job::Sweep => (self.compact(UnreadableLines::Keep).map(drop), None),
            Job::Snapshot => {
                self.change_snapshot();
                return Vec::new();
            }
            Job::KeepSetting(name, value) => {
                let told = settings_file::change(name, value).err();
                return told
                    .iter()
                    .map(|problem| Ack::Told(Clean::line(&problem.to_string())))
                    .collect();
            }
            Job::WriteFile(name, words) => {
                return vec![Ack::Told(Clean::line(&write_here(name, &words)))];
            }
        };
        match (done, saved) {
            (done, Some(id)) => {
                let told = self
                    .take_notes()
                    .into_iter()
                    .map(|note| Ack::Told(Clean::line(&note)));
                appended(self, done, id)
                    .into_iter()
                    .chain(told.collect::<Vec<_>>())
                    .collect()
            }
            (Ok(()), None) => vec![Ack::Kept],
            (Err(problem), None) => vec![Ack::NotKept(Clean::line(&problem.to_string()))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        self.put(Job::Check)
    }

    fn save_in(&mut self, folder: &str) -> Vec<Ack> {
        let moved = paths::typed(&**self.fs(), folder).and_then(|folder| self.move_to(&folder));
        appended(self, moved, self.last().to_owned())
    }

    fn look(&mut self, look: PollDepth) -> Vec<Event> {
        self.watch().poll(look)
    }

    fn again(&mut self) -> Vec<Event> {
        self.watch().read_all()
    }
}

fn appended(disk: &EventStore, done: Result<(), StoreError>, id: String) -> Vec<Ack> {
    match done {
        Ok(()) => vec![Ack::Saved(id)],
        Err(problem) => vec![
            Ack::Lost(disk.lost()),
            Ack::Failed(Clean::line(&problem.to_string())),
        ],
    }
}

/// What the thread of the store is asked for.
enum DiskOrder {
    Do(Job),
    /// Say when all that was asked for before is done.
    Tell(Sender<()>),
}

/// What is called with every ack, on the thread of the store.
type Later = Box<dyn Fn(Ack) + Send>;

/// A store on a thread of its own, so that a frame never waits for the disk. Acks come through `later`. The thread begins with the first
/// job: a first frame does not wait for it, and whoever only looks needs none. Where none can be started, the disk is waited for.
pub struct Apart {
    jobs: Option<Sender<DiskOrder>>,
    thread: Option<JoinHandle<Option<(EventStore, Later)>>>,
    /// The disk, before its thread begins and after it has ended.
    disk: Option<(EventStore, Later)>,
    watch: Watch,
}

impl Apart {
    /// Keeps `disk` for its thread; `later` is called there with every ack.
    pub fn new(mut disk: EventStore, later: impl Fn(Ack) + Send + 'static) -> Apart {
        Apart {
            watch: disk.take_watch(),
            jobs: None,
            thread: None,
            disk: Some((disk, Box::new(later))),
        }
    }

    /// Moves the disk to its thread, if one can be started.
    fn begin(&mut self) {
        let (give, given) = channel::<(EventStore, Later)>();
        let (jobs, inbox): (Sender<DiskOrder>, Receiver<DiskOrder>) = channel();
        let work = move || {
            let (mut disk, later) = given.recv().ok()?;
            for order in inbox {
                let job = match order {
                    DiskOrder::Do(job) => job,
                    // Who asked may not wait any more.
                    DiskOrder::Tell(done) => {
                        let _ = done.send(());
                        continue;
                    }
                };
                // What fails here ends the program, but what is written meanwhile is kept first.
                let put = catch_unwind(AssertUnwindSafe(|| disk.put(job)));
                let failed = || vec![Ack::Failed(Clean::new("the thread that saves has failed"))];
                put.unwrap_or_else(|_| failed()).into_iter().for_each(&later);
            }
            Some((disk, later))
        };
        if let Ok(thread) = std::thread::Builder::new().name("disk".into()).spawn(work) {
            if let Some(disk) = self.disk.take() {
                // It waits for this.
                let _ = give.send(disk);
            }
            (self.jobs, self.thread) = (Some(jobs), Some(thread));
        }
    }

    /// Waits until all that was put is done, no longer than this.
    pub fn wait(&self, within: Duration) {
        let (done, told) = channel();
        if let Some(jobs) = &self.jobs
            && jobs.send(DiskOrder::Tell(done)).is_ok()
        {
            let _ = told.recv_timeout(within);
        }
    }
}

impl Store for Apart {
    fn put(&mut self, job: Job) -> Vec<Ack> {
        if self.disk.is_some() {
            self.begin();
        }
        match (&mut self.disk, &self.jobs) {
            (Some((disk, _)), _) => disk.put(job),
            (None, Some(jobs)) if jobs.send(DiskOrder::Do(job)).is_ok() => Vec::new(),
            (None, _) => vec![Ack::Failed(Clean::new(
                "the thread that saves has ended; quit and start again",
            ))],
        }
    }

    fn finish(&mut self) -> Vec<Ack> {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            match thread.join() {
                Ok(disk) => self.disk = disk,
                Err(_) => {
                    return vec![Ack::Failed(Clean::new(
                        "the thread that saves has failed; start again to see what was kept",
                    ))];
                }
            }
        }
        self.disk
            .as_mut()
            .map(|(disk, _)| disk.finish())
            .unwrap_or_default()
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
            .map(|(disk, _)| disk.save_in(folder))
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
    while let count @ 1.. = app.model().saving.unsaved() {
        let what = if count == 1 {
            "One answer or place is".to_owned()
        } else {
            format!("{count} answers or places are")
        };
        let why = app
            .model()
            .saving
            .trouble
            .as_deref()
            .unwrap_or("the disk did not answer");
        let Some(folder) = ask(&format!(
            "{what} NOT SAVED: {why}\nAnother folder, or nothing to leave: "
        ))?
        else {
            return Ok(None);
        };
        hear(app, store.save_in(&folder), now);
        if app.model().saving.unsaved() == 0 {
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
    On,
    /// It ends.
    End,
}

/// Gives the app a message and performs what comes of it, in its order.
pub fn send(app: &mut App, msg: Msg, store: &mut dyn Store, now: Millis) -> Flow {
    let mut flow = Flow::On;
    let is_edit = matches!(msg, Msg::Edited(_));
    let renames = is_edit.then(|| app.model().library.course.renames());
    let mut effects = VecDeque::from(app.update(msg, now));
    while let Some(effect) = effects.pop_front() {
        let acks = match effect {
            Effect::Store(job) => store.put(job),
            Effect::Export(what) => match export::file(app.model(), what) {
                Ok((name, words)) => store.put(Job::WriteFile(name, words)),
                Err(why) => vec![Ack::Told(Clean::line(&format!("NOT WRITTEN: {why}.")))],
            },
            Effect::Copy(words) => {
                OUTPUT.send(&clipboard::sequence(&words));
                Vec::new()
            }
            Effect::Quit => {
                flow = Flow::End;
                Vec::new()
            }
        };
        for ack in acks {
            effects.extend(app.update(Msg::Store(ack), now));
        }
    }
    let is_renamed = renames.is_some_and(|before| before != app.model().library.course.renames());
    // What is only in memory is not folded anew: then the new names count from the next start on.
    if is_renamed && app.model().saving.unsaved() == 0 {
        let events = store.again();
        send(app, Msg::Reread(events), store, now);
    }
    flow
}

/// Looks for what other windows and machines have written, and gives it to the app. Nothing new costs next to nothing.
pub fn look(app: &mut App, look: PollDepth, store: &mut dyn Store, now: Millis) {
    if look == PollDepth::Full {
        hear(app, store.put(Job::Check), now);
    }
    let mut news = store.look(look);
    let forgotten = log::forgotten(&news);
    let known = |event: &Event| app.model().progress.knows(&event.id);
    news.retain(|event| !known(event) && log::survives(event, &forgotten));
    if news.is_empty() {
        return;
    }
    let erases = news
        .iter()
        .any(|event| matches!(event.kind, EventKind::Forgotten { .. }));
    if erases {
        // Some of it may stand in files of this session, and only this session writes those.
        hear(app, store.put(Job::Sweep), now);
    }
    // Some of what was folded in is gone. Unless something is only in memory, all is folded anew from what there is.
    let msg = if erases && app.model().saving.unsaved() == 0 {
        Msg::Reread(store.again())
    } else {
        Msg::Seen(news)
    };
    send(app, msg, store, now);
}

/// Tells the app what became of jobs.
pub fn hear(app: &mut App, acks: Vec<Ack>, now: Millis) {
    for ack in acks {
        app.update(Msg::Store(ack), now);
    }
}

/// Keeps everything, at the end.
pub fn finish(app: &mut App, store: &mut dyn Store, now: Millis) {
    send(app, Msg::Flush, store, now);
    hear(app, store.finish(), now);
}
