//! Owns what was answered and read as xAPI 1.0.3: one statement for one event, made from that event alone, so that it never changes
//! once a store has it. Must not know where statements go, nor any word of the learner's: journal, plan, self-assessment and first
//! thoughts have no statement at all.
//!
//! Names of the course are in it, texts are not: an edit of a title would be another statement under the same id, and a store
//! refuses that with all that comes beside it. `.invalid` is a domain that belongs to nobody, for ever.

pub mod interaction;

use crate::action::Sureness;
use crate::course::Course;
use crate::export::xapi::interaction::Interaction;
use crate::progress::Progress;
use crate::progress::event::{Event, EventKind, Purpose};
use crate::progress::event_ids::is_uuid;
use crate::progress::log::json;
use crate::quiz::answer::Verdict;
use crate::source::Id;
use crate::status::pass_mark;
use crate::time::{Millis, nearest};
use serde::Serialize;
use std::collections::HashSet;

/// What every name of ours begins with.
pub const BASE: &str = "https://ally-up.invalid/xapi/";
/// Whose accounts those are that a data folder made up for itself.
pub const OWN_ACCOUNTS: &str = "https://ally-up.invalid/learners";
/// Names of extensions. They stand in `item_analysis` and `assets/analysis/` as well.
pub const SURENESS: &str = "https://ally-up.invalid/xapi/sureness";
pub const ATTEMPT: &str = "https://ally-up.invalid/xapi/attempt";
pub const HINTS: &str = "https://ally-up.invalid/xapi/hints";
/// The verb of an answer.
pub const ANSWERED: &str = "http://adlnet.gov/expapi/verbs/answered";

const VERBS: &str = "http://adlnet.gov/expapi/verbs/";
const TYPES: &str = "http://adlnet.gov/expapi/activities/";

/// Who a statement is about: an account, and never a mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Where the account is.
    pub home_page: String,
    /// What it is called there.
    pub name: String,
}

/// Statements, one a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statements {
    pub lines: String,
    /// Those about an answer.
    pub answers: usize,
    /// All others: lessons read, forms begun, passed or not.
    pub others: usize,
    /// Events left out, since another program gave them a name that no statement may have.
    pub left: usize,
}

#[derive(Serialize)]
struct Statement<'a> {
    id: String,
    actor: Actor<'a>,
    verb: Verb,
    object: Activity,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Outcome>,
    context: Context,
    timestamp: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Actor<'a> {
    object_type: &'static str,
    account: &'a Account,
}

#[derive(Serialize)]
struct Verb {
    id: String,
    display: Display,
}

#[derive(Serialize)]
struct Display {
    en: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Activity {
    object_type: &'static str,
    id: String,
    definition: Definition,
}

#[derive(Serialize)]
struct Definition {
    #[serde(rename = "type")]
    sort: String,
    #[serde(flatten)]
    interaction: Option<Interaction>,
}

#[derive(Default, Serialize)]
struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Score>,
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    completion: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extensions: Option<Extensions>,
}

#[derive(Serialize)]
struct Score {
    scaled: f64,
    raw: u32,
    min: u32,
    max: u32,
}

#[derive(Serialize)]
struct Extensions {
    #[serde(
        rename = "https://ally-up.invalid/xapi/sureness",
        skip_serializing_if = "Option::is_none"
    )]
    sureness: Option<&'static str>,
    #[serde(rename = "https://ally-up.invalid/xapi/attempt")]
    attempt: u64,
    #[serde(rename = "https://ally-up.invalid/xapi/hints")]
    hints: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Context {
    context_activities: ContextActivities,
}

#[derive(Serialize)]
struct ContextActivities {
    grouping: [ActivityName; 1],
}

#[derive(Serialize)]
struct ActivityName {
    id: String,
}

/// What one event has to say.
struct Said {
    verb: &'static str,
    object: Activity,
    result: Option<Outcome>,
}

/// The statements about these events that `wanted` selects by their wall time. The events come in their order, each once.
pub fn statements(
    course: &Course,
    events: &[Event],
    account: &Account,
    wanted: impl Fn(Millis) -> bool,
) -> Statements {
    let mut written = Statements::default();
    let progress = Progress::renamed(&course.renamed, events);
    let mut ended = HashSet::new();
    for event in events {
        let said = match &event.kind {
            // The first of two windows that saw its end has told of it.
            EventKind::Ended { session } if !ended.insert(session.clone()) => None,
            kind => said(course, &progress, kind),
        };
        let Some(said) = said.filter(|_| wanted(event.at)) else {
            continue;
        };
        if !is_uuid(&event.id) {
            written.left += 1;
            continue;
        }
        match said.verb {
            "answered" => written.answers += 1,
            _ => written.others += 1,
        }
        let statement = Statement {
            id: name(event, &said),
            actor: Actor {
                object_type: "Agent",
                account,
            },
            verb: Verb {
                id: format!("{VERBS}{}", said.verb),
                display: Display { en: said.verb },
            },
            object: said.object,
            result: said.result,
            context: Context {
                context_activities: ContextActivities {
                    grouping: [ActivityName {
                        id: of_course(&course.id),
                    }],
                },
            },
            timestamp: timestamp(event.at),
        };
        written.lines.push_str(&json::write(&statement));
        written.lines.push('\n');
    }
    written
}

/// What an event says that may leave; all others are listed, so that a new kind of event is decided on here before it can.
fn said(course: &Course, progress: &Progress, kind: &EventKind) -> Option<Said> {
    match kind {
        EventKind::Answered {
            question,
            verdict,
            sure,
            hints,
            earlier,
            shown,
            took,
        } => {
            let (right, of) = match verdict {
                Verdict::Right => (1, 1),
                Verdict::Partly(right, of) => (*right, *of),
                Verdict::NotYet => (0, 1),
                // Kept and never judged: words of one's own, first thoughts, the forms before and after.
                Verdict::Noted => return None,
            };
            let interaction = Interaction::of(shown);
            let response = interaction.response(shown);
            Some(Said {
                verb: "answered",
                object: Activity::new(
                    of_question(&course.id, question),
                    "cmi.interaction",
                    Some(interaction),
                ),
                result: Some(Outcome {
                    score: Some(score(right, of)),
                    success: Some(*verdict == Verdict::Right),
                    response,
                    duration: took.map(duration),
                    extensions: Some(Extensions {
                        sureness: word(*sure),
                        attempt: u64::from(*earlier) + 1,
                        hints: *hints,
                    }),
                    ..Outcome::default()
                }),
            })
        }
        EventKind::Read { lesson } => Some(Said {
            verb: "completed",
            object: Activity::new(of_item(&course.id, lesson), "lesson", None),
            result: Some(Outcome {
                completion: Some(true),
                ..Outcome::default()
            }),
        }),
        EventKind::Began { purpose, .. } => {
            let (item, sort) = match purpose {
                Purpose::Final(item) => (item, "assessment"),
                Purpose::Retake(lesson) => (lesson, "lesson"),
                Purpose::Review | Purpose::BeforeAfter(_) => return None,
            };
            Some(Said {
                verb: "initialized",
                object: Activity::new(of_item(&course.id, item), sort, None),
                result: None,
            })
        }
        EventKind::Ended { session } => form(course, progress, session),
        EventKind::Wrote { .. }
        | EventKind::Assessed { .. }
        | EventKind::Focused { .. }
        | EventKind::Marked { .. } => None,
        // What was only passed, chosen in a rehearsal or set tells more of a person than of a question.
        EventKind::Placed { .. }
        | EventKind::Passed { .. }
        | EventKind::Set { .. }
        | EventKind::Told { .. }
        | EventKind::Chose { .. }
        | EventKind::Turned { .. } => None,
        EventKind::Dropped { .. }
        | EventKind::Reset { .. }
        | EventKind::Undone { .. }
        | EventKind::Recalled { .. }
        | EventKind::Forgotten { .. } => None,
    }
}

/// How a form of the final assessment came out; none where it was left before its end.
fn form(course: &Course, progress: &Progress, session: &Id) -> Option<Said> {
    let form = progress.session(session)?;
    let Purpose::Final(item) = &form.purpose else {
        return None;
    };
    let blueprint = course.blueprint(item)?;
    let (answered, right) = progress.tally(form);
    if answered < form.questions.len() || answered == 0 {
        return None;
    }
    let is_passed = right >= pass_mark(blueprint, form);
    Some(Said {
        verb: if is_passed { "passed" } else { "failed" },
        object: Activity::new(of_item(&course.id, item), "assessment", None),
        result: Some(Outcome {
            score: Some(score(right as u32, answered as u32)),
            success: Some(is_passed),
            completion: Some(true),
            ..Outcome::default()
        }),
    })
}

impl Activity {
    fn new(id: String, sort: &str, interaction: Option<Interaction>) -> Activity {
        Activity {
            object_type: "Activity",
            id,
            definition: Definition {
                sort: format!("{TYPES}{sort}"),
                interaction,
            },
        }
    }
}

/// The id of a statement: the event's own. How a form came out follows from many events and the mark of the course, so what came out
/// is part of the id there: should either change, it is another statement.
fn name(event: &Event, said: &Said) -> String {
    let id = event.id.to_lowercase();
    match (
        &event.kind,
        said.result.as_ref().and_then(|result| result.score.as_ref()),
    ) {
        (EventKind::Ended { .. }, Some(score)) => {
            let outcome = format!("{id} {} {} {}", said.verb, score.raw, score.max);
            let kept = id.len() - 8;
            format!("{}{:08x}", &id[..kept], crc32c::crc32c(outcome.as_bytes()))
        }
        _ => id,
    }
}

/// The name of a course.
pub fn of_course(course: &str) -> String {
    format!("{BASE}courses/{}", encoded(course))
}

/// What the names of all questions of a course begin with.
pub fn questions_of(course: &str) -> String {
    format!("{}/questions/", of_course(course))
}

fn of_question(course: &str, question: &str) -> String {
    format!("{}{}", questions_of(course), encoded(question))
}

fn of_item(course: &str, item: &str) -> String {
    format!("{}/items/{}", of_course(course), encoded(item))
}

/// An id as part of an IRI. Those that `check` finds nothing wrong with stay as they are.
fn encoded(id: &str) -> String {
    let mut written = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                written.push(char::from(byte))
            }
            byte => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

/// What `encoded` was made of; none where another program spelled it.
pub fn decoded(name: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        bytes.push(match first {
            b'%' => {
                let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
                rest = &rest[2..];
                u8::from_str_radix(digits, 16).ok()?
            }
            byte => *byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn score(right: u32, of: u32) -> Score {
    let max = of.max(1);
    let raw = right.min(max);
    Score {
        scaled: f64::from(raw) / f64::from(max),
        raw,
        min: 0,
        max,
    }
}

/// What an extension says of sureness; nothing where it was not asked for.
pub fn word(sure: Sureness) -> Option<&'static str> {
    match sure {
        Sureness::Guess => Some("guess"),
        Sureness::Think => Some("think"),
        Sureness::Sure => Some("sure"),
        Sureness::Unsaid => None,
    }
}

/// A span in seconds, to the hundredth below: stores take no third decimal.
fn duration(millis: u32) -> String {
    let hundredths = millis / 10;
    format!("PT{}.{:02}S", hundredths / 100, hundredths % 100)
}

/// A moment with zone and fraction. Years that no store knows become the nearest that it does.
fn timestamp(at: Millis) -> String {
    nearest(at.max(0)).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[cfg(test)]
mod tests;
