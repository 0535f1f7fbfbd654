//! Owns questions of any other format → our Markdown. Must not know the format they come from.

use crate::import::{Brought, Names, Told};
use std::fmt::Write;

/// A question on its way. All its texts are Markdown.
#[derive(Clone, Debug, Default)]
pub struct ForeignQuestion {
    /// What its id is made of; nothing where its prompt is to be taken.
    pub name: String,
    /// Its blocks; the first is the heading.
    pub prompt: String,
    /// Classes beside that of its kind.
    pub classes: Vec<&'static str>,
    pub answers: Answers,
    /// Steps of help.
    pub hints: Vec<String>,
    /// The why of the whole question.
    pub why: String,
    /// A content note.
    pub caution: String,
}

/// What can be answered.
#[derive(Clone, Debug)]
pub enum Answers {
    One(Vec<ForeignOption>),
    Many(Vec<ForeignOption>),
    /// Of each gap what is typed into it.
    Fill(Vec<Vec<ForeignOption>>),
    /// Row, partner, why.
    Match(Vec<[String; 3]>),
    /// Lines in their order, each with its why.
    Order(Vec<[String; 2]>),
    /// A model, and what to look for.
    Write(String, Vec<String>),
    /// For oneself.
    Reflect,
}

impl Default for Answers {
    fn default() -> Answers {
        Answers::One(Vec::new())
    }
}

/// An option, or what is typed into a gap.
#[derive(Clone, Debug, Default)]
pub struct ForeignOption {
    pub text: String,
    pub is_right: bool,
    pub is_fair: bool,
    /// Percent, where it is another than what our export would give.
    pub weight: Option<f64>,
    /// Its explanation.
    pub why: String,
}

/// A lesson while it is written.
pub struct LessonWriter<'a> {
    markdown: String,
    questions: usize,
    names: &'a mut Names,
}

impl LessonWriter<'_> {
    /// A lesson with a title.
    pub fn titled<'a>(title: &str, names: &'a mut Names) -> LessonWriter<'a> {
        LessonWriter {
            markdown: format!("# {}\n", one_line(title)),
            questions: 0,
            names,
        }
    }

    /// A lesson whose text has all that it needs.
    pub fn bare(names: &mut Names) -> LessonWriter<'_> {
        LessonWriter {
            markdown: String::new(),
            questions: 0,
            names,
        }
    }

    /// Adds a block of Markdown.
    pub fn prose(&mut self, markdown: &str) {
        let block = markdown.trim_matches('\n').trim_end();
        if block.is_empty() {
            return;
        }
        if !self.markdown.is_empty() {
            self.markdown.push('\n');
        }
        self.markdown.push_str(block);
        self.markdown.push('\n');
    }

    /// Adds a heading of a level.
    pub fn heading(&mut self, level: usize, words: &str) {
        let id = self.names.of(words);
        let heading = format!("{} {} {{#{id}}}", "#".repeat(level), one_line(words));
        self.prose(&heading);
    }

    /// Adds a question.
    pub fn question(&mut self, question: &ForeignQuestion) {
        let (heading, body) = parted(&question.prompt);
        let name = match question.name.trim() {
            "" => &heading,
            name => name,
        };
        let id = self.names.of(name);
        let kind = match &question.answers {
            Answers::One(_) => "one",
            Answers::Many(_) => "many",
            Answers::Fill(_) => "fill",
            Answers::Match(_) => "match",
            Answers::Order(_) => "order",
            Answers::Write(..) => "write",
            Answers::Reflect => "reflect",
        };
        let classes: String = question
            .classes
            .iter()
            .map(|class| format!(" .{class}"))
            .collect();
        self.prose(&format!("### {heading} {{#{id} .{kind}{classes}}}"));
        if !question.caution.trim().is_empty() {
            self.prose(&quoted(&format!("[!CAUTION]\n{}", question.caution.trim())));
        }
        self.prose(&starred(&body));
        for hint in &question.hints {
            self.prose(&quoted(&format!("[!TIP]\n{}", hint.trim())));
        }
        let block = match &question.answers {
            Answers::One(options) | Answers::Many(options) => boxes(options),
            Answers::Fill(gaps) => match gaps.as_slice() {
                [gap] => boxes(gap),
                gaps => {
                    let numbered = gaps.iter().enumerate();
                    let gap = |(nth, gap): (usize, &Vec<ForeignOption>)| {
                        let number = format!("{}. ", nth + 1);
                        let below = set_in(&boxes(gap), &" ".repeat(number.len()));
                        format!("{number}{}", below.trim_start())
                    };
                    numbered.map(gap).collect::<Vec<_>>().join("\n")
                }
            },
            Answers::Match(rows) => {
                let rows = rows.iter().map(|cells| {
                    let cells = cells.each_ref().map(|cell| one_line(cell).replace('|', "\\|"));
                    format!("| {} |\n", cells.join(" | "))
                });
                format!(
                    "| what | its partner | why |\n|---|---|---|\n{}",
                    rows.collect::<String>()
                )
            }
            Answers::Order(lines) => {
                let numbered = lines.iter().enumerate();
                let line = |(at, [line, why]): (usize, &[String; 2])| {
                    let number = format!("{}. ", at + 1);
                    let blanks = " ".repeat(number.len());
                    format!("{number}{}\n{}", one_line(line), below(why, &blanks))
                };
                numbered.map(line).collect::<Vec<_>>().join("\n")
            }
            Answers::Write(model, checks) => {
                let checks: String = checks
                    .iter()
                    .map(|check| format!("- [ ] {}\n", one_line(check)))
                    .collect();
                format!("{}\n\n{checks}", quoted(model))
            }
            Answers::Reflect => String::new(),
        };
        self.prose(&block);
        self.prose(&quoted(&question.why));
        self.questions += 1;
    }

    /// The lesson, with what was told of it.
    pub fn finish(self, told: Told<'_>) -> Brought {
        Brought {
            markdown: self.markdown,
            questions: self.questions,
            left: told.list(),
        }
    }
}

/// The heading of a prompt, and the blocks below it. A prompt that begins with something else than a paragraph gets a heading of its own.
fn parted(prompt: &str) -> (String, String) {
    let prompt = prompt.trim();
    let (first, rest) = prompt.split_once("\n\n").unwrap_or((prompt, ""));
    let is_block = first.lines().any(|line| {
        ["```", "~~~", "- ", "* ", "> ", "|", "    "]
            .iter()
            .any(|sign| line.starts_with(sign))
    });
    if first.is_empty() || is_block {
        return ("What is right?".to_owned(), prompt.to_owned());
    }
    let first = one_line(first.trim_start_matches('#'));
    (first, rest.to_owned())
}

/// A prompt's own lists with stars, so that none of them runs into the options.
fn starred(body: &str) -> String {
    let mut is_code = false;
    let lines = body.lines().map(|line| {
        is_code ^= line.trim_start().starts_with("```");
        match line.strip_prefix("- ").filter(|_| !is_code) {
            Some(rest) => format!("* {rest}"),
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn boxes(options: &[ForeignOption]) -> String {
    options.iter().map(option).collect::<Vec<_>>().join("\n")
}

fn option(option: &ForeignOption) -> String {
    let weight = option.weight.map(percent).map(|percent| format!("{percent}%"));
    let fair = option.is_fair.then(|| "fair".to_owned());
    let marks: Vec<String> = fair.into_iter().chain(weight).collect();
    let marks = match marks.is_empty() {
        true => String::new(),
        false => format!(" <!-- {} -->", marks.join(" ")),
    };
    let tick = if option.is_right { 'x' } else { ' ' };
    format!(
        "- [{tick}] {}{marks}\n{}",
        one_line(&option.text),
        below(&option.why, "  ")
    )
}

/// An explanation below what it belongs to, set in by these blanks.
fn below(why: &str, blanks: &str) -> String {
    match why.trim() {
        "" => String::new(),
        why => format!("\n{}", set_in(why, blanks)),
    }
}

/// Lines set in by these blanks.
fn set_in(lines: &str, blanks: &str) -> String {
    let mut written = String::new();
    for line in lines.lines() {
        let _ = writeln!(written, "{}", format!("{blanks}{line}").trim_end());
    }
    written
}

/// A percentage with as many places as it needs, five at the most.
pub fn percent(weight: f64) -> String {
    let fixed = format!("{weight:.5}");
    fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The same on one line: a break inside stays one.
pub fn one_line(markdown: &str) -> String {
    let lines = markdown.trim().lines().map(|line| line.trim());
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    match markdown.contains("\n\n") || markdown.contains("\\\n") || markdown.contains("  \n") {
        true => lines
            .iter()
            .map(|line| line.trim_end_matches('\\'))
            .collect::<Vec<_>>()
            .join("<br>"),
        false => lines.join(" "),
    }
}

fn quoted(markdown: &str) -> String {
    let lines = markdown.trim().lines();
    lines
        .map(|line| format!("> {line}").trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}
