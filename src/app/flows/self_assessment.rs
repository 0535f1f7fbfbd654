//! Owns taking a self-assessment: rating lines, taking a rating back, finishing, choosing where to start.
//! Must not know how a result is made; that is in `progress`.

use crate::action::{LearnerRole, Screen};
use crate::app::{App, Job};
use crate::pages::self_assessment::{next, ratings};
use crate::progress::assessment::MOST;
use crate::progress::event::EventKind;
use crate::quiz::answer::{Answer, Draft};
use crate::source::Id;

impl App {
    /// The self-assessment whose lines were worked on after everything else, if it is not finished.
    pub(in crate::app) fn latest_rating(&self) -> Option<Id> {
        let is_later = |draft: &&Draft| {
            let latest = self.model.progress.latest_at().min(self.model.now);
            matches!(draft.answer, Answer::Ratings(_)) && draft.at >= latest
        };
        self.model
            .drafts
            .values()
            .filter(is_later)
            .max_by_key(|draft| draft.at)
            .map(|draft| draft.question.clone())
    }

    /// Rates the line on show and goes on to the next one.
    pub(in crate::app) fn rate(&mut self, id: &Id, points: u8) {
        let assessment = self.model.library.assessment(id);
        let mut draft = self.model.rating_draft(id);
        let Some(line) = next(&assessment, &draft).map(|line| line.id.clone()) else {
            return self.say("Every line is rated. One last question, and you are done.");
        };
        let mut ratings = ratings(&assessment, &draft);
        ratings.push((line, points.min(MOST)));
        draft.answer = Answer::Ratings(ratings);
        self.keep_rating(draft);
    }

    /// Takes the last rating back, if there is one.
    pub(in crate::app) fn unrate(&mut self, id: &Id) -> Option<()> {
        let assessment = self.model.library.assessment(id);
        let mut draft = self.model.drafts.get(id).cloned()?;
        let mut ratings = ratings(&assessment, &draft);
        ratings.pop()?;
        draft.answer = Answer::Ratings(ratings);
        self.keep_rating(draft);
        Some(())
    }

    fn keep_rating(&mut self, draft: Draft) {
        let draft = Draft {
            at: self.model.now,
            ..draft
        };
        self.store(Job::KeepDraft(draft.clone()));
        self.model.drafts.insert(draft.question.clone(), draft);
        self.begin_page();
        self.focus_first_row();
    }

    /// Ends a self-assessment with the role that was said.
    pub(in crate::app) fn finish_assessment(&mut self, id: &Id, lens: LearnerRole) {
        let assessment = self.model.library.assessment(id);
        let draft = self.model.rating_draft(id);
        if next(&assessment, &draft).is_some() || assessment.lines().is_empty() {
            return self.say("There are lines left; each can be skipped.");
        }
        let ratings = ratings(&assessment, &draft);
        self.record(EventKind::Assessed {
            assessment: id.clone(),
            lens,
            ratings,
        });
        self.drop_draft(id);
        self.show_profile(id);
    }

    /// Chooses the scale to start with, and shows what it asks for.
    pub(in crate::app) fn choose_scale(&mut self, id: &Id, scale: &Id) {
        self.record(EventKind::Focused {
            assessment: id.clone(),
            scale: scale.clone(),
        });
        self.rebuild();
        if let Some(line) = self.window.page.line_of_heading(scale) {
            self.show_line(line);
        }
    }

    /// Shows the result that was just made, in place of the lines.
    pub(in crate::app) fn show_profile(&mut self, id: &Id) {
        if matches!(self.screen(), Screen::Rating(_)) {
            self.window.history.pop();
        }
        let last = self.model.progress.assessed(id).len().saturating_sub(1);
        self.go(Screen::SelfAssessmentResult(id.clone(), last), None);
    }
}
