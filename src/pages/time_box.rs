//! Owns "I have so many minutes": what fits, of what is due, what is half done and what comes next.
//! Must not know how long anything takes; items and cards say so.

use crate::action::Action;
use crate::course::{Item, ItemKind};
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::parts;
use crate::progress::ItemState;
use crate::status;
use crate::status::half_done::half_done;

/// The choices on home, in minutes.
pub const CHOICES: [usize; 3] = [5, 15, 30];

/// What fits into `minutes`: the warm-up first, since it is short, then what is half done, then reading in the order of the course. Each
/// thing is offered only if it fits into what is left.
pub fn doc(model: &Model, minutes: usize) -> Doc {
    let mut doc = Doc::new(format!("{minutes} minutes"));
    doc.heading(1, Text::plain(&format!("{minutes} minutes")));
    let waiting = waiting(model);
    let mut left = minutes;
    let (mut fitting, mut shortest): (Vec<&Waiting>, Option<&Waiting>) = (Vec::new(), None);
    for each in &waiting {
        if each.minutes <= left {
            left -= each.minutes;
            fitting.push(each);
        }
        if shortest.is_none_or(|shortest| each.minutes < shortest.minutes) {
            shortest = Some(each);
        }
    }
    match (fitting.as_slice(), shortest) {
        ([], None) => doc.say(
            "Nothing is due and everything is read. The questions of a lesson can be asked again from its results.",
        ),
        ([], Some(shortest)) => {
            doc.say("Nothing that waits is that short. This is the shortest; leave it where you like, and continue from there.");
            doc.push(Node::Row(shortest.row()));
        }
        (fitting, _) => {
            doc.say("This fits. Take it in this order, or any other; leaving in the middle costs nothing.");
            doc.rows(fitting.iter().map(|each| each.row()));
            doc.rows(further(model, left).iter().map(Waiting::row));
        }
    }
    doc.push(Node::Row(Row::home()));
    doc
}

/// Something to do, and the minutes it takes.
struct Waiting {
    label: &'static str,
    title: String,
    minutes: usize,
    action: Action,
}

impl Waiting {
    fn row(&self) -> Row {
        let lead = match self.label {
            "" => Text::default(),
            label => parts::lead(label),
        };
        let aside = Text::role(&format!("{} min", self.minutes), Role::Muted);
        Row::new(
            Marker::Link,
            lead.and(Text::plain(&self.title)),
            self.action.clone(),
        )
        .aside(aside)
    }
}

/// Lessons after the one that comes next, as long as one after the other fits.
fn further(model: &Model, mut left: usize) -> Vec<Waiting> {
    let from = status::next_step(model).and_then(|next| model.library.course.number(&next.item.id));
    let items = model
        .library
        .course
        .items()
        .skip(from.map_or(usize::MAX, |from| from + 1));
    let is_fresh = |item: &&Item| model.progress.state(&item.id) == ItemState::Fresh;
    let mut fitting = Vec::new();
    for item in items
        .take_while(|item| item.kind == ItemKind::Lesson)
        .filter(is_fresh)
    {
        let Some(rest) = left.checked_sub(item.minutes()) else {
            break;
        };
        left = rest;
        fitting.push(Waiting {
            label: "",
            title: item.title.to_string(),
            minutes: item.minutes(),
            action: Action::Go(item.screen(), None),
        });
    }
    fitting
}

/// All that waits and takes a known time, in the order it is offered.
fn waiting(model: &Model) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    let due = model.due().len();
    if due > 0 {
        waiting.push(Waiting {
            label: "Warm-up",
            title: parts::cards(due),
            minutes: status::review_minutes(due),
            action: Action::Review,
        });
    }
    let half = half_done(model);
    waiting.extend(half.iter().filter_map(|half| {
        Some(Waiting {
            label: "Continue",
            title: half.title.clone(),
            minutes: half.minutes?,
            action: half.action.clone(),
        })
    }));
    let is_half = |item: &Item| half.iter().any(|half| half.item.as_ref() == Some(&item.id));
    let next = status::next_step(model).filter(|next| !is_half(next.item));
    waiting.extend(next.map(|next| Waiting {
        label: next.label,
        title: next.item.title.to_string(),
        minutes: next.minutes,
        action: Action::Go(next.item.screen(), None),
    }));
    waiting
}
