//! The whole program in a pseudo-terminal, beside the floors, an earlier build and every peer that is installed: a table of ratios,
//! each from runs in turn, as Markdown. Nothing is asserted; whoever changed something reads.
//!
//! `cargo bench --bench screen` prints all of it within eight minutes, and words after `--` choose lines by their names.
//! `ALLY_UP_BEFORE=FILE` names an earlier build of the player, `ALLY_UP_ROUNDS=N` says how often each start is measured (9; what takes
//! long is measured less often). `-- instructions` counts what a start and
//! a key cost with valgrind and writes that down in `tests/bench/instructions.txt`; `-- growth` draws the plot of the README.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may stop where it stands"
)]

#[path = "screen/bench.rs"]
mod bench;
#[path = "screen/floors.rs"]
mod floors;
#[path = "screen/growth.rs"]
mod growth;
#[path = "screen/instructions.rs"]
mod instructions;
#[path = "screen/lines.rs"]
mod lines;
mod made;
mod past;
#[path = "screen/peers.rs"]
mod peers;
#[path = "screen/program.rs"]
mod program;
#[path = "screen/worlds.rs"]
mod worlds;

use bench::{Bench, Measured};
use lines::LINES;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // `cargo test --benches` only wants to know that this builds.
    if arguments.iter().any(|argument| argument == "--test") {
        return;
    }
    if let Some(ended) = floors::run(&arguments) {
        return ended.unwrap();
    }
    let chosen: Vec<&String> = arguments
        .iter()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let bench = Bench::new();
    match chosen.first().map(|word| word.as_str()) {
        Some("instructions") => return instructions::write(&bench),
        Some("growth") => return growth::draw(&bench),
        _ => {}
    }
    println!("| what | measured | to reach |\n|---|---|---|");
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|word| name.contains(word.as_str()));
    for line in LINES.iter().filter(|line| is_chosen(line.name)) {
        let measured = (line.measure)(&bench);
        println!("| {} | {} | {} |", line.name, told(&measured), line.goal);
    }
    println!("\n{}", bench.machine());
    if is_chosen("peers") {
        peers::table(&bench);
    }
}

/// A figure, and behind it what it was made of.
fn told(measured: &Measured) -> String {
    match measured.detail.as_str() {
        "" => shown(measured.value),
        detail => format!("{} ({detail})", shown(measured.value)),
    }
}

/// A figure with as many digits as mean something.
fn shown(value: Option<f64>) -> String {
    match value {
        None => "not measured".to_owned(),
        Some(value) if value >= 100.0 => format!("{value:.0}"),
        Some(value) if value >= 10.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.2}"),
    }
}
