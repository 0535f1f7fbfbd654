//! Owns ids that are read from a log: nearly all lines name one of a few, so those that are the same are one in memory.
//! Must not know what has them.

use crate::source::Id;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use std::cell::RefCell;
use std::collections::HashSet;

/// Different names that are remembered while a log is read.
const REMEMBERED: usize = 4096;

thread_local! {
    static NAMES: RefCell<HashSet<Id>> = RefCell::default();
}

/// An id that is read from a log.
///
/// # Errors
/// There is no text.
pub fn shared_id<'de, D: Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
    SharedId::deserialize(from).map(|shared| shared.0)
}

/// The same for an id that need not be there.
///
/// # Errors
/// There is something else than a text.
pub fn shared_id_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Id>, D::Error> {
    Option::<SharedId>::deserialize(from).map(|found| found.map(|shared| shared.0))
}

struct SharedId(Id);

impl<'de> Deserialize<'de> for SharedId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<SharedId, D::Error> {
        struct Names;
        impl Visitor<'_> for Names {
            type Value = SharedId;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("an id")
            }
            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<SharedId, E> {
                Ok(SharedId(NAMES.with_borrow_mut(|names| one_of(names, name))))
            }
        }
        from.deserialize_str(Names)
    }
}

fn one_of(names: &mut HashSet<Id>, name: &str) -> Id {
    if let Some(known) = names.get(name) {
        return Id::clone(known);
    }
    if names.len() >= REMEMBERED {
        names.clear();
    }
    let new = Id::from(name);
    names.insert(Id::clone(&new));
    new
}
