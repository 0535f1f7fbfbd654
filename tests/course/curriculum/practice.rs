//! Owns the rules on what is practiced: how many scenes and choices a rehearsal has and what stands with each, and the lines and sections
//! of the self-assessment.
//! Must not know how either is played.

use super::reading::{LessonRead, Read, joined};
use super::words::words;
use ally_up::course::rehearsal::{Rehearsal, Scene};
use ally_up::course::{Block, ItemKind};
use ally_up::doc::Node;
use ally_up::quiz::{Kind, Parts};
use std::collections::{BTreeMap, BTreeSet};

/// Words that explain a choice.
const EXPLAINED: std::ops::RangeInclusive<usize> = 8..=45;
/// What a choice may carry for the debrief.
const TAGS: [&str; 12] = [
    "consent",
    "gratitude",
    "action",
    "centering",
    "truth-trigger",
    "relationship-trigger",
    "identity-trigger",
    "clarity",
    "agency",
    "support",
    "request",
    "boundary",
];
/// Lines of the self-assessment that belong to each of the six scales.
const LINES: usize = 4;

/// What the plan asks of a rehearsal.
struct Planned {
    id: &'static str,
    /// Scenes that go on, endings, choices.
    sizes: (usize, usize, usize),
    graded: Graded,
}

/// Whether choices are graded.
#[derive(PartialEq, Eq)]
enum Graded {
    /// Each one, but for thoughts that come unasked: a scene of triggers.
    Yes,
    /// None: waiting or walking away is never a wrong ending.
    No,
}

const PLAN: [Planned; 3] = [
    Planned {
        id: "receiving-feedback",
        sizes: (19, 7, 66),
        graded: Graded::Yes,
    },
    Planned {
        id: "asking-for-support",
        sizes: (31, 7, 96),
        graded: Graded::No,
    },
    Planned {
        id: "no-time-to-ask",
        sizes: (8, 5, 30),
        graded: Graded::Yes,
    },
];

/// The rehearsals have the scenes, endings and choices of the plan; choices alone lead to every scene; each choice has its explanation,
/// known tags, and a grade where the plan has grades; each ending says something.
pub fn rehearsals(read: &Read) -> Vec<String> {
    let mut found = Vec::new();
    for planned in PLAN {
        match read
            .page(planned.id)
            .and_then(|page| page.rehearsal.as_ref().map(|rehearsal| (page, rehearsal)))
        {
            Some((page, rehearsal)) => rehearsal_complaints(page, rehearsal, &planned, &mut found),
            None => found.push(format!("course.ron: there is no rehearsal {}", planned.id)),
        }
    }
    found
}

fn rehearsal_complaints(page: &LessonRead, rehearsal: &Rehearsal, planned: &Planned, out: &mut Vec<String>) {
    let ends = rehearsal
        .scenes
        .iter()
        .filter(|scene| scene.end.is_some())
        .count();
    let choices = rehearsal
        .scenes
        .iter()
        .map(|scene| scene.choices.len())
        .sum::<usize>();
    let sizes = (rehearsal.scenes.len() - ends, ends, choices);
    if sizes != planned.sizes {
        out.push(page.complaint(
            "",
            format!(
                "scenes, endings and choices are {sizes:?}; the plan says {:?}",
                planned.sizes
            ),
        ));
    }
    let reached = reached(rehearsal);
    for scene in &rehearsal.scenes {
        let mut complain = |wrong: String| out.push(page.complaint(&scene.id, wrong));
        if !reached.contains(&*scene.id) {
            complain("no choice leads here".into());
        }
        if scene.end.is_some() && joined(&scene.says).is_empty() {
            complain("the ending says nothing".into());
        }
        for choice in &scene.choices {
            let told = choice.text.words();
            let count = words(&joined(&choice.why)).len();
            if !EXPLAINED.contains(&count) {
                complain(format!("{count} words explain {told:?}; 8 to 45 are wanted"));
            }
            let unknown = choice.tags.iter().filter(|tag| !TAGS.contains(&tag.as_str()));
            unknown.for_each(|tag| complain(format!("no debrief gathers {tag:?}")));
            match (choice.grade, planned.graded == Graded::Yes && !is_inside(scene)) {
                (None, true) => complain(format!("no grade at {told:?}")),
                (Some(_), false) => complain(format!("a grade at {told:?}")),
                (Some(_), true) | (None, false) => {}
            }
        }
    }
}

/// Whether a scene is about thoughts and not about what one says.
fn is_inside(scene: &Scene) -> bool {
    scene
        .choices
        .iter()
        .any(|choice| choice.tags.iter().any(|tag| tag.ends_with("-trigger")))
}

/// The scenes that choices lead to from the first.
fn reached(rehearsal: &Rehearsal) -> BTreeSet<&str> {
    let mut open: Vec<&Scene> = rehearsal.scenes.iter().take(1).collect();
    let mut found: BTreeSet<&str> = open.iter().map(|scene| &*scene.id).collect();
    while let Some(scene) = open.pop() {
        open.extend(
            scene
                .choices
                .iter()
                .filter_map(|choice| rehearsal.scene(&choice.to))
                .filter(|next| found.insert(&next.id)),
        );
    }
    found
}

/// The self-assessment has six scales of four lines, one of which counts backward; each scale has its section with why, lessons, an act, a
/// practice and a journal prompt; five lines say what all this cannot tell.
pub fn self_assessment(read: &Read) -> Vec<String> {
    let Some(page) = read
        .practice
        .iter()
        .find(|page| page.item.kind == ItemKind::SelfAssessment)
    else {
        return vec!["course.ron: there is no self-assessment".into()];
    };
    let mut found = Vec::new();
    let rated: Vec<_> = page
        .questions()
        .filter(|question| question.kind == Kind::Rate)
        .collect();
    let [rated] = rated.as_slice() else {
        return vec![page.complaint("", format!("{} questions to rate; one is wanted", rated.len()))];
    };
    let Parts::Rates { table, .. } = &rated.parts else {
        return vec![page.complaint(&rated.id, "no table")];
    };
    let mut scales: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &table.rows {
        let [_, _, scale, sign] = row.as_slice() else {
            continue;
        };
        scales.entry(scale.words()).or_default().push(sign.words());
    }
    let mut complain = |place: &str, wrong: String| found.push(page.complaint(place, wrong));
    if table.rows.len() != 6 * LINES || scales.len() != 6 {
        complain(
            &rated.id,
            format!(
                "{} lines in {} scales; the plan has 24 in six",
                table.rows.len(),
                scales.len()
            ),
        );
    }
    for (scale, signs) in &scales {
        let backward = signs.iter().filter(|sign| *sign == "-").count();
        if signs.len() != LINES || backward != 1 {
            complain(
                &rated.id,
                format!(
                    "{scale}: {} lines, {backward} backward; four and one are wanted",
                    signs.len()
                ),
            );
        }
    }
    let honest = section(page, "honest").into_iter().find_map(|block| match block {
        Block::Says(node) => {
            if let Node::List(items) = &**node {
                Some(items.len())
            } else {
                None
            }
        }
        Block::Asks(_) => None,
    });
    if honest != Some(5) {
        complain("honest", "no list of five lines on what this cannot tell".into());
    }
    for (id, heading, _) in &page.built.headings {
        let Some(id) = id
            .as_ref()
            .filter(|_| heading.classes.iter().any(|class| class == "scale"))
        else {
            continue;
        };
        scale_section(&section(page, id))
            .into_iter()
            .for_each(|missing| complain(id, format!("the section has no {missing}")));
    }
    found
}

/// The blocks under a heading, up to the next that is no question.
fn section<'a>(page: &'a LessonRead, wanted: &str) -> Vec<&'a Block> {
    let is_heading =
        |block: &&Block| matches!(block, Block::Says(node) if matches!(&**node, Node::Heading { .. }));
    let is_wanted = |block: &&Block| matches!(block, Block::Says(node) if matches!(&**node, Node::Heading { id: Some(id), .. } if **id == *wanted));
    page.built
        .lesson
        .blocks()
        .skip_while(|block| !is_wanted(block))
        .skip(1)
        .take_while(|block| !is_heading(block))
        .collect()
}

/// What the section of a scale leaves out.
fn scale_section(blocks: &[&Block]) -> Vec<&'static str> {
    let says = |wanted: &dyn Fn(&Node) -> bool| {
        blocks
            .iter()
            .any(|block| matches!(block, Block::Says(node) if wanted(node)))
    };
    let begins = |opening: &'static str| move |node: &Node| matches!(node, Node::Para(text) if text.words().starts_with(opening) && text.0.first().is_some_and(|run| run.look.strong));
    let journal = blocks
        .iter()
        .any(|block| matches!(block, Block::Asks(question) if question.kind == Kind::Reflect && question.id.starts_with("journal-start-")));
    let found = [
        (
            says(
                &|node| matches!(node, Node::Para(text) if !text.0.first().is_some_and(|run| run.look.strong)),
            ),
            "why",
        ),
        (
            says(&|node| matches!(node, Node::List(items) if !items.is_empty())),
            "lessons",
        ),
        (says(&begins("Two minutes:")), "act of two minutes"),
        (says(&begins("Two weeks:")), "practice for two weeks"),
        (journal, "journal prompt"),
    ];
    found
        .into_iter()
        .filter(|(there, _)| !there)
        .map(|(_, what)| what)
        .collect()
}
