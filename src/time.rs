//! Owns the units of time that events and pages share.
//! Must not read a clock: the time comes in from the edge.

use jiff::Timestamp;
use jiff::civil::Date;

/// Milliseconds since 1970-01-01T00:00:00Z, or a span of so many.
pub type Millis = i64;

/// A day.
pub const DAY: Millis = 86_400_000;

/// The moment as a timestamp; the first or last one where calendars do not reach it.
pub fn nearest(at: Millis) -> Timestamp {
    let (first, last) = (Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
    // The first and the last fall between two milliseconds, so rounding may leave the range.
    Timestamp::from_millisecond(at.clamp(first, last)).unwrap_or(if at < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Whether a span has passed since a moment. A moment after now tells of a wrong clock, and nobody waits for it.
pub fn has_passed(span: Millis, since: Millis, now: Millis) -> bool {
    since > now || since.saturating_add(span) <= now
}

/// A day as in 30 November 2026, for what is read in another year as well. No line breaks between its number and its month.
pub fn date_in_words(day: Date) -> String {
    day.strftime("%-d\u{a0}%B %Y").to_string()
}

/// A day with its name: Monday 30 November 2026.
pub fn day_in_words(day: Date) -> String {
    format!("{} {}", day.strftime("%A"), date_in_words(day))
}

/// A day in words, its year only where it is another one than today's: Monday 30 November.
pub fn near_day_in_words(day: Date, today: Date) -> String {
    match day.year() == today.year() {
        true => day.strftime("%A %-d\u{a0}%B").to_string(),
        false => day_in_words(day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_has_a_day() {
        let year = |at| nearest(at).to_zoned(jiff::tz::TimeZone::UTC).year();
        assert_eq!([Millis::MIN, 0, Millis::MAX].map(year), [-9999, 1970, 9999]);
    }

    #[test]
    fn a_day_is_said_in_words() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (monday, next) = (day("2026-11-30"), day("2027-01-04"));
        assert_eq!(
            near_day_in_words(monday, day("2026-11-02")),
            "Monday 30\u{a0}November"
        );
        assert_eq!(near_day_in_words(next, monday), "Monday 4\u{a0}January 2027");
        assert_eq!(day_in_words(monday), "Monday 30\u{a0}November 2026");
    }

    #[test]
    fn nobody_waits_for_a_wrong_clock() {
        for (since, passed) in [(100 - DAY, true), (101 - DAY, false), (100, false), (101, true)] {
            assert_eq!(has_passed(DAY, since, 100), passed, "{since}");
        }
        assert!(has_passed(DAY, Millis::MIN, 0) && has_passed(DAY, Millis::MAX, 0));
    }
}
