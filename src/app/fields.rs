//! Owns typing: going into a field, changing its words, leaving it. Words of a form and notes on marks count when their field is left;
//! other words stay a draft until they are handed in. Must not know what a form asks; which entries are a form's is asked of
//! `progress::plan`, which are notes of `progress::marks`.

use crate::action::{Action, FieldTarget, Screen};
use crate::app::App;
use crate::app::focus::Direction;
use crate::clean::Clean;
use crate::doc::Lines;
use crate::layout::StopKind;
use crate::model::Face;
use crate::pages::PageWords;
use crate::pages::parts::field_lines;
use crate::progress::event::Category;
use crate::progress::log::chunks::split_text;
use crate::progress::marks::is_mark;
use crate::progress::plan::{self, Part};
use crate::quiz::answer::{Answer, Draft};
use crate::quiz::fill::{bytes_of_gap, empty_gap, with_gap};
use crate::source::Id;
use crate::text_edit::{Edit, Motion, Outcome, Writing};
use crate::time::Millis;

/// What is typed is kept within this time, in milliseconds.
const DRAFT_WITHIN: Millis = 500;

/// Whether the words of this entry count when its field is left, rather than when they are handed in.
fn is_kept_on_leaving(entry: &str) -> bool {
    plan::part_of(entry).is_some() || is_mark(entry)
}

/// Whether this entry is a day.
fn is_day(entry: &str) -> bool {
    matches!(
        plan::part_of(entry),
        Some((_, Part::CheckDay(_) | Part::ConsentDay))
    )
}

impl App {
    /// Goes into the field in focus where the focus alone is enough. In the plain face one writes only when one said so.
    pub(super) fn enter_field_by_the_way(&mut self) {
        match self.model.view.face {
            Face::Screen => self.enter_field(),
            Face::Plain => self.window.typing = None,
        }
    }

    /// Goes into the field in focus, if it is one.
    pub(super) fn enter_field(&mut self) {
        let Some(target) = self.window.focus().and_then(|stop| stop.field()).cloned() else {
            self.window.typing = None;
            return;
        };
        if self
            .window
            .typing
            .as_ref()
            .is_some_and(|(typing, _)| *typing == target)
        {
            return;
        }
        let writing = match &target {
            FieldTarget::Word | FieldTarget::Search => {
                let typed = &self.window.entry().typed;
                Some(Writing::new(typed.text.clone(), typed.caret, Lines::One))
            }
            FieldTarget::Entry(id) => self.begun_writing(id),
            FieldTarget::Gap(id, nth) => self.begun_gap(id, *nth),
        };
        if let Some(writing) = writing {
            self.window.typing = Some((target, writing));
        }
    }

    /// The words of an entry as far as they are written, to be gone on with.
    fn begun_writing(&self, id: &Id) -> Option<Writing> {
        let (draft, lines) = if is_kept_on_leaving(id) {
            (self.model.field_draft(id), field_lines(id))
        } else {
            (self.model.draft_of(&*self.question(id)?), Lines::Many)
        };
        match draft.answer {
            Answer::Words(words) => Some(Writing::new(words, draft.caret, lines)),
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => None,
        }
    }

    /// The words of a gap as far as they are written.
    fn begun_gap(&self, id: &Id, nth: usize) -> Option<Writing> {
        let draft = self.model.draft_of(&*self.question(id)?);
        let Answer::Words(words) = draft.answer else {
            return None;
        };
        let bytes = bytes_of_gap(&words, nth);
        // A caret that stood in another gap is at the end of this one.
        let caret = match (bytes.start..=bytes.end).contains(&draft.caret) {
            true => draft.caret - bytes.start,
            false => bytes.len(),
        };
        Some(Writing::new(words[bytes].to_owned(), caret, Lines::One))
    }

    /// The gap of a question that nothing is typed into yet, the first of them.
    fn empty_gap(&self, id: &Id) -> Option<FieldTarget> {
        let question = self.question(id)?;
        match self.model.draft_of(&question).answer {
            Answer::Words(words) => empty_gap(&question, &words).map(|nth| FieldTarget::Gap(id.clone(), nth)),
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => None,
        }
    }

    /// From a gap that is filled to the next that is not, if there is one; whether it is.
    pub(super) fn go_to_empty_gap(&mut self) -> bool {
        let Some((FieldTarget::Gap(id, _), writing)) = &self.window.typing else {
            return false;
        };
        let next = self.empty_gap(id).filter(|_| !writing.text.trim().is_empty());
        let Some(next) = next.map(Action::Write) else {
            return false;
        };
        let at = self.window.page.stops.iter().position(|stop| stop.action == next);
        self.look_at(at);
        self.enter_field();
        at.is_some()
    }

    /// Whether a field of a form is being typed into.
    pub fn is_in_form(&self) -> bool {
        match self.window.typing.as_ref().map(|(target, _)| target) {
            Some(FieldTarget::Word) => true,
            Some(FieldTarget::Entry(id)) => is_kept_on_leaving(id),
            Some(FieldTarget::Gap(..) | FieldTarget::Search) | None => false,
        }
    }

    /// Leaves the field and keeps its text.
    pub(super) fn leave_field(&mut self) {
        self.keep_drafts();
        let typing = self.window.typing.as_ref();
        let written = typing.is_some_and(|(_, writing)| !writing.text.trim().is_empty());
        // By lines, one gap is asked for after the other.
        if self.model.view.face == Face::Plain && self.go_to_empty_gap() {
            return;
        }
        let form = self.is_in_form();
        if self.model.view.face == Face::Plain && written {
            self.say(if form {
                "Written down."
            } else {
                "Not handed in yet; what you wrote is kept as a draft."
            });
        }
        let at = self.window.entry().focus;
        if form && self.model.view.face == Face::Screen {
            // The next field would take letters at once; whoever leaves one means keys to be keys again.
            self.window.typing = None;
            self.window.entry_mut().focus = None;
            let line = at
                .and_then(|at| self.window.page.stops.get(at))
                .map(|stop| stop.line());
            self.window.entry_mut().from = line.map(|line| line + 1);
            return;
        }
        self.window.typing = None;
        self.window.entry_mut().focus = None;
        // What was written can be handed in from the next row.
        let next = at
            .and_then(|at| self.window.page.stops.get(at + 1))
            .filter(|stop| !stop.action.is_part() && stop.action.question().is_some());
        if next.is_some() {
            self.window.entry_mut().focus = at.map(|at| at + 1);
        }
    }

    /// What is accepted in the field being typed into, if that is a day and what stands there is none.
    pub(super) fn misses_day(&self) -> Option<&'static str> {
        let (target, writing) = self.window.typing.as_ref()?;
        let (FieldTarget::Entry(id), words) = (target, writing.text.trim()) else {
            return None;
        };
        let is_missed =
            is_day(id) && !words.is_empty() && plan::day_from(words, self.model.today()).is_none();
        is_missed.then_some("This is no day. Write it as in 2026-11-25, or as a number of days from today.")
    }

    /// A day that is pasted takes the place of the one that stands there.
    fn as_meant(&self, edit: Edit) -> Edit {
        match (edit, self.window.typing.as_ref()) {
            (Edit::Insert(words), Some((FieldTarget::Entry(id), _)))
                if is_day(id)
                    && words.chars().nth(1).is_some()
                    && plan::day_from(words.trim(), self.model.today()).is_some() =>
            {
                Edit::Rewrite(words)
            }
            (edit, _) => edit,
        }
    }

    /// Changes the words of the field in focus.
    pub(super) fn edit(&mut self, edit: Edit) {
        if self.window.typing.is_none() {
            match self.screen() {
                Screen::Search => self.focus_search(),
                _ => self.enter_field(),
            }
        }
        let edit = self.as_meant(edit);
        let Some(StopKind::Field { wrapped, .. }) = self.window.focus().map(|stop| stop.kind.clone()) else {
            return;
        };
        let Some((target, writing)) = &mut self.window.typing else {
            return;
        };
        let edge = match &edit {
            Edit::Move(Motion::Up) => Some(Direction::Backward),
            Edit::Move(Motion::Down) => Some(Direction::Forward),
            _ => None,
        };
        let outcome = writing.apply(edit, &wrapped);
        let (target, text, caret) = (target.clone(), writing.text.clone(), writing.caret);
        match outcome {
            // Up from the first line and down from the last lead out of the field.
            Outcome::Same => return edge.into_iter().for_each(|way| self.step(way)),
            Outcome::Moved | Outcome::Changed => {}
            Outcome::Full => {
                self.window.notice = Some(Clean::new("This field is full; the rest was left out."))
            }
        }
        match target {
            FieldTarget::Word => self.window.entry_mut().typed = PageWords { text, caret },
            FieldTarget::Search => self.look_for(text, caret),
            FieldTarget::Entry(_) | FieldTarget::Gap(..) => self.keep_typed(&target, text, caret, outcome),
        }
        self.rebuild();
        if let Some(at) = self.window.entry().focus {
            // The way to hand it in stays in sight as well, where both fit.
            self.reveal((at + 1).min(self.window.page.stops.len().saturating_sub(1)));
            self.reveal(at);
        }
    }

    /// What stands in a field now becomes part of its draft.
    fn keep_typed(&mut self, target: &FieldTarget, text: String, caret: usize, outcome: Outcome) {
        let Some(id) = target.entry() else { return };
        // Of what does not fit, a part may have gone in.
        if matches!(outcome, Outcome::Changed | Outcome::Full) {
            self.autosave.note_typed(id, self.model.now + DRAFT_WITHIN);
        }
        let Some(mut draft) = self.draft_to_write(id) else {
            return;
        };
        let (text, caret) = match (target, &draft.answer) {
            (FieldTarget::Gap(_, nth), Answer::Words(words)) => {
                let (words, start) = with_gap(words, *nth, &text);
                (words, start + caret)
            }
            (_, _) => (text, caret),
        };
        draft.answer = Answer::Words(text);
        draft.caret = caret;
        draft.touch(self.model.now);
        self.model.drafts.insert(id.clone(), draft);
    }

    /// The draft that words typed for an entry belong to.
    fn draft_to_write(&self, id: &Id) -> Option<Draft> {
        if is_kept_on_leaving(id) {
            return Some(self.model.field_draft(id));
        }
        Some(self.model.draft_of(&*self.question(id)?))
    }

    /// Adds a whole line to the field in focus; in a field of one line it takes the place of what was there.
    pub(super) fn write_whole(&mut self, words: String) {
        let Some((_, writing)) = &self.window.typing else {
            return;
        };
        match writing.lines {
            Lines::One => return self.edit(Edit::Rewrite(words)),
            Lines::Many if !writing.text.is_empty() => {
                let begins_line = writing.text.ends_with('\n');
                self.edit(Edit::Move(Motion::Bottom));
                if !begins_line {
                    self.edit(Edit::Break);
                }
            }
            Lines::Many => {}
        }
        self.edit(Edit::Insert(words));
        // What was looked for is found, and numbers are numbers again.
        self.window
            .typing
            .take_if(|(target, _)| *target == FieldTarget::Search && self.model.view.face == Face::Plain);
    }

    /// Writes words down for an entry.
    pub(super) fn write_down(&mut self, entry: &Id, words: &str) {
        // What the words belong to follows from the item that asks for them.
        let category = Category::of_entry(&self.model.library.course, entry);
        for kind in split_text(entry, category, words) {
            self.record(kind);
        }
    }

    /// Writes down the fields of forms that were left.
    pub(super) fn keep_fields(&mut self) {
        let typing = match &self.window.typing {
            Some((target, _)) => target.entry(),
            None => None,
        };
        let drafts = self.model.drafts.keys();
        let left = drafts.filter(|entry| is_kept_on_leaving(entry) && Some(*entry) != typing);
        for entry in left.cloned().collect::<Vec<_>>() {
            let Some(draft) = self.model.drafts.remove(&entry) else {
                continue;
            };
            let Answer::Words(words) = draft.answer else {
                continue;
            };
            let words = self.tidy(&entry, words);
            if words != self.model.progress.words(&entry).unwrap_or_default() {
                self.write_down(&entry, &words);
            }
            self.drop_draft(&entry);
        }
    }

    /// A day may be written as a number of days from now; it is kept as a date.
    fn tidy(&self, entry: &str, words: String) -> String {
        match is_day(entry) {
            true => plan::day_from(&words, self.model.today()).map_or(words, |day| day.to_string()),
            false => words,
        }
    }

    /// Writes down what was picked in a form.
    pub(super) fn put(&mut self, entry: &Id, words: &str) {
        let decided = match plan::part_of(entry) {
            Some((began, Part::Next(nth))) => Some((began, nth)),
            Some(_) | None => None,
        };
        let before = self.model.progress.words(entry).unwrap_or_default();
        if before == words {
            return;
        }
        // A decision that leads on to another page is not taken back by a key.
        self.window.entry_mut().replaced = decided.is_none().then(|| (entry.clone(), before));
        self.write_down(entry, words);
        if let Some((began, nth)) = decided
            && matches!(words, "keep" | "adjust")
        {
            self.plan_next_check_in(began, nth);
        }
        // A button that is gone once it was pressed hands the focus on.
        if *self.screen() == Screen::Plan {
            self.rebuild();
            self.focus_first_row();
        }
    }
}
