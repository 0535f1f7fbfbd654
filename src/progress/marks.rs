//! Owns marks: which paragraphs of the course the learner marked, and finding them again after an edit of the course. A note on a mark
//! is a text of the learner's like any other, written for the entry with the mark's id. Must not know pages or windows.
//!
//! A mark is known by the page and the words of its paragraph, so that two windows that mark the same paragraph set the same mark; of
//! what they do, the latest counts. It is found by all its words, wherever they stand now; else where most of them stand, in their order.

use crate::clean::{Fingerprint, fold};
use crate::course::paragraph::Paragraph;
use crate::doc::Place;
use crate::progress::Progress;
use crate::progress::event::EventKind;
use crate::source::Id;
use crate::time::Millis;
use std::collections::{BTreeMap, HashSet};

/// What the id of every mark begins with. No id of an author's has two hyphens in a row.
const PREFIX: &str = "mark--";
/// Characters that are kept of a paragraph.
const KEPT: usize = 300;

/// A marked paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Also the entry of the note on it.
    pub id: Id,
    /// The lesson, or the file of a page beside the lessons.
    pub page: Id,
    /// Where the paragraph stood.
    pub place: Place,
    /// Of all its words.
    pub print: Fingerprint,
    /// How it began.
    pub words: String,
    /// When it was set, or taken away.
    pub at: Millis,
    /// Whether it is set now.
    pub is_on: bool,
}

/// Whether an entry is the note on a mark.
pub fn is_mark(entry: &str) -> bool {
    entry.starts_with(PREFIX)
}

impl Mark {
    /// A mark on the nth paragraph of a page, set now.
    pub fn on(page: &Id, paragraphs: &[Paragraph], nth: usize, now: Millis) -> Option<Mark> {
        let paragraph = paragraphs.get(nth)?;
        let print = Fingerprint::of(&paragraph.words);
        // Of paragraphs with the same words, each has a mark of its own.
        let earlier = paragraphs[..nth]
            .iter()
            .filter(|other| Fingerprint::of(&other.words) == print);
        let again = match earlier.count() {
            0 => String::new(),
            count => format!("--{count}"),
        };
        Some(Mark {
            id: format!("{PREFIX}{page}--{:08x}{again}", print.0).as_str().into(),
            page: page.clone(),
            place: paragraph.place.clone(),
            print,
            words: paragraph.words.chars().take(KEPT).collect(),
            at: now,
            is_on: true,
        })
    }

    /// The event that sets it or takes it away.
    pub fn event(&self, is_on: bool) -> EventKind {
        EventKind::Marked {
            mark: self.id.clone(),
            page: self.page.clone(),
            place: self.place.clone(),
            print: self.print,
            words: self.words.clone(),
            is_on,
        }
    }

    /// Which of the paragraphs of its page it is on now; none if its paragraph is gone.
    pub fn find(&self, paragraphs: &[Paragraph]) -> Option<usize> {
        let all = || paragraphs.iter().enumerate();
        let same = all().filter(|(_, paragraph)| Fingerprint::of(&paragraph.words) == self.print);
        let far = |place: &Place| {
            (
                place.heading != self.place.heading,
                place.block.abs_diff(self.place.block),
            )
        };
        if let Some((at, _)) = same.min_by_key(|(_, paragraph)| far(&paragraph.place)) {
            return Some(at);
        }
        let pairs = pairs(&self.words);
        let kept = |paragraph: &Paragraph| {
            let there = self::pairs(&paragraph.words);
            pairs.iter().filter(|pair| there.contains(*pair)).count()
        };
        let most =
            all().map(|(at, paragraph)| (kept(paragraph), std::cmp::Reverse(far(&paragraph.place)), at));
        let (kept, _, at) = most.max()?;
        (kept > 0 && kept * 2 >= pairs.len()).then_some(at)
    }
}

/// Words that follow each other. Of two paragraphs about one thing many words are the same, but few pairs.
fn pairs(words: &str) -> HashSet<(String, String)> {
    let folded = fold(words);
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<String> = folded
        .split(' ')
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    words
        .windows(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

impl Progress {
    /// Every mark that was ever set, in the order of their ids.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks: BTreeMap<Id, Mark> = BTreeMap::new();
        for event in self.own.events() {
            if let EventKind::Marked {
                mark,
                page,
                place,
                print,
                words,
                is_on,
            } = &event.kind
            {
                let latest = Mark {
                    id: mark.clone(),
                    page: page.clone(),
                    place: place.clone(),
                    print: *print,
                    words: words.clone(),
                    at: event.at,
                    is_on: *is_on,
                };
                marks.insert(mark.clone(), latest);
            }
        }
        marks.into_values().collect()
    }

    /// The mark with this id.
    pub fn mark(&self, id: &str) -> Option<Mark> {
        self.marks().into_iter().find(|mark| *mark.id == *id)
    }

    /// The note on a mark, if there is one.
    pub fn note(&self, mark: &str) -> Option<String> {
        self.words(mark).filter(|words| !words.trim().is_empty())
    }
}
