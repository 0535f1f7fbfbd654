//! Owns Markdown pieces → a question, and every complaint about how one is written.
//! Must not know other questions; what holds between them is in `load` and `lint`.

mod after;
pub mod forgotten;
mod gaps;
mod pieces;
mod tables;

use crate::action::Action;
use crate::clean::Fingerprint;
use crate::course::load::diagnostics::{id_to_write, part};
use crate::course::load::slug;
use crate::course::markdown::{Entry, Heading, Piece, Task, What, nodes};
use crate::course::outline::KINDS;
use crate::course::question::gaps::gaps;
use crate::course::question::pieces::sort;
use crate::course::question::tables::{check_cells, check_rates, columns, pairs, rate_line};
use crate::doc::text::Text;
use crate::doc::{Node, Table};
use crate::quiz::{Choice, Kind, OrderLine, Parts, Question, Worth};
use crate::source::{Diagnostic, Id, Span};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Words of a prompt that become an id.
const WORDS_OF_ID: usize = 6;

/// What a question is built from.
pub struct Asked<'a> {
    pub heading: &'a Heading,
    /// The bytes of the heading.
    pub range: Range<usize>,
    /// The pieces below, up to the next heading.
    pub pieces: &'a [Piece],
    /// The file.
    pub file: &'a Arc<str>,
    pub markdown: &'a str,
    /// What a link of this file does.
    pub resolve: &'a dyn Fn(&str) -> Option<Action>,
}

/// The kind a heading asks for, if it is a question's.
pub fn kind(heading: &Heading) -> Option<Kind> {
    let has = |class: &str| heading.classes.iter().any(|found| found == class);
    let name = KINDS.iter().find(|class| has(class))?;
    Some(match *name {
        "one" if has("truth") => Kind::Truth,
        "one" if has("scene") => Kind::Scene,
        "one" => Kind::One,
        "many" => Kind::Many,
        "match" => Kind::Match,
        "order" => Kind::Order,
        "fill" => Kind::Fill,
        "write" => Kind::Write,
        "reflect" => Kind::Reflect,
        "predict" => Kind::Predict,
        "rate" => Kind::Rate,
        "plan" => Kind::Plan,
        _ => return None,
    })
}

/// Builds the question. It is returned also when something is wrong, as far as it can be asked.
pub fn question(asked: &Asked<'_>, kind: Kind, out: &mut Vec<Diagnostic>) -> Question {
    let span = Span::new(asked.file, asked.range.clone());
    let id: Id = match &asked.heading.id {
        Some(id) => id.as_str().into(),
        None => {
            let told = Diagnostic::error("no-id", span.clone(), "the question has no id")
                .help("write an id into the {…} of its heading, such as {#a-name .one}");
            let words = asked.heading.text.words();
            let name = slug(
                &words
                    .split_whitespace()
                    .take(WORDS_OF_ID)
                    .collect::<Vec<_>>()
                    .join(" "),
            );
            out.push(match id_to_write(asked.markdown, &span, &name) {
                Some((at, text)) => told.fix(at, text),
                None => told,
            });
            format!("unnamed-{:08x}", Fingerprint::of(&asked.heading.text.words()).0)
                .as_str()
                .into()
        }
    };
    let sorted = sort(asked, kind, out);
    let attribute = |name: &str| {
        let mut found = asked.heading.attributes.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.clone())
    };
    let named = |name: &str| attribute(name).map(|id| Id::from(id.as_str()));
    let see = attribute("see");
    let passage = see.and_then(|see| {
        let target = if see.contains('#') || see.contains('/') {
            see.clone()
        } else {
            format!("#{see}")
        };
        Some(((asked.resolve)(&target)?, see))
    });
    let parts = parts(asked, kind, sorted.answer, sorted.model, out);
    let has = |name: &str| asked.heading.classes.iter().any(|class| class == name);
    let in_order = has("in-order");
    if in_order && parts.options().is_empty() && kind != Kind::Predict {
        let here = part(asked.markdown, &span, ".in-order");
        out.push(
            Diagnostic::error(
                "order-of-nothing",
                here,
                "the question has no options whose order could be kept",
            )
            .help("take .in-order away; it is for .one and .many"),
        );
    }
    Question {
        id,
        kind,
        prompt: asked.heading.text.clone(),
        body: nodes(&sorted.body),
        caution: sorted.caution,
        hints: sorted.hints,
        why: sorted.why,
        objective: attribute("objective"),
        passage,
        must: attribute("must"),
        card: has("card"),
        variant: named("variant"),
        in_order,
        of: named("of"),
        after: after::after(asked, kind, out),
        then: named("then"),
        parts,
        span,
    }
}

fn parts(
    asked: &Asked<'_>,
    kind: Kind,
    answer: Option<Piece>,
    model: Option<Vec<Arc<Node>>>,
    out: &mut Vec<Diagnostic>,
) -> Parts {
    let span = Span::new(asked.file, asked.range.clone());
    let table = answer
        .as_ref()
        .map_or(asked.range.clone(), |piece| piece.range.clone());
    match (kind, answer.as_ref().map(|piece| &piece.what)) {
        (Kind::One | Kind::Truth | Kind::Scene | Kind::Many, Some(What::List { items, .. })) => {
            Parts::Options(choices(asked, kind, items, out))
        }
        (Kind::Fill, Some(What::List { items, .. })) => Parts::Gaps(gaps(asked, items, out)),
        (Kind::Write, Some(What::List { items, .. })) => {
            if model.is_none() {
                out.push(
                    Diagnostic::error(
                        "no-model",
                        span.clone(),
                        "nothing to compare one's own words with",
                    )
                    .help("write the model as a quote (>) before the list of what to look for"),
                );
            }
            items.iter().for_each(|entry| check_entry(asked, entry, out));
            let checks = items.iter().map(|entry| option_text(entry).0).collect();
            Parts::Model {
                model: model.unwrap_or_default(),
                checks,
            }
        }
        (Kind::Order, Some(What::List { items, .. })) => {
            let mut seen = HashSet::new();
            Parts::Lines(
                items
                    .iter()
                    .map(|entry| order_line(asked, entry, &mut seen, out))
                    .collect(),
            )
        }
        (Kind::Match, Some(What::Table { head, rows, .. })) => pairs(asked, (&table, head, rows), out),
        (Kind::Rate, Some(What::Table { align, head, rows })) => {
            if head.len() != 4 {
                out.push(columns(
                    asked,
                    &table,
                    head.len(),
                    "four columns: id, line, scale, + or -",
                ));
            }
            check_cells(asked, head.len(), rows, out);
            check_rates(asked, rows, out);
            let table = Table {
                align: align.clone(),
                head: head.clone(),
                rows: rows.iter().map(|(row, _)| row.clone()).collect(),
            };
            Parts::Rates {
                table,
                lines: rows.iter().filter_map(|(cells, _)| rate_line(cells)).collect(),
            }
        }
        (Kind::Reflect, _) => Parts::Example(model.unwrap_or_default()),
        (Kind::Plan, _) => Parts::Empty,
        // They are lent when the page is whole.
        (Kind::Predict, _) => Parts::Options(Vec::new()),
        (_, _) => {
            let wanted = match kind {
                Kind::Match | Kind::Rate => "a table",
                Kind::Order => "a numbered list, its lines in the right order",
                Kind::One
                | Kind::Truth
                | Kind::Scene
                | Kind::Many
                | Kind::Fill
                | Kind::Write
                | Kind::Reflect
                | Kind::Plan
                | Kind::Predict => "a list in which each line begins with - [ ] or - [x]",
            };
            out.push(
                Diagnostic::error("no-answer", span, "the question has no answer block")
                    .help(format!("under the prompt write {wanted}")),
            );
            Parts::Options(Vec::new())
        }
    }
}

fn option_text(entry: &Entry) -> (Text, Vec<String>, &[Piece]) {
    match entry.pieces.split_first() {
        Some((
            Piece {
                what: What::Para { text, comments },
                ..
            },
            rest,
        )) => (text.clone(), comments.clone(), rest),
        _ => (Text::default(), Vec::new(), &entry.pieces),
    }
}

/// An entry of a list with its box.
struct Boxed<'a> {
    task: Task,
    text: Text,
    comments: Vec<String>,
    /// What stands below its first line.
    rest: &'a [Piece],
    span: Span,
}

/// The entries that have a box. Every other is complained about.
fn boxes<'a>(asked: &Asked<'_>, items: &'a [Entry], out: &mut Vec<Diagnostic>) -> Vec<Boxed<'a>> {
    let found = items.iter().filter_map(|entry| {
        check_entry(asked, entry, out);
        let (text, comments, rest) = option_text(entry);
        Some(Boxed {
            task: entry.task?,
            text,
            comments,
            rest,
            span: Span::new(asked.file, entry.range.clone()),
        })
    });
    found.collect()
}

/// `[~]`, `[]`, `[ x ]`: a box that Markdown does not take for one.
fn looks_like_a_task(entry: &Entry) -> bool {
    let words = option_text(entry).0.words();
    words
        .strip_prefix('[')
        .and_then(|rest| rest.chars().position(|c| c == ']'))
        .is_some_and(|inside| inside <= 3)
}

/// Complaints that a list of options of any kind may get.
fn check_entry(asked: &Asked<'_>, entry: &Entry, out: &mut Vec<Diagnostic>) {
    let span = Span::new(asked.file, entry.range.clone());
    if entry.task.is_some() {
        if option_text(entry).0.is_empty() {
            out.push(
                Diagnostic::error("empty-option", span, "the option has no words")
                    .help("write them after the box, on the same line"),
            );
        }
        return;
    }
    out.push(match looks_like_a_task(entry) {
        true => {
            let told = Diagnostic::error(
                "not-a-task",
                span.clone(),
                "this is not a task item: only [ ] and [x] with a space after them are",
            )
            .help("write - [ ] or - [x], then a space");
            match blank_to_put(asked.markdown, &span) {
                Some(at) => told.fix(at, " "),
                None => told,
            }
        }
        false => Diagnostic::error("mixed-list", span, "a plain item between options")
            .help("begin every option with - [ ] or - [x]; a plain list inside a prompt begins with *"),
    });
}

/// Where a blank makes a box of what is nearly one: `[]`, `[x]words`.
fn blank_to_put(markdown: &str, entry: &Span) -> Option<usize> {
    let written = markdown.get(entry.start..entry.end)?;
    let open = written.find('[')?;
    let rest = &written[open..];
    let is_box = ["[ ]", "[x]", "[X]"].iter().any(|task| rest.starts_with(task));
    match rest.starts_with("[]") {
        true => Some(entry.start + open + 1),
        false => is_box.then_some(entry.start + open + "[x]".len()),
    }
}

/// Complains if something of the question was read before that a saved answer could not tell from this.
fn check_twin(seen: &mut HashSet<Fingerprint>, print: Fingerprint, span: Span, out: &mut Vec<Diagnostic>) {
    if !seen.insert(print) {
        out.push(
            Diagnostic::error("twins", span, "two answers of this question read the same")
                .help("reword one, or take it away"),
        );
    }
}

/// What the comments of an option say.
#[derive(Default)]
struct OptionMarks {
    is_fair: bool,
    /// The code of the misconception behind it.
    code: Option<String>,
    /// What a question bank gives for it, in percent.
    weight: Option<f64>,
}

/// What the comments of an option say. `fair 50% M33` says all of it.
fn marks(comments: &[String]) -> OptionMarks {
    let mut found = OptionMarks::default();
    let mut code = Vec::new();
    for word in comments.iter().flat_map(|comment| comment.split_whitespace()) {
        let percent = word.strip_suffix('%').and_then(|number| number.parse().ok());
        match percent.filter(|percent| (-100.0..=100.0).contains(percent)) {
            Some(percent) => found.weight = Some(percent),
            None if word == "fair" => found.is_fair = true,
            None => code.push(word),
        }
    }
    found.code = (!code.is_empty()).then(|| code.join(" "));
    found
}

fn choices(asked: &Asked<'_>, kind: Kind, items: &[Entry], out: &mut Vec<Diagnostic>) -> Vec<Choice> {
    let span = Span::new(asked.file, asked.range.clone());
    let mut choices: Vec<Choice> = Vec::new();
    let mut seen = HashSet::new();
    for found in boxes(asked, items, out) {
        let here = found.span;
        let marks = marks(&found.comments);
        let worth = match (found.task, marks.is_fair) {
            (Task::Ticked, _) => Worth::Right,
            (Task::Open, true) => Worth::Fair,
            (Task::Open, false) => Worth::Wrong,
        };
        if marks.is_fair && kind == Kind::Many {
            out.push(
                Diagnostic::error(
                    "fair-outside-one",
                    here.clone(),
                    "only an option of a .one can be fair",
                )
                .help("take the mark away; what of a .many does not fit is wrong"),
            );
        }
        if found.rest.is_empty() {
            out.push(
                Diagnostic::error("no-explanation", here.clone(), "the option has no explanation")
                    .help("leave a line free under it and write why, indented by two spaces"),
            );
        }
        let print = Fingerprint::of(&found.text.words());
        check_twin(&mut seen, print, here.clone(), out);
        choices.push(Choice {
            print,
            text: found.text,
            worth,
            why: nodes(found.rest),
            misconception: marks.code,
            weight: marks.weight,
            span: here,
        });
    }
    let right = choices
        .iter()
        .filter(|choice| choice.worth == Worth::Right)
        .count();
    // An option whose box was not read may be the right one.
    if right == 0 && choices.len() == items.len() {
        out.push(
            Diagnostic::error("no-right-answer", span, "no option is marked right")
                .help("mark it with - [x]"),
        );
    } else if right > 1 && matches!(kind, Kind::One | Kind::Truth) {
        let message = format!("{right} options are marked right; .one has exactly one");
        out.push(
            Diagnostic::error("two-right-answers", span, message)
                .help("keep one [x], or make the question .many"),
        );
    }
    choices
}

fn order_line(
    asked: &Asked<'_>,
    entry: &Entry,
    seen: &mut HashSet<Fingerprint>,
    out: &mut Vec<Diagnostic>,
) -> OrderLine {
    let (text, _, rest) = option_text(entry);
    let span = Span::new(asked.file, entry.range.clone());
    let print = Fingerprint::of(&text.words());
    check_twin(seen, print, span.clone(), out);
    if entry.task.is_some() {
        out.push(
            Diagnostic::error("mixed-list", span, "a line of an order has no box")
                .help("write 1. and the line"),
        );
    }
    OrderLine {
        print,
        text,
        why: nodes(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_of_a_question_has_a_kind_that_is_scored_alike() {
        for class in KINDS {
            let heading = Heading {
                level: 3,
                id: None,
                classes: vec![class.to_owned()],
                attributes: Vec::new(),
                text: Text::default(),
            };
            let scored = kind(&heading).map(Kind::is_scored);
            assert_eq!(scored, Some(Kind::class_is_scored(class)), "{class}");
        }
    }
}
