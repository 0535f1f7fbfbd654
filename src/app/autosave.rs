//! Owns when the reading place and unfinished answers are kept: at once where it matters, else together after a while.
//! A place belongs to its lesson: where its paragraph went to another lesson it is not followed, since that is another page to read.
//! Must not know how they are kept.

use crate::action::Screen;
use crate::app::jobs::Job;
use crate::app::{App, Effect};
use crate::clean::Fingerprint;
use crate::course::Block;
use crate::doc::{Node, Place, PlaceWords};
use crate::pages::{coming_back, notebook};
use crate::progress::event::EventKind;
use crate::progress::marks::find;
use crate::progress::plan;
use crate::quiz::answer::Draft;
use crate::source::Id;
use crate::time::Millis;
use std::collections::BTreeSet;

/// The reading place is saved at most this often, in milliseconds.
const PLACE_EVERY: Millis = 5_000;
/// Characters that are kept of the words at the reading place.
const KEPT: usize = 120;
/// Nodes in which a paragraph is looked for whose words tell the reading place.
const NEAR: usize = 4;

fn place_words(words: &str, below: usize) -> PlaceWords {
    PlaceWords {
        print: Fingerprint::of(words),
        begins: words.chars().take(KEPT).collect(),
        below,
    }
}

/// What is to be kept, and when, in milliseconds of wall time.
#[derive(Debug)]
pub struct Autosave {
    drafts_at: Option<Millis>,
    /// Questions whose words changed since they were kept.
    drafts: BTreeSet<Id>,
    place_at: Option<Millis>,
    place_saved: Millis,
}

impl Autosave {
    /// Nothing to keep, at wall time `now`.
    pub fn new(now: Millis) -> Autosave {
        Autosave {
            drafts_at: None,
            drafts: BTreeSet::new(),
            place_at: None,
            // The first move is saved at once.
            place_saved: now.saturating_sub(PLACE_EVERY),
        }
    }

    /// When something is due, if anything is.
    pub fn deadline(&self) -> Option<Millis> {
        self.drafts_at.into_iter().chain(self.place_at).min()
    }

    /// Words were typed for an entry; they are to be kept by this time, or when other words are.
    pub fn note_typed(&mut self, entry: &Id, by: Millis) {
        self.drafts_at = self.drafts_at.or(Some(by));
        self.drafts.insert(entry.clone());
    }

    /// The draft of an entry need not be kept any more.
    pub fn forget(&mut self, entry: &Id) {
        self.drafts.remove(entry);
    }
}

impl App {
    /// Gives the store a job.
    pub(super) fn store(&mut self, job: Job) {
        let progress = &self.model.progress;
        match job {
            Job::KeepDraft(draft) => {
                let question = progress.saved(&draft.question);
                self.outbox
                    .push(Effect::Store(Job::KeepDraft(Draft { question, ..draft })));
            }
            // It may have been kept under a name from before an edit.
            Job::DropDraft(entry) => {
                let mut names: BTreeSet<Id> = progress.saved_before(&entry).cloned().collect();
                names.insert(progress.saved(&entry));
                let jobs = names.into_iter().map(|name| Effect::Store(Job::DropDraft(name)));
                self.outbox.extend(jobs);
            }
            job => self.outbox.push(Effect::Store(job)),
        }
    }

    /// An unfinished answer is none any more: it goes from here and from the disk.
    pub(super) fn drop_draft(&mut self, entry: &Id) {
        self.model.drafts.remove(entry);
        self.autosave.forget(entry);
        self.store(Job::DropDraft(entry.clone()));
    }

    /// Saves the reading place, or makes it due, if it is another than the one saved last.
    pub(super) fn note_place(&mut self) {
        let Some(kind) = self.placed() else { return };
        let noted = self.window.entry().noted.as_ref();
        if noted == Some(&kind) {
            return;
        }
        // Entering or leaving a question saves the place at once; within prose it may wait.
        let (was, is) = (noted.and_then(heading_of), heading_of(&kind));
        let stays = was == is || !self.is_question(was) && !self.is_question(is);
        let due = self.autosave.place_saved + PLACE_EVERY;
        if stays && noted.is_some() && self.model.now < due {
            self.autosave.place_at = Some(due);
        } else {
            self.save_place();
        }
    }

    fn is_question(&self, heading: Option<&Id>) -> bool {
        heading.is_some_and(|id| self.model.library.course.item_of_question(id).is_some())
    }

    /// Saves the reading place, if it is another than the one saved last.
    pub(super) fn save_place(&mut self) {
        self.autosave.place_at = None;
        self.record_read();
        let Some(kind) = self.placed() else { return };
        if self.window.entry().noted.as_ref() == Some(&kind) {
            return;
        }
        self.autosave.place_saved = self.model.now;
        self.window.entry_mut().noted = Some(kind.clone());
        self.record(kind);
    }

    /// Where the learner is in a lesson, or in the plan, as an event.
    pub(super) fn placed(&self) -> Option<EventKind> {
        let lesson = match self.screen() {
            Screen::Lesson(lesson) => lesson,
            Screen::PlanForm => return self.placed_in_plan(),
            _ => return None,
        };
        if self.is_looking_at_hit() {
            return None;
        }
        let top = self.window.top();
        let mut place = self.window.page.place(top);
        place.words = self.words_at(top, &place);
        // Whoever works on a question is at that question, also when it stands further down.
        if let Some(question) = self.window.focus().and_then(|stop| stop.action.question()) {
            let words = self
                .model
                .question(question)
                .map(|question| place_words(&question.prompt.words(), 0));
            place = Place {
                heading: Some(question.clone()),
                words,
                ..Default::default()
            };
        }
        Some(EventKind::Placed {
            lesson: lesson.clone(),
            place,
            reached: self.percent_behind().unwrap_or(0),
        })
    }

    /// The words of the paragraph that stands at a line of the lesson on show, or next below it.
    fn words_at(&self, line: usize, place: &Place) -> Option<PlaceWords> {
        let page = &self.window.page;
        let nodes = page.node_of_line(line)?..self.window.doc.nodes.len();
        // Only words of the course: what the learner wrote stands on the page as well, and is private.
        let lesson = self.model.library.lesson(self.screen().lesson()?);
        let is_of_course = |node: &Node| {
            let mut blocks = lesson.known_blocks();
            blocks.any(|block| matches!(block, Block::Says(says) if std::ptr::eq(says.bare(), node.bare())))
        };
        nodes.take(NEAR).find_map(|nth| {
            let node = self.window.doc.nodes.get(nth);
            let node = node.filter(|node| node.is_prose() && is_of_course(node))?;
            let there = page.place(page.line_of_node(nth)?);
            let below = match there.heading == place.heading {
                // A line between two blocks belongs to the lower one.
                true => there.block.checked_sub(place.block)?,
                false => 0,
            };
            Some(place_words(&node.words(), below))
        })
    }

    /// Where a place of a lesson is now: its paragraph is found by its words, if they do not stand where they did.
    pub(super) fn place_now(&self, lesson: &Id, place: &Place) -> Option<Place> {
        let words = place.words.as_ref()?;
        let here = self.words_at(self.window.page.line_of(place), place);
        if here.is_some_and(|here| here.print == words.print) {
            return None;
        }
        let lesson = self.model.library.lesson(lesson);
        // Whoever was at a question is led there by its id. Only where it asks something else now its words are looked for.
        let question = place.heading.as_deref().and_then(|id| lesson.question(id));
        let is_same = question.is_some_and(|question| {
            question.variant.is_none() && Fingerprint::of(&question.prompt.words()) == words.print
        });
        if is_same && (place.block, place.chars) == (0, 0) {
            return None;
        }
        let paragraphs = lesson.paragraphs();
        let found = &paragraphs[find(paragraphs, words.print, &words.begins, place)?].place;
        Some(Place {
            block: found.block.saturating_sub(words.below),
            chars: place.chars,
            ..found.clone()
        })
    }

    /// Which entry of the plan the learner is at, as an event.
    fn placed_in_plan(&self) -> Option<EventKind> {
        let focus = self
            .window
            .focus()
            .and_then(|stop| stop.action.question().cloned());
        let entry = focus.or_else(|| self.window.page.place(self.window.top()).heading)?;
        plan::part_of(&entry).map(|_| EventKind::Placed {
            lesson: entry,
            place: Place::default(),
            reached: 0,
        })
    }

    /// Keeps what is due.
    pub(super) fn keep_due(&mut self) {
        let is_due = |at: Option<Millis>| at.is_some_and(|at| self.model.now >= at);
        let (drafts, place) = (is_due(self.autosave.drafts_at), is_due(self.autosave.place_at));
        if drafts {
            self.keep_drafts();
        }
        if place {
            self.save_place();
        }
    }

    /// Keeps the drafts whose words changed.
    pub(super) fn keep_drafts(&mut self) {
        self.autosave.drafts_at = None;
        for entry in std::mem::take(&mut self.autosave.drafts) {
            if let Some(draft) = self.model.drafts.get(&entry).cloned() {
                self.store(Job::KeepDraft(draft));
            }
        }
    }

    /// Keeps everything now.
    pub(super) fn keep_all(&mut self) {
        if self.autosave.drafts_at.is_some() {
            self.keep_drafts();
        }
        self.note_left();
        self.save_place();
    }

    /// An entry of the journal that came back to its writer, or was asked for on its day, is not brought back again.
    pub(super) fn note_recall(&mut self) {
        let Screen::Entry(entry) = self.screen().clone() else {
            return;
        };
        let recalled = notebook::to_recall(&self.model).is_some_and(|(due, _)| due == entry);
        if recalled || coming_back::later(&self.model).is_some_and(|(due, ..)| due == entry) {
            self.record(EventKind::Recalled { entry });
        }
    }
}

/// The heading a saved place stands under.
fn heading_of(kind: &EventKind) -> Option<&Id> {
    let EventKind::Placed { place, .. } = kind else {
        return None;
    };
    place.heading.as_ref()
}
