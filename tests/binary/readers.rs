//! The whole screen as screen readers say it. They stand between the program and the terminal, and speak into a file.
//! yasr reads 255 bytes at a time and may part a row there, so of a whole page some utterances more are allowed.

use crate::window::{AT_REST, Home, LONGEST, PAINTED, Window, is_installed};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

/// Time in which what is written has been said.
const SPOKEN: Duration = Duration::from_millis(50);

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;

fn lesson() -> String {
    let words = |nth| format!("Leaf {nth} of **the bush** opens in a `cup` and *waits* there. ").repeat(6);
    let leaves: String = (1..9)
        .map(|nth| format!("## Leaf {nth} {{#leaf-{nth}}}\n\n{}\n\n", words(nth)))
        .collect();
    let question = "### How hot is the water? {#how-hot .one .in-order}\n\n- [ ] Boiling\n\n  Bitter.\n\n- [ ] Cold\n\n  Weak.\n\n- [x] Eighty degrees\n\n  Sweet.\n";
    format!("# Green tea\n\nSteep it at eighty degrees.\n\n{leaves}{question}")
}

/// A screen reader: its command, how it is told which program says what it is to say, and what stands around what is said.
struct Reader {
    command: &'static str,
    arguments: fn(&str) -> Vec<String>,
    around: (&'static str, &'static str),
}

const YASR: Reader = Reader {
    command: "yasr",
    arguments: |server| {
        ["-s", "emacspeak server", "-p", &format!("|{server}")]
            .map(str::to_owned)
            .into()
    },
    around: ("q {", "}"),
};
/// TDSR, of whose name there are other programs as well.
const TDSR: Reader = Reader {
    command: "tdsr",
    arguments: |server| ["-s", server].map(str::to_owned).into(),
    around: ("s", ""),
};

/// The program, read out.
struct Heard {
    window: Window,
    around: (&'static str, &'static str),
    command: &'static str,
    said: PathBuf,
    /// Bytes of what was said that were looked at.
    seen: usize,
}

impl Heard {
    /// `None`, with a printed reason, where this reader is not installed.
    fn start(home: &Home, reader: &Reader) -> Option<Heard> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        if !is_installed(reader.command) {
            println!("not tested: {} is not installed", reader.command);
            return None;
        }
        let folder = home.0.path();
        let said = folder.join("said");
        let script = |name: &str, line: String| {
            let path = folder.join(name);
            fs::write(&path, format!("#!/bin/sh\nexec {line}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path.to_string_lossy().into_owned()
        };
        let server = script("server", format!("cat >> '{}'", said.display()));
        let program = script(
            "program",
            format!("'{}' --reader .", env!("CARGO_BIN_EXE_ally-up")),
        );
        fs::write(&said, "").unwrap();
        // How long TDSR waits for the frame after an arrow. Its own 20 ms are enough for the program, and not for a machine that does
        // something else as well.
        let sections = "[speech]\ncursor_delay = 0.1\nprocess_symbols = False\nprompt = .*\n[commands]\n[plugins]\n[symbols]\n";
        fs::write(folder.join(".tdsr.cfg"), sections).unwrap();
        let mut command = home.command(&[]);
        let arguments = (reader.arguments)(&server).into_iter().chain([program]);
        *command.get_argv_mut() = std::iter::once(reader.command.to_owned())
            .chain(arguments)
            .map(Into::into)
            .collect();
        command.env("PATH", path);
        command.env("LANG", "C.UTF-8");
        let mut window = home.start((80, 24), command)?;
        while !window.text().contains("Start here") {
            let is_over = window.take(LONGEST).is_none_or(|count| count == 0);
            if is_over && reader.command == TDSR.command {
                println!("not tested: this tdsr is no screen reader");
                return None;
            }
            assert!(!is_over, "nothing is on show:\n{}", window.text());
        }
        Some(Heard {
            window,
            around: reader.around,
            command: reader.command,
            said,
            seen: 0,
        })
    }

    /// What was said since the last time, once all is written.
    fn said(&mut self) -> Vec<String> {
        self.window.settles(PAINTED);
        // The file is written by a process of its own, which may be a moment behind.
        let length = |heard: &Heard| fs::metadata(&heard.said).unwrap().len();
        let mut before = u64::MAX;
        while before != length(self) {
            before = length(self);
            self.window.take(SPOKEN);
        }
        let text = String::from_utf8_lossy(&fs::read(&self.said).unwrap()).into_owned();
        let fresh = text[self.seen..].to_owned();
        self.seen = text.len();
        let utterance = |line: &str| {
            Some(
                line.strip_prefix(self.around.0)?
                    .strip_suffix(self.around.1)?
                    .to_owned(),
            )
        };
        fresh.lines().filter_map(utterance).collect()
    }

    /// Tells how much is said; `cargo test --test binary readers -- --nocapture` shows it.
    fn counts(&self, what: &str, said: &[String]) {
        println!("{}: {what}: {} utterances", self.command, said.len());
    }

    fn press(&mut self, keys: &str) -> Vec<String> {
        let from = self.window.stream.len();
        self.window.press(keys);
        while self.window.stream.len() == from {
            assert_ne!(self.window.take(LONGEST), Some(0), "{keys:?} changes nothing");
        }
        self.said()
    }

    /// What is said of the page after these keys. A slow disk may have its word in the foot at any moment.
    fn step(&mut self, keys: &str) -> Vec<String> {
        let mut said = self.press(keys);
        let text = self.window.text();
        let foot = text.lines().last().unwrap_or_default().trim();
        said.retain(|words| words.trim() != foot && words.trim() != "saving …");
        said
    }

    /// A page was said: each word of it whole, and not in many more pieces than it has rows.
    fn is_page(&self, said: &[String]) {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let (heard, text) = (letters(&said.concat()), self.window.text());
        let rows: Vec<&str> = text.lines().filter(|row| !row.trim().is_empty()).collect();
        for row in &rows {
            let words = letters(row);
            assert!(heard.contains(&words), "{row:?} is not said: {said:#?}");
        }
        self.counts(&format!("a page of {} rows", rows.len()), said);
        assert!(
            said.len() <= rows.len() + 2,
            "{} rows, {} utterances: {said:#?}",
            rows.len(),
            said.len()
        );
    }
}

#[test]
fn a_screen_reader_says_each_new_row_once_and_whole() {
    let home = Home::with(MANIFEST, &lesson());
    let Some(mut heard) = Heard::start(&home, &YASR) else {
        return;
    };
    let said = heard.said();
    heard.is_page(&said);
    let said = heard.press("\r");
    heard.is_page(&said);
    for key in ["j", "\x1b[B", "j"] {
        let said = heard.step(key);
        heard.counts("a line down", &said);
        let new = heard
            .window
            .text()
            .lines()
            .nth(21)
            .unwrap_or_default()
            .trim()
            .to_owned();
        assert!(
            said.len() <= 3
                && said
                    .iter()
                    .all(|words| words.trim() == new || words.trim().is_empty()),
            "{said:#?}"
        );
        assert!(
            new.is_empty() || said.iter().filter(|words| words.trim() == new).count() == 1,
            "{said:#?}"
        );
    }
    while !heard.window.text().contains("> 1 ( ) Boiling") {
        heard.press("\t");
    }
    let options = [
        ("\x1b[B", "Cold"),
        ("\x1b[B", "Eighty degrees"),
        ("\x1b[A", "Cold"),
    ];
    for (key, option) in options {
        let said = heard.step(key);
        heard.counts("a move of the focus", &said);
        assert!(said.len() <= 2 && said[0].contains(option), "{said:#?}");
    }
    heard.window.settles(AT_REST);
    let said = heard.said();
    heard.counts("while one reads", &said);
    assert_eq!(said, [""; 0], "something is said while one reads");
    heard.window.press("q");
    assert!(heard.window.end().success());
}

#[test]
fn after_an_arrow_the_row_of_the_cursor_is_all_that_is_said() {
    let home = Home::with(MANIFEST, &lesson());
    let Some(mut heard) = Heard::start(&home, &TDSR) else {
        return;
    };
    let said = heard.said();
    heard.counts("home", &said);
    let said = heard.press("\r");
    heard.counts("a page", &said);
    for key in ["\x1b[B", "\x1b[B", "\x1b[A"] {
        let said = heard.step(key);
        heard.counts("a line down or up", &said);
        let row = if key == "\x1b[B" { 21 } else { 2 };
        let text = heard.window.text();
        let new = match text.lines().nth(row).map(str::trim) {
            None | Some("") => "blank",
            Some(new) => new,
        };
        assert_eq!(said.concat().trim(), new, "{said:#?}");
    }
    while !heard.window.text().contains("> 1 ( ) Boiling") {
        heard.press("\t");
    }
    for (key, option) in [("\x1b[B", "> 2 ( ) Cold"), ("\x1b[A", "> 1 ( ) Boiling")] {
        let said = heard.step(key);
        heard.counts("a move of the focus", &said);
        assert_eq!(said.concat().trim(), option);
    }
    heard.window.settles(AT_REST);
    let said = heard.said();
    heard.counts("while one reads", &said);
    assert_eq!(said, [""; 0], "something is said while one reads");
}
