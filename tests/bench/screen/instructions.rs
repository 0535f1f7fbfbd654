//! Owns the counts of instructions, which do not depend on what else a machine does: of a start, a command and a key. They stand in a
//! file beside the benchmark, so that who reads a change sees them change.

use super::bench::{Bench, installed};
use super::program::Program;
use super::worlds::{WINDOW, World};
use portable_pty::CommandBuilder;
use std::fs;
use std::path::Path;
use std::process::Command;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/instructions.txt");

/// So many of a key are counted and divided.
const KEYS: usize = 100;

/// Counts and writes them down. Where there is no valgrind, says so.
pub fn write(bench: &Bench) {
    let Some(valgrind) = installed("valgrind") else {
        println!("not counted: valgrind is not installed");
        return;
    };
    let counted = |world: &World, program: &Program, keys: &[&str]| {
        let log = world.path("counted");
        let mut command = CommandBuilder::new(&valgrind);
        command.arg("--tool=callgrind");
        command.arg("--callgrind-out-file=/dev/null");
        command.arg(format!("--log-file={}", log.display()));
        command.args(program.command.get_argv());
        command.env_clear();
        for (name, value) in program.command.iter_full_env_as_str() {
            command.env(name, value);
        }
        let under = Program {
            command,
            ..program.clone()
        };
        let (mut running, _) = under.first_frame(WINDOW).expect("it starts under valgrind");
        for key in keys {
            running.press(key);
        }
        under.exit(running);
        collected(&log)
    };
    let fresh = || {
        let world = World::fresh();
        let program = world.player(&bench.ours);
        counted(&world, &program, &[])
    };
    let key = |world: World, program: Program, keys: [&str; 2]| {
        let many: Vec<&str> = keys.into_iter().cycle().take(KEYS).collect();
        let [none, all] = [&[][..], &many].map(|keys| counted(&world, &program, keys));
        all.saturating_sub(none) / KEYS as u64
    };
    let lesson = || {
        let world = World::fresh();
        let program = world.back_in_the_lesson(&bench.ours);
        (world, program)
    };
    let year = World::after_a_year();
    let (world, program) = lesson();
    let resumed = counted(&world, &program, &[]);
    let (world, program) = lesson();
    let home = World::fresh();
    let home_program = home.player(&bench.ours);
    let rows = [
        ("a fresh start, home, and q", fresh()),
        ("a start in a lesson, and q", resumed),
        (
            "a start after a year that makes a snapshot, home, and q",
            counted(&year, &year.player(&bench.ours), &[]),
        ),
        (
            "a start after a year, home, and q",
            counted(&year, &year.player(&bench.ours), &[]),
        ),
        ("status, fresh", command(&valgrind, &bench.ours, "status")),
        ("--version", command(&valgrind, &bench.ours, "--version")),
        ("a key that scrolls a line", key(world, program, ["j", "k"])),
        (
            "a key that moves the focus on home",
            key(home, home_program.clone(), ["j", "k"]),
        ),
        ("a key that does nothing", {
            let world = World::fresh();
            let program = world.player(&bench.ours);
            key(world, program, ["z", "z"])
        }),
    ];
    let mut text = String::from(
        "# Thousands of instructions (valgrind --tool=callgrind), release build, 100x30; written by\n\
         # cargo bench --bench screen -- instructions\n",
    );
    for (name, count) in rows {
        text.push_str(&format!("{:>9}  {name}\n", count / 1000));
    }
    print!("{text}");
    fs::write(FILE, text).unwrap();
}

/// What a command counts that prints and ends.
fn command(valgrind: &Path, binary: &Path, word: &str) -> u64 {
    let home = World::fresh();
    let log = home.path("counted");
    let mut command = Command::new(valgrind);
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command
        .arg(format!("--log-file={}", log.display()))
        .arg(binary)
        .arg(word);
    command
        .env("HOME", home.path(""))
        .env("XDG_DATA_HOME", home.path("share"));
    command.env("XDG_STATE_HOME", home.path("state"));
    command.output().unwrap();
    collected(&log)
}

fn collected(log: &Path) -> u64 {
    let text = fs::read_to_string(log).unwrap();
    let count = text.lines().find_map(|line| line.split_once("Collected : "));
    count
        .expect("valgrind says what it counted")
        .1
        .trim()
        .parse()
        .unwrap()
}
