//! Owns a report as it is written: for people with or without bars, as JSON, as CSV. Must not know how a figure comes about.

use crate::cluster::{head, width};
use crate::doc::marker::Glyphs;
use crate::item_analysis::Skipped;
use crate::item_analysis::figures::{CourseFigures, FEWEST, QuestionFigures};
use crate::progress::log::json;
use serde_json::{Value, json};
use std::fmt::Write;

/// Columns of a bar.
const BAR: usize = 20;
/// The longest line of words beside a bar, in columns.
const WORDS: usize = 100;
/// What can be said of sureness, as in a statement.
const SURENESS: [&str; 4] = ["guess", "think", "sure", "unsaid"];

/// How shares are drawn, where they are.
pub type BarGlyphs = Option<Glyphs>;

/// For people. What is worth a look comes first.
pub fn text(figures: &CourseFigures, bars: BarGlyphs) -> String {
    let mut page = String::new();
    let few = || format!("fewer than {FEWEST} learners");
    let learners = match figures.learners {
        learners if learners < FEWEST => few(),
        learners => format!("{learners} learners"),
    };
    line(
        &mut page,
        &format!("{}: first answers of {learners}", figures.title),
    );
    if figures.hidden > 0 {
        let hidden = format!(
            "{} answered by {}: no figure of these is shown",
            questions(figures.hidden),
            few()
        );
        line(&mut page, &hidden);
    }
    let flagged = || {
        figures
            .questions
            .iter()
            .filter(|question| !question.flags.is_empty())
    };
    if flagged().next().is_some() {
        line(&mut page, "\nWorth a look");
        for question in flagged() {
            line(&mut page, &format!("  {}: {}", question.id, flags(question)));
        }
    }
    let mut lesson = None;
    for question in &figures.questions {
        if lesson != Some(&question.lesson) {
            lesson = Some(&question.lesson);
            let name = question.lesson.as_deref().unwrap_or("No longer in the course");
            line(&mut page, &format!("\n# {name}"));
        }
        of_question(&mut page, figures, question, bars);
    }
    page
}

fn of_question(page: &mut String, figures: &CourseFigures, question: &QuestionFigures, bars: BarGlyphs) {
    let counts = &question.counts;
    line(
        page,
        &format!("\n{}{}", bar(counts.right, counts.answered, bars), question.id),
    );
    if let Some(prompt) = &question.prompt {
        line(page, &format!("  {}", cut(prompt)));
    }
    let mut parts = vec![format!(
        "{} of {} right at once",
        percent(counts.right, counts.answered),
        counts.answered
    )];
    if let Some(value) = question.discrimination {
        parts.push(format!("discrimination {value:.2}"));
    }
    if let Some(seconds) = question.seconds {
        parts.push(format!("half within {seconds:.1} s"));
    }
    line(page, &format!("  {}", parts.join(", ")));
    let said = ["guess", "I think so", "sure"].iter().zip(&counts.sure);
    let said: Vec<String> = said
        .filter(|(_, (said, _))| *said >= FEWEST)
        .map(|(word, (said, right))| format!("{word} {} of {said}", percent(*right, *said)))
        .collect();
    if !said.is_empty() {
        line(page, &format!("  right, by what was said: {}", said.join(", ")));
    }
    for other in wordings(figures, question) {
        let share = percent(other.counts.right, other.counts.answered);
        let words = format!(
            "  in other words, as {}: {share} of {}",
            other.id, other.counts.answered
        );
        line(page, &words);
    }
    if !question.flags.is_empty() {
        line(page, &format!("  worth a look: {}", flags(question)));
    }
    for option in &question.options {
        let words = option
            .words
            .as_deref()
            .map_or_else(|| format!("worded otherwise since ({})", option.id), cut);
        let sign = if option.is_right { "right: " } else { "" };
        let share = percent(option.taken, counts.answered);
        let row = format!(
            "    {}{share:>5}  {sign}{words}",
            bar(option.taken, counts.answered, bars)
        );
        line(page, &row);
    }
}

/// The questions that ask the same in other words.
fn wordings<'a>(
    figures: &'a CourseFigures,
    question: &'a QuestionFigures,
) -> impl Iterator<Item = &'a QuestionFigures> {
    let is_other = |other: &&QuestionFigures| other.variant.as_ref() == Some(&question.id);
    figures.questions.iter().filter(is_other)
}

fn flags(question: &QuestionFigures) -> String {
    let names: Vec<&str> = question.flags.iter().map(|flag| flag.name()).collect();
    names.join(", ")
}

fn bar(part: u64, of: u64, bars: BarGlyphs) -> String {
    let Some(glyphs) = bars else {
        return String::new();
    };
    let full = (part as usize * BAR + of as usize / 2)
        .checked_div(of as usize)
        .unwrap_or(0);
    let full = full.min(BAR);
    let (on, off) = (glyphs.pick("█", "#"), glyphs.pick("░", "."));
    format!("{}{} ", on.repeat(full), off.repeat(BAR - full))
}

fn percent(part: u64, of: u64) -> String {
    format!("{} %", (part * 100 + of / 2).checked_div(of).unwrap_or(0))
}

fn questions(count: usize) -> String {
    match count {
        1 => "1 question was".to_owned(),
        count => format!("{count} questions were"),
    }
}

fn cut(words: &str) -> String {
    match width(words) > WORDS {
        true => format!("{}…", head(words, WORDS - 1).trim_end()),
        false => words.to_owned(),
    }
}

fn line(page: &mut String, words: &str) {
    page.push_str(words.trim_end());
    page.push('\n');
}

/// One object: `{format, course, learners, fewer_than, hidden, skipped: {bad, others, more}, questions: […]}`. What is over fewer than ten
/// learners is null. `sums` are what `discrimination` is worked out from: over the learners who answered, how many other questions each
/// had right, its square, and the same over those who were right here.
pub fn as_json(figures: &CourseFigures, skipped: &Skipped) -> String {
    let questions: Vec<Value> = figures
        .questions
        .iter()
        .map(|question| of_json(figures, question))
        .collect();
    let report = json!({
        "format": 1,
        "course": figures.course,
        "learners": (figures.learners >= FEWEST).then_some(figures.learners),
        "fewer_than": FEWEST,
        "hidden": figures.hidden,
        "skipped": {"bad": skipped.bad, "others": skipped.others, "more": skipped.more},
        "questions": questions,
    });
    json::write(&report) + "\n"
}

fn of_json(figures: &CourseFigures, question: &QuestionFigures) -> Value {
    let counts = &question.counts;
    let sure: serde_json::Map<String, Value> = SURENESS
        .iter()
        .zip(&counts.sure)
        .map(|(word, (said, right))| {
            let shown = (*said >= FEWEST).then(|| json!({"answered": said, "right": right}));
            ((*word).to_owned(), shown.into())
        })
        .collect();
    let options = question.options.iter().map(|option| {
        json!({"id": option.id, "words": option.words.as_deref(), "right": option.is_right, "taken": option.taken})
    });
    json!({
        "id": question.id,
        "lesson": question.lesson,
        "variant_of": question.variant,
        "answered": counts.answered,
        "right": counts.right,
        "sums": {"rest": counts.rest, "rest_squared": counts.rest_squared, "right_rest": counts.right_rest},
        "discrimination": question.discrimination,
        "seconds": question.seconds,
        "sure": sure,
        "options": options.collect::<Vec<_>>(),
        "wordings": wordings(figures, question).map(|other| json!({
            "id": other.id, "answered": other.counts.answered, "right": other.counts.right,
        })).collect::<Vec<_>>(),
        "flags": question.flags.iter().map(|flag| flag.name()).collect::<Vec<_>>(),
    })
}

/// A line for each question, below the names of the columns. The options stand in one column, as `id=taken` between blanks.
pub fn csv(figures: &CourseFigures) -> String {
    let mut page = String::from(
        "question,lesson,variant_of,answered,right,discrimination,seconds,guess,guess_right,think,think_right,sure,sure_right,options,flags\n",
    );
    for question in &figures.questions {
        let counts = &question.counts;
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let options: Vec<String> = question
            .options
            .iter()
            .map(|option| format!("{}={}", option.id, option.taken))
            .collect();
        let mut cells = vec![
            question.id.clone(),
            question.lesson.clone().unwrap_or_default(),
            question.variant.clone().unwrap_or_default(),
            counts.answered.to_string(),
            counts.right.to_string(),
            number(question.discrimination),
            number(question.seconds),
        ];
        for (said, right) in &counts.sure[..3] {
            let shown = |value: &u64| match *said >= FEWEST {
                true => value.to_string(),
                false => String::new(),
            };
            cells.extend([shown(said), shown(right)]);
        }
        cells.extend([options.join(" "), flags(question)]);
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        // Writing to a text cannot fail.
        let _ = writeln!(page, "{}", cells.join(","));
    }
    page
}

/// A cell. Ids come from files of others: one that a spreadsheet would take for a formula gets an apostrophe.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let cell = match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    };
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}
