//! Owns the shape of a course: modules, items, lessons and their blocks, as read from a manifest and Markdown.
//! Must not know the learner, nor any page.

pub mod blueprint;
pub mod embedded;
pub mod front_matter;
pub mod lesson;
pub mod lint;
pub mod load;
pub mod manifest;
pub mod markdown;
pub mod outline;
pub mod paragraph;
pub mod question;
pub mod rehearsal;
pub mod report;
pub mod sections;
pub mod self_assessment;

use crate::action::Screen;
use crate::clean::Clean;
use crate::course::blueprint::{Blueprint, FixedForm};
pub use crate::course::lesson::Lesson;
use crate::course::markdown::parts::LongText;
use crate::course::outline::Outline;
use crate::doc::Node;
use crate::quiz::{Kind, Question};
use crate::source::{CourseText, Id, Span};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::OnceLock;

/// Words read in a minute: adults read such prose at 200 to 260; the lower end leaves time to think.
const WORDS_A_MINUTE: usize = 200;
/// What the entry for a line of one's own in a rehearsal begins with, before the id of the rehearsal.
pub const OWN_LINE: &str = "rehearsal-";

/// A course: its manifest, and each lesson at a glance.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// Names the course in saved progress.
    pub id: String,
    pub title: Clean,
    /// Whose ideas; a file.
    pub about: Option<String>,
    /// The terms; a file.
    pub glossary: Option<String>,
    /// The evidence; a file.
    pub sources: Option<String>,
    /// Modules in their order.
    pub modules: Vec<Module>,
    /// Orders of some items of their own.
    pub paths: Vec<Path>,
    /// Ids that have changed: (old, new).
    pub renamed: Vec<(String, String)>,
    /// Where long lessons are cut, by file.
    pub cuts: HashMap<String, Arc<LongText>>,
    index: Index,
}

/// Where items are found: module and place in it. Of two with one name the first counts.
#[derive(Clone, Debug, Default)]
struct Index {
    /// All items in their order.
    places: Vec<(usize, usize)>,
    /// Numbers in `places`.
    by_id: HashMap<Id, usize>,
    /// These are made when they are first asked for.
    by_file: OnceLock<HashMap<String, usize>>,
    by_question: OnceLock<HashMap<CourseText, usize>>,
}

impl Course {
    /// Every item in its order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.modules.iter().flat_map(|module| &module.items)
    }

    /// The same course, its items found by their names without a search.
    pub(in crate::course) fn indexed(mut self) -> Course {
        let mut index = Index::default();
        for (at, module) in self.modules.iter().enumerate() {
            for (nth, item) in module.items.iter().enumerate() {
                let number = index.places.len();
                index.places.push((at, nth));
                index.by_id.entry(item.id.clone()).or_insert(number);
            }
        }
        self.index = index;
        self
    }

    fn nth(&self, number: usize) -> Option<&Item> {
        let (module, nth) = *self.index.places.get(number)?;
        self.modules.get(module)?.items.get(nth)
    }

    /// The place of an item among all of them, from 0.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.index.by_id.get(id).copied()
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.nth(self.number(id)?)
    }

    /// The item that a file is.
    pub fn item_of_file(&self, file: &str) -> Option<&Item> {
        self.nth(self.number_of_file(file)?)
    }

    /// The place among all of them of the item that a file is, from 0.
    pub fn number_of_file(&self, file: &str) -> Option<usize> {
        let by_file = self.index.by_file.get_or_init(|| {
            let mut by_file = HashMap::new();
            for (number, item) in self.items().enumerate() {
                by_file.entry(item.file.clone()).or_insert(number);
            }
            by_file
        });
        by_file.get(file).copied()
    }

    /// The module an item belongs to.
    pub fn module_of(&self, id: &str) -> Option<&Module> {
        let (module, _) = self.index.places.get(self.number(id)?)?;
        self.modules.get(*module)
    }

    /// The item after this one, in the order of the course.
    pub fn after(&self, id: &str) -> Option<&Item> {
        self.nth(self.number(id)? + 1)
    }

    /// The item before this one.
    pub fn before(&self, id: &str) -> Option<&Item> {
        self.nth(self.number(id)?.checked_sub(1)?)
    }

    /// Whether one item stands before another.
    pub fn stands_before(&self, earlier: &str, later: &str) -> bool {
        matches!((self.number(earlier), self.number(later)), (Some(earlier), Some(later)) if earlier < later)
    }

    /// What the forms of a final assessment are drawn by; none for an item of another kind.
    pub fn blueprint(&self, id: &str) -> Option<&Blueprint> {
        self.item(id).and_then(|item| item.blueprint.as_ref())
    }

    /// The item that holds the question with this id.
    pub fn item_of_question(&self, question: &str) -> Option<&Item> {
        let by_question = self.index.by_question.get_or_init(|| {
            let mut by_question = HashMap::new();
            for (number, item) in self.items().enumerate() {
                for glimpse in item.outline.questions.iter() {
                    by_question.entry(glimpse.id.clone()).or_insert(number);
                }
            }
            by_question
        });
        self.nth(*by_question.get(question)?)
    }

    /// Whether something of the course has this name: a module, an item, what is asked or written, a lesson whose heading is named.
    pub fn has(&self, name: &str) -> bool {
        match name.split_once('#') {
            Some((lesson, _)) => self.item(lesson).is_some(),
            None => {
                self.item(name).is_some()
                    || self.item_of_entry(name).is_some()
                    || self.modules.iter().any(|module| *module.id == *name)
            }
        }
    }

    /// The lines of `renamed` that lead round in a ring, if they do from this one.
    pub fn ring(&self, from: usize) -> Option<&[(String, String)]> {
        let list = &self.renamed[from..];
        let goes_on = |at: &usize| list[*at].0 == list[*at - 1].1;
        let mut lines = (1..list.len()).take_while(goes_on);
        lines.find(|at| list[*at].1 == list[0].0).map(|end| &list[..=end])
    }

    /// The name in a ring that nothing has, neither here nor on the way to what it was called later, or that another thing took anew: a
    /// line with the name on both sides says so.
    pub fn gap<'a>(&'a self, from: usize, ring: &'a [(String, String)]) -> Option<&'a str> {
        let later = &self.renamed[from + ring.len()..];
        let goes_on = |name: &str| later.iter().any(|(old, _)| old == name);
        let mut names = ring.iter().map(|(old, _)| &**old);
        let is_anew = |name: &str| later.iter().any(|(old, new)| old == name && new == name);
        names.find(|name| is_anew(name) || !self.has(name) && !goes_on(name))
    }

    /// What `renamed` comes to: (old, new), the oldest first. Of lines that lead round in a ring, and whose names are all there, each is
    /// one of the things that changed places.
    pub fn renames(&self) -> Vec<(String, String)> {
        let (mut renames, mut at) = (Vec::new(), 0);
        while let Some(line) = self.renamed.get(at) {
            let Some(ring) = self.ring(at).filter(|ring| self.gap(at, ring).is_none()) else {
                renames.push(line.clone());
                at += 1;
                continue;
            };
            let moving = |name: &str| format!("{name}--moving");
            renames.extend(ring.iter().map(|(old, new)| (old.clone(), moving(new))));
            renames.extend(ring.iter().map(|(_, new)| (moving(new), new.clone())));
            at += ring.len();
        }
        renames
    }

    /// The item that an entry is written for: that of its question, or the rehearsal in which it is a line of one's own.
    pub fn item_of_entry(&self, entry: &str) -> Option<&Item> {
        let own = || {
            self.items()
                .find(|item| item.own_lines().any(|own| *own == *entry))
        };
        self.item_of_question(entry).or_else(own)
    }
}

/// A path: some items in an order of their own, for whoever came for these.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub id: Id,
    /// What one would say who takes it.
    pub title: Clean,
    /// The ids of its items, in its order.
    pub items: Vec<Id>,
}

/// A module.
#[derive(Clone, Debug)]
pub struct Module {
    pub id: Id,
    pub title: Clean,
    /// One sentence on what it is about.
    pub intro: Clean,
    /// Its number, where it has one.
    pub number: Option<usize>,
    pub items: Vec<Item>,
}

/// A lesson, or something else that stands in a module.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: Id,
    /// Its file; nothing where all of it stands in the manifest.
    pub file: String,
    pub kind: ItemKind,
    /// The level-1 heading.
    pub title: Clean,
    /// Itself at a glance.
    pub outline: Outline,
    /// Objectives: code → what the learner can do.
    pub objectives: BTreeMap<CourseText, CourseText>,
    /// Ideas it carries, by code.
    pub ideas: Cow<'static, [CourseText]>,
    /// Evidence it may cite, by code.
    pub evidence: Cow<'static, [CourseText]>,
    /// How a form is drawn, if it is a final assessment.
    pub blueprint: Option<Blueprint>,
    /// Which questions it asks, if it is a form before and after.
    pub fixed: Option<FixedForm>,
    /// Its entry in the manifest.
    pub span: Span,
}

impl Item {
    /// Minutes it takes: reading, and half a minute for each question. On one way through a rehearsal half of it is read, and its choices
    /// take two minutes of thought.
    pub fn minutes(&self) -> usize {
        if self.kind == ItemKind::Rehearsal {
            return self.outline.words.div_ceil(2 * WORDS_A_MINUTE) + 2;
        }
        if let Some(form) = &self.fixed {
            return form.questions.len().div_ceil(2).max(1);
        }
        (2 * self.outline.words + WORDS_A_MINUTE * self.outline.asked().count())
            .div_ceil(2 * WORDS_A_MINUTE)
            .max(1)
    }

    /// The page that shows it.
    pub fn screen(&self) -> Screen {
        match self.kind {
            ItemKind::Lesson => Screen::Lesson(self.id.clone()),
            ItemKind::SelfAssessment => Screen::SelfAssessment(self.id.clone()),
            ItemKind::Rehearsal => Screen::Rehearsal(self.id.clone()),
            ItemKind::Final => Screen::FinalAssessment(self.id.clone()),
            ItemKind::BeforeAfter => Screen::BeforeAfter(self.id.clone()),
        }
    }

    /// Of a rehearsal, the entry for an opening line of one's own.
    pub fn own_line(&self) -> Option<Id> {
        (self.kind == ItemKind::Rehearsal).then(|| format!("{OWN_LINE}{}", self.id).as_str().into())
    }

    /// Of a rehearsal, the entry for what one would say in a scene before anything can be chosen.
    pub fn first_line(&self, scene: &str) -> Option<Id> {
        // Two hyphens, which no id of an author's has: it is never the opening line of another rehearsal.
        let asks = self.outline.write_first.iter().any(|asks| asks == scene);
        (self.kind == ItemKind::Rehearsal && asks)
            .then(|| format!("{OWN_LINE}{}--{scene}", self.id).as_str().into())
    }

    /// Of a rehearsal, every entry for a line of one's own.
    pub fn own_lines(&self) -> impl Iterator<Item = Id> {
        let scenes = self.outline.write_first.iter();
        scenes
            .filter_map(|scene| self.first_line(scene))
            .chain(self.own_line())
    }

    /// Every id that something can be answered or written for.
    pub fn entries(&self) -> impl Iterator<Item = Id> {
        self.outline
            .questions
            .iter()
            .map(|glimpse| Id::from(&*glimpse.id))
            .chain(self.own_lines())
    }

    /// Ids of the questions that are scored.
    pub fn scored(&self) -> impl Iterator<Item = &str> {
        self.outline
            .asked()
            .filter(|glimpse| Kind::class_is_scored(&glimpse.class))
            .map(|glimpse| &*glimpse.id)
    }
}

/// What stands in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Prose, figures and questions.
    Lesson,
    /// Lines to rate.
    SelfAssessment,
    /// A branching conversation.
    Rehearsal,
    /// The bank of the final assessment.
    Final,
    /// The same questions before the course and after it.
    BeforeAfter,
}

/// A block of a lesson.
#[derive(Clone, Debug)]
pub enum Block {
    /// Prose.
    Says(Arc<Node>),
    /// A question.
    Asks(Arc<Question>),
}
