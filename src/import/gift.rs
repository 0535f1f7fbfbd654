//! Owns GIFT, Moodle's text format of question banks, as Moodle reads it. One question that is wrong costs that question alone.
//! Must not know how a question is written down in our Markdown.

mod answers;
mod blocks;

use crate::import::gift::answers::{Read, answers};
use crate::import::gift::blocks::{GiftBlock, blocks, hidden, shown};
use crate::import::html::{Between, markdown};
use crate::import::lesson::{Answers, ForeignQuestion, LessonWriter};
use crate::import::{Brought, Foreign, Names, Told};

/// Classes of ours that a tag may name.
const CLASSES: [&str; 4] = ["card", "truth", "scene", "in-order"];
/// The gap in a prompt.
const GAP: &str = "____";

/// Whether a text looks like GIFT.
pub fn is_gift(text: &str) -> bool {
    let text = hidden(text);
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("::") || line.starts_with("$CATEGORY:"))
        || text.split_once('{').is_some_and(|(_, rest)| {
            rest.contains('}') && rest.trim_start().starts_with(['=', '~', '#', 'T', 'F', '}'])
        })
}

/// Brings a bank over: each category is a heading, each question one of ours.
pub fn import(foreign: &Foreign<'_>, names: &mut Names) -> Brought {
    let mut told = Told::new(foreign.text);
    let mut lesson = LessonWriter::titled(foreign.title, names);
    for block in blocks(foreign.text, &mut told) {
        if let Some(category) = block.category {
            let parts = category.split('/').map(str::trim);
            let parts: Vec<&str> = parts
                .filter(|part| !part.is_empty() && !part.starts_with('$'))
                .collect();
            lesson.heading(
                2,
                &parts.last().map_or("Questions", |last| last).replace('-', " "),
            );
            continue;
        }
        match question(&block, &mut told) {
            Some(Asked::Question(question)) => lesson.question(&question),
            Some(Asked::Description(words)) => lesson.prose(&words),
            None => {}
        }
    }
    lesson.finish(told)
}

enum Asked {
    Question(ForeignQuestion),
    /// A text without an answer.
    Description(String),
}

/// How the texts of a question are written.
#[derive(Clone, Copy)]
struct Markup(Between);

impl Markup {
    /// The text after the format that it names, if it names one.
    fn named<'a>(self, text: &'a str, block: &GiftBlock, told: &mut Told<'_>) -> (Markup, &'a str) {
        let trimmed = text.trim_start();
        let Some((name, rest)) = trimmed.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return (self, text);
        };
        match name {
            "markdown" => (Markup(Between::Markdown), rest),
            "html" | "moodle" | "plain" => (Markup(Between::Words), rest),
            _ => {
                let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase());
                if is_name && name.len() < 10 {
                    told.on(
                        block.line,
                        format!("[{name}] was read as words; it is no format that is known"),
                    );
                }
                (self, text)
            }
        }
    }

    /// A text of the question as Markdown.
    fn text(self, raw: &str, block: &GiftBlock, line: usize, told: &mut Told<'_>) -> String {
        let (markup, raw) = self.named(raw, block, told);
        let raw = shown(raw);
        let raw = raw.trim();
        // Where a text has no tag, its line ends are its own.
        let has_tags =
            raw.contains("</") || raw.contains("<br") || raw.contains("<img") || raw.contains("<p>");
        if !has_tags && markup.0 == Between::Markdown {
            return raw.to_owned();
        }
        let raw = match has_tags {
            true => raw.to_owned(),
            false => raw.replace("\n\n", "<p>").replace('\n', "<br>"),
        };
        let (written, lost) = markdown(&raw, markup.0);
        for tag in lost {
            told.on(line, format!("{tag} was left out; its words are there"));
        }
        written
    }
}

fn question(block: &GiftBlock, told: &mut Told<'_>) -> Option<Asked> {
    let text = block.text.as_str();
    let trimmed = text.trim_start();
    let (title, stem) = match trimmed.strip_prefix("::").and_then(|rest| rest.split_once("::")) {
        Some((title, stem)) => (shown(title), stem),
        None => (String::new(), trimmed),
    };
    let plain = Markup(Between::Words);
    let Some(open) = stem.find('{') else {
        if stem.contains('}') {
            told.on(
                block.line,
                "a } without a {: the question was left out; in GIFT a brace of the text is written \\}",
            );
            return None;
        }
        return Some(Asked::Description(plain.text(stem, block, block.line, told)));
    };
    let at = text.len() - stem.len() + open;
    let line = block.line_at(at);
    let Some(close) = stem[open..].find('}') else {
        let what = "the answers are never closed: a } is missing, or an empty line stands before it; the question was left out";
        told.on(line, what);
        return None;
    };
    let (markup, before) = plain.named(&stem[..open], block, told);
    let after = &stem[open + close + 1..];
    if after.contains('{') {
        told.on(
            block.line_at(at + close),
            "a second block of answers was left out; a question has one",
        );
    }
    let after = after.split('{').next().unwrap_or_default();
    let body = Body {
        text: &stem[open + 1..open + close],
        at: at + 1,
        block,
        markup,
    };
    let Read {
        answers,
        classes,
        why,
    } = answers(&body, told)?;
    let tail = markup.text(after, block, line, told);
    let mut prompt = markup.text(before, block, block.line, told);
    if !tail.is_empty() {
        prompt = format!("{prompt} {GAP} {tail}");
    } else if matches!(answers, Answers::Fill(_)) && !prompt.contains(GAP) {
        prompt = format!("{prompt} {GAP}");
    }
    let (caution, prompt) = noted(prompt.trim());
    let mut question = ForeignQuestion {
        name: block.id.clone().unwrap_or(title),
        prompt,
        classes,
        answers,
        why,
        caution,
        ..ForeignQuestion::default()
    };
    for tag in &block.tags {
        match CLASSES.iter().find(|class| *class == tag) {
            Some(class) if !question.classes.contains(class) => question.classes.push(class),
            Some(_) => {}
            None if tag == "order" => put_in_order(&mut question),
            None => told.on(block.line, format!("the tag {tag} was left out")),
        }
    }
    Some(Asked::Question(question))
}

/// The content note that our export puts before a prompt, and the prompt.
fn noted(prompt: &str) -> (String, String) {
    let Some(rest) = prompt.strip_prefix("> **Content note**\n") else {
        return (String::new(), prompt.to_owned());
    };
    let end = rest.find("\n\n").unwrap_or(rest.len());
    let note = rest[..end]
        .lines()
        .map(|line| line.trim_start_matches('>').trim_start());
    (
        note.collect::<Vec<_>>().join("\n").trim().to_owned(),
        rest[end..].trim().to_owned(),
    )
}

/// A matching question of ours whose partners are places was lines to put in order.
fn put_in_order(question: &mut ForeignQuestion) {
    let Answers::Match(rows) = &question.answers else {
        return;
    };
    let mut placed: Vec<(usize, [String; 2])> = rows
        .iter()
        .filter_map(|[line, place, why]| Some((place.parse().ok()?, [line.clone(), why.clone()])))
        .collect();
    if placed.len() == rows.len() {
        placed.sort();
        question.answers = Answers::Order(placed.into_iter().map(|(_, line)| line).collect());
    }
}

/// What stands between the braces of a question.
struct Body<'a> {
    text: &'a str,
    /// Where it begins in the block.
    at: usize,
    block: &'a GiftBlock,
    markup: Markup,
}

impl Body<'_> {
    fn line_at(&self, at: usize) -> usize {
        self.block.line_at(self.at + at)
    }
}
