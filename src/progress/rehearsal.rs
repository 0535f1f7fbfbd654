//! Owns the paths through rehearsals, as a fold over what was chosen and where one turned back; and where a path leads in a rehearsal
//! as it is written now. Must not know pages. Turning back forgets nothing: every line that was ever tried is kept.

use crate::clean::Fingerprint;
use crate::course::rehearsal::{Rehearsal, Scene, SceneChoice};
use crate::progress::Progress;
use crate::progress::history::History;
use crate::quiz::shuffled_by;
use crate::source::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A choice that was made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RehearsalStep {
    /// In this scene.
    pub scene: Id,
    /// This line.
    pub choice: Fingerprint,
    /// It led to this scene.
    pub to: Id,
}

/// What can be done in a rehearsal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Move {
    /// Choose a line.
    Chose(RehearsalStep),
    /// Turn back to a scene; without one, to the start.
    Turned(Option<Id>),
}

/// Where somebody is in a rehearsal, and all that was ever tried in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// The scene the path begins at; none before the first choice, and after turning back to the start.
    pub start: Option<Id>,
    /// The path.
    pub steps: Vec<RehearsalStep>,
    /// Every line that was ever tried, with its scene.
    pub walked: BTreeSet<(Id, Fingerprint)>,
    /// Every scene that was ever come to.
    pub reached: BTreeSet<Id>,
    /// How often one turned back, further than by the last choice.
    pub turns: usize,
}

impl Walk {
    /// Follows one move.
    pub fn take(&mut self, step: &Move) {
        // Whoever takes back what they just said finds all as it was.
        let is_last = |scene: &Option<Id>| self.steps.last().map(|step| &step.scene) == scene.as_ref();
        self.turns +=
            usize::from(matches!(step, Move::Turned(scene) if self.steps.is_empty() || !is_last(scene)));
        match step {
            Move::Chose(step) => {
                self.turn(&step.scene);
                self.walked.insert((step.scene.clone(), step.choice));
                self.reached.insert(step.to.clone());
                self.steps.push(step.clone());
            }
            Move::Turned(Some(scene)) if self.steps.iter().any(|step| step.scene == *scene) => {
                self.cut(scene)
            }
            Move::Turned(Some(scene)) => self.turn(scene),
            Move::Turned(None) => (self.start, self.steps) = (None, Vec::new()),
        }
    }

    /// Turns to a scene, unless that is where one is: the path is cut there, or begins anew if it never led there.
    fn turn(&mut self, scene: &Id) {
        if self.at() == Some(scene) {
            return;
        }
        if self.steps.iter().any(|step| step.scene == *scene) {
            return self.cut(scene);
        }
        self.reached.insert(scene.clone());
        (self.start, self.steps) = (Some(scene.clone()), Vec::new());
    }

    /// Takes back everything from the last choice in a scene on.
    fn cut(&mut self, scene: &Id) {
        if let Some(at) = self.steps.iter().rposition(|step| step.scene == *scene) {
            self.steps.truncate(at);
        }
    }

    /// The scene one is at; none at the first one of a path that has not begun.
    pub fn at(&self) -> Option<&Id> {
        self.steps.last().map(|step| &step.to).or(self.start.as_ref())
    }

    /// Whether nothing was ever done.
    pub fn is_fresh(&self) -> bool {
        self.walked.is_empty() && self.reached.is_empty()
    }

    /// Whether a line was ever tried.
    pub fn tried(&self, scene: &Scene, choice: &SceneChoice) -> bool {
        self.walked.contains(&(scene.id.clone(), choice.print()))
    }

    /// The path in a rehearsal as it is written now: up to the last scene that is still there. None where there is no scene at all.
    pub fn on<'a>(&'a self, rehearsal: &'a Rehearsal) -> Option<Trail<'a>> {
        let first = rehearsal.scenes.first()?;
        let at = self
            .steps
            .iter()
            .rposition(|step| rehearsal.scene(&step.to).is_some())
            .map_or(0, |at| at + 1);
        let scene = match (at.checked_sub(1), &self.start) {
            (Some(last), _) => rehearsal.scene(&self.steps[last].to),
            (None, Some(start)) => rehearsal.scene(start),
            (None, None) => Some(first),
        };
        let said = self.steps[..at].iter().map(|step| {
            let scene = rehearsal.scene(&step.scene);
            let choice =
                scene.and_then(|scene| scene.choices.iter().find(|choice| choice.print() == step.choice));
            SaidLine { step, scene, choice }
        });
        let lost = at < self.steps.len() || scene.is_none();
        Some(Trail {
            scene: scene.unwrap_or(first),
            said: said.collect(),
            ground: if lost { Ground::Moved } else { Ground::Firm },
        })
    }

    /// What can be said in a scene after so many steps, in an order that stays while one is there and is another one whenever one has
    /// turned back since.
    pub fn arranged<'a>(&self, scene: &'a Scene, steps: usize) -> Vec<&'a SceneChoice> {
        let choices: Vec<&SceneChoice> = scene.choices.iter().collect();
        let seed = format!("{} {steps}", scene.id);
        let mut choices = shuffled_by(&seed, choices, |choice| choice.print());
        let by = self.turns.checked_rem(choices.len()).unwrap_or(0);
        choices.rotate_left(by);
        choices
    }

    /// Endings that were reached, of how many.
    pub fn endings(&self, rehearsal: &Rehearsal) -> (usize, usize) {
        let endings = || rehearsal.scenes.iter().filter(|scene| scene.end.is_some());
        (
            endings().filter(|scene| self.reached.contains(&scene.id)).count(),
            endings().count(),
        )
    }
}

/// A path as it can be told now.
#[derive(Clone, Debug)]
pub struct Trail<'a> {
    /// The scene one is at.
    pub scene: &'a Scene,
    /// What was said on the way here.
    pub said: Vec<SaidLine<'a>>,
    /// Whether the path still leads to where one was.
    pub ground: Ground,
}

/// A choice on a path.
#[derive(Clone, Debug)]
pub struct SaidLine<'a> {
    /// As it was made.
    pub step: &'a RehearsalStep,
    /// Its scene, if that is still there.
    pub scene: Option<&'a Scene>,
    /// Its line, if that still reads as it did.
    pub choice: Option<&'a SceneChoice>,
}

/// Whether a rehearsal still holds the scene somebody was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Firm,
    /// It was edited: one goes on from the last scene that is still there.
    Moved,
}

impl Progress {
    /// Where the learner is in a rehearsal, and all that was tried in it since it was started again.
    pub fn walk(&self, rehearsal: &str) -> Walk {
        let mut walk = Walk::default();
        self.counting(rehearsal, self.walks.get(rehearsal))
            .for_each(|(_, step)| walk.take(step));
        walk
    }

    /// The rehearsal that was worked on last, if that was after any lesson was read and any question answered.
    pub fn latest_walk(&self) -> Option<&Id> {
        let latest = self
            .walks
            .iter()
            .filter_map(|(id, all)| Some((self.counting(id, Some(all)).next_back()?.0, id)));
        let (order, rehearsal) = latest.max()?;
        let read = self.places.values().filter_map(History::last_position);
        let answered = self.attempts.values().filter_map(History::last_position);
        let begun = self.sessions.values().map(|session| &session.began);
        read.chain(answered)
            .chain(begun)
            .all(|other| other < order)
            .then_some(rehearsal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::event::{Clock, Event, EventKind};
    use proptest::prelude::*;

    fn scene(name: u8) -> Id {
        format!("s{name}").as_str().into()
    }

    /// Five scenes, three lines in each; every fourth move turns back.
    fn moves() -> impl Strategy<Value = Vec<Move>> {
        let chose = (0u8..5, 0u32..3, 0u8..5).prop_map(|(from, line, to)| {
            Move::Chose(RehearsalStep {
                scene: scene(from),
                choice: Fingerprint(line),
                to: scene(to),
            })
        });
        let turned = prop::option::of(0u8..5).prop_map(|to| Move::Turned(to.map(scene)));
        prop::collection::vec(prop_oneof![3 => chose, 1 => turned], 0..30)
    }

    fn walked(moves: &[Move]) -> Walk {
        let mut walk = Walk::default();
        moves.iter().for_each(|step| walk.take(step));
        walk
    }

    fn events(moves: &[Move]) -> Vec<Event> {
        let kind = |step: &Move| match step.clone() {
            Move::Chose(RehearsalStep { scene, choice, to }) => EventKind::Chose {
                rehearsal: "r".into(),
                scene,
                choice,
                to,
            },
            Move::Turned(scene) => EventKind::Turned {
                rehearsal: "r".into(),
                scene,
            },
        };
        let event = |(at, step): (usize, &Move)| Event {
            id: at.to_string(),
            device: format!("d{}", at % 2).into(),
            seq: at as u64,
            clock: Clock(at as i64, 0),
            at: at as i64,
            kind: kind(step),
        };
        moves.iter().enumerate().map(event).collect()
    }

    proptest! {
        #[test]
        fn turning_back_loses_nothing_that_was_tried(moves in moves(), back in prop::collection::vec(prop::option::of(0u8..6), 1..5)) {
            let before = walked(&moves);
            let mut after = before.clone();
            for to in back {
                after.take(&Move::Turned(to.map(scene)));
                prop_assert!(after.walked.is_superset(&before.walked) && after.reached.is_superset(&before.reached));
                prop_assert!(after.steps.len() <= before.steps.len());
            }
        }

        #[test]
        fn a_path_hangs_together(moves in moves()) {
            let walk = walked(&moves);
            for pair in walk.steps.windows(2) {
                prop_assert_eq!(&pair[0].to, &pair[1].scene);
            }
            if let Some(first) = walk.steps.first() {
                prop_assert_eq!(Some(&first.scene), walk.start.as_ref());
            }
            for step in &walk.steps {
                prop_assert!(walk.walked.contains(&(step.scene.clone(), step.choice)));
            }
        }

        #[test]
        fn the_last_choice_is_what_turning_to_its_scene_takes_back(moves in moves()) {
            let mut walk = walked(&moves);
            if let Some(last) = walk.steps.last().cloned() {
                let before = walk.steps.len();
                walk.take(&Move::Turned(Some(last.scene)));
                prop_assert_eq!(walk.steps.len(), before - 1);
            }
        }

        #[test]
        fn any_order_of_arrival_gives_the_same_path(moves in moves(), swaps in prop::collection::vec((0usize..30, 0usize..30), 0..40)) {
            let events = events(&moves);
            let mut other = events.clone();
            let count = other.len().max(1);
            swaps.iter().filter(|_| !events.is_empty()).for_each(|(a, b)| other.swap(a % count, b % count));
            other.extend(events.iter().take(3).cloned());
            let (one, two) = (Progress::of(&events), Progress::of(&other));
            prop_assert_eq!(one.walk("r"), walked(&moves));
            prop_assert_eq!(&one, &two);
        }
    }
}
