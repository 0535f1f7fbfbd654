//! Owns the wall clock, ids, time zones and fresh ids.
//! Must not know files, but for the one in which the system keeps its zone.

use crate::time::{self, Millis};
use jiff::tz::TimeZone;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use uuid::{Timestamp, Uuid};

/// Whoever travels sets the zone of the system anew; it is asked for again after this time.
const KEPT: Duration = Duration::from_secs(60);

/// The wall clock.
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
    time::nearest(at).to_zoned(system()).offset().seconds()
}

/// The system's time zone. Where no environment says otherwise it is the one in its file; to find it by its name, all names of zones there
/// are would be read first, and that takes as long as all else at a start.
fn system() -> TimeZone {
    type Known = Option<(Instant, TimeZone)>;
    static KNOWN: Mutex<Known> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match &*known {
        Some((since, zone)) if since.elapsed() < KEPT => zone.clone(),
        _ => {
            let zone = own_zone().unwrap_or_else(TimeZone::system);
            known.insert((Instant::now(), zone)).1.clone()
        }
    }
}

fn own_zone() -> Option<TimeZone> {
    let bytes = std::fs::read("/etc/localtime").ok();
    let bytes = bytes.filter(|_| std::env::var_os("TZ").is_none())?;
    TimeZone::tzif("local", &bytes).ok()
}

/// What is said where days are those of UTC, since the system's time zone is not known.
pub fn unknown_zone() -> Option<String> {
    if own_zone().is_some() {
        return None;
    }
    TimeZone::try_system().err()?;
    let named = std::env::var("TZ")
        .map(|zone| format!(" {zone}"))
        .unwrap_or_default();
    Some(format!(
        "The time zone{named} is not known here, so days are those of UTC; set TZ to a name as in Europe/Berlin"
    ))
}

/// The local day of a moment, as in 2026-11-23.
pub fn day(at: Millis) -> String {
    time::nearest(at).to_zoned(system()).date().to_string()
}

/// A new version-7 UUID: `now`, and random bits.
pub fn fresh_id(now: Millis) -> String {
    let millis = u64::try_from(now).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).expect("a remainder of 1000 is below 1000") * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix_time(millis / 1000, nanos, 0, 0)).to_string()
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
}
