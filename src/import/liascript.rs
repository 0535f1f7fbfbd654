//! Owns the quizzes of LiaScript: single and multiple choice, typed words and selections, with hints and the solution between stars. The
//! page stays; scripts, macros and moving parts are told. Must not know the other formats.

use crate::course::markdown::escape::escaped;
use crate::import::lesson::{Answers, ForeignOption, ForeignQuestion, LessonWriter};
use crate::import::markdown::page;
use crate::import::{Brought, Foreign, Names, Told};

/// Stars that begin and end a solution, at the least.
const FENCE: usize = 4;

/// What LiaScript puts into a page that has no place here: the beginning of a line, and what it is.
const UNKNOWN: [(&str, &str); 6] = [
    ("<script", "a script"),
    ("--{{", "words to be spoken"),
    ("!?[", "a film"),
    ("?[", "a sound"),
    ("??[", "something embedded"),
    ("@", "a macro"),
];

/// What the comment at the head of a page of LiaScript sets.
const SETS: [&str; 5] = ["author:", "version:", "language:", "narrator:", "import:"];

/// Whether a page has a quiz of LiaScript. Words in two pairs of brackets alone may be a link of a wiki.
pub fn is_quiz(text: &str) -> bool {
    let has = |is: fn(&Mark<'_>) -> bool| text.lines().filter_map(mark).any(|mark| is(&mark));
    let head = text.split_once("-->").map_or("", |(head, _)| head);
    let is_set_up = text.trim_start().starts_with("<!--") && SETS.iter().any(|key| head.contains(key));
    has(|mark| matches!(mark, Mark::Choice { .. })) || is_set_up && has(|mark| matches!(mark, Mark::Typed(_)))
}

/// What a line of a quiz says.
#[derive(Debug, PartialEq)]
enum Mark<'a> {
    Choice {
        many: bool,
        is_right: bool,
        words: &'a str,
    },
    /// `[[word]]`, `[[one|(two)|three]]`.
    Typed(&'a str),
    Hint(&'a str),
    /// `[(1)]`, `[[:a]]`, `[[___]]`: a survey has no answer.
    Survey,
}

fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim();
    let line = line.strip_prefix("- ").unwrap_or(line);
    if let Some((mark, words)) = line.strip_prefix("[(").and_then(|rest| rest.split_once(")]")) {
        return Some(match mark {
            "X" | "x" | " " | "" => Mark::Choice {
                many: false,
                is_right: matches!(mark, "X" | "x"),
                words: words.trim(),
            },
            _ => Mark::Survey,
        });
    }
    let (mark, words) = line.strip_prefix("[[")?.split_once("]]")?;
    let words = words.trim();
    match mark {
        "X" | "x" | " " => Some(Mark::Choice {
            many: true,
            is_right: mark != " ",
            words,
        }),
        "?" => Some(Mark::Hint(words)),
        "!" => None,
        _ if mark.starts_with(':') || mark.starts_with('_') => Some(Mark::Survey),
        _ if words.is_empty() && !mark.trim().is_empty() => Some(Mark::Typed(mark.trim())),
        _ => None,
    }
}

/// Brings a page over.
pub fn import(foreign: &Foreign<'_>, names: &mut Names) -> Brought {
    let mut told = Told::new(foreign.text);
    let page = page(foreign, &mut told);
    let mut lesson = LessonWriter::bare(names);
    let first = foreign.text[..page.at].matches('\n').count() + 1;
    let lines: Vec<&str> = page.body.lines().collect();
    let mut prose: Vec<String> = vec![page.head];
    let (mut at, mut is_code, mut is_comment) = (0, false, false);
    while at < lines.len() {
        let (line, number) = (lines[at], first + at);
        let trimmed = line.trim();
        is_code ^= trimmed.starts_with("```") || trimmed.starts_with("~~~");
        if is_comment || trimmed.starts_with("<!--") {
            if !is_comment {
                told.on(number, "a comment, which may set up LiaScript, was left out");
            }
            is_comment = !trimmed.contains("-->");
            at += 1;
            continue;
        }
        let asks = !is_code && matches!(mark(line), Some(Mark::Choice { .. } | Mark::Typed(_)));
        if asks {
            at = quiz(&lines, at, first, &mut prose, &mut lesson, &mut told);
            continue;
        }
        let unknown = UNKNOWN
            .iter()
            .find(|(sign, _)| trimmed.starts_with(sign) && !is_code);
        match (mark(line).filter(|_| !is_code), unknown) {
            (Some(Mark::Survey), _) => {
                told.on(
                    number,
                    format!("a survey has no right answer and was left out: {trimmed}"),
                );
            }
            (_, Some((_, what))) => told.on(number, format!("{what} was left out: {trimmed}")),
            _ => prose.push(still(line, number, is_code, &mut told)),
        }
        at += 1;
    }
    lesson.prose(&prose.join("\n"));
    lesson.finish(told)
}

/// A line without the numbers at which LiaScript would show it.
fn still(line: &str, number: usize, is_code: bool, told: &mut Told<'_>) -> String {
    let indented = line.trim_start();
    let shown = indented.strip_prefix("{{").and_then(|rest| rest.split_once("}}"));
    match shown.filter(|(when, _)| !is_code && when.starts_with(|c: char| c.is_ascii_digit() || c == '|')) {
        Some((when, rest)) => {
            told.on(
                number,
                format!("{{{{{when}}}}} was left out: everything is shown at once"),
            );
            rest.trim_start().to_owned()
        }
        None => line.to_owned(),
    }
}

/// Reads the quiz that begins at a line, with what is above it as its prompt; the line after it comes back.
fn quiz(
    lines: &[&str],
    from: usize,
    first: usize,
    prose: &mut Vec<String>,
    lesson: &mut LessonWriter<'_>,
    told: &mut Told<'_>,
) -> usize {
    let prompt = prompt_of(prose);
    lesson.prose(&std::mem::take(prose).join("\n"));
    let mut question = ForeignQuestion {
        prompt,
        ..ForeignQuestion::default()
    };
    let mut options: Vec<ForeignOption> = Vec::new();
    let (mut is_many, mut typed, mut at) = (false, None, from);
    while let Some(line) = lines.get(at) {
        match mark(line) {
            Some(Mark::Choice {
                many,
                is_right,
                words,
            }) if typed.is_none() => {
                is_many |= many;
                options.push(ForeignOption {
                    text: words.to_owned(),
                    is_right,
                    ..ForeignOption::default()
                });
            }
            Some(Mark::Typed(words)) if typed.is_none() && options.is_empty() => typed = Some(words),
            Some(Mark::Hint(words)) => question.hints.push(words.to_owned()),
            // What is set in further than its option goes on with it.
            None if line.starts_with(' ')
                && !line.trim().is_empty()
                && !is_fence(line)
                && !options.is_empty() =>
            {
                if let Some(last) = options.last_mut() {
                    last.text.push(' ');
                    last.text.push_str(line.trim());
                }
            }
            _ => break,
        }
        at += 1;
    }
    let mut next = at;
    while lines.get(next).is_some_and(|line| line.trim().is_empty()) {
        next += 1;
    }
    if lines.get(next).is_some_and(|line| is_fence(line)) {
        let end = lines[next + 1..].iter().position(|line| is_fence(line));
        let end = end.map_or(lines.len(), |end| next + 1 + end);
        question.why = lines[next + 1..end]
            .iter()
            .map(|line| line.trim())
            .collect::<Vec<_>>()
            .join("\n");
        at = (end + 1).min(lines.len());
    }
    if question.prompt.is_empty() {
        told.on(
            first + from,
            "a quiz without a question above it; it is asked as \"What is right?\"",
        );
    }
    question.answers = match typed {
        Some(words) => chosen_or_typed(words, &mut question.prompt),
        None if is_many => Answers::Many(options),
        None => Answers::One(options),
    };
    let is_right = |options: &[ForeignOption]| options.iter().any(|option| option.is_right);
    let has_right = match &question.answers {
        Answers::One(options) | Answers::Many(options) => is_right(options),
        Answers::Fill(gaps) => gaps.iter().all(|gap| is_right(gap)),
        _ => false,
    };
    if !has_right {
        told.on(
            first + from,
            "a quiz without a right answer was left out; mark it with X",
        );
        lesson.prose(&question.prompt);
        return at;
    }
    lesson.question(&question);
    at
}

/// The paragraph above a quiz is its prompt, and stands in no other place. Below a heading it is that heading's words.
fn prompt_of(prose: &mut Vec<String>) -> String {
    while prose.last().is_some_and(|line| line.trim().is_empty()) {
        prose.pop();
    }
    let from = prose
        .iter()
        .rposition(|line| line.trim().is_empty())
        .map_or(0, |at| at + 1);
    match prose.get(from) {
        Some(line) if line.starts_with('#') => line.trim_start_matches('#').trim().to_owned(),
        Some(_) => prose.split_off(from).join("\n"),
        None => String::new(),
    }
}

/// `one|(two)|three` is chosen from; any other word is typed.
fn chosen_or_typed(words: &str, prompt: &mut String) -> Answers {
    if words.contains('|') {
        let options = words.split('|').map(|option| {
            let bare = option.trim();
            let right = bare.strip_prefix('(').and_then(|bare| bare.strip_suffix(')'));
            ForeignOption {
                text: right.unwrap_or(bare).trim().to_owned(),
                is_right: right.is_some(),
                ..ForeignOption::default()
            }
        });
        return Answers::One(options.collect());
    }
    if !prompt.contains("____") {
        prompt.push_str(" ____");
    }
    Answers::Fill(vec![vec![ForeignOption {
        text: escaped(words),
        is_right: true,
        ..ForeignOption::default()
    }]])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim();
    line.len() >= FENCE && line.bytes().all(|byte| byte == b'*')
}
