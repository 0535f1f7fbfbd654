//! Owns the form before and after: the same questions before the course and after it, kept without a word, and in the end both side by
//! side in words. Must not judge: nothing here says what would be right.

use crate::action::{Action, Screen};
use crate::course::ItemKind;
use crate::doc::marker::Marker;
use crate::doc::text::{Role, Text};
use crate::doc::{Doc, Node, Row};
use crate::model::Model;
use crate::pages::parts;
use crate::progress::sessions::Session;
use crate::quiz::answer::Answer;
use crate::quiz::{Kind, Question, is_picked};
use crate::source::Id;
use crate::status::before_after::{FormStand, stand};

/// The row that offers the same questions again, once the course is behind.
pub fn again_row(model: &Model) -> Option<Row> {
    let mut items = model.library.course.items();
    let item = items.find(|item| {
        item.kind == ItemKind::BeforeAfter && matches!(stand(model, &item.id), FormStand::Again(_))
    })?;
    let text = parts::lead(&item.title).and(Text::plain("the same questions as at the start"));
    let aside = Text::role(&format!("{} min", item.minutes()), Role::Muted);
    Some(Row::new(Marker::Link, text, Action::Go(item.screen(), None)).aside(aside))
}

/// The page of the form.
pub fn doc(model: &Model, id: &Id) -> Doc {
    let course = &model.library.course;
    let Some((item, form)) = course
        .item(id)
        .and_then(|item| Some((item, item.fixed.as_ref()?)))
    else {
        let mut doc = Doc::new("Not here");
        doc.say("This course has no form of that name.");
        doc.push(Node::Row(Row::home()));
        return doc;
    };
    let mut doc = Doc::new(item.title.clone());
    doc.heading(1, Text::plain(&item.title));
    let begin = |words: &str| Node::Buttons {
        label: Text::default(),
        rows: vec![Row::button(words, Action::BeginForm(id.clone()))],
    };
    let count = form.questions.len();
    match stand(model, id) {
        FormStand::Fresh => {
            doc.say(&format!(
                "{count} questions from all of the course, before you have read it. Nothing is scored and nothing is explained: what you pick is kept. At the end the same questions come again, and both stand side by side in words."
            ));
            doc.push(begin("Begin"));
        }
        FormStand::Open(open) => {
            doc.say("What you picked so far is kept.");
            let rows = vec![
                Row::button("Continue", Action::Go(Screen::Session(open.id.clone()), None)),
                Row::button("Leave it", Action::Abandon(open.id.clone())),
            ];
            doc.push(Node::Buttons {
                label: Text::default(),
                rows,
            });
        }
        FormStand::Kept(first) => {
            let day = model.day(first.at);
            doc.say(&format!(
                "Kept on {day}. The same questions come again once the final assessment is passed or every lesson is read; then both stand side by side."
            ));
        }
        FormStand::Again(first) => {
            let day = model.day(first.at);
            doc.say(&format!(
                "You answered these {count} questions on {day}. Answer them once more, without looking back; then both stand side by side in words. Nothing is scored."
            ));
            doc.push(begin("Begin"));
        }
        FormStand::Both(then, now) => side_by_side(model, (then, now), &mut doc),
        FormStand::TooLate => doc.say(
            "These questions are for the time before the course. You have read it, so there is nothing to set beside them.",
        ),
    }
    doc.rows(parts::ways_on(model, id));
    doc
}

/// Question by question what was picked then and now, and how many of them have moved.
fn side_by_side(model: &Model, (then, now): (&Session, &Session), doc: &mut Doc) {
    let mut moved = 0;
    let mut shown = Vec::new();
    for id in &then.questions {
        let Some(question) = model.question(id) else {
            continue;
        };
        let (Some(first), Some(second)) = (told(model, then, &question), told(model, now, &question)) else {
            continue;
        };
        moved += usize::from(first != second);
        shown.push((question, first, second));
    }
    let stayed = shown.len() - moved;
    let count = |count: usize| match count {
        1 => "1 answer".to_owned(),
        more => format!("{more} answers"),
    };
    let words = match (moved, stayed) {
        (_, 0) => format!(
            "Between {} and {} every answer has moved.",
            model.day(then.at),
            model.day(now.at)
        ),
        (0, _) => format!(
            "Between {} and {} no answer has moved.",
            model.day(then.at),
            model.day(now.at)
        ),
        _ => format!(
            "Between {} and {} {} moved, {} stayed.",
            model.day(then.at),
            model.day(now.at),
            count(moved),
            count(stayed)
        ),
    };
    doc.push(Node::Para(Text::strong(&words)));
    doc.push(Node::Para(Text::role(
        "This is no grade: an answer may stay for good reasons, and move for poor ones.",
        Role::Muted,
    )));
    for (question, first, second) in shown {
        doc.push(Node::Heading {
            level: 3,
            id: Some(question.id.clone()),
            text: question.prompt.clone(),
        });
        match first == second {
            true => doc.define("Then and now", &first),
            false => {
                doc.define("Then", &first);
                doc.define("Now", &second);
            }
        }
    }
}

/// What was answered in a session, in words.
fn told(model: &Model, session: &Session, question: &Question) -> Option<String> {
    let attempt = model.progress.answer_in(session, &question.id)?;
    let mut texts = model.progress.own.texts(&question.id);
    let words = texts.rfind(|(at, _)| *at <= attempt.at).map(|(_, words)| words);
    let answer = question
        .kind
        .rules()
        .restore(question, &attempt.shown, &words.unwrap_or_default());
    let parts: Vec<String> = match &answer {
        Answer::Words(words) if question.kind == Kind::Fill => {
            words.lines().map(|words| words.trim().to_owned()).collect()
        }
        Answer::Words(words) => vec![words.trim().to_owned()],
        Answer::Pairs(pairs) => {
            let rows = question.parts.rows();
            let partner = |of| {
                rows.iter()
                    .find(|row| row.partner_print == of)
                    .map(|row| row.partner.words())
            };
            let told = rows.iter().filter_map(|row| {
                let (_, of) = pairs.iter().find(|(paired, _)| *paired == row.print)?;
                Some(format!("{}: {}", row.text.words(), partner(*of)?))
            });
            told.collect()
        }
        Answer::Picks(picks) => {
            let lines = question.parts.lines();
            let placed = picks
                .iter()
                .filter_map(|pick| lines.iter().find(|line| line.print == *pick));
            let options = question.parts.options().iter();
            let picked = options.filter(|choice| is_picked(&answer, choice.print));
            let picked = picked.map(|choice| choice.text.words());
            picked.chain(placed.map(|line| line.text.words())).collect()
        }
        Answer::Ratings(_) => Vec::new(),
    };
    let words = parts.join("; ");
    (!words.is_empty()).then_some(words)
}
