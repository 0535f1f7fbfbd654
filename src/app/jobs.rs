//! Owns what the app asks of the store and what it hears back.
//! Must not know how or where anything is kept.

use crate::clean::Clean;
use crate::progress::event::Event;
use crate::quiz::answer::Draft;
use crate::source::Id;

/// Something to keep.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// An event, on the disk before it counts as saved.
    Append(Event),
    /// An unfinished answer.
    KeepDraft(Draft),
    /// An unfinished answer that became an answer.
    DropDraft(Id),
    /// A look whether all that was saved is still there. What is not is saved again.
    Check,
    /// What events say is erased, to be taken out of the files.
    Sweep,
    /// What is to be done about the snapshot of the progress, so that the next start is quick.
    Snapshot,
    /// A setting of this machine, for its file: name and value.
    KeepSetting(&'static str, &'static str),
    /// A file to take away: its name and its words.
    WriteFile(&'static str, String),
}

/// What became of a job.
#[derive(Clone, Debug)]
pub enum Ack {
    /// Every event up to this id is on the disk.
    Saved(String),
    /// It could not be saved; it stays in memory and is tried again with the next one.
    Failed(Clean),
    /// These events were saved once, are gone, and could not be saved again; they are tried again with the next one.
    Lost(Vec<String>),
    /// An unfinished answer is kept.
    Kept,
    /// An unfinished answer could not be kept.
    NotKept(Clean),
    /// Something to tell, in words: a file was written, or why not; a folder was open to others.
    Told(Clean),
}
