//! Owns self-assessments as data: lines to rate, the scales they count for, and the section of each scale.
//! Must not know how lines are rated, nor what a result means.

use crate::clean::{Clean, fold};
use crate::course::load::page;
use crate::course::{Block, Course};
use crate::doc::Node;
use crate::doc::text::Text;
use crate::quiz::{Parts, Question, RateLine};
use crate::source::{Files, Id};
use std::collections::HashSet;
use std::sync::Arc;

/// The id of the section that says what a result can and cannot tell.
pub const HONEST: &str = "honest";
/// The class of a scale's section.
const SCALE: &str = "scale";

/// A self-assessment.
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    /// The level-1 heading.
    pub title: Text,
    /// What it is: all that stands in no section of another purpose.
    pub intro: Vec<Arc<Node>>,
    /// What is asked of every line; it holds the lines.
    pub question: Option<Arc<Question>>,
    /// Scales in the order of the table.
    pub scales: Vec<Scale>,
    /// What a result can and cannot tell.
    pub honest: Vec<Arc<Node>>,
}

/// A scale.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Its name in saved progress.
    pub id: Id,
    /// Its name for people.
    pub name: Clean,
    pub lines: Vec<RateLine>,
    /// Its section: why, lessons, act, practice, and the journal's question.
    pub about: Vec<Block>,
}

impl Assessment {
    /// Every line, as written.
    pub fn lines(&self) -> &[RateLine] {
        match self.question.as_ref().map(|question| &question.parts) {
            Some(Parts::Rates { lines, .. }) => lines,
            _ => &[],
        }
    }
}

/// What a section is for.
enum Section {
    Intro,
    Honest,
    Scale { id: Id, name: String },
}

/// Reads a self-assessment. What is wrong with its file is told by `load::page` and by the rules about scales.
pub fn assessment(course: &Course, files: &Files, path: &str) -> Assessment {
    let (built, _) = page(course, files, path);
    let class = |id: &Id| {
        let heading = built
            .headings
            .iter()
            .find(|(of, _, _)| of.as_ref() == Some(id))
            .map(|(_, heading, _)| heading);
        heading.is_some_and(|heading| heading.classes.iter().any(|class| class == SCALE))
    };
    let mut found = Assessment {
        title: built.lesson.title.clone(),
        ..Assessment::default()
    };
    let mut sections: Vec<(Id, String, Vec<Block>)> = Vec::new();
    let mut section = Section::Intro;
    for block in built.lesson.blocks() {
        if let Block::Says(node) = block
            && let Node::Heading { level: 2, id, text } = &**node
        {
            section = match id {
                Some(id) if class(id) => Section::Scale {
                    id: id.clone(),
                    name: text.words(),
                },
                Some(id) if **id == *HONEST => Section::Honest,
                Some(_) | None => Section::Intro,
            };
            if let Section::Scale { id, name } = &section {
                sections.push((id.clone(), name.clone(), Vec::new()));
                continue;
            }
        }
        match (block, &section) {
            (Block::Asks(question), _)
                if found.question.is_none() && matches!(question.parts, Parts::Rates { .. }) =>
            {
                found.question = Some(question.clone());
            }
            (_, Section::Scale { .. }) => sections
                .iter_mut()
                .rev()
                .take(1)
                .for_each(|(_, _, about)| about.push(block.clone())),
            (Block::Says(node), Section::Honest) => found.honest.push(node.clone()),
            (Block::Says(node), Section::Intro) => found.intro.push(node.clone()),
            (Block::Asks(_), Section::Honest | Section::Intro) => {}
        }
    }
    found.scales = scales(found.lines(), sections);
    found
}

/// The scales that the lines name, in the order they are first named. One without a section has its name from the table.
fn scales(lines: &[RateLine], mut sections: Vec<(Id, String, Vec<Block>)>) -> Vec<Scale> {
    let mut seen = HashSet::new();
    let named = lines.iter().filter(|line| seen.insert(fold(&line.scale)));
    let mut found = Vec::new();
    for first in named {
        let mine = |line: &&RateLine| fold(&line.scale) == fold(&first.scale);
        let at = sections
            .iter()
            .position(|(id, name, _)| [fold(name), id.to_string()].contains(&fold(&first.scale)));
        let (id, name, about) = match at {
            Some(at) => sections.swap_remove(at),
            None => (
                fold(&first.scale).as_str().into(),
                first.scale.to_string(),
                Vec::new(),
            ),
        };
        found.push(Scale {
            id,
            name: Clean::line(&name),
            lines: lines.iter().filter(mine).cloned().collect(),
            about,
        });
    }
    found
}
