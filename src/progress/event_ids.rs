//! Owns a set of event ids, small and quick enough for a million of them: nearly all are UUIDs, and a UUID is
//! a number. They come in about the order they were made in, so a tree finds their places faster than a hash
//! table. Must not know events.

use std::collections::BTreeSet;

/// A set of event ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventIds {
    uuids: BTreeSet<u128>,
    /// Ids that no version of this program wrote. Any text is an id.
    others: BTreeSet<Box<str>>,
}

impl EventIds {
    /// Adds an id. Whether it was not there.
    pub fn insert(&mut self, id: &str) -> bool {
        match uuid(id) {
            Some(number) => self.uuids.insert(number),
            None => !self.others.contains(id) && self.others.insert(id.into()),
        }
    }

    /// Whether an id is there.
    pub fn contains(&self, id: &str) -> bool {
        match uuid(id) {
            Some(number) => self.uuids.contains(&number),
            None => self.others.contains(id),
        }
    }

    /// How many ids there are.
    pub fn len(&self) -> usize {
        self.uuids.len() + self.others.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
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
        assert_eq!(set.uuids.len(), 2);
    }
}
