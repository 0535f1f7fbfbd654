//! Owns the front matter of a page: where it ends, and the title it gives. Nothing else of it is read, and none of it is shown.
//! Must not know YAML or TOML any further.
//!
//! The build script shares it, as it does `outline`.

/// What stands before a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The first byte of the page itself.
    pub end: usize,
    /// Its title, if it has one.
    pub title: Option<String>,
}

/// The front matter of a page; a byte order mark may stand before it. Lines between two rules are front matter only where the first of
/// them that says something is a key with its value.
pub fn front_matter(page: &str) -> FrontMatter {
    let begins = page.len() - page.strip_prefix('\u{feff}').unwrap_or(page).len();
    let none = FrontMatter {
        end: begins,
        title: None,
    };
    let mut lines = page[begins..].split_inclusive('\n');
    let (sign, close) = match lines.next().map(str::trim_end) {
        Some("---") => (':', ["---", "..."]),
        Some("+++") => ('=', ["+++", "+++"]),
        _ => return none,
    };
    let mut end = begins + page[begins..].split_inclusive('\n').next().map_or(0, str::len);
    let from = end;
    let mut is_begun = false;
    for line in lines {
        end += line.len();
        let words = line.trim_end();
        if close.contains(&words) {
            let title = title(&page[from..end - line.len()], sign);
            return FrontMatter { end, title };
        }
        let says = words.trim_start();
        if !is_begun && !says.is_empty() && !says.starts_with('#') {
            let is_table = sign == '=' && says.starts_with('[');
            let is_key = key(words, sign).is_some_and(|(key, _)| !key.is_empty());
            if !is_table && !is_key {
                return none;
            }
            is_begun = true;
        }
    }
    none
}

/// A key and its value, where a line at its very beginning has one.
fn key(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim_end();
    let bare = key.trim_matches(['"', '\'']);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '$' | '@' | '/');
    let is_key = !key.starts_with(char::is_whitespace) && bare.chars().all(is_word);
    let is_value = sign == '=' || value.is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_value).then_some((bare, value.trim()))
}

fn title(matter: &str, sign: char) -> Option<String> {
    let mut lines = matter.lines();
    let value = loop {
        let line = lines.next()?;
        if sign == '=' && line.trim_start().starts_with('[') {
            return None;
        }
        if let Some(("title", value)) = key(line, sign) {
            break value;
        }
    };
    let title = match value.chars().next() {
        // A title that is folded or kept over several lines.
        Some('>' | '|') if sign == ':' => lines
            .take_while(|line| line.trim().is_empty() || line.starts_with([' ', '\t']))
            .flat_map(str::split_whitespace)
            .collect::<Vec<_>>()
            .join(" "),
        Some(quote @ ('"' | '\'')) => quoted(value, quote),
        Some(_) if sign == ':' => value.split(" #").next().unwrap_or_default().trim().to_owned(),
        _ => String::new(),
    };
    (!title.is_empty()).then_some(title)
}

/// What stands in quotes. A doubled single quote is one; behind a backslash in double ones stands the sign itself.
fn quoted(value: &str, quote: char) -> String {
    let mut told = String::new();
    let mut chars = value.chars().skip(1).peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote == '"' => told.extend(chars.next()),
            c if c == quote => match chars.next_if_eq(&'\'') {
                Some(_) if quote == '\'' => told.push('\''),
                _ => break,
            },
            c => told.push(c),
        }
    }
    told.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_title_is_read() {
        let title = |page: &str| front_matter(page).title;
        for (page, wanted) in [
            ("---\ntitle: Two words # said\nid: x\n---\n", "Two words"),
            ("\u{feff}---\r\nid: x\r\ntitle: 'It''s'\r\n---\r\n# T\r\n", "It's"),
            (
                "---\n# a comment\n\n\"title\": \"A \\\"b\\\": c\"\n...\n",
                "A \"b\": c",
            ),
            ("---\ntitle: >-\n  Over\n  lines\nid: x\n---\n", "Over lines"),
            ("+++\ndate = 1\ntitle = \"Hugo\"\n[extra]\n+++\n", "Hugo"),
        ] {
            assert_eq!(title(page).as_deref(), Some(wanted), "{page}");
        }
        assert_eq!(title("+++\n[extra]\ntitle = \"No\"\n+++\n"), None);
        assert_eq!(title("---\nmenu:\n  title: No\n---\n"), None);
    }

    #[test]
    fn rules_are_no_front_matter() {
        let end = |page: &str| front_matter(page).end;
        assert_eq!(end("---\nid: x\n---\nA"), 14);
        assert_eq!(end("---\n---\nA"), 8);
        for page in [
            "---\nA sentence.\n---\n",
            "---\nid: x\nand no end",
            "# T\n---\nid: x\n---\n",
            "---\n\n- a list\n\n---\n",
            "---\nhttp://a.b\n---\n",
        ] {
            assert_eq!(end(page), 0, "{page}");
        }
        assert_eq!(end("\u{feff}A"), 3);
    }
}
