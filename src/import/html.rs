//! Owns the HTML inside texts of other formats → Markdown. Words stay; a tag that Markdown has no sign for goes, and is told.
//! Must not know which format a text is of.

use crate::course::markdown::escape::escaped;

/// What stands between the tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Words, in which a star is a star.
    Words,
    /// Markdown.
    Markdown,
}

/// Entities that may stand in code, which Markdown does not read there.
const ENTITIES: [(&str, &str); 16] = [
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("lcub", "{"),
    ("rcub", "}"),
    ("colon", ":"),
    ("equals", "="),
    ("num", "#"),
    ("bsol", "\\"),
    ("grave", "`"),
    ("vert", "|"),
    ("#39", "'"),
    ("#126", "~"),
    ("amp", "&"),
];

/// The Markdown, and the tags that went.
pub fn markdown(html: &str, between: Between) -> (String, Vec<String>) {
    let mut writer = Writer {
        between,
        ..Writer::default()
    };
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at..];
        let end = match tag.starts_with("<!--") {
            true => tag.find("-->").map(|end| end + 3),
            false => tag[1..]
                .starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
                .then(|| tag.find('>').map(|end| end + 1))
                .flatten(),
        };
        let Some(end) = end else {
            writer.words(&rest[..at + 1]);
            rest = &rest[at + 1..];
            continue;
        };
        writer.words(&rest[..at]);
        let (name, attributes) = parts(&tag[..end]);
        rest = &tag[end..];
        if matches!(name.as_str(), "code" | "tt" | "pre") {
            let close = format!("</{name}>");
            let (code, after) = rest.split_once(close.as_str()).unwrap_or((rest, ""));
            writer.code(code, name == "pre");
            rest = after;
        } else {
            writer.tag(&name, attributes);
        }
    }
    writer.words(rest);
    (tidy(&writer.out), writer.lost)
}

struct Writer {
    out: String,
    lost: Vec<String>,
    between: Between,
    /// Lists that are open: whether each is numbered.
    lists: Vec<bool>,
    /// Where each open link leads.
    links: Vec<String>,
}

impl Default for Writer {
    fn default() -> Writer {
        Writer {
            out: String::new(),
            lost: Vec::new(),
            between: Between::Words,
            lists: Vec::new(),
            links: Vec::new(),
        }
    }
}

impl Writer {
    fn words(&mut self, words: &str) {
        match self.between {
            Between::Markdown => self.out.push_str(words),
            Between::Words => {
                let mut spaced = String::new();
                for c in words.chars() {
                    match c.is_whitespace() {
                        true if spaced.ends_with(' ') => {}
                        true => spaced.push(' '),
                        false => spaced.push(c),
                    }
                }
                self.out.push_str(&with_entities(&escaped(&spaced)));
            }
        }
    }

    fn code(&mut self, code: &str, is_block: bool) {
        let code = ENTITIES.iter().fold(code.to_owned(), |code, (name, sign)| {
            code.replace(&format!("&{name};"), sign)
        });
        match (is_block, code.contains('`')) {
            // Around code in a block stands a tag for code as well.
            (true, _) => {
                let code = code.replace("<code>", "").replace("</code>", "");
                self.out
                    .push_str(&format!("\n\n```\n{}\n```\n\n", code.trim_matches('\n')));
            }
            (false, false) => self.out.push_str(&format!("`{}`", code.replace('\n', " "))),
            (false, true) => self.out.push_str(&format!("`` {} ``", code.replace('\n', " "))),
        }
    }

    fn tag(&mut self, name: &str, attributes: &str) {
        match name {
            "p" | "/p" | "div" | "/div" | "section" | "/section" => self.out.push_str("\n\n"),
            "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => self.out.push_str("**\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.out.push_str("\n\n**"),
            "br" | "br/" => self.out.push_str("\\\n"),
            "b" | "/b" | "strong" | "/strong" => self.out.push_str("**"),
            "i" | "/i" | "em" | "/em" => self.out.push('*'),
            "ul" | "ol" => {
                self.out
                    .push_str(if self.lists.is_empty() { "\n\n" } else { "\n" });
                self.lists.push(name == "ol");
            }
            "/ul" | "/ol" => {
                self.lists.pop();
                self.out.push_str("\n\n");
            }
            "li" => {
                let indent = "   ".repeat(self.lists.len().saturating_sub(1));
                let sign = if self.lists.last() == Some(&true) {
                    "1."
                } else {
                    "*"
                };
                self.out.push_str(&format!("\n{indent}{sign} "));
            }
            "/li" => {}
            "a" => {
                self.links
                    .push(value(attributes, "href").unwrap_or_default().to_owned());
                self.out.push('[');
            }
            "/a" => {
                let target = self.links.pop().unwrap_or_default();
                self.out.push_str(&format!("]({target})"));
            }
            "img" => {
                let words = value(attributes, "alt").unwrap_or_default();
                self.out.push_str(&escaped(words));
                let source = value(attributes, "src").unwrap_or_default();
                self.lost.push(format!("the picture {source}"));
            }
            // A comment, and what only says how words look.
            "" | "span" | "/span" => {}
            name if name.starts_with('/') => {}
            name => self.lost.push(format!("<{name}>")),
        }
    }
}

/// A tag's name in lower case, with its slash, and what follows.
fn parts(tag: &str) -> (String, &str) {
    let inside = tag
        .trim_start_matches('<')
        .trim_end_matches('>')
        .trim_end_matches('/');
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let name = match tag.starts_with("<!--") {
        true => String::new(),
        false => inside[..end].to_ascii_lowercase(),
    };
    (name, &inside[end..])
}

/// The value of an attribute.
fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let rest = attributes.split_once(&format!("{name}="))?.1;
    let quote = rest.chars().next()?;
    match quote {
        '"' | '\'' => rest[1..].split(quote).next(),
        _ => rest.split_whitespace().next(),
    }
}

/// An entity among words that were escaped is one again.
fn with_entities(escaped: &str) -> String {
    let mut written = String::new();
    let mut rest = escaped;
    while let Some((before, after)) = rest.split_once("\\&") {
        written.push_str(before);
        let name = after.split(';').next().unwrap_or_default();
        let is_entity = name.len() < after.len()
            && (2..=9).contains(&name.len())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#');
        written.push_str(if is_entity { "&" } else { "\\&" });
        rest = after;
    }
    written + rest
}

/// Blocks with one empty line between them, and no blanks at the ends of lines.
fn tidy(markdown: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut is_code = false;
    for line in markdown.trim().lines() {
        is_code ^= line.starts_with("```");
        let line = if is_code { line } else { line.trim_end() };
        if !(line.is_empty() && lines.last().is_some_and(|last| last.is_empty())) || is_code {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_signs_and_words_stay_words() {
        for (html, expected) in [
            (
                "<p>One <b>two</b></p><p>3 * 4 &lt; 13 & more</p>",
                "One **two**\n\n3 \\* 4 &lt; 13 \\& more",
            ),
            ("a<br/>b", "a\\\nb"),
            ("<ul><li>x</li><li>y</li></ul>", "* x\n* y"),
            ("<code>a &lt; b &amp;&amp; c</code>", "`a < b && c`"),
            ("1 < 2", "1 \\< 2"),
            (
                "<a href=\"https://example.org\">there</a>",
                "[there](https://example.org)",
            ),
        ] {
            assert_eq!(
                markdown(html, Between::Words),
                (expected.to_owned(), Vec::new()),
                "{html}"
            );
        }
        let (words, lost) = markdown("H<sub>2</sub>O <img src='a.png' alt='a drop'>", Between::Words);
        assert_eq!(words, "H2O a drop");
        assert_eq!(lost, ["<sub>", "the picture a.png"]);
    }
}
