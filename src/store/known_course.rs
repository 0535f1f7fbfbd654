//! Owns a file of what a course's folder was read as: its manifest, and what is known of each page at a glance, so that a start reads no
//! page that is as it was. Must not know what follows from it. Nothing in it is the learner's, and it is there for speed alone.
//!
//! A page is known by all that the system tells of its file, and not by its name. What was written a moment before it was read has no
//! such stamp, and is not taken in.

use crate::course::Course;
use crate::course::load::Outlines;
use crate::course::manifest::{self, MANIFEST, Manifest};
use crate::course::outline::Outline;
use crate::library::Library;
use crate::source::{Diagnostic, FileStamp, Files};
use crate::store::fs::FileSystem;
use crate::store::paths::state_folder;
use crate::store::{cache, durable};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The ending of its name.
const ENDING: &str = "outlines";
/// With fewer pages than these it does not pay.
const WORTH: usize = 64;

/// What is in the file.
#[derive(Serialize, Deserialize)]
struct KnownFile<'a> {
    /// The course's folder: two may have one file by chance.
    folder: Cow<'a, [u8]>,
    #[serde(borrow)]
    manifest: Option<(FileStamp, Cow<'a, Manifest>)>,
    #[serde(borrow)]
    pages: Vec<(Cow<'a, str>, FileStamp, Cow<'a, Outline>)>,
}

/// Where what is known of a course's folder lies.
struct KnownPlace {
    path: PathBuf,
    folder: Vec<u8>,
}

/// What is still known of a course's folder.
#[derive(Default)]
struct KnownCourse {
    manifest: Option<Manifest>,
    outlines: Outlines,
    /// How many pages those are of.
    pages: usize,
}

/// The course of a folder with these files. Its pages are read that are not as they were.
///
/// # Errors
/// The complaint about its manifest, and the files.
pub fn library(
    fs: &dyn FileSystem,
    folder: &Path,
    files: Files,
) -> Result<Library, Box<(Diagnostic, Files)>> {
    let place = state_folder().and_then(|state| KnownPlace::of(&state, folder));
    let known = place.as_ref().map(|place| place.recall(fs, &files));
    let known = known.unwrap_or_default();
    let pages = known.pages();
    let written = || manifest::read(files.get(MANIFEST).map(AsRef::as_ref));
    match known.manifest.map_or_else(written, Ok) {
        Ok(manifest) => {
            let library = Library::with(&manifest, files, known.outlines);
            if let Some(place) = place {
                place.keep(fs, (&manifest, &library.course, &library.files), pages);
            }
            Ok(library)
        }
        Err(complaint) => Err(Box::new((complaint, files))),
    }
}

impl KnownPlace {
    /// The one for a folder, in this machine's state folder.
    fn of(state: &Path, folder: &Path) -> Option<KnownPlace> {
        let folder = std::path::absolute(folder).ok()?;
        let folder = folder.as_os_str().as_encoded_bytes().to_vec();
        let name = format!("{:08x}.{ENDING}", crc32c::crc32c(&folder));
        Some(KnownPlace {
            path: cache::in_state(state, name.as_ref()),
            folder,
        })
    }

    /// What of these files is known, since they are as they were.
    fn recall(&self, fs: &dyn FileSystem, files: &Files) -> KnownCourse {
        if files.len() < WORTH {
            return KnownCourse::default();
        }
        let file = durable::read(fs, &self.path).ok();
        let known: Option<KnownFile> = file.as_ref().and_then(|file| cache::unsealed(file));
        let Some(known) = known.filter(|known| *known.folder == *self.folder) else {
            return KnownCourse::default();
        };
        let is_same = |path: &str, stamp: &FileStamp| files.stamp(path) == Some(stamp);
        let manifest = known
            .manifest
            .filter(|(stamp, _)| is_same(MANIFEST, stamp))
            .map(|(_, manifest)| manifest.into_owned());
        let mut pages = 0;
        let same = known.pages.into_iter().filter_map(|(path, stamp, outline)| {
            is_same(&path, &stamp).then(|| {
                pages += 1;
                (path.into_owned(), outline.into_owned())
            })
        });
        let outlines = same.collect();
        KnownCourse {
            manifest,
            outlines,
            pages,
        }
    }

    /// Keeps what a course was read as, if that is more than was known.
    fn keep(
        &self,
        fs: &dyn FileSystem,
        (manifest, course, files): (&Manifest, &Course, &Files),
        was_known: usize,
    ) {
        if was_known == course.items().count() {
            return;
        }
        let pages: Vec<_> = course
            .items()
            .filter(|item| !course.cuts.contains_key(&item.file))
            .filter_map(|item| {
                let stamp = files.stamp(&item.file)?;
                Some((Cow::from(&item.file), *stamp, Cow::Borrowed(&item.outline)))
            })
            .collect();
        if pages.len() < WORTH || pages.len() == was_known {
            return;
        }
        let known = KnownFile {
            folder: Cow::Borrowed(&self.folder),
            manifest: files
                .stamp(MANIFEST)
                .map(|stamp| (*stamp, Cow::Borrowed(manifest))),
            pages,
        };
        if let Some(file) = cache::sealed(&known) {
            // Without it, pages are read.
            let _ = cache::replace(fs, &self.path, &file);
        }
    }
}

impl KnownCourse {
    /// How many pages need not be read, if the manifest need not be.
    fn pages(&self) -> usize {
        match self.manifest {
            Some(_) => self.pages,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::load;
    use crate::course::manifest::read;
    use crate::source::FileSource;
    use crate::store::fs::OsFileSystem;
    use std::fs;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tempfile::TempDir;

    const PAGES: usize = WORTH;

    /// A folder of pages, and how many of them were read.
    #[derive(Debug, Default)]
    struct Pages(AtomicUsize);

    impl FileSource for Pages {
        fn read(&self, path: &str) -> Option<Vec<u8>> {
            if path != MANIFEST {
                self.0.fetch_add(1, Ordering::Relaxed);
                return Some(
                    format!("# Page {path}\n\nWords.\n\n### Which? {{#ask .one .card}}\n").into_bytes(),
                );
            }
            let items: String = (0..PAGES)
                .map(|nth| {
                    format!("Lesson(id: \"l{nth}\", file: \"{nth}.md\", objectives: {{\"a\": \"b\"}}),")
                })
                .collect();
            let module = format!("Module(id: \"m\", title: \"M\", items: [{items}])");
            Some(format!("Course(id: \"c\", title: \"C\", modules: [{module}])").into_bytes())
        }
    }

    /// A start: how many pages were known, how many were read, and what the course and its manifest are told from others by.
    fn start(place: &KnownPlace, edited: &[&str]) -> (usize, usize, u32) {
        let source = Arc::new(Pages::default());
        let paths = (0..PAGES)
            .map(|nth| format!("{nth}.md"))
            .chain([MANIFEST.to_owned()]);
        let mut files = Files::new();
        let stamped = paths.map(|path| {
            let stamp = FileStamp {
                length: 1,
                modified: edited.iter().filter(|edited| **edited == path).count() as i128,
                changed: -1,
                number: u64::MAX,
            };
            (path, stamp)
        });
        files.read_later(source.clone(), stamped);
        let known = place.recall(&OsFileSystem, &files);
        let pages = known.pages();
        let manifest = known
            .manifest
            .unwrap_or_else(|| read(files.get(MANIFEST).map(AsRef::as_ref)).unwrap());
        let course = load::course(&manifest, &files, known.outlines);
        place.keep(&OsFileSystem, (&manifest, &course, &files), pages);
        let told = format!("{:?} {manifest:?}", course.modules);
        (
            pages,
            source.0.load(Ordering::Relaxed),
            crc32c::crc32c(told.as_bytes()),
        )
    }

    fn place(state: &TempDir, folder: &str) -> KnownPlace {
        KnownPlace::of(state.path(), Path::new(folder)).unwrap()
    }

    #[test]
    fn a_second_start_reads_no_page_and_is_as_the_first() {
        let state = TempDir::new().unwrap();
        let place = place(&state, "/courses/one");
        let (known, read, first) = start(&place, &[]);
        assert_eq!((known, read), (0, PAGES));
        assert_eq!(start(&place, &[]), (PAGES, 0, first));
        assert_eq!(start(&place, &["7.md"]), (PAGES - 1, 1, first));
        assert_eq!(start(&place, &["7.md"]), (PAGES, 0, first));
        let (known, _, same) = start(&place, &["7.md", MANIFEST]);
        assert_eq!((known, same), (0, first));
        assert_eq!(start(&place, &["7.md", MANIFEST]), (PAGES, 0, first));
    }

    #[test]
    fn a_file_that_is_not_whole_or_of_another_folder_costs_time_only() {
        let state = TempDir::new().unwrap();
        let (one, other) = (place(&state, "/courses/one"), place(&state, "/courses/other"));
        let (.., first) = start(&one, &[]);
        let whole = fs::read(&one.path).unwrap();
        fs::write(&other.path, &whole).unwrap();
        let mut spoiled = whole.clone();
        *spoiled.last_mut().unwrap() ^= 1;
        assert_eq!(start(&other, &[]), (0, PAGES, first));
        for bytes in [&whole[..whole.len() / 2], &whole[..3], &spoiled, b""] {
            fs::write(&one.path, bytes).unwrap();
            assert_eq!(start(&one, &[]), (0, PAGES, first));
            assert_eq!(start(&one, &[]), (PAGES, 0, first));
        }
        // Where nothing can be written, it is read each time.
        let closed = TempDir::new().unwrap();
        fs::write(closed.path().join("snapshots"), "a file").unwrap();
        let closed = place(&closed, "/courses/one");
        assert_eq!(start(&closed, &[]), (0, PAGES, first));
        assert_eq!(start(&closed, &[]), (0, PAGES, first));
    }
}
