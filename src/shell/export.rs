//! Owns what is taken away as a file: which page it is, what the file is called, and writing it without harming one that is there.
//! Must not know how a page is made or spelled as Markdown.

use crate::action::Takeaway;
use crate::doc::Doc;
use crate::markdown_export;
use crate::model::Model;
use crate::pages::notebook::{self, Journal};
use crate::pages::{completion, plan};
use crate::progress::plan::{Part, Plan};
use crate::store::durable;
use crate::store::fs::OsFileSystem;
use icalendar::{Calendar, Class, Component, Event, Property};
use std::io::ErrorKind;

/// What the title of an event in a calendar tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titled {
    /// That there is a check-in; nobody who looks over a shoulder learns more.
    Plainly,
    /// The plan itself.
    WithThePlan,
}

/// The name and the words of a file.
pub fn file(model: &Model, what: Takeaway) -> (&'static str, String) {
    match what {
        Takeaway::Plan => ("ally-up-plan.md", markdown_export::markdown(&plan_page(model))),
        Takeaway::Calendar => ("ally-up-check-ins.ics", calendar(model, Titled::Plainly)),
        Takeaway::Notebook => (
            "ally-up-notebook.md",
            markdown_export::markdown(&notebook::pages(model, Journal::Left)),
        ),
        Takeaway::Journal => (
            "ally-up-notebook.md",
            markdown_export::markdown(&notebook::pages(model, Journal::Included)),
        ),
        Takeaway::Record => (
            "ally-up-record.md",
            markdown_export::markdown(&completion::record(model)),
        ),
    }
}

/// The plan alone, as a page to take away.
fn plan_page(model: &Model) -> Doc {
    let mut doc = Doc::new("Your plan");
    plan::page(model, &mut doc);
    doc
}

/// The check-ins of the latest plan that are not answered, as days of a calendar.
pub fn calendar(model: &Model, titled: Titled) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&model.library.course.title);
    if let Some(plan) = model.progress.latest_plan() {
        let open = plan
            .check_ins()
            .filter(|nth| plan.text(Part::Outcome(*nth)).is_empty());
        for event in open.filter_map(|nth| check_in(&plan, nth, titled)) {
            calendar.push(event);
        }
    }
    calendar.done().to_string()
}

fn check_in(plan: &Plan, nth: u8, titled: Titled) -> Option<Event> {
    let day = plan.check_in_day(nth)?;
    let title = match (titled, plan.sentence()) {
        (Titled::WithThePlan, Some(sentence)) => format!("Check-in {nth}: {sentence}"),
        (Titled::WithThePlan, None) | (Titled::Plainly, _) => format!("Check-in {nth} of my plan"),
    };
    let mut event = Event::new();
    // A whole day, in the form of RFC 5545; the crate's own way needs the dates of another crate.
    let start = Property::new("DTSTART", day.strftime("%Y%m%d").to_string())
        .add_parameter("VALUE", "DATE")
        .done();
    event
        .uid(&format!("plan-{}-check-in-{nth}@ally-up", plan.began))
        .summary(&title)
        .append_property(start)
        .class(Class::Private);
    Some(event.done())
}

/// Writes a file into the folder the program was started from, under a free name; what came of it, in words.
pub fn write_here(name: &str, words: &str) -> String {
    let folder = std::env::current_dir().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "md"));
    for nth in 1..100 {
        let name = if nth == 1 {
            name.to_owned()
        } else {
            format!("{stem}-{nth}.{ending}")
        };
        let path = folder.join(&name);
        match durable::write_new(&OsFileSystem, &path, words.as_bytes()) {
            Ok(()) => return format!("Written to {}.", path.display()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => {
                return format!(
                    "NOT WRITTEN: {} ({error}); start the program in a folder you can write to.",
                    path.display()
                );
            }
        }
    }
    format!(
        "NOT WRITTEN: {} holds a hundred files of that name; move some away.",
        folder.display()
    )
}
