//! Owns how figures are taken: programs in turn, medians, ratios. Must not know the table.

use super::floors;
use super::program::{Pressed, Program};
use super::worlds::{TYPICAL, WINDOW, World};
use crate::made::lesson;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Keys that are pressed for a figure.
const KEYS: usize = 200;
/// What takes long in all is measured so many times only.
const LONG: Duration = Duration::from_secs(6);
const FEW: usize = 3;

/// What is compared, and how often.
pub struct Bench {
    pub ours: PathBuf,
    /// An earlier build of the player.
    pub before: Option<PathBuf>,
    pub rounds: usize,
    itself: PathBuf,
}

/// A figure of the table, and what it was made of.
pub struct Measured {
    /// `None` where something that it needs is missing.
    pub value: Option<f64>,
    pub detail: String,
}

/// What of many keys is compared.
#[derive(Clone, Copy)]
pub enum Figure {
    Median,
    /// The ninety-ninth of a hundred.
    Late,
    Processor,
}

impl Figure {
    /// In milliseconds.
    pub fn of(self, keys: &[Pressed]) -> f64 {
        let frames = || keys.iter().map(|key| in_ms(key.frame)).collect();
        match self {
            Figure::Median => quantile(frames(), 0.5),
            Figure::Late => quantile(frames(), 0.99),
            Figure::Processor => keys.iter().map(|key| in_ms(key.cpu)).sum::<f64>() / keys.len() as f64,
        }
    }
}

pub fn in_ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * part) as usize;
    values
        .get(at.min(values.len().saturating_sub(1)))
        .copied()
        .unwrap_or(f64::NAN)
}

pub fn measured(value: Option<f64>, detail: String) -> Measured {
    Measured { value, detail }
}

/// Where a program is installed, if it is.
pub fn installed(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

impl Bench {
    pub fn new() -> Bench {
        Bench {
            ours: env!("CARGO_BIN_EXE_ally-up").into(),
            before: std::env::var_os("ALLY_UP_BEFORE").map(PathBuf::from),
            rounds: std::env::var("ALLY_UP_ROUNDS")
                .ok()
                .and_then(|count| count.parse().ok())
                .unwrap_or(9),
            itself: std::env::current_exe().unwrap(),
        }
    }

    /// A floor of this name; a reader reads a made-up text of so many bytes.
    pub fn floor(&self, name: &str, bytes: usize) -> Program {
        let home = World::fresh();
        let file = home.path("text.md");
        std::fs::write(&file, lesson(bytes)).unwrap();
        let file = file.display().to_string();
        home.program(&self.itself, &[floors::ASKED, name, &file], "q")
    }

    /// `less` over a text as long as a lesson.
    pub fn less(&self) -> Option<Program> {
        let home = World::fresh();
        let file = home.path("text.md");
        std::fs::write(&file, lesson(TYPICAL)).unwrap();
        Some(home.program(&installed("less")?, &[&file.display().to_string()], "q"))
    }

    /// How long the first frames of these programs took, in milliseconds, each the median of its rounds, which go in turn.
    pub fn first_frames<const N: usize>(&self, programs: [&Program; N]) -> Option<[f64; N]> {
        let mut frames = [const { Vec::new() }; N];
        for _ in self.rounds() {
            for (program, frames) in programs.iter().zip(&mut frames) {
                let (running, frame) = program.first_frame(WINDOW)?;
                program.exit(running);
                frames.push(in_ms(frame));
            }
        }
        Some(frames.map(|frames| quantile(frames, 0.5)))
    }

    /// A first frame over that of another program.
    pub fn start_over(&self, program: &Program, other: &Program) -> Measured {
        let frames = self.first_frames([other, program]);
        let detail = frames.map(|[other, ours]| format!("{ours:.2} ms to {other:.2} ms"));
        measured(
            frames.map(|[other, ours]| ours / other),
            detail.unwrap_or_default(),
        )
    }

    pub fn start(&self, program: &Program) -> Measured {
        self.start_over(program, &self.floor("crossterm", 0))
    }

    /// A first frame over that of the earlier build, in a world each.
    pub fn since(&self, world: impl Fn() -> World) -> Measured {
        let Some(before) = &self.before else {
            return no_earlier_build();
        };
        self.start_over(&world().player(&self.ours), &world().player(before))
    }

    /// The first frame of a lesson in which one was, over that of a usual lesson.
    pub fn growth(&self, world: &World) -> Measured {
        let typical = World::lesson_of(TYPICAL).back_in_the_lesson(&self.ours);
        self.start_over(&world.back_in_the_lesson(&self.ours), &typical)
    }

    /// The first frame of home with so many lessons, over that of thirty.
    pub fn lessons(&self, count: usize) -> Measured {
        let thirty = World::lessons(30).player(&self.ours);
        self.start_over(&World::lessons(count).player(&self.ours), &thirty)
    }

    /// Presses these keys again and again.
    pub fn pressed(&self, program: &Program, keys: &[&str]) -> Vec<Pressed> {
        let Some((mut running, _)) = program.first_frame(WINDOW) else {
            return Vec::new();
        };
        keys.iter()
            .cycle()
            .take(KEYS)
            .map(|key| running.press(key))
            .collect()
    }

    /// The same where the first question of the embedded course is in sight.
    pub fn pressed_at_a_question(&self, keys: &[&str]) -> Vec<Pressed> {
        let program = World::fresh().player(&self.ours);
        let Some((mut running, _)) = program.first_frame(WINDOW) else {
            return Vec::new();
        };
        running.open("\r");
        if !running.seek("a", "( )") {
            return Vec::new();
        }
        keys.iter()
            .cycle()
            .take(KEYS)
            .map(|key| running.press(key))
            .collect()
    }

    /// A figure of keys over that of the stock reader of lines, which scrolls.
    pub fn keys_over_reader(&self, program: &Program, keys: &[&str], figure: Figure) -> Measured {
        let reader = self.floor("ratatui", 100_000);
        let [ours, floor] = [self.pressed(program, keys), self.pressed(&reader, &["j"])];
        let [ours, floor] = [&ours, &floor].map(|keys| figure.of(keys));
        measured(Some(ours / floor), format!("{ours:.2} ms to {floor:.2} ms"))
    }

    /// The median of resizes, in milliseconds.
    pub fn resized(&self, program: &Program) -> Option<f64> {
        let (mut running, _) = program.first_frame(WINDOW)?;
        let wide = [WINDOW.0 - 9, WINDOW.0];
        let sizes = wide.into_iter().cycle().take(self.rounds * 2);
        Some(quantile(
            sizes
                .map(|wide| in_ms(running.resize((wide, WINDOW.1))))
                .collect(),
            0.5,
        ))
    }

    /// Opens the first lesson of this world from home: its first frame and the processor time that took, in milliseconds.
    pub fn lesson_opened(&self, world: &World) -> Option<(f64, f64)> {
        let (mut running, _) = world.player(&self.ours).first_frame(WINDOW)?;
        let opened = running.open("\r");
        Some((in_ms(opened.frame), in_ms(opened.cpu)))
    }

    /// From the key that quits to the end, in milliseconds.
    pub fn left(&self, program: &Program) -> Option<f64> {
        let exit = || {
            let (running, _) = program.first_frame(WINDOW)?;
            Some(in_ms(program.exit(running)))
        };
        let exits: Option<Vec<f64>> = self.rounds().map(|_| exit()).collect();
        Some(quantile(exits?, 0.5))
    }

    pub fn memory(&self, program: &Program, of: &str) -> Option<f64> {
        let (running, _) = program.first_frame(WINDOW)?;
        let bytes = running.memory(of);
        program.exit(running);
        bytes
    }

    /// How long a command takes that prints and ends, in milliseconds.
    pub fn command(&self, world: &World, binary: &Path, words: &[&str]) -> f64 {
        let one = || {
            let mut command = Command::new(binary);
            command
                .args(words)
                .current_dir(world.path(""))
                .env("HOME", world.path(""));
            command
                .env("XDG_DATA_HOME", world.path("share"))
                .env("XDG_STATE_HOME", world.path("state"));
            let begun = Instant::now();
            command.output().unwrap();
            in_ms(begun.elapsed())
        };
        quantile(self.rounds().map(|_| one()).collect(), 0.5)
    }

    /// The rounds of a figure: as many as were asked for, or a few where they take long.
    fn rounds(&self) -> impl Iterator<Item = usize> {
        let begun = Instant::now();
        (0..self.rounds).take_while(move |round| *round < FEW || begun.elapsed() < LONG)
    }

    /// A command over the same one of the earlier build.
    pub fn command_since(&self, world: &World, words: &[&str]) -> Measured {
        let Some(before) = &self.before else {
            return no_earlier_build();
        };
        let [ours, then] = [&self.ours, before].map(|binary| self.command(world, binary, words));
        measured(Some(ours / then), format!("{ours:.0} ms to {then:.0} ms"))
    }

    /// What was measured, on what.
    pub fn machine(&self) -> String {
        let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = processor
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
        let cores = std::thread::available_parallelism().map_or(0, |count| count.get());
        let on = [
            processor.map(|(_, name)| format!("{name}, {cores} cores")),
            said("uname", &["-sr"]),
            said("rustc", &["--version"]),
            said("less", &["--version"]),
        ];
        let before = match &self.before {
            Some(before) => said(&before.display().to_string(), &["--version"]),
            None => None,
        };
        let before = before.map_or(String::new(), |before| format!(" The earlier build is {before}."));
        let on: Vec<String> = on.into_iter().flatten().collect();
        format!(
            "Measured on {}; a window of {} x {}.{before}",
            on.join("; "),
            WINDOW.0,
            WINDOW.1
        )
    }
}

/// The first line that a program prints with these words.
pub fn said(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.lines().next()?.trim().to_owned()).filter(|line| !line.is_empty())
}

fn no_earlier_build() -> Measured {
    measured(None, "ALLY_UP_BEFORE names no earlier build".to_owned())
}
