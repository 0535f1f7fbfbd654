//! Owns a home folder with a course in it, and the real binary in a window of a pseudo-terminal there.
//! Must not know the stories. Nothing here sleeps for a fixed time: every wait ends when what it waits for is there, or fails.

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest that something may take to show; it takes some milliseconds.
pub const LONGEST: Duration = Duration::from_secs(10);
/// A window in which nothing was written for this long has been painted; for longer, and it is at rest, with all saved.
pub const PAINTED: Duration = Duration::from_millis(150);
pub const AT_REST: Duration = Duration::from_millis(400);
/// What has been in sight for so long takes the same key again.
pub const READ: Duration = Duration::from_millis(800);
/// What ends a frame, once the window has said that it knows such ends.
pub const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Whether the terminal knows them is asked with this.
const ASKED: &[u8] = b"\x1b[?2026$p";

/// The alternate screen, bracketed paste, the mouse's buttons, and its coordinates.
pub const ALTERNATE: &str = "1049";
pub const PASTE: &str = "2004";
pub const CLICKS: &str = "1000";
pub const CURSOR: &str = "25";
/// Whether the window says that it has the focus.
pub const FOCUS: &str = "1004";

/// Whether there is a program of this name.
pub fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// A home folder of one's own, and a course in it.
pub struct Home(pub TempDir);

impl Home {
    /// A home with a course whose only lesson lies in `green.md`.
    pub fn with(manifest: &str, lesson: &str) -> Home {
        let home = TempDir::new().unwrap();
        fs::write(home.path().join("course.ron"), manifest).unwrap();
        fs::write(home.path().join("green.md"), lesson).unwrap();
        Home(home)
    }

    pub fn command(&self, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ally-up"));
        command.env_clear();
        command.args(arguments);
        command.cwd(self.0.path());
        command.env("TERM", "xterm-256color");
        command.env("HOME", self.0.path());
        command.env("XDG_DATA_HOME", self.0.path().join("share"));
        command.env("XDG_STATE_HOME", self.0.path().join("state"));
        command
    }

    /// Opens the program in a window. `None`, with a printed reason, where there are no pseudo-terminals.
    pub fn open(&self, size: (u16, u16), arguments: &[&str]) -> Option<Window> {
        self.start(size, self.command(arguments))
    }

    pub fn start(&self, (columns, rows): (u16, u16), command: CommandBuilder) -> Option<Window> {
        let pair = match native_pty_system().openpty(size(columns, rows)) {
            Ok(pair) => pair,
            Err(error) => {
                println!("not tested: no pseudo-terminal can be opened ({error})");
                return None;
            }
        };
        let before = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let read = move || {
            let mut bytes = [0; 16 * 1024];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().spawn(read).unwrap();
        let [tall, wide] = [rows, columns].map(|cells| NonZero::new(cells).unwrap());
        let screen = vt100::Parser::new(tall, wide, 0);
        // The slave stays open here too: without it the line's modes could not be asked for after the end.
        Some(Window {
            master: pair.master,
            slave: Some(pair.slave),
            before,
            writer,
            child,
            output,
            stream: Vec::new(),
            screen,
        })
    }
}

pub fn size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// A terminal's window with the program in it.
pub struct Window {
    pub master: Box<dyn MasterPty + Send>,
    slave: Option<Box<dyn SlavePty + Send>>,
    /// The line's modes, as they were.
    pub before: String,
    pub writer: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    pub output: Receiver<Vec<u8>>,
    pub stream: Vec<u8>,
    pub screen: vt100::Parser,
}

impl Drop for Window {
    fn drop(&mut self) {
        if self.child.try_wait().is_ok_and(|status| status.is_none()) {
            self.signal("KILL");
        }
    }
}

impl Window {
    /// Types these bytes.
    pub fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Takes what is written within this time. `None` when there is no more to come.
    pub fn take(&mut self, within: Duration) -> Option<usize> {
        match self.output.recv_timeout(within) {
            Ok(bytes) => {
                self.screen.process(&bytes);
                // As a terminal answers that knows the mode in which frames have an end.
                if bytes.windows(ASKED.len()).any(|part| part == ASKED) {
                    self.press("\x1b[?2026;2$y");
                }
                self.stream.extend_from_slice(&bytes);
                Some(bytes.len())
            }
            Err(RecvTimeoutError::Timeout) => Some(0),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Waits until these words are on the screen.
    pub fn sees(&mut self, words: &str) {
        self.until(words, |text| text.contains(words));
    }

    pub fn until(&mut self, what: &str, holds: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + LONGEST;
        while !holds(&self.text()) {
            let left = deadline.saturating_duration_since(Instant::now());
            let over = left.is_zero() || self.take(left).is_none();
            assert!(
                !over || holds(&self.text()),
                "{what}: not on the screen:\n{}",
                self.text()
            );
        }
    }

    /// Types these keys again and again, a frame each time, until these words are on the screen.
    pub fn seeks(&mut self, keys: &str, words: &str) {
        let deadline = Instant::now() + LONGEST;
        while !self.text().contains(words) {
            let from = self.stream.len();
            self.press(keys);
            while self.stream.len() == from || !self.stream.ends_with(FRAME_END) {
                let over = Instant::now() > deadline || self.take(LONGEST).is_none_or(|count| count == 0);
                assert!(!over, "{keys:?} never leads to {words:?}:\n{}", self.text());
            }
        }
    }

    /// Waits until the window is painted: nothing more is written for this long.
    pub fn settles(&mut self, quiet: Duration) {
        let deadline = Instant::now() + LONGEST;
        while self.take(quiet).is_some_and(|count| count > 0) {
            assert!(Instant::now() < deadline, "the screen never comes to rest");
        }
    }

    pub fn text(&self) -> String {
        self.screen
            .screen()
            .contents()
            .lines()
            .map(str::trim_end)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The row that holds these words.
    pub fn row(&self, words: &str) -> String {
        self.text()
            .lines()
            .find(|row| row.contains(words))
            .unwrap_or_else(|| panic!("no {words:?} in\n{}", self.text()))
            .to_owned()
    }

    /// What was written last about a mode: that it is on, or off.
    pub fn is_on(&self, mode: &str) -> Option<bool> {
        let last = |end: &str| self.written(&format!("\x1b[?{mode}{end}")).last().copied();
        match (last("h"), last("l")) {
            (None, None) => None,
            (on, off) => Some(on > off),
        }
    }

    /// Where these bytes were written.
    pub fn written(&self, what: &str) -> Vec<usize> {
        self.stream
            .windows(what.len())
            .enumerate()
            .filter(|(_, bytes)| *bytes == what.as_bytes())
            .map(|(at, _)| at)
            .collect()
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        self.master.resize(size(columns, rows)).unwrap();
    }

    pub fn signal(&self, name: &str) {
        let process = self.child.process_id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args([&format!("-{name}"), &process])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the end of the program, and takes all that it wrote.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + LONGEST;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(
                Instant::now() < deadline,
                "the program does not end; the screen:\n{}",
                self.text()
            );
            self.take(Duration::from_millis(5));
        };
        let after = format!("{:?}", self.master.get_termios());
        assert!(
            status.signal() == Some("Killed") || after == self.before,
            "the line's modes:\n{}\n{after}",
            self.before
        );
        self.slave = None;
        while self.take(LONGEST).is_some_and(|count| count > 0) {}
        status
    }

    /// Every mode that was switched on is off, and in an order that leaves the shell's screen as it was.
    pub fn is_restored(&self) {
        assert_eq!(self.is_on(ALTERNATE), Some(false), "the alternate screen");
        assert_eq!(self.is_on(PASTE), Some(false), "bracketed paste");
        assert_eq!(self.is_on(FOCUS), Some(false), "telling the focus");
        assert_eq!(self.is_on(CURSOR), Some(true), "the cursor shows");
        for mode in [CLICKS, "1002", "1003", "1006", "1004", "2026"] {
            assert_ne!(self.is_on(mode), Some(true), "mode {mode}");
        }
        let left = *self.written("\x1b[?1049l").last().unwrap();
        // Where there is no other screen to go back to, the shell goes on below the page.
        assert!(
            self.stream[..left].windows(6).any(|bytes| bytes == b"\x1b[999H"),
            "the cursor on the last row"
        );
        assert!(
            self.stream.len() - left < 40,
            "it writes on after it has left: {:?}",
            String::from_utf8_lossy(&self.stream[left..])
        );
        assert_eq!(self.text().trim(), "", "something is left on the shell's screen");
    }
}
