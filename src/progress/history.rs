//! Owns what happened to one thing, by its place among all events. Must not know what it was.
//!
//! Nearly all of it comes in order and stays, so it is a list: half of a tree's memory, and read from a file in one go. Places are
//! written in a fixed width, each with the number of its machine in a list: there are thousands of them, of one machine or two.

use crate::progress::event::{Clock, Position};
use crate::source::Id;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes of a place as it is written: clock, machine, number, tie.
pub const WIDTH: usize = 8 + 4 + 4 + 8 + 16;

/// Values by where they stand among all events, the earliest first.
#[derive(Clone, Debug, PartialEq)]
pub struct History<T> {
    /// In order; as many as values.
    positions: Vec<Position>,
    values: Vec<T>,
}

impl<T> Default for History<T> {
    fn default() -> History<T> {
        History {
            positions: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T> History<T> {
    /// Values and their places, in order; nothing where there are not as many of both.
    pub fn of(positions: Vec<Position>, values: Vec<T>) -> Option<History<T>> {
        (positions.len() == values.len()).then_some(History { positions, values })
    }

    /// Adds a value. Of one event there is one.
    pub fn insert(&mut self, position: Position, value: T) {
        match self.at(&position) {
            Ok(at) => self.values[at] = value,
            Err(at) => {
                self.positions.insert(at, position);
                self.values.insert(at, value);
            }
        }
    }

    /// The same where only the last value counts, and of all after any moment the one with the greatest `height`: what comes before
    /// another one at least as high is left out.
    pub fn insert_peak<H: Ord>(&mut self, position: Position, value: T, height: impl Fn(&T) -> H) {
        let (Ok(at) | Err(at)) = self.at(&position);
        if self.values[at..]
            .iter()
            .any(|later| height(later) >= height(&value))
        {
            return;
        }
        let before = self.values[..at].iter().rev();
        let lower = before
            .take_while(|before| height(before) <= height(&value))
            .count();
        self.positions.splice(at - lower..at, [position]);
        self.values.splice(at - lower..at, [value]);
    }

    fn at(&self, position: &Position) -> Result<usize, usize> {
        match self.positions.last() {
            Some(last) if last < position => Err(self.positions.len()),
            _ => self.positions.binary_search(position),
        }
    }

    /// All after a moment, or all: where each stands, and the values.
    pub fn after(&self, moment: Option<&Position>) -> (&[Position], &[T]) {
        let from = moment.map_or(0, |moment| {
            self.positions.partition_point(|position| position <= moment)
        });
        (&self.positions[from..], &self.values[from..])
    }

    /// All values, the earliest first.
    pub fn values(&self) -> impl Iterator<Item = &T> + Clone {
        self.values.iter()
    }

    /// Where the last one stands.
    pub fn last_position(&self) -> Option<&Position> {
        self.positions.last()
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

impl<T: Serialize> Serialize for History<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut devices = Vec::new();
        let mut bytes = Vec::with_capacity(self.positions.len() * WIDTH);
        for position in &self.positions {
            write_place(position, &mut devices, &mut bytes);
        }
        (devices, &*bytes, &self.values).serialize(to)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for History<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<History<T>, D::Error> {
        let (devices, bytes, values): (Vec<Id>, &[u8], Vec<T>) = Deserialize::deserialize(from)?;
        let (places, rest) = bytes.as_chunks::<WIDTH>();
        let mut positions = Vec::with_capacity(places.len());
        positions.extend(places.iter().map_while(|place| read_place(place, &devices)));
        let history = History::of(positions, values).filter(|_| rest.is_empty());
        history.ok_or_else(|| D::Error::custom("no history"))
    }
}

/// Writes a place in its width. A machine that is not in the list comes into it.
pub fn write_place(position: &Position, devices: &mut Vec<Id>, to: &mut Vec<u8>) {
    let Position {
        clock: Clock(wall, counter),
        device,
        seq,
        tie,
    } = position;
    let known = devices.iter().position(|known| known == device);
    let number = known.unwrap_or(devices.len());
    if known.is_none() {
        devices.push(Id::clone(device));
    }
    to.extend(wall.to_le_bytes());
    to.extend(counter.to_le_bytes());
    to.extend((number as u32).to_le_bytes());
    to.extend(seq.to_le_bytes());
    to.extend(tie.to_le_bytes());
}

/// A place that was written.
pub fn read_place(place: &[u8; WIDTH], devices: &[Id]) -> Option<Position> {
    let (wall, rest) = place.split_first_chunk()?;
    let (counter, rest) = rest.split_first_chunk()?;
    let (number, rest) = rest.split_first_chunk()?;
    let (seq, tie) = rest.split_first_chunk()?;
    Some(Position {
        clock: Clock(i64::from_le_bytes(*wall), u32::from_le_bytes(*counter)),
        device: devices.get(u32::from_le_bytes(*number) as usize)?.clone(),
        seq: u64::from_le_bytes(*seq),
        tie: u128::from_le_bytes(tie.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn position(at: i64) -> Position {
        Position {
            clock: Clock(at, 0),
            device: format!("d{}", at % 2).as_str().into(),
            seq: 0,
            tie: 7,
        }
    }

    proptest! {
        #[test]
        fn whatever_came_first_all_is_in_order(mut all in prop::collection::vec((0i64..30, 0u8..9), 0..30), from in 0i64..30) {
            all.sort();
            all.dedup_by_key(|(at, _)| *at);
            let in_order = all.clone();
            let mut history = History::default();
            // Every other one first.
            all.sort_by_key(|(at, value)| (at % 2, *value));
            all.iter().for_each(|(at, value)| history.insert(position(*at), *value));
            prop_assert!(history.values().eq(in_order.iter().map(|(_, value)| value)));
            let after = history.after(Some(&position(from))).1;
            let expected: Vec<u8> = in_order.iter().filter(|(at, _)| *at > from).map(|(_, value)| *value).collect();
            prop_assert_eq!(after, &*expected);
        }

        #[test]
        fn of_peaks_the_last_stays_and_the_highest_after_any_moment(mut all in prop::collection::vec((0i64..30, 0u8..9), 1..30)) {
            all.sort();
            all.dedup_by_key(|(at, _)| *at);
            let in_order = all.clone();
            let [mut one, mut other] = [History::default(), History::default()];
            all.iter().for_each(|(at, value)| one.insert_peak(position(*at), *value, |value| *value));
            all.sort_by_key(|(at, value)| (at % 3, *value));
            all.iter().for_each(|(at, value)| other.insert_peak(position(*at), *value, |value| *value));
            prop_assert_eq!(&one, &other);
            let last = in_order.last().map(|(at, _)| position(*at));
            prop_assert_eq!(one.last_position(), last.as_ref());
            for from in -1..30 {
                let highest = in_order.iter().filter(|(at, _)| *at > from).map(|(_, value)| value).max();
                prop_assert_eq!(one.after(Some(&position(from))).1.iter().max(), highest);
            }
        }
    }
}
