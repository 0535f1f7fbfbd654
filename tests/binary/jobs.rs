//! The real binary as a job of a real shell, on each kind of page: it is stopped and goes on, and however it ends, the line's modes are
//! byte by byte what they were and every mode that was switched on is off. The shell is the system's `sh` with job control.

use crate::window::{Home, LONGEST, PAINTED, Window};
use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const LESSON: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Lesson(id: "green-tea", file: "green.md")]),
])"#;
const REHEARSAL: &str = r#"Course(id: "tea", title: "Tea for Two", modules: [
    Module(id: "leaves", title: "Leaves", items: [Rehearsal(id: "talk", file: "talk.md")]),
])"#;
const GREEN: &str = "# Green tea\n\nSteep it.\n\n### Whom would you make a cup for? {#whom .reflect}\n\n## In short {#short}\n\nWarm.\n";
const TALK: &str = include_str!("../course/rehearsals/talk.md");

/// Says who the job is and how it ended or stopped; then does what is typed.
const SHELL: &str = r#"set -m; ulimit -c 0; trap : INT QUIT HUP TERM
sh -c 'echo "pid $$ is it"; exec "$0" .' "$0"; echo "left $?"
while read -r line; do eval "$line"; echo "left $?"; done"#;

const CONTROL_C: &str = "\x03";
const CONTROL_Z: &str = "\x1a";
/// What a shell says of a job that SIGTSTP has stopped, and one that SIGSTOP has.
const STOPPED: [i32; 2] = [148, 147];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Home,
    Field,
    Rehearsal,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// Stopped and brought back in each way, and then left.
    Quit,
    /// By this signal, whose number behind 128 the shell says.
    Signal(&'static str, i32),
    /// Stopped, told to end, and told to go on, in a row.
    StoppedAndEnded,
    /// Killed while it is stopped.
    KilledWhileStopped,
    /// Stopped without being asked, and ended when the shell has the terminal.
    EndedInTheBackground,
}

const ENDS: [End; 8] = [
    End::Quit,
    End::Signal("TERM", 143),
    End::Signal("INT", 130),
    End::Signal("HUP", 129),
    End::Signal("QUIT", 131),
    End::StoppedAndEnded,
    End::KilledWhileStopped,
    End::EndedInTheBackground,
];

/// The program as a job, on its page.
struct Job {
    home: Home,
    window: Window,
    place: Place,
    process: String,
    /// The line's modes before it was started, and while it plays.
    line: [String; 2],
    /// How often the shell has said that the job left the terminal.
    left: usize,
}

/// What was written last of each private mode: on or off.
pub fn modes(stream: &[u8]) -> BTreeMap<String, bool> {
    let text = String::from_utf8_lossy(stream);
    let mut modes = BTreeMap::new();
    for part in text.split("\x1b[?").skip(1) {
        let Some(end) = part.find(|c: char| !c.is_ascii_digit() && c != ';') else {
            continue;
        };
        let on = match &part[end..=end] {
            "h" => true,
            "l" => false,
            _ => continue,
        };
        modes.extend(part[..end].split(';').map(|mode| (mode.to_owned(), on)));
    }
    modes
}

/// Every mode is as a shell wants it: the cursor shows, full lines run on, and nothing else is on.
pub fn is_left(stream: &[u8]) {
    let on = modes(stream).into_iter().filter(|(_, on)| *on);
    assert_eq!(on.map(|(mode, _)| mode).collect::<Vec<_>>(), ["25", "7"]);
    assert!(
        !String::from_utf8_lossy(stream).contains("\x1b[>"),
        "it changed how keys are sent"
    );
}

fn signal(process: &str, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), process]).status();
    assert!(sent.unwrap().success(), "{name}");
}

impl Job {
    /// `None` where there are no pseudo-terminals.
    fn start(place: Place) -> Option<Job> {
        let home = Home::with(
            if place == Place::Rehearsal {
                REHEARSAL
            } else {
                LESSON
            },
            GREEN,
        );
        fs::write(home.0.path().join("talk.md"), TALK).unwrap();
        let mut command = home.command(&[]);
        *command.get_argv_mut() = ["sh", "-c", SHELL, env!("CARGO_BIN_EXE_ally-up")]
            .map(Into::into)
            .into();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let mut window = home.start((80, 24), command)?;
        let before = window.before.clone();
        window.sees("Settings");
        let text = String::from_utf8_lossy(&window.stream).into_owned();
        let process = text
            .split("pid ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .to_owned();
        match place {
            Place::Home => {}
            Place::Field => {
                window.press("\r");
                window.sees("Steep it.");
                window.seeks("\t", "esc leave");
                window.press("My aunt");
                window.sees("My aunt");
            }
            Place::Rehearsal => {
                window.press("\r");
                window.sees("Do you have ten minutes today?");
            }
        }
        window.settles(PAINTED);
        let playing = format!("{:?}", window.master.get_termios());
        assert_ne!(before, playing, "every byte comes at once");
        Some(Job {
            home,
            window,
            place,
            process,
            line: [before, playing],
            left: 0,
        })
    }

    fn words(&self) -> &'static str {
        match self.place {
            Place::Home => "Start here",
            Place::Field => "My aunt",
            Place::Rehearsal => "Do you have ten minutes today?",
        }
    }

    /// Sends signals in a row. When the last one comes, it may have ended already.
    fn row(&self, names: [&str; 3]) {
        let row = names.map(|name| format!("kill -{name} {}", self.process));
        let _ = Command::new("sh")
            .args(["-c", &row.join("; ")])
            .stderr(Stdio::null())
            .status();
    }

    /// Waits until the shell has the terminal again; it says how the job left it.
    fn leaves(&mut self, status: i32) {
        self.left += 1;
        let told = |text: &str| text.matches("left ").count();
        let left = self.left;
        self.window
            .until("the shell says how it was left", |text| told(text) >= left);
        let text = self.window.text();
        let last = text
            .rsplit("left ")
            .next()
            .unwrap()
            .split_whitespace()
            .next()
            .unwrap();
        assert_eq!(last, status.to_string(), "{text}");
    }

    /// The terminal is as it was found.
    fn is_left_as_found(&self) {
        is_left(&self.window.stream);
        assert_eq!(format!("{:?}", self.window.master.get_termios()), self.line[0]);
    }

    /// All modes are on, and the whole page is drawn anew at this size.
    fn is_back(&mut self, rows: u16, from: usize) {
        let words = self.words();
        self.window.sees(words);
        self.window.settles(PAINTED);
        let anew = modes(&self.window.stream[from..]);
        for mode in ["1049", "2004", "1004"] {
            assert_eq!(anew.get(mode), Some(&true), "{mode}");
        }
        assert_eq!(anew.get("2031"), Some(&false), "nobody says that colors change");
        assert_eq!(format!("{:?}", self.window.master.get_termios()), self.line[1]);
        // The window is a new one: all that it shows was written since.
        let text = self.window.text();
        assert!(text.lines().count() > usize::from(rows) * 3 / 4, "{text}");
        // And keys are heard.
        if self.place != Place::Field {
            self.window.press("?");
            self.window.sees("row or line up, down");
            self.window.press("\x7f");
            self.window.sees(words);
            self.window.settles(PAINTED);
        }
    }

    fn goes_on(&mut self, size: (u16, u16)) {
        let [wide, tall] = [size.0, size.1].map(|cells| NonZero::new(cells).unwrap());
        self.window.resize(size.0, size.1);
        self.window.screen = vt100::Parser::new(tall, wide, 0);
        self.left = 0;
        let from = self.window.stream.len();
        self.window.press("fg\n");
        self.is_back(size.1, from);
    }

    fn ends(&mut self, end: End) {
        match end {
            End::Quit => {
                self.window.press(CONTROL_Z);
                self.leaves(STOPPED[0]);
                self.is_left_as_found();
                self.goes_on((70, 20));
                signal(&self.process, "TSTP");
                self.leaves(STOPPED[0]);
                self.is_left_as_found();
                self.goes_on((90, 30));
                signal(&self.process, "STOP");
                // The page still stands where the shell writes now: nobody was asked.
                self.window.settles(PAINTED);
                self.goes_on((80, 24));
                self.window.press(CONTROL_C);
                self.leaves(0);
            }
            End::Signal(name, status) => {
                signal(&self.process, name);
                self.leaves(status);
            }
            End::StoppedAndEnded => {
                self.row(["TSTP", "TERM", "CONT"]);
                // Where the stop was quicker, the shell has seen it; then the end comes with `fg`, or came with the last signal.
                self.leaves_at_last(143);
            }
            End::KilledWhileStopped => {
                self.window.press(CONTROL_Z);
                self.leaves(STOPPED[0]);
                self.is_left_as_found();
                signal(&self.process, "KILL");
                self.window.press("wait\n");
                self.left += 1;
                self.window
                    .until("the job is gone", |text| text.matches("left ").count() > 1);
            }
            End::EndedInTheBackground => {
                signal(&self.process, "STOP");
                let told = format!("left {}", STOPPED[1]);
                self.window
                    .until("the shell has seen it", |text| text.contains(&told));
                self.row(["TERM", "CONT", "CONT"]);
                self.is_gone();
                self.window.press("wait %1\n");
                self.window.until("it ends", |text| text.contains("left 143"));
            }
        }
        self.is_left_as_found();
        let (folder, place) = (self.home.0.path(), self.place);
        assert!(
            place != Place::Field || holds(folder, "My aunt"),
            "the draft is kept"
        );
    }

    fn quits(&mut self) {
        self.window.press(CONTROL_C);
        self.leaves(0);
        self.is_left_as_found();
    }

    fn is_stopped(&mut self) {
        let deadline = Instant::now() + LONGEST;
        while state(&self.process) != Some('T') {
            assert!(Instant::now() < deadline, "it goes on in the background");
            self.window.take(PAINTED);
        }
    }

    /// Waits until it has ended with all its threads, whether or not the shell has asked for it: while one of them is left, a shell that
    /// asks is told that it is still stopped.
    fn is_gone(&mut self) {
        let deadline = Instant::now() + LONGEST;
        let is_alive = |process: &str| {
            let threads = fs::read_dir(format!("/proc/{process}/task")).map_or(0, Iterator::count);
            state(process).is_some_and(|state| state != 'Z') || threads > 1
        };
        while is_alive(&self.process) {
            assert!(Instant::now() < deadline, "it does not end");
            self.window.take(Duration::from_millis(5));
        }
    }

    fn leaves_at_last(&mut self, status: i32) {
        self.left += 1;
        let left = self.left;
        self.window.until("the shell has the terminal", |text| {
            text.matches("left ").count() >= left
        });
        self.is_gone();
        if self.window.text().contains(&format!("left {}", STOPPED[0])) {
            self.window.press("wait %1\n");
            self.leaves(status);
        } else {
            self.left -= 1;
            self.leaves(status);
        }
    }
}

/// How a process is, as Linux says it: T is stopped.
fn state(process: &str) -> Option<char> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit(") ").next()?.chars().next()
}

/// Whether any file in a folder holds these words.
pub fn holds(folder: &Path, words: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds(&path, words),
            false => String::from_utf8_lossy(&fs::read(path).unwrap()).contains(words),
        }
    })
}

fn every_end(place: Place) {
    for end in ENDS {
        if matches!(end, End::StoppedAndEnded | End::EndedInTheBackground) && state("self").is_none() {
            println!("not tested: {end:?}; only Linux says in /proc whether a process has ended");
            continue;
        }
        let Some(mut job) = Job::start(place) else {
            return;
        };
        println!("{place:?}, {end:?}");
        job.ends(end);
    }
}

#[test]
fn at_home_every_end_leaves_the_terminal_as_it_was() {
    every_end(Place::Home);
}

#[test]
fn in_a_field_every_end_leaves_the_terminal_as_it_was() {
    every_end(Place::Field);
}

#[test]
fn in_a_rehearsal_every_end_leaves_the_terminal_as_it_was() {
    every_end(Place::Rehearsal);
}

#[test]
fn told_to_go_on_in_the_background_it_leaves_the_terminal_to_the_shell() {
    if state("self").is_none() {
        println!("not tested: only Linux says in /proc whether a process is stopped");
        return;
    }
    let Some(mut job) = Job::start(Place::Home) else {
        return;
    };
    job.window.press(CONTROL_Z);
    job.leaves(STOPPED[0]);
    let from = job.window.stream.len();
    signal(&job.process, "CONT");
    job.window.settles(PAINTED);
    job.is_stopped();
    assert_eq!(modes(&job.window.stream[from..]), BTreeMap::new());
    job.is_left_as_found();
    job.goes_on((80, 24));
    job.quits();
    // Nor does one take it that is started there.
    let from = job.window.stream.len();
    job.window.press("\"$0\" . & echo \"pid $! is it\"\n");
    job.leaves(0);
    let text = job.window.text();
    job.process = text
        .rsplit("pid ")
        .next()
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .to_owned();
    job.is_stopped();
    assert_eq!(modes(&job.window.stream[from..]), BTreeMap::new());
    job.is_left_as_found();
    job.goes_on((80, 24));
    job.quits();
}

#[test]
fn a_program_that_nobody_could_bring_back_does_not_stop() {
    let home = Home::with(LESSON, GREEN);
    // Without a shell that controls jobs, Control with Z repaints and no more.
    let Some(mut window) = home.open((80, 24), &["."]) else {
        return;
    };
    window.sees("Start here");
    window.settles(PAINTED);
    let from = window.stream.len();
    window.press(CONTROL_Z);
    window.until("it is back", |_| true);
    let deadline = Instant::now() + LONGEST;
    while modes(&window.stream[from..]).get("1049") != Some(&true) {
        assert!(
            Instant::now() < deadline,
            "it is stopped, and nobody is there to tell it to go on"
        );
        window.take(PAINTED);
    }
    window.sees("Start here");
    window.press("q");
    assert!(window.end().success());
    window.is_restored();
}
