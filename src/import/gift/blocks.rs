//! Owns a GIFT file → its blocks, which empty lines part; comments with what they name; and the characters that a backslash protects.
//! Must not know what a question is.

use crate::import::Told;

/// What a backslash protects, and the characters that stand for it while a text is read: they are no characters of any text.
const PROTECTED: [(char, char); 8] = [
    ('\\', '\u{10fff0}'),
    ('~', '\u{10fff1}'),
    ('=', '\u{10fff2}'),
    ('#', '\u{10fff3}'),
    ('{', '\u{10fff4}'),
    ('}', '\u{10fff5}'),
    (':', '\u{10fff6}'),
    ('n', '\u{10fff7}'),
];

/// A question, a description or a category.
#[derive(Debug, Default)]
pub(super) struct GiftBlock {
    /// Its text without comments, what is protected hidden.
    pub(super) text: String,
    /// Its first line in the file, from 1.
    pub(super) line: usize,
    pub(super) category: Option<String>,
    /// `[id:…]` of a comment.
    pub(super) id: Option<String>,
    /// Each `[tag:…]` of a comment.
    pub(super) tags: Vec<String>,
    /// The line of the file of each of its lines.
    lines: Vec<usize>,
}

impl GiftBlock {
    /// The line of the file that a byte of its text is on.
    pub(super) fn line_at(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let nth = before.matches('\n').count();
        self.lines.get(nth).copied().unwrap_or(self.line)
    }
}

/// A text with what is protected hidden.
pub(super) fn hidden(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let protected = (c == '\\').then(|| chars.peek()).flatten();
        let stand_in = protected.and_then(|c| PROTECTED.iter().find(|(sign, _)| sign == c));
        match stand_in {
            Some((_, stand_in)) => {
                written.push(*stand_in);
                chars.next();
            }
            None => written.push(c),
        }
    }
    written
}

/// A text with what was hidden as it is meant.
pub(super) fn shown(hidden: &str) -> String {
    let meant = |c: char| match PROTECTED.iter().find(|(_, stand_in)| *stand_in == c) {
        Some(('n', _)) => '\n',
        Some((sign, _)) => *sign,
        None => c,
    };
    hidden.chars().map(meant).collect()
}

/// The blocks of a file. Comments that only its author reads are told.
pub(super) fn blocks(text: &str, told: &mut Told<'_>) -> Vec<GiftBlock> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Vec::new();
    let mut open = GiftBlock::default();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let trimmed = line.trim();
        if let Some(comment) = trimmed.strip_prefix("//") {
            comment_of(comment, number, &mut open, told);
        } else if let Some(category) = trimmed.strip_prefix("$CATEGORY:") {
            close(&mut open, &mut found);
            found.push(GiftBlock {
                category: Some(category.trim().to_owned()),
                line: number,
                ..GiftBlock::default()
            });
        } else if trimmed.is_empty() {
            close(&mut open, &mut found);
        } else {
            if open.text.is_empty() {
                open.line = number;
            }
            open.text.push_str(&hidden(line));
            open.text.push('\n');
            open.lines.push(number);
        }
    }
    close(&mut open, &mut found);
    found
}

fn close(open: &mut GiftBlock, found: &mut Vec<GiftBlock>) {
    // What a comment names waits for its question, also over empty lines.
    if !open.text.is_empty() {
        found.push(std::mem::take(open));
    }
}

fn comment_of(comment: &str, line: usize, open: &mut GiftBlock, told: &mut Told<'_>) {
    let mut names = false;
    for part in comment.split('[').skip(1) {
        let Some((key, value)) = part.split(']').next().and_then(|part| part.split_once(':')) else {
            continue;
        };
        match key {
            "id" => open.id = Some(value.trim().to_owned()),
            "tag" => open.tags.push(value.trim().to_owned()),
            _ => continue,
        }
        names = true;
    }
    if !names && !comment.trim().is_empty() {
        told.on(line, format!("a comment was left out: {}", comment.trim()));
    }
}
