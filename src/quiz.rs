//! Owns what a question is and all that is asked of a kind of question: `Rules`, one file a kind under `quiz/`.
//! Must not know pages, keys or files. `Kind::rules` is the only match from a kind to its file.

pub mod answer;
pub mod choice;
pub mod display_only;
pub mod edited;
pub mod fill;
pub mod matching;
pub mod order;
pub mod predict;
pub mod write;

use crate::action::Action;
use crate::clean::{Clean, Fingerprint};
use crate::doc::text::Text;
use crate::doc::{Node, Table};
use crate::quiz::answer::{Answer, Draft, ShownOption, Verdict};
use crate::source::{Id, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A question of a lesson.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name, unique in the course.
    pub id: Id,
    /// How it is asked.
    pub kind: Kind,
    /// The heading.
    pub prompt: Text,
    /// Further blocks of the prompt.
    pub body: Vec<Arc<Node>>,
    /// A content note, shown first.
    pub caution: Vec<Arc<Node>>,
    /// Steps of help, one at a time.
    pub hints: Vec<Vec<Arc<Node>>>,
    /// The why of the whole question, shown after an answer.
    pub why: Vec<Arc<Node>>,
    /// The objective it tests.
    pub objective: Option<String>,
    /// The passage that teaches it: what following it does, and the words of `see`.
    pub passage: Option<(Action, String)>,
    /// Of a question of the bank: the code of which every form has one question.
    pub must: Option<String>,
    /// Whether it goes into the review.
    pub card: bool,
    /// The card whose other stem this is: the review asks it in turn with that, its lesson does not.
    pub variant: Option<Id>,
    /// Whether its options keep the order of the file.
    pub in_order: bool,
    /// Of a first thought: the question it is about, which comes later and lends its options.
    pub of: Option<Id>,
    /// Of a question for the journal: days after its lesson was read before which it is not asked.
    pub after: Option<u32>,
    /// Of a question for the journal: the entry whose first words are shown beside it.
    pub then: Option<Id>,
    /// What can be answered.
    pub parts: Parts,
    pub span: Span,
}

/// How a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Pick one.
    One,
    /// Pick the verdict with its reason.
    Truth,
    /// Pick what to do in a told moment.
    Scene,
    /// Tick all that fit.
    Many,
    /// Give each row its partner.
    Match,
    /// Put lines in order.
    Order,
    /// Type what goes into the gap, or into each of several.
    Fill,
    /// Write, then compare.
    Write,
    /// Write for oneself.
    Reflect,
    /// Rate lines.
    Rate,
    /// Make an if–then plan.
    Plan,
    /// Pick before reading what a later question asks again.
    Predict,
}

impl Kind {
    /// The rules of this kind.
    pub fn rules(self) -> &'static dyn Rules {
        match self {
            Kind::One | Kind::Truth | Kind::Scene => &choice::One,
            Kind::Many => &choice::Many,
            Kind::Match => &matching::Matching,
            Kind::Order => &order::Order,
            Kind::Fill => &fill::Fill,
            Kind::Write | Kind::Reflect => &write::Write,
            Kind::Rate | Kind::Plan => &display_only::DisplayOnly,
            Kind::Predict => &predict::Predict,
        }
    }

    /// Whether an answer is right or not, rather than noted.
    pub fn is_scored(self) -> bool {
        match self {
            Kind::One | Kind::Truth | Kind::Scene | Kind::Many | Kind::Match | Kind::Order | Kind::Fill => {
                true
            }
            Kind::Write | Kind::Reflect | Kind::Rate | Kind::Plan | Kind::Predict => false,
        }
    }

    /// Whether one of several options is picked.
    pub fn picks_one(self) -> bool {
        matches!(self, Kind::One | Kind::Truth | Kind::Scene)
    }

    /// Whether a question of the class `class` is scored, as the outline knows it.
    pub fn class_is_scored(class: &str) -> bool {
        matches!(class, "one" | "many" | "match" | "order" | "fill")
    }

    /// What the learner is asked to do, in words.
    pub fn asks(self) -> &'static str {
        match self {
            Kind::One | Kind::Scene => "Pick one.",
            Kind::Truth => "Pick the verdict with the best reason.",
            Kind::Many => "Tick all that fit.",
            Kind::Match => "Match each line.",
            Kind::Order => "Put the lines in order.",
            Kind::Fill => "Type what goes into the gap.",
            Kind::Write => "Write it, then compare. Nothing here is scored.",
            Kind::Reflect => "For you alone; never scored.",
            Kind::Predict => "Before you read on, pick one. Never scored; you may pass it by.",
            Kind::Rate | Kind::Plan => "",
        }
    }
}

/// What can be answered.
#[derive(Clone, Debug)]
pub enum Parts {
    /// Options to pick from.
    Options(Vec<Choice>),
    /// Rows and partners; the heads of the two columns.
    Pairs { heads: (Text, Text), rows: Vec<PairRow> },
    /// Lines in the right order.
    Lines(Vec<OrderLine>),
    /// Of each gap what is accepted in it, the model first, and known slips.
    Gaps(Vec<Vec<Accept>>),
    /// A model, and what to look for in one's own.
    Model {
        model: Vec<Arc<Node>>,
        checks: Vec<Text>,
    },
    /// An example, if there is one.
    Example(Vec<Arc<Node>>),
    /// Lines to rate, and the table they are written in.
    Rates { table: Table, lines: Vec<RateLine> },
    /// Nothing of its own: the fields of a plan are the product's.
    Empty,
}

impl Parts {
    /// The options to pick from; none where the kind has no options.
    pub fn options(&self) -> &[Choice] {
        if let Parts::Options(options) = self {
            options
        } else {
            &[]
        }
    }

    /// The rows of a match.
    pub fn rows(&self) -> &[PairRow] {
        if let Parts::Pairs { rows, .. } = self {
            rows
        } else {
            &[]
        }
    }

    /// The lines to put in order, in the right order.
    pub fn lines(&self) -> &[OrderLine] {
        if let Parts::Lines(lines) = self {
            lines
        } else {
            &[]
        }
    }

    /// What is accepted in each gap, and known slips.
    pub fn gaps(&self) -> &[Vec<Accept>] {
        if let Parts::Gaps(gaps) = self { gaps } else { &[] }
    }
}

/// An option.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What it is known by.
    pub print: Fingerprint,
    pub text: Text,
    /// What it is worth.
    pub worth: Worth,
    /// Its explanation.
    pub why: Vec<Arc<Node>>,
    /// The code of the misconception behind it. Never shown.
    pub misconception: Option<String>,
    /// What a question bank gives for it, in percent, where that is not what its worth says. No verdict asks for it; exports keep it.
    pub weight: Option<f64>,
    /// Where it stands.
    pub span: Span,
}

/// What an option is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worth {
    Right,
    /// Defensible, not the best.
    Fair,
    /// Not right.
    Wrong,
}

/// A row of a match.
#[derive(Clone, Debug)]
pub struct PairRow {
    /// What it is known by.
    pub print: Fingerprint,
    pub text: Text,
    /// What goes with it.
    pub partner: Text,
    /// What that is known by.
    pub partner_print: Fingerprint,
    pub why: Text,
}

/// A line to put in its place.
#[derive(Clone, Debug)]
pub struct OrderLine {
    /// What it is known by.
    pub print: Fingerprint,
    pub text: Text,
    /// Why it stands there, where that needs saying.
    pub why: Vec<Arc<Node>>,
}

/// Something one may type into a gap.
#[derive(Clone, Debug)]
pub struct Accept {
    /// What it is known by: of a second gap and those behind it that includes which gap it is, since two may take the same word.
    pub print: Fingerprint,
    pub words: Clean,
    /// Accepted, or a known slip.
    pub worth: Worth,
    /// The explanation of a slip.
    pub why: Vec<Arc<Node>>,
    /// As of an option.
    pub weight: Option<f64>,
    /// Where it stands.
    pub span: Span,
}

/// A line of a self-assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct RateLine {
    pub id: Id,
    pub text: Text,
    /// The scale it counts for, as the table names it.
    pub scale: Clean,
    /// How it counts.
    pub sign: Sign,
}

/// How the points of a line count for its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// As they are.
    Plus,
    /// The other way round.
    Minus,
}

/// Whether a word is one of the course's, in the form in which [`fill::spelling`] compares words.
pub type Known<'a> = &'a dyn Fn(&str) -> bool;

/// All that is asked of a kind of question. Pure: an answer in, rows and verdicts out.
pub trait Rules: Sync {
    /// The empty answer.
    fn blank(&self) -> Answer;
    /// What a row's action does to the draft. Actions of other kinds do nothing.
    fn act(&self, question: &Question, draft: &mut Draft, action: &Action);
    /// Takes back the last pick, tick or place; whether there was one.
    fn take_back(&self, draft: &mut Draft) -> Option<()> {
        match &mut draft.answer {
            Answer::Picks(picks) => picks.pop().map(drop),
            Answer::Pairs(pairs) => pairs.pop().map(|(row, _)| draft.open = Some(row)),
            Answer::Words(_) => None,
            Answer::Ratings(ratings) => ratings.pop().map(drop),
        }
    }
    /// Whether the answer is whole enough to be judged.
    fn ready(&self, question: &Question, answer: &Answer) -> bool;
    /// Judges. `known` is asked only where the course's words matter.
    fn grade(&self, question: &Question, answer: &Answer, known: Known) -> Verdict;
    /// What is saved of the options that were shown.
    fn shown(&self, question: &Question, answer: &Answer, known: Known) -> Vec<ShownOption>;
    /// The answer that was saved; `words` are those kept in the journal.
    fn restore(&self, question: &Question, shown: &[ShownOption], words: &str) -> Answer;
    /// What can be picked or written.
    fn asking(&self, question: &Question, draft: &Draft) -> Vec<Node>;
    /// What was picked or written, each part with its explanation.
    fn answered(&self, question: &Question, given: &Given) -> Feedback;
}

/// What is said of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feedback {
    /// On what was picked or written, where that is short enough to stand between the verdict and the way on.
    pub own: Vec<Node>,
    /// On all else, below the way on.
    pub others: Vec<Node>,
}

/// An answer that was given, with the number of attempts before it, from which the order of the options follows.
#[derive(Clone, Debug)]
pub struct Given {
    /// The answer.
    pub answer: Answer,
    /// Attempts made before.
    pub earlier: u32,
    /// What was saved of the options when it was judged, each by the words it has now.
    pub shown: Vec<ShownOption>,
    /// Options whose words were mended since: by what each is known now, and then. Their order follows from what they were.
    pub were: Vec<(Fingerprint, Fingerprint)>,
}

/// A draft of nothing yet, opened at `now` (milliseconds) after `earlier` attempts.
pub fn blank_draft(question: &Question, earlier: u32, now: i64) -> Draft {
    let mut draft = Draft {
        earlier,
        ..Draft::of(&question.id, question.kind.rules().blank(), now)
    };
    if let Parts::Pairs { rows, .. } = &question.parts {
        draft.open = rows.first().map(|row| row.print);
    }
    draft
}

/// Sorts `items` into an order that follows from the question, the attempts before and the items themselves, and from nothing
/// else: the same attempt always looks the same, the next one differs.
pub fn shuffled<T>(
    question: &Question,
    earlier: u32,
    items: Vec<T>,
    print: impl Fn(&T) -> Fingerprint,
) -> Vec<T> {
    shuffled_by(&format!("{} {earlier}", question.id), items, print)
}

/// Sorts `items` into an order that follows from `seed` and the items themselves, and from nothing else.
pub fn shuffled_by<T>(seed: &str, mut items: Vec<T>, print: impl Fn(&T) -> Fingerprint) -> Vec<T> {
    items.sort_by_key(|item| {
        let seed = format!("{seed} {:08x}", print(item).0);
        crc32c::crc32c(seed.as_bytes())
            .wrapping_mul(0x9e37_79b1)
            .rotate_left(15)
    });
    items
}

/// Whether an option is picked, or a line has a place.
pub fn is_picked(answer: &Answer, print: Fingerprint) -> bool {
    match answer {
        Answer::Picks(picks) => picks.contains(&print),
        Answer::Pairs(_) | Answer::Words(_) | Answer::Ratings(_) => false,
    }
}

/// What the tables beside each kind are written with: a question as its author writes it, and answers by the words they are shown in.
#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::library::Library;
    use std::borrow::Cow;

    const MANIFEST: &str = r#"Course(id: "c", title: "C", modules: [
        Module(id: "m", title: "M", items: [Lesson(id: "l", file: "l.md")]),
    ])"#;

    /// The question of a lesson; `markdown` is what stands below its heading.
    pub fn question(class: &str, markdown: &str) -> Question {
        let lesson = format!("# L\n\n### Q ____ {{#q .{class}}}\n\n{markdown}\n");
        let files = [("course.ron", MANIFEST.to_owned()), ("l.md", lesson)];
        let files = files.map(|(path, text)| (path.to_owned(), Cow::Owned(text.into_bytes())));
        let lesson = Library::of(files.into(), &Default::default()).lesson("l");
        let question = lesson.questions().next().expect("one question");
        Question::clone(question)
    }

    /// What an option, a line or a row of this text is known by.
    pub fn print(question: &Question, words: &str) -> Fingerprint {
        let options = question
            .parts
            .options()
            .iter()
            .map(|option| (&option.text, option.print));
        let lines = question.parts.lines().iter().map(|line| (&line.text, line.print));
        let rows = question.parts.rows().iter().map(|row| (&row.text, row.print));
        let mut all = options.chain(lines).chain(rows);
        let found = all.find(|(text, _)| text.words() == words);
        found.unwrap_or_else(|| panic!("no {words:?}")).1
    }

    /// Picks these options, or places these lines, in this order.
    pub fn picks(question: &Question, words: &[&str]) -> Answer {
        Answer::Picks(words.iter().map(|words| print(question, words)).collect())
    }

    /// Gives rows their partners.
    pub fn pairs(question: &Question, pairs: &[(&str, &str)]) -> Answer {
        let partner = |words: &str| {
            let mut rows = question.parts.rows().iter();
            let row = rows.find(|row| row.partner.words() == words);
            row.unwrap_or_else(|| panic!("no partner {words:?}"))
                .partner_print
        };
        let pair = |(row, with): &(&str, &str)| (print(question, row), partner(with));
        Answer::Pairs(pairs.iter().map(pair).collect())
    }

    /// Types words.
    pub fn words(words: &str) -> Answer {
        Answer::Words(words.to_owned())
    }

    /// How an answer is judged; none while it is not whole enough to be.
    pub fn verdict(question: &Question, answer: &Answer) -> Option<Verdict> {
        let rules = question.kind.rules();
        rules
            .ready(question, answer)
            .then(|| rules.grade(question, answer, &|_| false))
    }

    /// Whether what was answered then means something else in the question as it is now.
    pub fn is_changed(then: &Question, answer: &Answer, now: &Question) -> bool {
        edited::changed(now, &then.kind.rules().shown(then, answer, &|_| false))
    }

    /// What is left of an unfinished answer in the question as it is now.
    pub fn left(then: &Question, answer: Answer, now: &Question) -> Answer {
        edited::fitting(now, Draft::of(&then.id, answer, 0)).answer
    }
}
