//! Owns the figures of a question: shares, discrimination, time, and what an author might look at again. Must not know how they are
//! written, nor any learner: a figure over fewer than ten of them is none.

use crate::clean::Clean;
use crate::export::xapi::interaction::{BETWEEN, PAIRED, id};
use crate::item_analysis::Counts;
use crate::item_analysis::names::QuestionNames;
use crate::library::Library;
use crate::quiz::fill;
use crate::quiz::{Kind, Parts, Question, Worth};
use std::collections::{BTreeMap, HashMap};

/// Learners below whom no figure is shown.
pub const FEWEST: u64 = 10;
/// From this share on a question is too easy to tell anybody apart, in percent.
const EASY: u64 = 95;
/// Learners from whom on an option that nobody took is told of.
const ENOUGH_FOR_NOBODY: u64 = 30;
/// The number of "sure" among what is said of sureness.
const SURE: usize = 2;
const GUESS: usize = 0;
const SAID: usize = 3;

/// What an author might look at again. The rules stand in the README.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    TooEasy,
    Guessed,
    KeyInDoubt,
    NobodyTakes,
}

impl Flag {
    /// Its name, on the screen as in a file.
    pub fn name(self) -> &'static str {
        match self {
            Flag::TooEasy => "too easy",
            Flag::Guessed => "guessed",
            Flag::KeyInDoubt => "key in doubt",
            Flag::NobodyTakes => "an option nobody takes",
        }
    }
}

/// A part of a response, and how many gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionTaken {
    /// As in a statement.
    pub id: String,
    /// None where the course does not have it any more.
    pub words: Option<Clean>,
    pub is_right: bool,
    pub taken: u64,
}

/// The figures of a question that at least ten learners answered.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionFigures {
    pub id: String,
    /// The lesson it is of; none where the course does not have it any more.
    pub lesson: Option<String>,
    pub prompt: Option<Clean>,
    /// The card whose other wording it is.
    pub variant: Option<String>,
    pub counts: Counts,
    /// The correlation of being right here with how many others were right; none where all were right or all were not.
    pub discrimination: Option<f64>,
    /// The median, in seconds.
    pub seconds: Option<f64>,
    pub options: Vec<OptionTaken>,
    pub flags: Vec<Flag>,
}

/// What is told of a course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CourseFigures {
    pub course: String,
    pub title: Clean,
    pub learners: u64,
    /// In the order of the course; questions that it does not have any more come last.
    pub questions: Vec<QuestionFigures>,
    /// Questions with fewer than ten learners each.
    pub hidden: usize,
}

/// What the course knows of a question.
struct Known {
    place: usize,
    lesson: String,
    prompt: Clean,
    kind: Kind,
    variant: Option<String>,
    options: Vec<OptionTaken>,
}

/// Works out the figures of a course.
pub fn figures(
    library: &Library,
    names: Vec<QuestionNames>,
    counts: Vec<Counts>,
    learners: u64,
) -> CourseFigures {
    let mut known = known(library);
    let mut found = CourseFigures {
        course: library.course.id.clone(),
        title: library.course.title.clone(),
        learners,
        ..CourseFigures::default()
    };
    let mut placed: Vec<(usize, QuestionFigures)> = Vec::new();
    for (names, counts) in names.into_iter().zip(counts) {
        match counts.answered {
            0 => {}
            few if few < FEWEST => found.hidden += 1,
            _ => {
                let known = known.remove(&*names.id);
                let place = known.as_ref().map_or(usize::MAX, |known| known.place);
                placed.push((place, question(known, names, counts)));
            }
        }
    }
    placed.sort_by(|(one, a), (other, b)| (one, &a.id).cmp(&(other, &b.id)));
    found.questions = placed.into_iter().map(|(_, figures)| figures).collect();
    found
}

fn question(known: Option<Known>, names: QuestionNames, mut counts: Counts) -> QuestionFigures {
    let mut options = known.as_ref().map_or(Vec::new(), |known| known.options.clone());
    let is_order = known.as_ref().is_some_and(|known| known.kind == Kind::Order);
    if !is_order {
        count_options(&mut options, &names.responses, &counts.responses);
    }
    // What stands for other things by its number, or came in any order, is used up here.
    counts.responses.clear();
    let seconds = median(&mut std::mem::take(&mut counts.hundredths));
    let mut figures = QuestionFigures {
        id: names.id.into(),
        discrimination: discrimination(&counts),
        seconds,
        counts,
        options,
        flags: Vec::new(),
        lesson: known.as_ref().map(|known| known.lesson.clone()),
        variant: known.as_ref().and_then(|known| known.variant.clone()),
        prompt: known.as_ref().map(|known| known.prompt.clone()),
    };
    figures.flags = flags(&figures, known.map(|known| known.kind));
    figures
}

/// Each part of each response, counted. What the course does not know comes behind what it does, the most frequent first.
fn count_options(options: &mut Vec<OptionTaken>, responses: &[Box<str>], counts: &[u64]) {
    let mut taken: BTreeMap<&str, u64> = BTreeMap::new();
    for (response, count) in responses.iter().zip(counts) {
        for part in response.split(BETWEEN).filter(|part| !part.is_empty()) {
            *taken.entry(part).or_default() += count;
        }
    }
    for option in options.iter_mut() {
        option.taken = taken.remove(option.id.as_str()).unwrap_or(0);
    }
    let mut others: Vec<OptionTaken> = taken
        .into_iter()
        .map(|(id, taken)| OptionTaken {
            id: id.to_owned(),
            words: None,
            is_right: false,
            taken,
        })
        .collect();
    others.sort_by_key(|option| std::cmp::Reverse(option.taken));
    options.extend(others);
}

/// The correlation of two things of which one is 0 or 1, from whole sums: (n·Σxy − Σx·Σy) / (√(n·Σx − Σx·Σx) · √(n·Σyy − Σy·Σy)).
/// Nothing is added up in fractions, so every program that does it in this order comes to the same last digit.
pub fn discrimination(counts: &Counts) -> Option<f64> {
    let [n, x, y, yy, xy] = [
        counts.answered,
        counts.right,
        counts.rest,
        counts.rest_squared,
        counts.right_rest,
    ]
    .map(i128::from);
    let (over_x, over_y) = (n * x - x * x, n * yy - y * y);
    (over_x > 0 && over_y > 0)
        .then(|| (n * xy - x * y) as f64 / ((over_x as f64).sqrt() * (over_y as f64).sqrt()))
}

/// The median in seconds, of hundredths: of an even number of them the middle between two. Below ten learners it is none.
pub fn median(hundredths: &mut [u32]) -> Option<f64> {
    if (hundredths.len() as u64) < FEWEST {
        return None;
    }
    let half = hundredths.len() / 2;
    let is_even = hundredths.len().is_multiple_of(2);
    let (below, middle, _) = hundredths.select_nth_unstable(half);
    let upper = f64::from(*middle);
    let lower = match is_even {
        true => below.iter().max().map_or(upper, |lower| f64::from(*lower)),
        false => upper,
    };
    Some((lower + upper) / 2.0 / 100.0)
}

fn flags(figures: &QuestionFigures, kind: Option<Kind>) -> Vec<Flag> {
    let counts = &figures.counts;
    let mut flags = Vec::new();
    if counts.right * 100 >= counts.answered * EASY {
        flags.push(Flag::TooEasy);
    }
    // Of those who said how sure they were and were right.
    let said_right: u64 = counts.sure[..SAID].iter().map(|(_, right)| right).sum();
    if said_right >= FEWEST && counts.sure[GUESS].1 * 2 >= said_right {
        flags.push(Flag::Guessed);
    }
    let picks_one = kind.is_some_and(Kind::picks_one);
    let key = figures
        .options
        .iter()
        .filter(|option| option.is_right)
        .map(|option| option.taken)
        .max();
    let is_beaten = picks_one
        && key.is_some_and(|key| {
            figures
                .options
                .iter()
                .any(|option| !option.is_right && option.taken > key)
        });
    // A hard question misleads many; one whose key is wrong misleads those who are sure more than those who are not.
    let (sure, sure_right) = counts.sure[SURE];
    let unsure = counts.sure[..SURE].iter().map(|(said, _)| said).sum::<u64>();
    let unsure_right = counts.sure[..SURE].iter().map(|(_, right)| right).sum::<u64>();
    let misleads = sure >= FEWEST
        && sure_right * 2 < sure
        && unsure >= FEWEST
        && sure_right * unsure < unsure_right * sure;
    if is_beaten || misleads || figures.discrimination.is_some_and(|value| value < 0.0) {
        flags.push(Flag::KeyInDoubt);
    }
    let has_options = picks_one || kind == Some(Kind::Many);
    let is_ignored = |option: &OptionTaken| !option.is_right && option.taken == 0;
    if has_options && counts.answered >= ENOUGH_FOR_NOBODY && figures.options.iter().any(is_ignored) {
        flags.push(Flag::NobodyTakes);
    }
    flags
}

/// Every judged question of a course.
fn known(library: &Library) -> HashMap<String, Known> {
    let mut all = HashMap::new();
    for item in library.course.items().filter(|item| !item.file.is_empty()) {
        for question in library
            .lesson(&item.id)
            .questions()
            .filter(|question| question.kind.is_scored())
        {
            let place = all.len();
            all.entry(question.id.to_string()).or_insert_with(|| Known {
                place,
                lesson: item.id.to_string(),
                prompt: Clean::line(&question.prompt.words()),
                kind: question.kind,
                variant: question.variant.as_ref().map(ToString::to_string),
                options: options(question),
            });
        }
    }
    all
}

/// What can be taken: options, what is typed into a gap, and of a match each row with its right partner.
fn options(question: &Question) -> Vec<OptionTaken> {
    let option = |id: String, words: &str, is_right| OptionTaken {
        id,
        words: Some(Clean::line(words)),
        is_right,
        taken: 0,
    };
    match &question.parts {
        Parts::Options(options) => options
            .iter()
            .map(|choice| {
                option(
                    id(choice.print),
                    &choice.text.words(),
                    choice.worth == Worth::Right,
                )
            })
            .collect(),
        Parts::Gaps(gaps) => {
            let accepts = gaps
                .iter()
                .enumerate()
                .flat_map(|(nth, gap)| gap.iter().map(move |accept| (nth, accept)));
            let of_gap = |nth: usize, words: &str| match gaps.len() {
                1 => words.to_owned(),
                _ => format!("{}: {words}", fill::name(nth)),
            };
            accepts
                .map(|(nth, accept)| {
                    let words = of_gap(nth, &accept.words);
                    option(id(accept.print), &words, accept.worth == Worth::Right)
                })
                .collect()
        }
        Parts::Pairs { rows, .. } => {
            let mut partners: Vec<_> = rows.iter().map(|row| (row.partner_print, &row.partner)).collect();
            partners.sort_by_key(|(print, _)| *print);
            partners.dedup_by_key(|(print, _)| *print);
            let pairs = rows
                .iter()
                .flat_map(|row| partners.iter().map(move |partner| (row, partner)));
            pairs
                .map(|(row, (print, partner))| {
                    let words = format!("{}: {}", row.text.words(), partner.words());
                    let is_right = *print == row.partner_print;
                    option(
                        format!("{}{PAIRED}{}", id(row.print), id(*print)),
                        &words,
                        is_right,
                    )
                })
                .collect()
        }
        Parts::Lines(_) | Parts::Model { .. } | Parts::Example(_) | Parts::Rates { .. } | Parts::Empty => {
            Vec::new()
        }
    }
}
