//! Owns when the reading place and unfinished answers are kept: at once where it matters, else together after a while.
//! Must not know how they are kept.

use crate::action::Screen;
use crate::app::{App, Effect, Peek};
use crate::progress::event::EventKind;
use crate::quiz::answer::Draft;
use crate::source::Id;
use crate::time::Millis;

/// The reading place is saved at most this often, in milliseconds.
const PLACE_EVERY: Millis = 5_000;

impl App {
    /// The reading place changed, or not: it is due to be saved.
    pub(super) fn note_place(&mut self, effects: &mut Vec<Effect>) {
        if !matches!(self.screen(), Screen::Lesson(_)) {
            return;
        }
        let Some(kind) = self.placed() else { return };
        if self.layer().noted.as_ref() == Some(&kind) {
            return;
        }
        let was = self.layer().noted.as_ref().and_then(heading_of);
        let stays =
            was == heading_of(&kind) || !self.is_question(was) && !self.is_question(heading_of(&kind));
        let due = self.place_saved + PLACE_EVERY;
        if stays && self.layer().noted.is_some() && self.now < due {
            self.place_due = Some(due);
        } else {
            self.save_place(effects);
        }
        self.note_read(effects);
    }

    pub(super) fn is_question(&self, heading: Option<&Id>) -> bool {
        heading.is_some_and(|id| self.library.course.item_of_question(id).is_some())
    }

    pub(super) fn save_place(&mut self, effects: &mut Vec<Effect>) {
        self.place_due = None;
        let Some(kind) = self.placed() else { return };
        if self.layer().noted.as_ref() == Some(&kind) {
            return;
        }
        self.place_saved = self.now;
        self.layer_mut().noted = Some(kind.clone());
        effects.push(Effect::Record(kind));
    }

    /// A lesson whose end was seen has been read.
    pub(super) fn note_read(&mut self, effects: &mut Vec<Effect>) {
        let Screen::Lesson(lesson) = self.screen().clone() else {
            return;
        };
        let pending = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Record(EventKind::Read { .. })));
        if self.is_at_end()
            && self.peek == Peek::No
            && self.progress.read_at(&lesson).is_none()
            && !pending
            && !self.layer().read
        {
            self.layer_mut().read = true;
            effects.push(Effect::Record(EventKind::Read { lesson }));
        }
    }

    pub(super) fn placed(&self) -> Option<EventKind> {
        let Screen::Lesson(lesson) = self.screen() else {
            return None;
        };
        let seen = self.bottom().min(self.page.height);
        let reached = (seen * 100).checked_div(self.page.height).unwrap_or(100) as u8;
        let before = self.progress.reached(lesson);
        let mut place = self.page.place(self.layer().top);
        // Whoever works on a question is at that question, also when it stands further down.
        if let Some(question) = self.focus().and_then(|stop| stop.action.question()) {
            place = crate::doc::Place {
                heading: Some(question.clone()),
                ..Default::default()
            };
        }
        Some(EventKind::Placed {
            lesson: lesson.clone(),
            place,
            reached: if self.peek == Peek::No {
                reached.max(before)
            } else {
                before
            },
        })
    }

    pub(super) fn keep_due(&mut self, effects: &mut Vec<Effect>) {
        if self.draft_due.is_some_and(|due| self.now >= due) {
            self.keep_draft(effects);
        }
        if self.place_due.is_some_and(|due| self.now >= due) {
            self.save_place(effects);
        }
    }

    pub(super) fn keep_draft(&mut self, effects: &mut Vec<Effect>) {
        self.draft_due = None;
        let due = std::mem::take(&mut self.drafts_due);
        effects.extend(
            due.iter()
                .filter_map(|question| self.drafts.get(question))
                .cloned()
                .map(Effect::Draft),
        );
    }

    /// Goes on with the unfinished answers that still are unfinished.
    pub(super) fn take_up(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            let draft = Draft {
                question: self.progress.name(&draft.question),
                ..draft
            };
            if self.is_open(&draft) {
                self.drafts.insert(draft.question.clone(), draft);
            }
        }
    }

    /// Whether an answer is on the disk.
    pub fn is_saved(&self, question: &str) -> bool {
        self.last_event
            .get(question)
            .is_none_or(|id| !self.unsaved.contains(id))
    }

    /// Events that are not on the disk yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    pub(super) fn keep_all(&mut self, effects: &mut Vec<Effect>) {
        if self.draft_due.is_some() {
            self.keep_draft(effects);
        }
        self.save_place(effects);
    }
}

/// The heading a saved place stands under.
fn heading_of(kind: &EventKind) -> Option<&Id> {
    let EventKind::Placed { place, .. } = kind else {
        return None;
    };
    place.heading.as_ref()
}
