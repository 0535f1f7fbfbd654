//! Owns the words of a paragraph while they are gathered: runs with their looks, pictures and comments among them.
//! Must not know what is open, but for what the words stand in.

use super::{Builder, Gathered, Holder, OpenImage, text};
use crate::clean::Clean;
use crate::course::markdown::{Piece, What};
use crate::doc::text::{Role, Text, TextStyle};
use std::ops::Range;

impl Builder<'_> {
    pub(super) fn end_image(&mut self, range: Range<usize>) {
        let Some(OpenImage { target, from, link }) = self.inline.image.take() else {
            return;
        };
        let runs = self.inline.runs.split_off(from.min(self.inline.runs.len()));
        let words = text(runs);
        self.links[link].picture = Some(words.clone());
        let alone = self.inline.runs.is_empty() && matches!(self.top(), Holder::Para | Holder::Item(_));
        if alone {
            self.inline.start = None;
            self.add(What::Image { target, words }, range);
        } else {
            let runs = words.0.into_iter().map(|run| Gathered {
                text: run.text.to_string(),
                look: run.look,
                action: run.action,
            });
            self.inline.runs.extend(runs);
        }
    }

    pub(super) fn html(&mut self, html: &str, range: Range<usize>) {
        let trimmed = html.trim();
        if let Some(comment) = trimmed
            .strip_prefix("<!--")
            .and_then(|rest| rest.strip_suffix("-->"))
        {
            self.inline.comments.push(comment.trim().to_owned());
        } else if matches!(trimmed, "<br>" | "<br/>" | "<br />") {
            self.words("\n", Role::Body, range);
        } else if !trimmed.is_empty() {
            self.words(html.trim_end_matches('\n'), Role::Code, range);
        }
    }

    pub(super) fn touch(&mut self, range: &Range<usize>) {
        match self.inline.start {
            Some(_) => self.inline.end = self.inline.end.max(range.end),
            None => (self.inline.start, self.inline.end) = (Some(range.start), range.end),
        }
    }

    pub(super) fn words(&mut self, words: &str, role: Role, range: Range<usize>) {
        self.touch(&range);
        let link = self.inline.links.last();
        let role = match (link, role) {
            (Some(_), Role::Body) => Role::Link,
            (_, role) => role,
        };
        let look = TextStyle {
            strong: self.inline.strong > 0,
            emphasis: self.inline.emphasis > 0,
            strike: self.inline.strike > 0,
            role,
        };
        let action = link.and_then(|link| link.action.clone());
        // The words of a picture are told apart from those before it.
        let apart = self
            .inline
            .image
            .as_ref()
            .is_some_and(|image| image.from == self.inline.runs.len());
        match self.inline.runs.last_mut() {
            Some(last) if last.look == look && last.action == action && !apart => {
                last.text.push_str(words);
            }
            _ => self.inline.runs.push(Gathered {
                text: words.to_owned(),
                look,
                action,
            }),
        }
    }

    pub(super) fn take_inline(&mut self) -> (Text, Vec<String>) {
        let text = text(std::mem::take(&mut self.inline.runs));
        let comments = std::mem::take(&mut self.inline.comments);
        self.inline.start = None;
        (trimmed(text), comments)
    }

    /// Words that were gathered become a paragraph of the container they stand in.
    pub(super) fn flush(&mut self) {
        if matches!(
            self.top(),
            Holder::Heading(_) | Holder::Cell | Holder::DefinitionTerm
        ) {
            return;
        }
        let Some(start) = self.inline.start else {
            // A comment without words belongs to the paragraph before it, or to nobody.
            let comments = std::mem::take(&mut self.inline.comments);
            let last = self.stack.last_mut().and_then(|open| open.pieces.last_mut());
            if let Some(Piece {
                what: What::Para { comments: kept, .. },
                ..
            }) = last
            {
                kept.extend(comments);
            }
            return;
        };
        let range = start..self.inline.end;
        let (text, comments) = self.take_inline();
        if !text.is_empty() || !comments.is_empty() {
            self.add(What::Para { text, comments }, range);
        }
    }
}

/// Blanks at both ends taken off; a comment at the end of a line leaves one.
fn trimmed(mut text: Text) -> Text {
    if let Some(first) = text.0.first_mut() {
        first.text = Clean::new(first.text.trim_start());
    }
    while let Some(last) = text.0.last_mut() {
        let kept = last.text.trim_end();
        if kept.is_empty() {
            text.0.pop();
            continue;
        }
        if kept.len() < last.text.len() {
            last.text = Clean::new(kept);
        }
        break;
    }
    text
}
