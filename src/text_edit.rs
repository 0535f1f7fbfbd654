//! Owns the editing of what a learner writes: insert, erase, word, line, undo and the caret, always by whole graphemes.
//! Its text is clean at all times, so that the caret is the same offset here and in the field that a face shows.
//! Must not know keys, questions or how lines are wrapped: the page passes the wrapped lines in.

use crate::clean::Clean;
use crate::cluster::width;
use crate::doc::Lines;
use crate::wrap::lines;
use std::collections::VecDeque;
use std::ops::Range;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// Bytes that a learner's text may have. A longer text that was saved before is kept, and takes no more.
pub const MAX: usize = 256 * 1024;
/// Steps that can be undone.
const STEPS: usize = 100;
/// Bytes of letters that are one step to undo. Longer than a word, for scripts that write no blanks between words.
const RUN: usize = 64;
/// Characters that bind letters. They mean nothing until the letter after them is there.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// What can be done to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Writes something typed or pasted at the caret, whatever it contains.
    Insert(String),
    /// Breaks the line at the caret, where several lines are allowed.
    Break,
    /// Erases before the caret.
    Erase(Reach),
    /// Erases after the caret.
    Delete(Reach),
    /// Moves the caret.
    Move(Motion),
    /// Puts other words in the place of all there are, as one step.
    Rewrite(String),
    /// Takes the last step back: a word, a paste or an erased stretch.
    Undo,
}

/// How much is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What a reader takes for one letter or one emoji.
    Grapheme,
    /// To the far side of the nearest word.
    Word,
    /// To the end of the line as it is wrapped, and never past it: lines are not joined by it.
    Line,
}

impl Reach {
    /// Each of them.
    pub const ALL: [Reach; 3] = [Reach::Grapheme, Reach::Word, Reach::Line];
}

/// Where the caret goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One grapheme back.
    Left,
    /// One grapheme on.
    Right,
    /// To the start of this word or the one before.
    WordLeft,
    /// To the end of this word or the next.
    WordRight,
    /// To the start of the wrapped line.
    Start,
    /// To the end of the wrapped line. Where a line is wrapped, that is before its last grapheme: behind it the next line starts.
    End,
    /// To the line above, in the same column if it has one; from an `End`, to its end.
    Up,
    /// To the line below, likewise.
    Down,
    /// To the start of the text.
    Top,
    /// To the end of the text.
    Bottom,
}

impl Motion {
    /// Each of them.
    pub const ALL: [Motion; 10] = [
        Motion::Left,
        Motion::Right,
        Motion::WordLeft,
        Motion::WordRight,
        Motion::Start,
        Motion::End,
        Motion::Up,
        Motion::Down,
        Motion::Top,
        Motion::Bottom,
    ];
}

/// What came of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The text is another.
    Changed,
    /// Only the caret is elsewhere.
    Moved,
    /// Nothing happened. `Up` on the first line says so, and the focus may go to the row above.
    Same,
    /// The text is full: some or all of what came was left out.
    Full,
}

/// A text that is being written. Only `apply` should change its fields: undo remembers offsets into the text.
#[derive(Clone, Debug)]
pub struct Writing {
    /// What is written. Clean, and a single line if `lines` says so.
    pub text: String,
    /// The caret, as a byte offset into `text`, on a grapheme boundary.
    pub caret: usize,
    /// How many lines there may be.
    pub lines: Lines,
    /// The steps to undo, oldest first; each is the changes that are undone together.
    history: VecDeque<Vec<Change>>,
    /// The stretch of letters that the next letter may continue.
    run: Option<Run>,
    /// The column that the last way up, down or to the end aimed at, so that a short line between does not lose it.
    column: Option<usize>,
    /// A joiner that was typed and waits for its right letter.
    held: Option<char>,
}

/// One change, as what it takes to go back.
#[derive(Clone, Debug)]
struct Change {
    at: usize,
    removed: String,
    inserted: usize,
    caret: usize,
}

/// Letters that were typed or erased one after the other, and are undone together.
#[derive(Clone, Copy, Debug)]
struct Run {
    typed: bool,
    blank: bool,
    bytes: usize,
}

impl Writing {
    /// A text to go on with, cleaned. Any `caret` will do: it is moved into the text and on to the next grapheme boundary.
    pub fn new(text: String, caret: usize, lines: Lines) -> Writing {
        let before = Clean::new(&text[..forward(&text, caret)]).len();
        let mut text = Clean::new(&text).to_string();
        if lines == Lines::One {
            text = text.replace('\n', " ");
        }
        Writing {
            caret: forward(&text, before),
            text,
            lines,
            history: VecDeque::new(),
            run: None,
            column: None,
            held: None,
        }
    }

    /// Does one edit. `wrapped` are the byte ranges of the lines on screen, which cover the text without gaps; where they do not, or are
    /// none, lines end at newlines only.
    pub fn apply(&mut self, edit: Edit, wrapped: &[Range<usize>]) -> Outcome {
        self.caret = forward(&self.text, self.caret);
        let (text, caret) = (self.text.as_str(), self.caret);
        let (left, right) = (back(text, caret.saturating_sub(1)), forward(text, caret + 1));
        let (held, column) = (self.held.take(), self.column.take());
        match edit {
            Edit::Insert(words) => self.insert(&words, held),
            Edit::Break if self.lines == Lines::One => Outcome::Same,
            Edit::Break => self.replace(caret..caret, "\n"),
            Edit::Erase(Reach::Grapheme) => self.replace(left..caret, ""),
            Edit::Erase(Reach::Word) => self.replace(word_left(text, caret)..caret, ""),
            Edit::Erase(Reach::Line) => self.replace(self.line_start(wrapped).min(caret)..caret, ""),
            Edit::Delete(Reach::Grapheme) => self.replace(caret..right, ""),
            Edit::Delete(Reach::Word) => self.replace(caret..word_right(text, caret), ""),
            Edit::Delete(Reach::Line) => self.replace(caret..self.line_end(wrapped).max(caret), ""),
            Edit::Rewrite(words) => {
                let words = match self.lines {
                    Lines::One => Clean::line(words.trim_end()),
                    Lines::Many => Clean::new(&words),
                };
                self.run = None;
                self.replace(0..self.text.len(), &words)
            }
            Edit::Undo => self.undo(),
            Edit::Move(way) => {
                self.run = None;
                self.caret = match way {
                    Motion::Left => left,
                    Motion::Right => right,
                    Motion::WordLeft => word_left(text, caret),
                    Motion::WordRight => word_right(text, caret),
                    Motion::Start => self.line_start(wrapped),
                    Motion::End => self.beside(wrapped, Some(usize::MAX), Some),
                    Motion::Up => self.beside(wrapped, column, |row| row.checked_sub(1)),
                    Motion::Down => self.beside(wrapped, column, |row| row.checked_add(1)),
                    Motion::Top => 0,
                    Motion::Bottom => text.len(),
                };
                if self.caret == caret {
                    Outcome::Same
                } else {
                    Outcome::Moved
                }
            }
        }
    }

    fn insert(&mut self, words: &str, held: Option<char>) -> Outcome {
        let mut piece = String::from_iter(held);
        match self.lines {
            Lines::One if words.contains(['\n', '\r', '\u{2028}', '\u{2029}']) => {
                piece.push_str(&Clean::line(words))
            }
            Lines::One | Lines::Many => piece.push_str(words),
        }
        let outcome = self.replace(self.caret..self.caret, &piece);
        // Keyboards send an emoji or a Persian word one character at a time, and a joiner without its right letter is not clean.
        if outcome == Outcome::Same {
            self.held = JOINERS.into_iter().find(|joiner| words.chars().eq([*joiner]));
        }
        outcome
    }

    /// Puts `with` in the place of `range` and the caret behind it. The whole of the hard line is cleaned again, because marks and joiners
    /// are judged by their neighbours.
    fn replace(&mut self, range: Range<usize>, with: &str) -> Outcome {
        let start = self.text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[range.end..]
            .find('\n')
            .map_or(self.text.len(), |at| range.end + at);
        let old = &self.text[start..end];
        let before = format!("{}{with}", &self.text[start..range.start]);
        let mut line = Clean::new(&format!("{before}{}", &self.text[range.end..end]));
        let mut caret = forward(&line, Clean::new(&before).len());
        let mut outcome = Outcome::Changed;
        let excess = (self.text.len() - old.len() + line.len()).saturating_sub(MAX);
        if excess > 0 && line.len() > old.len() {
            outcome = Outcome::Full;
            let kept = back(&line, caret.saturating_sub(excess));
            if start + kept <= range.start {
                return outcome;
            }
            line = Clean::new(&format!("{}{}", &line[..kept], &line[caret..]));
            caret = forward(&line, kept);
        }
        if *line == *old {
            return Outcome::Same;
        }
        let same_start = shared(old.chars(), line.chars());
        let same_end = shared(old[same_start..].chars().rev(), line[same_start..].chars().rev());
        let removed = old[same_start..old.len() - same_end].to_owned();
        let change = Change {
            at: start + same_start,
            removed,
            inserted: line.len() - same_end - same_start,
            caret: self.caret,
        };
        let touched = if with.is_empty() {
            &self.text[range]
        } else {
            with.trim_start_matches(JOINERS)
        };
        // A paste or a word is longer than any run, so that nothing goes on with it.
        let bytes = if touched.graphemes(true).nth(1).is_none() {
            touched.len()
        } else {
            RUN + 1
        };
        self.remember(
            change,
            Run {
                typed: !with.is_empty(),
                blank: touched.trim().is_empty(),
                bytes,
            },
        );
        self.text.replace_range(start..end, &line);
        self.caret = start + caret;
        outcome
    }

    /// Keeps a change: with the step before where it goes on in the same word or in the blanks behind it, else as a step of its own.
    fn remember(&mut self, change: Change, next: Run) {
        let bytes = next.bytes + self.run.map_or(0, |run| run.bytes);
        let goes_on = self
            .run
            .is_some_and(|run| run.typed == next.typed && (next.blank || !run.blank))
            && bytes <= RUN;
        self.run = Some(Run {
            bytes: if goes_on { bytes } else { next.bytes },
            ..next
        });
        match self.history.back_mut().filter(|_| goes_on) {
            Some(step) => step.push(change),
            None => self.history.push_back(vec![change]),
        }
        if self.history.len() > STEPS {
            self.history.pop_front();
        }
    }

    fn undo(&mut self) -> Outcome {
        self.run = None;
        let Some(step) = self.history.pop_back() else {
            return Outcome::Same;
        };
        for change in step.into_iter().rev() {
            // Where somebody wrote to `text` past `apply`, the offset may mean nothing now.
            let stretch = change.at..change.at + change.inserted;
            if self.text.get(stretch.clone()).is_some() {
                self.text.replace_range(stretch, &change.removed);
                self.caret = change.caret;
            }
        }
        self.caret = forward(&self.text, self.caret);
        Outcome::Changed
    }

    fn line_start(&self, wrapped: &[Range<usize>]) -> usize {
        let (rows, here) = self.rows(wrapped);
        forward(&self.text, rows[here].start)
    }

    fn line_end(&self, wrapped: &[Range<usize>]) -> usize {
        let (rows, here) = self.rows(wrapped);
        back(
            &self.text,
            rows[here].start + self.text[rows[here].clone()].trim_end_matches('\n').len(),
        )
    }

    /// The place on the row that `other` makes of this one, in the column aimed at or else the caret's. Where no such row is, it stays.
    fn beside(
        &mut self,
        wrapped: &[Range<usize>],
        column: Option<usize>,
        other: fn(usize) -> Option<usize>,
    ) -> usize {
        let (rows, here) = self.rows(wrapped);
        let column = column.unwrap_or_else(|| width(&self.text[rows[here].start..self.caret]));
        self.column = Some(column);
        let Some(row) = other(here).filter(|row| *row < rows.len()) else {
            return self.caret;
        };
        let start = forward(&self.text, rows[row].start);
        // Behind the last grapheme of a wrapped line the caret would show on the next one.
        let last = if row + 1 == rows.len() {
            self.text.len()
        } else {
            rows[row].end.saturating_sub(1)
        };
        let stop = back(&self.text, last).max(start);
        let mut used = 0;
        let fits = self.text[start..stop].graphemes(true).take_while(|grapheme| {
            used += width(grapheme);
            used <= column
        });
        start + fits.map(str::len).sum::<usize>()
    }

    /// The rows a caret moves on and the one it is shown on: between two, the lower. They are `wrapped` where that covers the text, else
    /// the hard lines; an empty line behind a last newline is among them.
    fn rows(&self, wrapped: &[Range<usize>]) -> (Vec<Range<usize>>, usize) {
        let mut end = 0;
        let follow = wrapped.iter().all(|row| {
            let start = std::mem::replace(&mut end, row.end);
            row.start == start && row.end >= start && self.text.is_char_boundary(row.end)
        });
        let covers = follow && end == self.text.len() && !wrapped.is_empty();
        let mut rows = if covers {
            wrapped.to_vec()
        } else {
            lines(&self.text, usize::MAX)
        };
        if self.text.ends_with('\n') && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(self.text.len()..self.text.len());
        }
        let here = rows
            .partition_point(|row| row.start <= self.caret)
            .saturating_sub(1);
        (rows, here)
    }
}

fn word_left(text: &str, caret: usize) -> usize {
    let word = text[..caret]
        .split_word_bound_indices()
        .rev()
        .find(|(_, part)| is_word(part));
    back(text, word.map_or(0, |(at, _)| at))
}

fn word_right(text: &str, caret: usize) -> usize {
    let word = text[caret..]
        .split_word_bound_indices()
        .find(|(_, part)| is_word(part));
    forward(
        text,
        word.map_or(text.len(), |(at, part)| caret + at + part.len()),
    )
}

/// Whether a stretch between two word boundaries is a word or an emoji, and not blanks or punctuation.
fn is_word(part: &str) -> bool {
    part.chars().any(|c| match c {
        '\u{a1}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}' => {
            c.is_alphanumeric()
        }
        c => !c.is_whitespace() && !c.is_ascii_punctuation(),
    })
}

/// The nearest grapheme boundary at or before `at`.
fn back(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| is_boundary(text, *at)).unwrap_or(0)
}

/// The nearest grapheme boundary at or after `at`; past the end, the end.
fn forward(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| is_boundary(text, *at))
        .unwrap_or(text.len())
}

fn is_boundary(text: &str, at: usize) -> bool {
    text.is_char_boundary(at)
        && GraphemeCursor::new(at, text.len(), true)
            .is_boundary(text, 0)
            .expect("it is given the whole text")
}

/// Bytes of the characters that two texts have in common from where they are read.
fn shared(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other)
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum()
}

#[cfg(test)]
mod tests;
