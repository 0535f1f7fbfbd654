//! Owns embedding the course: every file of `lessons/` as bytes, and each lesson's outline, so that a start parses nothing it does
//! not show. A directory macro misses newly added files on stable Rust; `rerun-if-changed` on the folder does not.

#[path = "course/outline.rs"]
#[allow(dead_code)]
mod outline;

use outline::Glimpse;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("lessons");
    println!("cargo::rerun-if-changed=lessons");
    println!("cargo::rerun-if-changed=src/course/outline.rs");
    println!("cargo::rerun-if-changed=src/build.rs");
    let mut paths = Vec::new();
    gather(&root, &mut paths)?;
    paths.sort();
    let mut files = String::from(
        "/// Path and bytes of every file of the course.\npub static FILES: &[(&str, &[u8])] = &[\n",
    );
    let mut outlines = String::from(
        "/// Path, title, words and questions of every page.\npub static OUTLINES: &[Glance] = &[\n",
    );
    for path in &paths {
        let name = path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        writeln!(
            files,
            "    ({name:?}, include_bytes!({:?})),",
            path.to_string_lossy()
        )?;
        if name.ends_with(".md") {
            let found = outline::outline(&fs::read_to_string(path)?);
            let questions: Vec<_> = found
                .questions
                .iter()
                .map(|question| {
                    let Glimpse {
                        id,
                        class,
                        card,
                        variant,
                        after,
                    } = question;
                    (id, class, card, variant, after)
                })
                .collect();
            writeln!(
                outlines,
                "    ({name:?}, {:?}, {}, &{questions:?}, &{:?}),",
                found.title, found.words, found.write_first
            )?;
        }
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("course.rs");
    let text = format!("{files}];\n\n{outlines}];\n");
    fs::write(out, text)?;
    Ok(())
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() {
            gather(&path, paths)?;
        } else if !hidden {
            paths.push(path);
        }
    }
    Ok(())
}
