//! Owns what becomes of the page when something else than a key changes the progress: other windows, other machines, forgetting.
//! Must not know where the events come from.

use crate::app::{App, Effect, forgetting};
use crate::progress::Progress;
use crate::progress::event::{Event, EventKind};
use crate::progress::privacy::Category;
use crate::quiz::answer::{Answer, Draft};
use crate::source::Id;
use std::collections::BTreeSet;

impl App {
    /// Whether an unfinished answer still is one. A draft of an attempt that was made, and older than the latest answer, was answered in
    /// another window. The count tells it first: the clock may have been set back since.
    pub(super) fn is_open(&self, draft: &Draft) -> bool {
        match self.progress.latest(&draft.question) {
            // A word that was half typed, or not handed in, forgets nothing.
            _ if forgetting::is_for_the_word(&draft.question) => false,
            Some(attempt) => draft.earlier >= self.progress.count(&draft.question) || attempt.at < draft.at,
            None => {
                let written = self
                    .progress
                    .own
                    .texts(&draft.question)
                    .next_back()
                    .map(|(at, _)| at);
                let assessed = self
                    .progress
                    .assessed(&draft.question)
                    .last()
                    .map(|result| result.at);
                written.max(assessed).is_none_or(|at| at < draft.at)
            }
        }
    }

    /// Takes in what others wrote.
    pub(super) fn see(&mut self, events: &[Event]) -> Vec<Effect> {
        events.iter().for_each(|event| self.progress.apply(event));
        for event in events {
            if let EventKind::Answered { question, .. } = &event.kind {
                self.close(&self.progress.name(question));
            }
        }
        self.rebuild();
        Vec::new()
    }

    /// A question was answered in another window. What was picked here is settled with that; words of one's own that were not handed
    /// in there stay.
    fn close(&mut self, question: &Id) {
        let Some(draft) = self.drafts.get(question).filter(|draft| !self.is_open(draft)) else {
            return;
        };
        let written = match &draft.answer {
            Answer::Words(words) => Some(words).filter(|words| !words.trim().is_empty()),
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Ratings(_) => None,
        };
        if written.is_some_and(|words| self.progress.words(question).as_ref() != Some(words)) {
            // Younger than that answer, or the next start would take it for settled. The other machine's clock may be ahead.
            let answered = self
                .progress
                .latest(question)
                .map_or(self.now, |attempt| attempt.at);
            let at = self.now.max(answered.saturating_add(1));
            self.draft_due = self.draft_due.or(Some(self.now));
            self.drafts_due.insert(question.clone());
            self.drafts
                .entry(question.clone())
                .and_modify(|draft| draft.at = at);
            return;
        }
        self.drop_here(question);
    }

    /// Folds anew, since something that was folded in is gone. What is unfinished of it goes too.
    pub(super) fn reread(&mut self, events: &[Event]) -> Vec<Effect> {
        let before: BTreeSet<Id> = self.progress.own.entries().cloned().collect();
        let rated = |progress: &Progress| {
            progress
                .own
                .events()
                .any(|event| Category::of(&event.kind) == Category::SelfAssessment)
        };
        let had_rated = rated(&self.progress);
        self.progress = Progress::renamed(&self.library.course.renamed, events);
        let now: BTreeSet<&Id> = self.progress.own.entries().collect();
        let gone: Vec<Id> = before
            .iter()
            .filter(|entry| !now.contains(entry))
            .cloned()
            .collect();
        gone.iter().for_each(|entry| self.drop_here(entry));
        if had_rated && !rated(&self.progress) {
            let course = &self.library.course;
            self.drafts
                .retain(|_, draft| Category::of_draft(course, draft) != Category::SelfAssessment);
        }
        self.rebuild();
        Vec::new()
    }

    pub(super) fn drop_here(&mut self, question: &Id) {
        self.drafts.remove(question);
        self.drafts_due.remove(question);
        self.writing.take_if(|(writing, _)| writing == question);
    }
}
