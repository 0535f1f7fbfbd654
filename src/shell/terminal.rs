//! Owns the terminal: every mode it switches on it switches off again, on quit, error, panic and signal. And the full-screen loop.
//! Must not decide what a key means or what a page says.
//!
//! Input is read on a thread of its own, since crossterm's `poll` may block on half an escape sequence; the loop waits with a
//! time-out only while something is due, so that nothing wakes up while the learner reads.

use crate::app::jobs::{Ack, Job};
use crate::app::keys::message;
use crate::app::{App, Msg};
use crate::clean::Clean;
use crate::keymap::Key;
use crate::paint::paint;
use crate::shell::{Apart, Flow, Store, hear, look, offer, send};
use crate::store::EventStore;
use crate::store::clock::now;
use crate::store::watch::PollDepth;
use crate::theme::Theme;
use crate::time::Millis;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::event::{
    DisableMouseCapture, EnableMouseCapture, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
    MouseButton, MouseEventKind,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// What is on, so that whoever ends the program can switch it off: raw mode and screen, and the mouse.
static ON: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);

/// A frame waits this long for the disk at the most; what is saved by then shows as saved at once.
const PATIENCE: Duration = Duration::from_millis(50);
/// After this many milliseconds the page says that saving takes time.
const SLOW: Millis = 200;
/// Whether the mouse is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The terminal's own selection works.
    Off,
    /// Rows can be clicked, the wheel scrolls.
    On,
}

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The learner quit.
    Quit,
    /// This signal came.
    Signal(i32),
    /// The terminal went away.
    HungUp,
}

/// What the loop waits for.
enum Input {
    Event(Event),
    Ack(Ack),
    Signal(i32),
    HungUp,
}

/// Switches the modes on, and sees that they go off in any case.
///
/// # Errors
/// What the terminal gave; then nothing is left on.
fn enter(mouse: Mouse) -> io::Result<()> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        leave();
        before(info);
    }));
    ON.store(true, Ordering::SeqCst);
    let entered = crossterm::terminal::enable_raw_mode().and_then(|()| {
        execute!(
            io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableFocusChange
        )?;
        if mouse == Mouse::On {
            MOUSE.store(true, Ordering::SeqCst);
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    });
    if entered.is_err() {
        leave();
    }
    entered
}

/// Switches off what is on, in reverse. Does nothing the second time.
pub fn leave() {
    if !ON.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut output = io::stdout();
    if MOUSE.swap(false, Ordering::SeqCst) {
        let _ = execute!(output, DisableMouseCapture);
    }
    // A terminal that is gone cannot be restored; there is nobody to tell.
    let _ = execute!(
        output,
        DisableFocusChange,
        DisableBracketedPaste,
        EndSynchronizedUpdate,
        cursor::Show,
        LeaveAlternateScreen
    );
    let _ = crossterm::terminal::disable_raw_mode();
}

/// Plays in the whole window until the end.
///
/// # Errors
/// What the terminal gave. It is restored before this returns.
pub fn play(app: &mut App, theme: &Theme, mouse: Mouse, disk: EventStore) -> io::Result<Ended> {
    // Where NO_COLOR is set, crossterm 0.29 writes an empty SGR that wipes bold and reverse; the theme sees to colours.
    crossterm::style::force_color_output(true);
    let (sender, inputs) = channel();
    let acks = sender.clone();
    let left = disk.leftovers();
    let mut store = Apart::new(disk, move |ack| drop(acks.send(Input::Ack(ack))))?;
    if left > 0 {
        store.put(Job::Sweep);
    }
    signals(sender.clone())?;
    let mut early = VecDeque::new();
    let result = enter(mouse).and_then(|()| {
        listen(sender)?;
        let early = &mut early;
        Loop {
            app,
            theme,
            store: &mut store,
            inputs: &inputs,
            frame: Frame::default(),
            drawn: None,
            early,
        }
        .run()
    });
    leave();
    send(app, Msg::Flush, &mut store, now());
    let last = store.finish();
    let late = early
        .into_iter()
        .chain(inputs.try_iter())
        .filter_map(|input| match input {
            Input::Ack(ack) => Some(ack),
            Input::Event(_) | Input::Signal(_) | Input::HungUp => None,
        });
    hear(app, late.chain(last).collect(), now());
    if let Ok(Ended::Quit) = result
        && let Some(told) = offer(app, &mut store, now(), |question| ask(question, &inputs))?
    {
        writeln!(io::stdout(), "{told}")?;
    }
    result
}

/// Asks on the shell's own screen. The keys come as before, but now the terminal shows them and hands them over line by line.
fn ask(question: &str, inputs: &Receiver<Input>) -> io::Result<Option<String>> {
    let mut output = io::stdout();
    write!(output, "{}", Clean::new(question))?;
    output.flush()?;
    let mut typed = String::new();
    loop {
        match inputs.recv() {
            Ok(Input::Event(Event::Key(KeyEvent {
                code: KeyCode::Char(c),
                ..
            }))) => typed.push(c),
            Ok(Input::Event(Event::Key(KeyEvent {
                code: KeyCode::Enter, ..
            }))) => break,
            Ok(Input::Event(_) | Input::Ack(_)) => {}
            Ok(Input::Signal(_) | Input::HungUp) | Err(_) => return Ok(None),
        }
    }
    Ok(Some(typed.trim().to_owned()).filter(|folder| !folder.is_empty()))
}

/// Reads the terminal until it goes away.
fn listen(sender: Sender<Input>) -> io::Result<()> {
    let read = move || {
        loop {
            let input = crossterm::event::read().map_or(Input::HungUp, Input::Event);
            let over = matches!(input, Input::HungUp);
            if sender.send(input).is_err() || over {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("keys".into())
        .spawn(read)
        .map(drop)
}

#[cfg(unix)]
fn signals(sender: Sender<Input>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT])?;
    let wait = move || {
        for signal in signals.forever() {
            if sender.send(Input::Signal(signal)).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(wait)
        .map(drop)
}

#[cfg(not(unix))]
fn signals(_sender: Sender<Input>) -> io::Result<()> {
    Ok(())
}

/// The bytes of one frame. ratatui flushes several times a frame; they leave together, in one write.
#[derive(Clone, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Frame {
    fn send(&self) -> io::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(&self.0.borrow())?;
        self.0.borrow_mut().clear();
        output.flush()
    }
}

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Loop<'a> {
    app: &'a mut App,
    theme: &'a Theme,
    store: &'a mut Apart,
    inputs: &'a Receiver<Input>,
    frame: Frame,
    /// The cells and the cursor of the last frame.
    drawn: Option<(Buffer, Option<Position>)>,
    /// Inputs that came while the loop waited for the disk.
    early: &'a mut VecDeque<Input>,
}

impl Loop<'_> {
    fn run(&mut self) -> io::Result<Ended> {
        let backend = CrosstermBackend::new(self.frame.clone());
        // Never dropped: ratatui's drop writes to a terminal that may be gone, and panics. `leave` restores it.
        let mut terminal = ManuallyDrop::new(Terminal::new(backend)?);
        let size = terminal.size()?;
        self.send(Msg::Resize(size.width.into(), size.height.into()));
        self.draw(&mut terminal)?;
        let mut waiting_since: Option<Millis> = None;
        loop {
            waiting_since = if self.app.model().saving.unsaved() > 0 {
                waiting_since.or(Some(now()))
            } else {
                None
            };
            let slow = waiting_since.map(|since| since + SLOW).filter(|due| *due > now());
            let input = match self.wait(slow) {
                Ok(input) => input,
                Err(RecvTimeoutError::Timeout) => {
                    if waiting_since.is_some_and(|since| now() >= since + SLOW) {
                        self.send(Msg::Saving);
                    }
                    self.send(Msg::Tick);
                    self.draw(&mut terminal)?;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Ok(Ended::HungUp),
            };
            let flow = match input {
                Input::Signal(signal) => return Ok(Ended::Signal(signal)),
                Input::HungUp => return Ok(Ended::HungUp),
                Input::Ack(ack) => self.send(Msg::Store(ack)),
                Input::Event(event) => self.event(event),
            };
            if flow == Flow::End {
                return Ok(Ended::Quit);
            }
            self.settle();
            // Keys that are waiting already are taken together: a frame nobody sees is not drawn.
            if self.early.is_empty() {
                self.draw(&mut terminal)?;
            }
        }
    }

    fn send(&mut self, msg: Msg) -> Flow {
        send(self.app, msg, self.store, now())
    }

    /// What other windows did meanwhile is there before a key is understood.
    fn look(&mut self, how: PollDepth) {
        look(self.app, how, self.store, now());
    }

    /// Waits for what comes next, no longer than until something is due.
    fn wait(&mut self, slow: Option<Millis>) -> Result<Input, RecvTimeoutError> {
        if let Some(input) = self.early.pop_front() {
            return Ok(input);
        }
        if let Ok(input) = self.inputs.try_recv() {
            self.early.extend(self.inputs.try_iter());
            return Ok(input);
        }
        let due = [self.app.deadline(), slow].into_iter().flatten().min();
        match due {
            None => self.inputs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => self
                .inputs
                .recv_timeout(Duration::from_millis(u64::try_from(due - now()).unwrap_or(0))),
        }
    }

    /// Gives the disk a moment, so that what was answered shows as saved in one frame.
    fn settle(&mut self) {
        let until = std::time::Instant::now() + PATIENCE;
        while self.app.model().saving.unsaved() > 0
            && self.app.model().saving.trouble.is_none()
            && self.early.is_empty()
        {
            let left = until.saturating_duration_since(std::time::Instant::now());
            match self.inputs.recv_timeout(left) {
                Ok(Input::Ack(ack)) => drop(self.send(Msg::Store(ack))),
                Ok(input) => self.early.push_back(input),
                Err(_) => return,
            }
        }
    }

    fn event(&mut self, event: Event) -> Flow {
        match &event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(_) | Event::Paste(_) => self.look(PollDepth::Quick),
            Event::Mouse(mouse) if matches!(mouse.kind, MouseEventKind::Down(_)) => {
                self.look(PollDepth::Quick)
            }
            Event::FocusGained => self.look(PollDepth::Full),
            Event::Mouse(_) | Event::Resize(..) | Event::FocusLost => {}
        }
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                match translate(key).and_then(|key| message(key, self.app.window().field())) {
                    Some(msg) => self.send(msg),
                    None => Flow::On,
                }
            }
            Event::Paste(text) if self.app.window().field().is_some() => {
                self.send(Msg::Edit(crate::text_edit::Edit::Insert(text)))
            }
            Event::Resize(columns, rows) => self.send(Msg::Resize(columns.into(), rows.into())),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollDown => self.send(Msg::Wheel(3)),
                MouseEventKind::ScrollUp => self.send(Msg::Wheel(-3)),
                MouseEventKind::Down(MouseButton::Left) => {
                    match crate::paint::clicked(self.app, (mouse.column, mouse.row)) {
                        Some(action) => self.send(Msg::Act(action)),
                        None => Flow::On,
                    }
                }
                MouseEventKind::Down(_)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved => Flow::On,
                MouseEventKind::ScrollLeft | MouseEventKind::ScrollRight => Flow::On,
            },
            Event::Key(_) | Event::Paste(_) | Event::FocusGained | Event::FocusLost => Flow::On,
        }
    }

    /// Draws what has changed. A frame that is the same as the last one writes nothing.
    fn draw(&mut self, terminal: &mut Terminal<CrosstermBackend<Frame>>) -> io::Result<()> {
        let (columns, rows) = self.app.window().size();
        let clamp = |size: usize| u16::try_from(size).unwrap_or(u16::MAX);
        let mut buffer = Buffer::empty(Rect::new(0, 0, clamp(columns), clamp(rows)));
        let cursor = paint(self.app, self.theme, &mut buffer);
        let drawn = Some((buffer, cursor));
        if drawn == self.drawn {
            return Ok(());
        }
        queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
        let area = terminal.draw(|frame| {
            if let Some((buffer, cursor)) = &drawn {
                if buffer.area == frame.area() {
                    frame.buffer_mut().clone_from(buffer);
                }
                if let Some(at) = cursor.filter(|at| buffer.area.contains(*at)) {
                    frame.set_cursor_position(at);
                }
            }
        })?;
        let area = area.area;
        if (usize::from(area.width), usize::from(area.height)) != (columns, rows) {
            // The window changed its size a moment ago, and the message that says so is still on its way.
            self.drawn = None;
            self.send(Msg::Resize(area.width.into(), area.height.into()));
            return self.draw(terminal);
        }
        self.drawn = drawn;
        queue!(terminal.backend_mut(), EndSynchronizedUpdate)?;
        self.frame.send()
    }
}

/// crossterm's key → ours. Keys with modifiers we do not use are nobody's.
fn translate(key: KeyEvent) -> Option<Key> {
    let word = key
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char(c) if key.modifiers.contains(KeyModifiers::CONTROL) => match c.to_ascii_lowercase() {
            'h' => Key::BackspaceWord,
            c => Key::Control(c),
        },
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Esc => Key::Esc,
        KeyCode::Backspace if word => Key::BackspaceWord,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left if word => Key::WordLeft,
        KeyCode::Left => Key::Left,
        KeyCode::Right if word => Key::WordRight,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    })
}
