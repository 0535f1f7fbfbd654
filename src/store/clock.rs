//! Owns the wall clock, ids, the hybrid logical clock of a session, and stamping events with device, time and order.
//! Must not know files.

use crate::progress::event::{Clock, Event, EventKind};
use crate::source::Id;
use crate::time::Millis;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::{Timestamp, Uuid};

/// Stamps the events of one session.
#[derive(Debug)]
pub struct Stamper {
    device: Id,
    seq: u64,
    clock: Clock,
}

/// The wall clock, in milliseconds since 1970.
pub fn now() -> Millis {
    let millis =
        |duration: std::time::Duration| Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => millis(since),
        Err(before) => -millis(before.duration()),
    }
}

/// Seconds that local time is ahead of UTC at a moment; 0 where the zone is unknown.
pub fn zone(at: Millis) -> i32 {
    jiff::Timestamp::from_millisecond(at).map_or(0, |moment| {
        moment.to_zoned(jiff::tz::TimeZone::system()).offset().seconds()
    })
}

/// The local day of a moment, as in 2026-11-23.
pub fn day(at: Millis) -> String {
    let moment = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    moment.to_zoned(jiff::tz::TimeZone::system()).date().to_string()
}

/// A new version-7 UUID: `now`, and random bits.
pub fn fresh_id(now: Millis) -> String {
    let millis = u64::try_from(now).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).expect("a remainder of 1000 is below 1000") * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix_time(millis / 1000, nanos, 0, 0)).to_string()
}

impl Stamper {
    /// A stamper for a session of `device` that has seen events up to `clock`.
    pub fn new(device: &str, clock: Clock) -> Stamper {
        Stamper {
            device: device.into(),
            seq: 0,
            clock,
        }
    }

    /// Makes what is stamped next later than `clock`, which another window or machine wrote.
    pub fn see(&mut self, clock: Clock) {
        self.clock = self.clock.max(clock);
    }

    /// The event of this kind at wall time `now`. It is later in order than all this session has seen, even if the wall clock was set
    /// back.
    pub fn stamp(&mut self, kind: EventKind, now: Millis) -> Event {
        self.clock = self.clock.tick(now);
        let seq = self.seq;
        self.seq += 1;
        Event {
            id: fresh_id(now),
            device: Id::clone(&self.device),
            seq,
            clock: self.clock,
            at: now,
            kind,
        }
    }

    /// The id of the machine that it stamps for.
    pub fn device(&self) -> &str {
        &self.device
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_the_time_and_differ() {
        assert_ne!(fresh_id(1_000), fresh_id(1_000));
        assert!(fresh_id(1_700_000_000_123) < fresh_id(1_700_000_000_124));
        assert!(fresh_id(1_700_000_000_123).starts_with("018bcfe5-687b-7"));
        for extreme in [Millis::MIN, -1, 0, Millis::MAX] {
            assert_eq!(fresh_id(extreme).len(), 36);
        }
        assert!(now() > 1_700_000_000_000);
    }

    #[test]
    fn what_was_seen_comes_before_what_is_stamped() {
        let mut stamper = Stamper::new("device", Clock(5, 0));
        stamper.see(Clock(9_000, 7));
        stamper.see(Clock(8_000, 9));
        let event = stamper.stamp(EventKind::Read { lesson: "one".into() }, 6);
        assert_eq!((event.clock, event.at), (Clock(9_000, 8), 6));
    }
}
