//! Owns when it is asked whether the moment of a lesson's line for today came: once at a later start, once more if it had not come yet,
//! and never again. What was not told is counted nowhere. Must not know what a line says, nor which lessons have one.

use crate::action::Came;
use crate::progress::Progress;
use crate::progress::history::History;
use crate::source::Id;
use crate::time::Millis;

/// How much later than a lesson, in milliseconds, a start is another occasion.
const LATER: Millis = 4 * 60 * 60 * 1000;

impl Progress {
    /// The lessons whose moment is asked for by a program that was started at `started`, the latest first. None once one was told of
    /// since: a start asks one question.
    pub fn moments(&self, started: Millis) -> Vec<&Id> {
        let told = self.told.values().flat_map(History::values);
        if told.clone().any(|(at, _)| *at >= started) {
            return Vec::new();
        }
        let mut due: Vec<(Millis, &Id)> = self
            .read
            .keys()
            .filter_map(|lesson| Some((self.waits_since(lesson)?, lesson)))
            .filter(|(since, _)| self.is_next_start(*since, started))
            .collect();
        due.sort();
        due.into_iter().rev().map(|(_, lesson)| lesson).collect()
    }

    /// Since when a lesson waits for its question: since it was read, or since it was told that the moment had not come yet.
    fn waits_since(&self, lesson: &str) -> Option<Millis> {
        let read = self.read_at(lesson)?;
        let told: Vec<_> = self.counting(lesson, self.told.get(lesson)).collect();
        match told.as_slice() {
            [] => Some(read),
            [(_, (at, Came::NotYet))] => Some(*at),
            _ => None,
        }
    }

    /// Whether a program that was started at `started` is the first one that was started long enough after `since`.
    fn is_next_start(&self, since: Millis, started: Millis) -> bool {
        let from = since.saturating_add(LATER);
        from <= started && self.starts.range(from..started).next().is_none()
    }

    /// Whether anything was told of a lesson's moment.
    pub fn was_told(&self, lesson: &str) -> bool {
        self.counting(lesson, self.told.get(lesson)).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::{Clock, Event, EventKind};

    const HOUR: Millis = 60 * 60 * 1000;

    /// An event of a session that began with it, or went on.
    fn event(at: Millis, seq: u64, kind: EventKind) -> Event {
        Event {
            id: format!("{at} {seq}"),
            device: "d".into(),
            seq,
            clock: Clock(at, 0),
            at,
            kind,
        }
    }

    fn read(at: Millis, seq: u64, lesson: &str) -> Event {
        event(
            at,
            seq,
            EventKind::Read {
                lesson: lesson.into(),
            },
        )
    }

    fn told(at: Millis, seq: u64, came: Came) -> Event {
        let kind = EventKind::Told {
            lesson: "l".into(),
            came,
        };
        event(at, seq, kind)
    }

    fn asked(events: &[Event], started: Millis) -> Vec<String> {
        let progress = Progress::of(events);
        progress
            .moments(started)
            .into_iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn the_next_start_asks_and_the_one_after_it_does_not() {
        let mut events = vec![read(0, 3, "l")];
        assert_eq!(asked(&events, HOUR), [""; 0], "too soon");
        assert_eq!(asked(&events, 20 * HOUR), ["l"]);
        // The same session went on for a day, which is no start; another one was too soon to ask.
        events.push(read(6 * HOUR, 9, "m"));
        events.push(read(HOUR, 0, "n"));
        assert_eq!(asked(&events, 20 * HOUR), ["m", "n", "l"], "the latest first");
        events.push(event(21 * HOUR, 0, EventKind::Ended { session: "s".into() }));
        assert_eq!(
            asked(&events, 44 * HOUR),
            [""; 0],
            "it was asked, and nothing is owed"
        );
    }

    #[test]
    fn not_yet_is_asked_once_more_and_never_again() {
        let mut events = vec![read(0, 0, "l"), told(20 * HOUR, 0, Came::NotYet)];
        assert_eq!(asked(&events, 19 * HOUR), [""; 0], "told in this session");
        assert_eq!(asked(&events, 44 * HOUR), ["l"]);
        events.push(told(44 * HOUR, 0, Came::NotYet));
        assert_eq!(asked(&events, 80 * HOUR), [""; 0]);
        let yes = [read(0, 0, "l"), told(20 * HOUR, 0, Came::Yes)];
        assert_eq!(asked(&yes, 44 * HOUR), [""; 0]);
    }
}
