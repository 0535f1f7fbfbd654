//! That statements keep the rules, and that nothing of the learner's own is in any.

mod rules;

use super::*;
use crate::action::{Came, LearnerRole};
use crate::clean::Fingerprint;
use crate::course::manifest;
use crate::doc::Place;
use crate::export::xapi::tests::rules::{faults, is_timestamp};
use crate::progress::event::{Category, Clock};
use crate::quiz::answer::ShownOption;
use serde_json::{Value, json};

/// What no statement may hold.
const SECRET: &str = "lighthouse";

fn event(nth: u32, kind: EventKind) -> Event {
    Event {
        id: format!("0197f2a0-0000-7000-8000-{nth:012}"),
        device: "laptop".into(),
        seq: u64::from(nth),
        clock: Clock(Millis::from(nth) + 1, 0),
        at: 1_790_000_000_000 + Millis::from(nth) * 61_234,
        kind,
    }
}

fn answered(question: &str, verdict: Verdict, shown: &[(u32, u32, u32)]) -> EventKind {
    let shown = shown
        .iter()
        .map(|(option, right, chosen)| ShownOption::from((Fingerprint(*option), *right, *chosen)));
    EventKind::Answered {
        question: question.into(),
        verdict,
        sure: Sureness::Think,
        hints: 1,
        earlier: 0,
        shown: shown.collect(),
        took: Some(75_239),
    }
}

fn account() -> Account {
    Account {
        home_page: OWN_ACCOUNTS.to_owned(),
        name: "0197f2a0-0000-7000-8000-0000000000aa".to_owned(),
    }
}

fn course() -> Course {
    let manifest = r#"Course(id: "tea", title: "lighthouse", modules: [Module(id: "m", title: "lighthouse", items: [
        Final(id: "final", file: "final.md", draw: 2, pass: 1, quotas: {"m": 2}),
    ])])"#;
    let manifest = manifest::read(Some(manifest.as_bytes())).unwrap();
    crate::course::load::course(&manifest, &Default::default(), Default::default())
}

fn lines(events: &[Event]) -> Vec<Value> {
    let written = statements(&course(), events, &account(), |_| true);
    let lines: Vec<Value> = written
        .lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), written.answers + written.others);
    lines
}

/// One event of each kind, with a secret wherever words can stand. A kind that is new has to be added.
fn every_kind() -> Vec<EventKind> {
    let secret = || SECRET.to_owned();
    let wrote = |category| EventKind::Wrote {
        entry: SECRET.into(),
        part: 0,
        of: 1,
        text: secret(),
        category,
    };
    let place = || Place {
        heading: Some(SECRET.into()),
        ..Place::default()
    };
    let mut kinds: Vec<EventKind> = [
        None,
        Some(Category::Course),
        Some(Category::Journal),
        Some(Category::Plan),
        Some(Category::SelfAssessment),
        Some(Category::Notes),
    ]
    .map(wrote)
    .into();
    kinds.extend([
        EventKind::Placed {
            lesson: "green".into(),
            place: place(),
            reached: 100,
        },
        EventKind::Passed {
            lesson: "green".into(),
            blocks: vec![Fingerprint::of(SECRET)],
        },
        // A question for the journal, a first thought, a form before the course.
        answered(SECRET, Verdict::Noted, &[(7, 1, 1), (8, 0, 0)]),
        EventKind::Set {
            name: secret(),
            value: secret(),
        },
        EventKind::Began {
            session: SECRET.into(),
            purpose: Purpose::Review,
            questions: vec![SECRET.into()],
        },
        EventKind::Began {
            session: "s".into(),
            purpose: Purpose::BeforeAfter(SECRET.into()),
            questions: vec![SECRET.into()],
        },
        EventKind::Dropped { what: SECRET.into() },
        EventKind::Ended {
            session: SECRET.into(),
        },
        EventKind::Reset {
            lessons: vec![SECRET.into()],
            questions: vec![SECRET.into()],
        },
        EventKind::Undone { event: secret() },
        EventKind::Recalled { entry: SECRET.into() },
        EventKind::Forgotten {
            events: vec![secret()],
        },
        EventKind::Chose {
            rehearsal: SECRET.into(),
            scene: SECRET.into(),
            choice: Fingerprint::of(SECRET),
            to: SECRET.into(),
        },
        EventKind::Turned {
            rehearsal: SECRET.into(),
            scene: Some(SECRET.into()),
        },
        EventKind::Assessed {
            assessment: SECRET.into(),
            lens: LearnerRole::Ally,
            ratings: vec![(SECRET.into(), 5)],
        },
        EventKind::Focused {
            assessment: SECRET.into(),
            scale: SECRET.into(),
        },
        EventKind::Told {
            lesson: SECRET.into(),
            came: Came::Yes,
        },
        EventKind::Marked {
            mark: SECRET.into(),
            page: SECRET.into(),
            place: place(),
            print: Fingerprint::of(SECRET),
            words: secret(),
            is_on: true,
        },
    ]);
    kinds
}

#[test]
fn of_all_that_is_kept_only_judged_answers_and_steps_of_the_course_leave() {
    let leaves = [
        EventKind::Read {
            lesson: "green".into(),
        },
        answered("how-hot", Verdict::NotYet, &[(7, 1, 0), (8, 0, 1)]),
    ];
    let kinds = every_kind().into_iter().chain(leaves);
    let events: Vec<Event> = (0..).zip(kinds).map(|(nth, kind)| event(nth, kind)).collect();
    let written = statements(&course(), &events, &account(), |_| true);
    assert_eq!((written.answers, written.others, written.left), (1, 1, 0));
    for hidden in [
        SECRET,
        "laptop",
        &Fingerprint::of(SECRET).0.to_string(),
        &interaction::id(Fingerprint::of(SECRET)),
    ] {
        assert!(!written.lines.contains(hidden), "{hidden}: {}", written.lines);
    }
}

#[test]
fn statements_keep_the_rules() {
    let kinds = [
        answered("how-hot", Verdict::NotYet, &[(7, 1, 0), (8, 0, 1)]),
        answered("how-hot", Verdict::Right, &[(7, 1, 1), (8, 0, 0)]),
        answered("which", Verdict::Partly(2, 3), &[(7, 1, 1), (8, 0, 0), (9, 1, 0)]),
        answered("order", Verdict::NotYet, &[(7, 1, 2), (8, 2, 3), (9, 3, 1)]),
        answered("match", Verdict::NotYet, &[(7, 500, 600), (8, 600, 600)]),
        answered("gap", Verdict::NotYet, &[(7, 1, 0), (8, 0, 0)]),
        answered("odd id/é", Verdict::Right, &[]),
        EventKind::Read {
            lesson: "green".into(),
        },
        EventKind::Began {
            session: "s".into(),
            purpose: Purpose::Final("final".into()),
            questions: vec!["how-hot".into(), "late".into()],
        },
        answered("how-hot", Verdict::Right, &[(7, 1, 1), (8, 0, 0)]),
        answered("late", Verdict::NotYet, &[(7, 1, 0), (8, 0, 1)]),
        EventKind::Ended { session: "s".into() },
        EventKind::Ended { session: "s".into() },
    ];
    let events: Vec<Event> = (0..).zip(kinds).map(|(nth, kind)| event(nth, kind)).collect();
    let all = lines(&events);
    for (statement, event) in all.iter().zip(&events) {
        assert_eq!(faults(statement), Vec::<String>::new(), "{statement:#}");
        let is_own = statement["id"] == event.id.as_str();
        assert_eq!(
            is_own,
            !matches!(event.kind, EventKind::Ended { .. }),
            "{statement}"
        );
    }
    let result = |nth: usize, key: &str| all[nth]["result"][key].clone();
    assert_eq!(result(0, "response"), "00000008");
    assert_eq!(
        (result(0, "success"), result(1, "success")),
        (json!(false), json!(true))
    );
    assert_eq!(
        (result(0, "duration"), all[1]["timestamp"].clone()),
        (json!("PT75.23S"), json!("2026-09-21T14:14:21.234Z"))
    );
    assert_eq!(result(2, "score")["raw"], 2);
    assert_eq!(result(3, "response"), "00000009[,]00000007[,]00000008");
    assert_eq!(
        all[3]["object"]["definition"]["correctResponsesPattern"][0],
        "00000007[,]00000008[,]00000009"
    );
    assert_eq!(result(4, "response"), "00000007[.]00000258[,]00000008[.]00000258");
    assert_eq!(
        (
            result(5, "response"),
            all[5]["object"]["definition"]["interactionType"].clone()
        ),
        (Value::Null, json!("choice"))
    );
    assert_eq!(all[6]["object"]["definition"]["interactionType"], "other");
    let verbs: Vec<&str> = all[7..]
        .iter()
        .map(|statement| statement["verb"]["display"]["en"].as_str().unwrap())
        .collect();
    assert_eq!(
        verbs,
        ["completed", "initialized", "answered", "answered", "passed"]
    );
    let iri = all[6]["object"]["id"]
        .as_str()
        .unwrap()
        .strip_prefix(&questions_of("tea"))
        .unwrap();
    assert_eq!(decoded(iri).as_deref(), Some("odd id/é"));
}

#[test]
fn what_comes_later_changes_no_statement() {
    let first = [event(
        0,
        answered("how-hot", Verdict::NotYet, &[(7, 1, 0), (8, 0, 1)]),
    )];
    let later = [
        first[0].clone(),
        event(
            1,
            EventKind::Reset {
                lessons: vec![],
                questions: vec!["how-hot".into()],
            },
        ),
    ];
    assert_eq!(lines(&first), lines(&later));
    let mut other = first.clone();
    other[0].id = "not-a-uuid".to_owned();
    let written = statements(&course(), &other, &account(), |_| true);
    assert_eq!((written.lines.as_str(), written.left), ("", 1));
    let none = statements(&course(), &first, &account(), |at| at > first[0].at);
    assert_eq!(none, Statements::default());
}

#[test]
fn any_moment_has_a_timestamp_that_stores_take() {
    for at in [Millis::MIN, -1, 0, 1_790_000_000_000, Millis::MAX] {
        assert!(is_timestamp(&timestamp(at)), "{}", timestamp(at));
    }
}

#[test]
fn the_rules_find_what_is_wrong() {
    let good = lines(&[event(
        0,
        answered("how-hot", Verdict::NotYet, &[(7, 1, 0), (8, 0, 1)]),
    )])
    .remove(0);
    let wrong = [
        ("/id", json!("yesterday")),
        ("/actor/account/name", json!("ada@example.org")),
        ("/actor/account/homePage", json!("home")),
        ("/actor/objectType", Value::Null),
        ("/verb/id", json!("answered")),
        ("/object/id", json!("how-hot")),
        ("/object/definition/interactionType", json!("tick")),
        ("/object/definition/choices/0/id", json!("00000008")),
        (
            "/object/definition/type",
            json!("http://adlnet.gov/expapi/activities/lesson"),
        ),
        ("/result/response", json!("00000009")),
        ("/result/response", json!("00000008[,]00000008")),
        ("/result/score/scaled", json!(1.2)),
        ("/result/duration", json!("5.5")),
        ("/result/duration", json!("PT5.555S")),
        ("/result/extensions", json!({"sureness": "sure"})),
        ("/timestamp", json!("yesterday")),
        ("/timestamp", json!("2026-09-21T15:33:20Z")),
    ];
    for (place, value) in wrong {
        let mut statement = good.clone();
        *statement.pointer_mut(place).unwrap() = value;
        assert!(!faults(&statement).is_empty(), "{place}: {statement:#}");
    }
}
