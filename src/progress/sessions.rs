//! Owns sessions: questions that are asked one after the other, for a retake, a review, a form of the final assessment, or before the
//! course and after it. Must not know how a session looks. Which questions a session asks is decided once, when it begins.

use crate::progress::event::{Position, Purpose};
use crate::progress::history::History;
use crate::progress::{Attempt, Progress};
use crate::quiz::answer::Verdict;
use crate::source::Id;
use crate::time::Millis;
use serde::{Deserialize, Serialize};

/// A session as it was begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: Id,
    /// Where its beginning stands among all events.
    pub began: Position,
    /// When it began.
    pub at: Millis,
    /// What it is for.
    pub purpose: Purpose,
    /// Its questions, in the order they are asked.
    pub questions: Vec<Id>,
}

impl Progress {
    /// The session with this id.
    pub fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    /// Sessions in the order they began.
    pub fn sessions(&self) -> Vec<&Session> {
        let mut all: Vec<&Session> = self.sessions.values().collect();
        all.sort_by(|a, b| a.began.cmp(&b.began));
        all
    }

    /// The session that was begun last, if it is neither finished nor left.
    pub fn open_session(&self) -> Option<&Session> {
        self.sessions()
            .into_iter()
            .rfind(|session| !self.is_over(session))
    }

    /// The open session, if it was worked on later than any lesson was read.
    pub fn latest_session(&self) -> Option<&Session> {
        let session = self.open_session()?;
        let answers = session
            .questions
            .iter()
            .filter_map(|question| self.attempts.get(question)?.last_position());
        let worked = answers.chain([&session.began]).max()?;
        let read = self.places.values().filter_map(History::last_position).max();
        read.is_none_or(|read| read < worked).then_some(session)
    }

    /// Whether a session was left, or all of it is answered.
    pub fn is_over(&self, session: &Session) -> bool {
        self.ended.contains(&session.id)
            || session
                .questions
                .iter()
                .all(|question| self.answer_in(session, question).is_some())
    }

    /// How a question was answered in a session: the first attempt after it began. What is only kept, before the course or after it,
    /// is no answer to any other session, nor is any other answer one of those.
    pub fn answer_in(&self, session: &Session, question: &str) -> Option<&Attempt> {
        let keeps = |session: &Session| matches!(session.purpose, Purpose::BeforeAfter(_));
        let asks = |session: &&Session| session.questions.iter().any(|asked| **asked == *question);
        let apart = self.sessions.values().filter(asks).any(keeps);
        let mut since = self.attempts_since(question, &session.began);
        since.find(|attempt| !apart || keeps(session) == (attempt.verdict == Verdict::Noted))
    }

    /// How many of a session's questions are answered, and how many of them right.
    pub fn tally(&self, session: &Session) -> (usize, usize) {
        let answers = || {
            session
                .questions
                .iter()
                .filter_map(|question| self.answer_in(session, question))
        };
        (
            answers().count(),
            answers()
                .filter(|attempt| attempt.verdict == Verdict::Right)
                .count(),
        )
    }
}
