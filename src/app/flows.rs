//! Owns the courses of events that span more than one step: answering, sessions, rehearsals, assessments, the plan, erasing.
//! Must not draw: a flow changes the model and opens pages.

pub mod answering;
pub mod coming_back;
pub mod erase;
pub mod final_assessment;
pub mod half_done;
pub mod marking;
pub mod plan;
pub mod rehearsal;
pub mod search;
pub mod self_assessment;
pub mod session;
