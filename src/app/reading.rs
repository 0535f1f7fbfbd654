//! Owns what of a lesson lies behind the reader, and when it is read: what was on show for as long as it takes to read it, and no less.
//! Must not know how the place is saved, nor what a lesson says.

use crate::action::Screen;
use crate::app::App;
use crate::course::{Block, Lesson};
use crate::doc::{Stretch, StretchKind};
use crate::model::Face;
use crate::progress::event::EventKind;
use crate::source::Id;
use crate::time::Millis;
use std::collections::{BTreeMap, BTreeSet};

/// A question counts as much as so many characters of prose: half a minute of reading.
const QUESTION: usize = 500;
/// Milliseconds that a character takes at the least: some three thousand words in a minute, and nobody reads faster.
const CHARACTER: Millis = 4;
/// Blocks that one event names: far fewer than fit on a line of the log.
const BLOCKS: usize = 1_000;

/// The part of a lesson, and the number of the block in it; none for the part.
type BlockName = (usize, Option<usize>);

/// What of a lesson lies behind.
#[derive(Debug, Default)]
pub struct Behind {
    /// Blocks whose first line was on show.
    begun: BTreeSet<BlockName>,
    /// Blocks whose last line was.
    ended: BTreeSet<BlockName>,
    /// How long there was to read each.
    looked: BTreeMap<BlockName, Millis>,
    /// Blocks that were read.
    read: BTreeSet<BlockName>,
    /// Those of them that are not recorded.
    fresh: BTreeSet<BlockName>,
    /// Parts of which it is known what was read before.
    known: BTreeSet<usize>,
}

impl Behind {
    /// The eye was on these blocks for a time: on one after the other, from above, as long as each takes.
    /// A clock that was set back gives no time.
    fn look(&mut self, blocks: &[SeenBlock], time: Millis) {
        let mut time = time.max(0);
        for block in blocks {
            let looked = self.looked.entry(block.block).or_default();
            let more = (block.takes - *looked).clamp(0, time);
            *looked += more;
            time -= more;
        }
    }

    /// How much longer it takes to read these.
    fn left(&self, blocks: &[SeenBlock]) -> Millis {
        let unread = blocks.iter().filter(|block| !self.read.contains(&block.block));
        let left = unread.map(|block| (block.takes - self.looked.get(&block.block).unwrap_or(&0)).max(0));
        left.sum()
    }

    /// An edge of a block lies behind. With both, and with the time it takes, it was read.
    fn pass(&mut self, block: &SeenBlock, begins: bool, ends: bool) {
        if begins {
            self.begun.insert(block.block);
        }
        if ends {
            self.ended.insert(block.block);
        }
        let nth = &block.block;
        let is_whole = self.begun.contains(nth) && self.ended.contains(nth);
        let is_read = is_whole && self.looked.get(nth).unwrap_or(&0) >= &block.takes;
        if is_read && self.read.insert(*nth) {
            self.fresh.insert(*nth);
        }
    }
}

/// A block that is on show, whether its first and its last line are, and how long it takes to read it.
#[derive(Clone, Debug)]
struct SeenBlock {
    block: BlockName,
    begins: bool,
    ends: bool,
    takes: Millis,
}

/// What of a lesson is on show.
#[derive(Clone, Debug)]
pub struct OnShow {
    lesson: Id,
    /// Until when the time it was on show is counted; none while another page is.
    at: Option<Millis>,
    blocks: Vec<SeenBlock>,
}

/// How far a lesson is.
struct Reach {
    percent: u8,
    is_whole: bool,
}

impl App {
    /// How long a block takes. What is said line by line is heard, or it is not, however long it is on show.
    fn takes(&self, nodes: std::ops::Range<usize>) -> Millis {
        let chars: usize = nodes.map(|nth| self.window.page.chars_of_node(nth)).sum();
        match self.model.view.face {
            Face::Screen => CHARACTER.saturating_mul(Millis::try_from(chars).unwrap_or(Millis::MAX)),
            Face::Plain => Millis::MAX,
        }
    }

    /// What of the lesson on show can be seen.
    fn on_show(&self) -> Option<OnShow> {
        let Screen::Lesson(lesson) = self.screen() else {
            return None;
        };
        let (top, bottom) = (self.window.top(), self.bottom());
        let seen = self.shown_blocks().filter_map(|stretch| {
            let nodes = &stretch.nodes;
            let lines = self.window.page.lines_of_nodes(nodes)?;
            (lines.start < bottom && lines.end > top).then(|| SeenBlock {
                block: stretch.block,
                begins: lines.start >= top,
                ends: lines.end <= bottom,
                takes: self.takes(nodes.clone()),
            })
        });
        Some(OnShow {
            lesson: lesson.clone(),
            at: Some(self.model.now),
            blocks: seen.collect(),
        })
    }

    /// The blocks of the lesson on show that are read.
    fn shown_blocks(&self) -> impl Iterator<Item = &Stretch> {
        let stretches = self.window.doc.stretches.iter();
        stretches.filter(|stretch| stretch.block.1.is_some())
    }

    /// Takes in what was read before of the parts of a lesson that are open, by earlier starts and in other windows.
    fn read_before(&self, lesson: &Id, behind: &mut Behind) {
        let passed = self.model.progress.passed(lesson);
        let reached = usize::from(self.model.progress.reached(lesson));
        let page = self.model.library.lesson(lesson);
        let is_first = behind.known.is_empty();
        for stretch in self.shown_blocks() {
            let (part, nth) = stretch.block;
            if !passed.is_empty()
                && !behind.known.contains(&part)
                && nth
                    .and_then(|nth| page.prints(part).get(nth))
                    .is_some_and(|print| passed.contains(print))
            {
                behind.read.insert(stretch.block);
            }
        }
        if is_first && passed.is_empty() && reached > 0 {
            // The log did not know of blocks: so much was read from the top.
            let weighed = self.weighed();
            let whole: usize = weighed.iter().map(|(_, weight)| weight).sum();
            let mut all = 0;
            for (block, weight) in weighed {
                all += weight;
                if all * 100 <= reached * whole {
                    behind.read.insert(block);
                }
            }
            behind.fresh = behind.read.clone();
        }
        behind
            .known
            .extend(self.shown_blocks().map(|stretch| stretch.block.0));
    }

    /// Takes in which parts of a long lesson were read as a whole, for when they are not open.
    fn note_parts(&self, lesson: &Id, behind: &mut Behind) {
        let lesson = self.model.library.lesson(lesson);
        for part in self.window.doc.stretches.chunk_by(|a, b| a.block.0 == b.block.0) {
            let whole = part
                .last()
                .filter(|last| last.block.1.is_none() && part.len() > 1);
            let mut blocks = part.iter().filter(|stretch| !stretch.nodes.is_empty());
            if let Some(whole) = whole
                && blocks.all(|stretch| {
                    behind.read.contains(&stretch.block) || self.is_answered(&lesson, stretch.block)
                })
            {
                behind.read.insert(whole.block);
            }
        }
    }

    /// Whether a block of a lesson is a question that was answered.
    fn is_answered(&self, lesson: &Lesson, (part, nth): BlockName) -> bool {
        match nth.and_then(|nth| lesson.part(part).get(nth)) {
            Some(Block::Asks(question)) => self.model.progress.latest(&question.id).is_some(),
            Some(Block::Says(_)) | None => false,
        }
    }

    /// Takes in what lies behind after this step: what there was time to read, and stands above the window now; at the end of the
    /// lesson, what is on show.
    pub(super) fn note_behind(&mut self) {
        let before = self.window.on_show.take();
        let now = self.on_show();
        if let Some(before) = &before
            && let Some(since) = before.at
            && let Some(behind) = self.window.behind.get_mut(&before.lesson)
        {
            behind.look(&before.blocks, self.model.now - since);
        }
        let Some(now) = now else {
            // Whoever looks at another page meanwhile saw this one all the same.
            self.window.on_show = before.map(|before| OnShow { at: None, ..before });
            return;
        };
        let known = self.window.behind.remove(&now.lesson);
        let known = known.filter(|_| self.model.progress.place(&now.lesson).is_some());
        let mut behind = known.unwrap_or_default();
        self.read_before(&now.lesson, &mut behind);
        let top = self.window.top();
        for seen in before
            .iter()
            .filter(|before| before.lesson == now.lesson)
            .flat_map(|before| &before.blocks)
        {
            let mut stretches = self.window.doc.stretches.iter();
            let found = stretches.find(|stretch| stretch.block == seen.block);
            let lines = found.and_then(|found| self.window.page.lines_of_nodes(&found.nodes));
            if let Some(lines) = lines {
                behind.pass(
                    seen,
                    seen.begins && lines.start < top,
                    seen.ends && lines.end <= top,
                );
            }
        }
        let ends = self.is_at_end() && !self.is_looking_at_hit();
        if ends {
            now.blocks
                .iter()
                .for_each(|seen| behind.pass(seen, seen.begins, seen.ends));
        }
        self.note_parts(&now.lesson, &mut behind);
        let has_more = !behind.fresh.is_empty();
        self.window.behind.insert(now.lesson.clone(), behind);
        self.window.on_show = Some(now);
        if ends && has_more {
            self.save_place();
        }
    }

    /// Takes in what was on show of a lesson that is about to be left: of that, what there was time to read was read.
    pub(super) fn note_left(&mut self) {
        if self.is_looking_at_hit() || !matches!(self.screen(), Screen::Lesson(_)) {
            return;
        }
        let now = self.model.now;
        if let Some(shown) = &mut self.window.on_show
            && let Some(since) = shown.at.replace(now)
            && let Some(behind) = self.window.behind.get_mut(&shown.lesson)
        {
            behind.look(&shown.blocks, now - since);
            shown
                .blocks
                .iter()
                .for_each(|seen| behind.pass(seen, seen.begins, seen.ends));
        }
    }

    /// All that is on show was said, and the learner went on.
    pub(super) fn note_heard(&mut self) {
        if self.is_looking_at_hit() || !matches!(self.screen(), Screen::Lesson(_)) {
            return;
        }
        if let Some(shown) = &self.window.on_show
            && let Some(behind) = self.window.behind.get_mut(&shown.lesson)
        {
            for seen in &shown.blocks {
                behind.looked.insert(seen.block, seen.takes);
                behind.pass(seen, seen.begins, seen.ends);
            }
        }
    }

    /// Whether there is prose between two questions of the lesson on show that was not read.
    pub(super) fn passed_on_the_way(&self, from: &Id, to: &Id) -> bool {
        let Some(lesson) = self.lesson_id() else {
            return false;
        };
        let Some(behind) = self.window.behind.get(lesson) else {
            return false;
        };
        let page = self.model.library.lesson(lesson);
        let is = |block: &Block, id: &Id| matches!(block, Block::Asks(question) if question.id == *id);
        let blocks = self.window.doc.stretches.iter().map(|stretch| {
            let (part, nth) = stretch.block;
            (stretch, nth.and_then(|nth| page.part(part).get(nth)))
        });
        let mut between = blocks
            .skip_while(|(_, block)| !block.is_some_and(|block| is(block, from)))
            .take_while(|(_, block)| !block.is_some_and(|block| is(block, to)));
        // What was on show until now was read as far as there was time for it.
        let since = self
            .window
            .on_show
            .as_ref()
            .and_then(|now| Some(self.model.now - now.at?));
        between.any(|(stretch, block)| {
            let takes = self.takes(stretch.nodes.clone());
            let looked = behind.looked.get(&stretch.block).unwrap_or(&0);
            let looked = looked.saturating_add(since.unwrap_or(0));
            let is_prose = matches!(block, Some(Block::Says(node)) if node.is_prose());
            is_prose && !behind.read.contains(&stretch.block) && looked < takes
        })
    }

    /// Records what was read of the lesson on show and is not recorded yet.
    pub(super) fn record_read(&mut self) {
        let Some(lesson) = self.window.on_show.as_ref().map(|now| now.lesson.clone()) else {
            return;
        };
        let Some(behind) = self.window.behind.get_mut(&lesson) else {
            return;
        };
        let fresh = std::mem::take(&mut behind.fresh);
        let page = self.model.library.lesson(&lesson);
        let prints: Vec<_> = fresh
            .iter()
            .filter_map(|(part, nth)| page.prints(*part).get((*nth)?).copied())
            .collect();
        for blocks in prints.chunks(BLOCKS) {
            self.record(EventKind::Passed {
                lesson: lesson.clone(),
                blocks: blocks.to_vec(),
            });
        }
    }

    /// When all that is on show at the end of a lesson will have been there long enough. What is said is waited for by nobody.
    pub(super) fn end_is_seen_at(&self) -> Option<Millis> {
        if self.model.view.face == Face::Plain {
            return None;
        }
        let now = self.window.on_show.as_ref()?;
        let is_due =
            matches!(self.screen(), Screen::Lesson(_)) && self.is_at_end() && !self.is_looking_at_hit();
        let left = self.window.behind.get(&now.lesson)?.left(&now.blocks);
        now.at.filter(|_| is_due && left > 0).map(|at| at + left)
    }

    /// A lesson of which all was read has been read.
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

    /// The blocks of the lesson on show that show something, and what each counts. Read or not, a part of a long lesson counts as much as
    /// it is long.
    fn weighed(&self) -> Vec<(BlockName, usize)> {
        let weight = |stretch: &Stretch| match stretch.kind {
            StretchKind::Prose => self.window.page.chars_of_node(stretch.nodes.start).max(1),
            StretchKind::Question => QUESTION,
            StretchKind::Ahead(bytes) => bytes.max(1),
        };
        let mut blocks: Vec<(BlockName, usize)> = Vec::new();
        for part in self.window.doc.stretches.chunk_by(|a, b| a.block.0 == b.block.0) {
            let shown = part.iter().filter(|stretch| !stretch.nodes.is_empty());
            let weights: Vec<_> = shown.map(|stretch| (stretch.block, weight(stretch))).collect();
            let whole = part
                .last()
                .filter(|last| last.block.1.is_none() && part.len() > 1);
            match whole.map(weight) {
                Some(whole) => {
                    let all: usize = weights.iter().map(|(_, weight)| weight).sum();
                    let share = |weight: usize| whole * weight / all.max(1);
                    blocks.extend(weights.into_iter().map(|(block, weight)| (block, share(weight))));
                }
                None => blocks.extend(weights),
            }
        }
        blocks
    }

    fn reach(&self, id: &Id) -> Reach {
        let nothing = Behind::default();
        let behind = self.window.behind.get(id).unwrap_or(&nothing);
        let lesson = self.model.library.lesson(id);
        let (mut whole, mut seen) = (0, 0);
        for (block, weight) in self.weighed() {
            whole += weight;
            seen += match behind.read.contains(&block) || self.is_answered(&lesson, block) {
                true => weight,
                false => 0,
            };
        }
        let percent = (seen * 100).checked_div(whole).unwrap_or(100).min(100) as u8;
        Reach {
            percent: percent.max(self.model.progress.reached(id)),
            is_whole: seen == whole,
        }
    }
}
