//! Owns the document: what a page says and what can be done on it. Every screen is a `Doc`, and both faces show a `Doc`.
//! Must not know courses, cells, colours or keys.

pub mod drawing;
pub mod lens;
pub mod mark;
pub mod planning;

use crate::clean::{Clean, Fingerprint};
use crate::doc::drawing::Figure;
use crate::doc::lens::Lens;
use crate::doc::mark::Mark;
use crate::doc::planning::{Company, Takeaway};
use crate::source::Id;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// Where one is, for the head of the page: `Allyship roles › Ally is a verb`.
    pub title: Clean,
    /// A short word on how far, for the head of the page: `2 of 5 answered`.
    pub aside: Clean,
    /// What the page says, in reading order. Shared, so that a page of a long lesson is made without copying it.
    pub nodes: Vec<Arc<Node>>,
}

impl Doc {
    /// This document, with the nodes of `before` where they are the same, counted from either end: what is known of a node is kept by
    /// its address, so that what did not change is not laid out again.
    pub fn keeping(mut self, before: &Doc) -> Doc {
        let same = |a: &Arc<Node>, b: &Arc<Node>| Arc::ptr_eq(a, b) || a == b;
        let (new, old) = (self.nodes.len(), before.nodes.len());
        let front = self
            .nodes
            .iter()
            .zip(&before.nodes)
            .take_while(|(a, b)| same(a, b))
            .count();
        let most = new.min(old) - front;
        let back = self
            .nodes
            .iter()
            .rev()
            .zip(before.nodes.iter().rev())
            .take(most)
            .take_while(|(a, b)| same(a, b))
            .count();
        self.nodes[..front].clone_from_slice(&before.nodes[..front]);
        self.nodes[new - back..].clone_from_slice(&before.nodes[old - back..]);
        self
    }

    /// A page with a title and nothing on it yet.
    pub fn new(title: impl Into<Clean>) -> Doc {
        Doc {
            title: title.into(),
            ..Doc::default()
        }
    }

    /// Adds a node.
    pub fn push(&mut self, node: Node) {
        self.nodes.push(Arc::new(node));
    }

    /// Adds a term and what it means, in plain words.
    pub fn define(&mut self, term: &str, words: &str) {
        self.push(Node::Definition {
            term: Text::plain(term),
            nodes: vec![Arc::new(Node::Para(Text::plain(words)))],
        });
    }

    /// Adds a paragraph of plain words.
    pub fn say(&mut self, words: &str) {
        self.push(Node::Para(Text::plain(words)));
    }
}

/// A block of a page.
#[allow(missing_docs, reason = "a variant's line tells its fields")]
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A heading; those with an id can be linked to and anchor the reading place.
    Heading { level: u8, id: Option<Id>, text: Text },
    /// A paragraph.
    Para(Text),
    /// Items that hang from a mark.
    List(Vec<Item>),
    /// A quotation, or what somebody says.
    Quote(Vec<Arc<Node>>),
    /// A callout that begins with its word.
    Note { kind: NoteKind, nodes: Vec<Arc<Node>> },
    /// Lines kept as they are.
    Code(Clean),
    /// A table.
    Table(Table),
    /// A term and what it means.
    Definition { term: Text, nodes: Vec<Arc<Node>> },
    /// A footnote's text.
    Footnote { label: Clean, nodes: Vec<Arc<Node>> },
    /// A thematic break.
    Rule,
    /// A drawing in cells, and the words that say the same.
    Figure { figure: Arc<Figure>, words: Text },
    /// How far something is.
    Gauge { label: Text, done: usize, total: usize },
    /// Something that can be done, on a line of its own.
    Row(Row),
    /// Things that can be done, side by side where there is room.
    Buttons { label: Text, rows: Vec<Row> },
    /// Where one writes.
    Field(Field),
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The digit that chose it, where it had one.
    pub digit: Option<u8>,
    /// What it hangs from.
    pub mark: Mark,
    /// What it says.
    pub nodes: Vec<Arc<Node>>,
}

/// A line that carries what it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The digit that chooses it, where it has one.
    pub digit: Option<u8>,
    /// Its mark.
    pub mark: Mark,
    /// What it says.
    pub text: Text,
    /// A short word at the right edge.
    pub aside: Text,
    /// How far it is set in, in steps.
    pub indent: usize,
    /// What it does.
    pub action: Action,
}

impl Row {
    /// A row with a mark, words and an action.
    pub fn new(mark: Mark, text: Text, action: Action) -> Row {
        Row {
            digit: None,
            mark,
            text,
            aside: Text::default(),
            indent: 0,
            action,
        }
    }

    /// The way home.
    pub fn home() -> Row {
        Row::new(Mark::Link, Text::plain("Home"), Action::Go(Screen::Home, None))
    }

    /// A button.
    pub fn button(words: &str, action: Action) -> Row {
        Row::new(Mark::Button, Text::plain(words), action)
    }

    /// The same row, chosen by a digit if `nth` (from 1) is one.
    pub fn digit(mut self, nth: usize) -> Row {
        self.digit = u8::try_from(nth).ok().filter(|nth| (1..=9).contains(nth));
        self
    }

    /// The same row with a word at the right edge.
    pub fn aside(mut self, aside: Text) -> Row {
        self.aside = aside;
        self
    }
}

/// A place to write.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The question it belongs to.
    pub question: Id,
    /// What is written so far.
    pub text: Clean,
    /// The caret, as a byte offset into `text`.
    pub caret: usize,
    /// Whether Enter breaks a line or ends the field.
    pub lines: Lines,
}

/// How tall a field may grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One line; Enter ends it.
    One,
    /// Several; Enter breaks a line.
    Many,
}

/// A table of texts. Every row is as long as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Alignment of each column.
    pub align: Vec<Align>,
    /// The header cells.
    pub head: Vec<Text>,
    /// The body.
    pub rows: Vec<Vec<Text>>,
}

/// Alignment of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Or unset.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// The kinds of callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// What research says.
    Note,
    /// Something to do today.
    Tip,
    /// Of weight.
    Important,
    /// A warning.
    Warning,
    /// A content note.
    Caution,
    /// A step of help inside a question: the nth of so many.
    Hint(usize, usize),
}

impl NoteKind {
    /// The word it begins with.
    pub fn word(self) -> String {
        match self {
            NoteKind::Note => "What research says".into(),
            NoteKind::Tip => "Do today".into(),
            NoteKind::Important => "Important".into(),
            NoteKind::Warning => "Warning".into(),
            NoteKind::Caution => "Content note".into(),
            NoteKind::Hint(nth, of) => format!("Hint {nth} of {of}"),
        }
    }
}

/// Words with their looks, in one line of thought. Newlines inside are hard breaks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text(pub Vec<Run>);

impl Text {
    /// Plain words.
    pub fn plain(words: &str) -> Text {
        Text::role(words, Role::Body)
    }

    /// Words in one role.
    pub fn role(words: &str, role: Role) -> Text {
        match words.is_empty() {
            true => Text::default(),
            false => Text(vec![Run {
                text: Clean::new(words),
                look: Look {
                    role,
                    ..Look::default()
                },
                action: None,
            }]),
        }
    }

    /// Strong words.
    pub fn strong(words: &str) -> Text {
        Text::plain(words).stressed()
    }

    /// The same text, strong.
    pub fn stressed(mut self) -> Text {
        self.0.iter_mut().for_each(|run| run.look.strong = true);
        self
    }

    /// The same text with more after it.
    pub fn and(mut self, more: Text) -> Text {
        self.0.extend(more.0);
        self
    }

    /// The words alone.
    pub fn words(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.is_empty())
    }
}

/// Words that share a look.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The words.
    pub text: Clean,
    /// Their look.
    pub look: Look,
    /// What Enter on them does, where they are a link.
    pub action: Option<Action>,
}

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// Strong.
    pub strong: bool,
    /// Stressed.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
    /// What they are.
    pub role: Role,
}

/// What words are, for a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// Said in a lower voice.
    Muted,
    /// A heading of the first or second level.
    Title,
    /// Code, kept as typed.
    Code,
    /// A link.
    Link,
    /// The mark or word of a right answer.
    Right,
    /// The mark or word of one that is not right yet.
    Wrong,
    /// The mark or word of one that is partly right.
    Partly,
    /// The word of a callout, the lines of a figure, a gauge.
    Accent,
    /// Bars, rules and frames.
    Bar,
}

/// What a row or a link does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Opens a page, at a heading if one is named.
    Go(Screen, Option<Id>),
    /// Moves to a heading of this page.
    Jump(Id),
    /// Picks or ticks an option.
    Pick(Id, Fingerprint),
    /// Opens the partners of a row of a match.
    Partners(Id, Fingerprint),
    /// Gives a row its partner.
    Pair(Id, Fingerprint, Fingerprint),
    /// Gives a line the next place.
    Place(Id, Fingerprint),
    /// Goes into the question's field.
    Write(Id),
    /// Answers.
    Submit(Id, Sureness),
    /// Asks the question anew.
    Again(Id),
    /// Goes to the next question, or past the last one.
    Next(Id),
    /// Opens the passage that teaches the question.
    Passage(Id),
    /// Shows one more step of help.
    Hint(Id),
    /// Asks a finished quiz again: all of it or part.
    Retake(Id, Which),
    /// Begins a review of the cards that are due.
    Review,
    /// Begins a form of the final assessment.
    Form(Id),
    /// Leaves a session for good.
    Abandon(Id),
    /// Changes a setting of the learner's: name and value.
    Set(&'static str, &'static str),
    /// Writes these words for an entry: what is picked in a form.
    Put(Id, &'static str),
    /// Begins a plan.
    Plan(Company),
    /// Writes a page to a file outside.
    Export(Takeaway),
    /// Forgets an entry for good, if the word was typed into the field of its page.
    Forget(Id),
    /// Goes back one page.
    Back,
    /// Ends the program.
    Quit,
    /// Says a line in a rehearsal: the rehearsal, the scene, the choice.
    Say(Id, Id, Fingerprint),
    /// Turns a rehearsal back to a scene, or to its start.
    Turn(Id, Option<Id>),
    /// Opens the lines of a self-assessment where one left off.
    Assess(Id),
    /// Rates the line on show: points from 1 to 5, or 0 to skip it.
    Rate(Id, u8),
    /// Says which role one mostly takes; that ends a self-assessment.
    Look(Id, Lens),
    /// Chooses the scale of a self-assessment to start with.
    Focus(Id, Id),
}

/// Which questions a retake asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Which {
    /// All of them.
    All,
    /// Those whose latest answer was not right.
    Missed,
    /// Those, and those that were right without being sure.
    Unsure,
}

/// How sure the learner was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Sureness {
    /// A guess.
    Guess,
    /// "I think so."
    Think,
    /// Sure.
    Sure,
    /// Not asked.
    Unsaid,
}

impl Sureness {
    /// The words on its button.
    pub fn words(self) -> &'static str {
        match self {
            Sureness::Guess => "Guess",
            Sureness::Think => "I think so",
            Sureness::Sure => "Sure",
            Sureness::Unsaid => "Answer",
        }
    }
}

/// A page one can be on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// What now?
    Home,
    /// A lesson, by its id.
    Lesson(Id),
    /// The results of a lesson's questions.
    Results(Id),
    /// The outline of a lesson.
    Outline(Id),
    /// Questions one at a time: a retake, a review, a form of the final assessment.
    Session(Id),
    /// The final assessment with this id: what it is, and the forms so far.
    Exam(Id),
    /// What fits into so many minutes.
    Minutes(usize),
    /// What can be changed.
    Settings,
    /// All terms.
    Glossary,
    /// One term, by its anchor.
    Term(Id),
    /// Whose ideas, and what is not claimed.
    About,
    /// The evidence register.
    Sources,
    /// Keys.
    Help,
    /// Rehearsals, self-assessment, plan, final assessment: what there is, and how far one got.
    Practice,
    /// The plan as it stands.
    Plan,
    /// The plan as a form.
    Form,
    /// The nth check-in of the plan, from 1.
    CheckIn(u8),
    /// What one wrote.
    Notebook,
    /// One entry of the journal, with its versions.
    Entry(Id),
    /// Asks for the typed word before an entry is forgotten.
    Forget(Id),
    /// What was read, practiced and planned.
    Finish,
    /// The rehearsal with this id, at the scene one is at.
    Rehearsal(Id),
    /// What of a rehearsal was tried, and what not yet.
    Map(Id),
    /// The self-assessment with this id: what it is, and the results so far.
    Assessment(Id),
    /// Its lines, one at a time.
    Rating(Id),
    /// What came of the attempt with this number, from 0.
    Profile(Id, usize),
}

/// A reading place: characters survive a resize, the heading survives an edit of the lesson. A hint, never more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The nearest heading above that has an id.
    pub heading: Option<Id>,
    /// Blocks below that heading, from 0.
    pub block: usize,
    /// Characters of that block before the first one shown.
    pub chars: usize,
}
