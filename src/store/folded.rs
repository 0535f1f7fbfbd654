//! Owns opening a data folder for whoever shows what is in it: its events are folded, not kept. Must not know what they fold to.

use crate::progress::Progress;
use crate::progress::stamper::Stamper;
use crate::store::fs::FileSystem;
use crate::store::paths::Paths;
use crate::store::reader::{self, Found};
use crate::store::start::{self, StartFrom};
use crate::store::{EventStore, Known, opened};
use crate::time::Millis;
use std::sync::Arc;

/// Reads what is saved and folds it, as `store::open` and `Progress::renamed` do; `renamed` are the names of the course that have changed. The
/// events themselves are not kept. After a year that is quicker: most of it may be in a snapshot.
pub fn open_folded(
    fs: Arc<dyn FileSystem>,
    paths: Paths,
    renamed: &[(String, String)],
    now: Millis,
) -> (EventStore, Stamper, Found, Progress) {
    let begun = open_ahead(Arc::clone(&fs), paths.clone(), renamed, StartFrom::Snapshot, now);
    let (mut store, stamper, found, progress) = begun;
    match store.is_proven() {
        true => (store, stamper, found, progress),
        false => open_ahead(fs, paths, renamed, StartFrom::Logs, now),
    }
}

/// The same before it is known whether the snapshot is still right: whoever shows anything asks `EventStore::is_proven` first.
pub fn open_ahead(
    fs: Arc<dyn FileSystem>,
    paths: Paths,
    renamed: &[(String, String)],
    from: StartFrom,
    now: Millis,
) -> (EventStore, Stamper, Found, Progress) {
    let mut found = Found::default();
    let mut problems = Vec::new();
    reader::check_format(&*fs, &paths.data, &mut problems);
    let started = start::start(&fs, &paths, renamed, from, &mut found, &mut problems);
    let known = Known {
        clock: started.progress.clock(),
        read: started.extent,
        leftovers: started.leftovers,
    };
    let (mut store, stamper) = opened(fs, paths, now, known, &mut found, problems);
    (store.snapshot, store.proof) = (started.change, started.proof);
    (store, stamper, found, started.progress)
}
