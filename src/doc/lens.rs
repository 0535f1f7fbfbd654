//! Owns the role lens: which of the two roles a learner mostly takes. It orders suggestions and changes nothing else.
//! Must not know what is suggested.

use serde::{Deserialize, Serialize};

/// Which role one mostly takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lens {
    /// Mostly that of the ally.
    Ally,
    /// Mostly that of the partner.
    Partner,
    /// Both.
    Both,
    /// Not said.
    Unsaid,
}

impl Lens {
    /// Every answer, in the order they are offered.
    pub const ALL: [Lens; 4] = [Lens::Ally, Lens::Partner, Lens::Both, Lens::Unsaid];

    /// The words of its row.
    pub fn words(self) -> &'static str {
        match self {
            Lens::Ally => "Mostly ally",
            Lens::Partner => "Mostly partner",
            Lens::Both => "Both, this month",
            Lens::Unsaid => "Skip this question",
        }
    }
}
