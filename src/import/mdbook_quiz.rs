//! Owns mdbook-quiz: quizzes in TOML, and pages of mdBook that take them in with `{{#quiz …}}`.
//! Must not know the other formats.

use crate::course::load::join;
use crate::course::markdown::escape::escaped;
use crate::import::lesson::{Answers, ForeignOption, ForeignQuestion, LessonWriter};
use crate::import::markdown::page;
use crate::import::{Brought, Foreign, Names, Told};
use crate::source::text;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How a page takes a quiz in.
const TAKES: &str = "{{#quiz ";

/// Keys that are known, below each key that has some.
const KEYS: [(&str, &[&str]); 4] = [
    ("", &["questions", "multipart"]),
    (
        "questions",
        &[
            "id",
            "type",
            "prompt",
            "answer",
            "context",
            "multipart",
            "promptExplanation",
        ],
    ),
    (
        "prompt",
        &[
            "prompt",
            "distractors",
            "answerIndex",
            "sortAnswers",
            "response",
            "program",
        ],
    ),
    (
        "answer",
        &["answer", "alternatives", "doesCompile", "stdout", "lineNumber"],
    ),
];

/// Whether a text is a quiz, or a page that takes one in.
pub fn is_quiz(text: &str) -> bool {
    text.contains("[[questions]]") || text.contains(TAKES)
}

/// The quizzes that a page takes in, by their paths.
pub fn taken_in(path: &str, page: &str) -> Vec<String> {
    let named = page
        .split(TAKES)
        .skip(1)
        .filter_map(|rest| rest.split("}}").next());
    named.filter_map(|target| join(path, target.trim())).collect()
}

/// Brings a quiz over, or a page with those that it takes in.
pub fn import(foreign: &Foreign<'_>, names: &mut Names) -> Brought {
    let mut told = Told::new(foreign.text);
    if !foreign.text.contains(TAKES) {
        let mut lesson = LessonWriter::titled(foreign.title, names);
        quiz(foreign.text, &mut lesson, &mut told);
        return lesson.finish(told);
    }
    let page = page(foreign, &mut told);
    let mut lesson = LessonWriter::bare(names);
    lesson.prose(&page.head);
    let mut prose = String::new();
    let mut at = page.at;
    for line in page.body.split_inclusive('\n') {
        match line
            .trim()
            .strip_prefix(TAKES)
            .and_then(|rest| rest.strip_suffix("}}"))
        {
            Some(target) => {
                lesson.prose(&std::mem::take(&mut prose));
                take_in(foreign, (target.trim(), at), &mut lesson, &mut told);
            }
            None => prose.push_str(line),
        }
        at += line.len();
    }
    lesson.prose(&prose);
    let mut brought = lesson.finish(told);
    // It is known here, unlike the other commands of mdBook.
    brought.left.retain(|left| !left.what.contains(TAKES.trim()));
    brought
}

fn take_in(
    foreign: &Foreign<'_>,
    (target, at): (&str, usize),
    lesson: &mut LessonWriter<'_>,
    told: &mut Told<'_>,
) {
    let bytes = join(foreign.path, target).and_then(|path| foreign.files.get(&path));
    let Some(words) = bytes.and_then(|bytes| text(bytes).ok()) else {
        return told.at(at, format!("the quiz {target} is not there"));
    };
    let mut inner = Told::new(words);
    quiz(words, lesson, &mut inner);
    for left in inner.list() {
        told.at(at, format!("{target}, line {}: {}", left.line, left.what));
    }
}

type Value<'a> = Spanned<DeValue<'a>>;

fn string(value: &Value<'_>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(words) => Some(words.to_string()),
        _ => None,
    }
}

/// One string, or all of an array.
fn strings(value: Option<&Value<'_>>) -> Vec<String> {
    match value.map(Spanned::get_ref) {
        Some(DeValue::String(words)) => vec![words.to_string()],
        Some(DeValue::Array(all)) => all.iter().filter_map(string).collect(),
        _ => Vec::new(),
    }
}

fn number(value: Option<&Value<'_>>) -> Option<usize> {
    match value.map(Spanned::get_ref) {
        Some(DeValue::Integer(number)) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn is_true(value: Option<&Value<'_>>) -> bool {
    matches!(value.map(Spanned::get_ref), Some(DeValue::Boolean(true)))
}

fn table<'a, 'b>(value: Option<&'b Value<'a>>) -> Option<&'b DeTable<'a>> {
    match value.map(Spanned::get_ref) {
        Some(DeValue::Table(table)) => Some(table),
        _ => None,
    }
}

/// Tells of keys that nobody would read.
fn tell_unknown(table: &DeTable<'_>, below: &str, told: &mut Told<'_>) {
    let known = KEYS
        .iter()
        .find(|(key, _)| *key == below)
        .map_or(&[][..], |(_, known)| known);
    for key in table
        .keys()
        .filter(|key| !known.contains(&key.get_ref().as_ref()))
    {
        told.at(
            key.span().start,
            format!("the key {} is not known and was left out", key.get_ref()),
        );
    }
}

fn quiz(words: &str, lesson: &mut LessonWriter<'_>, told: &mut Told<'_>) {
    let root = match DeTable::parse(words) {
        Ok(root) => root,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            return told.at(
                at,
                format!("the quiz is no TOML and was left out: {}", error.message()),
            );
        }
    };
    let root = root.get_ref();
    tell_unknown(root, "", told);
    let shared = table(root.get("multipart"));
    let Some(DeValue::Array(questions)) = root.get("questions").map(Spanned::get_ref) else {
        return told.on(1, "the quiz has no [[questions]]");
    };
    for entry in questions {
        let at = entry.span().start;
        let Some(fields) = table(Some(entry)) else {
            continue;
        };
        if let Some(question) = question(fields, shared, at, told) {
            lesson.question(&question);
        }
    }
}

fn question(
    fields: &DeTable<'_>,
    shared: Option<&DeTable<'_>>,
    at: usize,
    told: &mut Told<'_>,
) -> Option<ForeignQuestion> {
    tell_unknown(fields, "questions", told);
    let words = |key: &str| fields.get(key).and_then(string).unwrap_or_default();
    let (Some(prompt), Some(answer)) = (table(fields.get("prompt")), table(fields.get("answer"))) else {
        told.at(at, "a question without a prompt or an answer was left out");
        return None;
    };
    tell_unknown(prompt, "prompt", told);
    tell_unknown(answer, "answer", told);
    if fields.contains_key("promptExplanation") {
        told.at(
            at,
            "that everybody is asked to say why (promptExplanation) was left out",
        );
    }
    let asked = prompt.get("prompt").and_then(string).unwrap_or_default();
    let mut question = ForeignQuestion {
        name: words("id"),
        prompt: asked.trim().to_owned(),
        why: words("context"),
        ..ForeignQuestion::default()
    };
    match words("type").as_str() {
        "MultipleChoice" => choice(&mut question, prompt, answer, at, told)?,
        "ShortAnswer" => short(&mut question, prompt, answer, at, told)?,
        "Tracing" => tracing(&mut question, prompt, answer, at, told),
        other => {
            told.at(at, format!("a question of the type {other} was left out; MultipleChoice, ShortAnswer and Tracing are known"));
            return None;
        }
    }
    if let Some(part) = fields.get("multipart").and_then(string) {
        match shared
            .and_then(|shared| shared.get(part.as_str()))
            .and_then(string)
        {
            Some(context) => question.prompt = format!("{}\n\n{}", question.prompt, context.trim()),
            None => told.at(at, format!("the multipart {part} is not there")),
        }
    }
    Some(question)
}

fn right(text: String) -> ForeignOption {
    ForeignOption {
        text,
        is_right: true,
        ..ForeignOption::default()
    }
}

fn choice(
    question: &mut ForeignQuestion,
    prompt: &DeTable<'_>,
    answer: &DeTable<'_>,
    at: usize,
    told: &mut Told<'_>,
) -> Option<()> {
    let answers = strings(answer.get("answer"));
    let is_many = matches!(
        answer.get("answer").map(Spanned::get_ref),
        Some(DeValue::Array(_))
    );
    if answers.is_empty() {
        told.at(
            at,
            "a question without a right answer was left out; write it as answer.answer",
        );
        return None;
    }
    let mut options: Vec<ForeignOption> = Vec::new();
    for text in strings(prompt.get("distractors")) {
        if answers.contains(&text) {
            told.at(
                at,
                format!("the right answer {text} is among the distractors too; it is there once, as right"),
            );
        } else {
            options.push(ForeignOption {
                text,
                ..ForeignOption::default()
            });
        }
    }
    let place = number(prompt.get("answerIndex")).unwrap_or(0).min(options.len());
    options.splice(place..place, answers.into_iter().map(right));
    if is_true(prompt.get("sortAnswers")) {
        options.sort_by(|a, b| a.text.cmp(&b.text));
    }
    if prompt.contains_key("answerIndex") || is_true(prompt.get("sortAnswers")) {
        question.classes.push("in-order");
    }
    question.answers = if is_many {
        Answers::Many(options)
    } else {
        Answers::One(options)
    };
    Some(())
}

fn short(
    question: &mut ForeignQuestion,
    prompt: &DeTable<'_>,
    answer: &DeTable<'_>,
    at: usize,
    told: &mut Told<'_>,
) -> Option<()> {
    let mut accepted = strings(answer.get("answer"));
    accepted.extend(strings(answer.get("alternatives")));
    if accepted.is_empty() {
        told.at(
            at,
            "a question without a right answer was left out; write it as answer.answer",
        );
        return None;
    }
    if let Some(response) = prompt
        .get("response")
        .and_then(string)
        .filter(|response| response != "short")
    {
        told.at(at, format!("a {response} answer is typed on one line here"));
    }
    if !question.prompt.contains("____") {
        question.prompt.push_str(" ____");
    }
    let accepted = accepted.iter().map(|words| right(escaped(words.trim())));
    question.answers = Answers::Fill(vec![accepted.collect()]);
    Some(())
}

fn tracing(
    question: &mut ForeignQuestion,
    prompt: &DeTable<'_>,
    answer: &DeTable<'_>,
    at: usize,
    told: &mut Told<'_>,
) {
    told.at(
        at,
        "a program to trace became a gap for what it prints, or for the line that does not compile",
    );
    let program = prompt.get("program").and_then(string).unwrap_or_default();
    question.prompt = format!(
        "What does this program print? If it does not compile, which line is at fault? ____\n\n```rust\n{}\n```",
        program.trim_matches('\n')
    );
    let stdout = answer.get("stdout").and_then(string).unwrap_or_default();
    let words = match (
        is_true(answer.get("doesCompile")),
        number(answer.get("lineNumber")),
    ) {
        (true, _) if stdout.trim().is_empty() => "nothing".to_owned(),
        (true, _) => stdout.split_whitespace().collect::<Vec<_>>().join(" "),
        (false, Some(line)) => line.to_string(),
        (false, None) => "it does not compile".to_owned(),
    };
    question.answers = Answers::Fill(vec![vec![right(escaped(&words))]]);
}
