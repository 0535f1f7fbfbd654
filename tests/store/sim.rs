//! Owns a disk that keeps what is there to stay apart from what is only in memory, and can tell every state a power cut may leave.
//! Must not know what the store writes.
//!
//! The model is harsher than the file systems in use: names are kept or lost one by one; bytes that were not synced are kept, lost,
//! torn, zeroed, or replaced by noise or by what lay there before. After a sync that failed, the pages count as clean and may be
//! lost for good, although a second sync says `Ok`. Names whose sync failed stay pending, as in a journal.

use crate::dice::Dice;
use ally_up::store::fs::{AppendFile, FileSystem, FileType};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::TryLockError;
use std::io::{self, ErrorKind, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// How an operation goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// ENOSPC.
    Full,
    /// EDQUOT.
    Quota,
    /// EIO.
    Broken,
    /// EROFS.
    ReadOnly,
    /// EACCES.
    Denied,
    /// EMFILE.
    TooManyFiles,
    /// EINTR, for a write.
    Interrupted,
    /// A write takes only some of its bytes.
    Short,
    /// The process was killed: nothing it asks for happens any more.
    Dead,
}

impl Kind {
    fn error(self) -> io::Error {
        match self {
            Kind::Full => ErrorKind::StorageFull.into(),
            Kind::Quota => ErrorKind::QuotaExceeded.into(),
            Kind::Broken => io::Error::other("Input/output error"),
            Kind::ReadOnly => ErrorKind::ReadOnlyFilesystem.into(),
            Kind::Denied => ErrorKind::PermissionDenied.into(),
            Kind::TooManyFiles => io::Error::other("Too many open files"),
            Kind::Interrupted | Kind::Short => ErrorKind::Interrupted.into(),
            Kind::Dead => io::Error::other("killed"),
        }
    }
}

/// Operations that go wrong, counted from the first of all.
#[derive(Clone, Debug)]
pub struct Fault {
    pub steps: Range<u64>,
    pub kind: Kind,
}

/// What is under one name, or was.
#[derive(Clone)]
enum Node {
    Folder(Folder),
    File(File),
}

#[derive(Clone, Default)]
struct Folder {
    kept: BTreeMap<String, usize>,
    pending: Vec<Change>,
}

/// A name was given or taken away.
#[derive(Clone)]
enum Change {
    Give(String, usize),
    Take(String),
}

#[derive(Clone, Default)]
struct File {
    kept: Vec<u8>,
    edits: Vec<(Edit, Fate)>,
}

#[derive(Clone)]
pub enum Edit {
    Cut(usize),
    Put(usize, Vec<u8>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// In memory; the next sync that succeeds keeps it.
    Pending,
    Kept,
    /// Its sync failed: perhaps it is on the disk, perhaps not, and nobody will write it again.
    LetGo,
}

/// All that is on the disk and in memory at one moment.
#[derive(Clone)]
pub struct Image(Vec<Arc<Node>>);

/// Ways that bytes which were not synced may look after a power cut.
const WAYS: usize = 9;

impl Folder {
    fn live(&self) -> BTreeMap<String, usize> {
        let mut names = self.kept.clone();
        self.pending.iter().for_each(|change| change.apply(&mut names));
        names
    }
}

impl Change {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Change::Give(name, node) => drop(names.insert(name.clone(), *node)),
            Change::Take(name) => drop(names.remove(name)),
        }
    }
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Edit::Cut(length) => bytes.truncate(*length),
            Edit::Put(at, put) => {
                bytes.resize(bytes.len().max(at + put.len()), 0);
                bytes[*at..at + put.len()].copy_from_slice(put);
            }
        }
    }

    /// What a power cut may make of it.
    fn torn(&self, way: usize, stale: &[u8], dice: &mut Dice) -> Option<Edit> {
        let Edit::Put(at, bytes) = self else {
            return (way % 2 == 1).then(|| self.clone());
        };
        let (at, mut bytes) = (*at, bytes.clone());
        let cut = dice.below(bytes.len() + 1);
        match way {
            0 => return None,
            1 => {}
            2 => bytes.truncate(cut),
            3 => bytes.truncate(bytes.len().saturating_sub(1)),
            4 => bytes.fill(0),
            5 => bytes[cut..].fill(0),
            6 => bytes[cut..]
                .iter_mut()
                .for_each(|byte| *byte = dice.below(256) as u8),
            7 => bytes[..cut].fill(0),
            _ => bytes[cut..]
                .iter_mut()
                .zip(stale.iter().chain(std::iter::repeat(&b'\n')))
                .for_each(|(byte, old)| *byte = *old),
        }
        Some(Edit::Put(at, bytes))
    }
}

impl File {
    fn live(&self) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        self.edits.iter().for_each(|(edit, _)| edit.apply(&mut bytes));
        bytes
    }

    fn settle(&mut self, fate: Fate) {
        self.edits
            .iter_mut()
            .filter(|(_, now)| *now == Fate::Pending)
            .for_each(|(_, now)| *now = fate);
        let settled = self
            .edits
            .iter()
            .take_while(|(_, fate)| *fate == Fate::Kept)
            .count();
        for (edit, _) in self.edits.drain(..settled) {
            edit.apply(&mut self.kept);
        }
    }
}

impl Image {
    /// An empty disk.
    fn new() -> Image {
        Image(vec![Arc::new(Node::Folder(Folder::default()))])
    }

    /// How many choices a power cut has with each thing that is not there to stay.
    fn choices(&self) -> Vec<usize> {
        let of = |node: &Arc<Node>| match &**node {
            Node::Folder(folder) => vec![2; folder.pending.len()],
            Node::File(file) => file
                .edits
                .iter()
                .filter(|(_, fate)| *fate != Fate::Kept)
                .map(|_| WAYS)
                .collect(),
        };
        self.0.iter().flat_map(of).collect()
    }

    /// What is left after a power cut that chose so.
    fn cut(&self, chosen: &[usize], dice: &mut Dice) -> Image {
        let mut chosen = chosen.iter().copied();
        let stale = self.0.iter().find_map(|node| match &**node {
            Node::File(file) if file.kept.len() > 99 => Some(&file.kept[..]),
            Node::File(_) | Node::Folder(_) => None,
        });
        let mut next = |node: &Arc<Node>| match &**node {
            Node::Folder(folder) => {
                let mut kept = folder.kept.clone();
                let survivors = folder.pending.iter().filter(|_| chosen.next() == Some(1));
                survivors.for_each(|change| change.apply(&mut kept));
                Node::Folder(Folder {
                    kept,
                    pending: Vec::new(),
                })
            }
            Node::File(file) => {
                let mut kept = file.kept.clone();
                for (edit, fate) in &file.edits {
                    let left = match fate {
                        Fate::Kept => Some(edit.clone()),
                        Fate::Pending | Fate::LetGo => {
                            edit.torn(chosen.next().unwrap_or(0), stale.unwrap_or_default(), dice)
                        }
                    };
                    left.iter().for_each(|edit| edit.apply(&mut kept));
                }
                Node::File(File {
                    kept,
                    edits: Vec::new(),
                })
            }
        };
        Image(self.0.iter().map(|node| Arc::new(next(node))).collect())
    }

    /// States that a power cut now may leave: all of them, or where there are more, `most` taken by chance and the two extremes.
    pub fn cuts(&self, most: usize, dice: &mut Dice) -> Vec<Image> {
        let choices = self.choices();
        let all = choices
            .iter()
            .try_fold(1usize, |all, ways| all.checked_mul(*ways))
            .filter(|all| *all <= most);
        let numbered = |mut number: usize| -> Vec<usize> {
            let digit = |ways: &usize| {
                let digit = number % ways;
                number /= ways;
                digit
            };
            choices.iter().map(digit).collect()
        };
        let chosen: Vec<Vec<usize>> = match all {
            Some(all) => (0..all).map(numbered).collect(),
            None => {
                let extremes = [0, 1].map(|way| vec![way; choices.len()]);
                let chance = (2..most).map(|_| choices.iter().map(|ways| dice.below(*ways)).collect());
                extremes.into_iter().chain(chance).collect()
            }
        };
        chosen.iter().map(|chosen| self.cut(chosen, dice)).collect()
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let mut at = 0;
        for part in path.components().skip(1) {
            let Node::Folder(folder) = &*self.0[at] else {
                return Err(ErrorKind::NotADirectory.into());
            };
            let name = part.as_os_str().to_string_lossy();
            at = *folder.live().get(&*name).ok_or(ErrorKind::NotFound)?;
        }
        Ok(at)
    }

    fn folder(&mut self, path: &Path) -> io::Result<&mut Folder> {
        let at = self.find(path)?;
        match Arc::make_mut(&mut self.0[at]) {
            Node::Folder(folder) => Ok(folder),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn file(&mut self, at: usize) -> &mut File {
        match Arc::make_mut(&mut self.0[at]) {
            Node::File(file) => file,
            Node::Folder(_) => panic!("a pen writes to files only"),
        }
    }

    /// Puts a new node under a name that is free.
    fn place(&mut self, path: &Path, node: Node) -> io::Result<usize> {
        let (parent, name) = split(path);
        if self.folder(parent)?.live().contains_key(&name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let at = self.0.len();
        self.folder(parent)?.pending.push(Change::Give(name, at));
        self.0.push(Arc::new(node));
        Ok(at)
    }
}

fn split(path: &Path) -> (&Path, String) {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    (path.parent().unwrap_or(Path::new("/")), name)
}

/// What happens in the middle of an operation.
type Meanwhile = Box<dyn FnOnce() + Send>;

struct State {
    image: Image,
    dice: Dice,
    steps: u64,
    faults: Vec<Fault>,
    choppy: bool,
    lockless: bool,
    meanwhile: Option<(u64, Meanwhile)>,
    locked: BTreeSet<usize>,
    trace: Vec<Image>,
}

/// The disk.
#[derive(Clone)]
pub struct Sim(Arc<Mutex<State>>);

impl Sim {
    /// An empty disk with one folder, there to stay.
    pub fn new(home: &Path, seed: u64) -> Sim {
        let sim = Sim::of(Image::new(), seed);
        for folder in home.ancestors().collect::<Vec<_>>().into_iter().rev().skip(1) {
            sim.make_folder(folder).expect("the disk is empty");
            sim.sync_folder(folder.parent().expect("only the root has none"))
                .expect("nothing fails yet");
        }
        sim.state().trace.clear();
        sim
    }

    /// A disk in this state, freshly started.
    pub fn of(image: Image, seed: u64) -> Sim {
        let state = State {
            image,
            dice: Dice(seed),
            steps: 0,
            faults: Vec::new(),
            choppy: false,
            lockless: false,
            meanwhile: None,
            locked: BTreeSet::new(),
            trace: Vec::new(),
        };
        Sim(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("nothing panics while it holds the disk")
    }

    /// Some writes take only some of their bytes from now on.
    pub fn be_choppy(&self) {
        self.state().choppy = true;
    }

    /// It has no locks, like some network file systems.
    pub fn be_lockless(&self) {
        self.state().lockless = true;
    }

    /// Operations asked for so far.
    pub fn steps(&self) -> u64 {
        self.state().steps
    }

    /// From the operation after so many more on, this goes wrong for so many.
    pub fn fail(&self, after: u64, count: u64, kind: Kind) {
        let mut state = self.state();
        let start = state.steps.saturating_add(after);
        state.faults.push(Fault {
            steps: start..start.saturating_add(count),
            kind,
        });
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.state().faults.clear();
    }

    /// Something else happens right before the operation after so many more.
    pub fn meanwhile(&self, after: u64, what: Meanwhile) {
        let mut state = self.state();
        let at = state.steps + after;
        state.meanwhile = Some((at, what));
    }

    /// Every state since this was asked last: one after each operation that changed something.
    pub fn trace(&self) -> Vec<Image> {
        std::mem::take(&mut self.state().trace)
    }

    /// The state as it is.
    pub fn image(&self) -> Image {
        self.state().image.clone()
    }

    /// An edit that no `AppendFile` can make.
    pub fn edit(&self, path: &Path, edit: Edit) -> io::Result<()> {
        let mut state = self.state();
        let at = state.image.find(path)?;
        state.edit(at, edit);
        Ok(())
    }

    /// One operation begins.
    fn begin(&self) -> Result<(), Kind> {
        let due = {
            let mut state = self.state();
            let now = state.steps;
            state.meanwhile.take_if(|(at, _)| *at <= now)
        };
        if let Some((_, what)) = due {
            what();
        }
        let mut state = self.state();
        let now = state.steps;
        state.steps += 1;
        state
            .faults
            .iter()
            .find(|fault| fault.steps.contains(&now))
            .map_or(Ok(()), |fault| Err(fault.kind))
    }

    /// One operation that either happens whole or not at all.
    fn whole<T>(&self, operation: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        match self.begin() {
            Ok(()) | Err(Kind::Interrupted | Kind::Short) => operation(&mut self.state()),
            Err(kind) => Err(kind.error()),
        }
    }
}

impl State {
    fn edit(&mut self, at: usize, edit: Edit) {
        self.image.file(at).edits.push((edit, Fate::Pending));
        self.changed();
    }

    fn changed(&mut self) {
        self.trace.push(self.image.clone());
    }
}

impl FileSystem for Sim {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
        self.whole(|state| {
            let names = state.image.folder(folder)?.live();
            let sort = |at: usize| match &*state.image.0[at] {
                Node::Folder(_) => FileType::Folder,
                Node::File(_) => FileType::File,
            };
            Ok(names
                .into_iter()
                .map(|(name, at)| (folder.join(name), sort(at)))
                .collect())
        })
    }

    fn metadata(&self, path: &Path) -> io::Result<(FileType, u64)> {
        self.whole(|state| match &*state.image.0[state.image.find(path)?] {
            Node::Folder(_) => Ok((FileType::Folder, 0)),
            Node::File(file) => Ok((FileType::File, file.live().len() as u64)),
        })
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.metadata(path)
            .is_ok_and(|(sort, _)| sort == FileType::Folder)
    }

    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>> {
        self.whole(|state| match &*state.image.0[state.image.find(path)?] {
            Node::Folder(_) => Err(ErrorKind::IsADirectory.into()),
            Node::File(file) => {
                let bytes = file.live();
                let clip = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes[clip(span.start)..clip(span.end)].to_vec())
            }
        })
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.whole(|state| {
            state.image.place(folder, Node::Folder(Folder::default()))?;
            state.changed();
            Ok(())
        })
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn AppendFile>> {
        let at = self.whole(|state| {
            let at = state.image.place(path, Node::File(File::default()))?;
            state.changed();
            Ok(at)
        })?;
        Ok(Box::new(SimPen {
            sim: self.clone(),
            at,
            holds: AtomicBool::new(false),
        }))
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError> {
        let at = self
            .whole(|state| state.image.find(path))
            .map_err(TryLockError::Error)?;
        let pen = SimPen {
            sim: self.clone(),
            at,
            holds: AtomicBool::new(false),
        };
        pen.try_lock()?;
        Ok(Box::new(pen))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.whole(|state| {
            let folder = state.image.folder(folder)?;
            folder.kept = folder.live();
            folder.pending.clear();
            state.changed();
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.whole(|state| {
            let at = state.image.find(from)?;
            let ((old, from), (new, to)) = (split(from), split(to));
            state.image.folder(new)?.pending.push(Change::Give(to, at));
            state.image.folder(old)?.pending.push(Change::Take(from));
            state.changed();
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.whole(|state| {
            state.image.find(path)?;
            let (parent, name) = split(path);
            state.image.folder(parent)?.pending.push(Change::Take(name));
            state.changed();
            Ok(())
        })
    }
}

struct SimPen {
    sim: Sim,
    at: usize,
    holds: AtomicBool,
}

impl SimPen {
    fn put(&self, bytes: &[u8]) {
        let mut state = self.sim.state();
        let end = state.image.file(self.at).live().len();
        state.edit(self.at, Edit::Put(end, bytes.to_vec()));
    }

    fn sync(&self) -> io::Result<()> {
        let (fate, outcome) = match self.sim.begin() {
            Ok(()) | Err(Kind::Interrupted | Kind::Short) => (Fate::Kept, Ok(())),
            Err(Kind::Dead) => return Err(Kind::Dead.error()),
            Err(kind) => (Fate::LetGo, Err(kind.error())),
        };
        let mut state = self.sim.state();
        state.image.file(self.at).settle(fate);
        state.changed();
        outcome
    }
}

impl Drop for SimPen {
    fn drop(&mut self) {
        if *self.holds.get_mut() {
            self.sim.state().locked.remove(&self.at);
        }
    }
}

impl Write for SimPen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let went = self.sim.begin();
        let (chance, some) = {
            let mut state = self.sim.state();
            (
                state.choppy && state.dice.below(4) == 0,
                state.dice.below(bytes.len()).max(1),
            )
        };
        match went {
            Ok(()) if !chance => {}
            Ok(()) | Err(Kind::Short) => {
                self.put(&bytes[..some]);
                return Ok(some);
            }
            Err(Kind::Interrupted) => return Err(Kind::Interrupted.error()),
            Err(kind) => {
                // What failed may have been done in part.
                self.put(&bytes[..some - 1]);
                return Err(kind.error());
            }
        }
        self.put(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl AppendFile for SimPen {
    fn try_lock(&self) -> Result<(), TryLockError> {
        match self.sim.begin() {
            Ok(()) if self.sim.state().lockless => Err(TryLockError::Error(ErrorKind::Unsupported.into())),
            Ok(()) | Err(Kind::Interrupted | Kind::Short) if self.sim.state().locked.insert(self.at) => {
                self.holds.store(true, Ordering::Relaxed);
                Ok(())
            }
            Ok(()) | Err(Kind::Interrupted | Kind::Short) => Err(TryLockError::WouldBlock),
            Err(kind) => Err(TryLockError::Error(kind.error())),
        }
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.sync()
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.sync()
    }
}
