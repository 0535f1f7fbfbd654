//! Owns splitting what is too long for one line of the log into several events: texts, and lists of erased
//! ids. Must not know what becomes of them.

use crate::progress::event::{Category, Clock, Event, EventKind};
use crate::progress::log::json::length;
use crate::progress::log::line::MAX_LINE;
use crate::progress::log::write_line;
use crate::source::Id;
use crate::time::Millis;

/// The longest line of a `Forgotten` event without ids, in bytes, rounded up.
const LONGEST_FORGETTING: usize = 512;

/// The events that say that `text` was written for `entry`, which is of this category. The text is split
/// between characters so that the line of each part stays under `MAX_LINE`, escapes included. An empty text
/// is one empty part.
pub fn split_text(entry: &Id, category: Category, text: &str) -> Vec<EventKind> {
    let room = MAX_LINE.saturating_sub(longest_line_without_text(entry, category));
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in text.char_indices() {
        let size = length(c);
        if used + size > room && at > start {
            pieces.push(&text[start..at]);
            (start, used) = (at, 0);
        }
        used += size;
    }
    pieces.push(&text[start..]);
    let of = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
    (0..of)
        .zip(pieces)
        .map(|(part, piece)| EventKind::Wrote {
            entry: entry.clone(),
            part,
            of,
            text: piece.to_owned(),
            category: Some(category),
        })
        .collect()
}

/// The length in bytes of an empty text's line for `entry` when every number is as long as it can be and both
/// ids are UUIDs.
fn longest_line_without_text(entry: &Id, category: Category) -> usize {
    let id = "00000000-0000-0000-0000-000000000000".to_owned();
    let kind = EventKind::Wrote {
        entry: entry.clone(),
        part: u32::MAX,
        of: u32::MAX,
        text: String::new(),
        category: Some(category),
    };
    let clock = Clock(Millis::MIN, u32::MAX);
    write_line(&Event {
        id: id.clone(),
        device: id.into(),
        seq: u64::MAX,
        clock,
        at: Millis::MIN,
        kind,
    })
    .len()
}

/// The events that say that `ids` are erased, as many as are needed for each to fit its line.
pub fn split_ids(ids: &[String]) -> Vec<EventKind> {
    let room = MAX_LINE - LONGEST_FORGETTING;
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut used = room;
    for id in ids {
        // Quotes and a comma. An id that another program wrote may need escapes.
        let size = id.chars().map(length).sum::<usize>() + 3;
        if used + size > room {
            parts.push(Vec::new());
            used = 0;
        }
        used += size;
        parts
            .last_mut()
            .expect("there is a part, since the first id had no room")
            .push(id.clone());
    }
    parts
        .into_iter()
        .map(|events| EventKind::Forgotten { events })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::log::forgotten;
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,20}",
            any::<String>(),
            Just("\0\n\r\u{1b}\"'\\\u{2028}\u{301}👩\u{200d}🚀".to_owned())
        ]
    }

    fn event() -> Event {
        let id = "0197f2a0-0000-7000-8000-000000000000".to_owned();
        let kind = EventKind::Read { lesson: "l".into() };
        Event {
            id: id.clone(),
            device: id.into(),
            seq: u64::MAX,
            clock: Clock(Millis::MIN, u32::MAX),
            at: Millis::MIN,
            kind,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        #[test]
        fn parts_fit_their_lines_and_join_again(piece in words(), times in 0..9000usize) {
            let text = piece.repeat(times);
            let parts = split_text(&"notes".into(), Category::Journal, &text);
            let mut joined = String::new();
            for (number, kind) in parts.iter().enumerate() {
                let EventKind::Wrote { part, of, text, .. } = kind else { panic!("{kind:?}") };
                prop_assert_eq!((*part as usize, *of as usize), (number, parts.len()));
                joined.push_str(text);
                let id = "0197f2a0-0000-7000-8000-000000000000".to_owned();
                let line = write_line(&Event { id: id.clone(), device: id.into(), seq: u64::MAX, clock: Clock(Millis::MIN, u32::MAX), at: Millis::MIN, kind: kind.clone() });
                prop_assert!(line.len() <= MAX_LINE);
                prop_assert!(number + 1 == parts.len() || line.len() > MAX_LINE - 100, "a part that is not the last is full: {}", line.len());
            }
            prop_assert_eq!(joined, text);
        }
    }

    #[test]
    fn no_words_are_one_part() {
        assert_eq!(
            split_text(&"notes".into(), Category::Journal, ""),
            [EventKind::Wrote {
                entry: "notes".into(),
                part: 0,
                of: 1,
                text: String::new(),
                category: Some(Category::Journal),
            }]
        );
        assert_eq!(
            split_text(&"long".repeat(MAX_LINE).into(), Category::Journal, "ab").len(),
            2,
            "an absurd name still ends"
        );
    }

    #[test]
    fn forgotten_ids_fit_their_lines() {
        let ids: Vec<String> = (0..9_000)
            .map(|nth| format!("0197f2a0-0000-7000-8000-{nth:012}"))
            .chain(["\u{1b}\"".repeat(900)])
            .collect();
        let kinds = split_ids(&ids);
        let line = |kind: &EventKind| {
            write_line(&Event {
                kind: kind.clone(),
                ..event()
            })
        };
        assert!(kinds.iter().all(|kind| line(kind).len() <= MAX_LINE) && kinds.len() < 9);
        let events: Vec<Event> = kinds.into_iter().map(|kind| Event { kind, ..event() }).collect();
        assert_eq!(forgotten(&events), ids.into_iter().collect());
        assert_eq!(split_ids(&[]), []);
    }
}
