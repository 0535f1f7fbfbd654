//! Owns how a heading becomes lines, so that each rank is told without a color. Must not know what stands below it.

use crate::doc::text::{Role, Text};
use crate::layout::blocks::{append, para};
use crate::layout::{Laid, Line, PageStyle};
use crate::wrap::parted;

/// A title has a rule below it. Of a question, what leads up to its words is said in a lower voice in lines of its own; its words are as
/// strong as its page has them.
pub fn lay(level: u8, text: &Text, columns: usize, style: PageStyle) -> Laid {
    let words = text.words();
    if let Some(end) = words.rfind('\n') {
        let (lead, stem) = (parted(text, end).0, parted(text, end + 1).1);
        let mut laid = para(&lead, columns);
        // The character that parts the two belongs to the first.
        laid.lines
            .iter_mut()
            .rev()
            .take(1)
            .for_each(|line| line.chars += 1);
        append(&mut laid, para(&stem, columns), usize::from(!style.has_reader));
        return laid;
    }
    let mut text = text.clone().stressed();
    for run in &mut text.0 {
        if level <= 2 && run.look.role == Role::Body {
            run.look.role = Role::Title;
        }
    }
    let mut laid = para(&text, columns);
    // To the ear a rule is noise.
    if level == 1 && !style.has_reader {
        laid.lines.push(Line {
            text: Text::role(&style.glyphs.pick("━", "=").repeat(columns), Role::Title),
            chars: 0,
        });
    }
    laid
}
