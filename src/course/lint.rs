//! Owns `check`: every complaint about a whole course, in the order of its files. What holds between files is a row of `LINTS` and a
//! function under `lint/`; what concerns one page is told by the functions that build it, the same the player calls.
//! Must not know how complaints are printed.

pub mod forms;
pub mod ids;
pub mod items;
pub mod links;
pub mod objectives;
pub mod openers;
pub mod page;
pub mod prose;
pub mod self_assessment;
pub mod slips;
pub mod stems;
pub mod whole;

use crate::course::lint::whole::build;
pub use crate::course::lint::whole::{BuiltCourse, Whole};
use crate::course::load::{Outlines, load};
use crate::course::manifest::{MANIFEST, read};
use crate::parallel::in_parallel;
use crate::source::Severity::{self, Advice, Error, Warning};
use crate::source::{Diagnostic, Files};

/// A rule about a course.
pub struct Lint {
    /// What the gravest of its complaints weigh.
    pub gravest: Severity,
    /// The code of its complaints.
    pub code: &'static str,
    /// What it asks for, in one sentence.
    pub says: &'static str,
    /// Finds what breaks it.
    pub find: Find,
}

type Find = fn(&Whole<'_>, &mut Vec<Diagnostic>);

const fn lint(gravest: Severity, code: &'static str, says: &'static str, find: Find) -> Lint {
    Lint {
        gravest,
        code,
        says,
        find,
    }
}

/// Every rule that needs more than one page, or more than the player needs.
pub const LINTS: &[Lint] = &[
    lint(Error, "duplicate-id", "An id names one thing.", ids::duplicates),
    lint(
        Warning,
        "id-form",
        "An id is made of small letters, digits and hyphens.",
        ids::forms,
    ),
    lint(
        Error,
        "renamed-to-nothing",
        "What an id was renamed to is there.",
        ids::renamed,
    ),
    lint(
        Advice,
        "renamed-ring",
        "Of things that changed places, each is there.",
        ids::rings,
    ),
    lint(
        Advice,
        "heading-without-id",
        "A heading that something points to has an id; its words may change.",
        links::headings,
    ),
    lint(
        Error,
        "dead-link",
        "A link leads to a page, and to a heading of it.",
        links::dead,
    ),
    lint(
        Error,
        "dead-term",
        "A link into the glossary leads to a term.",
        links::terms,
    ),
    lint(
        Error,
        "dead-figure",
        "The data of a figure is there.",
        links::figures,
    ),
    lint(
        Error,
        "dead-see",
        "The heading that teaches a question is there.",
        links::sees,
    ),
    lint(
        Error,
        "dead-then",
        "The entry of the journal that stands beside another is there.",
        links::thens,
    ),
    lint(
        Error,
        "link-leaves",
        "Nothing in the folder points out of it.",
        links::leaving,
    ),
    lint(
        Warning,
        "missing-picture",
        "A picture of the folder is there.",
        slips::pictures,
    ),
    lint(
        Warning,
        "undefined-reference",
        "What refers to a link or a footnote by a label finds it.",
        slips::references,
    ),
    lint(Error, "two-ids", "A heading has one id.", slips::two_ids),
    lint(
        Error,
        "doubled-objective",
        "An objective has a name of its own.",
        slips::objectives,
    ),
    lint(
        Warning,
        "row-cells",
        "A table holds its rows, and nothing else.",
        slips::tables,
    ),
    lint(
        Error,
        "option-as-code",
        "An option is no code.",
        slips::options_as_code,
    ),
    lint(Error, "reserved-id", "A name has one meaning.", slips::reserved),
    lint(
        Warning,
        "unnamed-file",
        "Every file is part of the course.",
        links::unnamed,
    ),
    lint(Error, "file-twice", "A file is one item.", ids::files),
    lint(
        Warning,
        "objective-without-question",
        "Every objective is tested.",
        objectives::untested,
    ),
    lint(
        Warning,
        "question-without-objective",
        "Every question tests something.",
        objectives::aimless,
    ),
    lint(
        Error,
        "unknown-objective",
        "A question tests an objective of its lesson, or looks back to one of an earlier lesson.",
        objectives::unknown,
    ),
    lint(
        Warning,
        "unknown-evidence",
        "The sources have a heading for each piece of evidence.",
        objectives::evidence,
    ),
    lint(
        Error,
        "unknown-scale",
        "Every scale of a self-assessment has its section.",
        self_assessment::unknown,
    ),
    lint(
        Error,
        "scale-without-lines",
        "Every section of a scale has its lines.",
        self_assessment::unused,
    ),
    lint(
        Error,
        "few-lines",
        "A scale has at least three lines.",
        self_assessment::short,
    ),
    lint(
        Error,
        "dead-variant",
        "Another stem is one of a card of its file.",
        stems::of_nothing,
    ),
    lint(
        Error,
        "variant-as-card",
        "Another stem is no card of its own.",
        stems::as_cards,
    ),
    lint(
        Error,
        "variant-objective",
        "All stems of a card test the same.",
        stems::other_objectives,
    ),
    lint(
        Error,
        "dead-of",
        "A first thought is about a question that lends its options.",
        stems::about_nothing,
    ),
    lint(
        Error,
        "late-predict",
        "A first thought comes before its question.",
        stems::too_late,
    ),
    lint(
        Error,
        "form-of-nothing",
        "The form before and after has its bank.",
        forms::of_nothing,
    ),
    lint(
        Error,
        "form-question",
        "The form before and after asks scored questions of its bank, each once.",
        forms::questions,
    ),
    lint(
        Error,
        "path-item",
        "A path leads over items of the course.",
        forms::paths,
    ),
    lint(
        Advice,
        "do-today",
        "A lesson has one line for today, with a moment and what one then does.",
        items::do_today,
    ),
    lint(
        Advice,
        "few-questions",
        "A lesson asks at least three questions.",
        items::few_questions,
    ),
    lint(Advice, "no-scene", "A lesson has a scene.", items::no_scene),
    lint(
        Advice,
        "opener",
        "An explanation says what a choice does; the verdict is the player's.",
        openers::verdicts,
    ),
    lint(
        Warning,
        "above-option",
        "An option speaks for itself.",
        items::above,
    ),
    lint(
        Advice,
        "key-longest",
        "The longest option is not mostly the right one.",
        items::key_longest,
    ),
    lint(
        Advice,
        "key-first",
        "The right option does not always stand first.",
        items::key_first,
    ),
    lint(
        Advice,
        "lesson-length",
        "A lesson has 700 to 1,200 words.",
        items::length,
    ),
    lint(
        Advice,
        "long-sentence",
        "A sentence has at most 30 words.",
        prose::long_sentences,
    ),
    lint(
        Advice,
        "reading-level",
        "Prose reads at grade 5 to 9.",
        prose::reading_level,
    ),
    lint(
        Advice,
        "mixed-quotes",
        "A course has straight quotes or curly ones, not both.",
        prose::mixed_quotes,
    ),
];

/// Pieces of Markdown of all pages together after which no more pages are built, so that no course takes all memory there is.
const CHECKED: usize = 700_000;

/// Every complaint about a course, by file and place.
pub fn check(files: &Files) -> Vec<Diagnostic> {
    check_for(files, Advice, |_, _| ())
}

/// Those that weigh at least so much; what only finds others is not looked for. `told` hears how many pages of how many were read.
pub fn check_for(files: &Files, least: Severity, told: impl Fn(usize, usize)) -> Vec<Diagnostic> {
    let (course, mut out) = load(files, &Outlines::new());
    if read(files.get(MANIFEST).map(|bytes| bytes.as_ref())).is_err() {
        return out;
    }
    let built = build(files, course, CHECKED, told, &mut out);
    let rules: Vec<&Lint> = LINTS.iter().filter(|lint| lint.gravest <= least).collect();
    let found = in_parallel(&rules, |lint| {
        let mut found = Vec::new();
        (lint.find)(&Whole::of(&built), &mut found);
        found
    });
    out.extend(found.into_iter().flatten());
    out.retain(|complaint| complaint.severity <= least);
    out.sort_by(|a, b| order(a).cmp(&order(b)));
    out.dedup();
    out
}

/// What complaints are ordered by.
fn order(complaint: &Diagnostic) -> impl Ord + '_ {
    let span = &complaint.span;
    let place = (&span.file, span.start, span.end);
    (place, complaint.severity, complaint.code, &complaint.message)
}
