//! Owns two choices that a row may carry: with whom a plan is made, and what is taken away as a file.
//! Must not know how either is done.

/// Whether a plan is made with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Company {
    /// With a partner, who says yes to it and judges it.
    Partner,
    /// On one's own habits, until there is a partner.
    Solo,
}

/// What can be taken away as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Takeaway {
    /// The plan.
    Plan,
    /// Its check-ins, for a calendar.
    Calendar,
    /// The notebook without the journal.
    Notebook,
    /// The notebook with the journal.
    Journal,
    /// What was read, practiced and planned.
    Record,
}
