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
        let print = paragraph.print;
        // Of paragraphs with the same words, each has a mark of its own.
        let earlier = paragraphs[..nth].iter().filter(|other| other.print == print);
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
        find(paragraphs, self.print, &self.words, &self.place)
    }
}

/// Which of the paragraphs of a page has these words now, or how it began: that with all of them, the nearest to where it was; else that
/// with most of them, if they are most of its.
pub fn find(paragraphs: &[Paragraph], print: Fingerprint, words: &str, place: &Place) -> Option<usize> {
    let all = || paragraphs.iter().enumerate();
    let same = all().filter(|(_, paragraph)| paragraph.print == print);
    let far = |other: &Place| (other.heading != place.heading, other.block.abs_diff(place.block));
    if let Some((at, _)) = same.min_by_key(|(_, paragraph)| far(&paragraph.place)) {
        return Some(at);
    }
    let pairs = pairs(words);
    let kept = |paragraph: &Paragraph| {
        let there = self::pairs(&paragraph.words);
        pairs.iter().filter(|pair| there.contains(*pair)).count()
    };
    let most = all().map(|(at, paragraph)| (kept(paragraph), std::cmp::Reverse(far(&paragraph.place)), at));
    let (kept, _, at) = most.max()?;
    (kept > 0 && kept * 2 >= pairs.len()).then_some(at)
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
        for event in self.own.other_events() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::{Block, paragraph};
    use crate::doc::Node;
    use crate::doc::text::Text;
    use crate::progress::event::{Clock, Event};
    use proptest::prelude::*;
    use std::sync::Arc;

    /// A page of paragraphs; one that begins with a hash is a heading.
    fn page(texts: &[String]) -> Vec<Paragraph> {
        let block = |text: &String| {
            let node = match text.strip_prefix('#') {
                Some(id) => Node::Heading {
                    level: 2,
                    id: Some(id.into()),
                    text: Text::plain(id),
                },
                None => Node::Para(Text::plain(text)),
            };
            Block::Says(Arc::new(node))
        };
        let blocks: Vec<Block> = texts.iter().map(block).collect();
        paragraph::of(&blocks)
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    fn found(mark: &Mark, now: &[&str]) -> Option<String> {
        let now = page(&texts(now));
        mark.find(&now).map(|at| now[at].words.clone())
    }

    const FIRST: &str = "A question in a meeting goes to the wrong person, and nobody says a word.";
    const SECOND: &str = "The partner sets the direction and judges what an act did for them.";

    #[test]
    fn a_paragraph_that_was_edited_is_found_and_one_that_is_gone_is_not() {
        let before = page(&texts(&["#a", FIRST, "#b", SECOND]));
        let mark = Mark::on(&"l".into(), &before, 1, 7).expect("there are two");
        assert_eq!(mark.find(&before), Some(1));
        let edited = "The partner sets the direction, and judges afterwards what an act did for them.";
        assert_eq!(
            found(&mark, &["#b", FIRST, "#c", edited]).as_deref(),
            Some(edited)
        );
        let joined = format!("{FIRST} {SECOND}");
        assert_eq!(found(&mark, &[&joined, "Else."]), Some(joined));
        assert_eq!(found(&mark, &["#b", FIRST, "The partner judges an act."]), None);
        assert_eq!(found(&mark, &[]), None);
    }

    #[test]
    fn of_the_same_words_the_nearest_is_meant_and_each_has_a_mark_of_its_own() {
        let twice = page(&texts(&["#a", "Say it.", FIRST, "#b", SECOND, "Say it."]));
        let marks = [0, 3].map(|nth| Mark::on(&"l".into(), &twice, nth, 7).expect("it is there"));
        assert_ne!(marks[0].id, marks[1].id);
        assert_eq!(marks.map(|mark| mark.find(&twice)), [Some(0), Some(3)]);
    }

    fn marked(at: i64, is_on: bool) -> Event {
        let mark = Mark::on(&"l".into(), &page(&texts(&[FIRST])), 0, at).expect("it is there");
        Event {
            id: format!("{at}"),
            device: format!("d{}", at % 2).into(),
            seq: at as u64,
            clock: Clock(at, 0),
            at,
            kind: mark.event(is_on),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

        /// Whatever is written above and below, taken out and put elsewhere, a mark is on its words.
        #[test]
        fn a_mark_is_found_again_after_any_edits_around_it(
            above in prop::collection::vec("#[a-c]|[a-f]{1,4}( [a-f]{1,4}){0,9}", 0..9),
            below in prop::collection::vec("#[a-c]|[a-f]{1,4}( [a-f]{1,4}){0,9}", 0..9),
            others in prop::collection::vec("#[a-c]|[a-f]{1,4}( [a-f]{1,4}){0,9}", 0..9),
            words in "[g-m]{2,6}( [g-m]{2,6}){11,30}",
            slips in prop::collection::vec(0usize..12, 0..3),
        ) {
            let line = |texts: &[String], more: &[String], words: &str| {
                page(&[texts, &[words.to_owned()], more].concat())
            };
            let before = line(&above, &below, &words);
            let nth = before.iter().position(|paragraph| paragraph.words == words).expect("it is there");
            let mark = Mark::on(&"l".into(), &before, nth, 7).expect("it is there");
            prop_assert_eq!(mark.find(&before), Some(nth));
            for now in [line(&others, &above, &words), line(&[], &others, &words), line(&below, &[], &words)] {
                let at = mark.find(&now).expect("it is there");
                prop_assert_eq!(&now[at].words, &words);
            }
            // Up to two words of a dozen or more are changed as well.
            let mut slipped: Vec<String> = words.split(' ').map(str::to_owned).collect();
            slips.iter().for_each(|at| slipped[*at] = "zz".to_owned());
            let slipped = slipped.join(" ");
            let now = line(&others, &above, &slipped);
            let at = mark.find(&now).expect("it is there, but for two words");
            prop_assert_eq!(&now[at].words, &slipped);
        }

        /// Two windows that set and take away one mark come to the same, in whatever order they hear of each other.
        #[test]
        fn windows_agree_on_a_mark(ways in prop::collection::vec(any::<bool>(), 1..8), seed in any::<u64>()) {
            let events: Vec<Event> = ways.iter().zip(1..).map(|(is_on, at)| marked(at, *is_on)).collect();
            let mut shuffled = events.clone();
            shuffled.sort_by_key(|event| (event.at as u64).wrapping_mul(seed | 1));
            let (one, other) = (Progress::of(&events), Progress::of(&shuffled));
            prop_assert_eq!(one.marks(), other.marks());
            prop_assert_eq!(one.marks().len(), 1);
            prop_assert_eq!(other.marks()[0].is_on, ways[ways.len() - 1]);
        }
    }
}
