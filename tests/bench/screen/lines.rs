//! Owns the lines of the table: what is measured over what, and what is to be reached. Must not know how figures are taken.

use super::bench::{Bench, Figure, Measured, installed, measured};
use super::program::Pressed;
use super::worlds::World;
use std::process::Command;

/// A line of the table.
pub struct Line {
    pub name: &'static str,
    pub goal: f64,
    pub measure: fn(&Bench) -> Measured,
}

const MIB: f64 = 1_048_576.0;

const fn line(name: &'static str, goal: f64, measure: fn(&Bench) -> Measured) -> Line {
    Line { name, goal, measure }
}

/// The table, in the order in which it is printed.
pub const LINES: &[Line] = &[
    line("first frame, home ÷ floor-crossterm", 1.6, |bench| {
        bench.start(&World::fresh().player(&bench.ours))
    }),
    line("first frame, resumed lesson ÷ floor-crossterm", 1.8, |bench| {
        bench.start(&World::fresh().back_in_the_lesson(&bench.ours))
    }),
    line("first frame after a year, home ÷ floor-crossterm", 2.2, |bench| {
        bench.start(&World::after_a_year().player(&bench.ours))
    }),
    line(
        "first frame after a year, lesson ÷ floor-crossterm",
        2.2,
        |bench| bench.start(&World::after_a_year().back_in_the_lesson(&bench.ours)),
    ),
    line("anonymous memory after a year, MB", 2.0, |bench| {
        // The first start reads all logs, the next ones the snapshot that it makes; by the third it is known of all questions what is right.
        let program = World::after_a_year().player(&bench.ours);
        let [first, _, third] = [(); 3].map(|()| bench.memory(&program, "RssAnon").map(|bytes| bytes / MIB));
        measured(third, format!("the first start {:.2}", first.unwrap_or_default()))
    }),
    line("peak memory, home ÷ floor-crossterm", 2.5, |bench| {
        let ours = bench.memory(&World::fresh().player(&bench.ours), "VmHWM");
        let floor = bench.memory(&bench.floor("crossterm", 0), "VmHWM");
        let detail = format!("{:.1} MB", ours.unwrap_or_default() / MIB);
        measured(ours.zip(floor).map(|(ours, floor)| ours / floor), detail)
    }),
    line(
        "a scrolled line, key to frame, p50 ÷ floor-ratatui",
        0.7,
        |bench| scrolled(bench, Figure::Median),
    ),
    line("a scrolled line, processor time ÷ floor-ratatui", 0.5, |bench| {
        scrolled(bench, Figure::Processor)
    }),
    line("a scrolled line, p99 ÷ p99 of floor-crossterm", 2.5, |bench| {
        let lesson = World::fresh().back_in_the_lesson(&bench.ours);
        let floor = bench.pressed(&bench.floor("crossterm", 0), &["j"]);
        let [ours, floor] = [&bench.pressed(&lesson, &["j", "k"]), &floor].map(|keys| Figure::Late.of(keys));
        measured(Some(ours / floor), format!("{ours:.2} ms to {floor:.2} ms"))
    }),
    line("bytes of a scrolled line", 200.0, |bench| {
        let lesson = World::fresh().back_in_the_lesson(&bench.ours);
        bytes(&bench.pressed(&lesson, &["j"]))
    }),
    line("bytes of a move of the focus on home", 150.0, |bench| {
        let home = World::fresh().player(&bench.ours);
        bytes(&bench.pressed(&home, &["j", "j", "k", "k"]))
    }),
    line("bytes of a move of the focus at a question", 150.0, |bench| {
        bytes(&bench.pressed_at_a_question(&["\t", "\x1b[Z"]))
    }),
    line("bytes of a pick", 200.0, |bench| {
        bytes(&bench.pressed_at_a_question(&["1", "2"]))
    }),
    line(
        "a key in a lesson after a year, p50 ÷ floor-ratatui",
        1.0,
        |bench| {
            let program = World::after_a_year().back_in_the_lesson(&bench.ours);
            bench.keys_over_reader(&program, &["j", "k"], Figure::Median)
        },
    ),
    line(
        "a key after a clone of that data, p50 ÷ floor-ratatui",
        1.0,
        |bench| {
            let program = World::cloned_after_a_year().player(&bench.ours);
            bench.keys_over_reader(&program, &["j", "k"], Figure::Median)
        },
    ),
    line("first frame, lesson of 1 MB ÷ of 7.6 KB", 1.3, |bench| {
        bench.growth(&World::lesson_of(1_000_000))
    }),
    line("first frame, lesson of 10 MB ÷ of 7.6 KB", 1.5, |bench| {
        bench.growth(&World::lesson_of(10_000_000))
    }),
    line("resize, lesson of 10 MB ÷ floor-ratatui", 2.0, |bench| {
        let ours = bench.resized(&World::lesson_of(10_000_000).back_in_the_lesson(&bench.ours));
        let floor = bench.resized(&bench.floor("ratatui", 10_000_000));
        let detail = format!("{:.1} ms", ours.unwrap_or_default());
        measured(ours.zip(floor).map(|(ours, floor)| ours / floor), detail)
    }),
    line("one line of 10 MB, from home to its frame, s", 0.3, |bench| {
        let world = World::course([format!("# One line\n\n{}\n", "word ".repeat(2_000_000))]);
        let opened = bench.lesson_opened(&world);
        measured(opened.map(|(frame, _)| frame / 1000.0), String::new())
    }),
    line("a paragraph of 1 MB, processor time, ms", 20.0, |bench| {
        let world = World::course([format!("# A paragraph\n\n{}\n", "word ".repeat(200_000))]);
        measured(bench.lesson_opened(&world).map(|(_, used)| used), String::new())
    }),
    line("first frame, home of 300 lessons ÷ of 30", 1.2, |bench| {
        bench.lessons(300)
    }),
    line("first frame, home of 3,000 lessons ÷ of 30", 2.0, |bench| {
        bench.lessons(3_000)
    }),
    line("first frame, home of 10,000 lessons ÷ of 30", 5.0, |bench| {
        bench.lessons(10_000)
    }),
    line("check of 3,000 lessons ÷ an earlier build", 0.25, |bench| {
        bench.command_since(&World::lessons(3_000), &["check", "course"])
    }),
    line("status of 3,000 lessons ÷ an earlier build", 0.1, |bench| {
        bench.command_since(&World::lessons(3_000), &["status", "--course", "course"])
    }),
    line("quitting an untouched lesson ÷ less", 2.0, |bench| {
        let world = World::fresh();
        let program = world.back_in_the_lesson(&bench.ours);
        let before = world.files();
        let ours = bench.left(&program);
        let made = world.files().saturating_sub(before);
        let less = bench.less().and_then(|less| bench.left(&less));
        let detail = format!(
            "{:.2} ms, {made} files made in {} times",
            ours.unwrap_or_default(),
            bench.rounds
        );
        measured(ours.zip(less).map(|(ours, less)| ours / less), detail)
    }),
    line("binary, MB", 4.0, |bench| {
        let bytes = std::fs::metadata(&bench.ours).map(|file| file.len() as f64 / MIB);
        measured(bytes.ok(), String::new())
    }),
    line("crates without macros", 60.0, |_| {
        measured(crates(), String::new())
    }),
    line("--version ÷ less --version", 1.05, |bench| {
        let home = World::fresh();
        let ours = bench.command(&home, &bench.ours, &["--version"]);
        let less = installed("less").map(|less| bench.command(&home, &less, &["--version"]));
        measured(less.map(|less| ours / less), format!("{ours:.2} ms"))
    }),
    // A million events weigh on the disk long after they were written: nothing is measured after them.
    line("first frame, 100,000 events ÷ an earlier build", 0.3, |bench| {
        bench.since(|| World::after(100_000))
    }),
    line("first frame, 1,000,000 events ÷ an earlier build", 0.3, |bench| {
        bench.since(|| World::after(1_000_000))
    }),
];

fn scrolled(bench: &Bench, figure: Figure) -> Measured {
    let lesson = World::fresh().back_in_the_lesson(&bench.ours);
    bench.keys_over_reader(&lesson, &["j"], figure)
}

fn bytes(keys: &[Pressed]) -> Measured {
    let mut counts: Vec<usize> = keys.iter().map(|key| key.bytes).collect();
    counts.sort_unstable();
    let detail = counts
        .last()
        .map_or(String::new(), |most| format!("at most {most}"));
    measured(counts.get(counts.len() / 2).map(|count| *count as f64), detail)
}

/// The packages that are linked into the program.
fn crates() -> Option<f64> {
    let words = [
        "tree",
        "-e",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--offline",
    ];
    let output = Command::new("cargo").args(words).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut names: Vec<&str> = text.lines().filter_map(|line| line.split(" (").next()).collect();
    names.sort_unstable();
    names.dedup();
    Some(names.len().checked_sub(1)? as f64)
}
