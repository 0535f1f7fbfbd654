//! Sequences drawn from the grammar of terminals, cut at random places with pauses: the reader of keys stays alive and hears the next.

use crate::dice::{Dice, number, seed};
use crate::sequences::{Sort, draw};
use ally_up::keymap::Key;
use ally_up::shell::keys::{Heard, KeyReader};
use std::time::Duration;

/// Sequences in the suite. `ALLY_UP_SEQUENCES` asks for more, `ALLY_UP_SEED` for others.
const SEQUENCES: u64 = 20_000;
/// After so long nothing is unfinished any more.
const QUIET: u64 = 1_001;

/// A reader and its clock, in milliseconds.
struct Terminal {
    reader: KeyReader,
    at: u64,
}

impl Terminal {
    fn new() -> Terminal {
        Terminal {
            reader: KeyReader::new(0x7f),
            at: 0,
        }
    }

    fn wait(&mut self, milliseconds: u64) -> Vec<Heard> {
        self.at += milliseconds;
        let mut heard = Vec::new();
        while let Some(due) = self
            .reader
            .deadline()
            .filter(|due| *due <= Duration::from_millis(self.at))
        {
            heard.extend(self.reader.tick(due));
        }
        heard
    }

    fn read(&mut self, bytes: &[u8]) -> Vec<Heard> {
        self.reader.feed(bytes, Duration::from_millis(self.at))
    }
}

#[test]
fn any_sequence_leaves_it_hearing_the_next_key() {
    let (seed, count) = (seed(), number("ALLY_UP_SEQUENCES", SEQUENCES));
    let mut dice = Dice(seed);
    let mut terminal = Terminal::new();
    let mut typed = 0_u64;
    for nth in 0..count {
        let (sort, bytes) = draw(&mut dice);
        let (one, other) = bytes.split_at(dice.below(bytes.len() + 1));
        // Where a sequence may be late it still is one; an unfinished one may stall for any time.
        let pause = dice.below(if sort == Sort::Any { 400 } else { 140 }) as u64;
        let mut heard = terminal.read(one);
        heard.extend(terminal.wait(pause));
        heard.extend(terminal.read(other));
        heard.extend(terminal.wait(QUIET));
        let told = || {
            format!(
                "sequence {nth} of seed {seed}, {bytes:?} cut at {} for {pause} ms",
                one.len()
            )
        };
        match sort {
            Sort::Answer => assert_eq!(heard, [], "{}", told()),
            Sort::Paste => assert!(matches!(heard[..], [Heard::Paste(_)]), "{}: {heard:?}", told()),
            Sort::Key | Sort::Any => {}
        }
        typed += heard.len() as u64;
        let next = terminal.read(b"j");
        assert_eq!(next, [Heard::Key(Key::Char('j'))], "{}", told());
        assert_eq!(terminal.reader.deadline(), None, "{}", told());
        assert_eq!(terminal.read(b"\x1b[A"), [Heard::Key(Key::Up)], "{}", told());
        // Half of the time what may still come of it is forgotten, and the next one begins anew.
        terminal.wait([0, 12_000][dice.below(2)]);
    }
    println!("{count} sequences, {typed} times something was heard: deaf 0");
    assert!(typed > 0);
}

#[test]
fn whole_and_cut_a_stream_is_the_same() {
    let (seed, count) = (seed(), number("ALLY_UP_SEQUENCES", SEQUENCES) / 20);
    let mut dice = Dice(seed);
    for nth in 0..count {
        let sequences = std::iter::repeat_with(|| draw(&mut dice)).filter(|(sort, _)| *sort != Sort::Any);
        let stream: Vec<u8> = sequences.take(8).flat_map(|(_, bytes)| bytes).collect();
        let whole = Terminal::new().read(&stream);
        let mut terminal = Terminal::new();
        let mut pieces = Vec::new();
        let mut left = &stream[..];
        while !left.is_empty() {
            let (piece, rest) = left.split_at(1 + dice.below(left.len().min(9)));
            pieces.extend(terminal.read(piece));
            pieces.extend(terminal.wait(dice.below(140) as u64));
            left = rest;
        }
        assert_eq!(whole, pieces, "stream {nth} of seed {seed}: {stream:?}");
    }
}
