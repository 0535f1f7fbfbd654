//! Owns a course as a GIFT bank for Moodle: a category for each lesson, each question with its answers, weights and feedback.
//! Must not know how GIFT is read back; that is in `import/gift.rs`.
//!
//! Texts are Markdown, marked so. Where Markdown would want a backslash stands an entity, since readers of GIFT differ on backslashes;
//! a text is one line, whose line ends are spelled `\n`, since an empty line ends a question.

use crate::course::{Item, ItemKind};
use crate::doc::text::Text;
use crate::doc::{Node, NoteKind};
use crate::export::markdown::{blocks, in_a_line};
use crate::import::lesson::percent;
use crate::library::Library;
use crate::quiz::fill;
use crate::quiz::{Accept, Choice, Kind, Parts, Question, Worth};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A bank of questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GiftBank {
    pub text: String,
    /// Questions in it.
    pub questions: usize,
    /// What the format has no place for, and how often it came.
    pub left: BTreeMap<&'static str, usize>,
}

/// The questions of a course as a bank.
pub fn bank(library: &Library) -> GiftBank {
    let mut bank = GiftBank::default();
    for module in &library.course.modules {
        for item in &module.items {
            match item.kind {
                ItemKind::Lesson | ItemKind::Final => {}
                ItemKind::Rehearsal => bank.leave("rehearsals"),
                ItemKind::SelfAssessment => bank.leave("self-assessments"),
                // It asks questions of the final assessment.
                ItemKind::BeforeAfter => continue,
            }
            bank.item(library, [&library.course.title, &module.title, &item.title], item);
        }
    }
    bank
}

impl GiftBank {
    fn leave(&mut self, what: &'static str) {
        *self.left.entry(what).or_default() += 1;
    }

    fn item(&mut self, library: &Library, path: [&str; 3], item: &Item) {
        let lesson = library.lesson(&item.id);
        let written: Vec<String> = lesson
            .questions()
            .flat_map(|question| self.question(question))
            .collect();
        if written.is_empty() {
            return;
        }
        let path = path.map(category).join("/");
        self.text.push_str(&format!("$CATEGORY: $course$/{path}\n\n"));
        self.questions += written.len();
        self.text.push_str(&written.concat());
    }

    /// A question with the empty line after it; none of a kind that GIFT does not have. There a question has one gap: each of several
    /// becomes a question of its own, in which the others are filled.
    fn question(&mut self, question: &Question) -> Vec<String> {
        let unknown = match question.kind {
            Kind::Reflect => Some("questions for the journal"),
            Kind::Predict => Some("first thoughts before reading"),
            Kind::Rate | Kind::Plan => Some("forms of a self-assessment or a plan"),
            Kind::One | Kind::Truth | Kind::Scene | Kind::Many => None,
            Kind::Match | Kind::Order | Kind::Fill | Kind::Write => None,
        };
        if let Some(unknown) = unknown {
            self.leave(unknown);
            return Vec::new();
        }
        question.hints.iter().for_each(|_| self.leave("hints"));
        if question.passage.is_some() {
            self.leave("links from a question to the passage that teaches it");
        }
        let misconceptions = question
            .parts
            .options()
            .iter()
            .filter(|choice| choice.misconception.is_some());
        misconceptions.for_each(|_| self.leave("codes of misconceptions"));
        let mut stem = in_a_line(&question.prompt);
        if !question.caution.is_empty() {
            let note = Node::Note {
                kind: NoteKind::Content,
                nodes: question.caution.clone(),
            };
            stem = format!("{}\n\n{stem}", blocks(&[Arc::new(note)]));
        }
        if !question.body.is_empty() {
            stem = format!("{stem}\n\n{}", blocks(&question.body));
        }
        let (answers, told) = answers(question);
        let why = [told, blocks(&question.why)];
        let why: Vec<String> = why.into_iter().filter(|part| !part.is_empty()).collect();
        let why = match why.is_empty() {
            true => String::new(),
            false => format!("\t####{}\n", markdown(&why.join("\n\n"))),
        };
        let tags: String = tags(question).iter().map(|tag| format!(" [tag:{tag}]")).collect();
        let written = |id: &str, before: &str, answers: &str, after: &str| {
            format!(
                "// [id:{id}]{tags}\n::{}::[markdown]{} {{\n{answers}{why}}}{}\n\n",
                plain(id),
                markdown(before).trim_end(),
                markdown(after)
            )
        };
        let gaps = question.parts.gaps();
        match gaps {
            [] => return vec![written(&question.id, &stem, &answers, "")],
            [_] => {}
            _ => self.leave("several gaps of one question, which became questions of one gap each"),
        }
        let asked = gaps.iter().enumerate().map(|(nth, gap)| {
            let id = match gaps.len() {
                1 => question.id.to_string(),
                _ => format!("{}-gap-{}", question.id, nth + 1),
            };
            let (before, after) = around(&stem, gaps, nth);
            let answers: String = gap.iter().map(typed).collect();
            written(&id, &before, &answers, &after)
        });
        asked.collect()
    }
}

/// What stands before a gap of a prompt and after it, where all others are filled.
fn around(stem: &str, gaps: &[Vec<Accept>], nth: usize) -> (String, String) {
    let parts: Vec<&str> = stem.splitn(gaps.len() + 1, GAP).collect();
    if parts.len() <= gaps.len() {
        // A gap in code is spelled otherwise, and is not looked for.
        let which = match gaps.len() {
            1 => String::new(),
            _ => format!(" ({})", fill::name(nth)),
        };
        return (format!("{stem}{which}"), String::new());
    }
    let model = |at: usize| {
        let right = gaps[at].iter().find(|accept| accept.worth == Worth::Right);
        right.map_or(String::new(), |accept| in_a_line(&Text::plain(&accept.words)))
    };
    let filled = |from: usize, to: usize| {
        let rest = (from + 1..=to).map(|at| model(at - 1) + parts[at]);
        parts[from].to_owned() + &rest.collect::<String>()
    };
    (filled(0, nth), filled(nth + 1, gaps.len()))
}

/// The gap of a prompt as Markdown spells it.
const GAP: &str = "\\_\\_\\_\\_";

/// A part of a category's path. Readers cut it at a blank or a dash, and a slash begins the next part.
fn category(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    parts
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

fn tags(question: &Question) -> Vec<&'static str> {
    let kind = match question.kind {
        Kind::Truth => Some("truth"),
        Kind::Scene => Some("scene"),
        Kind::Order => Some("order"),
        Kind::One | Kind::Many | Kind::Match | Kind::Fill | Kind::Write => None,
        Kind::Reflect | Kind::Rate | Kind::Plan | Kind::Predict => None,
    };
    let marks = [(question.card, "card"), (question.in_order, "in-order")];
    let marks = marks.into_iter().filter_map(|(is, tag)| is.then_some(tag));
    kind.into_iter().chain(marks).collect()
}

/// The answers, each on a line, and what of their explanations GIFT has no place for beside them.
fn answers(question: &Question) -> (String, String) {
    let nothing = String::new();
    match &question.parts {
        Parts::Options(options) if question.kind == Kind::Many => (
            options.iter().map(|option| ticked(option, options)).collect(),
            nothing,
        ),
        Parts::Options(options) => (options.iter().map(picked).collect(), nothing),
        // The answers of each gap stand with it.
        Parts::Gaps(_) => (nothing.clone(), nothing),
        Parts::Pairs { rows, .. } => {
            let lines = rows.iter().map(|row| pair(&row.text, &row.partner.words()));
            let why = rows.iter().filter(|row| !row.why.is_empty());
            let why = why
                .map(|row| format!("* {}: {}", in_a_line(&row.text), in_a_line(&row.why)).replace('\n', " "));
            (lines.collect(), why.collect::<Vec<_>>().join("\n"))
        }
        Parts::Lines(lines) => {
            let numbered = lines.iter().enumerate();
            let pairs = numbered.map(|(at, line)| pair(&line.text, &(at + 1).to_string()));
            let why = lines.iter().filter(|line| !line.why.is_empty());
            let why = why
                .map(|line| format!("* {}: {}", in_a_line(&line.text), blocks(&line.why)).replace('\n', " "));
            (pairs.collect(), why.collect::<Vec<_>>().join("\n"))
        }
        Parts::Model { model, checks } => {
            let checks = checks.iter().map(|check| format!("- [ ] {}", in_a_line(check)));
            let checks: Vec<String> = checks.collect();
            (nothing, format!("{}\n\n{}", blocks(model), checks.join("\n")))
        }
        Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => (nothing.clone(), nothing),
    }
}

/// An option of which one is picked: a weight of its own, or what its worth says.
fn picked(choice: &Choice) -> String {
    let usual = match choice.worth {
        Worth::Right => None,
        Worth::Fair => Some(50.0),
        Worth::Wrong => None,
    };
    let sign = if choice.worth == Worth::Right { '=' } else { '~' };
    line(
        sign,
        choice.weight.or(usual),
        &words_of(&choice.text),
        &choice.why,
    )
}

/// An option of which all that fit are ticked: together those that fit give all, and all others take it away.
fn ticked(choice: &Choice, all: &[Choice]) -> String {
    let is_right = choice.worth == Worth::Right;
    let alike = all
        .iter()
        .filter(|other| (other.worth == Worth::Right) == is_right)
        .count() as f64;
    let usual = if is_right { 100.0 / alike } else { -100.0 / alike };
    line(
        '~',
        choice.weight.or(Some(usual)),
        &words_of(&choice.text),
        &choice.why,
    )
}

fn typed(accept: &Accept) -> String {
    let usual = (accept.worth != Worth::Right).then_some(0.0);
    line('=', accept.weight.or(usual), &plain(&accept.words), &accept.why)
}

fn pair(row: &Text, partner: &str) -> String {
    format!("\t={} -> {}\n", words_of(row), plain(partner))
}

fn line(sign: char, weight: Option<f64>, words: &str, why: &[Arc<Node>]) -> String {
    let weight = weight
        .map(|weight| format!("%{}%", percent(weight)))
        .unwrap_or_default();
    let why = match why.is_empty() {
        true => String::new(),
        false => format!("#{}", markdown(&blocks(why))),
    };
    format!("\t{sign}{weight}{words}{why}\n")
}

fn words_of(text: &Text) -> String {
    markdown(&in_a_line(text))
}

/// Words that every reader takes as they are: what is typed, a partner, a title.
fn plain(words: &str) -> String {
    let mut written = String::new();
    for c in words.chars() {
        match c {
            '\\' | '~' | '=' | '#' | '{' | '}' | ':' => written.extend(['\\', c]),
            '\n' => written.push(' '),
            c => written.push(c),
        }
    }
    written.replace("->", "→")
}

/// Markdown inside GIFT.
fn markdown(markdown: &str) -> String {
    let mut written = String::new();
    let mut rest = markdown.trim();
    while let Some(c) = rest.chars().next() {
        let fence = rest.strip_prefix("```").and_then(|rest| rest.split_once('\n'));
        if let Some((_, code)) = fence {
            let (code, after) = code.split_once("\n```").unwrap_or((code, ""));
            written.push_str(&format!("<pre><code>{}</code></pre>", in_code(code)));
            rest = after;
            continue;
        }
        let code = rest.strip_prefix('`').and_then(|rest| rest.split_once('`'));
        if let Some((code, after)) = code {
            match code.contains(['{', '}', '\\']) || code.contains("->") {
                true => written.push_str(&format!("<code>{}</code>", in_code(code))),
                false => written.push_str(&format!("`{}`", plain(code))),
            }
            rest = after;
            continue;
        }
        let mut chars = rest.chars();
        chars.next();
        match c {
            '\\' => match chars.next() {
                Some('\n') => written.push_str("<br>\\n"),
                Some(sign) => written.push_str(&entity(sign)),
                None => written.push_str("&bsol;"),
            },
            '\n' => written.push_str("\\n"),
            ':' | '=' | '#' | '~' => written.extend(['\\', c]),
            '{' | '}' => written.push_str(&entity(c)),
            c => written.push(c),
        }
        rest = chars.as_str();
    }
    written
}

/// Code as HTML.
fn in_code(code: &str) -> String {
    let sign = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '{' | '}' | '<' | '>' | '&' | '\\' | ':' | '=' | '#' | '~' => entity(c),
        c => c.to_string(),
    };
    code.chars().map(sign).collect()
}

/// A sign as an entity; one that has no name as its number, whose own sign GIFT protects.
fn entity(sign: char) -> String {
    let name = match sign {
        '\\' => "bsol",
        '`' => "grave",
        '*' => "ast",
        '_' => "lowbar",
        '[' => "lsqb",
        ']' => "rsqb",
        '<' => "lt",
        '>' => "gt",
        '|' => "vert",
        '&' => "amp",
        '+' => "plus",
        '.' => "period",
        ')' => "rpar",
        '#' => "num",
        '=' => "equals",
        ':' => "colon",
        '{' => "lcub",
        '}' => "rcub",
        sign => return format!("&\\#{};", u32::from(sign)),
    };
    format!("&{name};")
}
