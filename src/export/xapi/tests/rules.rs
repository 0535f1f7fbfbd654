//! The rules of xAPI 1.0.3 that a statement has to keep.

use crate::export::xapi::TYPES;
use crate::progress::event_ids::is_uuid;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// The rules, each by the section of the text that states it. What a store takes proves nothing, so they are written down here.
pub fn faults(statement: &Value) -> Vec<String> {
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

pub fn is_timestamp(text: &str) -> bool {
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
