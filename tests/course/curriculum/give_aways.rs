//! Owns the rules against keys that can be guessed without the lesson: by their place, their length, their words, their number, or
//! because nothing else tempts. Must not know what a question is about.

use super::reading::{LessonRead, Read};
use super::words::words;
use ally_up::quiz::{Choice, Kind, Question, Worth};
use std::collections::{BTreeMap, BTreeSet};

/// Misconceptions that were behind too many wrong options, and how often each may be there at the most.
const OVERUSED: [(&str, usize); 3] = [("M04", 18), ("M09", 17), ("M20", 18)];
/// Real slips of decent people, each behind at least `OFTEN` options.
const WANTED: [&str; 10] = [
    "M05", "M06", "M15", "M26", "M33", "M34", "M35", "M36", "M37", "M38",
];
const OFTEN: usize = 5;
/// Standard deviations from chance that are still chance: beyond them lies one count in twenty.
const CHANCE: f64 = 2.0;
/// Words that marked keys, or wrong options, in an earlier edition: each stands in either at most this many times as often.
const MARKS: [&str; 9] = [
    "ask", "agree", "would", "fine", "all", "whole", "both", "team", "feel",
];
const LEAN: f64 = 2.0;
/// A word counts as a mark only where it stands in this many options.
const SEEN: usize = 12;
/// Clauses that excuse or give a reason.
const EXCUSES: [&str; 4] = ["since", "because", "as", "so that"];
/// Label shuffles that a classifier must not beat.
const SHUFFLES: u64 = 300;

/// A question with options to pick one of, and where it stands.
struct Single<'a> {
    lesson: &'a LessonRead,
    question: &'a Question,
    options: &'a [Choice],
    key: usize,
}

/// Whether the key of a question looks like something.
type Look = fn(&Single<'_>) -> bool;

/// Letters of an option.
fn length(option: &Choice) -> usize {
    option.text.words().chars().count()
}

impl Single<'_> {
    fn lengths(&self) -> impl Iterator<Item = usize> {
        self.options.iter().map(length)
    }
}

fn singles(read: &Read) -> Vec<Single<'_>> {
    let questions = read
        .answered()
        .flat_map(|lesson| lesson.questions().map(move |question| (lesson, question)));
    let singles = questions.filter_map(|(lesson, question)| {
        let options = question.parts.options();
        let is_single = matches!(question.kind, Kind::One | Kind::Truth | Kind::Scene);
        let key = options.iter().position(|option| option.worth == Worth::Right)?;
        is_single.then_some(Single {
            lesson,
            question,
            options,
            key,
        })
    });
    singles.collect()
}

/// Every single-choice question has a near miss, and a scene of four options or more has two.
pub fn near_misses(read: &Read) -> Vec<String> {
    let wanted = |single: &Single<'_>| {
        if single.question.kind == Kind::Scene && single.options.len() >= 4 {
            2
        } else {
            1
        }
    };
    let fair = |single: &Single<'_>| {
        single
            .options
            .iter()
            .filter(|option| option.worth == Worth::Fair)
            .count()
    };
    let few = singles(read)
        .into_iter()
        .filter(|single| fair(single) < wanted(single));
    few.map(|single| {
        let words = format!("{} near misses; {} wanted", fair(&single), wanted(&single));
        single.lesson.complaint(&single.question.id, words)
    })
    .collect()
}

/// Whether an option asks somebody something: a question stands in it, or the word.
fn asks(option: &Choice) -> bool {
    let text = option.text.words();
    text.contains('?')
        || words(&text)
            .iter()
            .any(|word| ["ask", "asks", "asked", "asking"].contains(&word.as_str()))
}

/// Asking the person concerned is the key of one single-choice question in four at the most, and tempts as a wrong option in each
/// module: whoever has learned only "ask first" must not pass.
pub fn asking(read: &Read) -> Vec<String> {
    let singles = singles(read);
    let keys = singles
        .iter()
        .filter(|single| asks(&single.options[single.key]))
        .count();
    let tempts = |single: &Single<'_>| {
        let wrong = single
            .options
            .iter()
            .enumerate()
            .filter(|(nth, _)| *nth != single.key);
        wrong.into_iter().any(|(_, option)| asks(option))
    };
    let mut modules: BTreeMap<&str, bool> = BTreeMap::new();
    for single in &singles {
        let module = single.lesson.item.file.split('/').next().unwrap_or_default();
        *modules.entry(module).or_default() |= tempts(single);
    }
    let silent = modules.into_iter().filter(|(_, tempts)| !tempts);
    let silent = silent.map(|(module, _)| format!("{module}: no wrong option asks anybody"));
    let often = (keys * 4 > singles.len()).then(|| format!("the key asks in {keys} of {}", singles.len()));
    often.into_iter().chain(silent).collect()
}

/// Wrong options of `.many` are one to four, and no number of them is that of more than half of the questions.
pub fn wrong_of_many(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for lesson in read.answered() {
        for question in lesson.questions().filter(|question| question.kind == Kind::Many) {
            let wrong = question
                .parts
                .options()
                .iter()
                .filter(|option| option.worth != Worth::Right)
                .count();
            *counts.entry(wrong).or_default() += 1;
            if !(1..=4).contains(&wrong) {
                found.push(lesson.complaint(
                    &question.id,
                    format!("{wrong} wrong options; one to four are wanted"),
                ));
            }
        }
    }
    let all: usize = counts.values().sum();
    for (wrong, count) in &counts {
        if count * 2 > all {
            found.push(format!("{count} of {all} .many have {wrong} wrong options"));
        }
    }
    if counts.len() < 4 {
        found.push(format!(
            "the numbers of wrong options in .many are only {:?}",
            counts.keys()
        ));
    }
    found
}

/// The key stands first, last, and is longest, shortest, as often as chance has it.
pub fn place_and_length(read: &Read) -> Vec<String> {
    let singles = singles(read);
    let chance: f64 = singles
        .iter()
        .map(|single| 1.0 / single.options.len() as f64)
        .sum();
    let spread: f64 = singles
        .iter()
        .map(|single| single.options.len() as f64)
        .map(|n| (1.0 / n) * (1.0 - 1.0 / n))
        .sum();
    let looks: [(&str, Look); 4] = [
        ("first", |single| single.key == 0),
        ("last", |single| single.key + 1 == single.options.len()),
        ("longest", |single| {
            single
                .lengths()
                .all(|other| other <= length(&single.options[single.key]))
        }),
        ("shortest", |single| {
            single
                .lengths()
                .all(|other| other >= length(&single.options[single.key]))
        }),
    ];
    let mut found = Vec::new();
    for (name, is_so) in looks {
        let count = singles.iter().filter(|single| is_so(single)).count();
        if (count as f64 - chance).abs() > CHANCE * spread.sqrt() + 1.0 {
            found.push(format!(
                "the key is {name} in {count} of {}; chance has {chance:.0}",
                singles.len()
            ));
        }
    }
    found
}

/// Clauses of excuse, and the words that once marked keys, stand in right and wrong options equally often.
pub fn marking_words(read: &Read) -> Vec<String> {
    let options: Vec<&Choice> = read
        .answered()
        .flat_map(LessonRead::questions)
        .flat_map(|question| question.parts.options())
        .collect();
    let has = |option: &Choice, mark: &str| {
        let padded = format!(" {} ", words(&option.text.words()).join(" "));
        padded.contains(&format!(" {mark} "))
    };
    let count = |is_right: bool, marks: &[&str]| {
        let of = options
            .iter()
            .filter(|option| (option.worth == Worth::Right) == is_right);
        let (all, with) = of.fold((0usize, 0usize), |(all, with), option| {
            (
                all + 1,
                with + usize::from(marks.iter().any(|mark| has(option, mark))),
            )
        });
        (with, all)
    };
    let mut found = Vec::new();
    let groups = MARKS.iter().map(|mark| vec![*mark]).chain([EXCUSES.to_vec()]);
    for marks in groups {
        let ((right, rights), (wrong, wrongs)) = (count(true, &marks), count(false, &marks));
        if right + wrong < SEEN {
            continue;
        }
        // Half a hit more on either side, so that a word that never stands on one side is still compared.
        let (in_right, in_wrong) = (
            (right as f64 + 0.5) / rights as f64,
            (wrong as f64 + 0.5) / wrongs as f64,
        );
        let lean = (in_right / in_wrong).max(in_wrong / in_right);
        if lean > LEAN {
            found.push(format!(
                "{marks:?} stands in {right} of {rights} right and {wrong} of {wrongs} wrong options"
            ));
        }
    }
    found
}

/// Codes that were overused have rest, and the slips of decent people are there.
pub fn codes(read: &Read) -> Vec<String> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for option in read
        .answered()
        .flat_map(LessonRead::questions)
        .flat_map(|question| question.parts.options())
    {
        if let Some(code) = option.misconception.as_deref() {
            *uses.entry(code).or_default() += 1;
        }
    }
    let count = |code: &str| uses.get(code).copied().unwrap_or(0);
    let over = OVERUSED.iter().filter(|(code, most)| count(code) > *most);
    let under = WANTED.iter().filter(|code| count(code) < OFTEN);
    over.map(|(code, most)| format!("{code} stands behind {} options; at most {most}", count(code)))
        .chain(under.map(|code| format!("{code} stands behind {} options; at least {OFTEN}", count(code))))
        .collect()
}

/// A naive Bayes classifier over the words of options, trained on all other files, finds no more keys than the best of 300 trainings on
/// shuffled keys. It sees no stem: what it finds, anybody can find without the lesson.
pub fn classifier(read: &Read) -> Vec<String> {
    let singles = singles(read);
    let items = items(&singles);
    let keys: Vec<usize> = singles.iter().map(|single| single.key).collect();
    let hits = found_by_words(&items, &keys);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let shuffled = (0..SHUFFLES).map(|_| {
        let keys: Vec<usize> = items.iter().map(|item| dice.below(item.options.len())).collect();
        found_by_words(&items, &keys)
    });
    let best = shuffled.max().unwrap_or(0);
    let words = || {
        format!(
            "words alone find {hits} of {} keys; the best of {SHUFFLES} shuffles is {best}",
            items.len()
        )
    };
    (hits > best).then(words).into_iter().collect()
}

/// The words of the options of a question, each by its number, and its file.
struct Item {
    file: String,
    options: Vec<Vec<usize>>,
}

/// Words are numbered in their order, since the shuffles look each of them up thousands of times.
fn items(singles: &[Single<'_>]) -> Vec<Item> {
    let of = |option: &Choice| {
        words(&option.text.words())
            .into_iter()
            .collect::<BTreeSet<String>>()
    };
    let options: Vec<Vec<BTreeSet<String>>> = singles
        .iter()
        .map(|single| single.options.iter().map(of).collect())
        .collect();
    let all: BTreeSet<&String> = options.iter().flatten().flatten().collect();
    let number: BTreeMap<&String, usize> = all.into_iter().zip(0..).collect();
    let numbers = |words: &BTreeSet<String>| words.iter().map(|word| number[word]).collect();
    let item = |(single, options): (&Single<'_>, &Vec<BTreeSet<String>>)| Item {
        file: single.lesson.item.file.clone(),
        options: options.iter().map(numbers).collect(),
    };
    singles.iter().zip(&options).map(item).collect()
}

/// How often a word stands in right and in wrong options, and how many there are of each.
struct Counts {
    words: Vec<[f64; 2]>,
    options: [f64; 2],
}

impl Counts {
    /// `words` is the number of different words in all items.
    fn of(items: &[(&Item, usize)], words: usize) -> Counts {
        let mut counts = Counts {
            words: vec![[0.0; 2]; words],
            options: [0.0; 2],
        };
        for (item, key) in items {
            for (at, option) in item.options.iter().enumerate() {
                let side = usize::from(at != *key);
                counts.options[side] += 1.0;
                for word in option {
                    counts.words[*word][side] += 1.0;
                }
            }
        }
        counts
    }
}

fn found_by_words(items: &[Item], keys: &[usize]) -> usize {
    let pairs: Vec<(&Item, usize)> = items.iter().zip(keys.iter().copied()).collect();
    let last = items.iter().flat_map(|item| item.options.iter().flatten()).max();
    let words = last.map_or(0, |last| last + 1);
    let all = Counts::of(&pairs, words);
    let mut files: BTreeMap<&str, Vec<(&Item, usize)>> = BTreeMap::new();
    for pair in &pairs {
        files.entry(&pair.0.file).or_default().push(*pair);
    }
    let mut hits = 0;
    for own in files.values() {
        let held_out = Counts::of(own, words);
        let side = |word: usize, side: usize| {
            (all.words[word][side] - held_out.words[word][side] + 1.0)
                / (all.options[side] - held_out.options[side] + 2.0)
        };
        for (item, key) in own {
            let score = |option: &Vec<usize>| {
                let odds = |word: &usize| (side(*word, 0) / side(*word, 1)).ln();
                option.iter().map(odds).sum::<f64>()
            };
            let scores: Vec<f64> = item.options.iter().map(score).collect();
            let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            hits += usize::from(best == Some(*key));
        }
    }
    hits
}

/// SplitMix64, so that the shuffles are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }
}
