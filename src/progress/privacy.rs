//! Owns the category of what is kept: journal, plan, self-assessment, notes, or the course itself, which holds no
//! words of the learner's own. Erasing, `doctor` and the notebook ask here. Must not know files or pages.
//!
//! An event of the learner's words says its category. The ids of questions are their authors', so they decide
//! nothing; only events that were written before there was a category, and what no course asks, go by how an
//! id begins.

use crate::course::{Course, ItemKind};
use crate::progress::event::{Category, EventKind};
use crate::progress::{marks, plan};
use crate::quiz::answer::{Answer, Draft};

/// How the entries of a category began before events said their category. All others were the journal's.
const PREFIXES: [(&str, Category); 2] = [
    (plan::PREFIX, Category::Plan),
    ("journal-start-", Category::SelfAssessment),
];

impl Category {
    /// The category of an event. Only those that are private belong to something that can be erased by
    /// itself.
    pub fn of(kind: &EventKind) -> Category {
        match kind {
            EventKind::Wrote { entry, category, .. } => {
                category.unwrap_or_else(|| Category::by_prefix(entry))
            }
            EventKind::Placed { .. }
            | EventKind::Read { .. }
            | EventKind::Passed { .. }
            | EventKind::Answered { .. }
            | EventKind::Set { .. } => Category::Course,
            EventKind::Began { .. }
            | EventKind::Ended { .. }
            | EventKind::Dropped { .. }
            | EventKind::Reset { .. }
            | EventKind::Undone { .. } => Category::Course,
            EventKind::Forgotten { .. } | EventKind::Recalled { .. } => Category::Course,
            EventKind::Chose { .. } | EventKind::Turned { .. } | EventKind::Told { .. } => Category::Course,
            EventKind::Assessed { .. } | EventKind::Focused { .. } => Category::SelfAssessment,
            EventKind::Marked { .. } => Category::Notes,
        }
    }

    /// The category of an unfinished answer.
    pub fn of_draft(course: &Course, draft: &Draft) -> Category {
        match &draft.answer {
            Answer::Ratings(_) => Category::SelfAssessment,
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Words(_) => {
                Category::of_entry(course, &draft.question)
            }
        }
    }

    /// The category of words that are written for `entry` now: it follows from the item that asks for them.
    pub fn of_entry(course: &Course, entry: &str) -> Category {
        match course.item_of_entry(entry) {
            Some(item) if item.kind == ItemKind::SelfAssessment => Category::SelfAssessment,
            Some(_) => Category::Journal,
            None if marks::is_mark(entry) => Category::Notes,
            // A field of the plan, or a question that the course has lost.
            None => Category::by_prefix(entry),
        }
    }

    fn by_prefix(entry: &str) -> Category {
        PREFIXES
            .iter()
            .find(|(prefix, _)| entry.starts_with(prefix))
            .map_or(Category::Journal, |(_, category)| *category)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrote(entry: &str, category: Option<Category>) -> EventKind {
        EventKind::Wrote {
            entry: entry.into(),
            part: 0,
            of: 1,
            text: String::new(),
            category,
        }
    }

    #[test]
    fn an_old_entry_belongs_to_what_its_beginning_says() {
        for (entry, category) in [
            ("journal-welcome", Category::Journal),
            ("rehearsal-listen-3", Category::Journal),
            ("plan-if", Category::Plan),
            ("plan-ahead", Category::Plan),
            ("planning", Category::Journal),
            ("journal-start-courage", Category::SelfAssessment),
            ("", Category::Journal),
        ] {
            assert_eq!(Category::of(&wrote(entry, None)), category, "{entry}");
            assert_eq!(
                Category::of(&wrote(entry, Some(Category::Journal))),
                Category::Journal,
                "what an event says counts: {entry}"
            );
        }
    }

    #[test]
    fn what_belongs_to_the_course_is_what_is_not_private() {
        let focused = EventKind::Focused {
            assessment: "a".into(),
            scale: "s".into(),
        };
        let kinds = [
            focused,
            wrote("x", None),
            wrote("plan-x", None),
            wrote("journal-start-x", None),
            EventKind::Read { lesson: "l".into() },
        ];
        for kind in kinds.iter().chain(&[EventKind::Forgotten { events: Vec::new() }]) {
            assert_eq!(
                Category::of(kind) == Category::Course,
                !kind.is_private(),
                "{kind:?}"
            );
        }
    }
}
