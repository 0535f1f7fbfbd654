//! Owns what is half done: lessons, rehearsals, sessions, self-assessments, a plan that is being written; the last one first.
//! Must not know where it is offered.

use crate::action::{Action, Screen};
use crate::course::{Item, ItemKind};
use crate::model::Model;
use crate::progress::ItemState;
use crate::progress::event::{Clock, Purpose};
use crate::progress::plan::{Part, PlanState, entry};
use crate::progress::sessions::Session;
use crate::quiz::answer::Answer;
use crate::source::Id;
use crate::status::{is_begun, is_middle, minutes_left, review_minutes, unread};

/// Lessons that are offered at the most: all of them stand in the list with how far they are.
const LESSONS: usize = 3;

/// Something that was begun and not finished.
#[derive(Clone, Debug)]
pub struct HalfDone {
    /// When it was worked on last.
    at: Clock,
    pub title: String,
    /// How much is left, in words.
    pub words: String,
    /// Minutes it still takes, where that is known.
    pub minutes: Option<usize>,
    /// What goes on with it.
    pub action: Action,
    /// The lesson or other item it is, if it is one.
    pub item: Option<Id>,
    /// What it is dropped by.
    pub what: Id,
}

/// All that is half done, the last one first.
pub fn half_done(model: &Model) -> Vec<HalfDone> {
    let mut found: Vec<HalfDone> = Vec::new();
    let items = model.library.course.items();
    let open = model.progress.open_sessions();
    found.extend(items.filter_map(|item| of_item(model, item, &open)));
    found.extend(open.into_iter().map(|open| of_session(model, open)));
    found.extend(of_plan(model));
    found.retain(|half| !model.progress.is_dropped(&half.what, half.at));
    found.sort_by_key(|half| std::cmp::Reverse(half.at));
    let mut lessons = 0;
    found.retain(|half| {
        lessons += usize::from(matches!(half.action, Action::Go(Screen::Lesson(_), _)));
        !matches!(half.action, Action::Go(Screen::Lesson(_), _)) || lessons <= LESSONS
    });
    found
}

/// When an answer to any of these was last worked on and not handed in.
fn typed(model: &Model, entries: impl Iterator<Item = Id>) -> Option<Clock> {
    // Home asks this of every item, and the foot of home again.
    if model.drafts.is_empty() {
        return None;
    }
    let drafts = entries.filter_map(|entry| model.drafts.get(&entry));
    drafts.map(|draft| Clock(draft.at, 0)).max()
}

fn of_item(model: &Model, item: &Item, open: &[&Session]) -> Option<HalfDone> {
    let half = |at, words, minutes, screen| HalfDone {
        at,
        title: item.title.to_string(),
        words,
        minutes: Some(minutes),
        action: Action::Go(screen, None),
        item: Some(item.id.clone()),
        what: item.id.clone(),
    };
    // What is picked in a session is the session's.
    let asked: Vec<Id> = open
        .iter()
        .flat_map(|session| session.questions.iter().cloned())
        .collect();
    let typed = typed(model, item.entries().filter(|entry| !asked.contains(entry)));
    match item.kind {
        ItemKind::Lesson => {
            let at = model.progress.lesson_at(&item.id).max(typed)?;
            if model.progress.state(&item.id) != ItemState::Read {
                // Whoever only looked in has begun nothing.
                if typed.is_none() && !is_begun(model, item) {
                    return None;
                }
                let minutes = minutes_left(model, item);
                let words = format!("about {minutes} min left");
                let lesson = half(at, words, minutes, item.screen());
                let unread = unread::passed_by(model, item);
                return Some(match unread.first() {
                    Some(first) => HalfDone {
                        words: format!("{}, {}", lesson.words, unread::count(unread.len())),
                        action: unread::way(item, first),
                        ..lesson
                    },
                    None => lesson,
                });
            }
            let score = model.progress.score(item);
            let open = score.of - score.answered;
            if typed.is_none() && (open == 0 || score.answered == 0) {
                return None;
            }
            let words = match open {
                0 => "words not handed in yet".to_owned(),
                1 => "1 question open".to_owned(),
                open => format!("{open} questions open"),
            };
            Some(half(at, words, open.div_ceil(2).max(1), item.screen()))
        }
        ItemKind::Rehearsal => {
            let at = model.progress.walk_at(&item.id).max(typed)?;
            let minutes = item.minutes().div_ceil(2);
            let words = "in the middle".to_owned();
            is_rehearsing(model, item).then(|| half(at, words, minutes, item.screen()))
        }
        ItemKind::SelfAssessment => {
            let draft = model.drafts.get(&item.id)?;
            let Answer::Ratings(rated) = &draft.answer else {
                return None;
            };
            let (rated, of) = (rated.len(), model.library.assessment(&item.id).lines().len());
            let left = item.minutes() * of.saturating_sub(rated);
            let minutes = left.div_ceil(of.max(1)).max(1);
            let words = format!("{rated} of {of} lines rated");
            Some(half(
                Clock(draft.at, 0),
                words,
                minutes,
                Screen::Rating(item.id.clone()),
            ))
        }
        // Their forms are sessions.
        ItemKind::Final | ItemKind::BeforeAfter => None,
    }
}

/// Whether one is in the middle of a path through a rehearsal, or of writing for it.
pub fn is_rehearsing(model: &Model, item: &Item) -> bool {
    let is_written = |entry: Id| model.drafts.contains_key(&entry);
    let walk = model.progress.walk(&item.id);
    let is_walking = || {
        let rehearsal = model.library.rehearsal(&item.id);
        walk.on(&rehearsal)
            .is_some_and(|trail| is_middle(&walk, trail.scene))
    };
    item.entries().any(is_written) || !walk.is_fresh() && is_walking()
}

fn of_session(model: &Model, session: &Session) -> HalfDone {
    let (answered, _) = model.progress.tally(session);
    let of = session.questions.len();
    let item = match &session.purpose {
        Purpose::Retake(_) | Purpose::Review => None,
        Purpose::Final(item) | Purpose::BeforeAfter(item) => Some(item.clone()),
    };
    HalfDone {
        at: Some(model.progress.session_at(session))
            .max(typed(model, session.questions.iter().cloned()))
            .unwrap_or_default(),
        title: session_title(model, session),
        words: format!("question {} of {of}", (answered + 1).min(of)),
        minutes: Some(review_minutes(of - answered).max(1)),
        action: Action::Go(Screen::Session(session.id.clone()), None),
        item,
        what: session.id.clone(),
    }
}

/// What a session is called.
pub fn session_title(model: &Model, session: &Session) -> String {
    let name = |id: &Id| {
        let item = model.library.course.item(id);
        item.map_or_else(|| id.to_string(), |item| item.title.to_string())
    };
    match &session.purpose {
        Purpose::Retake(lesson) => format!("Retake: {}", name(lesson)),
        Purpose::Review => "Warm-up".to_owned(),
        Purpose::Final(item) | Purpose::BeforeAfter(item) => name(item),
    }
}

/// How many parts of a plan are still open, in words.
pub fn parts_open(count: usize) -> String {
    match count {
        0 => "nothing is open".to_owned(),
        1 => "1 part open".to_owned(),
        count => format!("{count} parts open"),
    }
}

/// A plan that is being written.
/// The plan, if it is being written and was not dropped since.
pub fn offered_plan(model: &Model) -> Option<HalfDone> {
    of_plan(model).filter(|half| !model.progress.is_dropped(&half.what, half.at))
}

fn of_plan(model: &Model) -> Option<HalfDone> {
    let plan = model.progress.plan()?;
    let open = plan.open(model.today()).len();
    (plan.state() == PlanState::Draft).then(|| HalfDone {
        at: Clock(plan.latest_at(), 0),
        title: "Your plan".to_owned(),
        words: parts_open(open),
        minutes: None,
        action: Action::Go(Screen::PlanForm, None),
        item: None,
        what: entry(plan.began, Part::With),
    })
}
