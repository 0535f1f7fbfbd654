//! What a braille display of forty cells shows of the whole screen, by BRLTTY: its virtual display hands the cells over, and the screen is
//! the image that it reads of GNU Screen.

use crate::window::{Home, LONGEST, READ, Window, is_installed};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Where BRLTTY finds the image of a screen: columns, rows, the cursor, all characters, all attributes. There is one in the system.
const IMAGE: &str = "/dev/shm/screen";
/// Bytes of the largest screen.
const LARGEST: usize = 4 + 66 * 132 * 2;
const CELLS: usize = 40;
/// Cells that may stand before the first word: the sign of the focus, and what an option hangs from is a word of its own.
const BEFORE: usize = 4;

const MANIFEST: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;

fn lesson() -> String {
    let leaf = "The bush opens its leaves in the cup, one after the other, and nobody hurries. ".repeat(5);
    let leaves: String = (1..5).map(|nth| format!("## Leaf {nth}\n\n{leaf}\n\n")).collect();
    let question = |words: &str, id: &str| {
        format!(
            "### {words} {{#{id} .one .in-order}}\n\n- [ ] Boiling\n\n  Bitter.\n\n- [ ] Cold\n\n  Weak.\n\n- [x] Eighty degrees\n\n  Sweet.\n\n"
        )
    };
    let questions = [
        question("How hot is the water?", "how-hot"),
        question("And the cup?", "cup"),
    ];
    format!("# Green tea\n\nSteep it.\n\n{leaves}{}", questions.concat())
}

/// The display.
struct Display {
    brltty: Child,
    image: File,
    /// What it was told, line by line.
    told: Receiver<String>,
    /// The characters of its cells.
    cells: String,
    _line: UnixStream,
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.brltty.kill();
        let _ = self.brltty.wait();
        let _ = fs::remove_file(IMAGE);
    }
}

impl Display {
    /// `None`, with a printed reason, where there can be none.
    fn start(home: &Home) -> Option<Display> {
        let skipped = |why: &str| {
            println!("not tested: {why}");
            None
        };
        if !is_installed("brltty") {
            return skipped("brltty is not installed");
        }
        // One that a test left behind when it was killed is nobody's any more.
        let age = fs::metadata(IMAGE)
            .and_then(|image| image.modified())
            .map(|at| at.elapsed());
        if age.is_ok_and(|age| age.is_ok_and(|age| age > 3 * LONGEST)) {
            let _ = fs::remove_file(IMAGE);
        }
        let Ok(image) = OpenOptions::new().create_new(true).write(true).open(IMAGE) else {
            return skipped("the image of a screen cannot be made, or is another's");
        };
        image.set_len(LARGEST as u64).unwrap();
        image.write_all_at(&[80, 24], 0).unwrap();
        let folder = home.0.path();
        let path = folder.join("display");
        let listener = UnixListener::bind(&path).unwrap();
        listener.set_nonblocking(true).unwrap();
        let folder = folder.to_string_lossy();
        let brltty = Command::new("brltty")
            .args([
                "--no-daemon",
                "--quiet",
                "--no-api",
                "--standard-error",
                "--configuration-file=/dev/null",
            ])
            .args(["--screen-driver=sc", "--speech-driver=no", "--braille-driver=vr"])
            .arg(format!("--braille-device=client:{}", path.display()))
            .args(["pid-file", "preferences-file"].map(|name| format!("--{name}={folder}/{name}")))
            .args(["updatable-directory", "writable-directory"].map(|name| format!("--{name}={folder}")))
            .env("HOME", &*folder)
            .env("LANG", "C.UTF-8")
            .stderr(Stdio::null())
            .spawn();
        let mut brltty = match brltty {
            Ok(brltty) => brltty,
            Err(error) => {
                let _ = fs::remove_file(IMAGE);
                return skipped(&format!("brltty does not start ({error})"));
            }
        };
        let deadline = Instant::now() + LONGEST;
        let line = loop {
            match listener.accept() {
                Ok((line, _)) => break Some(line),
                Err(_) if Instant::now() > deadline || brltty.try_wait().unwrap().is_some() => break None,
                Err(_) => std::thread::sleep(Duration::from_millis(5)),
            }
        };
        let Some(mut line) = line else {
            let _ = brltty.kill();
            let _ = brltty.wait();
            let _ = fs::remove_file(IMAGE);
            return skipped("this brltty has no virtual display, or cannot read the image of a screen");
        };
        line.set_nonblocking(false).unwrap();
        writeln!(line, "Cells {CELLS}").unwrap();
        let (sender, told) = channel();
        let lines = BufReader::new(line.try_clone().unwrap()).lines();
        let read = move || {
            for line in lines.map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().spawn(read).unwrap();
        Some(Display {
            brltty,
            image,
            told,
            cells: String::new(),
            _line: line,
        })
    }

    /// Hands the screen over as it is.
    fn look(&self, window: &Window) {
        let screen = window.screen.screen();
        let [rows, columns] = <[_; 2]>::from(screen.size()).map(|cells| cells.get());
        let cell = |y, x| match screen.cell(y, x).map(vt100::Cell::contents) {
            None | Some("") => b' ',
            // The image has a byte for each.
            Some(words) => words.bytes().next().filter(u8::is_ascii).unwrap_or(b'?'),
        };
        let mut bytes: Vec<u8> = (0..rows)
            .flat_map(|y| (0..columns).map(move |x| cell(y, x)))
            .collect();
        bytes.extend(std::iter::repeat_n(7, bytes.len()));
        let (y, x) = screen.cursor_position();
        self.image.write_all_at(&bytes, 4).unwrap();
        self.image
            .write_all_at(&[columns as u8, rows as u8, x as u8, y as u8], 0)
            .unwrap();
    }

    /// The cells come to show these words, with no more than the sign of the focus before them.
    fn shows(&mut self, window: &mut Window, words: &str) {
        let deadline = Instant::now() + LONGEST;
        loop {
            window.take(Duration::from_millis(5));
            self.look(window);
            if let Ok(line) = self.told.recv_timeout(Duration::from_millis(20))
                && let Some(cells) = line
                    .strip_prefix("Visual \"")
                    .and_then(|rest| rest.strip_suffix('"'))
            {
                self.cells = cells.replace("\\\"", "\"").replace("\\\\", "\\");
            }
            let at = self.cells.find(words);
            if at.is_some_and(|at| at <= BEFORE && !self.cells[..at].contains(char::is_alphanumeric)) {
                println!("{:?}", self.cells);
                return;
            }
            assert!(
                Instant::now() < deadline,
                "no {words:?} in the cells {:?} of\n{}",
                self.cells,
                window.text()
            );
        }
    }
}

#[test]
fn forty_cells_show_what_is_new_from_its_first_word() {
    let home = Home::with(MANIFEST, &lesson());
    let Some(mut display) = Display::start(&home) else {
        return;
    };
    let Some(mut window) = home.open((80, 24), &["--reader", "."]) else {
        return;
    };
    display.shows(&mut window, "Start here");
    window.press("\r");
    display.shows(&mut window, "Green tea");
    window.press("t");
    display.shows(&mut window, "Leaf 1");
    window.press("a");
    display.shows(&mut window, "Question 1 of 2");
    window.press("\x1b[B");
    display.shows(&mut window, "2 ( ) Cold");
    window.press("\x1b[A");
    display.shows(&mut window, "1 ( ) Boiling");
    window.press("2");
    display.shows(&mut window, "2 (?) Cold");
    window.press("\r");
    display.shows(&mut window, "I think so");
    // What came into sight a moment ago takes no Enter that may be held.
    window.settles(READ);
    window.press("\r");
    display.shows(&mut window, "Not yet");
    window.settles(READ);
    window.press("\r");
    display.shows(&mut window, "Question 2 of 2");
}
