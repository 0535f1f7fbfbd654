//! Owns HTML inside Markdown taken apart: tags with their attributes, comments, and the words between. Must not know what a tag shows as.

use crate::course::outline::options;
use memchr::memmem;
use pulldown_cmark::{Event, Parser};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// Bytes of a tag in which its quotes are minded.
const LONGEST_TAG: usize = 1000;

/// A part of a piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Words between tags, as written.
    Words(&'a str),
    Comment(&'a str),
    /// `<name …>`: the name in small letters, and what stands behind it.
    Opens(String, &'a str),
    /// `</name>`.
    Closes(String),
}

/// The parts of `html` with their bytes of it. A comment or a tag that is left open goes to the end; declarations and processing
/// instructions are left out, and so is what stands in a script or a sheet of styles.
pub fn tokens(html: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let small = OnceCell::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let (token, length) = match rest.find('<') {
            Some(0) => sign(rest),
            Some(words) => (Some(Token::Words(&rest[..words])), words),
            None => (Some(Token::Words(rest)), rest.len()),
        };
        let mut end = at + length;
        if let Some(token) = token {
            if let Token::Opens(name, _) = &token
                && matches!(name.as_str(), "script" | "style")
            {
                let small: &String = small.get_or_init(|| html.to_ascii_lowercase());
                end += small[end..]
                    .find(&format!("</{name}"))
                    .unwrap_or(html.len() - end);
            }
            found.push((token, at..end));
        }
        at = end;
    }
    found
}

/// What begins with `<`, and how long it is.
fn sign(rest: &str) -> (Option<Token<'_>>, usize) {
    let until = |end: &str| memmem::find(rest.as_bytes(), end.as_bytes());
    if let Some(inner) = rest.strip_prefix("<!--") {
        // `<!-->` and `<!--->` are comments without words.
        let end = until("-->").map_or(rest.len(), |at| at + "-->".len());
        let words = inner
            .get(..end.saturating_sub("<!---->".len()))
            .unwrap_or_default();
        let words = if rest[..end].ends_with("-->") {
            words
        } else {
            inner
        };
        return (Some(Token::Comment(words.trim())), end);
    }
    if rest.starts_with("<?") || rest.starts_with("<!") {
        return (None, until(">").map_or(rest.len(), |at| at + 1));
    }
    let is_close = rest.starts_with("</");
    let from = 1 + usize::from(is_close);
    let name = rest[from..]
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
        .count();
    if !rest[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return (Some(Token::Words("<")), 1);
    }
    let (behind, end) = tag_end(rest, from + name);
    let name = rest[from..from + name].to_ascii_lowercase();
    let token = match is_close {
        true => Token::Closes(name),
        false => Token::Opens(name, &rest[behind]),
    };
    (Some(token), end)
}

/// What stands between the name of a tag and its `>`, and one past that. A `>` in quotes ends nothing, where they are closed soon.
fn tag_end(tag: &str, from: usize) -> (Range<usize>, usize) {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate().skip(from).take(LONGEST_TAG) {
        match (byte, quote) {
            (b'>', None) => return (from..at, at + 1),
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    match tag[from..].find('>') {
        Some(at) => (from..from + at, from + at + 1),
        None => (from..tag.len(), tag.len()),
    }
}

/// The value of an attribute, without its quotes and with its character references read.
pub fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let name = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        let (name, behind) = rest.split_at(name);
        let behind = behind.trim_start();
        let (value, behind) = match behind.strip_prefix('=').map(str::trim_start) {
            None => ("", behind),
            Some(told) => match told.chars().next() {
                Some(quote @ ('"' | '\'')) => told[1..].split_once(quote).unwrap_or((&told[1..], "")),
                _ => told.split_at(told.find(char::is_whitespace).unwrap_or(told.len())),
            },
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(read(value).into_owned());
        }
        let next = behind.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        // What is no attribute is passed over, a character at a time.
        let is_stuck = next.len() == rest.len();
        rest = if is_stuck {
            rest.get(rest.chars().next().map_or(0, char::len_utf8)..)
                .unwrap_or_default()
        } else {
            next
        };
    }
    None
}

/// Words with their character references read, as Markdown reads them.
pub fn read(words: &str) -> Cow<'_, str> {
    if !words.contains('&') {
        return words.into();
    }
    let mut told = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        told.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest
            .bytes()
            .take(40)
            .position(|byte| byte == b';')
            .map_or(1, |end| end + 1);
        let spelled = rest.get(..end).unwrap_or("&");
        match Parser::new_ext(spelled, options()).find_map(|event| match event {
            Event::Text(text) if spelled.len() > 1 => Some(text.to_string()),
            _ => None,
        }) {
            Some(text) => told.push_str(&text),
            None => told.push_str(spelled),
        }
        rest = &rest[spelled.len()..];
    }
    (told + rest).into()
}

/// Whether HTML has an element of this name.
pub fn is_known(name: &str) -> bool {
    const NAMES: &str = " a abbr acronym address article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code \
        col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame \
        frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta \
        meter nav nobr noscript object ol optgroup option output p param path picture pre progress q rp rt ruby s samp script search \
        section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead \
        time title tr track tt u ul var video wbr ";
    NAMES.contains(&format!(" {name} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_taken_apart() {
        let opens = |name: &str, rest: &'static str| Token::Opens(name.to_owned(), rest);
        let found: Vec<Token<'_>> =
            tokens("a<!-- b > -->c<P align=\"a>b\">d</p ><br/><!DOCTYPE x>1 < 2<!-- open")
                .into_iter()
                .map(|(token, _)| token)
                .collect();
        assert_eq!(
            found,
            [
                Token::Words("a"),
                Token::Comment("b >"),
                Token::Words("c"),
                opens("p", " align=\"a>b\""),
                Token::Words("d"),
                Token::Closes("p".to_owned()),
                opens("br", "/"),
                Token::Words("1 "),
                Token::Words("<"),
                Token::Words(" 2"),
                Token::Comment("open"),
            ]
        );
        assert_eq!(tokens("<!---->").len(), 1);
        assert_eq!(tokens("<!-->").len(), 1);
        let hidden = tokens("<style>a > b { }</STYLE>c");
        assert_eq!(hidden.last().map(|(token, _)| token), Some(&Token::Words("c")));
        assert!(
            !hidden
                .iter()
                .any(|(token, _)| matches!(token, Token::Words(words) if words.contains('{')))
        );
    }

    #[test]
    fn attributes_and_references_are_read() {
        let tag = " src = a.png ALT='A &amp; B' hidden width=\"3\"/";
        assert_eq!(attribute(tag, "alt").as_deref(), Some("A & B"));
        assert_eq!(attribute(tag, "src").as_deref(), Some("a.png"));
        assert_eq!(attribute(tag, "width").as_deref(), Some("3"));
        assert_eq!(attribute(tag, "hidden").as_deref(), Some(""));
        assert_eq!(attribute(tag, "id"), None);
        assert_eq!(attribute("= \" =", "id"), None);
        assert_eq!(read("&lt;a&gt; &copy; &no; & b&"), "<a> © &no; & b&");
    }
}
