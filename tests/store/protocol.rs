//! Owns broken ways to save, each as the store's own code over a disk that bends what it asks for.
//! A test that does not catch every one of its own tests nothing.

use crate::image::Edit;
use crate::sim::Sim;
use ally_up::store::durable::walk;
use ally_up::store::fs::{AppendFile, FileSystem, FileType, OsFileSystem};
use std::collections::BTreeMap;
use std::fs::TryLockError;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// How the store asks the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// As it does.
    Ours,
    /// What is written is never synced.
    NoDataSync,
    /// The names in folders are never synced.
    NoFolderSync,
    /// Each write writes the whole file anew, in place.
    WholeFile,
    /// A sync that failed is asked for once more, and believed.
    SyncAgain,
    /// A start cuts off what looks like an unfinished tail.
    CutsTails,
    /// A session believes that its own logs are as it wrote them.
    NeverLooks,
}

/// The broken ones that a power cut tells.
pub const MUTANTS: [Protocol; 5] = [
    Protocol::NoDataSync,
    Protocol::NoFolderSync,
    Protocol::WholeFile,
    Protocol::SyncAgain,
    Protocol::CutsTails,
];

/// A disk, asked in one of these ways.
pub struct Bent {
    fs: Arc<dyn FileSystem>,
    /// Where there is one, for what no `FileSystem` can do.
    sim: Option<Sim>,
    protocol: Protocol,
    /// What was written to each file, as far as it is believed.
    believed: Believed,
}

type Believed = Arc<Mutex<BTreeMap<PathBuf, Vec<u8>>>>;

impl Bent {
    /// The simulated disk.
    pub fn new(sim: &Sim, protocol: Protocol) -> Bent {
        Bent {
            fs: Arc::new(sim.clone()),
            sim: Some(sim.clone()),
            protocol,
            believed: Believed::default(),
        }
    }

    /// The machine's own disk.
    pub fn real(protocol: Protocol) -> Bent {
        Bent {
            fs: Arc::new(OsFileSystem),
            sim: None,
            protocol,
            believed: Believed::default(),
        }
    }

    /// What a start does: it reads, and looks where each log ends in a whole line. What it makes of that
    /// comes a moment later.
    pub fn recover(&self, folder: &Path) -> impl FnOnce() + Send + use<> {
        let logs = walk(&*self.fs, folder, |_, _| {})
            .into_iter()
            .filter(|(path, _)| path.extension().is_some_and(|ending| ending == "log"));
        let end = |path: &Path| {
            let bytes = self.fs.read(path, 0..u64::MAX).unwrap_or_default();
            bytes
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |at| at + 1)
        };
        let ends: Vec<(PathBuf, usize)> = logs.map(|(path, _)| (path.clone(), end(&path))).collect();
        let (sim, protocol) = (self.sim.clone(), self.protocol);
        move || {
            for (path, end) in ends.into_iter().filter(|_| protocol == Protocol::CutsTails) {
                let _ = sim.as_ref().map(|sim| sim.edit(&path, Edit::Cut(end)));
            }
        }
    }
}

impl FileSystem for Bent {
    fn list(&self, folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
        self.fs.list(folder)
    }

    fn metadata(&self, path: &Path) -> io::Result<(FileType, u64)> {
        match self.believed.lock().unwrap().get(path) {
            Some(bytes) => Ok((FileType::File, bytes.len() as u64)),
            None => self.fs.metadata(path),
        }
    }

    fn followed(&self, path: &Path) -> io::Result<(FileType, u64)> {
        self.fs.followed(path)
    }

    fn sync_file(&self, path: &Path) -> io::Result<()> {
        self.fs.sync_file(path)
    }

    fn read(&self, path: &Path, span: Range<u64>) -> io::Result<Vec<u8>> {
        match self.believed.lock().unwrap().get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.fs.read(path, span),
        }
    }

    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.fs.make_folder(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn AppendFile>> {
        let pen = self.fs.create(path)?;
        Ok(Box::new(BentPen {
            pen,
            sim: self.sim.clone(),
            protocol: self.protocol,
            path: path.to_owned(),
            written: Vec::new(),
            believed: Arc::clone(&self.believed),
        }))
    }

    fn lock(&self, path: &Path) -> Result<Box<dyn Send>, TryLockError> {
        self.fs.lock(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match self.protocol {
            Protocol::NoFolderSync => Ok(()),
            Protocol::Ours
            | Protocol::NoDataSync
            | Protocol::WholeFile
            | Protocol::SyncAgain
            | Protocol::CutsTails
            | Protocol::NeverLooks => self.fs.sync_folder(folder),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.fs.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.fs.remove(path)
    }
}

struct BentPen {
    pen: Box<dyn AppendFile>,
    sim: Option<Sim>,
    protocol: Protocol,
    path: PathBuf,
    written: Vec<u8>,
    believed: Believed,
}

impl Write for BentPen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.protocol != Protocol::WholeFile || self.written.is_empty() {
            let count = self.pen.write(bytes)?;
            self.written.extend_from_slice(&bytes[..count]);
            if self.protocol == Protocol::NeverLooks {
                let mut believed = self.believed.lock().unwrap();
                believed.insert(self.path.clone(), self.written.clone());
            }
            return Ok(count);
        }
        self.written.extend_from_slice(bytes);
        let sim = self
            .sim
            .as_ref()
            .expect("only the simulated disk can write in place");
        sim.edit(&self.path, Edit::Cut(0))?;
        sim.edit(&self.path, Edit::Put(0, self.written.clone()))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl BentPen {
    fn sync(&mut self, sync: impl Fn(&mut dyn AppendFile) -> io::Result<()>) -> io::Result<()> {
        match self.protocol {
            Protocol::NoDataSync => Ok(()),
            Protocol::SyncAgain => sync(&mut *self.pen).or_else(|_| sync(&mut *self.pen)),
            Protocol::Ours
            | Protocol::NoFolderSync
            | Protocol::WholeFile
            | Protocol::CutsTails
            | Protocol::NeverLooks => sync(&mut *self.pen),
        }
    }
}

impl AppendFile for BentPen {
    fn try_lock(&self) -> Result<(), TryLockError> {
        self.pen.try_lock()
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.sync(|pen| pen.sync_data())
    }

    fn sync_all(&mut self) -> io::Result<()> {
        self.sync(|pen| pen.sync_all())
    }
}
