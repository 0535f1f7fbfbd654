//! Owns the line format of the log: `1 <crc32c, 8 hex digits> <RON on one line>\n`, the sum over the RON bytes, and the order of events.
//! Must not know files or folders: it turns events into lines and bytes into events. Reading is total: damage is skipped and
//! counted, never guessed at, and what only a newer version understands is no damage.

use crate::progress::event::{Event, EventKind};
use crate::time::Millis;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

mod chunks;
mod quick;

pub use chunks::{split_ids, split_text};

/// The longest line, in bytes, its newline included.
pub const MAX_LINE: usize = 64 * 1024;
/// Bytes before the RON: the version of the line, the sum, and a space after each.
const HEAD: usize = "1 00000000 ".len();
/// Sums tried in one damaged line in search of a whole record at its end. A bound, so that a hostile file stays cheap to read.
const TRIES: usize = 16;

/// What was found in a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events, in the order of the lines.
    pub events: Vec<Event>,
    /// Lines whose sum is right, and which this version cannot parse: a newer version wrote them.
    pub unknown: usize,
    /// Damaged lines.
    pub set_aside: Vec<SetAside>,
}

/// A line that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Line number, from 1.
    pub line: usize,
    /// Why.
    pub reason: Reason,
}

/// Why a line could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It has more than `MAX_LINE` bytes.
    TooLong,
    /// It does not start as a line of a log does.
    NotALine,
    /// Its bytes are not those that were written.
    WrongSum,
}

impl Reason {
    /// The reason in words, to stand after a file and a line number.
    pub fn words(self) -> &'static str {
        match self {
            Reason::TooLong => "longer than any line of a log",
            Reason::NotALine => "not a line of a log",
            Reason::WrongSum => "damaged: the checksum does not fit",
        }
    }
}

/// The first record of every file, for people and for tools; it holds nothing that a fold needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    log: u32,
    /// Which machine wrote what follows.
    pub device: String,
    /// The file's name without its ending, or in an exported file the tree that the lines below come from.
    pub segment: String,
    /// Which course an exported file is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
}

/// What every version writes of an event, whatever its kind: enough to know it by.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Stub {
    /// The event's id.
    pub id: String,
    /// Which machine.
    pub device: String,
    /// Wall time.
    pub at: Millis,
}

/// A line as it stands in a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    /// Line number, from 1.
    pub number: usize,
    /// Its bytes from the version on, without the newline. To copy them is to keep what only a newer version understands.
    pub bytes: &'a [u8],
    /// What they say.
    pub record: Record,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An event.
    Event(Event),
    /// What a newer version wrote: no damage. What is known of it, if it is an event at all.
    Unknown(Option<Stub>),
    /// The start of a file.
    Header(Header),
    /// Damage.
    Damaged(Reason),
}

impl Record {
    /// The id of the event that this is, also of one that only a newer version understands.
    pub fn id(&self) -> Option<&str> {
        match self {
            Record::Event(event) => Some(&event.id),
            Record::Unknown(stub) => stub.as_ref().map(|stub| stub.id.as_str()),
            Record::Header(_) | Record::Damaged(_) => None,
        }
    }
}

/// The line that a new file starts with, newline included.
pub fn write_header(device: &str, segment: &str) -> String {
    seal(&Header {
        log: 1,
        device: device.to_owned(),
        segment: segment.to_owned(),
        course: None,
    })
}

/// The line above the lines of a tree in an exported file, newline included.
pub fn write_export_header(course: &str, device: &str, tree: &str) -> String {
    seal(&Header {
        log: 1,
        device: device.to_owned(),
        segment: tree.to_owned(),
        course: Some(course.to_owned()),
    })
}

/// The line of an event, newline included. It is at most `MAX_LINE` long if the words of the event came from `split_text`.
pub fn write_line(event: &Event) -> String {
    seal(event)
}

fn seal(record: &impl Serialize) -> String {
    let ron = ron::to_string(record)
        .expect("a record is made of numbers, text and lists, and RON can write all of them");
    debug_assert!(
        !ron.contains('\n'),
        "RON that is not pretty is one line, and escapes the newlines in text"
    );
    format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()))
}

/// Reads a log. A tail without a newline is a write that never ended, or has not ended yet: it is ignored.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    for line in lines(bytes) {
        match line.record {
            Record::Event(event) => reading.events.push(event),
            Record::Unknown(_) => reading.unknown += 1,
            Record::Header(_) => {}
            Record::Damaged(reason) => reading.set_aside.push(SetAside {
                line: line.number,
                reason,
            }),
        }
    }
    reading
}

/// How many bytes of a log are whole lines.
pub fn whole(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |end| end + 1)
}

/// The lines of a log, empty ones and an unfinished tail left out. A damaged line that ends in a whole record comes twice: as
/// damage, and as that record.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let lines = bytes[..whole(bytes)].split(|&byte| byte == b'\n').enumerate();
    lines.flat_map(|(at, bytes)| {
        // Git and some mail programs write CR LF for LF. No record ends in a CR, so nothing is lost.
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let line = |bytes, record| Line {
            number: at + 1,
            bytes,
            record,
        };
        let (first, behind) = match unseal(bytes) {
            _ if bytes.is_empty() => (None, None),
            Ok(ron) => (Some(line(bytes, record(ron))), None),
            Err(reason) => (Some(line(bytes, Record::Damaged(reason))), behind_damage(bytes)),
        };
        first
            .into_iter()
            .chain(behind.map(|(bytes, ron)| line(bytes, record(ron))))
    })
}

fn record(ron: &[u8]) -> Record {
    if let Some(event) = parse(ron) {
        return Record::Event(event);
    }
    match parse(ron) {
        Some(header) => Record::Header(header),
        None => Record::Unknown(parse(ron)),
    }
}

/// The quick way reads what this program writes, and the long way all of RON: the same record, or none.
fn parse<T: DeserializeOwned>(ron: &[u8]) -> Option<T> {
    quick::read(ron).or_else(|| ron::de::from_bytes(ron).ok())
}

/// The RON of a line without its newline, if the sum is right.
fn unseal(line: &[u8]) -> Result<&[u8], Reason> {
    if line.len() >= MAX_LINE {
        return Err(Reason::TooLong);
    }
    let sum = line
        .strip_prefix(b"1 ")
        .and_then(|rest| rest.get(..8))
        .and_then(hex)
        .ok_or(Reason::NotALine)?;
    match line.get(HEAD - 1..).and_then(|rest| rest.strip_prefix(b" ")) {
        Some(ron) if crc32c::crc32c(ron) == sum => Ok(ron),
        Some(_) => Err(Reason::WrongSum),
        None => Err(Reason::NotALine),
    }
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| match digit {
        b'0'..=b'9' => Some(sum << 4 | u32::from(digit - b'0')),
        b'a'..=b'f' => Some(sum << 4 | u32::from(digit - b'a' + 10)),
        _ => None,
    })
}

/// A whole record at the end of a damaged line. When the newline between two records is lost, or a torn tail was
/// joined to the next file by a merge, the second record is still there to the last byte. The line it is, and its RON.
fn behind_damage(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let tail = &line[line.len().saturating_sub(MAX_LINE - 1)..];
    let starts = tail
        .windows(HEAD + 1)
        .enumerate()
        .filter(|(_, head)| head.starts_with(b"1 ") && head.ends_with(b" ("));
    starts
        .take(TRIES)
        .find_map(|(at, _)| Some((&tail[at..], unseal(&tail[at..]).ok()?)))
}

/// Puts events in the order that every machine agrees on, and drops those whose id is there already.
///
/// The result depends on the set of events only, not on the order they came in: should two differ under one id, the first in
/// order stays, everywhere the same one.
pub fn order(events: &mut Vec<Event>) {
    events.sort_by(|a, b| {
        let place = a.order().cmp(&b.order()).then_with(|| a.id.cmp(&b.id));
        // Copies are common and equal; only then is it worth spelling two events out.
        place.then_with(|| {
            if a == b {
                std::cmp::Ordering::Equal
            } else {
                write_line(a).cmp(&write_line(b))
            }
        })
    });
    let mut seen = HashSet::with_capacity(events.len());
    let keep: Vec<bool> = events
        .iter()
        .map(|event| seen.insert(event.id.as_str()))
        .collect();
    let mut keep = keep.into_iter();
    events.retain(|_| keep.next().unwrap_or(true));
}

/// Whether an event stays where these ids are erased. The events that say what is erased always stay.
pub fn survives(event: &Event, forgotten: &HashSet<String>) -> bool {
    matches!(event.kind, EventKind::Forgotten { .. }) || !forgotten.contains(&event.id)
}

/// The ids of the events that these events erase.
pub fn forgotten<'a>(events: impl IntoIterator<Item = &'a Event>) -> HashSet<String> {
    let ids = events.into_iter().filter_map(|event| match &event.kind {
        EventKind::Forgotten { events } => Some(events),
        _ => None,
    });
    ids.flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Sureness;
    use crate::clean::Fingerprint;
    use crate::doc::Place;
    use crate::progress::event::Clock;
    use crate::quiz::answer::{ShownOption, Verdict};
    use crate::source::Id;
    use proptest::prelude::*;

    fn words() -> impl Strategy<Value = String> {
        prop_oneof![
            ".{0,20}",
            any::<String>(),
            Just("\0\n\r\u{1b}\"'\\\u{2028}\u{301}👩\u{200d}🚀".to_owned())
        ]
    }

    fn kind() -> impl Strategy<Value = EventKind> {
        let id = || words().prop_map(Id::from);
        let verdict = prop_oneof![
            Just(Verdict::Right),
            Just(Verdict::NotYet),
            Just(Verdict::Noted),
            any::<(u32, u32)>().prop_map(|(right, of)| Verdict::Partly(right, of))
        ];
        let sure = prop_oneof![
            Just(Sureness::Guess),
            Just(Sureness::Think),
            Just(Sureness::Sure),
            Just(Sureness::Unsaid)
        ];
        let shown = proptest::collection::vec(
            any::<(u32, u32, u32)>().prop_map(|(of, right, chosen)| ShownOption {
                option: Fingerprint(of),
                right,
                chosen,
            }),
            0..4,
        );
        prop_oneof![
            (
                id(),
                proptest::option::of(id()),
                any::<usize>(),
                any::<usize>(),
                any::<u8>()
            )
                .prop_map(|(lesson, heading, block, chars, reached)| EventKind::Placed {
                    lesson,
                    place: Place {
                        heading,
                        block,
                        chars
                    },
                    reached
                }),
            id().prop_map(|lesson| EventKind::Read { lesson }),
            (id(), verdict, sure, any::<u8>(), any::<u32>(), shown).prop_map(
                |(question, verdict, sure, hints, earlier, shown)| {
                    EventKind::Answered {
                        question,
                        verdict,
                        sure,
                        hints,
                        earlier,
                        shown,
                    }
                }
            ),
            (id(), any::<u32>(), any::<u32>(), words()).prop_map(|(entry, part, of, text)| {
                EventKind::Wrote {
                    entry,
                    part,
                    of,
                    text,
                }
            }),
            (words(), words()).prop_map(|(name, value)| EventKind::Set { name, value }),
        ]
    }

    fn event() -> impl Strategy<Value = Event> {
        (
            words(),
            words(),
            any::<u64>(),
            any::<(Millis, u32)>(),
            any::<Millis>(),
            kind(),
        )
            .prop_map(|(id, device, seq, (wall, counter), at, kind)| Event {
                id,
                device,
                seq,
                clock: Clock(wall, counter),
                at,
                kind,
            })
    }

    fn log(events: &[Event]) -> Vec<u8> {
        let lines: String = events.iter().map(write_line).collect();
        (write_header("laptop", "one") + &lines).into_bytes()
    }

    fn wrote(text: &str) -> Event {
        let kind = EventKind::Wrote {
            entry: "notes".into(),
            part: 0,
            of: 1,
            text: text.to_owned(),
        };
        Event {
            id: text.chars().take(9).collect(),
            device: "laptop".into(),
            seq: 7,
            clock: Clock(5, 1),
            at: 5,
            kind,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

        #[test]
        fn what_is_written_is_read(events in proptest::collection::vec(event(), 0..6)) {
            let bytes = log(&events);
            prop_assert_eq!(bytes.iter().filter(|&&byte| byte == b'\n').count(), events.len() + 1);
            prop_assert_eq!(read(&bytes), Reading { events, unknown: 0, set_aside: vec![] });
        }

        #[test]
        fn a_prefix_reads_as_a_prefix(events in proptest::collection::vec(event(), 1..4), cut in any::<proptest::sample::Index>()) {
            let bytes = log(&events);
            let cut = cut.index(bytes.len());
            let whole = bytes[..cut].iter().filter(|&&byte| byte == b'\n').count().saturating_sub(1);
            prop_assert_eq!(read(&bytes[..cut]), Reading { events: events[..whole].to_vec(), unknown: 0, set_aside: vec![] });
        }

        #[test]
        fn a_flipped_byte_loses_one_record_at_most(
            events in proptest::collection::vec(event(), 1..4), at in any::<proptest::sample::Index>(), flip in 1..=255u8, newline in any::<bool>(),
        ) {
            let mut bytes = log(&events);
            let newlines: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b'\n').collect();
            let at = if newline { newlines[at.index(newlines.len())] } else { at.index(bytes.len()) };
            bytes[at] ^= flip;
            let found = read(&bytes).events;
            let hit = newlines.iter().position(|&end| at <= end).expect("a log ends in a newline");
            let rest: Vec<&Event> = events.iter().enumerate().filter(|(number, _)| number + 1 != hit).map(|(_, event)| event).collect();
            prop_assert!(found == events || found.iter().collect::<Vec<_>>() == rest, "{found:#?}");
        }

        #[test]
        fn arbitrary_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), ron in "[(\\[\"]{0,200}", near in "1 [0-9a-f ]{0,10}.{0,9}\n") {
            read(&noise);
            read(near.as_bytes());
            let sealed = format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()));
            prop_assert_eq!(read(sealed.as_bytes()).unknown, 1);
        }

        #[test]
        fn order_is_that_of_the_set(
            events in proptest::collection::vec((0..4u8, 0..3i64, 0..2u32, 0..2u64, "[ab]", kind()), 0..12)
                .prop_map(|list| list.into_iter().map(|(id, wall, counter, seq, device, kind)| {
                    Event { id: id.to_string(), device, seq, clock: Clock(wall, counter), at: 0, kind }
                }).collect::<Vec<_>>()),
            copies in proptest::collection::vec(any::<proptest::sample::Index>(), 0..9),
            seed in any::<u64>(),
        ) {
            let mut once = events.clone();
            order(&mut once);
            let mut again = events.clone();
            again.extend(copies.iter().filter(|_| !events.is_empty()).map(|copy| events[copy.index(events.len())].clone()));
            let mut turn = seed;
            again.sort_by_cached_key(|_| { turn = turn.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); turn >> 33 });
            let (mut left, mut right) = (again[..again.len() / 2].to_vec(), again[again.len() / 2..].to_vec());
            order(&mut again);
            prop_assert_eq!(&again, &once);
            order(&mut left);
            order(&mut right);
            right.append(&mut left);
            order(&mut right);
            prop_assert_eq!(&right, &once);
            prop_assert_eq!(once.iter().map(|event| &event.id).collect::<HashSet<_>>().len(), once.len());
            prop_assert!(once.is_sorted_by_key(|event| (event.clock, event.device.clone(), event.seq)));
        }

    }

    #[test]
    fn every_flip_of_every_byte_of_a_short_log() {
        let events = [wrote("one"), wrote("1 00000000 (two)"), wrote("three")];
        let bytes = log(&events);
        for at in 0..bytes.len() {
            for flip in 1..=255 {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                let found = read(&bytes).events;
                assert!(
                    found.len() >= 2 && found.iter().all(|event| events.contains(event)),
                    "byte {at} with {flip:#x}: {found:?}"
                );
            }
        }
    }

    #[test]
    fn a_newer_kind_is_no_damage() {
        let ron = "(id:\"a\",device:\"b\",seq:0,clock:(1,2),at:3,kind:Planned(step:\"ask\"))";
        let line = format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()));
        assert_eq!(
            read(line.as_bytes()),
            Reading {
                events: vec![],
                unknown: 1,
                set_aside: vec![]
            }
        );
    }

    #[test]
    fn what_a_newer_version_wrote_is_known_by_its_id() {
        let ron = "(id:\"a\",device:\"b\",seq:0,clock:(1,2),at:3,kind:Planned(step:\"ask\",of:[(1,\"x\")],then:Some(Next)))";
        let bytes = format!(
            "1 {:08x} {ron}\nnoise 1 {:08x} {ron}\n",
            crc32c::crc32c(ron.as_bytes()),
            crc32c::crc32c(ron.as_bytes())
        );
        let stub = || {
            Record::Unknown(Some(Stub {
                id: "a".into(),
                device: "b".into(),
                at: 3,
            }))
        };
        let found: Vec<Line> = lines(bytes.as_bytes()).collect();
        let (first, second) = bytes.trim_end().split_once('\n').unwrap();
        assert_eq!(
            found[0],
            Line {
                number: 1,
                bytes: first.as_bytes(),
                record: stub()
            }
        );
        assert_eq!(found[1].record, Record::Damaged(Reason::NotALine));
        assert_eq!(
            found[2],
            Line {
                number: 2,
                bytes: &second.as_bytes()["noise ".len()..],
                record: stub()
            }
        );
    }

    #[test]
    fn damage_is_named_by_line_and_reason() {
        let good = write_line(&wrote("good"));
        let bad = good.replace("good", "evil");
        let long = format!("1 00000000 {}\n", "x".repeat(MAX_LINE));
        let found = read(
            format!(
                "{good}{bad}\nnoise\n{long}+{good}1 +1234567 ()\n{good}{}",
                &good[..20]
            )
            .as_bytes(),
        );
        let reasons: Vec<_> = found
            .set_aside
            .iter()
            .map(|aside| (aside.line, aside.reason))
            .collect();
        assert_eq!(
            reasons,
            [
                (2, Reason::WrongSum),
                (4, Reason::NotALine),
                (5, Reason::TooLong),
                (6, Reason::NotALine),
                (7, Reason::NotALine)
            ]
        );
        assert_eq!(found.events, vec![wrote("good"); 3]);
    }

    #[test]
    fn the_longest_line_is_read_and_one_byte_more_is_not() {
        let spare = MAX_LINE - write_line(&wrote(&"x".repeat(9))).len() + 9;
        assert_eq!(
            read(write_line(&wrote(&"x".repeat(spare))).as_bytes())
                .events
                .len(),
            1
        );
        assert_eq!(
            read(write_line(&wrote(&"x".repeat(spare + 1))).as_bytes()).set_aside,
            [SetAside {
                line: 1,
                reason: Reason::TooLong
            }]
        );
    }

    #[test]
    fn line_ends_of_another_system_are_read() {
        let text = String::from_utf8(log(&[wrote("one"), wrote("two")]))
            .unwrap()
            .replace('\n', "\r\n");
        assert_eq!(
            read(text.as_bytes()),
            Reading {
                events: vec![wrote("one"), wrote("two")],
                unknown: 0,
                set_aside: vec![]
            }
        );
    }

    #[test]
    fn the_line_itself_never_changes() {
        let event = Event {
            id: "i".into(),
            device: "d".into(),
            seq: 1,
            clock: Clock(2, 3),
            at: 4,
            kind: EventKind::Read {
                lesson: "welcome".into(),
            },
        };
        assert_eq!(
            write_line(&event),
            "1 2c9fe540 (id:\"i\",device:\"d\",seq:1,clock:(2,3),at:4,kind:Read(lesson:\"welcome\"))\n"
        );
    }
}
