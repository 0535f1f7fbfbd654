//! Owns finding words in texts: an index of words, what counts as a match, and which hit goes first.
//! Must not know pages, courses or the learner: texts come in, each with the place where it stands.
//!
//! All words must occur in one text. A word occurs as it is, as the beginning of another, or, where neither
//! is anywhere and it is long enough, with one slip. The course's own index is made once, with the first
//! letter that is looked for; a start pays nothing. Measured on one core of a server: 9 ms for the 32 lessons
//! of the course inside the program, most of it to read their Markdown, and then under 1 ms a letter; 0.3 ms
//! for each lesson more.

pub mod passages;
pub mod texts;
pub mod words;

use crate::action::{Screen, TextPlace};
use crate::clean::{Clean, is_slip};
use crate::search::words::words;
use crate::source::Id;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Where texts stand, and the title they are listed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    pub title: Clean,
    pub screen: Screen,
}

/// What a text is on its page. What weighs more goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Title,
    Heading,
    Text,
}

/// Whose words they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Course,
    /// The learner's own.
    Own,
}

/// A text that can be found.
#[derive(Clone, Debug)]
pub struct Passage {
    pub shelf: Arc<Shelf>,
    /// The heading above it, if that has a name.
    pub heading: Option<Id>,
    pub weight: Weight,
    pub voice: Voice,
    /// The question it belongs to, where that is not always on its page.
    pub question: Option<Id>,
    /// What it says, on one line.
    pub text: Clean,
}

impl Passage {
    /// Where it stands.
    pub fn place(&self) -> TextPlace {
        TextPlace {
            screen: self.shelf.screen.clone(),
            heading: self.heading.clone(),
            text: self.text.clone(),
        }
    }
}

/// How near a word is to the one looked for. The nearest goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    Exact,
    Prefix,
    Slip,
}

/// Texts, and for each word that occurs in them the texts that have it.
#[derive(Clone, Debug, Default)]
pub struct Index {
    passages: Vec<Passage>,
    /// Folded words in their order, each with places in `passages`.
    words: Vec<(String, Vec<u32>)>,
}

impl Index {
    /// Of what stands twice below one heading, the first counts.
    pub fn of(mut passages: Vec<Passage>) -> Index {
        let mut known = HashSet::new();
        let mut first = Vec::with_capacity(passages.len());
        for Passage {
            shelf, heading, text, ..
        } in &passages
        {
            first.push(known.insert((Arc::as_ptr(shelf), heading.as_deref(), text.as_str())));
        }
        let mut first = first.into_iter();
        passages.retain(|_| first.next().unwrap_or(true));
        let mut places: HashMap<String, Vec<u32>> = HashMap::new();
        let mut folded = String::new();
        for (at, passage) in (0..).zip(&passages) {
            for word in words(&passage.text) {
                folded.clear();
                word.fold_into(&mut folded);
                match places.get_mut(folded.as_str()) {
                    Some(known) if known.last() == Some(&at) => {}
                    Some(known) => known.push(at),
                    None => drop(places.insert(folded.clone(), vec![at])),
                }
            }
        }
        let mut words: Vec<(String, Vec<u32>)> = places.into_iter().collect();
        words.sort_unstable();
        Index { passages, words }
    }

    /// Everything that can be found in it.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The words that are `word` or begin with it.
    fn beginning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a (String, Vec<u32>)> {
        let from = self.words.partition_point(|(known, _)| known.as_str() < word);
        self.words[from..]
            .iter()
            .take_while(move |(known, _)| known.starts_with(word))
    }

    /// For each text how near it comes to a word; none where the word does not occur.
    fn closeness(&self, sought: &SoughtWord) -> Vec<Option<Closeness>> {
        let mut nearest = vec![None; self.passages.len()];
        let mut note = |places: &[u32], how: Closeness| {
            for at in places {
                if let Some(known) = nearest.get_mut(*at as usize) {
                    *known = Some(known.map_or(how, |known: Closeness| known.min(how)));
                }
            }
        };
        match sought.slips {
            false => self.beginning(&sought.folded).for_each(|(known, places)| {
                note(
                    places,
                    match known.len() == sought.folded.len() {
                        true => Closeness::Exact,
                        false => Closeness::Prefix,
                    },
                )
            }),
            true => self
                .words
                .iter()
                .filter(|(known, _)| sought.is_near(known))
                .for_each(|(_, places)| note(places, Closeness::Slip)),
        }
        nearest
    }
}

/// A word that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SoughtWord {
    folded: String,
    /// Whether it occurs nowhere as it is, so that a slip is forgiven.
    slips: bool,
}

impl SoughtWord {
    fn is_near(&self, word: &str) -> bool {
        // Most words differ too much in length to be compared.
        word.len().abs_diff(self.folded.len()) <= 4 && is_slip(word, &self.folded)
    }

    fn is_met_by(&self, word: &str) -> bool {
        match self.slips {
            false => word.starts_with(&self.folded),
            true => self.is_near(word),
        }
    }
}

/// The words that are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(Vec<SoughtWord>);

impl Sought {
    /// The words in what was typed.
    pub fn of(typed: &str) -> Sought {
        let mut sought: Vec<SoughtWord> = Vec::new();
        for word in words(typed) {
            let mut folded = String::new();
            word.fold_into(&mut folded);
            if sought.iter().all(|known| known.folded != folded) {
                sought.push(SoughtWord { folded, slips: false });
            }
        }
        Sought(sought)
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a word occurs nowhere as it is, and what is near it was looked for.
    pub fn has_slips(&self) -> bool {
        self.0.iter().any(|word| word.slips)
    }

    /// Where words of `text` are ones looked for, each with the number of that one.
    pub fn spans(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut folded = String::new();
        let found = words(text).filter_map(|word| {
            folded.clear();
            word.fold_into(&mut folded);
            let nth = self.0.iter().position(|sought| sought.is_met_by(&folded))?;
            Some((word.bytes(), nth))
        });
        found.collect()
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits<'a> {
    /// The words as they were looked for in the end.
    pub sought: Sought,
    /// Texts with all words: those under one title together, the best title first, and below it the best
    /// text.
    pub passages: Vec<&'a Passage>,
}

/// Looks for words in several indexes. `is_asked` says whether a question that is not always on its page is
/// there now.
pub fn search<'a>(typed: &str, indexes: &[&'a Index], is_asked: impl Fn(&Id) -> bool) -> Hits<'a> {
    let mut sought = Sought::of(typed);
    for word in &mut sought.0 {
        word.slips = indexes
            .iter()
            .all(|index| index.beginning(&word.folded).next().is_none());
    }
    if sought.is_empty() {
        return Hits {
            sought,
            passages: Vec::new(),
        };
    }
    let mut ranked = Vec::new();
    for (nth, index) in indexes.iter().enumerate() {
        let mut worst = vec![Some(Closeness::Exact); index.passages.len()];
        for word in &sought.0 {
            for (worst, now) in worst.iter_mut().zip(index.closeness(word)) {
                *worst = (*worst).max(now).filter(|_| worst.is_some() && now.is_some());
            }
        }
        let found = worst.into_iter().zip(&index.passages).enumerate();
        ranked.extend(
            found.filter_map(|(at, (how, passage))| Some(((passage.weight, how?, nth, at), passage))),
        );
    }
    ranked.retain(|(_, passage)| passage.question.as_ref().is_none_or(&is_asked));
    ranked.sort_unstable_by_key(|(rank, _)| *rank);
    // Each title stands where its best text would.
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for (_, passage) in &ranked {
        let next = titles.len();
        titles.entry(&passage.shelf.title).or_insert(next);
    }
    ranked.sort_by_key(|(_, passage)| titles.get(passage.shelf.title.as_str()).copied());
    Hits {
        sought,
        passages: ranked.into_iter().map(|(_, passage)| passage).collect(),
    }
}

#[cfg(test)]
mod tests;
