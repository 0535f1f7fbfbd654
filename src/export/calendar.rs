//! Owns the check-ins of plans as days of a calendar, so that a calendar that takes the file in twice knows what it has already: each day
//! keeps its name, and says how often it was changed and when last. Must not know what was taken in, nor by which calendar.

use crate::clean::Clean;
use crate::model::Model;
use crate::progress::plan::{Changes, Part, Plan, PlanState};
use crate::time::{self, Millis};
use icalendar::{Calendar, Class, Component, Event, EventStatus, Property};

/// Who made the file, as RFC 5545 wants it named.
const MAKER: &str = "-//Ally Up//Check-ins//EN";
/// What a calendar without days is answered with: the format allows none.
const NOTHING: &str = "no check-in has a day and is open, so a calendar would be empty";

/// What the title of an event in a calendar tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titled {
    /// That there is a check-in; nobody who looks over a shoulder learns more.
    Plainly,
    /// The plan itself.
    WithThePlan,
}

/// The check-ins that are not answered: of the plan that is open as days, of closed ones as cancelled.
///
/// # Errors
/// That there are none, in words.
pub fn calendar(model: &Model, titled: Titled) -> Result<String, &'static str> {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", MAKER), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property((key, value));
    }
    // Signs that would need an escape are left out: the crate leaves these two as they are.
    calendar.name("Check-ins of a plan");
    calendar.description(match titled {
        Titled::Plainly => "Days on which a plan is looked at. It holds no name and no word of the plan.",
        Titled::WithThePlan => "Days on which a plan is looked at. The plan stands in their titles.",
    });
    let plans = model.progress.plans();
    for (at, plan) in plans.iter().enumerate() {
        let newer = &plans[at + 1..];
        for nth in plan.unanswered() {
            let changes = model
                .progress
                .plan_changes(plan.began, |part| tells_of(part, nth));
            let state = DayState::of(plan, newer, changes);
            if let Some(event) = check_in(plan, nth, state, titled) {
                calendar.push(event);
            }
        }
    }
    match calendar.components.is_empty() {
        true => Err(NOTHING),
        false => Ok(calendar.done().to_string()),
    }
}

/// How a day of a plan stands.
struct DayState {
    status: EventStatus,
    /// How often it was changed.
    sequence: u32,
    /// When last, in milliseconds.
    changed: Millis,
}

impl DayState {
    /// A plan is over once it is closed, or another one was begun after it: each of those is a change.
    fn of(plan: &Plan, newer: &[Plan], changes: Changes) -> DayState {
        let is_over = plan.state() == PlanState::Closed || !newer.is_empty();
        let followed = newer.first().map_or(changes.last, |next| next.began);
        DayState {
            status: match is_over {
                true => EventStatus::Cancelled,
                false => EventStatus::Confirmed,
            },
            sequence: changes.count.saturating_sub(1) + newer.len() as u32,
            changed: changes.last.max(followed),
        }
    }
}

/// Whether a change of this part changes what a calendar is told of the nth check-in.
fn tells_of(part: Part, nth: u8) -> bool {
    let is_of_it = matches!(part, Part::CheckDay(of) | Part::Outcome(of) if of == nth);
    let is_of_all = matches!(
        part,
        Part::Closed | Part::Next(_) | Part::Cue | Part::Act | Part::Fruit
    );
    is_of_it || is_of_all
}

fn check_in(plan: &Plan, nth: u8, state: DayState, titled: Titled) -> Option<Event> {
    let day = plan.check_in_day(nth).filter(|day| day.year() > 0)?;
    let title = match (titled, plan.sentence()) {
        (Titled::WithThePlan, Some(sentence)) => format!("Check-in {nth}: {sentence}"),
        (Titled::WithThePlan, None) | (Titled::Plainly, _) => format!("Check-in {nth} of my plan"),
    };
    let mut event = Event::new();
    // A whole day, in the form of RFC 5545; the crate's own way needs the dates of another crate.
    let start = Property::new("DTSTART", day.strftime("%Y%m%d").to_string())
        .add_parameter("VALUE", "DATE")
        .done();
    let changed = time::nearest(state.changed.max(0)).strftime("%Y%m%dT%H%M%SZ");
    event
        .uid(&format!("plan-{}-check-in-{nth}@ally-up", plan.began))
        .sequence(state.sequence)
        .summary(&Clean::line(&title))
        .append_property(start)
        .append_property(("DTSTAMP", changed.to_string().as_str()))
        // The day stays free for others who ask for a time.
        .append_property(("TRANSP", "TRANSPARENT"))
        .class(Class::Private)
        .status(state.status);
    Some(event.done())
}
