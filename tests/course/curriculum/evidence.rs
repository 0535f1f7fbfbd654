//! Owns the rule on evidence: what a lesson lists is registered, sourced and cited, and what it cites is listed.
//! Must not know any other rule.

use super::reading::Read;
use super::words::cased;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Studies that a lesson may cite.
const MOST_CITED: usize = 3;
/// What no file of the course may rest on: two works of an author whose research record is under question.
const AVOIDED: [&str; 4] = ["E44", "E45", "Gino", "Huang"];

/// A source of the register.
#[derive(Deserialize)]
pub struct Registered {
    /// Its id.
    pub id: String,
    /// Names and year, as they are cited.
    #[serde(default)]
    pub cited: Vec<(String, String)>,
    /// Words that credit it without a year.
    #[serde(default)]
    pub credited: Vec<String>,
}

/// A citation in a text: the names and the year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Citation {
    /// The names before the year.
    pub names: String,
    /// The year, or two such as 2018/19.
    pub year: String,
}

/// The register.
pub fn register() -> Vec<Registered> {
    ron::from_str(include_str!("evidence.ron")).expect("the register parses")
}

impl Registered {
    /// Whether this is what is cited. First names may stand before the names of the register.
    pub fn is_cited_by(&self, citation: &Citation) -> bool {
        let fits = |names: &str| citation.names == names || citation.names.ends_with(&format!(" {names}"));
        self.cited
            .iter()
            .any(|(names, year)| *year == citation.year && fits(names))
    }
}

fn is_year(text: &str) -> bool {
    let (first, second) = text.split_once('/').unwrap_or((text, "00"));
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(first, 4) && (first.starts_with("19") || first.starts_with("20")) && digits(second, 2)
}

/// Every citation of a text: `(Names, year)` with several parted by `;`, and `Names (year)`.
pub fn citations(text: &str) -> Vec<Citation> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(inside) = text[open + 1..]
            .find(')')
            .map(|close| &text[open + 1..open + 1 + close])
        else {
            continue;
        };
        for part in inside.split(';').map(str::trim) {
            let (names, year) = part.rsplit_once(' ').unwrap_or(("", part));
            if !is_year(year) {
                continue;
            }
            let names = if names.is_empty() {
                names_before(&text[..open])
            } else {
                names.trim_end_matches(',').to_owned()
            };
            found.push(Citation {
                names,
                year: year.to_owned(),
            });
        }
    }
    found
}

/// The names that end a text, such as `Hekman, Johnson, Foo and Yang`.
fn names_before(text: &str) -> String {
    let is_name = |word: &str| {
        word.chars().next().is_some_and(char::is_uppercase) || matches!(word, "and" | "colleagues")
    };
    let mut names: Vec<&str> = text
        .split_whitespace()
        .rev()
        .take_while(|word| is_name(word) && !word.ends_with('.'))
        .collect();
    names.reverse();
    names.join(" ").trim_start_matches("and ").to_owned()
}

/// Whether a note names a source: with a year, or by words of the register.
pub fn has_source(note: &str) -> bool {
    !citations(note).is_empty()
        || register()
            .iter()
            .flat_map(|source| &source.credited)
            .any(|words| note.contains(words.as_str()))
}

/// Every name of an author in the register.
pub fn authors() -> BTreeSet<String> {
    let register = register();
    let names = register.iter().flat_map(|source| {
        source
            .cited
            .iter()
            .map(|(names, _)| names)
            .chain(&source.credited)
    });
    names.flat_map(|names| cased(names)).map(str::to_owned).collect()
}

/// Listed ids are registered and have a heading in the sources; each is cited or credited; each citation belongs to a listed id; at most
/// three studies are cited; what is avoided is nowhere. What is practiced lists nothing, so it cites nothing.
pub fn evidence(read: &Read) -> Vec<String> {
    let register = register();
    let mut found = Vec::new();
    let path = read.course.sources.clone().unwrap_or_default();
    let (sources, _) = ally_up::course::load::page(&read.course, &read.files, &path);
    let headings: BTreeSet<String> = sources
        .headings
        .iter()
        .filter_map(|(id, _, _)| id.as_ref().map(|id| id.to_uppercase()))
        .collect();
    for lesson in read.pages() {
        let all = lesson.all_words();
        let listed: Vec<&Registered> = register
            .iter()
            .filter(|source| lesson.item.evidence.iter().any(|id| *id == source.id))
            .collect();
        for id in lesson.item.evidence.iter() {
            if !register.iter().any(|source| source.id == *id) {
                found.push(format!(
                    "course.ron, {}: {id} is not in the register of evidence",
                    lesson.item.id
                ));
            } else if !headings.contains(&id.to_uppercase()) {
                found.push(format!(
                    "{path}: no heading {{#{}}}, which {} needs",
                    id.to_lowercase(),
                    lesson.item.id
                ));
            }
        }
        let mut studies = BTreeSet::new();
        for passage in &lesson.passages {
            for citation in citations(&passage.text) {
                if !listed.iter().any(|source| source.is_cited_by(&citation)) {
                    let wrong = format!(
                        "\"{} ({})\" belongs to no id that the lesson lists as evidence",
                        citation.names, citation.year
                    );
                    found.push(lesson.complaint(&passage.place, wrong));
                }
                studies.insert(citation);
            }
        }
        for source in &listed {
            let cited = studies.iter().any(|citation| source.is_cited_by(citation));
            if !cited && !source.credited.iter().any(|words| all.contains(words.as_str())) {
                found.push(lesson.complaint(
                    "",
                    format!(
                        "{} is listed as evidence and neither cited nor credited",
                        source.id
                    ),
                ));
            }
        }
        if studies.len() > MOST_CITED {
            let names: Vec<String> = studies
                .iter()
                .map(|citation| format!("{} ({})", citation.names, citation.year))
                .collect();
            found.push(lesson.complaint(
                "",
                format!(
                    "{} studies are cited, at most {MOST_CITED} may be: {}",
                    studies.len(),
                    names.join("; ")
                ),
            ));
        }
    }
    for (path, bytes) in read.files.iter() {
        let text = String::from_utf8_lossy(bytes);
        let is_avoided = |word: &&str| AVOIDED.iter().any(|avoided| avoided.eq_ignore_ascii_case(word));
        found.extend(
            cased(&text)
                .iter()
                .filter(|word| is_avoided(word))
                .map(|word| format!("{path}: {word} is not to be cited")),
        );
    }
    found
}

#[test]
fn citations_are_found_in_both_forms() {
    let found = citations(
        "Stone and Heen (2014) say so. In a study by Hekman, Johnson, Foo and Yang (2017), not (see below) (Wiley and Dunne, 2018/19; Rowe, 2008).",
    );
    let read: Vec<(&str, &str)> = found
        .iter()
        .map(|citation| (citation.names.as_str(), citation.year.as_str()))
        .collect();
    let meant = [
        ("Stone and Heen", "2014"),
        ("Hekman, Johnson, Foo and Yang", "2017"),
        ("Wiley and Dunne", "2018/19"),
        ("Rowe", "2008"),
    ];
    assert_eq!(read, meant);
}
