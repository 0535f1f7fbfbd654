//! Owns places on a page ↔ lines, also where a part of a long lesson is not read yet and its lines are estimated.
//! Must not know how a block becomes lines.

use crate::doc::{AheadPart, Place};
use crate::layout::{PageLayout, Placed, Title};
use std::ops::Range;

impl PageLayout {
    /// The place of a line: the first block that shows at or below it.
    pub fn place(&self, number: usize) -> Place {
        let at = self
            .blocks
            .partition_point(|block| block.line + block.height <= number);
        let Some(block) = self.blocks.get(at).or(self.blocks.last()) else {
            return Place::default();
        };
        let inside = number.saturating_sub(block.line).min(block.height);
        let chars = match block.ahead {
            Some(bytes) => bytes * inside / block.height.max(1),
            None => block.laid.lines[..inside].iter().map(|line| line.chars).sum(),
        };
        Place {
            heading: block.heading.clone(),
            block: block.nth,
            chars,
            words: None,
        }
    }

    /// The line of a place. A heading that is gone leads to the top, a block that is gone to the last one below its heading. One that
    /// is not read yet leads to where it may be.
    pub fn line_of(&self, place: &Place) -> usize {
        let mut below = self
            .blocks
            .iter()
            .filter(|block| block.heading == place.heading)
            .peekable();
        if below.peek().is_none() {
            let heading = place.heading.as_deref().and_then(|id| self.line_of_heading(id));
            return heading.unwrap_or(0);
        }
        let mut last = 0;
        for block in below {
            last = block.line;
            if block.nth == place.block {
                return self.line_in(block, place.chars);
            }
        }
        last
    }

    /// The line of a character of a block; past its end its first one, and in a part that was just read one below it.
    fn line_in(&self, block: &Placed, chars: usize) -> usize {
        if let Some(bytes) = block.ahead {
            return block.line + block.height * chars.min(bytes) / bytes.max(1);
        }
        let at = self.blocks.partition_point(|other| other.line < block.line);
        let begins_part = block.nth == 0 && block.part > 0;
        let goes_on = self.blocks[at..]
            .iter()
            .take_while(|other| other.part == block.part && (begins_part || other.line == block.line));
        let mut seen = 0;
        for block in goes_on {
            for (at, line) in block.laid.lines.iter().enumerate() {
                seen += line.chars;
                if seen > chars {
                    return block.line + at;
                }
            }
        }
        block.line
    }

    /// The part of a long lesson that stands at a line and is not read yet, if one does.
    pub fn ahead_at(&self, number: usize) -> Option<usize> {
        let block = self.blocks.get(self.node_of_line(number)?)?;
        block.ahead.map(|_| block.part)
    }

    /// The parts of a long lesson that stand on these lines, if one of them is not read yet.
    pub fn ahead_in(&self, lines: &Range<usize>) -> Option<Range<usize>> {
        let first = self.node_of_line(lines.start).unwrap_or(0);
        let end = self.blocks.partition_point(|block| block.line < lines.end);
        let blocks = self.blocks.get(first..end)?;
        blocks.iter().any(|block| block.ahead.is_some()).then_some(())?;
        Some(blocks.first()?.part..blocks.last()?.part + 1)
    }

    /// Takes in the headings of a part that is not read yet and is to take so many lines from here on.
    pub(super) fn expect(&mut self, part: &AheadPart, height: usize) {
        let line = |at: usize| self.height + height * at / part.bytes.max(1);
        let titles = part.headings.iter().map(|heading| Title {
            id: heading.id.clone(),
            level: heading.level,
            words: heading.words.clone(),
            line: line(heading.at),
            may_ask: heading.asks,
        });
        self.headings.extend(titles);
    }
}
