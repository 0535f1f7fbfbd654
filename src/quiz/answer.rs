//! Owns what a learner gives for an answer, how it was judged, and an answer that is unfinished.
//! Must not know what a question asks: parts of it are named by fingerprints, never by positions.

use crate::clean::Fingerprint;
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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

/// Options in a fixed width, where thousands of answers are read at once.
///
/// # Errors
/// What writing gave.
pub fn write_shown<S: Serializer>(shown: &[ShownOption], to: S) -> Result<S::Ok, S::Error> {
    let numbers = shown.iter().flat_map(|one| [one.option.0, one.right, one.chosen]);
    let bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
    bytes.serialize(to)
}

/// Reads them again.
///
/// # Errors
/// There is something else.
pub fn read_shown<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ShownOption>, D::Error> {
    let bytes: &[u8] = Deserialize::deserialize(from)?;
    let (shown, _) = bytes.as_chunks::<12>();
    let number = |[a, b, c, d]: [u8; 4]| u32::from_le_bytes([a, b, c, d]);
    let read = shown
        .iter()
        .map(|[a, b, c, d, e, f, g, h, i, j, k, l]| ShownOption {
            option: Fingerprint(number([*a, *b, *c, *d])),
            right: number([*e, *f, *g, *h]),
            chosen: number([*i, *j, *k, *l]),
        });
    Ok(read.collect())
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
