//! Owns what the full-screen loop waits for: a queue, and beside it what is looked at first.
//! Must not know what comes of it.

use crate::app::jobs::Ack;
use crate::library::edition::Edition;
use crate::shell::keys::Heard;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What waits for nobody, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgent {
    /// This signal asks for the end.
    Signal(i32),
    /// A thread failed.
    Failed,
    /// The terminal went away.
    HungUp,
    /// Job control asks to stop.
    Stop,
    /// The program was stopped and goes on.
    Continued,
}

/// What is taken in its order.
#[derive(Debug)]
pub enum Input {
    /// What came in one read.
    Heard(Vec<Heard>),
    /// The window has another size.
    Resized,
    Ack(Ack),
    /// The course was edited.
    Edited(Box<Edition>),
    /// The terminal has taken all that was written.
    Written,
    /// Something urgent is there.
    Woken,
}

/// What comes next.
#[derive(Debug)]
pub enum Next {
    Urgent(Urgent),
    Input(Input),
    /// The time is over.
    Due,
}

/// Where threads put what they have for the loop.
#[derive(Clone)]
pub struct Notifier {
    urgent: Arc<Mutex<Vec<Urgent>>>,
    queue: Sender<Input>,
}

impl Notifier {
    /// Puts something into the queue. Whether anybody still takes it comes back.
    pub fn send(&self, input: Input) -> bool {
        self.queue.send(input).is_ok()
    }

    /// Puts something beside the queue.
    pub fn urge(&self, urgent: Urgent) {
        self.lock().push(urgent);
        self.send(Input::Woken);
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Urgent>> {
        self.urgent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the loop takes it.
pub struct Inbox {
    notifier: Notifier,
    queue: Receiver<Input>,
    /// Taken from the queue, and not yet looked at.
    early: VecDeque<Input>,
}

/// An empty inbox, and the way into it.
pub fn inbox() -> (Notifier, Inbox) {
    let (sender, queue) = channel();
    let notifier = Notifier {
        urgent: Arc::default(),
        queue: sender,
    };
    let inbox = Inbox {
        notifier: notifier.clone(),
        queue,
        early: VecDeque::new(),
    };
    (notifier, inbox)
}

impl Inbox {
    /// Waits for what comes next, no longer than this.
    pub fn next(&mut self, within: Option<Duration>) -> Next {
        let until = within.map(|within| Instant::now() + within);
        loop {
            if let Some(urgent) = self.urgent() {
                return Next::Urgent(urgent);
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let input = match (self.early.pop_front(), left) {
                (Some(input), _) => Ok(input),
                (None, Some(left)) => self.queue.recv_timeout(left),
                (None, None) => self.queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match input {
                Ok(Input::Woken) => {}
                Ok(input) => return Next::Input(input),
                Err(RecvTimeoutError::Timeout) => return Next::Due,
                Err(RecvTimeoutError::Disconnected) => return Next::Urgent(Urgent::HungUp),
            }
        }
    }

    /// Waits this long for something urgent; all else waits in its order.
    pub fn next_urgent(&mut self, within: Duration) -> Option<Urgent> {
        let until = Instant::now() + within;
        loop {
            if let Some(urgent) = self.urgent() {
                return Some(urgent);
            }
            let left = until.saturating_duration_since(Instant::now());
            self.early.push_back(self.queue.recv_timeout(left).ok()?);
        }
    }

    /// Puts something beside the queue.
    pub fn urge(&self, urgent: Urgent) {
        self.notifier.urge(urgent);
    }

    /// What came back too early for whoever took it.
    pub fn put_back(&mut self, input: Input) {
        self.early.push_front(input);
    }

    /// All that waits in the queue.
    pub fn waiting(&mut self) -> Vec<Input> {
        self.early.drain(..).chain(self.queue.try_iter()).collect()
    }

    /// The most urgent of what is urgent.
    pub fn urgent(&mut self) -> Option<Urgent> {
        let mut urgent = self.notifier.lock();
        let most = urgent.iter().enumerate().min_by_key(|(_, urgent)| **urgent)?.0;
        Some(urgent.remove(most))
    }

    /// Whether anything asks for the end.
    pub fn is_ending(&self) -> bool {
        self.notifier.lock().iter().any(|urgent| *urgent < Urgent::Stop)
    }

    /// Stops and their ends that were asked for so far are done.
    pub fn forget_stops(&mut self) {
        self.notifier.lock().retain(|urgent| *urgent < Urgent::Stop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_urgent_is_looked_at_first_and_an_end_before_a_stop() {
        let (notifier, mut inbox) = inbox();
        notifier.send(Input::Resized);
        for urgent in [
            Urgent::Stop,
            Urgent::HungUp,
            Urgent::Signal(15),
            Urgent::Continued,
        ] {
            notifier.urge(urgent);
        }
        let mut next = || inbox.next(Some(Duration::ZERO));
        assert!(matches!(next(), Next::Urgent(Urgent::Signal(15))));
        assert!(matches!(next(), Next::Urgent(Urgent::HungUp)));
        assert!(matches!(next(), Next::Urgent(Urgent::Stop)));
        inbox.forget_stops();
        assert!(matches!(inbox.next(None), Next::Input(Input::Resized)));
        assert!(matches!(inbox.next(Some(Duration::ZERO)), Next::Due));
        assert!(!inbox.is_ending());
    }
}
