//! Owns "I have so many minutes": a session that fits, from what was begun, what is due and what comes next.
//! Must not know how long anything takes; items and cards say so.

use crate::action::{Action, Screen};
use crate::course::ItemKind;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Row};
use crate::model::Model;
use crate::pages::parts;
use crate::status::{self, NextStep};

/// The choices on home, in minutes.
pub const CHOICES: [usize; 3] = [5, 15, 30];

/// What fits into `minutes`: the review first, since it is short, then reading in the order of the course.
pub fn doc(model: &Model, minutes: usize) -> Doc {
    let mut doc = Doc::new(format!("{minutes} minutes"));
    doc.heading(1, Text::plain(&format!("{minutes} minutes")));
    let mut left = minutes;
    let mut rows = Vec::new();
    let due = model.due().len();
    if due > 0 && status::review_minutes(due) <= left {
        left -= status::review_minutes(due);
        rows.push(parts::warm_up(due));
    }
    if let Some(NextStep {
        label,
        item,
        minutes: needed,
        ..
    }) = status::next_step(model)
    {
        let aside = if needed <= left {
            format!("{needed} min")
        } else {
            format!("{needed} min, and your place is kept")
        };
        left = left.saturating_sub(needed);
        let text = Text::plain(label)
            .and(Text::plain("  "))
            .and(Text::strong(&item.title));
        rows.push(
            Row::new(Marker::Link, text, Action::Go(item.screen(), None))
                .aside(Text::role(&aside, Role::Muted)),
        );
        let mut next = model.library.course.after(&item.id);
        while let Some(item) = next.filter(|item| item.kind == ItemKind::Lesson && item.minutes() <= left) {
            left -= item.minutes();
            let row = Row::new(
                Marker::Link,
                Text::plain(&item.title),
                Action::Go(Screen::Lesson(item.id.clone()), None),
            );
            rows.push(row.aside(Text::role(&format!("{} min", item.minutes()), Role::Muted)));
            next = model.library.course.after(&item.id);
        }
    }
    if rows.is_empty() {
        doc.say("Nothing is due and everything is read. A quiz can be taken again from the results of its lesson.");
    } else {
        doc.say("This fits. Take it in this order, or any other; leaving in the middle costs nothing.");
    }
    rows.push(Row::home());
    doc.rows(rows);
    doc
}
