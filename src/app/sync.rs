//! Owns what becomes of the page when something else than a key changes the progress: other windows, other machines, forgetting.
//! Must not know where the events come from.

use crate::app::{App, Comparison};
use crate::progress::Progress;
use crate::progress::event::{Category, Event, EventKind};
use crate::quiz::answer::{Answer, Draft};
use crate::source::Id;
use std::collections::BTreeSet;

impl App {
    /// Takes in what others wrote.
    pub(super) fn see(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.stamper.see(event.clock));
        events.iter().for_each(|event| self.model.progress.apply(event));
        for event in events {
            if let EventKind::Answered { question, .. } = &event.kind {
                self.close(&self.model.progress.name(question));
            }
        }
        self.window.point = None;
        self.comparison = Comparison::Open;
        self.rebuild();
    }

    /// A question was answered in another window. What was picked or written here and is something else stays, to
    /// be handed in or not.
    fn close(&mut self, question: &Id) {
        let Some(draft) = self
            .model
            .drafts
            .get(question)
            .filter(|draft| !self.model.is_open(draft))
        else {
            return;
        };
        if !self.is_own(draft) {
            return self.drop_here(question);
        }
        // Younger than that answer, or the next start would take it for settled. The other machine's clock may be ahead.
        let answered = self
            .model
            .progress
            .latest(question)
            .map_or(self.model.now, |attempt| attempt.at);
        let at = self.model.now.max(answered.saturating_add(1));
        self.autosave.note_typed(question, self.model.now);
        self.model
            .drafts
            .entry(question.clone())
            .and_modify(|draft| draft.at = at);
    }

    /// Whether a draft holds something of this window's that was not handed in.
    fn is_own(&self, draft: &Draft) -> bool {
        let id = &draft.question;
        let picked_here = draft.at > self.model.started;
        match &draft.answer {
            Answer::Words(words) => {
                !words.trim().is_empty() && self.model.progress.words(id).as_ref() != Some(words)
            }
            Answer::Picks(picks) if picks.is_empty() => false,
            Answer::Pairs(pairs) if pairs.is_empty() => false,
            Answer::Picks(_) | Answer::Pairs(_) => picked_here && !self.was_handed_in(draft),
            Answer::Ratings(_) => false,
        }
    }

    /// Whether the latest answer to a question is what this draft holds.
    fn was_handed_in(&self, draft: &Draft) -> bool {
        let question = self.question(&draft.question);
        let attempt = self.model.progress.latest(&draft.question);
        question.zip(attempt).is_some_and(|(question, attempt)| {
            let rules = question.kind.rules();
            rules.restore(&question, &attempt.shown, "")
                == rules.restore(&question, &rules.shown(&question, &draft.answer, &|_| false), "")
        })
    }

    /// Folds anew, since something that was folded in is gone. What is unfinished of it goes too.
    pub(super) fn reread(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.stamper.see(event.clock));
        let before = of_own(&self.model.progress);
        let rated = |progress: &Progress| {
            progress
                .own
                .other_events()
                .any(|event| Category::of(&event.kind) == Category::SelfAssessment)
        };
        let had_rated = rated(&self.model.progress);
        let progress = Progress::renamed(&self.model.library.course.renames(), events);
        let before_edit = std::mem::replace(&mut self.model.progress, progress);
        let drafts = std::mem::take(&mut self.model.drafts).into_iter();
        let named = drafts.map(|(question, draft)| {
            let question = self.model.progress.name(&before_edit.saved(&question));
            (question.clone(), Draft { question, ..draft })
        });
        self.model.drafts = named.collect();
        let now = of_own(&self.model.progress);
        before.difference(&now).for_each(|entry| self.drop_here(entry));
        self.window.point = None;
        let course = &self.model.library.course;
        if had_rated && !rated(&self.model.progress) {
            self.model
                .drafts
                .retain(|_, draft| Category::of_draft(course, draft) != Category::SelfAssessment);
        }
        self.rebuild();
    }

    pub(super) fn drop_here(&mut self, question: &Id) {
        self.model.drafts.remove(question);
        self.autosave.forget(question);
        self.window
            .typing
            .take_if(|(target, _)| target.entry() == Some(question));
    }
}

/// The entries that something is written for, or that a mark offers to be written for.
fn of_own(progress: &Progress) -> BTreeSet<Id> {
    let marks = progress.marks().into_iter().map(|mark| mark.id);
    progress.own.entries().cloned().chain(marks).collect()
}
