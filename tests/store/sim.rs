//! Owns a simulated disk: the operations of the `FileSystem` port on an `Image`, with faults, locks and a
//! trace of its states. Must not know what the store writes.
//!
//! The model is harsher than the file systems in use: names are kept or lost one by one; bytes that were not
//! synced are kept, lost, torn, zeroed, or replaced by noise or by what lay there before. After a sync that
//! failed, the pages count as clean and may be lost for good, although a second sync says `Ok`. Names whose
//! sync failed stay pending, as in a journal.

use crate::dice::Dice;
use crate::image::{Change, Edit, Fate, File, Folder, Image, Node, split};
use ally_up::source::FileStamp;
use ally_up::store::fs::{AppendFile, FileSystem, FileType};
use std::collections::BTreeSet;
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

    /// Half a minute passes: the system has written everything out by itself.
    pub fn write_out(&self) {
        for node in &mut self.state().image.0 {
            match Arc::make_mut(node) {
                Node::File(file) => file.settle(Fate::Kept),
                Node::Folder(folder) => {
                    folder.kept = folder.live();
                    folder.pending.clear();
                }
            }
        }
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

    /// Syncs the content of a file.
    fn sync(&self, at: usize) -> io::Result<()> {
        let (fate, outcome) = match self.begin() {
            Ok(()) | Err(Kind::Interrupted | Kind::Short) => (Fate::Kept, Ok(())),
            Err(Kind::Dead) => return Err(Kind::Dead.error()),
            Err(kind) => (Fate::LetGo, Err(kind.error())),
        };
        let mut state = self.state();
        state.image.file(at).settle(fate);
        state.changed();
        outcome
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

    fn stamp(&self, path: &Path) -> io::Result<FileStamp> {
        self.whole(|state| {
            let at = state.image.find(path)?;
            match &*state.image.0[at] {
                Node::Folder(_) => Err(ErrorKind::InvalidData.into()),
                Node::File(file) => {
                    let bytes = file.live();
                    Ok(FileStamp {
                        length: bytes.len() as u64,
                        // Its clock is finer than any other: it tells all contents apart. And nothing is young.
                        modified: crc32c::crc32c(&bytes).into(),
                        changed: 0,
                        number: at as u64,
                    })
                }
            }
        })
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

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        let at = self.whole(|state| state.image.find(path))?;
        self.sync(at)
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
        self.sim.sync(self.at)
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.sim.sync(self.at)
    }
}
