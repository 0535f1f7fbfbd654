//! Owns the peers: how each is started over the same text. One that is not installed is left out, and that is said.

use super::bench::{Bench, Figure, installed, said};
use super::worlds::{TYPICAL, World};
use crate::made::lesson;

/// A program that others read with: its name, what comes before the file, a key that goes on, and the key that quits.
struct Peer(&'static str, &'static [&'static str], &'static str, &'static str);

const PEERS: &[Peer] = &[
    Peer("less", &[], "j", "q"),
    Peer("presenterm", &[], "l", "q"),
    Peer("mdt", &[], "j", "q"),
    Peer("glow", &["-p"], "j", "q"),
    Peer("bookokrat", &[], "j", "q"),
    Peer("frogmouth", &[], "j", "\x11"),
    Peer("mdcat", &["--paginate"], "j", "q"),
    Peer("hascard", &["run"], "\r", "\x1b"),
];

/// Prints what each needs for its first frame and for a key, over the least.
pub fn table(bench: &Bench) {
    println!(
        "\n| peer, over a text of 7.6 KB | first frame ÷ floor-crossterm | a key, p50 ms | bytes of a key |\n|---|---|---|---|"
    );
    let floor = bench.floor("crossterm", 0);
    let home = World::lesson_of(TYPICAL);
    std::fs::write(home.path("text.md"), lesson(TYPICAL)).unwrap();
    let text = home.path("text.md").display().to_string();
    let ours = home.back_in_the_lesson(&bench.ours);
    let (mut missing, mut versions) = (Vec::new(), Vec::new());
    let mut programs = vec![("ally-up", ours, "j")];
    for Peer(name, words, key, quit) in PEERS {
        match installed(name) {
            None => missing.push(*name),
            Some(binary) => {
                versions.push(said(name, &["--version"]).unwrap_or_else(|| (*name).to_owned()));
                let words: Vec<&str> = words.iter().copied().chain([text.as_str()]).collect();
                programs.push((name, home.program(&binary, &words, quit), key));
            }
        }
    }
    for (name, program, key) in programs {
        let start = bench
            .first_frames([&floor, &program])
            .map(|[floor, peer]| peer / floor);
        let keys = bench.pressed(&program, &[key]);
        let bytes: usize = keys.iter().map(|key| key.bytes).sum();
        println!(
            "| {name} | {} | {:.2} | {} |",
            start.map_or("none seen".to_owned(), |ratio| format!("{ratio:.1}")),
            Figure::Median.of(&keys),
            bytes / keys.len().max(1),
        );
    }
    if !versions.is_empty() {
        println!("\nPeers: {}.", versions.join("; "));
    }
    if !missing.is_empty() {
        println!("\nNot installed here: {}.", missing.join(", "));
    }
}
