//! Owns home: what now, and every module and lesson with its state in words.
//! Must not build lessons: what is known of them at a glance is enough.

use crate::action::{Action, Screen};
use crate::course::{Block, Item, ItemKind, Module};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::final_assessment::{self, Passed};
use crate::pages::rehearsal::{self, Stand};
use crate::pages::{before_after, coming_back, notebook, path, plan, self_assessment, session, time_box};
use crate::progress::State;
use crate::progress::mastery::{Mastery, ModuleMastery, standing};
use crate::quiz::{self, Question};
use crate::source::Id;
use crate::time::DAY;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages for doing rather than reading.
const DOING: [(&str, Screen); 3] = [
    ("Practice", Screen::Practice),
    ("Notebook", Screen::Notebook),
    ("What you have done", Screen::Completion),
];

/// The home page.
pub fn doc(model: &Model) -> Doc {
    let changed = changed(model);
    let weak = weak(model);
    let course = &model.library.course;
    let mut doc = Doc::new(course.title.clone());
    let (read, of) = model.progress.lessons_read(course);
    doc.aside = format!(
        "{read} of {of} lessons ({} %)",
        (read * 100).checked_div(of).unwrap_or(0)
    )
    .into();
    if model.set_aside > 0 {
        let lines = if model.set_aside == 1 {
            "1 line".to_owned()
        } else {
            format!("{} lines", model.set_aside)
        };
        doc.say(&format!(
            "{lines} of your saved progress could not be read and was set aside; the rest is here."
        ));
    }
    if let Some(trouble) = model.saving.problem() {
        doc.push(Node::Para(Text::strong("NOT SAVED: ").and(Text::plain(trouble))));
    }
    if model.progress.latest_at() > model.now + DAY {
        let day = model.day(model.progress.latest_at());
        doc.say(&format!(
            "Some of what you did is dated after today, {day}. It counts; check the clock of this machine."
        ));
    }
    if let Some(session) = model.progress.open_session() {
        let (answered, _) = model.progress.tally(session);
        let text = Text::strong("Go on")
            .and(Text::plain("  "))
            .and(Text::plain(&session::title(model, session)));
        let aside = format!("question {} of {}", answered + 1, session.questions.len());
        let action = Action::Go(Screen::Session(session.id.clone()), None);
        doc.push(Node::Row(
            Row::new(Marker::Link, text, action).aside(Text::role(&aside, Role::Muted)),
        ));
    }
    let now = what_now(model);
    match &now {
        Some((label, item, aside)) => {
            let text = Text::strong(label)
                .and(Text::plain("  "))
                .and(Text::plain(&item.title));
            doc.push(Node::Row(
                Row::new(Marker::Link, text, open(item)).aside(Text::role(aside, Role::Muted)),
            ));
        }
        None if of == 0 => doc.say("This course has no lessons that can be read. `ally-up check` says why."),
        None => doc.say("Every lesson is read. The questions are open for another try whenever you like."),
    }
    doc.nodes.extend(
        path::for_newcomers(model)
            .into_iter()
            .chain(plan::home_row(model))
            .chain(notebook::home_row(model))
            .chain(before_after::again_row(model))
            .chain(coming_back::later_row(model))
            .map(|row| Arc::new(Node::Row(row))),
    );
    let due = model.due().len();
    if due > 0 {
        doc.push(Node::Row(warm_up(due)));
    }
    if model.progress.events() > 0 {
        let rows = time_box::CHOICES.map(|minutes| {
            Row::button(
                &format!("{minutes} minutes"),
                Action::Go(Screen::TimeBox(minutes), None),
            )
        });
        doc.push(Node::Buttons {
            label: Text::role("I have", Role::Muted),
            rows: rows.into(),
        });
        let rows = DOING.map(|(words, screen)| Row::button(words, Action::Go(screen, None)));
        doc.push(Node::Buttons {
            label: Text::role("Or", Role::Muted),
            rows: rows.into(),
        });
    }
    // Below what Enter may find in focus: an answer is given, never stumbled on.
    doc.nodes
        .extend(coming_back::moment(model).into_iter().map(Arc::new));
    let now = now
        .and_then(|(_, item, _)| course.module_of(&item.id))
        .map(|module| module.id.clone());
    for module in &course.modules {
        let title = match module.number {
            Some(number) => {
                Text::role(&format!("Module {number}  "), Role::Muted).and(Text::strong(&module.title))
            }
            None => Text::strong(&module.title),
        };
        let done = module.items.iter().filter(|item| is_done(model, item)).count();
        let standing = module_standing(model, module);
        let title = match standing.hold.words() {
            "" => title,
            words => title.and(Text::role(&format!("  {words}"), Role::Muted)),
        };
        doc.push(Node::Gauge {
            label: title,
            done,
            total: module.items.len(),
        });
        if let Some((question, words)) = weak.get(&module.id) {
            let text = Text::plain(&format!("Read again: {words}"));
            doc.push(Node::Row(Row {
                indent: 1,
                ..Row::new(Marker::Link, text, Action::Passage(question.clone()))
            }));
        }
        if !module.intro.is_empty() && now.as_ref().is_some_and(|id| *id == module.id) {
            doc.push(Node::Para(Text::role(&module.intro, Role::Muted)));
        }
        for item in &module.items {
            doc.push(Node::Row(row(
                model,
                item,
                changed.get(&item.id).copied().unwrap_or(0),
            )));
        }
    }
    doc.push(Node::Rule);
    let entries: Vec<Id> = course.items().flat_map(Item::entries).collect();
    let known = entries.iter().map(|id| &**id).collect();
    match model.progress.orphans(&known) {
        0 => {}
        1 => doc.push(Node::Para(Text::role(
            "One answered question is no longer in the course; your answer is kept.",
            Role::Muted,
        ))),
        lost => {
            let words =
                format!("{lost} answered questions are no longer in the course; your answers are kept.");
            doc.push(Node::Para(Text::role(&words, Role::Muted)));
        }
    }
    // Whoever has just come reads first; what there is to do stands at the end for them.
    let doing = DOING.into_iter().filter(|_| model.progress.events() == 0);
    let beside = [
        ("Glossary", Screen::Glossary),
        ("Settings", Screen::Settings),
        ("About this course", Screen::About),
        ("Sources", Screen::Sources),
        ("Keys", Screen::Help),
    ];
    for (words, screen) in doing.chain(beside) {
        let there = match &screen {
            Screen::Glossary => course.glossary.is_some(),
            Screen::About => course.about.is_some(),
            Screen::Sources => course.sources.is_some(),
            _ => true,
        };
        if there {
            doc.push(Node::Row(Row::new(
                Marker::Link,
                Text::plain(words),
                Action::Go(screen, None),
            )));
        }
    }
    doc
}

fn open(item: &Item) -> Action {
    Action::Go(item.screen(), None)
}

/// The row that begins a review of so many cards.
pub fn warm_up(due: usize) -> Row {
    let cards = if due == 1 {
        "one question".to_owned()
    } else {
        format!("{due} questions")
    };
    let text = Text::strong("Warm-up").and(Text::plain(&format!("  {cards} from what you answered before")));
    Row::new(Marker::Link, text, Action::Review)
        .aside(Text::role(&format!("{} min", review_minutes(due)), Role::Muted))
}

/// Minutes of a review: half a minute a card.
pub fn review_minutes(due: usize) -> usize {
    due.div_ceil(2)
}

/// Minutes left of an item.
pub fn minutes_left(model: &Model, item: &Item) -> usize {
    (item.minutes() * usize::from(100 - model.progress.reached(&item.id)))
        .div_ceil(100)
        .max(1)
}

/// The one next line: what comes next on the path that is followed, else the lesson that was begun last, else the first one not read.
pub fn what_now(model: &Model) -> Option<(&'static str, &Item, String)> {
    if let Some(now) = path::what_now(model) {
        return Some(now);
    }
    let course = &model.library.course;
    let begun = model
        .progress
        .last_lesson()
        .and_then(|id| course.item(id))
        .filter(|item| model.progress.state(&item.id) != State::Read);
    if let Some(item) = begun {
        return Some((
            "Continue",
            item,
            format!("about {} min left", minutes_left(model, item)),
        ));
    }
    let unread =
        |item: &&Item| item.kind == ItemKind::Lesson && model.progress.state(&item.id) != State::Read;
    let next = course.items().find(unread)?;
    let label = if model.progress.events() == 0 {
        "Start here"
    } else {
        "Next"
    };
    Some((label, next, format!("{} min", next.minutes())))
}

fn row(model: &Model, item: &Item, changed: usize) -> Row {
    let row = Row::new(mark(model, item), Text::plain(&item.title), open(item))
        .aside(Text::role(&state_words(model, item, changed), Role::Muted));
    Row { indent: 1, ..row }
}

fn module_standing<'a>(model: &Model, module: &'a Module) -> ModuleMastery<'a> {
    let scored: Vec<&str> = module
        .items
        .iter()
        .filter(|item| item.kind == ItemKind::Lesson)
        .flat_map(Item::scored)
        .collect();
    standing(&model.progress, &scored)
}

/// Of each module that does not hold: the question to read up on, and the section that teaches it.
fn weak(model: &Model) -> BTreeMap<Id, (Id, String)> {
    let weak = model.library.course.modules.iter().filter_map(|module| {
        let standing = module_standing(model, module);
        (standing.hold == Mastery::Weak).then_some((module.id.clone(), Id::from(standing.weakest?)))
    });
    let weak: Vec<(Id, Id)> = weak.collect();
    weak.into_iter()
        .filter_map(|(module, question)| Some((module, (question.clone(), section(model, &question)?))))
        .collect()
}

/// The mark of how far an item has come.
pub fn mark(model: &Model, item: &Item) -> Marker {
    match (is_done(model, item), is_touched(model, item)) {
        (true, _) => Marker::Done,
        (false, true) => Marker::Begun,
        (false, false) => Marker::Fresh,
    }
}

/// Whether anything was done with an item.
pub fn is_touched(model: &Model, item: &Item) -> bool {
    match item.kind {
        ItemKind::Final => final_assessment::best(model, item).is_some(),
        ItemKind::Lesson | ItemKind::SelfAssessment | ItemKind::Rehearsal | ItemKind::BeforeAfter => {
            state(model, item) != State::Fresh
        }
    }
}

/// Whether an item is finished: a lesson that was read, a final assessment that was passed.
fn is_done(model: &Model, item: &Item) -> bool {
    match item.kind {
        ItemKind::Final => matches!(final_assessment::best(model, item), Some((Passed::Yes, _, _))),
        ItemKind::Lesson | ItemKind::SelfAssessment | ItemKind::Rehearsal | ItemKind::BeforeAfter => {
            state(model, item) == State::Read
        }
    }
}

/// Where the learner stands with an item. A rehearsal is through with its first ending, a self-assessment with its first result.
pub fn state(model: &Model, item: &Item) -> State {
    match item.kind {
        ItemKind::Lesson | ItemKind::Final => model.progress.state(&item.id),
        ItemKind::Rehearsal => match rehearsal::stand(model, item) {
            (_, (reached, _)) if reached > 0 => State::Read,
            (Stand::Fresh, _) => State::Fresh,
            (Stand::Middle(_) | Stand::Ended(..), _) => State::Begun(0),
        },
        ItemKind::SelfAssessment if !model.progress.assessed(&item.id).is_empty() => State::Read,
        ItemKind::SelfAssessment if model.drafts.contains_key(&item.id) => State::Begun(0),
        ItemKind::SelfAssessment => State::Fresh,
        ItemKind::BeforeAfter => before_after::state(model, item),
    }
}

/// The section that teaches a question, and its lesson, in words.
fn section(model: &Model, question: &str) -> Option<String> {
    let item = model.library.course.item_of_question(question)?.clone();
    let lesson = model.library.lesson(&item.id);
    let (passage, _) = lesson.question(question)?.passage.clone()?;
    let (page, heading) = match passage {
        Action::Jump(heading) => (item.id, heading),
        Action::Go(Screen::Lesson(page), Some(heading)) => (page, heading),
        _ => return None,
    };
    let lesson = model.library.lesson(&page);
    let words = lesson.blocks.iter().find_map(|block| match block {
        Block::Says(node) => match &**node {
            Node::Heading {
                id: Some(id), text, ..
            } if *id == heading => Some(text.words()),
            _ => None,
        },
        Block::Asks(_) => None,
    })?;
    Some(format!("“{words}” in {}", lesson.title.words()))
}

/// The state of an item in words.
pub fn state_words(model: &Model, item: &Item, changed: usize) -> String {
    if item.kind == ItemKind::Rehearsal {
        return rehearsal::state_words(model, item);
    }
    if item.kind == ItemKind::SelfAssessment {
        return self_assessment::state_words(model, item);
    }
    if item.kind == ItemKind::BeforeAfter {
        return before_after::state_words(model, item);
    }
    if item.kind == ItemKind::Final {
        return match final_assessment::best(model, item) {
            Some((Passed::Yes, right, of)) => format!("passed, {right} of {of}"),
            Some((Passed::NotYet, right, of)) => format!("not yet, {right} of {of}"),
            None => format!(
                "{} questions",
                item.blueprint
                    .as_ref()
                    .map_or(item.outline.questions.len(), |blueprint| blueprint.draw)
            ),
        };
    }
    let score = model.progress.score(item);
    let state = match model.progress.state(&item.id) {
        State::Fresh => return format!("not started, {} min", item.minutes()),
        State::Begun(percent) => format!("{percent} % read"),
        State::Read => "read".to_owned(),
    };
    let state = match score.answered {
        0 => state,
        _ => format!("{state}, quiz best {} of {}", score.right, score.of),
    };
    match changed {
        0 => state,
        1 => format!("{state}, 1 changed since you answered"),
        more => format!("{state}, {more} changed since you answered"),
    }
}

/// How many questions of each item mean something else than when they were answered. Only lessons with answers are built for this.
pub fn changed(model: &Model) -> BTreeMap<Id, usize> {
    let answered = |item: &&Item| {
        item.outline
            .questions
            .iter()
            .any(|glimpse| model.progress.latest(&glimpse.id).is_some())
    };
    let items: Vec<Item> = model.library.course.items().filter(answered).cloned().collect();
    let mut changed = BTreeMap::new();
    for item in items {
        let lesson = model.library.page(&item.file);
        let is_changed = |question: &&Arc<Question>| {
            model
                .progress
                .latest(&question.id)
                .is_some_and(|attempt| quiz::changed(question, &attempt.shown))
        };
        changed.insert(item.id, lesson.asked().filter(is_changed).count());
    }
    changed
}
