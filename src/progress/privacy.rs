//! Owns what belongs to what among all that is kept: the journal, the plan, the self-assessment, and the rest, which holds no words
//! of the learner's own. Forgetting and the notebook ask here. Must not know files or pages.

use crate::progress::event::EventKind;
use crate::progress::plan;
use crate::quiz::answer::{Answer, Draft};

/// What a thing that is kept belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Answers, places, settings and marks: what happened in the course.
    Course,
    /// What the learner wrote: reflections, gaps, rehearsals, notes.
    Journal,
    /// The if–then plan and its check-ins.
    Plan,
    /// How the learner rated themselves, and where they chose to start.
    Assessment,
}

/// How the entries of a part begin. All others are the journal's.
const BEGINNINGS: [(&str, Category); 2] = [
    (plan::PREFIX, Category::Plan),
    ("journal-start-", Category::Assessment),
];

impl Category {
    /// What an event belongs to. Only those that are private belong to something that can be forgotten by itself.
    pub fn of(kind: &EventKind) -> Category {
        match kind {
            EventKind::Wrote { entry, .. } => Category::of_entry(entry),
            EventKind::Placed { .. }
            | EventKind::Read { .. }
            | EventKind::Answered { .. }
            | EventKind::Set { .. } => Category::Course,
            EventKind::Began { .. }
            | EventKind::Ended { .. }
            | EventKind::Reset { .. }
            | EventKind::Undone { .. } => Category::Course,
            EventKind::Forgotten { .. } | EventKind::Recalled { .. } => Category::Course,
            EventKind::Chose { .. } | EventKind::Turned { .. } => Category::Course,
            EventKind::Assessed { .. } | EventKind::Focused { .. } => Category::Assessment,
        }
    }

    /// What an unfinished answer belongs to.
    pub fn of_draft(draft: &Draft) -> Category {
        match &draft.answer {
            Answer::Ratings(_) => Category::Assessment,
            Answer::Picks(_) | Answer::Pairs(_) | Answer::Words(_) => Category::of_entry(&draft.question),
        }
    }

    /// What the words written for `entry` belong to.
    pub fn of_entry(entry: &str) -> Category {
        BEGINNINGS
            .iter()
            .find(|(beginning, _)| entry.starts_with(beginning))
            .map_or(Category::Journal, |(_, kept)| *kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_belongs_to_what_its_beginning_says() {
        for (entry, kept) in [
            ("journal-welcome", Category::Journal),
            ("rehearsal-listen-3", Category::Journal),
            ("plan-if", Category::Plan),
            ("planning", Category::Journal),
            ("journal-start-courage", Category::Assessment),
            ("", Category::Journal),
        ] {
            assert_eq!(Category::of_entry(entry), kept, "{entry}");
        }
    }

    #[test]
    fn what_belongs_to_the_course_is_what_is_not_private() {
        let wrote = |entry: &str| EventKind::Wrote {
            entry: entry.into(),
            part: 0,
            of: 1,
            text: String::new(),
        };
        let focused = EventKind::Focused {
            assessment: "a".into(),
            scale: "s".into(),
        };
        let kinds = [
            focused,
            wrote("x"),
            wrote("plan-x"),
            wrote("journal-start-x"),
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
