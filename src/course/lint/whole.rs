//! Owns a course that is checked: every page built, a few at once on all processors, and what rules find it by.
//! Must not know any rule.

use crate::clean::nearest;
use crate::course::lint::page::{Anchors, Page, anchors};
use crate::course::load::page;
use crate::course::manifest::MANIFEST;
use crate::course::rehearsal::rehearsal;
use crate::course::{Course, Item, ItemKind};
use crate::parallel::in_parallel;
use crate::source::{Diagnostic, Files, Span, text};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// Names among which one that was meant is looked for, and how many a rule compares in all.
const COMPARED: (usize, usize) = (1000, 200_000);
/// Bytes of the pages that are built at once, but for one that is longer.
const AT_ONCE: usize = 512 * 1024;

/// A course with every page built.
pub struct BuiltCourse<'a> {
    pub files: &'a Files,
    /// Its manifest and outlines.
    pub course: Course,
    /// Every Markdown page the manifest names and the folder has, once each.
    pub pages: Vec<Page<'a>>,
    /// The place of a page by its path.
    pub by_path: HashMap<String, usize>,
    /// Pages that are there and were not built, since those before them were long enough.
    pub unchecked: HashSet<String>,
}

/// The same as one rule looks at it.
pub struct Whole<'a> {
    built: &'a BuiltCourse<'a>,
    /// Names that the rule has compared to find what was meant.
    compared: Cell<usize>,
}

impl<'a> Whole<'a> {
    /// For a rule that has not looked yet.
    pub fn of(built: &'a BuiltCourse<'a>) -> Whole<'a> {
        Whole {
            built,
            compared: Cell::new(0),
        }
    }
}

impl<'a> Deref for Whole<'a> {
    type Target = BuiltCourse<'a>;
    fn deref(&self) -> &BuiltCourse<'a> {
        self.built
    }
}

impl Whole<'_> {
    /// The text of the manifest.
    pub fn manifest(&self) -> &str {
        self.files
            .get(MANIFEST)
            .and_then(|bytes| text(bytes).ok())
            .unwrap_or_default()
    }

    /// The page of the item with this id.
    pub fn page_of(&self, id: &str) -> Option<&Page<'_>> {
        let page = &self.pages[*self.by_path.get(&self.course.item(id)?.file)?];
        page.item.as_ref().filter(|item| &*item.id == id).map(|_| page)
    }

    /// Whether the item with this id is one whose page was not built.
    pub fn is_unchecked(&self, id: &str) -> bool {
        self.course
            .item(id)
            .is_some_and(|item| self.unchecked.contains(&item.file))
    }

    /// The name that differs least, if it is near enough to be meant. Among very many names, or after very many tries, none is.
    pub fn meant<'n>(&self, name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let names: Vec<&str> = names.take(COMPARED.0 + 1).collect();
        self.compared.set(self.compared.get() + names.len());
        if names.len() > COMPARED.0 || self.compared.get() > COMPARED.1 {
            return None;
        }
        let (slips, near) = nearest(name, names.into_iter())?;
        (slips <= (name.chars().count() / 5).max(1)).then_some(near)
    }

    /// Lessons with their pages.
    pub fn lessons(&self) -> impl Iterator<Item = (&Item, &Page<'_>)> {
        let is_lesson = |item: &&Item| item.kind == ItemKind::Lesson;
        self.pages
            .iter()
            .filter_map(move |page| Some((page.item.as_ref().filter(is_lesson)?, page)))
    }
}

/// Builds the pages, until so many pieces of Markdown were read; `told` hears how many pages of how many were. Complaints about them go
/// to `out`.
pub fn build<'a>(
    files: &'a Files,
    course: Course,
    most: usize,
    told: impl Fn(usize, usize),
    out: &mut Vec<Diagnostic>,
) -> BuiltCourse<'a> {
    let beside = [&course.about, &course.glossary, &course.sources];
    let beside = beside.into_iter().flatten().map(|path| (path.as_str(), None));
    let mut seen = HashSet::new();
    let named: Vec<NamedPage<'_>> = course
        .items()
        .map(|item| (item.file.as_str(), Some(item)))
        .chain(beside)
        .filter_map(|(path, item)| {
            let bytes = files.get(path).filter(|_| seen.insert(path))?;
            Some(NamedPage { path, item, bytes })
        })
        .collect();
    let mut pages: Vec<Page<'_>> = Vec::new();
    let mut unchecked = HashSet::new();
    let (mut read, mut from) = (0, 0);
    while from < named.len() && read <= most {
        told(from, named.len());
        let some = some_of(&named[from..]);
        from += some.len();
        for (named, (page, complaints)) in some
            .iter()
            .zip(in_parallel(some, |named| named.build(&course, files)))
        {
            if read > most {
                unchecked.insert(named.path.to_owned());
                continue;
            }
            read += page.built.parsed.read;
            out.extend(complaints);
            pages.push(page);
        }
    }
    unchecked.extend(named[from..].iter().map(|named| named.path.to_owned()));
    if !unchecked.is_empty() {
        let message = format!(
            "the pages before are so long that {} more were not checked",
            unchecked.len()
        );
        let last = pages.last().map_or(MANIFEST, |page| &page.path);
        out.push(
            Diagnostic::warning("not-checked", Span::whole(last), message).help("make two courses of it"),
        );
    }
    let by_path = pages
        .iter()
        .enumerate()
        .map(|(at, page)| (page.path.to_string(), at))
        .collect();
    BuiltCourse {
        files,
        course,
        pages,
        by_path,
        unchecked,
    }
}

/// A page that the manifest names and the folder has.
struct NamedPage<'n> {
    path: &'n str,
    item: Option<&'n Item>,
    bytes: &'n [u8],
}

/// As many pages as are built at once: at least one, and not so many that they take much memory before it is seen what they take.
fn some_of<'s, 'n>(named: &'s [NamedPage<'n>]) -> &'s [NamedPage<'n>] {
    let mut bytes = 0;
    let fits = named.iter().take_while(|named| {
        bytes += named.bytes.len();
        bytes <= AT_ONCE
    });
    &named[..fits.count().max(1)]
}

impl NamedPage<'_> {
    fn build<'a>(&self, course: &Course, files: &'a Files) -> (Page<'a>, Vec<Diagnostic>) {
        let (built, mut out) = page(course, files, self.path);
        let of_rehearsal = self.item.filter(|item| item.kind == ItemKind::Rehearsal);
        let rehearsal = of_rehearsal.map(|_| {
            let (found, complaints) = rehearsal(course, files, self.path);
            out.extend(complaints);
            found
        });
        let is_glossary = course.glossary.as_deref() == Some(self.path);
        let Anchors {
            anchors,
            slugs,
            unnamed,
        } = anchors(&built.headings, is_glossary);
        // Of two with one id the first counts.
        let mut questions = HashMap::new();
        for question in built.lesson.questions() {
            questions
                .entry(question.id.clone())
                .or_insert_with(|| question.clone());
        }
        let markdown = files.get(self.path).and_then(|bytes| text(bytes).ok());
        let page = Page {
            path: self.path.into(),
            item: self.item.cloned(),
            markdown: markdown.unwrap_or_default(),
            built,
            rehearsal,
            anchors,
            slugs,
            unnamed,
            questions,
        };
        (page, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::lint::links;
    use crate::course::load::{Outlines, load};

    #[test]
    fn pages_past_the_budget_are_named_and_nothing_else_is_said_of_them() {
        let manifest = r#"Course(id: "c", title: "C", modules: [Module(id: "m", title: "M", items: [
            Lesson(id: "a", file: "a.md"), Lesson(id: "b", file: "b.md"), Lesson(id: "d", file: "d.md")])])"#;
        let lesson = "# A\n\nOn to [the next](b.md#no) and [its end](d.md#no).\n";
        let all = [
            (MANIFEST, manifest),
            ("a.md", lesson),
            ("b.md", lesson),
            ("d.md", lesson),
        ];
        let files: Files = all
            .into_iter()
            .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec().into()))
            .collect();
        let told = |most| {
            let mut out = Vec::new();
            let course = load(&files, &Outlines::new()).0;
            let built = build(&files, course, most, |_, _| (), &mut out);
            let whole = Whole::of(&built);
            links::dead(&whole, &mut out);
            links::unnamed(&whole, &mut out);
            let told = out.iter().map(|told| (told.code, told.span.file.to_string()));
            (whole.pages.len(), told.collect::<Vec<_>>())
        };
        let (pages, complaints) = told(0);
        assert_eq!(
            (pages, complaints.as_slice()),
            (1, &[("not-checked", "a.md".to_owned())][..])
        );
        let (pages, complaints) = told(700_000);
        assert_eq!((pages, complaints.len()), (3, 6), "{complaints:?}");
    }
}
