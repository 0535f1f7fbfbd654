//! Owns what pages are made from: the course, what the learner did, unfinished answers, how pages are laid out, and the time.
//! Must not know the window: no scrolling, no focus, no page that was laid out. Pages read it; only `App::update` changes it.

use crate::action::Which;
use crate::clean::Clean;
use crate::course::rehearsal::own_words;
use crate::course::{Item, ItemKind};
use crate::doc::marker::Glyphs;
use crate::library::Library;
use crate::library::edition::Complaint;
use crate::progress::Progress;
use crate::progress::event::{Event, EventKind};
use crate::progress::review::{self, Card};
use crate::progress::sessions::Session;
use crate::quiz::answer::{Answer, Draft, Verdict};
use crate::quiz::{self, Given, Kind, Question, blank_draft};
use crate::settings::Preferences;
use crate::source::Id;
use crate::time::{self, DAY, Millis};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The setting that asks how sure one is, and the value that switches it off.
pub const SURENESS: (&str, &str) = ("sureness", "off");
/// The setting that offers the review, and the value that switches it off.
pub const REVIEW: (&str, &str) = ("review", "off");
/// The setting that keeps a journal, and the value that switches it off.
pub const JOURNAL: (&str, &str) = ("journal", "off");

/// Which face shows the page. It decides what a page turn is, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The whole screen.
    Screen,
    /// Line by line.
    Plain,
}

/// How pages are laid out.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Which face.
    pub face: Face,
    /// Which glyphs.
    pub glyphs: Glyphs,
    /// The longest line, in columns.
    pub measure: usize,
    /// Columns and rows of the window at the start.
    pub size: (usize, usize),
    /// Seconds that local time is ahead of UTC at a moment. Asked only when a date is shown: finding the zone takes a while.
    pub zone: fn(Millis) -> i32,
}

/// What pages are made from.
pub struct Model {
    /// The course with its files.
    pub library: Library,
    /// What is wrong with it, while it is edited.
    pub complaints: Vec<Complaint>,
    /// What the learner has done.
    pub progress: Progress,
    /// Unfinished answers.
    pub drafts: BTreeMap<Id, Draft>,
    /// How pages are laid out.
    pub view: View,
    /// Wall time when the program was started.
    pub started: Millis,
    /// Wall time, as the shell last told it.
    pub now: Millis,
    /// How far saving has come.
    pub saving: Saving,
    /// Lines that could not be read from the log.
    pub set_aside: usize,
    /// The settings of this machine.
    pub preferences: Preferences,
}

/// How far saving has come.
#[derive(Clone, Debug, Default)]
pub struct Saving {
    /// What could not be saved, until it is.
    pub trouble: Option<Clean>,
    /// What could not be kept of an unfinished answer, until it is.
    pub unkept: Option<Clean>,
    /// Whether saving takes longer than the eye forgives.
    pub is_slow: bool,
    /// Ids of events that are not on the disk yet, in the order they were recorded.
    unsaved: Vec<String>,
    /// Ids of events that were on the disk and are not any more.
    pub lost: Vec<String>,
    /// The event of each question's latest answer from this session.
    answers: BTreeMap<Id, String>,
}

impl Saving {
    /// Whether the latest answer to a question is on the disk.
    pub fn is_saved(&self, question: &str) -> bool {
        self.answers
            .get(question)
            .is_none_or(|id| !self.unsaved.contains(id) && !self.lost.contains(id))
    }

    /// Questions whose latest answer is not on the disk yet.
    pub fn answers(&self) -> usize {
        self.answers
            .values()
            .filter(|id| self.unsaved.contains(id))
            .count()
    }

    /// What pages say of saving: which latest answers are not on the disk, and why. While that stays the same, they do.
    pub fn told(&self) -> (Vec<Id>, Option<Clean>) {
        let unsaved = self.answers.keys().filter(|question| !self.is_saved(question));
        (unsaved.cloned().collect(), self.trouble.clone())
    }

    /// Events that are not on the disk yet.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len() + self.lost.len()
    }

    /// What is said while something is not saved: first what concerns answers, then what concerns drafts.
    pub fn problem(&self) -> Option<&Clean> {
        self.trouble.as_ref().or(self.unkept.as_ref())
    }

    /// Everything up to and with the event `last` is on the disk: the disk keeps the order.
    pub fn reached(&mut self, last: &str) {
        self.lost.clear();
        if let Some(at) = self.unsaved.iter().position(|id| id == last) {
            self.unsaved.drain(..=at);
        }
        self.is_slow = false;
        self.trouble = None;
    }
}

impl Model {
    /// A course and what was done in it, with nothing unfinished.
    pub fn new(library: Library, progress: Progress, view: View, now: Millis) -> Model {
        Model {
            library,
            complaints: Vec::new(),
            progress,
            drafts: BTreeMap::new(),
            view,
            started: now,
            now,
            saving: Saving::default(),
            set_aside: 0,
            preferences: Preferences::default(),
        }
    }

    /// Whether an unfinished answer still is one. A draft of an attempt that was made, and older than the latest answer, was answered in
    /// another window. The count tells it first: the clock may have been set back since.
    pub fn is_open(&self, draft: &Draft) -> bool {
        match self.progress.latest(&draft.question) {
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

    /// Whether a question was answered after this answer to it was begun: in another window, or on another machine.
    pub fn was_answered_meanwhile(&self, draft: &Draft) -> bool {
        draft.earlier < self.progress.count(&draft.question)
    }

    /// Goes on with the unfinished answers that still are unfinished.
    pub fn take_up(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            let question = self.progress.name(&draft.question);
            let draft = Draft { question, ..draft };
            // An edit may have brought two under one name.
            let is_later = self
                .drafts
                .get(&draft.question)
                .is_none_or(|other| other.at <= draft.at);
            if is_later && self.is_open(&draft) {
                self.drafts.insert(draft.question.clone(), draft);
            }
        }
    }

    /// Takes in an event of this session that is on its way to the disk.
    pub fn record(&mut self, event: &Event) {
        self.progress.apply(event);
        if let EventKind::Answered { question, .. } = &event.kind {
            let question = self.progress.name(question);
            self.saving.answers.insert(question, event.id.clone());
        }
        self.saving.unsaved.push(event.id.clone());
    }

    /// The question with this id, wherever in the course it stands.
    pub fn question(&self, id: &str) -> Option<Arc<Question>> {
        let item = self.library.course.item_of_entry(id)?;
        if item.kind == ItemKind::Rehearsal {
            return own_words::named(item, &self.library.rehearsal(&item.id), id).map(Arc::new);
        }
        self.library.lesson(&item.id).question(id).cloned()
    }

    /// Whether a lesson asks a question of its own now: another stem it never does, one for later not before its day.
    pub fn is_asked(&self, lesson: &str, question: &Question) -> bool {
        question.variant.is_none() && self.is_asked_after(lesson, &question.id, question.after)
    }

    /// Whether a question is asked so many days after its lesson was read, if it waits: from then on, and once it was answered.
    pub fn is_asked_after(&self, lesson: &str, question: &str, after: Option<u32>) -> bool {
        let is_due = |days| self.has_passed(lesson, days) || self.progress.latest(question).is_some();
        after.is_none_or(is_due)
    }

    /// The questions that a lesson asks now, in its order. None of a long lesson is read for this.
    pub fn asked_in(&self, lesson: &str) -> Vec<Id> {
        let built = self.library.lesson(lesson);
        let item = self.library.course.item(lesson).filter(|_| built.parts() > 1);
        match item {
            Some(item) => item
                .outline
                .asked()
                .filter(|glimpse| self.is_asked_after(lesson, &glimpse.id, glimpse.after))
                .map(|glimpse| Id::from(&*glimpse.id))
                .collect(),
            None => built
                .asked()
                .filter(|question| self.is_asked(lesson, question))
                .map(|question| question.id.clone())
                .collect(),
        }
    }

    /// Whether so many days have passed since a lesson was read.
    pub fn has_passed(&self, lesson: &str, days: u32) -> bool {
        let read = self.progress.read_at(lesson);
        read.is_some_and(|at| time::has_passed(i64::from(days) * DAY, at, self.now))
    }

    /// The question before reading that has the options of this one.
    pub fn first_thought(&self, question: &Question) -> Option<Arc<Question>> {
        let item = self.library.course.item_of_question(&question.id)?;
        let lesson = self.library.lesson(&item.id);
        let thoughts = item
            .outline
            .questions
            .iter()
            .filter(|glimpse| glimpse.class == "predict");
        thoughts
            .filter_map(|glimpse| lesson.question(&glimpse.id))
            .find(|thought| thought.of.as_ref() == Some(&question.id))
            .cloned()
    }

    /// How a question was last answered, if it is not being asked anew. On the page of a session only what was answered in that
    /// session counts; earlier answers stay hidden.
    pub fn given(&self, question: &Question, session: Option<&Session>) -> Option<Given> {
        if self.drafts.contains_key(&question.id) {
            return None;
        }
        if let Some(session) = session {
            self.progress.answer_in(session, &question.id)?;
        }
        let attempt = self.progress.latest(&question.id)?;
        let words = self.progress.words(&question.id);
        // What was written was erased, or stayed on another machine: it can be written anew.
        if words.is_none() && matches!(question.kind, Kind::Write | Kind::Reflect) {
            return None;
        }
        let words = words.unwrap_or_default();
        let (shown, were) = quiz::edited::mended(question, &attempt.shown);
        let answer = question.kind.rules().restore(question, &shown, &words);
        Some(Given {
            answer,
            earlier: attempt.earlier,
            shown,
            were,
        })
    }

    /// The draft of a question as it stands, or a blank one.
    pub fn draft_of(&self, question: &Question) -> Draft {
        let blank = || blank_draft(question, self.progress.count(&question.id), self.now);
        let kept = self.drafts.get(&question.id).cloned();
        kept.map(|draft| quiz::edited::fitting(question, draft))
            .unwrap_or_else(blank)
    }

    /// What stands in a field of a form: its draft, else what was written down.
    pub fn field_draft(&self, entry: &Id) -> Draft {
        self.drafts.get(entry).cloned().unwrap_or_else(|| {
            let words = self.progress.words(entry).unwrap_or_default();
            let caret = words.len();
            Draft {
                caret,
                ..Draft::of(entry, Answer::Words(words), self.now)
            }
        })
    }

    /// What was rated so far in a self-assessment, or nothing yet.
    pub fn rating_draft(&self, id: &Id) -> Draft {
        let earlier = self.progress.assessments(id);
        let blank = || Draft {
            earlier,
            ..Draft::of(id, Answer::Ratings(Vec::new()), self.now)
        };
        self.drafts.get(id).cloned().unwrap_or_else(blank)
    }

    /// Whether the learner is asked how sure they are.
    pub fn asks_sureness(&self) -> bool {
        self.progress.setting(SURENESS.0) != Some(SURENESS.1)
    }

    /// Whether lessons ask questions for the journal.
    pub fn keeps_journal(&self) -> bool {
        self.progress.setting(JOURNAL.0) != Some(JOURNAL.1)
    }

    /// Cards that are due now, in the order they would be asked, each as the stem whose turn it is. None where the review is switched off.
    pub fn due(&self) -> Vec<Id> {
        // Nothing is due that was never answered.
        if self.progress.events() == 0 || self.progress.setting(REVIEW.0) == Some(REVIEW.1) {
            return Vec::new();
        }
        let modules = self.library.course.modules.iter();
        let items = modules.flat_map(|module| module.items.iter().map(move |item| (module, item)));
        let lessons = items.filter(|(_, item)| item.kind == ItemKind::Lesson);
        let cards = lessons.flat_map(|(module, item)| {
            let all = &item.outline.questions;
            all.iter().filter(|glimpse| glimpse.card).map(|card| {
                let others = all
                    .iter()
                    .filter(|other| other.variant.as_ref() == Some(&card.id));
                let stems = std::iter::once(card).chain(others);
                Card {
                    stems: stems.map(|stem| Id::from(&*stem.id)).collect(),
                    module: module.id.clone(),
                }
            })
        });
        review::due(
            &self.progress,
            &cards.collect::<Vec<_>>(),
            self.now,
            self.view.zone,
        )
    }

    /// The questions a retake would ask.
    pub fn to_retake(&self, item: &Item, which: Which) -> Vec<Id> {
        let wanted = |id: &&str| match (which, self.progress.latest(id)) {
            (Which::All, _) | (_, None) => true,
            (Which::Missed, Some(attempt)) => attempt.verdict != Verdict::Right,
            (Which::Unsure, Some(attempt)) => attempt.verdict != Verdict::Right || attempt.sure.is_unsure(),
        };
        item.scored().filter(wanted).map(Id::from).collect()
    }

    /// Whether nothing is left to do in a lesson: read to its end, all that is scored answered, nothing half done.
    pub fn is_finished(&self, lesson: &str) -> bool {
        let Some(item) = self.library.course.item(lesson) else {
            return false;
        };
        let score = self.progress.score(item);
        let begun = item
            .outline
            .asked()
            .any(|glimpse| self.drafts.contains_key(&*glimpse.id));
        self.progress.read_at(lesson).is_some() && score.answered == score.of && !begun
    }

    /// The local day of a moment, as in 23 November 2026: what was done is looked at in another year as well.
    pub fn day(&self, at: Millis) -> String {
        time::date_in_words(self.date(at))
    }

    /// The local date of a moment; the first or last there is where calendars do not reach it.
    pub fn date(&self, at: Millis) -> Date {
        let local = at.saturating_add(Millis::from((self.view.zone)(at)) * 1000);
        time::nearest(local).to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.date(self.now)
    }
}
