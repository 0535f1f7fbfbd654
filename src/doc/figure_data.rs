//! Owns figures as data: a small, closed language that authors write in RON. `crate::figure` draws it.
//! Must not know widths or glyphs.

use serde::Deserialize;

/// A figure as data. `crate::figure` draws it at the width there is.
#[allow(missing_docs, reason = "a variant's line tells its fields")]
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Figure {
    /// Boxes joined by arrows; several roads are several rows.
    Flow {
        #[serde(default)]
        start: Option<String>,
        roads: Vec<Road>,
        #[serde(default)]
        under: Option<String>,
    },
    /// Steps that come round again.
    Cycle {
        steps: Vec<String>,
        #[serde(default)]
        back: Option<String>,
        #[serde(default)]
        around: Option<String>,
    },
    /// Rows of two.
    Pairs {
        left: String,
        right: String,
        arrow: Arrow,
        rows: Vec<(String, String)>,
    },
    /// Two circles that share something.
    Overlap {
        left: Circle,
        right: Circle,
        both: Vec<String>,
    },
    /// A two-by-two field with placed acts.
    Field {
        x: Axis,
        y: Axis,
        acts: Vec<Act>,
        #[serde(default)]
        corners: Vec<CornerWords>,
    },
    /// Rungs, the lowest first.
    Ladder {
        rungs: Vec<String>,
        #[serde(default)]
        beside: Option<String>,
    },
    /// A line between two ends with marks on it.
    Spectrum {
        low: String,
        high: String,
        marks: Vec<SpectrumMark>,
    },
    /// Settings somebody controls.
    Dial {
        holder: String,
        settings: Vec<(String, String)>,
        #[serde(default)]
        off: Option<String>,
    },
    /// Bars with a value each; `of` is the full length. A remark stands beside the bar of the same number.
    Bars {
        of: u32,
        unit: String,
        rows: Vec<(String, u32)>,
        #[serde(default)]
        remarks: Vec<String>,
    },
}

/// One row of a flow.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Road {
    /// Its name, where there are several.
    #[serde(default)]
    pub name: String,
    /// Its boxes.
    pub steps: Vec<Step>,
}

/// A box of a flow.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// In the box.
    pub text: String,
    /// Under it.
    #[serde(default)]
    pub note: String,
}

/// How the two of a pair are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Arrow {
    /// From left to right.
    Right,
    /// Both ways.
    Both,
    /// Not at all.
    None,
}

/// One of two circles.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Its name.
    pub title: String,
    /// What it alone holds.
    pub items: Vec<String>,
}

/// An axis of a field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// What it measures.
    pub name: String,
    /// The word at 0.
    pub low: String,
    /// The word at 100.
    pub high: String,
}

/// An act placed in a field; both coordinates 0..=100, y upward.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Where.
    pub at: (u32, u32),
    /// What.
    pub text: String,
}

/// Words that stand in a corner of a field.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CornerWords {
    /// Which corner.
    pub at: Corner,
    /// The words.
    pub text: String,
}

/// A corner of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Corner {
    /// Low x, high y.
    UpLeft,
    /// High x, high y.
    UpRight,
    /// Low x, low y.
    LowLeft,
    /// High x, low y.
    LowRight,
}

/// A mark on a spectrum, at 0..=100.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpectrumMark {
    /// Where.
    pub at: u32,
    /// What.
    pub text: String,
}

impl Figure {
    /// Every label of the figure, in reading order: what its words have to name.
    pub fn labels(&self) -> Vec<&str> {
        fn some(text: &Option<String>) -> impl Iterator<Item = &str> {
            text.iter().map(String::as_str)
        }
        fn all(texts: &[String]) -> impl Iterator<Item = &str> {
            texts.iter().map(String::as_str)
        }
        let labels: Vec<&str> = match self {
            Figure::Flow { start, roads, under } => {
                let roads = roads.iter().flat_map(|road| {
                    std::iter::once(road.name.as_str()).chain(
                        road.steps
                            .iter()
                            .flat_map(|step| [step.text.as_str(), step.note.as_str()]),
                    )
                });
                some(start).chain(roads).chain(some(under)).collect()
            }
            Figure::Cycle { steps, back, around } => {
                all(steps).chain(some(back)).chain(some(around)).collect()
            }
            Figure::Pairs {
                left,
                right,
                rows,
                arrow: _,
            } => [left.as_str(), right.as_str()]
                .into_iter()
                .chain(rows.iter().flat_map(|(a, b)| [a.as_str(), b.as_str()]))
                .collect(),
            Figure::Overlap { left, right, both } => [left, right]
                .into_iter()
                .flat_map(|circle| std::iter::once(circle.title.as_str()).chain(all(&circle.items)))
                .chain(all(both))
                .collect(),
            Figure::Field { x, y, acts, corners } => [x, y]
                .into_iter()
                .map(|axis| axis.name.as_str())
                .chain(acts.iter().map(|act| act.text.as_str()))
                .chain(corners.iter().map(|corner| corner.text.as_str()))
                .collect(),
            Figure::Ladder { rungs, beside } => all(rungs).chain(some(beside)).collect(),
            Figure::Spectrum { low, high, marks } => [low.as_str(), high.as_str()]
                .into_iter()
                .chain(marks.iter().map(|mark| mark.text.as_str()))
                .collect(),
            Figure::Dial {
                holder,
                settings,
                off,
            } => std::iter::once(holder.as_str())
                .chain(settings.iter().map(|(name, _)| name.as_str()))
                .chain(some(off))
                .collect(),
            Figure::Bars {
                rows,
                remarks,
                unit: _,
                of: _,
            } => rows
                .iter()
                .map(|(label, _)| label.as_str())
                .chain(all(remarks))
                .collect(),
        };
        labels.into_iter().filter(|label| !label.is_empty()).collect()
    }
}
