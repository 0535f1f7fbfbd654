//! Owns complaints about how a page is written: its pictures, headings, callouts and characters.
//! Must not know what the page becomes, nor any other page.

use crate::clean::{Clean, is_unsafe, odd_blocks};
use crate::course::load::{figure_data, join};
use crate::course::markdown::{Heading, Link, Parsed, Piece, What};
use crate::course::outline::{KINDS, WRITE_FIRST};
use crate::doc::text::Role;
use crate::source::{Diagnostic, Files, Span, text};
use memchr::memchr2_iter;
use std::sync::Arc;

/// Complaints about single characters that are made of one file. A file with more is no text.
const UNSAFE_TOLD: usize = 10;
/// Bytes of the longest character reference that is looked at.
const LONGEST_ENTITY: usize = 12;

/// The attributes a heading may have.
const ATTRIBUTES: [&str; 8] = [
    "objective",
    "see",
    "must",
    "retry",
    "then",
    "variant",
    "of",
    "after",
];
/// Classes that say more about a question.
const QUALIFIERS: [&str; 4] = ["truth", "scene", "card", "in-order"];
/// Classes of headings that are no question: an ending, a scale, a scene that asks for a line first.
const MARKS: [&str; 3] = ["end", "scale", WRITE_FIRST];

/// Complaints about pictures, wherever they stand: without words, with words that leave something out, with data that does not parse.
pub fn pictures(files: &Files, path: &str, links: &[Link], out: &mut Vec<Diagnostic>) {
    let file: Arc<str> = path.into();
    for link in links {
        let Some(words) = &link.picture else { continue };
        let span = Span::new(&file, link.range.clone());
        if words.words().trim().is_empty() {
            out.push(
                Diagnostic::error("no-words", span, "the picture has no words")
                    .help("say what it shows between ![ and ], for whoever cannot see it"),
            );
            continue;
        }
        let Some(drawn) = join(path, &link.target).filter(|drawn| drawn.ends_with(".ron")) else {
            continue;
        };
        let Some(read) = figure_data(files, &drawn) else {
            continue;
        };
        match read {
            Ok(figure) => {
                let said = words.words().to_lowercase();
                let missing: Vec<&str> = figure
                    .labels()
                    .into_iter()
                    .filter(|label| !said.contains(&label.to_lowercase()))
                    .collect();
                if !missing.is_empty() {
                    let message = format!("the words of the figure leave out: {}", missing.join(", "));
                    out.push(
                        Diagnostic::warning("figure-words", span, message).help(
                            "say every label of the figure between ![ and ], for whoever cannot see it",
                        ),
                    );
                }
            }
            Err(complaint) => out.push(complaint),
        }
        if let Some(Ok(source)) = files.get(&drawn).map(|bytes| text(bytes)) {
            unsafe_characters(&drawn.as_str().into(), source, out);
        }
    }
}

/// One piece of advice for all tags of a page that show as nothing.
pub fn html(parsed: &Parsed, file: &Arc<str>, out: &mut Vec<Diagnostic>) {
    let Some((names, first)) = &parsed.dropped else {
        return;
    };
    let names: Vec<String> = names
        .iter()
        .take(5)
        .map(|name| format!("<{}>", Clean::line(name)))
        .collect();
    let message = format!("of some HTML only the words are shown: {}", names.join(" "));
    out.push(
        Diagnostic::advice("html", Span::new(file, first.clone()), message)
            .help("where more than words is meant, say it in Markdown"),
    );
}

/// Complaints a heading may get: an attribute that did not become one, a class that is no kind.
pub fn heading(heading: &Heading, span: &Span, markdown: &str, out: &mut Vec<Diagnostic>) {
    let at = |words: &str| part(markdown, span, words);
    let typed: String = heading
        .text
        .0
        .iter()
        .filter(|run| run.look.role != Role::Code)
        .map(|run| run.text.as_str())
        .collect();
    if let Some(brace) = typed.find('{')
        && typed[brace..].contains(['#', '.', '='])
    {
        out.push(
            Diagnostic::error(
                "lost-attributes",
                at(&typed[brace..]),
                "the {…} of this heading was not read, so its id and class are lost",
            )
            .help(
                "{#id .class key=value} must be the last thing on the line, without quotes and closed with }",
            ),
        );
    }
    for (key, value) in &heading.attributes {
        if key.contains(['"', '\'']) || value.contains(['"', '\'']) {
            let told = if value.is_empty() {
                key.clone()
            } else {
                format!("{key}={value}")
            };
            out.push(
                Diagnostic::error("quoted-attribute", at(&told), "an attribute is quoted")
                    .help("write key=value without quotes and without blanks"),
            );
        } else if value.is_empty() {
            out.push(
                Diagnostic::error(
                    "torn-attribute",
                    at(key),
                    format!("{key} is not a key with its value"),
                )
                .help("write key=value without blanks; an id begins with #, a class with a dot"),
            );
        } else if !ATTRIBUTES.contains(&key.as_str()) {
            out.push(
                Diagnostic::warning(
                    "unknown-attribute",
                    at(key),
                    format!("{key}= is not known, so it says nothing"),
                )
                .help(format!("known are {}", ATTRIBUTES.join(", "))),
            );
        }
    }
    let kinds = KINDS.map(|kind| format!(".{kind}")).join(" ");
    let asks: Vec<&String> = heading
        .classes
        .iter()
        .filter(|class| KINDS.contains(&class.as_str()))
        .collect();
    for class in &heading.classes {
        let here = at(&format!(".{class}"));
        if class.contains(['"', '\'', '=']) {
            out.push(
                Diagnostic::error("quoted-attribute", here, "a class is quoted")
                    .help("write .class without quotes and without blanks"),
            );
        } else if QUALIFIERS.contains(&class.as_str()) && asks.is_empty() {
            out.push(
                Diagnostic::error(
                    "class-without-kind",
                    here,
                    format!(".{class} says how a question is asked, but no class makes this one"),
                )
                .help(format!("write the kind too: {kinds}")),
            );
        } else if !KINDS.contains(&class.as_str())
            && !QUALIFIERS.contains(&class.as_str())
            && !MARKS.contains(&class.as_str())
        {
            out.push(
                Diagnostic::error("unknown-class", here, format!("the class .{class} is not known")).help(
                    format!(
                        "kinds of question are {kinds}; there are .truth .scene .card .in-order, .end .write-first and .scale too"
                    ),
                ),
            );
        }
    }
    if let [first, second, ..] = asks.as_slice() {
        out.push(
            Diagnostic::error(
                "two-kinds",
                at(&format!(".{second}")),
                format!("a question is of one kind, not both .{first} and .{second}"),
            )
            .help("keep one; .truth and .scene go with .one"),
        );
    }
}

/// Where the id of a heading goes, and how it is written there: into its braces, or behind its words. Nowhere, if it is a heading of
/// another form than `## words`.
pub fn id_to_write(markdown: &str, span: &Span, id: &str) -> Option<(usize, String)> {
    let written = markdown.get(span.start..span.end)?.trim_end();
    if !written.starts_with('#') || written.contains('\n') || written.ends_with('#') || id.is_empty() {
        return None;
    }
    match written.rfind('{').filter(|_| written.ends_with('}')) {
        Some(open) if written[open + 1..].starts_with(['.', '#']) || written[open..].contains('=') => {
            Some((span.start + open + 1, format!("#{id} ")))
        }
        Some(_) => None,
        None => Some((span.start + written.len(), format!(" {{#{id}}}"))),
    }
}

/// The bytes of `words` inside a span, or the whole span where they cannot be found as written.
pub fn part(markdown: &str, span: &Span, words: &str) -> Span {
    match markdown
        .get(span.start..span.end)
        .and_then(|told| told.rfind(words))
    {
        Some(at) if !words.is_empty() => Span {
            start: span.start + at,
            end: span.start + at + words.len(),
            ..span.clone()
        },
        Some(_) | None => span.clone(),
    }
}

/// Callouts that arrived as text, at any depth: the tag has to stand alone on the first line of a quote and be one of five.
pub fn callouts(pieces: &[Piece], file: &Arc<str>, out: &mut Vec<Diagnostic>) {
    for piece in pieces {
        match &piece.what {
            What::Para { text, comments: _ } if text.words().starts_with("[!") => out.push(
                Diagnostic::error(
                    "callout-as-text",
                    Span::new(file, piece.range.clone()),
                    "this callout is not recognized and shows as text",
                )
                .help("the first line of the quote holds only > [!NOTE], > [!TIP], > [!IMPORTANT], > [!WARNING] or > [!CAUTION]"),
            ),
            What::List { start: _, items } => items.iter().for_each(|entry| callouts(&entry.pieces, file, out)),
            What::Quote { pieces, .. } | What::Definition { pieces, .. } | What::Footnote { pieces, .. } => callouts(pieces, file, out),
            What::Para { .. } | What::Heading(_) | What::Code(_) | What::Table { .. } | What::Image { .. } | What::Rule => {}
        }
    }
}

/// Complains about characters that a face would drop, also when written as an entity of Markdown or an escape of RON.
pub fn unsafe_characters(file: &Arc<str>, source: &str, out: &mut Vec<Diagnostic>) {
    let start = if source.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    // Nearly all text is letters; only what begins a character that is none is looked at.
    let may_be = |byte: u8| !matches!(byte, b' '..=b'~' | b'\n' | 0x80..=0xbf);
    let odd = odd_blocks(source).flatten();
    let odd = odd.filter(|at| *at >= start && may_be(source.as_bytes()[*at]));
    let typed = odd
        .filter_map(|at| Some((at, source[at..].chars().next()?)))
        .filter(|(_, c)| is_unsafe(*c) && *c != '\r')
        .map(|(at, c)| (at, c.len_utf8(), c));
    let spelled = memchr2_iter(b'&', b'\\', source.as_bytes())
        .filter_map(|at| spelled(&source[at..]).map(|(length, c)| (at, length, c)));
    for (at, length, c) in typed
        .take(UNSAFE_TOLD)
        .chain(spelled.filter(|(_, _, c)| is_unsafe(*c)).take(UNSAFE_TOLD))
    {
        let message = format!(
            "the text contains U+{:04X}, which could steer a terminal or turn text around",
            c as u32
        );
        out.push(
            Diagnostic::error("unsafe-character", Span::new(file, at..at + length), message)
                .help("take it away; it is not shown"),
        );
    }
}

/// The character that `rest` spells at its beginning, as `&#27;`, `&rlm;` or `\u{1b}`, and the bytes this takes.
fn spelled(rest: &str) -> Option<(usize, char)> {
    let close = if rest.starts_with('&') { b';' } else { b'}' };
    let end = rest.bytes().take(LONGEST_ENTITY).position(|byte| byte == close)?;
    let code = match rest.get(..end)? {
        "&lrm" => 0x200e,
        "&rlm" => 0x200f,
        told => match (
            told.strip_prefix("&#x")
                .or(told.strip_prefix("&#X"))
                .or(told.strip_prefix("\\u{")),
            told.strip_prefix("&#"),
        ) {
            (Some(hex), _) => u32::from_str_radix(hex, 16).ok()?,
            (None, Some(digits)) => digits.parse().ok()?,
            (None, None) => return None,
        },
    };
    Some((end + 1, char::from_u32(code)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_however_they_are_spelled() {
        let told = |source: &str| {
            let mut out = Vec::new();
            unsafe_characters(&"a.md".into(), source, &mut out);
            out.iter()
                .map(|complaint| (complaint.span.start, complaint.span.end))
                .collect::<Vec<_>>()
        };
        assert_eq!(told("\u{feff}a\u{202e}b"), [(4, 7)]);
        assert_eq!(
            told("é &#27; &#x1B; &rlm; &amp; &#x41;"),
            [(3, 8), (9, 15), (16, 21)]
        );
        assert_eq!(told("\"\\u{202e}\""), [(1, 9)]);
        assert_eq!(told(&"&#".repeat(1000)), []);
        assert_eq!(told(&"\u{7}".repeat(1000)).len(), UNSAFE_TOLD);
    }
}
