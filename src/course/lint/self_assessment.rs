//! Owns rules about a self-assessment: its lines, its scales and their sections.
//! Must not know how a line is rated.

use crate::clean::fold;
use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::load::diagnostics::part;
use crate::course::load::slug;
use crate::course::markdown::{Heading, What};
use crate::course::question::kind;
use crate::quiz::Kind;
use crate::source::{Diagnostic, Id, Span};
use std::collections::HashSet;

/// Lines that a scale needs: with fewer, one skipped line leaves too little for a bar.
const LINES: usize = 3;

/// A line of a self-assessment.
pub struct Rate {
    pub id: String,
    /// The scale it counts for.
    pub scale: String,
    /// Its row.
    pub span: Span,
}

/// Every line that is rated on a page.
pub fn rates(page: &Page<'_>) -> Vec<Rate> {
    let mut rated = false;
    let mut found = Vec::new();
    for piece in &page.built.parsed.pieces {
        match &piece.what {
            What::Heading(heading) => rated = kind(heading) == Some(Kind::Rate),
            What::Table { rows, .. } if rated => {
                found.extend(rows.iter().filter_map(|(cells, range)| match cells.as_slice() {
                    [id, _, scale, _] if !id.is_empty() => Some(Rate {
                        id: id.words(),
                        scale: scale.words(),
                        span: page.span(range.clone()),
                    }),
                    _ => None,
                }))
            }
            What::Para { .. }
            | What::List { .. }
            | What::Quote { .. }
            | What::Code(_)
            | What::Table { .. }
            | What::Definition { .. }
            | What::Footnote { .. }
            | What::Image { .. }
            | What::Rule => {}
        }
    }
    found
}

/// Scales without a section that says what they mean.
pub fn unknown(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let known: HashSet<String> = sections(page).flat_map(|(_, _, names)| names).collect();
        let mut seen = HashSet::new();
        for rate in rates(page)
            .into_iter()
            .filter(|rate| seen.insert(fold(&rate.scale)))
        {
            if !known.contains(&fold(&rate.scale)) {
                let span = part(page.markdown, &rate.span, &rate.scale);
                let help = format!(
                    "write ## {} {{#{} .scale}} below the table",
                    rate.scale,
                    slug(&rate.scale)
                );
                out.push(
                    Diagnostic::error(
                        "unknown-scale",
                        span,
                        format!("no section is about the scale {}", rate.scale),
                    )
                    .help(help),
                );
            }
        }
    }
}

/// The headings of the sections of scales, and the names each goes by.
fn sections<'a>(page: &'a Page<'_>) -> impl Iterator<Item = (&'a Heading, &'a Span, Vec<String>)> {
    let is_scale = |heading: &Heading| heading.classes.iter().any(|class| class == "scale");
    let names = |id: &Option<Id>, heading: &Heading| {
        [
            Some(fold(&heading.text.words())),
            id.as_ref().map(|id| id.to_string()),
        ]
    };
    let sections = page
        .built
        .headings
        .iter()
        .filter(move |(_, heading, _)| is_scale(heading));
    sections
        .map(move |(id, heading, span)| (heading, span, names(id, heading).into_iter().flatten().collect()))
}

/// Sections of scales that no line counts for.
pub fn unused(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let used: HashSet<String> = rates(page).iter().map(|rate| fold(&rate.scale)).collect();
        for (heading, span, names) in sections(page) {
            if names.iter().all(|name| !used.contains(name)) {
                let name = heading.text.words();
                out.push(
                    Diagnostic::error(
                        "scale-without-lines",
                        span.clone(),
                        format!("no line of the table counts for the scale {name}"),
                    )
                    .help(format!(
                        "write {name} into the third column of its lines, or take .scale away"
                    )),
                );
            }
        }
    }
}

/// Scales with too few lines.
pub fn short(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let all = rates(page);
        let mut seen = HashSet::new();
        for rate in all.iter().filter(|rate| seen.insert(fold(&rate.scale))) {
            let count = all
                .iter()
                .filter(|other| fold(&other.scale) == fold(&rate.scale))
                .count();
            if count < LINES {
                let span = part(page.markdown, &rate.span, &rate.scale);
                let lines = if count == 1 { "line" } else { "lines" };
                out.push(
                    Diagnostic::error(
                        "few-lines",
                        span,
                        format!(
                            "the scale {} has {count} {lines}; a bar needs {LINES}",
                            rate.scale
                        ),
                    )
                    .help("add lines for it to the table"),
                );
            }
        }
    }
}
