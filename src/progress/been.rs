//! Owns where somebody was in a lesson, and how it is written down beside others. Must not know what a place means.

use crate::doc::{Place, PlaceWords};
use crate::source::Id;
use serde::{Deserialize, Serialize};

/// Where somebody was in a lesson, and how much of it they had seen then, in percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Been {
    pub place: Place,
    pub reached: u8,
}

/// With every part there: a place in the log leaves out what it has not.
type Written = (Option<Id>, usize, usize, Option<PlaceWords>, u8);

impl From<Written> for Been {
    fn from((heading, block, chars, words, reached): Written) -> Been {
        let place = Place {
            heading,
            block,
            chars,
            words,
        };
        Been { place, reached }
    }
}

impl From<Been> for Written {
    fn from(Been { place, reached }: Been) -> Written {
        (place.heading, place.block, place.chars, place.words, reached)
    }
}
