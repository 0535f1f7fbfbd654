//! Owns the plain face's loop: a line in, lines out. No escape byte is ever written.
//! Must not decide what is said or understood; that is in `speak/talk.rs`.

use crate::app::jobs::Job;
use crate::app::{App, Msg};
use crate::clean::Clean;
use crate::library::edition::Edition;
use crate::shell::{Flow, Store, editor, finish, look, offer, send};
use crate::speak::talk::{Heard, Talk};
use crate::speak::wrapped_words;
use crate::store::clock::now;
use crate::store::watch::PollDepth;
use crate::text_edit::Edit;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::sync::mpsc::Receiver;

/// Longest line that is read, in bytes; what is longer is cut.
const LONGEST: u64 = 1024 * 1024;

/// Plays by lines until the input ends or the learner quits. A closed output is a quiet end.
///
/// # Errors
/// What reading or writing gave, but for a closed pipe.
pub fn play(
    app: &mut App,
    opening: &Opening,
    store: &mut dyn Store,
    mut input: impl BufRead,
    output: impl Write,
) -> io::Result<()> {
    let mut player = Player {
        output,
        opening,
        talk: Talk::new(app.model().view.measure),
    };
    let played = player.run(app, store, &mut input);
    finish(app, store, now());
    let ended = played.and_then(|ended| match ended {
        Ended::ByWord => player.leave(app, store, &mut input),
        Ended::WithTheInput => player.bye(app),
    });
    match ended {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        ended => ended,
    }
}

/// How the loop ended.
enum Ended {
    /// The learner quit.
    ByWord,
    /// There is no more to read.
    WithTheInput,
}

/// How the plain face begins.
pub struct Opening {
    /// Why it is used, for the first line.
    pub because: &'static str,
    /// Whether what is typed shows, with its line end.
    pub echo: Echo,
    /// Where the course comes again that its author edits.
    pub editions: Option<Receiver<Edition>>,
    /// Columns and rows of the window, where there is one.
    pub window: fn() -> Option<(usize, usize)>,
}

/// Columns and rows of the window that the lines are written to, if they are.
pub fn window() -> Option<(usize, usize)> {
    // Asked of a pipe, crossterm would start other programs to find out.
    let is_window = io::stdout().is_terminal();
    let (columns, rows) = is_window.then(crossterm::terminal::size)?.ok()?;
    (columns > 0 && rows > 0).then_some((columns.into(), rows.into()))
}

/// Columns of the terminal that a page is printed for, also where it goes through a pager; nothing where there is none.
pub fn columns() -> Option<usize> {
    let is_near = io::stdout().is_terminal() || io::stderr().is_terminal() || io::stdin().is_terminal();
    let (columns, _) = is_near.then(crossterm::terminal::size)?.ok()?;
    (columns > 0).then_some(columns.into())
}

/// Whether what is typed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// A terminal shows it.
    Terminal,
    /// Nothing shows it: the input is a pipe or a file.
    None,
}

struct Player<'a, W> {
    output: W,
    opening: &'a Opening,
    talk: Talk,
}

impl<W: Write> Player<'_, W> {
    fn run(&mut self, app: &mut App, store: &mut dyn Store, input: &mut impl BufRead) -> io::Result<Ended> {
        self.measure(app);
        let (title, why) = (&app.model().library.course.title, self.opening.because);
        self.line(&format!(
            "{title} in plain mode, because {why}. Type help for what can be typed."
        ))?;
        if app.window().here.is_some() {
            self.line("You were here:")?;
        }
        loop {
            self.measure(app);
            for words in self.talk.tell(app) {
                self.line(&words)?;
            }
            let prompt = self.talk.prompt(app);
            self.write(&prompt)?;
            self.output.flush()?;
            store.put(Job::Snapshot);
            // Nothing wakes this loop while it waits for a line: what is due later is kept now.
            if app.deadline().is_some() {
                send(app, Msg::Flush, store, now());
            }
            let Some(typed) = self.typed(input)? else {
                return Ok(Ended::WithTheInput);
            };
            let mut is_heard = self.talk.has_said_all();
            let mut next = Some(typed);
            while let Some(typed) = next {
                // Understood before what is new moves the numbers that were read.
                let heard = self.talk.hear(app, &typed);
                look(app, PollDepth::Full, store, now());
                let editions = self.opening.editions.iter();
                if let Some(edition) = editions.flat_map(|editions| editions.try_iter()).last() {
                    send(app, Msg::Edited(Box::new(edition)), store, now());
                }
                if std::mem::take(&mut is_heard) {
                    send(app, Msg::PartHeard, store, now());
                }
                let msgs = match heard {
                    Heard::Msgs(msgs) => msgs,
                    Heard::Editor(words) => self.edit(&words),
                };
                if msgs.is_empty() {
                    send(app, Msg::NoticeRead, store, now());
                }
                for msg in msgs {
                    if send(app, msg, store, now()) == Flow::End {
                        return Ok(Ended::ByWord);
                    }
                }
                next = self.talk.take_held();
            }
        }
    }

    /// The window may have another size by now.
    fn measure(&mut self, app: &App) {
        self.talk.window = (self.opening.window)();
        let (settings, measure) = (&app.model().preferences.settings, app.model().view.measure);
        self.talk.columns = match self.talk.window {
            Some((columns, _)) => settings.width.unwrap_or(columns).clamp(1, columns.max(1)),
            None => measure,
        };
    }

    /// Has words changed in an editor.
    fn edit(&mut self, words: &str) -> Vec<Msg> {
        if self.opening.echo == Echo::None {
            self.talk
                .reply("An editor needs a terminal, and the input is none.");
            return Vec::new();
        }
        match editor::edit(words) {
            Ok(words) => vec![Msg::Edit(Edit::Rewrite(words.trim_end().to_owned()))],
            Err(why) => {
                self.talk.reply(why);
                Vec::new()
            }
        }
    }

    /// The next line; at the end of the input there is none. Of a line that is too long the rest is left out.
    fn typed(&mut self, input: &mut impl BufRead) -> io::Result<Option<String>> {
        let mut typed = Vec::new();
        let count = input.take(LONGEST).read_until(b'\n', &mut typed)?;
        if self.opening.echo == Echo::None || count == 0 {
            self.line("")?;
        }
        if count as u64 == LONGEST && !typed.ends_with(b"\n") {
            input.skip_until(b'\n')?;
            self.talk
                .reply("That line was longer than a megabyte; the rest of it was left out.");
        }
        self.output.flush()?;
        Ok((count > 0).then(|| String::from_utf8_lossy(&typed).into_owned()))
    }

    /// What is not saved is said, and another folder offered.
    fn leave(&mut self, app: &mut App, store: &mut dyn Store, input: &mut impl BufRead) -> io::Result<()> {
        let told = offer(app, store, now(), |question| {
            let (told, prompt) = question.rsplit_once('\n').unwrap_or(("", question));
            self.line(told)?;
            self.write(prompt)?;
            self.output.flush()?;
            let typed = self.typed(input)?;
            Ok(typed
                .map(|line| line.trim().to_owned())
                .filter(|folder| !folder.is_empty()))
        })?;
        if let Some(told) = told {
            self.line(&told)?;
        }
        self.bye(app)
    }

    fn bye(&mut self, app: &App) -> io::Result<()> {
        match app.model().saving.unsaved() {
            0 if app.model().saving.problem().is_none() => self.line("Goodbye. Everything is saved.")?,
            0 => self.line("Goodbye. An unfinished answer could not be kept.")?,
            1 => self.line("Goodbye. One answer or place could not be saved.")?,
            count => self.line(&format!("Goodbye. {count} answers or places could not be saved."))?,
        }
        self.output.flush()
    }

    fn line(&mut self, words: &str) -> io::Result<()> {
        for line in wrapped_words(words, self.talk.columns) {
            self.write(&line)?;
            self.output.write_all(b"\n")?;
        }
        Ok(())
    }

    fn write(&mut self, words: &str) -> io::Result<()> {
        self.output.write_all(Clean::new(words).as_bytes())
    }
}
