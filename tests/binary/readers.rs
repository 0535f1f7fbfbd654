//! The whole screen as a screen reader says it. yasr stands between the program and the terminal, and speaks to a server in a file.
//! It reads 255 bytes at a time and may part a row there, so of a whole page some utterances more are allowed.

use crate::window::{AT_REST, Home, PAINTED, Window};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

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

/// The program, read out.
struct Heard {
    window: Window,
    said: PathBuf,
    /// Bytes of what was said that were looked at.
    seen: usize,
}

impl Heard {
    /// `None`, with a printed reason, where yasr is not installed.
    fn start(home: &Home) -> Option<Heard> {
        let found = Command::new("yasr").arg("-V").stdin(Stdio::null()).output();
        if found.is_err() {
            println!("not tested: yasr is not installed");
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
        let mut command = home.command(&[]);
        let server = format!("|{server}");
        *command.get_argv_mut() = ["yasr", "-s", "emacspeak server", "-p", &server, &program]
            .map(Into::into)
            .into();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("LANG", "C.UTF-8");
        let window = home.start((80, 24), command)?;
        Some(Heard {
            window,
            said,
            seen: 0,
        })
    }

    /// What was said since the last time, once all is written.
    fn said(&mut self) -> Vec<String> {
        self.window.settles(PAINTED);
        let text = String::from_utf8_lossy(&fs::read(&self.said).unwrap()).into_owned();
        let fresh = text[self.seen..].to_owned();
        self.seen = text.len();
        let utterance = |line: &str| Some(line.strip_prefix("q {")?.strip_suffix('}')?.to_owned());
        fresh.lines().filter_map(utterance).collect()
    }

    fn press(&mut self, keys: &str) -> Vec<String> {
        self.window.press(keys);
        self.said()
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
    let Some(mut heard) = Heard::start(&home) else {
        return;
    };
    heard.window.sees("Start here");
    let said = heard.said();
    heard.is_page(&said);
    let said = heard.press("\r");
    heard.is_page(&said);
    for key in ["j", "\x1b[B", "j"] {
        let said = heard.press(key);
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
        let said = heard.press(key);
        assert!(said.len() <= 2 && said[0].contains(option), "{said:#?}");
    }
    heard.window.settles(AT_REST);
    assert_eq!(heard.said(), [""; 0], "something is said while one reads");
    heard.window.press("q");
    assert!(heard.window.end().success());
}
