//! Owns a home folder with a course in it, and running the real binary there through pipes.
//! Must not know the stories.

use serde_json::Value;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest a run may take. It takes some milliseconds; a module of the course, on a machine that builds as well, many seconds.
const LONGEST: Duration = Duration::from_secs(60);

const MANIFEST: &str = r#"Course(
    id: "tea", title: "Tea for Two",
    modules: [Module(id: "leaves", title: "Leaves", items: [
        Lesson(id: "green-tea", file: "green.md"),
        Lesson(id: "black-tea", file: "black.md"),
    ])],
)
"#;

pub const GREEN: &str = r#"# Green tea

Steep it at eighty degrees, and not for long. A bell &#27;[2J rings.

### How hot is the water? {#how-hot .one .scene .in-order}

- [ ] Boiling

  Bitter: the leaves are scalded.

- [x] Eighty degrees

  Sweet: the leaves are only warmed.

### What goes into the pot first? The ____. {#first .fill}

- [x] leaves
- [ ] milk

  Not yet. Milk comes last.

### Whom would you make a cup for? {#whom .reflect}

## In short {#in-short}

Warm, not hot.
"#;

/// A place of one's own: a home folder, and a course in `tea`.
pub struct Home(TempDir);

/// What came of a run.
pub struct Ran {
    pub code: Option<i32>,
    pub output: String,
    pub complaint: String,
}

impl Home {
    pub fn new() -> Home {
        let home = Home(TempDir::new().unwrap());
        home.write("tea/course.ron", MANIFEST);
        home.write("tea/green.md", GREEN);
        home.write("tea/black.md", "# Black tea\n\nFour minutes.\n");
        home
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    pub fn write(&self, below: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ally-up"));
        command.args(arguments).current_dir(self.0.path()).env_clear();
        command
            .env("HOME", self.0.path())
            .env("XDG_DATA_HOME", self.path("share"))
            .env("XDG_STATE_HOME", self.path("state"));
        command.env("XDG_CACHE_HOME", self.path("cache"));
        command
            .env("TERM", "xterm-256color")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the program with nothing typed.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.typed(arguments, &[])
    }

    /// Runs the program with these lines typed, and then the end of the input.
    pub fn typed(&self, arguments: &[&str], lines: &[&str]) -> Ran {
        finish(
            self.command(arguments),
            &lines.iter().map(|line| format!("{line}\n")).collect::<String>(),
        )
    }

    /// Plays the course in `tea`.
    pub fn play(&self, lines: &[&str]) -> Ran {
        self.typed(&["tea"], lines)
    }

    /// Whether an unfinished answer with these words lies on the disk.
    pub fn keeps(&self, words: &str) -> bool {
        files(&self.path("state"))
            .iter()
            .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(words)))
    }

    /// Where the learner stands, without the moment that this was read.
    pub fn status(&self) -> Value {
        self.status_in(&[])
    }

    /// The same with more flags.
    pub fn status_in(&self, flags: &[&str]) -> Value {
        let ran = self.run(&[&["status", "--json", "--course", "tea"], flags].concat());
        ran.is_done();
        let mut status: Value = serde_json::from_str(&ran.output).unwrap();
        let read_at = status.as_object_mut().unwrap().remove("read_at").unwrap();
        let (day, time) = read_at.as_str().unwrap().split_once('T').unwrap();
        assert!(day.starts_with("20") && time.ends_with('Z'), "{read_at}");
        status
    }
}

impl Ran {
    /// One line of complaint, nothing else, this exit code, and all of these words.
    pub fn complains(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.complaint);
        assert_eq!(self.output, "", "a complaint goes to standard error");
        assert_eq!(self.complaint.lines().count(), 1, "{}", self.complaint);
        self.tells(words);
    }

    pub fn tells(&self, words: &[&str]) {
        words.iter().for_each(|word| {
            assert!(
                self.complaint.contains(word),
                "no {word:?} in {:?}",
                self.complaint
            )
        });
    }

    /// These words, in this order.
    pub fn says(&self, words: &[&str]) {
        let mut rest = self.output.as_str();
        for word in words {
            let at = rest
                .find(word)
                .unwrap_or_else(|| panic!("no {word:?} after what came before it in:\n{}", self.output));
            rest = &rest[at + word.len()..];
        }
    }

    pub fn is_done(&self) {
        assert_eq!(
            (self.code, self.complaint.as_str()),
            (Some(0), ""),
            "{}",
            self.output
        );
    }
}

/// Runs a command to its end. Not one escape byte may come out of a pipe, whatever happens.
pub fn finish(mut command: Command, typed: &str) -> Ran {
    let mut child = command.spawn().unwrap();
    // Who does not read what is typed closes the pipe; that is its right.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    let [output, complaint] = [drain(child.stdout.take()), drain(child.stderr.take())];
    let code = wait(&mut child);
    let [output, complaint] =
        [output, complaint].map(|reader| String::from_utf8(reader.join().unwrap()).unwrap());
    for text in [&output, &complaint] {
        assert!(!text.contains('\u{1b}'), "an escape byte in {text:?}");
    }
    Ran {
        code,
        output,
        complaint,
    }
}

pub fn drain(source: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    let read = move || {
        let mut bytes = Vec::new();
        source.map(|mut source| source.read_to_end(&mut bytes));
        bytes
    };
    std::thread::Builder::new().spawn(read).unwrap()
}

/// The exit code, or `None` where a signal ended it. Fails instead of hanging.
pub fn wait(child: &mut Child) -> Option<i32> {
    let until = Instant::now() + LONGEST;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if Instant::now() > until {
            child.kill().unwrap();
            panic!("the program does not end");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A session that is still open.
pub struct Session {
    pub child: Child,
    pub output: Receiver<Vec<u8>>,
    pub heard: String,
}

impl Session {
    pub fn start(home: &Home) -> Session {
        Session::open(home.command(&["tea"]))
    }

    /// Whatever this starts.
    pub fn open(mut command: Command) -> Session {
        let mut child = command.spawn().unwrap();
        let (sender, output) = channel();
        let mut source = child.stdout.take().unwrap();
        let read = move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = source.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().spawn(read).unwrap();
        Session {
            child,
            output,
            heard: String::new(),
        }
    }

    /// Types a line and listens until these words have come.
    pub fn line(&mut self, line: &str, until: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
        let from = self.heard.len();
        while !self.heard[from..].contains(until) {
            match self.output.recv_timeout(LONGEST) {
                Ok(bytes) => self.heard.push_str(&String::from_utf8_lossy(&bytes)),
                Err(_) => panic!("no {until:?} after {line:?} in:\n{}", self.heard),
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}
