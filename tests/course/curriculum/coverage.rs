//! Owns the rules on what the course carries: ideas, misconceptions, terms and figures, against the tables of the plan.
//! Must not know how a text is worded.

use super::reading::Read;
use ally_up::course::load::slug;
use ally_up::quiz::{Parts, Worth};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What the plan asks of a lesson.
#[derive(Deserialize)]
pub struct Planned {
    /// The lesson.
    pub id: String,
    /// The ideas it carries.
    pub ideas: Vec<String>,
    /// The numbers of its two review cards, among its questions from 1.
    pub cards: (usize, usize),
}

/// Ideas of the two articles that can be taught.
const TEACHABLE: usize = 127;

/// The plan: all lessons.
pub fn plan() -> Vec<Planned> {
    ron::from_str(include_str!("lessons.ron")).expect("the plan parses")
}

/// Every lesson of the plan is there, every idea that the plan gives to it is in its `ideas`, and every idea there is one the course
/// teaches.
pub fn ideas(read: &Read) -> Vec<String> {
    let plan = plan();
    let known: BTreeSet<&str> = plan
        .iter()
        .flat_map(|planned| &planned.ideas)
        .map(String::as_str)
        .collect();
    let mut found = Vec::new();
    for planned in &plan {
        if !read.lessons.iter().any(|lesson| *lesson.item.id == *planned.id) {
            found.push(format!(
                "course.ron: the lesson {} of the plan is missing",
                planned.id
            ));
        }
    }
    for lesson in &read.lessons {
        let listed: BTreeSet<&str> = lesson.item.ideas.iter().map(|idea| &**idea).collect();
        let mut complain = |wrong: String| found.push(format!("course.ron, {}: {wrong}", lesson.item.id));
        if listed.len() < lesson.item.ideas.len() {
            complain("an idea is listed twice".into());
        }
        listed
            .difference(&known)
            .for_each(|idea| complain(format!("{idea} is no idea that lessons teach")));
        match plan.iter().find(|planned| planned.id == *lesson.item.id) {
            Some(planned) => {
                let missing = planned
                    .ideas
                    .iter()
                    .filter(|idea| !listed.contains(idea.as_str()));
                missing.for_each(|idea| complain(format!("{idea} belongs to this lesson and is not listed")));
            }
            None => complain("the plan has no lesson of this id".into()),
        }
    }
    found
}

fn is_known(code: &str) -> bool {
    let number = code
        .strip_prefix('M')
        .filter(|digits| digits.len() == 2)
        .and_then(|digits| digits.parse::<u32>().ok());
    number.is_some_and(|number| (1..=38).contains(&number))
}

/// Every wrong option has the code of the misconception behind it, M01 to M38; a fair one needs none, and may have one. No other comment is left over.
pub fn misconceptions(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for lesson in read.answered() {
        for question in lesson.questions() {
            let Parts::Options(options) = &question.parts else {
                continue;
            };
            for option in options
                .iter()
                .filter(|option| option.worth == Worth::Wrong && option.misconception.is_none())
            {
                found.push(lesson.complaint(
                    &question.id,
                    format!("no misconception behind {:?}", option.text.words()),
                ));
            }
        }
        for comment in lesson
            .markdown
            .split("<!--")
            .skip(1)
            .map(|after| after.split("-->").next().unwrap_or_default().trim())
        {
            let code = comment.strip_prefix("fair").map_or(comment, str::trim_start);
            if comment != "fair" && !is_known(code) {
                found.push(lesson.complaint("", format!("{comment:?} is no misconception from M01 to M38")));
            }
        }
    }
    found
}

/// The glossary holds the terms of the plan and no other, and every link of a lesson to a term finds it.
pub fn terms(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let planned: BTreeSet<&str> = include_str!("terms.txt").lines().collect();
    let path = read.course.glossary.clone().unwrap_or_default();
    let (glossary, _) = ally_up::course::load::page(&read.course, &read.files, &path);
    let written: BTreeSet<String> = glossary
        .headings
        .iter()
        .filter(|(_, heading, _)| heading.level == 2)
        .map(|(_, heading, _)| heading.text.words())
        .collect();
    let missing = planned.iter().filter(|term| !written.contains(**term));
    found.extend(missing.map(|term| format!("{path}: the term {term:?} is missing")));
    let extra = written.iter().filter(|term| !planned.contains(term.as_str()));
    found.extend(extra.map(|term| format!("{path}: the term {term:?} is not in the plan")));
    let anchors: BTreeSet<String> = written.iter().map(|term| slug(term)).collect();
    for lesson in &read.lessons {
        for (target, _) in &lesson.built.links {
            let Some((file, anchor)) = target.split_once('#').filter(|(file, _)| file.ends_with(&path))
            else {
                continue;
            };
            if !anchors.contains(anchor) {
                found.push(lesson.complaint("", format!("the link {file}#{anchor} finds no term")));
            }
        }
    }
    found
}

fn figure_file(target: &str) -> Option<&str> {
    target.ends_with(".ron").then(|| target.trim_start_matches("../"))
}

/// Each lesson has one figure, whose words name every label; each figure file is used once.
pub fn figures(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    let files = read.files.keys().filter(|path| path.starts_with("figures/"));
    let mut uses: BTreeMap<&str, usize> = files.map(|path| (path.as_str(), 0)).collect();
    for lesson in &read.lessons {
        let figures: Vec<_> = lesson.figures().collect();
        if figures.len() != 1 {
            found.push(lesson.complaint("", format!("{} figures; a lesson has one", figures.len())));
        }
        for (figure, words) in figures {
            let said = words.to_lowercase();
            let missing = figure
                .labels()
                .into_iter()
                .filter(|label| !said.contains(&label.to_lowercase()));
            found.extend(
                missing.map(|label| {
                    lesson.complaint("", format!("the words of the figure leave out {label:?}"))
                }),
            );
        }
        for file in lesson
            .built
            .links
            .iter()
            .filter_map(|(target, _)| figure_file(target))
        {
            match uses.get_mut(file) {
                Some(count) => *count += 1,
                None => found.push(lesson.complaint("", format!("there is no {file}"))),
            }
        }
    }
    found.extend(
        uses.into_iter()
            .filter(|(_, count)| *count != 1)
            .map(|(file, count)| format!("{file}: used {count} times, not once")),
    );
    found
}

#[test]
fn the_plan_carries_every_idea_that_can_be_taught() {
    let plan = plan();
    let ideas: BTreeSet<&String> = plan.iter().flat_map(|planned| &planned.ideas).collect();
    assert_eq!(ideas.len(), TEACHABLE);
}
