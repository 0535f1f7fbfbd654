//! Owns mkdocs-quiz: a page of Markdown with `<quiz>` blocks. The page stays; each block becomes a question of ours.
//! Must not know the other formats.

use crate::import::lesson::{Answers, ForeignOption, ForeignQuestion, LessonWriter};
use crate::import::markdown::page;
use crate::import::{Brought, Foreign, Names, Told};

const OPEN: &str = "<quiz>";
const CLOSE: &str = "</quiz>";

/// Whether a page asks something.
pub fn is_quiz(text: &str) -> bool {
    text.contains(OPEN)
}

/// Brings a page over.
pub fn import(foreign: &Foreign<'_>, names: &mut Names) -> Brought {
    let mut told = Told::new(foreign.text);
    let page = page(foreign, &mut told);
    let mut lesson = LessonWriter::bare(names);
    lesson.prose(&page.head);
    let (mut prose, mut quiz): (String, Option<(usize, String)>) = (String::new(), None);
    let mut is_code = false;
    let mut at = page.at;
    for line in page.body.split_inclusive('\n') {
        let trimmed = line.trim();
        if quiz.is_none() {
            is_code ^= trimmed.starts_with("```") || trimmed.starts_with("~~~");
        }
        match &mut quiz {
            // In a code block it is an example of one.
            None if is_code || !trimmed.contains(OPEN) => {
                if trimmed.starts_with("<!-- mkdocs-quiz") {
                    told.at(
                        at,
                        format!("{trimmed} was left out; results have pages of their own"),
                    );
                } else {
                    prose.push_str(line);
                }
            }
            None => {
                lesson.prose(&std::mem::take(&mut prose));
                let (before, rest) = trimmed.split_once(OPEN).unwrap_or(("", trimmed));
                lesson.prose(before);
                match rest.split_once(CLOSE) {
                    Some((inside, after)) => {
                        ask(inside, at, &mut lesson, &mut told);
                        lesson.prose(after);
                    }
                    None => quiz = Some((at, format!("{rest}\n"))),
                }
            }
            Some((from, inside)) => match line.split_once(CLOSE) {
                Some((last, after)) => {
                    inside.push_str(last);
                    ask(inside, *from, &mut lesson, &mut told);
                    quiz = None;
                    prose.push_str(after);
                }
                None => inside.push_str(line),
            },
        }
        at += line.len();
    }
    if let Some((from, inside)) = quiz {
        told.at(from, "a <quiz> is never closed; it stays as text");
        lesson.prose(&inside);
    }
    lesson.prose(&prose);
    lesson.finish(told)
}

/// A line of an answer: whether it is right, and its words.
fn answer(line: &str) -> Option<(bool, &str)> {
    let rest = line.strip_prefix("- [").or_else(|| line.strip_prefix("* ["))?;
    let (mark, words) = rest.split_once(']')?;
    match mark {
        "x" | "X" => Some((true, words.trim())),
        "" | " " => Some((false, words.trim())),
        _ => None,
    }
}

fn ask(inside: &str, at: usize, lesson: &mut LessonWriter<'_>, told: &mut Told<'_>) {
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let shortest = inside.lines().skip(1).filter(|line| !line.trim().is_empty());
    let shortest = shortest.map(|line| indent(&line)).min().unwrap_or(0);
    let lines = inside
        .lines()
        .map(|line| line.get(shortest.min(indent(&line))..).unwrap_or(line));
    let lines: Vec<&str> = lines.collect();
    let first = lines.iter().position(|line| answer(line).is_some());
    let Some(first) = first else {
        return match inside.contains("[[") {
            true => gaps(&lines, at, lesson, told),
            false => {
                told.at(at, "a quiz without answers; it stays as text");
                lesson.prose(&lines.join("\n"));
            }
        };
    };
    let mut options: Vec<ForeignOption> = Vec::new();
    let mut content: Vec<&str> = Vec::new();
    for line in &lines[first..] {
        let quote = line
            .trim_start()
            .strip_prefix('>')
            .map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
        match (answer(line), quote, options.last_mut()) {
            (Some((is_right, words)), _, _) => {
                // What stood between answers belongs to the one above.
                if let Some(last) = options.last_mut() {
                    last.why.push_str(&content.join("\n"));
                    content.clear();
                }
                options.push(ForeignOption {
                    text: words.to_owned(),
                    is_right,
                    ..ForeignOption::default()
                });
            }
            // A quote below an answer is its explanation, also below an empty line.
            (None, Some(words), Some(last)) if content.iter().all(|line| line.trim().is_empty()) => {
                last.why.push_str(words);
                last.why.push('\n');
            }
            _ => content.push(line),
        }
    }
    let right = options.iter().filter(|option| option.is_right).count();
    if right == 0 {
        told.at(
            at,
            "a quiz without a right answer was left out; mark it with - [x]",
        );
        return;
    }
    lesson.question(&ForeignQuestion {
        prompt: lines[..first].join("\n").trim().to_owned(),
        answers: if right == 1 {
            Answers::One(options)
        } else {
            Answers::Many(options)
        },
        why: content.join("\n"),
        ..ForeignQuestion::default()
    });
}

/// A text with gaps: one question, with a field for each of them.
fn gaps(lines: &[&str], at: usize, lesson: &mut LessonWriter<'_>, told: &mut Told<'_>) {
    let rule = lines
        .iter()
        .position(|line| line.trim() == "---")
        .unwrap_or(lines.len());
    let prompt = lines[..rule].join("\n");
    let why = lines.get(rule + 1..).unwrap_or_default().join("\n");
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = prompt.as_str();
    while let Some((before, (gap, after))) = rest
        .split_once("[[")
        .and_then(|(before, rest)| Some((before, rest.split_once("]]")?)))
    {
        parts.push((before, gap.trim()));
        rest = after;
    }
    if parts.is_empty() {
        told.at(at, "a quiz without answers; it stays as text");
        return lesson.prose(&prompt);
    }
    let shown = parts.iter().map(|(before, _)| format!("{before}____"));
    let prompt = shown.collect::<String>() + rest;
    let accepted = parts.iter().map(|(_, gap)| {
        vec![ForeignOption {
            text: (*gap).to_owned(),
            is_right: true,
            ..ForeignOption::default()
        }]
    });
    lesson.question(&ForeignQuestion {
        prompt: prompt.trim().to_owned(),
        answers: Answers::Fill(accepted.collect()),
        why: why.trim().to_owned(),
        ..ForeignQuestion::default()
    });
}
