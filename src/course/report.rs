//! Owns how complaints about a course are printed: what, where, the line with a caret, what to write instead.
//! Must not know what is complained about. Nothing of a file reaches the output but as `Clean`.

pub mod formats;

use crate::clean::{Clean, is_unsafe};
use crate::source::{Diagnostic, Files, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::HashMap;
use std::ops::Range;

/// Characters of a line shown before the caret, under it, and after it.
const BEFORE: usize = 50;
const MARKED: usize = 60;
const AFTER: usize = 40;

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With the colors of a terminal.
    Colored,
}

/// Complaints that are shown, the weightier ones rather; of more one reads none.
const SHOWN: usize = 1000;

/// The report: a part for each complaint, in their order, with an empty line after each, and how many more there are. Nothing for no
/// complaints.
pub fn report(diagnostics: &[Diagnostic], files: &Files, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colored => Renderer::styled(),
    };
    let mut lines = Lines {
        files,
        starts: HashMap::new(),
        before: None,
    };
    let mut shown: Vec<(usize, &Diagnostic)> = diagnostics.iter().enumerate().collect();
    if shown.len() > SHOWN {
        shown.sort_by_key(|(_, diagnostic)| diagnostic.severity);
        shown.truncate(SHOWN);
        shown.sort_by_key(|(at, _)| *at);
    }
    let mut told: String = shown
        .into_iter()
        .map(|(_, diagnostic)| one(diagnostic, &mut lines, &renderer))
        .collect();
    if let more @ 1.. = diagnostics.len().saturating_sub(SHOWN) {
        told.push_str(&format!("… and {more} more, shown when these are mended\n\n"));
    }
    told
}

/// How many of each weight: "2 errors, 1 warning, 3 pieces of advice".
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let counts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Advice), "piece of advice", "pieces of advice"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many }))
        .collect();
    match parts.is_empty() {
        true => "No complaints.".to_owned(),
        false => parts.join(", "),
    }
}

fn one(diagnostic: &Diagnostic, lines: &mut Lines<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    };
    let message = Clean::line(&diagnostic.message).to_string();
    let path = Clean::line(&diagnostic.span.file).to_string();
    let help = diagnostic
        .help
        .as_ref()
        .map(|help| Level::HELP.message(Clean::line(help).to_string()));
    let group = Group::with_title(level.primary_title(message).id(diagnostic.code));
    let Some(excerpt) = lines.excerpt(diagnostic) else {
        return format!(
            "{}\n\n",
            renderer.render(&[group.element(Origin::path(path)).elements(help)])
        );
    };
    let marked = excerpt.before.len()..excerpt.before.len() + excerpt.marked.len();
    let source = format!("{}{}{}", excerpt.before, excerpt.marked, excerpt.after);
    let snippet = Snippet::source(source)
        .line_start(excerpt.line)
        .path(path.clone())
        .annotation(AnnotationKind::Primary.span(marked));
    let rendered = renderer.render(&[group.element(snippet).elements(help)]);
    // The renderer counts the column in what is shown of the line; said is the one in the file.
    let shown = format!("{path}:{}:{}", excerpt.line, excerpt.before.chars().count() + 1);
    let (title, rest) = rendered.split_once('\n').unwrap_or((&rendered, ""));
    format!(
        "{title}\n{}\n\n",
        rest.replacen(&shown, &format!("{path}:{}:{}", excerpt.line, excerpt.column), 1)
    )
}

/// A line of a file around what is complained about, safe to show.
struct Excerpt {
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    before: Clean,
    marked: Clean,
    after: Clean,
}

/// The lines of the files, found once for each file.
struct Lines<'a> {
    files: &'a Files,
    /// The first byte of every line.
    starts: HashMap<&'a str, Vec<usize>>,
    /// The complaint before: file, first byte of its line, its own, its column from 0. The next one in that line is counted from there.
    before: Option<(&'a str, usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    /// None for a complaint about a whole file, or about one that is not there.
    fn excerpt(&mut self, diagnostic: &Diagnostic) -> Option<Excerpt> {
        let (name, bytes) = self.files.get_key_value(&diagnostic.span.file)?;
        let bytes: &[u8] = bytes;
        let Range { start, end } =
            diagnostic.span.start.min(bytes.len())..diagnostic.span.end.min(bytes.len());
        if start >= end && diagnostic.span.end == 0 {
            return None;
        }
        let starts = self.starts.entry(name).or_insert_with(|| {
            let after = bytes
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte == b'\n')
                .map(|(at, _)| at + 1);
            std::iter::once(0).chain(after).collect()
        });
        let line = starts.partition_point(|first| *first <= start);
        let mut first = starts[line - 1];
        let last = starts.get(line).map_or(bytes.len(), |next| next - 1);
        if bytes[first..last].starts_with("\u{feff}".as_bytes()) {
            first = (first + '\u{feff}'.len_utf8()).min(last);
        }
        let start = start.clamp(first, last);
        let (from, counted) = match self.before {
            Some((file, of, at, column)) if file == name && of == first && at <= start => (at, column),
            _ => (first, 0),
        };
        let column = counted + String::from_utf8_lossy(&bytes[from..start]).chars().count();
        self.before = Some((name, first, start, column));
        // A line may be as long as its file: only bytes that can be shown are looked at, and one character more.
        let near = |characters: usize| (characters + 1) * 4;
        let marked = bytes[start..end.clamp(start, last)].trim_ascii_end();
        let end = start + marked.len();
        let before = String::from_utf8_lossy(&bytes[first.max(start.saturating_sub(near(BEFORE)))..start]);
        let after = String::from_utf8_lossy(&bytes[end..last.min(end + near(AFTER))]);
        let marked = String::from_utf8_lossy(&marked[..marked.len().min(near(MARKED))]);
        Some(Excerpt {
            line,
            column: column + 1,
            before: shown(&tail(&before, BEFORE)),
            marked: shown(&head(&marked, MARKED)),
            after: if marked.chars().count() > MARKED {
                Clean::default()
            } else {
                shown(&head(after.trim_end(), AFTER))
            },
        })
    }
}

/// The first characters; three dots where there were more.
fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// The last characters; three dots where there were more.
fn tail(text: &str, most: usize) -> String {
    match text.char_indices().rev().nth(most) {
        Some((cut, c)) => format!("…{}", &text[cut + c.len_utf8()..]),
        None => text.to_owned(),
    }
}

/// What must never reach a terminal leaves a sign where it stood, so that the caret has something to stand under.
fn shown(text: &str) -> Clean {
    let signs: String = text
        .chars()
        .map(|c| {
            if is_unsafe(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect();
    Clean::line(&signs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn told(source: &[u8], range: Range<usize>, style: Style) -> String {
        let files = Files::from([("a.md".to_owned(), source.to_vec().into())]);
        report(
            &[Diagnostic::error("code", Span::new(&"a.md".into(), range), "wrong").help("right")],
            &files,
            style,
        )
    }

    #[test]
    fn a_complaint_says_what_where_and_what_instead() {
        let expected =
            "error[code]: wrong\n --> a.md:2:3\n  |\n2 | é two three\n  |   ^^^\n  |\n  = help: right\n\n";
        assert_eq!(
            told("one\né two three\n".as_bytes(), 7..10, Style::Plain),
            expected
        );
        assert!(
            told(b"one\ntwo\n", 0..8, Style::Plain).contains("1 | one\n  | ^^^\n"),
            "of several lines the first is shown"
        );
        assert!(
            told(b"one", 0..0, Style::Plain).contains("--> a.md\n"),
            "a whole file has no line"
        );
        assert!(
            told("\u{feff}one".as_bytes(), 3..6, Style::Plain).contains("a.md:1:1\n"),
            "a byte order mark is no column"
        );
    }

    #[test]
    fn of_very_many_complaints_the_weightier_are_shown() {
        let advice = vec![Diagnostic::advice("small", Span::whole("a.md"), "x"); SHOWN + 2];
        let all = [advice, vec![Diagnostic::error("grave", Span::whole("z.md"), "y")]].concat();
        let report = report(&all, &Files::new(), Style::Plain);
        assert!(report.contains("error[grave]: y"));
        assert_eq!(report.matches("advice[small]").count(), SHOWN - 1);
        assert!(report.ends_with("… and 3 more, shown when these are mended\n\n"));
    }

    #[test]
    fn complaints_of_one_line_are_counted_from_each_other() {
        let source = "é".repeat(5000);
        let files = Files::from([("a.md".to_owned(), source.into_bytes().into())]);
        let at = |start| Diagnostic::error("code", Span::new(&"a.md".into(), start..start + 2), "wrong");
        let report = report(&[at(200), at(8000), at(400)], &files, Style::Plain);
        for column in [101, 4001, 201] {
            assert!(report.contains(&format!("a.md:1:{column}\n")), "{report}");
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        let line = format!("{}MARK{}", "a".repeat(5000), "b".repeat(5000));
        let report = told(line.as_bytes(), 5000..5004, Style::Plain);
        assert!(report.contains("--> a.md:1:5001\n"), "{report}");
        assert!(
            report.contains("…aaa") && report.contains("aaaMARKbbb") && report.contains("bbb…"),
            "{report}"
        );
        assert!(report.lines().all(|line| line.chars().count() < 120), "{report}");
    }

    #[test]
    fn nothing_unsafe_passes() {
        let hostile = "x\u{1b}[31m\u{202e}y\u{9b}\u{7}\r\tz\u{85}".as_bytes();
        for at in 0..hostile.len() {
            let report = told(hostile, at..at + 1, Style::Plain);
            assert!(!report.contains(is_unsafe), "{report:?}");
        }
        assert!(told(b"ab\xff\xfec", 2..3, Style::Plain).contains("1 | ab\u{fffd}"));
        let named =
            Diagnostic::error("code", Span::whole("a\u{1b}[2J\n.md"), "m\u{202e}\n\u{7}").help("h\u{1b}");
        assert_eq!(
            report(&[named], &Files::new(), Style::Plain),
            "error[code]: m\n--> a[2J .md\n = help: h\n\n"
        );
        assert!(told(b"one", 0..1, Style::Colored).contains('\u{1b}'));
    }

    #[test]
    fn the_summary_counts() {
        let span = || Span::whole("a.md");
        let one = [
            Diagnostic::advice("a", span(), ""),
            Diagnostic::error("a", span(), ""),
        ];
        assert_eq!(summary(&one), "1 error, 1 piece of advice");
        let all = [one.as_slice(), &one, &[Diagnostic::warning("a", span(), "")]].concat();
        assert_eq!(summary(&all), "2 errors, 1 warning, 2 pieces of advice");
        assert_eq!(summary(&[]), "No complaints.");
    }
}
