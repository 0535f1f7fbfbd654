//! A year of daily use, and the files it lies in: what the benchmarks of starts and logs read. Must not know how anything
//! is timed.

use crate::made::{DAY, NOW, embedded_course};
use ally_up::action::Sureness;
use ally_up::clean::Fingerprint;
use ally_up::doc::Place;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log;
use ally_up::progress::stamper::Stamper;
use ally_up::quiz::answer::{ShownOption, Verdict};
use ally_up::time::Millis;
use std::path::Path;

/// The days of a year on which somebody plays.
const DAYS: usize = 300;

/// What the program writes with the first event.
const FORMAT: &str = r#"(format:2,min_reader:2,course:"ally-up")"#;

/// Events of a session in the longest histories.
const SESSION: usize = 500;

/// What somebody does in a year who spends some minutes on most days: reads, answers, tries again, writes.
fn year() -> Vec<Event> {
    let library = embedded_course();
    let ids: Vec<_> = library.course.items().map(|item| item.id.clone()).collect();
    let mut events = Vec::new();
    for day in 0..DAYS {
        let lesson = &ids[day % ids.len()];
        let mut stamper = Stamper::new(
            "device",
            events
                .last()
                .map_or_else(Default::default, |event: &Event| event.clock),
            ally_up::store::clock::fresh_id,
        );
        let mut now = NOW - (DAYS as Millis - day as Millis) * DAY;
        let mut keep = |kind: EventKind| {
            now += 20_000;
            events.push(stamper.stamp(kind, now));
        };
        for part in 0..6 {
            let place = Place {
                heading: Some("part".into()),
                block: part,
                chars: 0,
                words: None,
            };
            keep(EventKind::Placed {
                lesson: lesson.clone(),
                place,
                reached: (part * 16) as u8,
            });
        }
        for question in library.lesson(lesson).questions() {
            let print = |option| Fingerprint::of(&format!("{} {option}", question.id));
            let shown = (0..4).map(|option| ShownOption {
                option: print(option),
                right: u32::from(option == 1),
                chosen: u32::from(option == day % 4),
            });
            let verdict = if day % 4 == 1 {
                Verdict::Right
            } else {
                Verdict::NotYet
            };
            let (question, shown) = (question.id.clone(), shown.collect());
            keep(EventKind::Answered {
                question,
                verdict,
                sure: Sureness::Think,
                hints: 0,
                earlier: (day / ids.len()) as u32,
                shown,
                took: None,
            });
        }
        let text = "Today I asked Grace how the meeting went for her, and I listened. ".repeat(4);
        keep(EventKind::Wrote {
            entry: format!("journal-{lesson}").as_str().into(),
            part: 0,
            of: 1,
            text,
            category: None,
        });
        keep(EventKind::Read {
            lesson: lesson.clone(),
        });
    }
    events
}

/// Writes a year to a data folder as the program does, two files for the session of a day.
pub fn year_in(data: &Path) -> Vec<Event> {
    let events = year();
    let day = |event: &Event| (event.at - NOW).div_euclid(DAY);
    for (nth, session) in events.chunk_by(|a, b| day(a) == day(b)).enumerate() {
        write_session(session, data, nth);
    }
    events
}

fn write_session(session: &[Event], data: &Path, nth: usize) {
    for (tree, private) in [("events", false), ("journal", true)] {
        let folder = data.join(tree).join("device");
        let lines = session
            .iter()
            .filter(|event| event.kind.is_private() == private)
            .map(log::write_line);
        let text = log::write_header("device", &format!("{nth}")) + &lines.collect::<String>();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(data.join("FORMAT.ron"), FORMAT).unwrap();
        std::fs::write(folder.join(format!("{nth}.log")), text).unwrap();
    }
}

/// Writes so many events to a data folder, in files of a long session each: the year again and again, each a year later.
pub fn many(count: usize, data: &Path) {
    let year = year();
    let later = |nth: usize| (nth / year.len()) as Millis * 365 * DAY;
    let events = year
        .iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(nth, event)| Event {
            id: format!("01a20670-d303-7322-a9c8-{nth:012}"),
            clock: Clock(event.clock.0 + later(nth), event.clock.1),
            at: event.at + later(nth),
            ..event.clone()
        });
    let events: Vec<Event> = events.collect();
    for (nth, session) in events.chunks(SESSION).enumerate() {
        write_session(session, data, nth);
    }
}
