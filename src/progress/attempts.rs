//! Owns how the answers to all questions are written down beside each other, and read at once: after a year there are thousands, and a
//! start waits for them. Must not know what follows from an answer.
//!
//! Columns instead of rows: what many answers have in the same form is one run of bytes, and the options that were shown lie in one list
//! that all answers share.

use crate::progress::Attempt;
use crate::progress::history::{History, WIDTH, read_place, write_place};
use crate::quiz::answer::{OPTION_WIDTH, ShownOption, ShownOptions};
use crate::source::Id;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The answers to all questions, one question after the other.
#[derive(Serialize, Deserialize)]
struct Columns<'a> {
    /// The questions, each with the number of answers to it.
    #[serde(borrow)]
    questions: Vec<(&'a str, usize)>,
    /// The machines that wrote them.
    devices: Vec<Id>,
    /// Where each stands among all events.
    places: &'a [u8],
    /// All but the options.
    answers: Vec<Attempt>,
    /// How many options were shown with each.
    counts: Vec<usize>,
    /// The options.
    options: &'a [u8],
}

/// Writes all answers.
///
/// # Errors
/// What writing gave.
pub fn serialize<S: Serializer>(all: &BTreeMap<Id, History<Attempt>>, to: S) -> Result<S::Ok, S::Error> {
    let (mut devices, mut places, mut options) = (Vec::new(), Vec::new(), Vec::new());
    let (mut answers, mut counts) = (Vec::new(), Vec::new());
    for history in all.values() {
        let (positions, values) = history.after(None);
        for position in positions {
            write_place(position, &mut devices, &mut places);
        }
        for attempt in values {
            counts.push(attempt.shown.len());
            options.extend(attempt.shown.iter().flat_map(|option| option.to_bytes()));
        }
        answers.extend_from_slice(values);
    }
    let questions = all.iter().map(|(question, of)| (&**question, of.len()));
    Columns {
        questions: questions.collect(),
        devices,
        places: &places,
        answers,
        counts,
        options: &options,
    }
    .serialize(to)
}

/// Reads them again.
///
/// # Errors
/// There is something else.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<Id, History<Attempt>>, D::Error> {
    let columns = Columns::deserialize(from)?;
    columns.apart().ok_or_else(|| D::Error::custom("no answers"))
}

impl Columns<'_> {
    /// Each question with its answers; nothing where some column is too short or too long.
    fn apart(self) -> Option<BTreeMap<Id, History<Attempt>>> {
        let (places, rest) = self.places.as_chunks::<WIDTH>();
        let (options, more) = self.options.as_chunks::<OPTION_WIDTH>();
        let options: Arc<[ShownOption]> = options.iter().map(ShownOption::of_bytes).collect();
        let (mut places, mut answers) = (places.iter(), self.answers.into_iter().zip(self.counts));
        let mut shown = 0;
        let mut histories = Vec::with_capacity(self.questions.len());
        for (question, count) in self.questions {
            let count = count.min(places.len());
            let (mut positions, mut values) = (Vec::with_capacity(count), Vec::with_capacity(count));
            for place in places.by_ref().take(count) {
                positions.push(read_place(place, &self.devices)?);
            }
            for (attempt, count) in answers.by_ref().take(count) {
                let from = shown;
                shown += count;
                let shown = ShownOptions::part(&options, from..shown)?;
                values.push(Attempt { shown, ..attempt });
            }
            histories.push((Id::from(question), History::of(positions, values)?));
        }
        let is_whole = places.next().is_none() && answers.next().is_none() && shown == options.len();
        (is_whole && rest.is_empty() && more.is_empty()).then(|| histories.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Sureness;
    use crate::clean::Fingerprint;
    use crate::progress::Progress;
    use crate::progress::event::samples::answered;
    use crate::progress::event::{Event, EventKind};
    use crate::quiz::answer::Verdict;
    use postcard::ser_flavors::Flavor;

    #[test]
    fn answers_are_read_as_they_were_written_and_not_at_all_where_a_column_is_cut() {
        let option = |number| ShownOption {
            option: Fingerprint(number),
            right: 1,
            chosen: number,
        };
        let events = (0..9).map(|nth: u32| {
            let question = ["a", "b"][nth as usize % 2];
            let mut event = answered(question, nth.into(), Verdict::Partly(1, 2), Sureness::Sure);
            event.id = format!("0197f2a0-0000-7000-8000-{nth:012}");
            if let EventKind::Answered { shown, .. } = &mut event.kind {
                *shown = (0..nth % 4).map(option).collect();
            }
            event
        });
        let events: Vec<Event> = events.collect();
        let all = Progress::of(&events).attempts;
        let shown: Vec<usize> = all["a"].values().map(|attempt| attempt.shown.len()).collect();
        assert_eq!(shown, [0, 2, 0, 2, 0]);
        let mut written = postcard::Serializer {
            output: postcard::ser_flavors::StdVec::new(),
        };
        serialize(&all, &mut written).unwrap();
        let bytes = written.output.finalize().unwrap();
        let columns = || postcard::from_bytes::<Columns<'_>>(&bytes).unwrap();
        assert_eq!(columns().apart(), Some(all));
        let columns_cut = [
            Columns {
                places: &columns().places[WIDTH..],
                ..columns()
            },
            Columns {
                options: &columns().options[OPTION_WIDTH..],
                ..columns()
            },
            Columns {
                devices: Vec::new(),
                ..columns()
            },
            Columns {
                answers: columns().answers[1..].to_vec(),
                ..columns()
            },
        ];
        for cut in columns_cut {
            assert_eq!(cut.apart(), None);
        }
    }
}
