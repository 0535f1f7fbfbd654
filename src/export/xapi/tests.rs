//! The rules of xAPI 1.0.3 that a statement has to keep, and that nothing of the learner's own is in any.

use super::*;
use crate::action::{Came, LearnerRole};
use crate::clean::Fingerprint;
use crate::course::manifest;
use crate::doc::Place;
use crate::progress::event::{Category, Clock};
use crate::quiz::answer::ShownOption;
use serde_json::{Map, Value, json};

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
    crate::course::load::course(&manifest, &Default::default(), &Default::default())
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
        block: 0,
        chars: 0,
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

/// The rules, each by the section of the text that states it. What a store takes proves nothing, so they are written down here.
fn faults(statement: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut demand = |holds: bool, rule: &str| {
        if !holds {
            faults.push(rule.to_owned());
        }
    };
    let keys = |value: &Value| {
        value
            .as_object()
            .map(|map| map.keys().cloned().collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let only = |value: &Value, known: &[&str]| keys(value).iter().all(|key| known.contains(&key.as_str()));
    demand(!has_null(statement), "2.2: no property is null");
    demand(
        only(
            statement,
            &["id", "actor", "verb", "object", "result", "context", "timestamp"],
        ),
        "2.2: no unknown property",
    );
    demand(is_id(&statement["id"]), "2.4.1: the id is a UUID");
    let actor = &statement["actor"];
    demand(
        only(actor, &["objectType", "account"]) && actor["objectType"] == "Agent",
        "2.4.2.1: one way to identify an agent",
    );
    demand(
        is_iri(&actor["account"]["homePage"]),
        "2.4.2.4: the home page is an IRL",
    );
    demand(
        actor["account"]["name"]
            .as_str()
            .is_some_and(|name| !name.is_empty() && !name.contains('@')),
        "2.4.2.4: a name, and no mail address",
    );
    demand(is_iri(&statement["verb"]["id"]), "2.4.3: the verb is an IRI");
    demand(
        keys(&statement["verb"]["display"]).iter().all(|tag| tag == "en"),
        "4.2: a language map has tags for keys",
    );
    let (object, definition) = (&statement["object"], &statement["object"]["definition"]);
    demand(
        object["objectType"] == "Activity" && is_iri(&object["id"]) && is_iri(&definition["type"]),
        "2.4.4.1: an activity is an IRI, its type too",
    );
    let interaction = definition["interactionType"].as_str();
    let known = ["choice", "sequencing", "matching", "other"];
    demand(
        interaction.is_none_or(|sort| known.contains(&sort)),
        "2.4.4.1: an interaction of a known type",
    );
    let is_one = definition["type"] == format!("{TYPES}cmi.interaction");
    demand(
        is_one == interaction.is_some(),
        "2.4.4.1: a type cmi.interaction has an interactionType",
    );
    for list in ["choices", "source", "target"] {
        let parts = definition[list].as_array();
        let ids: Vec<&str> = parts
            .into_iter()
            .flatten()
            .filter_map(|part| part["id"].as_str())
            .collect();
        let distinct: HashSet<&&str> = ids.iter().collect();
        demand(
            distinct.len() == ids.len() && ids.len() == parts.map_or(0, Vec::len),
            "2.4.4.1: ids of components are distinct",
        );
        demand(
            ids.iter()
                .all(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric())),
            "2.4.4.1: no white space in them",
        );
    }
    let component = |list: &str, id: &str| {
        let parts = definition[list].as_array();
        parts.is_some_and(|parts| parts.iter().any(|part| part["id"] == id))
    };
    let pattern = definition["correctResponsesPattern"][0].as_str();
    for response in [pattern, statement["result"]["response"].as_str()]
        .into_iter()
        .flatten()
    {
        let parts: Vec<&str> = response.split("[,]").filter(|part| !part.is_empty()).collect();
        let fits = |part: &&str| match (interaction, part.split_once("[.]")) {
            (Some("matching"), Some((source, target))) => {
                component("source", source) && component("target", target)
            }
            (Some("choice" | "sequencing"), None) => component("choices", part),
            _ => false,
        };
        demand(parts.iter().all(fits), "C: a response names components");
        demand(
            parts.iter().collect::<HashSet<_>>().len() == parts.len(),
            "C: each once",
        );
    }
    let result = &statement["result"];
    demand(
        only(
            result,
            &[
                "score",
                "success",
                "completion",
                "response",
                "duration",
                "extensions",
            ],
        ),
        "2.4.5: no unknown property",
    );
    if let Some(score) = result.get("score") {
        let number = |key: &str| score[key].as_f64().unwrap_or(f64::NAN);
        demand(
            (-1.0..=1.0).contains(&number("scaled")),
            "2.4.5.1: scaled is from -1 to 1",
        );
        demand(
            number("min") < number("max") && (number("min")..=number("max")).contains(&number("raw")),
            "2.4.5.1: raw is from min to max",
        );
    }
    if let Some(duration) = result.get("duration") {
        demand(
            duration.as_str().is_some_and(is_duration),
            "4.6: a duration of at most two decimals",
        );
    }
    let extensions = result["extensions"].as_object().cloned().unwrap_or_else(Map::new);
    demand(
        extensions.keys().all(|key| is_iri(&json!(key))),
        "4.1: extensions are named by IRIs",
    );
    demand(
        statement["context"]["contextActivities"]["grouping"]
            .as_array()
            .is_some_and(|all| all.iter().all(|one| is_iri(&one["id"]))),
        "2.4.6.2: context activities are activities",
    );
    demand(
        statement["timestamp"].as_str().is_some_and(is_timestamp),
        "4.5: a timestamp with zone and fraction",
    );
    faults
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.iter().any(has_null),
        Value::Object(all) => all.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn is_id(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|id| is_uuid(id) && id.to_lowercase() == id)
}

fn is_iri(value: &Value) -> bool {
    let is_sign = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    value
        .as_str()
        .and_then(|iri| iri.split_once("://"))
        .is_some_and(|(scheme, rest)| {
            scheme.starts_with("http") && rest.len() > 3 && rest.chars().all(is_sign)
        })
}

fn is_timestamp(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    shape == "0000-00-00T00:00:00.000Z" && text.parse::<jiff::Timestamp>().is_ok()
}

fn is_duration(text: &str) -> bool {
    let number = text.strip_prefix("PT").and_then(|text| text.strip_suffix('S'));
    number
        .and_then(|number| number.split_once('.'))
        .is_some_and(|(whole, part)| {
            whole.parse::<u64>().is_ok() && part.len() == 2 && part.parse::<u8>().is_ok()
        })
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
