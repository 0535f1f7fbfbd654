//! Owns what many learners' first answers say of the questions of a course, never of a learner: gathered line by line, folded into
//! counts, and worked out into figures. Must not know files, threads or pages.
//!
//! A first answer is one before which nobody had answered the question there. Of two first answers of one learner to one question,
//! as two windows may give them, the earlier counts, and at the same moment the one whose statement's id comes first.

pub mod figures;
pub mod lines;
pub mod names;
pub mod written;

use crate::action::Sureness;
use crate::item_analysis::names::{NameCache, SharedNames};
use std::collections::HashMap;

/// Bits of a statement's id that decide between two answers of one moment.
const TIE_BITS: u32 = 20;
/// The longest time that is kept, in hundredths of a second: two months. Above it stands what was said of it.
const MAX_TOOK: u32 = (1 << 28) - 1;
/// Stands for a time that is not known.
const NO_TIME: u32 = MAX_TOOK;

/// A first answer, as small as it can be: there are millions of them at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstAnswer {
    /// Milliseconds since 1970, and behind them bits of the statement's id.
    order: u64,
    /// From the highest bit: whether it was right, two bits of sureness, and hundredths of a second.
    took: u32,
    question: u16,
    response: u16,
}

/// What a line says of a first answer.
#[derive(Clone, Debug)]
pub struct FirstAnswerParts<'a> {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The statement's id, or the event's.
    pub id: &'a str,
    pub question: &'a str,
    /// As xAPI writes it; empty where it is not known.
    pub response: &'a str,
    pub is_right: bool,
    pub sure: Sureness,
    /// In hundredths of a second.
    pub took: Option<u32>,
}

impl FirstAnswer {
    /// None where there are more questions than a report can tell of.
    fn of(parts: &FirstAnswerParts, names: &mut NameCache) -> Option<FirstAnswer> {
        let question = names.question(parts.question)?;
        let said = match parts.sure {
            Sureness::Guess => 0,
            Sureness::Think => 1,
            Sureness::Sure => 2,
            Sureness::Unsaid => 3,
        };
        let took = parts.took.map_or(NO_TIME, |took| took.min(MAX_TOOK - 1));
        let at = u64::try_from(parts.at)
            .unwrap_or(0)
            .min((1 << (64 - TIE_BITS)) - 1);
        Some(FirstAnswer {
            order: at << TIE_BITS | tie(parts.id),
            took: u32::from(parts.is_right) << 31 | said << 29 | took,
            question,
            response: names.response(question, parts.response),
        })
    }

    fn is_right(self) -> bool {
        self.took >> 31 == 1
    }

    fn sure(self) -> usize {
        (self.took >> 29 & 3) as usize
    }

    fn hundredths(self) -> Option<u32> {
        let took = self.took & ((1 << 29) - 1);
        (took != NO_TIME).then_some(took)
    }
}

/// The first random bits of a version-7 UUID, which stand behind its time.
fn tie(id: &str) -> u64 {
    let digits = id
        .get(15..18)
        .into_iter()
        .chain(id.get(19..21))
        .flat_map(str::chars);
    digits.fold(0, |bits, digit| {
        bits << 4 | u64::from(digit.to_digit(16).unwrap_or(0))
    })
}

/// What was found and is not among the figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Lines that cannot be read.
    pub bad: u64,
    /// Statements or events of other courses, and of other programs.
    pub others: u64,
    /// Of this course, and no first answers.
    pub more: u64,
}

/// First answers by learner, as one reader gathers them.
pub struct Gathered<'a> {
    names: NameCache<'a>,
    learners: HashMap<Box<str>, Vec<FirstAnswer>>,
    pub skipped: Skipped,
}

impl<'a> Gathered<'a> {
    /// Nothing yet; `names` are shared by all readers.
    pub fn new(names: &'a SharedNames) -> Gathered<'a> {
        Gathered {
            names: NameCache::new(names),
            learners: HashMap::new(),
            skipped: Skipped::default(),
        }
    }

    fn add(&mut self, learner: &str, answer: FirstAnswer) {
        match self.learners.get_mut(learner) {
            Some(known) => known.push(answer),
            None => drop(self.learners.insert(learner.into(), vec![answer])),
        }
    }

    /// Whether nothing can be told.
    pub fn is_empty(&self) -> bool {
        self.learners.is_empty()
    }

    /// Takes in what another reader gathered.
    pub fn join(&mut self, other: Gathered) {
        self.skipped.bad += other.skipped.bad;
        self.skipped.others += other.skipped.others;
        self.skipped.more += other.skipped.more;
        let mut other = other.learners;
        if other.len() > self.learners.len() {
            std::mem::swap(&mut self.learners, &mut other);
        }
        for (learner, answers) in other {
            self.learners.entry(learner).or_default().extend(answers);
        }
    }

    /// The counts of each question, by its number, and how many learners there are.
    pub fn counts(self) -> (Vec<Counts>, u64) {
        let learners = self.learners.len() as u64;
        let mut counts: Vec<Counts> = Vec::new();
        for mut answers in self.learners.into_values() {
            answers.sort_unstable_by_key(|answer| (answer.question, answer.order));
            answers.dedup_by_key(|answer| answer.question);
            let right = answers.iter().filter(|answer| answer.is_right()).count() as u64;
            for answer in answers {
                let at = usize::from(answer.question);
                if counts.len() <= at {
                    counts.resize_with(at + 1, Counts::default);
                }
                counts[at].add(answer, right - u64::from(answer.is_right()));
            }
        }
        (counts, learners)
    }
}

/// What is counted of a question. All of it is whole numbers, so that any program comes to the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Learners who answered it.
    pub answered: u64,
    /// Of them, who were right at once.
    pub right: u64,
    /// Over these learners: how many other questions each had right at once; its square; and the sum over those who were right here.
    pub rest: u64,
    pub rest_squared: u64,
    pub right_rest: u64,
    /// Who said guess, I think so, sure or nothing, and of each how many were right.
    pub sure: [(u64, u64); 4],
    /// How often each response was given, by its number.
    pub responses: Vec<u64>,
    /// How long each took, in hundredths of a second, in any order.
    pub hundredths: Vec<u32>,
}

impl Counts {
    fn add(&mut self, answer: FirstAnswer, rest: u64) {
        let right = u64::from(answer.is_right());
        self.answered += 1;
        self.right += right;
        self.rest += rest;
        self.rest_squared += rest * rest;
        self.right_rest += right * rest;
        let sure = &mut self.sure[answer.sure()];
        sure.0 += 1;
        sure.1 += right;
        let response = usize::from(answer.response);
        if self.responses.len() <= response {
            self.responses.resize(response + 1, 0);
        }
        self.responses[response] += 1;
        self.hundredths.extend(answer.hundredths());
    }
}

#[cfg(test)]
mod tests;
