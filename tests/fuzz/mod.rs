//! Inputs that nobody wrote: seeds changed at random, fed to one target each. A run in the suite is short; `ALLY_UP_FUZZ` asks for
//! more inputs and `ALLY_UP_SEED` for others. Whatever once failed stands in its target's `FOUND` and is tried first.
//!
//! A new target is a file with a test that calls `run` with a maker of inputs and what must hold for each.

mod edits;
mod log;
mod manifest;
mod mutate;
mod page;
mod text;

use crate::dice::{Dice, number, seed};
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Instant;

/// Feeds `found` and then as many inputs as are asked for to `target`, which panics where something does not hold. The input that
/// did is printed, and the numbers that make it again.
pub fn run<I: Debug>(
    name: &str,
    few: u64,
    found: impl IntoIterator<Item = I>,
    mut make: impl FnMut(&mut Dice) -> I,
    mut target: impl FnMut(&I),
) {
    let mut tried = |what: String, input: &I| {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(input))) {
            println!("{name}, {what}: {input:?}");
            resume_unwind(panic);
        }
    };
    for (nth, input) in found.into_iter().enumerate() {
        tried(format!("found before, {nth}"), &input);
    }
    let (seed, count, began) = (seed(), number("ALLY_UP_FUZZ", few), Instant::now());
    for nth in 0..count {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9).wrapping_add(nth));
        let input = make(&mut dice);
        tried(format!("seed {seed}, input {nth}"), &input);
    }
    println!("{name}: {count} inputs, {} s", began.elapsed().as_secs());
}
