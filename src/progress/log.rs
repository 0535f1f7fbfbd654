//! Owns the lines of the log: events as lines, bytes as events, and the order of events.
//! Must not know files or folders. Reading is total: damage is skipped and counted, never guessed at, and what only a newer version
//! understands is no damage.
//!
//! A line is `2 <crc32c> <JSON>`; [`mod@line`] describes the frame. Lines of version 1 hold RON; they are read for ever and never written.

use crate::progress::event::{Clock, Event, EventKind};
use crate::progress::log::line::{Body, Reason, behind_damage, seal, unseal};
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;

pub mod chunks;
pub mod json;
pub mod line;

/// What was found in a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events, in the order of the lines.
    pub events: Vec<Event>,
    /// The number of lines whose sum is right, and which this version cannot parse: a newer version wrote them.
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

/// The first record of every file, for people and for tools. A fold needs nothing of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The version of the lines that the file was begun with.
    log: u32,
    /// The machine that wrote what follows.
    pub device: String,
    /// The file's name without its ending, or in an exported file the stream that the lines below come from.
    pub segment: String,
    /// The course that an exported file is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
}

/// What every version writes of an event, whatever its kind: enough to recognize it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Stub {
    /// The event's id.
    pub id: String,
    /// The machine that wrote it.
    pub device: String,
    /// Wall time.
    pub at: Millis,
}

/// A line as it stands in a log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine<'a> {
    /// Line number, from 1.
    pub number: usize,
    /// Its bytes from the version on, without the newline. Copying them keeps what only a newer version understands.
    pub bytes: &'a [u8],
    /// What they say.
    pub record: Record,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// An event.
    Event(Event),
    /// A line of a newer version, which is no damage. With what is known of it, if it is an event at all.
    Unknown(Option<Stub>),
    /// The start of a file.
    Header(Header),
    /// Damage.
    Damaged(Reason),
}

impl Record {
    /// The id of the event, also of one that only a newer version understands.
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
    header(device, segment, None)
}

/// The line above the lines of a stream in an exported file, newline included.
pub fn write_export_header(course: &str, device: &str, stream: &str) -> String {
    header(device, stream, Some(course.to_owned()))
}

fn header(device: &str, segment: &str, course: Option<String>) -> String {
    seal(&json::write(&Header {
        log: 2,
        device: device.to_owned(),
        segment: segment.to_owned(),
        course,
    }))
}

/// The line of an event, newline included. It is at most `MAX_LINE` bytes long if the event came from `chunks`.
pub fn write_line(event: &Event) -> String {
    seal(&json::write(event))
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

/// The lines of a log, without empty ones and without an unfinished tail. A damaged line that ends in a whole line comes twice: as
/// damage, and as that line.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = LogLine<'_>> {
    let mut devices = Devices::default();
    let lines = bytes[..whole(bytes)].split(|&byte| byte == b'\n').enumerate();
    lines.flat_map(move |(at, bytes)| {
        // Git and some mail programs write CR LF for LF. No line ends in a CR, so nothing is lost.
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        let line = |bytes, record| LogLine {
            number: at + 1,
            bytes,
            record,
        };
        let (first, behind) = match unseal(bytes) {
            _ if bytes.is_empty() => (None, None),
            Ok(body) => (Some(line(bytes, devices.record(body))), None),
            Err(reason) => (Some(line(bytes, Record::Damaged(reason))), behind_damage(bytes)),
        };
        let behind = behind.map(|(bytes, body)| line(bytes, devices.record(body)));
        first.into_iter().chain(behind)
    })
}

/// An event as it is parsed, borrowing from its line.
#[derive(Deserialize)]
#[serde(rename = "Event")]
struct Parsed<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    device: Cow<'a, str>,
    seq: u64,
    clock: Clock,
    at: Millis,
    kind: EventKind,
}

/// Parses records. The events of one machine share its id: nearly all lines of a file name the same one.
#[derive(Default)]
struct Devices {
    last: Option<Id>,
}

impl Devices {
    fn record(&mut self, body: Body<'_>) -> Record {
        match body {
            Body::Json(json) => {
                let Ok(json) = std::str::from_utf8(json) else {
                    return Record::Unknown(None);
                };
                match serde_json::from_str(json) {
                    Ok(parsed) => Record::Event(self.event(parsed)),
                    Err(_) => serde_json::from_str(json).map_or_else(
                        |_| Record::Unknown(serde_json::from_str(json).ok()),
                        Record::Header,
                    ),
                }
            }
            Body::Ron(ron) => match ron::de::from_bytes(ron) {
                Ok(parsed) => Record::Event(self.event(parsed)),
                Err(_) => ron::de::from_bytes(ron)
                    .map_or_else(|_| Record::Unknown(ron::de::from_bytes(ron).ok()), Record::Header),
            },
            // Whatever it says, it is kept. An id lets it be merged and erased like any other event.
            Body::Newer(body) => Record::Unknown(serde_json::from_slice(body).ok()),
        }
    }

    fn event(&mut self, parsed: Parsed<'_>) -> Event {
        let device = match &self.last {
            Some(last) if **last == *parsed.device => Id::clone(last),
            _ => Id::clone(self.last.insert(Id::from(&*parsed.device))),
        };
        Event {
            id: parsed.id.into_owned(),
            device,
            seq: parsed.seq,
            clock: parsed.clock,
            at: parsed.at,
            kind: parsed.kind,
        }
    }
}

/// Sorts events in the order that every machine agrees on, and keeps one of each id.
///
/// The result depends on the set of events only, not on the order they came in. Should two events differ under one id, the first in
/// order stays.
pub fn order(events: &mut Vec<Event>) {
    events.sort_by(|a, b| {
        let order = a.order().cmp(&b.order()).then_with(|| a.id.cmp(&b.id));
        // Copies are common and equal. Only where two events differ are they compared as text.
        order.then_with(|| {
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
mod tests;
