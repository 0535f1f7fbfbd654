//! Owns what a page is called that has no heading of the first level.
//! Must not know what else stands on it.

use crate::clean::Clean;
use crate::course::Block;
use crate::course::front_matter::front_matter;
use crate::course::load::reading::capital;
use crate::doc::Node;
use crate::doc::text::Text;
use crate::source::{Diagnostic, Span};

/// The title of a page without a heading of the first level: that of its front matter, the heading it has first, or the name of its file.
pub(super) fn untitled(
    path: &str,
    markdown: &str,
    blocks: &mut Vec<Block>,
    out: &mut Vec<Diagnostic>,
) -> Text {
    let heading = blocks
        .iter()
        .position(|block| matches!(block, Block::Says(node) if matches!(&**node, Node::Heading { .. })));
    let of_heading = heading.and_then(|at| match &blocks[at] {
        Block::Says(node) => match &**node {
            Node::Heading { text, .. } => Some((at, text.clone())),
            _ => None,
        },
        Block::Asks(_) => None,
    });
    let (title, named_by) = match (front_matter(markdown).title, of_heading) {
        (Some(title), of_heading) => {
            let title = Text::plain(&Clean::line(&title));
            if of_heading.is_some_and(|(at, text)| at == 0 && text.words() == title.words()) {
                blocks.remove(0);
            }
            (title, "its front matter")
        }
        (None, Some((at, text))) => {
            // It need not be said twice.
            if at == 0 {
                blocks.remove(0);
            }
            (text, "its first heading")
        }
        (None, None) => (Text::plain(&Clean::line(&name_of_file(path))), "its file"),
    };
    let message = format!("the page has no heading of the first level; it is named by {named_by}");
    out.push(
        Diagnostic::advice("no-title", Span::whole(path), message).help("begin it with # and its title"),
    );
    title
}

/// What a page without a title is called: the name of its file in words, without the number it is sorted by.
pub fn name_of_file(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.replace(['-', '_'], " ");
    let named = words.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.'));
    capital(if named.is_empty() { stem } else { named.trim() })
}
