//! Owns bringing another copy of the progress into a data folder: which lines are new, and writing them as they are, byte by byte.
//! Must not know what they mean beyond what is told before: it parses only to find ids.

use crate::progress::log::Record;
use crate::shell::disk::ledger::{self, Branch, Leaf};
use crate::shell::disk::problem::{Problem, Trouble};
use crate::shell::disk::{Disk, forgetting, segment};
use std::collections::HashSet;

/// What a merge would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is new, each once.
    pub new: Vec<Record>,
    /// Ids of events of this copy that the other one has forgotten. They go here too.
    pub forgets: HashSet<String>,
    /// Lines that are new to this copy and forgotten in one of the two: they are not brought back.
    pub stay_forgotten: usize,
    /// Lines of the other copy that cannot be read.
    pub damaged: usize,
    events: Vec<u8>,
    journal: Vec<u8>,
}

/// What would come of bringing `theirs` into `ours`.
pub fn plan(ours: &[Leaf], theirs: &[Leaf]) -> Plan {
    let mut known = HashSet::new();
    for line in ours.iter().flat_map(Leaf::lines) {
        known.extend(line.record.id().map(str::to_owned));
    }
    let here = ledger::forgotten(ours);
    let there = ledger::forgotten(theirs);
    let mut plan = Plan {
        forgets: there
            .difference(&here)
            .filter(|id| known.contains(*id))
            .cloned()
            .collect(),
        ..Plan::default()
    };
    for (leaf, line) in theirs
        .iter()
        .flat_map(|leaf| leaf.lines().map(move |line| (leaf, line)))
    {
        let Some(id) = line.record.id().map(str::to_owned) else {
            // A line without an id cannot be told from its copies; this version's lines have one.
            plan.damaged += usize::from(matches!(line.record, Record::Damaged(_)));
            continue;
        };
        let is_said = match &line.record {
            Record::Event(event) => forgetting::stays(event, &here) && forgetting::stays(event, &there),
            Record::Unknown(_) | Record::Header(_) | Record::Damaged(_) => {
                !here.contains(&id) && !there.contains(&id)
            }
        };
        if !known.insert(id) {
            continue;
        }
        if !is_said {
            plan.stay_forgotten += 1;
            continue;
        }
        let bytes = match leaf.branch_of(&line.record) {
            Branch::Events => &mut plan.events,
            Branch::Journal => &mut plan.journal,
        };
        bytes.extend_from_slice(line.bytes);
        bytes.push(b'\n');
        plan.new.push(line.record);
    }
    plan
}

impl Disk {
    /// Writes what is new to files of its own, as this machine's. What was forgotten is known before any words come.
    ///
    /// # Errors
    /// A file that could not be written whole is not there; what is there is there to stay, and the next merge brings the rest.
    pub fn bring_in(&mut self, plan: &Plan) -> Result<(), Problem> {
        self.marked = self.marked || self.mark().is_ok();
        for (branch, lines) in [(Branch::Events, &plan.events), (Branch::Journal, &plan.journal)] {
            let folder = self.paths.data.join(branch.name()).join(&self.device);
            if !lines.is_empty() {
                let written = segment::write_whole(&self.drive, &folder, &self.device, lines);
                written.map_err(|error| Problem::Save(Trouble::new(&folder, &error)))?;
            }
        }
        Ok(())
    }
}
