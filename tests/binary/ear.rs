//! Owns listening with espeak-ng: how the plain face sounds. Nothing of it may be heard as the name of a sign, and nothing be silent.

use crate::window::is_installed;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

/// Names of signs that nobody wants to hear.
const SIGNS: [&str; 4] = ["slash", "dash", "underscore", "colon"];

/// What espeak-ng says to these lines: its phonemes, word by word, without their stress.
fn phonemes(lines: &str) -> Vec<String> {
    let mut espeak = Command::new("espeak-ng")
        .args(["-q", "-x", "-v", "en"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = espeak.stdin.take().unwrap();
    let lines = lines.to_owned();
    let write = move || drop(input.write_all(lines.as_bytes()));
    let writer = std::thread::Builder::new().spawn(write).unwrap();
    let output = espeak.wait_with_output().unwrap();
    writer.join().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).replace(['\'', ',', '|', '='], "");
    said.split_whitespace()
        .map(|word| word.trim_end_matches(['_', ':', '-']).to_owned())
        .collect()
}

/// The surroundings of each sign in a line, with one word for all words: how a sign is read depends on no more.
fn patterns(line: &str) -> BTreeSet<String> {
    let worded = |token: &str| {
        let mut pattern = String::new();
        for c in token.chars() {
            match c {
                c if !c.is_alphabetic() => pattern.push(c),
                _ if pattern.ends_with("tea") => {}
                _ => pattern.push_str("tea"),
            }
        }
        pattern
    };
    let tokens: Vec<String> = line.split_whitespace().map(worded).collect();
    let has_sign = |token: &String| token.contains(|c: char| !c.is_alphanumeric());
    let around = |(at, _)| tokens[usize::saturating_sub(at, 1)..tokens.len().min(at + 2)].join(" ");
    tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| has_sign(token))
        .map(around)
        .collect()
}

/// Listens to all that was said. `ALLY_UP_EAR=1` has every line read, which takes minutes.
pub fn listen(transcript: &str) {
    assert_eq!(fault(transcript), None);
}

/// What is wrong with how this sounds; nothing where espeak-ng is missing.
fn fault(transcript: &str) -> Option<String> {
    let lines: BTreeSet<&str> = transcript
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    for line in &lines {
        let is_heard = |word: &str| word.contains(char::is_alphanumeric);
        let mut words = line.split_whitespace();
        // A list is told by its sign, which is a pause to the ear.
        let first = words.next().filter(|word| *word != "-");
        let silent = first.into_iter().chain(words).find(|word| !is_heard(word));
        if let Some(silent) = silent {
            return Some(format!("nothing is heard of {silent:?} in {line:?}"));
        }
    }
    if !is_installed("espeak-ng") {
        println!("not tested: espeak-ng is not installed");
        return None;
    }
    let named = SIGNS.map(|sign| phonemes(sign).concat());
    assert!(
        named.iter().all(|name| name.len() > 2),
        "espeak-ng says nothing: {named:?}"
    );
    let is_named = |said: &[String]| {
        // The name of one sign is two words beside others.
        let pairs = said.windows(2).map(|pair| pair.concat());
        said.iter()
            .cloned()
            .chain(pairs)
            .find(|word| named.contains(word))
    };
    let has_name = |line: &&str| SIGNS.iter().any(|sign| line.to_lowercase().contains(sign));
    let said: Vec<String> = match std::env::var_os("ALLY_UP_EAR") {
        Some(_) => lines
            .iter()
            .filter(|line| !has_name(line))
            .map(|line| (*line).to_owned())
            .collect(),
        None => lines
            .iter()
            .flat_map(|line| patterns(line))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    };
    println!("espeak-ng: {} lines, {} read to it", lines.len(), said.len());
    is_named(&phonemes(&said.join("\n")))?;
    let culprit = said
        .iter()
        .find_map(|line| Some((line, is_named(&phonemes(line))?)));
    let is_example = |line: &&&str| {
        culprit
            .as_ref()
            .is_some_and(|(of, _)| patterns(line).contains(*of))
    };
    let example = lines.iter().find(is_example);
    Some(format!(
        "the name of a sign is heard: {culprit:?}, as in {example:?}"
    ))
}

#[test]
fn names_of_signs_are_noticed_in_what_is_said() {
    assert_eq!(
        patterns("go to a/b now").into_iter().collect::<Vec<_>>(),
        ["tea tea/tea tea"]
    );
    for line in [
        "ongoing ____ between",
        "a - b",
        "and either/or",
        "he said \"there.\"\": and",
    ] {
        let has_letters = line.contains('/') || line.contains(':');
        if !has_letters || is_installed("espeak-ng") {
            assert!(fault(line).is_some(), "{line:?} sounds right");
        }
    }
    listen("- He said \"there.\" And blank, 10 minutes (2018): that's it.");
}
