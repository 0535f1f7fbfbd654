//! Owns reading the entries of the manifest into items, each at a glance.
//! Must not know what a page becomes.

use crate::clean::Clean;
use crate::course::blueprint::{Blueprint, FixedForm};
use crate::course::load::reading::{first_line, legible};
use crate::course::load::titles::name_of_file;
use crate::course::load::{Outlines, no_file};
use crate::course::manifest::{ItemEntry, Manifest, places};
use crate::course::markdown::affordable;
use crate::course::markdown::parts::{LongText, WHOLE};
use crate::course::outline::{Outline, outline};
use crate::course::{Item, ItemKind};
use crate::parallel::in_parallel;
use crate::source::{CourseText, Diagnostic, Files, Id, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

impl Outlines {
    fn has(&self, path: &str) -> bool {
        self.known.contains_key(path) || self.written(path).is_some()
    }

    fn written(&self, path: &str) -> Option<&'static Outline> {
        let at = self.written.binary_search_by_key(&path, |(path, _)| path).ok()?;
        Some(&self.written[at].1)
    }

    /// Gives one away. Of a file that two items name it is made again.
    fn take(&mut self, path: &str) -> Option<Outline> {
        self.known.remove(path).or_else(|| self.written(path).cloned())
    }
}

/// What the entries of the manifest are read with.
pub(super) struct Entries<'a> {
    pub(super) files: &'a Files,
    pub(super) outlines: Outlines,
    /// A glance at each page of which no outline is known.
    pub(super) glances: HashMap<&'a str, Glance>,
    /// Where long lessons are cut, by file.
    pub(super) cuts: HashMap<String, Arc<LongText>>,
    /// The path of the manifest.
    pub(super) manifest: &'a Arc<str>,
    /// For whoever checks the course.
    pub(super) told: Option<Told<'a>>,
}

/// What only whoever checks a course asks for: where its entries stand, and what is wrong. Each place found is taken, so that the next
/// entry of that name gets the next one.
pub(super) struct Told<'a> {
    pub(super) ids: Places<'a>,
    pub(super) named: Places<'a>,
    pub(super) out: &'a mut Vec<Diagnostic>,
}

impl Entries<'_> {
    /// Where the next entry with this id stands; nowhere, for whoever does not ask.
    pub(super) fn place(&mut self, id: &str) -> Span {
        let place = self.told.as_mut().map(|told| told.ids.take(id));
        Span::new(self.manifest, place.unwrap_or_default())
    }

    /// The item of an entry. Without its file it is there, and empty.
    pub(super) fn item(&mut self, entry: &ItemEntry) -> Item {
        let mut item = item(entry, self.manifest);
        item.span = self.place(&item.id);
        if item.kind != ItemKind::BeforeAfter {
            item.outline = self.outline(&item.id, &item.file);
            item.title = Clean::line(&item.outline.title);
        }
        if item.title.is_empty() {
            let named = name_of_file(&item.file);
            item.title = Clean::line(if named.is_empty() { &item.id } else { &named });
        }
        item
    }

    fn outline(&mut self, id: &str, file: &str) -> Outline {
        let named = self.told.as_mut().map(|told| told.named.take(file));
        if let Some(outline) = self.outlines.take(file) {
            return outline;
        }
        let glance = self.glances.remove(file);
        let complaint = match glance.unwrap_or_else(|| glance_at(self.files, file)) {
            Some(Ok((outline, cuts))) => {
                if let Some(cuts) = cuts {
                    self.cuts.insert(file.to_owned(), Arc::new(cuts));
                }
                return outline;
            }
            Some(Err(complaint)) => complaint,
            None => no_file(Span::new(self.manifest, named.unwrap_or_default()), id, file),
        };
        if let Some(told) = &mut self.told {
            told.out.push(complaint);
        }
        Outline::default()
    }
}

/// What is known of a page at a glance: its outline, and where it is cut if it is a long one; or why it cannot be read, if it is there.
type Glance = Option<Result<(Outline, Option<LongText>), Diagnostic>>;

/// A glance at every page that items name and of which nothing is known, by its file.
pub(super) fn glances<'m>(
    manifest: &'m Manifest,
    files: &Files,
    outlines: &Outlines,
) -> HashMap<&'m str, Glance> {
    let items = manifest.modules.iter().flat_map(|module| module.items.iter());
    let named = items.filter_map(|entry| match entry {
        ItemEntry::Lesson { file, .. } | ItemEntry::Final { file, .. } => Some(file),
        ItemEntry::SelfAssessment { file, .. } | ItemEntry::Rehearsal { file, .. } => Some(file),
        ItemEntry::BeforeAfter { .. } => None,
    });
    let unknown: Vec<&str> = named
        .map(|file| &**file)
        .filter(|file| !outlines.has(file))
        .collect();
    let found = in_parallel(&unknown, |file| glance_at(files, file));
    unknown.into_iter().zip(found).collect()
}

fn glance_at(files: &Files, file: &str) -> Glance {
    let bytes = files.glance(file);
    let markdown = match legible(bytes.as_deref(), files.unread.get(file), file)? {
        Ok(markdown) => markdown,
        Err(complaint) => return Some(Err(complaint)),
    };
    let titled = || first_line(markdown).to_owned().into();
    Some(Ok(if markdown.len() > WHOLE {
        let parts = LongText::of(markdown);
        let mut found = parts.outline().clone();
        if found.title.is_empty() {
            found.title = titled();
        }
        (found, Some(parts))
    } else if affordable(markdown).is_err() {
        let found = Outline {
            title: titled(),
            words: markdown.split_ascii_whitespace().count(),
            ..Outline::default()
        };
        (found, None)
    } else {
        (outline(markdown), None)
    }))
}

fn owned(texts: &[CourseText]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// What an entry says by itself.
fn item(entry: &ItemEntry, manifest: &Arc<str>) -> Item {
    let bare = |id: &str, file: &CourseText, kind| Item {
        id: id.into(),
        span: Span::new(manifest, 0..0),
        file: file.to_string(),
        kind,
        title: Clean::default(),
        outline: Outline::default(),
        objectives: BTreeMap::new(),
        ideas: Cow::default(),
        evidence: Cow::default(),
        blueprint: None,
        fixed: None,
    };
    match entry {
        ItemEntry::Lesson {
            id,
            file,
            objectives,
            ideas,
            evidence,
        } => Item {
            objectives: objectives.iter().cloned().collect(),
            ideas: ideas.clone(),
            evidence: evidence.clone(),
            ..bare(id, file, ItemKind::Lesson)
        },
        ItemEntry::SelfAssessment { id, file } => bare(id, file, ItemKind::SelfAssessment),
        ItemEntry::Rehearsal { id, file } => bare(id, file, ItemKind::Rehearsal),
        ItemEntry::Final {
            id,
            file,
            draw,
            pass,
            quotas,
            must,
        } => Item {
            blueprint: Some(Blueprint {
                draw: *draw,
                pass: *pass,
                quotas: quotas
                    .iter()
                    .map(|(pool, count)| (pool.to_string(), *count))
                    .collect(),
                must: owned(must),
            }),
            ..bare(id, file, ItemKind::Final)
        },
        ItemEntry::BeforeAfter {
            id,
            title,
            of,
            questions,
        } => Item {
            title: Clean::line(title),
            fixed: Some(FixedForm {
                of: Id::from(&**of),
                questions: questions.iter().map(|question| Id::from(&**question)).collect(),
            }),
            ..bare(id, &CourseText::default(), ItemKind::BeforeAfter)
        },
    }
}

/// Where the values of a key stand in the manifest, by value.
pub(super) struct Places<'a>(HashMap<&'a str, VecDeque<Range<usize>>>);

impl<'a> Places<'a> {
    /// Those of `key`.
    pub(super) fn of(manifest: &'a str, key: &str) -> Places<'a> {
        let mut found: HashMap<_, VecDeque<_>> = HashMap::new();
        for (value, range) in places(manifest, key) {
            found.entry(value).or_default().push_back(range);
        }
        Places(found)
    }

    /// Where a value stands; its place is taken.
    pub(super) fn take(&mut self, value: &str) -> Range<usize> {
        let place = self.0.get_mut(value).and_then(VecDeque::pop_front);
        place.unwrap_or_default()
    }
}
