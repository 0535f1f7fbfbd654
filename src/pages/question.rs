//! Owns how a question stands on a page: being asked, or answered with its explanations.
//! Must not know how a kind is asked or graded; that is asked of its `Rules`.

use crate::action::{Action, Screen, Sureness};
use crate::course::{Item, ItemKind};
use crate::doc::text::{Role, Text};
use crate::doc::words::sentences;
use crate::doc::{Node, NoteKind, Row};
use crate::model::Model;
use crate::pages::{parts, plan, results};
use crate::progress::event::Purpose;
use crate::progress::sessions::Session;
use crate::quiz::{self, Kind, Question, choice};
use crate::wrap::parted;
use std::sync::Arc;

/// Where a question stands.
pub struct Setting<'a> {
    /// Its number among those that are scored, from 1.
    pub nth: usize,
    /// Questions that are scored.
    pub of: usize,
    /// What is asked after it.
    pub next: AskedNext,
    /// The session that asks it; outside of one every earlier answer shows.
    pub session: Option<&'a Session>,
}

/// What is asked after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedNext {
    /// One that has a right answer, or a first thought.
    Question,
    /// A place for one's own words.
    OwnWords,
    /// The plan.
    Plan,
    /// Nothing of any kind.
    Nothing,
}

/// A question as it stands: being asked, or answered with its explanations.
pub fn asked(model: &Model, question: &Question, setting: &Setting<'_>) -> Vec<Arc<Node>> {
    let Setting {
        nth,
        of,
        next,
        session,
    } = *setting;
    let asks = question.kind.asks();
    let number = match (question.kind.is_scored(), asks.is_empty()) {
        (false, true) => String::new(),
        (false, false) => format!("{asks}\n"),
        (true, _) => format!(
            "Question {nth} of {of} {} {asks}\n",
            model.view.glyphs.pick("·", "-")
        ),
    };
    let from = match earlier_lesson(model, question) {
        Some(from) if model.progress.read_at(&from.id).is_none() => {
            format!(
                "From a lesson you have not read yet: {}. It can wait; read on past it.\n",
                from.title
            )
        }
        Some(from) => format!("From an earlier lesson: {}\n", from.title),
        None => String::new(),
    };
    let lead = format!("{number}{from}");
    let prompt = match lead.is_empty() {
        true => question.prompt.clone(),
        false => stem(&question.prompt),
    };
    let text = Text::role(&lead, Role::Muted).and(prompt);
    let mut nodes = vec![Arc::new(Node::Heading {
        level: 3,
        id: Some(question.id.clone()),
        text,
    })];
    nodes.extend(below(model, question, session, || way_on(model, question, next)));
    nodes
}

/// The prompt of a question, strong where it asks: what is told before is read as any prose.
pub fn stem(prompt: &Text) -> Text {
    let words = prompt.words();
    let asks = sentences(&words).last().map_or(0, |last| last.len());
    let (told, asks) = parted(prompt, words.trim_end().len().saturating_sub(asks));
    told.and(asks.stressed())
}

/// The lesson that a question looks back to: it tests what that one promised.
fn earlier_lesson<'a>(model: &'a Model, question: &Question) -> Option<&'a Item> {
    let Some((Action::Go(Screen::Lesson(from), _), _)) = &question.passage else {
        return None;
    };
    let course = &model.library.course;
    let (own, from) = (course.item_of_question(&question.id)?, course.item(from)?);
    let promised = from.objectives.contains_key(question.objective.as_deref()?);
    let looks_back = own.kind == ItemKind::Lesson && promised && course.stands_before(&from.id, &own.id);
    looks_back.then_some(from)
}

/// A place for one's own words on a page that is no lesson: nothing comes next there.
pub fn own_words(model: &Model, question: &Question) -> Vec<Arc<Node>> {
    if !model.keeps_journal() {
        return vec![Arc::new(switched_off())];
    }
    let heading = Node::Heading {
        level: 3,
        id: Some(question.id.clone()),
        text: question.prompt.clone(),
    };
    let mut nodes = vec![heading, Node::Para(Text::role(question.kind.asks(), Role::Muted))]
        .into_iter()
        .map(Arc::new)
        .collect::<Vec<_>>();
    let change = || vec![Row::button("Change it", Action::Retry(question.id.clone()))];
    nodes.extend(below(model, question, None, || Node::Buttons {
        label: parts::saved(model, &question.id),
        rows: change(),
    }));
    nodes
}

/// What stands below the prompt of a question, and the way on once it is answered.
fn below(
    model: &Model,
    question: &Question,
    session: Option<&Session>,
    way_on: impl FnOnce() -> Node,
) -> Vec<Arc<Node>> {
    let mut nodes = Vec::new();
    if !question.caution.is_empty() {
        nodes.push(Arc::new(Node::Note {
            kind: NoteKind::Content,
            nodes: question.caution.clone(),
        }));
    }
    nodes.extend(question.body.iter().cloned());
    nodes.extend(
        question
            .then
            .iter()
            .flat_map(|id| parts::first_words(model, id))
            .map(Arc::new),
    );
    let rules = question.kind.rules();
    let more = match model.given(question, session) {
        Some(given) => {
            let latest = model.progress.latest(&question.id);
            let mut more: Vec<Node> = latest
                .iter()
                .flat_map(|attempt| results::verdict(question, attempt))
                .collect();
            if latest.is_some_and(|attempt| quiz::edited::changed(question, &attempt.shown)) {
                more.push(Node::Para(Text::role(
                    "This question has changed since you answered it.",
                    Role::Muted,
                )));
            }
            // The verdict, what was picked and the way on stand together; whoever wants to know more reads on below.
            let feedback = rules.answered(question, &given);
            more.extend(feedback.own);
            more.extend(first_thought(model, question));
            more.push(way_on());
            more.extend(feedback.others);
            more.extend((!question.why.is_empty()).then(|| Node::Quote(question.why.clone())));
            more
        }
        None => asking(model, question, session),
    };
    nodes.extend(more.into_iter().map(Arc::new));
    nodes
}

/// What was picked before reading, once its question is answered.
fn first_thought(model: &Model, question: &Question) -> Option<Node> {
    let thought = model.first_thought(question)?;
    let attempt = model.progress.latest(&thought.id)?;
    let (shown, _) = quiz::edited::mended(&thought, &attempt.shown);
    let answer = thought.kind.rules().restore(&thought, &shown, "");
    let picked = choice::picked(&thought, &answer)?;
    Some(Node::Para(
        Text::role("Your first thought was: ", Role::Muted).and(picked.text.clone()),
    ))
}

/// What of a question can be picked or written, with its hints and the way to hand it in.
pub fn asking(model: &Model, question: &Question, session: Option<&Session>) -> Vec<Node> {
    if question.kind == Kind::Plan {
        return vec![Node::Row(plan::row(model))];
    }
    let draft = model.draft_of(question);
    let rules = question.kind.rules();
    let steps = question.hints.len();
    let mut nodes: Vec<Node> = question.hints[..steps.min(draft.hints.into())]
        .iter()
        .enumerate()
        .map(|(at, hint)| Node::Note {
            kind: NoteKind::Hint(at + 1, steps),
            nodes: hint.clone(),
        })
        .collect();
    let parts = rules.asking(question, &draft);
    if !parts
        .iter()
        .any(|node| matches!(node, Node::Row(_) | Node::Field(_)))
    {
        nodes.extend(parts);
        nodes.push(Node::Para(Text::role(
            "This question cannot be answered here; read it as it is.",
            Role::Muted,
        )));
        return nodes;
    }
    nodes.extend(parts);
    let kept = model.drafts.get(&question.id);
    if kept.is_some_and(|kept| quiz::edited::has_lost_picks(question, kept)) {
        nodes.push(Node::Para(Text::role(
            "This question has changed since you picked; what you picked is no longer here.",
            Role::Muted,
        )));
    }
    if model.drafts.contains_key(&question.id) && model.was_answered_meanwhile(&draft) {
        nodes.push(Node::Para(Text::role(
            "Another window answered this meanwhile. What stands here is yours; it counts as well once you answer.",
            Role::Muted,
        )));
    }
    // The hint stands before the answer, so that its number stays when the answer appears.
    if usize::from(draft.hints) < steps {
        let words = format!("Hint {} of {steps}", draft.hints + 1);
        nodes.push(Node::Buttons {
            label: Text::default(),
            rows: vec![Row::button(&words, Action::Hint(question.id.clone()))],
        });
    }
    if rules.ready(question, &draft.answer) {
        nodes.push(submit(model, question, session));
    }
    nodes
}

/// How sure one is, is how one answers.
fn submit(model: &Model, question: &Question, session: Option<&Session>) -> Node {
    let button = |sure: Sureness, words: &str| Row::button(words, Action::Submit(question.id.clone(), sure));
    let keeps = session.is_some_and(|session| matches!(session.purpose, Purpose::BeforeAfter(_)));
    if keeps || !question.kind.is_scored() {
        // A draft is saved as it is typed; this puts it where one finds it again.
        let words = match question.kind {
            Kind::Write | Kind::Reflect => "Keep this in the notebook",
            _ => "Keep this",
        };
        return Node::Buttons {
            label: Text::default(),
            rows: vec![button(Sureness::Unsaid, words)],
        };
    }
    if !model.asks_sureness() {
        return Node::Buttons {
            label: Text::default(),
            rows: vec![button(Sureness::Unsaid, Sureness::Unsaid.words())],
        };
    }
    let rows = [Sureness::Guess, Sureness::Think, Sureness::Sure]
        .map(|sure| button(sure, sure.words()))
        .into();
    Node::Buttons {
        label: Text::role("How sure?", Role::Muted),
        rows,
    }
}

fn way_on(model: &Model, question: &Question, next: AskedNext) -> Node {
    let id = &question.id;
    let label = parts::saved(model, id);
    let words = match (question.kind, next) {
        (Kind::Predict, _) => "Read on",
        (_, AskedNext::Question) => "Next question",
        (_, AskedNext::OwnWords) => "Next: your own words",
        (_, AskedNext::Plan) => "Next: your plan",
        (_, AskedNext::Nothing) => "Results",
    };
    let mut rows = vec![Row::button(words, Action::NextQuestion(id.clone()))];
    // Once the question itself is answered, a first thought is no longer to be had.
    let asked = question.of.as_ref().and_then(|of| model.progress.latest(of));
    if asked.is_some() {
        return Node::Buttons { label, rows };
    }
    if question.passage.is_some() {
        rows.push(Row::button("Passage", Action::Passage(id.clone())));
    }
    rows.push(Row::button(
        if question.kind.is_scored() {
            "Try again"
        } else {
            "Change it"
        },
        Action::Retry(id.clone()),
    ));
    Node::Buttons { label, rows }
}

/// What stands in place of a question for the journal.
pub fn switched_off() -> Node {
    Node::Para(Text::role(
        "A question for the journal stands here. The journal is switched off in the settings.",
        Role::Muted,
    ))
}
