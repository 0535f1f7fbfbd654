//! Owns `load` and `lesson`: files → a course and its lessons, with every complaint beside them. Loading never fails.
//! Must not know where the files came from. Playing and checking call the same functions.

use crate::clean::{Clean, is_unsafe};
use crate::course::manifest::{ItemEntry, MANIFEST, Manifest, not_utf8, read};
use crate::course::markdown::{Heading, Parsed, Piece, What, is_outside, node, parse};
use crate::course::outline::{Outline, outline};
use crate::course::question::{Asked, kind, question};
use crate::course::{Block, Course, Item, ItemKind, Lesson, Module};
use crate::doc::{Action, Figure, Node, NoteKind, Screen, Text};
use crate::progress::form::Blueprint;
use crate::source::{Diagnostic, Files, Id, Span, text};
use ron::extensions::Extensions;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Longest lesson that is read, in bytes. A longer one is refused in words.
pub const LONGEST: usize = 16 * 1024 * 1024;

/// Outlines that were made before, by path: those of the embedded course.
pub type Outlines = BTreeMap<&'static str, Outline>;

/// A Markdown page, built: a lesson, the glossary, the sources.
#[derive(Debug, Default)]
pub struct Built {
    /// The lesson.
    pub lesson: Lesson,
    /// Its headings: id, words, level, span.
    pub headings: Vec<(Option<Id>, Heading, Span)>,
    /// Every link: target and span.
    pub links: Vec<(String, Span)>,
}

/// Reads the manifest and every lesson's outline. What cannot be read is left out, with a complaint.
pub fn load(files: &Files, outlines: &Outlines) -> (Course, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let manifest = match read(files.get(MANIFEST).map(|bytes| bytes.as_ref())) {
        Ok(manifest) => manifest,
        Err(complaint) => return (Course::default(), vec![complaint]),
    };
    let source = files.get(MANIFEST).and_then(|bytes| text(bytes).ok()).unwrap_or_default();
    let Manifest { id, title, about, glossary, sources, modules, renamed } = manifest;
    let mut number = 0;
    let modules = modules
        .into_iter()
        .map(|entry| {
            let items = entry.items.into_iter().map(|item_entry| item(item_entry, source, files, outlines, &mut out)).collect();
            number += usize::from(entry.numbered);
            Module {
                id: entry.id.as_str().into(),
                title: Clean::line(&entry.title),
                intro: Clean::line(&entry.intro),
                number: entry.numbered.then_some(number),
                items,
            }
        })
        .collect();
    (Course { id, title: Clean::line(&title), about, glossary, sources, modules, renamed }, out)
}

fn item(entry: ItemEntry, source: &str, files: &Files, outlines: &Outlines, out: &mut Vec<Diagnostic>) -> Item {
    let blueprint = match &entry {
        ItemEntry::Final { draw, pass, quotas, must, .. } => {
            Some(Blueprint { draw: *draw, pass: *pass, quotas: quotas.clone(), must: must.clone() })
        }
        ItemEntry::Lesson { .. } | ItemEntry::SelfAssessment { .. } | ItemEntry::Rehearsal { .. } => None,
    };
    let (id, file, kind, objectives, ideas, evidence) = match entry {
        ItemEntry::Lesson { id, file, objectives, ideas, evidence } => (id, file, ItemKind::Lesson, objectives, ideas, evidence),
        ItemEntry::SelfAssessment { id, file } => (id, file, ItemKind::SelfAssessment, BTreeMap::new(), Vec::new(), Vec::new()),
        ItemEntry::Rehearsal { id, file } => (id, file, ItemKind::Rehearsal, BTreeMap::new(), Vec::new(), Vec::new()),
        ItemEntry::Final { id, file, .. } => (id, file, ItemKind::Final, BTreeMap::new(), Vec::new(), Vec::new()),
    };
    let at = source.find(&format!("\"{id}\"")).unwrap_or(0);
    let span = Span::new(&MANIFEST.into(), at..at + id.len() + 2);
    let outline = match outlines.get(file.as_str()) {
        Some(outline) => outline.clone(),
        None => match files.get(&file).map(|bytes| readable(&file, bytes)) {
            Some(Ok(markdown)) => outline(markdown),
            Some(Err(complaint)) => {
                out.push(complaint);
                Outline::default()
            }
            None => {
                out.push(
                    Diagnostic::error("no-file", span.clone(), format!("{} names {file}, which is not in the course", id))
                        .help("add the file, or take the entry away"),
                );
                Outline::default()
            }
        },
    };
    let title = if outline.title.is_empty() { Clean::line(&id) } else { Clean::line(&outline.title) };
    Item { id: id.as_str().into(), file, kind, title, outline, objectives, ideas, evidence, blueprint, span }
}

/// The text of a file, or why it cannot be read.
pub fn readable<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostic> {
    if bytes.len() > LONGEST {
        let message = format!("the file is {} bytes long; at most {LONGEST} are read", bytes.len());
        return Err(Diagnostic::error("too-large", Span::whole(path), message).help("split the lesson"));
    }
    text(bytes).map_err(|at| not_utf8(&path.into(), at))
}

/// Builds the lesson of an item.
pub fn lesson(course: &Course, files: &Files, item: &Item) -> (Lesson, Vec<Diagnostic>) {
    let (built, complaints) = page(course, files, &item.file);
    (built.lesson, complaints)
}

/// Builds any Markdown page of the course. A file that cannot be read becomes a page that says so.
pub fn page(course: &Course, files: &Files, path: &str) -> (Built, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let read = match files.get(path) {
        Some(bytes) => readable(path, bytes),
        None => Err(Diagnostic::error("no-file", Span::whole(path), format!("{path} is not in the course"))),
    };
    let markdown = match read {
        Ok(markdown) => markdown,
        Err(complaint) => {
            let words = format!("This page cannot be shown: {}.", complaint.message);
            let says = Block::Says(Arc::new(Node::Para(Text::plain(&words))));
            return (Built { lesson: Lesson { title: Text::plain(path), blocks: vec![says] }, ..Built::default() }, vec![complaint]);
        }
    };
    let file: Arc<str> = path.into();
    let resolve = |target: &str| follow(course, path, target);
    let Parsed { pieces, links } = parse(markdown, &resolve);
    unsafe_characters(&file, markdown, &mut out);
    let mut built =
        Built { links: links.into_iter().map(|(target, range)| (target, Span::new(&file, range))).collect(), ..Built::default() };
    let mut at = 0;
    while at < pieces.len() {
        let piece = &pieces[at];
        at += 1;
        if let What::Heading(heading) = &piece.what {
            let span = Span::new(&file, piece.range.clone());
            check_heading(heading, &span, &mut out);
            let id = heading.id.as_deref().map(Id::from);
            built.headings.push((id, heading.clone(), span));
            if let Some(kind) = kind(heading) {
                let below = pieces[at..].iter().take_while(|piece| !matches!(piece.what, What::Heading(_))).count();
                let asked = Asked { heading, range: piece.range.clone(), pieces: &pieces[at..at + below], file: &file, resolve: &resolve };
                at += below;
                built.lesson.blocks.push(Block::Asks(Arc::new(question(&asked, kind, &mut out))));
                continue;
            }
            if heading.level == 1 && built.lesson.title.is_empty() {
                built.lesson.title = heading.text.clone();
                continue;
            }
            let id = heading
                .id
                .as_deref()
                .map(Id::from)
                .or_else(|| is_glossary(course, path).then(|| slug(&heading.text.words()).as_str().into()));
            built.lesson.blocks.push(Block::Says(Arc::new(Node::Heading { level: heading.level, id, text: heading.text.clone() })));
            continue;
        }
        let shown = match &piece.what {
            What::Image { target, words } if target.ends_with(".ron") => {
                figure(files, path, target, words, &Span::new(&file, piece.range.clone()), &mut out)
            }
            _ => node(piece),
        };
        check_alerts(piece, &file, &mut out);
        built.lesson.blocks.push(Block::Says(shown));
    }
    (built, out)
}

fn is_glossary(course: &Course, path: &str) -> bool {
    course.glossary.as_deref() == Some(path)
}

fn figure(files: &Files, path: &str, target: &str, words: &Text, span: &Span, out: &mut Vec<Diagnostic>) -> Arc<Node> {
    let fallback = || Arc::new(Node::Para(Text::role("Figure: ", crate::doc::Role::Muted).and(words.clone())));
    let Some(file) = join(path, target) else { return fallback() };
    let Some(bytes) = files.get(&file) else { return fallback() };
    match figure_data(&file, bytes) {
        Ok(figure) => {
            let said = words.words().to_lowercase();
            let missing: Vec<&str> = figure.labels().into_iter().filter(|label| !said.contains(&label.to_lowercase())).collect();
            if !missing.is_empty() {
                out.push(
                    Diagnostic::warning("figure-words", span.clone(), format!("the words of the figure leave out: {}", missing.join(", ")))
                        .help("say every label of the figure between ![ and ], for whoever cannot see it"),
                );
            }
            Arc::new(Node::Figure { figure: Arc::new(figure), words: words.clone() })
        }
        Err(complaint) => {
            out.push(complaint);
            fallback()
        }
    }
}

fn figure_data(file: &str, bytes: &[u8]) -> Result<Figure, Diagnostic> {
    let source = readable(file, bytes)?;
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(source).map_err(|error| {
        let start = crate::source::offset(source, error.span.start.line, error.span.start.col);
        Diagnostic::error("figure-data", Span::new(&file.into(), start..start + 1), format!("the figure does not parse: {}", error.code))
    })
}

/// Complaints a heading may get: an attribute that did not become one, a class that is no kind.
fn check_heading(heading: &Heading, span: &Span, out: &mut Vec<Diagnostic>) {
    let words = heading.text.words();
    if words.contains("{#") || words.contains("{.") {
        out.push(
            Diagnostic::error("lost-attributes", span.clone(), "the {…} of this heading was not read, so its id and class are lost")
                .help("{#id .class key=value} must be the last thing on the line, without quotes and closed with }"),
        );
    }
    let quoted = heading.attributes.iter().any(|(key, value)| value.contains(['"', '\'']) || key.contains(['"', '\'']));
    if quoted || heading.classes.iter().any(|class| class.contains(['"', '\'', '='])) {
        out.push(
            Diagnostic::error("quoted-attribute", span.clone(), "an attribute is quoted or torn in two")
                .help("write key=value without quotes and without blanks"),
        );
    }
    const KNOWN: [&str; 5] = ["truth", "scene", "card", "end", "scale"];
    for class in &heading.classes {
        if !KNOWN.contains(&class.as_str()) && !crate::course::outline::KINDS.contains(&class.as_str()) {
            let kinds = crate::course::outline::KINDS.map(|kind| format!(".{kind}")).join(" ");
            out.push(
                Diagnostic::error("unknown-class", span.clone(), format!("the class .{class} is not known"))
                    .help(format!("kinds of question are {kinds}")),
            );
        }
    }
}

/// A callout that arrived as text: its tag has to stand alone on the first line and be one of five.
fn check_alerts(piece: &Piece, file: &Arc<str>, out: &mut Vec<Diagnostic>) {
    let What::Quote { kind: None, pieces } = &piece.what else { return };
    if let Some(Piece { what: What::Para { text, .. }, .. }) = pieces.first()
        && text.words().starts_with("[!")
    {
        out.push(
            Diagnostic::error("callout-as-text", Span::new(file, piece.range.clone()), "this callout is not recognised and shows as text")
                .help("the first line holds only > [!NOTE], > [!TIP], > [!IMPORTANT], > [!WARNING] or > [!CAUTION]"),
        );
    }
}

fn unsafe_characters(file: &Arc<str>, markdown: &str, out: &mut Vec<Diagnostic>) {
    let start = if markdown.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut complain = |range: std::ops::Range<usize>, c: char| {
        out.push(
            Diagnostic::error(
                "unsafe-character",
                Span::new(file, range),
                format!("the text contains U+{:04X}, which could steer a terminal or turn text around", c as u32),
            )
            .help("take it away; it is not shown"),
        );
    };
    for (at, c) in markdown[start..].char_indices() {
        if is_unsafe(c) && c != '\r' {
            complain(start + at..start + at + c.len_utf8(), c);
        }
    }
    // Written as an entity, it only appears after parsing.
    for (at, _) in markdown.match_indices("&#") {
        let Some(end) = markdown[at..].find(';').filter(|end| *end <= 10) else { continue };
        let digits = &markdown[at + 2..at + end];
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => digits.parse(),
        };
        if let Some(c) = code.ok().and_then(char::from_u32).filter(|c| is_unsafe(*c)) {
            complain(at..at + end + 1, c);
        }
    }
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
    let fragment = target.split_once('#').map(|(_, fragment)| Id::from(fragment)).filter(|fragment| !fragment.is_empty());
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
    let by_file = course.items().find(|item| item.file == file);
    let by_id = || course.item(target.split('#').next().unwrap_or_default());
    by_file.or_else(by_id).map(|item| Action::Go(Screen::Lesson(item.id.clone()), fragment))
}

/// The anchor of a glossary term: the part before ` (`, lower case, each run of other characters than letters and digits one `-`.
pub fn slug(term: &str) -> String {
    let term = term.split(" (").next().unwrap_or_default().to_lowercase();
    let parts = term.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The content note at the head of a lesson, if it has one.
pub fn content_note(lesson: &Lesson) -> Option<&Arc<Node>> {
    match lesson.blocks.first() {
        Some(Block::Says(node)) if matches!(&**node, Node::Note { kind: NoteKind::Caution, .. }) => Some(node),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stay_inside_the_course() {
        assert_eq!(join("1-roles/a.md", "../figures/x.ron"), Some("figures/x.ron".into()));
        assert_eq!(join("1-roles/a.md", "../../etc/passwd"), None);
        assert_eq!(join("a.md", "/etc/passwd"), None);
        assert_eq!(join("a.md", "b.md#c"), Some("b.md".into()));
    }

    #[test]
    fn slugs_are_those_of_the_glossary() {
        assert_eq!(slug("barrier (systemic)"), "barrier");
        assert_eq!(slug("distract / delegate / document"), "distract-delegate-document");
        assert_eq!(slug("Big A allyship"), "big-a-allyship");
    }
}
