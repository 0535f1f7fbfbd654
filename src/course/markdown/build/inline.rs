//! Owns the words of a paragraph while they are gathered: runs with their looks, pictures and comments among them.
//! Must not know what is open, but for what the words stand in.

use super::html::Looks;
use super::{Builder, Gathered, Holder, Inline, OpenImage, OpenLink, text};
use crate::clean::Clean;
use crate::course::markdown::html::attribute;
use crate::course::markdown::{Link, Piece, What, is_outside};
use crate::doc::text::{Role, Text, TextStyle};
use std::ops::Range;

/// Bytes in braces behind a picture that are looked at.
const LONGEST_ATTRIBUTES: usize = 2000;

impl Builder<'_> {
    pub(super) fn open_link(&mut self, target: String, title: String, is_html: bool, range: Range<usize>) {
        self.touch(&range);
        self.links.push(Link {
            target: target.clone(),
            title,
            picture: None,
            range,
        });
        self.inline.links.push(OpenLink {
            action: (self.resolve)(&target),
            target,
            from: self.inline.runs.len(),
            is_html,
        });
    }

    pub(super) fn end_link(&mut self, range: Range<usize>) {
        self.touch(&range);
        // A link that leads outside shows where: it is never opened from here.
        if let Some(OpenLink {
            target,
            action: None,
            from,
            is_html: _,
        }) = self.inline.links.pop()
        {
            let runs = self.inline.runs.get(from..).unwrap_or_default();
            let shown: String = runs.iter().map(|run| run.text.as_str()).collect();
            let address = ["mailto:", "tel:"]
                .iter()
                .find_map(|scheme| target.strip_prefix(scheme))
                .unwrap_or(&target);
            if is_outside(&target) && !shown.ends_with(address) {
                let lead = if shown.trim().is_empty() { "" } else { " " };
                self.words(&format!("{lead}({address})"), Role::Muted, range);
            }
        }
    }

    pub(super) fn open_image(&mut self, target: &str, title: &str, range: Range<usize>) {
        self.touch(&range);
        self.inline.image = Some(OpenImage {
            target: target.to_owned(),
            from: self.inline.runs.len(),
            link: self.links.len(),
        });
        self.links.push(Link {
            target: target.to_owned(),
            title: title.to_owned(),
            picture: Some(Text::default()),
            range,
        });
    }

    pub(super) fn end_image(&mut self, range: Range<usize>) {
        let Some(OpenImage { target, from, link }) = self.inline.image.take() else {
            return;
        };
        let runs = self.inline.runs.split_off(from.min(self.inline.runs.len()));
        let mut words = text(runs);
        if let Some((alt, length)) = self.markdown.get(range.end..).and_then(attributes_behind) {
            self.hidden_until = range.end + length;
            if words.is_empty() {
                words = alt.map(|alt| Text::plain(&Clean::line(&alt))).unwrap_or_default();
            }
        }
        self.links[link].picture = Some(words.clone());
        // Inside a link its words are those of the link.
        let alone = self.inline.links.is_empty()
            && self.inline.runs.iter().all(|run| run.text.trim().is_empty())
            && !self.is_inline();
        if alone {
            self.inline.runs.clear();
            self.inline.start = None;
            self.add(What::Image { target, words }, range);
        } else {
            let runs = words.0.into_iter().map(|run| Gathered {
                text: run.text.to_string(),
                look: run.look,
                action: run.action,
            });
            self.inline.runs.extend(runs);
            self.inline.is_behind_picture = true;
        }
    }

    /// Whether words are gathered for something that holds no blocks.
    pub(super) fn is_inline(&mut self) -> bool {
        self.html.is_cell()
            || matches!(
                self.top(),
                Holder::Heading(_) | Holder::Cell | Holder::DefinitionTerm
            )
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
        let looks = &self.inline.looks;
        let look = TextStyle {
            strong: self.inline.strong > 0 || looks.is_strong(),
            emphasis: self.inline.emphasis > 0 || looks.is_emphasized(),
            strike: self.inline.strike > 0 || looks.is_struck(),
            role: if looks.is_code() && role == Role::Body {
                Role::Code
            } else {
                role
            },
        };
        let words = &*self.inline.looks.scripted(words);
        // A comment between two blanks leaves one.
        let is_doubled = self.inline.runs.last().is_some_and(|run| run.text.ends_with(' '))
            && !self.inline.comments.is_empty();
        let words = if is_doubled {
            words.trim_start_matches(' ')
        } else {
            words
        };
        let action = link.and_then(|link| link.action.clone());
        // The words of a picture are told apart from those before it and behind it.
        let apart = self
            .inline
            .image
            .as_ref()
            .is_some_and(|image| image.from == self.inline.runs.len());
        let is_behind = std::mem::take(&mut self.inline.is_behind_picture);
        let meets = |c: char| c.is_alphanumeric() || c == ')';
        if (apart || is_behind && words.starts_with(char::is_alphanumeric))
            && let Some(last) = self.inline.runs.last_mut()
            && last.text.ends_with(meets)
        {
            last.text.push(' ');
        }
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
        // A link around blocks has no words yet: it goes on in what comes next.
        let Inline { runs, links, .. } = &mut self.inline;
        links.retain(|link| !link.is_html || !has_words(runs, link.from));
        links.iter_mut().for_each(|link| link.from = 0);
        let mut runs = std::mem::take(runs);
        for run in runs
            .iter_mut()
            .filter(|run| run.look.role == Role::Body && run.text.contains("]{#"))
        {
            for name in unbracketed(&mut run.text) {
                self.html.anchors.insert(name);
            }
        }
        let text = text(runs);
        let comments = std::mem::take(&mut self.inline.comments);
        self.inline.start = None;
        // What tags opened and did not close ends here.
        self.inline.looks = Looks::default();
        self.inline.is_behind_picture = false;
        (trimmed(text), comments)
    }

    /// Words that were gathered become a paragraph of the container they stand in.
    pub(super) fn flush(&mut self) {
        if self.is_inline() {
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
        // A link around blocks leads from the first of them that has words.
        while let Some(link) = self.inline.links.last()
            && link.is_html
            && has_words(&self.inline.runs, link.from)
        {
            if let Some(run) = self.inline.runs.last_mut() {
                run.text.truncate(run.text.trim_end().len());
            }
            self.end_link(range.clone());
        }
        let (text, comments) = self.take_inline();
        if !text.is_empty() || !comments.is_empty() {
            // A place that has words of its own is no heading's.
            self.html.anchor = None;
            self.add(What::Para { text, comments }, range);
        }
    }
}

/// Whether anything is said from this run on.
fn has_words(runs: &[Gathered], from: usize) -> bool {
    runs.iter().skip(from).any(|run| !run.text.trim().is_empty())
}

/// Takes the brackets of `[words]{#name}` away, by which some name a place; the names.
fn unbracketed(words: &mut String) -> Vec<String> {
    let (mut told, mut names) = (String::new(), Vec::new());
    let mut rest = words.as_str();
    while let Some((before, behind)) = rest.split_once("]{#") {
        let (Some(open), Some((name, next))) = (before.rfind('['), behind.split_once('}')) else {
            break;
        };
        told.push_str(&before[..open]);
        told.push_str(&before[open + 1..]);
        names.extend(name.split_whitespace().next().map(str::to_owned));
        rest = next;
    }
    *words = told + rest;
    names
}

/// The attributes that some write in braces behind a picture: the words among them, and how long all of it is.
fn attributes_behind(rest: &str) -> Option<(Option<String>, usize)> {
    let inner = rest.strip_prefix('{')?;
    let end = inner
        .bytes()
        .take(LONGEST_ATTRIBUTES)
        .position(|byte| byte == b'}')?;
    let inner = &inner[..end];
    let is_attribute = |word: &str| word.starts_with(['.', '#', ':']) || word.contains('=');
    let first = inner.split_ascii_whitespace().next()?;
    is_attribute(first).then(|| (attribute(inner, "alt").filter(|alt| !alt.is_empty()), end + 2))
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
