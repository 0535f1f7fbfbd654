//! Owns what stands between the braces of a GIFT question → the answers of one of ours.
//! Must not know its prompt.

use super::Body;
use super::blocks::shown;
use crate::import::Told;
use crate::import::lesson::{Answers, ForeignOption};

/// Weights that differ by less are the same: Moodle writes thirds with five places.
const SAME: f64 = 0.001;

/// What was read of a question's answers.
pub(super) struct Read {
    pub(super) answers: Answers,
    pub(super) classes: Vec<&'static str>,
    /// The feedback on the whole question.
    pub(super) why: String,
}

/// An answer as written.
struct Given<'a> {
    sign: char,
    weight: Option<f64>,
    text: &'a str,
    feedback: &'a str,
    line: usize,
}

/// Reads the answers, as Moodle would decide which kind they are of. None if nothing can be asked; that is told.
pub(super) fn answers(body: &Body<'_>, told: &mut Told<'_>) -> Option<Read> {
    let line = body.line_at(0);
    let (text, why) = body.text.split_once("####").unwrap_or((body.text, ""));
    let why = body.markup.text(why, body.block, line, told);
    let read = |answers, classes| {
        Some(Read {
            answers,
            classes,
            why: why.clone(),
        })
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return essay(why, line, told);
    }
    if let Some(numbers) = trimmed.strip_prefix('#') {
        let options = numeric(body, numbers, told);
        return some_right(options, line, told)
            .and_then(|options| read(Answers::Fill(vec![options]), Vec::new()));
    }
    if let Some(is_true) = truth(trimmed) {
        let options = true_or_false(body, trimmed, is_true, told);
        return read(Answers::One(options), vec!["in-order"]);
    }
    let given = given(body, 0, text, told);
    let has_wrong = given.iter().any(|answer| answer.sign == '~');
    if !has_wrong && given.iter().all(|answer| answer.text.contains("->")) {
        let mut rows = pairs(body, &given, told);
        let why = with_their_own(&mut rows, &why);
        return Some(Read {
            answers: Answers::Match(rows),
            classes: Vec::new(),
            why,
        });
    }
    let is_single = given.iter().any(|answer| answer.sign == '=');
    let form = AnswerForm {
        is_choice: has_wrong,
        is_single,
    };
    let options = given.iter().map(|answer| option(body, answer, form, told));
    let options: Vec<ForeignOption> = options.collect();
    if !has_wrong {
        let options = some_right(options, line, told)?;
        return read(Answers::Fill(vec![options]), Vec::new());
    }
    if is_single {
        let options = some_right(options, line, told)?;
        let several = options.iter().filter(|option| option.is_right).count() > 1;
        if several {
            told.on(line, "several answers are right by themselves: the question became a scene, where any of them will do");
        }
        return read(
            Answers::One(options),
            if several { vec!["scene"] } else { Vec::new() },
        );
    }
    let options = some_right(options, line, told)?;
    let count = |is_right| {
        options
            .iter()
            .filter(|option| option.is_right == is_right)
            .count() as f64
    };
    let (right, wrong) = (100.0 / count(true), -100.0 / count(false));
    let all = options.iter().cloned().map(|option| {
        let usual = if option.is_right { right } else { wrong };
        let weight = option.weight.unwrap_or(0.0);
        ForeignOption {
            weight: ((weight - usual).abs() > SAME).then_some(weight),
            is_fair: false,
            ..option
        }
    });
    read(Answers::Many(all.collect()), Vec::new())
}

/// Answers of which at least one is right. Without one nothing can be asked.
fn some_right(options: Vec<ForeignOption>, line: usize, told: &mut Told<'_>) -> Option<Vec<ForeignOption>> {
    if options.iter().any(|option| option.is_right) {
        return Some(options);
    }
    told.on(
        line,
        "no answer is right: the question was left out; mark the right one with =",
    );
    None
}

fn essay(why: String, line: usize, told: &mut Told<'_>) -> Option<Read> {
    let (model, checks) = why.split_once("\n\n- [ ] ").unwrap_or((why.as_str(), ""));
    if model.trim().is_empty() {
        return Some(Read {
            answers: Answers::Reflect,
            classes: Vec::new(),
            why: String::new(),
        });
    }
    let mut checks: Vec<String> = checks
        .split("\n- [ ] ")
        .filter(|check| !check.is_empty())
        .map(str::to_owned)
        .collect();
    if checks.is_empty() {
        checks.push("What is said above".to_owned());
        told.on(
            line,
            "an essay with feedback: it became the model to compare with; say below it what to look for",
        );
    }
    Some(Read {
        answers: Answers::Write(model.to_owned(), checks),
        classes: Vec::new(),
        why: String::new(),
    })
}

fn truth(text: &str) -> Option<bool> {
    let word = text.split('#').next().unwrap_or_default().trim();
    match word {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Both verdicts, each with its feedback. Moodle reads the first feedback as that on the wrong one.
fn true_or_false(body: &Body<'_>, text: &str, is_true: bool, told: &mut Told<'_>) -> Vec<ForeignOption> {
    let line = body.line_at(0);
    let mut feedback = text.split('#').skip(1).map(str::trim);
    let (wrong, right) = (
        feedback.next().unwrap_or_default(),
        feedback.next().unwrap_or_default(),
    );
    if !wrong.is_empty() && !right.is_empty() {
        told.once(line, "of two feedbacks after T or F the first is that on the wrong answer, as in Moodle; other readers take it otherwise");
    }
    let verdict = |words: &str, is: bool, told: &mut Told<'_>| ForeignOption {
        text: words.to_owned(),
        is_right: is == is_true,
        why: body
            .markup
            .text(if is == is_true { right } else { wrong }, body.block, line, told),
        ..ForeignOption::default()
    };
    vec![verdict("True", true, told), verdict("False", false, told)]
}

/// The answers between the signs of a text that begins `from` bytes into the braces. What stands before the first sign is one as well.
fn given<'a>(body: &Body<'a>, from: usize, text: &'a str, told: &mut Told<'_>) -> Vec<Given<'a>> {
    let begins: Vec<usize> = text.match_indices(['=', '~']).map(|(at, _)| at).collect();
    let mut found = Vec::new();
    let lead = begins.first().copied().unwrap_or(text.len());
    if !text[..lead].trim().is_empty() {
        found.extend(one(body, '=', &text[..lead], from, told));
    }
    for (nth, at) in begins.iter().enumerate() {
        let end = begins.get(nth + 1).copied().unwrap_or(text.len());
        let sign = if text[*at..].starts_with('=') { '=' } else { '~' };
        found.extend(one(body, sign, &text[at + 1..end], from + at, told));
    }
    found
}

fn one<'a>(body: &Body<'_>, sign: char, text: &'a str, at: usize, told: &mut Told<'_>) -> Option<Given<'a>> {
    let line = body.line_at(at);
    let (text, feedback) = text.split_once('#').unwrap_or((text, ""));
    let text = text.trim();
    let weighed = text.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    let number = weighed.and_then(|(number, _)| number.trim().parse::<f64>().ok());
    let (weight, text) = match (weighed, number) {
        (Some((_, rest)), Some(number)) => (Some(number.clamp(-100.0, 100.0)), rest.trim()),
        (Some((number, _)), None) => {
            told.on(line, format!("%{number}% is no weight; it was read as words"));
            (None, text)
        }
        _ => (None, text),
    };
    if text.is_empty() {
        told.on(line, "an answer without words was left out");
        return None;
    }
    Some(Given {
        sign,
        weight,
        text,
        feedback,
        line,
    })
}

/// How answers of a kind are read.
#[derive(Clone, Copy)]
struct AnswerForm {
    /// Whether they are picked rather than typed.
    is_choice: bool,
    /// Whether one of them is enough.
    is_single: bool,
}

const TYPED: AnswerForm = AnswerForm {
    is_choice: false,
    is_single: true,
};

fn option(body: &Body<'_>, given: &Given<'_>, form: AnswerForm, told: &mut Told<'_>) -> ForeignOption {
    let AnswerForm { is_choice, is_single } = form;
    let weight = given
        .weight
        .unwrap_or(if given.sign == '=' { 100.0 } else { 0.0 });
    let is_right = match is_single {
        true => weight >= 100.0 - SAME,
        false => weight > 0.0,
    };
    let text = match is_choice {
        true => body.markup.text(given.text, body.block, given.line, told),
        // What is typed is words in every format.
        false => crate::course::markdown::escape::escaped(shown(given.text).trim()),
    };
    if !is_choice && given.text.contains('*') {
        told.once(
            given.line,
            "a * stands for any words in Moodle; here it is a star that is typed",
        );
    }
    let usual = match (is_right, weight > 0.0) {
        (true, _) => 100.0,
        (false, true) if is_choice => 50.0,
        (false, _) => 0.0,
    };
    ForeignOption {
        text,
        is_right,
        is_fair: is_single && is_choice && !is_right && weight > 0.0,
        weight: match is_single {
            true => ((weight - usual).abs() > SAME).then_some(weight),
            false => Some(weight),
        },
        why: body.markup.text(given.feedback, body.block, given.line, told),
    }
}

fn pairs(body: &Body<'_>, given: &[Given<'_>], told: &mut Told<'_>) -> Vec<[String; 3]> {
    let mut rows = Vec::new();
    for answer in given {
        let (row, partner) = answer.text.split_once("->").unwrap_or((answer.text, ""));
        let row = body.markup.text(row, body.block, answer.line, told);
        let partner = shown(partner).trim().to_owned();
        if row.is_empty() || partner.is_empty() {
            told.on(
                answer.line,
                format!("a line without a partner was left out: {row}{partner}"),
            );
            continue;
        }
        let why = body.markup.text(answer.feedback, body.block, answer.line, told);
        rows.push([row, crate::course::markdown::escape::escaped(&partner), why]);
    }
    rows
}

/// Gives each row the line of the feedback that our export put there for it; what is left is on the whole question.
fn with_their_own(rows: &mut [[String; 3]], feedback: &str) -> String {
    let mut rest: Vec<&str> = Vec::new();
    for line in feedback.lines() {
        let row = rows
            .iter_mut()
            .find_map(|[row, _, why]| Some((line.strip_prefix(&format!("* {row}: "))?, why)));
        match row {
            Some((words, why)) if why.is_empty() => *why = words.to_owned(),
            _ => rest.push(line),
        }
    }
    rest.join("\n").trim().to_owned()
}

/// Numbers as words that are typed. A range has no place here: its ends, or its middle, are what counts, and that is told.
fn numeric(body: &Body<'_>, numbers: &str, told: &mut Told<'_>) -> Vec<ForeignOption> {
    let mut options = Vec::new();
    // The sign of numbers is the first in the braces.
    let from = body.text.len() - body.text.trim_start().len() + 1;
    for answer in given(body, from, numbers, told) {
        let text = answer.text.trim();
        let accepted: Vec<&str> = match (text.split_once(".."), text.split_once(':')) {
            (Some((low, high)), _) if low.trim() == high.trim() => vec![low.trim()],
            (Some((low, high)), _) => {
                told.on(
                    answer.line,
                    format!("every number from {low} to {high} is right in Moodle; here the two ends are"),
                );
                vec![low.trim(), high.trim()]
            }
            (None, Some((number, range))) => {
                if range.trim().parse() != Ok(0.0) {
                    let what = format!("{number} may be off by {range} in Moodle; here it may not");
                    told.on(answer.line, what);
                }
                vec![number.trim()]
            }
            (None, None) => vec![text],
        };
        for number in accepted {
            let single = Given {
                text: number,
                feedback: answer.feedback,
                ..answer
            };
            options.push(option(body, &single, TYPED, told));
        }
    }
    options
}
