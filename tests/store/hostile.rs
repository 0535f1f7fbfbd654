//! Data folders as somebody or something else left them: what is whole is read, nothing is overwritten, and
//! all of it is told.

use crate::crashes::paths as simulated;
use crate::player::{NOW, Player, library};
use crate::sim::Sim;
use ally_up::app::Msg;
use ally_up::progress::event::{Event, EventKind};
use ally_up::progress::log;
use ally_up::store::open;
use ally_up::store::paths::Paths;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn paths(root: &Path) -> Paths {
    Paths {
        data: root.join("course"),
        drafts: root.join("state/drafts"),
        state: root.join("state"),
        ..Paths::default()
    }
}

fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.append(&mut everything(&path)),
            false => drop(all.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    all
}

/// A log of some answers.
fn history(root: &Path, count: u32) -> (PathBuf, Vec<Event>) {
    let (mut disk, mut stamper, _) = open(paths(root), NOW);
    let kind = |number: u32| EventKind::Set {
        name: format!("n{number}"),
        value: "value\n\u{1b}[2J".into(),
    };
    let events: Vec<Event> = (0..count)
        .map(|number| stamper.stamp(kind(number), NOW))
        .collect();
    disk.append(&events).unwrap();
    let log = everything(&root.join("course/events"))
        .into_keys()
        .next()
        .unwrap();
    (log, events)
}

#[test]
fn damaged_logs_lose_what_is_damaged_and_no_more() {
    type Damage = fn(Vec<u8>) -> Vec<u8>;
    fn lines(bytes: &[u8]) -> Vec<&[u8]> {
        bytes.split_inclusive(|byte| *byte == b'\n').collect()
    }
    // How the log is damaged, how many of its ten events are left, and how many lines are told.
    let cases: [(&str, Damage, usize, usize); 9] = [
        ("truncated", |bytes| bytes[..bytes.len() - 9].to_vec(), 9, 0),
        ("zeroed", |bytes| vec![0; bytes.len()], 0, 0),
        (
            "a zeroed tail",
            |mut bytes| {
                let from = bytes.len() - lines(&bytes)[10].len();
                bytes[from..].fill(0);
                bytes
            },
            9,
            0,
        ),
        (
            "a zeroed line",
            |mut bytes| {
                let from: usize = lines(&bytes)[..4].iter().map(|line| line.len()).sum();
                let end = from + lines(&bytes)[4].len() - 1;
                bytes[from..end].fill(0);
                bytes
            },
            9,
            1,
        ),
        ("duplicated", |bytes| bytes.repeat(3), 10, 0),
        (
            "reordered",
            |bytes| {
                let mut lines = lines(&bytes);
                lines.reverse();
                lines.concat()
            },
            10,
            0,
        ),
        ("foreign", |_| b"GET / 200\n\x1b]0;title\x07\n".to_vec(), 0, 2),
        (
            "a line of ten megabytes",
            |bytes| [&vec![b'x'; 10 << 20][..], b"\n", &bytes].concat(),
            10,
            1,
        ),
        ("empty", |_| Vec::new(), 0, 0),
    ];
    for (name, damage, left, told) in cases {
        let root = TempDir::new().unwrap();
        let (log, events) = history(root.path(), 10);
        fs::write(&log, damage(fs::read(&log).unwrap())).unwrap();
        let before = everything(root.path());
        let (mut disk, mut stamper, found) = open(paths(root.path()), NOW + 1);
        assert_eq!(
            (found.events.len(), found.set_aside.len()),
            (left, told),
            "{name}"
        );
        assert!(
            found.events.iter().all(|event| events.contains(event)),
            "{name}: something that was never written"
        );
        // It goes on beside it, and what was there stays as it is, to the last byte.
        disk.append(&[stamper.stamp(EventKind::Read { lesson: "one".into() }, NOW)])
            .unwrap();
        let after = everything(root.path());
        assert!(
            before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)),
            "{name}: something was overwritten"
        );
        assert_eq!(open(paths(root.path()), NOW).2.events.len(), left + 1, "{name}");
    }
}

#[test]
fn ten_thousand_files() {
    let root = TempDir::new().unwrap();
    let (_, events) = history(root.path(), 10);
    let folder = root.path().join("course/events/other");
    fs::create_dir(&folder).unwrap();
    for number in 0..10_000 {
        let event = &events[number % 10];
        let other = Event {
            id: format!("{number}"),
            seq: number as u64,
            device: "other".into(),
            ..event.clone()
        };
        fs::write(folder.join(format!("{number}.log")), log::write_line(&other)).unwrap();
    }
    let found = open(paths(root.path()), NOW).2;
    assert_eq!((found.events.len(), found.problem), (10_010, None));
}

#[test]
fn clocks_that_are_wrong_lose_nothing() {
    const YEAR: i64 = 365 * 24 * 3_600_000;
    let (library, sim) = (library(), Sim::new(Path::new("/home/ada"), 1));
    let mut given = Vec::new();
    // In order, a year back, 1970 and before, 2100, and right again. Each time a question is answered anew,
    // then begun once more.
    for (turn, now) in [NOW, NOW - YEAR, 0, -YEAR, 4_102_444_800_000, NOW]
        .into_iter()
        .enumerate()
    {
        let mut player = Player::start(&library, &sim, now);
        if turn > 0 {
            let draft = player
                .app
                .model()
                .drafts
                .get("how-hot")
                .unwrap_or_else(|| panic!("the unfinished answer of clock {now} is gone"));
            assert_eq!(draft.earlier as usize, turn, "{draft:?}");
        }
        let go = ally_up::action::Action::Go(
            ally_up::action::Screen::Lesson("l".into()),
            Some("how-hot".into()),
        );
        player.send(Msg::Act(go));
        player.keys("1<enter><enter>");
        let attempts = player.app.model().progress.count("how-hot") as usize;
        assert_eq!(attempts, turn + 1, "{}", player.screen());
        assert_eq!(
            player.app.model().progress.latest("how-hot").unwrap().earlier as usize,
            turn,
            "the latest is the one given last"
        );
        player.send(Msg::Act(ally_up::action::Action::Retry("how-hot".into())));
        player.keys("2");
        given.append(&mut player.store.given);
    }
    let found = ally_up::store::open_on(std::sync::Arc::new(sim), simulated(), NOW).2;
    let ids = |events: &[Event]| events.iter().map(|event| event.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        ids(&found.events),
        ids(&given),
        "their order is that in which they happened"
    );
}
