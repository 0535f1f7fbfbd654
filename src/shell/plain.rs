//! Owns the plain face's loop: a line in, lines out. No escape byte is ever written.
//! Must not decide what is said or understood; that is in `speak`.

use crate::action::Screen;
use crate::app::{App, Msg};
use crate::clean::Clean;
use crate::shell::{Flow, Store, finish, look, offer, send};
use crate::speak::{Said, WRITING, listen, news, part, prompt, whereabouts, wrapped};
use crate::store::clock::now;
use crate::store::watch::PollDepth;
use std::io::{self, BufRead, Read, Write};

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
        columns: app.model().view.measure,
        echo: opening.echo,
        said: Vec::new(),
        trouble: None,
        page: None,
    };
    let played = player.run(app, opening.because, store, &mut input);
    finish(app, store, now());
    let ended = played.and_then(|ended| match ended {
        Ended::ByWord => player.leave(app, store, &mut input),
        Ended::WithTheInput => Ok(()),
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
}

/// Whether what is typed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// A terminal shows it.
    Terminal,
    /// Nothing shows it: the input is a pipe or a file.
    None,
}

struct Player<W> {
    output: W,
    columns: usize,
    echo: Echo,
    said: Vec<Said>,
    /// What could not be saved, as it was said last.
    trouble: Option<Clean>,
    /// Which part of which page was said last.
    page: Option<(Screen, (usize, usize))>,
}

impl<W: Write> Player<W> {
    fn run(
        &mut self,
        app: &mut App,
        why: &str,
        store: &mut dyn Store,
        input: &mut impl BufRead,
    ) -> io::Result<Ended> {
        self.line(&format!(
            "{} in plain mode, because {why}. Type help for what can be typed.",
            app.model().library.course.title
        ))?;
        if app.window().here.is_some() {
            self.line("You were here:")?;
        }
        loop {
            self.tell(app)?;
            self.write(&prompt(app))?;
            self.output.flush()?;
            // Nothing wakes this loop while it waits for a line: what is due later is kept now.
            if app.deadline().is_some() {
                send(app, Msg::Flush, store, now());
            }
            let Some(typed) = self.typed(input)? else {
                return Ok(Ended::WithTheInput);
            };
            let again = matches!(typed.trim().trim_start_matches(':'), "again");
            // Understood before what is new moves the numbers that were read.
            let heard = listen(app, &typed);
            look(app, PollDepth::Full, store, now());
            match heard {
                Ok(msgs) => {
                    for msg in msgs {
                        if send(app, msg, store, now()) == Flow::End {
                            return Ok(Ended::ByWord);
                        }
                    }
                }
                Err(complaint) => {
                    self.line(&complaint)?;
                    send(app, Msg::NoticeRead, store, now());
                }
            }
            if again {
                self.page = None;
            }
        }
    }

    /// The next line; at the end of the input there is none.
    fn typed(&mut self, input: &mut impl BufRead) -> io::Result<Option<String>> {
        let mut typed = Vec::new();
        let count = input.take(LONGEST).read_until(b'\n', &mut typed)?;
        if self.echo == Echo::None || count == 0 {
            self.line("")?;
        }
        self.output.flush()?;
        Ok((count > 0).then(|| String::from_utf8_lossy(&typed).into_owned()))
    }

    /// What is not saved is said, and another folder offered.
    fn leave(&mut self, app: &mut App, store: &mut dyn Store, input: &mut impl BufRead) -> io::Result<()> {
        let told = offer(app, store, now(), |question| {
            self.write(question)?;
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

    /// Says what is new: after a move the part from its title, after a change of the same part what changed.
    fn tell(&mut self, app: &App) -> io::Result<()> {
        if let Some(notice) = app.window().notice.clone() {
            self.line(&notice)?;
        }
        let trouble = app.model().saving.problem().cloned();
        let page = Some((app.screen().clone(), app.window().part()));
        // Once when it happens, and again with every page.
        if (trouble != self.trouble || page != self.page)
            && let Some(trouble) = &trouble
        {
            self.line(&format!("NOT SAVED: {trouble}"))?;
        }
        self.trouble = trouble;
        let now = part(app);
        let fresh = match page == self.page {
            // What was typed a moment ago need not be heard again.
            true => news(&self.said, &now)
                .into_iter()
                .filter(|said| !said.words.starts_with(WRITING))
                .collect(),
            false => {
                self.line("")?;
                self.line(&whereabouts(app))?;
                now.clone()
            }
        };
        for said in &fresh {
            for line in wrapped(said, self.columns) {
                self.line(&line)?;
            }
        }
        self.page = page;
        self.said = now;
        Ok(())
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
        self.write(words)?;
        self.output.write_all(b"\n")
    }

    fn write(&mut self, words: &str) -> io::Result<()> {
        self.output.write_all(Clean::new(words).as_bytes())
    }
}
