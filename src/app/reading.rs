//! Owns what of a lesson lies behind the reader, and when it is read: what was on show for a moment, and no more than that.
//! Must not know how the place is saved, nor what a lesson says.

use crate::action::Screen;
use crate::app::App;
use crate::app::sight::MOMENT;
use crate::doc::{Stretch, StretchKind};
use crate::model::Face;
use crate::progress::event::EventKind;
use crate::source::Id;
use crate::time::Millis;
use std::collections::BTreeSet;
use std::ops::Range;

/// A question counts as much as so many characters of prose: half a minute of reading.
const QUESTION: usize = 500;

/// What of a lesson lies behind.
#[derive(Debug, Default)]
pub struct Behind {
    /// Percent of it that lay behind when it was opened: taken as its first part.
    before: u8,
    /// Blocks whose first line was on show.
    begun: BTreeSet<BlockName>,
    /// Blocks whose last line was.
    ended: BTreeSet<BlockName>,
    /// Parts of a long lesson of which all was.
    whole: BTreeSet<usize>,
}

/// The part of a lesson, and the block in it.
type BlockName = (usize, Option<usize>);

impl Behind {
    fn see(&mut self, seen: &SeenBlock) {
        if seen.begins {
            self.begun.insert(seen.block);
        }
        if seen.ends {
            self.ended.insert(seen.block);
        }
    }

    fn has(&self, block: &BlockName) -> bool {
        match block {
            (part, None) => self.whole.contains(part),
            block => self.begun.contains(block) && self.ended.contains(block),
        }
    }
}

/// A block that is on show, and whether its first and its last line are.
#[derive(Clone, Debug)]
struct SeenBlock {
    block: BlockName,
    begins: bool,
    ends: bool,
}

/// What of a lesson is on show, and since when.
#[derive(Clone, Debug)]
pub struct OnShow {
    lesson: Id,
    lines: (usize, usize),
    since: Millis,
    blocks: Vec<SeenBlock>,
    /// Whether it was counted, as what is on show at the end of a lesson is.
    is_counted: bool,
}

/// How far a lesson is.
struct Reach {
    percent: u8,
    is_whole: bool,
}

impl App {
    /// What is said line by line was heard; what is drawn has to stand for a moment.
    fn moment(&self) -> Millis {
        match self.model.view.face {
            Face::Screen => MOMENT,
            Face::Plain => 0,
        }
    }

    /// What of the lesson on show can be seen.
    fn on_show(&self) -> Option<OnShow> {
        let Screen::Lesson(lesson) = self.screen() else {
            return None;
        };
        let (top, bottom) = (self.window.top(), self.bottom());
        let blocks = self.window.doc.stretches.iter();
        let seen = blocks
            .filter(|stretch| stretch.block.1.is_some())
            .filter_map(|stretch| {
                let lines = self.window.page.lines_of_nodes(&stretch.nodes)?;
                let begins = (top..bottom).contains(&lines.start);
                let ends = (top + 1..bottom + 1).contains(&lines.end);
                (begins || ends).then_some(SeenBlock {
                    block: stretch.block,
                    begins,
                    ends,
                })
            });
        Some(OnShow {
            lesson: lesson.clone(),
            lines: (top, bottom),
            since: self.model.now,
            blocks: seen.collect(),
            is_counted: false,
        })
    }

    /// Takes in what lies behind after this step: what was on show for a moment and stands above the window now; at
    /// the end of the lesson, what is on show for a moment.
    pub(super) fn note_behind(&mut self) {
        let before = self.window.on_show.take();
        let moment = self.moment();
        let Some(mut now) = self.on_show() else {
            // Whoever looks at another page meanwhile saw this one all the same.
            let seen = before.filter(|before| self.model.now - before.since >= moment);
            self.window.on_show = seen.map(|seen| OnShow { since: 0, ..seen });
            return;
        };
        let reached = self.model.progress.reached(&now.lesson);
        let mut behind = self.window.behind.remove(&now.lesson).unwrap_or_default();
        if self.model.progress.place(&now.lesson).is_none() {
            behind = Behind::default();
        }
        behind.before = match behind.begun.is_empty() && behind.ended.is_empty() {
            true => reached,
            false => behind.before,
        };
        if let Some(before) = before.filter(|before| before.lesson == now.lesson) {
            if before.lines == now.lines {
                (now.since, now.is_counted) = (before.since, before.is_counted);
            }
            if self.model.now - before.since >= moment {
                for seen in &before.blocks {
                    let lines = self.lines_of_block(seen.block);
                    behind.see(&SeenBlock {
                        begins: seen.begins && lines.as_ref().is_some_and(|lines| lines.start < now.lines.0),
                        ends: seen.ends && lines.as_ref().is_some_and(|lines| lines.end <= now.lines.0),
                        ..*seen
                    });
                }
            }
        }
        let stays = !now.is_counted && self.model.now - now.since >= moment;
        let ends = self.is_at_end() && stays && !self.is_looking_at_hit();
        if ends {
            now.blocks.iter().for_each(|seen| behind.see(seen));
            now.is_counted = true;
        }
        self.note_parts(&mut behind);
        self.window.behind.insert(now.lesson.clone(), behind);
        self.window.on_show = Some(now);
        if ends {
            self.save_place();
        }
    }

    /// The lines of a block, or of the part that it is in where that is not read any more.
    fn lines_of_block(&self, (part, nth): BlockName) -> Option<Range<usize>> {
        let stretches = &self.window.doc.stretches;
        let is_it = |stretch: &&Stretch| stretch.block == (part, nth);
        let is_its_part = |stretch: &&Stretch| stretch.block == (part, None);
        let found = stretches
            .iter()
            .find(is_it)
            .or(stretches.iter().find(is_its_part))?;
        self.window.page.lines_of_nodes(&found.nodes)
    }

    /// Takes in which parts of a long lesson lie behind as a whole.
    fn note_parts(&self, behind: &mut Behind) {
        for part in self.window.doc.stretches.chunk_by(|a, b| a.block.0 == b.block.0) {
            let Some(last) = part
                .last()
                .filter(|last| last.block.1.is_none() && part.len() > 1)
            else {
                continue;
            };
            let mut blocks = part.iter().filter(|stretch| !stretch.nodes.is_empty());
            if blocks.all(|stretch| behind.has(&stretch.block)) {
                behind.whole.insert(last.block.0);
            }
        }
    }

    /// When the end of a lesson will have been on show for a moment.
    pub(super) fn end_is_seen_at(&self) -> Option<Millis> {
        let now = self.window.on_show.as_ref()?;
        let is_due = !now.is_counted && matches!(self.screen(), Screen::Lesson(_)) && self.is_at_end();
        (is_due && !self.is_looking_at_hit()).then_some(now.since + self.moment())
    }

    /// A lesson of which all was on show has been read.
    pub(super) fn note_read(&mut self) {
        let Screen::Lesson(lesson) = self.screen().clone() else {
            return;
        };
        if self.reach(&lesson).is_whole && self.model.progress.read_at(&lesson).is_none() {
            self.record(EventKind::Read { lesson });
        }
    }

    /// How much of the lesson on show lies behind, in percent. It never falls.
    pub fn percent_behind(&self) -> Option<u8> {
        let Screen::Lesson(lesson) = self.screen() else {
            return None;
        };
        (!self.window.doc.stretches.is_empty()).then(|| self.reach(lesson).percent)
    }

    fn reach(&self, id: &Id) -> Reach {
        let nothing = Behind::default();
        let behind = self.window.behind.get(id).unwrap_or(&nothing);
        let weight = |stretch: &Stretch| match stretch.kind {
            StretchKind::Prose => self.window.page.chars_of_node(stretch.nodes.start).max(1),
            StretchKind::Question => QUESTION,
            StretchKind::Ahead(bytes) => bytes.max(1),
        };
        let mut blocks: Vec<(BlockName, usize)> = Vec::new();
        for part in self.window.doc.stretches.chunk_by(|a, b| a.block.0 == b.block.0) {
            let shown = part.iter().filter(|stretch| !stretch.nodes.is_empty());
            let weights: Vec<_> = shown.map(|stretch| (stretch.block, weight(stretch))).collect();
            // Read or not, a part of a long lesson counts as much as it is long.
            match part
                .last()
                .filter(|last| last.block.1.is_none() && part.len() > 1)
            {
                Some(last) => {
                    let all: usize = weights.iter().map(|(_, weight)| weight).sum();
                    let share = |block: usize| weight(last) * block / all.max(1);
                    blocks.extend(weights.into_iter().map(|(block, weight)| (block, share(weight))));
                }
                None => blocks.extend(weights),
            }
        }
        let (mut all, mut seen, mut is_whole) = (0, 0, true);
        let whole: usize = blocks.iter().map(|(_, weight)| weight).sum();
        for (block, weight) in blocks {
            all += weight;
            let was_before = all * 100 <= usize::from(behind.before) * whole;
            match was_before || behind.has(&block) {
                true => seen += weight,
                false => is_whole = false,
            }
        }
        let percent = (seen * 100).checked_div(whole).unwrap_or(100).min(100) as u8;
        Reach {
            percent: percent.max(self.model.progress.reached(id)),
            is_whole,
        }
    }
}
