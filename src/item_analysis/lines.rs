//! Owns reading lines of many learners: statements of xAPI, and progress as `ally-up export progress` writes it. What is read of either
//! is first answers alone. Must not know files; a piece of a file comes in as bytes.

use crate::action::Sureness;
use crate::export::xapi::interaction::Interaction;
use crate::export::xapi::{ANSWERED, decoded};
use crate::item_analysis::{FirstAnswer, FirstAnswerParts, Gathered};
use crate::progress::event::EventKind;
use crate::progress::log::{self, Record};
use crate::quiz::answer::Verdict;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// What the section of an exported file is called in which answers stand; another one ends it.
const ANSWERS: &str = "events";
const OTHER_SECTION: &str = "journal";

/// A text that is borrowed where nothing in it is escaped.
#[derive(Deserialize)]
struct Words<'a>(#[serde(borrow)] Cow<'a, str>);

/// What is read of a statement. Whatever another program wrote is no error.
#[derive(Deserialize)]
struct Statement<'a> {
    #[serde(borrow)]
    id: Words<'a>,
    #[serde(borrow)]
    actor: Actor<'a>,
    #[serde(borrow)]
    verb: Named<'a>,
    #[serde(borrow)]
    object: Named<'a>,
    #[serde(borrow)]
    result: Option<Outcome<'a>>,
    #[serde(borrow)]
    timestamp: Words<'a>,
}

#[derive(Deserialize)]
struct Actor<'a> {
    #[serde(borrow)]
    account: Account<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account<'a> {
    #[serde(borrow)]
    home_page: Words<'a>,
    #[serde(borrow)]
    name: Words<'a>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Words<'a>,
}

#[derive(Deserialize)]
struct Outcome<'a> {
    success: Option<bool>,
    #[serde(borrow)]
    response: Option<Words<'a>>,
    #[serde(borrow)]
    duration: Option<Words<'a>>,
    #[serde(borrow)]
    extensions: Option<Extensions<'a>>,
}

#[derive(Deserialize)]
struct Extensions<'a> {
    #[serde(borrow, rename = "https://ally-up.invalid/xapi/sureness")]
    sureness: Option<Words<'a>>,
    #[serde(rename = "https://ally-up.invalid/xapi/attempt")]
    attempt: Option<u64>,
}

impl Gathered<'_> {
    /// Takes in whole lines of statements. `questions` is what the names of this course's questions begin with. The number of the first
    /// line that cannot be read, from 0.
    pub fn statements(&mut self, bytes: &[u8], questions: &str) -> Option<usize> {
        let mut first_bad = None;
        let mut learner = String::new();
        let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
        let mut start = 0;
        for (nth, end) in ends.enumerate() {
            let line = &bytes[start..end];
            start = end + 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let text = std::str::from_utf8(line).unwrap_or_default();
            match serde_json::from_str::<Statement>(text) {
                Ok(statement) => self.statement(&statement, questions, &mut learner),
                Err(_) if serde_json::from_str::<Object>(text).is_ok() => self.skipped.others += 1,
                Err(_) => {
                    self.skipped.bad += 1;
                    first_bad.get_or_insert(nth);
                }
            }
        }
        first_bad
    }

    fn statement(&mut self, statement: &Statement, questions: &str, learner: &mut String) {
        let object = &*statement.object.id.0;
        let Some(name) = object.strip_prefix(questions) else {
            // Other statements about this course are no answers.
            let is_ours = questions
                .strip_suffix("questions/")
                .is_some_and(|course| object.starts_with(course));
            return match is_ours {
                true => self.skipped.more += 1,
                false => self.skipped.others += 1,
            };
        };
        let question = match name.contains('%') {
            true => decoded(name).map(Cow::Owned),
            false => Some(Cow::Borrowed(name)),
        };
        let extensions = statement
            .result
            .as_ref()
            .and_then(|result| result.extensions.as_ref());
        let is_first = extensions.and_then(|extensions| extensions.attempt) == Some(1);
        let success = statement.result.as_ref().and_then(|result| result.success);
        // Only what counts is worth reading its time.
        let is_wanted = is_first && statement.verb.id.0 == ANSWERED;
        let at = is_wanted.then(|| statement.timestamp.0.parse::<jiff::Timestamp>());
        let (Some(question), Some(is_right), Some(Ok(at))) = (question, success, at) else {
            self.skipped.more += 1;
            return;
        };
        let result = statement.result.as_ref();
        let sure = extensions.and_then(|extensions| extensions.sureness.as_ref());
        let parts = FirstAnswerParts {
            at: at.as_millisecond(),
            id: &statement.id.0,
            question: &question,
            response: result
                .and_then(|result| result.response.as_ref())
                .map_or("", |words| &words.0),
            is_right,
            sure: sure.map_or(Sureness::Unsaid, |words| sureness(&words.0)),
            took: result.and_then(|result| hundredths(&result.duration.as_ref()?.0)),
        };
        learner.clear();
        learner.push_str(&statement.actor.account.home_page.0);
        learner.push('\n');
        learner.push_str(&statement.actor.account.name.0);
        match FirstAnswer::of(&parts, &mut self.names) {
            Some(answer) => self.add(learner, answer),
            None => self.skipped.more += 1,
        }
    }

    /// Takes in whole sections of exported progress, each of one learner, from the line that begins it. Two exports of one history begin
    /// with the same event, and are one learner. The number of the first line that cannot be read, from 0.
    pub fn progress(&mut self, bytes: &[u8], course: &str) -> Option<usize> {
        let mut first_bad = None;
        let mut section = Section::default();
        for line in log::lines(bytes) {
            match line.record {
                Record::Header(header) if header.segment == ANSWERS => {
                    std::mem::take(&mut section).end(self);
                    section.is_of_others = header.course.is_some_and(|of| of != course);
                }
                // Answers are read from what was exported: a single file of a data folder is one of many of one learner.
                Record::Header(header) => section.is_of_others |= header.segment != OTHER_SECTION,
                Record::Event(_) | Record::Unknown(_) if section.is_of_others => self.skipped.others += 1,
                Record::Event(event) => {
                    section.see(&event.id);
                    match first_answer(&event.kind) {
                        Some(answered) => section.take(self, &event.id, event.at, answered),
                        None => self.skipped.more += 1,
                    }
                }
                Record::Unknown(stub) => {
                    self.skipped.more += 1;
                    stub.iter().for_each(|stub| section.see(&stub.id));
                }
                Record::Damaged(_) => {
                    self.skipped.bad += 1;
                    first_bad.get_or_insert(line.number - 1);
                }
            }
        }
        section.end(self);
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            self.skipped.bad += 1;
            first_bad = first_bad.or_else(|| Some(memchr::memchr_iter(b'\n', bytes).count()));
        }
        first_bad
    }
}

/// Any object.
#[derive(Deserialize)]
struct Object {
    #[serde(rename = "id")]
    _id: Option<IgnoredAny>,
}

/// The progress of one learner, as far as it is read.
#[derive(Default)]
struct Section {
    is_of_others: bool,
    /// The least id of all its events, which is that of the earliest.
    first: String,
    answers: Vec<FirstAnswer>,
}

impl Section {
    fn see(&mut self, id: &str) {
        if self.first.is_empty() || *id < *self.first {
            self.first.clear();
            self.first.push_str(id);
        }
    }

    fn take(&mut self, gathered: &mut Gathered, id: &str, at: i64, answered: &EventKind) {
        let EventKind::Answered {
            question,
            verdict,
            sure,
            shown,
            took,
            ..
        } = answered
        else {
            return;
        };
        let response = Interaction::of(shown).response(shown);
        let parts = FirstAnswerParts {
            at,
            id,
            question,
            response: response.as_deref().unwrap_or_default(),
            is_right: *verdict == Verdict::Right,
            sure: *sure,
            took: took.map(|millis| millis / 10),
        };
        match FirstAnswer::of(&parts, &mut gathered.names) {
            Some(answer) => self.answers.push(answer),
            None => gathered.skipped.more += 1,
        }
    }

    fn end(self, gathered: &mut Gathered) {
        for answer in self.answers {
            gathered.add(&self.first, answer);
        }
    }
}

/// The event itself, if it is a first answer that was judged.
fn first_answer(kind: &EventKind) -> Option<&EventKind> {
    match kind {
        EventKind::Answered {
            verdict: Verdict::Noted,
            ..
        } => None,
        EventKind::Answered { earlier: 0, .. } => Some(kind),
        _ => None,
    }
}

fn sureness(word: &str) -> Sureness {
    match word {
        "guess" => Sureness::Guess,
        "think" => Sureness::Think,
        "sure" => Sureness::Sure,
        _ => Sureness::Unsaid,
    }
}

/// The hundredths of a duration in seconds alone, as ours are; another one is not known.
fn hundredths(duration: &str) -> Option<u32> {
    let seconds = duration.strip_prefix("PT")?.strip_suffix('S')?;
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, "00"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if part.len() != 2 || !is_number(whole) || !is_number(part) {
        return None;
    }
    whole
        .parse::<u32>()
        .ok()?
        .checked_mul(100)?
        .checked_add(part.parse().ok()?)
}
