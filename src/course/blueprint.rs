//! Owns how forms are made up, as the manifest says: drawn from the bank, or the same questions before the course and after.
//! Must not know how questions are chosen for one that is drawn.

use crate::source::Id;
use std::collections::BTreeMap;

/// How a form is made up, as the manifest says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// Questions of a form.
    pub draw: usize,
    /// Right answers that pass.
    pub pass: usize,
    /// Questions from each pool.
    pub quotas: BTreeMap<String, usize>,
    /// Codes of which every form has one question each, counted inside the quotas.
    pub must: Vec<String>,
}

/// A form of the same questions each time, to be answered before the course and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedForm {
    /// The final assessment in whose bank its questions are.
    pub of: Id,
    /// Its questions, in the order they are asked.
    pub questions: Vec<Id>,
}
