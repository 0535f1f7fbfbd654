//! Owns stamping events with who, when and in what order.
//! Must not know files, nor a source of time or randomness: both come in.

use crate::progress::event::{Clock, Event, EventKind};
use crate::source::Id;
use crate::time::Millis;

/// Stamps the events of one session.
#[derive(Debug)]
pub struct Stamper {
    device: Id,
    seq: u64,
    clock: Clock,
    /// A new id for an event at a wall time.
    new_id: fn(Millis) -> String,
}

impl Stamper {
    /// Stamps for a session of `device` that has seen everything up to `clock`. `new_id` gives ids that never repeat.
    pub fn new(device: &str, clock: Clock, new_id: fn(Millis) -> String) -> Stamper {
        Stamper {
            device: device.into(),
            seq: 0,
            clock,
            new_id,
        }
    }

    /// What comes next is later than this, which another window or machine wrote.
    pub fn see(&mut self, clock: Clock) {
        if clock.leaves_room() {
            self.clock = self.clock.max(clock);
        }
    }

    /// The event that `kind` is, at wall time `now`. Later in order than all this session has seen, also if `now` is not.
    pub fn stamp(&mut self, kind: EventKind, now: Millis) -> Event {
        self.clock = self.clock.tick(now);
        let seq = self.seq;
        self.seq += 1;
        Event {
            id: (self.new_id)(now),
            device: Id::clone(&self.device),
            seq,
            clock: self.clock,
            at: now,
            kind,
        }
    }

    /// Which machine it stamps for.
    pub fn device(&self) -> &str {
        &self.device
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_comes_before_what_is_stamped() {
        let mut stamper = Stamper::new("device", Clock(5, 0), |at| at.to_string());
        stamper.see(Clock(9_000, 7));
        stamper.see(Clock(8_000, 9));
        let event = stamper.stamp(EventKind::Read { lesson: "one".into() }, 6);
        assert_eq!((event.clock, event.at), (Clock(9_000, 8), 6));
    }

    #[test]
    fn a_clock_nobody_can_have_read_changes_no_order() {
        // The second one is read as a year there will be, and it is the last reading of it.
        for wild in [Clock(Millis::MAX, u32::MAX), Clock(Clock::LATEST, u32::MAX)] {
            let mut stamper = Stamper::new("device", wild, |at| at.to_string());
            let stamp = |now| {
                stamper.see(wild);
                stamper.stamp(EventKind::Read { lesson: "one".into() }, now).clock
            };
            let clocks = [100, 100, 50, Millis::MAX, 100].map(stamp);
            assert!(clocks.is_sorted_by(|one, next| one < next), "{clocks:?}");
        }
    }
}
