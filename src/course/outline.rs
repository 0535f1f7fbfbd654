//! Owns what can be known of a lesson without building it: its title, its length, its questions. The build script includes this
//! file and runs it over the embedded course, so that a start parses nothing it does not show.
//! Must not know anything but Markdown: no `use crate::` in here.

use super::front_matter::front_matter;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;

/// The classes that make a heading a question.
pub const KINDS: [&str; 10] = [
    "one", "many", "match", "order", "fill", "write", "reflect", "rate", "plan", "predict",
];

/// The class of a scene that asks for a line of one's own before it shows any.
pub const WRITE_FIRST: &str = "write-first";

/// A lesson at a glance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The level-1 heading.
    pub title: Cow<'static, str>,
    /// Words of prose. Questions are not counted, nor the words of pictures, which stand for a drawing.
    pub words: usize,
    pub questions: Cow<'static, [Glimpse]>,
    /// Of a rehearsal, the scenes that ask for a line of one's own before they show any.
    pub write_first: Cow<'static, [Cow<'static, str>]>,
}

/// A question at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    pub id: Cow<'static, str>,
    /// The class of its kind.
    #[serde(deserialize_with = "class_of_kind")]
    pub class: Cow<'static, str>,
    /// Whether it goes into the review.
    pub card: bool,
    /// The card whose other stem it is. Its lesson does not ask it.
    pub variant: Option<Cow<'static, str>>,
    /// Days after its lesson was read when it is asked.
    pub after: Option<u32>,
}

impl Outline {
    /// The questions that the lesson itself asks: all but the other stems of its cards.
    pub fn asked(&self) -> impl Iterator<Item = &Glimpse> {
        self.questions.iter().filter(|glimpse| glimpse.variant.is_none())
    }
}

/// A class as it is written down; there are few of them.
fn class_of_kind<'de, D: Deserializer<'de>>(written: D) -> Result<Cow<'static, str>, D::Error> {
    let class = <&str>::deserialize(written)?;
    let known = KINDS.into_iter().find(|kind| *kind == class);
    Ok(known.map_or_else(|| class.to_owned().into(), Cow::Borrowed))
}

/// The dialect of Markdown lessons are written in.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// Reads the outline of a lesson. What is written as lessons are is read line by line, without a look into a line that is not a heading
/// with attributes; there a word that is partly emphasized counts once.
pub fn outline(page: &str) -> Outline {
    let matter = front_matter(page);
    let markdown = &page[matter.end..];
    let mut found = by_lines(markdown).unwrap_or_else(|| parsed(markdown));
    if found.title.is_empty() {
        let title = matter.title.or_else(|| first_heading(markdown));
        found.title = title.unwrap_or_default().into();
    }
    found
}

/// The words of the first heading that is no question.
pub fn first_heading(markdown: &str) -> Option<String> {
    let mut events = Parser::new_ext(markdown, options());
    events.find(|event| {
        matches!(event, Event::Start(Tag::Heading { classes, .. })
            if !classes.iter().any(|class| KINDS.contains(&class.as_ref())))
    })?;
    let mut words = String::new();
    for event in events.take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_)))) {
        if let Event::Text(text) | Event::Code(text) = event {
            words.push_str(&text);
        }
    }
    Some(words).filter(|words| !words.trim().is_empty())
}

/// The words of a heading of the first level in HTML.
fn html_title(html: &str) -> Option<String> {
    let small = html.to_ascii_lowercase();
    let from = small.find("<h1")?;
    let to = small[from..].find("</h1").map_or(html.len(), |at| from + at);
    let pieces = html[from + 1..to].split('<');
    let words: String = pieces
        .filter_map(|piece| piece.split_once('>'))
        .map(|(_, words)| words)
        .collect();
    // Character references are read as everywhere.
    let mut told = String::new();
    for event in Parser::new_ext(words.trim(), options()) {
        match event {
            Event::Text(text) | Event::Code(text) => told.push_str(&text),
            Event::SoftBreak | Event::HardBreak => told.push(' '),
            _ => {}
        }
    }
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    (!told.is_empty()).then_some(told)
}

/// The outline by the parser.
fn parsed(markdown: &str) -> Outline {
    let mut found = Outline::default();
    let (mut title, mut questions, mut write_first) = (String::new(), Vec::new(), Vec::new());
    let (mut in_title, mut in_question, mut in_picture) = (false, false, false);
    let mut html = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Start(Tag::Heading {
                level,
                id,
                classes,
                attrs,
            }) => {
                in_title = level == HeadingLevel::H1 && title.is_empty();
                let kind = classes.iter().find(|class| KINDS.contains(&class.as_ref()));
                in_question = kind.is_some();
                if let Some(id) = id
                    .as_ref()
                    .filter(|_| classes.iter().any(|class| class.as_ref() == WRITE_FIRST))
                {
                    write_first.push(Cow::Owned(id.to_string()));
                }
                if let (Some(kind), Some(id)) = (kind, id) {
                    let card = classes.iter().any(|class| class.as_ref() == "card");
                    let attribute = |name: &str| {
                        let found = attrs.iter().find(|(key, _)| key.as_ref() == name);
                        found.and_then(|(_, value)| value.as_ref())
                    };
                    questions.push(Glimpse {
                        id: id.to_string().into(),
                        class: kind.to_string().into(),
                        card,
                        variant: attribute("variant").map(|card| card.to_string().into()),
                        after: attribute("after").and_then(|days| days.parse().ok()),
                    });
                }
            }
            Event::End(TagEnd::Heading(_)) => in_title = false,
            Event::Html(line) if title.is_empty() => html.push_str(&line),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(words) = html_title(&std::mem::take(&mut html)) {
                    title = words;
                }
            }
            Event::Start(Tag::Image { .. }) => in_picture = true,
            Event::End(TagEnd::Image) => in_picture = false,
            Event::Text(text) | Event::Code(text) => {
                if in_title {
                    title.push_str(&text);
                }
                if !in_question && !in_picture {
                    found.words += words(&text);
                }
            }
            _ => {}
        }
    }
    Outline {
        title: title.into(),
        questions: questions.into(),
        write_first: write_first.into(),
        ..found
    }
}

/// A heading that was looked for.
pub struct FoundHeading {
    pub words: String,
    /// Of a question, what teaches it, as written.
    pub see: Option<String>,
}

/// Finds the heading with this id, mostly without reading anything else of the page.
pub fn heading(markdown: &str, id: &str) -> Option<FoundHeading> {
    let mark = format!("{{#{id}");
    let mut lines = markdown
        .lines()
        .filter(|line| line.starts_with('#') && line.contains(&mark));
    lines
        .find_map(|line| heading_in(line, id))
        .or_else(|| heading_in(markdown, id))
}

fn heading_in(markdown: &str, wanted: &str) -> Option<FoundHeading> {
    let mut found: Option<FoundHeading> = None;
    for event in Parser::new_ext(markdown, options()) {
        match (event, &mut found) {
            (
                Event::Start(Tag::Heading {
                    id: Some(id), attrs, ..
                }),
                None,
            ) if id.as_ref() == wanted => {
                let see = attrs.iter().find(|(key, _)| key.as_ref() == "see");
                found = Some(FoundHeading {
                    words: String::new(),
                    see: see.and_then(|(_, see)| Some(see.as_ref()?.to_string())),
                });
            }
            (Event::End(TagEnd::Heading(_)), Some(_)) => break,
            (Event::Text(text) | Event::Code(text), Some(found)) => found.words.push_str(&text),
            _ => {}
        }
    }
    found
}

/// Words of a text. What stands beside a link or a strong word may be a dot and no word.
fn words(text: &str) -> usize {
    let (mut count, mut is_counted) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            is_counted = false;
        } else if !is_counted && c.is_alphanumeric() {
            (count, is_counted) = (count + 1, true);
        }
    }
    count
}

/// What a byte of a line may be, as bits.
const LETTER: u8 = 1;
const BLANK: u8 = 2;
const BRACKET: u8 = 4;
/// It may begin what is no word, or two.
const ODD: u8 = 8;
const NOT_ASCII: u8 = 16;
const BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut at = 0;
    while at < 256 {
        bytes[at] = match at as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b' ' | b'\t'..=b'\r' => BLANK,
            b'[' => BRACKET,
            b'<' | b'\\' | b'&' => ODD,
            0x80.. => NOT_ASCII,
            _ => 0,
        };
        at += 1;
    }
    bytes
};

/// The signs that make a callout of a quotation.
const CALLOUTS: [&str; 5] = ["[!NOTE]", "[!TIP]", "[!IMPORTANT]", "[!WARNING]", "[!CAUTION]"];

/// The outline read line by line; `None` where a line may be something else than it seems.
fn by_lines(markdown: &str) -> Option<Outline> {
    let mut found = Outline::default();
    let (mut questions, mut write_first) = (Vec::new(), Vec::new());
    let (mut in_question, mut fence, mut is_below_text) = (false, None, false);
    for line in markdown.lines() {
        let text = line.trim_start_matches(' ');
        let is_indented = text.len() < line.len();
        if let Some(mark) = fence {
            if text.trim_end() == mark {
                fence = None;
            } else if !in_question {
                found.words += words(text);
            }
            continue;
        }
        let was_below_text = std::mem::replace(&mut is_below_text, !text.is_empty());
        let inner = behind_marks(text);
        let is_inside = is_indented || inner.len() < text.len();
        match inner.bytes().next() {
            None => continue,
            Some(b'#') if is_inside => return None,
            Some(b'#') => {
                let level = text.bytes().take_while(|byte| *byte == b'#').count();
                let is_heading = level <= 6 && text[level..].bytes().next().is_none_or(|byte| byte == b' ');
                let has_class = || text.contains('{') && text.contains('.');
                if !is_heading {
                    return None;
                } else if has_class() || level == 1 && found.title.is_empty() {
                    let heading = parsed(text);
                    // The words of a question are not counted.
                    in_question = heading.words == 0 && KINDS.iter().any(|kind| text.contains(kind));
                    found.words += heading.words;
                    questions.extend(heading.questions.into_owned());
                    write_first.extend(heading.write_first.into_owned());
                    if level == 1 && found.title.is_empty() {
                        found.title = heading.title;
                    }
                } else {
                    in_question = false;
                    found.words += words(text.split(" {#").next().unwrap_or(text));
                }
                is_below_text = false;
                continue;
            }
            Some(b'`') if inner.starts_with("```") && (is_inside || inner != "```") => return None,
            Some(b'`') if inner.starts_with("```") => {
                fence = Some("```");
                continue;
            }
            // Setext headings, HTML, definitions, code with other marks: the parser knows them.
            Some(b'=' | b'~' | b'<' | b':' | b'\t') => return None,
            Some(b'-') if was_below_text && text.bytes().all(|byte| matches!(byte, b'-' | b' ')) => {
                return None;
            }
            // The sign of a callout is no word; another sign is text.
            Some(b'[') if inner.starts_with("[!") && text.starts_with('>') => match CALLOUTS.contains(&inner)
            {
                true => continue,
                false => return None,
            },
            Some(b'[') if inner.starts_with("[^") || inner.contains("]:") => return None,
            Some(_) => {}
        }
        if !in_question {
            found.words += words_of_line(inner)?;
        }
    }
    Some(Outline {
        questions: questions.into(),
        write_first: write_first.into(),
        ..found
    })
}

/// A line behind the marks of quotes and lists that it begins with.
fn behind_marks(mut text: &str) -> &str {
    loop {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = match text.as_bytes() {
            [b'>', ..] => &text[1..],
            [b'-' | b'*' | b'+', b' ', ..] => &text[2..],
            _ if digits > 0 => match text[digits..].strip_prefix(". ") {
                Some(rest) => rest,
                None => return text,
            },
            _ => return text,
        };
        text = rest.trim_start_matches(' ');
        for task in ["[ ] ", "[x] ", "[X] "] {
            text = text.strip_prefix(task).unwrap_or(text);
        }
    }
}

/// Words of a line of prose. `None` for one with more than words, emphasis and links in it.
fn words_of_line(text: &str) -> Option<usize> {
    // The words of a picture stand for a drawing.
    if text.starts_with("![") && text.ends_with(')') && text.matches("](").count() == 1 {
        return Some(0);
    }
    let (mut seen, mut count, mut before) = (0, 0, BLANK);
    for byte in text.bytes() {
        let is = BYTES[usize::from(byte)];
        seen |= is;
        // A word counts with its first letter or digit.
        count += usize::from(is == LETTER && before != LETTER);
        before = match is {
            LETTER | BLANK => is,
            _ => before,
        };
    }
    let is_more = || text.contains("![") || text.contains("](") && text.contains('"');
    if seen & ODD != 0 || seen & BRACKET != 0 && is_more() {
        return None;
    }
    Some(match text.starts_with('|') {
        true => text.split('|').map(words).sum(),
        false if seen & NOT_ASCII != 0 => words(text),
        false => count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_found_by_its_id_however_it_is_written() {
        let page = "# A page\n\n## Part *one* {#part}\n\n### Which? {#which .one see=part}\n\nUnder lines {#under}\n---\n";
        let found = |id: &str| heading(page, id).map(|found| (found.words, found.see));
        assert_eq!(found("part"), Some(("Part one".into(), None)));
        assert_eq!(found("which"), Some(("Which?".into(), Some("part".into()))));
        assert_eq!(found("under"), Some(("Under lines".into(), None)));
        assert!(found("pa").is_none());
    }

    #[test]
    fn line_by_line_it_is_what_the_parser_reads() {
        let usual = "# Two *words*\n\nProse and a [link to it](a.md), **strong** and `code here`.\n\n> [!NOTE]\n> Said once.\n\n\
            ## Part {#part}\n\n- [x] one\n- two\n\n1. three\n\n| a | b c |\n|---|---|\n| d | e |\n\n![No words](f.ron)\n\n\
            ```\nlet # it = be;\n```\n\n### Which? {#which .one .card variant=other after=3}\n\n- [x] not counted <!-- fair -->\n\n\
            ## A scene {#scene .write-first}\n\nCounted again.\n\n---\n\nThe end.\n";
        assert_eq!(by_lines(usual), Some(parsed(usual)));
        for other in [
            "Title\n===\n",
            "Title\n---\n",
            "> # Inside\n",
            "- # Inside\n",
            "   # Inside\n",
            "<!--\n# No heading\n-->\n",
            "~~~\n# No heading\n~~~\n",
            "``` rust\n# No heading\n```\n",
            "- ```\n  # No heading\n  ```\n",
            "[a]: b.md\n",
            "[^1]: A note\n",
            "One <br> two\n",
            "Before ![a picture](f.ron)\n",
            "[a](b.md \"title\")\n",
            "Term\n: what it is\n",
            "#tag\n",
        ] {
            assert_eq!(by_lines(other), None, "{other}");
        }
    }

    #[test]
    fn a_lesson_at_a_glance() {
        let found = outline(
            "# Two *words*\n\nThree more *words*.\n\n![Four that are drawn](figures/f.ron)\n\n### Which? {#which .one .card}\n\n- [x] not counted\n\n## After\n\nend\n",
        );
        assert_eq!(found.title, "Two words");
        assert_eq!(found.words, 2 + 3 + 1 + 1);
        assert_eq!(
            *found.questions,
            [Glimpse {
                id: "which".into(),
                class: "one".into(),
                card: true,
                variant: None,
                after: None
            }]
        );
    }
}
