//! Owns a file of what is right of the questions in lessons that were looked at, so that whoever asks which questions have changed need
//! not build each lesson. Must not know what follows from it. Nothing in it is the learner's, and it is there for speed alone.

use crate::library::Library;
use crate::quiz::edited::QuestionKey;
use crate::store::fs::FileSystem;
use crate::store::paths::Paths;
use crate::store::{cache, durable};
use std::borrow::Cow;

/// The ending of its name.
const ENDING: &str = ".keys";
/// With fewer lessons than these it does not pay.
const WORTH: usize = 5;

/// Paths of lessons, each with the print of what it was read from.
type Written<'a> = Vec<(Cow<'a, str>, u32, Cow<'a, [QuestionKey]>)>;

/// Tells a library what it knew when it was closed.
pub fn give(fs: &dyn FileSystem, paths: &Paths, library: &Library) {
    let file = cache::path(paths, ENDING).and_then(|path| durable::read(fs, &path).ok());
    let written: Option<Written> = file.as_ref().and_then(|file| cache::unsealed(file));
    let written = written.unwrap_or_default().into_iter();
    library.give_keys(written.map(|(path, print, keys)| (path, print, keys.into_owned())));
}

/// Keeps what a library knows by now.
pub fn keep(fs: &dyn FileSystem, paths: &Paths, library: &Library) {
    let known = library.all_keys().into_iter();
    let written: Written = known
        .map(|(path, print, keys)| (Cow::Borrowed(path), print, Cow::Borrowed(keys)))
        .collect();
    if written.len() < WORTH {
        return;
    }
    if let (Some(path), Some(file)) = (cache::path(paths, ENDING), cache::sealed(&written))
        && durable::read(fs, &path).ok().as_ref() != Some(&file)
    {
        // Without it, lessons are built.
        let _ = cache::replace(fs, &path, &file);
    }
}
