//! Owns where a page of a window begins and where it ends: nothing is parted that fits, no head stands alone, and no page begins with the
//! rest of something. Must not know what is in focus.

use crate::doc::{Doc, Node};
use crate::layout::{OVERLAP, PageLayout, Placed};
use std::ops::Range;

/// Lines that stand with what heads them.
const LED: usize = 2;
/// Lines that a page does not begin with, where they are the rest of something.
const REST: usize = 2;

/// Whether a node heads the one below it: as a heading, as the bar of what is listed there, or in strong words of its own.
fn is_head(node: &Node, below: &Node) -> bool {
    match node {
        Node::Heading { .. } => true,
        Node::Gauge { .. } => matches!(below, Node::Row(_) | Node::Para(_) | Node::List(_)),
        Node::Para(text) => !text.is_empty() && text.0.iter().all(|run| run.look.strong),
        _ => false,
    }
}

impl PageLayout {
    /// What heads something stands on one page with the first lines of that.
    pub(super) fn keep_heads(&mut self, doc: &Doc) {
        let heads = doc.nodes.windows(2).zip(self.blocks.windows(2));
        let heads: Vec<&[Placed]> = heads
            .filter(|(nodes, _)| is_head(nodes[0].bare(), nodes[1].bare()))
            .map(|(_, blocks)| blocks)
            .collect();
        let kept = heads.iter().map(|blocks| {
            let first = blocks[1].laid.lines.len().min(LED);
            blocks[0].line..blocks[1].line + first
        });
        self.whole.extend(kept);
        self.heads = heads
            .iter()
            .map(|blocks| blocks[0].line..blocks[1].line)
            .collect();
    }

    /// Where a page ends that has room down to `end` and that somebody looks for something on, down to line `from`: a head below that
    /// does not stand alone at its end.
    pub fn end_without_head(&self, from: usize, end: usize) -> usize {
        let alone = |end: usize| {
            let mut heads = self.heads.iter().rev();
            heads.find(|head| from < head.start && head.start < end && end <= head.end)
        };
        let mut last = end;
        while let Some(head) = alone(last) {
            last = head.start;
        }
        last
    }

    /// Where a page ends that begins at `top` and has room down to `end`: before what it would part and the next one can show whole.
    pub fn page_end(&self, top: usize, end: usize) -> usize {
        if end >= self.height {
            return end;
        }
        let body = end.saturating_sub(top);
        let mut last = end;
        let parted = |last: usize| {
            let is_parted = |lines: &&Range<usize>| {
                let is_below = lines.start > top + body / 2 && lines.len() + 2 * OVERLAP <= body;
                is_below && lines.start < last && last < lines.end
            };
            self.whole.iter().find(is_parted).map(|lines| lines.start)
        };
        // What begins where the page ends now may itself stand in a larger piece.
        while let Some(start) = parted(last) {
            last = start;
        }
        self.end_without_head(top, last)
    }

    /// The first line of a page that would begin at `top`: not the rest of something that went out of sight, if it is a line or two.
    pub fn begin_from(&self, top: usize) -> usize {
        let says = |line: usize| self.line(line).is_some_and(|line| !line.text.is_empty());
        let begins = |line: &usize| {
            let block = self.node_of_line(*line).and_then(|nth| self.blocks.get(nth));
            let is_first = block.is_some_and(|block| block.line == *line);
            is_first || line.checked_sub(1).is_none_or(|before| !says(before))
        };
        if !says(top) || begins(&top) {
            return top;
        }
        let next = (top + 1..=top + REST).find(|line| !says(*line) || begins(line));
        let air = |line: &usize| says(*line);
        next.and_then(|next| (next..next + REST + 1).find(air))
            .unwrap_or(top)
    }
}
