//! Tests of the lines of the log: round trips, damage, versions older and newer than this one, and the order
//! of events.

use super::*;
use crate::action::{Came, Sureness};
use crate::clean::Fingerprint;
use crate::doc::Place;
use crate::progress::event::{Clock, Purpose};
use crate::progress::log::line::MAX_LINE;
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
                    chars,
                    words: None
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
                    took: None,
                }
            }
        ),
        (id(), any::<u32>(), any::<u32>(), words()).prop_map(|(entry, part, of, text)| {
            EventKind::Wrote {
                entry,
                part,
                of,
                text,
                category: None,
            }
        }),
        (words(), words()).prop_map(|(name, value)| EventKind::Set { name, value }),
        (
            id(),
            prop_oneof![Just(Came::Yes), Just(Came::No), Just(Came::NotYet)]
        )
            .prop_map(|(lesson, came)| EventKind::Told { lesson, came }),
        (
            id(),
            id(),
            any::<(usize, u32, bool)>(),
            proptest::option::of(id()),
            words()
        )
            .prop_map(
                |(mark, page, (block, print, is_on), heading, words)| EventKind::Marked {
                    mark,
                    page,
                    place: Place {
                        heading,
                        block,
                        chars: 0,
                        words: None
                    },
                    print: Fingerprint(print),
                    words,
                    is_on,
                }
            ),
        (id(), id(), proptest::collection::vec(id(), 0..4)).prop_map(|(session, item, questions)| {
            EventKind::Began {
                session,
                purpose: Purpose::BeforeAfter(item),
                questions,
            }
        }),
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
            device: device.into(),
            seq,
            clock: Clock(wall, counter),
            at,
            kind,
        })
}

fn log(events: &[Event]) -> Vec<u8> {
    mixed(events, &[])
}

/// A log in which the lines of events at these positions are of version 1.
fn mixed(events: &[Event], old: &[usize]) -> Vec<u8> {
    let line = |(nth, event): (usize, &Event)| {
        if old.contains(&nth) {
            sealed_ron(&ron::to_string(event).unwrap())
        } else {
            write_line(event)
        }
    };
    let lines: String = events.iter().enumerate().map(line).collect();
    (write_header("laptop", "one") + &lines).into_bytes()
}

/// A line as version 1 wrote it.
fn sealed_ron(ron: &str) -> String {
    format!("1 {:08x} {ron}\n", crc32c::crc32c(ron.as_bytes()))
}

/// A line of a version, as this one and all later ones write it.
fn sealed(version: u32, body: &str) -> String {
    let sum = crc32c::crc32c(format!("{version} {body}").as_bytes());
    format!("{version} {sum:08x} {body}\n")
}

/// Which of some lines are of version 1.
fn some_old() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(0..6usize, 0..6)
}

fn wrote(text: &str) -> Event {
    let kind = EventKind::Wrote {
        entry: "notes".into(),
        part: 0,
        of: 1,
        text: text.to_owned(),
        category: None,
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
    fn what_is_written_is_read(events in proptest::collection::vec(event(), 0..6), old in some_old()) {
        let bytes = mixed(&events, &old);
        prop_assert_eq!(bytes.iter().filter(|&&byte| byte == b'\n').count(), events.len() + 1);
        prop_assert_eq!(read(&bytes), Reading { events, unknown: 0, set_aside: vec![] });
    }

    #[test]
    fn a_prefix_reads_as_a_prefix(events in proptest::collection::vec(event(), 1..4), old in some_old(), cut in any::<proptest::sample::Index>()) {
        let bytes = mixed(&events, &old);
        let cut = cut.index(bytes.len());
        let whole = bytes[..cut].iter().filter(|&&byte| byte == b'\n').count().saturating_sub(1);
        prop_assert_eq!(read(&bytes[..cut]), Reading { events: events[..whole].to_vec(), unknown: 0, set_aside: vec![] });
    }

    #[test]
    fn a_flipped_byte_loses_one_record_at_most(
        events in proptest::collection::vec(event(), 1..4), old in some_old(),
        at in any::<proptest::sample::Index>(), flip in 1..=255u8, newline in any::<bool>(),
    ) {
        let mut bytes = mixed(&events, &old);
        let newlines: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b'\n').collect();
        let at = if newline { newlines[at.index(newlines.len())] } else { at.index(bytes.len()) };
        bytes[at] ^= flip;
        let found = read(&bytes).events;
        let hit = newlines.iter().position(|&end| at <= end).expect("a log ends in a newline");
        let rest: Vec<&Event> = events.iter().enumerate().filter(|(number, _)| number + 1 != hit).map(|(_, event)| event).collect();
        prop_assert!(found == events || found.iter().collect::<Vec<_>>() == rest, "{found:#?}");
    }

    #[test]
    fn arbitrary_bytes_never_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), ron in "[(\\[\"]{0,200}", near in "[0-9]{1,3} [0-9a-f ]{0,10}.{0,9}\n") {
        read(&noise);
        read(near.as_bytes());
        for line in [sealed_ron(&ron), sealed(2, &ron), sealed(3, &ron), sealed(999, &ron)] {
            prop_assert_eq!(read(line.as_bytes()).unknown, 1, "{}", line);
        }
    }

    #[test]
    fn order_is_that_of_the_set(
        events in proptest::collection::vec((0..4u8, 0..3i64, 0..2u32, 0..2u64, "[ab]", kind()), 0..12)
            .prop_map(|list| list.into_iter().map(|(id, wall, counter, seq, device, kind)| {
                Event { id: id.to_string(), device: device.into(), seq, clock: Clock(wall, counter), at: 0, kind }
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
    let events = [
        wrote("one"),
        wrote("1 00000000 (two) 2 00000000 {}"),
        wrote("three"),
    ];
    for old in [&[][..], &[1]] {
        let bytes = mixed(&events, old);
        for at in 0..bytes.len() {
            // Every bit, all of them, and another pattern at each byte.
            let other = (at * 37 % 255 + 1) as u8;
            for flip in (0..8).map(|bit| 1 << bit).chain([0xff, other]) {
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
}

#[test]
fn a_flipped_version_is_damage_and_no_newer_version() {
    let line = write_line(&wrote("one"));
    for version in ["1", "3", "9"] {
        let found = read(line.replacen('2', version, 1).as_bytes());
        assert_eq!(found.set_aside.len(), 1, "{version}: {found:?}");
    }
    for line in [
        "02 00000000 {}\n",
        " 2 00000000 {}\n",
        "2  00000000 {}\n",
        "12345 00000000 {}\n",
        "2 {}\n",
        "2\n",
    ] {
        assert_eq!(
            read(line.as_bytes()).set_aside[0].reason,
            Reason::NotALine,
            "{line}"
        );
    }
}

/// An event of a kind that this version does not know, in each version's form.
const PLANNED_RON: &str = "(id:\"a\",device:\"b\",seq:0,clock:(1,2),at:3,kind:Planned(step:\"ask\",of:[(1,\"x\")],then:Some(Next)))";
const PLANNED_JSON: &str = r#"{"id":"a","device":"b","seq":0,"clock":[1,2],"at":3,"kind":{"Planned":{"step":"ask","of":[[1,"x"]]}}}"#;

#[test]
fn what_a_newer_version_wrote_is_kept_and_known_by_its_id() {
    let stub = || {
        Record::Unknown(Some(Stub {
            id: "a".into(),
            device: "b".into(),
            at: 3,
        }))
    };
    for line in [
        sealed_ron(PLANNED_RON),
        sealed(2, PLANNED_JSON),
        sealed(3, PLANNED_JSON),
        sealed(40, PLANNED_JSON),
    ] {
        let whole = line.trim_end();
        let bytes = format!("{line}noise {line}");
        let found: Vec<LogLine> = lines(bytes.as_bytes()).collect();
        let record = |number, record| LogLine {
            number,
            bytes: whole.as_bytes(),
            record,
        };
        assert_eq!(found[0], record(1, stub()));
        assert_eq!(found[1].record, Record::Damaged(Reason::NotALine));
        // Of a version of two digits behind damage, the first digit cannot be told from the damage.
        if !line.starts_with('4') {
            assert_eq!(found[2], record(2, stub()));
        }
    }
    // A body that is no event at all: nothing is known of it, and it is no damage.
    for line in [
        sealed(3, "[\"a\",7]"),
        sealed(3, "(id:1)"),
        sealed(2, "{}"),
        sealed(2, "{\"id\":7}"),
        sealed(2, "null"),
    ] {
        let found: Vec<Record> = lines(line.as_bytes()).map(|line| line.record).collect();
        assert_eq!(found, [Record::Unknown(None)], "{line}");
    }
}

#[test]
fn fields_of_a_newer_version_are_passed_over() {
    let json = json::write(&wrote("one"));
    let more = json.replacen('{', r#"{"mood":{"deep":[1,null,true,"x"]},"#, 1);
    let more = more.replace(r#""Wrote":{"#, r#""Wrote":{"language":"en","#);
    let line = sealed(2, &more);
    assert_eq!(read(line.as_bytes()).events, [wrote("one")]);
    assert_eq!(
        lines(line.as_bytes()).next().unwrap().bytes,
        line.trim_end().as_bytes()
    );
    let header = r#"{"log":2,"device":"d","segment":"s","tool":{"name":"x"}}"#;
    let found: Vec<Record> = lines(sealed(2, header).as_bytes())
        .map(|line| line.record)
        .collect();
    assert!(
        matches!(&found[..], [Record::Header(header)] if header.device == "d"),
        "{found:?}"
    );
}

#[test]
fn a_line_of_ten_megabytes_is_set_aside_and_the_rest_is_read() {
    let good = write_line(&wrote("good"));
    let long = write_line(&wrote(&"x".repeat(10_000_000)));
    let nested = sealed(2, &"[".repeat(60_000));
    let found = read(format!("{good}{long}{nested}{good}").as_bytes());
    let aside = SetAside {
        line: 2,
        reason: Reason::TooLong,
    };
    assert_eq!((found.set_aside, found.unknown), (vec![aside], 1));
    assert_eq!(found.events, vec![wrote("good"); 2]);
}

#[test]
fn damage_is_named_by_line_and_reason() {
    let good = write_line(&wrote("good"));
    let bad = good.replace("good", "evil");
    let long = format!("1 00000000 {}\n", "x".repeat(MAX_LINE));
    let found = read(
        format!(
            "{good}{bad}\nnoise\n{long}+{good}2 +1234567 {{}}\n{good}{}",
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
    let line = r#"2 e5eefb99 {"id":"i","device":"d","seq":1,"clock":[2,3],"at":4,"kind":{"Read":{"lesson":"welcome"}}}"#;
    assert_eq!(write_line(&event).trim_end(), line);
    let old = "1 2c9fe540 (id:\"i\",device:\"d\",seq:1,clock:(2,3),at:4,kind:Read(lesson:\"welcome\"))\n";
    assert_eq!(read(old.as_bytes()).events, [event]);
    assert_eq!(
        write_header("d", "s").trim_end(),
        sealed(2, r#"{"log":2,"device":"d","segment":"s"}"#).trim_end()
    );
    let old = "1 b5d5c073 (log:1,device:\"01a21518-231c-7b8d-89a4-43c63799a13e\",segment:\"01a21518-2320-72b0-97f0-02071a67c2d3\")\n";
    assert!(matches!(
        lines(old.as_bytes()).next().unwrap().record,
        Record::Header(_)
    ));
}

#[test]
fn the_events_of_one_machine_share_its_id() {
    let found = read(&mixed(&[wrote("one"), wrote("two"), wrote("three")], &[1])).events;
    assert!(
        found
            .windows(2)
            .all(|pair| Id::ptr_eq(&pair[0].device, &pair[1].device))
    );
}
