//! Owns embedding the course: every file of `lessons/` as bytes, the manifest as it was read, and each page's outline, so that a start
//! parses nothing it does not show. A directory macro misses newly added files on stable Rust; `rerun-if-changed` on the folder does not.

#[path = "course/front_matter.rs"]
#[allow(dead_code)]
mod front_matter;
#[path = "course/manifest.rs"]
#[allow(dead_code)]
mod manifest;
#[path = "course/outline.rs"]
#[allow(dead_code)]
mod outline;
#[path = "source.rs"]
#[allow(dead_code)]
mod source;

use manifest::{ItemEntry, MANIFEST, Manifest, ModuleEntry, PathEntry};
use outline::{Glimpse, Outline};
use source::CourseText;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What the program is made of, but for the course in it.
const PROGRAM: [&str; 2] = ["Cargo.lock", "src"];

fn main() -> Result<(), Box<dyn Error>> {
    let package = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    // Files that are there for speed alone are only read by the very program that wrote them.
    println!("cargo::rustc-env=ALLY_UP_PROGRAM={:016x}", program(&package)?);
    let root = package.join("lessons");
    println!("cargo::rerun-if-changed=lessons");
    for watched in PROGRAM {
        println!("cargo::rerun-if-changed={watched}");
    }
    // A program that lies where it was linked for needs none of its 23,000 addresses moved when it starts, and none of their pages copied.
    let target = |what: &str| std::env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    let mut paths = Vec::new();
    gather(&root, &mut paths)?;
    let named = |path: &PathBuf| -> Result<String, Box<dyn Error>> {
        Ok(path.strip_prefix(&root)?.to_string_lossy().replace('\\', "/"))
    };
    let mut named: Vec<(String, PathBuf)> = paths
        .into_iter()
        .map(|path| Ok((named(&path)?, path)))
        .collect::<Result<_, Box<dyn Error>>>()?;
    // By name, as the outlines are found.
    named.sort();
    let (mut files, mut outlines) = (String::new(), String::new());
    for (name, path) in &named {
        writeln!(
            files,
            "    ({name:?}, include_bytes!({:?})),",
            path.to_string_lossy()
        )?;
        if name.ends_with(".md") {
            let found = outline::outline(&fs::read_to_string(path)?);
            writeln!(outlines, "    ({name:?}, {}),", outline_written(&found))?;
        }
    }
    let manifest = manifest_written(&read_manifest(&root)?);
    let text = format!(
        "/// Path and bytes of every file of the course.\npub static FILES: &[(&str, &[u8])] = &[\n{files}];\n\n\
         /// Path and outline of every page, by path.\npub static OUTLINES: &[(&str, Outline)] = &[\n{outlines}];\n\n\
         /// The manifest.\nstatic MANIFEST: Manifest = {manifest};\n"
    );
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("course.rs"), text)?;
    Ok(())
}

/// A number that is another one for any other source.
fn program(package: &Path) -> Result<u64, Box<dyn Error>> {
    let [lock, sources] = PROGRAM.map(|name| package.join(name));
    let mut paths = Vec::new();
    gather(&sources, &mut paths)?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    // A package may be built without its lock file.
    fs::read(lock).unwrap_or_default().hash(&mut hasher);
    for path in paths {
        fs::read(path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
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

fn read_manifest(root: &Path) -> Result<Manifest, Box<dyn Error>> {
    let bytes = fs::read(root.join(MANIFEST))?;
    manifest::read(Some(&bytes)).map_err(|complaint| {
        let (line, column) = source::position(&String::from_utf8_lossy(&bytes), complaint.span.start);
        format!("lessons/{MANIFEST}:{line}:{column}: {}", complaint.message).into()
    })
}

/// Things as the Rust that makes them, without a copy at run time.
fn text(words: &str) -> String {
    format!("Cow::Borrowed({words:?})")
}

fn list<T>(all: &[T], one: impl Fn(&T) -> String) -> String {
    format!(
        "Cow::Borrowed(&[{}])",
        all.iter().map(one).collect::<Vec<_>>().join(", ")
    )
}

fn texts(all: &[CourseText]) -> String {
    list(all, |words| text(words))
}

fn pair((one, other): &(CourseText, CourseText)) -> String {
    format!("({}, {})", text(one), text(other))
}

fn option(words: &Option<CourseText>) -> String {
    words
        .as_ref()
        .map_or_else(|| "None".to_owned(), |words| format!("Some({})", text(words)))
}

fn outline_written(found: &Outline) -> String {
    let Outline {
        title,
        words,
        questions,
        write_first,
    } = found;
    format!(
        "Outline {{ title: {}, words: {words}, questions: {}, write_first: {} }}",
        text(title),
        list(questions, glimpse_written),
        texts(write_first)
    )
}

fn glimpse_written(question: &Glimpse) -> String {
    let Glimpse {
        id,
        class,
        card,
        variant,
        after,
    } = question;
    format!(
        "Glimpse {{ id: {}, class: {}, card: {card}, variant: {}, after: {after:?} }}",
        text(id),
        text(class),
        option(variant)
    )
}

fn manifest_written(manifest: &Manifest) -> String {
    let Manifest {
        id,
        title,
        about,
        glossary,
        sources,
        modules,
        paths,
        renamed,
    } = manifest;
    format!(
        "Manifest {{ id: {}, title: {}, about: {}, glossary: {}, sources: {}, modules: {}, paths: {}, renamed: {} }}",
        text(id),
        text(title),
        option(about),
        option(glossary),
        option(sources),
        list(modules, module_written),
        list(paths, path_written),
        list(renamed, pair)
    )
}

fn path_written(path: &PathEntry) -> String {
    let PathEntry { id, title, items } = path;
    format!(
        "PathEntry {{ id: {}, title: {}, items: {} }}",
        text(id),
        text(title),
        texts(items)
    )
}

fn module_written(module: &ModuleEntry) -> String {
    let ModuleEntry {
        id,
        title,
        intro,
        numbered,
        items,
    } = module;
    format!(
        "ModuleEntry {{ id: {}, title: {}, intro: {}, numbered: {numbered}, items: {} }}",
        text(id),
        text(title),
        text(intro),
        list(items, item_written)
    )
}

fn item_written(item: &ItemEntry) -> String {
    let written = match item {
        ItemEntry::Lesson {
            id,
            file,
            objectives,
            ideas,
            evidence,
        } => format!(
            "Lesson {{ id: {}, file: {}, objectives: {}, ideas: {}, evidence: {} }}",
            text(id),
            text(file),
            list(objectives, pair),
            texts(ideas),
            texts(evidence)
        ),
        ItemEntry::SelfAssessment { id, file } => {
            format!("SelfAssessment {{ id: {}, file: {} }}", text(id), text(file))
        }
        ItemEntry::Rehearsal { id, file } => {
            format!("Rehearsal {{ id: {}, file: {} }}", text(id), text(file))
        }
        ItemEntry::Final {
            id,
            file,
            draw,
            pass,
            quotas,
            must,
        } => format!(
            "Final {{ id: {}, file: {}, draw: {draw}, pass: {pass}, quotas: {}, must: {} }}",
            text(id),
            text(file),
            list(quotas, |(pool, count)| format!("({}, {count})", text(pool))),
            texts(must)
        ),
        ItemEntry::BeforeAfter {
            id,
            title,
            of,
            questions,
        } => format!(
            "BeforeAfter {{ id: {}, title: {}, of: {}, questions: {} }}",
            text(id),
            text(title),
            text(of),
            texts(questions)
        ),
    };
    format!("ItemEntry::{written}")
}
