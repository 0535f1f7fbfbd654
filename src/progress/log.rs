//! Owns the lines of the log: events as lines, bytes as events, and the order of events. Must not know files
//! or folders. Reading is total: damage is skipped and counted, never guessed at, and what only a newer
//! version understands is no damage.
//!
//! A line is `2 <crc32c> <JSON>`; [`mod@line`] describes the frame. Lines of version 1 hold RON; they are read
//! for ever and never written.

use crate::progress::event::{Clock, Event, EventKind};
use crate::progress::event_ids::{EventIds, are_distinct_uuids};
use crate::progress::log::line::{Body, Reason, behind_damage, seal, unseal};
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashSet;

pub mod chunks;
pub mod json;
pub mod line;

/// The usual length of a line, in bytes.
const USUAL_LINE: usize = 256;

/// What was found in a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The events, in the order of the lines.
    pub events: Vec<Event>,
    /// The number of lines whose sum is right, and which this version cannot parse: a newer version wrote
    /// them.
    pub unknown: usize,
    /// Damaged lines.
    pub set_aside: Vec<SetAside>,
}

/// A line that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Line number, from 1.
    pub line: usize,
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
    /// Its bytes from the version on, without the newline. Copying them keeps what only a newer version
    /// understands.
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

/// The line of an event, newline included. It is at most `MAX_LINE` bytes long if the event came from
/// `chunks`.
pub fn write_line(event: &Event) -> String {
    seal(&json::write(event))
}

/// Reads a log. A tail without a newline is a write that never ended, or has not ended yet: it is ignored.
pub fn read(bytes: &[u8]) -> Reading {
    let mut reading = Reading {
        events: Vec::with_capacity(bytes.len() / USUAL_LINE),
        ..Reading::default()
    };
    let mut parser = Parser::default();
    let mut add = |reading: &mut Reading, body| match parser.event(body) {
        Some(event) => reading.events.push(event),
        None => reading.unknown += usize::from(matches!(other_record(body), Record::Unknown(_))),
    };
    for (line, bytes) in numbered_lines(bytes) {
        match unseal(bytes) {
            Ok(body) => add(&mut reading, body),
            Err(reason) => {
                reading.set_aside.push(SetAside { line, reason });
                if let Some((_, body)) = behind_damage(bytes) {
                    add(&mut reading, body);
                }
            }
        }
    }
    reading
}

/// How many bytes of a log are whole lines.
pub fn whole(bytes: &[u8]) -> usize {
    memchr::memrchr(b'\n', bytes).map_or(0, |end| end + 1)
}

/// The lines of a log, without empty ones and without an unfinished tail. A damaged line that ends in a whole
/// line comes twice: as damage, and as that line.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = LogLine<'_>> {
    let mut parser = Parser::default();
    numbered_lines(bytes).flat_map(move |(number, bytes)| {
        let line = |bytes, record| LogLine {
            number,
            bytes,
            record,
        };
        let (first, behind) = match unseal(bytes) {
            Ok(body) => (line(bytes, parser.record(body)), None),
            Err(reason) => (line(bytes, Record::Damaged(reason)), behind_damage(bytes)),
        };
        let behind = behind.map(|(bytes, body)| line(bytes, parser.record(body)));
        std::iter::once(first).chain(behind)
    })
}

/// The whole lines of a log that are not empty, without their ends, and their numbers from 1.
fn numbered_lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut start = 0;
    let lines = memchr::memchr_iter(b'\n', bytes).map(move |end| {
        let line = &bytes[start..end];
        start = end + 1;
        // Git and some mail programs write CR LF for LF. No line ends in a CR, so nothing is lost.
        line.strip_suffix(b"\r").unwrap_or(line)
    });
    (1..).zip(lines).filter(|(_, line)| !line.is_empty())
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

/// Parses events. Those of one machine share its id: nearly all lines of a file name the same one.
#[derive(Default)]
struct Parser {
    device: Option<Id>,
}

impl Parser {
    fn record(&mut self, body: Body<'_>) -> Record {
        self.event(body).map_or_else(|| other_record(body), Record::Event)
    }

    fn event(&mut self, body: Body<'_>) -> Option<Event> {
        let parsed: Parsed = parse(body)?;
        let device = match &self.device {
            Some(device) if **device == *parsed.device => Id::clone(device),
            _ => Id::clone(self.device.insert(Id::from(&*parsed.device))),
        };
        Some(Event {
            id: parsed.id.into_owned(),
            device,
            seq: parsed.seq,
            clock: parsed.clock,
            at: parsed.at,
            kind: parsed.kind,
        })
    }
}

/// What a body says that is no event this version knows.
fn other_record(body: Body<'_>) -> Record {
    match parse(body) {
        Some(header) => Record::Header(header),
        None => Record::Unknown(stub(body)),
    }
}

/// What is known of an event that this version does not understand. Its id lets it be merged and erased like
/// any other.
fn stub(body: Body<'_>) -> Option<Stub> {
    match body {
        Body::Newer(json) => parse(Body::Json(json)),
        Body::Json(_) | Body::Ron(_) => parse(body),
    }
}

fn parse<'a, T: Deserialize<'a>>(body: Body<'a>) -> Option<T> {
    match body {
        Body::Json(json) => serde_json::from_str(std::str::from_utf8(json).ok()?).ok(),
        Body::Ron(ron) => ron::de::from_bytes(ron).ok(),
        // A later version may mean something else by the same words.
        Body::Newer(_) => None,
    }
}

/// Sorts events in the order that every machine agrees on, and keeps one of each id.
///
/// The result depends on the set of events only, not on the order they came in. Should two events differ
/// under one id, the first in order stays.
pub fn order(events: &mut Vec<Event>) {
    sort(events);
    if are_distinct_uuids(events.iter().map(|event| event.id.as_str())) {
        return;
    }
    let mut seen = EventIds::default();
    let keep: Vec<bool> = events.iter().map(|event| seen.insert(&event.id)).collect();
    let mut keep = keep.into_iter();
    events.retain(|_| keep.next().unwrap_or(true));
}

/// Events are large, and come as many runs of sorted ones, a run a file. So their clocks are sorted, and each
/// event moves once.
fn sort(events: &mut [Event]) {
    let mut order: Vec<(Clock, usize)> = (0..).zip(&*events).map(|(at, event)| (event.clock, at)).collect();
    order.sort_by_key(|(clock, _)| *clock);
    for same in order.chunk_by_mut(|(one, _), (other, _)| one == other) {
        if same.len() > 1 {
            same.sort_by(|(_, a), (_, b)| compare(&events[*a], &events[*b]));
        }
    }
    // Each cycle of the permutation is turned by one, until every place holds the event that `order` names
    // for it.
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place].1, place);
            if from == start {
                break;
            }
            events.swap(place, from);
            place = from;
        }
    }
}

fn compare(a: &Event, b: &Event) -> std::cmp::Ordering {
    let order = a.order().cmp(&b.order()).then_with(|| a.id.cmp(&b.id));
    // Copies are common and equal. Only where two events differ are they compared as text.
    order.then_with(|| {
        if a == b {
            std::cmp::Ordering::Equal
        } else {
            write_line(a).cmp(&write_line(b))
        }
    })
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
