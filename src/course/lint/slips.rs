//! Owns rules about slips of Markdown that leave a page readable, but not as it was meant: what refers to nothing, what a table or code
//! swallowed, names that are taken. Must not know what a page is about.

use crate::course::lint::Whole;
use crate::course::lint::page::Page;
use crate::course::lint::prose::texts_of;
use crate::course::load::join;
use crate::course::manifest::{ItemEntry, MANIFEST, places, read};
use crate::course::markdown::stand_in::cells;
use crate::course::markdown::{Piece, What, is_outside};
use crate::course::question::kind;
use crate::source::{Diagnostic, Span};
use std::collections::HashSet;
use std::ops::Range;

/// Characters of the label of a reference or a footnote.
const LONGEST_LABEL: usize = 60;
/// Labels of one text that are looked for, and objectives that are told to have one name: of more one reads none.
const LABELS: usize = 20;

/// Every piece of a page, at any depth, and whether it is part of a question.
fn walk<'a>(pieces: &'a [Piece], asks: bool, found: &mut Vec<(&'a Piece, bool)>) {
    let mut asks = asks;
    for piece in pieces {
        found.push((piece, asks));
        match &piece.what {
            What::Heading(heading) => asks = kind(heading).is_some(),
            What::List { items, .. } => items.iter().for_each(|entry| walk(&entry.pieces, asks, found)),
            What::Quote { pieces, .. } | What::Definition { pieces, .. } | What::Footnote { pieces, .. } => {
                walk(pieces, asks, found)
            }
            What::Para { .. } | What::Code(_) | What::Table { .. } | What::Image { .. } | What::Rule => {}
        }
    }
}

fn pieces<'a>(page: &'a Page<'_>) -> Vec<(&'a Piece, bool)> {
    let mut found = Vec::new();
    walk(&page.built.parsed.pieces, false, &mut found);
    found
}

/// Pictures of the folder that are not there. Their words are shown, but not on a code host.
pub fn pictures(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let drawn = page
            .built
            .parsed
            .links
            .iter()
            .filter(|link| link.picture.is_some());
        for link in drawn.filter(|link| !link.target.ends_with(".ron") && !is_outside(&link.target)) {
            let target = link
                .target
                .split('?')
                .next()
                .unwrap_or_default()
                .replace("%20", " ");
            let Some(path) = join(&page.path, &target).filter(|path| !path.is_empty()) else {
                continue;
            };
            if !whole.files.has(&path) && !whole.files.beside.contains(&path) {
                out.push(
                    Diagnostic::warning(
                        "missing-picture",
                        page.span(link.range.clone()),
                        format!("there is no picture {path}"),
                    )
                    .help("add the file, or correct the path; it is relative to the file it stands in"),
                );
            }
        }
    }
}

/// `[words][label]` and `[^label]` that name nothing.
pub fn references(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        let mut texts = Vec::new();
        texts_of(&page.built.parsed.pieces, &mut texts);
        for (words, range) in texts {
            let source = page.markdown.get(range.clone()).unwrap_or_default();
            for label in labels(&words, "][") {
                let written = format!("][{label}]");
                // As it was typed: with a backslash it is meant as words.
                if let Some(at) = source.find(&written).filter(|at| !source[..*at].ends_with('\\')) {
                    let span = page.span(range.start + at + 1..range.start + at + written.len());
                    out.push(
                        Diagnostic::warning(
                            "undefined-reference",
                            span,
                            format!("nothing says where [{label}] leads"),
                        )
                        .help(format!(
                            "write [{label}]: and the address on a line of its own, or write [words](address)"
                        )),
                    );
                }
            }
            for label in labels(&words, "[^") {
                let written = format!("[^{label}]");
                let Some(at) = source.find(&written) else { continue };
                let before = source[..at].chars().next_back();
                let is_note = before.is_some_and(|c| {
                    c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | ')' | '"' | '”' | ':')
                });
                if is_note {
                    let span = page.span(range.start + at..range.start + at + written.len());
                    out.push(
                        Diagnostic::warning(
                            "undefined-footnote",
                            span,
                            format!("the page has no footnote {label}"),
                        )
                        .help(format!("write [^{label}]: and its text on a line of its own")),
                    );
                }
            }
        }
    }
}

/// What stands between `open` and the next `]`, each once.
fn labels<'a>(words: &'a str, open: &str) -> HashSet<&'a str> {
    let behind = words.match_indices(open).filter_map(|(at, _)| {
        let begins = words[..at].rfind('[');
        let rest = &words[at + open.len()..];
        let label = rest.split(']').next().filter(|label| label.len() < rest.len())?;
        let is_label =
            !label.is_empty() && label.chars().count() <= LONGEST_LABEL && !label.contains(['[', '\n']);
        let is_link = match begins {
            // `a[i][j]` is no link.
            Some(begins) if open == "][" => {
                !words[..begins].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']'))
            }
            _ => open != "][" && !label.contains(' '),
        };
        (is_label && is_link).then_some(label)
    });
    behind.take(LABELS).collect()
}

/// Two ids in the braces of one heading: the first is lost.
pub fn two_ids(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for (id, _, span) in &page.built.headings {
            let written = page
                .markdown
                .get(span.start..span.end)
                .unwrap_or_default()
                .trim_end();
            let Some(open) = written
                .rfind('{')
                .filter(|_| written.ends_with('}') && id.is_some())
            else {
                continue;
            };
            let ids: Vec<&str> = written[open + 1..written.len() - 1]
                .split_ascii_whitespace()
                .filter(|word| word.starts_with('#'))
                .collect();
            if let [first, .., last] = ids.as_slice() {
                let message = format!("a heading has one id; of {first} and {last} only {last} counts");
                out.push(
                    Diagnostic::error(
                        "two-ids",
                        page.span(span.start + open..span.start + written.len()),
                        message,
                    )
                    .help("keep one"),
                );
            }
        }
    }
}

/// Objectives with one name: what is learned of one counts for the other.
pub fn objectives(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let Ok(manifest) = read(whole.files.get(MANIFEST).map(|bytes| bytes.as_ref())) else {
        return;
    };
    let source = whole.manifest();
    let mut seen = HashSet::new();
    let items = manifest.modules.iter().flat_map(|module| module.items.iter());
    let names = items.flat_map(|item| match item {
        ItemEntry::Lesson { objectives, .. } => objectives.iter().map(|(name, _)| name).collect(),
        _ => Vec::new(),
    });
    for name in names.filter(|name| !seen.insert(name.to_string())).take(LABELS) {
        let quoted = format!("\"{name}\"");
        let places = source.match_indices(&quoted).map(|(at, _)| at..at + quoted.len());
        let mut keys = places.filter(|place| source[place.end..].trim_start().starts_with(':'));
        let place: Range<usize> = keys.nth(1).unwrap_or_default();
        let message = format!("the objective {name} is given twice");
        out.push(
            Diagnostic::error("doubled-objective", Span::new(&MANIFEST.into(), place), message)
                .help("give each objective a name of its own"),
        );
    }
}

/// Rows with more cells than their table has columns, and lines right below a table that became rows of it.
pub fn tables(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for (piece, asks) in pieces(page) {
            let What::Table { head, rows, .. } = &piece.what else {
                continue;
            };
            for (_, range) in rows {
                let row = page.markdown.get(range.clone()).unwrap_or_default().trim();
                // A table of HTML has no bars, and all rows have the bytes of the whole.
                if *range == piece.range {
                    continue;
                }
                let (count, in_code) = cells(row);
                if !row.contains('|') && head.len() > 1 && row.split_whitespace().nth(1).is_some() {
                    let span = page.span(range.clone());
                    out.push(
                        Diagnostic::warning(
                            "swallowed-line",
                            span,
                            "this line stands right below a table, and became a row of it",
                        )
                        .help("leave a line free above it"),
                    );
                } else if count > head.len() && !asks {
                    let cells = count + in_code.len();
                    let message = format!(
                        "the row has {cells} cells, the table {} columns; the rest is not shown",
                        head.len()
                    );
                    out.push(
                        Diagnostic::warning("row-cells", page.span(range.clone()), message)
                            .help("take the extra cell away; a | inside a cell is written \\|"),
                    );
                }
            }
        }
    }
}

/// Options of a question that are indented so far that they became code.
pub fn options_as_code(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    for page in &whole.pages {
        for (piece, _) in pieces(page).into_iter().filter(|(_, asks)| *asks) {
            let What::Code(text) = &piece.what else { continue };
            let written = page
                .markdown
                .get(piece.range.clone())
                .unwrap_or_default()
                .trim_start();
            let is_option = |line: &str| {
                let line = line.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
                ["[ ] ", "[x] ", "[X] "].iter().any(|task| line.starts_with(task))
            };
            if !written.starts_with(['`', '~']) && text.lines().any(is_option) {
                out.push(
                    Diagnostic::error(
                        "option-as-code",
                        page.span(piece.range.clone()),
                        "an option is indented so far that it became code",
                    )
                    .help("begin every option of a question at the same column"),
                );
            }
        }
    }
}

/// Names that mean something else where an item is named.
pub fn reserved(whole: &Whole<'_>, out: &mut Vec<Diagnostic>) {
    let modules = whole.course.modules.iter();
    let taken = modules.flat_map(|module| {
        let items = module.items.iter().map(|item| (&*item.id, "all"));
        items.chain([(&*module.id, "all"), (&*module.id, "cross")])
    });
    for (id, word) in taken.filter(|(id, word)| id == word).take(2) {
        let meaning = if word == "all" {
            "everything, as in ally-up reset all"
        } else {
            "a quota of the final assessment"
        };
        let mut ids = places(whole.manifest(), "id").into_iter();
        let place = ids.find(|(found, _)| *found == id);
        let span = Span::new(
            &MANIFEST.into(),
            place.map(|(_, range)| range).unwrap_or_default(),
        );
        out.push(
            Diagnostic::error(
                "reserved-id",
                span,
                format!("the id {id} is taken: it means {meaning}"),
            )
            .help("give it another id"),
        );
    }
}
