//! Owns where the learner stands: one status for each item of the course, and what comes next. It is worked out once per document; pages,
//! the command line and exports read it. Must not know pages: it says facts and their words, not rows.

pub mod before_after;
pub mod half_done;
pub mod path;
pub mod unread;

use crate::course::blueprint::Blueprint;
use crate::course::rehearsal::Scene;
use crate::course::{Course, Item, ItemKind, Module};
use crate::model::Model;
use crate::progress::ItemState;
use crate::progress::event::Purpose;
use crate::progress::mastery::{ModuleMastery, standing};
use crate::progress::rehearsal::Walk;
use crate::progress::sessions::Session;
use crate::quiz::answer::Answer;
use crate::source::Id;
use std::collections::BTreeMap;

/// Where the learner stands with every item, in the order of the course.
pub struct Status<'a> {
    /// One for each item.
    pub items: Vec<ItemStatus<'a>>,
    course: &'a Course,
}

/// Where the learner stands with an item.
pub struct ItemStatus<'a> {
    pub item: &'a Item,
    /// How far it has come. A rehearsal is through with its first ending, a self-assessment with its first result, a final assessment
    /// when it was passed.
    pub state: ItemState,
    /// How the best whole form of a final assessment went.
    pub best: Option<BestForm>,
    /// That state in words, for the pages that list what there is.
    pub words: String,
}

/// How the best whole form of a final assessment went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BestForm {
    /// Whether it passed.
    pub is_passed: bool,
    /// Right answers.
    pub right: usize,
    /// Questions.
    pub of: usize,
}

/// What the learner could do next.
pub struct NextStep<'a> {
    /// `Continue`, `Start here` or `Next`.
    pub label: &'static str,
    pub item: &'a Item,
    /// Minutes it still takes.
    pub minutes: usize,
    /// How long it takes, in words.
    pub words: String,
}

impl ItemStatus<'_> {
    /// Whether the item is finished.
    pub fn is_done(&self) -> bool {
        self.state == ItemState::Read
    }

    /// Whether anything was done with the item.
    pub fn is_touched(&self) -> bool {
        self.state != ItemState::Fresh
    }
}

impl<'a> Status<'a> {
    /// Works it out.
    pub fn of(model: &'a Model) -> Status<'a> {
        let course = &model.library.course;
        Status {
            items: course.items().map(|item| item_status(model, item)).collect(),
            course,
        }
    }

    /// Those items of this kind.
    pub fn of_kind(&self, kind: ItemKind) -> impl Iterator<Item = &ItemStatus<'a>> {
        self.items.iter().filter(move |status| status.item.kind == kind)
    }

    /// The status of an item of this course.
    pub fn item(&self, id: &str) -> Option<&ItemStatus<'a>> {
        self.items.get(self.course.number(id)?)
    }

    /// How far a module is, counted as the whole course is: its lessons that are read, of how many. One without a lesson has parts.
    pub fn done_in(&self, module: &Module) -> (usize, usize, &'static str) {
        let all = || module.items.iter().filter_map(|item| self.item(&item.id));
        let is_lesson = |status: &&ItemStatus<'a>| status.item.kind == ItemKind::Lesson;
        let is_done = |status: &&ItemStatus<'a>| status.is_done();
        match all().filter(is_lesson).count() {
            0 => {
                let unit = if module.items.len() == 1 { "part" } else { "parts" };
                (all().filter(is_done).count(), module.items.len(), unit)
            }
            of => (all().filter(is_lesson).filter(is_done).count(), of, lessons(of)),
        }
    }
}

/// What so many lessons are called.
pub fn lessons(count: usize) -> &'static str {
    match count {
        1 => "lesson",
        _ => "lessons",
    }
}

/// The status of one item.
pub fn item_status<'a>(model: &Model, item: &'a Item) -> ItemStatus<'a> {
    let (state, best, words) = match item.kind {
        ItemKind::Lesson => {
            let state = model.progress.state(&item.id);
            (state, None, lesson_words(model, item, state))
        }
        ItemKind::Rehearsal => {
            let stand = rehearsal_stand(model, item);
            (stand.state, None, stand.words)
        }
        ItemKind::SelfAssessment => {
            let (state, words) = self_assessment_stand(model, item);
            (state, None, words)
        }
        ItemKind::BeforeAfter => (
            before_after::state(model, item),
            None,
            before_after::state_words(model, item),
        ),
        ItemKind::Final => {
            let best = best_form(model, item);
            let state = match best {
                Some(best) if best.is_passed => ItemState::Read,
                Some(_) => ItemState::Begun(0),
                None => ItemState::Fresh,
            };
            (state, best, final_words(item, best))
        }
    };
    ItemStatus {
        item,
        state,
        best,
        words,
    }
}

fn lesson_words(model: &Model, item: &Item, state: ItemState) -> String {
    let is_read = state == ItemState::Read;
    let state = match state {
        ItemState::Fresh => return not_started(item),
        ItemState::Begun(0) => "begun".to_owned(),
        ItemState::Begun(percent) => format!("{percent} % read"),
        ItemState::Read => "read".to_owned(),
    };
    let score = model.progress.score(item);
    let (answered, of) = (score.answered, score.of);
    let unread = match is_read {
        false => unread::passed_by(model, item).len(),
        true => 0,
    };
    let state = match unread {
        0 => state,
        unread => format!("{state}, {}", unread::count(unread)),
    };
    match (is_read, answered, of - answered) {
        (false, 0, _) | (_, 0, 0) => state,
        (_, _, 0) => format!("{state}, {} of {of} right", score.right),
        (false, _, _) => format!("{state}, {answered} of {of} answered"),
        (true, _, 1) => format!("{state}, 1 question open"),
        (true, _, open) => format!("{state}, {open} questions open"),
    }
}

/// What is said of an item that nothing was done with.
fn not_started(item: &Item) -> String {
    format!("not started, {} min", item.minutes())
}

fn final_words(item: &Item, best: Option<BestForm>) -> String {
    match best {
        Some(BestForm {
            is_passed: true,
            right,
            of,
        }) => format!("passed, {right} of {of}"),
        Some(BestForm {
            is_passed: false,
            right,
            of,
        }) => format!("not yet, {right} of {of}"),
        None => {
            let asked = item
                .blueprint
                .as_ref()
                .map_or(item.outline.questions.len(), |blueprint| blueprint.draw);
            match asked {
                1 => "1 question".to_owned(),
                asked => format!("{asked} questions"),
            }
        }
    }
}

/// Where the learner stands with a rehearsal.
struct RehearsalStand {
    state: ItemState,
    words: String,
}

fn rehearsal_stand(model: &Model, item: &Item) -> RehearsalStand {
    let walk = model.progress.walk(&item.id);
    if walk.is_fresh() {
        return RehearsalStand {
            state: ItemState::Fresh,
            words: not_started(item),
        };
    }
    let rehearsal = model.library.rehearsal(&item.id);
    let (reached, of) = walk.endings(&rehearsal);
    let middle = walk.on(&rehearsal).filter(|trail| is_middle(&walk, trail.scene));
    let state = match (reached, &middle) {
        (1.., _) => ItemState::Read,
        (0, Some(_)) => ItemState::Begun(0),
        (0, None) => ItemState::Fresh,
    };
    let words = match middle {
        Some(trail) => format!(
            "in the middle, scene \"{}\"",
            trail.scene.title.words().replace('\n', " ")
        ),
        None if reached == 0 => not_started(item),
        None => format!("{reached} of {of} endings"),
    };
    RehearsalStand { state, words }
}

/// Whether a path has begun and not ended.
pub fn is_middle(walk: &Walk, scene: &Scene) -> bool {
    !walk.steps.is_empty() && scene.end.is_none()
}

fn self_assessment_stand(model: &Model, item: &Item) -> (ItemState, String) {
    let done = model.drafts.get(&item.id).map(|draft| match &draft.answer {
        Answer::Ratings(ratings) => ratings.len(),
        Answer::Picks(_) | Answer::Pairs(_) | Answer::Words(_) => 0,
    });
    let results = model.progress.assessed(&item.id);
    let words = match (done, results.last()) {
        (Some(1), _) => "in the middle, 1 line rated".to_owned(),
        (Some(done), _) => format!("in the middle, {done} lines rated"),
        (None, Some(last)) => format!("taken {}", model.day(last.at)),
        (None, None) => not_started(item),
    };
    let state = match (results.is_empty(), done) {
        (false, _) => ItemState::Read,
        (true, Some(_)) => ItemState::Begun(0),
        (true, None) => ItemState::Fresh,
    };
    (state, words)
}

/// The forms of a final assessment that were begun, the earliest first.
pub fn forms<'a>(model: &'a Model, id: &Id) -> Vec<&'a Session> {
    let is_form = |session: &&Session| matches!(&session.purpose, Purpose::Final(item) if item == id);
    model.progress.sessions().into_iter().filter(is_form).collect()
}

/// Right answers that pass this form: the blueprint's, or in proportion where the bank could not fill the form.
pub fn pass_mark(blueprint: &Blueprint, form: &Session) -> usize {
    match form.questions.len() {
        asked if asked >= blueprint.draw => blueprint.pass,
        asked => (blueprint.pass * asked).div_ceil(blueprint.draw.max(1)),
    }
}

fn best_form(model: &Model, item: &Item) -> Option<BestForm> {
    let blueprint = item.blueprint.clone().unwrap_or_default();
    let scored = forms(model, &item.id).into_iter().filter_map(|form| {
        let (answered, right) = model.progress.tally(form);
        let of = form.questions.len();
        let is_passed = right >= pass_mark(&blueprint, form);
        (answered == of).then_some(BestForm { is_passed, right, of })
    });
    scored.max()
}

/// What comes next on the path that is followed, else the lesson that was begun last, else the first one not read.
pub fn next_step(model: &Model) -> Option<NextStep<'_>> {
    if let Some(next) = path::next_step(model) {
        return Some(next);
    }
    let course = &model.library.course;
    let is_unread = |item: &&Item| model.progress.state(&item.id) != ItemState::Read;
    let is_dropped = |item: &Item| {
        let at = model.progress.lesson_at(&item.id);
        at.is_some_and(|at| model.progress.is_dropped(&item.id, at))
    };
    let begun = model
        .progress
        .last_place()
        .and_then(|id| course.item(id))
        .filter(|item| is_unread(item) && is_begun(model, item) && !is_dropped(item));
    if let Some(item) = begun {
        let minutes = minutes_left(model, item);
        let words = format!("about {minutes} min left");
        return Some(NextStep {
            label: "Continue",
            item,
            minutes,
            words,
        });
    }
    let lessons = course.items().filter(|item| item.kind == ItemKind::Lesson);
    let unread: Vec<&Item> = lessons.filter(is_unread).collect();
    let item = unread.iter().find(|item| !is_dropped(item)).or(unread.first())?;
    let label = if model.progress.events() == 0 {
        "Start here"
    } else {
        "Next"
    };
    let words = format!("{} min", item.minutes());
    Some(NextStep {
        label,
        item,
        minutes: minutes_left(model, item),
        words,
    })
}

/// Whether some of a lesson lies behind, or any of its questions was answered: more than a look in passing.
pub fn is_begun(model: &Model, item: &Item) -> bool {
    let mut entries = item.entries();
    model.progress.reached(&item.id) > 0 || entries.any(|entry| model.progress.latest(&entry).is_some())
}

/// Minutes left of an item.
fn minutes_left(model: &Model, item: &Item) -> usize {
    let left = item.minutes() * usize::from(100 - model.progress.reached(&item.id));
    left.div_ceil(100).max(1)
}

/// Minutes of a review of so many cards: half a minute a card.
pub fn review_minutes(due: usize) -> usize {
    due.div_ceil(2)
}

/// How well a module holds.
pub fn mastery<'a>(model: &Model, module: &'a Module) -> ModuleMastery<'a> {
    // Whoever has just come has answered nothing.
    let is_fresh = model.progress.events() == 0;
    let lessons = module
        .items
        .iter()
        .filter(|item| !is_fresh && item.kind == ItemKind::Lesson);
    let scored: Vec<&str> = lessons.flat_map(Item::scored).collect();
    standing(&model.progress, &scored)
}

/// How many questions of each item mean something else than when they were answered, as far as that was looked at: `compare` does.
pub fn changed(model: &Model) -> BTreeMap<Id, usize> {
    let counts = answered(model).filter_map(|item| {
        let keys = model.library.known_keys(&item.file)?;
        let changed = keys.iter().filter(|key| {
            let latest = model.progress.latest(&key.id);
            latest.is_some_and(|attempt| key.changed(&attempt.shown))
        });
        Some((item.id.clone(), changed.count()))
    });
    counts.filter(|(_, changed)| *changed > 0).collect()
}

/// Looks at the questions of the next item with answers that were not looked at; whether there was one. It is built for that.
pub fn compare(model: &Model) -> bool {
    let is_unknown = |item: &&Item| model.library.known_keys(&item.file).is_none();
    let next = answered(model).find(is_unknown);
    next.map(|item| model.library.keys(&item.file)).is_some()
}

/// Items of which a question was answered.
fn answered(model: &Model) -> impl Iterator<Item = &Item> {
    let is_answered = |item: &&Item| {
        let mut questions = item.outline.questions.iter();
        questions.any(|glimpse| model.progress.latest(&glimpse.id).is_some())
    };
    model.library.course.items().filter(is_answered)
}

impl ItemStatus<'_> {
    /// The words, and for a lesson how many of its questions changed since they were answered.
    pub fn words_with(&self, changed: &BTreeMap<Id, usize>) -> String {
        match (self.item.kind, changed.get(&self.item.id)) {
            (ItemKind::Lesson, Some(1)) => format!("{}, 1 changed since you answered", self.words),
            (ItemKind::Lesson, Some(more)) => format!("{}, {more} changed since you answered", self.words),
            (
                ItemKind::Lesson
                | ItemKind::SelfAssessment
                | ItemKind::Rehearsal
                | ItemKind::BeforeAfter
                | ItemKind::Final,
                _,
            ) => self.words.clone(),
        }
    }
}
