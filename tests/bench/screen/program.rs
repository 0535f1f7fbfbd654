//! Owns a program in a pseudo-terminal whose output is timed: when its frame stood, how long a key took, what it cost.
//! Must not know which program that is. Linux alone says what a process has used; elsewhere those figures are missing.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Output that is followed by so much silence was a whole frame: at a start, and after a key.
const QUIET: Duration = Duration::from_millis(60);
const KEY_QUIET: Duration = Duration::from_millis(20);
/// What takes longer than this is given up.
pub const LONGEST: Duration = Duration::from_secs(60);

/// Whether a frame's end is understood is asked with this, and answered so.
const ASKED: &[u8] = b"\x1b[?2026$p";
const ANSWER: &str = "\x1b[?2026;2$y";

/// How a program is started and ended.
#[derive(Clone)]
pub struct Program {
    pub command: CommandBuilder,
    pub quit: &'static str,
    /// Its home folder, for as long as it may run.
    pub _home: Rc<TempDir>,
}

/// What a key came to.
pub struct Pressed {
    pub frame: Duration,
    pub bytes: usize,
    pub cpu: Duration,
}

/// A program that runs.
pub struct Running {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    begun: Instant,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn size((cols, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Program {
    pub fn start(&self, window: (u16, u16)) -> Running {
        let pair = native_pty_system().openpty(size(window)).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let read = move || {
            let mut bytes = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().spawn(read).unwrap();
        let [tall, wide] = [window.1, window.0].map(|cells| cells.try_into().unwrap());
        let begun = Instant::now();
        let child = pair.slave.spawn_command(self.command.clone()).unwrap();
        Running {
            master: pair.master,
            writer,
            child,
            output,
            screen: vt100::Parser::new(tall, wide, 0),
            begun,
        }
    }

    /// From its start until its first frame stands. `None` if that took too long.
    pub fn first_frame(&self, window: (u16, u16)) -> Option<(Running, Duration)> {
        let mut running = self.start(window);
        let stood = running.stands()?;
        Some((running, stood))
    }

    /// From a key that quits until the process is gone.
    pub fn exit(&self, mut running: Running) -> Duration {
        let begun = Instant::now();
        running.write(self.quit);
        let _ = running.child.wait();
        begun.elapsed()
    }
}

impl Running {
    fn write(&mut self, keys: &str) {
        // A program that has ended hears nothing; the figure after it says so.
        let _ = self
            .writer
            .write_all(keys.as_bytes())
            .and_then(|()| self.writer.flush());
    }

    /// Takes output until there is none for so long: when the last of it came, and how many bytes it was.
    fn take(&mut self, quiet: Duration, first: Duration) -> (Option<Instant>, usize) {
        let (mut last, mut bytes) = (None, 0);
        loop {
            let wait = if last.is_none() { first } else { quiet };
            match self.output.recv_timeout(wait) {
                Ok((at, some)) => {
                    if some.windows(ASKED.len()).any(|part| part == ASKED) {
                        self.write(ANSWER);
                    }
                    self.screen.process(&some);
                    (last, bytes) = (Some(at), bytes + some.len());
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return (last, bytes),
            }
        }
    }

    /// Waits until something stands on the alternate screen and it is still: how long after the start that was. On the other one a program
    /// may say how far it has read.
    fn stands(&mut self) -> Option<Duration> {
        let mut stood = None;
        while self.begun.elapsed() < LONGEST {
            let (last, _) = self.take(QUIET, QUIET);
            stood = last.or(stood);
            let screen = self.screen.screen();
            if screen.alternate_screen() && !screen.contents().trim().is_empty() {
                return stood.map(|at| at - self.begun);
            }
        }
        None
    }

    /// Presses a key and waits for its frame. A key that draws nothing took no time.
    pub fn press(&mut self, key: &str) -> Pressed {
        let (begun, before) = (Instant::now(), self.cpu());
        self.write(key);
        let (last, bytes) = self.take(KEY_QUIET, KEY_QUIET * 2);
        Pressed {
            frame: last.map_or(Duration::ZERO, |at| at - begun),
            bytes,
            cpu: self.cpu() - before,
        }
    }

    /// Presses a key that opens something which may take long, and waits for its frame.
    pub fn open(&mut self, key: &str) -> Pressed {
        let (begun, before) = (Instant::now(), self.cpu());
        self.write(key);
        let (last, bytes) = self.take(QUIET, LONGEST);
        Pressed {
            frame: last.map_or(LONGEST, |at| at - begun),
            bytes,
            cpu: self.cpu() - before,
        }
    }

    /// Presses keys until these words stand on the screen.
    pub fn seek(&mut self, key: &str, words: &str) -> bool {
        for _ in 0..500 {
            if self.screen.screen().contents().contains(words) {
                return true;
            }
            self.press(key);
        }
        false
    }

    /// Changes the window's size: how long until the last of its frame.
    pub fn resize(&mut self, window: (u16, u16)) -> Duration {
        let begun = Instant::now();
        self.master.resize(size(window)).unwrap();
        self.screen
            .screen_mut()
            .set_size(window.1.try_into().unwrap(), window.0.try_into().unwrap());
        let (last, _) = self.take(QUIET, LONGEST);
        last.map_or(LONGEST, |at| at - begun)
    }

    /// The processor time that all its threads have used so far.
    fn cpu(&self) -> Duration {
        let Some(process) = self.child.process_id() else {
            return Duration::ZERO;
        };
        let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else {
            return Duration::ZERO;
        };
        let used = |thread: fs::DirEntry| {
            let text = fs::read_to_string(thread.path().join("schedstat")).ok()?;
            text.split(' ').next()?.parse::<u64>().ok()
        };
        Duration::from_nanos(threads.flatten().filter_map(used).sum())
    }

    /// A line of what the system says of its memory (`VmHWM`, `RssAnon`), in bytes.
    pub fn memory(&self, of: &str) -> Option<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(of)?.strip_prefix(':'))?;
        let kibibytes: f64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kibibytes * 1024.0)
    }
}
