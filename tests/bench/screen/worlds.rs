//! Owns what the whole program is measured over: homes, courses of any size, a year of history. Must not know how anything is timed.

use super::program::Program;
use crate::made::lesson;
use crate::past::{many, year_in};
use portable_pty::CommandBuilder;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tempfile::TempDir;

/// A window as most have it.
pub const WINDOW: (u16, u16) = (100, 30);

/// About as long as a lesson of the course.
pub const TYPICAL: usize = 7_600;

/// A home folder, and in it whatever is played.
pub struct World {
    folder: Rc<TempDir>,
    /// The arguments that every start has.
    arguments: Vec<String>,
}

impl World {
    /// A home in which nothing was ever played: the embedded course.
    pub fn fresh() -> World {
        World {
            folder: Rc::new(TempDir::new().unwrap()),
            arguments: Vec::new(),
        }
    }

    /// A home with a course of these lessons.
    pub fn course(lessons: impl IntoIterator<Item = String>) -> World {
        let mut world = World::fresh();
        let folder = world.path("course");
        fs::create_dir(&folder).unwrap();
        let mut items = String::new();
        for (nth, text) in lessons.into_iter().enumerate() {
            fs::write(folder.join(format!("l-{nth}.md")), text).unwrap();
            items.push_str(&format!("Lesson(id: \"l-{nth}\", file: \"l-{nth}.md\"),"));
        }
        let manifest = format!(
            r#"Course(id: "made", title: "Made up", modules: [Module(id: "m", title: "M", items: [{items}])])"#
        );
        fs::write(folder.join("course.ron"), manifest).unwrap();
        // Files that were written a moment ago are read anew at every start; nobody plays a course in that moment.
        std::thread::sleep(Duration::from_millis(2_100));
        world.arguments = vec![folder.display().to_string()];
        world
    }

    /// A course with one lesson of so many bytes.
    pub fn lesson_of(bytes: usize) -> World {
        World::course([lesson(bytes)])
    }

    /// A course of so many lessons of about the usual length.
    pub fn lessons(count: usize) -> World {
        let text = lesson(TYPICAL);
        World::course((0..count).map(|_| text.clone()))
    }

    /// The embedded course after a year of use.
    pub fn after_a_year() -> World {
        let mut world = World::fresh();
        year_in(&world.path("data"));
        world.keep_in_data();
        world.age_logs();
        world
    }

    /// Its logs were written long ago, not this minute.
    fn age_logs(&self) {
        for tree in ["events", "journal"] {
            for log in fs::read_dir(self.path("data").join(tree).join("device")).unwrap() {
                let log = fs::File::open(log.unwrap().path()).unwrap();
                log.set_modified(std::time::SystemTime::now() - Duration::from_secs(3 * 24 * 3600))
                    .unwrap();
            }
        }
    }

    /// The same as a clone of it that was made this minute.
    pub fn cloned_after_a_year() -> World {
        let mut world = World::fresh();
        year_in(&world.path("data"));
        world.keep_in_data();
        world
    }

    /// The embedded course after so many events.
    pub fn after(events: usize) -> World {
        let mut world = World::fresh();
        many(events, &world.path("data"));
        world.keep_in_data();
        world.age_logs();
        world
    }

    fn keep_in_data(&mut self) {
        self.arguments = vec!["--data".to_owned(), self.path("data").display().to_string()];
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A program in this home.
    pub fn command(&self, binary: &Path, arguments: &[impl AsRef<OsStr>]) -> CommandBuilder {
        let mut command = CommandBuilder::new(binary);
        command.env_clear();
        command.args(arguments);
        command.cwd(self.folder.path());
        for name in ["PATH", "LANG"] {
            command.env(name, std::env::var(name).unwrap_or_else(|_| "C.UTF-8".to_owned()));
        }
        command.env("TERM", "xterm-256color");
        command.env("HOME", self.folder.path());
        command.env("XDG_DATA_HOME", self.path("share"));
        command.env("XDG_STATE_HOME", self.path("state"));
        command
    }

    /// The player in this home.
    pub fn player(&self, binary: &Path) -> Program {
        Program {
            command: self.command(binary, &self.arguments),
            quit: "q",
            _home: self.folder.clone(),
        }
    }

    /// Another program in this home.
    pub fn program(&self, binary: &Path, arguments: &[&str], quit: &'static str) -> Program {
        Program {
            command: self.command(binary, arguments),
            quit,
            _home: self.folder.clone(),
        }
    }

    /// Opens the first lesson, goes on some lines, and quits: the next start comes back there.
    pub fn leave_in_the_lesson(&self, binary: &Path) {
        let player = self.player(binary);
        let (mut running, _) = player.first_frame(WINDOW).expect("the player starts");
        running.open("\r");
        for _ in 0..12 {
            running.press("j");
        }
        player.exit(running);
    }

    /// The player where it was left.
    pub fn back_in_the_lesson(&self, binary: &Path) -> Program {
        self.leave_in_the_lesson(binary);
        self.player(binary)
    }

    /// How many files lie under its data folders.
    pub fn files(&self) -> usize {
        ["share", "state", "data"]
            .map(|name| count(&self.path(name)))
            .iter()
            .sum()
    }
}

fn count(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.path().is_dir() {
            true => count(&entry.path()),
            false => 1,
        })
        .sum()
}
