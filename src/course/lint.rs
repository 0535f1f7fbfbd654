//! Owns `check`: every complaint about a whole course, in the order of its files. What holds between files is a row of `LINTS` and a
//! function under `lint/`; what concerns one page is told by the functions that build it, the same the player calls.
//! Must not know how complaints are printed.

pub mod forms;
pub mod ids;
pub mod items;
pub mod links;
pub mod objectives;
pub mod openers;
pub mod page;
pub mod prose;
pub mod self_assessment;
pub mod slips;
pub mod stems;

use crate::clean::nearest;
use crate::course::lint::page::{Anchors, Page, anchors};
use crate::course::load::{Outlines, load, page};
use crate::course::manifest::{MANIFEST, read};
use crate::course::rehearsal::rehearsal;
use crate::course::{Course, Item, ItemKind};
use crate::source::{Diagnostic, Files, Span, text};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// A rule about a course.
pub struct Lint {
    /// The code of its complaints.
    pub code: &'static str,
    /// What it asks for, in one sentence.
    pub says: &'static str,
    /// Finds what breaks it.
    pub find: fn(&Whole<'_>, &mut Vec<Diagnostic>),
}

/// Every rule that needs more than one page, or more than the player needs.
pub const LINTS: &[Lint] = &[
    Lint {
        code: "duplicate-id",
        says: "An id names one thing.",
        find: ids::duplicates,
    },
    Lint {
        code: "id-form",
        says: "An id is made of small letters, digits and hyphens.",
        find: ids::forms,
    },
    Lint {
        code: "renamed-to-nothing",
        says: "What an id was renamed to is there.",
        find: ids::renamed,
    },
    Lint {
        code: "heading-without-id",
        says: "A heading that something points to has an id; its words may change.",
        find: links::headings,
    },
    Lint {
        code: "dead-link",
        says: "A link leads to a page, and to a heading of it.",
        find: links::dead,
    },
    Lint {
        code: "dead-term",
        says: "A link into the glossary leads to a term.",
        find: links::terms,
    },
    Lint {
        code: "dead-figure",
        says: "The data of a figure is there.",
        find: links::figures,
    },
    Lint {
        code: "dead-see",
        says: "The heading that teaches a question is there.",
        find: links::sees,
    },
    Lint {
        code: "dead-then",
        says: "The entry of the journal that stands beside another is there.",
        find: links::thens,
    },
    Lint {
        code: "link-leaves",
        says: "Nothing in the folder points out of it.",
        find: links::leaving,
    },
    Lint {
        code: "missing-picture",
        says: "A picture of the folder is there.",
        find: slips::pictures,
    },
    Lint {
        code: "undefined-reference",
        says: "What refers to a link or a footnote by a label finds it.",
        find: slips::references,
    },
    Lint {
        code: "two-ids",
        says: "A heading has one id.",
        find: slips::two_ids,
    },
    Lint {
        code: "doubled-objective",
        says: "An objective has a name of its own.",
        find: slips::objectives,
    },
    Lint {
        code: "row-cells",
        says: "A table holds its rows, and nothing else.",
        find: slips::tables,
    },
    Lint {
        code: "option-as-code",
        says: "An option is no code.",
        find: slips::options_as_code,
    },
    Lint {
        code: "reserved-id",
        says: "A name has one meaning.",
        find: slips::reserved,
    },
    Lint {
        code: "unnamed-file",
        says: "Every file is part of the course.",
        find: links::unnamed,
    },
    Lint {
        code: "file-twice",
        says: "A file is one item.",
        find: ids::files,
    },
    Lint {
        code: "objective-without-question",
        says: "Every objective is tested.",
        find: objectives::untested,
    },
    Lint {
        code: "question-without-objective",
        says: "Every question tests something.",
        find: objectives::aimless,
    },
    Lint {
        code: "unknown-objective",
        says: "A question tests an objective of its lesson, or looks back to one of an earlier lesson.",
        find: objectives::unknown,
    },
    Lint {
        code: "unknown-evidence",
        says: "The sources have a heading for each piece of evidence.",
        find: objectives::evidence,
    },
    Lint {
        code: "unknown-scale",
        says: "Every scale of a self-assessment has its section.",
        find: self_assessment::unknown,
    },
    Lint {
        code: "scale-without-lines",
        says: "Every section of a scale has its lines.",
        find: self_assessment::unused,
    },
    Lint {
        code: "few-lines",
        says: "A scale has at least three lines.",
        find: self_assessment::short,
    },
    Lint {
        code: "dead-variant",
        says: "Another stem is one of a card of its file.",
        find: stems::of_nothing,
    },
    Lint {
        code: "variant-as-card",
        says: "Another stem is no card of its own.",
        find: stems::as_cards,
    },
    Lint {
        code: "variant-objective",
        says: "All stems of a card test the same.",
        find: stems::other_objectives,
    },
    Lint {
        code: "dead-of",
        says: "A first thought is about a question that lends its options.",
        find: stems::about_nothing,
    },
    Lint {
        code: "late-predict",
        says: "A first thought comes before its question.",
        find: stems::too_late,
    },
    Lint {
        code: "form-of-nothing",
        says: "The form before and after has its bank.",
        find: forms::of_nothing,
    },
    Lint {
        code: "form-question",
        says: "The form before and after asks scored questions of its bank, each once.",
        find: forms::questions,
    },
    Lint {
        code: "path-item",
        says: "A path leads over items of the course.",
        find: forms::paths,
    },
    Lint {
        code: "do-today",
        says: "A lesson has one line for today, with a moment and what one then does.",
        find: items::do_today,
    },
    Lint {
        code: "few-questions",
        says: "A lesson asks at least three questions.",
        find: items::few_questions,
    },
    Lint {
        code: "no-scene",
        says: "A lesson has a scene.",
        find: items::no_scene,
    },
    Lint {
        code: "opener",
        says: "An explanation says what a choice does; the verdict is the player's.",
        find: openers::verdicts,
    },
    Lint {
        code: "above-option",
        says: "An option speaks for itself.",
        find: items::above,
    },
    Lint {
        code: "key-longest",
        says: "The longest option is not mostly the right one.",
        find: items::key_longest,
    },
    Lint {
        code: "key-first",
        says: "The right option does not always stand first.",
        find: items::key_first,
    },
    Lint {
        code: "lesson-length",
        says: "A lesson has 700 to 1,200 words.",
        find: items::length,
    },
    Lint {
        code: "long-sentence",
        says: "A sentence has at most 30 words.",
        find: prose::long_sentences,
    },
    Lint {
        code: "reading-level",
        says: "Prose reads at grade 5 to 9.",
        find: prose::reading_level,
    },
    Lint {
        code: "mixed-quotes",
        says: "A course has straight quotes or curly ones, not both.",
        find: prose::mixed_quotes,
    },
];

/// Names among which one that was meant is looked for, and how many are compared in all.
const COMPARED: (usize, usize) = (1000, 200_000);
/// Pieces of Markdown of all pages together after which no more pages are built, so that no course takes all memory there is.
const CHECKED: usize = 700_000;

/// Every complaint about a course, by file and place.
pub fn check(files: &Files) -> Vec<Diagnostic> {
    let (course, mut out) = load(files, &Outlines::new());
    if read(files.get(MANIFEST).map(|bytes| bytes.as_ref())).is_err() {
        return out;
    }
    let whole = whole(files, course, CHECKED, &mut out);
    LINTS.iter().for_each(|lint| (lint.find)(&whole, &mut out));
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    out.dedup();
    out
}

/// What complaints are ordered by.
fn order(complaint: &Diagnostic) -> impl Ord + '_ {
    let span = &complaint.span;
    let place = (&span.file, span.start, span.end);
    (place, complaint.severity, complaint.code, &complaint.message)
}

/// A course with every page built.
pub struct Whole<'a> {
    pub files: &'a Files,
    /// Its manifest and outlines.
    pub course: Course,
    /// Every Markdown page the manifest names and the folder has, once each.
    pub pages: Vec<Page<'a>>,
    /// The place of a page by its path.
    pub by_path: HashMap<String, usize>,
    /// Pages that are there and were not built, since those before them were long enough.
    pub unchecked: HashSet<String>,
    /// Names that were compared to find what was meant.
    compared: Cell<usize>,
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

/// Builds the pages, until so many pieces of Markdown were read.
fn whole<'a>(files: &'a Files, course: Course, most: usize, out: &mut Vec<Diagnostic>) -> Whole<'a> {
    let beside = [&course.about, &course.glossary, &course.sources];
    let named = course.items().map(|item| (item.file.clone(), Some(item.clone())));
    let named: Vec<(String, Option<Item>)> = named
        .chain(beside.into_iter().flatten().map(|path| (path.clone(), None)))
        .collect();
    let mut seen = HashSet::new();
    let mut pages: Vec<Page<'_>> = Vec::new();
    let mut unchecked = HashSet::new();
    let mut read = 0;
    for (path, item) in named {
        let Some(bytes) = files.get(&path).filter(|_| seen.insert(path.clone())) else {
            continue;
        };
        if read > most {
            unchecked.insert(path);
            continue;
        }
        let (built, complaints) = page(&course, files, &path);
        read += built.parsed.read;
        out.extend(complaints);
        let rehearsal = item
            .as_ref()
            .filter(|item| item.kind == ItemKind::Rehearsal)
            .map(|_| {
                let (found, complaints) = rehearsal(&course, files, &path);
                out.extend(complaints);
                found
            });
        let is_glossary = course.glossary.as_deref() == Some(&path);
        let Anchors {
            anchors,
            slugs,
            unnamed,
        } = anchors(&built.headings, is_glossary);
        let markdown = text(bytes).unwrap_or_default();
        // Of two with one id the first counts.
        let mut questions = HashMap::new();
        for question in built.lesson.questions() {
            questions
                .entry(question.id.clone())
                .or_insert_with(|| question.clone());
        }
        pages.push(Page {
            path: path.as_str().into(),
            item,
            markdown,
            built,
            rehearsal,
            anchors,
            slugs,
            unnamed,
            questions,
        });
    }
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
    Whole {
        files,
        course,
        pages,
        by_path,
        unchecked,
        compared: Cell::new(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let whole = whole(&files, load(&files, &Outlines::new()).0, most, &mut out);
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
        let (pages, complaints) = told(CHECKED);
        assert_eq!((pages, complaints.len()), (3, 6), "{complaints:?}");
    }
}
