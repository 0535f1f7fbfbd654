//! Owns the text of a course's files: whether there is one, and what of it is shown where reading it as Markdown would cost too much.
//! Must not know what a page is about.

use crate::course::Block;
use crate::course::front_matter::front_matter;
use crate::course::manifest::{MANIFEST, not_utf8};
use crate::course::markdown::{Costly, LONGEST as LONGEST_MARKDOWN, PIECES};
use crate::doc::text::Text;
use crate::doc::{Node, NoteKind};
use crate::source::{Diagnostic, Files, Span, Unread, text};
use std::sync::Arc;

/// Longest file that is read, in bytes. A longer one is refused in words.
pub const LONGEST: usize = 16 * 1024 * 1024;
/// Bytes and lines of a text that are shown where it is not read as Markdown.
const SHOWN: (usize, usize) = (4 * 1024 * 1024, 200_000);
/// Bytes of one block of such a text, so that one that is off the screen costs little.
const BLOCK: usize = 4096;

/// The text of a file, if there is one, or why it cannot be read: it is too long, there is too much beside it, it is not UTF-8.
pub fn readable<'a>(files: &'a Files, path: &str) -> Option<Result<&'a str, Diagnostic>> {
    legible(files.get(path).map(AsRef::as_ref), files.unread.get(path), path)
}

/// The same of a file's bytes, or of what is known of one that was not read.
pub(super) fn legible<'a>(
    bytes: Option<&'a [u8]>,
    unread: Option<&Unread>,
    path: &str,
) -> Option<Result<&'a str, Diagnostic>> {
    let refused =
        |message: String, help: &str| Diagnostic::error("too-large", Span::whole(path), message).help(help);
    let too_long = |length: u64| {
        refused(
            format!("the file is {length} bytes long; at most {LONGEST} are read"),
            "split the lesson",
        )
    };
    match (bytes, unread) {
        (Some(bytes), _) if bytes.len() > LONGEST => Some(Err(too_long(bytes.len() as u64))),
        (Some(bytes), _) => Some(text(bytes).map_err(|at| not_utf8(&path.into(), at))),
        (None, Some(Unread::TooLong(length))) => Some(Err(too_long(*length))),
        (None, Some(Unread::NoRoom)) => Some(Err(refused(
            "the file was not read: all files of the folder together are too long".to_owned(),
            "take out of the folder what does not belong to the course, or make two courses of it",
        ))),
        (None, None) => None,
    }
}

/// The complaint about files of which not even the names were kept.
pub fn uncounted(files: &Files) -> Option<Diagnostic> {
    let message = format!(
        "the folder has {} more files, which were not looked at",
        files.uncounted
    );
    (files.uncounted > 0).then(|| {
        Diagnostic::error("too-many-files", Span::whole(MANIFEST), message)
            .help("take out of the folder what does not belong to the course, or make two courses of it")
    })
}

/// The complaint about a page that is not read as Markdown.
pub fn plainly(path: &str, costly: Costly) -> Diagnostic {
    let message = match costly {
        Costly::Long | Costly::Many => format!(
            "{}, so it is not checked; a lesson is read part by part, any other page is shown as plain text",
            why(costly)
        ),
        Costly::Tangled => {
            format!("{}, so it is shown as plain text, and asks nothing", why(costly))
        }
    };
    Diagnostic::error("shown-plainly", Span::whole(path), message).help(match costly {
        Costly::Long | Costly::Many => "split the lesson",
        Costly::Tangled => "close every quotation mark of a link, and nest less",
    })
}

fn why(costly: Costly) -> String {
    match costly {
        Costly::Long => format!("the page has more than {LONGEST_MARKDOWN} bytes of Markdown"),
        Costly::Many => format!("the page has more than {PIECES} pieces"),
        Costly::Tangled => "the marks of the page are nested or left open too often".to_owned(),
    }
}

/// The blocks of such a page: what is the matter, then the text as it stands, as far as is shown.
pub fn plain_blocks(markdown: &str, costly: Costly) -> Vec<Block> {
    let shown = head(markdown);
    let cut = if shown.len() < markdown.len() {
        format!(" Only its first {} bytes are here.", shown.len())
    } else {
        String::new()
    };
    let said = format!(
        "{}, so it is shown as plain text, and asks nothing.{cut}",
        capital(&why(costly))
    );
    let note = Node::Note {
        kind: NoteKind::Warning,
        nodes: vec![Arc::new(Node::Para(Text::plain(&said)))],
    };
    let mut blocks = vec![note];
    let mut from = 0;
    while from < shown.len() {
        let most = floor(shown, from + BLOCK);
        let line_end = shown[from..most].rfind('\n').map(|at| from + at + 1);
        let to = line_end.filter(|_| most < shown.len()).unwrap_or(most);
        let text = Text::plain(shown[from..to].trim_matches('\n'));
        if !text.is_empty() {
            blocks.push(Node::Para(text));
        }
        from = to;
    }
    blocks
        .into_iter()
        .map(|node| Block::Says(Arc::new(node)))
        .collect()
}

/// The first line of a text without its marks.
pub fn first_line(page: &str) -> &str {
    let line = page[front_matter(page).end..]
        .trim_start()
        .lines()
        .next()
        .unwrap_or_default();
    line[..floor(line, 200)].trim_start_matches('#').trim()
}

fn head(markdown: &str) -> &str {
    let (bytes, lines) = SHOWN;
    let by_lines = markdown
        .match_indices('\n')
        .nth(lines - 1)
        .map_or(markdown.len(), |(at, _)| at + 1);
    &markdown[..floor(markdown, bytes.min(by_lines))]
}

/// The character boundary at or before `at`; past the end, the end.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

pub(super) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
