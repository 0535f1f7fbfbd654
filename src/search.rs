//! Owns finding words in texts: an index of words, what counts as a match, and which hit goes first.
//! Must not know pages, courses or the learner: texts come in, each with the place where it stands.
//!
//! All words must occur in one text. A word occurs as it is, as the beginning of another, or, where neither
//! is anywhere and it is long enough, with one slip. Folded words lie in one string, which is searched from
//! end to end: that takes less than to sort them, and is fast enough for thousands of lessons. To read a
//! course for that costs not twice what it costs to parse it, once, and a start pays nothing.

pub mod passages;
pub mod texts;

use crate::action::{Screen, TextPlace};
use crate::clean::words::words;
use crate::clean::{Clean, is_slip};
use crate::source::Id;
use memchr::memmem;
use std::collections::HashMap;
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

/// Texts, and their words, folded.
#[derive(Clone, Debug, Default)]
pub struct Index {
    passages: Vec<Passage>,
    /// The words of all, each behind a blank; the words of a text end with a line break.
    folded: String,
    /// One past the last byte of each text in `folded`.
    ends: Vec<usize>,
}

impl Index {
    pub fn of(passages: Vec<Passage>) -> Index {
        let mut index = Index::default();
        index.extend(passages);
        index
    }

    /// Adds texts behind the others.
    pub fn extend(&mut self, passages: Vec<Passage>) {
        for passage in &passages {
            for word in words(&passage.text) {
                self.folded.push(' ');
                word.fold_into(&mut self.folded);
            }
            self.folded.push('\n');
            self.ends.push(self.folded.len());
        }
        self.passages.extend(passages);
    }

    /// Everything that can be found in it.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// Whether a word is in it, or one that begins with it.
    fn has(&self, word: &str) -> bool {
        memmem::find(self.folded.as_bytes(), format!(" {word}").as_bytes()).is_some()
    }

    /// For each text how near it comes to a word; none where the word does not occur.
    fn closeness(&self, sought: &SoughtWord) -> Vec<Option<Closeness>> {
        let mut nearest = vec![None; self.passages.len()];
        match sought.slips {
            false => self.nearest_as_written(&sought.folded, &mut nearest),
            true => {
                for (text, nearest) in self.folded.split('\n').zip(&mut nearest) {
                    let is_near = text.split(' ').any(|word| sought.is_near(word));
                    *nearest = is_near.then_some(Closeness::Slip);
                }
            }
        }
        nearest
    }

    fn nearest_as_written(&self, word: &str, nearest: &mut [Option<Closeness>]) {
        let all = self.folded.as_bytes();
        let wanted = format!(" {word}");
        let finder = memmem::Finder::new(&wanted);
        let (mut from, mut text) = (0, 0);
        while let Some(found) = all.get(from..).and_then(|rest| finder.find(rest)) {
            let after = from + found + wanted.len();
            while self.ends.get(text).is_some_and(|end| *end < after) {
                text += 1;
            }
            let is_whole = matches!(all.get(after), Some(b' ' | b'\n'));
            let (Some(known), Some(end)) = (nearest.get_mut(text), self.ends.get(text)) else {
                return;
            };
            *known = Some(if is_whole {
                Closeness::Exact
            } else {
                Closeness::Prefix
            });
            // It comes no nearer than that.
            from = if is_whole { *end } else { after };
        }
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
        // Two letters at the most differ between the same beginning and the same end; so much is seen fast.
        let longest = word.len().max(self.folded.len());
        let differing = if word.is_ascii() && self.folded.is_ascii() {
            2
        } else {
            8
        };
        let front = shared(word.bytes(), self.folded.bytes());
        let back = shared(word.bytes().rev(), self.folded.bytes().rev());
        front + back + differing >= longest && is_slip(word, &self.folded)
    }

    fn is_met_by(&self, word: &str) -> bool {
        match self.slips {
            false => word.starts_with(&self.folded),
            true => self.is_near(word),
        }
    }
}

/// How many of the first ones are the same.
fn shared(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
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

/// Looks for words in several indexes, which hold all there is or not yet: only of the whole it is known that a word is nowhere, so that a
/// slip is forgiven. `is_asked` says whether a question that is not always on its page is
/// there now.
pub fn search<'a>(
    typed: &str,
    (indexes, is_whole): (&[&'a Index], bool),
    is_asked: impl Fn(&Id) -> bool,
) -> Hits<'a> {
    let mut sought = Sought::of(typed);
    for word in &mut sought.0 {
        word.slips = is_whole && indexes.iter().all(|index| !index.has(&word.folded));
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
