//! Any bytes as a log, of both versions: read without a panic, whole lines kept byte by byte, and what is an event is one when written again.

use super::mutate::{CHARS, mutated};
use super::run;
use crate::dice::Dice;
use ally_up::progress::log::{Record, forgotten, lines, order, read, survives, whole, write_line};
use ally_up::progress::{Progress, log::line::seal};

/// Bodies of both versions: what was written, and what a newer version might.
const SEEDS: &[&str] = &[
    r#"{"id":"01a21518-231c-7b8d-89a4-43c63799a13e","device":"d","seq":0,"clock":[9,0],"at":9,"kind":{"Read":{"lesson":"l"}}}"#,
    r#"{"id":"n","device":"new","seq":0,"clock":[9,0],"at":9,"kind":{"Planned":{"steps":[1,{"a":null}]}},"by":"x"}"#,
    r#"{"log":2,"device":"d","segment":"s"}"#,
    r#"(id:"a",device:"d",seq:0,clock:(9,0),at:9,kind:Read(lesson:"l"))"#,
    r#"(log:1,device:"d",segment:"s")"#,
    include_str!(
        "../compat/0.1.0/data/journal/01a21518-231c-7b8d-89a4-43c63799a13e/01a21518-234c-7571-989a-47a5b16f803b.log"
    ),
    include_str!(
        "../compat/0.1.0/data/events/01a21518-22fc-7a06-b9bd-72f8313216ee/01a21518-2380-7e99-a725-2fe1dadcad20.log"
    ),
    include_str!(
        "../../tests/compat/0.1.0-rounds/data/events/01a19b7c-a680-7c95-aa38-4f477e8c63c5/01a19b7c-a72e-791e-841b-700d65bdf6ca.log"
    ),
];
const PIECES: &[&str] = &[
    "\n",
    "2 ",
    "1 ",
    "71 ",
    "00000000 ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u{202e}",
    "null",
    "-1",
    "9223372036854775807",
    "1e999",
    "\"id\":\"x\",",
    "\"kind\":{\"Forgotten\":{}}",
    "Some(",
    "r#\"",
    "\"#",
    "/*",
    "//",
    "true",
];

fn input(dice: &mut Dice) -> String {
    let mut text = mutated(dice, SEEDS, PIECES);
    if dice.below(4) == 0 {
        text = text.replacen('"', CHARS[dice.below(CHARS.len())], 1);
    }
    // A body whose sum is right gets past the sum, to the parser.
    match dice.below(3) {
        0 => text,
        1 => text
            .lines()
            .map(|body| seal(body.split_at_checked(11).map_or(body, |(_, body)| body)) + "\n")
            .collect(),
        _ => text
            .lines()
            .map(|body| {
                let body = body
                    .split_at_checked(11)
                    .filter(|(frame, _)| frame.starts_with("1 "))
                    .map_or(body, |(_, body)| body);
                format!("1 {:08x} {body}\n", crc32c::crc32c(body.as_bytes()))
            })
            .collect(),
    }
}

#[test]
fn any_bytes_are_a_log() {
    run("log", 3000, [], input, |text| {
        let bytes = text.as_bytes();
        let mut reading = read(bytes);
        assert!(whole(bytes) <= bytes.len());
        for line in lines(bytes) {
            assert!(!line.bytes.contains(&b'\n'));
            if let Record::Event(event) = line.record {
                let again = read((write_line(&event)).as_bytes());
                assert_eq!(again.events, [event]);
            }
        }
        order(&mut reading.events);
        let gone = forgotten(&reading.events);
        reading.events.retain(|event| survives(event, &gone));
        Progress::renamed(&[], &reading.events);
    });
}
