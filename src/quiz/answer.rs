//! Owns what a learner gives for an answer, how it was judged, and an answer that is unfinished.
//! Must not know what a question asks: parts of it are named by fingerprints, never by positions.

use crate::clean::Fingerprint;
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::ops::{Deref, Range};
use std::sync::Arc;

/// How an answer was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// All of it right.
    Right,
    /// Some of it: right parts, and parts in all. A defensible choice of a `.one` is 1 of 2.
    Partly(u32, u32),
    /// Not yet.
    NotYet,
    /// Written down, never scored.
    Noted,
}

impl Verdict {
    /// The verdict on an answer that has parts, each right or wrong by itself.
    pub fn of_parts(right: usize, of: usize) -> Self {
        match right {
            right if right == of => Self::Right,
            0 => Self::NotYet,
            right => Self::Partly(right as u32, of as u32),
        }
    }
}

/// One option as it was when the question was answered. It is written as a tuple, in the order of its fields.
///
/// | kind | right | chosen |
/// |---|---|---|
/// | one, many, fill | 1 right, 0 not | 1 chosen, 0 not |
/// | order | its right place, from 1 | the place given, from 1 |
/// | match | the fingerprint of its partner | that of the partner given |
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(Fingerprint, u32, u32)", into = "(Fingerprint, u32, u32)")]
pub struct ShownOption {
    /// What the option is known by.
    pub option: Fingerprint,
    /// What is right of it, by kind.
    pub right: u32,
    /// What the learner chose, by kind.
    pub chosen: u32,
}

/// The expected readings of old logs, which never change, hold it in this form.
impl std::fmt::Debug for ShownOption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Shown")
            .field(&self.option)
            .field(&self.right)
            .field(&self.chosen)
            .finish()
    }
}

impl From<(Fingerprint, u32, u32)> for ShownOption {
    fn from((option, right, chosen): (Fingerprint, u32, u32)) -> ShownOption {
        ShownOption {
            option,
            right,
            chosen,
        }
    }
}

impl From<ShownOption> for (Fingerprint, u32, u32) {
    fn from(shown: ShownOption) -> (Fingerprint, u32, u32) {
        (shown.option, shown.right, shown.chosen)
    }
}

/// Bytes of an option as thousands of them are written.
pub const OPTION_WIDTH: usize = 12;

impl ShownOption {
    /// In a fixed width, where thousands of answers are read at once.
    pub fn to_bytes(self) -> [u8; OPTION_WIDTH] {
        let mut bytes = [0; OPTION_WIDTH];
        let numbers = [self.option.0, self.right, self.chosen].map(u32::to_le_bytes);
        bytes.copy_from_slice(numbers.as_flattened());
        bytes
    }

    /// Read again.
    pub fn of_bytes([a, b, c, d, e, f, g, h, i, j, k, l]: &[u8; OPTION_WIDTH]) -> ShownOption {
        ShownOption {
            option: Fingerprint(u32::from_le_bytes([*a, *b, *c, *d])),
            right: u32::from_le_bytes([*e, *f, *g, *h]),
            chosen: u32::from_le_bytes([*i, *j, *k, *l]),
        }
    }
}

/// The options that were shown with an answer: their part of a list that many answers may share.
#[derive(Clone, Default)]
pub struct ShownOptions {
    all: Arc<[ShownOption]>,
    from: u32,
    to: u32,
}

impl ShownOptions {
    /// Some of a list; nothing where it has not so many.
    pub fn part(all: &Arc<[ShownOption]>, part: Range<usize>) -> Option<ShownOptions> {
        all.get(part.clone())?;
        Some(ShownOptions {
            all: Arc::clone(all),
            from: u32::try_from(part.start).ok()?,
            to: u32::try_from(part.end).ok()?,
        })
    }
}

impl From<Vec<ShownOption>> for ShownOptions {
    fn from(shown: Vec<ShownOption>) -> ShownOptions {
        ShownOptions {
            from: 0,
            to: shown.len() as u32,
            all: shown.into(),
        }
    }
}

impl Deref for ShownOptions {
    type Target = [ShownOption];

    fn deref(&self) -> &[ShownOption] {
        &self.all[self.from as usize..self.to as usize]
    }
}

impl PartialEq for ShownOptions {
    fn eq(&self, other: &ShownOptions) -> bool {
        **self == **other
    }
}

impl std::fmt::Debug for ShownOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

/// An unfinished answer: kept apart from the log, replaced whole at each pick and within half a second of typing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub question: Id,
    /// Attempts made when it was opened.
    pub earlier: u32,
    /// The answer so far.
    pub answer: Answer,
    /// Steps of help shown.
    pub hints: u8,
    /// The row of a match that is open.
    pub open: Option<Fingerprint>,
    /// The caret, as a byte offset into the words.
    pub caret: usize,
    /// Wall time of the last change; later than that of the change before.
    pub at: Millis,
    /// The options as they were when one was picked, so that a pick is known by them after an edit. Nothing is said of what was chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<ShownOption>,
}

impl Draft {
    /// An answer just begun at wall time `at`, with no attempt before it.
    pub fn of(question: &Id, answer: Answer, at: Millis) -> Draft {
        Draft {
            question: question.clone(),
            earlier: 0,
            answer,
            hints: 0,
            open: None,
            caret: 0,
            at,
            shown: Vec::new(),
        }
    }

    /// It changed at wall time `now`: it is later than it was, also where the clock was set back.
    pub fn touch(&mut self, now: Millis) {
        self.at = now.max(self.at.saturating_add(1));
    }
}

/// What is picked or written. Keys are fingerprints, never positions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Options, or lines in the order they were placed.
    Picks(Vec<Fingerprint>),
    /// Rows with their partners.
    Pairs(Vec<(Fingerprint, Fingerprint)>),
    Words(String),
    /// Lines with their points, in the order they were rated; 0 for one that was skipped.
    Ratings(Vec<(Id, u8)>),
}
