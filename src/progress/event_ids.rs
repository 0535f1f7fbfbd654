//! Owns a set of event ids, small and quick enough for a million of them: nearly all are UUIDs, and a UUID is
//! a number. They come in about the order they were made in, so most go to the end of a list; the others' places
//! a tree finds faster than a hash table. Must not know events.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeSet, HashSet};

/// Bytes of a UUID.
const LENGTH: usize = 16;

/// A set of event ids.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct EventIds {
    /// Those that came in order.
    #[serde(serialize_with = "write_uuids", deserialize_with = "read_uuids")]
    sorted: Vec<u128>,
    /// Those that came later than a greater one.
    late: BTreeSet<u128>,
    /// Ids that no version of this program wrote. Any text is an id.
    others: BTreeSet<Box<str>>,
}

impl EventIds {
    /// Adds an id. Whether it was not there.
    pub fn insert(&mut self, id: &str) -> bool {
        match uuid(id) {
            Some(number) if self.sorted.last().is_none_or(|last| *last < number) => {
                // None of those that came late is as great as the last.
                self.sorted.push(number);
                true
            }
            Some(number) => self.sorted.binary_search(&number).is_err() && self.late.insert(number),
            None => !self.others.contains(id) && self.others.insert(id.into()),
        }
    }

    /// Whether an id is there.
    pub fn contains(&self, id: &str) -> bool {
        match uuid(id) {
            Some(number) => self.has(number),
            None => self.others.contains(id),
        }
    }

    fn has(&self, number: u128) -> bool {
        let is_new = self.sorted.last().is_none_or(|last| *last < number);
        !is_new && (self.sorted.binary_search(&number).is_ok() || self.late.contains(&number))
    }

    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.sorted.len() + self.late.len() + self.others.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All but these.
    pub fn without(&self, ids: &HashSet<&str>) -> EventIds {
        let numbers: HashSet<u128> = ids.iter().filter_map(|id| uuid(id)).collect();
        let mut sorted: Vec<u128> = self.sorted.iter().chain(&self.late).copied().collect();
        sorted.retain(|number| !numbers.contains(number));
        sorted.sort_unstable();
        let others = self.others.iter().filter(|id| !ids.contains(&***id));
        EventIds {
            sorted,
            late: BTreeSet::new(),
            others: others.cloned().collect(),
        }
    }
}

/// A set has no order in which its ids came.
impl PartialEq for EventIds {
    fn eq(&self, other: &EventIds) -> bool {
        let mut all = self.sorted.iter().chain(&self.late);
        self.len() == other.len() && self.others == other.others && all.all(|number| other.has(*number))
    }
}

/// A million of them are written as one run of bytes.
fn write_uuids<S: Serializer>(uuids: &[u128], to: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = uuids.iter().flat_map(|uuid| uuid.to_le_bytes()).collect();
    to.serialize_bytes(&bytes)
}

fn read_uuids<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u128>, D::Error> {
    let bytes: &[u8] = Deserialize::deserialize(from)?;
    let (uuids, _) = bytes.as_chunks::<LENGTH>();
    Ok(uuids.iter().map(|uuid| u128::from_le_bytes(*uuid)).collect())
}

/// A number for any id: of a UUID its own, so that two ids that this program made never share one.
pub fn number(id: &str) -> u128 {
    uuid(id).unwrap_or_else(|| u128::from(crc32c::crc32c(id.as_bytes())))
}

/// Whether this is a UUID as this program writes it.
pub fn is_uuid(id: &str) -> bool {
    uuid(id).is_some()
}

/// Whether all ids are UUIDs and no two are equal. Fast where the ids are UUIDs in about their order.
pub fn are_distinct_uuids<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let Some(mut uuids) = ids.map(uuid).collect::<Option<Vec<u128>>>() else {
        return false;
    };
    uuids.sort_unstable();
    uuids.windows(2).all(|pair| pair[0] != pair[1])
}

/// The number of a UUID in its one canonical form: hyphens in their places, small letters. Any other spelling
/// is another id.
fn uuid(id: &str) -> Option<u128> {
    let bytes: &[u8; 36] = id.as_bytes().try_into().ok()?;
    let mut number = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let digit = match byte {
            b'-' if matches!(at, 8 | 13 | 18 | 23) => continue,
            b'0'..=b'9' if !matches!(at, 8 | 13 | 18 | 23) => byte - b'0',
            b'a'..=b'f' if !matches!(at, 8 | 13 | 18 | 23) => byte - b'a' + 10,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_an_id_of_its_own() {
        let ids = [
            "0197f2a0-0000-7000-8000-00000000000f",
            "0197f2a0-0000-7000-8000-00000000000F",
            "0197f2a00000-7000-8000-00000000000f0",
            "{197f2a0-0000-7000-8000-00000000000}",
            "0197f2a0000070008000000000000000000f",
            "0197f2a0-0000-7000-8000-0000000000é",
            "",
            "7",
            "00000000-0000-0000-0000-000000000000",
        ];
        let mut set = EventIds::default();
        for (nth, id) in ids.iter().enumerate() {
            assert!(!set.contains(id) && set.insert(id), "{id}");
            assert!(set.contains(id) && !set.insert(id), "{id}");
            assert_eq!(set.len(), nth + 1);
        }
        assert_eq!(set.sorted.len() + set.late.len(), 2);
    }

    #[test]
    fn ids_that_come_in_any_order_are_the_same_set() {
        let ids: Vec<String> = (0..40)
            .map(|nth| format!("0197f2a0-0000-7000-8000-{nth:012}"))
            .collect();
        let others = ["one", "two"].map(str::to_owned);
        let set = |ids: &mut dyn Iterator<Item = &String>| {
            let mut set = EventIds::default();
            for id in ids {
                assert!(set.insert(id), "{id}");
            }
            set
        };
        let one = set(&mut ids.iter().chain(&others));
        let other = set(&mut others.iter().chain(ids[9..].iter()).chain(&ids[..9]));
        assert_eq!((one.len(), &one), (42, &other));
        assert!(ids.iter().chain(&others).all(|id| other.contains(id)));
        let gone: HashSet<&str> = [&*ids[3], &*ids[12], "one", "three"].into();
        let left = other.without(&gone);
        assert_eq!(left, one.without(&gone));
        assert_eq!(
            (
                left.len(),
                left.contains(&ids[3]),
                left.contains("one"),
                left.contains(&ids[2])
            ),
            (39, false, false, true)
        );
        assert!(one != left);
    }
}
