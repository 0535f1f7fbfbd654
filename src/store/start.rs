//! Owns what a start knows of the progress: what the snapshot holds and the logs that came after it, or else what all logs hold. Both
//! come to the same. Must not know what an event means.
//!
//! A snapshot is gone on from only if each of its logs is there as it was, and if what came since is new and takes nothing back. Any
//! other case is rare, and then simply all is read. To ask hundreds of logs whether they are as they were takes longer than all else:
//! a thread does it while the first page is made, and before that page is shown its answer counts (`Started::proof`).

use crate::parallel::in_parallel;
use crate::progress::Progress;
use crate::progress::event::{Category, Event, EventKind};
use crate::progress::late_words::{FetchLogs, LateWords, UnreadEntry};
use crate::progress::log;
use crate::progress::private::PrivateEvents;
use crate::progress::renamed::Renamed;
use crate::source::FileStamp;
use crate::source::Id;
use crate::store::cache;
use crate::store::durable;
use crate::store::error::StoreError;
use crate::store::folder::Folder;
use crate::store::fs::FileSystem;
use crate::store::log_files::Stream;
use crate::store::paths::Paths;
use crate::store::reader::{self, Extent, Found, ReadLog, Stamps, sort_events};
use crate::store::snapshot::{self, Snapshot, SnapshotChange, TakenLog, WordsIn, is_settled};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::SystemTime;

/// So many events that are in no snapshot are worth a new one.
const WORTH: usize = 200;

/// What a start knows.
pub struct Started {
    pub progress: Progress,
    pub extent: Extent,
    /// The number of erased events that are still in the files.
    pub leftovers: usize,
    /// What is to be done about the snapshot once there is time.
    pub change: Option<SnapshotChange>,
    /// Where it was gone on from a snapshot, whether that was right.
    pub proof: Option<Proof>,
}

/// What a start may be made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartFrom {
    /// The snapshot, if there is one. Whoever shows anything of it asks for the proof first.
    Snapshot,
    /// All logs: a snapshot was not what it should be.
    Logs,
}

/// Whether the logs of a snapshot are as they were; a thread is asking.
pub struct Proof {
    /// By the places of the logs in the list, those that are in the snapshot.
    expected: Vec<Option<FileStamp>>,
    stamps: JoinHandle<Vec<Option<FileStamp>>>,
}

impl Proof {
    /// Whether each is; waits until that is known.
    pub fn holds(self) -> bool {
        let is_same = |(expected, stamp): (Option<FileStamp>, _)| expected.is_none() || expected == stamp;
        let stamps = self.stamps.join();
        stamps.is_ok_and(|stamps| {
            stamps.len() == self.expected.len() && self.expected.into_iter().zip(stamps).all(is_same)
        })
    }
}

/// Reads what is saved, and folds it; `renamed` are the names of the course that have changed. All but the events is noted in `found`.
pub fn start(
    fs: &Arc<dyn FileSystem>,
    paths: &Paths,
    renamed: &[(String, String)],
    from: StartFrom,
    found: &mut Found,
    problems: &mut Vec<StoreError>,
) -> Started {
    let source = Source {
        fs,
        data: &paths.data,
        folders: Stream::ALL.map(|stream| paths.data.join(stream.name())),
        renamed,
        names: Renamed::of(renamed),
        now: SystemTime::now(),
    };
    let path = snapshot::path(paths);
    let file = path.as_ref().and_then(|path| durable::read(&**fs, path).ok());
    if let Some(file) = &file
        && from == StartFrom::Snapshot
        && let Some(started) = source.after_snapshot(file, found)
    {
        return started;
    }
    let mut started = source.all_logs(path.is_some(), found, problems);
    if file.is_some() && started.change.is_none() {
        started.change = Some(SnapshotChange::Remove);
    }
    started
}

/// The logs there are and the folders they are in; what each is recognized by is asked meanwhile.
struct Listed {
    logs: Arc<Vec<PathBuf>>,
    folders: Vec<Folder>,
    stamps: JoinHandle<Vec<Option<FileStamp>>>,
}

/// Where the logs lie, and what ids in them are called now.
struct Source<'a> {
    fs: &'a Arc<dyn FileSystem>,
    data: &'a Path,
    folders: [PathBuf; 2],
    renamed: &'a [(String, String)],
    names: Renamed,
    now: SystemTime,
}

impl Source<'_> {
    /// From all logs.
    fn all_logs(&self, may_keep: bool, found: &mut Found, problems: &mut Vec<StoreError>) -> Started {
        let mut extent = Extent::default();
        let stamps = if may_keep { Stamps::Taken } else { Stamps::Left };
        let logs = reader::read_logs(&**self.fs, &self.folders, stamps, &mut extent, problems);
        let may_keep = may_keep && problems.is_empty();
        let mut taking = Taking::default();
        let (settled, others) = logs
            .into_iter()
            .partition(|log| may_keep && taking.take(log, self));
        let settled = reader::take(settled, found, &mut extent);
        let others = reader::take(others, found, &mut extent);
        let count = settled.len();
        self.fold(
            Progress::fresh(self.renamed),
            settled,
            count,
            others,
            taking,
            extent,
        )
    }

    /// From the snapshot in this file and what came after it, if that comes to the same.
    fn after_snapshot(&self, file: &[u8], found: &mut Found) -> Option<Started> {
        let (listed, snapshot) = (self.list_apart()?, Snapshot::of(file, self.renamed));
        let Listed {
            logs: listed,
            folders,
            stamps,
        } = listed()?;
        let snapshot = snapshot?;
        let mut extent = Extent {
            logs: Vec::with_capacity(listed.len()),
            folders,
        };
        let (mut new, mut again) = (Vec::new(), Vec::new());
        let mut places: Vec<Option<usize>> = vec![None; snapshot.logs.len()];
        let numbers: HashMap<&str, usize> = (snapshot.logs.iter().map(|log| &*log.path)).zip(0..).collect();
        let mut expected = vec![None; listed.len()];
        for (place, path) in listed.iter().enumerate() {
            let Some(number) = self.name(path).and_then(|name| numbers.get(name)) else {
                new.push(path);
                continue;
            };
            let log = &snapshot.logs[*number];
            if log.words == WordsIn::More {
                again.push(path);
            }
            extent.logs.push((path.clone(), log.whole));
            (expected[place], places[*number]) = (Some(log.stamp), Some(place));
        }
        // None of them may have vanished.
        let places = places.into_iter().collect::<Option<Vec<_>>>()?;
        let mut now_found = Found::default();
        let of_more = reader::take(
            self.read(&again, Stamps::Left)?,
            &mut Found::default(),
            &mut Extent::default(),
        );
        let of_more: Vec<Event> = of_more
            .into_iter()
            .filter(|event| event.kind.is_private())
            .collect();
        let mut taking = Taking::after(&snapshot, &of_more);
        let new = self.read(&new, Stamps::Taken)?.into_iter();
        let (settled, others): (Vec<ReadLog>, Vec<ReadLog>) = new.partition(|log| taking.take(log, self));
        let mut settled = reader::take(settled, &mut now_found, &mut extent);
        let others = reader::take(others, &mut now_found, &mut extent);
        let is_new = |event: &Event| {
            let takes_back = matches!(event.kind, EventKind::Forgotten { .. });
            !takes_back && !snapshot.ids.contains(&event.id) && !snapshot.forgotten.contains(&event.id)
        };
        if taking.has_copies || ![&of_more, &settled, &others].into_iter().flatten().all(is_new) {
            return None;
        }
        found.unknown += snapshot.unknown + now_found.unknown;
        let asides = snapshot.set_aside.iter();
        found.set_aside.extend(
            asides.filter_map(|(nth, aside)| Some((listed.get(*places.get(*nth)?)?.clone(), *aside))),
        );
        found.set_aside.append(&mut now_found.set_aside);
        let stamps_of = snapshot.logs.iter().map(|log| log.stamp);
        let taken = places.into_iter().zip(stamps_of).collect();
        let late = LateWords::new(snapshot.entries, self.fetch(listed, taken), self.names.clone());
        let own = PrivateEvents::later(late, snapshot.forgotten.into_owned());
        let progress = snapshot.progress.into_owned();
        let progress = progress.brought_back(self.names.clone(), snapshot.ids, own);
        let count = settled.len();
        settled.extend(of_more);
        let started = self.fold(progress, settled, count, others, taking, extent);
        Some(Started {
            proof: Some(Proof { expected, stamps }),
            ..started
        })
    }

    /// Goes on with what logs hold that will stay as they are, so many of their events new, and with what others hold.
    fn fold(
        &self,
        mut progress: Progress,
        mut settled: Vec<Event>,
        count: usize,
        mut others: Vec<Event>,
        taking: Taking<'_>,
        extent: Extent,
    ) -> Started {
        let mut change = None;
        let mut leftovers = 0;
        if count > WORTH {
            leftovers = sort_events(&mut settled);
            if leftovers == 0 && goes_on(&settled, &others) {
                settled.drain(..).for_each(|event| progress.take_in(event));
                change = taking.snapshot(self, &progress);
            }
        }
        settled.append(&mut others);
        leftovers += sort_events(&mut settled);
        settled.into_iter().for_each(|event| progress.take_in(event));
        Started {
            progress,
            extent,
            leftovers,
            change,
            proof: None,
        }
    }

    /// Lists the logs on a thread of its own, which then asks what each is recognized by. What comes back waits for the list: there is
    /// none where a folder cannot be listed.
    fn list_apart(&self) -> Option<impl FnOnce() -> Option<Listed> + use<>> {
        let (fs, folders) = (Arc::clone(self.fs), self.folders.clone());
        let (send, list) = channel();
        let work = move || {
            let (mut listed, mut is_whole) = (Vec::new(), true);
            let on_error =
                |_: &Path, error: std::io::Error| is_whole &= error.kind() == std::io::ErrorKind::NotFound;
            let logs = Arc::new(reader::list(&*fs, &folders, &mut listed, on_error));
            // Whoever waits for it may be gone.
            let _ = send.send(is_whole.then(|| (Arc::clone(&logs), listed)));
            let is_wanted = |_: &&PathBuf| Arc::strong_count(&logs) > 1;
            logs.iter()
                .take_while(is_wanted)
                .map(|log| fs.stamp(log).ok())
                .collect()
        };
        let stamps = std::thread::Builder::new().spawn(work).ok()?;
        Some(move || {
            let (logs, folders) = list.recv().ok()??;
            Some(Listed {
                logs,
                folders,
                stamps,
            })
        })
    }

    fn read(&self, logs: &[&PathBuf], stamps: Stamps) -> Option<Vec<ReadLog>> {
        let read = |path: &&PathBuf| reader::read_log(&**self.fs, path, stamps).ok();
        in_parallel(logs, read).into_iter().collect()
    }

    /// The name of a log in the data folder; none where it is no text.
    fn name<'p>(&self, path: &'p Path) -> Option<&'p str> {
        let name = path.to_str()?.strip_prefix(self.data.to_str()?)?;
        name.strip_prefix(std::path::is_separator)
    }

    /// What reads logs of a snapshot later, each by its place in the list. If one of them is not as it was, what was in it may be in any
    /// other.
    fn fetch(&self, listed: Arc<Vec<PathBuf>>, logs: Vec<(usize, FileStamp)>) -> FetchLogs {
        let (fs, folders) = (Arc::clone(self.fs), self.folders.clone());
        Arc::new(move |numbers| {
            let wanted: Vec<_> = numbers.iter().filter_map(|number| logs.get(*number)).collect();
            let read = |(place, stamp): &&(usize, FileStamp)| {
                let path = listed.get(*place)?;
                let is_same = fs.stamp(path).is_ok_and(|now| now == *stamp);
                let bytes = is_same.then(|| durable::read(&*fs, path).ok()).flatten()?;
                Some(log::read(&bytes).events)
            };
            let read: Option<Vec<Vec<Event>>> = in_parallel(&wanted, read).into_iter().collect();
            let all = || {
                let mut found = Found::default();
                reader::read_events(&*fs, &folders, &mut found, &mut Vec::new());
                found.events
            };
            read.map_or_else(all, |read| read.concat())
        })
    }
}

/// Whether a fold of these events can go on with others: no event is in both, and none is taken back.
fn goes_on(events: &[Event], others: &[Event]) -> bool {
    let ids: HashSet<&str> = others.iter().map(|event| &*event.id).collect();
    let takes_back = |event: &Event| matches!(event.kind, EventKind::Forgotten { .. });
    let forgotten = log::forgotten(events);
    !others
        .iter()
        .any(|event| takes_back(event) || forgotten.contains(&event.id))
        && (ids.is_empty() || !events.iter().any(|event| ids.contains(&*event.id)))
}

/// What is taken into a snapshot, beside the fold.
#[derive(Default)]
struct Taking<'a> {
    logs: Vec<TakenLog<'a>>,
    entries: BTreeMap<Id, Vec<usize>>,
    unknown: usize,
    set_aside: Vec<(usize, log::SetAside)>,
    /// The ids of private events in logs that are read at every start.
    of_more: HashSet<String>,
    /// Those of all other private events; of the logs of an earlier snapshot it is not known.
    late: HashSet<String>,
    /// Whether two logs hold the same private event.
    has_copies: bool,
}

impl<'a> Taking<'a> {
    /// What is in a snapshot. `of_more` is what was read again of it.
    fn after(snapshot: &Snapshot<'a>, of_more: &[Event]) -> Taking<'a> {
        Taking {
            logs: snapshot.logs.clone(),
            entries: snapshot
                .entries
                .iter()
                .map(|entry| (entry.name.clone(), entry.logs.clone()))
                .collect(),
            unknown: snapshot.unknown,
            set_aside: snapshot.set_aside.clone(),
            of_more: of_more.iter().map(|event| event.id.clone()).collect(),
            ..Taking::default()
        }
    }

    /// Takes a log, if it will stay as it is.
    fn take(&mut self, log: &ReadLog, source: &Source<'_>) -> bool {
        let stamp = log.stamp.filter(|stamp| is_settled(stamp, source.now));
        let (Some(stamp), Some(name)) = (stamp, source.name(&log.path)) else {
            return false;
        };
        let nth = self.logs.len();
        let (words, entries) = words_in(&log.reading.events, &source.names);
        let private = log.reading.events.iter().filter(|event| event.kind.is_private());
        for Event { id, .. } in private {
            self.has_copies |= self.of_more.contains(id) || self.late.contains(id);
            match words {
                WordsIn::More => self.of_more.insert(id.clone()),
                WordsIn::Nothing | WordsIn::Journal => self.late.insert(id.clone()),
            };
        }
        if words == WordsIn::Journal {
            entries
                .into_iter()
                .for_each(|entry| self.entries.entry(entry).or_default().push(nth));
        }
        self.unknown += log.reading.unknown;
        let asides = log.reading.set_aside.iter();
        self.set_aside.extend(asides.map(|aside| (nth, *aside)));
        self.logs.push(TakenLog {
            path: Cow::Owned(name.to_owned()),
            stamp,
            whole: log.whole,
            words,
        });
        true
    }

    /// The snapshot of a fold of these logs.
    fn snapshot(mut self, source: &Source<'_>, progress: &Progress) -> Option<SnapshotChange> {
        if self.has_copies {
            // Which of two is the right one is known only where both are read.
            self.entries.clear();
            let private = self.logs.iter_mut().filter(|log| log.words == WordsIn::Journal);
            private.for_each(|log| log.words = WordsIn::More);
            self.of_more.extend(self.late);
        }
        let stamp = |log: &TakenLog| (source.data.join(&*log.path), log.stamp);
        let logs = self.logs.iter().map(stamp).collect();
        let again: HashSet<&str> = self.of_more.iter().map(String::as_str).collect();
        let mut snapshot = Snapshot::new(source.renamed, progress);
        snapshot.logs = self.logs;
        let entry = |(name, logs): (Id, Vec<usize>)| UnreadEntry {
            latest: progress.own.latest_at(&name),
            name,
            logs,
        };
        snapshot.entries = self.entries.into_iter().map(entry).collect();
        (snapshot.unknown, snapshot.set_aside) = (self.unknown, self.set_aside);
        snapshot.ids = progress.ids().without(&again);
        let bytes = cache::sealed(&snapshot)?;
        Some(SnapshotChange::Write { bytes, logs })
    }
}

/// What of the learner's own is in a log, and the entries of the journal in it as they are called now.
fn words_in(events: &[Event], names: &Renamed) -> (WordsIn, BTreeSet<Id>) {
    let (mut words, mut entries) = (WordsIn::Nothing, BTreeSet::new());
    for event in events.iter().filter(|event| event.kind.is_private()) {
        match &event.kind {
            EventKind::Wrote { entry, .. } if Category::of(&event.kind) == Category::Journal => {
                entries.insert(names.name(entry));
                if words == WordsIn::Nothing {
                    words = WordsIn::Journal;
                }
            }
            _ => words = WordsIn::More,
        }
    }
    (words, entries)
}
