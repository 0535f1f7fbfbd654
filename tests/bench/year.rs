//! A year of daily use, and the files it lies in: what the benchmarks of starts and logs read.

use crate::{DAY, NOW, embedded_course};
use ally_up::action::Sureness;
use ally_up::clean::Fingerprint;
use ally_up::doc::Place;
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::log;
use ally_up::progress::stamper::Stamper;
use ally_up::quiz::answer::{ShownOption, Verdict};
use ally_up::store;
use ally_up::store::paths::Paths;
use ally_up::time::Millis;

/// What somebody has done, and the files it lies in.
pub struct Past {
    pub events: Vec<Event>,
    pub paths: Paths,
    /// Where the files are, for as long as they are needed.
    _folder: tempfile::TempDir,
}

impl Past {
    pub fn year() -> Past {
        let folder = tempfile::tempdir().unwrap();
        let [data, state, drafts] = ["data", "state", "drafts"].map(|name| folder.path().join(name));
        let past = Past {
            events: year(),
            paths: Paths { data, state, drafts },
            _folder: folder,
        };
        sessions(&past.events, &past.paths);
        assert_eq!(
            store::open(past.paths.clone(), NOW).2.events.len(),
            past.events.len(),
            "the year is not read back whole"
        );
        past
    }

    pub fn ten_thousand(&self) -> Vec<Event> {
        let again = self.events.iter().cycle().zip(0..10_000);
        again
            .map(|(event, nth)| Event {
                id: format!("01a20670-d303-7322-a9c8-{nth:012}"),
                ..event.clone()
            })
            .collect()
    }
}

/// What somebody does in a year who spends some minutes on most days: reads, answers, tries again, writes.
fn year() -> Vec<Event> {
    let library = embedded_course();
    let ids: Vec<_> = library.course.items().map(|item| item.id.clone()).collect();
    let mut events = Vec::new();
    for day in 0..365 {
        let lesson = &ids[day % ids.len()];
        let mut stamper = Stamper::new(
            "device",
            events
                .last()
                .map_or_else(Default::default, |event: &Event| event.clock),
            ally_up::store::clock::fresh_id,
        );
        let mut now = NOW - (365 - day as Millis) * DAY;
        let mut keep = |kind: EventKind| {
            now += 20_000;
            events.push(stamper.stamp(kind, now));
        };
        for part in 0..12 {
            let place = Place {
                heading: Some("part".into()),
                block: part,
                chars: 0,
            };
            keep(EventKind::Placed {
                lesson: lesson.clone(),
                place,
                reached: (part * 8) as u8,
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

/// Writes events to a data folder as the program does, two files for the session of a day.
fn sessions(events: &[Event], paths: &Paths) {
    let day = |event: &Event| (event.at - NOW).div_euclid(DAY);
    for (nth, session) in events.chunk_by(|a, b| day(a) == day(b)).enumerate() {
        write_session(session, paths, nth);
    }
}

pub fn write_session(session: &[Event], paths: &Paths, nth: usize) {
    for (tree, private) in [("events", false), ("journal", true)] {
        let folder = paths.data.join(tree).join("device");
        let lines = session
            .iter()
            .filter(|event| event.kind.is_private() == private)
            .map(log::write_line);
        let text = log::write_header("device", &format!("{nth}")) + &lines.collect::<String>();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{nth}.log")), text).unwrap();
    }
}
