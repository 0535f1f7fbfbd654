//! Owns the paths through rehearsals, as a fold over what was chosen and where one turned back; and where a path leads in a rehearsal
//! as it is written now. Must not know pages. Turning back forgets nothing: every line that was ever tried is kept.

use crate::clean::Fingerprint;
use crate::course::scenes::{Choice, Rehearsal, Scene};
use crate::progress::Progress;
use crate::source::Id;
use std::collections::BTreeSet;

/// A choice that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// In this scene.
    pub scene: Id,
    /// This line.
    pub choice: Fingerprint,
    /// It led to this scene.
    pub to: Id,
}

/// What can be done in a rehearsal.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// Choose a line.
    Chose(Step),
    /// Turn back to a scene; without one, to the start.
    Turned(Option<Id>),
}

/// Where somebody is in a rehearsal, and all that was ever tried in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Walk {
    /// The scene the path begins at; none before the first choice, and after turning back to the start.
    pub start: Option<Id>,
    /// The path.
    pub steps: Vec<Step>,
    /// Every line that was ever tried, with its scene.
    pub walked: BTreeSet<(Id, Fingerprint)>,
    /// Every scene that was ever come to.
    pub reached: BTreeSet<Id>,
}

impl Walk {
    /// Follows one move.
    pub fn take(&mut self, step: &Move) {
        match step {
            Move::Chose(step) => {
                self.turn(&step.scene);
                self.walked.insert((step.scene.clone(), step.choice));
                self.reached.insert(step.to.clone());
                self.steps.push(step.clone());
            }
            Move::Turned(Some(scene)) if self.steps.iter().any(|step| step.scene == *scene) => self.cut(scene),
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
    pub fn tried(&self, scene: &Scene, choice: &Choice) -> bool {
        self.walked.contains(&(scene.id.clone(), choice.print()))
    }

    /// The path in a rehearsal as it is written now: up to the last scene that is still there. None where there is no scene at all.
    pub fn on<'a>(&'a self, rehearsal: &'a Rehearsal) -> Option<Trail<'a>> {
        let first = rehearsal.scenes.first()?;
        let at = self.steps.iter().rposition(|step| rehearsal.scene(&step.to).is_some()).map_or(0, |at| at + 1);
        let scene = match (at.checked_sub(1), &self.start) {
            (Some(last), _) => rehearsal.scene(&self.steps[last].to),
            (None, Some(start)) => rehearsal.scene(start),
            (None, None) => Some(first),
        };
        let said = self.steps[..at].iter().map(|step| {
            let scene = rehearsal.scene(&step.scene);
            let choice = scene.and_then(|scene| scene.choices.iter().find(|choice| choice.print() == step.choice));
            Said { step, scene, choice }
        });
        let lost = at < self.steps.len() || scene.is_none();
        Some(Trail { scene: scene.unwrap_or(first), said: said.collect(), ground: if lost { Ground::Moved } else { Ground::Firm } })
    }

    /// Endings that were reached, of how many.
    pub fn endings(&self, rehearsal: &Rehearsal) -> (usize, usize) {
        let endings = || rehearsal.scenes.iter().filter(|scene| scene.end.is_some());
        (endings().filter(|scene| self.reached.contains(&scene.id)).count(), endings().count())
    }
}

/// A path as it can be told now.
#[derive(Clone, Debug)]
pub struct Trail<'a> {
    /// The scene one is at.
    pub scene: &'a Scene,
    /// What was said on the way here.
    pub said: Vec<Said<'a>>,
    /// Whether the path still leads to where one was.
    pub ground: Ground,
}

/// A choice on a path.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    /// As it was made.
    pub step: &'a Step,
    /// Its scene, if that is still there.
    pub scene: Option<&'a Scene>,
    /// Its line, if that still reads as it did.
    pub choice: Option<&'a Choice>,
}

/// Whether a rehearsal still holds the scene somebody was at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It does.
    Firm,
    /// It was edited: one goes on from the last scene that is still there.
    Moved,
}

impl Progress {
    /// Where the learner is in a rehearsal, and all that was tried in it since it was started again.
    pub fn walk(&self, rehearsal: &str) -> Walk {
        let mut walk = Walk::default();
        self.counting(rehearsal, self.walks.get(rehearsal)).for_each(|(_, step)| walk.take(step));
        walk
    }

    /// The rehearsal that was worked on last, if that was after any lesson was read and any question answered.
    pub fn latest_walk(&self) -> Option<&Id> {
        let latest = self.walks.iter().filter_map(|(id, all)| Some((self.counting(id, Some(all)).next_back()?.0, id)));
        let (order, rehearsal) = latest.max()?;
        let read = self.places.values().filter_map(|places| places.keys().next_back());
        let answered = self.attempts.values().filter_map(|attempts| attempts.keys().next_back());
        let begun = self.sessions.values().map(|session| &session.began);
        read.chain(answered).chain(begun).all(|other| other < order).then_some(rehearsal)
    }
}
