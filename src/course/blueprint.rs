//! Owns how a form of the final assessment is made up, as the manifest says.
//! Must not know how questions are chosen for it.

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
