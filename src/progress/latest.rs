//! Owns when each thing was worked on last, so that of several half-done ones the last comes first.
//! Must not know what makes a thing half done.

use crate::progress::Progress;
use crate::progress::event::Clock;
use crate::progress::sessions::Session;

impl Progress {
    /// Whether something that was worked on last at this time was dropped since.
    pub fn is_dropped(&self, what: &str, at: Clock) -> bool {
        self.dropped.get(what).is_some_and(|dropped| at <= *dropped)
    }

    /// When a lesson was read last, since it was started again.
    pub fn lesson_at(&self, lesson: &str) -> Option<Clock> {
        let mut places = self.counting(lesson, self.places.get(lesson));
        places.next_back().map(|(position, _)| position.clock)
    }

    /// When a line was last said in a rehearsal, since it was started again.
    pub fn walk_at(&self, rehearsal: &str) -> Option<Clock> {
        let mut moves = self.counting(rehearsal, self.walks.get(rehearsal));
        moves.next_back().map(|(position, _)| position.clock)
    }

    /// When a session was begun or one of its questions answered, whichever came last.
    pub fn session_at(&self, session: &Session) -> Clock {
        let answers = session
            .questions
            .iter()
            .filter_map(|question| self.attempts.get(question)?.last_position());
        let worked = answers.map(|position| position.clock);
        worked.chain([session.began.clock]).max().unwrap_or_default()
    }

    /// Sessions that are neither finished nor left; of several for the same thing, the last one.
    pub fn open_sessions(&self) -> Vec<&Session> {
        let mut open: Vec<&Session> = Vec::new();
        for session in self.sessions().into_iter().rev() {
            if !self.is_over(session) && !open.iter().any(|other| other.purpose == session.purpose) {
                open.push(session);
            }
        }
        open
    }
}
