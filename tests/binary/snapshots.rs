//! After much use a start comes from a snapshot: nobody sees a difference, forgetting takes it away, and where it cannot be written all
//! is as it was.

use crate::copies::{holds, tea};
use crate::home::Home;
use ally_up::action::Sureness;
use ally_up::progress::event::{Clock, Event, EventKind};
use ally_up::progress::log::{write_header, write_line};
use ally_up::quiz::answer::Verdict;
use std::fs;
use std::time::{Duration, SystemTime};

const SNAPSHOT: &str = "state/ally-up/snapshots/tea";

/// Answers and a reflection, saved a while ago.
fn used() -> Home {
    let home = Home::new();
    let event = |nth: u32, kind| Event {
        id: format!("0197f2a0-0000-7000-8000-{nth:012}"),
        device: "laptop".into(),
        seq: nth.into(),
        clock: Clock(1_790_000_000_000, nth),
        at: 1_790_000_000_000,
        kind,
    };
    let answered = |nth| {
        let kind = EventKind::Answered {
            question: if nth == 0 { "whom" } else { "how-hot" }.into(),
            verdict: if nth == 0 { Verdict::Noted } else { Verdict::NotYet },
            sure: Sureness::Think,
            hints: 0,
            earlier: nth,
            shown: Vec::new(),
            took: None,
        };
        write_line(&event(nth, kind))
    };
    let reflected = EventKind::Wrote {
        entry: "whom".into(),
        part: 0,
        of: 1,
        text: "My aunt at the lighthouse.".into(),
        category: None,
    };
    let logs = [
        ("events", (0..300).map(answered).collect::<String>()),
        ("journal", write_line(&event(300, reflected))),
    ];
    for (stream, lines) in logs {
        let name = format!("share/ally-up/tea/{stream}/laptop/0197f2a0-0000-7000-9000-000000000000.log");
        home.write(
            &name,
            write_header("laptop", "0197f2a0-0000-7000-9000-000000000000") + &lines,
        );
        let log = fs::File::open(home.path(&name)).unwrap();
        log.set_modified(SystemTime::now() - Duration::from_secs(3_600))
            .unwrap();
    }
    home
}

const LOOK: [&str; 4] = ["Green tea", ":outline", "Whom would", "quit"];

#[test]
fn a_start_from_a_snapshot_looks_like_any_other_until_something_is_forgotten() {
    let home = used();
    let first = home.play(&LOOK);
    first.is_done();
    first.says(&["lighthouse", "Goodbye. Everything is saved."]);
    let snapshot = fs::read(home.path(SNAPSHOT)).unwrap();
    let status = home.status();
    // What it did is its own log by now; so the next two starts are alike.
    let second = home.play(&LOOK);
    second.is_done();
    second.says(&["lighthouse", "Goodbye. Everything is saved."]);
    assert_eq!(home.status(), status);
    assert_eq!(
        fs::read(home.path(SNAPSHOT)).unwrap(),
        snapshot,
        "it still counts"
    );
    fs::write(home.path(SNAPSHOT), &snapshot[..snapshot.len() / 2]).unwrap();
    assert_eq!(home.status(), status);
    home.play(&LOOK)
        .says(&["lighthouse", "Goodbye. Everything is saved."]);
    assert_eq!(
        fs::read(home.path(SNAPSHOT)).unwrap().len(),
        snapshot.len(),
        "it was made anew"
    );
    tea(&home, &["forget", "journal"], &["forget"]).says(&["It is gone from this machine."]);
    assert!(!home.path(SNAPSHOT).exists() && !holds(&home, &["lighthouse"]));
    assert!(!home.play(&LOOK).output.contains("lighthouse"));
    assert!(!tea(&home, &["doctor"], &[]).output.contains("snapshots"));
}

#[test]
fn where_no_snapshot_can_be_written_nothing_is_said_of_it() {
    let home = used();
    home.write("state/ally-up/snapshots", "in the way");
    let ran = home.play(&LOOK);
    ran.is_done();
    ran.says(&["lighthouse", "Goodbye. Everything is saved."]);
    assert_eq!(
        fs::read(home.path("state/ally-up/snapshots")).unwrap(),
        b"in the way"
    );
    tea(&home, &["forget", "journal"], &["forget"]).says(&["It is gone from this machine."]);
}

#[test]
fn a_first_page_is_of_the_logs_as_they_are_by_now() {
    let home = used();
    home.play(&LOOK).is_done();
    let before = home.play(&["quit"]).output;
    // An editor left nothing but the header, in place.
    let name = "share/ally-up/tea/events/laptop/0197f2a0-0000-7000-9000-000000000000.log";
    fs::write(
        home.path(name),
        write_header("laptop", "0197f2a0-0000-7000-9000-000000000000"),
    )
    .unwrap();
    let page = home.play(&["quit"]).output;
    fs::remove_file(home.path(SNAPSHOT)).ok();
    assert_eq!(page, home.play(&["quit"]).output);
    assert_ne!(page, before);
}
