//! Owns the full-screen loop: what comes in is given to the app, and what it shows is drawn.
//! Must not decide what a key means or what a page says, nor know how the terminal is set up, read and written.
//!
//! Bytes become keys on a thread of its own, and the loop waits with a time-out only while something is due, so that nothing wakes up
//! while the learner reads. What asks for the end is looked at before anything else, and no frame waits for the terminal.

use crate::app::bursts::{Hand, Unmeant};
use crate::app::jobs::Job;
use crate::app::keys::{message, only_moves, typed};
use crate::app::{App, Msg};
use crate::clean::Clean;
use crate::keymap::Key;
use crate::paint::click::under;
use crate::paint::frame_state::FrameState;
use crate::paint::paint;
use crate::shell::frame::FrameWriter;
use crate::shell::inbox::{Inbox, Input, Next, Urgent, inbox};
use crate::shell::keys::Heard;
use crate::shell::modes::{self, Mouse};
use crate::shell::output::OUTPUT;
use crate::shell::system::SignalWatch;
use crate::shell::{Apart, Flow, Store, course_watch, fault, hear, look, offer, send, system};
use crate::store::EventStore;
use crate::store::clock::now;
use crate::store::watch::PollDepth;
use crate::text_edit::Edit;
use crate::theme::{ColorDepth, Theme};
use crate::time::Millis;
use ratatui::layout::Rect;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A frame waits this long for the disk at the most; what is saved by then shows as saved at once.
const PATIENCE: Duration = Duration::from_millis(50);
/// After this many milliseconds the page says that saving takes time.
const SLOW: Millis = 200;
/// So many characters that wait together were not typed one by one, and are one insert.
const RUN: usize = 16;
/// The signal that stops is there at once; without it the program stops by itself after this time.
const TOLD_TO_STOP: Duration = Duration::from_secs(1);
/// Lines that a notch of the wheel scrolls.
const NOTCH: isize = 3;
/// How often a program that goes on in the background asks whether it has the terminal.
const ASKING: usize = 40;
/// Before a stop the disk has this long to keep what is written.
const KEEPING: Duration = Duration::from_secs(1);

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The learner quit.
    Quit,
    /// This signal came.
    Signal(i32),
    /// The terminal went away.
    HungUp,
    /// The program failed, and has told so.
    Failed,
}

/// Plays in the whole window until the end. `course` is the folder that its author may be editing.
///
/// # Errors
/// What the terminal gave. It is restored before this returns.
pub fn play(
    app: &mut App,
    depth: ColorDepth,
    disk: EventStore,
    course: Option<PathBuf>,
) -> io::Result<Ended> {
    let (notifier, mut inbox) = inbox();
    let mut signals = system::watch_signals(notifier.clone())?;
    fault::watch_for(notifier.clone());
    let acks = notifier.clone();
    let left = disk.leftovers();
    let mut later = disk.has_snapshot_change().then_some(Job::Snapshot);
    let mut store = Apart::new(disk, move |ack| {
        acks.send(Input::Ack(ack));
    });
    if left > 0 {
        store.put(Job::Sweep);
    }
    let played = || {
        let erase = take_terminal(&mut inbox, mouse(app), &mut signals)?;
        // A screen reader would say what it does not know of the question.
        if erase.is_some() && !app.model().preferences.settings.has_reader() {
            modes::ask_synchronized();
        }
        let files = app.model().library.files.clone();
        let begin = Box::new(move || {
            OUTPUT.start(notifier.clone())?;
            if let Some(erase) = erase {
                system::listen(notifier.clone(), erase)?;
            }
            course.map_or(Ok(()), |course| {
                course_watch::watch(course, files, move |edition| {
                    notifier.send(Input::Edited(Box::new(edition)))
                })
            })
        });
        Loop {
            signals,
            begin: Some(begin),
            theme: ("", Theme::default()),
            app,
            depth,
            store: &mut store,
            inbox: &mut inbox,
            heard: VecDeque::new(),
            frames: FrameWriter::new(&std::env::var("TERM").unwrap_or_default()),
            drawn: None,
            looks_after: false,
            hand: Hand::default(),
            later: later.take(),
        }
        .run()
    };
    // A panic has been told to the loop's inbox, and the terminal is restored; what is written is kept in any case.
    let result = catch_unwind(AssertUnwindSafe(played));
    modes::leave();
    let kept = catch_unwind(AssertUnwindSafe(|| {
        send(app, Msg::Flush, &mut store, now());
        let last = store.finish();
        let late = inbox.waiting().into_iter().filter_map(|input| match input {
            Input::Ack(ack) => Some(ack),
            Input::Heard(_) | Input::Resized | Input::Edited(_) => None,
            Input::Written | Input::Woken => None,
        });
        hear(app, late.chain(last).collect(), now());
    }));
    let saving = &app.model().saving;
    if fault::is_told(kept.is_ok() && saving.unsaved() == 0 && saving.problem().is_none()) {
        return Ok(Ended::Failed);
    }
    let (Ok(result), Ok(())) = (result, kept) else {
        return Ok(Ended::Failed);
    };
    if let Ok(Ended::Quit) = result
        && let Some(told) = offer(app, &mut store, now(), |question| ask(question, &mut inbox))?
    {
        writeln!(io::stdout(), "{told}")?;
    }
    match (result, inbox.urgent()) {
        (Ok(Ended::Quit), Some(Urgent::Signal(signal))) => Ok(Ended::Signal(signal)),
        (result, _) => result,
    }
}

/// Whether the settings want the mouse.
fn mouse(app: &App) -> Mouse {
    match app.model().preferences.settings.has_mouse() {
        true => Mouse::On,
        false => Mouse::Off,
    }
}

/// Switches all modes on once the terminal is this job's. In the background the program stops until it is; where nobody can bring it to
/// the foreground, the terminal is as good as gone. `None` where the program is to end instead.
fn take_terminal(inbox: &mut Inbox, mouse: Mouse, signals: &mut SignalWatch) -> io::Result<Option<u8>> {
    for _ in 0..ASKING {
        if inbox.is_ending() {
            return Ok(None);
        }
        if system::is_in_foreground() {
            inbox.forget_stops();
            return modes::enter(mouse).map(Some);
        }
        // What comes of stopping is told by them.
        signals.tell()?;
        system::stop(|| inbox.is_ending());
    }
    inbox.urge(Urgent::HungUp);
    Ok(None)
}

/// Asks on the shell's own screen. The keys come as before, but now the terminal shows them and hands them over line by line.
fn ask(question: &str, inbox: &mut Inbox) -> io::Result<Option<String>> {
    let mut output = io::stdout();
    write!(output, "{}", Clean::new(question))?;
    output.flush()?;
    let mut typed = String::new();
    loop {
        let heard = match inbox.next(None) {
            Next::Input(Input::Heard(heard)) => heard,
            Next::Input(_) | Next::Due | Next::Urgent(Urgent::Continued) => continue,
            Next::Urgent(Urgent::Stop) => {
                system::stop(|| inbox.is_ending());
                continue;
            }
            Next::Urgent(urgent @ (Urgent::Signal(_) | Urgent::HungUp | Urgent::Failed)) => {
                inbox.urge(urgent);
                return Ok(None);
            }
        };
        for heard in heard {
            match heard {
                Heard::Key(Key::Char(c)) => typed.push(c),
                Heard::Key(Key::Enter) => {
                    return Ok(Some(typed.trim().to_owned()).filter(|folder| !folder.is_empty()));
                }
                _ => {}
            }
        }
    }
}

struct Loop<'a> {
    app: &'a mut App,
    signals: SignalWatch,
    /// What begins once the first frame is on its way, so that this waits for none of it.
    begin: Option<Box<dyn FnOnce() -> io::Result<()>>>,
    /// The theme of the frame, by the name it was made for.
    theme: (&'static str, Theme),
    depth: ColorDepth,
    store: &'a mut Apart,
    inbox: &'a mut Inbox,
    /// What was heard and is not understood yet.
    heard: VecDeque<Heard>,
    frames: FrameWriter,
    /// What the frame on show depends on.
    drawn: Option<FrameState>,
    /// Whether it is still to be looked for what other windows did.
    looks_after: bool,
    /// What tells keys from words beside a field.
    hand: Hand,
    /// What the disk does once the first frame is drawn.
    later: Option<Job>,
}

impl Loop<'_> {
    fn run(&mut self) -> io::Result<Ended> {
        self.begin()?;
        let mut waiting_since: Option<Millis> = None;
        loop {
            if let Some(urgent) = self.inbox.urgent() {
                match urgent {
                    Urgent::Signal(signal) => return Ok(Ended::Signal(signal)),
                    // What failed is known to `fault`.
                    Urgent::HungUp | Urgent::Failed => return Ok(Ended::HungUp),
                    Urgent::Stop => {
                        self.leave();
                        system::stop(|| self.inbox.is_ending());
                    }
                    Urgent::Continued => {}
                }
                if take_terminal(self.inbox, mouse(self.app), &mut self.signals)?.is_some() {
                    self.begin()?;
                }
                continue;
            }
            for input in self.inbox.waiting() {
                self.take(input)?;
            }
            if let Some(heard) = self.heard.pop_front() {
                let waiting = self.app.model().saving.answers();
                if self.hear(heard) == Flow::End {
                    return Ok(Ended::Quit);
                }
                // Of an answer the page says whether it is saved: with a frame before that, a reader would say "Saving." and "Saved." of
                // it. A place that is kept shows nowhere, and no key waits for it.
                if self.app.model().saving.answers() > waiting {
                    self.settle();
                }
                continue;
            }
            // What waits already is taken together: a frame nobody sees is not drawn.
            self.draw()?;
            if std::mem::take(&mut self.looks_after) {
                self.look(PollDepth::Quick);
                self.draw()?;
            }
            if let Some(begin) = self.begin.take() {
                begin()?;
                self.signals.tell()?;
            }
            if let Some(job) = self.later.take() {
                self.store.put(job);
            }
            waiting_since = if self.app.model().saving.unsaved() > 0 {
                waiting_since.or(Some(now()))
            } else {
                None
            };
            let slow = waiting_since.map(|since| since + SLOW).filter(|due| *due > now());
            let due = [self.app.deadline(), slow].into_iter().flatten().min();
            let within = due.map(|due| Duration::from_millis(u64::try_from(due - now()).unwrap_or(0)));
            match self.inbox.next(within) {
                Next::Urgent(urgent) => self.inbox.urge(urgent),
                Next::Input(input) => self.inbox.put_back(input),
                Next::Due => {
                    if waiting_since.is_some_and(|since| now() >= since + SLOW) {
                        self.send(Msg::Saving);
                    }
                    self.send(Msg::Tick);
                }
            }
        }
    }

    /// Nothing is drawn yet, in a window of this size.
    fn begin(&mut self) -> io::Result<()> {
        self.frames.forget();
        self.drawn = None;
        let (columns, rows) = crossterm::terminal::size()?;
        self.send(Msg::Resize(columns.into(), rows.into()));
        Ok(())
    }

    /// Leaves the terminal before a stop. Whoever ends the program meanwhile ends one that has all kept.
    fn leave(&mut self) {
        self.send(Msg::Flush);
        self.store.wait(KEEPING);
        modes::leave();
    }

    fn send(&mut self, msg: Msg) -> Flow {
        send(self.app, msg, self.store, now())
    }

    /// Whether all of this, understood at once, only moves what is on show.
    fn only_moves(&self, heard: &[Heard]) -> bool {
        let focus = self.app.window().key_focus();
        let keymap = &self.app.model().preferences.keymap;
        let moves = |heard: &Heard| match heard {
            Heard::Key(key) => only_moves(keymap, *key, focus),
            Heard::Wheel(_) => true,
            _ => false,
        };
        self.heard.is_empty() && heard.iter().all(moves)
    }

    /// What other windows did meanwhile is there before a key is understood; one that only moves does the same without it, and what they
    /// did is there right after its frame.
    fn look(&mut self, how: PollDepth) {
        look(self.app, how, self.store, now());
    }

    /// Takes what came in. Keys wait until they are understood, one after the other.
    fn take(&mut self, input: Input) -> io::Result<()> {
        match input {
            Input::Ack(ack) => drop(self.send(Msg::Store(ack))),
            Input::Edited(edition) => drop(self.send(Msg::Edited(edition))),
            // Also a window that is as large as before may have lost what it showed.
            Input::Resized => self.begin()?,
            Input::Heard(heard) => {
                match heard.contains(&Heard::Focus) {
                    true => self.look(PollDepth::Full),
                    false if self.only_moves(&heard) => self.looks_after = true,
                    false => self.look(PollDepth::Quick),
                }
                self.heard.extend(heard);
            }
            Input::Written | Input::Woken => {}
        }
        Ok(())
    }

    /// Gives the disk a moment, so that what was answered shows as saved in one frame.
    fn settle(&mut self) {
        let until = Instant::now() + PATIENCE;
        while self.app.model().saving.unsaved() > 0
            && self.app.model().saving.trouble.is_none()
            && self.heard.is_empty()
        {
            match self
                .inbox
                .next(Some(until.saturating_duration_since(Instant::now())))
            {
                Next::Input(Input::Ack(ack)) => drop(self.send(Msg::Store(ack))),
                Next::Input(Input::Written) => {}
                Next::Input(input) => return self.inbox.put_back(input),
                Next::Urgent(urgent) => return self.inbox.urge(urgent),
                Next::Due => return,
            }
        }
    }

    /// The characters that wait together with this key for the field in focus; none where they are few, and typed by hand.
    fn run_of(&mut self, key: Key) -> String {
        let window = self.app.window();
        let Some(lines) = window.field().filter(|_| !window.is_blank) else {
            return String::new();
        };
        let typed = |heard: &Heard| match heard {
            Heard::Key(key) => typed(*key, lines),
            _ => None,
        };
        let first = Heard::Key(key);
        let run: String = std::iter::once(&first)
            .chain(&self.heard)
            .map_while(typed)
            .collect();
        match run.chars().count() {
            count @ RUN.. => {
                self.heard.drain(..count - 1);
                run
            }
            _ => String::new(),
        }
    }

    /// Whether this key and some of those that wait are words beside a field. In a field there are none.
    fn stray(&mut self, key: Key) -> Option<Unmeant> {
        let waiting = self.heard.iter().map_while(|heard| match heard {
            Heard::Key(key) => Some(*key),
            _ => None,
        });
        let window = self.app.window();
        match window.key_focus().is_text() || window.is_blank {
            true => None,
            false => self
                .hand
                .stray(&self.app.model().preferences.keymap, key, waiting, now()),
        }
    }

    /// What was heard first, with what goes on in it.
    fn hear(&mut self, heard: Heard) -> Flow {
        match heard {
            Heard::Key(Key::Control('z')) if system::STOPS => {
                self.leave();
                system::ask_to_stop();
                // That comes back to this program as well, unless others see to it that it does not.
                let told = self.inbox.next_urgent(TOLD_TO_STOP);
                self.inbox.urge(told.unwrap_or(Urgent::Stop));
                Flow::On
            }
            Heard::Key(key) => {
                let (run, stray) = (self.run_of(key), self.stray(key));
                let keymap = &self.app.model().preferences.keymap;
                let msg = match (run.is_empty(), stray) {
                    (false, _) => Msg::Edit(Edit::Insert(run)),
                    (true, None) => message(keymap, key, self.app.window().key_focus()),
                    (true, Some(unmeant)) => {
                        self.heard.drain(..unmeant.keys() - 1);
                        Msg::Unmeant(unmeant)
                    }
                };
                self.send(msg)
            }
            Heard::Paste(text) if self.app.window().key_focus().is_text() => {
                self.send(Msg::Edit(Edit::Insert(text)))
            }
            // A terminal may go on telling of a mouse that another program switched on.
            Heard::Wheel(_) | Heard::Click(..) if mouse(self.app) == Mouse::Off => Flow::On,
            Heard::Wheel(notches) => self.send(Msg::Wheel(notches * NOTCH)),
            Heard::Click(column, row) => {
                under(self.app, (column, row)).map_or(Flow::On, |on| self.send(Msg::Click((column, row), on)))
            }
            Heard::Synchronizes => {
                self.frames.synchronize();
                Flow::On
            }
            Heard::Paste(_) => self.send(Msg::Unmeant(Unmeant::Paste)),
            Heard::Focus => Flow::On,
        }
    }

    /// Draws what has changed. A frame that is the same as the last one writes nothing, and none is drawn before the terminal has taken
    /// the last.
    fn draw(&mut self) -> io::Result<()> {
        if !OUTPUT.is_idle() {
            return Ok(());
        }
        let state = FrameState::of(self.app);
        if self.drawn.as_ref() == Some(&state) {
            return Ok(());
        }
        let (columns, rows) = self.app.window().size();
        let clamp = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
        let mut cells = self.frames.cells(Rect::new(0, 0, clamp(columns), clamp(rows)));
        let theme = self.app.model().preferences.settings.theme();
        if self.theme.0 != theme {
            self.theme = (theme, Theme::named(theme, self.depth).unwrap_or_default());
        }
        modes::set_mouse(mouse(self.app))?;
        let painted = paint(self.app, &self.theme.1, &mut cells);
        let bytes = self.frames.write(cells, painted);
        if !bytes.is_empty() {
            OUTPUT.send(&bytes);
        }
        self.drawn = Some(state);
        Ok(())
    }
}
