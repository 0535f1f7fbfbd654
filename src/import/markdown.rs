//! Owns pages of plain Markdown: front matter becomes the title, and what our dialect does not know is told. Pages with questions of
//! another format begin the same way. Must not know those questions.

use crate::import::lesson::LessonWriter;
use crate::import::{Brought, Foreign, Names, Told};

/// Brings a page over as it is.
pub fn import(foreign: &Foreign<'_>, names: &mut Names) -> Brought {
    let mut told = Told::new(foreign.text);
    let page = page(foreign, &mut told);
    let mut lesson = LessonWriter::bare(names);
    lesson.prose(&page.head);
    lesson.prose(page.body);
    lesson.finish(told)
}

/// A page without its front matter.
pub struct ForeignPage<'a> {
    /// The heading that it needs, if it has none of its own.
    pub head: String,
    pub body: &'a str,
    /// Where the body begins.
    pub at: usize,
}

/// Reads the beginning of a page, and tells what of it is not known here.
pub fn page<'a>(foreign: &Foreign<'a>, told: &mut Told<'_>) -> ForeignPage<'a> {
    let text = foreign.text.strip_prefix('\u{feff}').unwrap_or(foreign.text);
    let (front, body) = front_matter(text);
    let at = foreign.text.len() - body.len();
    let mut title = None;
    for (nth, line) in front.lines().enumerate() {
        let (key, value) = line.split_once([':', '=']).unwrap_or((line, ""));
        match key.trim() {
            "title" => title = Some(value.trim().trim_matches(['"', '\'']).to_owned()),
            "" | "---" | "+++" => {}
            key if line.starts_with(key) => {
                told.on(nth + 1, format!("the front matter's {key} was left out"))
            }
            _ => {}
        }
    }
    let mut is_code = false;
    let mut has_title = false;
    for (nth, line) in body.lines().enumerate() {
        let trimmed = line.trim_start();
        is_code ^= trimmed.starts_with("```") || trimmed.starts_with("~~~");
        if is_code {
            continue;
        }
        has_title |= line.starts_with("# ");
        let number = foreign.text[..at].matches('\n').count() + nth + 1;
        if let Some(what) = UNKNOWN.iter().find(|(sign, _)| trimmed.starts_with(sign)) {
            told.on(
                number,
                format!("{} stays as it is written: {}", what.1, trimmed.trim_end()),
            );
        }
    }
    let title = title.filter(|title| !title.is_empty());
    ForeignPage {
        head: match has_title {
            true => String::new(),
            false => format!("# {}", title.as_deref().unwrap_or(foreign.title)),
        },
        body,
        at,
    }
}

/// What pages of other tools begin lines with, and what it is.
const UNKNOWN: [(&str, &str); 6] = [
    ("!!! ", "an admonition"),
    ("??? ", "an admonition"),
    ("=== \"", "a tab"),
    ("--8<--", "a file that was taken in"),
    ("{{#", "an mdBook command"),
    ("{% ", "a template command"),
];

/// Front matter of YAML or TOML, and the rest.
fn front_matter(text: &str) -> (&str, &str) {
    for fence in ["---", "+++"] {
        let Some(rest) = text
            .strip_prefix(fence)
            .filter(|rest| rest.starts_with(['\n', '\r']))
        else {
            continue;
        };
        let close = format!("\n{fence}");
        if let Some(end) = rest.find(&close) {
            let after = &rest[end + close.len()..];
            let after = after.split_once('\n').map_or("", |(_, after)| after);
            return (&rest[..end], after);
        }
    }
    ("", text)
}
