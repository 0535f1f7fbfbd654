//! Owns what is on the simulated disk at one moment, durable and pending apart, and every state that a power
//! cut may leave of it. Must not know operations or the store.

use crate::dice::Dice;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

/// What is under one name, or was.
#[derive(Clone)]
pub enum Node {
    Folder(Folder),
    File(File),
}

#[derive(Clone, Default)]
pub struct Folder {
    pub kept: BTreeMap<String, usize>,
    pub pending: Vec<Change>,
}

/// A name was given or taken away.
#[derive(Clone)]
pub enum Change {
    Give(String, usize),
    Take(String),
}

#[derive(Clone, Default)]
pub struct File {
    pub kept: Vec<u8>,
    pub edits: Vec<(Edit, Fate)>,
}

#[derive(Clone)]
pub enum Edit {
    Cut(usize),
    Put(usize, Vec<u8>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// In memory; the next sync that succeeds keeps it.
    Pending,
    Kept,
    /// Its sync failed: perhaps it is on the disk, perhaps not, and nobody will write it again.
    LetGo,
}

/// All that is on the disk and in memory at one moment.
#[derive(Clone)]
pub struct Image(pub Vec<Arc<Node>>);

/// Ways that bytes which were not synced may look after a power cut.
const WAYS: usize = 9;

impl Folder {
    pub fn live(&self) -> BTreeMap<String, usize> {
        let mut names = self.kept.clone();
        self.pending.iter().for_each(|change| change.apply(&mut names));
        names
    }
}

impl Change {
    pub fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Change::Give(name, node) => drop(names.insert(name.clone(), *node)),
            Change::Take(name) => drop(names.remove(name)),
        }
    }
}

impl Edit {
    pub fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Edit::Cut(length) => bytes.truncate(*length),
            Edit::Put(at, put) => {
                bytes.resize(bytes.len().max(at + put.len()), 0);
                bytes[*at..at + put.len()].copy_from_slice(put);
            }
        }
    }

    /// What a power cut may make of it.
    pub fn torn(&self, way: usize, stale: &[u8], dice: &mut Dice) -> Option<Edit> {
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
    pub fn live(&self) -> Vec<u8> {
        let mut bytes = self.kept.clone();
        self.edits.iter().for_each(|(edit, _)| edit.apply(&mut bytes));
        bytes
    }

    pub fn settle(&mut self, fate: Fate) {
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
    pub fn new() -> Image {
        Image(vec![Arc::new(Node::Folder(Folder::default()))])
    }

    /// How many choices a power cut has with each thing that is not there to stay.
    pub fn choices(&self) -> Vec<usize> {
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
    pub fn cut(&self, chosen: &[usize], dice: &mut Dice) -> Image {
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

    /// States that a power cut now may leave: all of them, or where there are more, `most` taken by chance
    /// and the two extremes.
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

    pub fn find(&self, path: &Path) -> io::Result<usize> {
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

    pub fn folder(&mut self, path: &Path) -> io::Result<&mut Folder> {
        let at = self.find(path)?;
        match Arc::make_mut(&mut self.0[at]) {
            Node::Folder(folder) => Ok(folder),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
        }
    }

    pub fn file(&mut self, at: usize) -> &mut File {
        match Arc::make_mut(&mut self.0[at]) {
            Node::File(file) => file,
            Node::Folder(_) => panic!("a pen writes to files only"),
        }
    }

    /// Puts a new node under a name that is free.
    pub fn place(&mut self, path: &Path, node: Node) -> io::Result<usize> {
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

pub fn split(path: &Path) -> (&Path, String) {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    (path.parent().unwrap_or(Path::new("/")), name)
}
