//! Owns a learner's history on a real disk, written at random, and what others may do to it. Must not know what a start makes of it.

use crate::asked::Asked;
use crate::dice::Dice;
use ally_up::action::{Came, LearnerRole, Sureness};
use ally_up::clean::Fingerprint;
use ally_up::doc::{Place, PlaceWords};
use ally_up::progress::Progress;
use ally_up::progress::event::{Category, Clock, Event, EventKind, Purpose};
use ally_up::progress::log::chunks::split_ids;
use ally_up::progress::log::{write_header, write_line};
use ally_up::quiz::answer::{ShownOption, Verdict};
use ally_up::source::Id;
use ally_up::store::folded::open_folded;
use ally_up::store::fs::OsFileSystem;
use ally_up::store::paths::Paths;
use ally_up::store::reader::Found;
use ally_up::store::{EventStore, open_on};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

pub const NOW: i64 = 1_790_000_000_000;
/// Events that are worth a snapshot.
pub const MANY: usize = 260;
/// Things that can happen to the logs.
pub const HAPPENINGS: usize = 14;
/// What the learner typed begins so, and nothing else does.
pub const TYPED: &str = "hush";

/// A data folder on a real disk, and what was ever written to it.
pub struct World {
    root: TempDir,
    dice: Dice,
    pub events: Vec<Event>,
    /// The number of the latest log.
    pub logs: usize,
    disk: Arc<Asked>,
}

impl World {
    pub fn new(seed: u64) -> World {
        World {
            root: TempDir::new().unwrap(),
            dice: Dice(seed),
            events: Vec::new(),
            logs: 0,
            disk: Arc::default(),
        }
    }

    /// A world in which somebody did much, long ago.
    pub fn used(seed: u64) -> World {
        let mut world = World::new(seed);
        while world.events.len() < MANY {
            world.add_log(40);
        }
        world
    }

    pub fn root(&self) -> &Path {
        self.root.path()
    }

    pub fn paths(&self) -> Paths {
        let [data, state, drafts] =
            ["data", "state", "state/drafts/course"].map(|name| self.root.path().join(name));
        Paths {
            data,
            state,
            drafts,
            ..Paths::default()
        }
    }

    pub fn snapshot(&self) -> PathBuf {
        self.root.path().join("state/snapshots/course")
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.dice.below(count)
    }

    fn id(&mut self, of: &str) -> Id {
        format!("{of}-{}", self.below(5)).as_str().into()
    }

    fn known(&mut self) -> Option<String> {
        let nth = self.below(self.events.len().max(1));
        self.events.get(nth).map(|event| event.id.clone())
    }

    fn typed(&mut self) -> String {
        format!("{TYPED} {}", self.below(1 << 20))
    }

    fn place(&mut self) -> Place {
        let words = PlaceWords {
            print: Fingerprint(7),
            begins: "It begins so".into(),
            below: 1,
        };
        Place {
            heading: (self.below(2) == 0).then(|| "part".into()),
            block: self.below(9),
            chars: self.below(99),
            words: (self.below(2) == 0).then_some(words),
        }
    }

    /// Anything that can happen.
    fn kind(&mut self) -> EventKind {
        match self.below(40) {
            0..8 => EventKind::Placed {
                lesson: self.id("l"),
                place: self.place(),
                reached: self.below(101) as u8,
            },
            8..18 => EventKind::Answered {
                question: self.id("q"),
                verdict: [
                    Verdict::Right,
                    Verdict::Partly(1, 3),
                    Verdict::NotYet,
                    Verdict::Noted,
                ][self.below(4)],
                sure: [Sureness::Think, Sureness::Sure][self.below(2)],
                hints: self.below(3) as u8,
                earlier: self.below(9) as u32,
                shown: (0..self.below(4) as u32)
                    .map(|nth| ShownOption {
                        option: Fingerprint(nth * 99_999),
                        right: nth,
                        chosen: 1,
                    })
                    .collect(),
                took: Some(5),
            },
            18..20 => EventKind::Read { lesson: self.id("l") },
            20..22 => EventKind::Passed {
                lesson: self.id("l"),
                blocks: vec![Fingerprint(self.below(99) as u32)],
            },
            22..26 => EventKind::Wrote {
                entry: self.id("journal"),
                part: 0,
                of: 1,
                text: self.typed(),
                category: [None, Some(Category::Journal)][self.below(2)],
            },
            26 => EventKind::Set {
                name: "sureness".into(),
                value: format!("{}", self.below(3)),
            },
            27 => EventKind::Began {
                session: self.id("s"),
                purpose: [
                    Purpose::Review,
                    Purpose::Retake("l-1".into()),
                    Purpose::BeforeAfter("f".into()),
                ][self.below(3)]
                .clone(),
                questions: vec![self.id("q"), self.id("q")],
            },
            28 => EventKind::Ended {
                session: self.id("s"),
            },
            29 => EventKind::Dropped { what: self.id("l") },
            30 => EventKind::Reset {
                lessons: vec![self.id("l")],
                questions: vec![self.id("q")],
            },
            31 => EventKind::Undone {
                event: self.known().unwrap_or_default(),
            },
            32 => EventKind::Recalled {
                entry: self.id("journal"),
            },
            33 => EventKind::Chose {
                rehearsal: self.id("r"),
                scene: self.id("scene"),
                choice: Fingerprint(3),
                to: self.id("scene"),
            },
            34 => EventKind::Turned {
                rehearsal: self.id("r"),
                scene: None,
            },
            35 => EventKind::Told {
                lesson: self.id("l"),
                came: [Came::NotYet, Came::Yes][self.below(2)],
            },
            // Marks, plans and self-assessments are made on few days.
            _ if self.below(3) > 0 => EventKind::Read { lesson: self.id("l") },
            36 => EventKind::Wrote {
                entry: "plan-1000-if".into(),
                part: 0,
                of: 1,
                text: self.typed(),
                category: Some(Category::Plan),
            },
            37 => EventKind::Marked {
                mark: "mark-1".into(),
                page: self.id("l"),
                place: self.place(),
                print: Fingerprint(1),
                words: self.typed(),
                is_on: self.below(3) > 0,
            },
            38 => EventKind::Assessed {
                assessment: "self".into(),
                lens: LearnerRole::Ally,
                ratings: vec![(self.id(TYPED), 3)],
            },
            _ => EventKind::Focused {
                assessment: "self".into(),
                scale: self.id(TYPED),
            },
        }
    }

    pub fn event(&mut self) -> Event {
        let (nth, at) = (self.events.len(), 1_000 + self.below(20_000) as i64);
        let kind = self.kind();
        let event = Event {
            id: match self.below(30) {
                0 => format!("no UUID {nth}"),
                _ => format!("0197f2a0-{:04x}-7000-8000-{nth:012x}", self.below(1 << 16)),
            },
            device: ["desk", "laptop"][self.below(2)].into(),
            seq: nth as u64 % 7,
            clock: Clock(at, 0),
            at,
            kind,
        };
        self.events.push(event.clone());
        event
    }

    /// The log of one more session.
    pub fn add_log(&mut self, most: usize) {
        let events: Vec<Event> = (0..1 + self.below(most)).map(|_| self.event()).collect();
        self.write_log(&events);
    }

    pub fn write_log(&mut self, events: &[Event]) {
        self.logs += 1;
        for (tree, private) in [("events", false), ("journal", true)] {
            let lines: String = events
                .iter()
                .filter(|event| event.kind.is_private() == private)
                .map(write_line)
                .collect();
            let path = self
                .paths()
                .data
                .join(format!("{tree}/desk/{:03}.log", self.logs));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, write_header("desk", "x") + &lines).unwrap();
            age(&path, 3_000);
        }
    }

    pub fn paths_of_logs(&self) -> Vec<PathBuf> {
        let folder = |tree: &str| self.paths().data.join(tree).join("desk");
        let mut logs: Vec<PathBuf> = ["events", "journal"]
            .iter()
            .flat_map(|tree| fs::read_dir(folder(tree)).unwrap())
            .map(|entry| entry.unwrap().path())
            .collect();
        logs.sort();
        logs
    }

    /// Something happens to the logs, as an editor, a synchronizer, another window or another machine may do it.
    pub fn happen(&mut self, what: usize) -> &'static str {
        let logs = self.paths_of_logs();
        let log = logs[self.below(logs.len())].clone();
        let (bytes, before) = (fs::read(&log).unwrap(), modified(&log));
        match what {
            0..5 => {
                self.add_log(6);
                "a session"
            }
            5 => {
                let ids: Vec<String> = self.known().into_iter().collect();
                let forgets = split_ids(&ids).remove(0);
                let forgets = Event {
                    kind: forgets,
                    ..self.event()
                };
                self.write_log(&[forgets]);
                "somebody forgets"
            }
            6 => {
                fs::write(log.with_extension("sync-conflict-x.log"), &bytes).unwrap();
                age(&log.with_extension("sync-conflict-x.log"), 3_000);
                "a copy"
            }
            7 => {
                let grown = [&bytes[..], write_line(&self.event()).as_bytes()].concat();
                fs::write(&log, grown).unwrap();
                fs::File::open(&log).unwrap().set_modified(before).unwrap();
                "it grew"
            }
            8 => {
                fs::write(&log, &bytes[..bytes.len() / 2]).unwrap();
                age(&log, 4_000);
                "it was cut"
            }
            9 => {
                // As long as before, with other content: the words of a line are gone.
                fs::write(&log, [b"x".repeat(bytes.len() - 1), b"\n".to_vec()].concat()).unwrap();
                age(&log, 5_000);
                "it was overwritten"
            }
            10 => {
                fs::write(&log, [b"y".repeat(bytes.len() - 1), b"\n".to_vec()].concat()).unwrap();
                fs::File::open(&log).unwrap().set_modified(before).unwrap();
                "it was overwritten, and its time set back"
            }
            11 => {
                fs::remove_file(&log).unwrap();
                "it vanished"
            }
            12 => {
                // Another file of its name, its length and its time.
                let other = log.with_extension("other");
                fs::write(&other, [b"z".repeat(bytes.len() - 1), b"\n".to_vec()].concat()).unwrap();
                fs::File::open(&other).unwrap().set_modified(before).unwrap();
                #[expect(clippy::disallowed_methods, reason = "the test plays a synchronizer")]
                fs::rename(&other, &log).unwrap();
                "it was replaced"
            }
            _ => {
                if let Ok(mut snapshot) = fs::read(self.snapshot()) {
                    let at = self.below(snapshot.len());
                    snapshot[at] ^= 1 << self.below(8);
                    fs::write(self.snapshot(), snapshot).unwrap();
                }
                "the snapshot is damaged"
            }
        }
    }

    /// A start, and how many logs it read.
    pub fn start(&self, renamed: &[(String, String)]) -> (EventStore, Found, Progress, usize) {
        self.disk.take();
        let (disk, _, found, progress) = open_folded(self.disk.clone(), self.paths(), renamed, NOW);
        (disk, found, progress, self.logs_read())
    }

    pub fn logs_read(&self) -> usize {
        let asked = self.disk.take();
        let is_log = |path: &Path| path.extension().is_some_and(|end| end == "log");
        asked
            .iter()
            .filter(|(what, path)| *what == "read" && is_log(path))
            .count()
    }

    /// What all logs say.
    pub fn truth(&self, renamed: &[(String, String)]) -> (Found, Progress) {
        let (_, _, found) = open_on(Arc::new(OsFileSystem), self.paths(), NOW);
        let progress = Progress::renamed(renamed, &found.events);
        (found, progress)
    }
}

/// Makes it look as if a file had been modified so many seconds ago.
pub fn age(path: &Path, seconds: u64) {
    let time = SystemTime::now() - Duration::from_secs(seconds);
    fs::File::open(path).unwrap().set_modified(time).unwrap();
}

pub fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}
