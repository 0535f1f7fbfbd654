//! Owns the units of time that events and pages share.
//! Must not read a clock: the time comes in from the edge.

/// Milliseconds since 1970-01-01T00:00:00Z, or a span of so many.
pub type Millis = i64;

/// A day.
pub const DAY: Millis = 86_400_000;
