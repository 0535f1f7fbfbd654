//! Owns typing into the field in focus.
//! Must not know how text is edited; that is in `edit`.

use crate::app::{App, moving};
use crate::clean::Clean;
use crate::doc::Lines;
use crate::edit::{Edit, Outcome, Reach, Way};
use crate::page::StopKind;
use crate::quiz::answer::Answer;
use crate::time::Millis;

/// What is typed is kept within this time, in milliseconds.
const DRAFT_WITHIN: Millis = 500;

impl App {
    pub(super) fn edit(&mut self, edit: Edit) {
        let Some(StopKind::Field { wrapped, .. }) = self.focus().map(|stop| stop.kind.clone()) else {
            return;
        };
        let Some((question, writing)) = &mut self.writing else {
            return;
        };
        let edge = match &edit {
            Edit::Move(Way::Up) => Some(moving::Way::Backward),
            Edit::Move(Way::Down) => Some(moving::Way::Forward),
            _ => None,
        };
        let outcome = writing.apply(edit, &wrapped);
        let (question, text, caret) = (question.clone(), writing.text.clone(), writing.caret);
        match outcome {
            // Up from the first line and down from the last lead out of the field.
            Outcome::Same => return edge.into_iter().for_each(|way| self.step(way)),
            Outcome::Moved => {}
            Outcome::Changed => {}
            Outcome::Full => self.notice = Some(Clean::new("This field is full; the rest was left out.")),
        }
        // Of what does not fit, a part may have gone in.
        if matches!(outcome, Outcome::Changed | Outcome::Full) {
            self.draft_due = self.draft_due.or(Some(self.now + DRAFT_WITHIN));
            self.drafts_due.insert(question.clone());
        }
        let now = self.now;
        if let Some(draft) = self.draft(&question) {
            draft.answer = Answer::Words(text);
            draft.caret = caret;
            draft.touch(now);
        }
        self.rebuild();
        if let Some(at) = self.layer().focus {
            // The way to hand it in stays in sight as well, where both fit.
            self.reveal((at + 1).min(self.page.stops.len().saturating_sub(1)));
            self.reveal(at);
        }
    }

    /// Adds a whole line to the field in focus; in a field of one line it takes the place of what was there.
    pub(super) fn write_whole(&mut self, words: String) {
        let Some((_, writing)) = &self.writing else { return };
        match writing.lines {
            Lines::One => {
                self.edit(Edit::Move(Way::End));
                self.edit(Edit::Erase(Reach::Line));
            }
            Lines::Many if !writing.text.is_empty() => {
                self.edit(Edit::Move(Way::Bottom));
                self.edit(Edit::Break);
            }
            Lines::Many => {}
        }
        self.edit(Edit::Insert(words));
    }
}
