//! Owns `load` and `lesson`: files → a course and its lessons, with every complaint beside them. Loading never fails.
//! Must not know where the files came from. Playing and checking call the same functions.

pub mod callouts;
pub mod diagnostics;
mod entries;
mod lend;
pub mod long;
pub mod reading;
mod titles;

use crate::action::{Action, Screen};
use crate::clean::Clean;
use crate::course::load::entries::{Entries, Places, Told, glances};
use crate::course::load::reading::{first_line, plain_blocks, plainly, readable, uncounted};
use crate::course::load::titles::untitled;
use crate::course::manifest::{MANIFEST, Manifest, PathEntry, places, read};
use crate::course::markdown::slug::Slugs;
use crate::course::markdown::{Heading, Parsed, Piece, What, is_outside, node, parse};
use crate::course::outline::Outline;
use crate::course::question::forgotten::{self, without_key};
use crate::course::question::{Asked, kind, question};
use crate::course::{Block, Course, Item, ItemKind, Lesson, Module, Path};
use crate::doc::Node;
use crate::doc::figure_data::Figure;
use crate::doc::text::{Role, Text};
use crate::source::{CourseText, Diagnostic, Files, Id, Span, text};
use ron::extensions::Extensions;
use std::collections::HashMap;
use std::sync::Arc;

/// Outlines that were made before: those of the embedded course, or of pages that are as they were.
#[derive(Clone, Debug, Default)]
pub struct Outlines {
    written: &'static [(&'static str, Outline)],
    known: HashMap<String, Outline>,
}

impl Outlines {
    /// None.
    pub fn new() -> Outlines {
        Outlines::default()
    }

    /// These, which are sorted by their paths.
    pub fn of(sorted: &'static [(&'static str, Outline)]) -> Outlines {
        Outlines {
            written: sorted,
            known: HashMap::new(),
        }
    }
}

impl FromIterator<(String, Outline)> for Outlines {
    fn from_iter<I: IntoIterator<Item = (String, Outline)>>(known: I) -> Outlines {
        Outlines {
            written: &[],
            known: known.into_iter().collect(),
        }
    }
}

/// A Markdown page, built: a lesson, the glossary, the sources.
#[derive(Debug, Default)]
pub struct Built {
    pub lesson: Lesson,
    /// Its headings: id, words, level, span.
    pub headings: Vec<(Option<Id>, Heading, Span)>,
    /// Where every link and picture leads, and its span.
    pub links: Vec<(String, Span)>,
    /// What the page was built from.
    pub parsed: Parsed,
}

/// Reads the manifest and every lesson's outline, for whoever checks them. What cannot be read is left out, with a complaint.
pub fn load(files: &Files, outlines: &Outlines) -> (Course, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let manifest = match read(files.get(MANIFEST).map(|bytes| bytes.as_ref())) {
        Ok(manifest) => manifest,
        Err(complaint) => return (Course::default(), vec![complaint]),
    };
    let source = files
        .get(MANIFEST)
        .and_then(|bytes| text(bytes).ok())
        .unwrap_or_default();
    diagnostics::unsafe_characters(&MANIFEST.into(), source, &mut out);
    out.extend(uncounted(files));
    let beside = [
        ("about", &manifest.about),
        ("glossary", &manifest.glossary),
        ("sources", &manifest.sources),
    ];
    for (key, named) in beside {
        if let Some(file) = named.as_ref().filter(|file| !files.has(file)) {
            let range = places(source, key)
                .into_iter()
                .find(|(value, _)| value == file)
                .map_or(0..0, |(_, range)| range);
            out.push(no_file(Span::new(&MANIFEST.into(), range), key, file));
        }
    }
    let told = Told {
        ids: Places::of(source, "id"),
        named: Places::of(source, "file"),
        out: &mut out,
    };
    let course = with_entries(&manifest, files, outlines.clone(), Some(told));
    (course, out)
}

/// The course of a manifest with every lesson's outline, for whoever plays it: nothing is complained about, and no place is looked for.
pub fn course(manifest: &Manifest, files: &Files, outlines: Outlines) -> Course {
    with_entries(manifest, files, outlines, None)
}

fn with_entries(manifest: &Manifest, files: &Files, outlines: Outlines, told: Option<Told<'_>>) -> Course {
    let mut entries = Entries {
        files,
        glances: glances(manifest, files, &outlines),
        outlines,
        manifest: &MANIFEST.into(),
        cuts: HashMap::new(),
        told,
    };
    let mut number = 0;
    // A module, or the course, may have the name of an item of it: what stands before the item is passed over.
    entries.place(&manifest.id);
    let modules = manifest.modules.iter().map(|entry| {
        entries.place(&entry.id);
        number += usize::from(entry.numbered);
        Module {
            id: Id::from(&*entry.id),
            title: Clean::line(&entry.title),
            intro: Clean::line(&entry.intro),
            number: entry.numbered.then_some(number),
            items: entry.items.iter().map(|entry| entries.item(entry)).collect(),
        }
    });
    let modules = modules.collect();
    let file = |named: &Option<CourseText>| named.as_deref().map(str::to_owned);
    let renamed = manifest.renamed.iter();
    Course {
        index: Default::default(),
        id: manifest.id.to_string(),
        title: Clean::line(&manifest.title),
        about: file(&manifest.about),
        glossary: file(&manifest.glossary),
        sources: file(&manifest.sources),
        modules,
        paths: manifest.paths.iter().map(path).collect(),
        renamed: renamed
            .map(|(old, new)| (old.to_string(), new.to_string()))
            .collect(),
        cuts: entries.cuts,
    }
    .indexed()
}

fn path(entry: &PathEntry) -> Path {
    Path {
        id: Id::from(&*entry.id),
        title: Clean::line(&entry.title),
        items: entry.items.iter().map(|item| Id::from(&**item)).collect(),
    }
}

fn no_file(span: Span, who: &str, file: &str) -> Diagnostic {
    Diagnostic::error(
        "no-file",
        span,
        format!("{who} names {file}, which is not in the course"),
    )
    .help("add the file, or take the entry away; paths begin at the folder of course.ron")
}

/// Builds the lesson of an item.
pub fn lesson(course: &Course, files: &Files, item: &Item) -> (Lesson, Vec<Diagnostic>) {
    let (built, complaints) = page(course, files, &item.file);
    (built.lesson, complaints)
}

/// Builds any Markdown page of the course. A file that cannot be read becomes a page that says so.
pub fn page(course: &Course, files: &Files, path: &str) -> (Built, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let read = readable(files, path).unwrap_or_else(|| Err(no_file(Span::whole(path), "the course", path)));
    let markdown = match read {
        Ok(markdown) => markdown,
        Err(complaint) => {
            let words = format!("This page cannot be shown: {}.", complaint.message);
            let says = Block::Says(Arc::new(Node::Para(Text::plain(&words))));
            return (
                Built {
                    lesson: Lesson::new(Text::plain(path), vec![says]),
                    ..Built::default()
                },
                vec![complaint],
            );
        }
    };
    let file: Arc<str> = path.into();
    let resolve = |target: &str| follow(course, path, target);
    let parsed = match parse(markdown, &resolve) {
        Ok(parsed) => parsed,
        Err(costly) => {
            let title = Text::plain(&Clean::line(first_line(markdown)));
            let lesson = Lesson::new(title, plain_blocks(markdown, costly));
            let built = Built {
                lesson,
                ..Built::default()
            };
            return (built, vec![plainly(path, costly)]);
        }
    };
    diagnostics::unsafe_characters(&file, markdown, &mut out);
    diagnostics::pictures(files, path, &parsed.links, &mut out);
    diagnostics::callouts(&parsed.pieces, &file, &mut out);
    diagnostics::html(&parsed, &file, &mut out);
    let mut built = Built {
        links: parsed
            .links
            .iter()
            .map(|link| (link.target.clone(), Span::new(&file, link.range.clone())))
            .collect(),
        ..Built::default()
    };
    let source = PageSource {
        course,
        files,
        path,
        markdown,
        is_begun: false,
    };
    let (title, mut blocks) = source.blocks(&parsed.pieces, &resolve, &mut built.headings, &mut out);
    let title = match title.is_empty() {
        true => untitled(path, markdown, &mut blocks, &mut out),
        false => title,
    };
    built.lesson = Lesson::new(title, blocks);
    built.parsed = parsed;
    (built, out)
}

/// Where the pieces of a page come from.
struct PageSource<'a> {
    course: &'a Course,
    files: &'a Files,
    path: &'a str,
    markdown: &'a str,
    /// Whether its title stands in a part above.
    is_begun: bool,
}

impl PageSource<'_> {
    /// The title that pieces begin with, and the blocks they become.
    fn blocks(
        &self,
        pieces: &[Piece],
        resolve: &dyn Fn(&str) -> Option<Action>,
        headings: &mut Vec<(Option<Id>, Heading, Span)>,
        out: &mut Vec<Diagnostic>,
    ) -> (Text, Vec<Block>) {
        let &PageSource {
            course,
            files,
            path,
            markdown,
            is_begun,
        } = self;
        let file: Arc<str> = path.into();
        let (mut title, mut blocks) = (Text::default(), Vec::new());
        let mut slugs = Slugs::default();
        let cites = course
            .item_of_file(path)
            .is_some_and(|item| !item.evidence.is_empty());
        let mut at = 0;
        while at < pieces.len() {
            let piece = &pieces[at];
            at += 1;
            if let What::Heading(heading) = &piece.what {
                let span = Span::new(&file, piece.range.clone());
                diagnostics::heading(heading, &span, markdown, out);
                let id = heading.id.as_deref().map(Id::from);
                headings.push((id, heading.clone(), span.clone()));
                let below = pieces[at..]
                    .iter()
                    .take_while(|piece| !matches!(piece.what, What::Heading(_)))
                    .count();
                let slug_here = slugs.next(&heading.text.words());
                if let Some(kind) = kind(heading) {
                    let asked = Asked {
                        heading,
                        range: piece.range.clone(),
                        pieces: &pieces[at..at + below],
                        file: &file,
                        markdown,
                        resolve,
                    };
                    at += below;
                    blocks.push(Block::Asks(Arc::new(question(&asked, kind, out))));
                    continue;
                }
                if heading.level == 1 && title.is_empty() && !is_begun {
                    title = heading.text.clone();
                    continue;
                }
                let given = || match is_glossary(course, path) {
                    true => Some(slug(&heading.text.words())),
                    false => slug_here,
                };
                let id = heading.id.clone().or_else(given).map(|id| Id::from(id.as_str()));
                blocks.push(Block::Says(Arc::new(Node::Heading {
                    level: heading.level,
                    id,
                    text: heading.text.clone(),
                })));
                let below = &pieces[at..at + below];
                if let Some(shown) = without_key(heading, below) {
                    if heading.classes.is_empty() {
                        out.push(forgotten::complaint(span));
                    }
                    at += below.len();
                    blocks.extend(shown.iter().map(|piece| Block::Says(node(piece))));
                }
                continue;
            }
            let shown = match &piece.what {
                What::Image { target, words } if target.ends_with(".ron") => {
                    figure(files, path, target, words)
                }
                _ => callouts::node(piece, cites, !is_begun && blocks.is_empty()),
            };
            blocks.push(Block::Says(shown));
        }
        lend::options(&mut blocks);
        (title, blocks)
    }
}

fn is_glossary(course: &Course, path: &str) -> bool {
    course.glossary.as_deref() == Some(path)
}

fn figure(files: &Files, path: &str, target: &str, words: &Text) -> Arc<Node> {
    let read = join(path, target).and_then(|file| figure_data(files, &file)?.ok());
    Arc::new(match read {
        Some(figure) => Node::Figure {
            figure: Arc::new(figure),
            words: words.clone(),
        },
        None => Node::Para(Text::role("Figure: ", Role::Muted).and(words.clone())),
    })
}

/// A figure's data, if there is such a file, or why it is none: RON that does not parse or is no figure, with its place.
pub fn figure_data(files: &Files, file: &str) -> Option<Result<Figure, Diagnostic>> {
    let source = match readable(files, file)? {
        Ok(source) => source,
        Err(complaint) => return Some(Err(complaint)),
    };
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    Some(options.from_str(source).map_err(|error| {
        let start = crate::source::offset(source, error.span.start.line, error.span.start.col);
        Diagnostic::error("figure-data", Span::new(&file.into(), start..start + 1), format!("the figure does not parse: {}", error.code))
            .help("the form is RON: a Flow, Cycle, Pairs, Overlap, Field, Ladder, Spectrum, Dial or Bars with its fields")
    }))
}

/// Where a relative link of `path` points: a path inside the course without its fragment. None if it leaves the course.
pub fn join(path: &str, target: &str) -> Option<String> {
    let target = target.split('#').next().unwrap_or_default();
    if target.starts_with('/') || target.contains('\\') || target.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What following a link of `path` does. None for a link that leads outside or nowhere.
pub fn follow(course: &Course, path: &str, target: &str) -> Option<Action> {
    if is_outside(target) {
        return None;
    }
    let fragment = target
        .split_once('#')
        .map(|(_, fragment)| Id::from(fragment))
        .filter(|fragment| !fragment.is_empty());
    let file = match target.starts_with('#') {
        true => return fragment.map(Action::Jump),
        false => join(path, target)?,
    };
    let named = |page: &Option<String>| page.as_deref() == Some(file.as_str());
    if named(&course.glossary) {
        return Some(match fragment {
            Some(term) => Action::Go(Screen::Term(term), None),
            None => Action::Go(Screen::Glossary, None),
        });
    }
    if named(&course.sources) {
        return Some(Action::Go(Screen::Sources, fragment));
    }
    if named(&course.about) {
        return Some(Action::Go(Screen::About, fragment));
    }
    let by_file = course.item_of_file(&file).filter(|_| !file.is_empty());
    let by_id = || course.item(target.split('#').next().unwrap_or_default());
    by_file.or_else(by_id).map(|item| match item.kind {
        ItemKind::Lesson => Action::Go(item.screen(), fragment),
        // What is played or drawn has no page to show one heading of.
        ItemKind::SelfAssessment | ItemKind::Rehearsal | ItemKind::Final | ItemKind::BeforeAfter => {
            Action::Go(item.screen(), None)
        }
    })
}

/// The anchor of a glossary term: the part before ` (`, lower case, each run of other characters than letters and digits one `-`.
pub fn slug(term: &str) -> String {
    let term = term.split(" (").next().unwrap_or_default().to_lowercase();
    let parts = term
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::load::reading::LONGEST;

    #[test]
    fn links_stay_inside_the_course() {
        assert_eq!(
            join("1-roles/a.md", "../figures/x.ron"),
            Some("figures/x.ron".into())
        );
        assert_eq!(join("1-roles/a.md", "../../etc/passwd"), None);
        assert_eq!(join("a.md", "/etc/passwd"), None);
        assert_eq!(join("a.md", "b.md#c"), Some("b.md".into()));
    }

    #[test]
    fn slugs_are_those_of_the_glossary() {
        assert_eq!(slug("barrier (systemic)"), "barrier");
        assert_eq!(
            slug("distract / delegate / document"),
            "distract-delegate-document"
        );
        assert_eq!(slug("Big A allyship"), "big-a-allyship");
    }

    #[test]
    fn an_item_stands_where_it_is_written() {
        let manifest = r#"Course(id: "x", title: "x", modules: [Module(id: "x", title: "x", items: [Rehearsal(id: "x", file: "x.md")])])"#;
        let files = Files::from([(MANIFEST.to_owned(), manifest.as_bytes().into())]);
        let (course, complaints) = load(&files, &Outlines::new());
        let item = course.items().next().expect("it is named");
        assert_eq!(Some(item.span.start), manifest.rfind(r#""x", file"#));
        assert_eq!(
            complaints
                .iter()
                .map(|complaint| complaint.span.start)
                .collect::<Vec<_>>(),
            [manifest.find(r#""x.md""#).unwrap()]
        );
    }

    #[test]
    fn what_is_too_long_is_refused_in_words() {
        let file = |length| Files::from([("a.md".to_owned(), vec![b' '; length].into())]);
        let complaint = |files: &Files| {
            readable(files, "a.md")
                .and_then(Result::err)
                .map(|complaint| complaint.code)
        };
        assert_eq!(complaint(&file(LONGEST + 1)), Some("too-large"));
        assert_eq!(complaint(&file(LONGEST)), None);
        let mut known = Files::new();
        known
            .unread
            .insert("a.md".to_owned(), crate::source::Unread::TooLong(1 << 40));
        assert_eq!(complaint(&known), Some("too-large"));
    }
}
