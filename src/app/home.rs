//! Owns home: what now, and every module and lesson with its state in words.
//! Must not build lessons: what is known of them at a glance is enough.

use crate::app::App;
use crate::course::Item;
use crate::doc::{Action, Doc, Mark, Node, Role, Row, Screen, Text};
use crate::progress::State;

/// The home page.
pub fn doc(app: &App) -> Doc {
    let course = &app.library.course;
    let mut doc = Doc::new(course.title.clone());
    let (read, of) = app.progress.lessons_read(course);
    doc.aside = format!("{read} of {of} lessons ({} %)", (read * 100).checked_div(of).unwrap_or(0)).into();
    if app.set_aside > 0 {
        let lines = if app.set_aside == 1 { "1 line".to_owned() } else { format!("{} lines", app.set_aside) };
        doc.say(&format!("{lines} of your saved progress could not be read and was set aside; the rest is here."));
    }
    match what_now(app) {
        Some((label, item, aside)) => {
            let text = Text::strong(label).and(Text::plain("  ")).and(Text::plain(&item.title));
            doc.push(Node::Row(Row::new(Mark::Link, text, open(item)).aside(Text::role(&aside, Role::Muted))));
        }
        None if of == 0 => doc.say("This course has no lessons that can be read. `ally-up check` says why."),
        None => doc.say("Every lesson is read. The questions are open for another try whenever you like."),
    }
    let now = what_now(app).and_then(|(_, item, _)| course.module_of(&item.id)).map(|module| module.id.clone());
    for module in &course.modules {
        let title = match module.number {
            Some(number) => Text::role(&format!("{number}  "), Role::Muted).and(Text::strong(&module.title)),
            None => Text::strong(&module.title),
        };
        let done = module.items.iter().filter(|item| app.progress.state(&item.id) == State::Read).count();
        doc.push(Node::Gauge { label: title, done, total: module.items.len() });
        if !module.intro.is_empty() && now.as_ref().is_some_and(|id| *id == module.id) {
            doc.push(Node::Para(Text::role(&module.intro, Role::Muted)));
        }
        for item in &module.items {
            doc.push(Node::Row(row(app, item)));
        }
    }
    doc.push(Node::Rule);
    for (words, screen) in
        [("Glossary", Screen::Glossary), ("About this course", Screen::About), ("Sources", Screen::Sources), ("Keys", Screen::Help)]
    {
        let there = match &screen {
            Screen::Glossary => course.glossary.is_some(),
            Screen::About => course.about.is_some(),
            Screen::Sources => course.sources.is_some(),
            _ => true,
        };
        if there {
            doc.push(Node::Row(Row::new(Mark::Link, Text::plain(words), Action::Go(screen, None))));
        }
    }
    doc
}

fn open(item: &Item) -> Action {
    Action::Go(Screen::Lesson(item.id.clone()), None)
}

/// The one next line: the lesson that was begun last, else the first one not read.
pub fn what_now(app: &App) -> Option<(&'static str, &Item, String)> {
    let course = &app.library.course;
    let begun = app.progress.last_lesson().and_then(|id| course.item(id)).filter(|item| app.progress.state(&item.id) != State::Read);
    if let Some(item) = begun {
        let left = (item.minutes() * usize::from(100 - app.progress.reached(&item.id))).div_ceil(100).max(1);
        return Some(("Continue", item, format!("about {left} min left")));
    }
    let next = course.items().find(|item| app.progress.state(&item.id) != State::Read)?;
    let label = if app.progress.events() == 0 { "Start here" } else { "Next" };
    Some((label, next, format!("{} min", next.minutes())))
}

fn row(app: &App, item: &Item) -> Row {
    let mark = match app.progress.state(&item.id) {
        State::Fresh => Mark::Fresh,
        State::Begun(_) => Mark::Begun,
        State::Read => Mark::Done,
    };
    let row = Row::new(mark, Text::plain(&item.title), open(item)).aside(Text::role(&state_words(app, item), Role::Muted));
    Row { indent: 1, ..row }
}

/// The state of an item in words.
pub fn state_words(app: &App, item: &Item) -> String {
    let score = app.progress.score(item);
    let state = match app.progress.state(&item.id) {
        State::Fresh => return format!("not started, {} min", item.minutes()),
        State::Begun(percent) => format!("{percent} % read"),
        State::Read => "read".to_owned(),
    };
    match score.answered {
        0 => state,
        _ => format!("{state}, quiz best {} of {}", score.right, score.of),
    }
}
