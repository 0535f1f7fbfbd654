//! Owns noticing that a course's folder was edited. An event of the system means no more than "look again": what counts is a listing,
//! taken once it has been quiet for a moment, and every few seconds, since not every edit is told.
//! Must not know what the files mean.

use crate::library::edition::Edition;
use crate::shell::course_folder;
use crate::source::Files;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// An edit is over when nothing came for so long: editors take a file away and put it back, and `git` writes one after the other.
const QUIET: Duration = Duration::from_millis(150);
/// No edit keeps the page waiting for longer.
const LONGEST: Duration = Duration::from_secs(2);
/// Edits through another name of a file, and some file systems, are never told.
const LOOK: Duration = Duration::from_secs(3);

/// Watches the folder of a course that was read as these files, on a thread of its own, until `edited` takes no more.
///
/// # Errors
/// The thread cannot be started.
pub fn watch(
    root: PathBuf,
    read: Arc<Files>,
    edited: impl Fn(Edition) -> bool + Send + 'static,
) -> io::Result<()> {
    let work = move || {
        // A start waits for nothing of this.
        thread::sleep(QUIET);
        watch_on(root, read, edited);
    };
    thread::Builder::new().name("course".into()).spawn(work).map(drop)
}

fn watch_on(root: PathBuf, read: Arc<Files>, edited: impl Fn(Edition) -> bool) {
    // The folder around a bare name has none itself.
    let root = std::path::absolute(&root).unwrap_or(root);
    let (tell, told) = channel();
    let again = tell.clone();
    let tell = move |event: notify::Result<notify::Event>| {
        // Reading is an event as well, and not one that matters. Who listens may be gone.
        if !matches!(event.map(|event| event.kind), Ok(EventKind::Access(_))) {
            let _ = tell.send(());
        }
    };
    // Without a watcher there is the look every few seconds.
    let mut watcher = notify::recommended_watcher(tell).ok();
    let mut folder = begin(&mut watcher, &root);
    let mut known = listing(&root);
    if course_folder::open(&root, SystemTime::now()).is_ok_and(|files| !files.are_as(&read)) {
        // What was edited since the start is an edit as well, once it is over.
        known = Listing::new();
        let _ = again.send(());
    } else if let Ok(files) = course_folder::read(&root) {
        // Read for this alone: what is played keeps only the pages that were looked at.
        let opened = Edition::opened(&files);
        if !opened.complaints.is_empty() && !edited(opened) {
            return;
        }
    }
    drop((again, read));
    while wait(&told) {
        let now = listing(&root);
        if now != known && !now.is_empty() {
            known = now;
            let edition = course_folder::read(&root).map(Edition::of);
            if edition.is_ok_and(|edition| !edited(edition)) {
                return;
            }
        }
        // A folder that was made anew, or took the name of another, is watched anew.
        if identity(&root) != folder {
            folder = begin(&mut watcher, &root);
        }
    }
}

/// Where a course comes again that is edited in this folder. Nowhere, if no thread can be started for it.
pub fn editions(folder: &Path, read: Arc<Files>) -> Option<Receiver<Edition>> {
    let (sender, editions) = channel();
    let watched = watch(folder.to_owned(), read, move |edition| {
        sender.send(edition).is_ok()
    });
    watched.is_ok().then_some(editions)
}

/// Waits for an edit to end, or for the time to look; whether to go on.
fn wait(told: &Receiver<()>) -> bool {
    match told.recv_timeout(LOOK) {
        Ok(()) => {}
        Err(RecvTimeoutError::Timeout) => return true,
        // There is no watcher: only the time passes.
        Err(RecvTimeoutError::Disconnected) => {
            thread::sleep(LOOK);
            return true;
        }
    }
    let until = Instant::now() + LONGEST;
    while Instant::now() < until && told.recv_timeout(QUIET).is_ok() {}
    true
}

/// Watches a folder, and the one around it for its name; which folder it is now.
fn begin(watcher: &mut Option<RecommendedWatcher>, root: &Path) -> Option<Identity> {
    if let Some(watcher) = watcher {
        // What cannot be watched is looked at all the same. A folder that is gone is watched no more.
        let _ = watcher.unwatch(root);
        let _ = watcher.watch(root, RecursiveMode::Recursive);
        if let Some(parent) = root.parent() {
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
    }
    identity(root)
}

/// What a file or a folder is known by, whatever its name.
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|_| (0, 0))
}

/// Every file that is read of a course, with what changes when it is written.
type Listing = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Nothing where the folder is not there: it may come back.
fn listing(root: &Path) -> Listing {
    let mut found = Listing::new();
    list(root, 0, &mut found);
    found
}

fn list(folder: &Path, depth: usize, found: &mut Listing) {
    if course_folder::is_data_folder(folder) {
        return;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth < course_folder::DEPTH {
            list(&path, depth + 1, found);
        } else if kind.is_file()
            && course_folder::has_ending(&name, &course_folder::ENDINGS)
            && let Ok(file) = entry.metadata()
        {
            found.insert(path, (file.len(), file.modified().ok()));
        }
    }
}
