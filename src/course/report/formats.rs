//! Owns complaints for machines: JSON, SARIF 2.1.0, and the lines by which a workflow of GitHub marks files. Must not know what is
//! complained about. As in the report, nothing of a file passes but as `Clean`.

use crate::clean::Clean;
use crate::course::lint::LINTS;
use crate::source::{Diagnostic, Files, Severity};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Where a complaint stands, lines and columns from 1, columns in characters; nothing for one about a whole file.
struct Place {
    start: (usize, usize),
    end: (usize, usize),
}

/// The places of complaints, each file's lines found once.
struct Places<'a> {
    files: &'a Files,
    lines: BTreeMap<&'a str, Vec<usize>>,
    /// The place before: its file, the first byte of its line, its own, and its column from 0. The next one in that line is counted from
    /// there.
    before: (&'a str, usize, usize, usize),
}

impl<'a> Places<'a> {
    fn of(&mut self, told: &'a Diagnostic) -> Option<Place> {
        let bytes: &[u8] = self.files.get(&told.span.file)?;
        if told.span.end == 0 {
            return None;
        }
        let lines = self.lines.entry(&told.span.file).or_insert_with(|| {
            let ends = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let mut at = |offset: usize| {
            let offset = offset.min(bytes.len());
            let line = lines.partition_point(|start| *start <= offset);
            let start = lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
            let (file, line_before, from, column) = self.before;
            let (from, column) = match file == &*told.span.file && line_before == start && from <= offset {
                true => (from, column),
                false => (start, 0),
            };
            let more = bytes[from..offset]
                .iter()
                .filter(|byte| !matches!(byte, 0x80..0xc0));
            let column = column + more.count();
            self.before = (&told.span.file, start, offset, column);
            (line, column + 1)
        };
        Some(Place {
            start: at(told.span.start),
            end: at(told.span.end.max(told.span.start)),
        })
    }
}

fn places<'a>(files: &'a Files) -> Places<'a> {
    Places {
        files,
        lines: BTreeMap::new(),
        before: ("", 0, 0, 0),
    }
}

/// What a code host shows beside a rule.
const HELP: &str = "What to write instead stands in each message, in parentheses.";

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

/// The complaints as a JSON array of objects.
pub fn json(complaints: &[Diagnostic], files: &Files) -> String {
    let mut places = places(files);
    let all = complaints.iter().map(|told| {
        let place = places.of(told);
        let at = |part: fn(&Place) -> usize| place.as_ref().map(part);
        json!({
            "code": told.code,
            "severity": name(told.severity),
            "file": clean(&told.span.file),
            "line": at(|place| place.start.0),
            "column": at(|place| place.start.1),
            "end_line": at(|place| place.end.0),
            "end_column": at(|place| place.end.1),
            "message": clean(&told.message),
            "help": told.help.as_deref().map(clean),
            "fixable": !told.fix.is_empty(),
        })
    });
    pretty(&Value::Array(all.collect()))
}

/// The complaints as SARIF 2.1.0, which code hosts and editors read.
pub fn sarif(complaints: &[Diagnostic], files: &Files) -> String {
    let codes: BTreeSet<&str> = complaints.iter().map(|told| told.code).collect();
    let rules = codes.iter().map(|code| {
        let says = LINTS
            .iter()
            .find(|lint| lint.code == *code)
            .map_or(*code, |lint| lint.says);
        let says = json!({ "text": says });
        // Code scanning takes no rule without a description in full and a help.
        json!({ "id": code, "shortDescription": says, "fullDescription": says, "help": { "text": HELP } })
    });
    let mut places = places(files);
    let results = complaints.iter().map(|told| {
        let mut location = json!({ "artifactLocation": { "uri": uri(&told.span.file) } });
        location["region"] = match places.of(told) {
            Some(Place { start, end }) => {
                json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 })
            }
            None => json!({ "startLine": 1, "endLine": lines_of(files, &told.span.file) }),
        };
        let level = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "note",
        };
        json!({
            "ruleId": told.code,
            "level": level,
            "message": { "text": with_help(told) },
            "locations": [{ "physicalLocation": location }],
        })
    });
    let driver = json!({ "name": "ally-up", "version": env!("CARGO_PKG_VERSION"), "rules": rules.collect::<Vec<_>>() });
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results.collect::<Vec<_>>() }],
    }))
}

/// The complaints as lines that a workflow of GitHub reads from what a step prints.
pub fn github(complaints: &[Diagnostic], files: &Files) -> String {
    let mut places = places(files);
    let mut lines = String::new();
    for told in complaints {
        let level = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut where_to = format!("file={}", property(&told.span.file));
        if let Some(Place { start, end }) = places.of(told) {
            // Writing to a String cannot fail.
            let _ = write!(
                where_to,
                ",line={},col={},endLine={},endColumn={}",
                start.0, start.1, end.0, end.1
            );
        }
        let message = with_help(told).replace('%', "%25");
        let _ = writeln!(lines, "::{level} {where_to},title={}::{message}", told.code);
    }
    lines
}

/// How many lines a file has; one where it is not there.
fn lines_of(files: &Files, file: &str) -> usize {
    let bytes: &[u8] = files.get(file).map(AsRef::as_ref).unwrap_or_default();
    memchr::memchr_iter(b'\n', bytes.strip_suffix(b"\n").unwrap_or(bytes)).count() + 1
}

fn clean(words: &str) -> String {
    Clean::line(words).to_string()
}

fn with_help(told: &Diagnostic) -> String {
    let help = told.help.as_deref().map(|help| format!(" ({})", clean(help)));
    clean(&told.message) + &help.unwrap_or_default()
}

/// A path as the value of a property of a workflow's command.
fn property(path: &str) -> String {
    clean(path)
        .replace('%', "%25")
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut told = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                told.push(byte as char)
            }
            byte => told.push_str(&format!("%{byte:02X}")),
        }
    }
    told
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn told() -> (Vec<Diagnostic>, Files) {
        let files = Files::from([("a b.md".to_owned(), "é\nzwei, drei\n".as_bytes().into())]);
        let span = Span::new(&"a b.md".into(), 5..9);
        let one = Diagnostic::error("dead-link", span, "100% \u{1b}[31mwrong")
            .help("mend it")
            .fix(3, "x");
        (
            vec![one, Diagnostic::advice("opener", Span::whole("a b.md"), "w")],
            files,
        )
    }

    #[test]
    fn places_are_lines_and_columns_of_characters() {
        let (complaints, files) = told();
        let read: Value = serde_json::from_str(&json(&complaints, &files)).expect("it is JSON");
        assert_eq!(read[0]["line"], 2);
        assert_eq!(
            (&read[0]["column"], &read[0]["end_column"]),
            (&json!(3), &json!(7))
        );
        assert_eq!(
            (&read[0]["severity"], &read[0]["fixable"]),
            (&json!("error"), &json!(true))
        );
        assert_eq!(read[0]["message"], "100% [31mwrong");
        assert_eq!(read[1]["line"], Value::Null);
        let sarif: Value = serde_json::from_str(&sarif(&complaints, &files)).expect("it is JSON");
        let result = &sarif["runs"][0]["results"][0];
        assert_eq!(
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            "a%20b.md"
        );
        assert_eq!(
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
            2
        );
        // What is said of a whole file stands at all of its lines.
        let whole = &sarif["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(*whole, json!({ "startLine": 1, "endLine": 2 }));
        let rule = &sarif["runs"][0]["tool"]["driver"]["rules"][0];
        assert_eq!(rule["id"], "dead-link");
        assert_eq!(rule["fullDescription"], rule["shortDescription"]);
        let lines = github(&complaints, &files);
        let mut lines = lines.lines();
        assert_eq!(
            lines.next(),
            Some(
                "::error file=a b.md,line=2,col=3,endLine=2,endColumn=7,title=dead-link::100%25 [31mwrong (mend it)"
            )
        );
        assert_eq!(lines.next(), Some("::notice file=a b.md,title=opener::w"));
    }
}
