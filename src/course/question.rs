//! Owns Markdown pieces → a question, and every complaint about how one is written.
//! Must not know other questions; what holds between them is in `load` and `lint`.

use crate::clean::{Clean, Fingerprint};
use crate::course::markdown::{Entry, Heading, Piece, Task, What, nodes};
use crate::course::outline::KINDS;
use crate::doc::{Action, Node, NoteKind, Table, Text};
use crate::quiz::{Accept, Choice, Kind, OrderLine, PairRow, Parts, Question, Worth};
use crate::source::{Diagnostic, Id, Span};
use std::ops::Range;
use std::sync::Arc;

/// What a question is built from.
pub struct Asked<'a> {
    /// Its heading.
    pub heading: &'a Heading,
    /// The bytes of the heading.
    pub range: Range<usize>,
    /// The pieces below, up to the next heading.
    pub pieces: &'a [Piece],
    /// The file.
    pub file: &'a Arc<str>,
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
        "rate" => Kind::Rate,
        _ => Kind::Plan,
    })
}

/// Builds the question. It is returned also when something is wrong, as far as it can be asked.
pub fn question(asked: &Asked<'_>, kind: Kind, out: &mut Vec<Diagnostic>) -> Question {
    let span = Span::new(asked.file, asked.range.clone());
    let id: Id = match &asked.heading.id {
        Some(id) => id.as_str().into(),
        None => {
            out.push(Diagnostic::error("no-id", span.clone(), "the question has no id").help("write {#a-name .one} after the heading"));
            format!("unnamed-{:08x}", Fingerprint::of(&asked.heading.text.words()).0).as_str().into()
        }
    };
    let sorted = sort(asked, kind, out);
    let see = asked.heading.attributes.iter().find(|(key, _)| key == "see").map(|(_, value)| value.clone());
    let passage = see.and_then(|see| {
        let target = if see.contains('#') || see.contains('/') { see.clone() } else { format!("#{see}") };
        Some(((asked.resolve)(&target)?, see))
    });
    let objective = asked.heading.attributes.iter().find(|(key, _)| key == "objective").map(|(_, value)| value.clone());
    let parts = parts(asked, kind, sorted.answer, sorted.model, out);
    Question {
        id,
        kind,
        prompt: asked.heading.text.clone(),
        body: nodes(&sorted.body),
        caution: sorted.caution,
        hints: sorted.hints,
        why: sorted.why,
        objective,
        passage,
        card: asked.heading.classes.iter().any(|class| class == "card"),
        parts,
        span,
    }
}

/// The pieces of a question by what they are for.
struct Sorted {
    body: Vec<Piece>,
    caution: Vec<Arc<Node>>,
    hints: Vec<Vec<Arc<Node>>>,
    answer: Option<Piece>,
    /// The model of a `.write`, the example of a `.reflect`.
    model: Option<Vec<Arc<Node>>>,
    /// The why of the whole question.
    why: Vec<Arc<Node>>,
}

fn is_answer(kind: Kind, piece: &Piece) -> bool {
    match (&piece.what, kind) {
        (What::List { items, .. }, Kind::One | Kind::Truth | Kind::Scene | Kind::Many | Kind::Fill | Kind::Write) => {
            items.iter().any(|entry| entry.task.is_some())
        }
        (What::Table { .. }, Kind::Match | Kind::Rate) => true,
        (What::List { start: Some(_), .. }, Kind::Order) => true,
        _ => false,
    }
}

fn sort(asked: &Asked<'_>, kind: Kind, out: &mut Vec<Diagnostic>) -> Sorted {
    let complain = |out: &mut Vec<Diagnostic>, code, piece: &Piece, message: &str, help: &str| {
        out.push(Diagnostic::error(code, Span::new(asked.file, piece.range.clone()), message).help(help));
    };
    let mut sorted = Sorted { body: Vec::new(), caution: Vec::new(), hints: Vec::new(), answer: None, model: None, why: Vec::new() };
    let last_order = asked.pieces.iter().rposition(|piece| kind == Kind::Order && is_answer(kind, piece));
    let until = asked.pieces.iter().position(|piece| is_answer(kind, piece)).unwrap_or(asked.pieces.len());
    let is_quote = |piece: &Piece| matches!(piece.what, What::Quote { kind: None, .. });
    let model = asked.pieces[..until].iter().rposition(|piece| matches!(kind, Kind::Write | Kind::Reflect) && is_quote(piece));
    for (at, piece) in asked.pieces.iter().enumerate() {
        match &piece.what {
            What::Quote { kind: Some(NoteKind::Tip), pieces } => sorted.hints.push(nodes(pieces)),
            What::Quote { kind: Some(NoteKind::Caution), pieces } => sorted.caution.extend(nodes(pieces)),
            What::Quote { kind: None, pieces } if Some(at) == model => sorted.model = Some(nodes(pieces)),
            What::Quote { kind: None, pieces } if sorted.answer.is_some() => sorted.why.extend(nodes(pieces)),
            _ if is_answer(kind, piece) && (kind != Kind::Order || Some(at) == last_order) => match &sorted.answer {
                None => sorted.answer = Some(piece.clone()),
                Some(_) => complain(
                    out,
                    "second-answer",
                    piece,
                    "a second answer block; a question has exactly one",
                    "give the second its own heading, or indent what belongs to an option by two spaces",
                ),
            },
            What::Para { text, .. } if sorted.answer.is_some() && !text.is_empty() => complain(
                out,
                "loose-feedback",
                piece,
                "this text stands after the options and belongs to none of them",
                "indent an explanation by two spaces under its option; for the why of the whole question begin the line with >",
            ),
            _ => sorted.body.push(piece.clone()),
        }
    }
    sorted
}

fn parts(asked: &Asked<'_>, kind: Kind, answer: Option<Piece>, model: Option<Vec<Arc<Node>>>, out: &mut Vec<Diagnostic>) -> Parts {
    let span = Span::new(asked.file, asked.range.clone());
    match (kind, answer.as_ref().map(|piece| &piece.what)) {
        (Kind::One | Kind::Truth | Kind::Scene | Kind::Many, Some(What::List { items, .. })) => {
            Parts::Options(choices(asked, kind, items, out))
        }
        (Kind::Fill, Some(What::List { items, .. })) => Parts::Accepts(accepts(asked, items, out)),
        (Kind::Write, Some(What::List { items, .. })) => {
            if model.is_none() {
                out.push(
                    Diagnostic::error("no-model", span.clone(), "nothing to compare one's own words with")
                        .help("write the model as a quote (>) before the list of what to look for"),
                );
            }
            let checks = items.iter().map(|entry| option_text(entry).0).collect();
            Parts::Model { model: model.unwrap_or_default(), checks }
        }
        (Kind::Order, Some(What::List { items, .. })) => Parts::Lines(items.iter().map(|entry| order_line(asked, entry, out)).collect()),
        (Kind::Match, Some(What::Table { head, rows, .. })) => pairs(asked, head, rows, out),
        (Kind::Rate, Some(What::Table { align, head, rows })) => {
            if head.len() != 4 {
                out.push(columns(span.clone(), head.len(), "four: id, line, scale, + or -"));
            }
            Parts::Shown(Some(Table { align: align.clone(), head: head.clone(), rows: rows.iter().map(|(row, _)| row.clone()).collect() }))
        }
        (Kind::Reflect, _) => Parts::Example(model.unwrap_or_default()),
        (Kind::Plan, _) => Parts::Shown(None),
        (_, _) => {
            let wanted = match kind {
                Kind::Match | Kind::Rate => "a table",
                Kind::Order => "a numbered list",
                _ => "a list of options, each beginning with - [ ] or - [x]",
            };
            out.push(Diagnostic::error("no-answer", span, format!("the question has no answer block; it needs {wanted}")));
            Parts::Options(Vec::new())
        }
    }
}

fn option_text(entry: &Entry) -> (Text, Vec<String>, &[Piece]) {
    match entry.pieces.split_first() {
        Some((Piece { what: What::Para { text, comments }, .. }, rest)) => (text.clone(), comments.clone(), rest),
        _ => (Text::default(), Vec::new(), &entry.pieces),
    }
}

/// Complaints that a list of options of any kind may get.
fn check_entry(asked: &Asked<'_>, entry: &Entry, out: &mut Vec<Diagnostic>) {
    if entry.task.is_some() {
        return;
    }
    let span = Span::new(asked.file, entry.range.clone());
    let words = option_text(entry).0.words();
    let looks_like_a_task = words.starts_with('[') && words.chars().nth(2) == Some(']');
    out.push(match looks_like_a_task {
        true => Diagnostic::error("not-a-task", span, "this is not a task item: only [ ] and [x] with a space after them are")
            .help("write - [ ] or - [x], then a space"),
        false => Diagnostic::error("mixed-list", span, "a plain item between options")
            .help("begin every option with - [ ] or - [x]; a plain list inside a prompt begins with *"),
    });
}

fn choices(asked: &Asked<'_>, kind: Kind, items: &[Entry], out: &mut Vec<Diagnostic>) -> Vec<Choice> {
    let span = Span::new(asked.file, asked.range.clone());
    let mut choices: Vec<Choice> = Vec::new();
    for entry in items {
        check_entry(asked, entry, out);
        let Some(task) = entry.task else { continue };
        let (text, comments, rest) = option_text(entry);
        let here = Span::new(asked.file, entry.range.clone());
        let fair = comments.iter().any(|comment| comment == "fair");
        let worth = match (task, fair) {
            (Task::Ticked, _) => Worth::Right,
            (Task::Open, true) => Worth::Fair,
            (Task::Open, false) => Worth::Wrong,
        };
        if fair && kind != Kind::Scene {
            out.push(
                Diagnostic::error("fair-outside-scene", here.clone(), "only an option of a scene can be fair")
                    .help("add .scene, or take the mark away"),
            );
        }
        if rest.is_empty() {
            out.push(
                Diagnostic::error("no-explanation", here.clone(), "the option has no explanation")
                    .help("leave a line free under it and write why, indented by two spaces"),
            );
        }
        let print = Fingerprint::of(&text.words());
        if choices.iter().any(|choice| choice.print == print) {
            out.push(Diagnostic::error("twin-options", here.clone(), "two options of this question read the same").help("reword one"));
        }
        let misconception = comments.into_iter().find(|comment| comment != "fair");
        choices.push(Choice { print, text, worth, why: nodes(rest), misconception, span: here });
    }
    let right = choices.iter().filter(|choice| choice.worth == Worth::Right).count();
    if right == 0 {
        out.push(Diagnostic::error("no-right-answer", span, "no option is marked right").help("mark it with - [x]"));
    } else if right > 1 && matches!(kind, Kind::One | Kind::Truth) {
        let message = format!("{right} options are marked right; .one has exactly one");
        out.push(Diagnostic::error("two-right-answers", span, message).help("keep one [x], or make the question .many"));
    }
    choices
}

fn accepts(asked: &Asked<'_>, items: &[Entry], out: &mut Vec<Diagnostic>) -> Vec<Accept> {
    let mut accepts: Vec<Accept> = Vec::new();
    for entry in items {
        check_entry(asked, entry, out);
        let Some(task) = entry.task else { continue };
        let (text, _, rest) = option_text(entry);
        let here = Span::new(asked.file, entry.range.clone());
        let words = Clean::line(&text.words());
        if task == Task::Open && rest.is_empty() {
            out.push(
                Diagnostic::error("no-explanation", here.clone(), "the known slip has no explanation")
                    .help("leave a line free under it and write why, indented by two spaces"),
            );
        }
        let worth = if task == Task::Ticked { Worth::Right } else { Worth::Wrong };
        accepts.push(Accept { print: Fingerprint::of(&words), words, worth, why: nodes(rest), span: here });
    }
    let span = Span::new(asked.file, asked.range.clone());
    if accepts.iter().all(|accept| accept.worth != Worth::Right) {
        out.push(Diagnostic::error("no-right-answer", span.clone(), "nothing is accepted in the gap").help("mark what fits with - [x]"));
    }
    if !asked.heading.text.words().contains("____")
        && !asked.pieces.iter().any(|piece| matches!(&piece.what, What::Para { text, .. } if text.words().contains("____")))
    {
        out.push(Diagnostic::error("no-gap", span, "the prompt has no gap").help("write ____ where the answer goes"));
    }
    accepts
}

fn order_line(asked: &Asked<'_>, entry: &Entry, out: &mut Vec<Diagnostic>) -> OrderLine {
    let (text, _, rest) = option_text(entry);
    if entry.task.is_some() {
        let span = Span::new(asked.file, entry.range.clone());
        out.push(Diagnostic::error("mixed-list", span, "a line of an order has no box").help("write 1. and the line"));
    }
    OrderLine { print: Fingerprint::of(&text.words()), text, why: nodes(rest) }
}

fn columns(span: Span, found: usize, wanted: &str) -> Diagnostic {
    Diagnostic::error("table-columns", span, format!("the table has {found} columns; it needs {wanted}"))
}

fn pairs(asked: &Asked<'_>, head: &[Text], rows: &[(Vec<Text>, Range<usize>)], out: &mut Vec<Diagnostic>) -> Parts {
    let span = Span::new(asked.file, asked.range.clone());
    let [first, second, _] = head else {
        out.push(columns(span, head.len(), "three: what, its partner, why"));
        return Parts::Pairs { heads: (Text::default(), Text::default()), rows: Vec::new() };
    };
    let mut found = Vec::new();
    for (cells, range) in rows {
        let [text, partner, why] = cells.as_slice() else { continue };
        if text.is_empty() || partner.is_empty() {
            out.push(Diagnostic::error("empty-cell", Span::new(asked.file, range.clone()), "a row needs its text and its partner"));
            continue;
        }
        if why.is_empty() {
            out.push(
                Diagnostic::error("no-explanation", Span::new(asked.file, range.clone()), "the row has no explanation")
                    .help("say why in the third column"),
            );
        }
        found.push(PairRow {
            print: Fingerprint::of(&text.words()),
            text: text.clone(),
            partner: partner.clone(),
            partner_print: Fingerprint::of(&partner.words()),
            why: why.clone(),
        });
    }
    Parts::Pairs { heads: (first.clone(), second.clone()), rows: found }
}
