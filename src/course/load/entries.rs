//! Owns reading the entries of the manifest into items, each at a glance.
//! Must not know what a page becomes.

use crate::clean::Clean;
use crate::course::blueprint::{Blueprint, FixedForm};
use crate::course::load::{Outlines, no_file, readable};
use crate::course::manifest::{ItemEntry, MANIFEST};
use crate::course::outline::{Outline, outline};
use crate::course::{Item, ItemKind};
use crate::source::{Diagnostic, Files, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// What the entries of the manifest are read with. Each place found is taken, so that the next entry of that name gets the next one.
pub(super) struct Entries<'a> {
    pub(super) ids: Vec<(&'a str, Range<usize>)>,
    pub(super) named: Vec<(&'a str, Range<usize>)>,
    pub(super) files: &'a Files,
    pub(super) outlines: &'a Outlines,
    pub(super) out: &'a mut Vec<Diagnostic>,
}

impl Entries<'_> {
    /// The item of an entry. Without its file it is there, and empty.
    pub(super) fn item(&mut self, entry: ItemEntry) -> Item {
        let mut item = item(entry);
        item.span = take(&mut self.ids, &item.id);
        if item.kind != ItemKind::BeforeAfter {
            item.outline = self.outline(&item.id, &item.file);
            item.title = Clean::line(&item.outline.title);
        }
        if item.title.is_empty() {
            item.title = Clean::line(&item.id);
        }
        item
    }

    fn outline(&mut self, id: &str, file: &str) -> Outline {
        let named = take(&mut self.named, file);
        if let Some(outline) = self.outlines.get(file) {
            return outline.clone();
        }
        let complaint = match self.files.get(file).map(|bytes| readable(file, bytes)) {
            Some(Ok(markdown)) => return outline(markdown),
            Some(Err(complaint)) => complaint,
            None => no_file(named, id, file),
        };
        self.out.push(complaint);
        Outline::default()
    }
}

/// What an entry says by itself.
fn item(entry: ItemEntry) -> Item {
    match entry {
        ItemEntry::Lesson {
            id,
            file,
            objectives,
            ideas,
            evidence,
        } => Item {
            objectives,
            ideas,
            evidence,
            ..bare(&id, file, ItemKind::Lesson)
        },
        ItemEntry::SelfAssessment { id, file } => bare(&id, file, ItemKind::SelfAssessment),
        ItemEntry::Rehearsal { id, file } => bare(&id, file, ItemKind::Rehearsal),
        ItemEntry::Final {
            id,
            file,
            draw,
            pass,
            quotas,
            must,
        } => Item {
            blueprint: Some(Blueprint {
                draw,
                pass,
                quotas,
                must,
            }),
            ..bare(&id, file, ItemKind::Final)
        },
        ItemEntry::BeforeAfter {
            id,
            title,
            of,
            questions,
        } => Item {
            title: Clean::line(&title),
            fixed: Some(FixedForm {
                of: of.as_str().into(),
                questions: questions
                    .iter()
                    .map(|question| question.as_str().into())
                    .collect(),
            }),
            ..bare(&id, String::new(), ItemKind::BeforeAfter)
        },
    }
}

fn bare(id: &str, file: String, kind: ItemKind) -> Item {
    Item {
        id: id.into(),
        span: Span::whole(MANIFEST),
        file,
        kind,
        title: Clean::default(),
        outline: Outline::default(),
        objectives: BTreeMap::new(),
        ideas: Vec::new(),
        evidence: Vec::new(),
        blueprint: None,
        fixed: None,
    }
}

/// Where a value stands; its place is taken.
pub(super) fn take(places: &mut Vec<(&str, Range<usize>)>, value: &str) -> Span {
    let at = places.iter().position(|(found, _)| *found == value);
    Span::new(&MANIFEST.into(), at.map_or(0..0, |at| places.remove(at).1))
}
